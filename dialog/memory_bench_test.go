package dialog_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
)

// filled returns a store with n conversations, each of which is due and has one
// item to send: the first hundred by now, the others later.
func filled(b *testing.B, n int) (*dialog.MemoryStore, time.Time) {
	b.Helper()
	s := dialog.NewMemoryStore()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for i := range n {
		id := fmt.Sprint(i)
		at := now.Add(time.Duration(i-100) * time.Second)
		_, err := s.Commit(context.Background(), dialog.Turn{
			Conversation: dialog.Conversation{ID: id, Due: at},
			Message:      dialog.Message{ID: "m", Conversation: id},
			Outbox:       []dialog.Outgoing{{ID: id, Conversation: id, Due: at}},
		})
		require.NoError(b, err)
	}
	return s, now
}

func BenchmarkMemoryStore(b *testing.B) {
	runs := 0 // a benchmark may be run several times on its store
	for _, n := range []int{1000, 100_000} {
		s, now := filled(b, n)
		b.Run(fmt.Sprint("commit/", n), func(b *testing.B) {
			t := dialog.Turn{
				Conversation: dialog.Conversation{ID: "new", Due: now.Add(time.Hour), State: make([]byte, 300)},
				Message:      dialog.Message{Conversation: "c", Text: "Where is my order?"},
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if i%10 == 0 { // conversations of ten turns
					t.Conversation.ID = fmt.Sprint("new ", runs, " ", i)
				}
				t.Message.ID = fmt.Sprint("m", i)
				c, _ := s.Load(b.Context(), t.Conversation.ID)
				t.Conversation.Version = c.Version
				if _, err := s.Commit(b.Context(), t); err != nil {
					b.Fatal(err)
				}
			}
			runs++
		})
		b.Run(fmt.Sprint("due/", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if ids, err := s.Due(b.Context(), now, 10); err != nil || len(ids) != 10 {
					b.Fatal(err, ids)
				}
			}
		})
		b.Run(fmt.Sprint("claim and settle/", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				items, err := s.Outbox().Claim(b.Context(), now, now.Add(time.Minute), 10)
				if err != nil || len(items) != 10 {
					b.Fatal(err, items)
				}
				for _, out := range items {
					if err := s.Outbox().Settle(b.Context(), out.ID, out.Attempt, dialog.Outcome{Retry: out.Due}); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
