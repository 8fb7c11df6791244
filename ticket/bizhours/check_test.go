package bizhours_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket/bizhours"
)

// faultsOf are the sentences of an error without what they have in common.
func faultsOf(t *testing.T, err error) []string {
	t.Helper()
	require.ErrorIs(t, err, bizhours.ErrInvalid)
	var field *bizhours.FieldError
	require.ErrorAs(t, err, &field)
	all := strings.Split(err.Error(), "\n")
	for i := range all {
		all[i] = strings.TrimPrefix(all[i], "bizhours: invalid: ")
	}
	return all
}

func TestFaults(t *testing.T) {
	week := func(spans ...string) bizhours.Options {
		return bizhours.Options{Week: map[string][]string{"mon": spans}}
	}
	days := func(days ...bizhours.Day) bizhours.Options {
		return bizhours.Options{Week: map[string][]string{"mon": {"09:00-17:00"}}, Days: days}
	}
	const form = ` is no span; write it as "09:00-17:30"`
	for name, c := range map[string]struct {
		options bizhours.Options
		want    []string
	}{
		"over midnight": {week("22:00-06:00"), []string{`week.mon[0] "22:00-06:00" ends before it begins; split what goes over midnight into "22:00-24:00" and, on the day after, "00:00-06:00"`}},
		"empty":         {week("09:00-09:00"), []string{`week.mon[0] "09:00-09:00" is empty; a whole day is "00:00-24:00"`}},
		"overlap":       {week("13:00-18:00", "09:00-13:00:01"), []string{"week.mon has two spans that overlap: 09:00-13:00:01 and 13:00-18:00"}},
		"forms": {week("9:00-17:00", "09:00", "09:60-10:00", "09:00:60-10:00", "09-00-10:00", "24:00-24:00", "10:00-24:00:01", "09:00-1a:00", "09:00- 17:0", ""), []string{
			`week.mon[0] "9:00-17:00"` + form, `week.mon[1] "09:00"` + form, `week.mon[2] "09:60-10:00"` + form, `week.mon[3] "09:00:60-10:00"` + form, `week.mon[4] "09-00-10:00"` + form,
			`week.mon[5] "24:00-24:00"` + form, `week.mon[6] "10:00-24:00:01"` + form, `week.mon[7] "09:00-1a:00"` + form, `week.mon[8] "09:00- 17:0"` + form, `week.mon[9] ""` + form,
		}},
		"long": {week(strings.Repeat("营", 30)), []string{`week.mon[0] "` + strings.Repeat("营", 13) + `..."` + form}},
		"days of the week": {bizhours.Options{Week: map[string][]string{"fri-mon": {"09:00-10:00"}, "Tue": nil, "sat-sun": {"09:00-10:00"}, "wed-wed": nil}}, []string{
			"week.Tue is no day of the week; write mon, tue, wed, thu, fri, sat or sun, or two of them as mon-fri",
			"week.sat-sun has sat, which fri-mon has too", "week.sat-sun has sun, which fri-mon has too",
			"week.wed-wed is no day of the week; write mon, tue, wed, thu, fri, sat or sun, or two of them as mon-fri",
		}},
		"dates": {days(bizhours.Day{}, bizhours.Day{Date: "2026-02-29"}, bizhours.Day{Date: "1699-12-31"}, bizhours.Day{Date: "2400-01-01"}, bizhours.Day{Date: "02-30", Until: "x"}), []string{
			`days[0].date "" is no date; write "2026-10-01" in the years 1700 to 2399, or "10-01" for every year`,
			`days[1].date "2026-02-29" is no date; write "2026-10-01" in the years 1700 to 2399, or "10-01" for every year`,
			`days[2].date "1699-12-31" is no date; write "2026-10-01" in the years 1700 to 2399, or "10-01" for every year`,
			`days[3].date "2400-01-01" is no date; write "2026-10-01" in the years 1700 to 2399, or "10-01" for every year`,
			`days[4].date "02-30" is no date; write "2026-10-01" in the years 1700 to 2399, or "10-01" for every year`,
			`days[4].until "x" is no date, or none in the years 1700 to 2399`,
		}},
		"rows": {days(bizhours.Day{Date: "2026-01-02", Until: "2026-01-01"}, bizhours.Day{Date: "2026-01-02", Until: "01-03"}), []string{
			"days[0].until is before the date", "days[1].until must have a year if the date has one, and none if it has none",
		}},
		"twice": {days(bizhours.Day{Date: "2026-01-05"}, bizhours.Day{Date: "2026-01-01", Until: "2026-01-09"}, bizhours.Day{Date: "2026-01-09"}, bizhours.Day{Date: "12-24", Until: "01-02"}, bizhours.Day{Date: "01-02"},
			bizhours.Day{Date: "2027-01-01"}, bizhours.Day{Date: "2027-01-05", Until: "2027-01-09"}, bizhours.Day{Date: "2027-01-06"}, bizhours.Day{Date: "2027-01-09"}), []string{
			"days[1] has a date that days[0] has too", "days[2] has a date that days[1] has too", "days[7] has a date that days[6] has too", "days[8] has a date that days[6] has too", "days[4] has a date that days[3] has too",
		}},
		"hours of a day": {days(bizhours.Day{Date: "01-01", As: "monday"}, bizhours.Day{Date: "01-02", As: "mon", Open: []string{"09:00-10:00"}}, bizhours.Day{Date: "01-03", Open: []string{"x"}}), []string{
			"days[0].as is no day of the week; write mon, tue, wed, thu, fri, sat or sun", "days[1].as and open are both given; leave one out", `days[2].open[0] "x"` + form,
		}},
		"location": {bizhours.Options{Location: "Mars/Olympus", Week: map[string][]string{"x": nil}}, []string{
			`location "Mars/Olympus" is no time zone that this host knows; is the name an IANA one, and is there a time zone database (import time/tzdata)?`,
			"week.x is no day of the week; write mon, tue, wed, thu, fri, sat or sun, or two of them as mon-fri",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := bizhours.New(c.options)
			require.Equal(t, c.want, faultsOf(t, err))
		})
	}
}

