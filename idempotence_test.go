package kefu_test

import (
	"fmt"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
)

// Whatever is repeated, whenever: each message has one reply and one set of
// effects, those of the first time.
func TestRepeatsChangeNothing(t *testing.T) {
	at := newClock()
	rapid.Check(t, func(rt *rapid.T) {
		stores, sink, out := kefu.MemoryStores(), &takeOver{}, &outbound{}
		bot := newBot(t, &kefu.Options{Stores: stores, Now: at.now, Handoff: sink, Sender: out})
		steps := script(bot)
		first := make([]kefu.Reply, 0, len(steps))
		for len(first) < len(steps) {
			pick := rapid.IntRange(0, len(first)).Draw(rt, "step")
			reply, err := steps[pick](t.Context())
			require.NoError(rt, err)
			if pick == len(first) {
				first = append(first, reply)
			} else {
				require.Equal(rt, first[pick], reply)
			}
		}
		require.Len(rt, transcript(t, stores.Dialog, "c"), len(steps))
		deliver(t, bot)
		require.Len(rt, sink.taken, 1)
		require.Equal(rt, []string{"Bob here", first[6].Text}, out.texts())
	})
}

// The same content under a known id is not read: the first one counts.
func TestRepeatWithAnotherText(t *testing.T) {
	bot := newBot(t, nil)
	ask := func(conversation, text string) kefu.Reply {
		reply, err := bot.Handle(t.Context(), kefu.Message{ID: "m", Conversation: conversation, Text: text})
		require.NoError(t, err)
		return reply
	}
	require.Equal(t, ask("a", "How can I pay?"), ask("a", "How do I return an item?"))
	require.Equal(t, "return", ask("b", "How do I return an item?").Source, "in another conversation it is another message")
}

// A reply that was given stands, whatever the knowledge base says now.
func TestRepeatAfterTheAnswerChanged(t *testing.T) {
	bot := newBot(t, nil)
	msg := kefu.Message{ID: "m", Conversation: "c", Text: "How can I pay?"}
	first, err := bot.Handle(t.Context(), msg)
	require.NoError(t, err)
	require.NoError(t, bot.KB().Delete(t.Context(), "pay"))
	again, err := bot.Handle(t.Context(), msg)
	require.NoError(t, err)
	require.Equal(t, first, again)
}

// Two nodes get the same messages at the same time, many times.
func TestRepeatsAtTheSameTime(t *testing.T) {
	stores, sink := kefu.MemoryStores(), &takeOver{}
	nodes := []*kefu.Bot{newBot(t, &kefu.Options{Stores: stores, Handoff: sink}), newBot(t, &kefu.Options{Stores: stores, Handoff: sink})}
	for conversation := range 20 {
		replies := make([]kefu.Reply, 16)
		require.NoError(t, storetest.Parallel(len(replies), func(i int) (err error) {
			replies[i], err = nodes[i%2].Handle(t.Context(), kefu.Message{ID: "m", Conversation: strconv.Itoa(conversation), Text: "human"})
			return err
		}))
		for _, r := range replies {
			require.Equal(t, replies[0], r)
		}
		require.Len(t, transcript(t, stores.Dialog, strconv.Itoa(conversation)), 1)
	}
	require.Equal(t, 20, deliver(t, nodes[0])+deliver(t, nodes[1]))
	require.Len(t, sink.taken, 20)
}

// Two nodes serve the messages of many conversations in whatever order
// they come. Each conversation is as if its messages had come one by one.
func TestTwoNodesAreAsGoodAsOne(t *testing.T) {
	const conversations, workers = 200, 8
	texts := []string{"my warranty", "2", "zebra", "How can I pay?", "zebra", "the first one", "zebra", "zebra", "human", "hello"}
	at, stores, sink := newClock(), kefu.MemoryStores(), &takeOver{}
	opts := &kefu.Options{Stores: stores, Now: at.now, Handoff: sink}
	nodes := []*kefu.Bot{newBot(t, opts), newBot(t, opts)}

	queue := make(chan kefu.Message)
	var all sync.WaitGroup
	errs := make([]error, workers)
	for w := range workers {
		all.Go(func() {
			for msg := range queue {
				if _, err := nodes[w%2].Handle(t.Context(), msg); err != nil {
					errs[w] = err
				}
			}
		})
	}
	for i, text := range texts { // the messages of a conversation come close together, and overtake each other
		for c := 0; c < conversations; c += 2 {
			for _, conversation := range []int{c, c + 1, c} { // one of them twice
				queue <- kefu.Message{ID: strconv.Itoa(i), Conversation: fmt.Sprint("c", conversation), Text: text, At: noon}
			}
		}
	}
	for c := range conversations { // and some all at once
		for i := range 4 {
			queue <- kefu.Message{ID: fmt.Sprint("burst", i), Conversation: fmt.Sprint("c", c), Text: texts[(c+i)%len(texts)], At: noon}
		}
	}
	close(queue)
	all.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}

	serial := kefu.MemoryStores()
	alone := newBot(t, &kefu.Options{Stores: serial, Now: at.now, Handoff: sink})
	for c := range conversations {
		id := fmt.Sprint("c", c)
		records := transcript(t, stores.Dialog, id)
		require.Len(t, records, len(texts)+4, "nothing lost, nothing doubled")
		for _, r := range records {
			_, err := alone.Handle(t.Context(), r.Message)
			require.NoError(t, err)
		}
		require.Equal(t, transcript(t, serial.Dialog, id), records)
	}
	handedOff := 0
	for r, err := range stores.Dialog.Feed(t.Context(), 0) {
		require.NoError(t, err)
		if r.Reply.Kind == dialog.HandedOff {
			handedOff++
		}
	}
	require.Equal(t, handedOff, deliver(t, nodes[0])+deliver(t, nodes[1]))
	require.Equal(t, conversations, handedOff)
}
