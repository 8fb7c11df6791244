package bizhours_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket/bizhours"
)

// oracle knows of each unit (a minute or a second) of a stretch of time whether it is
// open, by looking at the clock on the wall in every one of them.
type oracle struct {
	begin, unit int64
	open        []bool
	before      []int64 // open units before this one; one more than open
	change      []int   // the next unit after this one that differs, or len(open)
}

func newOracle(s *spec, begin, end, unit int64) *oracle {
	n := (end - begin) / unit
	o := &oracle{begin: begin, unit: unit, open: make([]bool, 0, n), before: make([]int64, 1, n+1)}
	var furthest, date int64 = -1 << 62, -1 << 62
	var today hours
	for at := begin - 27*3600; at < end; at += unit {
		_, offset := time.Unix(at, 0).In(s.zone).Zone()
		furthest = max(furthest, at+int64(offset)) // the clock may go back, the business does not
		if at < begin {
			continue
		}
		second := furthest % 86400
		if second < 0 {
			second += 86400
		}
		if furthest-second != date {
			date = furthest - second
			today = s.on(date)
		}
		open := slices.ContainsFunc(today, func(h [2]int) bool { return int64(h[0]) <= second && second < int64(h[1]) })
		o.open = append(o.open, open)
		sum := o.before[len(o.before)-1]
		if open {
			sum++
		}
		o.before = append(o.before, sum)
	}
	o.change = make([]int, len(o.open))
	for i := len(o.open) - 1; i >= 0; i-- {
		o.change[i] = i + 1
		if i+1 < len(o.open) && o.open[i] == o.open[i+1] {
			o.change[i] = o.change[i+1]
		}
	}
	return o
}

// nanos are the instants of an oracle: nanoseconds after its begin.
func (o *oracle) time(nanos int64) time.Time { return time.Unix(o.begin, nanos) }

func (o *oracle) length() int64 { return o.unit * int64(time.Second) }

func (o *oracle) openBefore(nanos int64) int64 {
	i, part := nanos/o.length(), nanos%o.length()
	sum := o.before[i] * o.length()
	if part > 0 && o.open[i] {
		sum += part
	}
	return sum
}

// first returns the first instant that has so much open time before it; it must be
// above zero and there.
func (o *oracle) first(open int64) int64 {
	i, _ := slices.BinarySearch(o.before, (open+o.length()-1)/o.length())
	return int64(i)*o.length() - (o.before[i]*o.length() - open)
}

// last returns the last such instant.
func (o *oracle) last(open int64) int64 {
	i, _ := slices.BinarySearch(o.before, open/o.length()+1)
	return int64(i-1)*o.length() + open%o.length()
}

// changes returns the next change after an instant, if the oracle sees it.
func (o *oracle) changes(nanos int64) (int64, bool) {
	i := o.change[nanos/o.length()]
	return int64(i) * o.length(), i < len(o.open)
}

// check compares a calendar with the oracle on one timeline.
func (o *oracle) check(t *testing.T, r *rand.Rand, c *bizhours.Calendar) {
	all := int64(len(o.open)) * o.length()
	draw := func() int64 {
		n := r.Int64N(all)
		switch r.IntN(4) {
		case 0: // a bound
			return int64(o.change[n/o.length()]) * o.length() % all
		case 1:
			return n / o.length() * o.length()
		}
		return n
	}
	a, b := draw(), draw()
	at := o.time(a).In([]*time.Location{time.UTC, time.Local, c.Location()}[r.IntN(3)])
	isOpen := o.open[a/o.length()]
	require.Equal(t, isOpen, c.Open(at), at)
	require.Equal(t, time.Duration(o.openBefore(b)-o.openBefore(a)), c.Between(at, o.time(b)), "%v to %v", at, o.time(b))

	have := o.openBefore(a)
	if rest := o.openBefore(all) - have; rest > 0 {
		d := 1 + r.Int64N(rest)
		require.Equal(t, o.time(o.first(have+d)).UTC(), c.Add(at, time.Duration(d)), "%v + %v", at, time.Duration(d))
		whole := min(rest, (d/o.length()+1)*o.length()-have%o.length())
		require.Equal(t, o.time(o.first(have+whole)).UTC(), c.Add(at, time.Duration(whole)), "%v + %v", at, time.Duration(whole))
	}
	if have > 0 {
		d := 1 + r.Int64N(have)
		require.Equal(t, o.time(o.last(have-d)).UTC(), c.Add(at, -time.Duration(d)), "%v - %v", at, time.Duration(d))
	}

	change, seen := o.changes(a)
	next, ok := c.Next(at)
	if !seen {
		require.True(t, !ok || !next.Before(o.time(all)), "%v next %v", at, next)
		return
	}
	require.True(t, ok)
	require.Equal(t, o.time(change).UTC(), next, at)
	closing, closed := change, true
	if isOpen {
		require.Equal(t, at.UTC(), c.Opens(at))
	} else {
		require.Equal(t, next, c.Opens(at))
		closing, closed = o.changes(change)
	}
	if closed {
		got, ok := c.Closes(at)
		require.True(t, ok)
		require.Equal(t, o.time(closing).UTC(), got, at)
	}
	require.Equal(t, o.spans(a, b), slices.Collect(c.Spans(at, o.time(b))), "%v to %v", at, o.time(b))
}

