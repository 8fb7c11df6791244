package dialog_test

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
)

// liveTexts are what a customer says in eight turns: a task of six values that waits for his
// word, with a question in the middle, whose answer is the last topic.
var liveTexts = []string{
	"return an item", "A-000001043", "it does not fit", "12 Harbour Street", "Hangzhou", "how long does a refund take", "2026-03-04", "13800138000",
}

// idleTurns is how many turns an idle conversation has had.
var idleTurns = len(liveTexts)

// noting is a store that notes what is committed.
type noting struct {
	*dialog.MemoryStore
	turns []dialog.Turn
}

func (s *noting) Commit(ctx context.Context, turn dialog.Turn) (int64, error) {
	s.turns = append(s.turns, turn)
	return s.MemoryStore.Commit(ctx, turn)
}

// liveConversation is a conversation as an engine writes it, turn by turn.
var liveConversation = sync.OnceValues(func() ([]dialog.Turn, error) {
	var steps []dialog.Step
	for _, slot := range []string{"order", "reason", "address", "city", "date", "phone"} {
		steps = append(steps, dialog.Ask(dialog.TextSlot(slot, dialog.In(slot, slot), dialog.In("Your "+slot+", please?", slot))))
	}
	store := &noting{MemoryStore: dialog.NewMemoryStore()}
	e, err := dialog.NewEngine(store, &dialog.Options{
		Knowledge: book{"how long does a refund take": "Five days."}, NoTrace: true,
		Flows: []*dialog.Flow{{Name: "return", Phrases: []string{"return an item"}, Steps: append(steps, dialog.Confirm(dialog.In("Shall I?", "可以吗？")))}},
	})
	for i, said := range liveTexts {
		if err == nil {
			_, err = e.Handle(context.Background(), dialog.Message{ID: strconv.Itoa(i), Conversation: "web", Text: said, Customer: "customer", Channel: "web"})
		}
	}
	return store.turns, err
})

// idleTurn is one turn of a conversation as the engine writes it, with ids as channels give them.
func idleTurn(t testing.TB, i, version int) dialog.Turn {
	turns, err := liveConversation()
	require.NoError(t, err)
	turn := turns[version]
	id, message, customer := fmt.Sprintf("web-%010d", i), fmt.Sprint(7318841190000000000+i*idleTurns+version), fmt.Sprintf("customer-%08d", i)
	c, m, r := &turn.Conversation, &turn.Message, &turn.Reply
	c.ID, c.Customer, c.Due = id, customer, c.Updated.Add(30*time.Minute)
	m.ID, m.Conversation, m.Customer = message, id, customer
	r.ID, r.Conversation, r.Message = id+"/"+message, id, message
	turn.Events = slices.Clone(turn.Events)
	for n := range turn.Events {
		turn.Events[n].Cause = message
	}
	return turn
}

// idleWave is how many conversations are talked in at the same time.
const idleWave = 1000

// idle fills a store with n conversations that are all live: each has had
// idleTurns turns, among those of its wave, and waits to be woken.
func idle(t testing.TB, s dialog.Store, n int) {
	t.Helper()
	for wave := 0; wave < n; wave += idleWave {
		for version := range idleTurns {
			for i := wave; i < min(wave+idleWave, n); i++ {
				_, err := s.Commit(context.Background(), idleTurn(t, i, version))
				require.NoError(t, err)
			}
		}
	}
}

// newIdleStore returns a store that keeps of a conversation its state, its last
// turn and the ids of the last messages with those of their replies.
func newIdleStore(t testing.TB) dialog.Store {
	t.Helper()
	s, err := dialog.NewBoundedMemoryStore(&dialog.MemoryOptions{KeepTurns: 1, KeepIDs: idleTurns})
	require.NoError(t, err)
	return s
}

// BenchmarkMillionConversations tells what live conversations cost: bytes of
// heap each, and the CPU time of one cycle of the garbage collector. The
// million takes a minute and 5 GB, and is made when KEFU_CONVERSATIONS says so.
func BenchmarkMillionConversations(b *testing.B) {
	sizes := []int{10_000, 100_000}
	if n, err := strconv.Atoi(os.Getenv("KEFU_CONVERSATIONS")); err == nil {
		sizes = append(sizes, n)
	}
	_, err := liveConversation() // what an engine takes is none of it
	require.NoError(b, err)
	for _, kind := range []struct {
		name string
		make func() dialog.Store
	}{
		{"all", func() dialog.Store { return dialog.NewMemoryStore() }},
		{"bounded", func() dialog.Store { return newIdleStore(b) }},
	} {
		for _, n := range sizes {
			b.Run(fmt.Sprint(kind.name, "/", n), func(b *testing.B) {
				before, _ := liveHeap()
				s := kind.make()
				idle(b, s, n)
				after, _ := liveHeap()
				cpu, pause := collect()
				for i := 0; b.Loop(); i++ {
					_, err := s.Load(context.Background(), fmt.Sprintf("web-%010d", i*7919%n))
					if err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(after-before)/float64(n), "B/conversation")
				b.ReportMetric(float64(cpu.Microseconds())/1000, "gc-cpu-ms")
				b.ReportMetric(float64(pause.Microseconds()), "gc-pause-us")
				runtime.KeepAlive(s)
			})
		}
	}
}

// liveHeap returns how many bytes are in use, and in how many pieces.
func liveHeap() (bytes, pieces int64) {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc), int64(m.HeapObjects)
}

// collect runs the garbage collector and returns the CPU time of one cycle and
// the longest pause of three.
func collect() (cpu, pause time.Duration) {
	var stats debug.GCStats
	start := gcCPU()
	for range 3 {
		runtime.GC()
	}
	debug.ReadGCStats(&stats)
	for _, p := range stats.Pause[:3] {
		pause = max(pause, p)
	}
	return (gcCPU() - start) / 3, pause
}

// gcCPU is the CPU time that the garbage collector has taken so far.
func gcCPU() time.Duration {
	samples := []metrics.Sample{{Name: "/cpu/classes/gc/total:cpu-seconds"}}
	metrics.Read(samples)
	return time.Duration(samples[0].Value.Float64() * float64(time.Second))
}
