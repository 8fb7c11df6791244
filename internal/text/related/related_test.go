package related_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/text/related"
)

func cosine(t testing.TB, a, b string) float32 {
	x, y := related.Find([]byte(a)), related.Find([]byte(b))
	require.NotZero(t, x, a)
	require.NotZero(t, y, b)
	var v, w related.Vector
	v.Add(x)
	w.Add(y)
	dot := v.Dot(y)
	assert.InDelta(t, dot, w.Dot(x), 1e-5, "it works in both directions")
	return dot / v.Length() / w.Length()
}

func TestRelated(t *testing.T) {
	for _, c := range [][3]string{
		{"flight", "airport", "chees"},
		{"doctor", "hospit", "password"},
		{"restaur", "dinner", "password"},
		{"money", "bank", "weather"},
		{"car", "vehicl", "music"},
		{"rain", "weather", "bank"},
	} {
		assert.Greater(t, cosine(t, c[0], c[1]), cosine(t, c[0], c[2])+0.2, c)
	}
	assert.InDelta(t, 1, cosine(t, "flight", "flight"), 1e-3)
}

// Common words tell little.
func TestLength(t *testing.T) {
	length := func(stem string) float32 {
		var v related.Vector
		v.Add(related.Find([]byte(stem)))
		return v.Length()
	}
	assert.Less(t, length("the"), float32(0.05))
	assert.Greater(t, length("refund"), float32(0.5))
	assert.LessOrEqual(t, length("zebra"), float32(1.001))
}

func TestUnknown(t *testing.T) {
	for _, stem := range []string{"", "xyzzyx", "The", "~", "\xff", "发票"} {
		assert.Zero(t, related.Find([]byte(stem)), stem)
	}
	var v related.Vector
	v.Add(0)
	assert.Zero(t, v.Length())
	assert.Zero(t, v.Dot(0))
	assert.Zero(t, testing.AllocsPerRun(10, func() { v.Add(related.Find([]byte("money"))) }), "looking up allocates nothing")
}

func Example() {
	var question related.Vector
	for _, stem := range []string{"when", "does", "my", "plane", "leav"} {
		question.Add(related.Find([]byte(stem)))
	}
	fmt.Println(question.Dot(related.Find([]byte("flight"))) > question.Dot(related.Find([]byte("loan"))))
	// Output: true
}
