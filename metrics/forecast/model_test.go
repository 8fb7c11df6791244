package forecast_test

import (
	"math"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/metrics/forecast"
)

// What the half hours of a week are, nights and weekends closed, is learned from the values.
func TestHalfHoursOfAnOffice(t *testing.T) {
	s := series(time.UTC, 30*time.Minute, 12*7*48, 1, office)
	off, sum := 0.0, 0.0
	for i, p := range next(t, s, nil, 7*48) {
		assert.Equal(t, s.At(len(s.Values)+i), p.At)
		mean := office(p.At)
		assert.Equal(t, mean == 0, p.Closed, p.At)
		if p.Closed {
			assert.Zero(t, p.Mean)
			assert.Zero(t, width(t, p))
		}
		off, sum = off+math.Abs(p.Mean-mean), sum+mean
	}
	assert.Less(t, off/sum, 0.05, "nothing but the noise of counting is left")
}

// Each weekday has its own hours and its own course.
func TestWeekdaysHaveTheirOwnShape(t *testing.T) {
	mean := func(at time.Time) float64 {
		h := at.Hour()
		switch w := at.Weekday(); {
		case w == time.Sunday || h < 8 || h >= 20 || w == time.Saturday && h >= 12:
			return 0
		case w == time.Friday && h < 12:
			return 160
		case w == time.Friday:
			return 60
		}
		return 100
	}
	for _, p := range next(t, series(time.UTC, time.Hour, 20*7*24, 0, mean), nil, 7*24) {
		assert.InDelta(t, mean(p.At), p.Mean, 0.04*mean(p.At), p.At)
	}
}

func TestLevelShapes(t *testing.T) {
	since := func(at time.Time) float64 { return at.Sub(monday(time.UTC)).Hours() / 24 }
	for name, c := range map[string]struct {
		days int
		mean func(time.Time) float64
		want func(time.Time) float64
		by   float64
	}{
		"trend": {200, func(at time.Time) float64 { return daily(at) * math.Exp(0.004*since(at)) }, nil, 0.05},
		"a new level, after a week of it": {107, func(at time.Time) float64 {
			if since(at) >= 100 {
				return 1.7 * daily(at)
			}
			return daily(at)
		}, nil, 0.08},
		"a day of outage and a day of alarm": {100, func(at time.Time) float64 {
			switch since(at) {
			case 97:
				return 0.1 * daily(at)
			case 90:
				return 10 * daily(at)
			}
			return daily(at)
		}, daily, 0.04},
		"start of the month": {300, func(at time.Time) float64 {
			if at.Day() <= 2 {
				return 1.3 * daily(at)
			}
			return daily(at)
		}, nil, 0.06},
		"season of the year": {1100, func(at time.Time) float64 {
			return daily(at) * math.Exp(0.3*math.Sin(2*math.Pi*float64(at.YearDay())/365))
		}, nil, 0.06},
	} {
		t.Run(name, func(t *testing.T) {
			if c.want == nil {
				c.want = c.mean
			}
			noise := rand.New(rand.NewPCG(5, 6)) // each its own: the order of cases is random
			s := series(time.UTC, day, c.days, 0, func(at time.Time) float64 { return c.mean(at) * math.Exp(0.02*noise.NormFloat64()) })
			off := 0.0
			for _, p := range next(t, s, nil, 14) {
				off += math.Abs(p.Mean/c.want(p.At)-1) / 14
			}
			assert.Less(t, off, c.by)
		})
	}
}

// The season of the year needs more than the level that it comes to: three months ahead.
func TestSeasonIsForeseen(t *testing.T) {
	mean := func(at time.Time) float64 { return 3000 * math.Exp(0.3*math.Sin(2*math.Pi*float64(at.YearDay())/365)) }
	for _, p := range next(t, series(time.UTC, 7*day, 160, 1, mean), nil, 13) {
		assert.InEpsilon(t, mean(p.At.Add(3*day)), p.Mean, 0.1, p.At)
	}
}

