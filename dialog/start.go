package dialog

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"
)

// Start is something to say to a customer who has not asked: a flow to begin, words, or
// words and then a flow.
type Start struct {
	// ID makes the call repeatable: under the same ID it is done once in a conversation.
	ID string
	// Conversation is where it is said; one that does not exist is begun. Customer,
	// Channel and Locale are as in a [Message].
	Conversation string
	Customer     string
	Channel      string
	Locale       string
	// Flow is what to begin, with values for its slots in Args.
	Flow string
	Args map[string]string
	// Words are said first. At most 4 KB.
	Words Words
	// Kind is what it is for ("care", "push", "survey"), for the policy.
	Kind string
	// Zone is the customer's time zone as an IANA name, for quiet hours. Default: UTC.
	Zone string
	// NotBefore puts it off; Until is when it is of no use any more. Zero: now, and never.
	NotBefore time.Time
	Until     time.Time
}

// The bounds of what is said unasked: the bytes of its words and arguments, how much may
// be planned in a conversation, and how much of what was sent is remembered.
const (
	startSize = 4 << 10
	mostPlans = 16
	mostSent  = 64
)

// Start returns what to begin for an occasion to care, in a conversation with the customer. Its
// ID is the plan's key, so that a host that plans again and starts all of it starts each
// once.
func (p Planned) Start(conversation, customer string) Start {
	return Start{
		ID: p.Key, Conversation: conversation, Customer: customer, Flow: p.Flow, Args: p.Args, Kind: p.Kind,
		NotBefore: p.At, Until: p.Until,
	}
}

// startPlan is a [Start] as a session keeps it, with times in Unix milliseconds.
type startPlan struct {
	ID    string            `json:"i"`
	Flow  string            `json:"f,omitempty"`
	Args  map[string]string `json:"a,omitempty"`
	Words Words             `json:"w,omitempty"`
	Kind  string            `json:"k,omitempty"`
	Zone  string            `json:"z,omitempty"`
	At    int64             `json:"t"`
	Until int64             `json:"u,omitempty"`
}

// sent is something that was said unasked.
type sent struct {
	Kind string `json:"k,omitempty"`
	At   int64  `json:"t"`
}

// Start says something to a customer unasked. It leaves through the outbox. Whether and when is up to
// [Options.Proactive] and to the customer, who may have opted out. The Kind of the
// reply is what became of it: [Postponed] if it is put off, [Suppressed] if it is never
// said, otherwise that of what is said. The events tell of it when it is sent, and when it is
// suppressed.
//
// It never interrupts: while a person has the conversation, or the bot waits for an
// answer, it is put off until that is over.
func (e *Engine) Start(ctx context.Context, s Start) (Reply, error) {
	if s.Flow == "" && len(s.Words) == 0 {
		return Reply{}, &FieldError{Field: "flow", Reason: "and words are missing"}
	}
	if s.Flow != "" && e.flows[s.Flow] == nil {
		return Reply{}, &FieldError{Field: "flow", Reason: "is not known"}
	}
	if _, err := time.LoadLocation(s.Zone); err != nil {
		return Reply{}, &FieldError{Field: "zone", Reason: "is not known"}
	}
	p := startPlan{ID: s.ID, Flow: s.Flow, Args: s.Args, Words: s.Words, Kind: s.Kind, Zone: s.Zone}
	if !s.NotBefore.IsZero() {
		p.At = ceilMillis(s.NotBefore)
	}
	if !s.Until.IsZero() {
		p.Until = s.Until.UnixMilli()
	}
	given, err := json.Marshal(p)
	if err != nil {
		return Reply{}, err
	}
	if len(given) > startSize {
		return Reply{}, &FieldError{Field: "words", Reason: "are too long"}
	}
	msg := Message{
		ID: ownID(SystemIDs, s.ID), Conversation: s.Conversation, From: System, Customer: s.Customer,
		Channel: s.Channel, Locale: s.Locale,
	}
	if s.ID != "" {
		msg.ID = SystemIDs + "start/" + s.ID
	}
	return e.do(ctx, msg, work{name: startWork, given: given})
}

// ceilMillis rounds up, so that nothing is early.
func ceilMillis(t time.Time) int64 { return t.Add(time.Millisecond - 1).UnixMilli() }

// startUnasked is the turn of a [Start].
func (t *Talk) startUnasked(ctx context.Context, given json.RawMessage) error {
	var p startPlan
	if err := json.Unmarshal(given, &p); err != nil {
		return err
	}
	return t.consider(ctx, p)
}

