package report

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestRanges(t *testing.T) {
	at := time.Date(2026, 3, 12, 22, 30, 0, 0, time.UTC) // Friday morning in Shanghai
	date := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, shanghai) }
	assert.Equal(t, Range{date(2026, 3, 13), date(2026, 3, 14)}, Day(at, shanghai))
	assert.Equal(t, Range{date(2026, 3, 9), date(2026, 3, 16)}, Week(at, shanghai))
	assert.Equal(t, Range{date(2026, 3, 9), date(2026, 3, 16)}, Week(date(2026, 3, 15), shanghai), "a week ends on Sunday")
	assert.Equal(t, Range{date(2026, 3, 1), date(2026, 4, 1)}, Month(at, shanghai))
	assert.Equal(t, time.Date(2026, 3, 12, 0, 0, 0, 0, time.UTC), Day(at, nil).From)
}

func TestPrevious(t *testing.T) {
	date := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, shanghai) }
	for _, c := range []struct {
		name      string
		r, before Range
	}{
		{"a day: the same weekday", Range{date(2026, 3, 12), date(2026, 3, 13)}, Range{date(2026, 3, 5), date(2026, 3, 6)}},
		{"a week", Range{date(2026, 3, 9), date(2026, 3, 16)}, Range{date(2026, 3, 2), date(2026, 3, 9)}},
		{"ten days: two weeks earlier", Range{date(2026, 3, 9), date(2026, 3, 19)}, Range{date(2026, 2, 23), date(2026, 3, 5)}},
		{"a month: the whole month before", Range{date(2026, 3, 1), date(2026, 4, 1)}, Range{date(2026, 2, 1), date(2026, 3, 1)}},
		{"a quarter", Range{date(2026, 1, 1), date(2026, 4, 1)}, Range{date(2025, 10, 1), date(2026, 1, 1)}},
	} {
		assert.Equal(t, c.before, c.r.Previous(), c.name)
	}
}

// Where clocks are changed, days are those of the calendar.
func TestRangesAcrossClockChanges(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zones here: install tzdata")
	}
	day := Day(time.Date(2026, 3, 29, 12, 0, 0, 0, berlin), berlin)
	assert.Equal(t, 23*time.Hour, day.To.Sub(day.From))
	assert.Equal(t, 24*time.Hour, day.Previous().To.Sub(day.Previous().From))
	assert.Equal(t, 1, day.days())
}

// What a range is compared with lies before it and has the same length in days; where it is no month, the
// same weekdays.
func TestPreviousIsAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := time.Date(2026, 1, 1+rapid.IntRange(0, 800).Draw(t, "from"), 0, 0, 0, 0, time.UTC)
		r := Range{from, from.AddDate(0, 0, rapid.IntRange(1, 400).Draw(t, "days"))}
		p := r.Previous()
		require.False(t, p.To.After(r.From))
		require.True(t, p.From.Before(p.To))
		if _, months := r.months(); !months {
			require.Equal(t, r.days(), p.days())
			require.Equal(t, r.From.Weekday(), p.From.Weekday())
			require.Less(t, r.From.Sub(p.To), 7*24*time.Hour)
		}
	})
}
