package kb

import (
	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/internal/text/related"
)

// relatedWeight is the weight of meaning beside words and n-grams. 0.5, 1, 1.5
// and 2.5 were tried, with several settings of the vectors, on the development sets;
// beyond 1.5 only sets with the fewest wordings still gained.
const relatedWeight = 1.5

// littleMeaning is the length of a question's meaning that counts half. What
// common words have in common says nothing.
const littleMeaning = 0.3

// addMeaning adds the meaning of a word of the query, whether or not any entry
// has it. A phrase of the lexicon means what its words mean. t is the term of the word,
// or nil.
func (m *matcher) addMeaning(found sighting, t *term) {
	if found.kind != text.Word || found.part && (found.phrase.tokens == 1 || found.phrase.stop) {
		return
	}
	if t != nil {
		if brief := m.view.briefs.at(t.id); brief.grams != 0 { // known as a word
			m.smart.meaning.Add(brief.word)
			return
		}
	}
	m.smart.meaning.Add(related.Find(found.key))
}

// relate completes a memo with how much of the query's meaning the term has.
func (m *matcher) relate(memo *termMemo) {
	if memo.related || m.smart.meaningLength == 0 {
		return
	}
	memo.related = true
	v := m.view
	v.core.eachWord(&v.body, memo.id, func(w related.Word) {
		memo.relation += float64(m.smart.meaning.Dot(w))
	})
}

// relatedness returns the cosine of the meanings of a document and the query, from
// the length of the one and the sum of the relations of its terms; 0 where they are opposed, or one of them
// has no English word that is known.
func (m *matcher) relatedness(meant float32, sum float64) float64 {
	length := float64(meant) * m.smart.meaningLength
	if length == 0 {
		return 0
	}
	said := m.smart.meaningLength
	return min(1, max(0, sum/length)) * said / (said + littleMeaning)
}

// meaningOf returns the length of the meaning of a document's tokens.
func (c *core) meaningOf(tokens []uint32) float32 {
	var sum related.Vector
	for _, id := range tokens {
		c.eachWord(&c.body, id, sum.Add)
	}
	return sum.Length()
}

// eachWord calls see for the English words that a term is made of.
func (c *core) eachWord(b *body, term uint32, see func(related.Word)) {
	if word := b.briefs.at(term).word; word != 0 {
		see(word)
	} else if lex := c.lexical(term); lex != nil {
		for _, id := range lex.parts {
			see(b.briefs.at(id).word)
		}
	}
}