// consider says what was planned now, later or never.
func (t *Talk) consider(ctx context.Context, p startPlan) error {
	reply := &t.turn.Reply
	never := func(why string) error {
		reply.Kind = Suppressed
		t.event(Event{Type: EventProactiveSuppressed, Value: p.ID, Detail: why})
		return nil
	}
	if p.Flow != "" && t.engine.flows[p.Flow] == nil { // planned by another version of the bot
		return never("no flow")
	}
	if err := t.elsewhere(ctx); err != nil {
		return err
	}
	when, allowed, reason := t.decide(p)
	if !allowed {
		return never(string(reason))
	}
	if when.After(t.Now()) || t.engaged() {
		if len(t.s.Plans) >= mostPlans {
			return never("too many")
		}
		p.At = ceilMillis(when)
		t.s.Plans = append(t.s.Plans, p)
		reply.Kind = Postponed
		return nil
	}
	t.heard()
	t.beginSession()
	t.s.Sent = append(t.s.Sent, sent{Kind: p.Kind, At: t.millis()})
	t.s.Sent = t.s.Sent[max(0, len(t.s.Sent)-mostSent):]
	t.event(Event{Type: EventProactiveSent, Value: p.ID, Detail: p.Kind, Flow: p.Flow})
	t.Say(p.Words)
	if p.Flow != "" {
		if err := t.advance(ctx, t.begin(t.engine.flows[p.Flow], t.turn.Message.ID, p.Args)); err != nil {
			return err
		}
	}
	t.push()
	return nil
}

// decide asks the policy.
func (t *Talk) decide(p startPlan) (when time.Time, allowed bool, reason ProactiveReason) {
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		zone = time.UTC
	}
	c := Contact{Kind: p.Kind, Channel: t.turn.Conversation.Channel, Zone: zone}
	if t.optedOut() {
		c.OptedOut = []string{"*"}
	}
	if t.s.Wrote > 0 {
		c.LastMessage = time.UnixMilli(t.s.Wrote).UTC()
	}
	if p.Until > 0 {
		c.Until = time.UnixMilli(p.Until).UTC()
	}
	all := append(slices.Clone(t.s.Sent), t.contacts.Sent...)
	slices.SortStableFunc(all, func(a, b sent) int { return cmp.Compare(a.At, b.At) })
	for _, s := range all {
		c.Sent = append(c.Sent, Contacted{Kind: s.Kind, At: time.UnixMilli(s.At).UTC()})
	}
	at := t.Now()
	if later := time.UnixMilli(p.At).UTC(); p.At > 0 && later.After(at) {
		at = later
	}
	return t.engine.opts.Proactive.Decide(at, c)
}

// unasked is what was said to a customer unasked, and whether he wants that no more, by
// what he said last of it, at Opted.
type unasked struct {
	OptedOut bool   `json:"x,omitempty"`
	Opted    int64  `json:"o,omitempty"`
	Sent     []sent `json:"s,omitempty"`
}

// hear takes in what the customer said in some conversation of his wishes. The latest
// counts; of those whose time is not known, that he wants nothing.
func (u *unasked) hear(s *session) {
	switch {
	case s.Opted > u.Opted:
		u.OptedOut, u.Opted = s.OptedOut, s.Opted
	case s.Opted == u.Opted:
		u.OptedOut = u.OptedOut || s.OptedOut
	}
}

// optedOut reports whether the customer wants no unasked messages, here or elsewhere.
func (t *Talk) optedOut() bool {
	u := unasked{OptedOut: t.contacts.OptedOut, Opted: t.contacts.Opted}
	u.hear(t.s)
	return u.OptedOut
}

// mostOthers is in how many other conversations of a customer what was sent is looked at.
const mostOthers = 20

// elsewhere looks at the other conversations of the customer, where the store is an
// [Archive]: who has opted out in one of them, however long ago, wants nothing in another
// one either, and caps are for the customer, whatever the channel.
func (t *Talk) elsewhere(ctx context.Context) error {
	c := &t.turn.Conversation
	archive, ok := t.engine.store.(Archive)
	if !ok || c.Customer == "" {
		return nil
	}
	others, err := call(ctx, t, "unasked", "", t.engine.opts.HookTimeout, func(ctx context.Context) (all unasked, err error) {
		n := 0
		for other, err := range archive.Conversations(ctx, c.Customer, time.Time{}) {
			if err != nil {
				return all, err
			}
			if other.ID == c.ID {
				continue
			}
			s, err := readSession(other.State)
			if err != nil {
				continue // of another program
			}
			all.hear(s)
			if n++; n <= mostOthers {
				all.Sent = append(all.Sent, s.Sent...)
			}
		}
		return all, nil
	})
	t.contacts = others
	return err
}

// engaged reports whether words that nobody asked for would interrupt.
func (t *Talk) engaged() bool {
	return t.turn.Conversation.Owner == Agent || t.waits() || len(t.s.Held) > 0
}

// nextPlan is when something planned can be said at the earliest.
func (t *Talk) nextPlan() (at int64, ok bool) {
	if t.engaged() {
		return 0, false
	}
	for _, p := range t.s.Plans {
		if !ok || p.At < at {
			at, ok = p.At, true
		}
	}
	return at, ok
}

// carryOut says what was planned for the earliest time.
func (t *Talk) carryOut(ctx context.Context) error {
	first := 0
	for i, p := range t.s.Plans {
		if p.At < t.s.Plans[first].At {
			first = i
		}
	}
	p := t.s.Plans[first]
	t.s.Plans = append(t.s.Plans[:first:first], t.s.Plans[first+1:]...)
	return t.consider(ctx, p)
}
