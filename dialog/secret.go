package dialog

import (
	"cmp"
	"slices"
	"strings"
)

// secrecy is what a turn knows of secret slots, so that nothing of them gets into its
// record: the values that the conversation held before, and those that were told since.
type secrecy struct {
	values []string
	told   bool // the message tells a secret, or seems to
}

// overhear notes what the customer tells a slot.
func (t *Talk) overhear(s *slot, values ...string) {
	if s.Secret {
		t.secrecy.told = true
		t.hush(s, values...)
	}
}

// overhearAsked notes that the message seems to answer what was asked, though nothing was
// found in it or nobody has looked yet.
func (t *Talk) overhearAsked() {
	f := t.s.top()
	if f == nil || t.plan(f) == nil {
		return
	}
	if s := t.asked(f); s != nil && s.Secret {
		t.secrecy.told = true
	}
}

// hush notes values of a slot.
func (t *Talk) hush(s *slot, values ...string) {
	for _, v := range values {
		if s.Secret && v != "" {
			t.secrecy.values = append(t.secrecy.values, v)
		}
	}
}

// secrets are the secret values of the runs that are open or were left.
func (t *Talk) secrets() (values []string) {
	for _, runs := range [][]*frame{t.s.Frames, t.s.Left} {
		for _, f := range runs {
			for name, v := range f.Slots {
				if v.Value != "" && t.secret(f, name) {
					values = append(values, v.Value)
				}
			}
		}
	}
	return values
}

// hidden is what a turn knows of secrets by now, for what people are shown of it.
func (t *Talk) hidden() secrecy {
	s := secrecy{values: slices.Clone(t.secrecy.values)}
	s.sort()
	return s
}

// opens reports whether values of a kind open accounts. The names are those that package
// intent/entity gives its types.
func opens(kind string) bool { return kind == "card" || kind == "iban" || kind == "chinese_id" }

// tellsAccounts reports whether a reading has a value that opens an account.
func tellsAccounts(r *Reading) bool {
	return r != nil && slices.ContainsFunc(r.Values, func(v Value) bool { return opens(v.Type) })
}

// concealAccounts leaves of such values the end, by which staff tells them apart. It looks at what
// is kept only: what slots got is whole.
func (t *Talk) concealAccounts() {
	reading := t.turn.Reply.Reading
	if !tellsAccounts(reading) {
		return
	}
	s := &t.secrecy
	open := reading.Clone()
	for i := range open.Values {
		if v := &open.Values[i]; opens(v.Type) && !s.has(v.Value) {
			v.Value = maskTail(v.Value)
		}
	}
	t.turn.Reply.Reading = open
}

// none reports whether the turn has nothing to hide.
func (s *secrecy) none() bool { return !s.told && len(s.values) == 0 }

// has reports whether a text has something of a secret, or is a part of one.
func (s *secrecy) has(text string) bool {
	return slices.ContainsFunc(s.values, func(v string) bool { return strings.Contains(text, v) || strings.Contains(v, text) })
}

// sort puts the longest first, as a short one may be a part of it.
func (s *secrecy) sort() {
	slices.SortFunc(s.values, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
}

// hide masks the secrets in a text.
func (s *secrecy) hide(text string) string {
	for _, v := range s.values {
		text = strings.ReplaceAll(text, v, masked)
	}
	return text
}

// conceal takes what is secret out of the message and of what was read in it, before they
// are kept and shown. Where a secret was told in words that cannot be found, all words are
// taken for it.
func (t *Talk) conceal() {
	s := &t.secrecy
	t.concealAccounts()
	if s.none() {
		return
	}
	msg, reading := &t.turn.Message, t.turn.Reply.Reading
	if reading != nil { // a secret may be written in another way than it is kept
		for _, v := range reading.Values {
			if slices.Contains(s.values, v.Value) && 0 <= v.Start && v.Start < v.End && v.End <= len(t.readText) {
				s.values = append(s.values, t.readText[v.Start:v.End])
			}
		}
	}
	s.sort()
	before := msg.Text
	msg.Text, msg.Choice = s.hide(msg.Text), s.hide(msg.Choice)
	msg.Parts = slices.Clone(msg.Parts)
	for i := range msg.Parts {
		msg.Parts[i].Text = s.hide(msg.Parts[i].Text)
	}
	unfound := s.told && before != "" && msg.Text == before && msg.From == Customer && msg.Choice == ""
	if unfound {
		msg.Text = masked
	}
	if reading == nil {
		return
	}
	open := reading.Clone()
	open.Values = slices.DeleteFunc(open.Values, func(v Value) bool { return unfound || s.has(v.Value) })
	open.Keywords = slices.DeleteFunc(open.Keywords, func(word string) bool { return unfound || s.has(word) })
	open.Cues = slices.DeleteFunc(open.Cues, func(words string) bool { return unfound || s.has(words) })
	if unfound || s.has(open.Mood.Cause) {
		open.Mood.Cause = ""
	}
	t.turn.Reply.Reading = open
}
