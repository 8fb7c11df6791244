package archtest

import (
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// soundTree is a small repository that keeps every rule.
func soundTree() map[string]string {
	return map[string]string{
		".gitignore":           "*.db\n/bin/\n",
		"go.mod":               "module github.com/kefu-go/kefu\n\ngo 1.26\n",
		"doc.go":               "// Package kefu is a bot.\npackage kefu\n",
		"kb/doc.go":            "// Package kb is a knowledge base.\npackage kb\n",
		"kb/index.go":          "package kb\n\nimport \"github.com/kefu-go/kefu/internal/text\"\n\n// Index finds.\ntype Index struct{ F text.T }\n\n// Match matches.\nfunc (*Index) Match() {}\n",
		"kb/index_test.go":     "package kb_test\n\nimport \"testing\"\n\nfunc TestMatch(t *testing.T) {}\n",
		"kb/kbtest/doc.go":     "// Package kbtest checks stores.\npackage kbtest\n\nimport _ \"testing\"\n",
		"intent/doc.go":        "// Package intent classifies.\npackage intent\n",
		"internal/text/doc.go": "// Package text folds.\npackage text\n\nimport _ \"github.com/kljensen/snowball\"\n\n// T is a text.\ntype T string\n",
		"examples/go.mod":      "module example.com/kefu\n",
		"examples/desk/m.go":   "// Desk serves a page.\npackage main\n\nimport _ \"modernc.org/sqlite\"\n\nfunc main() { println() }\n",
		"bin/tool.go":          "not Go at all",
		ledgerFile:             soundLedger(),
	}
}

func soundLedger() string {
	var b strings.Builder
	b.WriteString("# Coverage\n\n| id | state | what | exported name | test |\n| --- | --- | --- | --- | --- |\n")
	for _, l := range ledgerIDs {
		for i := range l.last {
			b.WriteString(openRow(l.letter, i+1))
		}
	}
	return b.String()
}

func parse(t *testing.T, files map[string]string) *tree {
	fsys := fstest.MapFS{}
	for name, src := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(src)}
	}
	repo, err := load(fsys)
	require.NoError(t, err)
	return repo
}

func TestSoundTreeKeepsEveryRule(t *testing.T) {
	repo := parse(t, soundTree())
	for _, r := range rules {
		assert.Empty(t, r.check(repo), r.name)
	}
}

