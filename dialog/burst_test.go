package dialog

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

const burstGap = 700 * time.Millisecond

// burstEngine answers with what it took for the question.
func burstEngine(t *testing.T, store Store) *Engine {
	t.Helper()
	e, err := NewEngine(store, &Options{
		Merge: burstGap,
		Patterns: Patterns{
			Accept: func(_ context.Context, t *Talk) (bool, error) {
				if t.text == "slow" {
					time.Sleep(4 * time.Second)
				}
				t.turn.Reply.Kind = Answered
				t.tell(strings.ReplaceAll(t.text, "\n", "|") + t.choice)
				return true, nil
			},
		},
	})
	require.NoError(t, err)
	return e
}

// burst sends messages, each after a pause, and returns the replies and when they came.
func burst(t *testing.T, e *Engine, msgs []Message, pauses ...time.Duration) (replies []Reply, took []time.Duration) {
	t.Helper()
	replies, took = make([]Reply, len(msgs)), make([]time.Duration, len(msgs))
	began := time.Now()
	var wg sync.WaitGroup
	for i, msg := range msgs {
		time.Sleep(pauses[i])
		if msg.ID == "" {
			msg.ID = fmt.Sprint(i + 1)
		}
		msg.Conversation = "c"
		wg.Go(func() {
			r, err := e.Handle(t.Context(), msg)
			if err != nil {
				t.Error(err)
			}
			replies[i], took[i] = r, time.Since(began)
		})
		synctest.Wait()
	}
	wg.Wait()
	return replies, took
}

func texts(t *testing.T, store Store) (all []string) {
	t.Helper()
	for r, err := range store.Transcript(t.Context(), "c", 0) {
		require.NoError(t, err)
		all = append(all, r.Message.ID+":"+string(r.Reply.Kind)+":"+r.Reply.Text)
	}
	return all
}

func TestBursts(t *testing.T) {
	say := func(words ...string) (msgs []Message) {
		for _, w := range words {
			msgs = append(msgs, Message{Text: w})
		}
		return msgs
	}
	ms := func(n ...int) (d []time.Duration) {
		for _, n := range n {
			d = append(d, time.Duration(n)*time.Millisecond)
		}
		return d
	}
	for name, c := range map[string]struct {
		msgs   []Message
		pauses []time.Duration
		ledger []string
		last   time.Duration
	}{
		"a message alone waits once": {say("在吗"), ms(0), []string{"1:answered:在吗"}, burstGap},
		"three messages are one question": {
			say("在吗", "我要退货", "单号123"), ms(0, 300, 600),
			[]string{"1:merged:", "2:merged:", "3:answered:在吗|我要退货|单号123"},
			900*time.Millisecond + burstGap,
		},
		"what comes later is another question": {
			say("hi", "where is it"), ms(0, 701), []string{"1:answered:hi", "2:answered:where is it"}, 1401 * time.Millisecond,
		},
		"nobody who writes on and on waits for ever": {
			say("a", "b", "c", "d", "e", "f", "g"), ms(0, 600, 600, 600, 600, 600, 600),
			[]string{"1:merged:", "2:merged:", "3:merged:", "4:merged:", "5:answered:a|b|c|d|e", "6:merged:", "7:answered:f|g"},
			3600*time.Millisecond + burstGap,
		},
		"a choice does not wait, and is not mixed with words": {
			[]Message{{Text: "hi"}, {Choice: "x"}}, ms(0, 100), []string{"1:answered:hi", "2:answered:x"}, 100 * time.Millisecond,
		},
		"pictures are questions of their own": {
			[]Message{{Text: "hi"}, {Text: "this", Parts: []Part{{Kind: ImagePart, URL: "u"}}}},
			ms(0, 100),
			[]string{"1:answered:hi", "2:answered:this"},
			100 * time.Millisecond,
		},
		"long texts are not heaped up": {
			say(strings.Repeat("a", burstText), "b"), ms(0, 100),
			[]string{"1:answered:" + strings.Repeat("a", burstText), "2:answered:b"},
			burstGap + 100*time.Millisecond,
		},
		"the same message twice is one, and no burst": {
			[]Message{{Text: "hi"}, {ID: "1", Text: "hi"}}, ms(0, 100), []string{"1:answered:hi"}, burstGap,
		},
		"who waits for an answer already begins another burst": {
			say("slow", "b", "c"), ms(0, 2750, 100), []string{"1:answered:slow", "2:merged:", "3:answered:b|c"}, 4700 * time.Millisecond,
		},
		"the same message twice is one": {
			[]Message{{Text: "hi"}, {ID: "1", Text: "hi"}, {Text: "there"}},
			ms(0, 100, 100),
			[]string{"1:merged:", "3:answered:hi|there"},
			200*time.Millisecond + burstGap,
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := NewMemoryStore()
				e := burstEngine(t, store)
				replies, took := burst(t, e, c.msgs, c.pauses...)
				require.Equal(t, c.ledger, texts(t, store))
				require.Equal(t, c.last, took[len(took)-1])
				require.Empty(t, e.bursts.last, "nothing is left behind")
				began := time.Now()
				for i, msg := range c.msgs { // all of them again
					if msg.ID == "" {
						msg.ID = fmt.Sprint(i + 1)
					}
					msg.Conversation = "c"
					again, err := e.Handle(t.Context(), msg)
					require.NoError(t, err)
					require.Equal(t, replies[i], again)
				}
				require.Zero(t, time.Since(began), "a repeat does not wait")
			})
		})
	}
}

