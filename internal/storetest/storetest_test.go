package storetest

import (
	"context"
	"iter"
	"slices"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestRunGivesEachCheckAStoreOfItsOwn(t *testing.T) {
	stores := 0
	var got []int
	check := func(_ context.Context, s int) error { got = append(got, s); return First(nil, nil) }
	Run(t, func(*testing.T) int { stores++; return stores }, []Check[int]{{Name: "a", Run: check}, {Name: "b", Run: check}})
	require.Equal(t, []int{1, 2}, got)
}

// memoryCell is a correct cell, and a broken one where a field says so.
type memoryCell struct {
	mu      sync.Mutex
	version int64
	value   int
	swaps   int
	loads   []int64
	values  []int

	forgets int // each n-th swap is acknowledged and forgotten
	stale   int // each n-th load shows what the one before has shown
}

func (m *memoryCell) cell() Cell {
	return Cell{
		Load: func(context.Context) (int64, int, error) {
			m.mu.Lock()
			defer m.mu.Unlock()
			m.loads, m.values = append(m.loads, m.version), append(m.values, m.value)
			if n := len(m.loads); m.stale > 0 && n%m.stale == 0 {
				return m.loads[n-2], m.values[n-2], nil
			}
			return m.version, m.value, nil
		},
		Swap: func(_ context.Context, version int64, value int) (bool, error) {
			m.mu.Lock()
			defer m.mu.Unlock()
			if version != m.version {
				return false, nil
			}
			m.swaps++
			if m.forgets > 0 && m.swaps%m.forgets == 0 {
				return true, nil
			}
			m.version, m.value = m.version+1, value
			return true, nil
		},
	}
}

func TestIncrements(t *testing.T) {
	require.NoError(t, Increments(t.Context(), (&memoryCell{}).cell(), 8, 20))
	require.ErrorContains(t, Increments(t.Context(), (&memoryCell{forgets: 50}).cell(), 8, 20), "want 160")

	never := Cell{
		Load: func(context.Context) (int64, int, error) { return 0, 0, nil },
		Swap: func(context.Context, int64, int) (bool, error) { return false, nil },
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, Increments(ctx, never, 2, 1), context.Canceled, "a store that never lets anybody win must end")
}

func TestLinearizable(t *testing.T) {
	require.NoError(t, Linearizable(t.Context(), (&memoryCell{}).cell(), 4, 10))
	require.ErrorContains(t, Linearizable(t.Context(), (&memoryCell{forgets: 7}).cell(), 4, 10), "not linearizable")
	require.ErrorContains(t, Linearizable(t.Context(), (&memoryCell{stale: 5}).cell(), 1, 10), "not linearizable")
}

func TestSame(t *testing.T) {
	type text struct {
		S string
		L []string `json:",omitempty"`
	}
	require.NoError(t, Same("x", text{S: "a\xff\xfeb\\ufffd"}, text{S: "a\ufffdb\\ufffd", L: []string{}}), "bad bytes may be replaced, an empty slice is nil")
	require.ErrorContains(t, Same("x", text{S: "a\x00"}, text{S: "a"}), "differs at byte 7")
}

func TestKeptTimes(t *testing.T) {
	good := time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC)
	type nested struct {
		List []*struct{ At time.Time }
		Map  map[string]time.Time
	}
	v := func(at time.Time) nested { return nested{List: []*struct{ At time.Time }{nil, {At: at}}} }
	require.NoError(t, KeptTimes("v", v(good)))
	require.NoError(t, KeptTimes("v", v(time.Time{})))
	require.NoError(t, KeptTimes("v", v(Kept(Moment()))))
	require.Error(t, KeptTimes("v", v(good.Add(1))))
	require.Error(t, KeptTimes("v", nested{Map: map[string]time.Time{"a": good.In(time.FixedZone("", 60))}}))
}

func TestScrambleReachesAllThatIsShared(t *testing.T) {
	type inner struct{ Texts []string }
	type outer struct {
		Bytes []byte
		Inner *inner
		List  []inner
		Map   map[string]int
		At    time.Time
	}
	v := outer{
		Bytes: []byte("abc"), Inner: &inner{Texts: []string{"x"}}, List: []inner{{Texts: []string{"y"}}},
		Map: map[string]int{"a": 1}, At: Moment(),
	}
	texts, listed, shared := v.Inner.Texts, v.List[0].Texts, v.Inner
	Scramble(v)
	require.Equal(t, []byte{0, 0, 0}, v.Bytes)
	require.Equal(t, []string{""}, texts)
	require.Equal(t, []string{""}, listed)
	require.Nil(t, shared.Texts)
	require.Empty(t, v.Map)
	require.Equal(t, Moment(), v.At, "a time shares nothing, and its zone is not the caller's to change")
	require.NotPanics(t, func() { Scramble(nil) })
}

func TestStopsEarly(t *testing.T) {
	numbers := func(yield func(int, error) bool) {
		for i := range 4 {
			if !yield(i, nil) {
				return
			}
		}
	}
	require.NoError(t, StopsEarly("numbers", iter.Seq2[int, error](numbers)))
	require.ErrorContains(t, StopsEarly("numbers", func(yield func(int, error) bool) {
		for i := range 4 {
			yield(i, nil)
		}
	}), "panics")
	next := 0
	require.ErrorContains(t, StopsEarly("numbers", func(yield func(int, error) bool) {
		for next++; next < 5 && yield(next, nil); next++ {
			continue
		}
	}), "left after 1")
}

func TestDoneContexts(t *testing.T) {
	require.NoError(t, DoneContexts(t.Context(), "call", func(ctx context.Context) error { return ctx.Err() }))
	require.Error(t, DoneContexts(t.Context(), "call", func(context.Context) error { return nil }))
	require.Error(t, DoneContexts(t.Context(), "call", func(context.Context) error { return context.Canceled }), "a deadline is not a cancellation")
}

func TestIDsCanTellStoresApart(t *testing.T) {
	ids := IDs()
	require.True(t, slices.IsSorted(ids))
	require.Len(t, slices.Compact(slices.Clone(ids)), len(ids))
	for _, id := range ids {
		require.True(t, utf8.ValidString(id))
		require.LessOrEqual(t, len(id), 256)
	}
}

func TestRandomFillsWhatTypesHave(t *testing.T) {
	type inner struct{ List []string }
	type outer struct {
		At     time.Time
		Inner  *inner
		Map    map[string]string
		Score  float64
		Number int
	}
	require.Equal(t, Random[outer](1), Random[outer](1), "a seed is a value")
	var inners, maps, lists int
	for seed := range 30 {
		v := Random[outer](seed)
		require.False(t, v.At.IsZero())
		require.True(t, v.Score >= 0 && v.Score <= 1)
		require.True(t, v.Map == nil || len(v.Map) > 0)
		if v.Map != nil {
			maps++
		}
		if v.Inner == nil {
			continue
		}
		inners++
		require.True(t, v.Inner.List == nil || len(v.Inner.List) > 0)
		if v.Inner.List != nil {
			lists++
		}
	}
	require.Greater(t, min(inners, maps, lists), 3)
}
