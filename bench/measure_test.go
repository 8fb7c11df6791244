package bench

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/bench/faqgen"
	"github.com/kefu-go/kefu/bench/peer"
)

// full says whether all sizes and peers were asked for.
func full() bool { return os.Getenv("KEFU_BENCH") == "full" }

// sizes are the numbers of questions to measure with, at most limit.
func sizes(limit int) []int {
	all := []int{10_000}
	if full() {
		all = append(all, 100_000, 1_000_000)
	}
	return slices.DeleteFunc(all, func(n int) bool { return n > limit })
}

// eachSize runs a benchmark for each language and size. What it prepares is
// prepared only if the pattern of -bench asks for it.
func eachSize(b *testing.B, limit int, f func(b *testing.B, l faqgen.Language, n int)) {
	for _, l := range []faqgen.Language{faqgen.English, faqgen.Chinese} {
		b.Run(l.String(), func(b *testing.B) {
			for _, n := range sizes(limit) {
				b.Run(sizeName(n), func(b *testing.B) { f(b, l, n) })
			}
		})
	}
}

func sizeName(n int) string {
	if n >= 1_000_000 {
		return fmt.Sprintf("%dM", n/1_000_000)
	}
	return fmt.Sprintf("%dk", n/1000)
}

// limit is how many entries are asked for.
const limit = 5

// texts are the texts of queries.
func texts(queries []faqgen.Query) []string {
	list := make([]string, len(queries))
	for i, q := range queries {
		list[i] = q.Text
	}
	return list
}

// recall is the share of queries whose answer is the first entry found.
func recall(t testing.TB, e peer.Engine, queries []faqgen.Query) float64 {
	right := 0
	var ids []string
	for _, q := range queries {
		var err error
		ids, err = e.Top(ids[:0], q.Text, limit)
		require.NoError(t, err)
		if len(ids) > 0 && ids[0] == strconv.Itoa(q.Answer) {
			right++
		}
	}
	return float64(right) / float64(len(queries))
}

// loop calls f on one text after the other as often as the benchmark wants, and
// reports the CPU time of a call.
func loop(b *testing.B, texts []string, f func(text string)) {
	for _, text := range texts[:min(len(texts), 100)] {
		f(text) // fills caches and buffers
	}
	runtime.GC()
	b.ReportAllocs()
	i := 0
	start := cpuTime()
	for b.Loop() {
		f(texts[i%len(texts)])
		i++
	}
	used := cpuTime() - start
	b.ReportMetric(float64(used.Nanoseconds())/1e3/float64(b.N), "cpu-us/query")
}

// contest measures functions in turns, so that what slows the machine down for
// a while slows all of them, and returns the median CPU time of a call of each.
func contest(texts []string, repeat int, fs ...func(text string)) []time.Duration {
	const rounds = 5
	times := make([][]time.Duration, len(fs))
	for range 1 + rounds { // the first one fills caches and buffers
		for k, f := range fs {
			runtime.GC()
			start := cpuTime()
			for range repeat {
				for _, text := range texts {
					f(text)
				}
			}
			times[k] = append(times[k], (cpuTime()-start)/time.Duration(repeat*len(texts)))
		}
	}
	medians := make([]time.Duration, len(fs))
	for k := range fs {
		slices.Sort(times[k][1:])
		medians[k] = times[k][1+rounds/2]
	}
	return medians
}

// asking returns a function that puts a query to an engine.
func asking(t testing.TB, e peer.Engine) func(text string) {
	var ids []string
	return func(text string) {
		var err error
		ids, err = e.Top(ids[:0], text, limit)
		if err != nil {
			t.Error(err)
		}
	}
}

// open builds an engine that lives until the end of the test.
func open(t testing.TB, m peer.Maker, l faqgen.Language, questions []string) peer.Engine {
	e, err := m.New(l, peer.Entries(questions))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	return e
}

func micros(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e3 }
