package forecast_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics/forecast"
)

// noisy is a daily series whose days differ by 3 %.
func noisy(n int, mean func(time.Time) float64) forecast.Series {
	r := rand.New(rand.NewPCG(11, 12))
	return series(time.UTC, day, n, 0, func(at time.Time) float64 { return mean(at) * math.Exp(0.03*r.NormFloat64()) })
}

// nth is so many days after the start.
func nth(n int) time.Time { return monday(time.UTC).AddDate(0, 0, n) }

// days says how many days after the start a time is.
func days(at time.Time) int { return int(math.Round(at.Sub(monday(time.UTC)).Hours() / 24)) }

func TestFactorOfTheHost(t *testing.T) {
	s := noisy(120, daily)
	plain := next(t, s, nil, 5)
	sale := next(t, s, &forecast.Options{Events: []forecast.Event{{Name: "sale", From: nth(121), To: nth(122).Add(20 * time.Hour), Factor: 1.4}}}, 5)
	for i, want := range []float64{1, 1.4, 1.4, 1, 1} {
		assert.InEpsilon(t, want, sale[i].Mean/plain[i].Mean, 1e-9, i)
	}
	assert.Greater(t, width(t, sale[1]), 1.4*width(t, plain[1]), "a host's guess is not sure")

	// In a weekly series the factor is of the days that the event has.
	weekly := series(time.UTC, 7*day, 30, 1, func(time.Time) float64 { return 4000 })
	event := forecast.Event{Name: "sale", From: nth(7 * 31).Add(-3 * day), To: nth(7 * 31), Factor: 2}
	a, b := next(t, weekly, nil, 3), next(t, weekly, &forecast.Options{Events: []forecast.Event{event}}, 3)
	for i, want := range []float64{1 + 3.0/7, 1 + 1.0/7, 1} {
		assert.InEpsilon(t, want, b[i].Mean/a[i].Mean, 1e-9, i)
	}
}

// The effect of an event is learned from its past days, and partly from those of its kind.
func TestEventsAreLearned(t *testing.T) {
	past := []int{40, 75, 101, 130}
	s := noisy(150, func(at time.Time) float64 {
		for _, n := range past {
			if n == days(at) {
				return 1.8 * daily(at)
			}
		}
		return daily(at)
	})
	with := func(name, kind string) forecast.Point {
		var events []forecast.Event
		for _, n := range past {
			events = append(events, forecast.Event{Name: "sale", Kind: "campaign", From: nth(n)})
		}
		if name != "" {
			events = append(events, forecast.Event{Name: name, Kind: kind, From: nth(153)})
		}
		return next(t, s, &forecast.Options{Events: events}, 7)[3]
	}
	plain, same, kin, stranger := with("", ""), with("sale", "campaign"), with("spring", "campaign"), with("spring", "")
	assert.InEpsilon(t, 1.75, same.Mean/plain.Mean, 0.06)
	assert.Greater(t, kin.Mean/plain.Mean, 1.2)
	assert.Less(t, kin.Mean, 0.95*same.Mean)
	assert.InEpsilon(t, plain.Mean, stranger.Mean, 1e-9, "of what never was, nothing is known")
	assert.Greater(t, width(t, stranger), 2*width(t, plain), "which the interval says")
	assert.InEpsilon(t, daily(plain.At), plain.Mean, 0.04, "the level is not poisoned")
}

// Days before and after an event have factors of their own, counted in open days.
func TestBeforeAndAfter(t *testing.T) {
	office := func(at time.Time) float64 {
		if at.Weekday() == time.Sunday || at.Weekday() == time.Saturday {
			return 0
		}
		return 500
	}
	// Fridays; the Thursday before is quiet, the Monday after busy.
	fridays := []int{32, 60, 95, 130}
	s := noisy(150, func(at time.Time) float64 {
		for _, n := range fridays {
			switch days(at) {
			case n - 1:
				return 0.6 * office(at)
			case n + 3:
				return 1.5 * office(at)
			}
		}
		return office(at)
	})
	var events []forecast.Event
	for _, n := range append(fridays, 158) {
		events = append(events, forecast.Event{Name: "bill", From: nth(n), Before: 1, After: 1})
	}
	got := next(t, s, &forecast.Options{Events: events}, 14)
	for i, want := range map[int]float64{6: 1, 7: 0.6, 8: 1, 11: 1.5, 12: 1} {
		assert.InEpsilon(t, 500*want, got[i].Mean, 0.12, i)
	}
	// The day before is seen also where the event itself lies beyond the horizon.
	assert.InEpsilon(t, 300, next(t, s, &forecast.Options{Events: events}, 8)[7].Mean, 0.12)
}

// A closed day is forecast as closed, does not lower the level, and what piled up comes on the next day;
// by how much is learned from closed days before, whether an event or only zeros tell of them.
func TestClosedDays(t *testing.T) {
	shut := []int{30, 58, 93, 121} // Wednesdays, Mondays
	pattern := func(after float64) func(at time.Time) float64 {
		return func(at time.Time) float64 {
			for _, n := range shut {
				switch days(at) {
				case n:
					return 0
				case n + 1:
					return after * daily(at)
				}
			}
			return daily(at)
		}
	}
	var events []forecast.Event
	for _, n := range append(shut, 142) {
		events = append(events, forecast.Event{Name: "holiday", From: nth(n), Closed: true})
	}
	for _, listed := range []bool{true, false} {
		list := events
		if !listed {
			list = events[len(shut):]
		}
		got := next(t, noisy(140, pattern(1.4)), &forecast.Options{Events: list}, 7)
		require.True(t, got[2].Closed)
		assert.Zero(t, got[2].Mean)
		for i, want := range map[int]float64{0: 1, 1: 1, 3: 1.4, 5: 1} {
			assert.InEpsilon(t, want*daily(got[i].At), got[i].Mean, 0.06, i)
		}
	}
	got := next(t, noisy(140, pattern(1)), &forecast.Options{Events: events}, 7)
	assert.InEpsilon(t, daily(got[3].At), got[3].Mean, 0.05, "nothing piles up where nothing did")
}

// Unknown days teach apart from closed ones: they may have been open.
func TestUnknownDaysAreNotClosed(t *testing.T) {
	s := noisy(140, daily)
	for _, n := range []int{30, 58, 93, 121} {
		s.Values[n] = math.NaN()
	}
	var events []forecast.Event
	for _, n := range []int{51, 142} {
		events = append(events, forecast.Event{Name: "holiday", From: nth(n), Closed: true})
	}
	s.Values[51], s.Values[52] = 0, 1.5*s.Values[52]
	got := next(t, s, &forecast.Options{Events: events}, 7)
	assert.Greater(t, got[3].Mean/daily(got[3].At), 1.2)
	s.Values[139] = math.NaN()
	got = next(t, s, nil, 7)
	assert.InEpsilon(t, daily(got[0].At), got[0].Mean, 0.06)
}

// Zeros of a quiet series are counts, not closed days.
func TestQuietSeries(t *testing.T) {
	s := series(time.UTC, day, 300, 3, func(time.Time) float64 { return 1.5 })
	sum := 0.0
	for _, p := range next(t, s, nil, 14) {
		assert.False(t, p.Closed)
		sum += p.Mean
	}
	assert.InEpsilon(t, 1.5, sum/14, 0.25)
}
