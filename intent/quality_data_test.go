package intent_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/internal/text/respell"
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

// changer makes other messages of those of a set, by their places; nil changes
// nothing.
type changer func(t *testing.T) func(i int, message string) string

// of returns the examples with other messages.
func (c changer) of(t *testing.T, examples []intent.Example) []intent.Example {
	if c == nil {
		return examples
	}
	change := c(t)
	for i, e := range examples {
		examples[i].Text = change(i, e.Text)
	}
	return examples
}

// every changes each message in the same way.
func every(change func(string) string) changer {
	return func(*testing.T) func(int, string) string {
		return func(_ int, message string) string { return change(message) }
	}
}

// mixed is half of the message and half of the Chinese one of the same line.
func mixed(t *testing.T) func(int, string) string {
	chinese := readSet(t, "massive_zh/dev")
	return func(i int, message string) string { return respell.Mixed(message, chinese[i].Text) }
}
