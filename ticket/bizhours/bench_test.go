package bizhours_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket/bizhours"
)

// busy has a break, holidays and summer time.
func busy(tb testing.TB) *bizhours.Calendar {
	tb.Helper()
	c, err := bizhours.New(bizhours.Options{
		Location: "America/New_York",
		Week:     map[string][]string{"mon-fri": {"09:00-12:00", "13:00-18:00"}, "sat": {"10:00-14:00"}},
		Days:     []bizhours.Day{{Date: "12-24", Until: "01-01"}, {Date: "2026-07-03"}, {Date: "2026-07-05", As: "mon"}},
	})
	require.NoError(tb, err)
	return c
}

var begin = time.Date(2026, 3, 3, 15, 4, 5, 6, time.UTC)

// workload are calls by name; each returns something, so that it is done.
func workload(c *bizhours.Calendar) map[string]func() time.Time {
	between := func(to time.Time) func() time.Time {
		return func() time.Time { return time.Unix(0, int64(c.Between(begin, to))) }
	}
	add := func(d time.Duration) func() time.Time { return func() time.Time { return c.Add(begin, d) } }
	year, decade := c.Between(begin, begin.AddDate(1, 0, 0)), c.Between(begin, begin.AddDate(10, 0, 0))
	return map[string]func() time.Time{
		"add/4h":          add(4 * time.Hour),
		"add/1y":          add(year),
		"add/10y":         add(decade),
		"add/back10y":     add(-decade),
		"add/most":        add(1<<63 - 1),
		"between/1d":      between(begin.AddDate(0, 0, 1)),
		"between/1y":      between(begin.AddDate(1, 0, 0)),
		"between/10y":     between(begin.AddDate(10, 0, 0)),
		"between/fromOne": between(time.Time{}),
		"next":            func() time.Time { t, _ := c.Next(begin); return t },
		"open": func() time.Time {
			if c.Open(begin) {
				return begin
			}
			return time.Time{}
		},
		"spans/1w": func() (end time.Time) {
			for s := range c.Spans(begin, begin.AddDate(0, 0, 7)) {
				end = s.End
			}
			return end
		},
	}
}

// TestAllocates: nothing does, once the years are there.
func TestAllocates(t *testing.T) {
	for name, call := range workload(busy(t)) {
		if name != "spans/1w" { // the iterator is one
			require.Zero(t, testing.AllocsPerRun(100, func() { call() }), name)
		}
	}
}

func BenchmarkCalendar(b *testing.B) {
	for name, call := range workload(busy(b)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				call()
			}
		})
	}
}

// BenchmarkFirst is what a calendar costs until its first answer.
func BenchmarkFirst(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		busy(b).Add(begin, 4*time.Hour)
	}
}
