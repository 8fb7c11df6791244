package dialog

import (
	"context"
	"slices"

	"github.com/kefu-go/kefu/dialog/escalation"
)

// walked says how a walk through steps ended.
type walked uint8

const (
	onward  walked = iota // all steps are done
	ended                 // the flow has ended before its last step
	waiting               // something was asked
	changed               // an action has changed slots: walk again from the first step
	left                  // the run is off the session
)

// maxWalks bounds how often the actions of one turn may change slots.
const maxWalks = 50

// advance walks through a run from its first step: it says, does and asks what
// comes next. It returns with a question asked, or with the run ended and taken
// off the session.
func (t *Talk) advance(ctx context.Context, f *frame) error {
	p := t.plan(f)
	if p == nil || !slices.Contains(t.s.Frames, f) {
		return t.resume(ctx)
	}
	for range maxWalks {
		if n := p.asks[f.Again]; n != nil {
			t.wait(f, n)
			return nil
		}
		f.Again = ""
		how, err := t.walk(ctx, f, p.steps)
		switch {
		case err != nil:
			return err
		case how == waiting || how == left:
			return nil
		case how == changed:
			continue
		}
		if t.said == 0 {
			t.sayOwn(TextDone)
		}
		t.close(f, EventFlowCompleted)
		if reply := &t.turn.Reply; reply.Kind == "" || reply.Kind == Asked {
			reply.Kind = Completed
		}
		return t.resume(ctx)
	}
	t.event(Event{Type: EventInternalError, Flow: f.Flow, Detail: "the flow goes in circles"})
	t.sayOwn(TextInternal)
	t.close(f, EventFlowFailed)
	t.turn.Reply.Kind = Completed
	return t.resume(ctx)
}

// walk passes steps, up to one that has to wait.
func (t *Talk) walk(ctx context.Context, f *frame, nodes []*node) (walked, error) {
	for _, n := range nodes {
		how, err := t.pass(ctx, f, n)
		if err != nil || how != onward {
			return how, err
		}
	}
	return onward, nil
}

// pass does one step, or passes it.
func (t *Talk) pass(ctx context.Context, f *frame, n *node) (walked, error) {
	switch n.kind {
	case askStep:
		return t.passAsk(ctx, f, n)
	case sayStep:
		seal := f.fingerprint(n.braces)
		if deed, done := f.Done[n.id]; !done || deed.Print != seal {
			t.sayFor(f, n.words)
			f.did(n.id, Deed{Print: seal})
		}
	case confirmStep:
		p := t.plan(f)
		seal := f.fingerprint(p.confirmed(f, n))
		if f.Confirmed[n.id] == seal {
			return onward, nil
		}
		if f.Asking != n.id {
			f.Wrong = false
		}
		t.wait(f, n)
		return waiting, nil
	case doStep:
		return t.passAction(ctx, f, n)
	case effectStep:
		return onward, t.passEffect(ctx, f, n)
	case branchStep:
		return t.walk(ctx, f, n.way(Values{f.Slots}))
	case callStep:
		how, err := t.walk(ctx, f, n.sub)
		if how == ended { // it ends what was called
			how = onward
		}
		return how, err
	case handoffStep:
		t.sayFor(f, n.words)
		return left, t.leaveTo(ctx, f, n.reason, escalation.Decision{Priority: n.priority, Skills: n.skills})
	case endStep:
		return ended, nil
	}
	return onward, nil
}

func (f *frame) put(slot string, v SlotValue) {
	if f.Slots == nil {
		f.Slots = map[string]SlotValue{}
	}
	f.Slots[slot] = v
}

func (f *frame) did(step string, d Deed) {
	if f.Done == nil {
		f.Done = map[string]Deed{}
	}
	f.Done[step] = d
}

func (f *frame) tried(what string) int {
	if f.Tries == nil {
		f.Tries = map[string]int{}
	}
	f.Tries[what]++
	return f.Tries[what]
}

func (t *Talk) passAsk(ctx context.Context, f *frame, n *node) (walked, error) {
	s := n.slot
	v, filled := f.Slots[s.Name]
	if filled && v.Source != Omitted && !s.offers(v.Value, Values{f.Slots}) {
		delete(f.Slots, s.Name)
		t.event(Event{Type: EventSlotCleared, Flow: f.Flow, Slot: s.Name, Detail: "there is no such option any more"})
		t.clearDependents(f, s.Name)
		filled = false
	}
	if filled || !s.needed(Values{f.Slots}) || s.depends() && len(s.choices(Values{f.Slots})) == 0 {
		return onward, nil
	}
	if known, err := t.fillKnown(ctx, f, s); known || err != nil {
		return onward, err
	}
	if s.Hidden {
		return onward, nil
	}
	if f.Tries[s.Name] >= s.most() {
		f.Tries[s.Name] = 0
		done, err := t.exhausted(ctx, f, n)
		if !done {
			return changed, err
		}
		return left, err
	}
	t.wait(f, n)
	return waiting, nil
}

// fillKnown fills a slot from the profile, once in a run.
func (t *Talk) fillKnown(ctx context.Context, f *frame, s *slot) (bool, error) {
	if s.Profile == "" || slices.Contains(f.Known, s.Name) {
		return false, nil
	}
	known, ok := t.profile.Get(s.Profile)
	if !ok {
		return false, nil
	}
	f.Known = append(f.Known, s.Name)
	v, ok, err := t.accept(ctx, f, foundValue{slot: s, value: known.Value}, 0)
	if err != nil || !ok {
		return false, err
	}
	v.Source = Known
	t.set(f, s, v)
	return true, nil
}
