package metrics

import (
	"fmt"
	"sort"
	"time"
)

// A calendar cuts a range of slots into buckets. A slot belongs to the bucket in which it begins.
type calendar struct {
	zone *time.Location
	// from and to bound the range: slots.
	from, to int64
	// starts are the first slots of the buckets, in order; the first may lie before from.
	starts []int64
	last   int // the bucket of the last look-up
}

func newCalendar(q Query) *calendar {
	c := &calendar{zone: q.Zone, from: slotOf(q.From), to: slotOf(q.To)}
	if q.To.After(slotStart(c.to)) {
		c.to++
	}
	if q.Bucket == Whole {
		c.starts = []int64{c.from}
		return c
	}
	first := c.from
	key := c.key(q.Bucket, first)
	for c.key(q.Bucket, first-1) == key {
		first--
	}
	c.starts = append(c.starts, first)
	for s := c.from + 1; s < c.to; s++ {
		// Days never go back: where clocks are set back over midnight, the day has begun.
		if k := c.key(q.Bucket, s); k != key && (q.Bucket.ofDay() || k > key) {
			key = k
			c.starts = append(c.starts, s)
		}
	}
	return c
}

func slotStart(slot int64) time.Time { return time.Unix(slot*int64(Slot/time.Second), 0).UTC() }

// ofDay says that the bucket is finer than a day.
func (b Bucket) ofDay() bool { return b == QuarterHour || b == HalfHour || b == Hourly }

// key tells buckets apart: it is the same for the slots of one.
func (c *calendar) key(b Bucket, slot int64) int64 {
	t := slotStart(slot).In(c.zone)
	if b.ofDay() {
		// By the wall clock, so that hours begin where they do in zones of half hours; the offset tells the
		// two hours apart that have one name when clocks are set back.
		width := int64(bucketWidths[b] / time.Second)
		_, offset := t.Zone()
		return floorDiv(t.Unix()+int64(offset), width)*(1<<20) + int64(offset)
	}
	year, month, day := t.Date()
	if b == Monthly {
		return int64(year)*12 + int64(month)
	}
	days := floorDiv(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix(), 86400)
	if b == Weekly {
		return floorDiv(days+3, 7) // 1970 began on a Thursday
	}
	return days
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// bucket is the place of a slot's bucket. The slot is in the range.
func (c *calendar) bucket(slot int64) int {
	if c.starts[c.last] <= slot && (c.last+1 == len(c.starts) || slot < c.starts[c.last+1]) {
		return c.last
	}
	c.last = sort.Search(len(c.starts), func(i int) bool { return c.starts[i] > slot }) - 1
	return c.last
}

// start is when a bucket begins, in the zone.
func (c *calendar) start(bucket int) time.Time { return slotStart(c.starts[bucket]).In(c.zone) }

// clock is the value of a slot in the dimensions of time.
func (c *calendar) clock(d Dimension, slot int64) int {
	t := slotStart(slot).In(c.zone)
	if d == ByHour {
		return t.Hour()
	}
	return (int(t.Weekday())+6)%7 + 1
}

// clockText is how a value of a dimension of time is written; it is empty for what is none.
func clockText(d Dimension, n int) string {
	switch {
	case d == ByHour && n >= 0 && n < 24:
		return fmt.Sprintf("%02d", n)
	case d == ByWeekday && n >= 1 && n <= 7:
		return fmt.Sprint(n)
	}
	return ""
}
