package dialog

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// 64 customers' devices write into 100 conversations through three engines over one store:
// there are as many turns as accepted messages, in one order, and no slot is lost.
func TestManyTurnsOfManyNodes(t *testing.T) {
	const goroutines, conversations = 64, 100
	turns := 100
	if os.Getenv("KEFU_FULL") != "" { // 64,000 turns
		turns = 1000
	}
	store := NewMemoryStore()
	// Each goroutine counts its own messages in a slot of its own.
	counts := func(_ context.Context, t *Talk) (bool, error) {
		f := t.s.top()
		if f == nil {
			f = t.begin(t.engine.flows["count"], "run", nil)
		}
		n, _ := strconv.Atoi(f.Slots[t.turn.Message.Text].Value)
		f.Slots[t.turn.Message.Text] = SlotValue{Value: itoa(n + 1)}
		t.turn.Reply.Kind = Answered
		return true, nil
	}
	flow := &Flow{Name: "count", Steps: []Step{Ask(TextSlot("any", nil, In("What?", "什么?")))}}
	var nodes []*Engine
	for range 3 {
		e, err := NewEngine(store, &Options{Flows: []*Flow{flow}, Patterns: Patterns{Accept: counts}, NoTrace: true})
		require.NoError(t, err)
		nodes = append(nodes, e)
	}
	var sent [goroutines][conversations]int
	var wg sync.WaitGroup
	for g := range goroutines {
		wg.Go(func() {
			random := rand.New(rand.NewPCG(uint64(g), 7))
			for i := range turns {
				c := random.IntN(conversations)
				msg := Message{ID: fmt.Sprintf("%d-%d", g, i), Conversation: strconv.Itoa(c), Text: "g" + strconv.Itoa(g)}
				if _, err := nodes[random.IntN(3)].Handle(t.Context(), msg); err != nil {
					t.Error(err)
					return
				}
				sent[g][c]++
			}
		})
	}
	wg.Wait()
	for c := range conversations {
		found, err := store.Load(t.Context(), strconv.Itoa(c))
		require.NoError(t, err)
		s, err := readSession(found.State)
		require.NoError(t, err)
		all := 0
		for g := range goroutines {
			all += sent[g][c]
			require.Equal(t, strconv.Itoa(sent[g][c]), cmp.Or(s.top().Slots["g"+strconv.Itoa(g)].Value, "0"))
		}
		require.EqualValues(t, all, found.Version)
		last := int64(0)
		for r, err := range store.Transcript(t.Context(), strconv.Itoa(c), 0) {
			require.NoError(t, err)
			require.Equal(t, last+1, r.Version)
			last = r.Version
		}
		require.EqualValues(t, all, last)
	}
}
