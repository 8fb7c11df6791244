package bizhours_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket/bizhours"
)

const most = time.Duration(math.MaxInt64)

// TestCenturies counts the dates of 1,100 years one by one.
func TestCenturies(t *testing.T) {
	c := open(t, "UTC", map[string][]string{"mon-thu": {"09:00-17:00"}, "fri": {"09:00-12:00:01"}},
		bizhours.Day{Date: "02-29", Open: []string{"00:00-00:07"}}, bizhours.Day{Date: "12-25", Until: "12-26"},
		bizhours.Day{Date: "1700-01-01", Until: "1701-12-31"}, bizhours.Day{Date: "2399-06-01", Until: "2399-12-31", Open: []string{"10:00-11:00"}})
	byDate := func(d time.Time) int64 {
		switch y, text := d.Year(), d.Format("01-02"); {
		case y == 1700 || y == 1701:
			return 0
		case y == 2399 && d.Month() >= time.June:
			return 3600
		case text == "02-29":
			return 420
		case text == "12-25" || text == "12-26":
			return 0
		}
		return [...]int64{0, 28800, 28800, 28800, 28800, 10801, 0}[d.Weekday()]
	}
	const years = 1101
	first := time.Date(1500, 1, 1, 0, 0, 0, 0, time.UTC)
	before := []int64{0} // by year
	var open int64
	for d := first; d.Year() < 1500+years; d = d.AddDate(0, 0, 1) {
		if open += byDate(d); d.YearDay() == 1 && d.Year() > 1500 {
			before = append(before, open-byDate(d))
		}
	}
	at := func(year int) time.Time { return time.Date(1500+year, 1, 1, 0, 0, 0, 0, time.UTC) }
	for i := 0; i < len(before); i += 50 {
		for j := range before {
			want := time.Duration(before[j]-before[i]) * time.Second
			require.Equal(t, want, c.Between(at(i), at(j)), "%v to %v", at(i), at(j))
			if want > 0 {
				due := c.Add(at(i), want)
				require.Equal(t, want, c.Between(at(i), due))
				require.False(t, c.Open(due))
				require.True(t, c.Open(due.Add(-1)))
				require.True(t, due.Before(at(j)))
			} else if want < 0 {
				due := c.Add(at(i), want)
				require.Equal(t, want, c.Between(at(i), due))
				require.True(t, c.Open(due))
				require.False(t, c.Open(due.Add(-1)))
				require.False(t, due.Before(at(j)))
			}
		}
	}
}

// TestZeroTime: 0001-01-01 was a Monday.
func TestZeroTime(t *testing.T) {
	c := open(t, "UTC", map[string][]string{"mon": {"09:00-17:00"}})
	require.Equal(t, utc("0001-01-01 10:00"), c.Add(time.Time{}, time.Hour))
	require.Equal(t, time.Date(0, 12, 25, 16, 0, 0, 0, time.UTC), c.Add(time.Time{}, -time.Hour))
	require.False(t, c.Open(time.Time{}))
	require.Equal(t, time.Duration(math.MinInt64), bizhours.Always().Between(utc("2026-01-01 00:00"), time.Time{}))
	require.Equal(t, most, bizhours.Always().Between(time.Time{}, utc("2026-01-01 00:00")))
}

// TestLimits: the longest durations are exact, and the last of all instants have answers.
func TestLimits(t *testing.T) {
	always := bizhours.Always()
	now := utc("2026-01-01 00:00").Add(999_999_999)
	for _, d := range []time.Duration{most, most - 1, -most, math.MinInt64, 1, -1} {
		require.Equal(t, now.Add(d), always.Add(now, d))
		require.Equal(t, d, always.Between(now, now.Add(d)))
	}
	require.Equal(t, most, always.Between(now, now.Add(most).Add(1)))
	require.Equal(t, time.Duration(math.MinInt64), always.Between(now, now.Add(math.MinInt64).Add(-1)))

	seldom := open(t, "Europe/Berlin", nil, bizhours.Day{Date: "02-29", Open: []string{"12:00-12:00:01"}})
	for _, d := range []time.Duration{most, math.MinInt64, most - time.Second, 97 * time.Second, -97 * time.Second} {
		for _, from := range []time.Time{now, {}, utc("2700-01-01 00:00")} {
			require.Equal(t, d, seldom.Between(from, seldom.Add(from, d)), "%v + %v", from, d)
		}
	}
	require.Equal(t, 400, seldom.Add(utc("2400-03-01 00:00"), 97*time.Second).Year()-2400, "97 leap days in 400 years")

	for _, c := range []*bizhours.Calendar{always, seldom, busy(t)} {
		for _, at := range []time.Time{time.Unix(math.MaxInt64, 0), time.Unix(math.MinInt64, 0), time.Unix(1<<61, 1), time.Unix(-1<<61, 1)} {
			c.Open(at)
			c.Next(at)
			c.Closes(at)
			c.Opens(at)
			c.Add(at, most)
			c.Add(at, math.MinInt64)
			require.Equal(t, time.Duration(0), c.Between(at, at))
			c.Between(at, now)
		}
	}
}

