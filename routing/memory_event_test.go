package routing

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A store that forgets as much as it writes, the oldest first, makes no new pages for
// its events.
func TestEventPagesAreUsedAgain(t *testing.T) {
	var h memoryEvents
	for range 4 * eventPageSize {
		h.add(&Event{}, 0)
	}
	pages := testing.AllocsPerRun(50, func() {
		for range eventPageSize {
			h.forget(h.last - 4*eventPageSize + 1)
			h.add(&Event{}, 0)
		}
	})
	require.Zero(t, pages)
}
