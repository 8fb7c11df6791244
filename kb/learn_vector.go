package kb

import (
	"cmp"
	"math"
	"slices"

	"github.com/kefu-go/kefu/internal/text"
)

// feature is one thing that a question says, with its weight.
type feature struct {
	id     uint32
	weight float32
}

// vectors turns questions into lists of features of length 1, by the terms that
// matching sees: stems, numbers, characters and pairs of neighbours.
type vectors struct {
	lines  analyzer
	ids    map[string]uint32
	counts []float64 // of questions that have a feature
	kinds  []float32 // how much a feature of its kind weighs
	common []bool    // it holds a sentence together
	total  float64
}

// What features weigh beside their idf, chosen on the development sets of
// TestLearnQuality. Common words hold sentences together and tell little;
// neighbours tell what is asked of what.
const (
	commonFeature = 0.5
	charFeature   = 0.5
	pairFeature   = 1.0
	orderFeature  = 0.4
	leastFeature  = 0.05

	// What is known before the first question: as if that many others had been
	// read, none with the words of these, and a tenth with each common word.
	priorTexts  = 200
	priorCommon = 20
)

// orderMark joins two words that follow each other. It cannot occur in folded
// text.
const orderMark = 0x1f

func newVectors(stemmer *text.Stemmer) *vectors {
	return &vectors{lines: analyzer{stemmer: stemmer}, ids: map[string]uint32{}}
}

// read returns the distinct features of a text, unweighed, and counts them.
func (v *vectors) read(s, locale string) []uint32 {
	var list []uint32
	add := func(key []byte, kind float32, common bool) {
		id, known := v.ids[string(key)]
		if !known {
			id = uint32(len(v.counts))
			v.ids[string(key)] = id
			v.counts = append(v.counts, 0)
			v.kinds = append(v.kinds, kind)
			v.common = append(v.common, common)
		}
		if !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	var order, last []byte
	n := 0
	v.lines.analyze(s, locale, func(found sighting) {
		if n++; n > maxTokens {
			return
		}
		kind := float32(1)
		switch {
		case found.kind == text.Char:
			kind = charFeature
			if found.common {
				kind = charFeature * commonFeature
			}
		case found.common:
			kind = commonFeature
		}
		add(found.name, kind, found.common)
		if found.pair != nil {
			add(found.pair, pairFeature, false)
		}
		if found.kind == text.Word && len(last) > 0 {
			order = append(append(append(order[:0], last...), orderMark), found.name...)
			add(order, orderFeature, false)
		}
		last = last[:0]
		if found.kind == text.Word {
			last = append(last, found.name...)
		}
	})
	for _, id := range list {
		v.counts[id]++
	}
	v.total++
	return list
}

// weigh returns the vector of features, in the order of their ids, once all
// texts have been read.
func (v *vectors) weigh(list []uint32) []feature {
	vector := make([]feature, len(list))
	sum := 0.0
	for i, id := range list {
		n := v.counts[id] + 0.5
		if v.common[id] {
			n += priorCommon
		}
		w := max(leastFeature, math.Log((v.total+priorTexts)/n)) * float64(v.kinds[id])
		vector[i] = feature{id: id, weight: float32(w)}
		sum += w * w
	}
	slices.SortFunc(vector, func(a, b feature) int { return cmp.Compare(a.id, b.id) })
	if sum > 0 {
		norm := float32(1 / math.Sqrt(sum))
		for i := range vector {
			vector[i].weight *= norm
		}
	}
	return vector
}

// dot is the cosine of two vectors of length 1.
func dot(a, b []feature) float64 {
	sum := 0.0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].id < b[j].id:
			i++
		case a[i].id > b[j].id:
			j++
		default:
			sum += float64(a[i].weight) * float64(b[j].weight)
			i++
			j++
		}
	}
	return sum
}

// plus returns the sum of two vectors.
func plus(a, b []feature) []feature {
	sum := make([]feature, 0, len(a)+len(b))
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case j == len(b) || i < len(a) && a[i].id < b[j].id:
			sum = append(sum, a[i])
			i++
		case i == len(a) || a[i].id > b[j].id:
			sum = append(sum, b[j])
			j++
		default:
			sum = append(sum, feature{id: a[i].id, weight: a[i].weight + b[j].weight})
			i++
			j++
		}
	}
	return sum
}
