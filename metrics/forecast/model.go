package forecast

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// leastDays and leastWeeks are the least history that Fit takes.
const (
	leastDays  = 14
	leastWeeks = 8
)

// Model is what was learned from a series. It does not change, and is safe for
// concurrent use as far as the host's [Options.Open] is.
type Model struct {
	frame   *frame
	layout  *layout
	totals  *totals
	profile *profile
	errors  *record
	last    int // the last period that was learned
}

// Fit learns from a series. The error is [ErrInvalid] with a [FieldError] for each fault, a
// [ShortError] if fewer than 14 days or 8 weeks have customers, or [ErrPanic]. It takes time in proportion to the
// length of the series: a year of half hours some tens of milliseconds.
func Fit(s Series, opts *Options) (*Model, error) {
	o, err := opts.withDefaults()
	if e := s.Check(); e != nil || err != nil {
		return nil, errors.Join(e, err)
	}
	f, err := newFrame(s, o)
	if err != nil {
		return nil, err
	}
	hi := f.first + len(f.y) - 1
	t, err := f.table(f.first-margin, hi+margin)
	if err != nil {
		return nil, err
	}
	m := &Model{frame: f, layout: f.layout(t)}
	list, days := m.observations(t)
	need := leastDays
	if f.weekly {
		need = leastWeeks
	}
	if len(list) < need {
		return nil, &ShortError{Have: len(list), Need: need}
	}
	noise, set := choose(m.layout, list)
	m.totals = newTotals(m.layout, list, noise, set)
	m.profile = newProfile(f.slots, days)
	m.errors = newRecord(f.slots)
	m.learn(t, list)
	return m, nil
}

// margin is how many days around the history are looked at: the rest of a month, and events.
const margin = 60

// observations returns the open periods that have values, and the values. The total of a period is
// estimated where some of its values are missing.
func (m *Model) observations(t *table) (list []obs, days [][]float64) {
	f := m.frame
	var known, count [7][]float64 // by weekday and slot
	for w := range known {
		known[w], count[w] = make([]float64, f.slots), make([]float64, f.slots)
	}
	each := func(do func(n int, y []float64, open []bool)) {
		for i, y := range f.y {
			if n := f.first + i; t.at(n) == stateOpen {
				do(n, y, t.open[n-t.lo])
			}
		}
	}
	wday := func(n int) int {
		if f.weekly {
			return 0
		}
		return weekday(n)
	}
	each(func(n int, y []float64, open []bool) {
		for s, v := range y {
			if open[s] && !math.IsNaN(v) {
				known[wday(n)][s] += v
				count[wday(n)][s]++
			}
		}
	})
	each(func(n int, y []float64, open []bool) {
		sum, part, whole := 0.0, 0.0, 0.0
		for s, v := range y {
			if !open[s] {
				continue
			}
			w := (known[wday(n)][s] + 0.5) / (count[wday(n)][s] + 1)
			whole += w
			if !math.IsNaN(v) {
				sum += v
				part += w
			}
		}
		if part < 0.05*whole {
			return
		}
		o := obs{period: n, row: f.row(m.layout, t, n), total: sum * whole / part, covered: part / whole}
		list, days = append(list, o), append(days, y)
	})
	return list, days
}

// learn runs through the history, and records on the way what forecasts were wrong by.
func (m *Model) learn(t *table, list []obs) {
	f := m.frame
	share := make([]float64, f.slots)
	for i, o := range list {
		m.totals.step()
		y := f.y[o.period-f.first]
		m.totals.observe(o)
		if f.slots > 1 {
			m.profile.observe(m.shape(o.row, t.open[o.period-t.lo]), y)
		}
		if i+1 < warmUp {
			continue
		}
		for k, h := range horizons {
			if i+h >= len(list) {
				break
			}
			ahead := list[i+h]
			if ahead.covered < 0.5 {
				continue
			}
			eta, v := m.totals.expect(ahead.row, h)
			m.shares(ahead.row, t.open[ahead.period-t.lo], share)
			m.errors.add(k, f.y[ahead.period-f.first], share, math.Exp(min(eta, etaMost)), v+m.totals.noise)
		}
	}
	m.errors.settle()
	m.last = list[len(list)-1].period
}

