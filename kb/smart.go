package kb

import (
	"encoding/binary"
	"hash/maphash"
	"math"

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

	termWeight     = 1.1  // of words in a similarity
	gramWeight     = 0.8  // of n-grams of words
	orderWeight    = 0.5  // of word order
	pairReach      = 3    // words within this distance are a pair
	bestDocs       = 8    // of an entry, which count with weights 1, decay, decay² ...
	bestDecay      = 0.6  // "
	evidenceWeight = 0.2  // of an entry's evidence beside its best documents
	gramEvidence   = 0.15 // of n-grams within the evidence
	// What a term is worth as evidence is how much of its use is in the entry. It
	// is counted against a fixed number of words, not those of the index, so that
	// entries of another field change nothing.
	evidenceTerms = 60_000
	evidenceGrams = 420_000
	smoothing     = 320  // pseudo-counts of terms of an entry that it shares with all others
	gramSmoothing = 1280 // "
)

// smartMatch is the working memory of smart matching.
type smartMatch struct {
	terms    []queryTerm
	sequence []uint32 // the known terms of the query in order, by id
	grams    []queryGram
	pairs    []queryPair
	read     bool // the query, by the last match
	unknown  int  // words of the query that no entry has
	foreign  int  // those of them that are words of some length, and no figures
	after    bool // one of these comes after a word that tells what the query is about
	tells    bool // such a word was read
	denies   bool

	asked     outline // of the query, once it is read
	askedRead bool
	worded    outline // of a wording
	reader    outlineReader

	stops []*term // of the lexicon

	heard        []heard // the characters of the query
	sounding     []uint32
	meant        []meantTerm
	heads, tails []pinyin.Syllable
	spelt        spelt

	meaning       related.Vector // of the query
	meaningLength float64

	// plain words hold sentences together or ask, and no entry has them.
	plain       int
	plainWeight float64

	termWeight, tellingWeight, gramWeight, pairWeight float64

	comparison uint32

	memoOf    places
	memos     []termMemo
	complete  int       // memos before this one are complete
	overlap   []float32 // by document; all zero between queries
	touched   []uint32
	overlaps  []float32 // of touched
	found     []recalled
	ranks     []float32
	promising []uint32 // places in touched
	docOf     places
	docs      []foundDoc
	slotOf    places
	slots     []foundSlot
	gramOf    places
	maybe     bitset // a bit for each n-gram of the query, by the lower bits of its number
	positions []position
	counts    [maxQueryGrams]float64
	order     []int
	tokens    []uint32
	looked    []uint32 // the terms of the documents that were looked at, one after the other
	records   [][]byte // on their way to looked, or to memos
	wanted    bitset
	postings  []uint32
	features  features
}

type queryTerm struct {
	term   *term
	weight float64 // idf, times sure
	sure   float64 // that the term was meant
	pair   bool
	recall float32 // weight in recall
	// standsIn tells a term that stands in for another one (standin.go); it finds
	// candidates, as a pair does. stoodFor tells that others stand in for this one;
	// share is that of all of them in the index, met and credit what an entry has.
	standsIn, stoodFor bool
	share, met, credit float64
	// telling terms are those that say what a question is about.
	telling bool
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
	relation float64 // to the meaning of the query, once related is set
	related  bool
	weight   float64
	gramSum  float64 // weight of all its n-grams
	grams    int     // their number, once read
	shared   [maxQueryGrams / 64]uint64
	sharesIt bool   // shared is not empty
	read     bool   // grams and shared are filled in
	seen     uint32 // the last comparison that met the term
}

type foundDoc struct {
	id       uint32
	slot     uint32
	from, to uint32  // in smartMatch.looked
	meaning  float32 // see body.meant
	tells    bool    // it has a word of the query that is not common
	score    float64
}

// overlap is the weight of the terms of a query that an entry has: of all of
// them, and of those that are not common.
type overlap struct{ shared, telling float64 }

type foundSlot struct {
	id         uint32
	best       uint32  // document
	score      float64 // by which entries are ranked
	model      float64 // what the linear model says, in log-odds; 0 where it says nothing
	nearest    float64
	tells      bool    // a document has a word of the query that is not common
	similarity float64 // of the best document
	evidence   float64
	overlap
}

type position struct {
	at   int
	term uint32
}

// findSmart notes the entries that the smart layer finds.
func (m *matcher) findSmart() {
	from := len(m.finds)
	if m.boost.reads {
		m.nameTerms(false)
	}
	m.rankedSmart()
	if m.boost.about && m.leans() {
		m.inContext(from)
	}
}

// begin forgets the last query.
func (s *smartMatch) begin() { s.read, s.slots = false, s.slots[:0] }

