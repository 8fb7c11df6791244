package routing

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestLine holds a line against a sorted slice.
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
				requireLine(t, &l)
				for i, e := range want {
					require.Equal(t, i, l.ahead(func(x *urgency) bool { return x.before(&e.urgency) }))
				}
			},
		})
	})
}

// TestLongLine is TestLine with more than one run: items come behind the others, before
// them and among them, and leave in front and anywhere.
func TestLongLine(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var l line
	var want []*entry
	for n := range int64(6000) {
		arrived := n
		if n%3 == 0 {
			arrived = rng.Int64N(6000) - 100
		}
		e := &entry{urgency: urgency{arrived: arrived, number: n}}
		i, _ := slices.BinarySearchFunc(want, e, func(a, b *entry) int { return btoi(!a.before(&b.urgency)) - btoi(a.before(&b.urgency)) })
		l.insert(e)
		want = slices.Insert(want, i, e)
		for n > 1000 && len(want) > 0 && (n < 2500 && n%2 == 0 || n > 5000) {
			i := 0
			if n%5 < 3 {
				i = rng.IntN(len(want))
			}
			l.remove(want[i])
			want = slices.Delete(want, i, i+1)
			if n < 5000 || n%3 == 0 {
				break
			}
		}
		if n%40 == 0 || n > 5950 {
			requireLine(t, &l)
			var got []*entry
			l.each(func(e *entry) bool { got = append(got, e); return true })
			require.True(t, slices.Equal(want, got))
			for i := 0; i < len(want); i += 17 {
				require.Equal(t, i, l.ahead(func(x *urgency) bool { return x.before(&want[i].urgency) }))
			}
		}
	}
	require.Less(t, len(want), 100, "the line was long and is short")
}

// TestLineLeavesNothing: what is served in the order in which it came leaves no empty
// runs, and whoever left is not held in memory.
func TestLineLeavesNothing(t *testing.T) {
	var l line
	var all []*entry
	most := 0
	for n := range int64(10_000) {
		e := &entry{urgency: urgency{arrived: n, number: n}}
		l.insert(e)
		if all = append(all, e); len(all) > 100 {
			l.remove(all[0])
			all = all[1:]
		}
		most = max(most, len(l.runs))
	}
	require.LessOrEqual(t, most, 4)
	for _, r := range l.runs {
		for i, e := range r.items {
			require.Equal(t, i >= r.lo && i < r.hi, e != nil)
		}
	}
	for _, e := range all {
		l.remove(e)
	}
	require.Empty(t, l.runs)
	require.Nil(t, l.front)
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
