package dialog

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// The work of one sweep within [Engine.Run], and of one look at the index.
const (
	sweepOnce  = 200
	sweepBatch = 50
)

// The pause after something due that failed; it grows with how long the conversation
// has stood still.
const (
	firstPostponement = time.Minute
	lastPostponement  = time.Hour
)

// Sweep does everything that is due at a time: reminders, time-outs, ends of sessions,
// words that were planned, messages that were held. It returns how many things it
// did. Each is a turn of its conversation, so that of any number of sweeps on any
// number of nodes exactly one does it; what it says leaves through the outbox.
// [Engine.Run] sweeps once a second.
//
// The time need not be that of Options.Now, and a clock that jumps does no harm: what is
// due early or late happens once. What fails is put off, for a minute at first, and
// does not keep back what else is due; the error tells the first of it.
func (e *Engine) Sweep(ctx context.Context, now time.Time) (done int, err error) {
	done, _, err = e.sweep(ctx, now, 0)
	return done, err
}

// sweep does at most so many things, 0 is no bound, and tells whether there is more.
func (e *Engine) sweep(ctx context.Context, now time.Time, most int) (done int, more bool, err error) {
	now = now.UTC().Truncate(time.Microsecond)
	var failures failures
	passed := map[string]bool{} // what is somebody else's; should it stay in the index, what is behind it is reached all the same
	for {
		limit := sweepBatch + len(passed)
		ids, err := e.store.Due(ctx, now, limit)
		if err != nil {
			return done, false, failures.with(err)
		}
		moved, stuck := false, len(ids) < limit
		for _, id := range ids {
			if passed[id] {
				continue
			}
			if most > 0 && done >= most {
				return done, true, failures.with(nil)
			}
			did, failure := e.sweepOne(ctx, id, now)
			if ctx.Err() != nil {
				return done, false, failures.with(ctx.Err())
			}
			if failure != nil {
				failures.add(failure)
			}
			switch did {
			case woken:
				done++
				moved = true
			case postponed:
				moved = true
			case elsewhere:
				passed[id] = true
			case untouched:
				stuck = true
			}
		}
		if !moved && (stuck || len(passed)+sweepBatch == limit) { // nothing is left that can be done
			return done, false, failures.with(nil)
		}
	}
}

// what sweeping one conversation did.
type swept uint8

const (
	untouched swept = iota // nothing, and it is still due
	elsewhere              // somebody else did it
	postponed              // it failed and was put off
	woken
)

// sweepOne does the weightiest thing that is due in a conversation.
func (e *Engine) sweepOne(ctx context.Context, id string, now time.Time) (swept, error) {
	unlock, err := e.turns.lock(ctx, id)
	if err != nil {
		return untouched, err
	}
	defer unlock()
	found, err := e.store.Load(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return untouched, nil
	}
	if err != nil {
		return untouched, err
	}
	if found.Due.IsZero() || found.Due.After(now) {
		return elsewhere, nil
	}
	// Whoever else does this names it the same, and one of them commits it.
	msg := Message{ID: SystemIDs + "due/" + fmt.Sprint(found.Version), Conversation: id, From: System, At: now}
	did := woken
	turn, failure := e.workOut(ctx, found, msg, &calls{}, work{name: dueWork}, now)
	if failure != nil {
		if ctx.Err() != nil {
			return untouched, ctx.Err()
		}
		failure = fmt.Errorf("dialog: what was due is put off: %w", failure)
		turn, did = putOff(found, msg, now), postponed
	}
	_, err = e.store.Commit(ctx, *turn)
	if errors.Is(err, ErrConflict) || errors.Is(err, ErrDuplicate) {
		return elsewhere, nil
	}
	if err != nil {
		return untouched, errors.Join(failure, err)
	}
	e.committed(turn)
	return did, failure
}

// putOff is the turn that looks again later at what could not be done. It leaves the
// state as it is, which may be what cannot be read, and has no trace.
func putOff(found Conversation, msg Message, now time.Time) *Turn {
	turn := &Turn{Conversation: found, Message: msg}
	pause := min(max(now.Sub(found.Updated), firstPostponement), lastPostponement)
	turn.Conversation.Due = now.Add(pause)
	turn.Reply = Reply{
		ID: replyID(msg.Conversation, msg.ID), Conversation: msg.Conversation, Message: msg.ID, Version: found.Version + 1,
		Kind: Relayed, From: Bot, Locale: found.Locale, Owner: found.Owner, At: now,
	}
	turn.Events = []Event{{Type: EventInternalError, Cause: msg.ID, Detail: "put off", At: now, V: EventVersion}}
	return turn
}
