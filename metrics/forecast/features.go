package forecast

import (
	"math"
)

// Prior standard deviations of the factors that a day's total is made of, on the log
// scale. They bound what little data can claim; with half a year of days they hardly matter, except for
// what is rare.
const (
	priorLevel    = 1.0
	priorWeekday  = 0.25
	priorPosition = 0.06
	priorAnnual   = 0.10
	priorGap      = 0.20
	priorKind     = 0.25
	priorName     = 0.20
	priorSlope    = 0.005
)

// Standard deviations between occurrences of what is rare: the next one will not be just
// like the mean of those before.
const (
	varyGap   = 0.06
	varyEvent = 0.08
)

const (
	fromStart = 8 // open days at the start of a month with a factor of their own
	fromEnd   = 5 // and at its end
	harmonics = 3 // of the year
	yearDays  = 365.2425
)

// layout says where the coefficients of the total are.
type layout struct {
	weekday, position, annual, gap int // offset of the first, or -1
	heat                           int // what from here on changes is told to the profile
	effects                        map[effectKey]int
	n                              int
	events                         map[int][]eventDay // by period
}

// eventDay is one period's part in an event.
type eventDay struct {
	event  int
	offset int
	share  float64 // of the period that belongs to the event: days of a week
}

func (f *frame) layout(t *table) *layout {
	l := &layout{weekday: -1, position: -1, annual: -1, gap: -1, effects: map[effectKey]int{}, n: 2}
	span := len(f.y)
	if f.weekly {
		span *= 7
	} else {
		l.weekday = l.n
		l.n += 7
	}
	if span >= 400 {
		l.annual = l.n
		l.n += 2 * harmonics
	}
	l.heat = l.n
	if !f.weekly {
		l.position = l.n
		l.n += fromStart + fromEnd
		l.gap = l.n
		l.n += 4
	}
	l.events = f.eventDays(t)
	for n := f.first; n < f.first+len(f.y); n++ {
		for _, d := range l.events[n] {
			e := f.opts.Events[d.event]
			if e.Factor > 0 && d.offset == 0 {
				continue
			}
			l.effect(effectKey{e.Name, false, d.offset})
			if e.Kind != "" {
				l.effect(effectKey{e.Kind, true, d.offset})
			}
		}
	}
	return l
}

func (l *layout) effect(k effectKey) {
	if _, ok := l.effects[k]; !ok && len(l.effects) < maxEffects {
		l.effects[k] = l.n
		l.n++
	}
}

