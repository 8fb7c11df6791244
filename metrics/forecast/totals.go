package forecast

import (
	"math"
	"slices"
)

const (
	outlier    = 3.0  // standard deviations beyond which an observation counts as if it were there
	skew       = 3.0  // what one customer more may add to that, where few are expected
	slopeDamp  = 0.99 // what a period leaves of a slope
	carry      = 0.35 // share of yesterday's residual that is still there today
	carryMost  = 0.15
	etaMost    = 40.0 // above the logarithm of any total
	warmUp     = 10   // periods before errors are counted
	shiftAfter = 3    // periods in a row far on the same side that mean a new level
	shiftBy    = 2.0
)

// horizons are those, in open periods, whose errors are measured.
var horizons = []int{1, 2, 3, 5, 8, 13, 21, 34}

// totals is a model of the sums of periods: a log-linear one whose level drifts.
type totals struct {
	*filter
	base   float64 // log of the level at the start
	noise  float64 // variance of a period, besides that of counting
	resid  float64 // the last residual, for carry
	today  float64 // what the last period, if it is not over, is off by in the rest of it
	sure   float64 // share of the noise of that period which is known by then
	streak int     // periods in a row far off, negative below
	sum    float64
}

// obs is one period that was open and has values.
type obs struct {
	period  int
	row     row
	total   float64 // estimated for the whole period
	covered float64 // share of it that has values
}

// settings of a model of totals: what is chosen by the errors they would have made.
type settings struct {
	drift float64 // variance of the level's steps, in units of noise
	slope bool
}

func newTotals(l *layout, list []obs, noise float64, set settings) *totals {
	drift := make([]float64, l.n)
	drift[0] = set.drift * noise
	if l.weekday >= 0 {
		for i := range 7 {
			drift[l.weekday+i] = 0.001 * noise
		}
	}
	m := &totals{filter: newFilter(l.prior(set.slope), drift), noise: noise}
	if set.slope {
		m.slope, m.damp = 1, slopeDamp
		drift[1] = 0.0005 * noise
	}
	var first []float64
	for _, o := range list[:min(len(list), 14)] {
		first = append(first, o.total)
	}
	slices.Sort(first)
	m.base = math.Log(math.Max(first[len(first)/2], 0.1))
	return m
}

// expect returns the logarithm of the total of a period so many open periods ahead,
// and its variance without noise.
func (m *totals) expect(r row, ahead int) (eta, variance float64) {
	mean, v := m.predict(r.x, ahead)
	return m.base + mean + r.known + math.Pow(carry, float64(max(ahead, 1)))*m.resid, v + r.spread + r.vary
}

// observe learns a period; step has been called for it. It returns how far off the
// prediction was, on the log scale, and how far the model is off now.
func (m *totals) observe(o obs) (before, now float64) {
	eta, _ := m.expect(o.row, 0)
	mu := math.Exp(min(eta, etaMost))
	off := response(o.total, mu)
	noise := (m.noise+o.row.vary)/o.covered + 1/math.Max(mu*o.covered, 0.1)
	z := m.learn(o.row.x, off, noise, outlier+skew/math.Sqrt(math.Max(mu*o.covered, 0.1)))
	m.watch(z)
	after, _ := m.predict(o.row.x, 0)
	now = response(o.total, math.Exp(min(m.base+after+o.row.known, etaMost)))
	m.resid = max(min(now, carryMost), -carryMost) * o.covered
	m.sure = m.noise / (m.noise + 1/math.Max(mu*o.covered, 0.1) + shareNoise*shareNoise*(1-o.covered))
	m.today = max(min(now, 1), -1) * m.sure
	return off, now
}

// response is the difference of an observation from its mean on the log scale: the logarithm
// of the ratio where counts are large, and where they are small a line, which zero does not break and
// which is right in the mean.
func response(y, mu float64) float64 {
	if y > 20 && mu > 20 {
		return math.Log(y / mu)
	}
	return (y - mu) / math.Max(mu, 0.1)
}

// watch looks for a level that has changed at once: then it is learned anew.
func (m *totals) watch(z float64) {
	side := 0
	if math.Abs(z) > shiftBy {
		side = 1
		if z < 0 {
			side = -1
		}
	}
	if side == 0 || side*m.streak < 0 {
		m.streak, m.sum = side, z
		return
	}
	m.streak += side
	m.sum += z
	if side*m.streak >= shiftAfter {
		by := m.sum / float64(side*m.streak)
		m.cov[0] += by * by * m.noise
		m.streak, m.sum = 0, 0
	}
}

// choose fits the model of totals with several settings, and returns the settings and
// the noise whose forecasts of one and of five periods ahead were best.
func choose(l *layout, list []obs) (noise float64, best settings) {
	best = settings{drift: 0.1}
	noise = 0.05 * 0.05
	for range 2 {
		_, noise = try(l, list, noise, best)
	}
	least := math.Inf(1)
	for _, set := range []settings{{0.1, false}, {0.02, false}, {0.3, false}, {0.003, false}, {0.1, true}, {0.02, true}} {
		loss, _ := try(l, list, noise, set)
		if set != best {
			loss *= 1.01
			if set.slope {
				loss *= 1.07
			}
		}
		if loss < least {
			least, best = loss, set
		}
	}
	_, noise = try(l, list, noise, best)
	return noise, best
}

// try runs through the history and returns the mean loss of forecasts made on the way, and
// the variance of the noise that their errors show.
func try(l *layout, list []obs, noise float64, set settings) (loss, variance float64) {
	m := newTotals(l, list, noise, set)
	var offs []float64
	n := 0.0
	for i, o := range list {
		m.step()
		off, after := m.observe(o)
		if i < warmUp && i < len(list)/2 {
			continue
		}
		// What an observation did not foresee and what it left lie around the noise.
		counting := 0.45 / math.Max(o.total, 1)
		offs = append(offs, math.Sqrt(math.Max(math.Abs(off*after)-counting, 0)))
		loss += min(math.Abs(off), 0.5)
		n++
		if i+5 < len(list) {
			eta, _ := m.expect(list[i+5].row, 5)
			loss += min(math.Abs(response(list[i+5].total, math.Exp(min(eta, etaMost)))), 0.5)
			n++
		}
	}
	if len(offs) == 0 {
		return 0, noise
	}
	slices.Sort(offs)
	sd := 1.48 * offs[len(offs)/2]
	return loss / math.Max(n, 1), max(sd*sd, 0.01*0.01)
}
