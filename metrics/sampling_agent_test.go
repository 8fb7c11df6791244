package metrics_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

// How well an agent did says nothing about the answers of the bot.
func TestJudgedAgentsAreNoAnswers(t *testing.T) {
	at := func(s int) time.Time { return wednesday.Add(time.Duration(s) * time.Second) }
	c := collectFrom(t, metrics.NewMemoryStore())
	require.NoError(t, c.Record(t.Context(),
		metrics.Event{ID: "1", At: at(0), Kind: metrics.CustomerSpoke, Conversation: "c", Turn: "1"},
		metrics.Event{ID: "2", At: at(1), Kind: metrics.Answered, Conversation: "c", Turn: "1", Entry: "pay"},
		metrics.Event{ID: "3", At: at(9), Kind: metrics.AgentSpoke, Conversation: "c", Agent: "ann"}))
	require.NoError(t, c.Judge(t.Context(), metrics.Judgement{Conversation: "c", Turn: "1", Entry: "pay", Judge: "eve", Score: 1}))
	require.NoError(t, c.Judge(t.Context(), metrics.Judgement{Conversation: "c", Episode: "c/c#1", Judge: "eve", Score: 0}))
	require.Equal(t, metrics.Value{X: 1, Known: true, Of: 1}, one(t, c, metrics.Accuracy))
}
