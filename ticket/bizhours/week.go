package bizhours

import (
	"cmp"
	"slices"
	"time"
)

// stretch is open time of one day, in seconds of the clock on the wall.
type stretch struct{ from, to int64 }

// plan says which hours each date has, by the clock on the wall.
type plan struct {
	week          [7][]stretch
	dated, yearly []exception // in order, none overlap
}

// exception is a [Day] ready for use.
type exception struct {
	first, last int64 // day numbers; where it comes every year, monthDay
	hours       []stretch
	day         *Day
	index       int // among Options.Days
}

// on returns the exception that rules a date, or nil.
func (p *plan) on(day, monthDay int64) *exception {
	if e := find(p.dated, day); e != nil {
		return e
	}
	return find(p.yearly, monthDay)
}

// hours returns the stretches of a date in order.
func (p *plan) hours(day, monthDay int64) []stretch {
	if e := p.on(day, monthDay); e != nil {
		return e.hours
	}
	return p.week[weekday(day)]
}

func find(list []exception, key int64) *exception {
	i, ok := slices.BinarySearchFunc(list, key, func(e exception, key int64) int {
		switch {
		case e.last < key:
			return -1
		case e.first > key:
			return 1
		}
		return 0
	})
	if !ok {
		return nil
	}
	return &list[i]
}

// recurs says that there is open time again and again, whatever exceptions of single
// years say. Over the years every date falls on every day of the week.
func (p *plan) recurs() bool {
	regular := 366 // dates without a yearly exception
	for i := range p.yearly {
		e := &p.yearly[i]
		if len(e.hours) > 0 {
			return true
		}
		regular -= datesBetween(e.first, e.last)
	}
	return regular > 0 && slices.ContainsFunc(p.week[:], func(h []stretch) bool { return len(h) > 0 })
}

// ceaseless returns a year such that the business never closes once that year has ended
// and it is open, if there is one. Days that are put together of touching spans are not
// looked at; without such a year, the same is found by walking.
func (p *plan) ceaseless() (year int64, ok bool) {
	for _, h := range p.week {
		if !wholeDay(h) {
			return 0, false
		}
	}
	for i := range p.yearly {
		if !wholeDay(p.yearly[i].hours) {
			return 0, false
		}
	}
	year = earliest
	for i := range p.dated {
		if e := &p.dated[i]; !wholeDay(e.hours) {
			year = int64(time.Unix(e.last*secondsPerDay, 0).UTC().Year())
		}
	}
	return year, true
}

func wholeDay(h []stretch) bool { return len(h) == 1 && h[0] == stretch{0, secondsPerDay} }

// datesBetween counts the dates from one monthDay to another, both included.
func datesBetween(first, last int64) (n int) {
	for m := time.January; m <= time.December; m++ {
		for d := 1; d <= daysOfMonths[m-1]; d++ {
			if k := monthDay(m, d); first <= k && k <= last {
				n++
			}
		}
	}
	return n
}

// ordered sorts stretches. It returns two that overlap, if any do.
func ordered(list []stretch) (overlap [2]stretch, ok bool) {
	slices.SortFunc(list, func(a, b stretch) int { return cmp.Compare(a.from, b.from) })
	for i := 1; i < len(list); i++ {
		if list[i].from < list[i-1].to {
			return [2]stretch(list[i-1 : i+1]), false
		}
	}
	return overlap, true
}
