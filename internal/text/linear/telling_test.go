package linear_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/text/linear"
)

func TestFactorsSayWhichFeaturesLearn(t *testing.T) {
	a, b := linear.Vector{{Index: 0, Value: 1}}, linear.Vector{}
	for i := range int32(3) {
		b = append(b, linear.Feature{Index: i + 1, Value: 1})
	}
	for _, loss := range []linear.Loss{linear.Hinge, linear.Logistic, linear.Both} {
		weights, err := linear.Train(t.Context(), []linear.Vector{a, b}, []int32{0, 1}, 2, 4, linear.Options{Loss: loss, Factors: []float32{1, 1, 2}})
		require.NoError(t, err)
		// Three features that always stand together. A factor counts twice: in what
		// is learned, and in what that is worth for texts without factors.
		once := weights.Weight(1, 1)
		require.Positive(t, once)
		require.InEpsilon(t, 4*once, weights.Weight(2, 1), 0.01)
		require.InEpsilon(t, once, weights.Weight(3, 1), 0.01, "without a factor")
	}
	require.Equal(t, linear.Feature{Index: 2, Value: 1}, b[1], "the texts stay as they were")
}

func TestTellingFeaturesCountForMore(t *testing.T) {
	var texts []linear.Vector
	var label []int32
	for i := range int32(4000) {
		x := linear.Vector{{Index: 0, Value: 1}, {Index: 1, Value: 1}} // in all
		if i%4 == 0 {
			x = append(x, linear.Feature{Index: 2, Value: 1}) // all the rarer label
		}
		if i == 0 {
			x = append(x, linear.Feature{Index: 3, Value: 1}) // that too, but once
		}
		texts, label = append(texts, append(x, linear.Feature{Index: 5, Value: 1})), append(label, min(i%4, 1))
	}
	f := linear.Telling(texts, label, 3, 5) // nobody has label 2, nor feature 4
	require.Len(t, f, 5)
	require.InDelta(t, 1, f[0], 0)
	require.Greater(t, f[2], 2*f[1])
	require.Greater(t, f[2], f[3])
	require.Greater(t, f[3], f[1])
	require.InDelta(t, f[1], f[4], 1e-5, "both tell nothing")
	require.InEpsilon(t, 5001, 4000*f[1]*f[1]+1000*f[2]*f[2]+f[3]*f[3], 1e-3, "1 in the mean square")

	few := linear.Telling(texts[:40], label[:40], 3, 5)
	require.Less(t, few[2], 1.2*few[1], "a few texts are not believed")
}
