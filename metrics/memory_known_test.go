package metrics

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestMarksAreFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(rapid.Uint64Range(1, 9), 0, knownMarks).Draw(t, "marks")
		high := rapid.SampledFrom([]uint64{0, 0x7ff0, 0xfff0}).Draw(t, "high")
		var m marks
		for i, mark := range all {
			m.set(mark+high, uint32(i))
		}
		for mark := uint64(1); mark < 12; mark++ {
			require.Equal(t, slices.Contains(all, mark), m.has(mark+high, uint32(len(all))), "mark %d", mark)
		}
	})
}

// A thread gets from marks to the table, and knows what it had before.
func TestMemoryStoreKnowsIDs(t *testing.T) {
	ctx, s := t.Context(), NewMemoryStore()
	at := time.Unix(1_772_366_400, 0)
	event := func(thread, id int) Event {
		return Event{ID: fmt.Sprint("event ", id), At: at, Kind: CustomerSpoke, Conversation: fmt.Sprint("talk ", thread)}
	}
	for id := range 3*knownMarks + 1 {
		for thread := range 2 {
			added, err := s.Append(ctx, event(thread, id), event(thread, id/2), event(thread, id))
			require.NoError(t, err)
			require.Equal(t, 1, added, "event %d of thread %d", id, thread)
		}
	}
	// So many ids that some of a thread have the same mark.
	added := 0
	const threads = 2000
	for thread := range threads {
		var all []Event
		for id := range knownMarks {
			all = append(all, event(2+thread, thread*knownMarks+id))
		}
		n, err := s.Append(ctx, all...)
		require.NoError(t, err)
		added += n
	}
	require.Equal(t, threads*knownMarks, added)
}
