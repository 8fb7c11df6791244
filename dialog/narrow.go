package dialog

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Candidate is an answer that may be the one the customer wants.
type Candidate struct {
	// ID is unique among the candidates, Text the question it answers or its title.
	ID   string
	Text string
	// Score says how likely it is beside the others; only the proportion counts,
	// and nothing counts for less than a ten thousandth of the greatest.
	Score float64
	// Category is its path in the host's tree, Tags and Facts what else it has; a
	// fact has a name that customers understand ("colour") and a value.
	Category string
	Tags     []string
	Facts    map[string]string
}

// NarrowBy says what a [Question] tells candidates apart by.
type NarrowBy string

// What a question may ask for.
const (
	NarrowByAnswer   NarrowBy = "answer"   // the candidates themselves are the choices
	NarrowByFact     NarrowBy = "fact"     // the values of a fact, which Question.Fact names
	NarrowByCategory NarrowBy = "category" // the parts of the path at the first level that differs
	NarrowByTag      NarrowBy = "tag"      // tags
	NarrowByWords    NarrowBy = "words"    // words of the texts
)

// NarrowOptions say how questions are asked.
type NarrowOptions struct {
	// MaxChoices is how many choices there are at most, beside "something else",
	// from 2 to 20. 5 by default.
	MaxChoices int
	// Language is the customer's as a BCP 47 tag: words of texts are chosen by it.
	// By default it is read from the texts.
	Language string
}

// Question is what to ask to find the right one among candidates.
type Question struct {
	By NarrowBy `json:"by"`
	// Fact is the name of the fact that is asked for.
	Fact string `json:"fact,omitempty"`
	// Options are the choices, the likeliest first.
	Options []NarrowOption `json:"options"`
	// Else are the ids of the candidates that remain if it is something else, the
	// likeliest first; empty if the choices have all of them.
	Else []string `json:"else,omitempty"`
	// Gain is what the answer is expected to tell, in bits.
	Gain float64 `json:"gain"`
}

// NarrowOption is a choice, and what remains if it is taken.
type NarrowOption struct {
	// Label is in the words of the candidates.
	Label string `json:"label"`
	// Candidates are the ids that remain, the likeliest first.
	Candidates []string `json:"candidates"`
}

// Choices returns the choices as a [Reply] has them. Their IDs are numbers from 1 in
// the order of Options; the last one, if there is an "else", is "something else"
// in the words given, with the number 0.
func (q Question) Choices(somethingElse string) []Choice {
	var out []Choice
	for i, o := range q.Options {
		out = append(out, Choice{ID: strconv.Itoa(i + 1), Label: o.Label})
	}
	if len(q.Else) > 0 {
		out = append(out, Choice{ID: "0", Label: somethingElse})
	}
	return out
}

// Remaining returns the ids that remain when the choice with an ID was taken. It
// reports false if there is no such choice.
func (q Question) Remaining(choice string) ([]string, bool) {
	n, err := strconv.Atoi(choice)
	switch {
	case err != nil || n < 0 || n > len(q.Options) || n == 0 && len(q.Else) == 0:
		return nil, false
	case n == 0:
		return q.Else, true
	}
	return q.Options[n-1].Candidates, true
}

// worth is what a question is worth: what its answer tells, less what it costs
// the customer. People answer "Which colour?" better than a choice of words, and
// rather pick from groups than read whole answers which may not be it; and "something
// else" is said by people who have not found themselves in a choice, too, so that
// it counts as nothing and costs another question.
func (n *narrowing) worth(s narrowSplit) float64 {
	const otherwise = 0.5
	ease := 1.0
	switch s.by {
	case NarrowByCategory:
		ease = 0.98
	case NarrowByTag:
		ease = 0.93
	case NarrowByWords:
		ease = 0.85
	case NarrowByAnswer:
		ease = 0.7
	}
	rest := n.weight(n.rest(s))
	gain := n.gain(s)
	if rest > 0 {
		gain += rest * math.Log2(rest)
	}
	return gain * ease * (1 - otherwise*rest)
}

