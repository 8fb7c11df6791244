package report

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/metrics"
)

func TestNumberJSON(t *testing.T) {
	for text, n := range map[string]Number{
		`{"value":0.5,"of":4}`:  Some(.5, 4),
		`{"value":0}`:           Some(0, 0),
		`{"value":null}`:        none,
		`{"value":null,"of":3}`: {Of: 3},
	} {
		out, err := json.Marshal(n)
		require.NoError(t, err)
		assert.JSONEq(t, text, string(out))
		var back Number
		require.NoError(t, json.Unmarshal(out, &back))
		assert.Equal(t, n, back)
	}
	assert.Error(t, new(Number).UnmarshalJSON([]byte(`{"value":"x"}`)))
}

func TestWhatIsNoNumberIsNone(t *testing.T) {
	for _, v := range []metrics.Value{{}, {X: math.NaN(), Known: true}, {X: math.Inf(1), Known: true}, {X: 7}} {
		assert.False(t, number(v).Known)
		assert.Zero(t, number(v).X)
	}
	assert.False(t, ratio(Some(0, 0), Some(0, 0)).Known, "0/0 is no number")
	assert.False(t, growth(Some(3, 3), Some(0, 0)).Known, "growth from nothing is no number")
}

func TestHowNumbersAreWritten(t *testing.T) {
	for _, c := range []struct {
		unit   metrics.Unit
		n      Number
		en, zh string
	}{
		{metrics.Count, none, "-", "-"},
		{metrics.Share, none, "-", "-"},
		{metrics.Count, Some(0, 0), "0", "0"},
		{metrics.Count, Some(999, 0), "999", "999"},
		{metrics.Count, Some(1234567, 0), "1,234,567", "1,234,567"},
		{metrics.Count, Some(-1000, 0), "-1,000", "-1,000"},
		{metrics.Count, Some(4.25, 0), "4.2", "4.2"},
		{metrics.Share, Some(0, 9), "0%", "0%"},
		{metrics.Share, Some(1, 9), "100%", "100%"},
		{metrics.Share, Some(.125, 9), "12.5%", "12.5%"},
		{metrics.Share, Some(.99999, 9), ">99.9%", ">99.9%"},
		{metrics.Share, Some(.00001, 9), "<0.1%", "<0.1%"},
		{metrics.Stars, Some(4.256, 9), "4.26", "4.26"},
		{metrics.Scale, Some(-.001, 9), "0.00", "0.00"},
		{Change, Some(.125, 9), "+13%", "+13%"},
		{Change, Some(-.001, 9), "0%", "0%"},
		{metrics.Seconds, Some(0, 9), "0 s", "0 秒"},
		{metrics.Seconds, Some(.0001, 9), "1 ms", "1 毫秒"},
		{metrics.Seconds, Some(.35, 9), "350 ms", "350 毫秒"},
		{metrics.Seconds, Some(.9996, 9), "1 s", "1 秒"},
		{metrics.Seconds, Some(1.25, 9), "1.2 s", "1.2 秒"},
		{metrics.Seconds, Some(59.4, 9), "59 s", "59 秒"},
		{metrics.Seconds, Some(59.6, 9), "1 min", "1 分"},
		{metrics.Seconds, Some(3599.7, 9), "1 h", "1 小时"},
		{metrics.Seconds, Some(3900, 9), "1 h 5 min", "1 小时 5 分"},
		{metrics.Seconds, Some(86399, 9), "1 d", "1 天"},
		{metrics.Seconds, Some(90000, 9), "1 d 1 h", "1 天 1 小时"},
		{metrics.Seconds, Some(-90, 9), "-1 min 30 s", "-1 分 30 秒"},
	} {
		en, zh := english(), chinese()
		assert.Equal(t, c.en, en.value(c.unit, c.n))
		assert.Equal(t, c.zh, zh.value(c.unit, c.n))
	}
	en := english()
	assert.Equal(t, "+2.5 pts", en.delta(metrics.Share, Some(.025, 9)))
	assert.Equal(t, "-0.25", en.delta(metrics.Stars, Some(-.25, 9)))
	assert.Equal(t, "+150%", en.delta(metrics.Seconds, Some(1.5, 9)))
	assert.Equal(t, "-", en.delta(metrics.Count, none))
}

func TestFewAreMarked(t *testing.T) {
	assert.True(t, few(metrics.Share, Some(1, Few-1)))
	assert.False(t, few(metrics.Share, Some(1, Few)))
	assert.False(t, few(metrics.Count, Some(3, 3)), "a count says what it says")
	assert.False(t, few(metrics.Share, none))
	assert.False(t, few(metrics.Share, Some(.5, 0)), "a share of time is of no cases")
}

// A duration is never written with 60 seconds or minutes, nor with 24 hours, and grows with the time.
func TestDurationsAreRounded(t *testing.T) {
	w := english()
	rapid.Check(t, func(t *rapid.T) {
		s := w.duration(math.Pow(10, rapid.Float64Range(-4, 8).Draw(t, "magnitude")))
		for _, no := range []string{"60 s", "60 min", "24 h", "1000 ms", " 0 "} {
			if len(s) >= len(no) {
				assert.NotContains(t, " "+s+" ", " "+no+" ")
			}
		}
	})
}
