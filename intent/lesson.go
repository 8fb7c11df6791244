package intent

import (
	"cmp"
	"crypto/sha256"
	"math"
	"slices"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/internal/text/linear"
)

// lesson is what a model was taught after its training: an example that it
// learned, or examples of its training that it unlearned. A lesson does not
// change, and is shared by all models that know it.
type lesson struct {
	example Example // of what was unlearned only the ID
	unlearn bool
	label   string    // of what was unlearned
	times   int32     // how many examples that were
	pushes  []float32 // what unlearning changes scores by, at the text of the lesson
	key     string    // by which texts are identical
	digest  [sha256.Size]byte

	terms   []term // by view, and of the units the rarest first
	ends    [viewCount]int
	indexed int     // how many of the units are in the index
	rest    float32 // the length of those that are not
	scales  scales
}

// term is a feature of a lesson, and what it is worth there: the values of a view
// have a length of 1.
type term struct {
	key   linear.Key
	view  uint8
	value float32
}

// scales are what brings the views of a message to a length of 1; 0 for a view
// without features.
type scales [viewCount]float32

// near is from which likeness on a lesson has a say. The likeness of two messages
// is the cosine of their features, the ones that are rare in the training weighing
// more, and every view as much as the others; the cosine of the units alone must be
// as large. Below it a lesson would be wrong about a message too often.
const near = 0.5

// scalesOf returns the scales of a message by the squared lengths of its views.
func scalesOf(squares [viewCount]float32) scales {
	var s scales
	for v, square := range squares {
		if square > 0 {
			s[v] = 1 / float32(math.Sqrt(float64(square)))
		}
	}
	return s
}

// views returns how many views have features.
func (s *scales) views() (n int) {
	for _, scale := range s {
		if scale > 0 {
			n++
		}
	}
	return n
}

// worth is how much a feature weighs: more, the fewer examples of the training
// have it.
func (m *Model) worth(key linear.Key) float32 {
	if i := m.space.Find(key); i != 0 {
		return m.space.Rarity(i)
	}
	return m.unseen
}

// rarest is what a feature weighs that no example has; see [linear.NewSpace].
func rarest(examples int) float32 { return float32(1 + math.Log(float64(1+examples))) }

// newLesson returns the lesson of an example, read with sc.
func (m *Model) newLesson(sc *scratch, e Example) *lesson {
	l := &lesson{example: e, key: text.Key(e.Text), digest: digestOf(e)}
	bag := sc.reader.read(e.Text)
	l.terms = make([]term, 0, bag.Len())
	var squares [viewCount]float32
	for v := range viewCount {
		for _, key := range bag.Keys(v) {
			w := m.worth(key)
			squares[v] += w * w
			l.terms = append(l.terms, term{key, uint8(v), w})
		}
		l.ends[v] = len(l.terms)
	}
	l.scales = scalesOf(squares)
	for i := range l.terms {
		l.terms[i].value *= l.scales[l.terms[i].view]
	}
	units := l.terms[:l.ends[viewUnits]]
	slices.SortFunc(units, func(a, b term) int { return cmp.Or(cmp.Compare(b.value, a.value), cmp.Compare(a.key, b.key)) })
	// The common units at the end need not be looked for: a message that is near
	// enough has one of the others.
	l.indexed = len(units)
	for square := float32(0); l.indexed > 0; l.indexed-- {
		value := units[l.indexed-1].value
		if square += value * value; square >= 0.99*near*near {
			break
		}
		l.rest = float32(math.Sqrt(float64(square)))
	}
	return l
}

func digestOf(e Example) [sha256.Size]byte {
	var enc linear.Encoder
	encodeExample(&enc, e)
	return sha256.Sum256(enc.Data)
}
