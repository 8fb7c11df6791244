package forecast_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics/forecast"
)

// constant forecasts 10 always, from 8 to 14 with half certainty, and keeps the origins.
func constant(origins *[]int) forecast.Forecaster {
	return forecast.ForecasterFunc(func(_ context.Context, h forecast.Series, horizon int) ([]forecast.Point, error) {
		*origins = append(*origins, len(h.Values))
		points := make([]forecast.Point, horizon)
		for i := range points {
			points[i] = forecast.Point{
				At: h.At(len(h.Values) + i), Mean: 10, Intervals: []forecast.Interval{{Level: 0.5, Low: 8, High: 14}},
			}
		}
		return points, nil
	})
}

func TestBacktestByHand(t *testing.T) {
	s := forecast.Series{Start: monday(time.UTC), Step: day}
	for range 2 { // two weeks that differ by 4 each day; nobody ever comes on Sundays
		for range 6 {
			s.Values = append(s.Values, 6+4*float64(len(s.Values)/7))
		}
		s.Values = append(s.Values, 0)
	}
	s.Values = append(s.Values, 8, 14, math.NaN(), 20, 0, 7, 0, 12)
	var origins []int
	score, err := forecast.Backtest(t.Context(), s, constant(&origins), &forecast.BacktestOptions{From: 14, Horizon: 3})
	require.NoError(t, err)
	assert.Equal(t, []int{14, 17, 20}, origins)
	assert.Equal(t, 3, score.Origins)
	assert.Equal(t, 6, score.Steps, "8, 14, 20, 0, 7, 12: not the unknown one and not Sunday")
	assert.InDelta(t, (2+4+10+10+3+2)/6.0, score.MAE, 1e-12)
	assert.InDelta(t, (2-4-10+10+3-2)/6.0, score.Bias, 1e-12)
	assert.InDelta(t, score.MAE/(4*6/7.0), score.MASE, 1e-12)
	assert.InDelta(t, 31/61.0, score.WAPE, 1e-12)
	assert.InDelta(t, (2/8.0+4/14.0+10/20.0+3/7.0+2/12.0)/5, score.MAPE, 1e-12)
	require.Len(t, score.Coverage, 1)
	assert.InDelta(t, 0.5, score.Coverage[0].Level, 0)
	assert.InDelta(t, 3/6.0, score.Coverage[0].Share, 1e-12, "both bounds are inside")
	assert.InDelta(t, 6*6/61.0, score.Coverage[0].Width, 1e-12)

	origins = nil
	score, err = forecast.Backtest(t.Context(), s, constant(&origins), &forecast.BacktestOptions{From: 14, Horizon: 3, Every: 2, Lead: 2, Scale: 2})
	require.NoError(t, err)
	assert.Equal(t, []int{14, 16, 18}, origins, "an origin that leaves nothing to judge is not tried")
	assert.Equal(t, 1, score.Steps)
	assert.InDelta(t, 5.0, score.MASE, 1e-12, "only 0 is judged: 16 is unknown, 20 a Sunday")

	origins = nil
	_, err = forecast.Backtest(t.Context(), series(time.UTC, time.Hour, 10*24+5, 1, daily), constant(&origins), nil)
	require.NoError(t, err)
	assert.Equal(t, []int{7 * 24, 8 * 24, 9 * 24, 10 * 24}, origins, "by default the last quarter, day by day")
}

func TestBacktestFaults(t *testing.T) {
	s := series(time.UTC, day, 40, 1, daily)
	var origins []int
	_, err := forecast.Backtest(t.Context(), s, constant(&origins), &forecast.BacktestOptions{From: 40, Horizon: -1, Every: -1, Lead: -1, Scale: math.NaN()})
	require.ErrorIs(t, err, forecast.ErrInvalid)
	for _, field := range []string{"From", "Horizon", "Every", "Lead", "Scale"} {
		assert.ErrorContains(t, err, "BacktestOptions."+field+":")
	}
	_, err = forecast.Backtest(t.Context(), forecast.Series{}, constant(&origins), nil)
	require.ErrorIs(t, err, forecast.ErrInvalid)
	assert.Empty(t, origins)

	run := func(f forecast.ForecasterFunc) error {
		_, err := forecast.Backtest(t.Context(), s, f, nil)
		return err
	}
	own := errors.New("own")
	err = run(func(context.Context, forecast.Series, int) ([]forecast.Point, error) { return nil, own })
	require.ErrorIs(t, err, own)
	assert.ErrorContains(t, err, "origin 30")
	err = run(func(context.Context, forecast.Series, int) ([]forecast.Point, error) { panic("secret") })
	require.ErrorIs(t, err, forecast.ErrPanic)
	assert.NotContains(t, err.Error(), "secret")
	assert.ErrorIs(t, run(func(context.Context, forecast.Series, int) ([]forecast.Point, error) { return nil, nil }), forecast.ErrInvalid)

	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	_, err = forecast.Backtest(ctx, s, forecast.ForecasterFunc(func(_ context.Context, h forecast.Series, n int) ([]forecast.Point, error) {
		calls++
		cancel()
		return make([]forecast.Point, n), nil
	}), nil)
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, 1, calls)
	for _, f := range []forecast.Forecaster{forecast.Seasonal(nil), forecast.SameWeekday(1), forecast.HoltWinters(0.1, 0.1)} {
		_, err = f.Forecast(ctx, s, 1)
		assert.ErrorIs(t, err, context.Canceled)
		_, err = f.Forecast(t.Context(), s, 0)
		assert.ErrorIs(t, err, forecast.ErrInvalid)
		_, err = f.Forecast(t.Context(), forecast.Series{}, 1)
		assert.ErrorIs(t, err, forecast.ErrInvalid)
	}
}

