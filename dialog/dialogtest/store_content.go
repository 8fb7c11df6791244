package dialogtest

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
)

var contentChecks = []check{
	{Name: "content/every field", Run: func(ctx context.Context, s dialog.Store) error {
		given, want := fullTurn("c", "m1", 0), fullTurn("c", "m1", 0)
		return storetest.First(
			commit(ctx, s, given),
			storetest.Same("what the caller committed, and still holds", want, given),
			readBack(ctx, s, want, 1),
		)
	}},
	{Name: "content/times", Run: func(ctx context.Context, s dialog.Store) error {
		t := atMoment(fullTurn("c", "m1", 0), storetest.Moment())
		if err := commit(ctx, s, t); err != nil {
			return err
		}
		old := atMoment(fullTurn("d", "m1", 0), time.Date(1969, 12, 31, 23, 59, 59, 999999999, time.UTC))
		old.Outbox = nil
		if err := commit(ctx, s, old); err != nil {
			return err
		}
		old = atMoment(old, storetest.Kept(old.Message.At))
		return storetest.First(
			readBack(ctx, s, atMoment(t, storetest.Kept(storetest.Moment())), 1),
			readBack(ctx, s, old, 1),
		)
	}},
	{Name: "content/zero times", Run: func(ctx context.Context, s dialog.Store) error {
		t := atMoment(fullTurn("c", "m1", 0), time.Time{})
		return storetest.First(commit(ctx, s, t), readBack(ctx, s, t, 1))
	}},
	{Name: "content/bare turn", Run: func(ctx context.Context, s dialog.Store) error {
		t := dialog.Turn{Conversation: dialog.Conversation{ID: "c"}, Message: dialog.Message{ID: "timeout:7"}}
		if err := commit(ctx, s, t); err != nil {
			return err
		}
		return replied(ctx, s, t, 1)
	}},
	{Name: "content/state", Run: func(ctx context.Context, s dialog.Store) error {
		every := make([]byte, 256)
		for i := range every {
			every[i] = byte(i)
		}
		states := [][]byte{every, nil, {0}, {}, []byte("null"), []byte(`{"b":1,  "a":2}`), []byte("\xff\xfe"), bytes.Repeat(every, 4096)}
		for i, state := range states {
			t := turn("c", fmt.Sprint("m", i), int64(i))
			t.Conversation.State = bytes.Clone(state)
			if err := commit(ctx, s, t); err != nil {
				return err
			}
			got, err := s.Load(ctx, "c")
			if err != nil {
				return err
			}
			if !bytes.Equal(got.State, state) {
				return fmt.Errorf("state %d of %d bytes is not kept byte for byte: got %d bytes", i, len(state), len(got.State))
			}
		}
		return nil
	}},
	{Name: "content/texts", Run: func(ctx context.Context, s dialog.Store) error {
		for i, text := range storetest.Texts() {
			t := withText(fullTurn(fmt.Sprint("c", i), "m1", 0), text)
			for j := range t.Outbox {
				t.Outbox[j].ID += fmt.Sprint(i)
			}
			if err := storetest.First(commit(ctx, s, t), readBack(ctx, s, t, 1)); err != nil {
				return fmt.Errorf("text %q: %w", text[:min(len(text), 30)], err)
			}
		}
		return nil
	}},
	{Name: "content/megabytes", Run: func(ctx context.Context, s dialog.Store) error {
		t := turn("c", "m1", 0)
		t.Message.Text = strings.Repeat("退货 please. ", 1<<20/14)
		t.Reply.Text = strings.Repeat("\x00<&>\"", 1<<20/5)
		t.Conversation.State = bytes.Repeat([]byte{0, 0xff}, 1<<19)
		return storetest.First(commit(ctx, s, t), readBack(ctx, s, t, 1))
	}},
	{Name: "content/ids", Run: func(ctx context.Context, s dialog.Store) error {
		ids := storetest.IDs()
		for _, id := range ids {
			if err := commit(ctx, s, sending(turn(id, "m", 0), id)); err != nil {
				return err
			}
		}
		for i, id := range ids {
			if err := commit(ctx, s, turn("all", id, int64(i))); err != nil {
				return err
			}
		}
		for i, id := range ids {
			if err := storetest.First(replied(ctx, s, turn(id, "m", 0), 1), replied(ctx, s, turn("all", id, 0), int64(i)+1)); err != nil {
				return err
			}
		}
		return claimed(ctx, s, "outbox ids that look alike", noon(), ids...)
	}},
	{Name: "content/no shared memory", Run: func(ctx context.Context, s dialog.Store) error {
		// One turn for each item, because of a conversation only one can be seen at a time.
		turns := func() (all []dialog.Turn) {
			for i, c := range []string{"a", "b", "c"} {
				t := fullTurn(c, "m1", 0)
				t.Outbox = t.Outbox[i : i+1]
				all = append(all, t)
			}
			return all
		}
		given := turns()
		if err := commit(ctx, s, given...); err != nil {
			return err
		}
		storetest.Scramble(given)
		for _, want := range turns() {
			if err := readBack(ctx, s, want, 1); err != nil {
				return fmt.Errorf("after the caller changed what he had committed: %w", err)
			}
			if err := scrambleAll(ctx, s, want); err != nil {
				return err
			}
		}
		for _, want := range turns() {
			if err := readBack(ctx, s, want, 1); err != nil {
				return fmt.Errorf("after the caller changed what he had been given: %w", err)
			}
		}
		return nil
	}},
}

