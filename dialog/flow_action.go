package dialog

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
)

// How actions are tried where a flow does not say.
const (
	defaultTries       = 2
	maxTries           = 10
	defaultPauseTries  = 50 * time.Millisecond
	defaultTimeout     = 5 * time.Second
	failuresToHandOff  = 2
	failuresToGivingUp = 3
)

// outcome is what an action returned, in a form that can be recorded.
type outcome struct {
	Result  Result `json:"r,omitzero"`
	Refused bool   `json:"n,omitempty"`
	Why     Words  `json:"w,omitempty"`
}

// sees are the slots that a step sees.
func (p *plan) sees(f *frame, n *node) []string {
	if len(n.uses) > 0 {
		return n.uses
	}
	return p.seen(f, n)
}

func (t *Talk) passAction(ctx context.Context, f *frame, n *node) (walked, error) {
	p := t.plan(f)
	sees := p.sees(f, n)
	seal := f.fingerprint(sees)
	if deed, done := f.Done[n.id]; done && (!n.again || deed.Print == seal) {
		if deed.Failed {
			return t.walk(ctx, f, n.or)
		}
		return onward, nil
	}
	if err := t.notAnswered(ctx); err != nil {
		return onward, err
	}
	out, err := t.try(ctx, f, n, Values{f.Slots}.among(sees), t.runKey(f)+"/"+n.id+"/"+seal)
	if ctx.Err() != nil {
		return onward, ctx.Err()
	}
	if err != nil || out.Refused {
		return t.passFailed(ctx, f, n, seal, out.Why, errors.Is(err, ErrLate))
	}
	r := out.Result
	t.event(Event{Type: EventActionSucceeded, Flow: f.Flow, Value: n.name, Detail: n.id})
	delete(f.Tries, n.id)
	delete(f.Tries, lateStep+n.id)
	set := t.store(f, r.Set)
	t.sayFor(f, r.Say) // about the values as they are, also those that are cleared
	cleared := t.clear(f, r.Clear)
	if !slices.ContainsFunc(cleared, func(name string) bool { return slices.Contains(sees, name) }) {
		f.did(n.id, Deed{Print: f.fingerprint(sees), Set: set})
	}
	t.show(r.Parts)
	switch {
	case r.HandOff:
		return left, t.leave(ctx, f, ActionDecided)
	case r.End:
		return ended, nil
	case len(set)+len(cleared) > 0:
		return changed, nil
	}
	return onward, nil
}

// ActionDecided is the reason of a hand-off that an action asked for.
const ActionDecided HandoffReason = "action"

// sayCancelled tells the customer that a run has ended, and where an action of it was late, that
// nobody knows what it has done.
func (t *Talk) sayCancelled(f *frame) {
	id := TextCancelled
	for what := range f.Tries {
		if strings.HasPrefix(what, lateStep) {
			id = TextUnsureStopped
		}
	}
	t.tell(expand(t.own(id), t.labelled(t.engine.flows[f.Flow])))
}

// notAnswered fails if the message has been answered already, which otherwise the commit
// tells: a message that came again must not call an action on what it led to the first time.
func (t *Talk) notAnswered(ctx context.Context) error {
	if t.calls.playing || t.fresh {
		return nil
	}
	msg := &t.turn.Message
	found, err := t.engine.store.Replied(ctx, msg.Conversation, msg.ID)
	if err == nil {
		return &DuplicateError{Record: found}
	}
	if t.fresh = gone(err); t.fresh {
		return nil
	}
	return err
}

// try calls an action until it succeeds, refuses, or has been tried often enough. It is never
// called twice at once with one key: while a call that is late goes on, further tries wait for it.
func (t *Talk) try(ctx context.Context, f *frame, n *node, slots Values, key string) (outcome, error) {
	r := n.retry
	if r.Tries == 0 {
		r.Tries = defaultTries
	}
	if r.Timeout == 0 {
		r.Timeout = defaultTimeout
	}
	if r.Pause == 0 {
		r.Pause = defaultPauseTries
	}
	c := &t.turn.Conversation
	in := Call{
		Key: key, Conversation: c.ID, Customer: c.Customer, Channel: c.Channel, Locale: t.Locale(),
		Slots: slots, Profile: t.profile, Now: t.Now(),
	}
	if err := t.calls.keep(ctx); err != nil {
		return outcome{}, err
	}
	within, done := t.calls.acting(ctx)
	defer done()
	for {
		in.Attempt++
		in := in // one that is late keeps its own
		out, err := call(ctx, t, "do/"+f.Flow+"/"+n.id, key, r.Timeout, func(ctx context.Context) (outcome, error) {
			ctx, done := t.calls.acting(ctx)
			defer done()
			if err := ctx.Err(); err != nil {
				return outcome{}, err // too late to begin
			}
			return t.engine.running.once(ctx, key, func() (outcome, error) {
				result, err := n.action(ctx, in)
				var why *Refusal
				if errors.As(err, &why) {
					return outcome{Refused: true, Why: why.Why}, nil
				}
				return outcome{Result: result}, err
			})
		})
		if err == nil || ctx.Err() != nil || in.Attempt >= r.Tries {
			if err != nil {
				t.engine.hostFailed(ctx, "dialog: action failed", err, "flow", f.Flow, "step", n.id, "attempt", in.Attempt)
			}
			return out, err
		}
		if !t.calls.playing {
			_ = pauseFor(within, r.Pause<<(in.Attempt-1)) // cut short, the next try fails by itself
		}
	}
}