func TestBaselinesByHand(t *testing.T) {
	s := forecast.Series{Start: monday(time.UTC), Step: day}
	for week := range 3 {
		for d := range 7 {
			s.Values = append(s.Values, float64(100*week+10*d))
		}
	}
	s.Values[14], s.Values[1], s.Values[8], s.Values[15] = math.NaN(), math.NaN(), math.NaN(), math.NaN()
	means := func(f forecast.Forecaster, n int) (list []float64) {
		points, err := f.Forecast(t.Context(), s, n)
		require.NoError(t, err)
		for i, p := range points {
			assert.Equal(t, s.At(21+i), p.At)
			assert.Equal(t, i%7 == 1, p.Closed, "a Tuesday was never seen")
			list = append(list, p.Mean)
		}
		return list
	}
	assert.Equal(t, []float64{100, 0, 220, 230, 240, 250, 260, 100, 0, 220}, means(forecast.SameWeekday(1), 10))
	assert.Equal(t, []float64{50, 0, 170}, means(forecast.SameWeekday(2), 3))
	assert.Equal(t, []float64{50, 0, 120}, means(forecast.SameWeekday(9), 3))

	// Level and season that learn nothing keep the first week; a season that learns all keeps the last.
	assert.InDeltaSlice(t, []float64{0, 0, 20, 30}, means(forecast.HoltWinters(0, 0), 4), 1e-9)
	assert.InDeltaSlice(t, []float64{100, 0, 220, 230}, means(forecast.HoltWinters(0, 1), 4), 1e-9)
	s.Values = []float64{10, 10, 10, 10, 10, 10, 10, 20}
	s.Values[1] = math.NaN()
	points, err := forecast.HoltWinters(0.5, 0.5).Forecast(t.Context(), s, 7)
	require.NoError(t, err)
	// Mean 80/7; Monday was off by 10: the level rises by 5, Monday's effect by a quarter of 10.
	assert.InDelta(t, 15, points[2].Mean, 1e-9)
	assert.InDelta(t, 17.5, points[6].Mean, 1e-9)
	_, err = forecast.HoltWinters(2, 0).Forecast(t.Context(), s, 1)
	assert.ErrorIs(t, err, forecast.ErrInvalid)
}

// Intervals hold what they promise, on series of different kinds, and the forecast is better than the baselines.
func TestCoverage(t *testing.T) {
	if testing.Short() {
		t.Skip("hundreds of fits: not under -short")
	}
	busy, r := map[int]float64{}, rand.New(rand.NewPCG(21, 22))
	for name, c := range map[string]struct {
		s             forecast.Series
		from, horizon int
	}{
		"half hours": {series(time.UTC, 30*time.Minute, 26*7*48, 2, office), 18 * 7 * 48, 48},
		"hours of days that differ": {series(time.UTC, time.Hour, 30*7*24, 3, func(at time.Time) float64 {
			n := days(at.Truncate(day))
			if busy[n] == 0 {
				busy[n] = math.Exp(0.12 * r.NormFloat64())
			}
			return 2 * office(at) * busy[n]
		}), 20 * 7 * 24, 24},
		"a week of days":    {noisy(420, daily), 210, 7},
		"days with few":     {series(time.UTC, day, 420, 5, func(at time.Time) float64 { return daily(at) / 100 }), 210, 7},
		"a month of weeks":  {series(time.UTC, 7*day, 300, 6, func(time.Time) float64 { return 80 }), 100, 4},
		"days, a month off": {noisy(500, daily), 250, 30},
	} {
		t.Run(name, func(t *testing.T) {
			judge := func(f forecast.Forecaster) forecast.Score {
				score, err := forecast.Backtest(t.Context(), c.s, f, &forecast.BacktestOptions{From: c.from, Horizon: c.horizon})
				require.NoError(t, err)
				return score
			}
			ours := judge(forecast.Seasonal(nil))
			assert.InDelta(t, 0.80, ours.Coverage[0].Share, 0.05)
			assert.InDelta(t, 0.95, ours.Coverage[1].Share, 0.05)
			assert.Less(t, ours.MAE, judge(forecast.SameWeekday(1)).MAE)
			assert.Less(t, ours.MAE, judge(forecast.SameWeekday(4)).MAE*1.02)
			assert.Less(t, math.Abs(ours.Bias), 0.3*ours.MAE)
		})
	}
}

// A forecast further off is less sure.
func TestIntervalsGrowWithTheHorizon(t *testing.T) {
	walk := 1.0
	s := series(time.UTC, 7*day, 150, 0, func(at time.Time) float64 {
		walk *= math.Exp(0.06 * math.Sin(float64(days(at)*days(at))))
		return 1000 * walk
	})
	points := next(t, s, nil, 26)
	relative := func(i int) float64 { return width(t, points[i]) / points[i].Mean }
	assert.Greater(t, relative(4), 1.3*relative(0))
	assert.Greater(t, relative(25), 1.3*relative(4))
}
