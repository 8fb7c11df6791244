package kb

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A model whose similarities tell apart is trusted, one whose do not is not, and what is
// told is what was measured: wherever the two kinds overlap, the odds there are even.
func TestCalibrate(t *testing.T) {
	vectorsOf := func(entries, wordings int, noise float64) *wordVectors {
		random := rand.New(rand.NewPCG(1, 2))
		v := &wordVectors{size: 16}
		for e := range entries {
			center := make([]float64, v.size)
			for i := range center {
				center[i] = random.NormFloat64()
			}
			for w := range wordings {
				at := make([]float32, v.size)
				for i := range at {
					at[i] = float32(center[i] + noise*random.NormFloat64())
				}
				v.rows = append(v.rows, vectorRow{entry: fmt.Sprint(e), text: fmt.Sprint(e, " ", w), vector: toUnit(at)})
			}
		}
		return v
	}
	clear, blurred, few := vectorsOf(60, 4, 0.2).calibrate(), vectorsOf(60, 4, 1.2).calibrate(), vectorsOf(4, 3, 0.2).calibrate()
	assert.Equal(t, likeness{middle: unknownMiddle, slope: unknownSlope}, few, "too few to measure")
	assert.True(t, clear.measured)
	assert.Greater(t, clear.middle, 0.55)
	assert.Less(t, clear.middle, 0.95)
	assert.Greater(t, clear.slope, 2*blurred.slope, "%+v and %+v", clear, blurred)
	useless := fitLikeness([]float64{0.1, 0.2, 0.3, 0.2}, []float64{0.7, 0.8, 0.9, 0.8})
	assert.Equal(t, likeness{middle: 1, slope: leastSlope, measured: true}, useless)
	perfect := fitLikeness([]float64{0.8, 0.9, 0.9}, []float64{0.2, 0.1, 0.2})
	assert.LessOrEqual(t, perfect.slope, mostSlope)
	assert.InDelta(t, 0.5, perfect.middle, 0.1)
}

func TestDot(t *testing.T) {
	for n := range 11 {
		a, b, want := make([]float32, n), make([]float32, n), float32(0)
		for i := range a {
			a[i], b[i] = float32(i+1), float32(2*i-3)
			want += a[i] * b[i]
		}
		assert.InDelta(t, want, dotProduct(a, b), 1e-4, n)
	}
}

// After a small change nothing is made anew: rows are added to the ones that are there,
// and similarities are measured again only after many changes.
func TestEmbedChanges(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	embedder := EmbedderFunc(func(_ context.Context, texts []string) ([][]float32, error) {
		list := make([][]float32, len(texts))
		for i := range list {
			for range 8 {
				list[i] = append(list[i], float32(random.NormFloat64()))
			}
		}
		return list, nil
	})
	l, err := NewLibrary(NewMemoryStore(), &LibraryOptions{Embedder: embedder})
	require.NoError(t, err)
	entry := func(i int, suffix string) Entry {
		return Entry{ID: fmt.Sprint(i), Question: fmt.Sprint("question ", i), Phrasings: []string{fmt.Sprint("wording ", i, suffix)}}
	}
	put := func(entries ...Entry) *wordVectors {
		_, err := l.Put(t.Context(), entries...)
		require.NoError(t, err)
		require.NoError(t, l.embedWordings(t.Context(), false))
		return l.meaning.current.Load()
	}
	var all []Entry
	for i := range 100 {
		all = append(all, entry(i, ""))
	}
	first := put(all...)
	require.Len(t, first.rows, 200)
	assert.NotZero(t, first.likeness)
	second := put(entry(0, " changed"))
	require.Len(t, second.rows, 201)
	assert.Len(t, first.rows, 200, "what others read does not change")
	assert.Equal(t, first.likeness, second.likeness)
	third := put(entry(1, " changed"))
	assert.Same(t, &second.rows[0], &third.rows[0], "no copy")
	assert.Len(t, l.meaning.dead, 2)
	assert.Equal(t, 4, l.meaning.drifted, "not measured again")

	back := put(entry(0, ""))
	assert.Equal(t, &first.rows[1].vector[0], &back.rows[len(back.rows)-1].vector[0], "its vector was still known")
	all = all[:0]
	for i := range 20 {
		all = append(all, entry(i, " changed again"))
	}
	last := put(all...)
	assert.Len(t, last.rows, 200, "the dead are gone")
	assert.Empty(t, l.meaning.dead)
	assert.Zero(t, l.meaning.drifted, "measured again")
	for i, r := range last.rows {
		assert.Contains(t, l.meaning.rowsOf[r.entry], i)
	}
	require.NoError(t, l.Delete(t.Context(), "99"))
	require.NoError(t, l.embedWordings(t.Context(), false))
	assert.Len(t, l.meaning.dead, 2)
	assert.NotContains(t, l.meaning.rowsOf, "99")
}

// Changes without end do not keep a library from being refined.
func TestRunRefinesUnderSteadyChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, err := NewLibrary(NewMemoryStore(), nil)
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		put := func(i int) {
			_, err := l.Put(ctx, Entry{ID: fmt.Sprint(i % 5), Question: fmt.Sprint("stock of lamps ", i), Phrasings: []string{fmt.Sprint("how many lamps ", i%5), "lamps left"}})
			require.NoError(t, err)
		}
		put(0)
		go func() { ended <- l.Run(ctx) }()
		times, before := 0, l.index.refined.Load()
		for i := range 600 { // five minutes
			time.Sleep(500 * time.Millisecond)
			put(i)
			synctest.Wait()
			if now := l.index.refined.Load(); now != before {
				before = now
				times++
			}
		}
		cancel()
		require.NoError(t, <-ended)
		assert.GreaterOrEqual(t, times, 4)
		assert.LessOrEqual(t, times, 6, "once a minute is enough")
	})
}
