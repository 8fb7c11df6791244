package dialog

import (
	"context"
	"hash/fnv"
	"slices"
	"strconv"

	"github.com/kefu-go/kefu/dialog/escalation"
)

// wait makes a step the one that waits for the customer.
func (t *Talk) wait(f *frame, n *node) {
	if f.Asking != n.id {
		f.Asking, f.Attempts, f.From, f.Filter = n.id, 0, 0, ""
		if n.kind == askStep {
			f.Attempts = f.Tries[n.slot.Name]
		}
	}
	t.prompt(f)
}

// prompt says again what the run waits for; the wording follows its attempts.
func (t *Talk) prompt(f *frame) {
	p := t.plan(f)
	n := p.waiting(f)
	if n == nil {
		return
	}
	if t.s.Offer == offerLeave { // what is asked last is what he answers
		t.s.Offer = offerEntries
	}
	if reply := &t.turn.Reply; !t.prompted.yes {
		t.prompted.yes, t.prompted.text, t.prompted.parts = true, reply.Text, reply.Parts[:len(reply.Parts):len(reply.Parts)]
	}
	e := Event{Type: EventPrompted, Flow: f.Flow, Value: itoa(f.Attempts + 1), Detail: n.id}
	switch n.kind {
	case askStep:
		e.Slot = n.slot.Name
		t.promptSlot(f, n)
	case confirmStep:
		if f.Wrong {
			t.promptWrong(f, n)
		} else {
			t.promptConfirm(f, n)
		}
	case doStep:
		t.sayOwn(TextTryAgain)
		t.offerYesNo(f, n)
	}
	switch reply := &t.turn.Reply; reply.Kind {
	case "", Completed, Unanswered:
		reply.Kind = Asked
	}
	t.event(e)
}

func (t *Talk) promptSlot(f *frame, n *node) {
	s := n.slot
	if len(s.Prompts) > 0 {
		t.sayFor(f, s.Prompts[min(f.Attempts, len(s.Prompts)-1)])
	}
	switch s.Kind {
	case ChoiceKind:
		t.offerOptions(f, s)
	case YesNoKind:
		t.offerYesNo(f, n)
	}
}

// offerYesNo shows buttons for a question that needs no list.
func (t *Talk) offerYesNo(f *frame, n *node) {
	r := &t.turn.Reply
	if len(r.Parts) == 0 && r.Text != "" {
		r.Parts = []Part{{Kind: TextPart, Text: r.Text}}
	}
	r.Choices = t.yesNoChoices(t.questionOf(f, n))
}

// questionOf names what a step of a run asks, for its buttons: what is asked to confirm is
// another question when a value of it has changed. Names are short, as channels want
// their buttons.
func (t *Talk) questionOf(f *frame, n *node) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(t.runKey(f) + "\x00" + n.id)) // never fails
	if n.kind == confirmStep {
		_, _ = h.Write([]byte("\x00" + f.fingerprint(t.plan(f).confirmed(f, n))))
	}
	return strconv.FormatUint(h.Sum64(), 36)
}

// confirmed are the slots that a step asks to confirm.
func (p *plan) confirmed(f *frame, n *node) []string {
	seen := p.seen(f, n)
	if len(n.words) > 0 {
		return slices.DeleteFunc(slices.Clone(n.braces), func(name string) bool { return !slices.Contains(seen, name) })
	}
	var names []string
	for _, s := range p.slots {
		if v, filled := f.Slots[s.Name]; filled && v.Source != Omitted && !s.Hidden && slices.Contains(seen, s.Name) {
			names = append(names, s.Name)
		}
	}
	return names
}

func (t *Talk) promptConfirm(f *frame, n *node) {
	if len(n.words) > 0 {
		t.sayFor(f, n.words)
	} else {
		p := t.plan(f)
		for _, name := range p.confirmed(f, n) {
			value, _ := t.shownValue(f, name)
			t.tell(p.bySlot[name].label(t.Locale(), t.engine.opts.Locale) + t.own(TextColon) + value)
		}
		t.sayOwn(TextConfirm)
	}
	t.offerYesNo(f, n)
}

func (t *Talk) promptWrong(f *frame, n *node) {
	p := t.plan(f)
	t.sayOwn(TextWhichWrong)
	var choices []Choice
	for _, name := range p.choosable(p.confirmed(f, n)) {
		choices = append(choices, Choice{ID: slotChoice + name, Label: p.bySlot[name].label(t.Locale(), t.engine.opts.Locale)})
	}
	t.offer(choices)
}

// missed counts an answer that could not be used. It asks again, or does what the
// slot says about answers that never could be used.
func (t *Talk) missed(ctx context.Context, f *frame) error {
	n := t.plan(f).waiting(f)
	if n == nil {
		return t.advance(ctx, f)
	}
	t.overhearAsked()
	f.Attempts++
	most := defaultAttempts
	if n.kind == askStep {
		most = n.slot.most()
	}
	if f.Attempts >= most {
		if done, err := t.exhausted(ctx, f, n); done || err != nil {
			return err
		}
		return t.advance(ctx, f)
	}
	if t.said == 0 && (n.kind != askStep || f.Attempts >= len(n.slot.Prompts)) {
		t.sayOwn(TextInvalid)
	}
	t.prompt(f)
	return nil
}

// exhausted does what is done when no answer could be used, and reports whether that
// ended the run's turn.
func (t *Talk) exhausted(ctx context.Context, f *frame, n *node) (bool, error) {
	how := ExhaustedHandOff
	if n.kind == askStep {
		if how = n.slot.Exhausted; f.Again == n.slot.Name { // the old value stays
			f.Again, f.Asking = "", ""
			return false, nil
		}
		if how == ExhaustedSkip {
			f.put(n.slot.Name, SlotValue{Source: Omitted})
			t.event(Event{Type: EventSlotSkipped, Flow: f.Flow, Slot: n.slot.Name, Detail: "no usable answer"})
			return false, nil
		}
	}
	if how == ExhaustedHandOff && t.handsOver() {
		return true, t.leave(ctx, f, SlotExhausted)
	}
	return true, t.giveUp(ctx, f, EventFlowCancelled)
}

// leave passes the conversation on and ends the run.
func (t *Talk) leave(ctx context.Context, f *frame, reason HandoffReason) error {
	return t.leaveTo(ctx, f, reason, escalation.Decision{})
}

// leaveTo is leave with what whoever takes over needs at least.
func (t *Talk) leaveTo(ctx context.Context, f *frame, reason HandoffReason, least escalation.Decision) error {
	if err := t.passOnBecause(ctx, reason, least); err != nil {
		return err
	}
	how := EventFlowHandedOff
	switch {
	case f.ends != "":
		how = f.ends
	case t.engine.opts.Handoff == nil:
		how = EventFlowCancelled
	}
	t.close(f, how)
	if t.turn.Conversation.Owner == Agent {
		return nil
	}
	return t.resume(ctx) // the bot goes on serving meanwhile
}

// giveUp ends a run without success, says so and goes on with the one below.
func (t *Talk) giveUp(ctx context.Context, f *frame, how EventType) error {
	t.tell(expand(t.own(TextLeftOff), t.labelled(t.engine.flows[f.Flow])))
	t.close(f, how)
	t.turn.Reply.Kind = Completed
	return t.resume(ctx)
}
