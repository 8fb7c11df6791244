package forecast_test

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/metrics/forecast"
)

var update = flag.Bool("update", false, "write testdata/quality/stats.txt anew")

const (
	statsFile = "testdata/quality/stats.txt"
	statsHead = `# Forecasts of half-hourly calls to a bank, of which only figures are kept.
# Written by: go test ./metrics/forecast -run TestQuality -update
# Each row judges 20 open days of the train part, by their number; day: one day ahead, from the
# evening before; static: all from the evening before the first. mase is scaled by the mean absolute difference from
# the same half hour five open days before, over the whole train part; in80, in95: share inside of the intervals; w80: their mean
# width, relative to the calls. Holt-Winters has factors 0.05 and 0.2, not tuned. /plain: without a calendar of holidays, which the others have of the United States.
`
)

// arrivals reads half hours of weekdays onto all half hours of all days.
func arrivals(t testing.TB) (s forecast.Series, days []int, scale float64) {
	lines := bufio.NewScanner(bytes.NewReader(storetest.Data(t, os.Getenv, "arrivals/bank_calls_30min_train.csv")))
	require.True(t, lines.Scan())
	ny, err := time.LoadLocation("America/New_York")
	require.NoError(t, err)
	var flat []float64
	for lines.Scan() {
		at, count, ok := strings.Cut(lines.Text(), ",")
		require.True(t, ok)
		when, err := time.ParseInLocation("2006-01-02T15:04:05", at, ny)
		require.NoError(t, err)
		v, err := strconv.ParseFloat(count, 64)
		require.NoError(t, err)
		if s.Start.IsZero() {
			s = forecast.Series{Start: time.Date(when.Year(), when.Month(), when.Day(), 0, 0, 0, 0, ny), Step: 30 * time.Minute}
		}
		i := int(when.Sub(s.Start) / s.Step)
		for len(s.Values) < i {
			s.Values = append(s.Values, math.NaN())
		}
		s.Values = append(s.Values, v)
		flat = append(flat, v)
		if when.Hour() == 7 && when.Minute() == 0 {
			days = append(days, i)
		}
	}
	n := 0.0
	for i := 140; i < len(flat); i++ {
		scale += math.Abs(flat[i] - flat[i-140])
		n++
	}
	return s, days, scale / n
}

func holidays(loc *time.Location) []forecast.Event {
	var list []forecast.Event
	for name, d := range map[string][2]int{"Memorial Day": {5, 26}, "Independence Day": {7, 4}, "Labor Day": {9, 1}} {
		list = append(list, forecast.Event{
			Name: name, Kind: "public holiday", Closed: true,
			From: time.Date(2003, time.Month(d[0]), d[1], 0, 0, 0, 0, loc),
		})
	}
	return list
}

// rolling judges one day ahead: from the end of the open day before.
func rolling(t *testing.T, s forecast.Series, days []int, from, to int, scale float64, f forecast.Forecaster, static bool) forecast.Score {
	var sum forecast.Score
	sum.Coverage = []forecast.Coverage{{Level: 0.8}, {Level: 0.95}}
	add := func(origin, end int) {
		score, err := forecast.Backtest(t.Context(), s.Head(end), f, &forecast.BacktestOptions{
			From: origin, Horizon: end - origin, Scale: scale,
		})
		require.NoError(t, err)
		n, all := float64(score.Steps), float64(sum.Steps+score.Steps)
		sum.Steps += score.Steps
		mix := func(a *float64, b float64) { *a += (b - *a) * n / all }
		mix(&sum.MASE, score.MASE)
		mix(&sum.WAPE, score.WAPE)
		for k := range score.Coverage {
			mix(&sum.Coverage[k].Share, score.Coverage[k].Share)
			mix(&sum.Coverage[k].Width, score.Coverage[k].Width)
		}
	}
	if static {
		add(days[from-1]+28, days[to-1]+28)
		return sum
	}
	for k := from; k < to; k++ {
		add(days[k-1]+28, days[k]+28)
	}
	return sum
}

func TestQuality(t *testing.T) {
	if testing.Short() {
		t.Skip("hundreds of fits: not under -short")
	}
	s, days, scale := arrivals(t)
	var b strings.Builder
	b.WriteString(statsHead)
	fmt.Fprintf(&b, "%-28s %6s %6s %6s %6s %6s\n", "forecast", "mase", "wape", "in80", "in95", "w80")
	events := &forecast.Options{Events: holidays(s.Start.Location())}
	for _, w := range [][2]int{{45, 65}, {65, 85}, {85, 105}, {105, 125}, {125, 145}} {
		for _, m := range []struct {
			name string
			f    forecast.Forecaster
		}{
			{"seasonal", forecast.Seasonal(events)},
			{"seasonal/plain", forecast.Seasonal(nil)},
			{"weekly naive", forecast.SameWeekday(1)},
			{"mean of 4 weeks", forecast.SameWeekday(4)},
			{"Holt-Winters", forecast.HoltWinters(0.05, 0.2)},
		} {
			for _, static := range []bool{false, true} {
				task := "day"
				if static {
					task = "static"
				}
				r := rolling(t, s, days, w[0], w[1], scale, m.f, static)
				fmt.Fprintf(&b, "%-28s %6.3f %6.3f", fmt.Sprintf("%d-%d %s %s", w[0], w[1], task, m.name), r.MASE, r.WAPE)
				if r.Coverage[0].Width > 0 {
					fmt.Fprintf(&b, " %6.3f %6.3f %6.3f", r.Coverage[0].Share, r.Coverage[1].Share, r.Coverage[0].Width)
				}
				b.WriteString("\n")
				if w[0] == 125 && m.name == "seasonal" && !static { // what is promised, whatever the file says
					assert.LessOrEqual(t, r.MASE, .68, "one day ahead, the last four weeks")
					assert.InDelta(t, .80, r.Coverage[0].Share, .05)
					assert.InDelta(t, .95, r.Coverage[1].Share, .05)
				}
			}
		}
	}
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(statsFile), 0o755))
		require.NoError(t, os.WriteFile(statsFile, []byte(b.String()), 0o644))
		return
	}
	want, err := os.ReadFile(statsFile)
	require.NoError(t, err)
	assert.Equal(t, string(want), b.String(), "figures have changed; if for the better: go test -run TestQuality -update")
}
