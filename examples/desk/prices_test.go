package main

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/kefu-go/kefu/metrics"
	costs "github.com/kefu-go/kefu/metrics/cost"
	"github.com/kefu-go/kefu/metrics/report"
	"github.com/stretchr/testify/require"
)

// What talks cost is on the page of numbers and in the report of the week where the shop has prices, and nowhere where it has none.
func TestCostsOfTheDesk(t *testing.T) {
	sample, err := readPrices("")
	require.NoError(t, err)
	for _, prices := range []*costs.Model{sample, nil} {
		c := newClock(noon)
		s, _, _, ada := team(t, settings{now: c.now, prices: prices})
		seed(t, s, noon)
		for _, lang := range []string{"en", "zh"} {
			v := fetch[numbersView](ada, "/agent/api/metrics?period=week&lang="+lang)
			_, page := ada.get("/agent/metrics/report?period=agents&date=2026-11-21&lang=" + lang)
			title := map[string]string{"en": "Costs and savings", "zh": "成本与节省"}[lang]
			if prices == nil {
				require.Empty(t, v.Costs)
				require.NotContains(t, page, title)
				continue
			}
			require.Contains(t, page, title)
			require.NotEmpty(t, v.CostText)
			require.Len(t, v.Costs, 7)
			require.Equal(t, metrics.CostPerInteraction, v.Costs[0].Metric)
			for _, f := range v.Costs {
				require.True(t, f.Now.Known)
				require.NotEmpty(t, f.Meaning.Formula)
				require.Equal(t, f.Title, f.Meaning.Title)
			}
			// A third of the talks takes an agent ten minutes, less half a minute of waiting; a talk of the bot has one turn.
			require.InDelta(t, 9.5*sample.AgentMinute, v.Costs[3].Now.X, .05)
		}
		require.Empty(t, fetch[numbersView](ada, "/agent/api/metrics?period=day").Costs, "a day is too short for what is paid by the month")
		var made report.Report
		_, text := ada.get("/agent/metrics/report?period=trends&format=json")
		require.NoError(t, json.Unmarshal([]byte(text), &made))
		require.Equal(t, http.StatusOK, ada.status(http.MethodGet, "/agent/metrics/report?period=trends&format=csv"))
		figures, _ := costsOf(&made)
		require.Len(t, figures, map[bool]int{true: 7}[prices != nil])
	}
}

func TestReadPrices(t *testing.T) {
	path := filepath.Join(t.TempDir(), "prices.json")
	_, err := readPrices(path)
	require.Error(t, err)
	for text, want := range map[string]string{`{"BotTurn": -1}`: "botTurn", `{"Bot": 1}`: "unknown field", `{`: "unexpected EOF"} {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		_, err = readPrices(path)
		require.ErrorContains(t, err, want)
	}
	require.NoError(t, os.WriteFile(path, []byte(`{"Currency": "EUR", "AgentMinute": 0.8}`), 0o600))
	prices, err := readPrices(path)
	require.NoError(t, err)
	require.Equal(t, &costs.Model{Currency: "EUR", AgentMinute: .8}, prices)
}
