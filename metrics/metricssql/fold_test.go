package metricssql

import (
	"testing"
	"time"

	"github.com/kefu-go/kefu/metrics"
	"github.com/stretchr/testify/require"
)

// The list of a thread's episodes finds each of them, and knows when one has changed.
func TestListOfEpisodes(t *testing.T) {
	f := metrics.Folded{Key: "c/a", Version: 3, Episodes: []metrics.Episode{
		{ID: "c/a#1", Start: time.Date(1969, 12, 31, 23, 59, 0, 0, time.UTC)},
		{ID: "c/a#客服", Start: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), FromBot: 1},
	}}
	p, err := prepare(&f)
	require.NoError(t, err)
	require.Nil(t, p.due)
	got, err := unlist(p.list)
	require.NoError(t, err)
	require.Len(t, got, 2)
	for i := range got {
		e := find(p.episodes, &got[i])
		require.NotNil(t, e)
		require.Equal(t, f.Episodes[i].ID, e.id)
		require.Equal(t, f.Episodes[i].Start.UnixMicro(), e.start)
		require.Equal(t, e.sum, got[i].sum)
	}
	f.Episodes[1].FromBot++
	changed, err := prepare(&f)
	require.NoError(t, err)
	require.Equal(t, p.episodes[0].sum, changed.episodes[0].sum)
	require.NotEqual(t, p.episodes[1].sum, changed.episodes[1].sum)
	f.Episodes[1] = f.Episodes[0]
	_, err = prepare(&f)
	require.ErrorIs(t, err, metrics.ErrInvalid)
}

// Slots are counted from 1970 on, and before it down.
func TestSlotOf(t *testing.T) {
	width := metrics.Slot.Microseconds()
	for micros, want := range map[int64]int64{0: 0, width - 1: 0, width: 1, -1: -1, -width: -1, -width - 1: -2} {
		require.Equal(t, want, slotOf(micros), micros)
	}
}

// A chunk that is large enough gets no more events, but a first one of any size.
func TestChunkIsBounded(t *testing.T) {
	c := &chunk{}
	large := metrics.Event{ID: "large", At: time.Unix(0, 0), Kind: metrics.CustomerSpoke, Conversation: "c", Intent: string(make([]byte, 1<<20))}
	done, err := c.add(&large)
	require.NoError(t, err)
	require.True(t, done)
	done, err = c.add(&metrics.Event{ID: "small", At: time.Unix(0, 0), Kind: metrics.CustomerSpoke, Conversation: "c"})
	require.NoError(t, err)
	require.False(t, done)
	require.Equal(t, 1, c.events())
	found, err := c.has("large")
	require.NoError(t, err)
	require.True(t, found)
	found, err = c.has("small")
	require.NoError(t, err)
	require.False(t, found)
	_, err = (&chunk{ids: make([]byte, 8), body: []byte("damaged")}).add(&large)
	require.ErrorIs(t, err, metrics.ErrDamaged)
}

func FuzzUnlist(f *testing.F) {
	f.Add(list([]episode{{start: 1, id: "a", sum: 7}, {start: -1}}))
	f.Fuzz(func(t *testing.T, data []byte) {
		episodes, err := unlist(data)
		if err != nil {
			require.ErrorIs(t, err, metrics.ErrDamaged)
			return
		}
		again, err := unlist(list(episodes))
		require.NoError(t, err)
		require.Equal(t, episodes, again)
	})
}
