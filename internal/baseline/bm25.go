package baseline

import (
	"cmp"
	"math"
	"slices"
)

// The usual parameters.
const (
	K1 = 1.2
	B  = 0.75
)

// BM25 is an inverted index over documents that are lists of terms. It never
// changes; searching uses working memory, so it is not safe for concurrent use.
//
// A term that occurs f times in a document of length l adds
//
//	ln(1 + (N-n+0.5)/(n+0.5)) · f·(K1+1) / (f + K1·(1-B+B·l/avg))
//
// where N is the number of documents, n how many of them hold the term, and avg
// their mean length (Robertson and Zaragoza 2009; the 1 in the logarithm keeps
// common terms from counting against a document). A term that the query repeats
// counts as often.
type BM25 struct {
	terms map[string][]posting
	docs  int

	scores  []float64
	touched []int32 // documents with a score
}

// posting is what a term adds to a document, worked out when the index is made.
type posting struct {
	doc    int32
	weight float64
}

// Hit is a document and its score, above 0 and without an upper bound.
type Hit struct {
	Doc   int
	Score float64
}

// NewBM25 returns an index; a document is known by its place in docs.
func NewBM25(docs [][]string) *BM25 {
	x := &BM25{terms: map[string][]posting{}, docs: len(docs), scores: make([]float64, len(docs))}
	total := 0
	for i, doc := range docs {
		total += len(doc)
		for _, term := range doc {
			list := x.terms[term]
			if n := len(list); n > 0 && list[n-1].doc == int32(i) {
				list[n-1].weight++
				continue
			}
			x.terms[term] = append(list, posting{doc: int32(i), weight: 1})
		}
	}
	mean := float64(total) / float64(max(1, len(docs)))
	for _, list := range x.terms {
		n := float64(len(list))
		idf := math.Log(1 + (float64(len(docs))-n+0.5)/(n+0.5))
		for i, p := range list {
			length := float64(len(docs[p.doc])) / mean
			list[i].weight = idf * p.weight * (K1 + 1) / (p.weight + K1*(1-B+B*length))
		}
	}
	return x
}

// Search returns the documents that share a term with the query, the best first
// and of equal ones the earlier first, at most limit; 0 or less returns all.
func (x *BM25) Search(query []string, limit int) []Hit {
	x.score(query)
	hits := make([]Hit, len(x.touched))
	for i, doc := range x.touched {
		hits[i] = Hit{Doc: int(doc), Score: x.scores[doc]}
	}
	return best(hits, limit)
}

// score leaves the scores of a query in x.scores, for the documents in
// x.touched, until the next call.
func (x *BM25) score(query []string) {
	for _, doc := range x.touched {
		x.scores[doc] = 0
	}
	x.touched = x.touched[:0]
	for _, term := range query {
		for _, p := range x.terms[term] {
			if x.scores[p.doc] == 0 {
				x.touched = append(x.touched, p.doc)
			}
			x.scores[p.doc] += p.weight
		}
	}
}

func best(hits []Hit, limit int) []Hit {
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Doc, b.Doc))
	})
	if limit > 0 && limit < len(hits) {
		hits = hits[:limit]
	}
	return hits
}
