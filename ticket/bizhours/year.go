package bizhours

import (
	"slices"
	"time"
)

// year is the open time of one year by the clock on the wall. Its numbers are seconds
// after newYearSecond of the year, so that years of the same shape share one.
type year struct {
	begin, end int64 // of the year itself
	open       int64 // how many seconds it is open
	runs       []run // in order, none touch
}

// run is open time without a break.
type run struct {
	from, to int32
	before   int32 // open seconds of the year before it
}

// at returns the last run that begins at or before a second, or -1.
func (y *year) at(second int64) int {
	i, ok := slices.BinarySearchFunc(y.runs, second, func(r run, s int64) int { return int(int64(r.from) - s) })
	if !ok {
		i--
	}
	return i
}

// with returns the last run that has less than so many open seconds before it. There
// must be one.
func (y *year) with(open int64) *run {
	i, _ := slices.BinarySearchFunc(y.runs, open, func(r run, s int64) int { return int(int64(r.before) - s) })
	return &y.runs[i-1]
}

// build makes the year of a plan in a zone.
func (p *plan) build(number int64, zone *time.Location) *year {
	base, day := newYearSecond(number), newYear(number)
	w := wall{zone: zone}
	w.start(base)
	y := &year{begin: w.first(base) - base}
	for m := time.January; m <= time.December; m++ {
		days := daysOfMonths[m-1]
		if m == time.February && newYear(number+1)-newYear(number) == 365 {
			days--
		}
		for d := 1; d <= days; d++ {
			for _, s := range p.hours(day, monthDay(m, d)) {
				from := w.first(day*secondsPerDay+s.from) - base
				y.add(from, w.first(day*secondsPerDay+s.to)-base)
			}
			day++
		}
	}
	y.end = w.first(day*secondsPerDay) - base
	y.runs = slices.Clip(y.runs)
	return y
}

// add adds open time at the end.
func (y *year) add(from, to int64) {
	if from == to { // the clock skips it
		return
	}
	if last := len(y.runs) - 1; last >= 0 && int64(y.runs[last].to) == from {
		y.runs[last].to = int32(to)
	} else {
		y.runs = append(y.runs, run{from: int32(from), to: int32(to), before: int32(y.open)})
	}
	y.open += to - from
}
