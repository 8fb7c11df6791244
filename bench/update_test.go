package bench

import (
	"math"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/bench/faqgen"
	"github.com/kefu-go/kefu/bench/peer"
	"github.com/kefu-go/kefu/kb"
)

const (
	updates          = 4000 // entries replaced
	updatesPerSecond = 1000
)

// BenchmarkUpdate replaces one entry after the other while somebody asks all
// the time. It reports how long it takes until a match finds the new wording, and
// how long the slowest matches take with and without changes, in microseconds: of
// wall time, and of the CPU time of the thread that asks, which the rest of a busy
// machine does not change.
func BenchmarkUpdate(b *testing.B) {
	for _, n := range sizes(1_000_000) {
		b.Run(sizeName(n), func(b *testing.B) {
			questions := faqgen.Questions(faqgen.English, n)
			queries := texts(faqgen.Queries(faqgen.English, faqgen.Noisy, questions, asked))
			x := kb.NewIndex(nil)
			require.NoError(b, x.Put(peer.Entries(questions)...))
			for b.Loop() {
				quiet, quietCPU := matching(x, queries, func() { time.Sleep(updates * time.Second / updatesPerSecond) })
				var visible []time.Duration
				busy, busyCPU := matching(x, queries, func() { visible = replaceMany(b, x, questions) })
				b.ReportMetric(quantile(visible, 0.5), "visible-p50-us")
				b.ReportMetric(quantile(visible, 0.99), "visible-p99-us")
				b.ReportMetric(quantile(quiet, 0.99), "match-p99-us")
				b.ReportMetric(quantile(busy, 0.99), "match-updating-p99-us")
				b.ReportMetric(quantile(quietCPU, 0.99), "match-p99-cpu-us")
				b.ReportMetric(quantile(busyCPU, 0.99), "match-updating-p99-cpu-us")
			}
		})
	}
}

// matching asks all the time while f runs, and returns how long each match took, by
// the clock and in CPU time.
func matching(x *kb.Index, queries []string, f func()) (times, cpu []time.Duration) {
	var through atomic.Bool
	var reader sync.WaitGroup
	reader.Go(func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		var hits []kb.Hit
		for i := 0; !through.Load(); i++ {
			ran, start := threadTime(), time.Now()
			hits = x.AppendMatch(hits[:0], kb.Query{Text: queries[i%len(queries)], Limit: limit})
			times, cpu = append(times, time.Since(start)), append(cpu, threadTime()-ran)
		}
	})
	f()
	through.Store(true)
	reader.Wait()
	return times, cpu
}

// replaceMany replaces entries at an even pace and returns how long each took
// until it was found.
func replaceMany(b *testing.B, x *kb.Index, questions []string) (times []time.Duration) {
	var hits []kb.Hit
	begun := time.Now()
	for i := range updates {
		time.Sleep(time.Until(begun.Add(time.Duration(i) * time.Second / updatesPerSecond)))
		at := i * 7919 % len(questions)
		e := kb.Entry{ID: strconv.Itoa(at), Question: questions[at] + " in version " + strconv.Itoa(i)}
		start := time.Now()
		require.NoError(b, x.Put(e))
		hits = x.AppendMatch(hits[:0], kb.Query{Text: e.Question, Limit: 1})
		times = append(times, time.Since(start))
		require.Len(b, hits, 1)
		require.Equal(b, e.ID, hits[0].Entry.ID)
	}
	return times
}

// quantile of times, in microseconds.
func quantile(times []time.Duration, q float64) float64 {
	slices.Sort(times)
	return micros(times[int(q*float64(len(times)-1))])
}

// TestGrowth measures how the time of a smart match grows with the index: as the
// power of its size that is printed. It needs KEFU_BENCH=full.
func TestGrowth(t *testing.T) {
	if !full() {
		t.Skip("builds an index of a million questions: run with KEFU_BENCH=full")
	}
	for _, l := range []faqgen.Language{faqgen.English, faqgen.Chinese} {
		rows := [][]any{{"smart " + l.String(), "cpu us/query", "exponent since 10k"}}
		first := 0.0
		for _, n := range sizes(1_000_000) {
			questions := faqgen.Questions(l, n)
			e := open(t, peer.Kefu, l, questions)
			cpu := micros(contest(texts(faqgen.Queries(l, faqgen.Noisy, questions, asked)), 1, asking(t, e))[0])
			if first == 0 {
				first = cpu
				rows = append(rows, []any{sizeName(n), cpu, ""})
				continue
			}
			exponent := math.Log(cpu/first) / math.Log(float64(n)/10_000)
			rows = append(rows, []any{sizeName(n), cpu, exponent})
			assert.LessOrEqual(t, exponent, 0.75, sizeName(n))
		}
		table(t, rows)
	}
}
