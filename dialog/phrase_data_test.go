package dialog

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/storetest"
)

// phraseTurns returns what customers said behind their first turn in dialogs of a
// data set.
func phraseTurns(t *testing.T, set string) (turns []string) {
	t.Helper()
	lines := bufio.NewScanner(bytes.NewReader(storetest.Data(t, os.Getenv, "dialogs/"+set+".dev.jsonl.gz")))
	lines.Buffer(nil, 1<<24)
	// Some sets are cut into words as a parser does it.
	whole := strings.NewReplacer(" n't", "n't", " '", "'", " ,", ",", " .", ".", " ?", "?", " !", "!")
	for lines.Scan() {
		var d struct {
			Turns []struct{ Speaker, Text string }
		}
		require.NoError(t, json.Unmarshal(lines.Bytes(), &d))
		n := 0
		for _, turn := range d.Turns {
			if turn.Speaker != "user" {
				continue
			}
			if n++; n > 1 {
				turns = append(turns, whole.Replace(turn.Text))
			}
		}
	}
	require.NoError(t, lines.Err())
	return turns
}

// What real customers say in the middle of a dialog is taken for a command as
// often as the golden file says. Who changes a list looks at what else is read
// (-v shows it) before the file is written anew (KEFU_UPDATE=1).
func TestPhrasesOfRealTurns(t *testing.T) {
	var out strings.Builder
	for _, set := range []string{"multiwoz", "crosswoz", "multidogo"} {
		turns := phraseTurns(t, set)
		counts, corrections := map[command]int{}, 0
		for _, s := range turns {
			c := readCommand(s)
			counts[c.What]++
			switch c.What {
			case commandCancel, commandSkip, commandRestart, commandBack, commandCorrect, commandOptOut, commandHuman:
				t.Logf("%s\t%s\t> %s", commandNames[c.What], s, c.Rest)
			}
			if k, ok := readCorrection(s); ok {
				corrections++
				t.Logf("correction\t%s\t%s", s, correctionOf(k, ok))
			}
		}
		fmt.Fprintf(&out, "%s: %d turns, correction %d", set, len(turns), corrections)
		for _, c := range slices.Sorted(maps.Keys(counts)) {
			if c != commandNone {
				fmt.Fprintf(&out, ", %s %d", commandNames[c], counts[c])
			}
		}
		out.WriteByte('\n')
	}
	golden := filepath.Join("testdata", "phrases", "real.txt")
	if os.Getenv("KEFU_UPDATE") != "" {
		require.NoError(t, os.WriteFile(golden, []byte(out.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), out.String())
}
