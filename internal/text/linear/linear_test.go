package linear_test

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/text/linear"
)

// bagOf returns the words of a text as a bag of one view, in lower and upper
// case as another.
func bagOf(text string) *linear.Bag {
	bag := linear.NewBag(2)
	for word := range strings.FieldsSeq(text) {
		bag.Add(0, linear.HashString(linear.Hash, strings.ToLower(word)))
		bag.Add(1, linear.HashBytes(linear.Hash, []byte(word)))
	}
	return bag
}

func spaceOf(views []linear.View, texts ...string) *linear.Space {
	return linear.NewSpace(views, func(yield func(*linear.Bag) bool) {
		for _, text := range texts {
			if !yield(bagOf(text)) {
				return
			}
		}
	})
}

var views = []linear.View{{Weight: 1}, {Weight: 0.5}}

func TestBagHoldsEachFeatureOncePerView(t *testing.T) {
	bag := linear.NewBag(2)
	for round := range 3 {
		for n := range uint64(3000) { // more than its set has room for at first
			bag.Add(int(n%2), n/4)
		}
		require.Len(t, bag.Keys(0), 750, "round %d", round)
		require.Len(t, bag.Keys(1), 750)
		require.Equal(t, 1500, bag.Len())
		require.Equal(t, linear.KeyOf(1, 2), bag.Keys(1)[2])
		bag.Reset()
		require.Zero(t, bag.Len())
	}
}

func TestHashPairKnowsItsOrder(t *testing.T) {
	require.NotEqual(t, linear.HashPair(1, 2), linear.HashPair(2, 1))
	require.Equal(t, linear.HashBytes(linear.Hash, []byte("ab")), linear.HashByte(linear.HashString(linear.Hash, "a"), 'b'))
}

func TestVectorsHaveViewsOfTheirLength(t *testing.T) {
	space := spaceOf(views, "Red green", "red blue", "red blue blue")
	for _, text := range []string{"red", "Red red green", "green blue purple"} {
		var square [2]float64
		vector := space.Vector(nil, bagOf(text))
		require.EqualValues(t, 0, vector[0].Index, "feature 0 is in all")
		for _, f := range vector[1:] {
			square[space.View(f.Index)] += float64(f.Value * f.Value)
		}
		require.InDelta(t, 1, square[0], 1e-5, text)
		require.InDelta(t, 0.25, square[1], 1e-5, text)
	}
	require.Len(t, space.Vector(nil, bagOf("purple")), 1, "unknown features count for nothing")

	find := func(word string) int32 {
		return space.Find(linear.KeyOf(0, linear.HashString(linear.Hash, word)))
	}
	require.Zero(t, find("purple"))
	require.InDelta(t, 1+math.Log(4.0/4), space.Rarity(find("red")), 1e-6, "3 of 3 texts")
	require.InDelta(t, 1+math.Log(4.0/2), space.Rarity(find("green")), 1e-6, "1 of 3 texts")
}

func TestMinTextsLeavesRareFeaturesOut(t *testing.T) {
	some := []linear.View{{Weight: 1, MinTexts: 2}, {Weight: 1}}
	space := spaceOf(some, "red green", "red blue")
	require.Equal(t, 1+1+3, space.Len(), "feature 0, red, and all of the other view")
}

// synthetic returns texts of three labels: five words of the label's own among
// fifty of all.
func synthetic(n int) (texts []string, labels []int32) {
	random := rand.New(rand.NewPCG(1, 1))
	for i := range n {
		label := i % 3
		var words []string
		for range 4 {
			words = append(words, fmt.Sprintf("all%d", random.IntN(50)))
		}
		words = append(words, fmt.Sprintf("own%d_%d", label, random.IntN(5)))
		texts, labels = append(texts, strings.Join(words, " ")), append(labels, int32(label))
	}
	return texts, labels
}

func learn(ctx context.Context, t *testing.T, o linear.Options) (*linear.Space, *linear.Weights, error) {
	t.Helper()
	texts, labels := synthetic(120)
	space := spaceOf(views, texts...)
	var vectors []linear.Vector
	for _, text := range texts {
		vectors = append(vectors, space.Vector(nil, bagOf(text)))
	}
	weights, err := linear.Train(ctx, vectors, labels, 3, space.Len(), o)
	return space, weights, err
}

func TestEveryLossTellsLabelsApart(t *testing.T) {
	for _, loss := range []linear.Loss{linear.Hinge, linear.Logistic, linear.Both} {
		space, weights, err := learn(t.Context(), t, linear.Options{Loss: loss})
		require.NoError(t, err)
		texts, labels := synthetic(240) // twice as many as it has seen
		scores := make([]float32, 3)
		right := 0
		for i := 120; i < 240; i++ {
			weights.Scores(scores, space.Vector(nil, bagOf(texts[i])))
			if slices.Index(scores, slices.Max(scores)) == int(labels[i]) {
				right++
			}
		}
		require.GreaterOrEqual(t, right, 115, "loss %d", loss)
	}
}

// Logistic loss finds the probabilities that there are.
func TestLogisticFindsProbabilities(t *testing.T) {
	var vectors []linear.Vector
	var labels []int32
	for i := range 1000 {
		vectors = append(vectors, linear.Vector{{Index: 0, Value: 1}})
		labels = append(labels, int32(min(2, i%10/3))) // 30, 30 and 40 %
	}
	weights, err := linear.Train(t.Context(), vectors, labels, 3, 1, linear.Options{Loss: linear.Logistic, Epochs: 50})
	require.NoError(t, err)
	probs := make([]float32, 3)
	weights.Scores(probs, vectors[0])
	linear.Softmax(probs, probs)
	require.InDeltaSlice(t, []float32{0.3, 0.3, 0.4}, probs, 0.02)
}

