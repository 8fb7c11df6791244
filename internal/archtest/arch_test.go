package archtest

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A rule finds its problems in a tree.
type rule struct {
	name  string
	check func(*tree) []string
}

var rules = []rule{
	{"Imports", checkImports},
	{"Closure", checkClosure},
	{"Drivers", checkDrivers},
	{"Testing", checkTesting},
	{"State", checkState},
	{"Bans", checkBans},
	{"Length", checkLength},
	{"PackageDocs", checkPackageDocs},
	{"NameDocs", checkNameDocs},
	{"Layout", checkLayout},
	{"Paths", checkPaths},
	{"Ledger", checkLedger},
}

// TestRules holds the repository against every rule.
func TestRules(t *testing.T) {
	repo, err := load(os.DirFS(root(t)))
	require.NoError(t, err)
	require.Contains(t, repo.modules, "internal/integration", "nested modules are part of the tree")
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			assert.Empty(t, strings.Join(r.check(repo), "\n"))
		})
	}
}

// root is the directory of the core module: the topmost go.mod above.
func root(t *testing.T) string {
	dir, err := filepath.Abs(".")
	require.NoError(t, err)
	for {
		src, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil && strings.HasPrefix(string(src), "module github.com/kefu-go/kefu\n") {
			return dir
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			require.NoError(t, err)
		}
		parent := filepath.Dir(dir)
		require.NotEqual(t, dir, parent, "no go.mod of the core above the test")
		dir = parent
	}
}