// heat is how busy a day is for its weekday.
func (m *Model) heat(r row) (sum float64) {
	for _, t := range r.x {
		if t.at >= m.layout.heat && t.at < m.layout.heat+fromStart+fromEnd {
			sum += t.value * m.totals.mean[t.at]
		}
	}
	return sum
}

func (m *Model) shape(r row, open []bool) shape { return newShape(r.wday, r.gap, m.heat(r), open) }

func (m *Model) shares(r row, open []bool, into []float64) []float64 {
	if m.frame.slots == 1 {
		into[0] = 1
		return into
	}
	return m.profile.expect(m.shape(r, open), into)
}

// Interval holds a future value with some probability.
type Interval struct {
	// Level is the share of future values that should lie from Low to High, which count
	// as inside.
	Level float64
	// Low is at least 0 and at most the mean, High at least the mean.
	Low, High float64
}

// Point is the forecast of one step.
type Point struct {
	// At is when the step begins, in the location of the series.
	At time.Time
	// Mean is what to expect, never below 0.
	Mean float64
	// Closed says that the step is outside of the opening hours or on a closed day: all
	// else is 0.
	Closed bool
	// Intervals are those of [Options.Levels], in that order.
	Intervals []Interval
}

// Interval returns the interval of a level; ok is false if the forecast was not asked for it.
func (p Point) Interval(level float64) (i Interval, ok bool) {
	for _, i := range p.Intervals {
		if math.Abs(i.Level-level) < 1e-9 {
			return i, true
		}
	}
	return Interval{}, false
}

// Forecast returns the steps that follow the series, closed ones included, so many as
// horizon says: at least 1 and at most 38,400, a little more than a year of quarters of an hour. Otherwise the
// error is [ErrInvalid], or [ErrPanic]. Where the series ends within a day, what the day has had so far counts for the
// rest of it.
func (m *Model) Forecast(horizon int) ([]Point, error) {
	if horizon < 1 || horizon > maxHorizon {
		return nil, fault("horizon", "outside of 1 to %d", maxHorizon)
	}
	f := m.frame
	n := len(f.series.Values)
	hi, _ := f.place(n + horizon - 1)
	t, err := f.table(f.first-margin, hi+margin)
	if err != nil {
		return nil, err
	}
	l := *m.layout
	l.events = f.eventDays(t)
	points := make([]Point, 0, horizon)
	share := make([]float64, f.slots)
	period, ahead := m.last, 0
	var open []bool
	var eta, variance float64
	ready := m.prepare(&l, t, period, 0, share, &eta, &variance, &open)
	for i := range horizon {
		p, s := f.place(n + i)
		for period < p {
			period++
			if t.at(period) != stateClosed {
				ahead++
			}
			ready = m.prepare(&l, t, period, ahead, share, &eta, &variance, &open)
		}
		pt := Point{At: f.series.At(n + i), Closed: !ready || !open[s]}
		mu := 0.0
		if !pt.Closed {
			mu = math.Exp(min(eta, etaMost)) * share[s]
		}
		pt.Mean = mu
		pt.Intervals = m.intervals(pt.Closed, mu, variance, max(ahead, 1), s)
		points = append(points, pt)
	}
	return points, nil
}

// prepare works out one period.
func (m *Model) prepare(l *layout, t *table, n, ahead int, share []float64, eta, variance *float64, open *[]bool) bool {
	if t.at(n) == stateClosed {
		return false
	}
	r := m.frame.row(l, t, n)
	*open = t.open[n-t.lo]
	*eta, *variance = m.totals.expect(r, ahead)
	noise := m.totals.noise
	if ahead == 0 {
		*eta += m.totals.today - carry*m.totals.resid
		noise *= 1 - m.totals.sure
	}
	*variance += noise
	m.shares(r, *open, share)
	return true
}

func (m *Model) intervals(closed bool, mu, variance float64, ahead, slot int) []Interval {
	list := make([]Interval, len(m.frame.opts.Levels))
	for i, level := range m.frame.opts.Levels {
		list[i].Level = level
		if !closed {
			list[i].Low, list[i].High = m.errors.interval(level, mu, variance, ahead, slot)
		}
	}
	return list
}

// String says what was learned, for logs and tests.
func (m *Model) String() string {
	return fmt.Sprintf("forecast: %d periods, noise %.1f %%", len(m.frame.y), 100*math.Sqrt(m.totals.noise))
}
