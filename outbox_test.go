package kefu_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
)

var errSink = errors.New("the help desk is down")

// request makes a conversation ask for a person.
func request(t testing.TB, bot *kefu.Bot, conversation string) {
	t.Helper()
	reply, err := bot.Handle(t.Context(), kefu.Message{ID: "m", Conversation: conversation, Text: "human"})
	require.NoError(t, err)
	require.Equal(t, dialog.HandedOff, reply.Kind)
}

func agentSays(t testing.TB, bot *kefu.Bot, conversation, text string) {
	t.Helper()
	_, err := bot.Say(t.Context(), kefu.Message{ID: text, Conversation: conversation, Text: text})
	require.NoError(t, err)
}

func TestHandOffIsRetried(t *testing.T) {
	at := newClock()
	var tried []time.Duration
	var offers []kefu.Handoff
	failing := true
	bot := newBot(t, &kefu.Options{Now: at.now, Handoff: dialog.HandoffFunc(func(_ context.Context, h kefu.Handoff) error {
		tried = append(tried, at.now().Sub(noon))
		offers = append(offers, h)
		if failing {
			return errSink
		}
		return nil
	})})
	request(t, bot, "c")
	for range 1000 { // seconds
		if _, err := bot.Deliver(t.Context()); err != nil {
			require.ErrorIs(t, err, errSink)
		}
		at.add(time.Second)
	}
	var want []time.Duration
	for _, s := range []int{0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 811} { // doubled, then every 5 minutes
		want = append(want, time.Duration(s)*time.Second)
	}
	require.Equal(t, want, tried)
	failing = false
	at.add(5 * time.Minute)
	require.Equal(t, 1, deliver(t, bot))
	at.add(time.Hour)
	require.Zero(t, deliver(t, bot))
	for _, h := range offers {
		require.Equal(t, offers[0], h, "the same record each time")
	}
}

func TestUndeliverableIsGivenUp(t *testing.T) {
	at := newClock()
	var got []string
	bot := newBot(t, &kefu.Options{Now: at.now, Sender: dialog.SenderFunc(func(_ context.Context, out kefu.Outgoing) error {
		got = append(got, out.Reply.Text)
		if out.Reply.Text == "one" {
			return fmt.Errorf("number unknown: %w", dialog.ErrUndeliverable)
		}
		return nil
	})})
	agentSays(t, bot, "c", "one")
	agentSays(t, bot, "c", "two")
	n, err := bot.Deliver(t.Context())
	require.ErrorIs(t, err, dialog.ErrUndeliverable)
	require.Equal(t, 1, n)
	at.add(time.Hour)
	require.Zero(t, deliver(t, bot))
	require.Equal(t, []string{"one", "two"}, got)
}

func TestPanicOfSinkAndSenderIsAFailure(t *testing.T) {
	at := newClock()
	panics := true
	bot := newBot(t, &kefu.Options{
		Now: at.now,
		Handoff: dialog.HandoffFunc(func(context.Context, kefu.Handoff) error {
			if panics {
				panic("sink")
			}
			return nil
		}),
		Sender: dialog.SenderFunc(func(context.Context, kefu.Outgoing) error {
			if panics {
				panic(errSink)
			}
			return nil
		}),
	})
	request(t, bot, "a")
	agentSays(t, bot, "b", "hello")
	n, err := bot.Deliver(t.Context())
	require.ErrorContains(t, err, "panic")
	require.Zero(t, n)
	panics = false
	at.add(time.Second)
	require.Equal(t, 2, deliver(t, bot))
}

func TestSlowSinkIsBounded(t *testing.T) {
	bot := newBot(t, &kefu.Options{DeliverTimeout: time.Millisecond, Handoff: dialog.HandoffFunc(func(ctx context.Context, _ kefu.Handoff) error {
		<-ctx.Done()
		return ctx.Err()
	})})
	request(t, bot, "c")
	n, err := bot.Deliver(t.Context())
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.Zero(t, n)
}

