package kefu_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/routing"
)

// two is a plan with a queue to transfer to.
var two = routing.Plan{Queues: []routing.Queue{{ID: "help"}, {ID: "billing"}}}

// speaks has an agent say something.
func speaks(t *testing.T, bot *kefu.Bot, agent, text string) {
	t.Helper()
	_, err := bot.Say(t.Context(), kefu.Message{ID: text, Conversation: "c", Agent: agent, Text: text})
	require.NoError(t, err)
}

// What an agent said before he passed a conversation on does not bring it back to him,
// however late the router hears of it.
func TestTransferAfterWords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bot := newBot(t, &kefu.Options{Routing: &kefu.Routing{Options: routing.Options{Lease: -1, Plan: two}}})
		stop := running(t, bot)
		onDuty(t, bot, "ann")
		newTalk(t, bot).say("let me talk to a person")
		synctest.Wait()
		w := held(t, bot, "ann")
		stop()
		speaks(t, bot, "ann", "I pass you on")
		time.Sleep(time.Second)
		_, err := bot.Router().Transfer(t.Context(), w.Assignment(), routing.Destination{Queue: "billing"}, routing.Hand{By: "ann"})
		require.NoError(t, err)
		defer running(t, bot)()
		time.Sleep(5 * time.Second)
		synctest.Wait()
		w, err = bot.Router().Work(t.Context(), w.Item.ID)
		require.NoError(t, err)
		require.Equal(t, routing.Waiting, w.Status.State)
	})
}

// Who comes back after his session is over, and asks for a person at once, gets one.
func TestHandOffInANewSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bot := newBot(t, &kefu.Options{Routing: &kefu.Routing{Options: routing.Options{Lease: -1}}})
		c := newTalk(t, bot)
		c.say("How can I pay?")
		time.Sleep(48 * time.Hour)
		c.say("let me talk to a person")
		defer running(t, bot)()
		time.Sleep(5 * time.Second)
		synctest.Wait()
		open, err := bot.Router().Conversation(t.Context(), "c")
		require.NoError(t, err)
		require.Len(t, open, 1)
		require.Equal(t, routing.Waiting, open[0].Status.State)
	})
}

// An agent whom the router does not know can take a conversation over that waits: the
// item is withdrawn, and the conversation stays his.
func TestStrangerTakesOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &outbound{}
		bot := newBot(t, &kefu.Options{Sender: out, Routing: &kefu.Routing{Options: routing.Options{Lease: -1}}})
		defer running(t, bot)()
		c := newTalk(t, bot)
		c.say("let me talk to a person")
		synctest.Wait()
		speaks(t, bot, "zoe", "I am the owner of this shop")
		time.Sleep(5 * time.Second)
		synctest.Wait()
		open, err := bot.Router().Conversation(t.Context(), "c")
		require.NoError(t, err)
		require.Empty(t, open)
		require.Equal(t, dialog.Agent, c.say("How can I pay?").Owner)
	})
}

// Who is passed on to a queue is nobody's until somebody there takes him.
func TestTransferIsHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &outbound{}
		bot := newBot(t, &kefu.Options{Sender: out, Routing: &kefu.Routing{Options: routing.Options{Lease: -1, Plan: two}}})
		defer running(t, bot)()
		onDuty(t, bot, "ann")
		newTalk(t, bot).say("let me talk to a person")
		synctest.Wait()
		n := len(out.texts())
		w := held(t, bot, "ann")
		_, err := bot.Router().Transfer(t.Context(), w.Assignment(), routing.Destination{Queue: "billing"}, routing.Hand{By: "ann"})
		require.NoError(t, err)
		time.Sleep(5 * time.Second)
		synctest.Wait()
		require.Len(t, out.texts(), n+1)
		require.Contains(t, out.texts()[n], "another one will take over")
	})
}

