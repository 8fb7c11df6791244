package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"strings"
)

// checkState finds init functions and package-level variables that can change:
// assigned, incremented or cleared somewhere, their address taken, made of
// locks, atomics, pools or channels, or an exported map, slice or pointer that
// every importer could write to. Tables that are only read, error sentinels
// and sync.OnceValue (a table computed at first use) are fine.
func checkState(t *tree) (problems []string) {
	for _, p := range t.sorted() {
		if !p.library() {
			continue
		}
		s := newState(t, p)
		for _, f := range p.code() {
			for _, d := range f.Decls {
				switch d := d.(type) {
				case *ast.FuncDecl:
					if d.Recv == nil && d.Name.Name == "init" {
						s.report(d, "func init runs before the host has a say")
					}
				case *ast.GenDecl:
					if d.Tok == token.VAR {
						s.declared(f, d)
					}
				}
			}
			ast.Inspect(f.File, func(n ast.Node) bool {
				s.changed(n)
				return true
			})
		}
		problems = append(problems, s.problems...)
	}
	return problems
}

// state checks one package.
type state struct {
	t        *tree
	info     types.Info
	pkg      *types.Package
	locked   map[string]bool // types of the package that hold a lock or the like
	problems []string
}

// newState resolves the names of a package. Imports are empty stubs: what is
// declared in the package itself is all that matters here, and the errors about
// the rest are ignored.
func newState(t *tree, p *pkg) *state {
	s := &state{
		t:      t,
		info:   types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}},
		locked: map[string]bool{},
	}
	var files []*ast.File
	for _, f := range p.code() {
		files = append(files, f.File)
	}
	conf := types.Config{Importer: stubs{}, Error: func(error) {}}
	s.pkg, _ = conf.Check(p.dir, t.fset, files, &s.info)
	for grew := true; grew; {
		grew = false
		for _, f := range p.code() {
			names := f.names()
			ast.Inspect(f.File, func(n ast.Node) bool {
				if spec, ok := n.(*ast.TypeSpec); ok && !s.locked[spec.Name.Name] && s.locks(spec.Type, names) {
					s.locked[spec.Name.Name], grew = true, true
				}
				return true
			})
		}
	}
	return s
}

// stubs imports every package as an empty one.
type stubs struct{}

func (stubs) Import(p string) (*types.Package, error) {
	stub := types.NewPackage(p, path.Base(p))
	stub.MarkComplete()
	return stub, nil
}

func (s *state) report(n ast.Node, format string, args ...any) {
	s.problems = append(s.problems, s.t.at(n)+": "+fmt.Sprintf(format, args...))
}

// declared looks at the declarations of package-level variables.
func (s *state) declared(f *file, d *ast.GenDecl) {
	names := f.names()
	for _, spec := range d.Specs {
		v := spec.(*ast.ValueSpec) // a var declaration has no other
		for i, name := range v.Names {
			obj := s.info.Defs[name]
			if obj == nil || name.Name == "_" {
				continue // the blank name is a check at compile time
			}
			if s.locks(v.Type, names) || i < len(v.Values) && s.locks(v.Values[i], names) || s.holdsLock(obj.Type()) {
				s.report(name, "package-level %s holds a lock, an atomic, a pool or a channel: put it into a value", name.Name)
			}
			if name.IsExported() && !strings.HasPrefix(name.Name, "Err") && i < len(v.Values) && reference(v.Values[i]) {
				s.report(name, "exported %s can be changed by every importer: make it a function", name.Name)
			}
		}
	}
}

// holdsLock says whether a variable's type is one of the package's types with
// a lock, or a channel.
func (s *state) holdsLock(typ types.Type) bool {
	if ptr, ok := typ.(*types.Pointer); ok {
		typ = ptr.Elem()
	}
	if named, ok := typ.(*types.Named); ok && named.Obj().Pkg() == s.pkg && s.locked[named.Obj().Name()] {
		return true
	}
	_, ok := typ.Underlying().(*types.Chan)
	return ok
}

// locks says whether a type or an initial value names something of sync or
// sync/atomic, or a type of the package that does.
func (s *state) locks(e ast.Expr, names map[string]string) (found bool) {
	if e == nil {
		return false
	}
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit, *ast.FuncType, *ast.InterfaceType:
			return false
		case *ast.Field:
			found = found || s.locks(n.Type, names)
			return false
		case *ast.KeyValueExpr:
			found = found || s.locks(n.Value, names)
			return false
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok {
				from, table := names[x.Name], strings.HasPrefix(n.Sel.Name, "OnceValue")
				found = found || from == "sync/atomic" || from == "sync" && !table
				return false
			}
		case *ast.Ident:
			found = found || s.locked[n.Name]
		}
		return true
	})
	return found
}

// reference says whether an initial value is shared with whoever can name it.
func reference(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.UnaryExpr:
		return e.Op == token.AND
	case *ast.CompositeLit:
		switch typ := e.Type.(type) {
		case *ast.MapType:
			return true
		case *ast.ArrayType:
			return typ.Len == nil
		}
	case *ast.CallExpr:
		fun, ok := e.Fun.(*ast.Ident)
		return ok && (fun.Name == "make" || fun.Name == "new")
	}
	return false
}

// changed looks at a statement or expression that may change a variable.
func (s *state) changed(n ast.Node) {
	var targets []ast.Expr
	switch n := n.(type) {
	case *ast.AssignStmt:
		targets = n.Lhs
	case *ast.IncDecStmt:
		targets = []ast.Expr{n.X}
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			targets = []ast.Expr{n.Key, n.Value}
		}
	case *ast.CallExpr:
		if fun, ok := n.Fun.(*ast.Ident); ok && len(n.Args) > 0 && (fun.Name == "delete" || fun.Name == "clear" || fun.Name == "copy") {
			targets = n.Args[:1]
		}
	case *ast.UnaryExpr:
		if _, literal := n.X.(*ast.CompositeLit); n.Op == token.AND && !literal {
			if v := s.variable(n.X); v != nil {
				s.report(n, "the address of package-level %s is taken here, so that it can be changed", v.Name())
			}
		}
	}
	for _, e := range targets {
		if v := s.variable(e); v != nil {
			s.report(e, "package-level %s is changed here: pass it as a value", v.Name())
		}
	}
}

// variable returns the package-level variable that an expression is part of.
func (s *state) variable(e ast.Expr) types.Object {
	for {
		switch x := e.(type) {
		case *ast.ParenExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.Ident:
			v, ok := s.info.Uses[x].(*types.Var)
			if ok && v.Parent() == s.pkg.Scope() {
				return v
			}
			return nil
		default:
			return nil
		}
	}
}
