package forecast_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics/forecast"
)

func TestSeriesFaults(t *testing.T) {
	fields := func(err error) (names []string) {
		joined, ok := err.(interface{ Unwrap() []error })
		require.True(t, ok)
		for _, e := range joined.Unwrap() {
			var f *forecast.FieldError
			require.ErrorAs(t, e, &f)
			require.ErrorIs(t, e, forecast.ErrInvalid)
			names = append(names, f.Field)
		}
		return names
	}
	bad := forecast.Series{Step: 7 * time.Minute, Values: []float64{1, -1, math.NaN(), math.Inf(1), 1e13, -2, -3}}
	assert.Equal(t, []string{"Series.Start", "Series.Step", "Series.Values[1]", "Series.Values[3]", "Series.Values[4]"},
		fields(bad.Check()), "the first three bad values tell enough")

	good := forecast.Series{Start: monday(time.UTC), Values: []float64{0, 1e12, math.NaN()}}
	for step, ok := range map[time.Duration]bool{
		5 * time.Minute: true, 15 * time.Minute: true, time.Hour: true, 12 * time.Hour: true, day: true, 7 * day: true,
		time.Minute: false, 0: false, -time.Hour: false, 7 * time.Hour: false, 2 * day: false, 18 * time.Hour: false,
		450 * time.Second: false,
	} {
		good.Step = step
		assert.Equal(t, ok, good.Check() == nil, step)
	}
	huge := forecast.Series{Start: monday(time.UTC), Step: day, Values: make([]float64, 2_000_001)}
	assert.ErrorIs(t, huge.Check(), forecast.ErrInvalid)
}

func TestOptionsFaults(t *testing.T) {
	at := monday(time.UTC)
	_, err := forecast.Fit(series(time.UTC, day, 60, 1, daily), &forecast.Options{
		Levels: []float64{0.5, 0.5, 1},
		Events: []forecast.Event{
			{},
			{Name: "a", From: at, To: at.Add(-day)},
			{Name: "a", From: at, Before: -1, After: 15},
			{Name: "a", From: at, Factor: math.NaN()},
			{Name: "a", From: at, Factor: 101},
			{Name: "a", From: at, Factor: 2, Closed: true},
			{Name: "a", From: at, To: at.Add(400 * day)},
		},
	})
	require.ErrorIs(t, err, forecast.ErrInvalid)
	for _, field := range []string{
		"Levels[1]", "Levels[2]", "Events[0].Name", "Events[0].From", "Events[1].To", "Events[2].Before",
		"Events[2].After", "Events[3].Factor", "Events[4].Factor", "Events[5].Factor", "Events[6].To",
	} {
		assert.ErrorContains(t, err, "Options."+field+":")
	}
	_, err = forecast.Fit(forecast.Series{}, &forecast.Options{Levels: []float64{2}})
	assert.ErrorContains(t, err, "Series.Start", "faults of the series and of the options come together")
	assert.ErrorContains(t, err, "Options.Levels[0]")
}

// A day is a day of the calendar, whether it has 23 hours or 25; a half hour is one.
func TestAtFollowsTheCalendar(t *testing.T) {
	ny := newYork(t)
	s := forecast.Series{Start: time.Date(2024, 3, 9, 0, 0, 0, 0, ny), Step: day}
	assert.Equal(t, time.Date(2024, 3, 11, 0, 0, 0, 0, ny), s.At(2))
	s.Step = 7 * day
	assert.Equal(t, time.Date(2024, 3, 16, 0, 0, 0, 0, ny), s.At(1))
	s.Step = 30 * time.Minute
	assert.Equal(t, time.Date(2024, 3, 11, 1, 0, 0, 0, ny), s.At(2*48))
}

func TestShortHistory(t *testing.T) {
	_, err := forecast.Fit(series(time.UTC, day, 13, 1, daily), nil)
	var short *forecast.ShortError
	require.ErrorAs(t, err, &short)
	assert.ErrorIs(t, err, forecast.ErrShort)
	assert.Equal(t, forecast.ShortError{Have: 13, Need: 14}, *short)

	_, err = forecast.Fit(series(time.UTC, 7*day, 7, 1, daily), nil)
	require.ErrorAs(t, err, &short)
	assert.Equal(t, forecast.ShortError{Have: 7, Need: 8}, *short)

	_, err = forecast.Fit(series(time.UTC, time.Hour, 24*60, 0, func(time.Time) float64 { return 0 }), nil)
	assert.ErrorIs(t, err, forecast.ErrShort, "nobody ever came")

	// Little history is enough for a forecast, with wider intervals.
	few, many := series(time.UTC, day, 21, 1, daily), series(time.UTC, day, 210, 1, daily)
	assert.Greater(t, width(t, next(t, few, nil, 1)[0]), width(t, next(t, many, nil, 1)[0]))
	next(t, series(time.UTC, day, 14, 1, daily), nil, 7)
	next(t, series(time.UTC, 7*day, 8, 1, daily), nil, 4)
}

func TestHorizonBounds(t *testing.T) {
	m, err := forecast.Fit(series(time.UTC, day, 60, 1, daily), nil)
	require.NoError(t, err)
	for _, h := range []int{0, -1, 38_401} {
		_, err = m.Forecast(h)
		assert.ErrorIs(t, err, forecast.ErrInvalid, h)
	}
}
