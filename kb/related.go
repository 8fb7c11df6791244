package kb

import (
	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/internal/text/related"
)

// relatedWeight is the weight of meaning beside words and n-grams. 0.5, 1, 1.5
// and 2.5 were tried, with several settings of the vectors, on the development sets;
// beyond 1.5 only sets with the fewest wordings still gained.
const relatedWeight = 1.5

// addMeaning adds the meaning of a word of the query, whether or not any entry
// has it. A phrase of the lexicon means what its words mean.
func (s *smartMatch) addMeaning(found sighting) {
	if found.kind != text.Word || found.part && (found.phrase.tokens == 1 || found.phrase.stop) {
		return
	}
	s.meaning.Add(related.Find(found.key))
}

// relation returns how much of the query's meaning a term has.
func (m *matcher) relation(memo *termMemo) float64 {
	if !memo.compared {
		memo.compared = true
		memo.relation = 0
		m.view.eachWord(m.view.termList[memo.id], func(w related.Word) {
			memo.relation += float64(m.smart.meaning.Dot(w))
		})
	}
	return memo.relation
}

// relatedness returns the cosine of the meanings of a document and the query,
// from the sum of the relations of its terms; 0 where they are opposed, or one of them
// has no English word that is known.
func (m *matcher) relatedness(d doc, sum float64) float64 {
	length := float64(d.meaning) * m.smart.meaningLength
	if length == 0 {
		return 0
	}
	return min(1, max(0, sum/length))
}

// meaningOf returns the length of the meaning of a document's tokens.
func (c *core) meaningOf(tokens []uint32) float32 {
	var sum related.Vector
	for _, id := range tokens {
		eachWord(c.termList, c.termList[id], sum.Add)
	}
	return sum.Length()
}

func (v *view) eachWord(t *term, see func(related.Word)) { eachWord(v.termList, t, see) }

// eachWord calls see for the English words that a term is made of.
func eachWord(terms []*term, t *term, see func(related.Word)) {
	if t.word != 0 {
		see(t.word)
		return
	}
	if t.lex == nil {
		return
	}
	for _, id := range t.lex.parts {
		if w := terms[id].word; w != 0 {
			see(w)
		}
	}
}
