package dialog

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// correct changes a value that was told before, as the customer put it: old value
// to new, a field to a new value, or a field to be asked for again. It reports
// whether there was such a value. The caller advances the run.
func (t *Talk) correct(ctx context.Context, f *frame, c correction) (bool, error) {
	p := t.plan(f)
	if p == nil {
		return false, nil
	}
	h := t.hearNew(c)
	var s *slot
	var v foundValue
	ok := false
	if c.Field != "" {
		s = p.named(c.Field)
	}
	if s == nil && c.Old != "" {
		s = t.told(f, c)
	}
	switch {
	case s != nil:
		if s.Kind == TextKind && c.NewStart < c.NewEnd && c.NewEnd <= len(t.text) && strings.HasPrefix(t.text[c.NewEnd:], perfective) {
			h = t.hear(c.NewStart, c.NewEnd+len(perfective)) // "把手掉了" is not "把手掉"
		}
		v, ok = h.newValue(s)
	case c.Field != "" || c.Old != "" || c.New == "":
		return false, nil
	default:
		if s, v, ok = t.fitting(f, h); !ok {
			return false, nil
		}
	}
	_, filled := f.Slots[s.Name]
	if !ok {
		return filled && t.askAgain(f, s.Name), nil // what was not told cannot be wrong
	}
	got, err := t.take(ctx, f, []foundValue{v}, t.asked(f))
	switch {
	case err != nil:
		return false, err
	case len(got.Refused) > 0:
		return t.askAgain(f, s.Name), nil
	case filled:
		t.sayChanged(f, s)
	}
	return true, nil
}

// perfective stands behind a new value ("改成三件了"), or is a part of it.
const perfective = "了"

// hearNew prepares the new value of a correction.
func (t *Talk) hearNew(c correction) *heard {
	if c.New == "" {
		return &heard{}
	}
	if c.NewStart >= 0 && c.NewStart < c.NewEnd && c.NewEnd <= len(t.text) {
		return t.hear(c.NewStart, c.NewEnd)
	}
	return &heard{text: c.New, key: text.Key(c.New)}
}

// newValue reads words as a value of one slot. It may be of any role.
func (h *heard) newValue(s *slot) (foundValue, bool) {
	if strings.TrimSpace(h.text) == "" {
		return foundValue{}, false
	}
	for i, v := range h.values {
		if value, ok := partOf(s.Kind, v); ok && v.Role != "old" && (s.Role == "" || v.Role == "" || v.Role == "new" || v.Role == s.Role) {
			return foundValue{s, value, h.raw(i)}, true
		}
	}
	return h.asked(s, true)
}

// named finds a slot by what customers call it.
func (p *plan) named(field string) *slot {
	words := make([][]string, len(p.slots))
	for i, s := range p.slots {
		words[i] = s.names()
	}
	if i := fieldOf(field, words); i >= 0 {
		return p.slots[i]
	}
	return nil
}

// told finds the slot whose value the customer takes back.
func (t *Talk) told(f *frame, c correction) *slot {
	old := text.Key(c.Old)
	normal := map[string]bool{old: true}
	if t.reading != nil {
		for _, v := range t.reading.Values {
			if v.Start >= c.OldStart && v.End <= c.OldEnd {
				normal[text.Key(v.Value)] = true
			}
		}
	}
	slots := t.plan(f).slots
	find := func(fits func(s *slot, v SlotValue) bool) *slot {
		for _, s := range slices.Backward(slots) {
			if v, filled := f.Slots[s.Name]; filled && v.Source != Omitted && fits(s, v) {
				return s
			}
		}
		return nil
	}
	if s := find(func(s *slot, v SlotValue) bool {
		if s.Kind == ChoiceKind {
			o := chooseOption(s.Options, old, false)
			return o != nil && o.Value == v.Value
		}
		if s.Kind == NumberKind {
			n, ok := onlyNumber(c.Old)
			return ok && formatNumber(n) == v.Value
		}
		return normal[text.Key(v.Value)] || v.Raw != "" && text.Key(v.Raw) == old
	}); s != nil {
		return s
	}
	if long := utf8.RuneCountInString(old); long < 2 || long < 3 && len(old) == long {
		return nil // as a part of words, that may be anything
	}
	return find(func(_ *slot, v SlotValue) bool {
		return contains(text.Key(v.Raw), old) || contains(text.Key(v.Value), old)
	})
}

