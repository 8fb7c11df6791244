package dialogtest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
)

// aged returns the turn as written at a time.
func aged(t dialog.Turn, at time.Time) dialog.Turn {
	t.Conversation.Updated = at
	return t
}

// longAgo and lately are before and after what the checks prune.
func longAgo() time.Time { return noon().Add(-30 * 24 * time.Hour) }
func lately() time.Time  { return noon().Add(-time.Minute) }

// pruned returns an error unless Prune with this limit prunes so many turns.
func pruned(ctx context.Context, s ArchiveStore, what string, before time.Time, limit, want int) error {
	got, err := s.Prune(ctx, before, limit)
	if err == nil && got != want {
		err = fmt.Errorf("pruned %d turns, want %d", got, want)
	}
	return storetest.NoErr(what, err)
}

// spoken returns an error unless these are the records of a conversation, by
// version, in the transcript and in the feed.
func spoken(ctx context.Context, s ArchiveStore, conversation string, versions ...int64) error {
	lines, err := storetest.Collect(s.Transcript(ctx, conversation, 0))
	if err != nil {
		return err
	}
	feed, err := storetest.Collect(s.Feed(ctx, 0))
	if err != nil {
		return err
	}
	var inTranscript, inFeed []int64
	for _, r := range lines {
		inTranscript = append(inTranscript, r.Version)
	}
	for _, r := range feed {
		if r.Message.Conversation == conversation {
			inFeed = append(inFeed, r.Version)
		}
	}
	return storetest.First(
		storetest.Same("the transcript of "+conversation, versions, inTranscript),
		storetest.Same("what the feed has of "+conversation, versions, inFeed),
	)
}

// stubbed returns an error unless of a turn the stub is left, and its message
// is a duplicate.
func stubbed(ctx context.Context, s ArchiveStore, t dialog.Turn) error {
	want := record(t, t.Conversation.Version+1).Stub()
	got, err := s.Replied(ctx, t.Conversation.ID, t.Message.ID)
	if err != nil {
		return fmt.Errorf("replied of a pruned message: %w", err)
	}
	got.Cursor = 0
	if err := storetest.Same("replied of a pruned message", want, got); err != nil {
		return err
	}
	current, err := s.Load(ctx, t.Conversation.ID)
	if err != nil {
		return err
	}
	t.Conversation.Version, t.Outbox = current.Version, nil
	var dup *dialog.DuplicateError
	if _, err := s.Commit(ctx, t); !errors.As(err, &dup) {
		return fmt.Errorf("a pruned message that comes again: got error %w, want a *DuplicateError", err)
	}
	dup.Record.Cursor = 0
	return storetest.Same("the duplicate of a pruned message", want, dup.Record)
}

