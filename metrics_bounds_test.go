package kefu_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/routing"
	"github.com/kefu-go/kefu/ticket"
)

// What profiles say that no label can hold costs the label, not the event.
func TestAttributesThatAreNoLabels(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stores := kefu.MemoryStores()
		bot := newBot(t, &kefu.Options{
			Stores: stores,
			Profiles: kefu.ProfilesFunc(func(context.Context, string) (kb.Profile, error) {
				return kb.Profile{Attributes: map[string]string{"tier": strings.Repeat("x", 300), "city": "Shanghai", "address": "1 High Street\nLondon"}}, nil
			}),
			Metrics: &kefu.Metrics{Segments: []string{"tier", "city", "address"}},
		})
		newTalk(t, bot).send(kefu.Message{Text: "How can I pay?", Customer: "lee"})
		require.NoError(t, bot.Measure(t.Context()))
		require.Equal(t, []string{"customer_spoke", "answered", "bot_spoke"}, happened(t, stores.Metrics, "c/c"))
		for e, err := range stores.Metrics.Feed(t.Context(), 0) {
			require.NoError(t, err)
			require.Empty(t, e.Tier)
			require.Equal(t, []metrics.Label{{Name: "city", Value: "Shanghai"}}, e.Labels)
		}
	})
}

// Names that no event could have are refused when the bot is made: all events would have them.
func TestSegmentsAreChecked(t *testing.T) {
	for _, names := range [][]string{{"city", "city"}, {"a=b"}, {"a\nb"}, {strings.Repeat("x", 300)}} {
		_, err := kefu.New(&kefu.Options{Metrics: &kefu.Metrics{Segments: names}})
		require.ErrorContains(t, err, "metrics.segments", "%q", names)
	}
}

// The longest ids that a conversation can have are measured, too.
func TestLongIDsAreMeasured(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stores := kefu.MemoryStores()
		bot := newBot(t, &kefu.Options{Stores: stores, Metrics: &kefu.Metrics{}})
		long := strings.Repeat("x", 256)
		_, err := bot.Handle(t.Context(), kefu.Message{ID: long, Conversation: long, Customer: long, Channel: "web", Text: "How can I pay?"})
		require.NoError(t, err)
		require.NoError(t, bot.Measure(t.Context()))
		require.Equal(t, []string{"customer_spoke", "answered", "bot_spoke"}, happened(t, stores.Metrics, "c/"+long))
	})
}

// However many words somebody has for it, that a ticket is solved counts.
func TestLongReasonsAreMeasured(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stores := kefu.MemoryStores()
		bot := newBot(t, &kefu.Options{Stores: stores, Metrics: &kefu.Metrics{}, Tickets: &kefu.Tickets{}})
		stop := running(t, bot)
		newTalk(t, bot).say("let me talk to a person")
		time.Sleep(5 * time.Second)
		c := tickets(t, bot)[0]
		onTicket(t, bot, c.ID, ticket.AssignTo("mia"), ticket.Reply("It is settled"), ticket.MoveTo("resolved", strings.Repeat("很抱歉", 100)))
		time.Sleep(5 * time.Second)
		stop()
		require.NoError(t, bot.Measure(t.Context()))
		require.Contains(t, happened(t, stores.Metrics, "t/"+c.ID), "ticket_solved")
	})
}

// A ticket that the customer brought back is not settled any more, and neither is the talk that it came from.
func TestReopenedTicketsSettleNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stores := kefu.MemoryStores()
		bot := newBot(t, &kefu.Options{Stores: stores, Metrics: &kefu.Metrics{}, Tickets: &kefu.Tickets{}})
		stop := running(t, bot)
		newTalk(t, bot).say("let me talk to a person")
		time.Sleep(5 * time.Second)
		c := tickets(t, bot)[0]
		onTicket(t, bot, c.ID, ticket.AssignTo("mia"), ticket.Reply("It is settled"), ticket.MoveTo("resolved", "done"))
		time.Sleep(time.Hour)
		onTicket(t, bot, c.ID, ticket.MoveTo("open", "it is not"))
		time.Sleep(5 * time.Second)
		stop()
		time.Sleep(26 * time.Hour)
		require.NoError(t, bot.Measure(t.Context()))
		require.Equal(t, "human_resolution_rate 0, handed_off_unresolved_rate 1, case_reopen_rate -",
			numbers(t, bot, metrics.HumanResolutionRate, metrics.HandedOffRate, metrics.CaseReopenRate))
	})
}

// A program that takes items is no agent whose time is paid.
func TestBotsHaveNoShifts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stores := kefu.MemoryStores()
		bot := newBot(t, &kefu.Options{
			Stores: stores, Metrics: &kefu.Metrics{},
			Routing: &kefu.Routing{Options: routing.Options{Lease: -1, Plan: routing.Plan{Queues: []routing.Queue{{ID: "help"}}}}},
		})
		require.NoError(t, bot.Router().Register(t.Context(), routing.Agent{ID: "r2", Name: "R2", Capacity: 5, Bot: true}))
		require.NoError(t, bot.Router().SetPresence(t.Context(), "r2", routing.Online, ""))
		onDuty(t, bot, "ann")
		time.Sleep(3 * time.Hour)
		require.NoError(t, bot.Measure(t.Context()))
		require.Equal(t, "online_time 7200", numbers(t, bot, metrics.OnlineTime))
	})
}

// An agent who says that an answer is wrong came upon it: that is no draw, and estimates leave it out.
func TestComplaintsAreNoDraw(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stores := kefu.MemoryStores()
		bot := newBot(t, &kefu.Options{Stores: stores, Metrics: &kefu.Metrics{}})
		newTalk(t, bot).say("How can I pay?")
		require.NoError(t, bot.Rate(t.Context(), kefu.Rating{ID: "r", Conversation: "c", Message: "1", Verdict: kb.Wrong, Actor: "mia", Reason: "outdated"}))
		require.NoError(t, bot.Measure(t.Context()))
		require.Contains(t, happened(t, stores.Metrics, "c/c"), "answer_judged")
		for e, err := range stores.Metrics.Feed(t.Context(), 0) {
			require.NoError(t, err)
			require.True(t, e.Kind != metrics.AnswerJudged || e.Reason == metrics.ReasonPicked, e.Reason)
		}
	})
}

// A hook that breaks leaves an event as it was, its labels included.
func TestBrokenHookLeavesLabels(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stores := kefu.MemoryStores()
		bot := newBot(t, &kefu.Options{
			Stores: stores,
			Profiles: kefu.ProfilesFunc(func(context.Context, string) (kb.Profile, error) {
				return kb.Profile{Attributes: map[string]string{"city": "Shanghai"}}, nil
			}),
			Metrics: &kefu.Metrics{Segments: []string{"city"}, Event: func(_ context.Context, e *metrics.Event) {
				e.Labels[0].Value = "nowhere"
				panic("broken")
			}},
		})
		newTalk(t, bot).send(kefu.Message{Text: "How can I pay?", Customer: "lee"})
		require.NoError(t, bot.Measure(t.Context()))
		for e, err := range stores.Metrics.Feed(t.Context(), 0) {
			require.NoError(t, err)
			require.Equal(t, []metrics.Label{{Name: "city", Value: "Shanghai"}}, e.Labels)
		}
	})
}
