package dialogtest

import (
	"context"
	"errors"
	"fmt"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
)

var commitChecks = []check{
	{Name: "commit/empty", Run: func(ctx context.Context, s dialog.Store) error {
		_, loadErr := s.Load(ctx, "nobody")
		_, repliedErr := s.Replied(ctx, "nobody", "m")
		v, err := look(ctx, s)
		lines, transcriptErr := storetest.Collect(s.Transcript(ctx, "nobody", 0))
		return storetest.First(err, transcriptErr,
			storetest.WantErr("load from an empty store", loadErr, dialog.ErrNotFound),
			storetest.WantErr("replied of an empty store", repliedErr, dialog.ErrNotFound),
			storetest.WantErr("settle in an empty store", s.Outbox().Settle(ctx, "o", 1, dialog.Outcome{}), dialog.ErrNotFound),
			storetest.Same("an empty store", view{Conversations: map[string]dialog.Conversation{}}, v),
			storetest.Same("the transcript of an unknown conversation", []dialog.Record(nil), lines),
		)
	}},
	{Name: "commit/create", Run: func(ctx context.Context, s dialog.Store) error {
		first := turn("c", "m1", 0)
		if err := commit(ctx, s, first); err != nil {
			return err
		}
		first.Conversation.Version = 1
		got, err := s.Load(ctx, "c")
		return storetest.First(err, storetest.Same("the created conversation", first.Conversation, got))
	}},
	{Name: "commit/update", Run: func(ctx context.Context, s dialog.Store) error {
		last := turn("c", "m3", 2)
		last.Conversation = dialog.Conversation{ID: "c", Version: 2, Owner: dialog.Agent, Locale: "zh-Hans", Channel: "wechat"}
		if err := commit(ctx, s, due(turn("c", "m1", 0), noon()), turn("c", "m2", 1), last); err != nil {
			return err
		}
		last.Conversation.Version = 3
		got, err := s.Load(ctx, "c")
		return storetest.First(err, storetest.Same("the conversation after three turns, the last of which empties most fields", last.Conversation, got))
	}},
	{Name: "commit/replied", Run: func(ctx context.Context, s dialog.Store) error {
		a, b, other := turn("c", "m1", 0), turn("c", "m2", 1), turn("d", "m1", 0)
		other.Reply.Text = "another conversation"
		if err := commit(ctx, s, a, b, other); err != nil {
			return err
		}
		_, unknown := s.Replied(ctx, "d", "m2")
		return storetest.First(
			replied(ctx, s, a, 1), replied(ctx, s, b, 2), replied(ctx, s, other, 1),
			storetest.WantErr("replied of a message of another conversation", unknown, dialog.ErrNotFound),
		)
	}},
	{Name: "commit/conflict", Run: func(ctx context.Context, s dialog.Store) error {
		return storetest.First(
			refused(ctx, s, "a version of an unknown conversation", turn("c", "m0", 1), dialog.ErrConflict),
			commit(ctx, s, turn("c", "m1", 0), turn("c", "m2", 1)),
			refused(ctx, s, "creating what exists", turn("c", "m3", 0), dialog.ErrConflict),
			refused(ctx, s, "a version of the past", turn("c", "m3", 1), dialog.ErrConflict),
			refused(ctx, s, "a version of the future", turn("c", "m3", 3), dialog.ErrConflict),
			refused(ctx, s, "a version below zero", turn("c", "m3", -1), dialog.ErrConflict),
			commit(ctx, s, turn("c", "m3", 2)),
		)
	}},
	{Name: "commit/duplicate", Run: func(ctx context.Context, s dialog.Store) error {
		first := turn("c", "m1", 0)
		if err := commit(ctx, s, first, turn("c", "m2", 1)); err != nil {
			return err
		}
		for _, version := range []int64{0, 1, 2, 7} {
			again := turn("c", "m1", version)
			again.Reply.Text = "another answer"
			what := fmt.Sprintf("message m1 again, on version %d", version)
			if err := duplicate(ctx, s, what, again, first, 1); err != nil {
				return err
			}
		}
		return commit(ctx, s, turn("d", "m1", 0)) // ids are unique per conversation only
	}},
	{Name: "commit/duplicate of many", Run: func(ctx context.Context, s dialog.Store) error {
		const n = 40
		for i := range int64(n) {
			if err := commit(ctx, s, turn("c", fmt.Sprint("m", i), i)); err != nil {
				return err
			}
		}
		for i := range int64(n) {
			first := turn("c", fmt.Sprint("m", i), i)
			if err := duplicate(ctx, s, "an old message again", turn("c", fmt.Sprint("m", i), n), first, i+1); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "commit/invalid", Run: func(ctx context.Context, s dialog.Store) error {
		for _, id := range storetest.BadIDs() {
			what := fmt.Sprintf("id %q", id)
			_, loadErr := s.Load(ctx, id)
			_, repliedErr := s.Replied(ctx, "c", id)
			lines, err := storetest.Collect(s.Transcript(ctx, id, 0))
			err = storetest.First(err,
				refused(ctx, s, what+" of a conversation", turn(id, "m", 0), dialog.ErrInvalid),
				refused(ctx, s, what+" of a message", turn("c", id, 0), dialog.ErrInvalid),
				refused(ctx, s, what+" of an outbox item", sending(turn("c", "m", 0), "o", id), dialog.ErrInvalid),
				storetest.WantErr("load, "+what, loadErr, dialog.ErrNotFound),
				storetest.WantErr("replied, "+what, repliedErr, dialog.ErrNotFound),
				storetest.WantErr("settle, "+what, s.Outbox().Settle(ctx, id, 1, dialog.Outcome{}), dialog.ErrNotFound),
				storetest.Same("transcript, "+what, []dialog.Record(nil), lines),
			)
			if err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "commit/outbox ids", Run: func(ctx context.Context, s dialog.Store) error {
		return storetest.First(
			refused(ctx, s, "an outbox id twice in a turn", sending(turn("c", "m1", 0), "o1", "o2", "o1"), dialog.ErrInvalid),
			commit(ctx, s, sending(turn("c", "m1", 0), "o1")),
			refused(ctx, s, "an outbox id that waits", sending(turn("c", "m2", 1), "o2", "o1"), dialog.ErrInvalid),
			refused(ctx, s, "an outbox id that waits in another conversation", sending(turn("d", "m2", 0), "o1"), dialog.ErrInvalid),
			claimed(ctx, s, "the item", noon(), "o1"),
			refused(ctx, s, "an outbox id that is claimed", sending(turn("d", "m2", 0), "o1"), dialog.ErrInvalid),
			settleLast(ctx, s, "o1"),
			refused(ctx, s, "an outbox id that was settled", sending(turn("d", "m2", 0), "o1"), dialog.ErrInvalid),
		)
	}},
	{Name: "commit/atomic", Run: func(ctx context.Context, s dialog.Store) error {
		if err := commit(ctx, s, turn("c", "m1", 0)); err != nil {
			return err
		}
		// Each of these has something that could be written before the fault is found.
		return storetest.First(
			refused(ctx, s, "a conflict with an outbox", sending(turn("c", "m2", 0), "o1", "o2"), dialog.ErrConflict),
			refused(ctx, s, "a duplicate with an outbox", sending(turn("c", "m1", 1), "o1", "o2"), dialog.ErrDuplicate),
			refused(ctx, s, "a bad item behind a good one", sending(turn("c", "m2", 1), "o1", ""), dialog.ErrInvalid),
			commit(ctx, s, sending(turn("c", "m2", 1), "o1", "o2")),
			refused(ctx, s, "a taken item behind a good one, creating", sending(due(turn("d", "m2", 0), noon()), "o3", "o2"), dialog.ErrInvalid),
			refused(ctx, s, "a taken item behind a good one, updating", sending(due(turn("c", "m3", 2), noon()), "o3", "o2"), dialog.ErrInvalid),
			commit(ctx, s, sending(turn("c", "m3", 2), "o3")),
		)
	}},
}

// replied returns an error unless the ledger has the turn as committed.
func replied(ctx context.Context, s dialog.Store, t dialog.Turn, version int64) error {
	got, err := s.Replied(ctx, t.Conversation.ID, t.Message.ID)
	if err != nil {
		return fmt.Errorf("replied of %q: %w", t.Message.ID, err)
	}
	got.Cursor = 0
	return storetest.Same("the record of "+t.Message.ID, record(t, version), got)
}

// record is the record of a turn, without a cursor.
func record(t dialog.Turn, version int64) dialog.Record {
	return dialog.Record{Version: version, Message: t.Message, Reply: t.Reply, Events: t.Events, Trace: t.Trace}
}

// duplicate returns an error unless the commit is refused with the record of
// the first turn.
func duplicate(ctx context.Context, s dialog.Store, what string, again, first dialog.Turn, version int64) error {
	if err := refused(ctx, s, what, again, dialog.ErrDuplicate); err != nil {
		return err
	}
	var dup *dialog.DuplicateError
	if _, err := s.Commit(ctx, again); !errors.As(err, &dup) {
		return fmt.Errorf("%s: got error %w, want a *DuplicateError", what, err)
	}
	dup.Record.Cursor = 0
	return storetest.Same(what+": the record in the error", record(first, version), dup.Record)
}

// settleLast settles an item whose attempt is not known, as delivered.
func settleLast(ctx context.Context, s dialog.Store, id string) error {
	for attempt := 1; attempt < 1000; attempt++ {
		if err := s.Outbox().Settle(ctx, id, attempt, dialog.Outcome{}); !errors.Is(err, dialog.ErrConflict) {
			return err
		}
	}
	return fmt.Errorf("settle %q: no attempt below 1000 is the last one", id)
}