func TestZoneOfTheHost(t *testing.T) {
	week := map[string][]string{"mon": {"09:00-17:00"}}
	for want, o := range map[string][]bizhours.Options{
		`location is that of the host, which may change; name one such as "Europe/Berlin"`: {{Location: "Local", Week: week}, {Zone: time.Local, Week: week}},
		"location and Zone are both given; leave one out":                                  {{Location: "UTC", Zone: time.UTC, Week: week}},
		"location is more than 26 hours from UTC":                                          {{Zone: time.FixedZone("", 26*3600+1), Week: week}, {Zone: time.FixedZone("", -26*3600-1), Week: week}},
	} {
		for _, o := range o {
			_, err := bizhours.New(o)
			require.Equal(t, []string{want}, faultsOf(t, err))
		}
	}
	for _, offset := range []int{26 * 3600, -26 * 3600} {
		zone := time.FixedZone("", offset)
		c, err := bizhours.New(bizhours.Options{Zone: zone, Week: week})
		require.NoError(t, err)
		require.Equal(t, zone, c.Location())
		require.Equal(t, utc("2026-01-05 09:00").Add(-time.Duration(offset)*time.Second), c.Opens(utc("2026-01-02 12:00")))
	}
	require.Equal(t, time.UTC, open(t, "", week).Location())
}

// TestClosedForGood: hours that end are refused, those that come again are not.
func TestClosedForGood(t *testing.T) {
	day := []string{"09:00-17:00"}
	for name, o := range map[string]bizhours.Options{
		"nothing":            {},
		"one year":           {Days: []bizhours.Day{{Date: "2026-01-01", Until: "2026-12-31", Open: day}}},
		"closed every day":   {Week: map[string][]string{"mon-sun": day}, Days: []bizhours.Day{{Date: "03-01", Until: "02-29"}}},
		"as a day without":   {Days: []bizhours.Day{{Date: "01-01", As: "mon"}}},
		"a week without any": {Week: map[string][]string{"mon": {}}},
	} {
		_, err := bizhours.New(o)
		require.Equal(t, []string{"week has no open time, nor has any day that comes every year; the business would close for good"}, faultsOf(t, err), name)
	}
	for name, o := range map[string]bizhours.Options{
		"a day each year":     {Days: []bizhours.Day{{Date: "02-29", Open: day}}},
		"all but one closed":  {Week: map[string][]string{"mon": day}, Days: []bizhours.Day{{Date: "03-01", Until: "02-28"}}},
		"closed for 14 years": {Week: map[string][]string{"mon": day}, Days: []bizhours.Day{{Date: "2026-01-01", Until: "2039-12-31"}}},
	} {
		c, err := bizhours.New(o)
		require.NoError(t, err, name)
		require.True(t, c.Open(c.Opens(utc("2026-01-01 00:00"))), name)
	}
}