// TestBrokenTrees breaks one rule at a time: that rule says so, in one
// sentence.
func TestBrokenTrees(t *testing.T) {
	const kefu = "github.com/kefu-go/kefu"
	imports := func(pkg, path string) string { return "package " + pkg + "\n\nimport _ \"" + path + "\"\n" }
	for _, c := range []struct {
		name, rule string
		file, src  string
		want       string
	}{
		{"feature imports feature", "Imports", "kb/x.go", imports("kb", kefu+"/intent"), "kb must not import " + kefu + "/intent"},
		{"feature imports a leaf of another", "Imports", "kb/x.go", imports("kb", kefu+"/intent/entity"), "kb must not import"},
		{"feature imports a new library", "Imports", "kb/x.go", imports("kb", "example.org/x"), "kb must not import example.org/x"},
		{"feature test imports feature", "Imports", "kb/x_test.go", imports("kb", kefu+"/intent"), "kb must not import"},
		{"feature imports its SQL store", "Imports", "kb/x.go", imports("kb", kefu+"/kb/kbsql"), "kb must not import"},
		{"leaf imports its parent", "Imports", "intent/entity/doc.go", "// Package entity x.\n" + imports("entity", kefu+"/intent"), "intent/entity must not import"},
		{"leaf imports uuid", "Imports", "intent/entity/doc.go", "// Package entity x.\n" + imports("entity", uuid), "intent/entity must not import"},
		{"SQL store imports text", "Imports", "kb/kbsql/doc.go", "// Package kbsql x.\n" + imports("kbsql", kefu+"/internal/text"), "kb/kbsql must not import"},
		{"kit imports another feature", "Imports", "kb/kbtest/x.go", imports("kbtest", kefu+"/intent"), "kb/kbtest must not import"},
		{"adapter imports another library", "Imports", "kb/kbhtml/doc.go", "// Package kbhtml x.\n" + imports("kbhtml", "golang.org/x/net/html"), "kb/kbhtml must not import"},
		{"text imports a feature", "Imports", "internal/text/x.go", imports("text", kefu+"/kb"), "internal/text must not import"},
		{"example reaches into internal", "Imports", "examples/desk/x.go", imports("main", kefu+"/internal/text"), "examples/desk must not import"},
		{"cgo", "Imports", "kb/x.go", imports("kb", "C"), "kb must not import C"},
		{"package without a rule", "Imports", "kb/kbnew/doc.go", "// Package kbnew x.\npackage kbnew\n", "kb/kbnew: no import rule"},
		{"feature links more through text", "Closure", "internal/text/x.go", imports("text", "example.org/x"), "kb links example.org/x through internal/text"},
		{"driver in a test of the core", "Drivers", "kb/x_test.go", imports("kb", "modernc.org/sqlite"), "kb/x_test.go:3: database drivers"},
		{"testing in a feature", "Testing", "kb/x.go", imports("kb", "testing"), "links testing into hosts"},
		{"kit in the root", "Testing", "x.go", imports("kefu", kefu+"/kb/kbtest"), "links testing into hosts"},

		{"init", "State", "kb/x.go", "package kb\n\nfunc init() {}\n", "func init"},
		{"assigned", "State", "kb/x.go", "package kb\n\nvar n int\n\nfunc f() { n = 1 }\n", "package-level n is changed"},
		{"incremented", "State", "kb/x.go", "package kb\n\nvar n int\n\nfunc f() { n++ }\n", "package-level n is changed"},
		{"map written", "State", "kb/x.go", "package kb\n\nvar m = map[string]int{}\n\nfunc f() { m[\"\"] = 1 }\n", "package-level m is changed"},
		{"map cleared", "State", "kb/x.go", "package kb\n\nvar m = map[string]int{}\n\nfunc f() { clear(m) }\n", "package-level m is changed"},
		{"field set", "State", "kb/x.go", "package kb\n\nvar s struct{ n int }\n\nfunc f() { s.n = 1 }\n", "package-level s is changed"},
		{"address taken", "State", "kb/x.go", "package kb\n\nvar n int\n\nfunc f() *int { return &n }\n", "address of package-level n"},
		{"lock", "State", "kb/x.go", "package kb\n\nimport \"sync\"\n\nvar mu sync.Mutex\n", "package-level mu holds a lock"},
		{"once", "State", "kb/x.go", "package kb\n\nimport \"sync\"\n\nvar once sync.Once\n", "package-level once holds a lock"},
		{"atomic by another name", "State", "kb/x.go", "package kb\n\nimport a \"sync/atomic\"\n\nvar n a.Int64\n", "package-level n holds a lock"},
		{"lock in a type", "State", "kb/x.go", "package kb\n\nimport \"sync\"\n\ntype c struct{ mu sync.Mutex }\n\nfunc newC() *c { return nil }\n\nvar v = newC()\n", "package-level v holds a lock"},
		{"channel", "State", "kb/x.go", "package kb\n\nvar c = make(chan int)\n", "package-level c holds"},
		{"exported table", "State", "kb/x.go", "package kb\n\nvar Modes = []string{\"\"}\n", "exported Modes can be changed"},

		{"clock", "Bans", "kb/x.go", "package kb\n\nimport \"time\"\n\nvar t = time.Now()\n", "time.Now in library code"},
		{"clock by another name", "Bans", "kb/x.go", "package kb\n\nimport t \"time\"\n\nfunc f() { _ = t.Since(t.Time{}) }\n", "time.Since in library code"},
		{"print", "Bans", "kb/x.go", "package kb\n\nimport \"fmt\"\n\nfunc f() { fmt.Println() }\n", "fmt.Println in library code"},
		{"built-in print", "Bans", "kb/x.go", "package kb\n\nfunc f() { println() }\n", "println in library code"},
		{"environment", "Bans", "kb/x.go", "package kb\n\nimport \"os\"\n\nvar home = os.Getenv(\"HOME\")\n", "os.Getenv in library code"},
		{"log", "Bans", "kb/x.go", "package kb\n\nimport \"log\"\n\nvar l = log.Default()\n", "log.Default in library code"},

		{"long file", "Length", "kb/x_test.go", "package kb\n" + strings.Repeat("\n", maxLines), "kb/x_test.go: 501 lines"},
		{"package without comment", "PackageDocs", "kb/doc.go", "package kb\n", "kb: doc.go with a comment"},
		{"comment about another package", "PackageDocs", "kb/doc.go", "// Package kd is x.\npackage kb\n", "kb: doc.go with a comment"},
		{"package comment elsewhere", "PackageDocs", "kb/x.go", "// Package kb again.\npackage kb\n", "kb/x.go: the package comment belongs in doc.go"},
		{"program without comment", "PackageDocs", "examples/desk/m.go", "package main\n", "examples/desk: the program has no comment"},
		{"function without comment", "NameDocs", "kb/x.go", "package kb\n\nfunc New() {}\n", "exported New has no comment"},
		{"method without comment", "NameDocs", "kb/x.go", "package kb\n\ntype s[T any] struct{}\n\nfunc (s[T]) Hidden() {}\n\nfunc (i *Index) Reset() {}\n", "exported Reset has no comment"},
		{"type without comment", "NameDocs", "kb/x.go", "package kb\n\n// A group.\ntype (\n\tItem int\n)\n", "exported Item has no comment"},
		{"constant without comment", "NameDocs", "kb/x.go", "package kb\n\nconst Max = 1\n", "exported Max has no comment"},

		{"unknown folder", "Layout", "utils/x.txt", "x", "utils: unknown top-level folder"},
		{"path of a machine", "Paths", "docs/x.md", "see\n\"/home/me/kefu\"\n", "docs/x.md:2: path of one machine"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := soundTree()
			files[c.file] = c.src
			problems := run(t, c.rule, parse(t, files))
			require.Len(t, problems, 1)
			assert.Contains(t, problems[0], c.want)
		})
	}
}

