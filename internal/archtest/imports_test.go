package archtest

import (
	"fmt"
	"slices"
	"strings"
)

// An importRule says what some packages may import besides the standard library.
// In its patterns {f} is the feature that the package belongs to, and "x/..."
// is x and everything below it.
type importRule struct {
	dirs   []string // the packages that the rule is for; the first rule that fits counts
	ours   []string // packages of this repository
	others []string // packages of others, by path prefix; "*" is all
	test   []string // what tests may import in addition, ours or others
}

const (
	snowball = "github.com/kljensen/snowball"
	uuid     = "github.com/google/uuid"
	xtext    = "golang.org/x/text"
)

var (
	features = []string{"kb", "intent", "dialog", "routing", "ticket", "metrics"}
	leaves   = []string{"intent/entity", "intent/emotion", "dialog/escalation", "ticket/bizhours", "metrics/forecast", "metrics/staffing", "metrics/cost"}
	ownLeaf  = []string{"{f}/entity", "{f}/emotion", "{f}/escalation", "{f}/bizhours", "{f}/forecast", "{f}/staffing", "{f}/cost"}
	public   = []string{".", "kb/...", "intent/...", "dialog/...", "routing/...", "ticket/...", "metrics/..."}
	drivers  = []string{
		"modernc.org/sqlite", "github.com/jackc/pgx", "github.com/lib/pq", "github.com/mattn/go-sqlite3",
		"github.com/ncruces/go-sqlite3", "github.com/go-sql-driver/mysql",
	}
	testLibs = []string{
		"github.com/stretchr/testify", "pgregory.net/rapid", "github.com/anishathalye/porcupine", "go.uber.org/goleak",
	}
	sibling = join(testLibs, []string{"{f}/...", "internal/storetest", "internal/baseline"})
)

// importRules is the table of ARCHITECTURE.md.
var importRules = []importRule{
	{dirs: leaves, ours: []string{"internal/text/..."}, test: sibling},
	{dirs: features, ours: join(ownLeaf, []string{"internal/text/..."}), others: []string{uuid}, test: sibling},
	{dirs: []string{"intent/emotion/gen"}, ours: []string{"intent/emotion", "internal/text/..."}, test: sibling},
	{dirs: []string{"{f}/{f}sql"}, ours: []string{"{f}", "internal/sqldb"}, test: sibling},
	{dirs: []string{"{f}/{f}test"}, ours: []string{"{f}", "internal/storetest"}, test: sibling},
	{dirs: []string{"routing/assist"}, ours: []string{"{f}", "internal/text/..."}, others: []string{uuid}, test: sibling},
	{dirs: []string{"routing/assist/assistsql"}, ours: []string{"routing/assist", "internal/sqldb"}, test: sibling},
	{dirs: []string{"routing/assist/assisttest"}, ours: []string{"routing/assist", "internal/storetest"}, test: sibling},
	{dirs: []string{"routing/routingsim"}, ours: []string{"{f}"}, test: sibling},
	{dirs: []string{"kb/kbdoc"}, ours: []string{"{f}"}, others: []string{"golang.org/x/net/html"}, test: sibling},
	{dirs: []string{"kb/kbhtml"}, ours: []string{"{f}"}, others: []string{"github.com/microcosm-cc/bluemonday", "github.com/yuin/goldmark"}, test: join(sibling, []string{"golang.org/x/net/html"})},
	{dirs: []string{"kb/kbxlsx"}, ours: []string{"{f}"}, others: []string{"github.com/xuri/excelize/v2"}, test: sibling},
	{dirs: []string{"dialog/flowyaml"}, ours: []string{"{f}"}, others: []string{"go.yaml.in/yaml/v3"}, test: sibling},
	{dirs: []string{"metrics/hdr"}, ours: []string{"{f}"}, others: []string{"github.com/HdrHistogram/hdrhistogram-go"}, test: sibling},
	{dirs: []string{"metrics/alert", "metrics/survey", "metrics/prometheus"}, ours: []string{"{f}"}, test: sibling},
	{dirs: []string{"metrics/report"}, ours: []string{"{f}", "metrics/cost"}, test: sibling},
	{dirs: []string{"metrics/otel"}, ours: []string{"{f}"}, others: []string{"go.opentelemetry.io/otel"}, test: sibling},
	// checkTesting keeps the test kits out of the root.
	{dirs: []string{"."}, ours: join(public, []string{"internal/text/...", "internal/sqldb"}), others: []string{uuid}, test: join(testLibs, []string{"internal/storetest"})},
	{dirs: []string{"internal/text/..."}, ours: []string{"internal/text/..."}, others: []string{snowball, xtext}, test: testLibs},
	{dirs: []string{"internal/sqldb/..."}, ours: []string{"internal/sqldb/..."}, test: join(testLibs, []string{"internal/storetest"})},
	{dirs: []string{"internal/storetest/..."}, ours: []string{"internal/storetest/..."}, others: testLibs},
	{dirs: []string{"internal/archtest"}, test: testLibs},
	{dirs: []string{"internal/baseline"}, ours: []string{"internal/text/..."}, test: testLibs},
	{dirs: []string{"internal/integration/..."}, ours: []string{"..."}, others: join(drivers, testLibs)},
	{dirs: []string{"internal/tools/..."}, others: []string{"*"}},
	{dirs: []string{"examples/..."}, ours: join(public, []string{"examples/..."}), others: join(drivers, []string{"golang.org/x/crypto/argon2"}), test: join(testLibs, []string{"github.com/chromedp"})},
	{dirs: []string{"bench/..."}, ours: join(public, []string{"bench/...", "internal/baseline"}), others: []string{"*"}},
}

