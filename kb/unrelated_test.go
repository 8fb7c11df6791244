package kb_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/kb"
)

// TestUnrelatedEntries asks the sample shop before and after thousands of entries join
// it that share no telling word with it, a thousand at a time: common words and made-up
// ones, at random and in the order of real questions. No decision may change, and no
// score may move by more than 0.05.
func TestUnrelatedEntries(t *testing.T) {
	for _, c := range []struct {
		lang, common, everyday string
	}{
		{"en", "what is the a of how do i can you my to in for where when it on with and", everydayEnglish},
		{"zh", "怎么 我 的 了 吗 是 什么 可以 能 不 在 有 你 这 多 少", everydayChinese},
	} {
		random := rand.New(rand.NewPCG(1, 2))
		common, shapes := strings.Fields(c.common), strings.Split(c.everyday, "\n")
		for name, foreign := range map[string]func() string{
			"at random":         func() string { return atRandom(random, common) },
			"as real questions": func() string { return asked(random, c.lang, shapes[random.IntN(len(shapes))]) },
		} {
			t.Run(c.lang+" "+name, func(t *testing.T) {
				entries, cases := qualitySet{entries: "shop/" + c.lang, queries: "shop/questions_" + c.lang}.load(t)
				x := kb.NewIndex(nil)
				require.NoError(t, x.Put(entries...))
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
				for round := range 3 {
					for i := range 1000 {
						require.NoError(t, x.Put(kb.Entry{ID: fmt.Sprint("more ", round, i), Question: foreign()}))
					}
					most := 0.0
					for _, one := range cases {
						kind, score := ask(one.Query)
						assert.Equal(t, kinds[one.Query], kind, "%s: from %.3f to %.3f", one.Query, scores[one.Query], score)
						most = max(most, math.Abs(score-scores[one.Query]))
						kinds[one.Query], scores[one.Query] = kind, score
					}
					t.Logf("after %d thousand no score moves by more than %.3f", round+1, most)
					assert.LessOrEqual(t, most, 0.05)
				}
			})
		}
	}
}

// atRandom is a text of common and made-up words.
func atRandom(random *rand.Rand, common []string) string {
	var words []string
	for range 3 {
		words = append(words, common[random.IntN(len(common))])
	}
	for range 2 + random.IntN(3) {
		words = append(words, madeUp(random))
	}
	return strings.Join(words, " ")
}

// asked is a question with made-up words, and characters that the shop does not have,
// in place of those that tell.
func asked(random *rand.Rand, lang, question string) string {
	var b text.Buffer
	var out strings.Builder
	for _, token := range b.Segment(question) {
		word := string(b.Bytes(token))
		switch {
		case text.IsFunctionWord(lang, b.Bytes(token)) || strings.Contains(" what how who where when which 什 么 怎 哪 谁 几 多 少 不 没 吗 ", " "+word+" "):
		case token.Kind == text.Char:
			word = string('䶀' - rune(random.IntN(2000)))
		default:
			word = madeUp(random)
		}
		out.WriteString(word)
		if token.Kind != text.Char {
			out.WriteByte(' ')
		}
	}
	return out.String()
}

func madeUp(random *rand.Rand) string {
	pick := func() string { return syllables[random.IntN(len(syllables))] }
	return pick() + pick() + pick()
}

var syllables = []string{"zo", "qua", "xi", "vul", "kry", "wog", "juk", "pyx"}
