//go:build !race

package dialog_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestIdleConversation: ten million live conversations fit into one process, and
// are nothing for the garbage collector to follow, because each takes at most
// 1.2 KB in far fewer pieces of memory than there are conversations.
func TestIdleConversation(t *testing.T) {
	const n = 30_000
	_, err := liveConversation()
	require.NoError(t, err)
	bytes, pieces := liveHeap()
	s := newIdleStore(t)
	idle(t, s, n)
	bytesThen, piecesThen := liveHeap()
	t.Log((bytesThen-bytes)/n, "bytes each")
	require.LessOrEqual(t, (bytesThen-bytes)/n, int64(1228))
	require.Less(t, piecesThen-pieces, int64(n/20))
	runtime.KeepAlive(s)
}
