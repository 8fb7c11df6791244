package kefu_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
)

func TestShards(t *testing.T) {
	const conversations = 20_000
	for n := 1; n <= 12; n++ {
		count, moved := make([]int, n), 0
		for i := range conversations {
			id := "conversation-" + strconv.Itoa(i)
			at := kefu.ShardOf(id, n)
			count[at]++
			if next := kefu.ShardOf(id, n+1); next != at {
				moved++
				require.Equal(t, n, next, "only the new node gets some")
			}
		}
		for _, c := range count {
			require.InEpsilon(t, conversations/n, c, 0.12)
		}
		require.InEpsilon(t, conversations/(n+1), moved, 0.12)
	}
	require.Zero(t, kefu.ShardOf("c", 0))
}
