package routing

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestIndex holds an index against a map. There are few tables and fewer hashes than
// ids, so that things lie in one another's way.
func TestIndex(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, want := newIndex[int](), map[string]int{}
		ids := rapid.IntRange(1, 3000).Draw(t, "ids")
		for range rapid.IntRange(1, 40).Draw(t, "rounds") {
			from := rapid.IntRange(0, ids-1).Draw(t, "from")
			n := rapid.IntRange(1, 200).Draw(t, "n")
			add := rapid.Bool().Draw(t, "add")
			for k := from; k < min(ids, from+n); k++ {
				id := strconv.Itoa(k)
				_, there := want[id]
				switch {
				case add && !there:
					x.add(id, k)
					want[id] = k
				case !add:
					x.drop(id, k)
					delete(want, id)
				}
			}
			require.Equal(t, len(want), x.size)
			for k := range ids {
				got, ok := x.find(strconv.Itoa(k), func(v int) bool { return v == k })
				_, there := want[strconv.Itoa(k)]
				require.Equal(t, there, ok, k)
				require.True(t, !ok || got == k)
			}
			n = 0
			x.each(func(k int) bool { n++; return want[strconv.Itoa(k)] == k })
			require.Equal(t, len(want), n)
		}
	})
}

// TestIndexOfOneHash: ids whose hashes are the same are told apart.
func TestIndexOfOneHash(t *testing.T) {
	var tab table[int]
	x := newIndex[int]()
	hash := x.hash("a")
	tab.grow()
	for k := range 3 {
		tab.put(hash, k)
	}
	tab.used = 3
	x.tables[hash>>56], x.size = tab, 3
	for k := range 3 {
		got, ok := x.find("a", func(v int) bool { return v == k })
		require.True(t, ok)
		require.Equal(t, k, got)
	}
	x.drop("a", 1)
	for k, there := range []bool{true, false, true} {
		_, ok := x.find("a", func(v int) bool { return v == k })
		require.Equal(t, there, ok, k)
	}
}
