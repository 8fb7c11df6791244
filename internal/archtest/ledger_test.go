package archtest

import (
	"fmt"
	"go/ast"
	"path"
	"regexp"
	"strconv"
	"strings"
)

const ledgerFile = "docs/coverage.md"

// ledgerIDs are the ids of the ledger: each letter counts from 1 to its last
// number without a gap.
var ledgerIDs = []struct {
	letter string
	last   int
}{
	{"K", 47}, {"I", 27}, {"M", 40}, {"R", 30}, {"T", 30}, {"X", 26}, {"E", 7}, // features
	{"A", 46}, {"B", 72}, {"C", 52}, {"D", 104}, // requirements
}

var (
	ledgerID = regexp.MustCompile(`^[A-Z]\d+$`)
	testName = regexp.MustCompile(`^(Test|Fuzz|Benchmark|Example)`)
)

// checkLedger holds docs/coverage.md against the list of ids and the source.
func checkLedger(t *tree) (problems []string) {
	report := func(line int, format string, args ...any) {
		problems = append(problems, fmt.Sprintf("%s:%d: ", ledgerFile, line)+fmt.Sprintf(format, args...))
	}
	seen := map[string]int{}
	for _, l := range ledgerIDs {
		for i := range l.last {
			seen[l.letter+strconv.Itoa(i+1)] = 0
		}
	}
	for i, line := range t.text[ledgerFile] {
		n := i + 1
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "| id |") || strings.HasPrefix(line, "| --- |") {
			continue
		}
		cells := strings.Split(strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if len(cells) != 5 || !ledgerID.MatchString(cells[0]) {
			report(n, "not a row | id | state | what | exported name | test |")
			continue
		}
		id, names, tests := cells[0], list(cells[3]), list(cells[4])
		switch first, known := seen[id]; {
		case !known:
			report(n, "unknown id %s", id)
		case first != 0:
			report(n, "%s is in line %d already", id, first)
		default:
			seen[id] = n
		}
		if cells[2] == "" {
			report(n, "%s does not say what it is", id)
		}
		switch state := cells[1]; state {
		case "open":
		case "done", "host":
			if len(names) == 0 || len(tests) == 0 {
				report(n, "%s is %s but names no exported name or no test", id, state)
			}
		default:
			report(n, "%s: unknown state %q", id, state)
		}
		for _, name := range names {
			if err := t.findName(name); err != nil {
				report(n, "%s: %v", id, err)
			}
		}
		for _, name := range tests {
			if err := t.findTest(name); err != nil {
				report(n, "%s: %v", id, err)
			}
		}
	}
	for _, l := range ledgerIDs {
		for i := range l.last {
			if id := l.letter + strconv.Itoa(i+1); seen[id] == 0 {
				report(0, "%s is missing", id)
			}
		}
	}
	return problems
}

func list(cell string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(strings.ReplaceAll(cell, "`", ""), ", ")
}

// split cuts "kb/kbtest.RunStore" into its package and the name in it. The
// root goes by its name, kefu.
func (t *tree) split(full string) (p *pkg, name string, err error) {
	dir, base := path.Split(full)
	base, name, _ = strings.Cut(base, ".")
	if dir += base; dir == "kefu" {
		dir = "."
	}
	if p = t.packages[dir]; p == nil {
		return nil, "", fmt.Errorf("%s: no package %s", full, dir)
	}
	return p, name, nil
}

// findName looks for an exported name: a package's, a type's method or field,
// or a program by its path.
func (t *tree) findName(full string) error {
	p, name, err := t.split(full)
	if err != nil {
		return err
	}
	if name == "" {
		if p.main() {
			return nil
		}
		return fmt.Errorf("%s: a package is no exported name; only a program is named by its path", full)
	}
	typ, member, _ := strings.Cut(name, ".")
	if !ast.IsExported(typ) || member != "" && !ast.IsExported(member) {
		return fmt.Errorf("%s is not exported", full)
	}
	for _, f := range p.code() {
		for _, d := range f.Decls {
			if declares(d, typ, member) {
				return nil
			}
		}
	}
	return fmt.Errorf("%s does not exist", full)
}

// declares says whether a declaration has the name, or the member of the type.
func declares(d ast.Decl, name, member string) bool {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			return member == "" && d.Name.Name == name
		}
		return receiver(d) == name && d.Name.Name == member
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Name.Name == name && (member == "" || hasMember(s.Type, member)) {
					return true
				}
			case *ast.ValueSpec:
				for _, n := range s.Names {
					if member == "" && n.Name == name {
						return true
					}
				}
			}
		}
	}
	return false
}

// hasMember looks through the fields of a struct or the methods of an
// interface.
func hasMember(typ ast.Expr, member string) bool {
	var fields *ast.FieldList
	switch e := typ.(type) {
	case *ast.StructType:
		fields = e.Fields
	case *ast.InterfaceType:
		fields = e.Methods
	default:
		return false
	}
	for _, f := range fields.List {
		for _, n := range f.Names {
			if n.Name == member {
				return true
			}
		}
	}
	return false
}

// findTest looks for a test, fuzz target, benchmark or example.
func (t *tree) findTest(full string) error {
	p, name, err := t.split(full)
	if err != nil {
		return err
	}
	if !testName.MatchString(name) {
		return fmt.Errorf("%s is no name of a test", full)
	}
	for _, f := range p.files {
		for _, d := range f.Decls {
			if fun, ok := d.(*ast.FuncDecl); ok && f.test && fun.Recv == nil && fun.Name.Name == name {
				return nil
			}
		}
	}
	return fmt.Errorf("test %s does not exist", full)
}
