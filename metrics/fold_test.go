package metrics_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

var foldNoon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func TestFoldOfAnAnsweredTalk(t *testing.T) {
	at := func(d time.Duration, k metrics.Kind) metrics.Event {
		return metrics.Event{ID: k.String() + d.String(), At: foldNoon.Add(d), Kind: k, Conversation: "c", Turn: "m1"}
	}
	events := []metrics.Event{at(0, metrics.CustomerSpoke), at(time.Second, metrics.Answered), at(time.Second, metrics.BotSpoke)}
	open, due := metrics.Fold(events, nil, foldNoon.Add(time.Minute))
	require.Len(t, open, 1)
	assert.Equal(t, metrics.Open, open[0].Outcome)
	assert.Equal(t, foldNoon.Add(time.Second+24*time.Hour), due)
	over, due := metrics.Fold(events, nil, due)
	assert.Zero(t, due)
	require.Len(t, over, 1)
	assert.Equal(t, metrics.ByBot, over[0].Outcome)
	assert.Equal(t, "quiet", over[0].EndReason)
	assert.Equal(t, metrics.Span{Wall: time.Second, Hours: time.Second, Known: true}, over[0].FirstReply)
}