// featureLinks is all that a feature package may link, directly or through our
// own packages.
var featureLinks = []string{snowball, uuid, xtext}

// checkImports holds every import against the table.
func checkImports(t *tree) (problems []string) {
	for _, p := range t.sorted() {
		rule, ok := ruleFor(p.dir)
		if !ok {
			problems = append(problems, fmt.Sprintf("%s: no import rule for this package: add it to the table in internal/archtest and ARCHITECTURE.md", p.dir))
			continue
		}
		for _, f := range p.files {
			for _, spec := range f.Imports {
				imp := importPath(spec)
				if !rule.allows(t, p.dir, imp, f.test) {
					problems = append(problems, fmt.Sprintf("%s: %s must not import %s", t.at(spec), p.dir, imp))
				}
			}
		}
	}
	return problems
}

func ruleFor(dir string) (importRule, bool) {
	for _, r := range importRules {
		if matchAny(r.dirs, dir, dir) {
			return r, true
		}
	}
	return importRule{}, false
}

func (r importRule) allows(t *tree, from, imp string, test bool) bool {
	if dir, ok := t.local(imp); ok {
		return dir == from || matchAny(r.ours, dir, from) || test && matchAny(r.test, dir, from)
	}
	return standard(imp) || hasPath(r.others, imp) || test && hasPath(r.test, imp)
}

// checkTesting keeps the testing package, and the test kits that need it, out of
// what hosts link: only kits, programs and tests may import them.
func checkTesting(t *tree) (problems []string) {
	for _, p := range t.sorted() {
		if !p.library() || strings.HasSuffix(p.dir, "test") {
			continue
		}
		for _, f := range p.code() {
			for _, spec := range f.Imports {
				imp := importPath(spec)
				dir, ours := t.local(imp)
				if hasPath([]string{"testing"}, imp) || ours && strings.HasSuffix(dir, "test") {
					problems = append(problems, fmt.Sprintf("%s: %s links testing into hosts; import it in tests only", t.at(spec), imp))
				}
			}
		}
	}
	return problems
}

// checkDrivers keeps database drivers where a host would import them.
func checkDrivers(t *tree) (problems []string) {
	for _, p := range t.sorted() {
		if under(p.dir, "examples") || under(p.dir, "internal/integration") || under(p.dir, "bench") {
			continue
		}
		for _, f := range p.files {
			for _, spec := range f.Imports {
				if hasPath(drivers, importPath(spec)) {
					problems = append(problems, fmt.Sprintf("%s: database drivers belong to examples, internal/integration and bench", t.at(spec)))
				}
			}
		}
	}
	return problems
}

// checkClosure computes what each feature package and leaf links.
func checkClosure(t *tree) (problems []string) {
	for _, dir := range join(features, leaves) {
		for imp, via := range t.links(dir) {
			if !hasPath(featureLinks, imp) {
				problems = append(problems, fmt.Sprintf("%s links %s through %s; it may link only %s", dir, imp, via, strings.Join(featureLinks, ", ")))
			}
		}
	}
	slices.Sort(problems)
	return problems
}

// links returns the packages of others that a package links, each with the one
// of our packages that imports it.
func (t *tree) links(dir string) map[string]string {
	found, seen, todo := map[string]string{}, map[string]bool{dir: true}, []string{dir}
	for len(todo) > 0 {
		p := t.packages[todo[0]]
		todo = todo[1:]
		if p == nil {
			continue
		}
		for _, f := range p.code() {
			for _, spec := range f.Imports {
				imp := importPath(spec)
				switch next, ours := t.local(imp); {
				case ours && !seen[next]:
					seen[next] = true
					todo = append(todo, next)
				case !ours && !standard(imp):
					found[imp] = p.dir
				}
			}
		}
	}
	return found
}

// matchAny says whether dir fits one of the patterns, seen from a package.
func matchAny(patterns []string, dir, from string) bool {
	feature, _, _ := strings.Cut(from, "/")
	return slices.ContainsFunc(patterns, func(p string) bool {
		if strings.Contains(p, "{f}") {
			if !slices.Contains(features, feature) {
				return false
			}
			p = strings.ReplaceAll(p, "{f}", feature)
		}
		if p == "..." {
			return true
		}
		if top, ok := strings.CutSuffix(p, "/..."); ok {
			return under(dir, top)
		}
		return dir == p
	})
}

// hasPath says whether an import is one of the packages or below one of them.
func hasPath(prefixes []string, imp string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return p == "*" || under(imp, p) })
}

// standard says whether an import is of the standard library: its first
// element is no domain name. Cgo is not of it.
func standard(imp string) bool {
	first, _, _ := strings.Cut(imp, "/")
	return imp != "C" && !strings.Contains(first, ".")
}

func join(lists ...[]string) []string { return slices.Concat(lists...) }
