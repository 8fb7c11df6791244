package archtest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func openRow(letter string, n int) string {
	return fmt.Sprintf("| %s%d | open | something | | |\n", letter, n)
}

// TestLedgerRows replaces the row of K1.
func TestLedgerRows(t *testing.T) {
	for _, c := range []struct{ name, row, want string }{
		{"done", "| K1 | done | x | kb.Index.Match, `kb.Index.F` | kb.TestMatch |\n", ""},
		{"host", "| K1 | host | x | kb.Index | kb.TestMatch |\n", ""},
		{"program", "| K1 | done | x | examples/desk | kb.TestMatch |\n", ""},

		{"missing", "", "K1 is missing"},
		{"twice", openRow("K", 1) + openRow("K", 1), "K1 is in line 5 already"},
		{"unknown letter", openRow("K", 1) + openRow("Z", 1), "unknown id Z1"},
		{"unknown number", openRow("K", 1) + openRow("K", 48), "unknown id K48"},
		{"state", "| K1 | almost | x | | |\n", `unknown state "almost"`},
		{"says nothing", "| K1 | open | | | |\n", "K1 does not say what it is"},
		{"not a row", openRow("K", 1) + "| K2 open | x |\n", "not a row"},
		{"done without name", "| K1 | done | x | | kb.TestMatch |\n", "names no exported name or no test"},
		{"host without test", "| K1 | host | x | kb.Index | |\n", "names no exported name or no test"},
		{"no such package", "| K1 | done | x | kd.Index | kb.TestMatch |\n", "no package kd"},
		{"no such type", "| K1 | done | x | kb.Indexes | kb.TestMatch |\n", "kb.Indexes does not exist"},
		{"no such method", "| K1 | done | x | kb.Index.Find | kb.TestMatch |\n", "kb.Index.Find does not exist"},
		{"not exported", "| K1 | done | x | kb.index | kb.TestMatch |\n", "kb.index is not exported"},
		{"package as a name", "| K1 | done | x | kb/kbtest | kb.TestMatch |\n", "kb/kbtest: a package is no exported name"},
		{"second name wrong", "| K1 | done | x | kb.Index, kb.No | kb.TestMatch |\n", "kb.No does not exist"},
		{"no such test", "| K1 | done | x | kb.Index | kb.TestNothing |\n", "test kb.TestNothing does not exist"},
		{"test that is none", "| K1 | done | x | kb.Index | kb.Index |\n", "kb.Index is no name of a test"},
		{"open row with a wrong name", "| K1 | open | x | kb.No | |\n", "kb.No does not exist"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := soundTree()
			files[ledgerFile] = strings.Replace(files[ledgerFile], openRow("K", 1), c.row, 1)
			problems := checkLedger(parse(t, files))
			if c.want == "" {
				assert.Empty(t, problems)
				return
			}
			require.Len(t, problems, 1)
			assert.Contains(t, problems[0], c.want)
		})
	}
}

func TestLedgerFindsTheRootByName(t *testing.T) {
	files := soundTree()
	files["bot.go"] = "package kefu\n\n// Bot answers.\ntype Bot interface{ Handle() }\n"
	repo := parse(t, files)
	assert.NoError(t, repo.findName("kefu.Bot.Handle"))
	assert.Error(t, repo.findName("kefu.Bot.Run"))
}
