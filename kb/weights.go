package kb

import (
	"encoding/binary"
	"math"
	"sync/atomic"
)

// weights remembers the weights of terms, each with that of all its n-grams.
// While an index hardly changes, nothing is computed twice.
type weights struct {
	chunks []atomic.Pointer[[chunkSize]atomic.Uint64]
}

// newWeights has room for some terms more than there are.
func newWeights(terms uint32) *weights {
	return &weights{chunks: make([]atomic.Pointer[[chunkSize]atomic.Uint64], (terms+terms/8)/chunkSize+1)}
}

// idf is the weight of a term. That of words which are in every field is fixed: it
// does not tell how many questions of other fields the index has.
func (v *view) idf(t *term) float64 {
	switch {
	case t.common:
		return plainWeight
	case t.asks:
		return asksWeight
	}
	return idf(v.docs, t.frequency())
}

// weigh returns the weight of a term and that of all its n-grams.
func (v *view) weigh(id uint32) (weight, grams float64) {
	var cell *atomic.Uint64
	if at := int(id / chunkSize); at < len(v.weights.chunks) {
		chunk := v.weights.chunks[at].Load()
		if chunk == nil {
			chunk = new([chunkSize]atomic.Uint64)
			if !v.weights.chunks[at].CompareAndSwap(nil, chunk) {
				chunk = v.weights.chunks[at].Load()
			}
		}
		cell = &chunk[id%chunkSize]
		if known := cell.Load(); known != 0 {
			return float64(math.Float32frombits(uint32(known >> 32))), float64(math.Float32frombits(uint32(known)))
		}
	}
	t := v.terms.at(id)
	a, b := float32(v.core.factor(t)*v.idf(t)), float32(0)
	sum := 0.0
	for ids := v.gramsOf(id); len(ids) > 0; ids = ids[4:] {
		sum += idf(v.docs, float64(max(1, v.grams.at(binary.LittleEndian.Uint32(ids)).freq.Load())))
	}
	b = float32(sum)
	if cell != nil {
		cell.Store(uint64(math.Float32bits(a))<<32 | uint64(math.Float32bits(b)))
	}
	return float64(a), float64(b)
}
