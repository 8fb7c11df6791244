package routing

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Where a router expects a record, another one may be since: the id decides.
func TestAnExpectedRecordMayBeAnother(t *testing.T) {
	s := NewMemoryStore()
	r, err := New(s, &Options{Now: func() time.Time { return time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC) }, Lease: -1})
	require.NoError(t, err)
	for _, id := range []string{"a", "b"} {
		require.NoError(t, r.Register(t.Context(), Agent{ID: id, Capacity: 1}))
		_, err := r.Submit(t.Context(), Item{ID: id})
		require.NoError(t, err)
	}
	for what, number := range map[string]func(string, uint32) (uint32, bool){"item": s.itemNumber, "seat": s.seatNumber} {
		a, ok := number("a", 0)
		require.True(t, ok, what)
		b, ok := number("b", a)
		require.True(t, ok, what)
		require.NotEqual(t, a, b, what)
		_, ok = number("c", b)
		require.False(t, ok, what)
	}
}
