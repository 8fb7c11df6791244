package archtest

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// A tree is the parsed source of a repository: all modules in it, tests
// included. Directories are slash-separated and relative to the root, which is
// ".".
type tree struct {
	fset     *token.FileSet
	modules  map[string]string   // directory of a go.mod -> module path
	packages map[string]*pkg     // by directory
	text     map[string][]string // lines of every text file
	topDirs  []string
}

// A pkg is one directory with Go files.
type pkg struct {
	dir   string
	files []*file
}

// A file is one parsed Go file.
type file struct {
	*ast.File
	path string
	test bool
}

// load parses the repository at the root of fsys.
func load(fsys fs.FS) (*tree, error) {
	t := &tree{
		fset:     token.NewFileSet(),
		modules:  map[string]string{},
		packages: map[string]*pkg{},
		text:     map[string][]string{},
	}
	ignored := readIgnore(fsys)
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != "." && ignored(name, d.IsDir()):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			if name != "." && path.Dir(name) == "." {
				t.topDirs = append(t.topDirs, name)
			}
			return nil
		case !d.Type().IsRegular():
			return nil
		}
		src, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		return t.add(name, src)
	})
	return t, err
}

// readIgnore understands the two shapes that .gitignore uses here: "*.ext" and
// "/dir/".
func readIgnore(fsys fs.FS) func(name string, dir bool) bool {
	src, _ := fs.ReadFile(fsys, ".gitignore") // a tree without one ignores only .git
	patterns := strings.Fields(string(src))
	return func(name string, dir bool) bool {
		if dir {
			return name == ".git" || slices.Contains(patterns, "/"+name+"/")
		}
		return name == ".git" || slices.ContainsFunc(patterns, func(p string) bool {
			ok, _ := path.Match(p, path.Base(name))
			return ok
		})
	}
}

func (t *tree) add(name string, src []byte) error {
	if bytes.IndexByte(src, 0) < 0 {
		t.text[name] = strings.Split(string(src), "\n")
	}
	dir := path.Dir(name)
	if path.Base(name) == "go.mod" {
		for _, line := range t.text[name] {
			if m, ok := strings.CutPrefix(line, "module "); ok {
				t.modules[dir] = strings.TrimSpace(m)
			}
		}
		return nil
	}
	if path.Ext(name) != ".go" || slices.Contains(strings.Split(dir, "/"), "testdata") {
		return nil
	}
	parsed, err := parser.ParseFile(t.fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	p := t.packages[dir]
	if p == nil {
		p = &pkg{dir: dir}
		t.packages[dir] = p
	}
	p.files = append(p.files, &file{File: parsed, path: name, test: strings.HasSuffix(name, "_test.go")})
	return nil
}

// sorted yields the packages in the order of their directories.
func (t *tree) sorted() []*pkg {
	list := make([]*pkg, 0, len(t.packages))
	for _, p := range t.packages {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b *pkg) int { return strings.Compare(a.dir, b.dir) })
	return list
}

// local returns the directory of one of our own packages.
func (t *tree) local(importPath string) (dir string, ok bool) {
	longest := ""
	for modDir, mod := range t.modules {
		rest, found := strings.CutPrefix(importPath, mod)
		if found && (rest == "" || rest[0] == '/') && len(mod) > len(longest) {
			longest, dir = mod, path.Join(modDir, rest)
		}
	}
	return dir, longest != ""
}

// at says where a problem is.
func (t *tree) at(n ast.Node) string {
	pos := t.fset.Position(n.Pos())
	return fmt.Sprintf("%s:%d", pos.Filename, pos.Line)
}

// code returns the files that a user of the package links.
func (p *pkg) code() []*file {
	return slices.DeleteFunc(slices.Clone(p.files), func(f *file) bool { return f.test })
}

// main says whether the package is a program.
func (p *pkg) main() bool { return p.files[0].Name.Name == "main" }

// library says whether hosts run this code, so that it must keep the rules of
// library code.
func (p *pkg) library() bool {
	return !p.main() && !under(p.dir, "examples") && !under(p.dir, "bench") && !under(p.dir, "internal/tools") &&
		!under(p.dir, "internal/archtest") && !under(p.dir, "internal/integration")
}

// public says whether hosts can import the package.
func (p *pkg) public() bool {
	return p.library() && !under(p.dir, "internal")
}

func under(dir, top string) bool { return dir == top || strings.HasPrefix(dir, top+"/") }

// importPath returns the path of an import.
func importPath(spec *ast.ImportSpec) string {
	p, _ := strconv.Unquote(spec.Path.Value) // the parser accepts quoted strings only
	return p
}

// names maps the local names of a file's imports to their paths.
func (f *file) names() map[string]string {
	names := map[string]string{}
	for _, spec := range f.Imports {
		p := importPath(spec)
		name := path.Base(p)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = p
	}
	return names
}
