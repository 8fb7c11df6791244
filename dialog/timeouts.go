package dialog

import (
	"context"
	"slices"
	"time"
)

// timing is what a session remembers of time. Times are in Unix milliseconds.
type timing struct {
	// Begun says that a session is going on.
	Begun bool `json:"tb,omitempty"`
	// Heard is when the customer's silence began: at his last message, or at what was
	// said to him unasked.
	Heard int64 `json:"th,omitempty"`
	// Warned is when he was reminded, in this silence, of the flow that waits for him;
	// Nudged when he was last asked whether he is still there, and Nudges how often.
	Warned int64 `json:"tw,omitempty"`
	Nudged int64 `json:"tn,omitempty"`
	Nudges int   `json:"tc,omitempty"`
	// Wrote is when the customer wrote last, which is not always when his silence began.
	Wrote int64 `json:"tl,omitempty"`
	// Ended is when the runs in Left expired; Recalled says that the customer has been
	// asked whether to go on with them, Returned are the words that he came back with.
	Ended    int64  `json:"te,omitempty"`
	Recalled bool   `json:"ta,omitempty"`
	Returned string `json:"to,omitempty"`
	// Wants is when the customer began to wait for what he wants; 0 if he does not.
	Wants int64 `json:"tq,omitempty"`
	// HeldAt is when the first of Held came.
	HeldAt int64 `json:"tm,omitempty"`
	// Plans is what is going to be said unasked, Sent what was.
	Plans []startPlan `json:"tp,omitempty"`
	Sent  []sent      `json:"ts,omitempty"`
	// Away is why the customer needed a person while nobody was there.
	Away HandoffReason `json:"tf,omitempty"`
	// Rated says that the customer was asked to rate this session.
	Rated bool `json:"tr,omitempty"`
	// Opted is when the customer last said whether he wants unasked messages; 0 if he never
	// did, or did before this was remembered.
	Opted int64 `json:"tu,omitempty"`
}

// The defaults of time-outs.
const (
	keepLeft     = 7 * 24 * time.Hour // Timeouts.Keep
	usualSession = 24 * time.Hour     // Options.SessionTimeout
	usualTurn    = 5 * time.Second    // Options.TurnTimeout
)

// lasting is what stays when the bot is done with what it was in the middle of.
func (t *timing) lasting() timing {
	return timing{Begun: t.Begun, Heard: t.Heard, Wrote: t.Wrote, Plans: t.Plans, Sent: t.Sent, Rated: t.Rated, Opted: t.Opted}
}

// timer is something that becomes due while the customer is silent.
type timer struct {
	at int64
	do func(t *Talk, ctx context.Context) error
}

// timers are what waits for time, the weightiest first: when several are due, that one
// happens, and most of the others with it no longer wait.
func (t *Talk) timers() []timer {
	s := t.s
	var all []timer
	if at := s.Pending.Due(t.engine.opts.HandoffReminder); !at.IsZero() {
		all = append(all, timer{ceilMillis(at), (*Talk).remind})
	}
	if t.turn.Conversation.Owner == Agent {
		return all // whoever holds the conversation minds the rest
	}
	add := func(at int64, do func(*Talk, context.Context) error) { all = append(all, timer{at, do}) }
	if len(s.Held) > 0 {
		add(s.HeldAt+t.engine.opts.heldFor().Milliseconds(), (*Talk).answerHeld)
	}
	if most := t.engine.opts.SessionTimeout; most > 0 && s.Begun {
		add(s.Heard+most.Milliseconds(), (*Talk).endSilent)
	}
	f := t.open()
	var wait Timeouts
	if f != nil {
		wait = t.timeouts(f)
		if wait.Expire > 0 {
			add(t.expiry(wait), (*Talk).expireSilent)
		}
		if wait.Warn > 0 && s.Warned == 0 {
			add(s.Heard+wait.Warn.Milliseconds(), (*Talk).warn)
		}
	}
	if idle := t.engine.opts.Idle; idle.After > 0 && wait.Warn == 0 && s.Begun && t.waits() {
		from := max(s.Heard, s.Nudged)
		if s.Nudges < idle.Max {
			add(from+idle.After.Milliseconds(), (*Talk).nudge)
		} else if idle.End {
			add(from+idle.After.Milliseconds(), (*Talk).endSilent)
		}
	}
	if len(s.Left) > 0 {
		add(s.Ended+t.keeps(s.Left[len(s.Left)-1]).Milliseconds(), (*Talk).forget)
	}
	if at, ok := t.nextPlan(); ok {
		add(at, (*Talk).carryOut)
	}
	return all
}

