package kefu_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/routing"
	"github.com/kefu-go/kefu/ticket"
)

// tickets returns the tickets of a bot, the oldest first.
func tickets(t testing.TB, bot *kefu.Bot) []ticket.Ticket {
	t.Helper()
	found, err := bot.Tickets().Find(t.Context(), ticket.Filter{}, ticket.Page{})
	require.NoError(t, err)
	return found.Tickets
}

// onTicket does something to a ticket as an agent.
func onTicket(t testing.TB, bot *kefu.Bot, id string, actions ...ticket.Action) ticket.Ticket {
	t.Helper()
	c, err := bot.Tickets().Do(t.Context(), id, ticket.Command{Actor: ticket.ByAgent("mia"), Actions: actions})
	require.NoError(t, err)
	return c
}

// words are the comments of a ticket, with who wrote them.
func words(t testing.TB, bot *kefu.Bot, id string) (all []string) {
	t.Helper()
	for r, err := range bot.Tickets().Comments(t.Context(), id, true) {
		require.NoError(t, err)
		all = append(all, string(r.Actor.Role)+": "+r.Comment.Text)
	}
	return all
}

// A bot without people makes a ticket of what it hands over. What staff answers reaches
// the conversation, which stays with the bot; what the customer adds reaches the ticket.
func TestHandoffsBecomeTickets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &outbound{}
		bot := newBot(t, &kefu.Options{Sender: out, Tickets: &kefu.Tickets{}})
		stop := running(t, bot)
		defer stop()
		customer := newTalk(t, bot)
		customer.say("My lamp is broken")
		customer.say("let me talk to a person")
		time.Sleep(5 * time.Second)
		all := tickets(t, bot)
		require.Len(t, all, 1)
		c := all[0]
		assert.Contains(t, c.Subject, "lamp")
		assert.Contains(t, c.Summary, "lamp")
		assert.Equal(t, "c", c.Conversation)
		assert.NotZero(t, c.Deadline, "there is a promise")
		said := strings.Join(out.texts(), "\n")
		assert.Contains(t, said, "a colleague will answer it")
		assert.Contains(t, said, c.Number, "the customer knows his number")

		onTicket(t, bot, c.ID, ticket.AssignTo("mia"), ticket.Reply("Which lamp is it?"), ticket.MoveTo("pending", ""))
		time.Sleep(5 * time.Second)
		assert.Equal(t, 1, strings.Count(strings.Join(out.texts(), "\n"), "Which lamp is it?"))
		assert.Equal(t, "answer pay", customer.say("How can I pay?").Text, "the bot has the conversation")
		customer.say("It is xyzzy plugh")
		time.Sleep(5 * time.Second)
		c, err := bot.Tickets().Load(t.Context(), c.ID)
		require.NoError(t, err)
		assert.Equal(t, "open", c.State)
		all2 := words(t, bot, c.ID)
		assert.Equal(t, []string{"agent: Which lamp is it?", "customer: How can I pay?", "customer: It is xyzzy plugh"}, all2[len(all2)-3:])

		onTicket(t, bot, c.ID, ticket.MoveTo("resolved", "sent a new one"))
		time.Sleep(5 * time.Second)
		assert.Contains(t, out.texts()[len(out.texts())-1], "sent a new one")

		customer.say("How can I pay?")
		time.Sleep(5 * time.Second)
		c, err = bot.Tickets().Load(t.Context(), c.ID)
		require.NoError(t, err)
		assert.Equal(t, "resolved", c.State, "that was for the bot")
		customer.say("xyzzy plugh again")
		time.Sleep(5 * time.Second)
		c, err = bot.Tickets().Load(t.Context(), c.ID)
		require.NoError(t, err)
		assert.Equal(t, "open", c.State, "that was for whoever solved it")
	})
}

