package kefu_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
)

// router is a guide of three steps, one of which leads to a person.
func router() kb.Entry {
	return kb.Entry{
		ID: "router", Locale: "en", Kind: kb.GuideKind, Question: "My router does not connect", Mode: kb.Exact,
		Answer: kb.TextAnswer("Let us find out why."),
		Guide: &kb.Guide{Steps: []kb.Step{
			{ID: "lamp", Say: kb.TextAnswer("Which colour has the lamp?"), Options: []kb.Option{
				{Label: "It is red", Wordings: []string{"red"}, Next: "cable"},
				{Label: "It is green", Next: "person"},
			}},
			{ID: "cable", Say: kb.TextAnswer("Plug the cable in. Better?"), Options: []kb.Option{
				{Label: "Yes", Next: "fine"}, {Label: "No", Next: "person"},
			}},
			{ID: "fine", Say: kb.TextAnswer("Enjoy!"), Outcome: kb.Solved},
			{ID: "person", Say: kb.TextAnswer("That needs a colleague."), Outcome: kb.HandOff},
		}},
	}
}

func guided(t *testing.T) (*talk, *takeOver) {
	sink := &takeOver{}
	bot := newBot(t, &kefu.Options{Handoff: sink})
	_, err := bot.KB().Put(t.Context(), router())
	require.NoError(t, err)
	return newTalk(t, bot), sink
}

func TestGuideInAConversation(t *testing.T) {
	c, _ := guided(t)
	first := c.say("my router does not connect")
	require.Equal(t, dialog.Answered, first.Kind)
	require.Equal(t, "Let us find out why.\nWhich colour has the lamp?\n1. It is red\n2. It is green", first.Text)
	require.Equal(t, []kefu.Choice{{ID: "step/1", Label: "It is red"}, {ID: "step/2", Label: "It is green"}}, first.Choices)
	require.Len(t, first.Parts, 2, "without the numbers, for channels with buttons")

	second := c.say("it's red")
	require.Equal(t, dialog.Guided, second.Kind)
	require.Equal(t, "Plug the cable in. Better?\n1. Yes\n2. No", second.Text)
	require.Equal(t, "router", second.Source)

	aside := c.say("How can I pay?")
	require.Equal(t, "answer pay", aside.Text, "a question in between is answered")
	third := c.send(kefu.Message{Choice: "step/1"})
	require.Equal(t, "Enjoy!", third.Text, "and the step still waits")
	require.Empty(t, third.Choices)
	require.Equal(t, dialog.Unanswered, c.say("1").Kind, "the guide has ended")
}

func TestGuideLeadsToAPerson(t *testing.T) {
	c, sink := guided(t)
	c.say("my router does not connect")
	last := c.say("2")
	require.Equal(t, dialog.HandedOff, last.Kind)
	require.Equal(t, dialog.Agent, last.Owner)
	require.Contains(t, last.Text, "That needs a colleague.\nI'm passing you on")
	deliver(t, c.bot)
	require.Equal(t, dialog.GuideEnded, sink.all()[0].Reason)
}

func TestGuideThatIsGone(t *testing.T) {
	c, _ := guided(t)
	c.say("my router does not connect")
	require.NoError(t, c.bot.KB().Delete(t.Context(), "router"))
	require.Equal(t, dialog.Unanswered, c.say("1").Kind)
	require.Equal(t, "answer pay", c.say("How can I pay?").Text)
}
