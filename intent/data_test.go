package intent_test

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

// intentSet returns a part of a public data set, or skips the test.
func intentSet(t testing.TB, set, part string) []intent.Example {
	t.Helper()
	dir := os.Getenv("KEFU_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "data")
	}
	f, err := os.Open(filepath.Join(dir, "intent", set, part+".tsv"))
	if err != nil {
		if slices.Contains(strings.Split(os.Getenv("KEFU_REQUIRE"), ","), "data") {
			t.Fatal(err)
		}
		t.Skip("the evaluation data is not here: set KEFU_DATA to its directory (docs/quality.md)")
	}
	defer func() { require.NoError(t, f.Close()) }()
	var examples []intent.Example
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if text, label, ok := strings.Cut(lines.Text(), "\t"); ok {
			examples = append(examples, intent.Example{Text: text, Label: label})
		}
	}
	return examples
}
