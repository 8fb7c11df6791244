package kefu_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
)

func TestLiveAnswerInAConversation(t *testing.T) {
	fails := false
	bot := newBot(t, &kefu.Options{KB: kb.LibraryOptions{Actions: map[string]kb.ActionFunc{
		"order": func(_ context.Context, call kb.ActionCall) (kb.Answer, error) {
			if fails {
				return kb.Answer{}, errors.New("the shop is away")
			}
			return kb.TextAnswer("Order " + call.Args["number"] + " is on its way."), nil
		},
	}}})
	_, err := bot.KB().Put(t.Context(), kb.Entry{
		ID: "order", Question: "Where is order 1234?", Phrasings: []string{`order (?P<number>\d{4})`}, Mode: kb.Pattern,
		Answer: kb.Answer{Parts: kb.TextAnswer("See My orders.").Parts, Action: &kb.Action{Name: "order"}},
	})
	require.NoError(t, err)
	c := newTalk(t, bot)
	require.Equal(t, "Order 4711 is on its way.", c.say("and what about order 4711?").Text)
	fails = true
	require.Contains(t, c.say("order 4711").Text, "See My orders.")
}

func TestFactInAConversation(t *testing.T) {
	bot := newBot(t, nil)
	_, err := bot.KB().Put(t.Context(), kb.Entry{
		ID: "x200", Question: "X200", Kind: kb.TableRow, Mode: kb.Contains, Answer: kb.TextAnswer("X200: our small one"),
		Facts: []kb.Fact{{Names: []string{"weight", "how heavy"}, Value: "1.2 kg"}},
	})
	require.NoError(t, err)
	require.Contains(t, newTalk(t, bot).say("how heavy is the x200?").Text, "1.2 kg")
}

func TestGuardInAConversation(t *testing.T) {
	guard, err := kb.NewGuard(nil, &kb.GuardOptions{Block: []string{"darn"}})
	require.NoError(t, err)
	bot := newBot(t, &kefu.Options{KB: kb.LibraryOptions{Guard: guard}})
	reply := newTalk(t, bot).say("darn, how can I pay?")
	require.Equal(t, dialog.Invalid, reply.Kind)
	require.Contains(t, reply.Text, "cannot help")
}

// Whose knowledge base it is, decides the host; a button of an old list does not
// get around that.
func TestScopeOfAConversation(t *testing.T) {
	bot := newBot(t, &kefu.Options{Scope: func(m kefu.Message) kb.Scope {
		return kb.Scope{Public: true, Bases: []string{m.Channel}}
	}})
	own := entry("own", "en", "How can I collect stamps?")
	own.Base = "shop-a"
	_, err := bot.KB().Put(t.Context(), own)
	require.NoError(t, err)
	c := newTalk(t, bot)
	require.Equal(t, "answer own", c.send(kefu.Message{Text: "How can I collect stamps?", Channel: "shop-a"}).Text)
	require.NotEqual(t, "own", c.send(kefu.Message{Text: "How can I collect stamps?", Channel: "shop-b"}).Source)
	require.NotEqual(t, "own", c.send(kefu.Message{Choice: "own", Channel: "shop-b"}).Source)
	require.Equal(t, "own", c.send(kefu.Message{Choice: "own", Channel: "shop-a"}).Source)
}

func TestProfilesAreOptional(t *testing.T) {
	asked := make(chan string, 1) // who is late may be so late that nobody waits for him
	bot := newBot(t, &kefu.Options{
		ProfileTimeout: time.Millisecond,
		Profiles: kefu.ProfilesFunc(func(ctx context.Context, customer string) (kb.Profile, error) {
			select {
			case asked <- customer:
			default:
			}
			<-ctx.Done()
			panic("a host that is slow and faulty")
		}),
	})
	c := newTalk(t, bot)
	require.Equal(t, "answer pay", c.send(kefu.Message{Text: "How can I pay?", Customer: "ann"}).Text)
	require.Equal(t, "ann", <-asked)
}

