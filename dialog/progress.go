package dialog

import (
	"cmp"
	"context"
	"encoding/json"
)

// Progress takes what the host reports of a hand-off: its place in the queue, that
// somebody accepted it, that nobody will, that it is done. The customer is told what
// is new for him, through the [Sender]. The id makes the call repeatable, as a
// message's does. A report of another hand-off is [ErrInvalid], an impossible one a
// [*TransitionError].
func (e *Engine) Progress(ctx context.Context, conversation, id string, r HandoffProgress) (Reply, error) {
	msg := Message{ID: ownID(SystemIDs, id), Conversation: conversation, From: System}
	given, err := json.Marshal(r)
	if err != nil {
		return Reply{}, err
	}
	return e.do(ctx, msg, work{name: progressWork, given: given})
}

// progress is the turn of a report.
func (t *Talk) progress(given json.RawMessage) error {
	var r HandoffProgress
	if err := json.Unmarshal(given, &r); err != nil {
		return err
	}
	if t.turn.Conversation.Version == 0 {
		return ErrNotFound
	}
	next, notice, err := t.s.Pending.Apply(r, t.Now())
	if err != nil {
		return err
	}
	before, agent, open := t.s.Pending.State, t.s.Pending.Agent, t.s.Pending.Open()
	t.s.Pending = next
	t.turn.Conversation.Owner = next.Owner()
	if before != next.State || agent != next.Agent && next.State == HandoffAccepted { // or another one took it over
		t.event(Event{Type: handoffEvent(next.State), Detail: r.Reason, Value: next.Agent})
	}
	switch {
	case next.State == HandoffAccepted && before != HandoffAccepted:
		t.closeAll()
		t.s.Offered, t.s.Guide, t.s.Next = nil, nil, nil
	case open && !next.Open(): // once: what the customer began since is his
		wants := t.s.Wants
		t.cut()
		t.s.Escalation = t.s.Escalation.Return()
		if next.State == HandoffFailed { // he has waited in vain
			t.s.Wants = wants
		}
	}
	words := t.notice(notice)
	if notice == NoticeFailed {
		words = t.own(failedText(r.Reason))
	}
	if words == "" {
		t.turn.Reply.Kind = Relayed
		return nil
	}
	t.speak(Bot, words, nil)
	return nil
}

func handoffEvent(s HandoffState) EventType {
	switch s {
	case HandoffAccepted:
		return EventHandoffAccepted
	case HandoffFailed:
		return EventHandoffFailed
	case HandoffCompleted:
		return EventHandoffCompleted
	}
	return EventHandoffRequested
}

// failedText is what the customer is told of a hand-off that nobody takes: what was made of
// it, if anything was.
func failedText(reason string) TextID {
	switch reason {
	case "ticket":
		return TextTicketed
	case "callback":
		return TextCallBack
	}
	return TextNobodyCame
}

// notice is what the customer is told about his hand-off.
func (t *Talk) notice(n HandoffNotice) string {
	p := t.s.Pending
	id, ok := map[HandoffNotice]TextID{
		NoticeRequested: TextHandingOff, NoticeBusy: TextBusy, NoticeClosed: TextClosed, NoticeQueue: TextQueue,
		NoticeWaiting: TextWaiting, NoticeAccepted: TextAccepted, NoticeRequeued: TextRequeued,
		NoticeFailed: TextNobodyCame, NoticeCompleted: TextBack, NoticeWithdrawn: TextBack,
	}[n]
	if !ok {
		return ""
	}
	if id == TextBusy && p.Wait > 0 {
		id = TextBusyWait
	}
	if id == TextAccepted && p.Name != "" {
		id = TextAcceptedBy
	}
	return expand(t.own(id), func(name string) (string, bool) {
		switch name {
		case "agent":
			return p.Name, true
		case "wait":
			return minutes(p.Wait), true
		case "place":
			return itoa(p.Place), true
		}
		return "", false
	})
}

func (t *Talk) tellNotice(n HandoffNotice) { t.tell(t.notice(n)) }

// accepted notes that an agent speaks, whether or not a hand-off was made.
func (t *Talk) accepted(agent string) {
	p := &t.s.Pending
	if p.State == HandoffAccepted && p.Agent == agent {
		return
	}
	switch {
	case p.ID == "" || p.State == HandoffCompleted:
		*p = Pending{ID: "handoff/" + t.turn.Reply.ID}
	case p.State == HandoffFailed: // he comes to it after all, and it is known by its id
		*p = Pending{ID: p.ID}
	}
	p.State, p.Agent, p.Since, p.Heard = HandoffAccepted, agent, t.Now(), t.Now()
	t.event(Event{Type: EventHandoffAccepted, Value: agent})
}

// released notes that the agent is done.
func (t *Talk) released() {
	t.s.Pending = Pending{}
	t.s.Escalation = t.s.Escalation.Return()
	t.event(Event{Type: EventHandoffCompleted})
}

// cut ends what the bot was in the middle of. What holds for the customer stays.
func (t *Talk) cut() {
	t.closeAll()
	s := t.s
	*s = session{Pending: s.Pending, Escalation: s.Escalation, OptedOut: s.OptedOut, timing: s.lasting()}
}

// closeAll ends all open flows.
func (t *Talk) closeAll() {
	for len(t.s.Frames) > 0 {
		n := len(t.s.Frames)
		f := t.s.top()
		t.close(f, cmp.Or(f.ends, EventFlowHandedOff))
		if len(t.s.Frames) == n { // cannot happen; a loop without end is worse
			t.s.Frames = t.s.Frames[:n-1]
		}
	}
}