func pauseFor(ctx context.Context, d time.Duration) error {
	wait := time.NewTimer(d)
	defer wait.Stop()
	select {
	case <-wait.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// lateStep goes before the id of a step in a run's Tries: its action was late, so nobody knows
// what has come of it.
const lateStep = "late "

// passFailed goes on after all tries of an action have failed, or it refused, or is late.
func (t *Talk) passFailed(ctx context.Context, f *frame, n *node, seal string, why Words, late bool) (walked, error) {
	how := ""
	switch {
	case late:
		how = " late"
		f.tried(lateStep + n.id)
	case len(why) > 0:
		how = " refused"
	}
	t.event(Event{Type: EventActionFailed, Flow: f.Flow, Value: n.name, Detail: n.id + how})
	if len(why) == 0 {
		why = n.failure
	}
	if late {
		t.sayOwn(TextUnsure)
		why = nil
	}
	t.sayFor(f, why)
	if len(n.or) > 0 {
		f.did(n.id, Deed{Print: seal, Failed: true})
		return t.walk(ctx, f, n.or)
	}
	if len(why) == 0 && !late {
		t.sayOwn(TextFailed)
	}
	failures := f.tried(n.id)
	switch {
	case failures >= failuresToHandOff && t.handsOver():
		f.ends = EventFlowFailed
		return left, t.leave(ctx, f, ActionFailed)
	case failures >= failuresToGivingUp:
		return left, t.giveUp(ctx, f, EventFlowFailed)
	}
	t.wait(f, n)
	return waiting, nil
}

// store fills slots with what an action found, and returns their names.
func (t *Talk) store(f *frame, values map[string]string) (names []string) {
	for name, value := range (Values{computed(values)}).All() {
		names = append(names, name)
		if s := t.plan(f).bySlot[name]; s != nil {
			last := f.Last
			t.set(f, s, SlotValue{Value: value, Source: Computed})
			f.Last = last
			continue
		}
		f.put(name, SlotValue{Value: value, Source: Computed})
	}
	return names
}

func computed(values map[string]string) map[string]SlotValue {
	all := map[string]SlotValue{}
	for name, value := range values {
		all[name] = SlotValue{Value: value, Source: Computed}
	}
	return all
}

// clear empties slots that an action could not use, and returns those that had a
// value.
func (t *Talk) clear(f *frame, slots []string) (names []string) {
	for _, name := range slots {
		if _, filled := f.Slots[name]; !filled {
			continue
		}
		delete(f.Slots, name)
		f.tried(name)
		if f.Asking != "" {
			f.Asking = anew
		}
		names = append(names, name)
		t.event(Event{Type: EventSlotCleared, Flow: f.Flow, Slot: name, Detail: "an action could not use it"})
		t.clearDependents(f, name)
	}
	return names
}

// passEffect puts an effect into the outbox.
func (t *Talk) passEffect(ctx context.Context, f *frame, n *node) error {
	sees := t.plan(f).sees(f, n)
	seal := f.fingerprint(sees)
	if deed, done := f.Done[n.id]; done && (!n.again || deed.Print == seal) {
		return nil
	}
	slots := Values{f.Slots}.among(sees)
	args, err := call(ctx, t, "args/"+f.Flow+"/"+n.id, "", t.engine.opts.HookTimeout, func(context.Context) (map[string]string, error) {
		if n.args != nil {
			return n.args(slots), nil
		}
		all := map[string]string{}
		for name, value := range slots.All() {
			all[name] = value
		}
		return all, nil
	})
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return err
	}
	key := t.runKey(f) + "/" + n.id + "/" + seal
	t.send("effect/"+f.ID+"/"+n.id+"/"+seal, Outgoing{Effect: &Effect{Name: n.name, Key: key, Args: args}})
	f.did(n.id, Deed{Print: seal})
	return nil
}
