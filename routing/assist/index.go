package assist

import (
	"cmp"
	"math"
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// index finds documents by their words while these are being typed. A document
// has a few fields of different weight; it is found by stems of words, by characters and
// pairs of them, by the beginning of the last word of the query, and by words
// that are nearly those of the query. A document has a place, a small number that
// is given again after it was removed.
//
// It is not safe for concurrent use, but for any number of searches at once.
type index struct {
	stemmer *text.Stemmer
	ids     map[string]uint32 // term by its text
	terms   []term
	places  int      // that were given out
	free    []uint32 // of them, those that are no document's
	words   []uint32 // terms that are words or stems, in the order of their texts
	pool    sync.Pool
}

// term is a stem, a character, a pair of characters or a number.
type term struct {
	text  string
	whole bool      // a word or a stem: it is in words
	list  []posting // in the order of places
}

// posting is a document that has a term, in a field of this weight.
type posting struct {
	place  uint32
	weight float32
}

// field is a text of a document.
type field struct {
	text   string
	weight float32 // in (0,1]
}

// search is the working memory of one search.
type search struct {
	buffer  text.Buffer
	scores  []float32 // by place
	best    []float32 // of the present term of the query, by place
	touched []uint32
	hit     []uint32
	wanted  []wanted
}

// wanted is a term of the query and what may stand for it.
type wanted struct {
	weight float64
	forms  []form
}

// form is a term of the index and how well it stands for that of the query, in
// (0,1].
type form struct {
	term uint32
	fit  float32
}

// The numbers of searching, chosen by hand.
const (
	prefixFit   = 0.9  // of a word that begins like the last one of the query
	nearFit     = 0.7  // of a word that is nearly the one of the query
	prefixForms = 32   // words that one beginning stands for, at most
	nearForms   = 4    // words that are taken for a misspelt one
	pairWeight  = 0.8  // of a pair of characters, in relation to what idf gives it
	charWeight  = 0.4  // of a single character, as it is part of many words
	smallWords  = 0.15 // of words that say little (the, 的)
	frequent    = 0.6  // share of documents above which a term is passed over if there are others
)

func newIndex() *index {
	x := &index{stemmer: text.NewStemmer(8192), ids: map[string]uint32{}}
	x.pool.New = func() any { return new(search) }
	return x
}

func (x *index) take() *search {
	s, ok := x.pool.Get().(*search)
	if !ok {
		s = new(search)
	}
	return s
}

// add makes a document of these fields and returns its place.
func (x *index) add(lang string, fields ...field) (place uint32) {
	if n := len(x.free); n > 0 {
		place, x.free = x.free[n-1], x.free[:n-1]
	} else {
		place = uint32(x.places)
		x.places++
	}
	x.eachTerm(lang, fields, func(word []byte, weight float32, whole bool) { x.post(word, place, weight, whole) })
	return place
}

// remove takes a document away; lang and fields are those that it was added with.
func (x *index) remove(place uint32, lang string, fields ...field) {
	x.eachTerm(lang, fields, func(word []byte, _ float32, _ bool) {
		t := &x.terms[x.ids[string(word)]]
		if at, there := t.at(place); there {
			t.list = slices.Delete(t.list, at, at+1)
		}
	})
	x.free = append(x.free, place)
}

// eachTerm calls do for each term of a document, as often as it is there, and says
// whether it is a word or a stem.
func (x *index) eachTerm(lang string, fields []field, do func(word []byte, weight float32, whole bool)) {
	s := x.take()
	defer x.pool.Put(s)
	for _, f := range fields {
		tokens := s.buffer.Segment(f.text)
		for i, t := range tokens {
			word := s.buffer.Bytes(t)
			do(word, f.weight, t.Kind == text.Word)
			if t.Kind == text.Word {
				if stem := x.stemmer.Stem(cmp.Or(lang, "en"), word); stem != string(word) {
					do([]byte(stem), f.weight, true)
				}
			}
			if i > 0 {
				if pair, ok := s.buffer.Bigram(tokens[i-1], t); ok {
					do(pair, f.weight, false)
				}
			}
		}
	}
}

// post notes that a document has a term.
func (x *index) post(word []byte, place uint32, weight float32, whole bool) {
	id, known := x.ids[string(word)]
	if !known {
		id = uint32(len(x.terms))
		x.terms = append(x.terms, term{text: string(word)})
		x.ids[x.terms[id].text] = id
	}
	t := &x.terms[id]
	if whole && !t.whole {
		t.whole = true
		at, _ := slices.BinarySearchFunc(x.words, word, func(id uint32, w []byte) int { return compareText(x.terms[id].text, w) })
		x.words = slices.Insert(x.words, at, id)
	}
	at, there := t.at(place)
	if there {
		t.list[at].weight = max(t.list[at].weight, weight)
		return
	}
	t.list = slices.Insert(t.list, at, posting{place, weight})
}

// at finds the posting of a document.
func (t *term) at(place uint32) (int, bool) {
	if n := len(t.list); n > 0 && t.list[n-1].place < place { // the usual case
		return n, false
	}
	return slices.BinarySearchFunc(t.list, place, func(p posting, place uint32) int { return cmp.Compare(p.place, place) })
}

// size is how many documents there are.
func (x *index) size() int { return x.places - len(x.free) }

// idf is how telling a term is that so many documents have.
func (x *index) idf(have int) float64 {
	n := float64(x.size())
	return math.Log1p((n - float64(have) + 0.5) / (float64(have) + 0.5))
}

// find calls visit for each document that has a word of the query, with the
// share of the query that it has, in (0,1]. It reports whether the query has words
// at all. The last word counts as unfinished if the query ends with it.
func (x *index) find(query, lang string, visit func(place uint32, share float64)) bool {
	s := x.take()
	defer x.pool.Put(s)
	x.read(s, query, lang)
	if len(s.wanted) == 0 {
		return false
	}
	if len(s.scores) < x.places {
		s.scores, s.best = make([]float32, x.places+x.places/4+64), make([]float32, x.places+x.places/4+64)
	}
	total := 0.0
	common := int(frequent * float64(x.size()))
	rare := slices.ContainsFunc(s.wanted, func(w wanted) bool { return len(w.forms) > 0 && x.have(&w) <= common })
	for i := range s.wanted {
		w := &s.wanted[i]
		if rare && x.have(w) > common {
			continue
		}
		total += w.weight
		x.collect(s, w)
	}
	for _, place := range s.touched {
		visit(place, min(1, float64(s.scores[place])/total))
		s.scores[place] = 0
	}
	s.touched = s.touched[:0]
	return true
}

// have counts the documents that have a term of the query, or what stands for it
// and is most frequent.
func (x *index) have(w *wanted) (n int) {
	for _, f := range w.forms {
		n = max(n, len(x.terms[f.term].list))
	}
	return n
}

// collect adds what one term of the query gives to the scores.
func (x *index) collect(s *search, w *wanted) {
	weight := float32(w.weight)
	if len(w.forms) == 1 { // the usual case needs no second look
		fit := w.forms[0].fit
		for _, p := range x.terms[w.forms[0].term].list {
			if s.scores[p.place] == 0 {
				s.touched = append(s.touched, p.place)
			}
			s.scores[p.place] += weight * (fit * p.weight)
		}
		return
	}
	s.hit = s.hit[:0]
	for _, f := range w.forms {
		for _, p := range x.terms[f.term].list {
			fit := f.fit * p.weight
			if s.best[p.place] == 0 {
				s.hit = append(s.hit, p.place)
			}
			s.best[p.place] = max(s.best[p.place], fit)
		}
	}
	for _, place := range s.hit {
		if s.scores[place] == 0 {
			s.touched = append(s.touched, place)
		}
		s.scores[place] += weight * s.best[place]
		s.best[place] = 0
	}
}

// read makes terms of a query.
func (x *index) read(s *search, query, lang string) {
	for i := range s.wanted {
		s.wanted[i].forms = s.wanted[i].forms[:0]
	}
	s.wanted = s.wanted[:0]
	tokens := s.buffer.Segment(query)
	if len(tokens) > 64 { // the last words of a long draft
		tokens = tokens[len(tokens)-64:]
	}
	for i, t := range tokens {
		word := s.buffer.Bytes(t)
		last := i == len(tokens)-1 && t.End == len(query)
		w := s.want()
		factor := 1.0
		switch t.Kind {
		case text.Char:
			factor = charWeight
			x.form(w, string(word), 1)
		case text.Word:
			x.form(w, string(word), 1)
			if stem := x.stemmer.Stem(cmp.Or(lang, "en"), word); stem != string(word) {
				x.form(w, stem, 1)
			}
			if last {
				x.begins(w, word)
			}
			if len(w.forms) == 0 {
				x.near(w, word)
			}
		default:
			x.form(w, string(word), 1)
		}
		small := text.IsFunctionWord("en", word) || text.IsFunctionWord("zh", word) || lang != "" && text.IsFunctionWord(lang, word)
		if small && !last {
			factor *= smallWords
		}
		w.weight = factor * x.idf(x.have(w))
		if i > 0 {
			if pair, ok := s.buffer.Bigram(tokens[i-1], t); ok {
				p := s.want()
				x.form(p, string(pair), 1)
				p.weight = pairWeight * x.idf(x.have(p))
				if text.IsFunctionWord("zh", pair) {
					p.weight *= smallWords
				}
			}
		}
	}
}

// want begins a term of the query.
func (s *search) want() *wanted {
	if len(s.wanted) < cap(s.wanted) {
		s.wanted = s.wanted[:len(s.wanted)+1]
	} else {
		s.wanted = append(s.wanted, wanted{})
	}
	w := &s.wanted[len(s.wanted)-1]
	w.weight, w.forms = 0, w.forms[:0]
	return w
}

// form adds a term of the index, if there is one.
func (x *index) form(w *wanted, word string, fit float32) {
	if id, ok := x.ids[word]; ok && len(x.terms[id].list) > 0 {
		w.forms = append(w.forms, form{id, fit})
	}
}

// begins adds the words that begin with the one of the query.
func (x *index) begins(w *wanted, word []byte) {
	if len(word) < 2 {
		return
	}
	at, _ := slices.BinarySearchFunc(x.words, word, func(id uint32, w []byte) int { return compareText(x.terms[id].text, w) })
	for n := 0; at < len(x.words) && n < prefixForms; at++ {
		t := &x.terms[x.words[at]]
		if len(t.text) < len(word) || t.text[:len(word)] != string(word) {
			return
		}
		if len(t.list) > 0 && len(t.text) > len(word) {
			w.forms = append(w.forms, form{x.words[at], prefixFit})
			n++
		}
	}
}

// near adds the words that differ from the one of the query by one change, by two
// if it is long, and begin with the same letter.
func (x *index) near(w *wanted, word []byte) {
	runes := utf8.RuneCount(word)
	if runes < 4 {
		return
	}
	limit := 1
	if runes >= 8 {
		limit = 2
	}
	_, n := utf8.DecodeRune(word)
	first := word[:n]
	at, _ := slices.BinarySearchFunc(x.words, first, func(id uint32, w []byte) int { return compareText(x.terms[id].text, w) })
	var scratch [128]byte
	for ; at < len(x.words) && len(w.forms) < nearForms; at++ {
		t := &x.terms[x.words[at]]
		if len(t.text) < n || t.text[:n] != string(first) {
			return
		}
		if len(t.list) == 0 || len(t.text) > len(scratch) || len(t.text)-len(word) > 4*limit || len(word)-len(t.text) > 4*limit {
			continue
		}
		if text.EditDistance(append(scratch[:0], t.text...), word, limit) <= limit {
			w.forms = append(w.forms, form{x.words[at], nearFit})
		}
	}
}

func compareText(a string, b []byte) int {
	switch {
	case a < string(b):
		return -1
	case a > string(b):
		return 1
	}
	return 0
}
