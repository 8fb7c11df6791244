package forecast

import (
	"context"
	"math"
)

// Forecaster makes forecasts: the one of this package, a baseline, or a host's own model.
type Forecaster interface {
	// Forecast returns the horizon steps that follow a history, in order, closed ones
	// included. It must not change the history, and should give the same forecast for the same one.
	Forecast(ctx context.Context, history Series, horizon int) ([]Point, error)
}

// ForecasterFunc is a function as a [Forecaster].
type ForecasterFunc func(ctx context.Context, history Series, horizon int) ([]Point, error)

// Forecast calls f.
func (f ForecasterFunc) Forecast(ctx context.Context, history Series, horizon int) ([]Point, error) {
	return f(ctx, history, horizon)
}

// Seasonal returns the model of this package as a [Forecaster]: each forecast is a [Fit]
// to the history and a [Model.Forecast]. Its errors are theirs, or that of the context.
func Seasonal(opts *Options) Forecaster {
	return ForecasterFunc(func(ctx context.Context, history Series, horizon int) ([]Point, error) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		m, err := Fit(history, opts)
		if err != nil {
			return nil, err
		}
		return m.Forecast(horizon)
	})
}

// SameWeekday returns a baseline: the mean of the last values at the same time of the
// week that there are, of so many weeks, and no intervals. One week is the seasonal naive
// forecast. What it has no value for is closed. Fewer than one week counts as one. Of a weekly series it is the mean of the
// last weeks.
func SameWeekday(weeks int) Forecaster {
	weeks = max(weeks, 1)
	return ForecasterFunc(func(ctx context.Context, history Series, horizon int) ([]Point, error) {
		if err := checkCall(ctx, history, horizon); err != nil {
			return nil, err
		}
		n, season := len(history.Values), history.season()
		points := make([]Point, horizon)
		for i := range points {
			sum, count := 0.0, 0
			for k := n + i - season; k >= 0 && count < weeks; k -= season {
				if k < n && !math.IsNaN(history.Values[k]) {
					sum, count = sum+history.Values[k], count+1
				}
			}
			points[i] = Point{At: history.At(n + i), Mean: sum / float64(max(count, 1)), Closed: count == 0}
		}
		return points, nil
	})
}

// HoltWinters returns a baseline: additive exponential smoothing of a level and of the
// times of the week (Winters 1960, without trend), with smoothing factors from 0 to 1, and no intervals. What
// has no value is left out; times of the week without any are closed.
func HoltWinters(level, season float64) Forecaster {
	return ForecasterFunc(func(ctx context.Context, history Series, horizon int) ([]Point, error) {
		if err := checkCall(ctx, history, horizon); err != nil {
			return nil, err
		}
		if !(level >= 0 && level <= 1 && season >= 0 && season <= 1) {
			return nil, fault("HoltWinters", "factors outside of 0 to 1")
		}
		n, m := len(history.Values), history.season()
		effect, seen := make([]float64, m), make([]bool, m)
		sum, count := 0.0, 0.0
		for _, v := range history.Values[:min(2*m, n)] {
			if !math.IsNaN(v) {
				sum, count = sum+v, count+1
			}
		}
		now := sum / max(count, 1)
		for i, v := range history.Values {
			if math.IsNaN(v) {
				continue
			}
			s := i % m
			if !seen[s] {
				effect[s], seen[s] = v-now, true
				continue
			}
			off := v - now - effect[s]
			now += level * off
			effect[s] += season * (1 - level) * off
		}
		points := make([]Point, horizon)
		for i := range points {
			s := (n + i) % m
			points[i] = Point{At: history.At(n + i), Closed: !seen[s]}
			if seen[s] {
				points[i].Mean = max(now+effect[s], 0)
			}
		}
		return points, nil
	})
}

func checkCall(ctx context.Context, history Series, horizon int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if horizon < 1 || horizon > maxHorizon {
		return fault("horizon", "outside of 1 to %d", maxHorizon)
	}
	return history.Check()
}
