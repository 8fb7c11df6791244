package intent_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

// What a model is taught at once takes under 5 ms, with the 15,000 examples and
// 150 intents of CLINC150, however much it was taught before.
func BenchmarkLearn(b *testing.B) {
	m := train(b, readSet(b, "clinc150/train"), nil)
	id := firstID(m)
	for _, taught := range []int{0, 100, 5000} {
		m := taughtModel(b, m, taught)
		b.Run(fmt.Sprintf("with/%d", taught), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := m.With(intent.Example{Text: "could you order me a taxi to the airport", Label: "taxi"})
				require.NoError(b, err)
			}
		})
		b.Run(fmt.Sprintf("without/%d", taught), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := m.Without(id)
				require.NoError(b, err)
			}
		})
		b.Run(fmt.Sprintf("classify/%d", taught), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := m.Classify(b.Context(), intent.Input{Text: "what was the last thing that i bought with my card"})
				require.NoError(b, err)
			}
		})
	}
}

func firstID(m *intent.Model) string {
	for e := range m.Examples() {
		return e.ID
	}
	return ""
}

// taughtModel returns a model that was taught n times, one by one: phrasings of
// the training with some words of others.
func taughtModel(t testing.TB, m *intent.Model, n int) *intent.Model {
	t.Helper()
	var texts []string
	for e := range m.Examples() {
		texts = append(texts, e.Text)
	}
	var err error
	for i := range n {
		text := texts[(i*7919)%len(texts)] + " " + texts[(i*104729+1)%len(texts)]
		m, err = m.With(intent.Example{ID: fmt.Sprint("c", i), Text: text, Label: m.Labels()[i%len(m.Labels())]})
		require.NoError(t, err)
	}
	return m
}
