package dialog_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
)

// model is a store as plain as can be: lists, looked through from the start.
type model struct {
	turns              []*modelTurn // committed, in order
	items              []*modelItem // of all turns, in order
	keepTurns, keepIDs int
}

type modelTurn struct {
	dialog.Turn      // Conversation.Version is the one that it got
	stub, gone  bool // what is left of it
}

type modelItem struct {
	id, conversation string
	turn             *modelTurn
	due              time.Time // of the next attempt, or the end of the lease
	attempt          int
	claimed, settled bool
}

// last returns the latest turn of a conversation.
func (m *model) last(conversation string) (dialog.Turn, bool) {
	for _, t := range slices.Backward(m.turns) {
		if t.Conversation.ID == conversation {
			return t.Turn, true
		}
	}
	return dialog.Turn{}, false
}

func (m *model) commit(t dialog.Turn) error {
	if len(t.Outbox) == 2 && t.Outbox[0].ID == t.Outbox[1].ID {
		return dialog.ErrInvalid
	}
	for _, old := range m.turns {
		if old.Conversation.ID == t.Conversation.ID && old.Message.ID == t.Message.ID && !old.gone {
			return dialog.ErrDuplicate
		}
	}
	if last, _ := m.last(t.Conversation.ID); last.Conversation.Version != t.Conversation.Version {
		return dialog.ErrConflict
	}
	for _, out := range t.Outbox {
		if m.item(out.ID) != nil {
			return dialog.ErrInvalid
		}
	}
	t.Conversation.Version++
	committed := &modelTurn{Turn: t}
	m.turns = append(m.turns, committed)
	for _, out := range t.Outbox {
		m.items = append(m.items, &modelItem{id: out.ID, conversation: t.Conversation.ID, turn: committed, due: out.Due})
	}
	newer := 0
	for _, old := range slices.Backward(m.turns) {
		if old.Conversation.ID != t.Conversation.ID {
			continue
		}
		if m.keepTurns > 0 && newer >= m.keepTurns {
			m.forget(old)
		}
		old.gone = m.keepIDs > 0 && newer >= m.keepIDs
		newer++
	}
	return nil
}

// forget leaves a stub of a turn, and of its items those that are not settled.
func (m *model) forget(t *modelTurn) {
	t.stub = true
	m.items = slices.DeleteFunc(m.items, func(it *modelItem) bool { return it.turn == t && it.settled })
}

func (m *model) prune(before time.Time, limit int) (n int) {
	for _, t := range m.turns {
		waits := slices.ContainsFunc(m.items, func(it *modelItem) bool { return it.turn == t && !it.settled })
		if n < limit && !t.stub && !waits && t.Conversation.Updated.Before(before) {
			m.forget(t)
			n++
		}
	}
	return n
}

// conversations returns the ids of a customer's conversations.
func (m *model) conversations(customer string, before time.Time) []string {
	var found []dialog.Conversation
	for i, t := range m.turns {
		c := t.Conversation
		if last, _ := m.last(c.ID); last.Conversation.Version == m.turns[i].Conversation.Version &&
			c.Customer == customer && customer != "" && (before.IsZero() || c.Updated.Before(before)) {
			found = append(found, c)
		}
	}
	slices.SortFunc(found, func(a, b dialog.Conversation) int {
		return cmp.Or(b.Updated.Compare(a.Updated), cmp.Compare(b.ID, a.ID))
	})
	ids := []string{}
	for _, c := range found {
		ids = append(ids, c.ID)
	}
	return ids
}

func (m *model) item(id string) *modelItem {
	for _, it := range m.items {
		if it.id == id {
			return it
		}
	}
	return nil
}

func (m *model) due(now time.Time, limit int) []string {
	var due []dialog.Conversation
	for i, t := range m.turns {
		c := t.Conversation
		if last, _ := m.last(c.ID); last.Conversation.Version == m.turns[i].Conversation.Version && !c.Due.IsZero() && !c.Due.After(now) {
			due = append(due, c)
		}
	}
	slices.SortFunc(due, func(a, b dialog.Conversation) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.ID, b.ID))
	})
	ids := []string{}
	for _, c := range due[:min(limit, len(due))] {
		ids = append(ids, c.ID)
	}
	return ids
}

