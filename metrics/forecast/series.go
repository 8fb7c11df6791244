package forecast

import (
	"errors"
	"fmt"
	"math"
	"time"
)

const (
	day  = 24 * time.Hour
	week = 7 * day

	maxValues  = 2_000_000
	maxValue   = 1e12
	maxHorizon = 400 * 96
)

// Series is a history of counts or sums at equal steps.
type Series struct {
	// Start is when the first step begins. Its location is the one whose days, weeks and
	// holidays count; customers follow the clock on their wall, so it should be a place and not an offset.
	Start time.Time
	// Step is the length of a step: 24 hours are a day of the calendar, 168 hours a week of it
	// (both whatever the clock does), and anything from 5 minutes to 12 hours that divides a day is that much real time.
	Step time.Duration
	// Values has one value per step, none below zero. NaN is a value that nobody knows. Zeros
	// of a whole day that should be open mean that it was closed.
	Values []float64
}

// At returns when step i begins, in the location of Start.
func (s Series) At(i int) time.Time {
	switch s.Step {
	case day:
		return s.Start.AddDate(0, 0, i)
	case week:
		return s.Start.AddDate(0, 0, 7*i)
	}
	return s.Start.Add(time.Duration(i) * s.Step)
}

// Head returns the first n steps: the history as it was known when step n began. It shares
// the values.
func (s Series) Head(n int) Series {
	s.Values = s.Values[:n:n]
	return s
}

// Check returns [ErrInvalid], with a [FieldError] for each fault, if the series cannot
// be used.
func (s Series) Check() error {
	var errs []error
	if s.Start.IsZero() {
		errs = append(errs, fault("Series.Start", "missing"))
	}
	switch {
	case s.Step == day || s.Step == week:
	case s.Step < 5*time.Minute || s.Step > 12*time.Hour || day%s.Step != 0 || s.Step%time.Minute != 0:
		errs = append(errs, fault("Series.Step", "%v is neither a day, nor a week, nor whole minutes from 5 on that divide a day", s.Step))
	}
	if len(s.Values) > maxValues {
		errs = append(errs, fault("Series.Values", "more than %d", maxValues))
		return errors.Join(errs...)
	}
	bad := 0
	for i, v := range s.Values {
		if math.IsNaN(v) || v >= 0 && v <= maxValue {
			continue
		}
		if bad++; bad <= 3 {
			errs = append(errs, fault(fmt.Sprintf("Series.Values[%d]", i), "outside of 0 to %g", maxValue))
		}
	}
	return errors.Join(errs...)
}

// season is the number of steps in a week, or one if a step is a week.
func (s Series) season() int { return int(week / s.Step) }

// perDay is the number of steps in a day, or one if a step is longer.
func (s Series) perDay() int { return max(int(day/s.Step), 1) }
