package kefu_test

import (
	"context"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/routing"
)

// offers is a plan whose agents are asked.
var offers = routing.Plan{Queues: []routing.Queue{{ID: "help", OfferFor: routing.Duration(20 * time.Second)}}}

// onDuty registers agents and brings them online, without a lease.
func onDuty(t *testing.T, bot *kefu.Bot, names ...string) {
	t.Helper()
	for _, name := range names {
		require.NoError(t, bot.Router().Register(t.Context(), routing.Agent{ID: name, Name: "Ms " + name, Capacity: 1}))
		require.NoError(t, bot.Router().SetPresence(t.Context(), name, routing.Online, ""))
	}
}

func held(t *testing.T, bot *kefu.Bot, agent string) routing.Work {
	t.Helper()
	a, err := bot.Router().Agent(t.Context(), agent)
	require.NoError(t, err)
	require.Len(t, a.Items, 1)
	w, err := bot.Router().Work(t.Context(), a.Items[0])
	require.NoError(t, err)
	return w
}

// A conversation goes to the first agent, who lets it pass, then to the second, and
// back to the bot; the customer hears of each step.
func TestHandOffIsRouted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &outbound{}
		bot := newBot(t, &kefu.Options{Sender: out, Routing: &kefu.Routing{Options: routing.Options{Plan: offers, Lease: -1}}})
		stop := running(t, bot)
		defer stop()
		onDuty(t, bot, "ann", "bob")
		c := newTalk(t, bot)
		c.say("How can I pay?")
		require.Equal(t, dialog.HandedOff, c.say("let me talk to a person").Kind)
		synctest.Wait()
		w := held(t, bot, "ann")
		require.Equal(t, routing.Offered, w.Status.State)
		require.Contains(t, string(w.Item.Brief), "How can I pay?")

		time.Sleep(20 * time.Second) // she does not answer
		synctest.Wait()
		w = held(t, bot, "bob")
		_, err := bot.Router().Accept(t.Context(), w.Assignment())
		require.NoError(t, err)
		synctest.Wait()
		require.Contains(t, out.texts()[0], "Ms bob")

		agentSays(t, bot, "c", "hello")
		_, err = bot.Router().Complete(t.Context(), w.Assignment(), "resolved")
		require.NoError(t, err)
		synctest.Wait()
		require.Equal(t, "answer pay", c.say("How can I pay?").Text, "the bot has the conversation")
	})
}

// Giving a conversation back frees the agent.
func TestReleaseCompletesTheItem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bot := newBot(t, &kefu.Options{Routing: &kefu.Routing{Options: routing.Options{Lease: -1}}})
		stop := running(t, bot)
		defer stop()
		onDuty(t, bot, "ann")
		newTalk(t, bot).say("let me talk to a person")
		synctest.Wait()
		w := held(t, bot, "ann")
		require.Equal(t, routing.Active, w.Status.State)
		_, err := bot.Release(t.Context(), "c", "r1")
		require.NoError(t, err)
		synctest.Wait()
		w, err = bot.Router().Work(t.Context(), w.Item.ID)
		require.NoError(t, err)
		require.Equal(t, routing.Completed, w.Status.State)
	})
}

// Who waits hears how far he has come; nobody is told what is nothing new.
func TestPlacesAreTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &outbound{}
		bot := newBot(t, &kefu.Options{Sender: out, Routing: &kefu.Routing{Options: routing.Options{Lease: -1}}})
		stop := running(t, bot)
		defer stop()
		onDuty(t, bot, "ann")
		for _, id := range []string{"1", "2", "3", "4", "5", "6"} {
			_, err := bot.Router().Submit(t.Context(), routing.Item{ID: id})
			require.NoError(t, err)
		}
		reply := newTalk(t, bot).say("let me talk to a person")
		require.Contains(t, reply.Text, "busy")
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		before := len(out.texts())
		for range 4 {
			w := held(t, bot, "ann")
			_, err := bot.Router().Complete(t.Context(), w.Assignment(), "")
			require.NoError(t, err)
		}
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		require.Len(t, out.texts(), before+1)
		require.Contains(t, out.texts()[before], "number 2")
	})
}