func (m *model) claim(now, lease time.Time, limit int) []string {
	blocked := map[string]bool{}
	var heads []*modelItem
	for _, it := range m.items {
		if it.settled || blocked[it.conversation] {
			continue
		}
		blocked[it.conversation] = true
		if !it.due.After(now) {
			heads = append(heads, it)
		}
	}
	slices.SortFunc(heads, func(a, b *modelItem) int {
		return cmp.Or(a.due.Compare(b.due), cmp.Compare(a.conversation, b.conversation))
	})
	claims := []string{}
	for _, it := range heads[:min(limit, len(heads))] {
		it.attempt++
		it.claimed, it.due = true, lease
		claims = append(claims, fmt.Sprint(it.id, " ", it.attempt))
	}
	return claims
}

func (m *model) settle(id string, attempt int, o dialog.Outcome) error {
	it := m.item(id)
	switch {
	case it == nil:
		return dialog.ErrNotFound
	case !it.claimed || it.settled || it.attempt != attempt:
		return dialog.ErrConflict
	}
	it.claimed, it.due, it.settled = false, o.Retry, o.Retry.IsZero()
	if it.settled && it.turn.stub {
		m.forget(it.turn)
	}
	return nil
}

// TestMemoryStoreModel does the same random things to a MemoryStore and to the
// model. Few ids and times, so that they often meet.
func TestMemoryStoreModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		m := &model{keepTurns: rapid.SampledFrom([]int{0, 1, 3}).Draw(t, "turns kept")}
		if m.keepTurns > 0 {
			m.keepIDs = rapid.SampledFrom([]int{0, 3, 8, 17, 20}).Draw(t, "ids kept")
		}
		s, err := dialog.NewBoundedMemoryStore(&dialog.MemoryOptions{KeepTurns: m.keepTurns, KeepIDs: m.keepIDs})
		require.NoError(t, err)
		now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		conversation := rapid.SampledFrom([]string{"a", "b", "c", "d", "e"})
		message := rapid.Custom(func(t *rapid.T) string { return fmt.Sprint("m", rapid.IntRange(0, 60).Draw(t, "message")) })
		item := rapid.Custom(func(t *rapid.T) string { return fmt.Sprint("o", rapid.IntRange(0, 40).Draw(t, "item")) })
		moment := func(label string) time.Time {
			if s := rapid.IntRange(-5, 5).Draw(t, label); s > -5 {
				return now.Add(time.Duration(s) * time.Second)
			}
			return time.Time{}
		}
		limit := rapid.SampledFrom([]int{0, 1, 2, 10})
		customer := rapid.SampledFrom([]string{"", "ann", "bob", "cleo"})

		t.Repeat(map[string]func(*rapid.T){
			"commit": func(t *rapid.T) {
				c := dialog.Conversation{ID: conversation.Draw(t, "conversation"), Due: moment("due")}
				if state := rapid.SliceOfN(rapid.Byte(), 0, 3).Draw(t, "state"); len(state) > 0 {
					c.State = state
				}
				c.Updated, c.Customer = moment("updated"), customer.Draw(t, "customer")
				last, _ := m.last(c.ID)
				c.Version = last.Conversation.Version
				if rapid.IntRange(0, 5).Draw(t, "stale") == 0 {
					c.Version--
				}
				turn := dialog.Turn{Conversation: c, Message: dialog.Message{ID: message.Draw(t, "id"), Conversation: c.ID}}
				turn.Message.From = rapid.SampledFrom([]dialog.Role{"", dialog.Customer}).Draw(t, "from")
				turn.Reply.ID = rapid.StringN(0, 5, 20).Draw(t, "reply")
				turn.Reply.Owner = rapid.SampledFrom([]dialog.Role{"", dialog.Bot}).Draw(t, "owner")
				turn.Events = []dialog.Event{{Type: dialog.EventAnswered, Cause: turn.Message.ID}}
				turn.Trace = []byte(turn.Reply.ID + "!")
				for range rapid.IntRange(0, 2).Draw(t, "items") {
					turn.Outbox = append(turn.Outbox, dialog.Outgoing{ID: item.Draw(t, "item"), Conversation: c.ID, Due: moment("item due")})
				}
				want := m.commit(turn)
				version, err := s.Commit(ctx, turn)
				if want == nil {
					require.NoError(t, err)
					require.Equal(t, c.Version+1, version)
				} else {
					require.ErrorIs(t, err, want)
				}
			},
			"claim": func(t *rapid.T) {
				n, lease := limit.Draw(t, "limit"), now.Add(time.Duration(rapid.IntRange(0, 3).Draw(t, "lease"))*time.Second)
				want := m.claim(now, lease, n)
				items, err := s.Outbox().Claim(ctx, now, lease, n)
				require.NoError(t, err)
				got := []string{}
				for _, out := range items {
					got = append(got, fmt.Sprint(out.ID, " ", out.Attempt))
				}
				require.Equal(t, want, got)
			},
			"settle": func(t *rapid.T) {
				id, attempt := item.Draw(t, "item"), rapid.IntRange(0, 3).Draw(t, "attempt")
				if it := m.item(id); it != nil && rapid.Bool().Draw(t, "its attempt") {
					attempt = it.attempt
				}
				outcome := dialog.Outcome{Retry: moment("retry"), Failed: rapid.Bool().Draw(t, "failed")}
				want := m.settle(id, attempt, outcome)
				err := s.Outbox().Settle(ctx, id, attempt, outcome)
				require.True(t, errors.Is(err, want), "got %v, want %v", err, want)
			},
			"wait": func(t *rapid.T) { now = now.Add(time.Duration(rapid.IntRange(1, 4).Draw(t, "seconds")) * time.Second) },
			"due": func(t *rapid.T) {
				n := limit.Draw(t, "limit")
				got, err := s.Due(ctx, now, n)
				require.NoError(t, err)
				require.Equal(t, m.due(now, n), append([]string{}, got...))
			},
			"conversations": func(t *rapid.T) {
				who, before := customer.Draw(t, "customer"), moment("before")
				got := []string{}
				for c, err := range s.Conversations(ctx, who, before) {
					require.NoError(t, err)
					got = append(got, c.ID)
				}
				require.Equal(t, m.conversations(who, before), got)
			},
			"prune": func(t *rapid.T) {
				before, n := moment("before"), limit.Draw(t, "limit")
				want := m.prune(before, n)
				got, err := s.Prune(ctx, before, n)
				require.NoError(t, err)
				require.Equal(t, want, got)
			},
			"": func(t *rapid.T) { sameRecords(ctx, t, s, m) },
		})
	})
}

