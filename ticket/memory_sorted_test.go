package ticket

import (
	"cmp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A sortedSet of several pages is as a sorted slice, whatever came and went.
func TestSortedSetIsASortedSlice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := sortedSet[int]{compare: cmp.Compare[int]}
		var want []int
		step := rapid.SampledFrom([]int{1, 3, -1, -7}).Draw(t, "step") // up, down, or all over
		for round := range rapid.IntRange(1, 4).Draw(t, "rounds") {
			for i := range rapid.IntRange(0, 2000).Draw(t, "adds") {
				v := (i*step + round) * (1 + round*i%5)
				s.add(v)
				if at, found := slices.BinarySearch(want, v); !found {
					want = slices.Insert(want, at, v)
				}
			}
			every := rapid.IntRange(1, 9).Draw(t, "every")
			from := rapid.IntRange(0, len(want)).Draw(t, "from")
			for i, v := range slices.Clone(want) {
				if i >= from && i%every == 0 {
					s.remove(v)
					s.remove(v + 1_000_000) // which is not there
					at, _ := slices.BinarySearch(want, v)
					want = slices.Delete(want, at, at+1)
				}
			}
			at := rapid.IntRange(-3000, 3000).Draw(t, "at")
			place, _ := slices.BinarySearch(want, at)
			require.Equal(t, append([]int(nil), want[place:]...), slices.Collect(s.from(at)))
			last, ok := s.before(at)
			require.Equal(t, place > 0, ok)
			if ok {
				require.Equal(t, want[place-1], last)
			}
			held := 0
			for _, page := range s.pages {
				require.NotEmpty(t, page)
				require.LessOrEqual(t, len(page), sortedPage)
				held += cap(page)
			}
			require.LessOrEqual(t, len(s.pages), 2+2*len(want)/(sortedPage/4), "pages are merged when little is left")
		}
	})
}