// In a peak the rules may leave a conversation to the bot.
func TestBotAsAnAgent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out, peaks := &outbound{}, []bool{}
		bot := newBot(t, &kefu.Options{Sender: out, Routing: &kefu.Routing{
			Options: routing.Options{Lease: -1, Plan: routing.Plan{
				Queues: []routing.Queue{{ID: "help"}, {ID: "bot"}},
				Rules:  []routing.Rule{{Name: "peak", If: "peak and lot < bot_share", Targets: []routing.Target{{Queue: "bot"}}}},
				Peak:   &routing.Peak{Enter: 2, Leave: 1, PeakShare: 1},
			}},
			OnPeak: func(_ context.Context, on bool, _ routing.Load) error { peaks = append(peaks, on); return nil },
		}})
		stop := running(t, bot)
		defer stop()
		require.NoError(t, bot.Router().Register(t.Context(), routing.Agent{ID: "robot", Bot: true, Queues: []string{"bot"}, Capacity: 1000}))
		require.NoError(t, bot.Router().SetPresence(t.Context(), "robot", routing.Online, ""))
		for _, id := range []string{"1", "2", "3"} {
			_, err := bot.Router().Submit(t.Context(), routing.Item{ID: id})
			require.NoError(t, err)
		}
		c := newTalk(t, bot)
		c.say("let me talk to a person")
		synctest.Wait()
		require.Equal(t, []bool{true}, peaks)
		require.Contains(t, out.texts()[0], "no colleague can take over")
		require.Equal(t, "answer pay", c.say("How can I pay?").Text)
	})
}

// A complaint goes to whoever has settled complaints best, before what is less
// pressing, and not to somebody who has only just begun.
func TestComplaintsGoToTheBest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bot := newBot(t, &kefu.Options{Routing: &kefu.Routing{Options: routing.Options{Lease: -1, Plan: routing.Plan{
			Queues: []routing.Queue{{ID: "help"}, {ID: "complaints", Strategy: "best_outcome", ReplyWithin: routing.Duration(5 * time.Minute)}},
			Rules:  []routing.Rule{{Name: "complaint", If: "category under 'complaint'", Targets: []routing.Target{{Queue: "complaints", Priority: 5}}}},
		}}}})
		stop := running(t, bot)
		defer stop()
		router := bot.Router()
		for _, name := range []string{"ann", "bob", "cyd"} {
			require.NoError(t, router.Register(t.Context(), routing.Agent{ID: name, Capacity: 1}))
		}
		outcomes := map[string]string{"ann": "unresolved", "bob": "resolved", "cyd": "unresolved"}
		for round := range 10 { // each has ten complaints, one at a time
			for _, name := range []string{"ann", "bob", "cyd"} {
				require.NoError(t, router.SetPresence(t.Context(), name, routing.Online, ""))
				w, err := router.Submit(t.Context(), routing.Item{ID: name + strconv.Itoa(round), Category: "complaint/service"})
				require.NoError(t, err)
				require.Equal(t, name, w.Status.Agent)
				_, err = router.Complete(t.Context(), w.Assignment(), outcomes[name])
				require.NoError(t, err)
				require.NoError(t, router.SetPresence(t.Context(), name, routing.Offline, ""))
			}
		}
		for _, name := range []string{"ann", "bob", "cyd"} {
			require.NoError(t, router.SetPresence(t.Context(), name, routing.Online, ""))
		}
		c := newTalk(t, bot)
		c.say("I want to make a complaint about your rude courier")
		c.say("let me talk to a person")
		synctest.Wait()
		w := held(t, bot, "bob")
		require.Equal(t, "complaints", w.Status.Stage.Queue)
		require.Equal(t, "c", w.Item.Conversation)
	})
}

