package report

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/cost"
)

// Source answers queries: a *metrics.Collector, or something of the host's.
type Source interface {
	// Query answers as [metrics.Collector.Query] does.
	Query(ctx context.Context, q metrics.Query) (*metrics.Table, error)
}

// SourceFunc is a [Source] that is a function.
type SourceFunc func(ctx context.Context, q metrics.Query) (*metrics.Table, error)

// Query calls the function.
func (f SourceFunc) Query(ctx context.Context, q metrics.Query) (*metrics.Table, error) {
	return f(ctx, q)
}

// Funneler is a [Source] that also knows the steps of flows, as a *metrics.Collector does. Reports of other sources
// have flows without their steps.
type Funneler interface {
	// Funnel answers as [metrics.Collector.Funnel] does.
	Funnel(ctx context.Context, q metrics.FunnelQuery) (*metrics.Funnel, error)
}

// Question is something that customers asked and nobody answered.
type Question struct {
	// Text is what they asked, as the host wants it to be read: customers' words can
	// have personal data.
	Text     string
	Category string
	// Times is how often it was asked.
	Times int64
}

// Options are the choices of a report.
type Options struct {
	// Locale is the language, a BCP 47 tag: Chinese, or English. Default: "en".
	Locale string
	// Zone is where days begin and what times are told in. Default: UTC.
	Zone *time.Location
	// Now is the clock that says when the report was made. Default: time.Now.
	Now func() time.Time
	// Before is what the range is compared with. Default: [Range.Previous]; of a range that is not over, as much of that as has
	// passed of the range.
	Before Range
	// Where keeps what has one of the values, as in [metrics.Query]. A metric that does not know
	// the dimension has no value then. Default: everything.
	Where map[metrics.Dimension][]string
	// Targets are what metrics should be: at least where more is better, at most where less is. Times are in
	// seconds, shares from 0 to 1. Default: none.
	Targets map[metrics.Metric]float64
	// Rows is how many rows a table or bars a chart can have, from 3 to 1,000; what is beyond is one row.
	// Default: 15.
	Rows int
	// Depth is how many parts of categories are told apart, at least 1. Default: 2.
	Depth int
	// Name is what a value of a dimension is called, such as the name of an agent by his id. "" keeps the
	// value; a panic does too. Default: the value.
	Name func(d metrics.Dimension, value string) string
	// Questions are what customers asked in a time and got no answer to, the most frequent first, at most
	// limit: the metrics know how many there are, and the knowledge base knows the words. They are
	// written into the report. Default: nobody knows.
	Questions func(ctx context.Context, r Range, limit int) ([]Question, error)
	// Prices are what interactions cost the host. With them the weekly report, that of agents' efficiency and that of trends
	// have a section of costs and savings, where the source is a [Coster] and Where is empty: fixed costs are those of
	// everything. Savings take [cost.Model.MinutesPerEpisode]. Default: nobody knows them, and nothing is said of costs.
	Prices *cost.Model
	// Title replaces the title of the report. Default: that of its kind.
	Title string
	// Brief leaves out the definitions of metrics. Default: false.
	Brief bool
}

const longest = 10 * 366 * 24 * time.Hour

// complete checks options and fills in the defaults.
func (o *Options) complete(r Range) (Options, Range, error) {
	var opts Options
	if o != nil {
		opts = *o
	}
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if opts.Zone == nil {
		opts.Zone = time.UTC
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	opts.Locale = wordsFor(opts.Locale).Lang
	checkRange := func(name string, r Range) bool {
		switch {
		case r.From.IsZero() || r.To.IsZero():
			fault("%s has no beginning or no end", name)
		case !r.To.After(r.From):
			fault("%s does not end after it begins", name)
		case r.To.Sub(r.From) > longest:
			fault("%s is longer than ten years", name)
		default:
			return true
		}
		return false
	}
	ok := checkRange("the range", r)
	r = r.in(opts.Zone)
	if opts.Before != (Range{}) {
		checkRange("Before", opts.Before)
	} else if ok {
		opts.Before = r.Previous()
	}
	opts.Before = opts.Before.in(opts.Zone)
	if opts.Rows == 0 {
		opts.Rows = 15
	}
	if opts.Rows < 3 || opts.Rows > 1000 {
		fault("Rows is %d, not from 3 to 1,000", opts.Rows)
	}
	if opts.Depth == 0 {
		opts.Depth = 2
	}
	if opts.Depth < 0 {
		fault("Depth is below 0")
	}
	if opts.Prices != nil {
		if _, err := opts.Prices.Assess(cost.Volumes{}); err != nil {
			fault("Prices: %w", err)
		}
	}
	for _, m := range slices.Sorted(maps.Keys(opts.Targets)) {
		if x := opts.Targets[m]; math.IsNaN(x) || math.IsInf(x, 0) {
			fault("the target of %s is no number", m)
		} else if d, known := metrics.Describe(m, "en"); !known || d.From != "" || d.Better == 0 {
			fault("%s has no better and worse, and so no target", m)
		}
	}
	if len(faults) > 0 {
		return opts, r, fmt.Errorf("report: %w: %w", metrics.ErrInvalid, errors.Join(faults...))
	}
	return opts, r, nil
}
