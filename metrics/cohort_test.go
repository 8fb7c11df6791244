package metrics_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

var march = metrics.Cohort{From: wednesday.Add(-oneDay), To: wednesday.Add(oneDay)}

func TestCohort(t *testing.T) {
	c := collect(t,
		metrics.Episode{ID: "a", Outcome: metrics.ByBot, Category: "goods/x", Customer: "ann", Rating: 5, Tags: []string{"kind", "fast"}},
		metrics.Episode{ID: "b", Outcome: metrics.ByHuman, Category: "goods", Customer: "bob", Rating: 2, Agent: "mia", FromAgents: 1, Reopened: true, Visits: []metrics.Visit{{Queue: "front"}, {Queue: "back"}}},
		metrics.Episode{ID: "c", Outcome: metrics.Unresolved, Moods: []float32{.5, .25}, Start: wednesday.Add(time.Hour)},
		metrics.Episode{ID: "d", Moods: []float32{0, 1, -.25}, Flows: []metrics.FlowRun{{Flow: "order"}}},
		metrics.Episode{ID: "e", Subject: metrics.Case, Reopened: true},
		metrics.Episode{ID: "f", Start: march.To},
	)
	keeps := func(change func(*metrics.Cohort)) string {
		o := march
		change(&o)
		var ids strings.Builder
		for e, err := range c.Episodes(t.Context(), o) {
			require.NoError(t, err)
			ids.WriteString(e.ID)
		}
		return ids.String()
	}
	where := func(d metrics.Dimension, values ...string) func(*metrics.Cohort) {
		return func(o *metrics.Cohort) { o.Where = map[metrics.Dimension][]string{d: values} }
	}
	assert.Equal(t, "abdc", keeps(func(*metrics.Cohort) {}), "talks, in the order of their starts")
	assert.Equal(t, "bd", keeps(func(o *metrics.Cohort) { o.Outcomes = []metrics.Outcome{metrics.ByHuman, metrics.Open} }))
	assert.Equal(t, "a", keeps(func(o *metrics.Cohort) { o.Customers = []string{"ann", "eve"} }))
	assert.Equal(t, "a", keeps(func(o *metrics.Cohort) { o.Tags = []string{"fast", "dear"} }))
	assert.Equal(t, "a", keeps(func(o *metrics.Cohort) { o.MinRating = 3 }))
	assert.Equal(t, "b", keeps(func(o *metrics.Cohort) { o.MaxRating = 2 }), "who did not rate is not there")
	assert.Equal(t, "b", keeps(func(o *metrics.Cohort) { o.Reopened = true }))
	assert.Equal(t, "b", keeps(func(o *metrics.Cohort) { o.HandedOff = true }))
	assert.Equal(t, "dc", keeps(func(o *metrics.Cohort) { o.Worsened = true }))
	assert.Equal(t, "ab", keeps(where(metrics.ByCategory, "goods")))
	assert.Equal(t, "b", keeps(where(metrics.ByQueue, "front")))
	assert.Equal(t, "d", keeps(where(metrics.ByFlow, "order")))
	assert.Equal(t, "c", keeps(where(metrics.ByHour, "13")))
	assert.Equal(t, "e", keeps(func(o *metrics.Cohort) { o.Subject = metrics.Case }))
	assert.Equal(t, "c", keeps(func(o *metrics.Cohort) { o.Keep = func(e *metrics.Episode) bool { return len(e.Moods) == 2 } }))

	for _, err := range c.Episodes(t.Context(), metrics.Cohort{MinRating: 4, MaxRating: 3}) {
		var fault *metrics.QueryError
		require.ErrorAs(t, err, &fault)
		assert.Equal(t, []string{"From", "To", "MinRating"}, faultFields(fault))
	}
	panicky := march
	panicky.Keep = func(*metrics.Episode) bool { panic("oh") }
	n, err := c.ExportJSON(t.Context(), panicky, &strings.Builder{})
	require.ErrorContains(t, err, "oh")
	assert.Zero(t, n)
}

func TestCohortExports(t *testing.T) {
	c := collect(t, metrics.Episode{
		ID: "a", Conversation: "c1", Customer: "@ann", Channel: "web", Outcome: metrics.ByBot, FirstReply: metrics.Span{Wall: 1500 * time.Millisecond, Known: true},
		FromCustomer: 2, FromBot: 1, Rating: 4, Tags: []string{"kind", "fast"}, Moods: []float32{-.5, .25}, Labels: []metrics.Label{{Name: "z", Value: "1"}, {Name: "b", Value: "2"}},
	}, metrics.Episode{ID: "b"})
	var table, lines strings.Builder
	n, err := c.ExportCSV(t.Context(), march, &table)
	require.NoError(t, err)
	assert.Equal(t, 2, n)
	assert.Equal(t, `id,conversation,ticket,customer,agent,channel,category,tier,language,region,base,labels,start,end,outcome,confirmed,reopened,handoff_reason,first_reply,first_human_reply,resolution_time,messages,answered,unanswered,repeats,rating,tags,first_mood,last_mood
a,c1,,'@ann,,web,,,,,,"b=2,z=1",2026-03-04T12:00:00Z,2026-03-04T12:10:00Z,by_bot,false,false,,1.5,,,3,0,0,0,4,"kind,fast",-0.5,0.25
b,,,,,,,,,,,,2026-03-04T12:00:00Z,,open,false,false,,,,,0,0,0,0,,,,
`, table.String())
	n, err = c.ExportJSON(t.Context(), march, &lines)
	require.NoError(t, err)
	assert.Equal(t, 2, n)
	first, _, _ := strings.Cut(lines.String(), "\n")
	var e metrics.Episode
	require.NoError(t, json.Unmarshal([]byte(first), &e))
	assert.Equal(t, metrics.ByBot, e.Outcome)
	assert.Equal(t, "@ann", e.Customer)
}

