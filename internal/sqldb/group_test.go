package sqldb

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The leader who is told to lead at the moment when his context ends must not
// leave: nobody else would be told.
func TestOnlyFollowersLeaveTheQueue(t *testing.T) {
	g := &group{db: &DB{opts: Options{MaxBatch: 1}}}
	first, next, last := &write{}, &write{wake: make(chan bool, 1)}, &write{}
	require.True(t, g.join(first))
	require.False(t, g.join(next))
	require.False(t, g.join(last))
	require.Equal(t, []*write{first}, g.take())
	require.False(t, g.withdraw(first), "it is being written")
	g.passOn()
	require.True(t, <-next.wake)
	require.False(t, g.withdraw(next))
	require.True(t, g.withdraw(last))
	require.Equal(t, []*write{next}, g.take())
}
