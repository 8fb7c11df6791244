package report

import (
	"time"

	"github.com/kefu-go/kefu/metrics"
)

// ChartKind is how a chart shows its numbers.
type ChartKind string

// The kinds of charts.
const (
	// Trend has a line for each series over Times.
	Trend ChartKind = "trend"
	// Stack has a column for each of Times, or of Labels, of the parts that the series are.
	Stack ChartKind = "stack"
	// Columns has a column for each of Labels, beside each other where there are several
	// series: what has an order, such as hours or ranges.
	Columns ChartKind = "columns"
	// Compare has a horizontal bar for each of Labels, of the first series.
	Compare ChartKind = "compare"
	// Spread has a box for each of Labels: the five series are the 10th, 25th, 50th, 75th and 90th
	// percentile.
	Spread ChartKind = "spread"
	// Heat has a row of fields for each series, a column for each of Labels.
	Heat ChartKind = "heat"
	// Funnel has a bar for each of Labels, each what is left of the one before, of the first series.
	Funnel ChartKind = "funnel"
)

// Chart is numbers to be drawn.
type Chart struct {
	Kind  ChartKind `json:"kind"`
	Title string    `json:"title"`
	// Note says in a sentence what is to be seen, also for those who do not see it.
	Note string       `json:"note,omitempty"`
	Unit metrics.Unit `json:"unit"`
	// X and Y are what the axes are; an axis that speaks for itself has none.
	X string `json:"x,omitempty"`
	Y string `json:"y,omitempty"`
	// Times, in the zone to be shown, or Labels name the places of the values in Series.
	Times  []time.Time `json:"times,omitempty"`
	Labels []string    `json:"labels,omitempty"`
	Series []Series    `json:"series"`
	// Line is where a line of reference is, such as a target or the value of all, and
	// LineTitle what it is.
	Line      Number `json:"line,omitzero"`
	LineTitle string `json:"line_title,omitempty"`
}

// Series is a row of numbers, one for each place of the chart.
type Series struct {
	Name   string   `json:"name"`
	Values []Number `json:"values"`
	// Faint draws it in the background: what was before.
	Faint bool `json:"faint,omitempty"`
}

// empty says whether there is nothing to draw.
func (c *Chart) empty() bool {
	for _, s := range c.Series {
		for _, v := range s.Values {
			if v.Known {
				return false
			}
		}
	}
	return true
}

// places is how many values a series has.
func (c *Chart) places() int { return max(len(c.Times), len(c.Labels)) }

// at returns a value of a series, none where it has too few.
func (c *Chart) at(series, place int) Number {
	if series >= len(c.Series) || place >= len(c.Series[series].Values) {
		return none
	}
	return c.Series[series].Values[place]
}

// bounds are the least and the greatest known value.
func (c *Chart) bounds() (lo, hi float64, ok bool) {
	for _, s := range c.Series {
		for _, v := range s.Values {
			if v.Known && !ok {
				lo, hi, ok = v.X, v.X, true
			} else if v.Known {
				lo, hi = min(lo, v.X), max(hi, v.X)
			}
		}
	}
	return lo, hi, ok
}
