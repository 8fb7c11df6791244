package dialog

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A bounded store may run for ever: a conversation that goes on and on takes no
// more memory after a hundred thousand turns than after a few, be it found by
// looking through its records or by the index.
func TestBoundedStoreStopsGrowing(t *testing.T) {
	for _, ids := range []int{8, 40} {
		s, err := NewBoundedMemoryStore(&MemoryOptions{KeepTurns: 2, KeepIDs: ids})
		require.NoError(t, err)
		used := func() int {
			bytes := 0
			for _, page := range s.blocks.pages {
				bytes += len(page)
			}
			for _, c := range s.feed.chunks {
				bytes += 4 * cap(c.records)
			}
			return bytes + 100*len(s.byMessage.first) + 100*len(s.byItem.first) + 100*s.all.n
		}
		early := 0
		const turns = 5 * chunkRecords
		for i := range int64(turns) {
			item := fmt.Sprint("o", i)
			_, err := s.Commit(t.Context(), Turn{
				Conversation: Conversation{ID: "c", Version: i, State: make([]byte, i%500)},
				Message:      Message{ID: fmt.Sprint("m", i), Text: "Where is my order?"},
				Outbox:       []Outgoing{{ID: item, Reply: &Reply{Text: "Here."}}},
			})
			require.NoError(t, err)
			// The outbox lags behind by more turns than are kept.
			if i >= 5 {
				out, err := s.Outbox().Claim(t.Context(), time.Time{}, time.Time{}.Add(1), 1)
				require.NoError(t, err)
				require.Equal(t, fmt.Sprint("o", i-5), out[0].ID)
				require.NoError(t, s.Outbox().Settle(t.Context(), out[0].ID, out[0].Attempt, Outcome{Failed: i%2 == 0}))
			}
			if i == chunkRecords+100 {
				early = used()
			}
		}
		require.LessOrEqual(t, used(), early+4*chunkRecords)
		require.Len(t, s.byItem.first, 5)
		require.Nil(t, s.feed.chunks[0].records)
	}
}

// What was pruned leaves the memory for what comes.
func TestPrunedMemoryIsUsedAgain(t *testing.T) {
	s := NewMemoryStore()
	fill := func(round int) {
		for i := range 2000 {
			_, err := s.Commit(t.Context(), Turn{
				Conversation: Conversation{ID: "c", Version: int64(round*2000 + i)},
				Message:      Message{ID: fmt.Sprint(round, " ", i), Text: "a question of a usual length, as customers ask it"},
				Trace:        make([]byte, 1000),
			})
			require.NoError(t, err)
		}
	}
	fill(0)
	pages := len(s.blocks.pages)
	for round := 1; round < 5; round++ {
		n, err := s.Prune(t.Context(), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), 1<<30)
		require.NoError(t, err)
		require.Equal(t, 2000, n)
		fill(round)
	}
	require.Less(t, len(s.blocks.pages), pages+pages/2, "five times as many turns, all but the last pruned")
}
