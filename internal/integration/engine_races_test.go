package integration

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/kefu-go/kefu/dialog"
	"github.com/stretchr/testify/require"
)

// Many customers write at once in the same conversations, through three engines that share
// nothing but the store: each accepted message is one turn, no value is lost, the outbox
// has each effect once, and one order of the messages explains all replies.
// KEFU_RACES=full takes as many turns on the databases as in memory.
func TestEnginesShareConversations(t *testing.T) {
	onEachStore(t, func(t *testing.T, kind string, open func(tenant string) dialog.Store) {
		const conversations, writers, every = 100, 64, 20
		turns := 1000
		if kind != "memory" && os.Getenv("KEFU_RACES") != "full" || testing.Short() {
			turns = 100
		}
		var book accountBook
		stores := []dialog.Store{open(""), open(""), open("")}
		var nodes []*dialog.Engine
		for _, s := range stores {
			nodes = append(nodes, accountEngine(t, s, dialog.Options{Flows: []*dialog.Flow{accountFlow(every)}, Effects: book.effects(), TurnTimeout: time.Minute}))
		}
		for c := range conversations {
			require.NoError(t, accountOpens(t.Context(), nodes[c%3], fmt.Sprint(c)))
		}
		ctx, stop := context.WithCancel(t.Context())
		var running, writing sync.WaitGroup
		defer running.Wait()
		defer stop()
		for _, e := range nodes {
			running.Go(func() { _ = e.Run(ctx) })
		}
		var clock atomic.Int64 // orders calls and returns; no wall clock needed
		histories := make([][][]porcupine.Operation, writers)
		errs := make([]error, writers)
		began := time.Now()
		for w := range writers {
			histories[w] = make([][]porcupine.Operation, conversations)
			random := rand.New(rand.NewPCG(1, uint64(w)))
			writing.Go(func() {
				for i := range turns {
					c, word := random.IntN(conversations), fmt.Sprintf("w%d-%d", w, i)
					op := porcupine.Operation{ClientId: w, Input: word, Call: clock.Add(1)}
					told, err := accountAdds(t.Context(), nodes[w%3], fmt.Sprint(c), word)
					if err != nil {
						errs[w] = err
						return
					}
					op.Output, op.Return = told, clock.Add(1)
					histories[w][c] = append(histories[w][c], op)
				}
			})
		}
		writing.Wait()
		require.NoError(t, errors.Join(errs...))
		t.Logf("%d turns in %v", writers*turns, time.Since(began).Round(time.Millisecond))
		effects := 0
		for c := range conversations {
			var history []porcupine.Operation
			words := map[string]bool{}
			for w := range writers {
				for _, op := range histories[w][c] {
					history = append(history, op)
					words[op.Input.(string)] = true
				}
			}
			effects += len(words) / every
			require.NoError(t, accountLinear(history))
			require.NoError(t, accountRecords(t.Context(), stores[c%3], fmt.Sprint(c), words))
		}
		require.Eventually(t, func() bool { return book.keys() >= effects }, time.Minute, 10*time.Millisecond)
		stop()
		running.Wait()
		for _, e := range nodes {
			_, err := e.Deliver(t.Context())
			require.NoError(t, err)
		}
		require.Len(t, book.done, effects)
		for key, n := range book.done {
			require.Equal(t, 1, n, key)
		}
	})
}

// losesConflicts loses conflicts: every few loads it returns what was there one turn before,
// and what is then committed replaces what came in between, or is told to be stored and
// is not.
type losesConflicts struct {
	dialog.Store
	mu       sync.Mutex
	loads    int
	before   map[string]dialog.Conversation
	replaces bool
}

func (s *losesConflicts) Load(ctx context.Context, id string) (dialog.Conversation, error) {
	c, err := s.Store.Load(ctx, id)
	s.mu.Lock()
	defer s.mu.Unlock()
	old, known := s.before[id]
	s.before[id] = c
	if s.loads++; known && s.loads%5 == 0 {
		return old, err
	}
	return c, err
}

