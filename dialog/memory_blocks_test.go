package dialog

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Every size gets a block that holds it and wastes at most a sixteenth, or 15
// bytes.
func TestBlockClasses(t *testing.T) {
	for size := 1; size < 20_000; size++ {
		class := blockClass(size)
		if size > 16<<10 {
			require.EqualValues(t, ownPage, class)
			continue
		}
		waste := classBytes(class) - size
		require.GreaterOrEqual(t, waste, 0, size)
		require.LessOrEqual(t, waste, max(15, size/16), size)
		require.Zero(t, classBytes(class)%blockUnit)
	}
}

// TestBlocksModel puts, replaces and drops blocks at random: each keeps its
// bytes, whatever happens to the others.
func TestBlocksModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var b blocks
		want := map[block][]byte{}
		var refs []block
		size := rapid.OneOf(rapid.IntRange(0, 300), rapid.SampledFrom([]int{1024, 4096, 4097, 16 << 10, 16<<10 + 1, 70_000}))
		data := func() []byte {
			b := bytes.Repeat([]byte{byte(rapid.IntRange(1, 255).Draw(t, "byte"))}, size.Draw(t, "size"))
			return b
		}
		pick := func() int { return rapid.IntRange(0, len(refs)-1).Draw(t, "which") }
		t.Repeat(map[string]func(*rapid.T){
			"put": func(t *rapid.T) {
				d := data()
				ref := b.put(d)
				require.NotContains(t, want, ref)
				want[ref] = d
				refs = append(refs, ref)
			},
			"replace": func(t *rapid.T) {
				if len(refs) == 0 {
					t.Skip()
				}
				i, d := pick(), data()
				delete(want, refs[i])
				refs[i] = b.replace(refs[i], d)
				require.NotContains(t, want, refs[i])
				want[refs[i]] = d
			},
			"drop": func(t *rapid.T) {
				if len(refs) == 0 {
					t.Skip()
				}
				i := pick()
				b.drop(refs[i])
				delete(want, refs[i])
				refs = append(refs[:i], refs[i+1:]...)
			},
			"": func(t *rapid.T) {
				for ref, d := range want {
					require.NotZero(t, ref)
					require.True(t, bytes.HasPrefix(b.get(ref), d), ref)
				}
			},
		})
	})
}

// Memory that was freed is used again: a store whose conversations come and go
// does not grow.
func TestBlocksAreUsedAgain(t *testing.T) {
	var b blocks
	rnd := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // sizes, no secrets
	pages := 0
	for round := range 30 {
		var refs []block
		for range 2000 {
			refs = append(refs, b.alloc(1+rnd.IntN(600)))
		}
		refs = append(refs, b.alloc(1<<20))
		for _, ref := range refs {
			b.drop(ref)
		}
		if round == 9 {
			pages = len(b.pages)
		}
	}
	require.LessOrEqual(t, len(b.pages), pages+pages/10)
	require.NotZero(t, len(b.unused), "a page of its own is given back")
	require.True(t, b.full(maxPages))
	require.False(t, b.full(4))
}

// Things whose names have the same hash are kept apart by what finds them.
func TestHashIndexModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var x hashIndex
		names := map[uint32]string{} // of things
		things := map[string]uint32{}
		next := uint32(1)
		hash := func(name string) uint64 { return uint64(name[0]) % 2 }
		name := rapid.Custom(func(t *rapid.T) string { return fmt.Sprint(rapid.IntRange(0, 9).Draw(t, "name")) })
		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) {
				n := name.Draw(t, "n")
				if things[n] != 0 {
					t.Skip()
				}
				x.add(hash(n), next)
				names[next], things[n] = n, next
				next++
			},
			"replace": func(t *rapid.T) {
				n := name.Draw(t, "n")
				if things[n] == 0 {
					t.Skip()
				}
				old, thing := things[n], uint32(0)
				delete(things, n)
				if rapid.Bool().Draw(t, "by another") {
					thing = next
					names[next], things[n] = n, next
					next++
				}
				x.replace(hash(n), old, thing)
			},
			"": func(t *rapid.T) {
				for i := range 10 {
					n := fmt.Sprint(i)
					require.Equal(t, things[n], x.find(hash(n), func(thing uint32) bool { return names[thing] == n }))
				}
				if len(things) == 0 {
					require.Empty(t, x.first)
					require.Empty(t, x.more)
				}
			},
		})
	})
}