// fitting finds the slot that a bare new value is for: the one of which the words are
// nothing but a value, or else of which they have one in them; of several the one that was
// filled last, then another filled one, then the one that was asked for. Words that
// were told last are replaced by other words, unless these are nothing but a value of
// another slot.
func (t *Talk) fitting(f *frame, h *heard) (*slot, foundValue, bool) {
	p := t.plan(f)
	var order []*slot
	last := p.bySlot[f.Last]
	if last != nil && (last.Kind != TextKind || !h.short()) {
		order = append(order, last)
	}
	for _, s := range slices.Backward(p.slots) {
		if _, filled := f.Slots[s.Name]; filled && s != last && s.Kind != TextKind {
			order = append(order, s)
		}
	}
	if s := t.asked(f); s != nil && s.Kind != TextKind {
		order = append(order, s)
	}
	if last != nil {
		order = append(order, last)
	}
	for _, s := range order {
		if v, ok := h.newValue(s); ok && h.exactly(s, v) {
			return s, v, true
		}
	}
	var unfit *slot
	var value foundValue
	for _, s := range order {
		v, ok := h.newValue(s)
		switch {
		case ok && s.fits(v.value):
			if unfit != nil && s.Kind == TextKind {
				return unfit, value, true
			}
			return s, v, true
		case ok && unfit == nil:
			unfit, value = s, v
		}
	}
	return unfit, value, unfit != nil
}

// exactly reports whether words are nothing but a value of a slot, which fits it. Of free
// words, and of kinds for which a reader takes any words, that cannot be told.
func (h *heard) exactly(s *slot, v foundValue) bool {
	if !s.fits(v.value) || guessed[s.Kind] {
		return false
	}
	words := strings.TrimSpace(h.text)
	switch s.Kind {
	case TextKind:
		return false
	case PatternKind:
		return v.raw == "" && v.value == words || v.raw == words
	case ChoiceKind:
		return s.worded(h.key) != nil
	case NumberKind:
		return h.onlyCounts()
	}
	return len(cmp.Or(v.raw, v.value))*5 >= len(words)*4
}

// onlyCounts reports whether words are a number and one word for what it counts, or a polite
// one: "两件", "3 pieces", "two please".
func (h *heard) onlyCounts() bool {
	found := h.numbers()
	if len(found) != 1 || found[0].no || utf8.RuneCountInString(h.key) > 20 {
		return false
	}
	before, after := h.text[:found[0].from], strings.TrimSpace(h.text[found[0].to:])
	if before = strings.TrimPrefix(text.Key(before), "just"); strings.TrimLeft(before, " 就是要共只退") != "" {
		return false
	}
	rest, _ := cutMeasure(text.Fold(after))
	return text.Key(rest) == "" || len(strings.Fields(rest)) == 1 && len(rest) == utf8.RuneCountInString(rest) || slices.Contains([]string{"吧", "啊", "了", "谢谢"}, rest)
}

// takesBackLast reads "no, B-13" and "不对，两件" in answer to something else: a denial, and behind
// it nothing but another value of a slot that is filled.
func (t *Talk) takesBackLast(f *frame) (foundValue, bool) {
	asked := t.asked(f)
	clauses := clausesOf(t.text, true)
	if asked == nil || asked.Kind == YesNoKind || f.Again != "" || len(clauses) < 2 || !slices.Contains(takesBackAlone, text.Key(clauses[0].of(t.text))) && !slices.Contains(takesBackWords, text.Key(clauses[0].of(t.text))) {
		return foundValue{}, false
	}
	h := t.hear(clauses[0].to, len(t.text))
	if v, ok := h.asked(asked, false); ok && asked.fits(v.value) {
		return foundValue{}, false
	}
	order := slices.Clone(t.plan(f).slots)
	slices.Reverse(order)
	if last := t.plan(f).bySlot[f.Last]; last != nil {
		order = append([]*slot{last}, order...)
	}
	for _, s := range order {
		old, filled := f.Slots[s.Name]
		if !filled || old.Source == Omitted || s.Hidden {
			continue
		}
		if v, ok := h.newValue(s); ok && h.exactly(s, v) && v.value != old.Value {
			return v, true
		}
	}
	return foundValue{}, false
}

// short reports whether words are so few that they may be nothing but a value.
func (h *heard) short() bool {
	return h.covered() || len(strings.Fields(h.key)) <= 2 && utf8.RuneCountInString(h.key) <= 20
}
