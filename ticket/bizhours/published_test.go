package bizhours_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket/bizhours"
)

// Where the cases come from. Those of rickar/cal were read in its tests; the others are
// from memory: schedules and instants as far as remembered from the READMEs and tests,
// results by hand from the behaviour that these describe.
const (
	cal          = "rickar/cal v2.1.13, cal_business_test.go"
	biz          = "zendesk/biz, README (from memory)"
	businessTime = "bokmann/business_time, README and tests (from memory)"
)

// TestPublished are cases of other libraries that ours agrees with.
func TestPublished(t *testing.T) {
	nineToFive := open(t, "UTC", map[string][]string{"mon-fri": {"09:00-17:00"}})
	threeDays := open(t, "UTC", map[string][]string{"mon": {"09:00-17:00"}, "fri": {"09:00-17:00"}, "sat": {"10:00-15:00"}})
	angeles := open(t, "America/Los_Angeles", map[string][]string{
		"mon": {"09:00-17:00"}, "tue": {"00:00-24:00"}, "wed": {"09:00-17:00"}, "thu": {"09:00-12:00", "13:00-17:00"}, "sat": {"10:00-14:00"},
	}, bizhours.Day{Date: "2016-01-01"}, bizhours.Day{Date: "2016-12-25"}, bizhours.Day{Date: "2006-01-01", Open: []string{"09:00-12:00"}},
		bizhours.Day{Date: "2006-01-07", Open: []string{"08:00-10:00", "12:00-14:00"}})

	const h, m = time.Hour, time.Minute
	for _, c := range []struct {
		source   string
		calendar *bizhours.Calendar
		from     string
		d        time.Duration
		want     string
	}{
		{cal, nineToFive, "2020-04-01 06:00", 8 * h, "2020-04-01 17:00"},
		{cal, nineToFive, "2020-04-01 18:00", 3 * h, "2020-04-02 12:00"},
		{cal, nineToFive, "2020-04-01 12:00", 3*h + 20*m, "2020-04-01 15:20"},
		{cal, nineToFive, "2020-04-01 09:15", 10*h + 45*m, "2020-04-02 12:00"},
		{cal, nineToFive, "2020-04-04 09:00", 0, "2020-04-04 09:00"},
		{cal, nineToFive, "2020-04-04 09:00", 24 * h, "2020-04-08 17:00"},
		{businessTime, nineToFive, "2010-08-04 16:50", h, "2010-08-05 09:50"},
		{businessTime, nineToFive, "2010-08-04 09:35", 8 * h, "2010-08-05 09:35"},
		{businessTime, nineToFive, "2012-04-07 12:00", h, "2012-04-09 10:00"},
		{businessTime, nineToFive, "2010-08-05 09:50", -h, "2010-08-04 16:50"},
		{biz, angeles, "2015-01-01 17:45", -30 * m, "2015-01-01 17:15"},
		{biz, angeles, "2015-01-01 19:30", h, "2015-01-01 21:30"},            // a break
		{biz, angeles, "2015-03-03 08:00", 25 * h, "2015-03-04 18:00"},       // 24 hours from midnight, then an hour
		{biz, angeles, "2015-12-31 23:00", 4 * h, "2016-01-02 20:00"},        // two hours, nothing on Friday, and two on Saturday
		{biz, angeles, "2006-01-01 00:00", 3 * h, "2006-01-01 20:00"},        // a shift on a Sunday
		{biz, angeles, "2006-01-07 17:00", 3 * h, "2006-01-07 22:00"},        // shifts instead of a Saturday's hours
		{biz, angeles, "2006-01-09 17:00", -(2*h + 1*m), "2006-01-07 17:59"}, // and back into them
	} {
		require.Equal(t, utc(c.want), c.calendar.Add(utc(c.from), c.d), "%s: %s + %v", c.source, c.from, c.d)
	}

	for _, c := range []struct {
		source   string
		calendar *bizhours.Calendar
		from, to string
		want     time.Duration
	}{
		{cal, nineToFive, "2020-04-01 06:00", "2020-04-01 23:00", 8 * h},
		{cal, nineToFive, "2020-04-01 18:00", "2020-04-02 12:00", 3 * h},
		{cal, nineToFive, "2020-04-01 14:00", "2020-04-01 18:00", 3 * h},
		{cal, nineToFive, "2020-04-01 09:15", "2020-04-02 12:00", 10*h + 45*m},
		{cal, nineToFive, "2020-04-04 09:00", "2020-04-06 08:00", 0},
		{businessTime, nineToFive, "2012-02-03 10:40", "2012-02-04 10:50", 6*h + 20*m},
		{businessTime, threeDays, "2010-12-24 15:00", "2010-12-27 11:00", 9 * h},
		{biz, angeles, "2015-03-07 08:00", "2015-03-14 07:00", 4*h + 8*h + 24*h + 8*h + 7*h}, // the clock is changed on Sunday
		{biz, angeles, "2016-01-01 08:00", "2016-01-02 08:00", 0},
	} {
		require.Equal(t, c.want, c.calendar.Between(utc(c.from), utc(c.to)), "%s: %s to %s", c.source, c.from, c.to)
	}

	for _, c := range []struct{ source, at, opens, closes string }{
		{cal, "2020-04-01 06:00", "2020-04-01 09:00", "2020-04-01 17:00"},
		{cal, "2020-04-01 20:00", "2020-04-02 09:00", "2020-04-02 17:00"},
		{cal, "2020-04-04 12:00", "2020-04-06 09:00", "2020-04-06 17:00"},
		{cal, "2020-04-05 12:00", "2020-04-06 09:00", "2020-04-06 17:00"},
	} {
		require.Equal(t, utc(c.opens), nineToFive.Opens(utc(c.at)), c.source)
		closes, ok := nineToFive.Closes(utc(c.at))
		require.True(t, ok)
		require.Equal(t, utc(c.closes), closes, c.source)
	}
}

// TestOthersDiffer are cases of other libraries that ours disagrees with, on purpose; the
// package comment says so.
func TestOthersDiffer(t *testing.T) {
	c := open(t, "UTC", map[string][]string{"mon-fri": {"09:00-17:00"}})
	require.False(t, c.Open(utc("2020-04-01 17:00")), "open in "+cal)
	require.Equal(t, -8*time.Hour, c.Between(utc("2020-04-01 23:00"), utc("2020-04-01 06:00")), "8 hours in "+cal)
	require.Equal(t, utc("2020-04-01 16:00"), c.Add(utc("2020-04-01 18:00"), -time.Hour), "18:00 in "+cal+", which cannot subtract")
	require.Equal(t, utc("2020-04-04 12:00"), c.Add(utc("2020-04-04 12:00"), 0), "the next opening in "+biz)
	require.Equal(t, utc("2020-04-04 12:00"), c.Add(utc("2020-04-04 12:00"), 0), "moved into the hours in "+businessTime)
}