// A host that cannot take what was diverted is asked again, and keeps nobody else
// from hearing.
func TestDivertedIsToldUntilItIsTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out, tries := &outbound{}, 0
		bot := newBot(t, &kefu.Options{Sender: out, Routing: &kefu.Routing{
			Options: routing.Options{Lease: -1, Plan: routing.Plan{Queues: []routing.Queue{
				{ID: "help", MaxLen: 1, Full: &routing.Overflow{To: "ticket"}},
			}}},
			Diverted: func(_ context.Context, w routing.Work) error {
				require.Equal(t, "ticket", w.Status.Outcome)
				if tries++; tries < 4 {
					panic("no ticket today")
				}
				return nil
			},
		}})
		stop := running(t, bot)
		defer stop()
		onDuty(t, bot, "ann")
		for _, id := range []string{"1", "2", "3"} { // hers, the one who may wait, and the ticket
			_, err := bot.Router().Submit(t.Context(), routing.Item{ID: id})
			require.NoError(t, err)
		}
		_, err := bot.Router().Cancel(t.Context(), "2", "gone")
		require.NoError(t, err)
		newTalk(t, bot).say("let me talk to a person")
		synctest.Wait()
		require.Equal(t, 1, tries)
		w := held(t, bot, "ann")
		_, err = bot.Router().Complete(t.Context(), w.Assignment(), "")
		require.NoError(t, err)
		synctest.Wait()
		require.Contains(t, out.texts()[len(out.texts())-1], "Ms ann", "the hook fails, the customer hears")
		time.Sleep(time.Minute)
		synctest.Wait()
		require.Equal(t, 4, tries)
	})
}

// Somebody is free, but nobody who can help, or not before the customer's own agent has had
// his time: the customer hears at once how it stands.
func TestWhoCanHelpIsAsked(t *testing.T) {
	plan := routing.Plan{
		Queues: []routing.Queue{{ID: "help"}, {ID: "night", Hours: "night", Closed: &routing.Overflow{To: "ticket"}}},
		Rules: []routing.Rule{
			{Name: "night", If: "type == 'handoff' and tier == 'night'", Targets: []routing.Target{{Queue: "night"}}},
			{Name: "later", If: "tier == 'later'", Targets: []routing.Target{{Queue: "help", Wait: routing.Duration(40 * time.Second), Relax: []routing.Relaxation{{After: routing.Duration(30 * time.Second), Drop: []string{"refunds"}}}}}},
		},
	}
	for name, c := range map[string]struct {
		tier    string
		skilled bool
		want    string
	}{
		"the one with the skill is away":   {"", false, "busy"},
		"the one with the skill is free":   {"", true, "colleague"},
		"another one, in half a minute":    {"later", false, "busy"},
		"closed, though people are online": {"night", true, "Nobody is here"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				bot := newBot(t, &kefu.Options{Sender: &outbound{}, Routing: &kefu.Routing{
					Options: routing.Options{Lease: -1, Plan: plan, Hours: map[string]routing.Hours{"night": nights{}}},
					Item: func(_ context.Context, _ kefu.Handoff, item *routing.Item) {
						item.Skills, item.Tier = []routing.Need{{Skill: "refunds"}}, c.tier
					},
				}})
				stop := running(t, bot)
				defer stop()
				onDuty(t, bot, "ann")
				require.NoError(t, bot.Router().Register(t.Context(), routing.Agent{ID: "ben", Capacity: 1, Skills: map[string]int{"refunds": 3}}))
				if c.skilled {
					require.NoError(t, bot.Router().SetPresence(t.Context(), "ben", routing.Online, ""))
				}
				reply := newTalk(t, bot).say("let me talk to a person")
				require.Contains(t, reply.Text, c.want)
			})
		})
	}
}

// nights are closed by day, which opens at 22:00.
type nights struct{}

func (nights) Open(time.Time) bool { return false }

func (nights) Next(after time.Time) (time.Time, bool) {
	return after.Truncate(24 * time.Hour).Add(22 * time.Hour), true
}
