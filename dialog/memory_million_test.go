package dialog_test

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
)

// idleTurns is how many turns an idle conversation has had.
const idleTurns = 8

// idleTurn is one turn of a conversation as the engine writes it: six slots of
// state, texts of usual length, ids as channels give them.
func idleTurn(i, version int) dialog.Turn {
	const state = `{"flow":"return","step":"confirm","slots":{"order":"A-%09d","reason":"does not fit","address":"12 Harbour Street",` +
		`"city":"杭州","date":"2026-03-04","phone":"138****%04d"},"topic":"returns/how-to","asked":2,"ladder":1,"since":1772366400,"mood":-0.25,"turns":%d}`
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC).Add(time.Duration(i+version) * time.Second)
	id, message := fmt.Sprintf("web-%010d", i), fmt.Sprint(7318841190000000000+i*idleTurns+version)
	return dialog.Turn{
		Conversation: dialog.Conversation{
			ID: id, Customer: fmt.Sprintf("customer-%08d", i), Channel: "web", Locale: "en", Owner: dialog.Bot,
			Version: int64(version), Created: at, Updated: at, Due: at.Add(30 * time.Minute),
			State: fmt.Appendf(nil, state, i, i%10000, version),
		},
		Message: dialog.Message{
			ID: message, Conversation: id, From: dialog.Customer, Customer: fmt.Sprintf("customer-%08d", i), Channel: "web", Locale: "en",
			Text: "I want to send back the jacket, it does not fit.", At: at,
		},
		Reply: dialog.Reply{
			ID: uuid.NewSHA1(uuid.Nil, []byte(message)).String(), Conversation: id, Message: message, Version: int64(version) + 1,
			Kind: dialog.Answered, From: dialog.Bot, Locale: "en", Text: "I can help with that. What is the number of your order? You find it in our mail.",
			Source: "returns/how-to", Score: 0.83, Owner: dialog.Bot, At: at,
		},
		Events: []dialog.Event{{Type: dialog.EventSlotFilled, Cause: message, Flow: "return", Slot: "reason", Value: "does not fit", At: at, V: dialog.EventVersion}},
	}
}

// idle fills a store with n conversations that are all live: each has had
// idleTurns turns, one after the other over all conversations, and waits to be
// woken.
func idle(t testing.TB, s dialog.Store, n int) {
	t.Helper()
	for version := range idleTurns {
		for i := range n {
			_, err := s.Commit(context.Background(), idleTurn(i, version))
			require.NoError(t, err)
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
