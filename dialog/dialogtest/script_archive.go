package dialogtest

import (
	"fmt"
	"strings"
)

// Sections follow the txtar format: a line "-- name --" begins one, which ends with
// the next such line or with the file.

// cutSections returns what stands before the first section, and the rest.
func cutSections(text string) (before, sections string) {
	for at := 0; at < len(text); {
		end := lineEnd(text, at)
		if _, ok := sectionName(text[at:end]); ok {
			return text[:at], text[at:]
		}
		at = end
	}
	return text, ""
}

// readSections puts the sections into files.
func readSections(sections string, files map[string]string) error {
	name := ""
	for at := 0; at < len(sections); {
		end := lineEnd(sections, at)
		line := sections[at:end]
		at = end
		if n, ok := sectionName(line); ok {
			if _, twice := files[n]; twice {
				return fmt.Errorf("the section %q stands there twice", n)
			}
			name, files[n] = n, ""
			continue
		}
		files[name] += line
	}
	return nil
}

// lineEnd is where the line at a place ends, behind its line break.
func lineEnd(text string, at int) int {
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(text)
}

// sectionName reads "-- name --".
func sectionName(line string) (string, bool) {
	line = strings.TrimRight(line, " \t\n")
	name, ok := strings.CutPrefix(line, "-- ")
	if !ok {
		return "", false
	}
	if name, ok = strings.CutSuffix(name, " --"); !ok {
		return "", false
	}
	name = strings.TrimSpace(name)
	return name, name != ""
}
