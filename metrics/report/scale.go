package report

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/kefu-go/kefu/metrics"
)

// scale places values on an axis.
type scale struct {
	lo, hi float64 // values at its ends
	a, b   float64 // places of the ends
	log    bool
	ticks  []float64
}

func (s *scale) at(x float64) float64 {
	lo, hi := s.lo, s.hi
	if s.log {
		lo, hi, x = math.Log(lo), math.Log(hi), math.Log(max(x, s.lo))
	}
	if hi <= lo {
		return s.a
	}
	x = min(max((x-lo)/(hi-lo), 0), 1)
	return s.a + x*(s.b-s.a)
}

// valueScale has round ticks for the values of a unit, between the places a and b. Where bars begin
// at its lower end, base is true and the axis begins at nothing; where lines are drawn that are far
// from nothing the axis of a share, a mean of stars or a change may begin elsewhere.
func valueScale(u metrics.Unit, lo, hi float64, base bool, most int, a, b float64) scale {
	s := scale{a: a, b: b}
	switch {
	case u == metrics.Stars:
		s.lo, s.hi = 1, 5
		s.ticks = []float64{1, 2, 3, 4, 5}
		return s
	case lo >= 0 && (base || lo < .6*hi || u == metrics.Count || u == metrics.Seconds):
		lo = 0
	case hi < 0 && base:
		hi = 0
	}
	if hi <= lo { // a single value: the axis has nothing on it, too
		switch {
		case lo > 0:
			lo = 0
		case hi < 0:
			hi = 0
		case u == metrics.Share:
			hi = .1
		default:
			hi = 1
		}
	}
	step := niceStep(u, (hi-lo)/float64(max(most, 1)))
	s.lo, s.hi = math.Floor(lo/step+1e-9)*step, math.Ceil(hi/step-1e-9)*step
	if s.hi <= s.lo {
		s.hi = s.lo + step
	}
	if u == metrics.Share && s.hi > 1 && hi <= 1 {
		s.hi = 1
	}
	for i := 0; i <= 200; i++ {
		x := s.lo + float64(i)*step
		if x > s.hi+step/1e6 {
			break
		}
		s.ticks = append(s.ticks, x)
	}
	return s
}

// niceStep is the least round step that is not below x: 1, 2 or 5 times a power of ten, and for
// times what clocks have.
func niceStep(u metrics.Unit, x float64) float64 {
	if u == metrics.Count {
		x = max(x, 1)
	}
	if u == metrics.Seconds && x > 1 {
		clock := []float64{2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 432000, 864000}
		for _, c := range clock {
			if c >= x {
				return c
			}
		}
		return 86400 * niceStep("", x/86400)
	}
	if x <= 0 || math.IsInf(x, 0) || math.IsNaN(x) {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 2, 5} {
		if m*power >= x*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// logScale is for what is spread over orders of magnitude: times of milliseconds to days.
func logScale(u metrics.Unit, lo, hi float64, most int, a, b float64) scale {
	ticks := []float64{.001, .01, .1, 1, 10, 60, 600, 3600, 6 * 3600, 86400, 7 * 86400, 28 * 86400, 364 * 86400}
	if u != metrics.Seconds {
		ticks = nil
		for p := -3.0; p < 13; p++ {
			ticks = append(ticks, math.Pow(10, p))
		}
	}
	lo = max(lo, ticks[0])
	first, last := 0, len(ticks)-1
	for first < last && ticks[first+1] <= lo {
		first++
	}
	for last > first+1 && ticks[last-1] >= hi {
		last--
	}
	ticks = slices.Clone(ticks[first : last+1])
	s := scale{lo: ticks[0], hi: ticks[len(ticks)-1], a: a, b: b, log: true}
	for len(ticks) > most+1 {
		var thin []float64
		for i := 0; i < len(ticks); i += 2 {
			thin = append(thin, ticks[i])
		}
		ticks = thin
	}
	s.ticks = ticks
	return s
}

// timeTick is a label of an axis of times.
type timeTick struct {
	index int
	label string
}

// timeTicks chooses the places of an axis that get a label: those of the finest round step whose
// labels have room. Each step of time has a layout of its own.
func (w *words) timeTicks(times []time.Time, x func(i int) float64, size float64) []timeTick {
	if len(times) == 0 {
		return nil
	}
	every := func(hours int) func(int) bool {
		return func(i int) bool { return times[i].Minute() == 0 && times[i].Hour()%hours == 0 }
	}
	clock := func(fits func(int) bool) func(int) bool {
		inDay := sameDay(times[0], times[len(times)-1])
		return func(i int) bool { return inDay && fits(i) }
	}
	midnight := every(24)
	daily := len(times) > 1 && times[1].Sub(times[0]) < 26*time.Hour
	// newMonth is true of the first time in a month, or in the first of some months.
	newMonth := func(months int) func(int) bool {
		return func(i int) bool {
			t := times[i]
			return midnight(i) && int(t.Month()-1)%months == 0 && (t.Day() == 1 || i > 0 && times[i-1].Month() != t.Month())
		}
	}
	steps := []struct {
		fits   func(i int) bool
		layout string
	}{
		{clock(func(int) bool { return true }), "15:04"},
		{clock(func(i int) bool { return times[i].Minute()%30 == 0 }), "15:04"},
		{clock(every(1)), "15:04"},
		{clock(every(2)), "15:04"},
		{clock(every(3)), "15:04"},
		{clock(every(6)), "15:04"},
		{func(i int) bool { return daily && midnight(i) }, "{w} " + w.DayLayout},
		{midnight, w.DayLayout},
		{func(i int) bool { return midnight(i) && times[i].Weekday() == time.Monday && (daily || i%2 == 0) }, w.DayLayout},
		{newMonth(1), w.MonthLayout},
		{newMonth(3), w.MonthLayout},
		{newMonth(12), w.MonthLayout},
	}
	for _, s := range steps {
		var ticks []timeTick
		for i, t := range times {
			if s.fits(i) {
				ticks = append(ticks, timeTick{i, w.weekdayed(t, s.layout)})
			}
		}
		if len(ticks) > 1 && roomFor(ticks, x, size) {
			return ticks
		}
	}
	c := Chart{Times: times}
	first, last := timeTick{0, w.place(&c, 0)}, timeTick{len(times) - 1, w.place(&c, len(times)-1)}
	if both := []timeTick{first, last}; len(times) > 1 && roomFor(both, x, size) {
		return both
	}
	return []timeTick{first}
}

func sameDay(a, b time.Time) bool { return startOfDay(a).Equal(startOfDay(b)) }

// weekdayed writes a time; the layout's "{w}" is the short weekday.
func (w *words) weekdayed(t time.Time, layout string) string {
	const mark = "{w}"
	if i := strings.Index(layout, mark); i >= 0 {
		return t.Format(layout[:i]) + w.ShortWeekdays[(int(t.Weekday())+6)%7] + t.Format(layout[i+len(mark):])
	}
	return t.Format(layout)
}

// roomFor says whether labels that are centred at their places do not touch.
func roomFor(ticks []timeTick, x func(i int) float64, size float64) bool {
	for i := 1; i < len(ticks); i++ {
		need := (textWidth(ticks[i-1].label, size)+textWidth(ticks[i].label, size))/2 + 6
		if x(ticks[i].index)-x(ticks[i-1].index) < need {
			return false
		}
	}
	return true
}
