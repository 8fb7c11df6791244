package bizhours

import (
	"sync"
	"sync/atomic"
	"time"
)

// Years from earliest to before latest are what they are. Before them no zone had
// rules yet, after them each one keeps to its last rules, and exceptions with a year are
// in between only: so a year there is like any other one that begins on the same day of
// the week and is as long, and all of them repeat after cycleYears.
const (
	earliest, latest = 1700, 2400
	// without a century that skips its leap day, all fourteen kinds of years are
	// among so many.
	kindsWithin = 28
)

// years are the years of a plan. They are made when they are asked for, and kept: 12
// bytes for each stretch of open time, and 2 KB.
type years struct {
	plan         plan
	zone         *time.Location
	near         [latest - earliest]atomic.Pointer[year]
	past, future [2 * 7]atomic.Pointer[year] // by kind
	// pastCycle and futureCycle are the open seconds of cycleYears.
	pastCycle, futureCycle func() int64
}

func (ys *years) init() {
	ys.pastCycle = sync.OnceValue(func() int64 { return ys.sum(earliest-cycleYears, earliest) })
	ys.futureCycle = sync.OnceValue(func() int64 { return ys.sum(latest, latest+cycleYears) })
}

// get returns a year.
func (ys *years) get(number int64) *year {
	var slot *atomic.Pointer[year]
	switch {
	case number < earliest:
		slot = &ys.past[kind(number)]
	case number < latest:
		slot = &ys.near[number-earliest]
	default:
		slot = &ys.future[kind(number)]
	}
	if y := slot.Load(); y != nil {
		return y
	}
	y := ys.plan.build(likeness(number), ys.zone)
	slot.Store(y) // who comes second stores the same
	return y
}

// kind is a number for the length of a year and its first day of the week.
func kind(number int64) int64 {
	first := newYear(number)
	return (newYear(number+1)-first-365)*7 + int64(weekday(first))
}

// likeness returns a year near enough that is like a far one.
func likeness(number int64) int64 {
	from := number
	switch {
	case number < earliest:
		from = earliest - kindsWithin
	case number >= latest:
		from = latest
	}
	for kind(from) != kind(number) {
		from++
	}
	return from
}

// sum returns the open seconds of the years from one to before another.
func (ys *years) sum(from, to int64) (open int64) {
	for from < to {
		open += ys.get(from).open
		from++
	}
	return open
}

// between is sum in few steps, however far the years are apart.
func (ys *years) between(from, to int64) (open int64) {
	if from < earliest {
		if n := (min(to, earliest) - from) / cycleYears; n > 0 {
			open += n * ys.pastCycle()
			from += n * cycleYears
		}
	}
	if to > latest {
		if n := (to - max(from, latest)) / cycleYears; n > 0 {
			open += n * ys.futureCycle()
			to -= n * cycleYears
		}
	}
	return open + ys.sum(from, to)
}

// ahead returns how many years can be skipped from the beginning of a year on, so that
// less than open seconds lie in them, and how many do. Only far years can be.
func (ys *years) ahead(number, open int64) (years, skipped int64) {
	switch {
	case number < earliest:
		return cycles(open, ys.pastCycle(), (earliest-number)/cycleYears)
	case number >= latest:
		return cycles(open, ys.futureCycle(), maxCycles)
	}
	return 0, 0
}

// back is ahead for the years before one.
func (ys *years) back(number, open int64) (years, skipped int64) {
	switch {
	case number <= earliest:
		return cycles(open, ys.pastCycle(), maxCycles)
	case number > latest:
		return cycles(open, ys.futureCycle(), (number-latest)/cycleYears)
	}
	return 0, 0
}

// maxCycles is more than any duration takes, unless a zone skips what open time there is.
const maxCycles = horizon / cycleSeconds

func cycles(open, each, most int64) (years, skipped int64) {
	n := most
	if each > 0 {
		n = min(n, (open-1)/each)
	}
	return n * cycleYears, n * each
}
