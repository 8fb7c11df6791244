package kb

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
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
				v.rows = append(v.rows, vectorRow{entry: fmt.Sprint(e), text: fmt.Sprint(e, " ", w)})
				v.data = append(v.data, toUnit(at)...)
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
