package kefu_test

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/metrics"
)

// A correction with the id of a reply is the truth about the message: once, in its trail, and in no rate, since only what is wrong
// gets corrected.
func TestCorrectionsReachTheTrail(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stores := kefu.MemoryStores()
		bot := newBot(t, &kefu.Options{Stores: stores, Metrics: &kefu.Metrics{}})
		reply, err := bot.Handle(t.Context(), kefu.Message{ID: "a b", Conversation: "c/1", Text: "How can I pay?"})
		require.NoError(t, err)
		for _, id := range []string{reply.ID, "no reply", "x/"} {
			_, err := bot.Intents().Correct(t.Context(), intent.Correction{ID: id, Text: "How can I pay?", Label: "payment", Wrong: "refund", Actor: "eve"})
			require.NoError(t, err)
		}
		require.NoError(t, bot.Measure(t.Context()))
		trail, err := bot.Metrics().Trail(t.Context(), "c/1", "a b")
		require.NoError(t, err)
		assert.Equal(t, "payment", trail.Truth)
		require.NotEmpty(t, trail.Causes)
		assert.Equal(t, metrics.ModelLink, trail.Causes[0].Link)
		assert.Equal(t, "intent_error_rate -", numbers(t, bot, metrics.IntentErrorRate))

		// Undone and done again it is the same one.
		require.NoError(t, bot.Intents().Undo(t.Context(), reply.ID))
		require.NoError(t, bot.Measure(t.Context()))
		_, err = bot.Intents().Correct(t.Context(), intent.Correction{ID: reply.ID, Text: "How can I pay?", Label: "payment", Wrong: "refund", Actor: "eve"})
		require.NoError(t, err)
		require.NoError(t, bot.Measure(t.Context()))
		again, err := bot.Metrics().Trail(t.Context(), "c/1", "a b")
		require.NoError(t, err)
		assert.Equal(t, trail.Events, again.Events)
	})
}
