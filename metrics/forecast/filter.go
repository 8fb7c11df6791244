package forecast

import "math"

// term is one entry of a sparse row of regressors.
type term struct {
	at    int
	value float64
}

// filter is a linear model whose coefficients drift: a Kalman filter with a scalar
// observation. Coefficients start at zero with a prior variance, which is what
// shrinks those that few observations support.
type filter struct {
	n     int
	mean  []float64
	cov   []float64 // n×n, row by row
	drift []float64 // variance that a step adds to each coefficient
	slope int       // this coefficient is added to coefficient 0 each step; -1: none
	damp  float64   // what a step leaves of the slope
	px    []float64 // scratch
}

func newFilter(prior, drift []float64) *filter {
	n := len(prior)
	f := &filter{
		n: n, mean: make([]float64, n), cov: make([]float64, n*n), drift: drift,
		slope: -1, px: make([]float64, n),
	}
	for i, v := range prior {
		f.cov[i*n+i] = v
	}
	return f
}

// step lets one period pass.
func (f *filter) step() {
	if s := f.slope; s > 0 {
		f.mean[0] += f.mean[s]
		f.mean[s] *= f.damp
		for j := range f.n { // rows, then columns, of F·P·Fᵀ
			f.cov[j] += f.cov[s*f.n+j]
			f.cov[s*f.n+j] *= f.damp
		}
		for i := range f.n {
			f.cov[i*f.n] += f.cov[i*f.n+s]
			f.cov[i*f.n+s] *= f.damp
		}
	}
	for i, v := range f.drift {
		f.cov[i*f.n+i] += v
	}
}

// predict returns the mean and the variance of x·coefficients after so many further
// steps, without the noise of the observation.
func (f *filter) predict(x []term, steps int) (mean, variance float64) {
	reach := 0.0 // how much of the slope has been added by then
	if f.slope > 0 {
		reach = f.damp
		if reach == 1 {
			reach = float64(steps)
		} else {
			reach = (1 - math.Pow(f.damp, float64(steps))) / (1 - f.damp)
		}
	}
	for _, t := range x {
		mean += t.value * f.mean[t.at]
		row := f.cov[t.at*f.n : t.at*f.n+f.n]
		for _, u := range x {
			variance += t.value * u.value * row[u.at]
		}
		variance += t.value * t.value * f.drift[t.at] * float64(steps)
	}
	if f.slope > 0 {
		mean += reach * f.mean[f.slope]
		row := f.cov[f.slope*f.n : f.slope*f.n+f.n]
		for _, t := range x {
			variance += 2 * reach * t.value * row[t.at]
		}
		variance += reach * reach * (row[f.slope] + f.drift[f.slope]*float64(steps))
	}
	return mean, math.Max(variance, 0)
}

// learn takes an observation in, by how much it differed from the prediction. A
// difference beyond limit standard deviations counts as if it were at the limit. It returns the
// standardised difference.
func (f *filter) learn(x []term, diff, noise, limit float64) float64 {
	s := noise
	clear(f.px)
	for _, t := range x {
		for i := range f.n {
			f.px[i] += t.value * f.cov[i*f.n+t.at]
		}
	}
	for _, t := range x {
		s += t.value * f.px[t.at]
	}
	if !(s > 0) {
		return 0
	}
	z := diff / math.Sqrt(s)
	diff = math.Sqrt(s) * min(max(z, -limit), limit)
	for i := range f.n {
		gain := f.px[i] / s
		f.mean[i] += gain * diff
		for j := range f.n {
			f.cov[i*f.n+j] -= gain * f.px[j]
		}
	}
	return z
}
