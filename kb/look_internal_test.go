package kb

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is learned and compared is read with the lexicon, as questions are: an entry
// written as people type is as good as one written out, before the first match and
// after another lexicon was set.
func TestLexiconReadsEverything(t *testing.T) {
	lexicon, err := NewLexicon(Words{Typed: map[string]string{"qzk": "credit card"}})
	require.NoError(t, err)
	built := func(word string, opts *IndexOptions) *Index {
		x := NewIndex(opts)
		for _, wordings := range []string{
			"pay;can I pay by CARD;CARD payments ok;do you take CARD", "lost;I lost my CARD;CARD is gone;somebody took my CARD", "loan;get a loan;borrow money",
		} {
			lines := strings.Split(strings.ReplaceAll(wordings, "CARD", word), ";")
			require.NoError(t, x.Put(Entry{ID: lines[0], Question: lines[1], Phrasings: lines[2:]}))
		}
		return x
	}
	learned := func(x *Index) map[string][][]uint32 {
		l := &learner{view: x.current.Load(), matcher: x.pool.New().(*matcher)}
		require.NoError(t, l.prepare(t.Context()))
		features := map[string][][]uint32{}
		for _, lesson := range l.lessons {
			id := l.view.id(l.view.slots.at(lesson.slot))
			features[id] = append(features[id], lesson.hashes)
		}
		return features
	}
	written := built("credit card", nil)
	later := built("qzk", nil)
	later.similar(Query{Text: "qzk", Limit: 3}) // a matcher without the lexicon is in the pool
	later.SetLexicon(lexicon)
	want := written.similar(Query{Text: "the credit card that somebody took", Limit: 3})
	require.NotEmpty(t, want)
	for name, x := range map[string]*Index{"from the beginning": built("qzk", &IndexOptions{Lexicon: lexicon}), "set later": later} {
		got := x.similar(Query{Text: "the qzk that somebody took", Limit: 3})
		require.NotEmpty(t, got, name)
		assert.Equal(t, want[0].Entry.ID, got[0].Entry.ID, name)
		assert.InDelta(t, want[0].Score, got[0].Score, 1e-6, name)
		assert.Equal(t, learned(written), learned(x), name)
	}
}

func TestLocalesOfOtherWriting(t *testing.T) {
	for _, c := range []struct {
		entry, query string
		want         bool
	}{
		{"zh", "zh_CN", true},
		{"zh-CN", "zh_CN", true},
		{"zh-Hans", "zh_Hans_CN", true},
		{"zh_CN", "zh-CN", true},
		{"", "zh_CN", true},
		{"zh-TW", "zh_CN", false},
		{"zh_CN", "zh", false},
		{"z", "zh_CN", false},
	} {
		assert.Equal(t, c.want, serves(c.entry, c.query), "%s for %s", c.entry, c.query)
	}
}