// TestNeverCloses: a calendar without breaks has no changes, but for its exceptions.
func TestNeverCloses(t *testing.T) {
	for _, at := range []time.Time{{}, utc("2026-01-01 00:00"), utc("9999-01-01 00:00"), time.Date(-5000, 1, 1, 0, 0, 0, 0, time.UTC)} {
		c := bizhours.Always()
		_, ok := c.Next(at)
		require.False(t, ok)
		_, ok = c.Closes(at)
		require.False(t, ok)
		for s := range c.Spans(at, at.Add(most)) {
			require.Equal(t, bizhours.Span{Start: at, End: at.Add(most)}, s)
		}
	}
	whole := []string{"00:00-24:00"}
	c := open(t, "Asia/Tokyo", map[string][]string{"mon-sun": whole}, bizhours.Day{Date: "05-01", Open: whole},
		bizhours.Day{Date: "2020-07-01", Open: whole}, bizhours.Day{Date: "2026-05-01"})
	closing := utc("2026-04-30 15:00")
	for _, at := range []time.Time{{}, utc("2026-01-01 00:00"), time.Date(-5000, 1, 1, 0, 0, 0, 0, time.UTC)} {
		next, ok := c.Next(at)
		require.True(t, ok)
		require.Equal(t, closing, next, at)
	}
	opening, ok := c.Next(closing)
	require.True(t, ok)
	require.Equal(t, closing.Add(24*time.Hour), opening)
	_, ok = c.Next(opening)
	require.False(t, ok)

	c = open(t, "UTC", map[string][]string{"mon-sun": whole}, bizhours.Day{Date: "1700-01-01"})
	next, ok := c.Next(utc("0001-01-01 00:00"))
	require.True(t, ok)
	require.Equal(t, utc("1700-01-01 00:00"), next)
	c = open(t, "UTC", map[string][]string{"mon-sun": whole}, bizhours.Day{Date: "1700-01-01", Until: "2399-12-31"})
	opening, ok = c.Next(next)
	require.True(t, ok)
	require.Equal(t, utc("2400-01-01 00:00"), opening)

	c = open(t, "UTC", map[string][]string{"mon-sun": whole}, bizhours.Day{Date: "02-29"})
	next, ok = c.Next(utc("2096-02-29 00:00").AddDate(0, 0, 1))
	require.True(t, ok)
	require.Equal(t, utc("2104-02-29 00:00"), next)
}

// skips1March makes a zone whose clock skips 1 March and an hour more of every year from a
// second on, and repeats as much in November. It is so much because package time tells
// rules before 1970 a day late.
func skips1March(t *testing.T, since int64) *time.Location {
	t.Helper()
	var b bytes.Buffer
	for _, size := range []int{4, 8} { // each version of the format, with one change to its second type
		b.WriteString("TZif2")
		b.Write(make([]byte, 15))
		for _, n := range []uint32{0, 0, 0, 1, 2, 8} {
			require.NoError(t, binary.Write(&b, binary.BigEndian, n))
		}
		b.Write(binary.BigEndian.AppendUint64(nil, uint64(since))[8-size:])
		b.WriteByte(0)
		b.Write([]byte{0, 0, 0, 0, 0, 0, 0, 1, 0x5f, 0x90, 1, 4})
		b.WriteString("STD\x00DST\x00")
	}
	b.WriteString("\nSTD0DST-25,J60/0,J310/0\n")
	zone, err := time.LoadLocationFromTZData("skips", b.Bytes())
	require.NoError(t, err)
	require.Equal(t, 3, time.Date(2030, 3, 1, 2, 0, 0, 0, time.UTC).In(zone).Hour())
	return zone
}

// TestSkippedForGood: where the zone skips all the open time there is, or all the closed
// time, there is an answer all the same.
func TestSkippedForGood(t *testing.T) {
	zone, now := skips1March(t, 0), utc("2026-06-01 00:00")
	c, err := bizhours.New(bizhours.Options{Zone: zone, Days: []bizhours.Day{{Date: "03-02", Open: []string{"00:15-00:45"}}}})
	require.NoError(t, err)
	_, ok := c.Next(now)
	require.False(t, ok)
	_, ok = c.Closes(now)
	require.False(t, ok)
	end := time.Unix(1<<61, 0).UTC()
	require.Equal(t, end, c.Opens(now))
	require.Equal(t, end, c.Add(now, 1))
	require.Equal(t, end, c.Add(now, most))
	require.Zero(t, c.Between(now, end))
	for range c.Spans(now, end) {
		t.Fatal("it is never open")
	}
	require.Equal(t, utc("1969-03-02 00:15"), c.Add(now, -30*time.Minute), "before the zone skipped it")

	c, err = bizhours.New(bizhours.Options{Zone: skips1March(t, -1e12), Days: []bizhours.Day{{Date: "03-02", Open: []string{"00:15-00:45"}}}})
	require.NoError(t, err)
	require.Equal(t, time.Unix(-1<<61, 0).UTC(), c.Add(now, -1), "nor ever was, as long as there are rules")

	c, err = bizhours.New(bizhours.Options{Zone: zone, Week: map[string][]string{"mon-sun": {"00:00-24:00"}}, Days: []bizhours.Day{{Date: "03-02", Open: []string{"00:00-00:15", "00:45-24:00"}}}})
	require.NoError(t, err)
	_, ok = c.Next(now)
	require.False(t, ok)
	require.Equal(t, now.Add(most), c.Add(now, most))
}
