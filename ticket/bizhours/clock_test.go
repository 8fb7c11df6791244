package bizhours_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket/bizhours"
)

// shown are spans as text in UTC.
func shown(c *bizhours.Calendar, from, to string) (out []string) {
	for s := range c.Spans(utc(from), utc(to)) {
		out = append(out, s.Start.Format("02 15:04:05")+" to "+s.End.Format("02 15:04:05"))
	}
	return out
}

// utc reads "2006-01-02 15:04", with seconds or without.
func utc(text string) time.Time {
	t, err := time.Parse("2006-01-02 15:04:05", text)
	if err != nil {
		t, err = time.Parse("2006-01-02 15:04", text)
	}
	if err != nil {
		panic(err)
	}
	return t
}

func open(tb testing.TB, location string, week map[string][]string, days ...bizhours.Day) *bizhours.Calendar {
	tb.Helper()
	c, err := bizhours.New(bizhours.Options{Location: location, Week: week, Days: days})
	require.NoError(tb, err)
	return c
}

// TestClockChanges has what the package comment says of them, worked out by hand.
func TestClockChanges(t *testing.T) {
	for _, c := range []struct {
		name, location, days string
		spans                []string
		from, to             string
		want                 []string
	}{
		{"a span in a gap is not there", "America/New_York", "mon-sun", []string{"02:15-02:45"}, "2026-03-08 05:00", "2026-03-09 04:00", nil},
		{"an end in a gap", "America/New_York", "mon-sun", []string{"01:30-02:30"}, "2026-03-08 05:00", "2026-03-09 04:00", []string{"08 06:30:00 to 08 07:00:00"}},
		{"a start in a gap", "America/New_York", "mon-sun", []string{"02:30-04:00"}, "2026-03-08 05:00", "2026-03-09 04:00", []string{"08 07:00:00 to 08 08:00:00"}},
		{"a day of 23 hours", "America/New_York", "sun", []string{"00:00-24:00"}, "2026-03-07 00:00", "2026-03-10 00:00", []string{"08 05:00:00 to 09 04:00:00"}},
		{"a day of 25 hours", "America/New_York", "sun", []string{"00:00-24:00"}, "2026-10-31 00:00", "2026-11-03 00:00", []string{"01 04:00:00 to 02 05:00:00"}},
		{"a start that comes twice is the first", "America/New_York", "mon-sun", []string{"01:30-03:00"}, "2026-11-01 04:00", "2026-11-02 05:00", []string{"01 05:30:00 to 01 08:00:00"}},
		{"an end that comes twice is the first", "America/New_York", "mon-sun", []string{"00:30-01:30"}, "2026-11-01 04:00", "2026-11-02 05:00", []string{"01 04:30:00 to 01 05:30:00"}},
		{"nothing is repeated", "America/New_York", "mon-sun", []string{"01:10-01:20", "01:40-01:50"}, "2026-11-01 04:00", "2026-11-02 05:00", []string{"01 05:10:00 to 01 05:20:00", "01 05:40:00 to 01 05:50:00"}},
		{"half an hour twice", "Australia/Lord_Howe", "mon-sun", []string{"01:45-02:15"}, "2026-04-04 13:00", "2026-04-05 13:30", []string{"04 14:45:00 to 04 15:45:00"}},
		{"half an hour left out", "Australia/Lord_Howe", "mon-sun", []string{"02:10-03:00"}, "2026-10-03 13:30", "2026-10-04 13:00", []string{"03 15:30:00 to 03 16:00:00"}},
		{"no midnight", "America/Sao_Paulo", "sun", []string{"00:00-02:00"}, "2015-10-17 00:00", "2015-10-20 00:00", []string{"18 03:00:00 to 18 04:00:00"}},
		{"back at midnight: the evening is longer", "America/Sao_Paulo", "sat", []string{"22:00-24:00"}, "2016-02-20 00:00", "2016-02-22 00:00", []string{"21 00:00:00 to 21 03:00:00"}},
		{"back a minute after it: the evening is over", "America/St_Johns", "sat", []string{"23:00-24:00"}, "2010-11-06 00:00", "2010-11-08 00:00", []string{"07 01:30:00 to 07 02:30:00"}},
		{"no 30 December", "Pacific/Apia", "mon-sun", []string{"09:00-17:00"}, "2011-12-29 10:00", "2011-12-31 10:00", []string{"29 19:00:00 to 30 03:00:00", "30 19:00:00 to 31 03:00:00"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			cal := open(t, c.location, map[string][]string{c.days: c.spans})
			require.Equal(t, c.want, shown(cal, c.from, c.to))
		})
	}
}

// TestNights: spans up to midnight and from midnight are one stretch.
func TestNights(t *testing.T) {
	c := open(t, "UTC", map[string][]string{"fri": {"22:00-24:00"}, "sat": {"00:00-06:00", "06:00-07:00"}})
	require.Equal(t, []string{"02 22:00:00 to 03 07:00:00"}, shown(c, "2026-01-01 00:00", "2026-01-08 00:00"))
	c = open(t, "UTC", map[string][]string{"wed-thu": {"22:00-24:00", "00:00-06:00"}})
	require.Equal(t, []string{"31 00:00:00 to 31 06:00:00", "31 22:00:00 to 01 06:00:00", "01 22:00:00 to 02 00:00:00"}, shown(c, "2025-12-30 00:00", "2026-01-05 00:00"), "over the new year")
}

// TestClosingTime: what ends with the hours is due at their end, and seen from the other
// side began at their beginning.
func TestClosingTime(t *testing.T) {
	c := open(t, "UTC", map[string][]string{"mon-fri": {"09:00-12:00", "13:00-18:00"}})
	friday, evening, monday := utc("2026-01-02 14:00"), utc("2026-01-02 18:00"), utc("2026-01-05 09:00")
	require.Equal(t, evening, c.Add(friday, 4*time.Hour))
	require.Equal(t, monday.Add(1), c.Add(friday, 4*time.Hour+1), "a nanosecond more")
	require.Equal(t, evening, c.Add(friday.Add(123), 4*time.Hour-123))
	require.Equal(t, monday, c.Add(monday.Add(time.Hour), -time.Hour))
	require.Equal(t, evening.Add(-1), c.Add(monday.Add(time.Hour), -time.Hour-1))
	require.Equal(t, evening, c.Add(evening, 0), "nothing changes nothing")
	require.False(t, c.Open(evening))
	require.True(t, c.Open(evening.Add(-1)))
	require.True(t, c.Open(monday))
	require.False(t, c.Open(monday.Add(-1)))
	next, ok := c.Next(evening)
	require.True(t, ok)
	require.Equal(t, monday, next)
	next, _ = c.Next(monday)
	require.Equal(t, utc("2026-01-05 12:00"), next, "after means after")
	require.Equal(t, time.UTC, c.Add(friday.In(time.FixedZone("", 3600)), 0).Location())
}
