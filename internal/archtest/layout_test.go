package archtest

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// topDirs are the folders of the house. A new one needs a reason in
// ARCHITECTURE.md.
var topDirs = join(features, []string{"internal", "examples", "bench", "docs", "testdata", ".ci"})

// checkLayout finds folders that nobody planned.
func checkLayout(t *tree) (problems []string) {
	for _, dir := range t.topDirs {
		if !slices.Contains(topDirs, dir) {
			problems = append(problems, fmt.Sprintf("%s: unknown top-level folder: give its reason in ARCHITECTURE.md and add it to topDirs in internal/archtest", dir))
		}
	}
	return problems
}

// machinePath is an absolute path into somebody's machine.
var machinePath = regexp.MustCompile(`(^|[^\w.~/)}$*-])/(work|root|home|tmp|Users)/`)

// checkPaths finds paths that exist on one machine only.
func checkPaths(t *tree) (problems []string) {
	for _, name := range slices.Sorted(maps.Keys(t.text)) {
		if strings.HasPrefix(name, "internal/archtest/") && strings.HasSuffix(name, "_test.go") {
			continue // the rule itself and its examples
		}
		for i, line := range t.text[name] {
			if machinePath.MatchString(line) {
				problems = append(problems, fmt.Sprintf("%s:%d: path of one machine: %s", name, i+1, strings.TrimSpace(line)))
			}
		}
	}
	return problems
}