// TestAllowed pins what looks like a breach and is none.
func TestAllowed(t *testing.T) {
	for name, src := range map[string]string{
		"clock as a default":     "package kb\n\nimport \"time\"\n\nfunc f() func() time.Time { return time.Now }\n",
		"sentinel":               "package kb\n\nimport \"errors\"\n\n// ErrX is x.\nvar ErrX = errors.New(\"x\")\n",
		"read-only table":        "package kb\n\nvar m = map[string]int{\"a\": 1}\n\nfunc f() int { return m[\"a\"] }\n",
		"table at first use":     "package kb\n\nimport \"sync\"\n\nvar m = sync.OnceValue(func() map[string]int { return nil })\n",
		"local of the same name": "package kb\n\nvar n int\n\nfunc f(n int) int { n++; p := &n; return *p }\n",
		"lock in a type":         "package kb\n\nimport \"sync\"\n\ntype c struct{ mu sync.Mutex }\n",
		"compile-time check":     "package kb\n\nimport \"sync\"\n\nvar _ error = (*e)(nil)\n\ntype e struct{ sync.Mutex }\n",
		"generated and long":     "// Code generated by x. DO NOT EDIT.\n\npackage kb\n" + strings.Repeat("\n", maxLines),
		"uuid":                   "package kb\n\nimport _ \"github.com/google/uuid\"\n",
		"address of a web page":  "package kb\n\nconst page = \"https://example.com/home/x\"\n",
	} {
		t.Run(name, func(t *testing.T) {
			files := soundTree()
			files["kb/x.go"] = src
			repo := parse(t, files)
			for _, r := range rules {
				assert.Empty(t, r.check(repo), r.name)
			}
		})
	}
}

func run(t *testing.T, name string, repo *tree) []string {
	for _, r := range rules {
		if r.name == name {
			return r.check(repo)
		}
	}
	require.Fail(t, "no such rule", name)
	return nil
}

func TestUnreadableGoIsAnError(t *testing.T) {
	files := maps.Clone(soundTree())
	files["kb/x.go"] = "package"
	fsys := fstest.MapFS{}
	for name, src := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(src)}
	}
	_, err := load(fsys)
	assert.ErrorContains(t, err, "kb/x.go")
}
