package dialog

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"time"
)

// work is what a turn does. Its name and what it was given stand in the trace, so that
// the turn can be played again.
type work struct {
	name  workName
	given json.RawMessage
}

type workName string

const (
	converseWork workName = ""         // a customer's message
	holdWork     workName = "hold"     // a message that others follow
	sayWork      workName = "say"      // an agent's words
	releaseWork  workName = "release"  // an agent is done
	progressWork workName = "progress" // the host reports of a hand-off
	dueWork      workName = "due"      // something that time brought
	startWork    workName = "start"    // something that the host began
	busyWork     workName = "busy"     // a message that took too long
	informWork   workName = "inform"   // an agent's words beside the conversation
)

// run does the work.
func (w work) run(ctx context.Context, t *Talk) error {
	switch w.name {
	case converseWork:
		return t.converse(ctx)
	case holdWork:
		return t.holdBack(ctx)
	case sayWork:
		return t.agentSpoke(ctx)
	case releaseWork:
		return t.agentLeft(ctx)
	case progressWork:
		return t.progress(w.given)
	case dueWork:
		return t.wake(ctx)
	case startWork:
		return t.startUnasked(ctx, w.given)
	case busyWork:
		return t.outOfTime(ctx)
	case informWork:
		return t.informed(ctx)
	}
	return fmt.Errorf("%w: the work %q is not known here", ErrReplay, string(w.name))
}

// trace is what a turn has to be played again: what it began with, what it asked outside
// of the engine, and digests of what it left behind. The time of the turn is that of
// its reply.
type trace struct {
	Work   workName        `json:"w,omitempty"`
	Given  json.RawMessage `json:"g,omitempty"`
	Before before          `json:"b,omitzero"`
	Made   []made          `json:"c,omitempty"`
	After  uint64          `json:"a"`
	Outbox uint64          `json:"o,omitempty"`
}

// before is a conversation as a turn found it; its id is that of the message, and its
// version one below that of the record.
type before struct {
	Customer string     `json:"u,omitempty"`
	Channel  string     `json:"ch,omitempty"`
	Locale   string     `json:"l,omitempty"`
	Owner    Role       `json:"o,omitempty"` // empty is the bot
	Created  int64      `json:"cr,omitempty"`
	Updated  int64      `json:"up,omitempty"`
	Due      int64      `json:"d,omitempty"`
	State    traceState `json:"s,omitempty"`
}

// traceState is a packed state as a text, or one that is JSON as it is.
type traceState []byte

// MarshalJSON implements [json.Marshaler].
func (s traceState) MarshalJSON() ([]byte, error) { return s.append(nil), nil }

func (s traceState) append(b []byte) []byte {
	if len(s) == 0 || s[0] != packedSession {
		return append(b, s...)
	}
	return append(base64.StdEncoding.AppendEncode(append(b, '"'), s), '"')
}

// UnmarshalJSON implements [json.Unmarshaler].
func (s *traceState) UnmarshalJSON(data []byte) (err error) {
	*s = bytes.Clone(data)
	if data[0] == '"' {
		*s, err = base64.StdEncoding.DecodeString(string(data[1 : len(data)-1]))
	}
	return err
}

func unixMicros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func fromTraceMicros(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}

// packed is a conversation as a trace keeps it.
func packed(c Conversation) before {
	b := before{
		Customer: c.Customer, Channel: c.Channel, Locale: c.Locale, Owner: c.Owner,
		Created: unixMicros(c.Created), Updated: unixMicros(c.Updated), Due: unixMicros(c.Due), State: traceState(c.State),
	}
	if b.Owner == Bot {
		b.Owner = ""
	}
	return b
}

// conversation is the conversation that a record's turn found.
func (b before) conversation(r Record) Conversation {
	c := Conversation{
		ID: r.Message.Conversation, Customer: b.Customer, Channel: b.Channel, Locale: b.Locale, Owner: b.Owner,
		Version: r.Version - 1, Created: fromTraceMicros(b.Created), Updated: fromTraceMicros(b.Updated), Due: fromTraceMicros(b.Due), State: []byte(b.State),
	}
	if c.Owner == "" {
		c.Owner = Bot
	}
	return c
}

// traced is the trace of a turn that was worked out.
func traced(found Conversation, turn *Turn, made *calls, w work) ([]byte, error) {
	tr := trace{Work: w.name, Given: w.given, Before: packed(found), Made: made.Made, After: stateDigest(turn.Conversation)}
	var err error
	if tr.Outbox, err = outboxDigest(turn.Outbox); err != nil {
		return nil, err
	}
	return tr.append(nil)
}

// stateDigest tells two conversations apart. Like that of an outbox it is no protection
// against forgery.
func stateDigest(c Conversation) uint64 {
	h := fnv.New64a()
	for _, part := range []string{c.ID, c.Customer, c.Channel, c.Locale, string(c.Owner)} {
		_, _ = h.Write([]byte(part)) // never fails, nor do the others
		_, _ = h.Write([]byte{0})
	}
	var number [8]byte
	for _, n := range []int64{c.Version, unixMicros(c.Created), unixMicros(c.Updated), unixMicros(c.Due)} {
		binary.LittleEndian.PutUint64(number[:], uint64(n)) //nolint:gosec // only to be told apart
		_, _ = h.Write(number[:])
	}
	_, _ = h.Write(c.State)
	return h.Sum64()
}

// outboxDigest tells two outboxes apart; that of an empty one is 0.
func outboxDigest(items []Outgoing) (uint64, error) {
	if len(items) == 0 {
		return 0, nil
	}
	data, err := json.Marshal(items)
	if err != nil {
		return 0, err
	}
	h := fnv.New64a()
	_, _ = h.Write(data) // never fails
	return h.Sum64(), nil
}
