package kefu_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
)

// One conversation has all types of answers: a question is answered, a fault is looked for step
// by step, and what may interest the customer is recommended, by what is known of him, and can
// be picked.
func TestTypesOfAnswersInOneTalk(t *testing.T) {
	gold, basic, zh := entry("gold", "en", "The lounge pass"), entry("basic", "en", "The bus pass"), entry("zh", "zh", "贵宾厅")
	gold.Tags, basic.Tags, zh.Tags = []string{"tier:gold", kb.Recommendable}, []string{"tier:basic", kb.Recommendable}, []string{kb.Recommendable}
	leak := entry("leak", "en", "My cup leaks")
	leak.Guide = &kb.Guide{Steps: []kb.Step{
		{ID: "seal", Say: kb.TextAnswer("Is the seal in?"), Options: []kb.Option{{Label: "Yes", Next: "new"}, {Label: "No", Next: "put"}}},
		{ID: "new", Say: kb.TextAnswer("You get a new one."), Outcome: kb.Solved},
		{ID: "put", Say: kb.TextAnswer("Put it in."), Outcome: kb.Solved},
	}}
	bot := newBot(t, &kefu.Options{Profiles: kefu.ProfilesFunc(func(context.Context, string) (kb.Profile, error) {
		return kb.Profile{Attributes: map[string]string{"tier": "gold"}}, nil
	})})
	_, err := bot.KB().Put(t.Context(), gold, basic, zh, leak)
	require.NoError(t, err)
	ann := newTalk(t, bot)
	says := func(words string) kefu.Reply { t.Helper(); return ann.send(kefu.Message{Customer: "ann", Text: words}) }
	require.Equal(t, dialog.Answered, says("How can I pay?").Kind)
	require.Contains(t, says("My cup leaks").Text, "Is the seal in?")
	require.Contains(t, says("No").Text, "Put it in.")
	r := says("What can you recommend to me?")
	require.Equal(t, dialog.Suggested, r.Kind)
	require.Equal(t, "This may interest you. Reply with a number to read more.\n1. The lounge pass", r.Text, "not what is for others, nor in another language")
	require.Equal(t, "answer gold", says("1").Text)
}
