package kefu_test

import (
	"context"
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

// ticketing is a bot without people that keeps tickets, and runs.
func ticketing(t *testing.T, tk *kefu.Tickets) (bot *kefu.Bot, out *outbound, stop func()) {
	t.Helper()
	out = &outbound{}
	bot = newBot(t, &kefu.Options{Sender: out, Tickets: tk})
	return bot, out, running(t, bot)
}

// The notice of the solution asks for a reply if something is wrong: there is one, and the
// bot has no answer to it.
func TestWordsAfterTheSolutionReachTheTicket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bot, _, stop := ticketing(t, &kefu.Tickets{})
		defer stop()
		customer := newTalk(t, bot)
		customer.say("let me talk to a person")
		time.Sleep(5 * time.Second)
		c := tickets(t, bot)[0]
		onTicket(t, bot, c.ID, ticket.MoveTo("resolved", "sent a new one"))
		time.Sleep(5 * time.Second)
		customer.say("xyzzy plugh is still wrong")
		time.Sleep(5 * time.Second)
		c, err := bot.Tickets().Load(t.Context(), c.ID)
		require.NoError(t, err)
		assert.Equal(t, "open", c.State)
	})
}

// What is said where a merged ticket came from reaches the one that lives on.
func TestWordsOfAMergedConversationReachTheSurvivor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bot, _, stop := ticketing(t, &kefu.Tickets{})
		defer stop()
		customer := newTalk(t, bot)
		customer.say("let me talk to a person")
		time.Sleep(5 * time.Second)
		c := tickets(t, bot)[0]
		other, err := bot.Tickets().Open(t.Context(), ticket.Draft{Subject: "Lamp", Customer: c.Customer, Conversation: "other"}, ticket.ByAgent("mia"))
		require.NoError(t, err)
		_, err = bot.Tickets().Merge(t.Context(), c.ID, other.ID, ticket.Command{Actor: ticket.ByAgent("mia")})
		require.NoError(t, err)
		time.Sleep(5 * time.Second)
		customer.say("It is xyzzy plugh")
		time.Sleep(5 * time.Second)
		assert.Contains(t, words(t, bot, other.ID), "customer: It is xyzzy plugh")
	})
}

// Staff opened it for a conversation, and named no customer.
func TestWordsOfACustomerNobodyKnewReachTheTicket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bot, _, stop := ticketing(t, &kefu.Tickets{})
		defer stop()
		customer := newTalk(t, bot)
		customer.say("How can I pay?")
		c, err := bot.Tickets().Open(t.Context(), ticket.Draft{Subject: "Lamp", Conversation: "c"}, ticket.ByAgent("mia"))
		require.NoError(t, err)
		time.Sleep(5 * time.Second)
		customer.say("It is xyzzy plugh")
		time.Sleep(5 * time.Second)
		assert.Contains(t, words(t, bot, c.ID), "customer: It is xyzzy plugh")
	})
}

// A way to a file that is too long for an attachment loses neither it nor the words.
func TestFilesThatATicketCannotKeepAreToldInWords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bot, _, stop := ticketing(t, &kefu.Tickets{})
		defer stop()
		customer := newTalk(t, bot)
		customer.say("let me talk to a person")
		time.Sleep(5 * time.Second)
		c := tickets(t, bot)[0]
		_, err := bot.Handle(t.Context(), kefu.Message{ID: "big", Conversation: "c", Text: "xyzzy plugh", Parts: []kefu.Part{{Kind: "image", URL: "https://shop.example/" + strings.Repeat("x", 5000)}}})
		require.NoError(t, err)
		time.Sleep(5 * time.Second)
		said := words(t, bot, c.ID)
		assert.Contains(t, said[len(said)-1], "xyzzy plugh\nhttps://shop.example/xxx")
	})
}

// What the host adds to a draft is not refused for what a bot may not.
func TestTheHostGivesTicketsOwners(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bot, _, stop := ticketing(t, &kefu.Tickets{Draft: func(_ context.Context, _ kefu.Handoff, d *ticket.Draft) { d.Owner = "mia" }})
		defer stop()
		customer := newTalk(t, bot)
		customer.say("let me talk to a person")
		time.Sleep(5 * time.Minute)
		all := tickets(t, bot)
		require.Len(t, all, 1)
		assert.Equal(t, "mia", all[0].Owner)
	})
}

// The ticket is made as it was.
func TestADraftOfTheHostThatCannotBeOpenedKeepsNobodyWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bot, _, stop := ticketing(t, &kefu.Tickets{Draft: func(_ context.Context, _ kefu.Handoff, d *ticket.Draft) { d.Subject = "" }})
		defer stop()
		customer := newTalk(t, bot)
		customer.say("let me talk to a person")
		time.Sleep(5 * time.Minute)
		require.Len(t, tickets(t, bot), 1)
	})
}

// What is said between the hand-off and the ticket that it becomes is on the ticket.
func TestWordsBeforeTheTicketReachIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bot := newBot(t, &kefu.Options{
			Tickets: &kefu.Tickets{},
			Routing: &kefu.Routing{Options: routing.Options{Lease: -1, Plan: routing.Plan{Queues: []routing.Queue{{
				ID: "help", MaxWait: routing.Duration(time.Minute), Full: &routing.Overflow{To: "ticket"},
			}}}}},
		})
		stop := running(t, bot)
		defer stop()
		require.NoError(t, bot.Router().Register(t.Context(), routing.Agent{ID: "ann", Capacity: 1}))
		customer := newTalk(t, bot)
		customer.say("let me talk to a person")
		time.Sleep(20 * time.Second)
		customer.say("my order is xyzzy 12345")
		time.Sleep(2 * time.Minute)
		all := tickets(t, bot)
		require.Len(t, all, 1)
		assert.Contains(t, words(t, bot, all[0].ID), "customer: my order is xyzzy 12345")
	})
}

// An answer that is too long for a message arrives, in several, and holds up nothing.
func TestLongAnswersArriveInPieces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bot, out, stop := ticketing(t, &kefu.Tickets{})
		defer stop()
		newTalk(t, bot).say("let me talk to a person")
		time.Sleep(5 * time.Second)
		long := strings.Repeat("灯", ticket.MaxText/3)
		files := make([]ticket.Attachment, 100)
		for i := range files {
			files[i].URL = "https://shop.example/manual"
		}
		id := tickets(t, bot)[0].ID
		onTicket(t, bot, id, ticket.Action{Do: ticket.DoComment, Comment: &ticket.Comment{Text: long, Attachments: files}})
		onTicket(t, bot, id, ticket.Reply("That was all."))
		time.Sleep(10 * time.Second)
		assert.Contains(t, strings.Join(out.texts(), ""), long)
		assert.Equal(t, "That was all.", out.texts()[len(out.texts())-1])
	})
}