// A hand-off that reaches the router after the conversation was given back waits for
// nobody.
func TestHandOffThatComesTooLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var down atomic.Bool
		down.Store(true)
		sink := dialog.HandoffFunc(func(context.Context, kefu.Handoff) error {
			if down.Load() {
				return errors.New("down")
			}
			return nil
		})
		bot := newBot(t, &kefu.Options{Handoff: sink, Routing: &kefu.Routing{Options: routing.Options{Lease: -1}}})
		defer running(t, bot)()
		newTalk(t, bot).say("let me talk to a person")
		synctest.Wait()
		speaks(t, bot, "zoe", "I am here")
		time.Sleep(time.Second)
		_, err := bot.Release(t.Context(), "c", "r")
		require.NoError(t, err)
		time.Sleep(5 * time.Second)
		down.Store(false)
		time.Sleep(time.Hour)
		synctest.Wait()
		open, err := bot.Router().Conversation(t.Context(), "c")
		require.NoError(t, err)
		require.Empty(t, open)
	})
}

// late runs what is set before it loads a conversation.
type late struct {
	dialog.Store
	before atomic.Pointer[func()]
}

func (s *late) Load(ctx context.Context, id string) (dialog.Conversation, error) {
	if before := s.before.Swap(nil); before != nil {
		(*before)()
	}
	return s.Store.Load(ctx, id)
}

// A place in the queue that was read before somebody took the customer, and is told
// afterwards, does not take the customer from him.
func TestPlaceIsToldTooLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out, stores := &outbound{}, kefu.MemoryStores()
		store := &late{Store: stores.Dialog}
		stores.Dialog = store
		bot := newBot(t, &kefu.Options{Stores: stores, Sender: out, Routing: &kefu.Routing{Options: routing.Options{Lease: -1}, Notice: time.Minute}})
		other := newBot(t, &kefu.Options{Stores: stores, Routing: &kefu.Routing{Options: routing.Options{Lease: -1}}})
		defer running(t, bot)()
		c := newTalk(t, bot)
		c.say("let me talk to a person")
		synctest.Wait()
		open, err := bot.Router().Conversation(t.Context(), "c")
		require.NoError(t, err)
		require.Len(t, open, 1)
		taken := func() {
			_, err := other.Engine().Progress(t.Context(), "c", "taken", dialog.HandoffProgress{
				ID: open[0].Item.ID, State: dialog.HandoffAccepted, Agent: "ann", Name: "Ms ann", At: time.Now(),
			})
			require.NoError(t, err)
		}
		store.before.Store(&taken)
		time.Sleep(time.Minute)
		synctest.Wait()
		require.Nil(t, store.before.Load(), "a place was told")
		require.NotContains(t, out.texts(), "My colleague had to leave; another one will take over.")
		require.Equal(t, dialog.Agent, c.say("How can I pay?").Owner)
	})
}

// A queue that only bots serve does not keep the others from being closed.
func TestBotsAreNoOpeningHours(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bot := newBot(t, &kefu.Options{Routing: &kefu.Routing{Options: routing.Options{
			Lease: -1, Hours: map[string]routing.Hours{"office": never{}},
			Plan: routing.Plan{Queues: []routing.Queue{{ID: "help", Hours: "office"}, {ID: "bot"}}},
		}}})
		require.NoError(t, bot.Router().Register(t.Context(), routing.Agent{ID: "ann", Queues: []string{"help"}, Capacity: 1}))
		require.NoError(t, bot.Router().Register(t.Context(), routing.Agent{ID: "robot", Bot: true, Queues: []string{"bot"}, Capacity: 1}))
		closed := newTalk(t, bot).say("let me talk to a person").Text
		require.NotContains(t, closed, "busy")
		require.Contains(t, closed, "Leave a message")

		require.NoError(t, bot.Router().SetPlan(t.Context(), routing.Plan{Queues: []routing.Queue{{ID: "help"}, {ID: "bot"}}}))
		later := newTalk(t, bot)
		later.id = "d"
		require.Contains(t, later.say("let me talk to a person").Text, "You are in the queue", "ann may come back")
	})
}

// never are hours in which nobody works.
type never struct{}

func (never) Open(time.Time) bool                      { return false }
func (never) Next(time.Time) (next time.Time, ok bool) { return time.Time{}, false }
