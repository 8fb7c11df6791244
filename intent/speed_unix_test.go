//go:build unix && !race

package intent_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

// made returns made-up examples of a number of intents: each has words of its
// own among those that all have, in sentences of about ten words.
func made(intents, each int) []intent.Example {
	random := rand.New(rand.NewPCG(uint64(intents), uint64(each)))
	syllables := strings.Fields("ba ce di fo gu ha ki lo mu ne pa ri so tu va we xi yo zu an el is or un")
	word := func(n int) string {
		w := ""
		for ; n > 0 || w == ""; n /= len(syllables) {
			w += syllables[n%len(syllables)]
		}
		return w + syllables[len(w)%len(syllables)]
	}
	var examples []intent.Example
	for i := range each {
		for l := range intents {
			var words []string
			for range 7 + random.IntN(4) {
				words = append(words, word(int(600*math.Pow(random.Float64(), 3))))
			}
			for range 2 {
				words[random.IntN(len(words))] = word(600 + 8*l + random.IntN(8))
			}
			examples = append(examples, intent.Example{Text: strings.Join(words, " "), Label: fmt.Sprint("intent", l), ID: fmt.Sprint(i, l)})
		}
	}
	return examples
}

// mapBayes is the naive baseline: naive Bayes over words and pairs of words, in
// maps.
type mapBayes struct {
	labels []string
	logs   []map[string]float64
	unseen []float64
}

func newMapBayes(examples []intent.Example) *mapBayes {
	b := &mapBayes{}
	counts := map[string]map[string]float64{}
	for _, e := range examples {
		if counts[e.Label] == nil {
			counts[e.Label] = map[string]float64{}
			b.labels = append(b.labels, e.Label)
		}
		for _, f := range wordsAndPairs(e.Text) {
			counts[e.Label][f]++
		}
	}
	for _, label := range b.labels {
		all := 0.0
		for _, n := range counts[label] {
			all += n
		}
		logs := map[string]float64{}
		for f, n := range counts[label] {
			logs[f] = math.Log((n + 0.1) / (all + 1000))
		}
		b.logs, b.unseen = append(b.logs, logs), append(b.unseen, math.Log(0.1/(all+1000)))
	}
	return b
}

func wordsAndPairs(s string) []string {
	words := strings.Fields(strings.ToLower(s))
	for i := range len(words) - 1 {
		words = append(words, words[i]+" "+words[i+1])
	}
	return words
}

func (b *mapBayes) classify(s string) string {
	features := wordsAndPairs(s)
	best, top := 0, math.Inf(-1)
	for l, logs := range b.logs {
		sum := 0.0
		for _, f := range features {
			if x, ok := logs[f]; ok {
				sum += x
			} else {
				sum += b.unseen[l]
			}
		}
		if sum > top {
			best, top = l, sum
		}
	}
	return b.labels[best]
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// A message costs less than naive Bayes over maps takes for it (two thirds when
// this was written), and an example in training less than 30 such messages
// (12).
func TestSpeedBesideMaps(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	examples := made(150, 20)
	bayes := newMapBayes(examples)
	start := cpuTime()
	m := train(t, examples, nil)
	trained := cpuTime() - start
	messages := made(150, 2)
	var ratios, perBayes []float64
	for range 5 {
		start := cpuTime()
		for _, e := range messages {
			bayes.classify(e.Text)
		}
		middle := cpuTime()
		for _, e := range messages {
			classify(t, m, e.Text)
		}
		perBayes = append(perBayes, float64(middle-start)/float64(len(messages)))
		ratios = append(ratios, float64(cpuTime()-middle)/float64(middle-start))
	}
	slices.Sort(ratios)
	slices.Sort(perBayes)
	t.Logf("ratio of a message %.2f, of an example in training %.0f", ratios[2], float64(trained)/float64(len(examples))/perBayes[2])
	require.Less(t, ratios[2], 1.0)
	require.Less(t, float64(trained)/float64(len(examples))/perBayes[2], 30.0)
}

func TestClassifyAllocatesTwice(t *testing.T) {
	m := train(t, append(made(20, 5), shop...), nil)
	for _, text := range []string{"please refund my order, it is broken", "我的快递到哪里了，我要 refund", strings.Repeat("ｗｈｅｒｅ is my parcel 包裹 ", 100)} {
		in := intent.Input{Text: text, Locale: "en"}
		allocations := testing.AllocsPerRun(200, func() {
			if _, err := m.Classify(t.Context(), in); err != nil {
				t.Fatal(err)
			}
		})
		require.LessOrEqual(t, allocations, 2.0, text)
	}
}

func BenchmarkClassify(b *testing.B) {
	for _, intents := range []int{10, 150} {
		b.Run(fmt.Sprint(intents, " intents"), func(b *testing.B) {
			m := train(b, made(intents, 20), nil)
			messages := made(intents, 2)
			i := 0
			b.ReportAllocs()
			for b.Loop() {
				classify(b, m, messages[i%len(messages)].Text)
				i++
			}
		})
	}
}

func BenchmarkTrain(b *testing.B) {
	for _, each := range []int{10, 66} {
		examples := made(150, each)
		b.Run(fmt.Sprint(len(examples), " examples"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				train(b, examples, nil)
			}
		})
	}
	b.Run("1000 intents", func(b *testing.B) {
		examples := made(1000, 5)
		b.ReportAllocs()
		for b.Loop() {
			train(b, examples, nil)
		}
	})
}
