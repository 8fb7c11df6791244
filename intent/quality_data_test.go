package intent_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/internal/storetest"
)

var update = flag.Bool("update", false, "write testdata/quality anew")

// readSet reads a file of the intent data sets, such as "clinc150/train", or
// skips the test where it is missing. Examples without text are left out.
func readSet(t testing.TB, name string) (examples []intent.Example) {
	for line := range strings.Lines(string(storetest.Data(t, os.Getenv, "intent/"+name+".tsv"))) {
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