// loggedBy returns what the log of the knowledge base has, after the bot has
// carried it over.
func loggedBy(t *testing.T, bot *kefu.Bot, log kb.LogStore) (asked map[string]kb.Asked, verdicts []string) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- bot.Run(ctx) }()
	require.Eventually(t, func() bool {
		asked, verdicts = map[string]kb.Asked{}, nil
		for item, err := range log.Items(t.Context(), 0) {
			require.NoError(t, err)
			if item.Asked != nil {
				asked[item.Asked.ID] = *item.Asked
			} else {
				verdicts = append(verdicts, item.Feedback.Asked+" "+string(item.Feedback.Verdict)+" "+item.Feedback.Entry)
			}
		}
		return len(asked) > 0
	}, time.Minute, time.Millisecond)
	stop()
	require.NoError(t, <-done)
	return asked, verdicts
}

func TestQuestionsReachTheLog(t *testing.T) {
	stores := kefu.MemoryStores()
	bot := newBot(t, &kefu.Options{Stores: stores, Handoff: &takeOver{}, MaxUnanswered: 3})
	c := newTalk(t, bot)
	c.say("How can I pay?")                                            // 1: answered
	require.Equal(t, dialog.Suggested, c.say("what of warranty").Kind) // 2
	require.Equal(t, "w2", c.say("2").Source)                          // 3: picked
	c.say("and the warranty")                                          // 4
	c.say("none of these")                                             // 5
	c.say("zebra")                                                     // 6: unanswered
	require.Equal(t, dialog.HandedOff, c.say("a human please").Kind)   // 7
	_, err := bot.Say(t.Context(), kefu.Message{ID: "a", Conversation: "c", Text: "How can I pay?"})
	require.NoError(t, err)

	asked, verdicts := loggedBy(t, bot, stores.KBLog)
	require.Len(t, asked, 4)
	require.Equal(t, kb.Direct, asked["c/1"].Decision)
	require.Equal(t, "pay", asked["c/1"].Shown[0].Entry)
	require.Positive(t, asked["c/1"].Shown[0].Version)
	require.Equal(t, kb.Suggest, asked["c/2"].Decision)
	require.Len(t, asked["c/2"].Shown, 3)
	require.Equal(t, kb.None, asked["c/6"].Decision)
	require.Equal(t, "zebra", asked["c/6"].Text)
	require.Equal(t, []string{"c/2 picked w2", "c/4 none of these ", "c/6 handed off "}, verdicts)

	again, _ := loggedBy(t, bot, stores.KBLog)
	require.Equal(t, asked, again, "nothing is carried over twice")
}

func TestRate(t *testing.T) {
	stores := kefu.MemoryStores()
	bot := newBot(t, &kefu.Options{Stores: stores})
	c := newTalk(t, bot)
	c.send(kefu.Message{Text: "How can I pay?", Customer: "ann"})
	c.say("")
	rating := kefu.Rating{ID: "r", Conversation: "c", Message: "1", Verdict: kb.Useful}
	for range 2 { // a click that is sent twice
		require.NoError(t, bot.Rate(t.Context(), rating))
	}
	usage, err := bot.KB().Usage(t.Context(), "pay")
	require.NoError(t, err)
	require.EqualValues(t, 1, usage[0].Answered)
	require.EqualValues(t, 1, usage[0].Useful)

	rating.ID, rating.Message = "s", "2"
	require.ErrorIs(t, bot.Rate(t.Context(), rating), dialog.ErrNotFound, "that was no question")
	rating.Message = "17"
	require.ErrorIs(t, bot.Rate(t.Context(), rating), dialog.ErrNotFound)
	rating.Message, rating.Verdict = "1", "splendid"
	require.ErrorIs(t, bot.Rate(t.Context(), rating), kb.ErrInvalid)
}
