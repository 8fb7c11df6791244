package forecast

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Options of [Fit] and [Seasonal].
type Options struct {
	// Events are holidays and campaigns, past ones and coming ones. Default: none.
	Events []Event
	// Open says whether customers can come in the step that begins at a time; what is closed is forecast as 0. It is asked for past and
	// coming steps, has to be quick, and to give the same answer each time. Default: a step is open if any of the last eight
	// weeks had customers at that time of the week.
	Open func(time.Time) bool
	// Levels are the shares of future values that intervals should hold, each between 0.01
	// and 0.995, rising. Default: 0.80 and 0.95.
	Levels []float64
}

func (o *Options) withDefaults() (Options, error) {
	var opts Options
	if o != nil {
		opts = *o
	}
	opts.Events = slices.Clone(opts.Events)
	opts.Levels = slices.Clone(opts.Levels)
	if len(opts.Levels) == 0 {
		opts.Levels = []float64{0.80, 0.95}
	}
	var errs []error
	if len(opts.Levels) > 20 {
		errs = append(errs, fault("Options.Levels", "more than 20"))
	}
	for i, l := range opts.Levels {
		if !(l >= 0.01 && l <= 0.995) {
			errs = append(errs, fault(fmt.Sprintf("Options.Levels[%d]", i), "outside of 0.01 to 0.995"))
		} else if i > 0 && l <= opts.Levels[i-1] {
			errs = append(errs, fault(fmt.Sprintf("Options.Levels[%d]", i), "not above the one before"))
		}
	}
	errs = append(errs, checkEvents(opts.Events))
	return opts, errors.Join(errs...)
}
