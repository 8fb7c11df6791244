//go:build unix && !race

package intent_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

func TestClassifyWithLessonsAllocatesTwiceAtMost(t *testing.T) {
	ctx := t.Context()
	m := taughtModel(t, train(t, shop, nil), 200)
	r := newRegistry(t, intent.NewMemoryStore(), nil)
	publish(t, r, train(t, shop, nil))
	in := intent.Input{Text: "where is my parcel that I want my money back for"}
	for name, c := range map[string]intent.Classifier{"model": m, "registry": r} {
		require.LessOrEqual(t, testing.AllocsPerRun(100, func() {
			if _, err := c.Classify(ctx, in); err != nil {
				t.Error(err)
			}
		}), 2.0, name)
	}
}

// Learning costs a few classifications, however much was learned before, and
// what was learned hardly slows classification down. The bounds are some times
// what is measured.
func TestLearningIsCheap(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	examples := made(150, 20)
	base := train(t, examples, nil)
	classifyAll := func(m *intent.Model) time.Duration {
		return fastest(func() {
			for i := range 1000 {
				classify(t, m, examples[i*3].Text)
			}
		}) / 1000
	}
	one := classifyAll(base)
	m := taughtModel(t, base, 2000)
	learn := fastest(func() {
		for i := range 20 {
			with(t, m, intent.Example{ID: "x", Text: examples[i*31].Text + " again", Label: "x"})
		}
	}) / 20
	unlearn := fastest(func() {
		for i := range 20 {
			without(t, m, []string{"c0", "c1000", "c1999"}[i%3])
		}
	}) / 20
	t.Logf("classify %v, with 2000 lessons %v; learn %v, unlearn %v", one, classifyAll(m), learn, unlearn)
	require.LessOrEqual(t, learn, 100*one)
	require.LessOrEqual(t, unlearn, 100*one)
	require.LessOrEqual(t, classifyAll(m), 5*one)
	require.LessOrEqual(t, classifyAll(taughtModel(t, base, 50)), 2*one)
}

// fastest returns the shortest of a few processor times that something takes.
func fastest(do func()) time.Duration {
	best := time.Hour
	for range 7 {
		start := cpuTime()
		do()
		best = min(best, cpuTime()-start)
	}
	return best
}