// scrambleAll asks the store for all that it holds, by every method, and
// overwrites it.
func scrambleAll(ctx context.Context, s dialog.Store, t dialog.Turn) error {
	c, err := s.Load(ctx, t.Conversation.ID)
	if err != nil {
		return err
	}
	r, err := s.Replied(ctx, t.Conversation.ID, t.Message.ID)
	if err != nil {
		return err
	}
	lines, err := storetest.Collect(s.Transcript(ctx, t.Conversation.ID, 0))
	if err != nil {
		return err
	}
	feed, err := storetest.Collect(s.Feed(ctx, 0))
	if err != nil {
		return err
	}
	_, dup := s.Commit(ctx, t)
	for _, v := range []any{c, r, lines, feed, dup} {
		storetest.Scramble(v)
	}
	items, err := claim(ctx, s, noon(), 100)
	if err != nil {
		return err
	}
	for _, out := range items {
		id, attempt := out.ID, out.Attempt
		storetest.Scramble(out)
		if err := settle(ctx, s, id, attempt, dialog.Outcome{Retry: noon()}); err != nil {
			return err
		}
	}
	return nil
}

// readBack returns an error unless every method that returns something of a
// turn returns it whole, with times as they have to be kept. The turn must be
// the latest of its conversation; its first outbox items are claimed, settled
// and claimed, so that all are seen, and then given back.
func readBack(ctx context.Context, s dialog.Store, t dialog.Turn, version int64) error {
	want := record(t, version)
	c, err := s.Load(ctx, t.Conversation.ID)
	if err != nil {
		return err
	}
	r, err := s.Replied(ctx, t.Conversation.ID, t.Message.ID)
	if err != nil {
		return err
	}
	lines, err := storetest.Collect(s.Transcript(ctx, t.Conversation.ID, version-1))
	if err != nil {
		return err
	}
	conversation := t.Conversation
	conversation.Version = version
	r.Cursor = 0
	err = storetest.First(
		storetest.Same("load", conversation, c), storetest.KeptTimes("load", c),
		storetest.Same("replied", want, r), storetest.KeptTimes("replied", r),
		storetest.Same("transcript", []dialog.Record{want}, lines), storetest.KeptTimes("transcript", lines),
	)
	if err != nil {
		return err
	}
	for r, err := range s.Feed(ctx, 0) {
		if err != nil {
			return err
		}
		if r.Message.Conversation == t.Message.Conversation && r.Version == version {
			r.Cursor = 0
			if err := storetest.First(storetest.Same("feed", want, r), storetest.KeptTimes("feed", r)); err != nil {
				return err
			}
		}
	}
	return outboxBack(ctx, s, t)
}

// outboxBack returns an error unless the outbox yields the items of a turn
// whole. It looks at them in order and leaves those that it has seen settled,
// except for the last.
func outboxBack(ctx context.Context, s dialog.Store, t dialog.Turn) error {
	now := noon().AddDate(10, 0, 0)
	for i, want := range t.Outbox {
		items, err := claim(ctx, s, now, 1000)
		if err != nil {
			return err
		}
		seen := false
		for _, out := range items {
			outcome := dialog.Outcome{Retry: noon()}
			if out.ID == want.ID {
				seen = true
				if i < len(t.Outbox)-1 {
					outcome = dialog.Outcome{}
				}
				got := out
				got.Attempt, got.Due = want.Attempt, want.Due
				if err := storetest.First(storetest.Same("claim", want, got), storetest.KeptTimes("claim", out)); err != nil {
					return err
				}
			}
			if err := settle(ctx, s, out.ID, out.Attempt, outcome); err != nil {
				return err
			}
		}
		if !seen && i == len(t.Outbox)-1 {
			return fmt.Errorf("the item %q could not be claimed", want.ID)
		}
	}
	return nil
}
