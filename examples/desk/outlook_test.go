package main

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/kefu-go/kefu/metrics"
	"github.com/stretchr/testify/require"
)

// seed records five weeks until a time, as a busy shop would have them: twenty to forty talks a day from nine to six, a
// third of which people have for ten minutes each. Customers of the last day are angry about deliveries.
func seed(t testing.TB, s *testSite, until time.Time) {
	t.Helper()
	var events []metrics.Event
	first := time.Date(until.Year(), until.Month(), until.Day(), 9, 0, 0, 0, time.UTC).AddDate(0, 0, -35)
	for d := range 36 {
		for n := range 20 + 4*(d%6) {
			at := first.AddDate(0, 0, d).Add(time.Duration(n) * 13 * time.Minute)
			if at.After(until) {
				break
			}
			talk := fmt.Sprintf("seed %d %d", d, n)
			add := func(kind metrics.Kind, after time.Duration, with func(e *metrics.Event)) {
				e := metrics.Event{ID: fmt.Sprint(kind), Kind: kind, At: at.Add(after), Conversation: talk, Customer: fmt.Sprint("customer ", n), Channel: "web", Category: []string{"delivery", "returns", "payment"}[n%3], Item: talk}
				with(&e)
				events = append(events, e)
			}
			plain := func(*metrics.Event) {}
			add(metrics.CustomerSpoke, 0, func(e *metrics.Event) {
				if d >= 34 && n%3 == 0 {
					e.Felt, e.Valence = true, -0.8
				}
			})
			if n%3 > 0 {
				add(metrics.Answered, time.Second, func(e *metrics.Event) { e.Entry = "an entry" })
				add(metrics.BotSpoke, time.Second, plain)
				continue
			}
			agent := func(e *metrics.Event) { e.Agent, e.Queue = []string{"Mia", "Tom"}[n%2], helpQueue }
			add(metrics.HandoffRequested, time.Second, func(e *metrics.Event) { e.Reason = "asked" })
			add(metrics.Queued, 2*time.Second, func(e *metrics.Event) { e.Queue = helpQueue })
			add(metrics.Assigned, 30*time.Second, agent)
			add(metrics.AgentSpoke, time.Minute, agent)
			if at.Add(30 * time.Minute).After(until) {
				continue
			}
			add(metrics.Completed, 10*time.Minute, agent)
			add(metrics.Resolved, 10*time.Minute, agent)
			add(metrics.Rated, 12*time.Minute, func(e *metrics.Event) { e.Score = float64(5 - 4*(d/34)*(n%2)) })
		}
	}
	require.NoError(t, s.bot.Metrics().Record(t.Context(), events...))
}

// With five weeks behind it the desk knows what tomorrow brings, and who has to be there when; angry customers call for
// somebody, and are at risk.
func TestOutlookAndAlertsOfTheDesk(t *testing.T) {
	c := newClock(noon)
	s, _, _, ada := team(t, settings{now: c.now})
	require.Empty(t, fetch[[]alertView](ada, "/agent/api/metrics/alerts"))
	seed(t, s, noon)
	v := fetch[outlookView](ada, "/agent/api/metrics/outlook")
	require.Zero(t, v.Need)
	require.Equal(t, "2026-11-22", v.Day.Format(time.DateOnly))
	require.InDelta(t, 30, v.Talks, 15)
	require.Less(t, v.Low, v.High)
	require.NotNil(t, v.Handed)
	require.InDelta(t, 1./3, *v.Handed, 0.05)
	require.InDelta(t, 570, *v.Handle, 1)
	require.Len(t, v.People, 48, "it is open around the clock")
	require.Zero(t, v.People[0].Agents, "nobody comes at night")
	peak, talks := 0, 0.0
	for _, p := range v.People {
		peak, talks = max(peak, p.Agents), talks+p.Talks
	}
	require.Positive(t, peak)
	require.InDelta(t, v.High**v.Handed, talks, 0.01, "the day is spread, and nothing of it is lost")

	require.Eventually(t, func() bool { return s.bot.Metrics().Live().Now().Served > 0 }, time.Minute, 20*time.Millisecond)
	require.NoError(t, s.bot.Alerts().Evaluate(t.Context(), c.now()))
	rules := map[string]alertView{}
	for _, a := range fetch[[]alertView](ada, "/agent/api/metrics/alerts?lang=zh") {
		rules[a.Rule] = a
	}
	require.Contains(t, rules, "abnormal_talk/anger")
	require.Contains(t, rules["abnormal_talk/anger"].Text, "顾客情绪激动")
	require.Empty(t, rules["abnormal_talk/anger"].Conversation, "nobody has it, so that there is nothing to look at")
	for rule := range ruleNames {
		require.True(t, func() bool {
			for _, r := range alertRules() {
				if r.Name == rule {
					return true
				}
			}
			return false
		}(), "%s is no rule", rule)
	}
	require.Len(t, ruleNames, len(alertRules()), "each rule has a name")
	risks := fetch[numbersView](ada, "/agent/api/metrics?period=week").Risks
	require.NotEmpty(t, risks)
	require.NotEmpty(t, risks[0].Reasons)
	require.Equal(t, http.StatusOK, ada.status(http.MethodGet, "/agent/metrics/chart.svg?period=week"))
}
