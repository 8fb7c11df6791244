package kb

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// Answer returns what to show for a hit: the fact that was asked for, as a sentence
// in the entry's language ("X200 – weight: 1.2 kg"), or else the entry's answer.
func (h Hit) Answer() Answer {
	if h.Fact == nil || len(h.Fact.Names) == 0 {
		return h.Entry.Answer
	}
	name := h.Fact.Names[0]
	locale := h.Entry.Locale
	if locale == "" && strings.ContainsFunc(name, isHan) {
		locale = "zh"
	}
	if isChinese(locale) {
		return TextAnswer(h.Entry.Question + " 的" + name + "：" + h.Fact.Value)
	}
	if lang, _, _ := strings.Cut(locale, "-"); lang == "" || strings.EqualFold(lang, "en") {
		name = lowerFirst(name)
	}
	return TextAnswer(h.Entry.Question + " – " + name + ": " + h.Fact.Value)
}

// lowerFirst makes "Weight" a word within a sentence, and leaves "CPU" and "Wi-Fi".
func lowerFirst(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if n == 0 || strings.ContainsFunc(s[n:], unicode.IsUpper) {
		return s
	}
	if second, _ := utf8.DecodeRuneInString(s[n:]); !unicode.IsLower(second) {
		return s
	}
	return string(unicode.ToLower(first)) + s[n:]
}

func (e *Entry) validateFacts() error {
	if len(e.Facts) > MaxFacts {
		return &FieldError{Field: "facts", Reason: "are more than " + strconv.Itoa(MaxFacts)}
	}
	for i, f := range e.Facts {
		field := "facts[" + strconv.Itoa(i) + "]"
		if len(f.Names) == 0 || len(f.Names) > MaxPhrasings {
			return &FieldError{Field: field + ".names", Reason: "are not 1 to " + strconv.Itoa(MaxPhrasings)}
		}
		for j, name := range f.Names {
			if err := validateWording(field+".names["+strconv.Itoa(j)+"]", name); err != nil {
				return err
			}
		}
		switch {
		case len(f.Value) > MaxQuestion:
			return tooLong(field+".value", MaxQuestion)
		case strings.TrimSpace(f.Value) == "":
			return &FieldError{Field: field + ".value", Reason: "is empty"}
		case !utf8.ValidString(f.Value):
			return &FieldError{Field: field + ".value", Reason: "is not valid UTF-8"}
		}
	}
	return nil
}

// The scores of rows that are contained in a question which they may not answer:
// enough to be offered under the default policy, not enough to be the answer.
const (
	rowWithoutFact = 0.45 // the question asks for something that the row does not have
	rowOfOther     = 0.3  // the question names another model
	factShare      = 0.75 // of what the question asks must be about the fact
)

// factMatch is the working memory of choosing facts.
type factMatch struct {
	buffer   text.Buffer
	question []factToken
	lang     string
	subjects []subject
}

// factToken is a token of a question or of a fact's name.
type factToken struct {
	key    string // stem of a word
	kind   text.Kind
	common bool // holds sentences together
	filler bool // asks for anything: "what", "tell", 多少
	joined bool // to the token before, as in X200 or X200-B
	taken  bool // part of a subject
}

// subject is a row that the question names.
type subject struct {
	find   find
	entry  *Entry
	places []span
	other  bool // nothing but parts of other names were found
}

// fact returns the fact with a number, counted from 1, or nil for 0.
func (e *Entry) fact(number int) *Fact {
	if number == 0 {
		return nil
	}
	return &e.Facts[number-1]
}

// maxSubjects bounds the work of a question that names a whole catalogue.
const maxSubjects = 32

type span struct{ from, to int }

func (a span) within(b span) bool { return b.from <= a.from && a.to <= b.to && a != b }

// chooseFacts looks closer at the rows among what the question contains: whether it
// means this subject and no longer name, and which fact it asks for. If nothing that
// was found may be the answer, smart matching adds what it finds.
func (m *matcher) chooseFacts() {
	f := &m.facts
	f.subjects, f.lang = f.subjects[:0], ""
	kept, sure := m.finds[:0], false
	for _, found := range m.finds {
		if !m.view.facet(m.view.slots.at(found.slot)).row {
			kept, sure = append(kept, found), true
			continue
		}
		if len(f.subjects) < maxSubjects {
			e := m.view.entry(found.slot)
			f.read(m, e.Locale)
			f.subjects = append(f.subjects, subject{find: found, entry: e, places: f.find(m, e)})
		}
	}
	if m.finds = kept; len(f.subjects) == 0 {
		return
	}
	f.dropInner()
	f.dropForeign()
	for i := range f.subjects {
		s := &f.subjects[i]
		f.read(m, s.entry.Locale)
		f.markSubjects()
		f.judge(m, s)
		sure = sure || s.find.score >= containsFloor
		m.finds = append(m.finds, s.find)
	}
	clear(f.subjects) // keeps no entry alive
	if !sure {
		m.findSmart()
	}
}

