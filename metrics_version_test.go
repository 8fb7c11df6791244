package kefu_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/kb"
)

// A mended entry is not blamed for what its former version said, however late the turn is measured; nor is what came
// after the answer, if the entry is gone by then.
func TestTrailNamesTheVersionThatWasShown(t *testing.T) {
	for _, deleted := range []bool{false, true} {
		now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
		stores := kefu.MemoryStores()
		bot, err := kefu.New(&kefu.Options{Metrics: &kefu.Metrics{}, Now: func() time.Time { return now }, Stores: stores})
		require.NoError(t, err)
		put := func(text string) int64 {
			es, err := bot.KB().Put(t.Context(), kb.Entry{ID: "pay", Locale: "en", Question: "How can I pay?", Answer: kb.TextAnswer(text), Mode: kb.Exact})
			require.NoError(t, err)
			return es[0].Version
		}
		ask := func(id string) {
			r, err := bot.Handle(t.Context(), kefu.Message{ID: id, Conversation: "c", Text: "How can I pay?"})
			require.NoError(t, err)
			require.Equal(t, "pay", r.Source)
		}
		first := put("by card")
		ask("1")
		now = now.Add(time.Hour) // nobody runs
		second := put("by card or cash")
		require.NotEqual(t, first, second)
		now = now.Add(time.Minute)
		ask("2")
		now = now.Add(time.Minute)
		if deleted {
			require.NoError(t, bot.KB().Delete(t.Context(), "pay"))
		} else {
			put("by cash")
		}
		require.NoError(t, bot.Measure(t.Context()))
		for turn, version := range map[string]int64{"1": first, "2": second} {
			trail, err := bot.Metrics().Trail(t.Context(), "c", turn)
			require.NoError(t, err)
			require.Len(t, trail.Answers, 1)
			assert.Equal(t, version, trail.Answers[0].Version, "turn %s, deleted %v", turn, deleted)
		}
	}
}