// expiry is when the flow that talks ends for want of an answer.
func (t *Talk) expiry(wait Timeouts) int64 {
	at := t.s.Heard + wait.Expire.Milliseconds()
	if t.s.Warned > 0 { // also after a late reminder there is time to answer
		at = max(at, t.s.Warned+(wait.Expire-wait.Warn).Milliseconds())
	}
	return at
}

// nextDue is when the conversation has to be looked at next; zero is never.
func (t *Talk) nextDue() time.Time {
	var due time.Time
	for _, w := range t.timers() {
		if at := time.UnixMilli(w.at).UTC(); due.IsZero() || at.Before(due) {
			due = at
		}
	}
	return due
}

// wake does the weightiest thing that is due. Where nothing is, because another node
// has other time-outs, the conversation only learns when it is due.
func (t *Talk) wake(ctx context.Context) error {
	t.turn.Reply.Kind = Relayed
	if err := t.migrated(ctx); err != nil {
		return err
	}
	gone := t.turn.Reply.Text != "" // what became of his flow is told without being asked
	for _, w := range t.timers() {
		if w.at <= t.millis() {
			if err := w.do(t, ctx); err != nil {
				return err
			}
			break
		}
	}
	if gone && !slices.ContainsFunc(t.turn.Outbox, func(out Outgoing) bool { return out.Reply != nil }) {
		t.push()
	}
	return nil
}

// millis is the time of the turn as a session remembers it.
func (t *Talk) millis() int64 { return t.Now().UnixMilli() }

// waits reports whether the bot has asked something that it waits for.
func (t *Talk) waits() bool { return t.open() != nil || len(t.s.Offered) > 0 || t.s.Guide != nil }

// timeouts say how long a run waits for the customer with what it asks.
func (t *Talk) timeouts(f *frame) Timeouts {
	wait := t.engine.opts.Timeouts
	if flow := t.engine.flows[f.Flow]; flow != nil && flow.Timeouts != nil {
		wait = *flow.Timeouts
	}
	if own, ok := wait.Slots[t.askedSlot(f)]; ok {
		own.Keep = wait.Keep
		return own
	}
	return wait
}

// keeps is for how long a run that expired can be gone on with.
func (t *Talk) keeps(f *frame) time.Duration {
	if keep := t.timeouts(f).Keep; keep > 0 {
		return keep
	}
	return keepLeft
}

// heard begins the customer's silence anew.
func (t *Talk) heard() {
	s := t.s
	s.Heard, s.Warned, s.Nudged, s.Nudges = t.millis(), 0, 0, 0
}

// arrived is what a customer's message does to time. What would have been due before
// it, had anybody looked, happens now, without words: how often the host sweeps does
// not change how a conversation goes.
func (t *Talk) arrived(ctx context.Context) {
	s := t.s
	if t.turn.Conversation.Owner == Bot && s.Begun {
		var wait Timeouts
		if f := t.open(); f != nil {
			wait = t.timeouts(f)
		}
		switch most := t.engine.opts.SessionTimeout; {
		case most > 0 && t.millis() >= s.Heard+most.Milliseconds():
			t.endSession(ctx)
		case wait.Expire > 0 && t.millis() >= t.expiry(wait):
			t.expire(ctx)
		}
		if n := len(s.Left); n > 0 && t.millis() >= s.Ended+t.keeps(s.Left[n-1]).Milliseconds() {
			t.letGo()
		}
	}
	t.heard()
	s.Wrote = s.Heard
	t.beginSession()
}

// beginSession begins a session, unless one is going on.
func (t *Talk) beginSession() {
	if !t.s.Begun {
		t.s.Begun = true
		t.event(Event{Type: EventSessionStarted, Detail: string(t.turn.Message.From)})
	}
}

// warn reminds a silent customer of what the flow waits for.
func (t *Talk) warn(context.Context) error {
	f := t.s.top()
	t.s.Warned = t.millis()
	t.tell(expand(t.own(TextStillThere), t.labelled(t.engine.flows[f.Flow])))
	t.event(Event{Type: EventTimeoutWarned, Slot: t.askedSlot(f)})
	t.prompt(f)
	t.push()
	return nil
}

// expireSilent ends the flows of a customer who has been silent for too long, and tells
// him.
func (t *Talk) expireSilent(ctx context.Context) error {
	flow := t.engine.flows[t.s.top().Flow]
	t.expire(ctx)
	t.tell(expand(t.own(TextExpired), t.labelled(flow)))
	t.push()
	return nil
}