func TestWeightsOfTextsCount(t *testing.T) {
	vectors := []linear.Vector{{{Index: 0, Value: 1}}, {{Index: 0, Value: 1}}}
	for right := range int32(2) {
		factors := []float32{0.05, 0.05}
		factors[right] = 1
		for _, loss := range []linear.Loss{linear.Hinge, linear.Logistic} {
			weights, err := linear.Train(t.Context(), vectors, []int32{0, 1}, 2, 1, linear.Options{Loss: loss, Weights: factors})
			require.NoError(t, err)
			require.Greater(t, weights.Weight(0, int(right)), weights.Weight(0, int(1-right)))
		}
	}
}

func TestTrainCanBeCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	epochs := 0
	_, _, err := learn(ctx, t, linear.Options{Tolerance: 1e-9, Progress: func(int, int) { epochs++; cancel() }})
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, 1, epochs)
}

// The sums of whole numbers are the sums of weights, also of very long vectors
// and of features that speak against a label.
func TestScoresAreSumsOfWeights(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	for _, labels := range []int{2, 7, 8, 9, 33} {
		texts := make([]linear.Vector, 100)
		targets := make([]int32, len(texts))
		for i := range texts {
			targets[i] = int32(i % labels)
			for f := range int32(40) {
				texts[i] = append(texts[i], linear.Feature{Index: f, Value: random.Float32() - 0.5})
			}
		}
		weights, err := linear.Train(t.Context(), texts, targets, labels, 40, linear.Options{Epochs: 3})
		require.NoError(t, err)
		for _, n := range []int{0, 1, 511, 512, 513, 5000} {
			var x linear.Vector
			want := make([]float64, labels)
			size := 0.0
			for range n {
				f := linear.Feature{Index: int32(random.IntN(40)), Value: random.Float32() - 0.5}
				x = append(x, f)
				size += math.Abs(float64(f.Value))
				for l := range want {
					want[l] += float64(f.Value) * float64(weights.Weight(f.Index, l))
				}
			}
			got := make([]float32, labels)
			weights.Scores(got, x)
			for l := range want {
				require.InDelta(t, want[l], got[l], 1e-4*(1+size), "%d labels, %d features", labels, n)
			}
		}
	}
}

func TestBinaryFormIsWhole(t *testing.T) {
	space, weights, err := learn(t.Context(), t, linear.Options{Loss: linear.Both})
	require.NoError(t, err)
	var e linear.Encoder
	space.Encode(&e)
	weights.Encode(&e)
	d := linear.Decoder{Data: e.Data}
	space2 := linear.DecodeSpace(&d, len(views))
	weights2 := linear.DecodeWeights(&d, 3, space2.Len())
	require.NoError(t, d.Err)
	require.Empty(t, d.Data)
	var again linear.Encoder
	space2.Encode(&again)
	weights2.Encode(&again)
	require.True(t, bytes.Equal(e.Data, again.Data))
	bag := bagOf("own1_1 all3 all4")
	a, b := make([]float32, 3), make([]float32, 3)
	weights.Scores(a, space.Vector(nil, bag))
	weights2.Scores(b, space2.Vector(nil, bag))
	require.Equal(t, a, b)

	for cut := range e.Data {
		d := linear.Decoder{Data: e.Data[:cut]}
		space := linear.DecodeSpace(&d, len(views))
		linear.DecodeWeights(&d, 3, space.Len())
		require.ErrorIs(t, d.Err, linear.ErrDamaged)
	}
}

// FuzzDecode decodes anything without a panic or a large allocation, and what
// it accepts can be used.
func FuzzDecode(f *testing.F) {
	space := spaceOf(views, "a b", "b c")
	weights, _ := linear.Train(f.Context(), []linear.Vector{space.Vector(nil, bagOf("a")), space.Vector(nil, bagOf("c"))}, []int32{0, 1}, 2, space.Len(), linear.Options{})
	var e linear.Encoder
	space.Encode(&e)
	weights.Encode(&e)
	f.Add(e.Data)
	f.Add([]byte{2, 0, 0, 128, 63, 0, 0, 0, 63, 2, 0})
	f.Fuzz(func(_ *testing.T, data []byte) {
		d := linear.Decoder{Data: data}
		space := linear.DecodeSpace(&d, 2)
		weights := linear.DecodeWeights(&d, 2, space.Len())
		if d.Err != nil {
			return
		}
		weights.Scores(make([]float32, 2), space.Vector(nil, bagOf("a b c")))
	})
}

func TestDecoderRefusesWhatIsNoFigureOfAModel(t *testing.T) {
	read := func(f float32) error {
		var e linear.Encoder
		e.Float(f)
		d := linear.Decoder{Data: e.Data}
		if got := d.Float(); d.Err == nil {
			require.Equal(t, f, got)
		}
		return d.Err
	}
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, f := range []float32{nan, inf, -inf, 1 << 25, -1 << 25} {
		require.ErrorIs(t, read(f), linear.ErrDamaged, f)
	}
	for _, f := range []float32{0, -1.5, 1e-30, 1 << 24} {
		require.NoError(t, read(f))
	}
}
