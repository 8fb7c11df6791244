package kb

import (
	"encoding/binary"
	"hash/maphash"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// matched returns the working memory of a match as the match has left it.
func matched(x *Index, question string) *matcher {
	m := &matcher{opts: &x.opts, lines: analyzer{stemmer: x.stemmer}}
	m.match(nil, x.current.Load(), Query{Text: question})
	return m
}

// What the vocabulary knows of a word is what looking for its n-grams one by one finds.
func TestGramsOfKnownWords(t *testing.T) {
	x := NewIndex(nil)
	require.NoError(t, x.Put(Entry{ID: "a", Question: "How do bananas, ananas and can-cans get refunded on 3 Fridays?"}))
	v := x.current.Load()
	a := analyzer{stemmer: x.stemmer}
	words := 0
	for id := range v.terms.n {
		var want, got []uint32
		a.eachGram(v.text(v.terms.at(id)), func(key []byte) {
			if gram, g := v.core.findGram(&v.body, maphash.Bytes(v.core.seed, key)); g != nil && !holds(want, gram) {
				want = append(want, gram)
			}
		})
		for ids := v.gramsOf(id); len(ids) > 0; ids = ids[4:] {
			got = append(got, binary.LittleEndian.Uint32(ids))
		}
		if got != nil {
			words++
			assert.Equal(t, want, got, "%s", v.text(v.terms.at(id)))
		}
	}
	assert.GreaterOrEqual(t, words, 8)
}

// The evidence of an entry is the same whether its only document is at hand or is read
// anew.
func TestEvidenceOfOneDocument(t *testing.T) {
	x := NewIndex(nil)
	require.NoError(t, x.Put(
		Entry{ID: "a", Question: "Where is my refund, the refund of my order?"},
		Entry{ID: "b", Question: "Is the order of refunds my choice?"},
		Entry{ID: "c", Question: "Refund policy", Phrasings: []string{"refund my order", "the refunds"}},
	))
	m := matched(x, "where are refunds of my ordr")
	require.Len(t, m.smart.slots, 3)
	for _, f := range m.smart.slots {
		slot := m.view.slots.at(f.id)
		evidence, both := m.evidence(slot)
		assert.InDelta(t, f.evidence, evidence, 1e-12)
		m.smart.docOf.clear()
		again, bothAgain := m.evidence(slot)
		assert.InDelta(t, evidence, again, 1e-12)
		assert.Equal(t, both, bothAgain)
		m.compareDocs()
	}
}