// expire takes all open runs off the conversation and keeps them for a customer who
// comes back.
func (t *Talk) expire(context.Context) {
	s := t.s
	runs := slices.Clone(s.Frames)
	for i := len(runs) - 1; i >= 0; i-- {
		t.close(runs[i], EventFlowExpired)
	}
	s.Frames, s.Offered, s.Offer = nil, nil, offerEntries
	t.letGo()
	s.Warned = 0
	runs = slices.DeleteFunc(runs, func(f *frame) bool { return f.Flow == RatingFlow }) // nobody comes back for that
	if len(runs) > 0 {
		s.Left, s.Ended = runs, t.millis()
	}
}

// endSilent ends the session of a customer who is gone.
func (t *Talk) endSilent(ctx context.Context) error {
	t.endSession(ctx)
	return nil
}

// endSession ends the session: its flows expire, its topic is forgotten.
func (t *Talk) endSession(ctx context.Context) {
	s := t.s
	if len(s.Frames) > 0 {
		t.expire(ctx)
	}
	t.event(Event{Type: EventSessionEnded, Detail: "silence"})
	next := session{Parked: s.Parked, Left: s.Left, Held: s.Held, Pending: s.Pending, OptedOut: s.OptedOut, timing: s.lasting()}
	next.Ended, next.Recalled, next.HeldAt = s.Ended, s.Recalled, s.HeldAt
	next.Begun, next.Rated = false, false
	*s = next
}

// forget drops the runs that nobody has come back to.
func (t *Talk) forget(context.Context) error {
	t.letGo()
	t.s.Next = nil
	return nil
}

// push sends what this turn says to a customer who waits for nothing.
func (t *Talk) push() {
	reply := &t.turn.Reply
	if reply.Kind == "" || reply.Kind == Relayed {
		reply.Kind = Spoken
	}
	reply.Owner = t.turn.Conversation.Owner
	if t.engine.opts.Sender == nil || reply.Text == "" && len(reply.Parts) == 0 {
		return // the host reads the transcript
	}
	sent := *reply
	t.send("reply", Outgoing{Reply: &sent})
}

// remind tells a customer who waits for a person that he is not forgotten.
func (t *Talk) remind(context.Context) error {
	var notice HandoffNotice
	t.s.Pending, notice = t.s.Pending.Remind(t.Now())
	t.tellNotice(notice)
	t.push()
	return nil
}

// outOfTime is the turn of a message that took longer to answer than a turn may.
// It counts as a question without an answer, so that it leads to a person in the end. A
// person who has the conversation is not talked over.
func (t *Talk) outOfTime(ctx context.Context) error {
	reply := &t.turn.Reply
	t.arrived(ctx)
	t.overhearAsked()
	t.event(Event{Type: EventInternalError, Detail: "out of time"})
	if t.turn.Conversation.Owner == Agent {
		reply.Kind = Relayed
		return nil
	}
	t.s.Unanswered++
	if most := t.engine.opts.MaxUnanswered; most > 0 && t.s.Unanswered >= most && t.engine.opts.Handoff != nil {
		reply.Question = t.turn.Message.ID
		return t.passOn(ctx, NotAnswered)
	}
	reply.Kind = Unanswered
	t.sayOwn(TextInternal)
	return nil
}

// checkTimes returns what cannot be meant by the options that are about time, and fills
// in the defaults of Idle.
func (o *Options) checkTimes() (faults []error) {
	fault := func(field, reason string) {
		faults = append(faults, &FieldError{Field: field, Reason: reason})
	}
	if o.Merge < 0 {
		fault("merge", "is negative")
	}
	if o.Idle.After < 0 || o.Idle.Max < 0 {
		fault("idle", "is negative")
	}
	if o.Rating.After < 0 {
		fault("rating", "is negative")
	}
	if o.Idle.Max == 0 {
		o.Idle.Max = max(1, len(o.Idle.Words))
	}
	if w := o.Timeouts; w.Warn < 0 || w.Expire < 0 || w.Warn > 0 && w.Expire > 0 && w.Warn >= w.Expire {
		fault("timeouts", "warn after they expire")
	}
	if err := o.Proactive.Check(); err != nil {
		faults = append(faults, err)
	}
	for _, m := range o.Middleware {
		if m == nil {
			fault("middleware", "has one that is nil")
		}
	}
	return faults
}

// askedSlot is the slot that a run asks for; empty if it asks for none.
func (t *Talk) askedSlot(f *frame) string {
	if s := t.asked(f); s != nil {
		return s.Name
	}
	return ""
}
