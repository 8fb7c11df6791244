package forecast

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Without drift a filter is ridge regression: its coefficients solve the normal
// equations with the inverse prior variances on the diagonal, and its covariance is their inverse.
func TestFilterIsRidge(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	prior := []float64{1, 0.25, 4}
	f := newFilter(prior, make([]float64, 3))
	normal := [3][3]float64{{1 / prior[0]}, {0, 1 / prior[1]}, {0, 0, 1 / prior[2]}}
	var right [3]float64
	for range 50 {
		x := []term{{0, 1}, {1, r.NormFloat64()}, {2, r.NormFloat64()}}
		y, noise := 2+x[1].value-3*x[2].value+0.3*r.NormFloat64(), 0.1+r.Float64()
		f.step()
		mean, _ := f.predict(x, 0)
		f.learn(x, y-mean, noise, math.Inf(1))
		for _, a := range x {
			right[a.at] += a.value * y / noise
			for _, b := range x {
				normal[a.at][b.at] += a.value * b.value / noise
			}
		}
	}
	for i := range normal {
		left, unit := 0.0, [3]float64{}
		for j := range normal {
			left += normal[i][j] * f.mean[j]
			for k := range normal {
				unit[k] += normal[i][j] * f.cov[j*3+k]
			}
		}
		assert.InDelta(t, right[i], left, 1e-7*math.Abs(right[i])+1e-7)
		for k := range unit {
			want := 0.0
			if i == k {
				want = 1
			}
			assert.InDelta(t, want, unit[k], 1e-8)
		}
	}
}

// Predicting so many steps ahead is stepping so often and predicting then.
func TestFilterPredictsAhead(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	drift := []float64{0.02, 0, 0.01}
	f := newFilter([]float64{1, 0.1, 1}, drift)
	f.slope, f.damp = 1, 0.9
	x := []term{{0, 1}, {2, 0.7}}
	for i := range 30 {
		f.step()
		mean, _ := f.predict(x, 0)
		f.learn(x, float64(i)*0.2+r.NormFloat64()-mean, 1, 3)
	}
	mean, variance := f.predict(x, 6)
	for range 6 {
		f.step()
	}
	then, wide := f.predict(x, 0)
	assert.InDelta(t, then, mean, 1e-9)
	assert.InDelta(t, wide, variance, 1e-9)
}

func TestFilterBoundsOutliers(t *testing.T) {
	far, near := newFilter([]float64{1}, []float64{0}), newFilter([]float64{1}, []float64{0})
	x := []term{{0, 1}}
	z := far.learn(x, 1000, 3, 3)
	near.learn(x, 6, 3, 3) // three standard deviations: the variance is 1+3
	assert.InDelta(t, 500, z, 1e-9)
	assert.InDelta(t, near.mean[0], far.mean[0], 1e-12)
}