// eventDays tells of each period of the table which events change it.
func (f *frame) eventDays(t *table) map[int][]eventDay {
	days := map[int][]eventDay{}
	hi := t.lo + len(t.state) - 1
	for i, e := range f.opts.Events {
		from, to := f.span(e)
		if f.weekly {
			base := civil(f.series.Start)
			for n := max(from, base+7*t.lo); n <= min(to, base+7*hi+6); n++ {
				w := floorDiv(n-base, 7)
				if k := len(days[w]); k > 0 && days[w][k-1].event == i {
					days[w][k-1].share += 1.0 / 7
				} else {
					days[w] = append(days[w], eventDay{i, 0, 1.0 / 7})
				}
			}
			continue
		}
		for n := max(from, t.lo); n <= min(to, hi); n++ {
			days[n] = append(days[n], eventDay{i, 0, 1})
		}
		walk := func(n, dir, reach int) {
			for k := 1; k <= reach && n >= t.lo && n <= hi; n += dir {
				if t.at(n) != stateClosed {
					days[n] = append(days[n], eventDay{i, dir * k, 1})
					k++
				}
			}
		}
		walk(from-1, -1, e.Before)
		walk(to+1, 1, e.After)
	}
	return days
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// prior returns the prior variances of the coefficients.
func (l *layout) prior(slope bool) []float64 {
	v := make([]float64, l.n)
	set := func(at, n int, sd float64) {
		if at >= 0 {
			for i := range n {
				v[at+i] = sd * sd
			}
		}
	}
	set(0, 1, priorLevel)
	if slope {
		set(1, 1, priorSlope)
	}
	set(l.weekday, 7, priorWeekday)
	set(l.position, fromStart+fromEnd, priorPosition)
	set(l.annual, 2*harmonics, priorAnnual)
	set(l.gap, 4, priorGap)
	for k, at := range l.effects {
		if k.kind {
			set(at, 1, priorKind)
		} else {
			set(at, 1, priorName)
		}
	}
	return v
}

// row is a period as the model of totals sees it.
type row struct {
	x      []term
	known  float64 // what the host says of it, on the log scale
	spread float64 // variance of what was never learned about it
	vary   float64 // variance between occurrences of what is rare
	gap    float64 // how much longer than usual it was closed before
	wday   int
}

// row returns the regressors of a period.
func (f *frame) row(l *layout, t *table, n int) row {
	r := row{x: []term{{0, 1}}}
	days := n
	if f.weekly {
		days = civil(f.series.Start) + 7*n + 3
	} else {
		r.wday = weekday(n)
		r.x = append(r.x, term{l.weekday + r.wday, 1})
		r.gap = f.gaps(l, t, n, &r)
		f.position(l, t, n, &r)
	}
	if l.annual >= 0 {
		a := 2 * math.Pi * float64(days) / yearDays
		for k := range harmonics {
			sin, cos := math.Sincos(a * float64(k+1))
			r.x = append(r.x, term{l.annual + 2*k, sin}, term{l.annual + 2*k + 1, cos})
		}
	}
	for _, d := range l.events[n] {
		e := f.opts.Events[d.event]
		r.vary += d.share * d.share * varyEvent * varyEvent
		if e.Factor > 0 && d.offset == 0 {
			r.known += math.Log(max(1+d.share*(e.Factor-1), 0.001))
			continue
		}
		f.effect(l, &r, effectKey{e.Name, false, d.offset}, d.share, priorName)
		if e.Kind != "" {
			f.effect(l, &r, effectKey{e.Kind, true, d.offset}, d.share, priorKind)
		}
	}
	return r
}

func (f *frame) effect(l *layout, r *row, k effectKey, share, sd float64) {
	if at, ok := l.effects[k]; ok {
		r.x = append(r.x, term{at, share})
	} else {
		r.spread += share * share * sd * sd
	}
}

// gaps adds what piles up while nobody can be reached: the more days in a row were
// closed, compared with what is usual before this weekday, the more come on the next two open ones. Days
// without values have coefficients of their own, because they may have been open.
func (f *frame) gaps(l *layout, t *table, n int, r *row) float64 {
	now, unknown := t.backlog(n)
	if now != 0 {
		r.x = append(r.x, term{l.gap + unknown, now})
		r.vary += now * now * varyGap * varyGap
	}
	before := n - 1
	for before > t.lo && t.at(before) != stateOpen {
		before--
	}
	if before > t.lo {
		if b, unknown := t.backlog(before); b != 0 {
			r.x = append(r.x, term{l.gap + 2 + unknown, b})
			r.vary += b * b * varyGap * varyGap / 4
		}
	}
	return now
}

// backlog returns how long was closed before day n, as the logarithm of the ratio to
// what is usual; kind is 1 if some of it is unknown.
func (t *table) backlog(n int) (b float64, kind int) {
	run := 0
	for k := n - 1; k > t.lo && t.at(k) != stateOpen && run < 10; k-- {
		run++
		if t.at(k) == stateUnknown {
			kind = 1
		}
	}
	if kind == 1 && run > 5 {
		return 0, 0 // a hole in the records
	}
	return math.Log(float64(1+run) / float64(1+t.usual[weekday(n)])), kind
}

// position adds which open day of its month a day is.
func (f *frame) position(l *layout, t *table, n int, r *row) {
	d := date(n)
	first := n - d.Day() + 1
	next := civil(d.AddDate(0, 1, 1-d.Day()))
	toEnd := 0
	for k := n; k < next; k++ {
		if t.opens(k) {
			toEnd++
		}
	}
	since := 0
	for k := first; k <= n; k++ {
		if t.opens(k) {
			since++
		}
	}
	switch {
	case toEnd == 0 || since == 0:
	case toEnd <= fromEnd && toEnd < since:
		r.x = append(r.x, term{l.position + fromStart + toEnd - 1, 1})
	case since <= fromStart:
		r.x = append(r.x, term{l.position + since - 1, 1})
	}
}

// opens says whether a day is one to count with; a day that has no values is.
func (t *table) opens(n int) bool {
	if n < t.lo || n-t.lo >= len(t.state) {
		return false
	}
	return t.at(n) == stateOpen
}
