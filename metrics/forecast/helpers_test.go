package forecast_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics/forecast"
)

const day = 24 * time.Hour

// newYork is a zone that changes its clock.
func newYork(t testing.TB) *time.Location {
	loc, err := time.LoadLocation("America/New_York")
	require.NoError(t, err)
	return loc
}

// monday is where the series of the tests begin.
func monday(loc *time.Location) time.Time { return time.Date(2024, 1, 8, 0, 0, 0, 0, loc) }

// series makes one of a function of the time, with noise of counting if seed is not 0.
func series(loc *time.Location, step time.Duration, n int, seed uint64, mean func(time.Time) float64) forecast.Series {
	s := forecast.Series{Start: monday(loc), Step: step}
	r := rand.New(rand.NewPCG(seed, 7))
	for i := range n {
		v := mean(s.At(i))
		if seed != 0 && v > 0 {
			v = poisson(r, v)
		}
		s.Values = append(s.Values, v)
	}
	return s
}

// poisson draws a count.
func poisson(r *rand.Rand, mean float64) float64 {
	if mean > 100 {
		return math.Max(math.Round(mean+math.Sqrt(mean)*r.NormFloat64()), 0)
	}
	n := 0.0
	for p := r.Float64(); p > math.Exp(-mean); p *= r.Float64() {
		n++
	}
	return n
}

// weekdays is how busy each day of the week is, from Sunday on.
var weekdays = [7]float64{0.4, 1.3, 1.1, 1, 0.95, 0.85, 0.6}

// office is a mean by the half hour: from 8 to 18 o'clock, Monday to Friday.
func office(t time.Time) float64 {
	h := float64(t.Hour()) + float64(t.Minute())/60
	if w := t.Weekday(); h < 8 || h >= 18 || w == time.Saturday || w == time.Sunday {
		return 0
	}
	return 60 * weekdays[t.Weekday()] * (0.5 + math.Sin((h-8)/10*math.Pi))
}

// daily is a mean by the day.
func daily(t time.Time) float64 { return 400 * weekdays[t.Weekday()] }

// next fits and returns the forecast.
func next(t testing.TB, s forecast.Series, opts *forecast.Options, horizon int) []forecast.Point {
	m, err := forecast.Fit(s, opts)
	require.NoError(t, err)
	points, err := m.Forecast(horizon)
	require.NoError(t, err)
	require.Len(t, points, horizon)
	return points
}

// width is the width of the interval of 80 %.
func width(t testing.TB, p forecast.Point) float64 {
	i, ok := p.Interval(0.8)
	require.True(t, ok)
	return i.High - i.Low
}
