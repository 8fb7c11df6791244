package intent_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

// inScope leaves out what belongs to no intent.
func inScope(examples []intent.Example) (in []intent.Example) {
	for _, e := range examples {
		if e.Label != intent.OutOfScope {
			in = append(in, e)
		}
	}
	return in
}

// hits returns the share of examples whose first prediction is right.
func hits(t *testing.T, m *intent.Model, examples []intent.Example) float64 {
	n := 0
	for _, e := range examples {
		if classify(t, m, e.Text).Top().Label == e.Label {
			n++
		}
	}
	return float64(n) / float64(len(examples))
}

// On real messages, in two languages: 50 right corrections of any messages cost
// the others at most 0.1 points, and right corrections of errors help the others
// too, or do them no harm.
func TestQualityOfCorrections(t *testing.T) {
	for _, set := range []struct{ name, train string }{
		{"clinc150", "train_small"}, {"hwu64", "train"}, {"smp2019_zh", "train"},
	} {
		t.Run(set.name, func(t *testing.T) {
			m := train(t, inScope(readSet(t, set.name+"/"+set.train)), nil)
			var corrected, others []intent.Example
			for i, e := range inScope(readSet(t, set.name+"/dev")) {
				if i%2 == 0 {
					corrected = append(corrected, e)
				} else {
					others = append(others, e)
				}
			}
			some, errors := m, m
			for i, e := range corrected {
				if i%(len(corrected)/50) == 0 {
					some = with(t, some, e)
				}
				if classify(t, m, e.Text).Top().Label != e.Label {
					errors = with(t, errors, e)
				}
			}
			before := hits(t, m, others)
			t.Logf("others: %.4f, after 50 corrections %.4f, after corrections of all errors %.4f; corrected: %.4f, then %.4f",
				before, hits(t, some, others), hits(t, errors, others), hits(t, m, corrected), hits(t, errors, corrected))
			require.GreaterOrEqual(t, hits(t, some, others), before-0.001)
			require.GreaterOrEqual(t, hits(t, errors, others), before)
			require.Greater(t, hits(t, errors, corrected), 0.995)
		})
	}
}

// To unlearn an example of the training comes closer to a training without it
// than to leave it.
func TestQualityOfUnlearning(t *testing.T) {
	examples := inScope(readSet(t, "smp2019_zh/train"))
	examples = examples[:min(len(examples), 1000)]
	m := train(t, examples, nil)
	before, after := 0.0, 0.0
	i := 0
	for e := range m.Examples() {
		if i++; i%50 != 0 {
			continue
		}
		forgot := without(t, m, e.ID)
		trained, err := forgot.Retrain(t.Context(), nil)
		require.NoError(t, err)
		want := confidence(t, trained, e)
		before += math.Abs(confidence(t, m, e) - want)
		after += math.Abs(confidence(t, forgot, e) - want)
	}
	t.Logf("sum of differences: %.3f if it is left, %.3f if it is unlearned", before, after)
	require.Less(t, after, before*0.9)
}

func confidence(t *testing.T, m *intent.Model, e intent.Example) float64 {
	for _, p := range classify(t, m, e.Text).Predictions {
		if p.Label == e.Label {
			return p.Confidence
		}
	}
	return 0
}
