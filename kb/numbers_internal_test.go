package kb

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/internal/text"
)

func TestLn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := math.Exp(rapid.Float64Range(-40, 40).Draw(t, "exponent"))
		require.InDelta(t, math.Log(x), ln(x), 1.0/4000)
	})
	for x := 1.0; x < 2.01; x += 1e-5 { // across the table and over its end
		require.InDelta(t, math.Log(x), ln(x), 1.0/4000)
	}
}

func TestEachGram(t *testing.T) {
	var a analyzer
	for word, want := range map[string]string{
		"":                      "",
		"a":                     "^a$",
		"ab":                    "^ab ab$ ^ab$",
		"card":                  "^ca car ard rd$ ^car card ard$",
		"été":                   "^ét été té$ ^été été$",
		"𐅀":                     "^𐅀$",
		strings.Repeat("a", 49): "",
	} {
		var got []string
		a.eachGram([]byte(word), func(gram []byte) {
			got = append(got, strings.NewReplacer(string(rune(text.WordStart)), "^", string(rune(text.WordEnd)), "$").Replace(string(gram)))
		})
		assert.Equal(t, want, strings.Join(got, " "), "%q", word)
	}
}

func TestNthLargest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float32Range(0, 20), 1, 60).Draw(t, "values")
		for i := range values {
			if i%2 == 0 {
				values[i] = float32(int(values[i])) // repeated ones
			}
		}
		n := rapid.IntRange(1, len(values)).Draw(t, "n")
		sorted := slices.Sorted(slices.Values(values))
		require.InDelta(t, sorted[len(sorted)-n], nthLargest(values, n), 0)
		require.Equal(t, sorted, slices.Sorted(slices.Values(values)), "the values are only reordered")
	})
}

// What recall keeps is the best of what it found, however much that is.
func TestRecallKeepsTheBest(t *testing.T) {
	x := NewIndex(nil)
	for i := range 3 * recallDocs {
		line := "delivery of " + strings.Repeat("many ", i%9) + "things"
		if i == 2*recallDocs {
			line = "delivery abroad"
		}
		require.NoError(t, x.Put(Entry{ID: string(rune(1000 + i)), Question: line}))
	}
	hits := x.Match(Query{Text: "is there delivery abroad", Limit: 1000})
	require.LessOrEqual(t, len(hits), recallEntries)
	assert.Equal(t, "delivery abroad", hits[0].Phrasing)
}
