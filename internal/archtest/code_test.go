package archtest

import (
	"fmt"
	"go/ast"
	"path"
	"strings"
)

const maxLines = 500

// checkLength keeps files short enough to be read in one go.
func checkLength(t *tree) (problems []string) {
	for _, p := range t.sorted() {
		for _, f := range p.files {
			if n := t.fset.File(f.Pos()).LineCount(); n > maxLines && !ast.IsGenerated(f.File) {
				problems = append(problems, fmt.Sprintf("%s: %d lines, at most %d", f.path, n, maxLines))
			}
		}
	}
	return problems
}

// A ban is a function that library code must not call.
type ban struct {
	pkg    string
	name   string // empty bans the whole package
	why    string
	asCall bool // the function itself may be named, as the default of an option
}

var bans = []ban{
	{"time", "Now", "take the time as an argument or from Options.Now", true},
	{"time", "Since", "reads the clock; subtract from Options.Now", false},
	{"time", "Until", "reads the clock; subtract Options.Now", false},
	{"time", "Sleep", "wait on a timer and the context", false},
	{"fmt", "Print", "log to Options.Logger", false},
	{"fmt", "Printf", "log to Options.Logger", false},
	{"fmt", "Println", "log to Options.Logger", false},
	{"os", "Getenv", "configuration comes from the host", false},
	{"os", "LookupEnv", "configuration comes from the host", false},
	{"os", "Environ", "configuration comes from the host", false},
	{"os", "Exit", "return an error", false},
	{"log", "", "log to Options.Logger", false},
}

// checkBans finds what library code must not call.
func checkBans(t *tree) (problems []string) {
	for _, p := range t.sorted() {
		if !p.library() {
			continue
		}
		for _, f := range p.code() {
			names, called := f.names(), map[ast.Expr]bool{}
			ast.Inspect(f.File, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CallExpr:
					called[n.Fun] = true
					if id, ok := n.Fun.(*ast.Ident); ok && (id.Name == "print" || id.Name == "println") {
						problems = append(problems, fmt.Sprintf("%s: %s in library code: log to Options.Logger", t.at(n), id.Name))
					}
				case *ast.SelectorExpr:
					x, ok := n.X.(*ast.Ident)
					if !ok {
						return true
					}
					for _, b := range bans {
						if names[x.Name] == b.pkg && (b.name == "" || b.name == n.Sel.Name) && (called[n] || !b.asCall) {
							problems = append(problems, fmt.Sprintf("%s: %s.%s in library code: %s", t.at(n), b.pkg, n.Sel.Name, b.why))
						}
					}
				}
				return true
			})
		}
	}
	return problems
}

// checkPackageDocs wants a package comment in doc.go, and in programs in any
// file.
func checkPackageDocs(t *tree) (problems []string) {
	for _, p := range t.sorted() {
		found := false
		for _, f := range p.files {
			switch {
			case f.test || f.Doc == nil:
			case p.main():
				found = true
			case path.Base(f.path) == "doc.go":
				found = strings.HasPrefix(f.Doc.Text(), "Package "+f.Name.Name+" ")
			default:
				problems = append(problems, fmt.Sprintf("%s: the package comment belongs in doc.go", f.path))
			}
		}
		if found {
			continue
		}
		if p.main() {
			problems = append(problems, fmt.Sprintf("%s: the program has no comment that says what it does", p.dir))
		} else {
			problems = append(problems, fmt.Sprintf("%s: doc.go with a comment %q is missing", p.dir, "Package "+strings.TrimSuffix(p.files[0].Name.Name, "_test")+" ..."))
		}
	}
	return problems
}

// checkNameDocs wants a comment on every exported name that hosts can reach.
func checkNameDocs(t *tree) (problems []string) {
	for _, p := range t.sorted() {
		if !p.public() {
			continue
		}
		for _, f := range p.code() {
			for _, d := range f.Decls {
				for _, name := range undocumented(d) {
					problems = append(problems, fmt.Sprintf("%s: exported %s has no comment", t.at(name), name.Name))
				}
			}
		}
	}
	return problems
}

// undocumented returns the exported names of a declaration that have no
// comment. A comment on a group of constants or variables is one for all.
func undocumented(d ast.Decl) (names []*ast.Ident) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && d.Name.IsExported() && (d.Recv == nil || ast.IsExported(receiver(d))) {
			names = append(names, d.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && s.Doc == nil && (d.Doc == nil || d.Lparen.IsValid()) {
					names = append(names, s.Name)
				}
			case *ast.ValueSpec:
				for _, n := range s.Names {
					if n.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
						names = append(names, n)
					}
				}
			}
		}
	}
	return names
}

// receiver returns the name of a method's type.
func receiver(d *ast.FuncDecl) string {
	expr := d.Recv.List[0].Type
	for {
		switch e := expr.(type) {
		case *ast.StarExpr:
			expr = e.X
		case *ast.IndexExpr:
			expr = e.X
		case *ast.IndexListExpr:
			expr = e.X
		case *ast.Ident:
			return e.Name
		default:
			return ""
		}
	}
}