// An agent's words arrive in his order, also when one of them fails at first.
func TestWordsArriveInOrder(t *testing.T) {
	at := newClock()
	var got []string
	failures := 2
	bot := newBot(t, &kefu.Options{Now: at.now, Sender: dialog.SenderFunc(func(_ context.Context, out kefu.Outgoing) error {
		if out.Reply.Text == "2" && failures > 0 {
			failures--
			return errSink
		}
		got = append(got, out.Conversation+out.Reply.Text)
		return nil
	})})
	for i := range 5 {
		agentSays(t, bot, "x", strconv.Itoa(i))
	}
	agentSays(t, bot, "y", "0")
	n, err := bot.Deliver(t.Context())
	require.ErrorIs(t, err, errSink)
	require.Equal(t, 3, n)
	require.ElementsMatch(t, []string{"x0", "x1", "y0"}, got, "another conversation is not held up")
	agentSays(t, bot, "y", "1")
	require.Equal(t, 1, deliver(t, bot), "nor by an item that waits for its time")
	for range 3 {
		at.add(10 * time.Second)
		_, _ = bot.Deliver(t.Context())
	}
	require.Equal(t, []string{"x2", "x3", "x4"}, got[len(got)-3:])
}

// One call empties the outbox, whatever its size.
func TestDeliverTakesAll(t *testing.T) {
	sink := &takeOver{}
	bot := newBot(t, &kefu.Options{Handoff: sink})
	for i := range 200 {
		request(t, bot, strconv.Itoa(i))
	}
	require.Equal(t, 200, deliver(t, bot))
	require.Len(t, sink.taken, 200)
}

// Delivered is delivered, even if whoever asked for it has gone meanwhile.
func TestDeliveredThoughCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	at := newClock()
	bot := newBot(t, &kefu.Options{Now: at.now, Handoff: dialog.HandoffFunc(func(context.Context, kefu.Handoff) error {
		calls++
		cancel()
		return nil
	})})
	request(t, bot, "a")
	request(t, bot, "b")
	n, err := bot.Deliver(ctx)
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, 1, n)
	at.add(24 * time.Hour)
	require.Equal(t, 1, deliver(t, bot), "the other one, when its lease has ended")
	require.Equal(t, 2, calls)
}

// A node that crashes after a delivery repeats it, with the same id.
func TestAtLeastOnce(t *testing.T) {
	at, stores, sink := newClock(), kefu.MemoryStores(), &takeOver{}
	bot := newBot(t, &kefu.Options{Stores: stores, Now: at.now, Handoff: sink})
	request(t, bot, "c")
	items, err := stores.Dialog.Outbox().Claim(t.Context(), noon, noon.Add(time.Minute), 1) // and crashes
	require.NoError(t, err)
	require.Len(t, items, 1)
	require.Zero(t, deliver(t, bot), "it may still be at work")
	at.add(time.Minute)
	require.Equal(t, 1, deliver(t, bot))
	require.Equal(t, *items[0].Handoff, sink.taken[0])
}

// An item that this node has no receiver for waits for a node that has.
func TestNoReceiverHere(t *testing.T) {
	at, stores, sink, out := newClock(), kefu.MemoryStores(), &takeOver{}, &outbound{}
	full := newBot(t, &kefu.Options{Stores: stores, Now: at.now, Handoff: sink, Sender: out})
	bare, err := kefu.New(&kefu.Options{Stores: stores, Now: at.now})
	require.NoError(t, err)
	request(t, full, "c")
	agentSays(t, full, "d", "hello")
	n, err := bare.Deliver(t.Context())
	require.Error(t, err)
	require.Zero(t, n)
	at.add(time.Second)
	require.Equal(t, 2, deliver(t, full))
	require.Len(t, sink.taken, 1)
	require.Equal(t, []string{"hello"}, out.texts())
}