// read cuts the question into tokens, with the stems of an entry's language.
func (f *factMatch) read(m *matcher, locale string) {
	lang, _, _ := strings.Cut(locale, "-")
	if lang == "" || lang == "zh" {
		if lang, _ = text.Detect(m.query.Text); lang == "" || lang == "zh" {
			lang = "en"
		}
	}
	if lang == f.lang {
		return
	}
	f.lang = lang
	f.question = f.tokens(f.question[:0], m.query.Text, m.lines.stemmer)
}

// tokens appends the tokens of a text.
func (f *factMatch) tokens(dst []factToken, s string, stemmer *text.Stemmer) []factToken {
	last := -1
	for _, t := range f.buffer.Segment(s) {
		b := f.buffer.Bytes(t)
		token := factToken{key: string(b), kind: t.Kind}
		switch t.Kind {
		case text.Word:
			token.common = text.IsFunctionWord(f.lang, b)
			token.key = stemmer.Stem(f.lang, b)
		case text.Char:
			token.common = text.IsFunctionWord("zh", b)
		}
		token.filler = factFillers()[token.key]
		if last >= 0 {
			between := string(f.buffer.Folded()[last:t.Lo])
			token.joined = between == "" || between == "-" || between == "_"
		}
		last = t.Hi
		dst = append(dst, token)
	}
	return dst
}

// find returns where the question has a name of an entry.
func (f *factMatch) find(m *matcher, e *Entry) (places []span) {
	for i := -1; i < len(e.Phrasings); i++ {
		name := f.tokens(nil, e.wording(i), m.lines.stemmer)
		for at := 0; len(name) > 0 && at+len(name) <= len(f.question); at++ {
			if slices.EqualFunc(name, f.question[at:at+len(name)], sameKey) {
				places = append(places, span{at, at + len(name)})
			}
		}
	}
	return places
}

func sameKey(a, b factToken) bool { return a.key == b.key }

// dropInner forgets a name that is only a part of another name: the X200 of an
// X200 Pro that has a row of its own.
func (f *factMatch) dropInner() {
	var all []span
	for _, s := range f.subjects {
		all = append(all, s.places...)
	}
	f.subjects = slices.DeleteFunc(f.subjects, func(s subject) bool {
		return len(s.places) > 0 && !slices.ContainsFunc(s.places, func(p span) bool { return !slices.ContainsFunc(all, p.within) })
	})
	for i := range f.subjects {
		s := &f.subjects[i]
		s.places = slices.DeleteFunc(s.places, func(p span) bool { return slices.ContainsFunc(all, p.within) })
		s.other = !slices.ContainsFunc(s.places, f.standsAlone)
	}
}

// standsAlone reports whether a name in the question is not the beginning or end
// of a longer one: X200S, X200-B, X200+, X200 Pro.
func (f *factMatch) standsAlone(p span) bool {
	part := func(t factToken) bool { return t.kind == text.Word || t.kind == text.Number }
	if p.from > 0 && f.question[p.from].joined && part(f.question[p.from]) && part(f.question[p.from-1]) {
		return false
	}
	if p.to == len(f.question) {
		return true
	}
	next := f.question[p.to]
	switch {
	case next.joined:
		return !part(next) && next.key != "+"
	case next.kind == text.Number:
		return f.question[p.to-1].kind != text.Word
	}
	return !modelWords()[next.key]
}

// dropForeign keeps, of rows of one name in several languages, those of the
// language of the question.
func (f *factMatch) dropForeign() {
	lang := f.lang
	if slices.ContainsFunc(f.question, func(t factToken) bool { return t.kind == text.Char }) {
		lang = "zh"
	}
	speaks := func(s subject) bool {
		of, _, _ := strings.Cut(s.entry.Locale, "-")
		return of == "" || of == lang
	}
	f.subjects = slices.DeleteFunc(f.subjects, func(s subject) bool {
		return !speaks(s) && slices.ContainsFunc(f.subjects, func(o subject) bool { return speaks(o) && slices.Equal(o.places, s.places) })
	})
}

func (f *factMatch) markSubjects() {
	for i := range f.question {
		f.question[i].taken = false
	}
	for _, s := range f.subjects {
		for _, p := range s.places {
			for i := p.from; i < p.to; i++ {
				f.question[i].taken = true
			}
		}
	}
}

