package kefu_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
)

// A question that a dozen entries answer equally well is asked back about what tells
// them apart, until one is left.
func TestBotNarrowsTheNeed(t *testing.T) {
	bot, err := kefu.New(&kefu.Options{Handoff: &takeOver{}})
	require.NoError(t, err)
	for i, thing := range []string{"lamp", "chair", "table", "sofa", "bed", "shelf", "kettle", "toaster", "blender", "oven", "fridge", "washer"} {
		category := "furniture"
		if i >= 6 {
			category = "appliances"
		}
		_, err := bot.KB().Put(t.Context(), kb.Entry{
			ID: thing, Locale: "en", Category: "returns/" + category, Question: "How do I return a " + thing + "?", Answer: kb.TextAnswer("Returning a " + thing + "."),
		})
		require.NoError(t, err)
	}
	c := newTalk(t, bot)
	reply := c.say("how do I return it?")
	t.Log(reply.Text)
	asked := 0
	for ; reply.Kind == dialog.Suggested && asked < 5; asked++ {
		require.NotEmpty(t, reply.Choices)
		require.LessOrEqual(t, len(reply.Choices), 6)
		reply = c.send(kefu.Message{Choice: reply.Choices[0].ID})
	}
	require.Equal(t, dialog.Answered, reply.Kind, fmt.Sprint(reply.Text))
	require.Positive(t, asked)
}