// rankedSmart matches the question as it is, or with what was named earlier.
func (m *matcher) rankedSmart() {
	s := &m.smart
	s.slots, s.read = s.slots[:0], true
	m.readQuery()
	if len(s.terms) == 0 {
		return
	}
	m.rank()
	m.settle()
}

// rank finds the entries that are worth showing and scores them.
func (m *matcher) rank() {
	m.recall()
	m.compareDocs()
	m.rankSlots()
	if m.refined != nil {
		m.refineSlots()
	}
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
	s.memos, s.unknown, s.foreign, s.denies, s.askedRead = s.memos[:0], 0, 0, false, false
	s.after, s.tells = false, false
	s.features.begin()
	s.plain, s.plainWeight = 0, 0
	s.memoOf.clear()
	s.docOf.clear()
	s.complete = 0
	s.gramOf.clear()
	s.maybe.clear()
	s.meaning = related.Vector{}
	s.stops, s.heard, s.meant = s.stops[:0], s.heard[:0], s.meant[:0]
	question, _ := m.fromPinyin(m.query.Text)
	m.segmented = false // the buffer is used for something else
	m.lines.analyze(question, m.query.Locale, func(found sighting) {
		if len(s.sequence) >= maxTokens {
			return
		}
		if m.refined != nil {
			s.features.add(found)
		}
		s.denies = s.denies || found.denies
		if found.part {
			m.addMeaning(found, nil)
		} else {
			t := v.anyTerm(found.name)
			m.addMeaning(found, t)
			m.readTerm(found, t)
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
	if m.boost.expands {
		m.expand()
	}
	s.termWeight, s.tellingWeight, s.gramWeight = s.plainWeight, 0, 0
	for _, t := range s.terms {
		if !t.pair {
			s.termWeight += t.weight
			if t.telling {
				s.tellingWeight += t.weight
			}
		}
	}
	for _, g := range s.grams {
		s.gramWeight += g.weight
	}
	m.addPairs()
}

// readTerm takes in one term, which the vocabulary knows as t, or not at all.
func (m *matcher) readTerm(found sighting, t *term) {
	s, v := &m.smart, m.view
	known := t
	sure := 1.0
	if found.kind == text.Word && found.phrase == nil && (t == nil || v.core.lexical(t.id) == nil && !v.live(t)) {
		if t, sure = m.correct(found.key); t != nil && related.Find(found.key) == 0 {
			s.meaning.Add(v.briefs.at(t.id).word)
		}
	}
	if t != nil && v.core.lexical(t.id) != nil {
		m.readPhrase(t, sure)
		return
	}
	if found.kind == text.Word {
		m.addGrams(found.key, known)
	}
	switch {
	case t != nil && v.live(t):
		s.sequence = append(s.sequence, t.id)
		s.tells = s.tells || v.tells(t)
		m.addTerm(t, sure, false)
	case found.common || asks(found.key): // says nothing even where nobody has it
		s.addPlain(found.common)
	case found.kind == text.Char:
		s.sequence = append(s.sequence, noTerm) // until hear
	default:
		s.unknown++
		if found.kind == text.Word && len(found.key) > 1 { // figures and their units have doubts of their own
			s.foreign++
			s.after = s.after || s.tells
		}
	}
}

// term returns the live term with this text, or nil.
func (v *view) term(key []byte) *term {
	if t := v.anyTerm(key); t != nil && v.live(t) {
		return t
	}
	return nil
}

// anyTerm returns the term with this text, live or not, or nil.
func (v *view) anyTerm(key []byte) *term {
	return v.core.findTerm(&v.body, maphash.Bytes(v.core.seed, key))
}

// live reports whether a living document of the view holds the term.
func (v *view) live(t *term) bool { return !t.pair && t.freq.Load() > 0 || v.has(t) }

// has reports whether a living document of the view holds the term. The
// frequency of a term may be ahead of the view, and a pair has none.
func (v *view) has(t *term) bool {
	if !v.dead {
		return t.docs.count.Load() > 0 && t.docs.first < v.lines.n
	}
	var room [16]uint32
	for most := uint32(len(room)); ; most = math.MaxUint32 { // nearly always one of the first lives
		lines := t.docs.read(&v.postings, v.lines.n, most, room[:0])
		for _, line := range lines {
			if v.alive(v.slots.at(v.lines.at(line).slot)) {
				return true
			}
		}
		if len(lines) < len(room) || most == math.MaxUint32 {
			return false
		}
	}
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
	q := queryTerm{term: t, sure: sure, pair: pair, telling: m.view.tells(t)}
	if !pair {
		memo := m.memo(t.id)
		memo.query = int32(len(s.terms))
		q.weight = sure * memo.weight
	}
	s.terms = append(s.terms, q)
}

// addGrams takes in the n-grams of a word. Those of one that the vocabulary knows need
// not be looked for.
func (m *matcher) addGrams(word []byte, known *term) {
	v := m.view
	if known != nil && v.briefs.at(known.id).grams != 0 {
		m.addGramsOf(known)
		return
	}
	m.lines.eachGram(word, func(key []byte) {
		if id, g := v.core.findGram(&v.body, maphash.Bytes(v.core.seed, key)); g != nil {
			m.addGram(id, g)
		}
	})
}

// addGramsOf takes in the n-grams of a term, if it is a word.
func (m *matcher) addGramsOf(t *term) {
	v := m.view
	for ids := v.gramsOf(t.id); len(ids) > 0; ids = ids[4:] {
		id := binary.LittleEndian.Uint32(ids)
		m.addGram(id, v.grams.at(id))
	}
}

func (m *matcher) addGram(id uint32, g *gram) {
	s, v := &m.smart, m.view
	if len(s.grams) == maxQueryGrams {
		return
	}
	freq := float64(g.freq.Load())
	if _, known := s.gramOf.get(id); known || freq <= 0 {
		return
	}
	s.gramOf.set(id, uint32(len(s.grams)))
	s.maybe.add(id)
	s.grams = append(s.grams, queryGram{id: id, weight: idf(v.docs, freq), share: freq / evidenceGrams})
}

// memo returns what is known of a term; the pointer is valid until the next
// call.
func (m *matcher) memo(id uint32) *termMemo {
	s := &m.smart
	if i, known := s.memoOf.get(id); known {
		return &s.memos[i]
	}
	s.memoOf.set(id, uint32(len(s.memos)))
	weight, gramSum := m.view.weigh(id)
	s.memos = append(s.memos, termMemo{id: id, query: -1, credit: 1, weight: weight, gramSum: gramSum})
	return &s.memos[len(s.memos)-1]
}

// memosOf replaces terms by the places of their memos, and completes these. It asks
// for what is far apart in memory in loops that do nothing else, so that the
// processor waits for many of them at a time.
func (m *matcher) memosOf(terms []uint32) {
	s, v := &m.smart, m.view
	fresh := len(s.memos)
	for i, id := range terms {
		at, known := s.memoOf.get(id)
		if !known {
			at = uint32(len(s.memos))
			s.memoOf.set(id, at)
			s.memos = append(s.memos, termMemo{id: id, query: -1, credit: 1})
		}
		terms[i] = at
	}
	for i := fresh; i < len(s.memos); i++ {
		memo := &s.memos[i]
		memo.weight, memo.gramSum = v.weigh(memo.id)
	}
	s.records = s.records[:0]
	for _, memo := range s.memos[s.complete:] {
		s.records = append(s.records, v.names.bytes(v.briefs.at(memo.id).grams))
	}
	for i, record := range s.records {
		s.records[i] = gramsIn(record)
	}
	for _, grams := range s.records {
		memo := &s.memos[s.complete]
		m.relate(memo)
		m.shareGrams(memo, grams)
		s.complete++
	}
}

// gramsOf completes a memo with the n-grams that the term shares with the
// query.
func (m *matcher) gramsOf(memo *termMemo) {
	if !memo.read {
		m.shareGrams(memo, m.view.gramsOf(memo.id))
	}
}

// shareGrams is gramsOf for a memo of which the n-grams of the term are known.
func (m *matcher) shareGrams(memo *termMemo, ids []byte) {
	s := &m.smart
	if memo.read {
		return
	}
	if memo.alike {
		original := m.memo(s.terms[memo.query].term.id)
		m.gramsOf(original)
		memo.read, memo.grams, memo.gramSum = true, original.grams, original.gramSum
		memo.shared, memo.sharesIt = original.shared, original.sharesIt
		return
	}
	memo.read, memo.grams = true, len(ids)/4
	for ; len(ids) > 0; ids = ids[4:] {
		id := binary.LittleEndian.Uint32(ids)
		if !s.maybe.has(id) {
			continue
		}
		if i, ok := s.gramOf.get(id); ok {
			memo.shared[i/64] |= 1 << (i % 64)
			memo.sharesIt = true
		}
	}
}

// tokensOf returns the terms of a document. The list is valid until the next
// call.
func (m *matcher) tokensOf(line uint32) []uint32 {
	m.smart.tokens = m.view.tokensOf(line, m.smart.tokens[:0])
	return m.smart.tokens
}