var pruneChecks = []archiveCheck{
	{Name: "prune/leaves a stub", Run: func(ctx context.Context, s ArchiveStore) error {
		old, young := aged(fullTurn("c", "m1", 0), longAgo()), aged(turn("c", "m2", 1), lately())
		old.Outbox = nil
		if err := commit(ctx, s, old, due(young, noon())); err != nil {
			return err
		}
		before, err := s.Load(ctx, "c")
		if err != nil {
			return err
		}
		if err := pruned(ctx, s, "the old turn", lately(), 10, 1); err != nil {
			return err
		}
		after, err := s.Load(ctx, "c")
		return storetest.First(err,
			storetest.Same("a conversation of which a turn was pruned", before, after),
			stubbed(ctx, s, old),
			spoken(ctx, s, "c", 2),
			replied(ctx, s, young, 2),
			pruned(ctx, s, "the same again", lately(), 10, 0),
			stubbed(ctx, s, old),
			commit(ctx, s, aged(turn("c", "m3", 2), noon())),
			spoken(ctx, s, "c", 2, 3),
		)
	}},
	{Name: "prune/unlike the usual", Run: func(ctx context.Context, s ArchiveStore) error {
		bare := dialog.Turn{Conversation: dialog.Conversation{ID: "bare"}, Message: dialog.Message{ID: "timeout:7"}}
		odd := turn("odd", "m1", 0)
		odd.Message.Conversation, odd.Message.From = "elsewhere", dialog.Agent
		odd.Reply.Conversation, odd.Reply.Message, odd.Reply.Version = "nowhere", "m0", 17
		odd.Reply.Agent, odd.Reply.Owner = "bob", dialog.Agent
		odd.Conversation.Updated = longAgo()
		for _, t := range []dialog.Turn{bare, odd} {
			if err := storetest.First(commit(ctx, s, t), pruned(ctx, s, "one turn", lately(), 10, 1), stubbed(ctx, s, t)); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "prune/age", Run: func(ctx context.Context, s ArchiveStore) error {
		limit := longAgo()
		earlier := limit.Add(-time.Microsecond)
		// The time of a message does not count, nor do turns come in the order of time.
		t := aged(turn("c", "m2", 1), limit)
		t.Message.At, t.Reply.At = time.Time{}, time.Time{}
		return storetest.First(
			commit(ctx, s, aged(turn("c", "m1", 0), limit), t, aged(turn("c", "m3", 2), earlier), aged(turn("c", "m4", 3), noon())),
			pruned(ctx, s, "before all", earlier.In(time.FixedZone("", -3600)), 10, 0),
			pruned(ctx, s, "before one", limit.In(time.FixedZone("", 3600)), 10, 1),
			spoken(ctx, s, "c", 1, 2, 4),
			pruned(ctx, s, "a nanosecond later", limit.Add(time.Nanosecond), 10, 2),
			spoken(ctx, s, "c", 4),
		)
	}},
	{Name: "prune/limit", Run: func(ctx context.Context, s ArchiveStore) error {
		for i := range int64(3) {
			if err := commit(ctx, s, aged(turn("a", fmt.Sprint("m", i), i), longAgo()), aged(turn("b", fmt.Sprint("m", i), i), longAgo())); err != nil {
				return err
			}
		}
		left := func(want int) error {
			feed, err := storetest.Collect(s.Feed(ctx, 0))
			return storetest.First(err, storetest.Same("how many records are left", want, len(feed)))
		}
		return storetest.First(
			pruned(ctx, s, "none", noon(), 0, 0), pruned(ctx, s, "less than none", noon(), -1, 0), left(6),
			pruned(ctx, s, "at most four", noon(), 4, 4), left(2),
			pruned(ctx, s, "at most four of two", noon(), 4, 2), left(0),
		)
	}},
	{Name: "prune/many", Run: func(ctx context.Context, s ArchiveStore) error {
		const conversations, each = 30, 20
		err := storetest.Spread(conversations, func(i int) error {
			for v := range int64(each) {
				if err := commit(ctx, s, aged(turn(fmt.Sprint("c", i), fmt.Sprint("m", v), v), longAgo())); err != nil {
					return err
				}
			}
			return nil
		})
		again := aged(turn("c0", "m3", 3), longAgo())
		return storetest.First(err,
			pruned(ctx, s, "all but one", noon(), conversations*each-1, conversations*each-1),
			pruned(ctx, s, "the last one", noon(), 10, 1),
			spoken(ctx, s, "c0"), spoken(ctx, s, "c29"),
			stubbed(ctx, s, again),
		)
	}},
	{Name: "prune/not what has to leave", Run: func(ctx context.Context, s ArchiveStore) error {
		first := aged(sending(turn("c", "m1", 0), "o1", "o2"), longAgo())
		next := aged(sending(turn("c", "m2", 1), "o3"), longAgo())
		return storetest.First(
			commit(ctx, s, first, next),
			pruned(ctx, s, "turns whose items wait", noon(), 10, 0),
			claimed(ctx, s, "the first item", noon(), "o1"),
			pruned(ctx, s, "turns whose items are claimed", noon(), 10, 0),
			settle(ctx, s, "o1", 1, dialog.Outcome{}),
			pruned(ctx, s, "turns of whose items one has left", noon(), 10, 0),
			replied(ctx, s, first, 1),
			claimed(ctx, s, "the second item", noon(), "o2"),
			pruned(ctx, s, "turns of whose items the last one is claimed", noon(), 10, 0),
			settle(ctx, s, "o2", 1, dialog.Outcome{Failed: true}),
			pruned(ctx, s, "the turn whose items are settled", noon(), 10, 1),
			stubbed(ctx, s, first),
			replied(ctx, s, next, 2),
			claimed(ctx, s, "the third item, behind those that were pruned", noon(), "o3"),
			settle(ctx, s, "o3", 1, dialog.Outcome{}),
			pruned(ctx, s, "the other turn", noon(), 10, 1),
			stubbed(ctx, s, next),
		)
	}},
	{Name: "prune/ids of items come again", Run: func(ctx context.Context, s ArchiveStore) error {
		kept := aged(sending(turn("kept", "m1", 0), "o3"), noon())
		return storetest.First(
			commit(ctx, s, aged(sending(turn("c", "m1", 0), "o1", "o2"), longAgo()), kept),
			claimed(ctx, s, "the first items", noon(), "o1", "o3"),
			settle(ctx, s, "o1", 1, dialog.Outcome{}), settle(ctx, s, "o3", 1, dialog.Outcome{}),
			claimed(ctx, s, "the second item", noon(), "o2"),
			settle(ctx, s, "o2", 1, dialog.Outcome{Failed: true}),
			pruned(ctx, s, "the old turn", lately(), 10, 1),
			storetest.WantErr("settle what was pruned", s.Outbox().Settle(ctx, "o1", 1, dialog.Outcome{}), dialog.ErrNotFound),
			storetest.WantErr("settle what had failed", s.Outbox().Settle(ctx, "o2", 1, dialog.Outcome{}), dialog.ErrNotFound),
			storetest.WantErr("settle again what was not pruned", s.Outbox().Settle(ctx, "o3", 1, dialog.Outcome{}), dialog.ErrConflict),
			commit(ctx, s, sending(turn("d", "m1", 0), "o2", "o1")),
			claimed(ctx, s, "the first item with an id that was pruned", noon(), "o2"),
			settle(ctx, s, "o2", 1, dialog.Outcome{}),
			claimed(ctx, s, "the second one", noon(), "o1"),
		)
	}},
}