// Narrow returns the question whose answer is expected to tell most about which
// candidate it is: the one that reduces the entropy of the scores, as
// probabilities, by most, with some allowance for how easy it is to answer. If there are no more candidates than choices it asks for
// them directly. Each answer leaves fewer candidates than there were, so that
// asking again comes to an end: with equal scores and nothing to tell candidates
// apart by but their texts, sixteen take at most three questions of five choices.
// It reports false if there are fewer than two candidates, or nothing tells them
// apart. It is pure and
// deterministic, whatever the order of the candidates.
func Narrow(candidates []Candidate, o NarrowOptions) (Question, bool) {
	if o.MaxChoices == 0 {
		o.MaxChoices = 5
	}
	o.MaxChoices = min(max(o.MaxChoices, 2), 20)
	n := newNarrowing(candidates, o)
	if len(n.candidates) < 2 {
		return Question{}, false
	}
	answers := n.byAnswer()
	if len(answers.groups) == len(n.candidates) {
		return n.question(answers), true
	}
	splits := []narrowSplit{answers, n.byCategory(), n.byTags(), n.byWords()}
	for _, name := range n.factNames() {
		splits = append(splits, n.byFact(name))
	}
	best, most := -1, 0.0
	for i, s := range splits {
		if worth := n.worth(s); worth > most+1e-9 {
			best, most = i, worth
		}
	}
	if best < 0 {
		return Question{}, false
	}
	return n.question(splits[best]), true
}

// narrowing is a set of candidates, the likeliest first, with probabilities.
type narrowing struct {
	candidates []Candidate
	p          []float64
	o          NarrowOptions
}

func newNarrowing(candidates []Candidate, o NarrowOptions) *narrowing {
	n := &narrowing{o: o}
	seen := map[string]bool{}
	const most, least = 1e6, 1e-4 // the least is a share of the greatest
	top := least
	for _, c := range candidates {
		if c.Score > top {
			top = min(c.Score, most)
		}
	}
	for _, c := range candidates {
		if !(c.Score > top*least) { // NaN, too
			c.Score = top * least
		}
		c.Score, c.Text = min(c.Score, top), strings.TrimSpace(c.Text)
		n.candidates = append(n.candidates, c)
	}
	slices.SortStableFunc(n.candidates, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
	})
	n.candidates = slices.DeleteFunc(n.candidates, func(c Candidate) bool {
		again := seen[c.ID]
		seen[c.ID] = true
		return again
	})
	sum := 0.0
	for _, c := range n.candidates {
		sum += c.Score
	}
	for _, c := range n.candidates {
		n.p = append(n.p, c.Score/sum)
	}
	return n
}

// narrowSplit is a way to ask: groups of candidates, by index, which may
// overlap; whatever is in none is "something else".
type narrowSplit struct {
	by     NarrowBy
	fact   string
	labels []string
	groups [][]int
}

// usable reports whether there is more than one answer.
func (n *narrowing) usable(s narrowSplit) bool {
	rest := n.rest(s)
	answers := len(s.groups)
	if len(rest) > 0 {
		answers++
	}
	return answers >= 2 && len(s.groups) > 0 && len(rest) < len(n.candidates)
}

// rest returns the candidates in no group.
func (n *narrowing) rest(s narrowSplit) []int {
	in := make([]bool, len(n.candidates))
	for _, g := range s.groups {
		for _, i := range g {
			in[i] = true
		}
	}
	var out []int
	for i := range in {
		if !in[i] {
			out = append(out, i)
		}
	}
	return out
}

// gain is the entropy that an answer is expected to remove, in bits: that of the
// answer, less what is left open which of several groups a customer names who wants
// a candidate of all of them.
func (n *narrowing) gain(s narrowSplit) float64 {
	if !n.usable(s) {
		return 0
	}
	member := make([]float64, len(n.candidates))
	for _, g := range s.groups {
		for _, i := range g {
			member[i]++
		}
	}
	bits := 0.0
	entropy := func(p float64) {
		if p > 0 {
			bits -= p * math.Log2(p)
		}
	}
	for _, g := range s.groups {
		p := 0.0
		for _, i := range g {
			p += n.p[i] / member[i]
		}
		entropy(p)
	}
	left := 0.0
	for i, m := range member {
		if m == 0 {
			left += n.p[i]
		} else {
			bits -= n.p[i] * math.Log2(m)
		}
	}
	entropy(left)
	return bits
}

// question writes a split as a question, its likeliest choice first.
func (n *narrowing) question(s narrowSplit) Question {
	q := Question{By: s.by, Fact: s.fact, Gain: n.gain(s), Else: n.ids(n.rest(s))}
	for i, g := range s.groups {
		q.Options = append(q.Options, NarrowOption{Label: s.labels[i], Candidates: n.ids(g)})
	}
	return q
}

func (n *narrowing) ids(group []int) []string {
	var out []string
	for _, i := range group {
		out = append(out, n.candidates[i].ID)
	}
	return out
}

// weight is the probability of a group.
func (n *narrowing) weight(group []int) float64 {
	sum := 0.0
	for _, i := range group {
		sum += n.p[i]
	}
	return sum
}
