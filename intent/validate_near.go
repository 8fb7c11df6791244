package intent

import (
	"cmp"
	"math"
	"slices"

	"github.com/kefu-go/kefu/internal/text"
)

const (
	// nearBytes bounds what is read of a text for its likeness to others.
	nearBytes = 1000
	// nearCompared bounds with how many texts a text is compared, so that thousands
	// of copies of a template do not take the time of their square.
	nearCompared = 64
	// nearCommon is what a word that only holds sentences together weighs beside
	// another that is as rare.
	nearCommon = 0.3
)

// nearText looks for texts that are nearly the same. Two texts of the likeness t
// share terms of at least t times the weight of each, so they share one of the
// rarest terms of both: of those that make up more than 1-t of the weight
// (prefix filtering, Chaudhuri, Ganti and Kaushik 2006). Only texts that meet
// there are compared.
func (v *validator) nearText() {
	list := v.termSets()
	postings := map[int32][]int32{} // texts by each of their rarest terms
	compared := make([]int32, len(list))
	groups := newUnion(len(list))
	likest := map[int]float64{} // of a group, the least of its pairs
	for i := range list {
		mine := &list[i]
		looked := 0
		for _, term := range mine.rarest(v.opts.Likeness) {
			for _, j := range postings[term] {
				if looked == nearCompared {
					break
				}
				theirs := &list[j]
				if compared[j] == int32(i+1) || v.keys[theirs.example] == v.keys[mine.example] {
					continue
				}
				compared[j] = int32(i + 1)
				if min(mine.weight, theirs.weight) < v.opts.Likeness*max(mine.weight, theirs.weight) {
					continue
				}
				looked++
				likeness := mine.like(theirs)
				if likeness < v.opts.Likeness {
					continue
				}
				if a, b := v.examples[mine.example].Label, v.examples[theirs.example].Label; a != b {
					v.add(Suspicious, Warning, likeness, v.labelsAt([]int{mine.example, theirs.example}), theirs.example, mine.example)
					continue
				}
				least := min(likeness, cmp.Or(likest[groups.root(i)], 1), cmp.Or(likest[groups.root(int(j))], 1))
				likest[groups.join(int(j), i)] = least
			}
			postings[term] = append(postings[term], int32(i))
		}
	}
	for root, members := range groups.sets() {
		places := make([]int, len(members))
		for n, i := range members {
			places[n] = list[i].example
		}
		v.add(NearDuplicate, Info, likest[root], named(v.examples[places[0]].Label), places...)
	}
}

// termSet is what a text is compared by.
type termSet struct {
	example int
	terms   []int32 // the rarest first
	weights []float64
	weight  float64 // their sum
}

// termSets returns the terms of one example of each different text and label.
func (v *validator) termSets() []termSet {
	ids, counts := map[string]int32{}, []int{}
	var factors []float64
	var list []termSet
	type textLabel struct{ key, label string }
	seen := map[textLabel]bool{}
	buf, stems := new(text.Buffer), text.NewStemmer(0)
	for i, e := range v.examples {
		if v.keys[i] == "" || e.Label == "" || seen[textLabel{v.keys[i], e.Label}] {
			continue
		}
		seen[textLabel{v.keys[i], e.Label}] = true
		set := termSet{example: i}
		eachTerm(buf, stems, e.Text[:min(len(e.Text), nearBytes)], func(term string, common bool) {
			id, ok := ids[term]
			if !ok {
				id = int32(len(counts))
				ids[term] = id
				counts, factors = append(counts, 0), append(factors, 1)
				if common {
					factors[id] = nearCommon
				}
			}
			set.terms = append(set.terms, id)
		})
		slices.Sort(set.terms)
		set.terms = slices.Compact(set.terms)
		for _, id := range set.terms {
			counts[id]++
		}
		list = append(list, set)
	}
	weigh(list, counts, factors)
	return list
}

// weigh gives the terms their weights and new numbers: the rarest is 0.
func weigh(list []termSet, counts []int, factors []float64) {
	order := make([]int32, len(counts))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(counts[a], counts[b]) })
	rank := make([]int32, len(counts))
	for n, id := range order {
		rank[id] = int32(n)
	}
	for i := range list {
		set := &list[i]
		for n, id := range set.terms {
			set.terms[n] = rank[id]
		}
		slices.Sort(set.terms)
		for _, r := range set.terms {
			w := math.Log(1+float64(len(list))/float64(counts[order[r]])) * factors[order[r]]
			set.weights = append(set.weights, w)
			set.weight += w
		}
	}
}

// eachTerm calls add with the stems and numbers of a text, and of a script
// without word spaces with the characters and pairs of them, and whether they
// only hold sentences together.
func eachTerm(buf *text.Buffer, stems *text.Stemmer, s string, add func(term string, common bool)) {
	tokens := buf.Segment(s)
	lang, _ := buf.Language()
	for i, t := range tokens {
		word := buf.Bytes(t)
		common := text.IsFunctionWord(lang, word)
		if t.Kind == text.Word {
			add(stems.Stem(lang, word), common)
		} else {
			add(string(word), common)
		}
		if i > 0 {
			if pair, ok := buf.Bigram(tokens[i-1], t); ok {
				add(string(pair), text.IsFunctionWord(lang, pair))
			}
		}
	}
}

// rarest returns the first terms, which make up more than 1-likeness of the
// weight.
func (s *termSet) rarest(likeness float64) []int32 {
	var sum float64
	for i, w := range s.weights {
		if sum += w; sum > (1-likeness)*s.weight+1e-9 {
			return s.terms[:i+1]
		}
	}
	return s.terms
}

// like returns the weight of the terms that both have as a part of that of all.
func (s *termSet) like(other *termSet) float64 {
	shared, n := 0.0, 0
	for i, term := range s.terms {
		for n < len(other.terms) && other.terms[n] < term {
			n++
		}
		if n < len(other.terms) && other.terms[n] == term {
			shared += s.weights[i]
		}
	}
	all := s.weight + other.weight - shared
	if all == 0 {
		return 0
	}
	return shared / all
}