// A customer whose connection breaks while he waits has not been heard, and those before and
// after him are.
func TestBurstGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := NewMemoryStore()
		e := burstEngine(t, store)
		ctx, cancel := context.WithCancel(t.Context())
		gaveUp, merged := make(chan error, 1), make(chan Reply, 1)
		go func() {
			r, _ := e.Handle(t.Context(), Message{ID: "1", Conversation: "c", Text: "a"})
			merged <- r
		}()
		synctest.Wait()
		go func() {
			_, err := e.Handle(ctx, Message{ID: "2", Conversation: "c", Text: "b"})
			gaveUp <- err
		}()
		synctest.Wait()
		require.Equal(t, Merged, (<-merged).Kind)
		cancel()
		require.ErrorIs(t, <-gaveUp, context.Canceled)
		r, err := e.Handle(t.Context(), Message{ID: "2", Conversation: "c", Text: "b"})
		require.NoError(t, err)
		require.Equal(t, "a|b", r.Text, "he sends it again")
		require.Empty(t, e.bursts.last)
	})
}

// What was held when the process died is answered by a sweep, in its language, once.
func TestBurstOfADeadProcess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := NewMemoryStore()
		dead := burstEngine(t, store)
		_, err := dead.do(t.Context(), Message{ID: "1", Conversation: "c", From: Customer, Text: "我要退货"}, work{name: holdWork})
		require.NoError(t, err)
		time.Sleep(time.Second)
		_, err = dead.do(t.Context(), Message{ID: "2", Conversation: "c", From: Customer, Text: "单号123"}, work{name: holdWork})
		require.NoError(t, err)
		var sent []Reply
		e := burstEngine(t, store)
		e.opts.Sender = SenderFunc(func(_ context.Context, out Outgoing) error { sent = append(sent, *out.Reply); return nil })
		n, err := e.Sweep(t.Context(), time.Now().Add(burstGap))
		require.NoError(t, err)
		require.Zero(t, n, "its last message may yet come")
		time.Sleep(e.opts.heldFor() - time.Second)
		for range 2 {
			_, err = e.Sweep(t.Context(), time.Now())
			require.NoError(t, err)
			_, err = e.Deliver(t.Context())
			require.NoError(t, err)
		}
		require.Len(t, sent, 1)
		require.Equal(t, "我要退货|单号123", sent[0].Text)
		require.Equal(t, "zh", sent[0].Locale)
	})
}

// While a person has the conversation, he gets each message.
func TestBurstsForAgents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := NewMemoryStore()
		e := burstEngine(t, store)
		_, err := e.Say(t.Context(), Message{ID: "1", Conversation: "c", Text: "Hi", Agent: "bo"})
		require.NoError(t, err)
		replies, _ := burst(t, e, []Message{{Text: "a"}, {Text: "b"}}, 0, 0)
		require.Equal(t, Relayed, replies[0].Kind)
		require.Equal(t, Relayed, replies[1].Kind)
	})
}
