package kb_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/kb/kbtest"
)

// TestUnrelatedEntries asks the sample shop before and after a thousand entries of
// made-up and common words join it. Most scores stay where they were; a few of those
// that are unsure move, because common words weigh less by then and more entries
// compete. The bounds say how far that goes.
func TestUnrelatedEntries(t *testing.T) {
	for _, c := range []struct {
		lang    string
		common  []string
		decided int // decisions that may change
	}{
		{"en", strings.Fields("what is the a of how do i can you my to in for where when it on with and"), 8},
		{"zh", strings.Fields("怎么 我 的 了 吗 是 什么 可以 能 不 在 有 你 这 多 少"), 8},
	} {
		x := kb.NewIndex(nil)
		f, err := os.Open("../examples/desk/shop/" + c.lang + ".jsonl")
		require.NoError(t, err)
		defer f.Close()
		for row, err := range kb.ReadRows(f, kb.JSONL) {
			require.NoError(t, err)
			row.Entry.Locale = ""
			require.NoError(t, x.Put(row.Entry))
		}
		q, err := os.Open("../examples/desk/shop/questions_" + c.lang + ".jsonl")
		require.NoError(t, err)
		defer q.Close()
		cases, err := kbtest.ReadCases(q)
		require.NoError(t, err)
		ask := func(text string) (kb.DecisionKind, float64) {
			hits := x.Match(kb.Query{Text: text})
			if len(hits) == 0 {
				return kb.None, 0
			}
			return kb.Policy{}.Decide(hits).Kind, hits[0].Score
		}
		kinds, scores := map[string]kb.DecisionKind{}, map[string]float64{}
		for _, one := range cases {
			kinds[one.Query], scores[one.Query] = ask(one.Query)
		}
		random := rand.New(rand.NewPCG(1, 2))
		pick := func(from []string) string { return from[random.IntN(len(from))] }
		for i := range 1000 {
			var words []string
			for range 3 {
				words = append(words, pick(c.common))
			}
			for range 2 + random.IntN(3) {
				words = append(words, strings.Join([]string{pick(syllables), pick(syllables), pick(syllables)}, ""))
			}
			require.NoError(t, x.Put(kb.Entry{ID: fmt.Sprint("more ", i), Question: strings.Join(words, " ")}))
		}
		changed, moved := 0, []float64{}
		for _, one := range cases {
			kind, score := ask(one.Query)
			if kind != kinds[one.Query] {
				changed++
			}
			moved = append(moved, math.Abs(score-scores[one.Query]))
		}
		slices.Sort(moved)
		n := len(moved)
		t.Logf("%s: half of %d scores move by at most %.3f, nine tenths by %.3f, all by %.3f; %d decisions change", c.lang, n, moved[n/2], moved[n*9/10], moved[n-1], changed)
		assert.LessOrEqual(t, moved[n/2], 0.01)
		assert.LessOrEqual(t, moved[n*9/10], 0.05)
		assert.LessOrEqual(t, changed, c.decided)
	}
}

var syllables = []string{"zo", "qua", "xi", "vul", "kry", "wog", "juk", "pyx"}
