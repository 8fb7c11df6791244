package bench

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/bench/faqgen"
	"github.com/kefu-go/kefu/bench/peer"
)

// contender is an engine with the largest size that it is measured at.
type contender struct {
	peer.Maker
	limit map[faqgen.Language]int
}

var contenders = []contender{
	{peer.Kefu, map[faqgen.Language]int{faqgen.English: 1_000_000, faqgen.Chinese: 1_000_000}},
	{peer.BM25, map[faqgen.Language]int{faqgen.English: 1_000_000, faqgen.Chinese: 1_000_000}},
	{peer.Bleve, map[faqgen.Language]int{faqgen.English: 1_000_000, faqgen.Chinese: 1_000_000}},
	{peer.Bluge, map[faqgen.Language]int{faqgen.English: 100_000}},
	{peer.FTS5, map[faqgen.Language]int{faqgen.English: 10_000, faqgen.Chinese: 10_000}},
}

// asked is the number of queries of each kind.
const asked = 500

// BenchmarkSmart asks for the five best entries of noisy queries. Beside the
// time it reports how often the right one is first, for noisy and hard queries.
func BenchmarkSmart(b *testing.B) {
	eachSize(b, 1_000_000, func(b *testing.B, l faqgen.Language, n int) {
		questions := faqgen.Questions(l, n)
		noisy := faqgen.Queries(l, faqgen.Noisy, questions, asked)
		hard := faqgen.Queries(l, faqgen.Hard, questions, asked)
		for _, c := range contenders {
			if n > c.limit[l] {
				continue
			}
			b.Run(c.Name, func(b *testing.B) {
				e := open(b, c.Maker, l, questions)
				loop(b, texts(noisy), asking(b, e))
				graded := asked
				if c.Name == peer.FTS5.Name {
					graded = 100 // it takes milliseconds for each
				}
				b.ReportMetric(recall(b, e, noisy[:graded]), "R@1-noisy")
				b.ReportMetric(recall(b, e, hard[:graded]), "R@1-hard")
			})
		}
	})
}

// BenchmarkBuild builds an index of all questions at once. It reports the heap
// that the index holds, less the texts of the questions if it keeps them.
func BenchmarkBuild(b *testing.B) {
	eachSize(b, 1_000_000, func(b *testing.B, l faqgen.Language, n int) {
		questions := faqgen.Questions(l, n)
		entries := peer.Entries(questions)
		texts := 0
		for _, q := range questions {
			texts += len(q)
		}
		for _, m := range []peer.Maker{peer.Kefu, peer.Bleve} {
			b.Run(m.Name, func(b *testing.B) {
				var e peer.Engine
				var err error
				before := heap()
				start := cpuTime()
				for b.Loop() {
					if e != nil {
						require.NoError(b, e.Close())
					}
					e, err = m.New(l, entries)
					require.NoError(b, err)
				}
				used := cpuTime() - start
				b.ReportMetric(used.Seconds()/float64(b.N), "cpu-s/build")
				held := float64(heap() - before)
				if m.Name == peer.Kefu.Name {
					held -= float64(texts) // bleve stores none
				}
				b.ReportMetric(held/float64(n), "heap-B/question")
				require.NoError(b, e.Close())
			})
		}
	})
}

// heap is the number of bytes in use.
func heap() int64 {
	var m runtime.MemStats
	for range 2 {
		runtime.GC() // twice: pools are cleared by the second
	}
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
