package report

import (
	"math"
	"strconv"
	"strings"

	"github.com/kefu-go/kefu/metrics"
)

// ranks is how many steps there are between the least and the greatest value of quantiles.
const ranks = 40

// quantiles are the values of a time at equal steps of rank, from the least to the greatest.
type quantiles [ranks + 1]float64

// at is the value at a rank from 0 to 1.
func (q *quantiles) at(rank float64) float64 {
	x := min(max(rank, 0), 1) * ranks
	i := min(int(x), ranks-1)
	return q[i] + (x-float64(i))*(q[i+1]-q[i])
}

// deviation is the standard deviation, of the middles of the steps.
func (q *quantiles) deviation() float64 {
	sum, squares := 0.0, 0.0
	for i := range ranks {
		x := (q[i] + q[i+1]) / 2
		sum += x
		squares += x * x
	}
	mean := sum / ranks
	return math.Sqrt(max(squares/ranks-mean*mean, 0))
}

// errors are how far a percentile of n values may be too high and too low, in standard errors; of a mean where percent is
// negative. Those of a percentile are values at the ranks between which it lies for sure, whatever the
// distribution: waits of chats and of mails together have two peaks, and between them a percentile is worth
// little.
func (q *quantiles) errors(percent float64, n int64) (below, above float64) {
	if n <= 0 {
		return math.Inf(1), math.Inf(1)
	}
	if percent < 0 {
		e := q.deviation() / math.Sqrt(float64(n))
		return e, e
	}
	p := percent / 100
	h := sure * math.Sqrt(p*(1-p)/float64(n))
	x := q.at(p)
	return (x - q.at(p-h)) / sure, (q.at(p+h) - x) / sure
}

// timeErrors are the standard errors of the differences of times, from how these are spread. What counts is how far
// the greater one may be too high, and the lesser one too low (Zou and Donner 2008).
func (b *builder) timeErrors(ms []metrics.Metric, now, before *metrics.Row) map[metrics.Metric]float64 {
	type place struct {
		m       metrics.Metric
		percent float64
		i       int
	}
	var places []place
	var all []metrics.Metric
	for i, m := range ms {
		base, percent, isPercentile := strings.Cut(string(m), ".p")
		if _, ok := metrics.Describe(metrics.Metric(base).P(50), "en"); !ok {
			continue
		}
		p := place{m: m, percent: -1, i: i}
		if isPercentile {
			p.percent, _ = strconv.ParseFloat(percent, 64)
		}
		places = append(places, p)
		for r := range ranks + 1 {
			all = append(all, metrics.Metric(base).P(100*float64(r)/ranks))
		}
	}
	if len(places) == 0 || now == nil || before == nil {
		return nil
	}
	qn, qb := b.query(b.r.Range, all...), b.query(b.r.Before, all...)
	rows := [2]*metrics.Row{first(b.ask(qn)), first(b.ask(qb))}
	errors := map[metrics.Metric]float64{}
	for k, p := range places {
		values := [2]Number{get(metrics.Query{}, now, p.i), get(metrics.Query{}, before, p.i)}
		var below, above [2]float64
		for side := range rows {
			var q quantiles
			for r := range q {
				q[r] = get(qn, rows[side], k*len(q)+r).X
			}
			below[side], above[side] = q.errors(p.percent, values[side].Of)
		}
		if values[0].X > values[1].X {
			errors[p.m] = math.Hypot(below[0], above[1])
		} else {
			errors[p.m] = math.Hypot(above[0], below[1])
		}
	}
	return errors
}
