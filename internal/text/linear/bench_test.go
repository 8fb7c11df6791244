package linear

import (
	"math/rand/v2"
	"testing"
)

// BenchmarkScores adds up 200 features of a model of 150 labels.
func BenchmarkScores(b *testing.B) {
	const labels, features = 150, 50000
	random := rand.New(rand.NewPCG(1, 2))
	exact := make([]float32, labels*features)
	for i := range exact {
		exact[i] = random.Float32() - 0.5
	}
	w := newWeights(labels, exact)
	texts := make([]Vector, 500)
	for i := range texts {
		for range 200 {
			texts[i] = append(texts[i], Feature{int32(random.IntN(features)), random.Float32() - 0.5})
		}
	}
	scores := make([]float32, labels)
	b.Run("bytes", func(b *testing.B) {
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			w.Scores(scores, texts[i%len(texts)])
			i++
		}
	})
	b.Run("floats", func(b *testing.B) {
		i := 0
		for b.Loop() {
			addRows(scores, exact, texts[i%len(texts)])
			i++
		}
	})
}
