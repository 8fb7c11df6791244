package baseline

import (
	"slices"

	"github.com/kefu-go/kefu/internal/text"
)

// Variant is one way to apply BM25 to entries that have several wordings. The
// baseline of a data set is the best of all [Variants] on that set.
type Variant struct {
	// Joined makes all wordings of an entry one document. Without it each wording
	// is a document and the best one counts for the entry.
	Joined bool
	// Pairs makes a term of every two neighbouring characters in scripts without
	// word spaces, and of a character that stands alone. Without it each
	// character is a term. Words and numbers are the same in both.
	Pairs bool
}

// Variants returns all variants. Those with Pairs rank the same as those without
// where no text has such characters.
func Variants() []Variant {
	return []Variant{{}, {Joined: true}, {Pairs: true}, {Joined: true, Pairs: true}}
}

// String names the variant, such as "joined, pairs".
func (v Variant) String() string {
	name := "phrasing"
	if v.Joined {
		name = "joined"
	}
	if v.Pairs {
		name += ", pairs"
	}
	return name
}

// Ranker ranks entries by BM25. It is not safe for concurrent use.
type Ranker struct {
	analyzer analyzer
	index    *BM25
	owner    []int32 // the entry of each document
	scores   []float64
	touched  []int32
}

// NewRanker returns a ranker of entries, each given by its wordings; an entry is
// known by its place.
func NewRanker(entries [][]string, v Variant) *Ranker {
	r := &Ranker{
		analyzer: analyzer{stemmer: text.NewStemmer(1 << 15), pairs: v.Pairs},
		scores:   make([]float64, len(entries)),
	}
	var docs [][]string
	for i, wordings := range entries {
		first := len(docs)
		for _, wording := range wordings {
			terms := r.analyzer.append(nil, wording)
			if v.Joined && len(docs) > first {
				docs[first] = append(docs[first], terms...)
				continue
			}
			docs = append(docs, terms)
			r.owner = append(r.owner, int32(i))
		}
	}
	r.index = NewBM25(docs)
	return r
}

// Rank returns the entries that share a term with the query, the best first and
// of equal ones the earlier first, at most limit; 0 or less returns all.
func (r *Ranker) Rank(query string, limit int) []Hit {
	r.index.score(r.analyzer.append(nil, query))
	for _, entry := range r.touched {
		r.scores[entry] = 0
	}
	r.touched = r.touched[:0]
	for _, doc := range r.index.touched {
		entry := r.owner[doc]
		if r.scores[entry] == 0 {
			r.touched = append(r.touched, entry)
		}
		r.scores[entry] = max(r.scores[entry], r.index.scores[doc])
	}
	hits := make([]Hit, len(r.touched))
	for i, entry := range r.touched {
		hits[i] = Hit{Doc: int(entry), Score: r.scores[entry]}
	}
	return best(hits, limit)
}

// Terms returns the terms of a text: stems of words, numbers, symbols, and the
// characters of scripts without word spaces, singly or in pairs.
func Terms(s string, pairs bool) []string {
	a := analyzer{stemmer: text.NewStemmer(1), pairs: pairs}
	return slices.Clip(a.append(nil, s))
}

type analyzer struct {
	stemmer *text.Stemmer
	buffer  text.Buffer
	pairs   bool
}

func (a *analyzer) append(dst []string, s string) []string {
	tokens := a.buffer.Segment(s)
	lang, _ := a.buffer.Language()
	if lang == "" || lang == "zh" {
		lang = "en" // the words inside a Chinese text
	}
	for i, t := range tokens {
		switch {
		case t.Kind == text.Word:
			dst = append(dst, a.stemmer.Stem(lang, a.buffer.Bytes(t)))
		case t.Kind != text.Char || !a.pairs:
			dst = append(dst, string(a.buffer.Bytes(t)))
		default:
			if i+1 < len(tokens) {
				if pair, ok := a.buffer.Bigram(t, tokens[i+1]); ok {
					dst = append(dst, string(pair))
					continue
				}
			}
			if i > 0 {
				if _, ok := a.buffer.Bigram(tokens[i-1], t); ok {
					continue // the end of the pair before
				}
			}
			dst = append(dst, string(a.buffer.Bytes(t)))
		}
	}
	return dst
}
