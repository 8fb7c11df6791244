package integration

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/stretchr/testify/require"
)

// offers remembers what reached the outside.
type offers struct {
	mu    sync.Mutex
	taken []string
	fail  error
}

func (o *offers) take(id string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.fail != nil {
		return o.fail
	}
	o.taken = append(o.taken, id)
	return nil
}

func (o *offers) Offer(_ context.Context, h kefu.Handoff) error   { return o.take(h.ID) }
func (o *offers) Send(_ context.Context, out kefu.Outgoing) error { return o.take(out.ID) }

// What one node committed, another one delivers: the first may be gone.
func TestBotOtherNodeDelivers(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		broken, sink := &offers{fail: errors.New("no network here")}, &offers{}
		now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		clock := func() time.Time { return now }
		a := newNode(t, d, kefu.Options{Handoff: broken, Sender: broken, Now: clock})
		b := newNode(t, d, kefu.Options{Handoff: sink, Sender: sink, Now: clock})
		require.Equal(t, dialog.HandedOff, say(t, a, "1", "human").Kind)
		_, err := a.Say(t.Context(), kefu.Message{ID: "2", Conversation: "c", Text: "Bob here"})
		require.NoError(t, err)
		_, err = a.Deliver(t.Context())
		require.ErrorIs(t, err, broken.fail)

		n, err := b.Deliver(t.Context())
		require.NoError(t, err)
		require.Zero(t, n, "not before its time")
		now = now.Add(time.Second)
		n, err = b.Deliver(t.Context())
		require.NoError(t, err)
		require.Equal(t, 2, n)
		require.Equal(t, []string{"handoff/c/1", "reply/c/agent%2F2"}, sink.taken)
	})
}

// Two running nodes get every message of many conversations, both of them:
// one turn each, one hand-off each, the same replies.
func TestBotTwoNodes(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		const conversations = 12
		texts := []string{"my warranty", "2", "zebra", "how can i pay", "human", "thanks"}
		sink := &offers{}
		shared := stores(t, d, "")
		nodes := []*kefu.Bot{newNode(t, d, kefu.Options{Stores: shared, Handoff: sink}), newNode(t, d, kefu.Options{Handoff: sink})}
		stock(t, nodes[0], "yes")
		ctx, cancel := context.WithCancel(t.Context())
		var runs, all sync.WaitGroup
		for _, node := range nodes {
			runs.Go(func() { _ = node.Run(ctx) })
		}
		replies := make([][conversations][]kefu.Reply, len(nodes))
		errs := make([]error, len(nodes)*conversations)
		for n, node := range nodes {
			for c := range conversations {
				all.Go(func() {
					for i, text := range texts {
						reply, err := node.Handle(t.Context(), kefu.Message{ID: fmt.Sprint(i), Conversation: fmt.Sprint(c), Text: text})
						if err != nil {
							errs[n*conversations+c] = err
							return
						}
						replies[n][c] = append(replies[n][c], reply)
					}
				})
			}
		}
		all.Wait()
		require.NoError(t, errors.Join(errs...))
		require.Equal(t, replies[0], replies[1])
		for c := range conversations {
			loaded, err := shared.Dialog.Load(t.Context(), fmt.Sprint(c))
			require.NoError(t, err)
			require.EqualValues(t, len(texts), loaded.Version)
		}
		require.Eventually(t, func() bool {
			sink.mu.Lock()
			defer sink.mu.Unlock()
			return len(sink.taken) == conversations
		}, 2*time.Minute, 10*time.Millisecond)
		cancel()
		runs.Wait()
		seen := map[string]bool{}
		for _, id := range sink.taken {
			require.False(t, seen[id], "claimed by one node at a time")
			seen[id] = true
		}
	})
}
