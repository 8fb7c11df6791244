package bizhours_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/ticket/bizhours"
)

// checkLaws checks what holds on every calendar, for an instant, two durations and the
// way to another instant.
func checkLaws(t require.TestingT, c *bizhours.Calendar, second, nano, x, y, way int64) {
	x, y = x/2, y/2
	a := time.Unix(second, nano).UTC()
	b := time.Unix(second+way%(1<<40), nano/2).UTC()
	dx, dy := time.Duration(x), time.Duration(y)
	ax := c.Add(a, dx)
	if dx > 0 {
		require.False(t, ax.Before(a))
	}
	require.Equal(t, dx, c.Between(a, ax), "what was added is between")
	if (x >= 0) == (y >= 0) {
		require.Equal(t, c.Add(a, dx+dy), c.Add(ax, dy), "adding is additive")
	}
	require.Equal(t, dx, c.Between(c.Add(ax, -dx), ax), "and taken away it is there")

	ab, ba := c.Between(a, b), c.Between(b, a)
	if ab != math.MaxInt64 && ba != math.MaxInt64 {
		require.Equal(t, ab, -ba, "the sign tells the order")
		require.Equal(t, ab >= 0, !b.Before(a) || ab == 0)
		if open, wall := max(ab, -ab), b.Sub(a).Abs(); open > wall {
			t.Errorf("%v of open time within %v", open, wall)
			t.FailNow()
		}
		mid := a.Add(b.Sub(a) / 3)
		require.Equal(t, ab, c.Between(a, mid)+c.Between(mid, b), "it adds up")
		if !b.Before(a) {
			require.False(t, c.Add(b, dx).Before(ax), "who starts later ends later")
			if ab > 0 {
				require.False(t, c.Add(a, ab).After(b))
				require.False(t, c.Add(b, -ab).Before(a))
			}
		}
	}

	next, ok := c.Next(a)
	if ok {
		require.True(t, next.After(a))
		require.NotEqual(t, c.Open(a), c.Open(next))
		require.Equal(t, c.Open(a), c.Open(next.Add(-1)))
	}
	opens := c.Opens(a)
	require.True(t, c.Open(opens))
	require.Zero(t, c.Between(a, opens))
}

var fewCalendars = []string{
	`{"location": "America/New_York", "week": {"mon-fri": ["09:00-12:00", "13:00-18:00"], "sun": ["00:30-02:30"]}, "days": [{"date": "12-24", "until": "01-01"}]}`,
	`{"location": "Australia/Lord_Howe", "week": {"mon-sun": ["00:00-01:45", "02:15-24:00"]}, "days": [{"date": "2026-01-01", "until": "2027-06-30"}]}`,
	`{"location": "Pacific/Apia", "days": [{"date": "02-29", "open": ["00:00-00:00:01"]}, {"date": "12-30", "open": ["00:00-24:00"]}]}`,
	`{"week": {"mon-sun": ["00:00-24:00"]}, "days": [{"date": "2020-02-02"}]}`,
}

func parsed(tb testing.TB) (out []*bizhours.Calendar) {
	for _, text := range fewCalendars {
		c, err := bizhours.Parse([]byte(text))
		require.NoError(tb, err)
		out = append(out, c)
	}
	return append(out, bizhours.Always())
}

func TestLaws(t *testing.T) {
	calendars := parsed(t)
	rapid.Check(t, func(t *rapid.T) {
		second := rapid.OneOf(rapid.Int64Range(-1<<40, 1<<40), rapid.Int64Range(1.5e9, 2e9)).Draw(t, "second")
		amount := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-1e15, 1e15), rapid.Map(rapid.Int64Range(-9000, 9000), func(m int64) int64 { return m * int64(time.Minute) }))
		c := rapid.SampledFrom(calendars).Draw(t, "calendar")
		checkLaws(t, c, second, rapid.Int64Range(0, 999_999_999).Draw(t, "nano"), amount.Draw(t, "x"), amount.Draw(t, "y"), rapid.OneOf(rapid.Int64(), rapid.Int64Range(-1e6, 1e6)).Draw(t, "way"))
	})
}

func FuzzLaws(f *testing.F) {
	calendars := parsed(f)
	f.Add(uint8(0), int64(1_772_953_200), int64(0), int64(time.Hour), int64(time.Minute), int64(86400))
	f.Add(uint8(2), int64(-62_135_596_800), int64(1), int64(math.MaxInt64), int64(math.MinInt64), int64(-1))
	f.Fuzz(func(t *testing.T, which uint8, second, nano, x, y, way int64) {
		c := calendars[int(which)%len(calendars)]
		checkLaws(t, c, second%(1<<40), max(nano, -nano-1)%int64(time.Second), x, y, way)
	})
}
