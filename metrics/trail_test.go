package metrics_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/metrics"
)

// badTurn is a conversation in which everything that can go wrong does, about the message m2.
func badTurn(t testing.TB) []metrics.Event {
	t.Helper()
	events := script(t, `
0s   customer_spoke    t=m1 u=ann intent=hello
0s   answered          t=m1 e=greeting s=.9
0s   bot_spoke         t=m1
60s  customer_spoke    t=m2 intent=refund v=-.5
60s  escalated         t=m2 r=angry
60s  answered          t=m2 e=refunds s=.62
60s  failed            t=m2 r=order_api
61s  bot_spoke         t=m2
70s  failed            r=crm
80s  queued            i=h q=sales
90s  handoff_requested i=h r=angry
180s assigned          i=h q=sales a=bob
190s agent_spoke       a=bob
200s customer_spoke    t=m3
200s unanswered        t=m3
210s failed            r=later
300s ended             r=agent
1h   rated             s=1 tag=cold
2h   answer_judged     t=m2 e=refunds a=eve s=0
2h   answer_judged     t=m1 e=greeting a=eve s=1
2h   intent_judged     t=m2 intent=refund truth=return
2h   helpful           t=m2 e=refunds s=0
5d   customer_spoke    t=m9
5d   answered          t=m9 e=refunds s=.99`)
	for i := range events {
		switch e := &events[i]; {
		case e.Kind == metrics.CustomerSpoke && e.Turn == "m2":
			e.Model = "intents-7"
		case e.Kind == metrics.Answered && e.Turn == "m2":
			e.Version = 4
		case e.Kind == metrics.Escalated:
			e.Rule = "anger"
		}
	}
	return events
}

func TestTrailOfABadTurn(t *testing.T) {
	c, err := metrics.New(metrics.NewMemoryStore(), &metrics.Options{Now: func() time.Time { return wednesday.Add(30 * oneDay) }})
	require.NoError(t, err)
	require.NoError(t, c.Record(t.Context(), badTurn(t)...))
	got, err := c.Trail(t.Context(), "c", "m2")
	require.NoError(t, err)
	assert.Equal(t, "c/c#1", got.Episode.ID)
	assert.Equal(t, wednesday.Add(time.Minute), got.At)
	assert.Equal(t, []string{"refund", "intents-7", "return"}, []string{got.Intent, got.Model, got.Truth})
	assert.True(t, got.Felt)
	assert.InDelta(t, -.5, got.Valence, 1e-12)
	assert.Equal(t, []metrics.TrailAnswer{{Entry: "refunds", Version: 4, Score: .62, Judged: []metrics.TrailJudgement{{Judge: "eve"}}, Helped: -1}}, got.Answers)
	assert.Equal(t, []metrics.TrailRule{{Rule: "anger", Reason: "angry", At: wednesday.Add(time.Minute)}}, got.Rules)
	require.Len(t, got.Failures, 2)
	assert.Equal(t, "crm", got.Failures[1].Reason)
	require.Len(t, got.Visits, 1)
	require.Len(t, got.Stints, 1)
	assert.Equal(t, 1., got.Episode.Rating)
	assert.Equal(t, []metrics.Cause{
		{Link: metrics.ModelLink, Name: "intents-7", Detail: "refund != return"},
		{Link: metrics.EntryLink, Name: "refunds", Version: 4, Detail: "judged"},
		{Link: metrics.SystemLink, Detail: "order_api"},
		{Link: metrics.SystemLink, Detail: "crm"},
		{Link: metrics.QueueLink, Name: "sales", Detail: "answered"},
		{Link: metrics.AgentLink, Name: "bob", Detail: "rated"},
	}, got.Causes)
	assert.Equal(t, `Message: m2, c, 2026-03-04 12:01:00
Understood as: refund by intents-7; it means return
Answered from: refunds v4, 0.62; judged 0.00 by eve
Rule: anger (angry)
Failure: order_api
Failure: crm
Queue: sales, 1m40s
Agent: bob
Outcome: handed off, unresolved; 1 stars
Look at: Model, intents-7, refund != return
Look at: Entry, refunds v4, judged wrong or incomplete
Look at: System, order_api
Look at: System, crm
Look at: Queue, sales, the wait was too long
Look at: Agent, bob, the talk was rated low
`, got.Text("en"))
	assert.Contains(t, got.Text("zh"), "排查:知识条目,refunds v4,经评定有误或不完整\n")

	for _, unknown := range [][2]string{{"c", "m7"}, {"d", "m2"}, {"c", ""}, {"", ""}} {
		_, err = c.Trail(t.Context(), unknown[0], unknown[1])
		require.ErrorIs(t, err, metrics.ErrNotFound)
	}
}

