package bizhours

import (
	"iter"
	"math"
	"time"
)

// Calendar tells when a business is open. It never changes, and is safe for concurrent
// use. [New], [Parse] and [Always] make one.
//
// All instants that it returns are in UTC, and where those it is given are makes no
// difference. Fractions of a second count.
//
// An instant costs a table of its year when it is the first of that year (a few
// microseconds and about 8 KB for two spans a day); after that nothing allocates. A
// calculation takes time by the years it spans, up to 20 ns each; before 1700
// and from 2400 on 400 years are one step, so that it has an upper bound.
type Calendar struct {
	years
	ceaseless int64 // what is open at the end of this year or a later one never closes
}

// New makes a calendar. The error joins a [FieldError] for each fault, and is
// [ErrInvalid]. Hours that end for good are a fault too: in the week, or on a day of
// every year, there has to be open time, so that every duration has a deadline.
func New(opts Options) (*Calendar, error) {
	c := &Calendar{ceaseless: math.MaxInt64}
	if err := c.compile(opts); err != nil {
		return nil, err
	}
	if year, ok := c.plan.ceaseless(); ok {
		c.ceaseless = year
	}
	c.init()
	return c, nil
}

// Always returns a calendar that never closes.
func Always() *Calendar {
	c := &Calendar{ceaseless: earliest}
	c.zone = time.UTC
	for i := range c.plan.week {
		c.plan.week[i] = []stretch{{0, secondsPerDay}}
	}
	c.init()
	return c
}

// Location returns the time zone of the hours.
func (c *Calendar) Location() *time.Location { return c.zone }

// Open says whether the business is open at an instant. It is open at the first instant
// of a span, and closed at its last bound.
func (c *Calendar) Open(at time.Time) bool {
	p := c.locate(at)
	return p.open
}

// Next returns the first instant after another one at which the business opens or
// closes; ok is false if it never does. Where one span ends as another one begins
// nothing changes.
func (c *Calendar) Next(after time.Time) (change time.Time, ok bool) {
	p := c.locate(after)
	if p.open {
		return c.close(&p)
	}
	if !p.next(&c.years) {
		return time.Time{}, false
	}
	return instant(p.opens(), 0), true
}

// Opens returns the first instant from the given one on at which the business is open:
// the given one if it is open then.
func (c *Calendar) Opens(at time.Time) time.Time {
	p := c.locate(at)
	if p.open {
		return at.Round(0).UTC()
	}
	if !p.next(&c.years) {
		return instant(horizon, 0)
	}
	return instant(p.opens(), 0)
}

// Closes returns when the business closes that is open at an instant, or else opens
// next; ok is false if it never does.
func (c *Calendar) Closes(at time.Time) (closing time.Time, ok bool) {
	p := c.locate(at)
	if !p.open && !p.next(&c.years) {
		return time.Time{}, false
	}
	return c.close(&p)
}

func (c *Calendar) close(p *place) (time.Time, bool) {
	end, ok := p.close(&c.years, c.ceaseless)
	if !ok {
		return time.Time{}, false
	}
	return instant(end, 0), true
}

// Span is time during which the business is open.
type Span struct {
	// Start is the first instant, End the first one after it. Both are in UTC.
	Start, End time.Time
}

// Spans yields the open time from one instant to before another, in order: each
// stretch is as long as it can be, and cut at these two. It is for explaining a
// deadline, and for showing the hours of a week.
func (c *Calendar) Spans(from, to time.Time) iter.Seq[Span] {
	from, to = from.Round(0).UTC(), to.Round(0).UTC()
	return func(yield func(Span) bool) {
		p := c.locate(from)
		start := from
		for {
			if !p.open {
				if !p.next(&c.years) {
					return
				}
				start = instant(p.opens(), 0)
			}
			if !start.Before(to) {
				return
			}
			end, ok := c.close(&p)
			if !ok || end.After(to) {
				end = to
			}
			if !yield(Span{Start: start, End: end}) || !end.Before(to) {
				return
			}
			p.open = false
		}
	}
}

// Exception returns the entry of [Options.Days] that rules the date which the clock of
// the calendar's zone shows at an instant; ok is false if it is a day like any other.
func (c *Calendar) Exception(at time.Time) (day Day, ok bool) {
	local := at.In(c.zone)
	e := c.plan.on(newYear(int64(local.Year()))+int64(local.YearDay()-1), monthDay(local.Month(), local.Day()))
	if e == nil {
		return Day{}, false
	}
	return e.day.clone(), true
}
