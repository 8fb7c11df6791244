package kb

import (
	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/internal/text/pinyin"
	"github.com/kefu-go/kefu/internal/text/related"
)

// The numbers of smart matching. The first group bounds the work; the second
// was chosen by hand on development data (docs/quality.md says on which).
const (
	recallDocs    = 32 // documents that are compared in full
	recallEntries = 12 // entries that are ranked in full
	fullDocs      = 16 // an entry with more documents is judged by those recalled
	maxQueryGrams = 256

	bestDocs       = 8    // of an entry, which count with weights 1, decay, decay² ...
	bestDecay      = 0.6  // "
	orderWeight    = 0.5  // of word order beside words and n-grams
	pairReach      = 3    // words within this distance are a pair
	evidenceWeight = 0.15 // of an entry's evidence beside its best documents
	gramEvidence   = 0.2  // of n-grams within the evidence
	smoothing      = 80   // pseudo-counts of terms of an entry that it shares with all others
	gramSmoothing  = 320
)

// smartMatch is the working memory of smart matching. The sparse sets need no
// clearing: a member is valid if the list that it points into points back.
type smartMatch struct {
	terms    []queryTerm
	sequence []uint32 // the known terms of the query in order, by id
	grams    []queryGram
	pairs    []queryPair
	unknown  int // words of the query that no entry has
	denies   bool
	numbers  int // in the query, known or not
	stops    []*term

	heard        []heard // the characters of the query
	meant        []meantTerm
	heads, tails []pinyin.Syllable
	spelt        spelt

	meaning       related.Vector // of the query
	meaningLength float64

	termWeight, tellingWeight, gramWeight, pairWeight float64

	comparison uint32

	memoOf    []uint32
	memos     []termMemo
	overlap   []float32 // by document; all zero between queries
	touched   []uint32
	ranks     []float32
	sorted    []float32
	docOf     []uint32
	docs      []foundDoc
	slotOf    []uint32
	slots     []foundSlot
	gramOf    []uint32
	positions []position
	counts    [maxQueryGrams]float64
	order     []int
}

type queryTerm struct {
	term   *term
	weight float64 // idf, times sure
	sure   float64 // that the term was meant
	pair   bool
	// standsIn tells a term that stands in for another one (standin.go); it finds
	// candidates, as a pair does. stoodFor tells that others stand in for this one;
	// share is that of all of them in the index, met and credit what an entry has.
	standsIn, stoodFor bool
	share, met, credit float64
}

type queryGram struct {
	id     uint32
	weight float64
	share  float64 // of the gram among all n-grams of the index
}

type queryPair struct {
	a, b   uint32
	weight float64
	seen   uint32
}

// termMemo is what a query has found out about a term of the vocabulary.
type termMemo struct {
	id       uint32
	query    int32   // index into smartMatch.terms, or -1
	credit   float64 // how much it counts for that term
	alike    bool    // it stands in for it, and is spelt and weighed like it
	weight   float64
	gramSum  float64 // weight of all its n-grams
	shared   [maxQueryGrams / 64]uint64
	sharesIt bool    // shared is not empty
	relation float64 // to the meaning of the query, once compared is set
	compared bool
	seen     uint32 // the last comparison that met the term
}

type foundDoc struct {
	id    uint32
	score float64
}

// overlap is the weight of the terms of a query that an entry has: of all of
// them, and of those that are not common.
type overlap struct{ shared, telling float64 }

type foundSlot struct {
	id       uint32
	best     uint32  // document
	score    float64 // by which entries are ranked
	evidence float64
	overlap
}

type position struct {
	at   int
	term uint32
}

// findSmart appends the hits of the third layer.
func (m *matcher) findSmart(dst []Hit) []Hit {
	s := &m.smart
	m.readQuery()
	if len(s.terms) == 0 {
		return dst
	}
	m.recall()
	m.compareDocs()
	m.rankSlots()
	return m.appendSmart(dst)
}

// idf is the weight of something that freq of n documents have.
func idf(n int, freq float64) float64 {
	return max(leastWeight, ln((float64(n)+1)/(freq+0.5)))
}

// leastWeight is the weight of what is everywhere.
const leastWeight = 0.05

// readQuery takes the question apart.
func (m *matcher) readQuery() {
	s, v := &m.smart, m.view
	s.terms, s.sequence, s.grams, s.pairs = s.terms[:0], s.sequence[:0], s.grams[:0], s.pairs[:0]
	s.memos, s.unknown, s.denies, s.numbers = s.memos[:0], 0, false, 0
	s.meaning = related.Vector{}
	s.stops, s.heard, s.meant = s.stops[:0], s.heard[:0], s.meant[:0]
	s.memoOf = resize(s.memoOf, len(v.termList))
	s.gramOf = resize(s.gramOf, len(v.gramList))
	if written, ok := m.fromPinyin(m.query.Text); ok {
		m.query.Text = written
	}
	m.lines.analyze(m.query.Text, m.query.Locale, func(found sighting) {
		if len(s.sequence) >= maxTokens {
			return
		}
		s.denies = s.denies || found.denies
		if found.kind == text.Number {
			s.numbers++
		}
		s.addMeaning(found)
		if !found.part {
			m.readTerm(found)
		}
		var pair *term
		if found.pair != nil {
			if pair = v.term(found.pair); pair != nil {
				m.addTerm(pair, 1, true)
			}
		}
		m.listen(found, pair)
	})
	s.meaningLength = float64(s.meaning.Length())
	m.hear()
	m.addLexical()
	s.termWeight, s.tellingWeight, s.gramWeight = 0, 0, 0
	for _, t := range s.terms {
		if !t.pair {
			s.termWeight += t.weight
			if !t.term.common {
				s.tellingWeight += t.weight
			}
		}
	}
	for _, g := range s.grams {
		s.gramWeight += g.weight
	}
	m.addPairs()
}