// Half hours are of the clock on the wall: when it is changed, customers come at the
// same time of it, and the day has 23 hours or 25.
func TestClockChanges(t *testing.T) {
	ny := newYork(t)
	for name, c := range map[string]struct {
		last  time.Time
		hours int
	}{
		"forward": {time.Date(2024, 3, 10, 0, 0, 0, 0, ny), 23},
		"back":    {time.Date(2024, 11, 3, 0, 0, 0, 0, ny), 25},
	} {
		t.Run(name, func(t *testing.T) {
			mean := func(at time.Time) float64 { return 20 + 10*float64(at.Hour()) }
			s := forecast.Series{Start: c.last.AddDate(0, 0, -56), Step: 30 * time.Minute}
			for at := s.Start; at.Before(c.last); at = at.Add(s.Step) {
				s.Values = append(s.Values, mean(at))
			}
			points := next(t, s, nil, 2*c.hours+48)
			assert.Equal(t, c.last.AddDate(0, 0, 1), points[2*c.hours].At)
			for _, p := range points {
				assert.InEpsilon(t, mean(p.At), p.Mean, 0.05, p.At)
			}
			for i, p := range points { // and with the change in the history
				s.Values = append(s.Values, mean(s.At(len(s.Values))))
				require.Equal(t, p.At, s.At(len(s.Values)-1), i)
			}
			for _, p := range next(t, s, nil, 48) {
				assert.InEpsilon(t, mean(p.At), p.Mean, 0.05, p.At)
			}
		})
	}
}

// The morning tells of the afternoon: the rest of a day that began busy is expected to be busy.
func TestRestOfTheDay(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	factor := map[int]float64{}
	mean := func(at time.Time) float64 {
		if _, ok := factor[at.YearDay()]; !ok {
			factor[at.YearDay()] = math.Exp(0.15 * r.NormFloat64())
		}
		return office(at) * factor[at.YearDay()]
	}
	s := series(time.UTC, 30*time.Minute, 15*7*48, 1, mean)
	plain, busy := s, s
	for at := range 26 { // Monday until 13 o'clock
		v := office(s.At(len(s.Values) + at))
		plain.Values = append(plain.Values[:len(plain.Values):len(plain.Values)], v)
		busy.Values = append(busy.Values[:len(busy.Values):len(busy.Values)], 1.3*v)
	}
	p, b := next(t, plain, nil, 48), next(t, busy, nil, 48)
	for _, i := range []int{4, 40} {
		assert.InEpsilon(t, office(p[i].At), p[i].Mean, 0.1, "half a day is not taken for a whole one")
	}
	today, tomorrow := b[4].Mean/p[4].Mean, b[40].Mean/p[40].Mean
	assert.Greater(t, today, 1.15)
	assert.Less(t, today, 1.35)
	assert.Less(t, tomorrow, today-0.05, "of which less is left on the next day")
	assert.Equal(t, s.At(len(busy.Values)), b[0].At)
}

// Holes in the records change little, whether they are half hours or days.
func TestUnknownValues(t *testing.T) {
	s := series(time.UTC, 30*time.Minute, 12*7*48, 1, office)
	holes := s
	holes.Values = append([]float64(nil), s.Values...)
	for i := range holes.Values {
		if d := i / 48; d%10 == 3 || i%17 == 5 || i >= len(holes.Values)-2*48 {
			holes.Values[i] = math.NaN()
		}
	}
	want, got := next(t, s, nil, 48), next(t, holes, nil, 48)
	for i := range want {
		assert.Equal(t, want[i].Closed, got[i].Closed)
		assert.InDelta(t, want[i].Mean, got[i].Mean, 0.12*want[i].Mean+2)
	}
}

func TestOpenOfTheHost(t *testing.T) {
	s := series(time.UTC, 30*time.Minute, 12*7*48, 1, office)
	// From next week on nobody can be reached on Wednesdays, and everybody until 17 o'clock.
	end := s.At(len(s.Values))
	open := func(at time.Time) bool {
		if !at.Before(end) && (at.Weekday() == time.Wednesday || at.Hour() >= 17) {
			return false
		}
		return office(at) > 0
	}
	for _, p := range next(t, s, &forecast.Options{Open: open}, 7*48) {
		assert.Equal(t, !open(p.At), p.Closed, p.At)
		assert.Equal(t, p.Closed, p.Mean == 0, p.At)
	}

	_, err := forecast.Fit(s, &forecast.Options{Open: func(time.Time) bool { panic("secret") }})
	require.ErrorIs(t, err, forecast.ErrPanic)
	assert.NotContains(t, err.Error(), "secret")
	m, err := forecast.Fit(s, &forecast.Options{Open: func(at time.Time) bool {
		if at.After(end.Add(100 * day)) {
			panic("later")
		}
		return open(at)
	}})
	require.NoError(t, err)
	_, err = m.Forecast(60 * 48)
	assert.ErrorIs(t, err, forecast.ErrPanic)
}

