package intent_test

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

var update = flag.Bool("update", false, "write testdata/quality anew")

// readSet reads a file of the intent data sets, such as "clinc150/train", or
// skips the test where it is missing. Examples without text are left out.
func readSet(t testing.TB, name string) (examples []intent.Example) {
	dir := os.Getenv("KEFU_DATA")
	if dir == "" {
		dir = "../../shared/data" // beside the repository
	}
	data, err := os.ReadFile(filepath.Join(dir, "intent", name+".tsv"))
	if errors.Is(err, fs.ErrNotExist) && !strings.Contains(os.Getenv("KEFU_REQUIRE"), "data") {
		t.Skip("the evaluation data is not here: set KEFU_DATA to its directory (docs/quality.md)")
	}
	require.NoError(t, err)
	for line := range strings.Lines(string(data)) {
		text, label, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		if ok && strings.TrimSpace(text) != "" {
			examples = append(examples, intent.Example{Text: text, Label: label})
		}
	}
	require.NotEmpty(t, examples)
	return examples
}

// shots returns the first n examples of each label.
func shots(examples []intent.Example, n int) (few []intent.Example) {
	seen := map[string]int{}
	for _, e := range examples {
		if seen[e.Label]++; seen[e.Label] <= n {
			few = append(few, e)
		}
	}
	return few
}
