package metrics_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

func TestTopics(t *testing.T) {
	var list []metrics.Episode
	add := func(category string, before, now int, o metrics.Outcome) {
		for range before {
			list = append(list, metrics.Episode{Category: category, Start: wednesday.Add(-oneDay), Outcome: metrics.ByBot})
		}
		for range now {
			list = append(list, metrics.Episode{Category: category, Outcome: o, Unanswered: 1, Answered: 3, Rating: 5, Moods: []float32{.5}, Handoffs: 1, HandoffReason: "angry"})
		}
	}
	add("goods/a", 2, 4, metrics.ByBot)
	add("goods/b", 0, 3, metrics.Unresolved)
	add("money", 2, 2, metrics.HandedOff)
	add("gone", 3, 0, metrics.ByBot)
	add("rare", 1, 1, metrics.Open)
	c := collect(t, list...)
	q := metrics.TopicQuery{From: wednesday, To: wednesday.Add(oneDay), Limit: 2}
	topics, err := c.Topics(t.Context(), q)
	require.NoError(t, err)
	assert.Equal(t, [2]int64{10, 8}, [2]int64{topics.Talks, topics.Before})
	require.Len(t, topics.List, 3)
	assert.Equal(t, metrics.Topic{
		Name: "goods/a", Talks: 4, Before: 2, Change: known(1, 2), Share: known(.4, 10), Unsettled: known(0, 4), BotResolution: known(1, 4), Unanswered: known(.25, 16), CSAT: known(1, 4), Mood: known(.5, 4),
	}, topics.List[0])
	assert.Equal(t, metrics.Value{}, topics.List[1].Change, "there was nothing before")
	assert.Equal(t, known(1, 3), topics.List[1].Unsettled)
	other := topics.List[2]
	assert.Equal(t, metrics.Other, other.Name)
	assert.Equal(t, [2]int64{3, 6}, [2]int64{other.Talks, other.Before}, "all that have no line of their own, the vanished ones too")
	assert.Equal(t, known(1, 2), other.Unsettled, "handed over unsettled, and one that goes on")

	q.Depth = 1
	topics, err = c.Topics(t.Context(), q)
	require.NoError(t, err)
	assert.Equal(t, "goods", topics.List[0].Name)
	assert.Equal(t, int64(7), topics.List[0].Talks)

	topics, err = c.Topics(t.Context(), metrics.TopicQuery{From: wednesday, To: wednesday.Add(oneDay), By: metrics.ByReason})
	require.NoError(t, err)
	assert.Equal(t, []metrics.Topic{{Name: "angry", Talks: 10, Share: known(1, 10)}}, topics.List)

	_, err = c.Topics(t.Context(), metrics.TopicQuery{By: metrics.ByQueue})
	require.ErrorIs(t, err, metrics.ErrInvalid)
}

func TestBottlenecks(t *testing.T) {
	visit := func(queue, end string, wait time.Duration) metrics.Visit {
		return metrics.Visit{Queue: queue, End: end, Wait: wait, Within: wait <= 20*time.Second}
	}
	c := collect(t,
		metrics.Episode{HandoffReason: "angry", Channel: "web", Visits: []metrics.Visit{visit("front", "answered", 10*time.Second), visit("back", "answered", 100*time.Second)}},
		metrics.Episode{HandoffReason: "angry", Channel: "web", Visits: []metrics.Visit{visit("front", "answered", 30*time.Second), visit("front", "abandoned", 40*time.Second)}},
		metrics.Episode{HandoffReason: "asked", Channel: "app", Visits: []metrics.Visit{visit("front", "diverted", 5*time.Second), visit("front", "", time.Second)}},
	)
	b, err := c.Bottlenecks(t.Context(), march)
	require.NoError(t, err)
	require.Len(t, b.Causes, 3)
	assert.Equal(t, "back", b.Causes[0].Queue, "what cost customers most is first")
	front := b.Causes[1]
	assert.Equal(t, "angry", front.Reason)
	assert.Equal(t, [6]int{3, 2, 1, 0, 0, 1}, [6]int{front.Waits, front.Answered, front.Abandoned, front.Diverted, front.Waiting, front.Transferred})
	assert.Equal(t, 80*time.Second, front.Total)
	assert.Equal(t, known(20, 2), front.Mean)
	assert.InDelta(t, 10, front.Median.X, .1)
	assert.InDelta(t, 30, front.P90.X, .3)
	assert.Equal(t, known(1./3, 3), front.Abandonment)
	assert.Equal(t, known(1./3, 3), front.Within)
	asked := b.Causes[2]
	assert.Equal(t, [3]int{2, 1, 1}, [3]int{asked.Waits, asked.Diverted, asked.Waiting})
	assert.Equal(t, 5*time.Second, asked.Total, "what goes on is not over")
	assert.Equal(t, metrics.Value{}, asked.Mean)

	o := march
	o.Where = map[metrics.Dimension][]string{metrics.ByQueue: {"back"}}
	b, err = c.Bottlenecks(t.Context(), o)
	require.NoError(t, err)
	require.Len(t, b.Causes, 1)
	assert.Equal(t, 1, b.Causes[0].Waits, "the queue that was asked for, not the others of its talks")
}