func (o *oracle) spans(a, b int64) (out []bizhours.Span) {
	for at := a; at < b; {
		end, _ := o.changes(at)
		if o.open[at/o.length()] {
			out = append(out, bizhours.Span{Start: o.time(at).UTC(), End: o.time(min(end, b)).UTC()})
		}
		at = end
	}
	return out
}

// zones have changes of all sorts: in both hemispheres, of half an hour, of two hours,
// at midnight and a minute after it, in winter, with dates left out and doubled.
var zones = []string{
	"America/New_York", "Europe/Berlin", "Europe/London", "Europe/Dublin", "Australia/Sydney", "Australia/Lord_Howe",
	"America/Sao_Paulo", "America/Santiago", "America/Havana", "America/St_Johns", "America/Asuncion", "Pacific/Apia", "Pacific/Kwajalein",
	"Pacific/Chatham", "Asia/Shanghai", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tehran", "Asia/Gaza", "Asia/Pyongyang", "Asia/Manila",
	"Africa/Casablanca", "Africa/Cairo", "Antarctica/Troll", "America/Juneau", "America/Caracas", "UTC",
}

// moments worth a look, by zone.
var moments = map[string][]string{
	"America/Sao_Paulo": {"2015-10-18", "2016-02-21"}, "Pacific/Apia": {"2011-12-30", "2012-04-01"}, "Pacific/Kwajalein": {"1969-10-01", "1993-08-21"},
	"Australia/Lord_Howe": {"2026-04-05", "2026-10-04"}, "America/St_Johns": {"2010-11-07", "2010-03-14"}, "Asia/Manila": {"1844-12-31"}, "America/Juneau": {"1867-10-18"},
}

// randomMoment is an instant in a zone, mostly near a change of its clock.
func randomMoment(r *rand.Rand, name string, zone *time.Location) time.Time {
	if known := moments[name]; len(known) > 0 && r.IntN(2) == 0 {
		t, _ := time.Parse(time.DateOnly, known[r.IntN(len(known))])
		return t
	}
	year := 1900 + r.IntN(301)
	if r.IntN(8) == 0 {
		year = []int{-400, 0, 1, 1600, 1699, 1700, 2399, 2400, 2401, 2800, 9999, 123_456}[r.IntN(12)]
	}
	t := time.Date(year, 1, 1+r.IntN(366), r.IntN(24), 0, 0, 0, time.UTC)
	if _, end := t.In(zone).ZoneBounds(); r.IntN(4) > 0 && !end.IsZero() {
		return end.UTC()
	}
	return t
}

// TestOracle compares 100,000 timelines on 1,100 random calendars: 1,000 looked at
// minute by minute for two weeks, or second by second for a day where the zone's offset
// is not in whole minutes, and 100 second by second for two days; a tenth of them with
// -short.
func TestOracle(t *testing.T) {
	for _, size := range []struct {
		name                 string
		calendars, timelines int
		unit, days           int64
	}{{"minutes", 1000, 80, 60, 14}, {"seconds", 100, 200, 1, 2}} {
		t.Run(size.name, func(t *testing.T) {
			if testing.Short() {
				size.calendars /= 10
			}
			for i := range size.calendars {
				r := rand.New(rand.NewPCG(uint64(i), uint64(size.unit)))
				name := zones[i%len(zones)]
				zone, err := time.LoadLocation(name)
				require.NoError(t, err)
				moment := randomMoment(r, name, zone).Unix()
				unit, days := size.unit, size.days
				if seconds(zone, moment, days) {
					unit, days = 1, 1
				}
				begin := moment - days*43200 + int64(r.IntN(86400)-43200)
				begin -= (begin%60 + 60) % 60
				s := randomSpec(r, zone, moment, int(unit))
				c, err := s.calendar()
				require.NoError(t, err)
				o := newOracle(s, begin, begin+days*86400, unit)
				for range size.timelines {
					o.check(t, r, c)
				}
			}
		})
	}
}

// seconds says that an offset is not in whole minutes, as those of local mean times.
func seconds(zone *time.Location, moment, days int64) bool {
	for d := -days - 2; d <= days+2; d++ {
		if _, offset := time.Unix(moment+d*86400, 0).In(zone).Zone(); offset%60 != 0 {
			return true
		}
	}
	return false
}
