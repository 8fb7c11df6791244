package dialog

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// heard is what a message has for slots. A value that a slot took is gone for the
// others.
type heard struct {
	text   string // the words, or the part of them that counts
	key    string
	choice string   // the id of a button, without its prefix
	values []Value  // those of the words, with offsets into text
	taken  []bool   // by value
	parts  []string // by value, the kind of slot that has a part of it
	plain  bool     // the reader finds no values; words are taken for what was asked
	list   []Option // what the customer was shown to choose from, where it is not all
	have   Values   // what is known before
	lone   bool     // the words are all that the customer said

	counted []countedNumber // see numbers
}

// hear prepares the words [start, end) of what the reader read.
func (t *Talk) hear(start, end int) *heard {
	h := &heard{text: t.text[start:end], lone: end-start == len(t.text)}
	if t.aside.covers(start, end) {
		from, to := max(t.aside.from, start)-start, min(t.aside.to, end)-start
		h.text = h.text[:from] + strings.Repeat(" ", to-from) + h.text[to:]
	}
	if t.reading != nil {
		for _, v := range t.reading.Values {
			if v.Start >= start && v.End <= end && v.Start <= v.End && !t.aside.covers(v.Start, v.End) {
				v.Start, v.End = v.Start-start, v.End-start
				h.values = append(h.values, v)
			}
		}
	}
	h.taken, h.parts = make([]bool, len(h.values)), make([]string, len(h.values))
	h.key = text.Key(h.text)
	if f := t.s.top(); f != nil {
		h.have = Values{f.Slots}
		if s := t.asked(f); s != nil && f.Filter != "" {
			h.list = t.listed(f, s)
		}
	}
	_, h.plain = t.engine.opts.Reader.(PlainReader)
	return h
}

// raw is the stretch of a value, as the customer wrote it, if that says more than
// the value.
func (h *heard) raw(i int) string {
	v := h.values[i]
	if raw := h.text[v.Start:v.End]; raw != v.Value {
		return raw
	}
	return ""
}

// foundValue is a value for a slot.
type foundValue struct {
	slot       *slot
	value, raw string
}

// asked reads the answer to the question for a slot: by its button, as a choice, yes
// or no, a number, a word of a pattern. With words, a slot of text takes them as they stand.
// Values of other kinds are found by assign.
func (h *heard) asked(s *slot, words bool) (foundValue, bool) {
	f := foundValue{slot: s}
	if h.choice != "" {
		f.value = h.choice
		return f, (s.Kind == ChoiceKind || s.Kind == YesNoKind) && s.fits(h.choice)
	}
	trimmed := strings.TrimSpace(h.text)
	if trimmed == "" {
		return f, false
	}
	switch s.Kind {
	case TextKind:
		f.value = trimmed
		return f, words || s.Raw
	case ChoiceKind:
		options := s.choices(h.have)
		if h.list != nil {
			options = h.list
		}
		o := chooseOption(options, h.key, true)
		if o == nil && h.list != nil {
			o = chooseOption(s.choices(h.have), h.key, false)
		}
		if o == nil {
			return f, false
		}
		if number(h.key) > 0 { // the number is no value of another slot
			for i := range h.taken {
				h.taken[i] = true
			}
		}
		f.value, f.raw = o.Value, rawOf(trimmed, o.Value)
		return f, true
	case YesNoKind:
		switch answer, _ := readYesNo(h.text); answer {
		case 1:
			f.value = "yes"
		case -1:
			f.value = "no"
		}
		f.raw = rawOf(trimmed, f.value)
		return f, f.value != ""
	case NumberKind:
		return h.number(s)
	case PatternKind:
		return h.pattern(s, false)
	}
	if s.Raw || words && h.plain && plainValue(s.Kind, trimmed) {
		f.value = trimmed
		return f, true
	}
	return f, false
}

func rawOf(raw, value string) string {
	if raw == value {
		return ""
	}
	return raw
}

// number reads the number that a message means, by the reader or by itself.
func (h *heard) number(s *slot) (foundValue, bool) {
	var at []int
	var where []stretch
	for i, v := range h.values {
		if !h.taken[i] && (v.Type == "number" || v.Type == "quantity") {
			at, where = append(at, i), append(where, stretch{v.Start, v.End})
		}
	}
	if keep := meant(h.text, where); len(keep) > 0 {
		first := at[keep[0]]
		for _, k := range keep {
			if h.values[at[k]].Value != h.values[first].Value || h.uncounted(at[k], true) {
				return foundValue{}, false
			}
		}
		n, ok := h.signed(first)
		if !ok {
			return foundValue{}, false
		}
		h.taken[first] = true
		return foundValue{s, formatNumber(n), h.raw(first)}, true
	}
	rest := []byte(h.text)
	for i, v := range h.values { // the digits of an order's number are none
		if h.taken[i] || v.Type != "ordinal" {
			for j := v.Start; j < v.End; j++ {
				rest[j] = ' '
			}
		}
	}
	n, ok := onlyNumber(string(rest))
	if !ok || s.Whole && h.priced(s) {
		return foundValue{}, false
	}
	value := formatNumber(n)
	return foundValue{s, value, rawOf(strings.TrimSpace(h.text), value)}, true
}

