package bizhours

import "time"

// horizon bounds the instants that are told apart, in seconds from 1970: 73 thousand
// million years.
const horizon = 1 << 61

// place is where an instant is in the hours.
type place struct {
	number int64 // of the year
	year   *year
	base   int64 // newYearSecond of it
	second int64 // after base
	run    int   // the last one that begins at or before it, or -1
	open   bool
	before int64 // open seconds of the year before it
	nano   int64 // the rest of a second, if open
}

// locate finds an instant.
func (ys *years) locate(at time.Time) (p place) {
	second := secondOf(at)
	p.number = 1970 + floorDiv(second, cycleSeconds/cycleYears) // or nearly so
	p.year, p.base = ys.get(p.number), newYearSecond(p.number)
	for second < p.base+p.year.begin {
		p.turn(ys, -1)
	}
	for second >= p.base+p.year.end {
		p.turn(ys, 1)
	}
	p.find(second-p.base, at)
	return p
}

// beside finds another instant, which is often in the same year.
func (p *place) beside(ys *years, at time.Time) (other place) {
	second := secondOf(at) - p.base
	if second < p.year.begin || second >= p.year.end {
		return ys.locate(at)
	}
	other.number, other.year, other.base = p.number, p.year, p.base
	other.find(second, at)
	return other
}

// find goes to a second of the year, that of an instant.
func (p *place) find(second int64, at time.Time) {
	p.second, p.run = second, p.year.at(second)
	if p.run < 0 {
		return
	}
	r := &p.year.runs[p.run]
	p.open = second < int64(r.to)
	p.before = int64(r.before) + min(second, int64(r.to)) - int64(r.from)
	if p.open {
		p.nano = int64(at.Nanosecond())
	}
}

func secondOf(at time.Time) int64 { return min(max(at.Unix(), -horizon), horizon) }

// turn goes some years on, to their beginning.
func (p *place) turn(ys *years, years int64) {
	p.number += years
	p.year, p.base, p.run = ys.get(p.number), newYearSecond(p.number), -1
}

// next goes to the next run; false means that there is none.
func (p *place) next(ys *years) bool {
	p.run++
	for walked := 0; p.run >= len(p.year.runs); walked++ {
		if walked > cycleYears+latest-earliest {
			return false
		}
		p.turn(ys, 1)
		p.run = 0
	}
	return true
}

// opens returns when the run begins.
func (p *place) opens() int64 { return p.base + int64(p.year.runs[p.run].from) }

// close goes to the last of the runs that follow on each other from year to year, and
// returns when it ends; false means never.
func (p *place) close(ys *years, ceaseless int64) (at int64, ok bool) {
	for walked := 0; ; walked++ {
		end := p.base + int64(p.year.runs[p.run].to)
		if p.run+1 < len(p.year.runs) {
			return end, true
		}
		following := ys.get(p.number + 1)
		if len(following.runs) == 0 || newYearSecond(p.number+1)+int64(following.runs[0].from) > end {
			return end, true
		}
		switch {
		case p.number >= ceaseless || walked > cycleYears && p.number-cycleYears > latest:
			return 0, false
		case walked > cycleYears && p.number < earliest-1:
			p.turn(ys, earliest-1-p.number)
		default:
			p.turn(ys, 1)
		}
		p.run = 0
	}
}

func instant(second, nano int64) time.Time { return time.Unix(second, nano).UTC() }