// Whatever the history: as many points as asked for, at their times, finite, not below zero, with
// intervals around the mean that grow with the level; and the same each time.
func TestForecastsAreSane(t *testing.T) {
	ny := newYork(t)
	rapid.Check(t, func(t *rapid.T) {
		step := rapid.SampledFrom([]time.Duration{30 * time.Minute, 4 * time.Hour, day, 7 * day}).Draw(t, "step")
		perWeek := max(int(7*day/step), 1)
		n := rapid.IntRange(3*perWeek, 6*perWeek).Draw(t, "n")
		if step == 7*day {
			n += 10
		}
		value := rapid.OneOf(
			rapid.Just(0.0), rapid.Just(1e-300), rapid.Just(math.NaN()), rapid.Float64Range(0, 1), rapid.Float64Range(0, 1000), rapid.Just(1e12),
		)
		pool := rapid.SliceOfN(value, 5, 40).Draw(t, "pool")
		s := forecast.Series{Start: time.Date(2024, 2, 20, rapid.IntRange(0, 23).Draw(t, "hour"), 10, 0, 0, ny), Step: step}
		for i := range n {
			s.Values = append(s.Values, pool[(i*i+i/perWeek)%len(pool)])
		}
		opts := &forecast.Options{Levels: []float64{0.1, 0.5, 0.8, 0.99}}
		for i := range rapid.IntRange(0, 4).Draw(t, "events") {
			from := s.At(0).Add(time.Duration(rapid.IntRange(-50, 200).Draw(t, "from")) * day)
			opts.Events = append(opts.Events, forecast.Event{
				Name: string(rune('a' + i%2)), Kind: rapid.SampledFrom([]string{"", "x"}).Draw(t, "kind"),
				From: from, To: from.Add(time.Duration(rapid.IntRange(0, 20).Draw(t, "length")) * day),
				Before: rapid.IntRange(0, 14).Draw(t, "before"), After: rapid.IntRange(0, 14).Draw(t, "after"),
				Closed: i == 0, Factor: rapid.SampledFrom([]float64{0, 0.01, 100}).Draw(t, "factor") * float64(min(i, 1)),
			})
		}
		m, err := forecast.Fit(s, opts)
		if err != nil {
			require.ErrorIs(t, err, forecast.ErrShort)
			return
		}
		horizon := rapid.IntRange(1, 3*perWeek).Draw(t, "horizon")
		points, err := m.Forecast(horizon)
		require.NoError(t, err)
		require.Len(t, points, horizon)
		for i, p := range points {
			require.Equal(t, s.At(n+i), p.At)
			require.True(t, p.Mean >= 0 && !math.IsInf(p.Mean, 1), p)
			low, high := p.Mean, p.Mean
			for k, v := range p.Intervals {
				require.Equal(t, opts.Levels[k], v.Level)
				require.True(t, v.Low >= 0 && v.Low <= low && v.High >= high && !math.IsInf(v.High, 1), p)
				low, high = v.Low, v.High
			}
			require.False(t, p.Closed && high > 0, p)
		}
		again, err := m.Forecast(horizon)
		require.NoError(t, err)
		require.Equal(t, points, again)
		anew, err := forecast.Fit(s, opts)
		require.NoError(t, err)
		again, err = anew.Forecast(horizon)
		require.NoError(t, err)
		require.Equal(t, points, again)
	})
}

func TestModelIsSafeForConcurrentUse(t *testing.T) {
	m, err := forecast.Fit(series(time.UTC, time.Hour, 8*7*24, 1, office), nil)
	require.NoError(t, err)
	want, err := m.Forecast(200)
	require.NoError(t, err)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			got, err := m.Forecast(200)
			assert.NoError(t, err)
			assert.Equal(t, want, got)
		})
	}
	wg.Wait()
}