func (s *losesConflicts) Commit(ctx context.Context, turn dialog.Turn) (int64, error) {
	version, err := s.Store.Commit(ctx, turn)
	if !errors.Is(err, dialog.ErrConflict) {
		return version, err
	}
	if !s.replaces {
		return turn.Conversation.Version + 1, nil
	}
	now, err := s.Store.Load(ctx, turn.Conversation.ID)
	if err != nil {
		return 0, err
	}
	turn.Conversation.Version = now.Version
	return s.Store.Commit(ctx, turn)
}

// The checks of these tests notice a store that loses a conflict.
func TestLostConflictsAreNoticed(t *testing.T) {
	for _, replaces := range []bool{false, true} {
		store := &losesConflicts{Store: dialog.NewMemoryStore(), before: map[string]dialog.Conversation{}, replaces: replaces}
		e := accountEngine(t, store, dialog.Options{Flows: []*dialog.Flow{accountFlow(1 << 20)}, Effects: (&accountBook{}).effects()})
		require.NoError(t, accountOpens(t.Context(), e, "c"))
		var history []porcupine.Operation
		words := map[string]bool{}
		for i := range 12 {
			word := fmt.Sprint("w", i)
			told, err := accountAdds(t.Context(), e, "c", word)
			require.NoError(t, err)
			history = append(history, porcupine.Operation{Input: word, Call: int64(2 * i), Output: told, Return: int64(2*i + 1)})
			words[word] = true
		}
		require.Error(t, accountLinear(history), "replaces %v", replaces)
		require.Error(t, accountRecords(t.Context(), store, "c", words), "replaces %v", replaces)
	}
}

// Every message comes three times, in any order, at once, through three engines: one
// effect, one turn, and the same reply for all who ask.
func TestEnginesTakeMessagesOnce(t *testing.T) {
	onEachStore(t, func(t *testing.T, _ string, open func(tenant string) dialog.Store) {
		const conversations, messages, copies = 8, 12, 3
		var book accountBook
		var nodes []*dialog.Engine
		stores := []dialog.Store{open(""), open(""), open("")}
		for _, s := range stores {
			nodes = append(nodes, accountEngine(t, s, dialog.Options{Flows: []*dialog.Flow{accountFlow(1)}, Effects: book.effects(), TurnTimeout: time.Minute}))
		}
		type sending struct{ c, m, node int }
		var all []sending
		for c := range conversations {
			require.NoError(t, accountOpens(t.Context(), nodes[0], fmt.Sprint(c)))
			for m := range messages {
				for n := range copies {
					all = append(all, sending{c, m, n})
				}
			}
		}
		random := rand.New(rand.NewPCG(1, 1))
		random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		replies, errs := make([]dialog.Reply, len(all)), make([]error, len(all))
		var sent atomic.Int64
		var wg sync.WaitGroup
		for range 12 {
			wg.Go(func() {
				for i := sent.Add(1) - 1; int(i) < len(all); i = sent.Add(1) - 1 {
					s := all[i]
					word := fmt.Sprint("w", s.m)
					replies[i], errs[i] = nodes[s.node].Handle(t.Context(), dialog.Message{ID: word, Conversation: fmt.Sprint(s.c), Text: word})
					if i%16 == 0 {
						_, _ = nodes[s.node].Deliver(t.Context())
					}
				}
			})
		}
		wg.Wait()
		require.NoError(t, errors.Join(errs...))
		first := map[[2]int]dialog.Reply{}
		for i, s := range all {
			if r, ok := first[[2]int{s.c, s.m}]; ok {
				require.Equal(t, r, replies[i])
			}
			first[[2]int{s.c, s.m}] = replies[i]
		}
		words := map[string]bool{}
		for m := range messages {
			words[fmt.Sprint("w", m)] = true
		}
		for c := range conversations {
			require.NoError(t, accountRecords(t.Context(), stores[c%3], fmt.Sprint(c), words))
		}
		for _, e := range nodes {
			_, err := e.Deliver(t.Context())
			require.NoError(t, err)
		}
		require.Len(t, book.done, conversations*messages)
		for key, n := range book.done {
			require.Equal(t, 1, n, key)
		}
	})
}