func TestTrailCauses(t *testing.T) {
	later := wednesday.Add(30 * oneDay)
	type C = metrics.Cause
	for name, c := range map[string]struct {
		script string
		want   []C
	}{
		"a good answer":     {"0s customer_spoke t=m\n0s answered t=m e=a\n1h ended r=customer\n1h rated s=5", nil},
		"rated low at once": {"0s customer_spoke t=m\n0s answered t=m e=a\n1h ended r=customer\n1h rated s=2", []C{{Link: metrics.EntryLink, Name: "a", Detail: "rated"}}},
		"rated low after more talk": {
			"0s customer_spoke t=m\n0s answered t=m e=a\n1m customer_spoke t=n\n1m answered t=n e=b\n1h ended r=customer\n1h rated s=2", nil,
		},
		"understood":          {"0s customer_spoke t=m intent=x\n1s answered t=m e=a\n1h intent_judged t=m intent=x truth=x", nil},
		"no answer":           {"0s customer_spoke t=m intent=x\n1s unanswered t=m", []C{{Link: metrics.KnowledgeLink, Name: "x"}}},
		"it did not help":     {"0s customer_spoke t=m\n1s answered t=m e=a\n2s helpful t=m s=0", []C{{Link: metrics.EntryLink, Name: "a", Detail: "not_helped"}}},
		"half right":          {"0s customer_spoke t=m\n1s answered t=m e=a\n2s answer_judged t=m s=.5", []C{{Link: metrics.EntryLink, Name: "a", Detail: "judged"}}},
		"nobody came":         {"0s customer_spoke t=m\n1s escalated t=m r=wish\n1s handoff_requested i=h t=m\n9s handoff_failed i=h", []C{{Link: metrics.RuleLink, Detail: "wish"}}},
		"he left the queue":   {"0s customer_spoke t=m\n1s queued i=h q=q\n9s left_queue i=h", []C{{Link: metrics.QueueLink, Name: "q", Detail: "abandoned"}}},
		"a quick queue":       {"0s customer_spoke t=m\n1s queued i=h q=q\n2s assigned i=h q=q a=b\n9s resolved a=b", nil},
		"a person in vain":    {"0s customer_spoke t=m\n1s queued i=h q=q\n2s assigned i=h q=q a=b\n9s ended", []C{{Link: metrics.AgentLink, Name: "b", Detail: "unsettled"}}},
		"a person before":     {"-9m assigned i=h q=q a=b\n-8m completed i=h a=b\n0s customer_spoke t=m\n1s ended", nil},
		"suggested and taken": {"0s customer_spoke t=m\n1s suggested t=m\n2s picked t=m e=a\n3s answered t=m e=a s=.7", nil},
	} {
		t.Run(name, func(t *testing.T) {
			trail := metrics.TrailOf(script(t, c.script), "m", nil, later)
			require.NotNil(t, trail)
			assert.Equal(t, c.want, trail.Causes)
			assert.LessOrEqual(t, len(trail.Answers), 1)
		})
	}
}

// A trail depends on the set of events only, and is of the episode that the message is part of.
func TestTrailDoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		thread, now := drawThread(t), drawNow(t)
		seed := rapid.Uint64().Draw(t, "seed")
		for _, turn := range []string{"m1", "m2", "m3"} {
			want := metrics.TrailOf(thread, turn, nil, now)
			shuffled := append([]metrics.Event(nil), thread...)
			rand.New(rand.NewPCG(seed, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			require.Equal(t, want, metrics.TrailOf(append(shuffled, shuffled...), turn, nil, now))
			if want == nil {
				continue
			}
			require.NotEmpty(t, want.Events)
			require.False(t, want.At.Before(want.Episode.Start))
			require.NotEmpty(t, want.Text("zh"))
		}
	})
}

// A trail has nothing of another talk, though the customer wrote nothing in between.
func TestTrailEndsWithItsTalk(t *testing.T) {
	thread := script(t, "0s customer_spoke t=m\n0s answered t=m e=a\n1h ended\n2h queued i=h q=q\n2h failed r=late\n3h left_queue i=h")
	trail := metrics.TrailOf(thread, "m", nil, wednesday.Add(oneDay))
	require.NotNil(t, trail)
	assert.Empty(t, trail.Failures)
	assert.Len(t, trail.Events, 3)
}
