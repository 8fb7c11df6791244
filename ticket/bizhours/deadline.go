package bizhours

import (
	"math"
	"time"
)

// Add returns when so much open time has passed, counted from an instant.
//
// For d > 0 it is the first instant t with Between(from, t) == d: where d ends with a
// span, its closing time, not the next opening. For d < 0 it is the last instant t with
// Between(t, from) == -d: where d ends with a span, its opening time, not the closing
// before. For d == 0 it is from itself, open or not.
//
// So for x, y >= 0 (and both below 0, but for the sum's overflow) adding x and then y
// is adding x+y, and later instants have no earlier results. Taking away what was added
// leads back to an instant from which the same open time remains.
func (c *Calendar) Add(from time.Time, d time.Duration) time.Time {
	switch seconds, nano := int64(d/time.Second), int64(d%time.Second); {
	case d > 0:
		return c.forward(c.locate(from), seconds, nano)
	case d < 0:
		return c.backward(c.locate(from), -seconds, -nano)
	}
	return from.Round(0).UTC()
}

func (c *Calendar) forward(p place, seconds, nano int64) time.Time {
	need, nano := p.before+seconds, p.nano+nano
	if nano >= int64(time.Second) {
		need, nano = need+1, nano-int64(time.Second)
	}
	for need > p.year.open || need == p.year.open && nano > 0 {
		years, skipped := c.ahead(p.number, need)
		if years > 0 {
			need -= skipped
			p.turn(&c.years, years)
			if p.base > horizon {
				return instant(horizon, 0)
			}
			continue
		}
		need -= p.year.open
		p.turn(&c.years, 1)
	}
	r := p.year.with(need+min(nano, 1), p.run)
	return instant(p.base+int64(r.from)+need-int64(r.before), nano)
}

func (c *Calendar) backward(p place, seconds, nano int64) time.Time {
	need, nano := p.before-seconds, p.nano-nano
	if nano < 0 {
		need, nano = need-1, nano+int64(time.Second)
	}
	for need < 0 {
		years, skipped := c.back(p.number, -need)
		if years > 0 {
			need += skipped
			p.turn(&c.years, -years)
			if p.base < -horizon {
				return instant(-horizon, 0)
			}
			continue
		}
		p.turn(&c.years, -1)
		need += p.year.open
	}
	r := p.year.with(need+1, -1)
	return instant(p.base+int64(r.from)+need-int64(r.before), nano)
}

// Between returns how much open time there is from one instant to another, negative
// where to is before from. What does not fit a [time.Duration] (292 years) is the
// longest one, as with [time.Time.Sub].
func (c *Calendar) Between(from, to time.Time) time.Duration {
	if to.Before(from) {
		seconds, nano := c.openTime(to, from)
		return duration(-seconds, -nano, math.MinInt64)
	}
	seconds, nano := c.openTime(from, to)
	return duration(seconds, nano, math.MaxInt64)
}

// openTime is the open time between two instants in their order, in seconds and
// nanoseconds.
func (c *Calendar) openTime(from, to time.Time) (seconds, nano int64) {
	a := c.locate(from)
	b := a.beside(&c.years, to)
	seconds = b.before - a.before
	if a.number < b.number {
		seconds += c.between(a.number, b.number)
	}
	return seconds, b.nano - a.nano
}

// duration is a sum, or the limit where that is beyond it.
func duration(seconds, nano int64, limit time.Duration) time.Duration {
	const most = math.MaxInt64 / int64(time.Second)
	if seconds > most+1 || seconds < -most-1 {
		return limit
	}
	d := time.Duration(seconds)*time.Second + time.Duration(nano)
	if seconds > 0 && d < 0 || seconds < 0 && d > 0 {
		return limit
	}
	return d
}