// signed is the number of a value that the reader found, with a sign that stands before it.
func (h *heard) signed(i int) (n float64, ok bool) {
	v := h.values[i]
	n, ok = leadingNumber(v.Value)
	if n > 0 && strings.HasSuffix(text.Fold(h.text[:v.Start]), "负") {
		n = -n
	}
	return n, ok
}

// uncounted reports whether what the reader took for a number is none: "A- 12", or 一 in 一直. As
// the answer to a question it may be no bound either: "at least 2".
func (h *heard) uncounted(i int, asked bool) bool {
	v := h.values[i]
	for _, n := range h.numbers() {
		if (n.no || asked && n.bound) && v.Start < n.to && n.from < v.End {
			return true
		}
	}
	return false
}

// numbers are the numbers of the words, looked at once.
func (h *heard) numbers() []countedNumber {
	if h.counted == nil {
		h.counted = append([]countedNumber{}, numbersIn(h.text)...)
	}
	return h.counted
}

// priced reports whether the words speak of money or of a share, and the slot does not: $5 are
// no five pieces.
func (h *heard) priced(s *slot) bool {
	if !strings.ContainsAny(h.text, "$€£¥￥%％") {
		return false
	}
	for _, name := range s.asks() {
		if priceWords.in(text.Key(name)) {
			return false
		}
	}
	return true
}

// pattern reads the message, or the first word of it that the customer means, that matches. Of
// "A-12 or A-13" none is. Unasked, only words with a digit in them count.
func (h *heard) pattern(s *slot, unasked bool) (foundValue, bool) {
	if s.pattern == nil {
		return foundValue{}, false
	}
	try := func(word string) (string, bool) {
		for _, form := range []string{word, strings.ToUpper(word), text.Fold(word), strings.ToUpper(text.Fold(word))} {
			if s.pattern.MatchString(form) {
				return form, true
			}
		}
		return "", false
	}
	if whole := strings.TrimSpace(h.text); !unasked {
		if form, ok := try(whole); ok {
			return foundValue{s, form, rawOf(whole, form)}, true
		}
	}
	var where []stretch
	var forms []string
	for at := range codeWords(h.text) {
		word := h.text[at.from:at.to]
		if !strings.ContainsFunc(word, unicode.IsDigit) && (unasked || len(where) > 0) || len(where) > 0 && where[len(where)-1].covers(at.from, at.to) {
			continue
		}
		if form, ok := try(word); ok {
			where, forms = append(where, at), append(forms, form)
		}
	}
	keep := meant(h.text, where)
	if len(keep) == 0 {
		return foundValue{}, false
	}
	for _, i := range keep[1:] {
		if forms[i] != forms[keep[0]] && offersEither(h.text[where[i-1].to:where[i].from]) {
			return foundValue{}, false
		}
	}
	return foundValue{s, forms[keep[0]], rawOf(h.text[where[keep[0]].from:where[keep[0]].to], forms[keep[0]])}, true
}

// codeWords yields the stretches of a text between blanks, with and without the
// punctuation around them, and those of letters, digits and the signs of codes where
// characters without word spaces stand beside them.
func codeWords(s string) iter.Seq[stretch] {
	ofCode := func(r rune) bool {
		return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_/.#", r))
	}
	return func(yield func(stretch) bool) {
		for word := range runs(s, 0, func(r rune) bool { return !unicode.IsSpace(r) }) {
			raw := s[word.from:word.to]
			left := strings.TrimLeftFunc(raw, unicode.IsPunct)
			bare := strings.TrimRightFunc(left, unicode.IsPunct)
			inner := stretch{word.to - len(left), word.to - len(left) + len(bare)}
			if !yield(word) || bare != raw && !yield(inner) {
				return
			}
			if len(bare) == utf8.RuneCountInString(bare) {
				continue
			}
			for code := range runs(bare, inner.from, ofCode) {
				if !yield(code) {
					return
				}
			}
		}
	}
}

// runs yields the stretches of characters of a kind, moved by some bytes.
func runs(s string, by int, of func(rune) bool) iter.Seq[stretch] {
	return func(yield func(stretch) bool) {
		for at := 0; at < len(s); {
			from := strings.IndexFunc(s[at:], of)
			if from < 0 {
				return
			}
			from += at
			to := strings.IndexFunc(s[from:], func(r rune) bool { return !of(r) })
			if to < 0 {
				to = len(s) - from
			}
			at = from + to
			if !yield(stretch{from + by, at + by}) {
				return
			}
		}
	}
}

