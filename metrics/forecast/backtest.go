package forecast

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// BacktestOptions of [Backtest].
type BacktestOptions struct {
	// From is the number of steps of the first history: the first forecast is of this step. Default: three quarters
	// of the series, at the beginning of a day.
	From int
	// Horizon is how many steps each forecast is for. Default: a day, or one step if they are longer.
	Horizon int
	// Every is how many steps are from one forecast to the next. Default: Horizon, so
	// that each step is forecast once.
	Every int
	// Lead is how many steps of each forecast are not judged: those between its
	// making and its use. Default: 0.
	Lead int
	// Scale is what MASE divides by. Default: the mean absolute difference of the steps of the first history from those a
	// week before (a step before, in weekly series), where both have values.
	Scale float64
}

// Score says how good forecasts were. All but Steps and Origins are 0 where nothing could be judged.
type Score struct {
	// Origins is how many forecasts were made, Steps how many values they were judged by: those that are
	// known, except at times of the week at which nobody ever came. So which ones count does not depend on the forecaster.
	Origins, Steps int
	// MAE is the mean absolute error, Bias the mean of forecast minus value, in units of the series.
	MAE, Bias float64
	// MASE is MAE divided by the scale (Hyndman and Koehler 2006): below 1 is better
	// than last week was, one step a week ahead.
	MASE float64
	// WAPE is the sum of absolute errors divided by the sum of values; MAPE the mean of absolute
	// errors divided by their value, over values above zero. Both are ratios: 0.05 is 5 %.
	WAPE, MAPE float64
	// Coverage has the intervals by level, in the order of the first judged point.
	Coverage []Coverage
}

// Coverage says how often the intervals of a level held the value.
type Coverage struct {
	// Level is what the intervals claim, Share what they did, both from 0 to 1.
	Level, Share float64
	// Width is the mean of High minus Low, divided by the mean of the values.
	Width float64
}

// Backtest judges a forecaster by what it would have said in the past: for one origin after
// another it is given the history until there, and its forecast is compared with what
// came. Nothing later than an origin is shown to it. Errors of the forecaster are returned with the origin; its panics are
// [ErrPanic]; faults in series and options are [ErrInvalid]; between forecasts the context is honoured.
func Backtest(ctx context.Context, s Series, f Forecaster, opts *BacktestOptions) (Score, error) {
	o, err := opts.withDefaults(s)
	if err != nil {
		return Score{}, err
	}
	j := judge{scale: o.Scale}
	used := usedTimes(s)
	for origin := o.From; origin+o.Lead < len(s.Values); origin += o.Every {
		if err := ctx.Err(); err != nil {
			return Score{}, err
		}
		var points []Point
		err := contain("Forecaster", func() (err error) {
			points, err = f.Forecast(ctx, s.Head(origin), o.Horizon)
			return err
		})
		if err == nil && len(points) != o.Horizon {
			err = fault("Forecaster", "%d points for a horizon of %d", len(points), o.Horizon)
		}
		if err != nil {
			return Score{}, fmt.Errorf("forecast: origin %d: %w", origin, err)
		}
		j.score.Origins++
		for i := o.Lead; i < o.Horizon && origin+i < len(s.Values); i++ {
			if v := s.Values[origin+i]; !math.IsNaN(v) && used[weekTime(s, origin+i)] {
				j.add(points[i], v)
			}
		}
	}
	return j.result(), nil
}

func (o *BacktestOptions) withDefaults(s Series) (BacktestOptions, error) {
	var opts BacktestOptions
	if o != nil {
		opts = *o
	}
	if err := s.Check(); err != nil {
		return opts, err
	}
	if opts.From == 0 {
		opts.From = len(s.Values) * 3 / 4
		opts.From -= opts.From % s.perDay()
	}
	if opts.Horizon == 0 {
		opts.Horizon = s.perDay()
	}
	if opts.Every == 0 {
		opts.Every = opts.Horizon
	}
	var errs []error
	if opts.From < 1 || opts.From >= len(s.Values) {
		errs = append(errs, fault("BacktestOptions.From", "outside of the series"))
	}
	if opts.Horizon < 1 || opts.Horizon > maxHorizon {
		errs = append(errs, fault("BacktestOptions.Horizon", "outside of 1 to %d", maxHorizon))
	}
	if opts.Every < 1 {
		errs = append(errs, fault("BacktestOptions.Every", "below 1"))
	}
	if opts.Lead < 0 || opts.Lead >= max(opts.Horizon, 1) {
		errs = append(errs, fault("BacktestOptions.Lead", "outside of 0 to the horizon"))
	}
	if !(opts.Scale >= 0) || math.IsInf(opts.Scale, 1) {
		errs = append(errs, fault("BacktestOptions.Scale", "below 0, or no number"))
	}
	if len(errs) == 0 && opts.Scale == 0 {
		opts.Scale = naiveError(s.Head(opts.From))
	}
	return opts, errors.Join(errs...)
}

// naiveError is the mean absolute error of the seasonal naive forecast.
func naiveError(s Series) float64 {
	sum, n, m := 0.0, 0.0, s.season()
	for i := m; i < len(s.Values); i++ {
		if d := math.Abs(s.Values[i] - s.Values[i-m]); !math.IsNaN(d) {
			sum, n = sum+d, n+1
		}
	}
	return sum / max(n, 1)
}

// weekTime is the minute of the week of a step, on the clock of the series.
func weekTime(s Series, i int) int {
	if s.Step == week {
		return 0
	}
	at := s.At(i)
	return (int(at.Weekday())*24+at.Hour())*60 + at.Minute()
}

// usedTimes finds the times of the week at which customers came.
func usedTimes(s Series) map[int]bool {
	used := map[int]bool{}
	for i, v := range s.Values {
		if v > 0 {
			used[weekTime(s, i)] = true
		}
	}
	return used
}

// judge adds points up.
type judge struct {
	score             Score
	scale             float64
	errors, off, sums float64
	ratios, positive  float64
	hits, widths      []float64
}

func (j *judge) add(p Point, v float64) {
	j.score.Steps++
	e := math.Abs(p.Mean - v)
	j.errors += e
	j.off += p.Mean - v
	j.sums += v
	if v > 0 {
		j.ratios += e / v
		j.positive++
	}
	if j.score.Steps == 1 {
		for _, i := range p.Intervals {
			j.score.Coverage = append(j.score.Coverage, Coverage{Level: i.Level})
		}
		j.hits, j.widths = make([]float64, len(p.Intervals)), make([]float64, len(p.Intervals))
	}
	for k, c := range j.score.Coverage {
		if i, ok := p.Interval(c.Level); ok {
			j.widths[k] += i.High - i.Low
			if i.Low <= v && v <= i.High {
				j.hits[k]++
			}
		}
	}
}

func (j *judge) result() Score {
	s := j.score
	if s.Steps == 0 {
		return s
	}
	n := float64(s.Steps)
	s.MAE, s.Bias = j.errors/n, j.off/n
	if j.scale > 0 {
		s.MASE = s.MAE / j.scale
	}
	if j.sums > 0 {
		s.WAPE = j.errors / j.sums
	}
	s.MAPE = j.ratios / max(j.positive, 1)
	for k := range s.Coverage {
		s.Coverage[k].Share = j.hits[k] / n
		if j.sums > 0 {
			s.Coverage[k].Width = j.widths[k] / j.sums
		}
	}
	return s
}
