package kefu_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
)

// handsOver reports whether a message alone makes the bot hand over.
func handsOver(t *testing.T, bot *kefu.Bot, text string) bool {
	t.Helper()
	reply, err := bot.Handle(t.Context(), kefu.Message{ID: uuid.NewString(), Conversation: uuid.NewString(), Text: text})
	require.NoError(t, err)
	return reply.Kind == dialog.HandedOff
}

// Which words are a wish for a person, tests of package intent say.
func TestAsksForAPerson(t *testing.T) {
	bot, err := kefu.New(&kefu.Options{Handoff: &takeOver{}})
	require.NoError(t, err)
	for _, wish := range []string{"agent", "let me speak to your manager", "转人工", "叫你们经理来", "talk to 人工"} {
		assert.True(t, handsOver(t, bot, wish), wish)
	}
	for _, other := range []string{"don't transfer me to an agent", "agent orange", "不要转人工", "人工智能音箱多少钱"} {
		assert.False(t, handsOver(t, bot, other), other)
	}
}

// The wish counts wherever a long message has it.
func TestWishInALongMessage(t *testing.T) {
	bot, err := kefu.New(&kefu.Options{Handoff: &takeOver{}})
	require.NoError(t, err)
	story := strings.Repeat("The parcel came late and the box was open. ", 40)
	require.True(t, handsOver(t, bot, story+"Let me talk to a person."))
	require.False(t, handsOver(t, bot, strings.Repeat(story, 10)))
}