// judge sets fact, score and doubts of a row.
func (f *factMatch) judge(m *matcher, s *subject) {
	h := &s.find
	if s.other || f.namesSibling(s) {
		h.score, h.doubt = rowOfOther, h.doubt|DoubtModel
		return
	}
	covered := make([]bool, len(f.question))
	f.coverContext(m, s.entry, covered)
	best, second, at := 0.0, 0.0, -1
	for i := range s.entry.Facts {
		value := f.compare(m, s.entry.Facts[i].Names, covered)
		if value > best {
			best, second, at = value, best, i
		} else {
			second = max(second, value)
		}
	}
	asked, about := 0, 0
	for i, t := range f.question {
		if t.taken || t.common || t.filler && !f.asksHow(i) {
			continue
		}
		size := 1
		if t.kind != text.Char {
			size = 2
		}
		asked += size
		if covered[i] {
			about += size
		}
	}
	share := 1.0
	if asked > 0 {
		share = float64(about) / float64(asked)
	}
	switch {
	case share >= factShare:
	case best >= minFact:
		h.score = rowWithoutFact * (1 + share) / (1 + factShare)
	default:
		h.score = rowWithoutFact
	}
	if best >= minFact && second < best*clearFact && share >= factShare/2 {
		h.fact = at + 1
	}
}

// minFact is what a name must have in common with the question to be meant, and
// clearFact how far below it every other fact must be.
const (
	minFact   = 0.2
	clearFact = 0.9
)

// namesSibling reports whether the question also names a model that differs from
// the subject in its number, and is no row of the table: X300 beside X200.
func (f *factMatch) namesSibling(s *subject) bool {
	series := map[string]bool{}
	for _, p := range s.places {
		for i := p.from; i+1 < p.to; i++ {
			if f.question[i].kind == text.Word && f.question[i+1].kind == text.Number {
				series[f.question[i].key] = true
			}
		}
	}
	for i := 1; i < len(f.question); i++ {
		t, before := f.question[i], f.question[i-1]
		if t.kind == text.Number && t.joined && !t.taken && !before.taken && series[before.key] {
			return true
		}
	}
	return false
}

// asksHow reports whether a word begins the question how to do something, which no
// fact answers.
func (f *factMatch) asksHow(i int) bool {
	switch t := f.question[i]; t.key {
	case "how":
		for _, next := range f.question[i+1:] {
			if !next.taken {
				return howTo()[next.key]
			}
		}
	case "怎":
		return i+2 >= len(f.question) || f.question[i+2].key != "样"
	case "如":
		return i+1 < len(f.question) && f.question[i+1].key == "何"
	}
	return false
}

// coverContext marks what says of which table the question speaks: "the X200
// vacuum cleaner".
func (f *factMatch) coverContext(m *matcher, e *Entry, covered []bool) {
	if e.Origin == nil {
		return
	}
	f.overlap(f.tokens(nil, e.Origin.Title, m.lines.stemmer), covered, false)
	if len(e.Origin.Path) > 0 {
		f.overlap(f.tokens(nil, e.Origin.Path[0], m.lines.stemmer), covered, false)
	}
}

// compare returns how well a fact's names fit the question, and marks what they
// cover. Its own names count most, then what such a column is usually called, and
// least what asks for several columns (多大).
func (f *factMatch) compare(m *matcher, names []string, covered []bool) float64 {
	best := 0.0
	var usual *usualColumn
	for _, name := range names {
		tokens := f.tokens(nil, name, m.lines.stemmer)
		best = max(best, f.overlap(tokens, covered, false))
		if usual == nil {
			usual = usualOf(name)
		}
	}
	if usual == nil {
		return best
	}
	for _, name := range usual.names {
		best = max(best, 0.8*f.overlap(f.tokens(nil, name, m.lines.stemmer), covered, name != usual.names[0]))
	}
	for _, name := range usual.asks {
		best = max(best, 0.25*f.overlap(f.tokens(nil, name, m.lines.stemmer), covered, true))
	}
	return best
}

// overlap returns how many tokens of a name the question has, times their share of
// the name, and marks them. With whole it is all of them or nothing.
func (f *factMatch) overlap(name []factToken, covered []bool, whole bool) float64 {
	total, matched, telling := 0, 0, false
	var found []int
	for i := 0; i < len(name); {
		run := 1
		if name[i].kind == text.Char {
			for i+run < len(name) && name[i+run].kind == text.Char {
				run++
			}
		}
		part := name[i : i+run]
		i += run
		if run == 1 && part[0].common && len(name) > 1 {
			continue
		}
		total += run
		at, n := f.longest(part)
		if n < run && n < 2 {
			continue
		}
		matched += n
		for k := at; k < at+n; k++ {
			found = append(found, k)
			telling = telling || !f.question[k].filler
		}
	}
	full := total > 0 && matched == total
	if matched == 0 || !full && (whole || !telling) {
		return 0
	}
	for _, k := range found {
		covered[k] = true
	}
	size := float64(matched)
	if name[0].kind == text.Char {
		size /= 2 // two characters are about a word
	}
	return size * float64(matched) / float64(total)
}

// longest returns where the question has the longest stretch of a part.
func (f *factMatch) longest(part []factToken) (at, n int) {
	for i := range f.question {
		for j := range part {
			k := 0
			for i+k < len(f.question) && j+k < len(part) && !f.question[i+k].taken && f.question[i+k].key == part[j+k].key {
				k++
			}
			if k > n {
				at, n = i, k
			}
		}
	}
	return at, n
}
