package dialog

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestParseTime(t *testing.T) {
	shanghai := time.FixedZone("CST", 8*3600)
	for value, want := range map[string][2]string{
		"2026-11-24":                        {"2026-11-24 00:00", "2026-11-25 00:00"},
		"2026-11-24T15:00":                  {"2026-11-24 15:00", "2026-11-24 15:00"},
		"2026-11-24/2026-11-26":             {"2026-11-24 00:00", "2026-11-27 00:00"},
		"2026-11-22T18:00/2026-11-22T24:00": {"2026-11-22 18:00", "2026-11-23 00:00"},
		"2026-W48":                          {"2026-11-23 00:00", "2026-11-30 00:00"},
		"2026-W01":                          {"2025-12-29 00:00", "2026-01-05 00:00"},
		"2026-11":                           {"2026-11-01 00:00", "2026-12-01 00:00"},
		"2026":                              {"2026-01-01 00:00", "2027-01-01 00:00"},
		"15:00":                             {"0001-01-01 15:00", "0001-01-01 15:00"},
	} {
		from, to, err := ParseTime(value, shanghai)
		require.NoError(t, err, value)
		require.Equal(t, want, [2]string{from.Format("2006-01-02 15:04"), to.Format("2006-01-02 15:04")}, value)
		require.Equal(t, shanghai, from.Location())
	}
	for _, value := range []string{"", "/", "tomorrow", "2026-02-30", "2026-W60", "2026-11-26/2026-11-24", "2026-11-24T25:00"} {
		_, _, err := ParseTime(value, nil)
		require.ErrorIs(t, err, ErrInvalid, value)
	}
}

func TestTimesAreShownToPeople(t *testing.T) {
	for value, want := range map[string][2]string{
		"2026-11-24":                        {"Tue 24 Nov 2026", "2026年11月24日"},
		"2026-11-24T15:00":                  {"Tue 24 Nov 2026 15:00", "2026年11月24日 15:00"},
		"2026-11-24/2026-11-26":             {"Tue 24 Nov 2026 – Thu 26 Nov 2026", "2026年11月24日 – 2026年11月26日"},
		"2026-11-24T12:00/2026-11-24T18:00": {"Tue 24 Nov 2026 12:00–18:00", "2026年11月24日 12:00–18:00"},
		"15:00":                             {"15:00", "15:00"},
	} {
		require.Equal(t, want, [2]string{showTime(value, "en"), showTime(value, "zh-CN")})
	}
}

// A slot of a Go time takes what a reader finds.
func TestSlotOfATime(t *testing.T) {
	day := ValueSlot[time.Time]("day", "time", In("day", "日期"), In("Which day?", "哪一天？"))
	got, ok := day.Get(Values{map[string]SlotValue{"day": {Value: "2026-11-24"}}})
	require.True(t, ok)
	require.Equal(t, time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC), got)
}
