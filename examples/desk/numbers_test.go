package main

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/report"
	"github.com/stretchr/testify/require"
)

// Agents do not see the numbers of the whole, supervisors do; that customers do not is
// among what needs a sign-in.
func TestNumbersAreForSupervisors(t *testing.T) {
	_, mia, _, ada := team(t, settings{})
	for _, path := range []string{
		"/agent/metrics", "/agent/metrics/report", "/agent/metrics/chart.svg", "/agent/api/metrics", "/agent/api/metrics/live", "/agent/api/metrics/outlook",
	} {
		require.Equal(t, http.StatusOK, ada.status(http.MethodGet, path), path)
		require.Equal(t, http.StatusForbidden, mia.status(http.MethodGet, path), path)
	}
	require.Equal(t, http.StatusForbidden, mia.status(http.MethodGet, "/agent/api/metrics/events"))
}

// figure finds a number of a view, nil where there is none.
func (v numbersView) figure(t testing.TB, m metrics.Metric) *float64 {
	t.Helper()
	for _, f := range v.Figures {
		if f.Metric == m {
			require.NotEmpty(t, f.Meaning.Formula)
			if !f.Now.Known {
				return nil
			}
			return &f.Now.X
		}
	}
	t.Fatalf("no %s", m)
	return nil
}

// happens is a day of the desk: one talk that is answered, and one that Mia settles after 40 seconds and the customer
// rates with four stars.
func happens(t *testing.T, c *clock, s *testSite, mia, ada *browser) {
	t.Helper()
	now := func() liveView { return fetch[liveView](ada, "/agent/api/metrics/live") }
	visit(t, s.server.URL).talks("Are returns free?")
	mia.goes("online")
	second := visit(t, s.server.URL)
	second.talks("talk to a person")
	c.pass(10 * time.Second)
	require.Equal(t, http.StatusOK, mia.does("accept", mia.gets("offered")))
	c.pass(30 * time.Second)
	require.Equal(t, http.StatusOK, mia.json("/agent/api/conversations/"+second.conversation()+"/reply", map[string]string{"id": "1", "text": "Here I am."}, nil))
	require.Eventually(t, func() bool { v := now(); return v.Open == 2 && v.Served == 1 && v.WithBot == 1 && v.Busy == 1 }, time.Minute, 20*time.Millisecond, "the board is live")
	require.Equal(t, http.StatusOK, mia.does("finish", mia.gets("active"), "outcome", "resolved"))
	page := second.events("/api/events", "")
	defer page.close()
	for _, owner := range []dialog.Role{dialog.Agent, dialog.Bot} { // she has it, and it is the bot's again: from here on the hour counts
		for page.nextTurn().Owner != owner {
			continue
		}
	}
	c.pass(time.Hour + time.Minute)
	for {
		if turn := page.nextTurn(); turn.Reply != nil && len(turn.Reply.Choices) == 5 {
			break
		}
	}
	second.talks("4 stars", "skip")
}

func TestNumbersOfTheDesk(t *testing.T) {
	c := newClock(noon)
	s, mia, _, ada := team(t, settings{now: c.now})
	happens(t, c, s, mia, ada)
	c.pass(25 * time.Hour) // what nobody goes on with is over
	require.NoError(t, s.bot.Measure(t.Context()))
	s.signIn(ada, "Ada")
	v := fetch[numbersView](ada, "/agent/api/metrics?period=week&lang=en")
	want := map[metrics.Metric]float64{
		metrics.Volume: 2, metrics.BotResolutionRate: 0.5, metrics.HandoffRate: 0.5, metrics.ResolutionRate: 1, metrics.AbandonmentRate: 0,
		metrics.CSAT: 1, metrics.MeanRating: 4, metrics.Coverage: 1, metrics.ServiceLevel: 1, metrics.FirstHumanReply.P(50): 40,
	}
	for m, x := range want {
		got := v.figure(t, m)
		require.NotNil(t, got, m)
		require.InEpsilon(t, x+1, *got+1, 0.01, m)
	}
	require.Len(t, v.Agents.Rows, 1)
	require.Equal(t, "Mia", v.Agents.Rows[0].Name)
	require.Equal(t, metrics.Value{X: 1, Known: true, Of: 1}, v.Agents.Rows[0].Cells[0])

	zh := fetch[numbersView](ada, "/agent/api/metrics?period=month&lang=zh")
	require.Equal(t, "咨询量", zh.Figures[0].Title)
	require.Equal(t, http.StatusBadRequest, ada.status(http.MethodGet, "/agent/api/metrics?period=year"))
	require.Nil(t, fetch[numbersView](ada, "/agent/api/metrics?period=day").figure(t, metrics.BotResolutionRate), "a rate of nothing is none")

	outlook := fetch[outlookView](ada, "/agent/api/metrics/outlook")
	require.Equal(t, 1, outlook.Have)
	require.Equal(t, 14, outlook.Need)
}

// A report opens without a script, in the policy of which its own style is all there is; the same is there to calculate
// with. What people call themselves is no markup.
func TestReportsOfTheDesk(t *testing.T) {
	c := newClock(noon)
	s, mia, _, ada := team(t, settings{now: c.now})
	happens(t, c, s, mia, ada)
	hostile := metrics.Event{ID: "x", At: c.now(), Kind: metrics.AgentSpoke, Conversation: "x", Agent: `<script>alert("x")</script>`, Category: `=1+1"><img src=x>`}
	require.NoError(t, s.bot.Metrics().Record(t.Context(), hostile, metrics.Event{ID: "y", At: c.now(), Kind: metrics.CustomerSpoke, Conversation: "x"}))
	c.pass(48 * time.Hour)
	require.NoError(t, s.bot.Measure(t.Context()))
	s.signIn(ada, "Ada")
	for _, query := range []string{"", "?period=day&date=2026-11-21&lang=zh", "?period=agents&date=2026-11-21", "?period=needs", "?period=trends&lang=zh", "?period=bottlenecks", "?period=gaps", "?period=satisfaction"} {
		response, err := ada.http.Get(s.server.URL + "/agent/metrics/report" + query)
		require.NoError(t, err)
		status, page := read(t, response)
		require.Equal(t, http.StatusOK, status, query)
		policy := response.Header.Get("Content-Security-Policy")
		require.Contains(t, policy, "default-src 'none'; style-src 'sha256-", query)
		require.NotContains(t, policy, "unsafe", query)
		require.NotContains(t, page, "<script")
		require.NotContains(t, page, "<img")
		require.NotContains(t, page, " style=", "it would not be allowed")
	}
	_, page := ada.get("/agent/metrics/report?period=agents&date=2026-11-21")
	require.Contains(t, page, "Mia")
	require.Contains(t, page, "&lt;script&gt;")

	_, text := ada.get("/agent/metrics/report?period=day&date=2026-11-21&format=csv")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	require.NoError(t, err)
	require.Greater(t, len(rows), 20)
	_, text = ada.get("/agent/metrics/report?period=day&date=2026-11-21&format=json")
	var made report.Report
	require.NoError(t, json.Unmarshal([]byte(text), &made))
	require.Equal(t, report.KindDaily, made.Kind)
	require.Equal(t, "2026-11-21", made.Range.From.Format(time.DateOnly))
	for _, query := range []string{"?period=year", "?format=pdf", "?date=tomorrow", "?date=9999-01-01"} {
		require.Equal(t, http.StatusBadRequest, ada.status(http.MethodGet, "/agent/metrics/report"+query), query)
	}
}
