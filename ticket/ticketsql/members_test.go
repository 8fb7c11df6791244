package ticketsql

import (
	"iter"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// some returns a set of about one in rarity of the serials below 5 blocks, of which it
// leaves the second one out, and a plain list of the same.
func some(t *testing.T, r *rand.Rand, rarity int) (m members, serials []int64) {
	t.Helper()
	serials = []int64{}
	for at := range int64(5) {
		b := &block{at: at}
		for n := range int64(blockSize) {
			if at != 1 && r.IntN(rarity) == 0 {
				serial := at<<blockBits + n
				_, bit := blockOf(serial)
				b.set(bit, true)
				serials = append(serials, serial)
			}
		}
		data := b.encode()
		if data == nil {
			require.Zero(t, b.count())
			continue
		}
		require.LessOrEqual(t, len(data), 1+blockSize/8)
		again, err := decodeBlock(at, data)
		require.NoError(t, err)
		require.Equal(t, b, again)
		m = append(m, again)
	}
	return m, serials
}

func collect(serials iter.Seq[int64]) []int64 { return append([]int64{}, slices.Collect(serials)...) }

func TestMembersAreSets(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		a, as := some(t, r, []int{1, 2, 7, 16, 40, 5000, 30_000}[r.IntN(7)])
		b, bs := some(t, r, []int{1, 3, 17, 300, 5000}[r.IntN(5)])
		require.Equal(t, len(as), a.count())
		require.Equal(t, as, collect(a.from(nil, false)))

		both := slices.DeleteFunc(slices.Clone(as), func(s int64) bool { _, in := slices.BinarySearch(bs, s); return !in })
		require.Equal(t, len(both), a.and(b).count())
		require.ElementsMatch(t, both, a.and(b).all())
		either := slices.Compact(slices.Sorted(slices.Values(slices.Concat(as, bs))))
		require.ElementsMatch(t, either, a.or(b).all())
		require.Equal(t, as, collect(a.from(nil, false)), "it never changes")

		beyond := int64(r.IntN(5 * blockSize))
		up := slices.DeleteFunc(slices.Clone(as), func(s int64) bool { return s <= beyond })
		require.Equal(t, up, collect(a.from(&beyond, false)))
		down := slices.DeleteFunc(slices.Clone(as), func(s int64) bool { return s >= beyond })
		slices.Reverse(down)
		require.Equal(t, down, collect(a.from(&beyond, true)))

		first, set := a.bytes()
		for serial := range int64(5 * blockSize) {
			_, in := slices.BinarySearch(as, serial)
			at := serial - first
			if in != (at >= 0 && at < int64(len(set)) && set[at] == 1) {
				t.Fatalf("%d of %d", serial, first)
			}
		}
	}
}

func TestMembersOutOfOrderAndDamaged(t *testing.T) {
	b, err := decodeBlock(0, []byte{asNumbers, 0, 9, 0, 2, 0, 2}) // as a migration may write them
	require.NoError(t, err)
	require.Equal(t, []int64{2, 9}, slices.Collect(b.serials(false)))
	for _, data := range [][]byte{nil, {}, {asNumbers, 1}, {asNumbers, 0x10, 0}, {asBitmap, 1, 2}, {2, 0, 0}, make([]byte, 1+blockSize/8+1)} {
		_, err := decodeBlock(0, data)
		require.ErrorIs(t, err, errMembers, "%v", data)
	}
}
