package dialog

import (
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// What a flow's options are called may sound like something else: "no longer wanted"
// like giving up, "wrong item" like a correction. Who says such words where they are
// an answer means the answer.

// namesOption reports whether the message is word for word an option that a run asks
// to choose from, or, being a list of values, has one of the flow in it.
func (t *Talk) namesOption(f *frame) bool {
	p := t.plan(f)
	if p == nil {
		return false
	}
	is := func(s *slot, words string) bool {
		key := text.Key(words)
		for i := range s.Options {
			for w := range s.Options[i].wordings() {
				if w == key {
					return true
				}
			}
		}
		return false
	}
	if s := t.asked(f); s != nil && is(s, t.text) {
		return true
	}
	clauses := strings.FieldsFunc(t.text, func(r rune) bool { return strings.ContainsRune(",;，；、", r) })
	if len(clauses) < 2 {
		return false
	}
	for _, s := range p.slots {
		for _, clause := range clauses {
			if s.Kind == ChoiceKind && is(s, clause) {
				return true
			}
		}
	}
	return false
}

// otherOption finds the option that a customer takes instead of the one that he took
// before: he names it together with what it is about ("the reason should be: it is
// damaged"), or with the former one ("not the wrong item, it is damaged").
func (t *Talk) otherOption(f *frame) (foundValue, bool) {
	p := t.plan(f)
	if p == nil || !t.worded() || asks(t.text) {
		return foundValue{}, false
	}
	key := t.key()
	var found []foundValue
	for _, s := range p.slots {
		old, filled := f.Slots[s.Name]
		if !filled || old.Source == Omitted || s.Kind != ChoiceKind {
			continue
		}
		about := false
		for _, name := range s.names()[1:] { // the first is not for customers
			about = about || contains(key, text.Key(name))
		}
		var named []*Option
		for i := range s.Options {
			switch o := &s.Options[i]; {
			case o.Value == old.Value:
				about = about || o.said(key, contains)
			case o.said(key, mentions):
				named = append(named, o)
			}
		}
		if about && len(named) == 1 {
			found = append(found, foundValue{slot: s, value: named[0].Value, raw: named[0].label(t.Locale(), t.engine.opts.Locale)})
		}
	}
	if len(found) != 1 {
		return foundValue{}, false
	}
	return found[0], true
}

// said reports whether one of the option's wordings, but for its value, is in a text.
func (o *Option) said(key string, in func(key, wording string) bool) bool {
	for w := range o.wordings() {
		if w != text.Key(o.Value) && w != "" && in(key, w) {
			return true
		}
	}
	return false
}
