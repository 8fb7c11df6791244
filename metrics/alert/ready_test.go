package alert

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

// Each ready-made rule fires for what it is for, and not for what is next to it.
func TestReadyRules(t *testing.T) {
	ctx, now := context.Background(), minute(120)
	board, err := metrics.NewBoard(&metrics.BoardOptions{Now: func() time.Time { return now }})
	require.NoError(t, err)
	id := 0
	see := func(at time.Time, k metrics.Kind, conversation string, change func(*metrics.Event)) {
		id++
		e := metrics.Event{ID: fmt.Sprint(id), At: at, Kind: k, Conversation: conversation}
		if change != nil {
			change(&e)
		}
		board.Observe(ctx, []metrics.Event{e})
	}
	served := func(conversation, category string, from time.Time) {
		see(from, metrics.CustomerSpoke, conversation, func(e *metrics.Event) { e.Category = category })
		see(from, metrics.Assigned, conversation, func(e *metrics.Event) { e.Agent, e.Item, e.Queue = "ann", "i", "q" })
		see(from, metrics.AgentSpoke, conversation, func(e *metrics.Event) { e.Agent = "ann" })
	}
	served("complex", "refund/partial", now.Add(-31*time.Minute))
	served("short", "refund", now.Add(-29*time.Minute))
	served("simple", "refunds", now.Add(-31*time.Minute))
	for i := range 21 {
		see(now.Add(-40*time.Minute+time.Duration(i)*time.Second), metrics.CustomerSpoke, "loop", nil)
	}
	see(now.Add(-39*time.Minute), metrics.BotSpoke, "loop", nil)
	for i := range 3 {
		see(now.Add(-time.Minute-time.Duration(i)*time.Second), metrics.CustomerSpoke, "repeat", nil)
		see(now.Add(-time.Minute-time.Duration(i)*time.Second), metrics.Repeated, "repeat", nil)
		see(now.Add(-time.Minute), metrics.CustomerSpoke, "angry", func(e *metrics.Event) { e.Felt, e.Valence = true, -.6 })
	}
	see(now.Add(-301*time.Second), metrics.CustomerSpoke, "left", nil)
	see(now.Add(-299*time.Second), metrics.CustomerSpoke, "patient", nil)
	see(now.Add(-61*time.Second), metrics.Queued, "waits", func(e *metrics.Event) { e.Item, e.Queue = "i", "vip" })
	see(now.Add(-59*time.Second), metrics.Queued, "waits2", func(e *metrics.Event) { e.Item, e.Queue = "i", "sales" })

	s := source{board: board, query: func(q metrics.Query) (*metrics.Table, error) {
		require.NoError(t, q.Validate())
		require.Equal(t, now, q.To)
		row := func(group string, x float64, of int64) metrics.Row {
			return metrics.Row{Group: []string{group}, Values: []metrics.Value{{X: x, Known: of > 0, Of: of}}}
		}
		switch q.Metrics[0] {
		case metrics.CSAT:
			return &metrics.Table{Rows: []metrics.Row{row("ann", .69, 10), row("bob", .7, 10), row("eve", .1, 9), row(metrics.Other, 0, 99), row("new", 0, 0), {Group: []string{"zero"}, Values: []metrics.Value{{Known: true}}}}}, nil
		case metrics.ServiceLevel:
			return &metrics.Table{Rows: []metrics.Row{row("vip", .5, 10), row("sales", .9, 10)}}, nil
		}
		return &metrics.Table{Rows: []metrics.Row{row("refund", .3, 20), row("login", .3, 19)}}, nil
	}}
	rules := []Rule{
		ComplexTooLong(30*time.Minute, "refund"), LowCSAT(.7, metrics.ByAgent), Traffic(5), KnowledgeGap(.2),
		{Name: "busiest", Gauge: AgentTalks, Above: new(2.)},
		{Name: "busy", Gauge: AgentTalks, GroupBy: []metrics.Dimension{metrics.ByAgent}, Above: new(2.)},
		{Name: "many", Gauge: Open, Above: new(9.)},
		{Name: "nobody", Gauge: Online, Below: new(1.)},
		{Name: "queue", Gauge: Waiting, GroupBy: []metrics.Dimension{metrics.ByQueue}, Above: new(0.)},
	}
	rules = append(append(rules, AbnormalTalk()...), SLAAtRisk(time.Minute, .8)...)
	var n told
	e, err := New(rules, s, &n, nil)
	require.NoError(t, err)
	require.NoError(t, e.Evaluate(ctx, now))
	fired := func() map[string][]string {
		got := map[string][]string{}
		for _, notice := range n.take() {
			for _, a := range notice.Alerts {
				require.Equal(t, Firing, a.Phase)
				text := slices.Collect(maps.Values(a.Labels))
				got[a.Rule] = append(got[a.Rule], text...)
				if len(text) == 0 {
					got[a.Rule] = []string{}
				}
			}
		}
		return got
	}
	require.Equal(t, map[string][]string{
		"complex_too_long": {"complex"}, "low_csat": {"ann"}, "knowledge_gap": {"refund"}, "busiest": {}, "busy": {"ann"},
		"many": {}, "nobody": {}, "queue": {"sales", "vip"},
		"abnormal_talk/loop": {"loop"}, "abnormal_talk/repeat": {"repeat"}, "abnormal_talk/anger": {"angry"}, "abnormal_talk/silence": {"left"},
		"sla_at_risk/wait": {"vip"},
	}, fired(), "traffic is at its limit of five, and a service level has to be low for a minute")
	now = now.Add(time.Minute) // "patient" and "waits2" are too late now; one more talk begins
	see(now, metrics.CustomerSpoke, "fresh", nil)
	see(now, metrics.CustomerSpoke, "fresh2", nil)
	require.NoError(t, e.Evaluate(ctx, now))
	require.Equal(t, map[string][]string{
		"abnormal_talk/silence": {"patient"}, "sla_at_risk/wait": {"sales"}, "sla_at_risk/level": {"vip"}, "traffic": {},
	}, fired())
}
