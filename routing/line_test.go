package routing

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestLine holds the treap against a sorted slice.
func TestLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var l line
		var want []*entry
		order := int64(0)
		sorted := func(a, b *entry) int {
			if a.before(&b.urgency) {
				return -1
			}
			return 1
		}
		t.Repeat(map[string]func(*rapid.T){
			"insert": func(t *rapid.T) {
				order++
				e := &entry{urgency: urgency{
					rank:    float64(rapid.IntRange(0, 3).Draw(t, "rank")),
					arrived: int64(rapid.IntRange(0, 3).Draw(t, "arrived")),
					number:  order,
				}}
				l.insert(e)
				i, _ := slices.BinarySearchFunc(want, e, sorted)
				want = slices.Insert(want, i, e)
			},
			"remove": func(t *rapid.T) {
				if len(want) > 0 {
					i := rapid.IntRange(0, len(want)-1).Draw(t, "i")
					l.remove(want[i])
					want = slices.Delete(want, i, i+1)
				}
			},
			"": func(t *rapid.T) {
				var got []*entry
				l.each(func(e *entry) bool { got = append(got, e); return true })
				require.True(t, slices.Equal(want, got))
				require.Equal(t, len(want), l.len())
				requireTreap(t, &l)
				for i, e := range want {
					require.Equal(t, i, l.ahead(func(x *entry) bool { return x.before(&e.urgency) }))
				}
			},
		})
	})
}

// TestLineStaysShallow: what the items' numbers give must not be a list.
func TestLineStaysShallow(t *testing.T) {
	var l line
	for i := range int64(100_000) {
		l.insert(&entry{urgency: urgency{arrived: i, number: i}})
	}
	var depth func(e *entry) int
	depth = func(e *entry) int {
		if e == nil {
			return 0
		}
		return 1 + max(depth(e.left), depth(e.right))
	}
	require.Less(t, depth(l.root), 80) // five times the height of a full tree
}

// TestAlarms holds the heap against a sorted slice.
func TestAlarms(t *testing.T) {
	start := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		var h alarms
		all := make([]alarm, 12)
		for i := range all {
			if i%2 == 0 {
				all[i].entry = &entry{item: Item{ID: string(rune('a' + i))}}
			} else {
				all[i].seat = &seat{rec: Seat{Agent: Agent{ID: string(rune('a' + i))}}}
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"set": func(t *rapid.T) {
				a := &all[rapid.IntRange(0, len(all)-1).Draw(t, "alarm")]
				at := time.Time{}
				if n := rapid.IntRange(0, 5).Draw(t, "at"); n > 0 {
					at = start.Add(time.Duration(n) * time.Second)
				}
				h.set(a, at)
				require.Equal(t, at, a.at)
				require.Equal(t, at.IsZero(), a.index == 0)
			},
			"": func(t *rapid.T) {
				requireHeap(t, h)
				var want []*alarm
				for i := range all {
					if !all[i].at.IsZero() {
						want = append(want, &all[i])
					}
				}
				require.Len(t, h, len(want))
				for _, a := range want {
					require.False(t, a.before(h[0]), "the first is the earliest")
				}
			},
		})
	})
}
