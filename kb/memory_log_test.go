package kb_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// The promises that every log keeps are checked by kbtest.RunLogStore; here is
// what only the memory can be asked.
func TestMemoryLogKeepsCopies(t *testing.T) {
	s := kb.NewMemoryLog()
	asked := kb.Asked{ID: "q", Shown: []kb.Shown{{Entry: "a"}}}
	said := kb.Feedback{ID: "f", Asked: "q", Tags: []string{"old"}}
	require.NoError(t, s.Append(t.Context(), kb.Logged{Asked: &asked}, kb.Logged{Feedback: &said}))
	asked.Shown[0].Entry, said.Tags[0] = "b", "new"
	for range 2 {
		items := itemsOf(t, s, 0)
		require.Len(t, items, 2)
		assert.Equal(t, "a", items[0].Asked.Shown[0].Entry)
		assert.Equal(t, "old", items[1].Feedback.Tags[0])
		found, err := s.Question(t.Context(), "q")
		require.NoError(t, err)
		assert.Equal(t, *items[0].Asked, found)
		items[0].Asked.Shown[0].Entry, items[1].Feedback.Tags[0] = "c", "newer"
	}
}

func TestMemoryLogUnderWriters(t *testing.T) {
	s := kb.NewMemoryLog()
	var nodes sync.WaitGroup
	for range 4 {
		nodes.Go(func() {
			for i := range 50 {
				a := &kb.Asked{ID: fmt.Sprint(i), Decision: kb.Direct, Shown: []kb.Shown{{Entry: "a"}}, At: time.Unix(int64(i), 0)}
				assert.NoError(t, s.Append(context.Background(), kb.Logged{Asked: a}))
			}
		})
	}
	nodes.Go(func() {
		_, err := s.Prune(context.Background(), time.Unix(25, 0))
		assert.NoError(t, err)
	})
	nodes.Wait()
	_, err := s.Prune(t.Context(), time.Unix(25, 0))
	require.NoError(t, err)
	usage, err := s.Usage(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []kb.Usage{{Entry: "a", Answered: 50, Last: time.Unix(49, 0).UTC()}}, usage, "whatever comes twice or was pruned counts once")
	_, err = s.Question(t.Context(), "24")
	require.ErrorIs(t, err, kb.ErrNotFound)
	_, err = s.Question(t.Context(), "49")
	require.NoError(t, err)
	last := int64(0)
	for _, item := range itemsOf(t, s, 0) {
		assert.Greater(t, item.Cursor, last)
		last = item.Cursor
	}
}

func itemsOf(t *testing.T, s kb.LogStore, after int64) []kb.Logged {
	t.Helper()
	var items []kb.Logged
	for item, err := range s.Items(t.Context(), after) {
		require.NoError(t, err)
		items = append(items, item)
	}
	return items
}