func TestCustomers(t *testing.T) {
	c := collect(t,
		metrics.Episode{Customer: "bob", Outcome: metrics.ByBot, Category: "goods", Channel: "web", Rating: 4, Moods: []float32{-1, .5}, FromCustomer: 3, Tags: []string{"kind"}, Reopened: true},
		metrics.Episode{Customer: "bob", Outcome: metrics.HandedOff, Category: "money", Channel: "web", Rating: 1, Moods: []float32{-.5}, FromCustomer: 1, Repeats: 2, Start: wednesday.Add(time.Hour)},
		metrics.Episode{Customer: "bob", Outcome: metrics.Abandoned, Category: "goods", Start: wednesday.Add(2 * time.Hour)},
		metrics.Episode{Customer: "ann", Outcome: metrics.ByHuman},
		metrics.Episode{Customer: "cid"},
		metrics.Episode{},
	)
	list, err := c.Customers(t.Context(), march, 2)
	require.NoError(t, err)
	require.Len(t, list, 2)
	assert.Equal(t, metrics.CustomerCounts{
		Customer: "bob", Talks: 3, Settled: 1, Reopened: 1, HandedOff: 1, Abandoned: 1, Messages: 4, Repeats: 2, Rating: known(2.5, 2), Mood: known(0, 2),
		Categories: map[string]int{"goods": 2, "money": 1}, Channels: map[string]int{"web": 2}, Tags: map[string]int{"kind": 1},
		First: wednesday, Last: wednesday.Add(2 * time.Hour),
	}, list[0])
	assert.Equal(t, "ann", list[1].Customer, "of equal ones the first of the alphabet")
	assert.Equal(t, metrics.Value{}, list[1].Rating)
	_, err = c.Customers(t.Context(), march, 0)
	require.ErrorIs(t, err, metrics.ErrInvalid)
}

func TestCustomersHaveBoundedWords(t *testing.T) {
	var list []metrics.Episode
	for i := range 40 {
		list = append(list, metrics.Episode{Customer: "ann", Channel: strings.Repeat("x", i+1), Start: wednesday.Add(time.Duration(i) * time.Second)})
	}
	counts, err := collect(t, list...).Customers(t.Context(), march, 1)
	require.NoError(t, err)
	assert.Len(t, counts[0].Channels, 33)
	assert.Equal(t, 8, counts[0].Channels[metrics.Other])
}

func TestChurn(t *testing.T) {
	talk := func(customer string, days int, o metrics.Outcome) metrics.Episode {
		return metrics.Episode{Customer: customer, Start: wednesday.Add(time.Duration(days) * oneDay), Outcome: o, Channel: "web"}
	}
	c := collect(t,
		talk("stays", 0, metrics.ByBot), talk("stays", 9, metrics.ByBot),
		talk("goes", 0, metrics.Unresolved),
		talk("late", 0, metrics.Unresolved), talk("late", 10, metrics.ByBot),
		talk("twice", -1, metrics.Unresolved), talk("twice", 0, metrics.ByBot),
		talk("", 0, metrics.ByBot), talk("new", 25, metrics.ByBot),
	)
	q := metrics.ChurnQuery{Cohort: march, Window: 10 * oneDay}
	churn, err := c.Churn(t.Context(), q)
	require.NoError(t, err)
	assert.Equal(t, [4]int{4, 3, 1, 0}, [4]int{churn.Customers, churn.Churned, churn.Stayed, churn.Undecided})
	assert.Equal(t, known(.75, 4), churn.Rate)
	assert.Equal(t, map[metrics.Outcome]metrics.Value{metrics.ByBot: known(.5, 2), metrics.Unresolved: known(1, 2)}, churn.ByOutcome)

	q.From, q.To = wednesday.Add(8*oneDay), wednesday.Add(30*oneDay)
	churn, err = c.Churn(t.Context(), q)
	require.NoError(t, err)
	assert.Equal(t, [4]int{3, 2, 0, 1}, [4]int{churn.Customers, churn.Churned, churn.Stayed, churn.Undecided}, "whose time is not over is in no rate")

	q.Left = func(customer string, last time.Time) (left, known bool) { return false, customer == "new" }
	churn, err = c.Churn(t.Context(), q)
	require.NoError(t, err)
	assert.Equal(t, known(2./3, 3), churn.Rate, "the host knows better")
	q.Left = func(string, time.Time) (bool, bool) { panic("oh") }
	_, err = c.Churn(t.Context(), q)
	require.ErrorContains(t, err, "oh")
	q.Window = -1
	_, err = c.Churn(t.Context(), q)
	require.ErrorIs(t, err, metrics.ErrInvalid)
	churn, err = collect(t).Churn(t.Context(), metrics.ChurnQuery{Cohort: march})
	require.NoError(t, err)
	assert.Equal(t, metrics.Value{}, churn.Rate)
	assert.Equal(t, 90*oneDay, churn.Window)
}
