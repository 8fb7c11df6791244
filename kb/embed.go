package kb

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"sync/atomic"
	"time"
)

// What an Embedder adds to smart matching. Every wording of a smart entry has a vector;
// the similarity of an entry is that of its nearest wording, by the dot product of
// vectors of length one, over all of them: no approximation. What a similarity tells is
// measured on the knowledge base itself; see calibrate.

const (
	defaultEmbedTimeout = 300 * time.Millisecond
	embedBatch          = 64 // texts of one call
	nearestEntries      = 12 // entries that similarity can bring in
)

// meaning is what a library knows through its embedder.
type meaning struct {
	refining sync.Mutex
	current  atomic.Pointer[wordVectors]
}

// wordVectors are the wordings of one revision. They never change.
type wordVectors struct {
	revision int64
	size     int // numbers of one vector
	rows     []vectorRow
	data     []float32 // the rows' vectors, one after the other
	likeness likeness
}

type vectorRow struct {
	entry string // its id
	text  string
}

func (v *wordVectors) row(i int) []float32 { return v.data[i*v.size : (i+1)*v.size] }

// embedWordings has the [Embedder] turn wordings that it has not seen into vectors, in
// batches, and measures anew what their similarities tell.
func (l *Library) embedWordings(ctx context.Context) error {
	if l.opts.Embedder == nil {
		return nil
	}
	l.meaning.refining.Lock()
	defer l.meaning.refining.Unlock()
	l.mu.Lock()
	revision := l.revision
	l.mu.Unlock()
	old := l.meaning.current.Load()
	if old != nil && old.revision == revision {
		return nil
	}
	fresh := &wordVectors{revision: revision}
	l.index.each(func(e *Entry) {
		if e.Mode != Smart {
			return
		}
		for i := -1; i < len(e.Phrasings); i++ {
			fresh.rows = append(fresh.rows, vectorRow{entry: e.ID, text: e.wording(i)})
		}
	})
	if err := l.fill(ctx, fresh, old.byText()); err != nil {
		return err
	}
	fresh.likeness = fresh.calibrate()
	l.meaning.current.Store(fresh)
	return nil
}

// byText returns the vectors that are known, by their texts.
func (v *wordVectors) byText() map[string][]float32 {
	if v == nil {
		return nil
	}
	known := make(map[string][]float32, len(v.rows))
	for i, r := range v.rows {
		known[r.text] = v.row(i)
	}
	return known
}

// fill gives the rows their vectors.
func (l *Library) fill(ctx context.Context, v *wordVectors, known map[string][]float32) error {
	found := make(map[string][]float32, len(v.rows))
	var missing []string
	for _, r := range v.rows {
		if _, seen := found[r.text]; seen {
			continue
		}
		found[r.text] = known[r.text]
		if known[r.text] == nil {
			missing = append(missing, r.text)
		}
	}
	for len(missing) > 0 {
		batch := missing[:min(embedBatch, len(missing))]
		missing = missing[len(batch):]
		list, err := l.embed(ctx, batch)
		if err != nil {
			return fmt.Errorf("kb: embedding wordings: %w", err)
		}
		for i, text := range batch {
			found[text] = list[i]
		}
	}
	for _, r := range v.rows {
		vector := found[r.text]
		if v.size == 0 {
			v.size = len(vector)
			v.data = make([]float32, 0, v.size*len(v.rows))
		}
		if len(vector) != v.size {
			return fmt.Errorf("kb: embedding wordings: %w", errVectorSize)
		}
		v.data = append(v.data, vector...)
	}
	return nil
}

var (
	errVectorSize  = errors.New("vectors of different length")
	errVectorCount = errors.New("not one vector for each text")
	errVector      = errors.New("a vector of no direction")
)

// embed calls the embedder and returns vectors of length one.
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
		if list[i] = toUnit(vector); list[i] == nil {
			return nil, errVector
		}
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
