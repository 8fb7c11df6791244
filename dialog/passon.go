package dialog

import (
	"context"
	"slices"
	"strings"

	"github.com/kefu-go/kefu/dialog/escalation"
	"github.com/kefu-go/kefu/internal/text"
)

// A hand-off record shows the last turns, each line up to a length: what is
// longer is in the transcript of the store.
const (
	transcriptTurns = 20
	transcriptLine  = 2 << 10 // bytes
)

// passOn gives the conversation to a person: the owner changes and the record
// goes into the outbox, in the same commit as the reply that says so.
func (t *Talk) passOn(ctx context.Context, reason HandoffReason) error {
	return t.passOnBecause(ctx, reason, escalation.Decision{})
}

// passOnBecause is passOn with what a policy decided, or with what the hand-off needs at
// least, which the policy may add to.
func (t *Talk) passOnBecause(ctx context.Context, reason HandoffReason, why escalation.Decision) error {
	c, reply := &t.turn.Conversation, &t.turn.Reply
	if t.engine.opts.Handoff == nil {
		reply.Kind = Unanswered
		t.sayOwn(TextNobody)
		return nil
	}
	why, upset := t.judged(ctx, reason, why)
	id := "handoff/" + reply.ID
	next, notice := t.s.Pending.Begin(id, t.available(ctx, reason, why), t.engine.opts.ServeWhileWaiting, t.Now())
	t.s.Pending, t.s.Unanswered, t.s.Followed, t.s.Repeats = next, 0, 0, 0
	switch notice {
	case NoticeWaiting: // asked for before: he is in the queue once
		reply.Kind = HandedOff
		t.tellWait()
		return nil
	case NoticeClosed:
		t.event(Event{Type: EventHandoffFailed, Detail: "closed"})
		return t.leaveMessage(ctx, reason)
	}
	reply.Kind = HandedOff
	switch {
	case notice == NoticeBusy:
		if upset {
			t.sayOwn(TextSoothe)
		}
		t.tellNotice(notice)
	case upset && reason != AskedForHuman:
		t.sayOwn(TextUpset)
	case reason == NotAnswered || reason == Unresolved:
		t.sayOwn(TextGivingUp)
	case reason == Upset:
		t.sayOwn(TextUpset)
	default:
		t.sayOwn(TextHandingOff)
	}
	h, err := t.record(ctx, id, reason, why)
	if err != nil {
		return err
	}
	c.Owner = next.Owner()
	if c.Owner == Agent {
		t.closeAll()
		t.s.Guide, t.s.Next = nil, nil
	}
	t.s.Offered, t.s.Offer = nil, offerEntries
	t.send("handoff", Outgoing{Handoff: h})
	t.event(Event{Type: EventHandoffRequested, Detail: string(reason)})
	return nil
}

// outline is the part of a record that is known without the transcript.
func (t *Talk) outline(reason HandoffReason, why escalation.Decision) *Handoff {
	c, reply := &t.turn.Conversation, &t.turn.Reply
	return &Handoff{
		ID: "handoff/" + reply.ID, Conversation: c.ID, Customer: c.Customer, Channel: c.Channel, Locale: reply.Locale,
		Reason: reason, At: reply.At, Priority: why.Priority, Skills: why.Skills,
	}
}

// record is what whoever takes over gets.
func (t *Talk) record(ctx context.Context, id string, reason HandoffReason, why escalation.Decision) (*Handoff, error) {
	c, reply := &t.turn.Conversation, &t.turn.Reply
	p, err := t.transcript(ctx)
	if err != nil {
		return nil, err
	}
	p.secrets = t.hidden()
	p.add(t.turn.Message, *reply, t.turn.Events)
	h := t.outline(reason, why)
	h.ID, h.Question, h.Transcript, h.Course = id, p.Question, p.Lines, MoodCourse(p.Readings)
	for _, r := range why.Reasons {
		h.Reasons = append(h.Reasons, string(r.Code))
	}
	h.Brief = briefOf(p.Readings)
	h.Brief.Since = c.Created
	h.Flow, h.Slots = t.collected()
	h.Past = t.earlier(ctx)
	o := SummaryOptions{Language: reply.Locale, Mood: h.Brief.Mood, stemmer: t.engine.stemmer}
	for _, r := range p.Readings {
		o.Values = append(o.Values, r.Values...)
	}
	before := p.Lines // what is said now, that somebody takes over, is no part of the matter
	if n := len(before); n > 0 && before[n-1].From == Bot && reply.Text != "" {
		before = before[:n-1]
	}
	if own := t.engine.opts.Summarizer; own != nil {
		h.Summary, err = call(ctx, t, "summarize", "", t.engine.opts.HookTimeout, func(ctx context.Context) (Summary, error) {
			return own.Summarize(ctx, before, o)
		})
		if err == nil {
			return h, nil
		}
		t.failed(ctx, "no summary of the host", err)
	}
	h.Summary = Summarize(before, o)
	return h, nil
}

