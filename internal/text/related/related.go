package related

import (
	_ "embed"
	"encoding/binary"
	"math"
	"sort"
	"strings"
	"sync"
)

// Dims is the length of a vector.
const Dims = 64

//go:embed vectors.bin
var data string

// Word is a stem that has a vector. The zero Word has none, and adds nothing.
type Word uint16

// Vector is the sum of the vectors of some words. Each of them is as long as the
// word tells, from nearly 0 for the commonest to 1. The zero Vector is the sum of
// none.
type Vector [Dims]float32

// vocabulary is the file laid out for lookup at first use, which takes some 300 KB
// and a millisecond. The vectors stay where they are.
type vocabulary struct {
	stems   []string // sorted
	scale   []float32
	numbers string
}

var table = sync.OnceValue(func() *vocabulary {
	n := int(binary.LittleEndian.Uint32([]byte(data[:4])))
	v := &vocabulary{stems: make([]string, n), scale: make([]float32, n)}
	rest := data[8:] // behind the numbers of stems and of dimensions
	for i := range v.stems {
		v.stems[i], rest, _ = strings.Cut(rest, "\n")
	}
	v.numbers = rest[n:]
	for i := range v.scale {
		square := 0.0
		for _, c := range []byte(v.numbers[i*Dims : (i+1)*Dims]) {
			x := float64(int8(c))
			square += x * x
		}
		v.scale[i] = float32(float64(rest[i]) / 255 / math.Sqrt(max(1, square)))
	}
	return v
})

// Find returns the word with this English stem, in lower case and without
// apostrophes; 0 if it has no vector.
func Find(stem []byte) Word {
	stems := table().stems
	i := sort.Search(len(stems), func(i int) bool { return stems[i] >= string(stem) })
	if i < len(stems) && stems[i] == string(stem) {
		return Word(i + 1)
	}
	return 0
}

// Add adds the vector of a word.
func (sum *Vector) Add(w Word) {
	if w == 0 {
		return
	}
	v := table()
	scale := v.scale[w-1]
	numbers := v.numbers[(int(w)-1)*Dims:][:Dims]
	for i := range sum {
		sum[i] += scale * float32(int8(numbers[i]))
	}
}

// Dot returns the scalar product with the vector of a word.
func (sum *Vector) Dot(w Word) float32 {
	if w == 0 {
		return 0
	}
	v := table()
	var a, b, c, d float32 // so that no addition waits for the one before it
	numbers := v.numbers[(int(w)-1)*Dims:][:Dims]
	for i := 0; i < Dims; i += 4 {
		x, n := sum[i:i+4:i+4], numbers[i:i+4]
		a += x[0] * float32(int8(n[0]))
		b += x[1] * float32(int8(n[1]))
		c += x[2] * float32(int8(n[2]))
		d += x[3] * float32(int8(n[3]))
	}
	return (a + b + c + d) * v.scale[w-1]
}

// Length returns the length of a vector.
func (sum *Vector) Length() float32 {
	square := float32(0)
	for _, x := range sum {
		square += x * x
	}
	return float32(math.Sqrt(float64(square)))
}