// readTerm takes in one term.
func (m *matcher) readTerm(found sighting) {
	s := &m.smart
	t := m.view.core.terms.get(found.name)
	if t != nil && int(t.id) >= len(m.view.termList) {
		t = nil
	}
	sure := 1.0
	if found.kind == text.Word && found.phrase == nil && (t == nil || t.lex == nil && !m.view.live(t)) {
		t, sure = m.correct(found.key)
	}
	if t != nil && t.lex != nil {
		m.readPhrase(t, sure)
		return
	}
	if found.kind == text.Word {
		m.lines.eachGram(found.key, m.addGram)
	}
	if t == nil || !m.view.live(t) {
		if found.kind == text.Char {
			s.sequence = append(s.sequence, noTerm) // until hear
		} else {
			s.unknown++
		}
		return
	}
	s.sequence = append(s.sequence, t.id)
	m.addTerm(t, sure, false)
}

// term returns the live term with this text, or nil.
func (v *view) term(key []byte) *term {
	if t := v.core.terms.get(key); t != nil && v.live(t) {
		return t
	}
	return nil
}

// has reports whether a living document of the view holds the term. The
// frequency of a term may be ahead of the view, and a pair has none.
func (v *view) has(t *term) bool {
	for _, id := range t.docs.all() {
		if int(id) >= len(v.docs) {
			break
		}
		if v.alive(v.slots[v.docs[id].slot]) {
			return true
		}
	}
	return false
}

func (m *matcher) addTerm(t *term, sure float64, pair bool) {
	s := &m.smart
	for i := range s.terms {
		if known := &s.terms[i]; known.term == t {
			if sure > known.sure {
				known.weight *= sure / known.sure
				known.sure = sure
			}
			return
		}
	}
	q := queryTerm{term: t, sure: sure, pair: pair}
	if !pair {
		memo := m.memo(t.id)
		memo.query = int32(len(s.terms))
		q.weight = sure * memo.weight
	}
	s.terms = append(s.terms, q)
}

func (m *matcher) addGram(key []byte) {
	s := &m.smart
	g := m.view.core.grams.get(key)
	if g == nil || int(g.id) >= len(m.view.gramList) || len(s.grams) == maxQueryGrams {
		return
	}
	freq := float64(g.freq.Load())
	if i := s.gramOf[g.id]; freq <= 0 || int(i) < len(s.grams) && s.grams[i].id == g.id {
		return
	}
	s.gramOf[g.id] = uint32(len(s.grams))
	s.grams = append(s.grams, queryGram{id: g.id, weight: idf(m.view.sum.docs, freq), share: freq / m.view.sum.grams})
}

// addPairs notes which words stand near each other in the query.
func (m *matcher) addPairs() {
	s := &m.smart
	s.pairWeight = 0
	for i, a := range s.sequence {
		for _, b := range s.sequence[i+1 : min(len(s.sequence), i+1+pairReach)] {
			if s.pair(a, b) < 0 {
				w := (m.memo(a).weight + m.memo(b).weight) / 2
				s.pairs = append(s.pairs, queryPair{a: min(a, b), b: max(a, b), weight: w})
				s.pairWeight += w
			}
		}
	}
}

func (s *smartMatch) pair(a, b uint32) int {
	if a > b {
		a, b = b, a
	}
	for i := range s.pairs {
		if s.pairs[i].a == a && s.pairs[i].b == b {
			return i
		}
	}
	return -1
}

// memo returns what is known of a term; the pointer is valid until the next
// call.
func (m *matcher) memo(id uint32) *termMemo {
	s := &m.smart
	if i := s.memoOf[id]; int(i) < len(s.memos) && s.memos[i].id == id {
		return &s.memos[i]
	}
	s.memoOf[id] = uint32(len(s.memos))
	s.memos = append(s.memos, termMemo{id: id, query: -1, credit: 1, weight: m.view.weight(m.view.termList[id]), gramSum: -1})
	return &s.memos[len(s.memos)-1]
}

// gramsOf completes a memo with the n-grams that the term shares with the
// query.
func (m *matcher) gramsOf(memo *termMemo) {
	if memo.gramSum >= 0 {
		return
	}
	s := &m.smart
	if memo.alike {
		original := m.memo(s.terms[memo.query].term.id)
		m.gramsOf(original)
		memo.shared, memo.gramSum, memo.sharesIt = original.shared, original.gramSum, original.sharesIt
		return
	}
	t := m.view.termList[memo.id]
	memo.gramSum = m.view.gramWeight(t)
	for _, id := range t.grams {
		if i := s.gramOf[id]; int(i) < len(s.grams) && s.grams[i].id == id {
			memo.shared[i/64] |= 1 << (i % 64)
			memo.sharesIt = true
		}
	}
}

// weight returns the weight of a term.
func (v *view) weight(t *term) float64 {
	if known, ok := t.weight.get(v); ok {
		return known
	}
	return t.weight.set(v, t.factor()*idf(v.sum.docs, t.frequency()))
}

// gramWeight returns the weight of all n-grams of a term.
func (v *view) gramWeight(t *term) float64 {
	if known, ok := t.gramWeight.get(v); ok {
		return known
	}
	sum := 0.0
	for _, id := range t.grams {
		sum += idf(v.sum.docs, float64(max(1, v.gramList[id].freq.Load())))
	}
	return t.gramWeight.set(v, sum)
}

// resize returns a list of n elements of any content.
func resize(list []uint32, n int) []uint32 {
	if cap(list) < n {
		return make([]uint32, n+n/4)[:n]
	}
	return list[:n]
}