// sameRecords compares what was committed, by every method that shows it.
func sameRecords(ctx context.Context, t require.TestingT, s *dialog.MemoryStore, m *model) {
	feed, err := storetest.Collect(s.Feed(ctx, 0))
	require.NoError(t, err)
	transcripts := map[string][]dialog.Record{}
	for i, turn := range m.turns {
		id := turn.Conversation.ID
		want := dialog.Record{
			Version: turn.Conversation.Version, Message: turn.Message, Reply: turn.Reply, Events: turn.Events, Trace: turn.Trace,
		}
		if turn.stub {
			want = want.Stub()
		}
		replied, err := s.Replied(ctx, id, turn.Message.ID)
		switch {
		case !turn.gone:
			require.NoError(t, err)
			require.Equal(t, want, replied)
		case err != nil: // or it came again
			require.ErrorIs(t, err, dialog.ErrNotFound)
		}
		lines := transcripts[id]
		if !turn.stub {
			lines = append(lines, want)
			want.Cursor = int64(i) + 1
			require.NotEmpty(t, feed)
			require.Equal(t, want, feed[0])
			feed = feed[1:]
		}
		transcripts[id] = lines
	}
	require.Empty(t, feed)
	for id, want := range transcripts {
		got, err := storetest.Collect(s.Transcript(ctx, id, 0))
		require.NoError(t, err)
		require.Equal(t, want, got)
		c, err := s.Load(ctx, id)
		require.NoError(t, err)
		last, _ := m.last(id)
		require.Equal(t, last.Conversation, c)
	}
}
