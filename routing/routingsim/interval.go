package routingsim

import (
	"fmt"
	"math"
	"time"
)

// Interval is an estimate and where the truth is with the confidence of the report.
// Times are in seconds. Low and High are NaN where there is but one observation, all
// three where there is none; in JSON, NaN is null.
type Interval struct {
	Mean, Low, High float64
}

// Contains says that x is in the interval.
func (i Interval) Contains(x float64) bool { return i.Low <= x && x <= i.High }

// Half returns half the width of the interval.
func (i Interval) Half() float64 { return (i.High - i.Low) / 2 }

// Duration returns the mean of an interval of seconds.
func (i Interval) Duration() time.Duration { return seconds(i.Mean) }

// String returns the mean and, in brackets, where the truth is, with as many digits as
// say something.
func (i Interval) String() string { return i.in(1, "") }

// in writes the interval in a unit that is so much larger.
func (i Interval) in(scale float64, unit string) string {
	mean, low, high := i.Mean/scale, i.Low/scale, i.High/scale
	if math.IsNaN(low) || high <= low {
		return fmt.Sprintf("%.4g%s", mean, unit)
	}
	digits := min(max(0, 1-int(math.Floor(math.Log10((high-low)/2)))), 9)
	return fmt.Sprintf("%.*f%s (%.*f to %.*f)", digits, mean, unit, digits, low, digits, high)
}

// MarshalJSON writes mean, low and high.
func (i Interval) MarshalJSON() ([]byte, error) {
	number := func(x float64) string {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return "null"
		}
		return fmt.Sprintf("%.6g", x)
	}
	return fmt.Appendf(nil, `{"mean":%s,"low":%s,"high":%s}`, number(i.Mean), number(i.Low), number(i.High)), nil
}

// series is one value per observation, such that their mean is the estimate and
// their spread says how sure it is. NaN is an observation that says nothing.
type series []float64

// interval is Student's for independent observations, replications or long slices of
// one, corrected for their skewness: some days and hours are much worse than others,
// and Student's own interval would too often end below the truth (Willink 2005,
// after Johnson 1978).
func (s series) interval(level float64) Interval {
	n, sum := 0.0, 0.0
	for _, x := range s {
		if !math.IsNaN(x) {
			n, sum = n+1, sum+x
		}
	}
	mean, squares, cubes := sum/n, 0.0, 0.0
	for _, x := range s {
		if d := x - mean; !math.IsNaN(d) {
			squares, cubes = squares+d*d, cubes+d*d*d
		}
	}
	if n < 2 {
		return Interval{mean, math.NaN(), math.NaN()}
	}
	deviation := math.Sqrt(squares / (n - 1))
	unit, skew := deviation/math.Sqrt(n), 0.0
	if n > 2 && deviation > 0 {
		skew = cubes / (deviation * deviation * deviation) * n / (n - 1) / (n - 2) / 6 / math.Sqrt(n)
	}
	correct := func(t float64) float64 {
		if math.Abs(skew) < 1e-6 {
			return t
		}
		return (math.Cbrt(1+6*skew*(t-skew)) - 1) / (2 * skew)
	}
	t := student((1+level)/2, n-1)
	return Interval{mean, mean - correct(t)*unit, mean - correct(-t)*unit}
}

// minus is the difference observation by observation.
func (s series) minus(other series) series {
	d := make(series, min(len(s), len(other)))
	for i := range d {
		d[i] = s[i] - other[i]
	}
	return d
}

// ratio is the series of sum(a)/sum(b): the mean over all items rather than the mean
// of the means of the observations, which would weigh items of quiet times more. Its
// values are the ratio's linearisation (the ratio estimator of sampling theory).
func ratio(a, b []float64) series {
	var sumA, sumB float64
	for i := range a {
		sumA, sumB = sumA+a[i], sumB+b[i]
	}
	out := make(series, len(a))
	for i := range a {
		out[i] = math.NaN()
		if sumB > 0 {
			out[i] = sumA/sumB + (a[i]-sumA/sumB*b[i])/(sumB/float64(len(b)))
		}
	}
	return out
}

// quantile is the p-quantile of sorted values, interpolated; NaN without any.
func quantile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	at := p * float64(len(sorted)-1)
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}
