package kefu_test

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/routing"
	"github.com/kefu-go/kefu/routing/assist"
)

// An agent who opens a conversation gets what the bot knows: what was said, who the
// customer is, what may be answered, and the replies of the team with the blanks
// filled in.
func TestAgentsAreHelped(t *testing.T) {
	bot := newBot(t, &kefu.Options{Profiles: kefu.ProfilesFunc(func(context.Context, string) (kb.Profile, error) {
		return kb.Profile{Attributes: map[string]string{"name": "Ms Lee"}}, nil
	})})
	a := bot.Assist()
	_, err := a.Replies.Put(t.Context(), "boss", assist.Canned{Shortcut: "/sorry", Title: "Apology", Text: "I am sorry, {{customer.name}}.", Locale: "en"})
	require.NoError(t, err)
	c := newTalk(t, bot)
	c.send(kefu.Message{Text: "hello", Customer: "lee"})
	c.send(kefu.Message{Text: "How can I pay?", Customer: "lee"})
	_, err = bot.KB().Put(t.Context(), kb.Entry{ID: "robot", Question: "Can I talk to a person?", Answer: kb.TextAnswer("Just ask for one.")})
	require.NoError(t, err)
	c.send(kefu.Message{Text: "talk to a person", Customer: "lee"})

	s, err := bot.Situation(t.Context(), "c", "ann")
	require.NoError(t, err)
	require.Equal(t, "lee", s.Customer)
	opened, err := a.Open(t.Context(), s)
	require.NoError(t, err)
	require.Empty(t, opened.Suggestions.Failed)
	require.Contains(t, opened.Brief.Text, "How can I pay?")
	require.Equal(t, "Ms Lee", opened.Attributes["name"])
	answers := opened.Suggestions.Of(assist.HowTo)
	require.NotEmpty(t, answers)
	require.Equal(t, "answer pay", answers[0].Text)
	require.True(t, answers[0].Said, "the bot has told him")

	for _, one := range opened.Suggestions.List {
		require.NotEqual(t, "robot", one.ID, "there is a person now")
	}
	s.Category = "of the intents, not of the entries"
	advice, err := a.Suggest(t.Context(), s)
	require.NoError(t, err)
	require.NotEmpty(t, advice.Of(assist.HowTo))
	s.Attributes, s.Draft = opened.Attributes, "/sorry"
	typing, err := a.Live(t.Context(), s)
	require.NoError(t, err)
	require.Equal(t, "I am sorry, Ms Lee.", typing.Of(assist.CannedReply)[0].Text)

	topic, err := a.Training.FlagLine(t.Context(), &s, 2, assist.WrongAnswer, "ask first which country")
	require.NoError(t, err)
	require.EqualValues(t, 1, topic.Count)
	_, err = bot.Situation(t.Context(), "nobody", "ann")
	require.ErrorIs(t, err, dialog.ErrNotFound)
}

// What the bot says of the queue, of who takes over and of what it does not know is no
// answer: the brief tells what the customer was told of his matter, and what is open.
func TestNoticesAreNotInTheBrief(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bot := newBot(t, &kefu.Options{Routing: &kefu.Routing{Options: routing.Options{Lease: -1}}})
		defer running(t, bot)()
		c := newTalk(t, bot)
		c.say("How can I pay?")
		c.say("warranty")
		c.say("let me talk to a person")
		onDuty(t, bot, "ann")
		synctest.Wait()
		s, err := bot.Situation(t.Context(), "c", "ann")
		require.NoError(t, err)
		said := []string{}
		for _, l := range s.Lines {
			if l.By == assist.ByBot && !l.Notice {
				said = append(said, l.Text)
			}
		}
		require.Equal(t, []string{"answer pay"}, said)
		require.Contains(t, s.Lines[len(s.Lines)-1].Text, "Ms ann", "the conversation is whole")
		require.Equal(t, said, assist.BriefOf(&s, nil).Tried)
	})
}
