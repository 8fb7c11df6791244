package metrics

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// A recipe is how a metric is made of measures. The formula that [Describe] shows is written from the same
// recipe that computes the number.
type recipe struct {
	metric Metric
	unit   Unit
	better int
	kind   recipeKind
	// top is what is counted, over is what it is of; percentiles are those of over[0].
	top, over []term
}

type recipeKind uint8

const (
	isSum   recipeKind = iota + 1 // top
	isRatio                       // top / over
	isMean                        // the sum of a measure by how often it was measured
)

// A term is one sum over a measure.
type term struct {
	m Measure
	// times takes how often it was measured instead of what it adds up to.
	times bool
	// minus takes it away.
	minus bool
	// steps are the steps, promises or states that it is about. Default: all.
	steps []string
}

func sumOf(ms ...Measure) []term {
	ts := make([]term, len(ms))
	for i, m := range ms {
		ts[i] = term{m: m}
	}
	return ts
}

func (t term) less(m Measure) []term { return []term{t, {m: m, minus: true}} }

func countOf(metric Metric, better int, m Measure) recipe {
	return recipe{metric: metric, unit: Count, better: better, kind: isSum, top: sumOf(m)}
}

func shareOf(metric Metric, better int, top, over []term) recipe {
	return recipe{metric: metric, unit: Share, better: better, kind: isRatio, top: top, over: over}
}

func meanOf(metric Metric, unit Unit, better int, m Measure) recipe {
	return recipe{metric: metric, unit: unit, better: better, kind: isMean, top: sumOf(m), over: []term{{m: m, times: true}}}
}

// text writes the formula.
func (r recipe) text() string {
	switch r.kind {
	case isMean:
		return "mean(" + r.top[0].m.String() + ")"
	case isRatio:
		return textOf(r.top) + " / " + textOf(r.over)
	}
	return textOf(r.top)
}

func textOf(ts []term) string {
	var b strings.Builder
	for i, t := range ts {
		switch {
		case t.minus:
			b.WriteString(" - ")
		case i > 0:
			b.WriteString(" + ")
		}
		name := t.m.String()
		if len(t.steps) > 0 {
			name += "[" + strings.Join(t.steps, ", ") + "]"
		}
		if t.times {
			name = "count(" + name + ")"
		}
		b.WriteString(name)
	}
	if len(ts) > 1 {
		return "(" + b.String() + ")"
	}
	return b.String()
}

// measures are those of the recipe, each once, in the order of the formula.
func (r recipe) measures() (ms []Measure) {
	for _, ts := range [][]term{r.top, r.over} {
		for _, t := range ts {
			if !slices.Contains(ms, t.m) {
				ms = append(ms, t.m)
			}
		}
	}
	return ms
}

// by is what a metric can be grouped by: what all of its measures can.
func (r recipe) by() carried {
	by := ^carried(0)
	for _, m := range r.measures() {
		by &= m.info().by
	}
	return by
}

// customers says that the metric needs to know what customers did later.
func (r recipe) customers() bool { return r.top[0].m >= MattersBegun }

// A wanted metric is a recipe, and the percentile that is wanted of it.
type wanted struct {
	recipe
	percent float64
	spread  bool // the percentile, not the mean
}

const percentMark = ".p"

// want finds a metric, percentiles included.
func want(m Metric) (wanted, bool) {
	name, number, percentile := strings.Cut(string(m), percentMark)
	i := slices.IndexFunc(recipes, func(r recipe) bool { return r.metric == Metric(name) })
	if i < 0 {
		return wanted{}, false
	}
	w := wanted{recipe: recipes[i]}
	if !percentile {
		return w, true
	}
	percent, err := strconv.ParseFloat(number, 64)
	// The negated form is false for NaN as well.
	if err != nil || !(percent >= 0 && percent <= 100) || w.kind != isMean || !w.top[0].m.isTime() {
		return wanted{}, false
	}
	w.percent, w.spread = percent, true
	return w, true
}

// ofSpread is the percentile.
func (w *wanted) ofSpread(spread *Histogram) Value {
	x, ok := spread.Quantile(w.percent / 100)
	return Value{X: x / w.top[0].m.scale(), Known: ok, Of: spread.N()}
}

// ofSums computes the metric from what its terms come to.
func (w *wanted) ofSums(top, over int64) Value {
	x := float64(top) / w.top[0].m.scale()
	if w.kind == isSum {
		return Value{X: x, Known: true, Of: int64(x)}
	}
	if over <= 0 {
		return Value{}
	}
	of := float64(over)
	if !w.over[0].times {
		of /= w.over[0].m.scale()
	}
	return Value{X: x / of, Known: true, Of: int64(math.Ceil(of))}
}