// What a queue does not get rid of becomes the ticket that the queue asks for.
func TestDivertedHandoffsBecomeTickets(t *testing.T) {
	for outcome, want := range map[string]string{"ticket": "question", "callback": "callback", "voicemail": ""} {
		t.Run(outcome, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				bot := newBot(t, &kefu.Options{
					Tickets: &kefu.Tickets{Draft: func(_ context.Context, _ kefu.Handoff, d *ticket.Draft) { d.ID = "other"; d.Group = "night" }},
					Routing: &kefu.Routing{Options: routing.Options{Lease: -1, Plan: routing.Plan{Queues: []routing.Queue{{
						ID: "help", MaxWait: routing.Duration(time.Minute), Full: &routing.Overflow{To: outcome},
					}}}}},
				})
				stop := running(t, bot)
				defer stop()
				require.NoError(t, bot.Router().Register(t.Context(), routing.Agent{ID: "ann", Capacity: 1}))
				newTalk(t, bot).say("let me talk to a person")
				time.Sleep(2 * time.Minute)
				all := tickets(t, bot)
				if want == "" {
					require.Empty(t, all)
					return
				}
				require.Len(t, all, 1)
				assert.Equal(t, want, all[0].Type)
				assert.Equal(t, "night", all[0].Group)
				assert.NotEqual(t, "other", all[0].ID, "the id is the hand-off's")
			})
		})
	}
}

// A complaint is a case, also where an agent takes the conversation: what both say is on
// the ticket, and is not said twice.
func TestComplaintsAreCases(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &outbound{}
		bot := newBot(t, &kefu.Options{Sender: out, Tickets: &kefu.Tickets{}, Routing: &kefu.Routing{Options: routing.Options{Lease: -1}}})
		stop := running(t, bot)
		defer stop()
		onDuty(t, bot, "ann")
		customer := newTalk(t, bot)
		customer.say("let me talk to a person")
		synctest.Wait()
		time.Sleep(2 * time.Second)
		require.Empty(t, tickets(t, bot), "an agent has it, and it is no complaint")
		_, err := bot.Release(t.Context(), "c", "r1")
		require.NoError(t, err)
		customer.say("I want to make a complaint about your staff, they were rude to me")
		customer.say("let me talk to a person")
		time.Sleep(2 * time.Second)
		all := tickets(t, bot)
		require.Len(t, all, 1)
		assert.Equal(t, "complaint", all[0].Type)
		assert.NotEmpty(t, all[0].Steps, "it follows the procedure")

		agentSays(t, bot, "c", "I am so sorry")
		customer.say("You should be")
		time.Sleep(5 * time.Second)
		got := words(t, bot, all[0].ID)
		assert.Equal(t, []string{"agent: I am so sorry", "customer: You should be"}, got[len(got)-2:])
		assert.Equal(t, 1, len(slices.DeleteFunc(out.texts(), func(s string) bool { return s != "I am so sorry" })))
		c, err := bot.Tickets().Load(t.Context(), all[0].ID)
		require.NoError(t, err)
		assert.NotZero(t, c.Replied, "words in the conversation are an answer")
	})
}

// A queue that takes no more refuses the hand-off, and a ticket takes it.
func TestRefusedHandoffsBecomeTickets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &outbound{}
		bot := newBot(t, &kefu.Options{Sender: out, Tickets: &kefu.Tickets{}, Routing: &kefu.Routing{Options: routing.Options{
			Lease: -1, Plan: routing.Plan{Queues: []routing.Queue{{ID: "help", MaxLen: 1}}},
		}}})
		stop := running(t, bot)
		defer stop()
		require.NoError(t, bot.Router().Register(t.Context(), routing.Agent{ID: "ann", Capacity: 1}))
		_, err := bot.Router().Submit(t.Context(), routing.Item{ID: "first"})
		require.NoError(t, err)
		newTalk(t, bot).say("let me talk to a person")
		time.Sleep(5 * time.Second)
		require.Len(t, tickets(t, bot), 1)
		assert.Contains(t, strings.Join(out.texts(), "\n"), "a colleague will answer it")
	})
}