// plainValue reports whether words can be a value of a kind, where the reader finds none.
func plainValue(kind, words string) bool {
	digits := strings.Count(words, "") - 1 - len([]rune(strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, words)))
	switch kind {
	case "order":
		return digits > 0 && len(strings.Fields(words)) == 1
	case "phone":
		return digits >= 5 && strings.Trim(words, "0123456789 +-().") == ""
	case "email":
		at := strings.IndexByte(words, '@')
		return at > 0 && at < len(words)-1 && !strings.Contains(words, " ")
	case "number", "quantity", "percentage", "money", "ordinal":
		return digits > 0
	}
	return true
}

// assign gives the values of a message to the slots that are open for them: the one
// that was asked for first, then in the order of the flow.
func (p *plan) assign(h *heard, asked *slot, words bool, open func(*slot) bool) []foundValue {
	var got []foundValue
	has := map[string]bool{}
	give := func(f foundValue, ok bool) {
		if ok && !has[f.slot.Name] {
			has[f.slot.Name] = true
			if p.optional() { // what one slot gets tells what another one can
				h.have = h.have.with(f.slot.Name, f.value)
			}
			got = append(got, f)
		}
	}
	if asked != nil && asked.Raw {
		give(h.asked(asked, words))
		return got
	}
	slots := make([]*slot, 0, len(p.slots)+1)
	if asked != nil {
		slots = append(slots, asked)
	}
	for _, s := range p.slots {
		if s != asked && open(s) {
			slots = append(slots, s)
		}
	}
	h.chosen(p, slots, asked, give)
	h.stretches(p, slots, give)
	takes := func(fits func(s *slot, role string) bool) {
		for _, s := range slots {
			for i, v := range h.values {
				value, ok := partOf(s.Kind, v)
				if ok && h.free(i, s.Kind) && !has[s.Name] && v.Role != "old" && fits(s, roleOf(v)) && !builtIn(s.Kind) {
					h.take(i, s.Kind)
					give(foundValue{s, value, h.raw(i)}, true)
				}
			}
		}
	}
	p.assignNamed(h, slots, func(f foundValue) { give(f, true) })
	takes(func(s *slot, role string) bool { return role != "" && role == s.Role })
	takes(func(s *slot, role string) bool { return s == asked && (role == "" || !p.claimed(s.Kind, role)) })
	takes(func(s *slot, role string) bool { return s.Role == "" && (role == "" || !p.claimed(s.Kind, role)) })
	takes(func(s *slot, role string) bool { return role == "" && (p.ofKind(s.Kind) == 1 || p.stretched(s)) })
	if asked != nil && !has[asked.Name] {
		give(h.asked(asked, words))
	}
	if h.choice != "" || asked != nil && asked.Kind == TextKind && has[asked.Name] {
		return got // in free words, numbers and the words of choices may be anything
	}
	for _, s := range slots {
		if s == asked || has[s.Name] {
			continue
		}
		switch s.Kind {
		case ChoiceKind:
			if o := chooseOption(s.choices(h.have), h.key, false); o != nil && !p.wordedTwice(s, o) {
				give(foundValue{s, o.Value, ""}, true)
			}
		case PatternKind:
			give(h.pattern(s, true))
		case NumberKind:
			if p.ofKind(NumberKind) == 1 {
				give(h.unaskedNumber(s))
			}
		}
	}
	return got
}

// builtIn reports whether a kind is read here rather than by the reader alone.
func builtIn(kind string) bool {
	switch kind {
	case TextKind, ChoiceKind, YesNoKind, NumberKind, PatternKind:
		return true
	}
	return false
}

// roleOf is the role of a value; a new value has none of its own.
func roleOf(v Value) string {
	if v.Role == "new" {
		return ""
	}
	return v.Role
}

// unaskedNumber takes the only number that the reader found.
func (h *heard) unaskedNumber(s *slot) (foundValue, bool) {
	at := -1
	for i, v := range h.values {
		if !h.taken[i] && (v.Type == "number" || v.Type == "quantity") && !h.ofOtherThings(s, i) && !h.uncounted(i, false) {
			if at >= 0 {
				return foundValue{}, false
			}
			at = i
		}
	}
	if at < 0 {
		return foundValue{}, false
	}
	n, ok := leadingNumber(h.values[at].Value)
	value := formatNumber(n)
	if !ok || !s.fits(value) {
		return foundValue{}, false
	}
	h.taken[at] = true
	return foundValue{s, value, h.raw(at)}, true
}

// claimed reports whether a slot of the flow is for values of this role.
func (p *plan) claimed(kind, role string) bool {
	for _, s := range p.slots {
		if s.Kind == kind && s.Role == role {
			return true
		}
	}
	return false
}

// ofKind counts the slots of a kind.
func (p *plan) ofKind(kind string) (n int) {
	for _, s := range p.slots {
		if s.Kind == kind {
			n++
		}
	}
	return n
}

// wordedTwice reports whether the word for an option is also one for an option of another
// slot, so that it cannot be told which was meant.
func (p *plan) wordedTwice(s *slot, o *Option) bool {
	for _, other := range p.slots {
		if other == s || other.Kind != ChoiceKind {
			continue
		}
		for i := range other.Options {
			if sameWording(o, &other.Options[i]) {
				return true
			}
		}
	}
	return false
}
