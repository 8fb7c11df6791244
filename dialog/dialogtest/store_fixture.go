package dialogtest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
)

type check = storetest.Check[dialog.Store]

// noon is the time at which the checks take place.
func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// turn returns a small turn on top of a version.
func turn(conversation, message string, version int64) dialog.Turn {
	return dialog.Turn{
		Conversation: dialog.Conversation{
			ID: conversation, Customer: "ann", Owner: dialog.Bot, Version: version,
			Created: noon(), Updated: noon(), State: []byte(message),
		},
		Message: dialog.Message{ID: message, Conversation: conversation, From: dialog.Customer, Text: "text of " + message, At: noon()},
		Reply:   dialog.Reply{ID: "re:" + message, Conversation: conversation, Message: message, Kind: dialog.Answered, From: dialog.Bot, Owner: dialog.Bot, At: noon()},
	}
}

// sending returns the turn with outbox items of these ids, due at noon.
func sending(t dialog.Turn, ids ...string) dialog.Turn {
	for _, id := range ids {
		t.Outbox = append(t.Outbox, dialog.Outgoing{
			ID: id, Conversation: t.Conversation.ID, Customer: "ann", Channel: "web", Due: noon(),
			Reply: &dialog.Reply{ID: "words:" + id, Conversation: t.Conversation.ID, Kind: dialog.Spoken, From: dialog.Agent, Owner: dialog.Agent, Text: "words of " + id, At: noon()},
		})
	}
	return t
}

// due returns the turn with a conversation that wants to be woken at a time.
func due(t dialog.Turn, at time.Time) dialog.Turn {
	t.Conversation.Due = at
	return t
}

// commit writes turns one after the other and returns an error unless each
// gets the next version.
func commit(ctx context.Context, s dialog.Store, turns ...dialog.Turn) error {
	for _, t := range turns {
		version, err := s.Commit(ctx, t)
		if err != nil {
			return fmt.Errorf("commit of %q on version %d of %q: %w", t.Message.ID, t.Conversation.Version, t.Conversation.ID, err)
		}
		if want := t.Conversation.Version + 1; version != want {
			return fmt.Errorf("commit of %q returned version %d, want %d", t.Message.ID, version, want)
		}
	}
	return nil
}

// refused returns an error unless the commit fails with target and leaves
// nothing behind.
func refused(ctx context.Context, s dialog.Store, what string, t dialog.Turn, target error) error {
	before, err := look(ctx, s)
	if err != nil {
		return err
	}
	if _, err := s.Commit(ctx, t); !errors.Is(err, target) {
		return fmt.Errorf("%s: commit returned error %w, want %w", what, err, target)
	}
	return unchanged(ctx, s, what, before)
}

// view is what a store shows of itself.
type view struct {
	Conversations map[string]dialog.Conversation
	Feed          []dialog.Record
	Due           []string
	Heads         []string // ids of what can be claimed
}

// look reads the whole store. What it claims it releases at once, so that only
// Attempt shows that it looked.
func look(ctx context.Context, s dialog.Store) (view, error) {
	v := view{Conversations: map[string]dialog.Conversation{}}
	var err error
	if v.Feed, err = storetest.Collect(s.Feed(ctx, 0)); err != nil {
		return v, fmt.Errorf("feed: %w", err)
	}
	for _, r := range v.Feed {
		c, err := s.Load(ctx, r.Message.Conversation)
		if err != nil {
			return v, fmt.Errorf("load %q: %w", r.Message.Conversation, err)
		}
		v.Conversations[c.ID] = c
	}
	farFuture := noon().AddDate(10, 0, 0)
	if v.Due, err = s.Due(ctx, farFuture, 1000); err != nil {
		return v, fmt.Errorf("due: %w", err)
	}
	claimed, err := s.Outbox().Claim(ctx, noon(), noon().Add(time.Minute), 1000)
	if err != nil {
		return v, fmt.Errorf("claim: %w", err)
	}
	for _, out := range claimed {
		v.Heads = append(v.Heads, out.ID)
		if err := s.Outbox().Settle(ctx, out.ID, out.Attempt, dialog.Outcome{Retry: noon()}); err != nil {
			return v, fmt.Errorf("settle: %w", err)
		}
	}
	return v, nil
}

func unchanged(ctx context.Context, s dialog.Store, what string, before view) error {
	after, err := look(ctx, s)
	if err != nil {
		return err
	}
	return storetest.Same(what+": what the store holds afterwards", before, after)
}

// claim claims at a time, with a lease of one minute, and returns the items.
func claim(ctx context.Context, s dialog.Store, now time.Time, limit int) ([]dialog.Outgoing, error) {
	items, err := s.Outbox().Claim(ctx, now, now.Add(time.Minute), limit)
	if err == nil && len(items) > max(limit, 0) {
		err = fmt.Errorf("claim of at most %d items returned %d", limit, len(items))
	}
	return items, err
}

// claimed returns an error unless exactly these items can be claimed at now.
func claimed(ctx context.Context, s dialog.Store, what string, now time.Time, ids ...string) error {
	items, err := claim(ctx, s, now, 100)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	got := map[string]bool{}
	for _, out := range items {
		got[out.ID] = true
	}
	want := map[string]bool{}
	for _, id := range ids {
		want[id] = true
	}
	return storetest.Same(what+": the items that could be claimed", want, got)
}

func settle(ctx context.Context, s dialog.Store, id string, attempt int, outcome dialog.Outcome) error {
	return storetest.NoErr(fmt.Sprintf("settle %q, attempt %d", id, attempt), s.Outbox().Settle(ctx, id, attempt, outcome))
}
