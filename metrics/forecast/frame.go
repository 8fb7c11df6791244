package forecast

import (
	"math"
	"slices"
	"time"
)

const patternWeeks = 8

// frame is a series laid out by periods: days of the calendar with their slots, or
// weeks with one slot. Periods are numbered, days by civil.
type frame struct {
	series Series
	opts   Options
	loc    *time.Location
	weekly bool
	slots  int
	first  int         // the first period
	y      [][]float64 // a row per period; NaN is unknown
	usual  [7][]bool   // which slots are open, by weekday, as learned
	shut   map[int]bool
	typic  float64 // median total of a period that has customers
}

func newFrame(s Series, opts Options) (*frame, error) {
	f := &frame{
		series: s, opts: opts, loc: s.Start.Location(), weekly: s.Step == week, slots: s.perDay(),
		shut: map[int]bool{},
	}
	f.first, _ = f.place(0)
	for _, e := range opts.Events {
		if e.Closed && !f.weekly {
			from, to := f.span(e)
			for n := from; n <= to; n++ {
				f.shut[n] = true
			}
		}
	}
	f.fill()
	f.learnPattern()
	return f, nil
}

// place returns the period and the slot that step i belongs to.
func (f *frame) place(i int) (period, slot int) {
	if f.weekly {
		return i, 0
	}
	at := f.series.At(i).In(f.loc)
	if f.slots == 1 {
		return civil(at), 0
	}
	minutes := at.Hour()*60 + at.Minute()
	return civil(at), min(minutes/int(f.series.Step/time.Minute), f.slots-1)
}

// fill lays the values out. Where the clock goes back, two steps share a slot, and its value is their mean.
func (f *frame) fill() {
	var row, hits []float64
	last := f.first - 1
	for i, v := range f.series.Values {
		p, s := f.place(i)
		for last < p {
			row, hits = make([]float64, f.slots), make([]float64, f.slots)
			for j := range row {
				row[j] = math.NaN()
			}
			f.y = append(f.y, row)
			last++
		}
		switch {
		case math.IsNaN(v):
		case hits[s] == 0:
			row[s], hits[s] = v, 1
		default:
			hits[s]++
			row[s] += (v - row[s]) / hits[s]
		}
	}
}

// learnPattern finds the slots of the week that have customers.
func (f *frame) learnPattern() {
	var seen [7][]int
	for w := range f.usual {
		f.usual[w], seen[w] = make([]bool, f.slots), make([]int, f.slots)
	}
	var totals []float64
	for i := len(f.y) - 1; i >= 0; i-- {
		n := f.first + i
		w := 0
		if !f.weekly {
			w = weekday(n)
		}
		sum, known := 0.0, false
		for s, v := range f.y[i] {
			if math.IsNaN(v) {
				continue
			}
			sum, known = sum+v, true
			if seen[w][s] < patternWeeks && !f.shut[n] {
				f.usual[w][s] = f.usual[w][s] || v > 0
			}
		}
		if known && !f.shut[n] && sum > 0 {
			totals = append(totals, sum)
			for s, v := range f.y[i] {
				if !math.IsNaN(v) {
					seen[w][s]++
				}
			}
		}
	}
	if f.weekly {
		for w := range f.usual {
			f.usual[w] = []bool{true}
		}
	}
	if len(totals) > 0 {
		slices.Sort(totals)
		f.typic = totals[len(totals)/2]
	}
}

// start returns when a slot of a day begins. A time that the clock skips is moved on.
func (f *frame) start(period, slot int) time.Time {
	d := date(period)
	return time.Date(d.Year(), d.Month(), d.Day(), 0, slot*int(f.series.Step/time.Minute)%1440, 0, 0, f.loc)
}

// What a day is, for those after it.
const (
	stateOpen    = iota
	stateClosed  // known to be closed: by the week, an event or zeros
	stateUnknown // should have been open, and has no values
)

// table is what is known of the days from lo on.
type table struct {
	lo    int
	open  [][]bool
	state []int
	week  [7]bool // open weekdays
	usual [7]int  // how many closed days usually come before each
}

func (t *table) at(n int) int { return t.state[n-t.lo] }

// table works out the days from lo to hi. It asks the host's hook, whose panic is an error.
func (f *frame) table(lo, hi int) (*table, error) {
	t := &table{lo: lo}
	if f.weekly {
		for range hi - lo + 1 {
			t.open, t.state = append(t.open, f.usual[0]), append(t.state, stateOpen)
		}
		return t, nil
	}
	var opens, days [7]int
	err := contain("Options.Open", func() error {
		for n := lo; n <= hi; n++ {
			open := f.usual[weekday(n)]
			if f.opts.Open != nil {
				open = make([]bool, f.slots)
				for s := range open {
					open[s] = f.opts.Open(f.start(n, s))
				}
			}
			t.open = append(t.open, open)
			t.state = append(t.state, f.state(n, open))
			days[weekday(n)]++
			if slices.Contains(open, true) {
				opens[weekday(n)]++
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for w := range t.week {
		t.week[w] = 2*opens[w] > days[w]
	}
	if slices.Contains(t.week[:], true) {
		for w := range t.usual {
			for k := (w + 6) % 7; !t.week[k] && t.usual[w] < 6; k = (k + 6) % 7 {
				t.usual[w]++
			}
		}
	}
	return t, nil
}

func (f *frame) state(n int, open []bool) int {
	if f.shut[n] || !slices.Contains(open, true) {
		return stateClosed
	}
	i := n - f.first
	if i < 0 || i >= len(f.y) {
		return stateOpen
	}
	sum, known := 0.0, false
	for s, v := range f.y[i] {
		if open[s] && !math.IsNaN(v) {
			sum, known = sum+v, true
		}
	}
	switch {
	case known && sum == 0 && f.typic >= 20:
		return stateClosed
	case !known && i < len(f.y)-1:
		return stateUnknown
	}
	return stateOpen
}

// span returns the first and the last civil day of an event.
func (f *frame) span(e Event) (from, to int) {
	from = civil(e.From.In(f.loc))
	to = from
	if !e.To.IsZero() {
		to = civil(e.To.In(f.loc))
	}
	return from, to
}
