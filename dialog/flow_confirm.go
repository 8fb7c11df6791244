package dialog

import (
	"context"
	"slices"
	"strings"
)

// fillConfirm reads the answer to what was asked to confirm: yes, no, a "no" with what
// is right instead, or another value.
func (t *Talk) fillConfirm(ctx context.Context, f *frame, n *node, h *heard) (filling, error) {
	if f.Wrong {
		return t.fillWrong(ctx, f, n, h)
	}
	answer, rest := 0, ""
	switch h.choice {
	case "yes":
		answer = 1
	case "no":
		answer = -1
	case "":
		answer, rest = readYesNo(h.text)
	default:
		return t.fillLate(ctx, f, h)
	}
	if answer == 0 {
		return t.change(ctx, f, n, h.text)
	}
	corrects := false
	if rest = strings.TrimSpace(rest); rest != "" {
		got, err := t.change(ctx, f, n, rest)
		if err != nil || len(got.Slots) > 0 || len(got.Refused) > 0 {
			got.Asked = true
			return got, err
		}
		_, corrects = readCorrection(rest)
		if answer > 0 && !corrects && !assents(rest) && !t.restates(f, n, rest) {
			return filling{}, nil // "yes, but only if it is free" is no yes
		}
	}
	if answer > 0 && !corrects {
		t.confirm(f, n)
		return filling{Asked: true}, nil
	}
	t.event(Event{Type: EventDenied, Flow: f.Flow, Detail: n.id})
	names := t.plan(f).confirmed(f, n)
	switch len(names) {
	case 0: // there is nothing to change
		t.sayCancelled(f)
		t.close(f, EventFlowCancelled)
		t.turn.Reply.Kind = Completed
	case 1:
		t.askAgain(f, names[0])
	default:
		f.Wrong, f.Attempts = true, 0
	}
	return filling{Asked: true}, nil
}

func (t *Talk) confirm(f *frame, n *node) {
	if f.Confirmed == nil {
		f.Confirmed = map[string]string{}
	}
	f.Confirmed[n.id], f.Wrong = f.fingerprint(t.plan(f).confirmed(f, n)), false
	t.event(Event{Type: EventConfirmed, Flow: f.Flow, Detail: n.id})
}

// assents reports whether what stands beside a yes adds nothing to it: thanks, or a yes once more.
func assents(rest string) bool {
	c := readCommand(rest)
	if c.Whole {
		switch c.What {
		case commandYes, commandThanks, commandGreeting, commandGoodbye:
			return true
		}
	}
	answer, more := readYesNo(rest)
	return answer > 0 && strings.TrimSpace(more) == ""
}

// restates reports whether words say nothing but values that are to be confirmed.
func (t *Talk) restates(f *frame, n *node, words string) bool {
	at := strings.Index(t.text, words)
	if at < 0 {
		return false
	}
	h := t.hear(at, at+len(words))
	found := t.changed(f, n, h)
	for _, v := range found {
		if f.Slots[v.slot.Name].Value != v.value {
			return false
		}
	}
	return len(found) > 0 && h.short() && !asks(words)
}

// askAgain asks for a value that is there, to change it. It reports whether there is a
// question for it.
func (t *Talk) askAgain(f *frame, name string) bool {
	p := t.plan(f)
	if p.asks[name] == nil || p.bySlot[name].Hidden {
		return false
	}
	f.Wrong, f.Attempts = false, 0
	if _, filled := f.Slots[name]; filled {
		f.Again = name
	}
	return true
}

// change takes words as new values of what is to be confirmed.
func (t *Talk) change(ctx context.Context, f *frame, n *node, words string) (filling, error) {
	at := strings.Index(t.text, words)
	if at < 0 {
		return filling{}, nil
	}
	if c, ok := readCorrection(words); ok {
		before := len(t.turn.Events)
		if done, err := t.correct(ctx, f, c.shifted(at)); done || err != nil {
			got := filling{Asked: true}
			for _, e := range t.turn.Events[before:] {
				if e.Type == EventSlotCorrected {
					got.Slots = append(got.Slots, e.Slot)
				}
			}
			return got, err
		}
	}
	var news []foundValue
	for _, v := range t.changed(f, n, t.hear(at, at+len(words))) {
		if old, filled := f.Slots[v.slot.Name]; !filled || old.Value != v.value {
			news = append(news, v)
		}
	}
	return t.take(ctx, f, news, nil)
}

// changed are the values that words have for what is to be confirmed, and for slots that are
// empty yet.
func (t *Talk) changed(f *frame, n *node, h *heard) []foundValue {
	p := t.plan(f)
	names := p.confirmed(f, n)
	return p.assign(h, nil, false, func(s *slot) bool {
		_, filled := f.Slots[s.Name]
		return !s.Raw && (!filled || slices.Contains(names, s.Name))
	})
}

// shifted moves the stretches of a correction that was read in a part of the message.
func (c correction) shifted(by int) correction {
	c.OldStart, c.OldEnd, c.NewStart, c.NewEnd = c.OldStart+by, c.OldEnd+by, c.NewStart+by, c.NewEnd+by
	return c
}

// choosable leaves those of some values that are of slots of the flow, which the customer
// can pick to change them.
func (p *plan) choosable(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return p.bySlot[name] == nil })
}

// fillWrong reads which of the values is wrong, or takes the right one at once.
func (t *Talk) fillWrong(ctx context.Context, f *frame, n *node, h *heard) (filling, error) {
	p := t.plan(f)
	names := p.choosable(p.confirmed(f, n))
	if h.choice != "" {
		for _, name := range names {
			if name == h.choice {
				return filling{Asked: t.askAgain(f, name)}, nil
			}
		}
		return t.fillLate(ctx, f, h)
	}
	if i := number(h.key); i >= 1 && i <= len(names) { // of the list, rather than a value
		return filling{Asked: t.askAgain(f, names[i-1])}, nil
	}
	got, err := t.change(ctx, f, n, h.text)
	if err != nil || got.Asked || len(got.Slots) > 0 || len(got.Refused) > 0 {
		return got, err
	}
	var words [][]string
	for _, name := range names {
		words = append(words, p.bySlot[name].names())
	}
	if i := fieldOf(h.text, words); i >= 0 {
		return filling{Asked: t.askAgain(f, names[i])}, nil
	}
	if answer, _ := readYesNo(h.text); answer > 0 { // it is right after all
		t.confirm(f, n)
		return filling{Asked: true}, nil
	}
	return filling{}, nil
}
