package bizhours

import (
	"slices"
	"time"
)

// Runs are found by a table of the year: a part is so many seconds long (18 hours), as a
// power of two, and there is one for each that the year may reach into.
const (
	partBits = 16
	parts    = (366*secondsPerDay+2*maxOffset)>>partBits + 1
)

// year is the open time of one year by the clock on the wall. Its numbers are seconds
// after newYearSecond of the year, so that years of the same shape share one.
type year struct {
	begin, end int64 // of the year itself
	open       int64 // how many seconds it is open
	runs       []run // in order, none touch
	// begun is how many runs begin before a part ends. Part 0 begins maxOffset before the
	// year's first second; what should lie outside of all belongs to the first or last.
	begun [parts]int32
}

// run is open time without a break.
type run struct {
	from, to int32
	before   int32 // open seconds of the year before it
}

// at returns the last run that begins at or before a second of the year, or -1.
func (y *year) at(second int64) int {
	part := min(max(second+maxOffset, 0)>>partBits, parts-1)
	first, end := 0, int(y.begun[part])
	if part > 0 {
		first = int(y.begun[part-1])
	}
	for first < end {
		if middle := int(uint(first+end) / 2); int64(y.runs[middle].from) <= second {
			first = middle + 1
		} else {
			end = middle
		}
	}
	return first - 1
}

// with returns the last run that has less than so many open seconds before it. There
// must be one, and near is one, or -1: it is sought from there on, in steps that double.
func (y *year) with(open int64, near int) *run {
	first := max(near, 0)
	end := first + 1
	for step := 1; end < len(y.runs) && int64(y.runs[end].before) < open; step *= 2 {
		first = end
		end += step
	}
	end = min(end, len(y.runs))
	for first+1 < end {
		if middle := int(uint(first+end) / 2); int64(y.runs[middle].before) < open {
			first = middle
		} else {
			end = middle
		}
	}
	return &y.runs[first]
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
	y.index()
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

// index fills the table of parts.
func (y *year) index() {
	n := 0
	for part := range y.begun {
		for end := int64(part+1)<<partBits - maxOffset; n < len(y.runs) && int64(y.runs[n].from) < end; n++ {
		}
		y.begun[part] = int32(n)
	}
	y.begun[parts-1] = int32(len(y.runs))
}
