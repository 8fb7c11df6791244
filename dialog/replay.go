package dialog

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// ErrNoTrace says: the turn was committed without a trace, so that it
// cannot be played again.
var ErrNoTrace = errors.New("dialog: the turn has no trace")

// Replayed is a turn that was played again.
type Replayed struct {
	// Record is the turn as it was committed.
	Record Record
	// Reply, Events, Outbox and Conversation are what the turn comes to now.
	Reply        Reply
	Events       []Event
	Outbox       []Outgoing
	Conversation Conversation
	// Differences are what is not as it was; none says that it is the same bit for bit.
	Differences []Difference
}

// Difference is something that came out another way.
type Difference struct {
	// Part is "calls", "reply", "events", "state" or "outbox".
	Part string
	// Was and Is are its JSON then and now. Was is empty where only a digest is kept: of the
	// outbox, and of a state that later turns have changed without a trace of it.
	Was string
	Is  string
}

// Replay plays a past turn again, from what its trace kept of the conversation before it and of
// all that hooks, actions, the reader and the knowledge base returned, none of which is
// called. It changes nothing. Where flows, texts, options or the library have changed
// since, the differences show what they changed.
//
// The error is [ErrNotFound] for a turn that does not exist or was pruned, and [ErrNoTrace] for one that
// was not traced; see [Options.NoTrace] and [SlotSpec.Secret].
func (e *Engine) Replay(ctx context.Context, conversation string, version int64) (Replayed, error) {
	var found *Record
	for r, err := range e.store.Transcript(ctx, conversation, version-1) {
		if err != nil {
			return Replayed{}, err
		}
		if r.Version == version {
			found = &r
		}
		break
	}
	if found == nil {
		return Replayed{}, ErrNotFound
	}
	if len(found.Trace) == 0 {
		return Replayed{}, ErrNoTrace
	}
	var tr trace
	if err := json.Unmarshal(found.Trace, &tr); err != nil {
		return Replayed{}, fmt.Errorf("dialog: a trace cannot be read: %w", err)
	}
	return e.replay(ctx, *found, tr)
}

func (e *Engine) replay(ctx context.Context, r Record, tr trace) (Replayed, error) {
	out := Replayed{Record: r}
	differs := func(part, was, is string) {
		out.Differences = append(out.Differences, Difference{Part: part, Was: was, Is: is})
	}
	turn := &Turn{Conversation: tr.Before.conversation(r), Message: r.Message}
	made := &calls{Made: tr.Made, playing: true}
	defer made.dismiss()
	t, err := e.talk(turn, r.Reply.At, made)
	if err != nil {
		return out, err
	}
	if err := t.run(ctx, work{name: tr.Work, given: tr.Given}); err != nil {
		if ctx.Err() != nil {
			return out, ctx.Err()
		}
		differs("calls", "", err.Error())
		return out, nil
	}
	if made.next < len(made.Made) {
		differs("calls", made.Made[made.next].Name, "")
	}
	out.Reply, out.Events, out.Outbox, out.Conversation = turn.Reply, turn.Events, turn.Outbox, turn.Conversation
	for _, part := range []struct {
		name    string
		was, is any
	}{{"reply", r.Reply, turn.Reply}, {"events", r.Events, turn.Events}} {
		was, err := json.Marshal(part.was)
		if err != nil {
			return out, err
		}
		is, err := json.Marshal(part.is)
		if err != nil {
			return out, err
		}
		if string(was) != string(is) {
			differs(part.name, string(was), string(is))
		}
	}
	return out, e.replayedState(ctx, &out, tr)
}

// replayedState compares what the turn left behind by digests.
func (e *Engine) replayedState(ctx context.Context, out *Replayed, tr trace) error {
	if stateDigest(out.Conversation) != tr.After {
		was, err := e.stateAfter(ctx, out.Record)
		if err != nil {
			return err
		}
		out.Differences = append(out.Differences, Difference{Part: "state", Was: was, Is: stateText(packed(out.Conversation))})
	}
	outbox, err := outboxDigest(out.Outbox)
	if err != nil {
		return err
	}
	if outbox != tr.Outbox {
		is, err := json.Marshal(out.Outbox)
		if err != nil {
			return err
		}
		out.Differences = append(out.Differences, Difference{Part: "outbox", Is: string(is)})
	}
	return nil
}

// stateAfter is what a turn left behind: what the next one found, or what there is now.
func (e *Engine) stateAfter(ctx context.Context, r Record) (string, error) {
	for next, err := range e.store.Transcript(ctx, r.Message.Conversation, r.Version) {
		if err != nil {
			return "", err
		}
		var tr trace
		if json.Unmarshal(next.Trace, &tr) != nil {
			return "", nil
		}
		return stateText(tr.Before), nil
	}
	c, err := e.store.Load(ctx, r.Message.Conversation)
	if err != nil {
		return "", err
	}
	return stateText(packed(c)), nil
}

// stateText is what people read of a conversation, its state as JSON.
func stateText(b before) string {
	s, err := readSession(b.State)
	if err == nil && len(b.State) > 0 {
		b.State, err = json.Marshal(s)
	}
	if err != nil {
		return err.Error()
	}
	text, err := json.Marshal(b)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
