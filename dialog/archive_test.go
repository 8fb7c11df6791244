package dialog_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
)

var archiveNoon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// said commits one message of ann's to a conversation.
func said(t *testing.T, s *dialog.MemoryStore, conversation, text string, at time.Time) {
	t.Helper()
	c, err := s.Load(t.Context(), conversation)
	if !errors.Is(err, dialog.ErrNotFound) {
		require.NoError(t, err)
	}
	c.ID, c.Customer, c.Updated = conversation, "ann", at
	_, err = s.Commit(t.Context(), dialog.Turn{
		Conversation: c,
		Message:      dialog.Message{ID: fmt.Sprint("m", c.Version+1), Conversation: conversation, Text: text, At: at},
	})
	require.NoError(t, err)
}

// pruneFunc is an archive that can only prune.
type pruneFunc func(before time.Time, limit int) (int, error)

func (f pruneFunc) Prune(_ context.Context, before time.Time, limit int) (int, error) {
	return f(before, limit)
}

func (f pruneFunc) Conversations(context.Context, string, time.Time) iter.Seq2[dialog.Conversation, error] {
	return nil
}

func TestRetention(t *testing.T) {
	broken := errors.New("broken")
	for name, test := range map[string]struct {
		policy dialog.Retention
		counts []int // that Prune returns
		fails  error // that the last call returns
		before time.Time
		limit  int
		total  int
	}{
		"thirty days":    {counts: []int{3}, before: archiveNoon.AddDate(0, 0, -30), limit: 500, total: 3},
		"until the end":  {policy: dialog.Retention{Keep: time.Hour, Batch: 10}, counts: []int{10, 10, 0}, before: archiveNoon.Add(-time.Hour), limit: 10, total: 20},
		"until an error": {policy: dialog.Retention{Batch: 10}, counts: []int{10, 10, 4}, fails: broken, before: archiveNoon.AddDate(0, 0, -30), limit: 10, total: 24},
	} {
		t.Run(name, func(t *testing.T) {
			calls := 0
			total, err := test.policy.Apply(t.Context(), pruneFunc(func(before time.Time, limit int) (int, error) {
				require.Equal(t, test.before, before)
				require.Equal(t, test.limit, limit)
				calls++
				if calls == len(test.counts) {
					return test.counts[calls-1], test.fails
				}
				return test.counts[calls-1], nil
			}), archiveNoon)
			require.ErrorIs(t, err, test.fails)
			require.Equal(t, test.total, total)
			require.Len(t, test.counts, calls)
		})
	}
}

// TestHistory: what a person sees who takes a customer over that has been here
// before.
func TestHistory(t *testing.T) {
	s := dialog.NewMemoryStore()
	at := func(minutes int) time.Time { return archiveNoon.Add(time.Duration(minutes) * time.Minute) }
	said(t, s, "web", "where is my order?", at(1))
	said(t, s, "web", "A-1", at(2))
	said(t, s, "mail", "I want my money back", at(3))
	said(t, s, "web", "thanks", at(4))
	said(t, s, "gone", "old words", at(-100))
	said(t, s, "phone", "hello?", at(0))

	history := func(n int) []string {
		past, err := dialog.History(t.Context(), s, s, "ann", n)
		require.NoError(t, err)
		var lines []string
		for _, p := range past {
			for _, r := range p.Records {
				require.Equal(t, p.Conversation.ID, r.Message.Conversation)
				lines = append(lines, p.Conversation.ID+": "+r.Message.Text)
			}
		}
		return lines
	}
	all := []string{"web: where is my order?", "web: A-1", "web: thanks", "mail: I want my money back", "phone: hello?", "gone: old words"}
	require.Equal(t, all, history(100))
	require.Equal(t, all, history(6))
	require.Equal(t, []string{"web: A-1", "web: thanks"}, history(2))
	require.Equal(t, all[:4], history(4))
	require.Empty(t, history(0))

	n, err := s.Prune(t.Context(), at(0), 10)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	past, err := dialog.History(t.Context(), s, s, "ann", 100)
	require.NoError(t, err)
	require.Len(t, past, 3, "a conversation without words is left out")

	require.NoError(t, storetest.DoneContexts(t.Context(), "history", func(ctx context.Context) error {
		_, err := dialog.History(ctx, s, s, "ann", 5)
		return err
	}))
}

// TestWatch: a supervisor looks on, from the place that he has read up to.
func TestWatch(t *testing.T) {
	s := dialog.NewMemoryStore()
	said(t, s, "c", "one", archiveNoon)
	said(t, s, "c", "two", archiveNoon)
	said(t, s, "other", "not this", archiveNoon)
	wake := make(chan time.Time, 1)
	var seen []string
	for r, err := range dialog.Watch(t.Context(), s, "c", 1, wake) {
		require.NoError(t, err)
		seen = append(seen, r.Message.Text)
		switch r.Message.Text {
		case "two":
			said(t, s, "c", "three", archiveNoon)
			said(t, s, "c", "four", archiveNoon)
			wake <- archiveNoon
		case "four":
			close(wake)
		}
	}
	require.Equal(t, []string{"two", "three", "four"}, seen)

	require.NoError(t, storetest.DoneContexts(t.Context(), "watch", func(ctx context.Context) error {
		_, err := storetest.Collect(dialog.Watch(ctx, s, "c", 0, nil))
		return err
	}))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for r, err := range dialog.Watch(ctx, s, "c", 3, nil) {
		if err != nil {
			require.ErrorIs(t, err, context.Canceled)
			break
		}
		require.Equal(t, "four", r.Message.Text)
		cancel()
	}
	for _, err := range dialog.Watch(t.Context(), s, "c", 0, nil) {
		require.NoError(t, err)
		break // and nobody waits for wake
	}
}

// TestMemoryBounds: a store that may forget keeps what its options say.
func TestMemoryBounds(t *testing.T) {
	s, err := dialog.NewBoundedMemoryStore(&dialog.MemoryOptions{KeepTurns: 2, KeepIDs: 4})
	require.NoError(t, err)
	for i := range 6 {
		said(t, s, "c", fmt.Sprint("text ", i+1), archiveNoon)
	}
	var texts []string
	for r, err := range s.Transcript(t.Context(), "c", 0) {
		require.NoError(t, err)
		texts = append(texts, r.Message.Text)
	}
	require.Equal(t, []string{"text 5", "text 6"}, texts)
	for i, pruned := range map[int]bool{3: true, 4: true, 5: false, 6: false} {
		r, err := s.Replied(t.Context(), "c", fmt.Sprint("m", i))
		require.NoError(t, err)
		require.Equal(t, pruned, r.Pruned)
		require.EqualValues(t, i, r.Version)
	}
	for _, forgotten := range []string{"m1", "m2"} {
		_, err := s.Replied(t.Context(), "c", forgotten)
		require.ErrorIs(t, err, dialog.ErrNotFound)
	}

	for _, bad := range []dialog.MemoryOptions{{KeepTurns: -1}, {KeepIDs: -1}, {KeepIDs: 3}, {KeepTurns: 4, KeepIDs: 3}} {
		_, err := dialog.NewBoundedMemoryStore(&bad)
		require.ErrorIs(t, err, dialog.ErrInvalid, "%+v", bad)
	}
	unbounded, err := dialog.NewBoundedMemoryStore(nil)
	require.NoError(t, err)
	said(t, unbounded, "c", "text", archiveNoon)
}
