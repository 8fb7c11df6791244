package kb

import (
	"cmp"

	"github.com/kefu-go/kefu/internal/text"
)

const (
	minTypoWord = 4    // bytes; shorter words have too many neighbours
	typoScan    = 4096 // vocabulary words looked at for one misspelt word
	oneTypo     = 0.85 // how sure we are of a word one edit away ...
	twoTypos    = 0.7  // ... and of one two edits away
)

// correct returns the word of the vocabulary that an unknown word was most
// likely meant to be, and how sure that is. Candidates share n-grams with it;
// the nearest by edit distance wins, then the more frequent one.
func (m *matcher) correct(word []byte) (*term, float64) {
	if len(word) < minTypoWord {
		return nil, 0
	}
	limit := 1
	if len(word) >= 8 {
		limit = 2
	}
	v := m.view
	var best *term
	distance, scanned := limit+1, 0
	eachGram(word, func(key []byte) {
		g := v.core.grams.get(key)
		if g == nil {
			return
		}
		for _, id := range g.terms.all() {
			if scanned++; scanned > typoScan || int(id) >= len(v.termList) {
				return
			}
			t := v.termList[id]
			if d := len(t.text) - len(word); t == best || d > limit || d < -limit || t.freq.Load() <= 0 {
				continue
			}
			d := text.EditDistance(word, []byte(t.text), limit)
			if d < distance || d == distance && best != nil && likelier(t, best) {
				best, distance = t, d
			}
		}
	})
	switch {
	case best == nil || distance > limit:
		return nil, 0
	case distance == 1:
		return best, oneTypo
	default:
		return best, twoTypos
	}
}

func likelier(a, b *term) bool {
	return cmp.Or(cmp.Compare(a.freq.Load(), b.freq.Load()), cmp.Compare(b.text, a.text)) > 0
}
