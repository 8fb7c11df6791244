package metrics

import (
	"math"
	"time"
)

// never is no time.
const never = math.MinInt64

// longest is the longest time that passes, in microseconds: what a [time.Duration] holds.
const longest = math.MaxInt64 / 1000

// instant is a time of so many microseconds.
func instant(at int64) time.Time { return time.UnixMicro(at).UTC() }

// passed is the time from one instant to another, 0 where the second comes first.
func passed(from, to int64) time.Duration {
	if to <= from {
		return 0
	}
	d := to - from
	if d < 0 || d > longest {
		d = longest
	}
	return time.Duration(d) * time.Microsecond
}

// took is the Took of an event in whole microseconds, 0 where it is nonsense.
func took(e *Event) time.Duration {
	if e.Took <= 0 {
		return 0
	}
	return e.Took.Truncate(time.Microsecond)
}

// plus is an instant some time after another one.
func plus(at int64, d time.Duration) int64 {
	if us := d.Microseconds(); at <= math.MaxInt64-us {
		return at + us
	}
	return math.MaxInt64
}

// span is the time from one instant to another, by the wall clock and within business hours.
func (f *folder) span(from, to int64) Span {
	wall := passed(from, to)
	return Span{Wall: wall, Hours: f.hours(from, wall), Known: true}
}

// hours is how much of a time is within business hours, from none to all of it. They are unknown where the host's
// calendar panics.
func (f *folder) hours(from int64, wall time.Duration) (d time.Duration) {
	if f.rules.Hours == nil || wall == 0 {
		return wall
	}
	defer func() {
		if recover() != nil {
			d = UnknownHours
		}
	}()
	start := instant(from)
	d = f.rules.Hours.Between(start, start.Add(wall)).Truncate(time.Microsecond)
	return min(max(d, 0), wall)
}
