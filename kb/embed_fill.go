package kb

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
)

const (
	embedBatch = 64 // texts of one call
	// mostRefusals is how many batches in a row may fail before an attempt is given up.
	// It is more than what one bad wording takes until something works again.
	mostRefusals = 6
)

var (
	errVectorCount = errors.New("not one vector for each text")
	errVector      = errors.New("a vector of no direction or of another length")
)

// filled is what came of asking for vectors.
type filled struct {
	vectors map[string][]float32 // by text
	faulty  []string             // texts that get none
	size    int                  // numbers of one vector
}

// fill asks for the vectors of texts, in batches. A batch that fails is tried again in
// halves when the others are done, so that one wording which the embedder cannot take
// costs no other its vector. What was had before an error is kept.
func (l *Library) fill(ctx context.Context, texts []string, size int) (filled, error) {
	got := filled{vectors: make(map[string][]float32, len(texts)), size: size}
	var refused []string
	var last error
	queue := slices.Collect(slices.Chunk(texts, embedBatch))
	failures := 0
	for len(queue) > 0 && failures < mostRefusals {
		batch := queue[0]
		queue = queue[1:]
		list, err := l.embed(ctx, batch)
		if ctx.Err() != nil {
			return got, ctx.Err()
		}
		if err == nil {
			err = got.take(batch, list)
		}
		if err == nil {
			failures = 0
			continue
		}
		failures, last = failures+1, err
		switch half := len(batch) / 2; {
		case half > 0:
			queue = append(queue, batch[:half], batch[half:])
		case errors.Is(err, errVector):
			got.faulty = append(got.faulty, batch[0])
		default:
			refused = append(refused, batch[0])
		}
	}
	worked := len(got.vectors) > 0
	if failures >= mostRefusals || !worked && last != nil && (len(refused) > 0 || len(texts) > 1) {
		if !worked { // then it is not the texts
			got.faulty = nil
		}
		return got, fmt.Errorf("kb: embedding wordings: %w", last)
	}
	got.faulty = append(got.faulty, refused...)
	return got, nil
}

// take keeps the vectors of a batch. It is an error if none can be used.
func (f *filled) take(batch []string, list [][]float32) error {
	if f.size == 0 {
		f.size = usualLength(list)
	}
	var bad []string
	for i, text := range batch {
		if v := list[i]; v != nil && len(v) == f.size {
			f.vectors[text] = v
		} else {
			bad = append(bad, text)
		}
	}
	if len(bad) == len(batch) {
		return errVector
	}
	f.faulty = append(f.faulty, bad...)
	return nil
}

// usualLength is the length that most vectors have, or 0.
func usualLength(list [][]float32) int {
	count := map[int]int{}
	best := 0
	for _, v := range list {
		if n := len(v); n > 0 {
			if count[n]++; count[n] > count[best] {
				best = n
			}
		}
	}
	return best
}

// embed calls the embedder and returns vectors of length one, nil in place of such as
// have no direction.
func (l *Library) embed(ctx context.Context, texts []string) (list [][]float32, err error) {
	defer func() {
		if p := recover(); p != nil {
			list, err = nil, fmt.Errorf("panic of type %T", p)
		}
	}()
	given, err := l.opts.Embedder.Embed(ctx, texts)
	if err != nil {
		return nil, err
	}
	if len(given) != len(texts) {
		return nil, errVectorCount
	}
	list = make([][]float32, len(given))
	for i, vector := range given {
		list[i] = toUnit(vector)
	}
	return list, nil
}

// toUnit returns the vector of length one in the direction of another one, or nil if it
// has none.
func toUnit(v []float32) []float32 {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if sum == 0 || math.IsNaN(sum) || math.IsInf(sum, 0) {
		return nil
	}
	length := math.Sqrt(sum)
	u := make([]float32, len(v))
	for i, x := range v {
		u[i] = float32(float64(x) / length)
	}
	return u
}

// dotProduct is the dot product of vectors of the same length.
func dotProduct(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	b = b[:len(a)]
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return s0 + s1 + s2 + s3
}
