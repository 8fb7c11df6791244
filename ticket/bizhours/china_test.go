package bizhours_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket/bizhours"
)

// china has the holidays and make-up days of 2024 and 2025 as the State Council announced
// them (from memory; the counts of working days below confirm them).
var china = []bizhours.Day{
	{Date: "2024-01-01", Name: "元旦"},
	{Date: "2024-02-10", Until: "2024-02-17", Name: "春节"},
	{Date: "2024-02-04", As: "mon", Name: "春节调休"},
	{Date: "2024-02-18", As: "mon", Name: "春节调休"},
	{Date: "2024-04-04", Until: "2024-04-06", Name: "清明节"},
	{Date: "2024-04-07", As: "mon", Name: "清明节调休"},
	{Date: "2024-05-01", Until: "2024-05-05", Name: "劳动节"},
	{Date: "2024-04-28", As: "mon", Name: "劳动节调休"},
	{Date: "2024-05-11", As: "mon", Name: "劳动节调休"},
	{Date: "2024-06-10", Name: "端午节"},
	{Date: "2024-09-15", Until: "2024-09-17", Name: "中秋节"},
	{Date: "2024-09-14", As: "mon", Name: "中秋节调休"},
	{Date: "2024-10-01", Until: "2024-10-07", Name: "国庆节"},
	{Date: "2024-09-29", As: "mon", Name: "国庆节调休"},
	{Date: "2024-10-12", As: "mon", Name: "国庆节调休"},
	{Date: "2025-01-01", Name: "元旦"},
	{Date: "2025-01-28", Until: "2025-02-04", Name: "春节"},
	{Date: "2025-01-26", As: "mon", Name: "春节调休"},
	{Date: "2025-02-08", As: "mon", Name: "春节调休"},
	{Date: "2025-04-04", Until: "2025-04-06", Name: "清明节"},
	{Date: "2025-05-01", Until: "2025-05-05", Name: "劳动节"},
	{Date: "2025-04-27", As: "mon", Name: "劳动节调休"},
	{Date: "2025-05-31", Until: "2025-06-02", Name: "端午节"},
	{Date: "2025-10-01", Until: "2025-10-08", Name: "国庆节、中秋节"},
	{Date: "2025-09-28", As: "mon", Name: "国庆节调休"},
	{Date: "2025-10-11", As: "mon", Name: "国庆节调休"},
}

func TestChina(t *testing.T) {
	c := open(t, "Asia/Shanghai", map[string][]string{"mon-fri": {"09:00-12:00", "13:30-18:30"}}, china...)
	at := func(text string) time.Time { return utc(text).Add(-8 * time.Hour) }

	// A year has as many working days as days that are neither of a weekend nor one of
	// the 11 statutory holidays, 13 from 2025 on.
	require.Equal(t, (366-104-11)*8*time.Hour, c.Between(at("2024-01-01 00:00"), at("2025-01-01 00:00")))
	require.Equal(t, (365-104-13)*8*time.Hour, c.Between(at("2025-01-01 00:00"), at("2026-01-01 00:00")))

	require.Equal(t, at("2025-10-09 10:00"), c.Add(at("2025-09-30 17:30"), 2*time.Hour), "over the golden week")
	require.Equal(t, at("2025-09-28 10:30"), c.Add(at("2025-09-27 10:00"), 90*time.Minute), "a Sunday that is worked")
	require.Equal(t, at("2025-09-30 18:30"), c.Add(at("2025-10-09 09:00").Add(time.Minute), -time.Minute-1).Add(1), "back over it")
	require.True(t, c.Open(at("2024-02-09 10:00")), "no holiday in that year")

	day, ok := c.Exception(at("2025-10-08 23:59:59"))
	require.True(t, ok)
	require.Equal(t, "国庆节、中秋节", day.Name)
	_, ok = c.Exception(at("2025-10-09 00:00"))
	require.False(t, ok)
}

// TestExceptions: years go before no years, rows may cross the new year, and a day can
// have hours of its own.
func TestExceptions(t *testing.T) {
	c := open(t, "UTC", map[string][]string{"mon-fri": {"09:00-17:00"}},
		bizhours.Day{Date: "12-24", Until: "01-01", Name: "holidays"},
		bizhours.Day{Date: "2026-12-28", Open: []string{"10:00-11:00:30"}, Name: "stocktaking"},
		bizhours.Day{Date: "02-29", Name: "leap day"},
	)
	require.Equal(t, []string{"23 09:00:00 to 23 17:00:00", "28 10:00:00 to 28 11:00:30", "04 09:00:00 to 04 17:00:00"}, shown(c, "2026-12-23 00:00", "2027-01-05 00:00"))
	require.Equal(t, []string{"28 09:00:00 to 28 17:00:00", "01 09:00:00 to 01 17:00:00"}, shown(c, "2028-02-28 00:00", "2028-03-02 00:00"))
	for at, want := range map[string]string{"2026-12-28 00:00": "stocktaking", "2027-01-01 12:00": "holidays", "2027-12-28 00:00": "holidays", "2028-02-29 00:00": "leap day"} {
		day, ok := c.Exception(utc(at))
		require.True(t, ok, at)
		require.Equal(t, want, day.Name)
	}
}

// TestNothingIsShared: what the host does later with what he gave or got changes nothing.
func TestNothingIsShared(t *testing.T) {
	week, spans := map[string][]string{"mon": {"09:00-10:00"}}, []string{"01:00-02:00"}
	days := []bizhours.Day{{Date: "2026-01-06", Open: spans}}
	c := open(t, "UTC", week, days...)
	week["mon"][0], spans[0], days[0].Date = "", "", ""
	day, _ := c.Exception(utc("2026-01-06 00:00"))
	day.Open[0] = ""
	day, _ = c.Exception(utc("2026-01-06 00:00"))
	require.Equal(t, bizhours.Day{Date: "2026-01-06", Open: []string{"01:00-02:00"}}, day)
	require.Equal(t, []string{"05 09:00:00 to 05 10:00:00", "06 01:00:00 to 06 02:00:00"}, shown(c, "2026-01-05 00:00", "2026-01-07 00:00"))
}
