package dialog

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// calls are the results of everything outside of the engine that a turn asked:
// hooks, the knowledge base, the reader, actions. They are recorded, so that the
// turn can be played again bit for bit, and kept while a turn is done over because
// another node was faster, so that an action is not called twice for nothing.
type calls struct {
	Made []made `json:"calls,omitempty"`
	// memo has results by name and key, of this and earlier attempts at the turn.
	memo map[string]made
	// playing says that Made is played back; next is the one to play.
	playing bool
	next    int
	// cut ends the turn when its time is over, unless it is kept; actions have until acts,
	// if that is set, so that there is time left for what they lead to.
	cut  *time.Timer
	kept bool
	acts time.Time

	late   bool    // a function of the host goes on for itself
	helper *helper // none before the first function of the host that is watched
}

// limit begins the time of a turn, at a time of the computer's own clock, and not of the
// host's.
func (c *calls) limit(began time.Time, most time.Duration, cut func()) {
	c.acts = began.Add(most - most/turnReserve)
	c.kept, c.cut = false, time.AfterFunc(most, cut)
}

// turnReserve is which part of a turn is kept free of actions.
const turnReserve = 4

// keep lets the turn last from now on, because what an action does must not be forgotten:
// a turn that is thrown away would call it again under another key. Each call that
// follows has its own bound.
func (c *calls) keep(ctx context.Context) error {
	if c.cut != nil && !c.kept && !c.cut.Stop() {
		<-ctx.Done()
	}
	c.kept = true
	return ctx.Err()
}

// acting bounds an action by the time that actions have in a turn.
func (c *calls) acting(ctx context.Context) (context.Context, context.CancelFunc) {
	if c.acts.IsZero() {
		return context.WithCancel(ctx)
	}
	return context.WithDeadline(ctx, c.acts)
}

// made is a call that was made.
type made struct {
	Name   string          `json:"n"`
	Result json.RawMessage `json:"r,omitempty"`
	Error  string          `json:"e,omitempty"`
	Is     string          `json:"i,omitempty"` // the sentinel that the error is
}

// ErrReplay says that a turn cannot be played again, because the engine asked something
// else than it had asked then.
var ErrReplay = errors.New("dialog: the turn went another way")

// call asks something outside of the engine: a panic becomes an error, the time is
// bounded, the result is recorded or played back. A result under a key is kept over
// the attempts at one turn; an empty key keeps nothing.
func call[T any](ctx context.Context, t *Talk, name, key string, timeout time.Duration, run func(context.Context) (T, error)) (T, error) {
	c := t.calls
	if c.playing {
		return play[T](c, name)
	}
	if key != "" {
		if m, ok := c.memo[name+"\x00"+key]; ok {
			c.Made = append(c.Made, m)
			var result T
			return result, json.Unmarshal(m.Result, &result)
		}
	}
	patience := time.Duration(0)
	if key != "" { // an action, which may have done by now what it was called for
		patience = timeout
	}
	result, err := waited(ctx, c, t.engine.clock, timeout, patience, run)
	if ctx.Err() != nil { // the turn is over; what was cut short is no result
		return result, ctx.Err()
	}
	if err != nil {
		result = *new(T) // as it will be when it is played back
	}
	if !t.engine.opts.tracing() && key == "" {
		return result, err
	}
	m, kept := made{Name: name}, result // a copy, so that nothing leaves the stack where nothing is kept
	if err != nil {
		m.Error, m.Is = "failed", sentinel(err)
	} else if m.Result, err = t.kept(&kept, key); err != nil {
		return result, fmt.Errorf("dialog: a result of %s cannot be kept: %w", name, err)
	} else if key != "" {
		if c.memo == nil {
			c.memo = map[string]made{}
		}
		c.memo[name+"\x00"+key] = m
	}
	c.Made = append(c.Made, m)
	return result, err
}

// kept is a result as the trace keeps it: in the room of the turn unless it has a key, for
// that one is kept over the attempts at a turn.
func (t *Talk) kept(result any, key string) (json.RawMessage, error) {
	if key != "" {
		return appendResult(nil, result)
	}
	room := t.room.results
	all, err := appendResult(room, result)
	t.room.results = all
	return json.RawMessage(all[len(room):len(all):len(all)]), err
}

// play returns the recorded result of the next call.
func play[T any](c *calls, name string) (result T, err error) {
	if c.next >= len(c.Made) || c.Made[c.next].Name != name {
		return result, fmt.Errorf("%w: %s was not asked", ErrReplay, name)
	}
	m := c.Made[c.next]
	c.next++
	if m.Error != "" {
		if known := sentinels()[m.Is]; known != nil {
			return result, known
		}
		return result, errFailed
	}
	return result, json.Unmarshal(m.Result, &result)
}

// errFailed stands for an error of the host when a turn is played again.
var errFailed = errors.New("dialog: the call failed")

// sentinels are the errors that decide how a turn goes.
func sentinels() map[string]error {
	return map[string]error{"not_found": ErrNotFound, "invalid": ErrInvalid, "conflict": ErrConflict, "late": ErrLate}
}

func sentinel(err error) string {
	for name, known := range sentinels() {
		if errors.Is(err, known) {
			return name
		}
	}
	return ""
}
