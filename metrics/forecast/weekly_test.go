package forecast_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics/forecast"
)

// Weeks with a season of the year and growth are foreseen better than by the week before, and as often within the
// intervals as these say.
func TestWeeklySeries(t *testing.T) {
	mean := func(at time.Time) float64 {
		years := at.Sub(monday(time.UTC)).Hours() / (24 * 365.25)
		return 2000 * math.Exp(.1*years) * (1 + .3*math.Sin(2*math.Pi*years))
	}
	s := series(time.UTC, 7*day, 4*52, 5, mean)
	o := &forecast.BacktestOptions{From: 3 * 52}
	ours, err := forecast.Backtest(t.Context(), s, forecast.Seasonal(nil), o)
	require.NoError(t, err)
	require.Equal(t, 52, ours.Steps)
	assert.Less(t, ours.MASE, .8)
	assert.Less(t, ours.WAPE, .05)
	for _, c := range ours.Coverage {
		assert.InDelta(t, c.Level, c.Share, .15, "%d weeks", ours.Steps)
	}
}