// collected is what the open flows have collected, but for secrets.
func (t *Talk) collected() (flow string, slots map[string]string) {
	for _, f := range t.s.Frames {
		flow = f.Flow
		for name, v := range f.Slots {
			if v.Source == Omitted || t.secret(f, name) {
				continue
			}
			if slots == nil {
				slots = map[string]string{}
			}
			slots[f.Flow+"."+name] = v.Value
		}
	}
	return flow, slots
}

// available tells whether people can be reached. Where that cannot be told, they can.
func (t *Talk) available(ctx context.Context, reason HandoffReason, why escalation.Decision) Availability {
	ask := t.engine.opts.Available
	if ask == nil {
		return Availability{}
	}
	h := t.outline(reason, why)
	if t.reading != nil {
		h.Brief = briefOf([]*Reading{t.reading})
	}
	h.Brief.Category = t.category()
	a, err := call(ctx, t, "available", "", t.engine.opts.HookTimeout, func(ctx context.Context) (Availability, error) { return ask(ctx, *h) })
	if err != nil {
		t.failed(ctx, "nobody knows who is there", err)
		return Availability{}
	}
	return a
}

// past is what was said up to a turn, and what was read in it.
type past struct {
	Lines    []Line     `json:"l,omitempty"`
	Readings []*Reading `json:"r,omitempty"`
	// Question is what the customer said last that is no request for a person.
	Question string `json:"q,omitempty"`
	// secrets are values that nobody is shown.
	secrets secrecy
}

// add adds what was said in a turn, but for what was told in secret.
func (p *past) add(msg Message, reply Reply, events []Event) {
	told := p.secrets.hide(msg.Text)
	secret := slices.ContainsFunc(events, func(e Event) bool { return e.Slot != "" && e.Value == masked })
	if secret && told == msg.Text && !strings.Contains(told, masked) { // the value is not known any more: all of it may be the secret
		told = masked
	}
	msg.Text, reply.Text = told, p.secrets.hide(reply.Text)
	if r := reply.Reading; r != nil && (secret || len(p.secrets.values) > 0) {
		open := *r
		open.Values = slices.DeleteFunc(slices.Clone(r.Values), func(v Value) bool { return secret || p.secrets.hide(v.Value) != v.Value })
		reply.Reading = &open
	}
	lines := spoken(msg, reply)
	p.Lines = append(p.Lines, lines...)
	if reply.Reading != nil {
		p.Readings = append(p.Readings, reply.Reading)
	}
	if msg.From != Customer || msg.Text == "" || msg.Text == masked || reply.Reading != nil && reply.Reading.WantsHuman {
		return
	}
	if key := text.Key(msg.Text); number(key) == 0 && !refusals[key] && !unhelped(key) { // else it is about what the bot said
		p.Question = lines[0].Text
	}
}

// transcript returns the last lines of the conversation, and what was read in
// them.
func (t *Talk) transcript(ctx context.Context) (past, error) {
	c := &t.turn.Conversation
	return call(ctx, t, "transcript", "", 0, func(ctx context.Context) (p past, err error) {
		p.secrets = t.hidden()
		for record, err := range t.engine.store.Transcript(ctx, c.ID, max(0, c.Version-transcriptTurns)) {
			if err != nil {
				return p, err
			}
			p.add(record.Message, record.Reply, record.Events)
		}
		return p, nil
	})
}

// spoken returns what was said in a turn. An agent's words are in its reply
// too, and are said once.
func spoken(msg Message, reply Reply) []Line {
	var lines []Line
	if msg.From == Customer && msg.Text != "" {
		lines = append(lines, Line{From: msg.From, Text: clipLine(msg.Text), At: msg.At})
	}
	if reply.Text != "" {
		lines = append(lines, Line{From: reply.From, Text: clipLine(reply.Text), At: reply.At})
	}
	return lines
}

// clipLine cuts a text that is longer than a line of a record may be.
func clipLine(s string) string {
	if len(s) <= transcriptLine {
		return s
	}
	return strings.ToValidUTF8(s[:transcriptLine], "") + "…"
}
