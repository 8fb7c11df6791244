package faqgen

import (
	"bytes"
	"math/rand/v2"
	"strings"
)

// Language is the language of questions.
type Language uint8

// The languages.
const (
	English Language = iota
	Chinese
)

// String returns "en" or "zh".
func (l Language) String() string {
	if l == Chinese {
		return "zh"
	}
	return "en"
}

// Questions returns the first n questions of a language. No two are the same.
func Questions(l Language, n int) []string {
	g := newGenerator(l)
	list := make([]string, 0, n)
	seen := make(map[string]struct{}, n)
	for len(list) < n {
		q := g.question()
		if _, ok := seen[q]; !ok {
			seen[q] = struct{}{}
			list = append(list, q)
		}
	}
	return list
}

// grammar is what the questions of a language are made of. In a phrase, capital
// letters are slots: N, V and A for a noun, a verb and an adjective, and P, D and
// G for a plural, a past form and an -ing form.
type grammar struct {
	openings []string // before an action
	actions  []string
	claims   []string // complete without an opening
	endings  []string
	marks    []string
	words    [3][]string // nouns, verbs, adjectives, the most common first
	inflect  func(word string, slot byte) string
	measure  func(question []byte) int
	length   int // by measure
	space    string
}

const slots = "NVAPDG"

// generator draws from a grammar.
type generator struct {
	grammar
	rng  *rand.Rand
	zipf [3]*rand.Zipf
	text []byte
}

// The shape of the law: the k-th of the words (from 0) is drawn with
// probability proportional to (zipfShift+k)^-zipfSlope. With these numbers the
// share of questions that hold the word of rank 10, 100, 300 and 1000 is near to
// that of BANKING77 and CLINC150.
const (
	zipfSlope = 1.4
	zipfShift = 15
)

func newGenerator(l Language) *generator {
	g := &generator{grammar: english(), rng: rand.New(rand.NewPCG(2, uint64(l)))}
	if l == Chinese {
		g.grammar = chinese()
	}
	for i, words := range g.words {
		g.zipf[i] = rand.NewZipf(g.rng, zipfSlope, zipfShift, uint64(len(words)-1))
	}
	return g
}

// question returns a new question, which may be one that was there before.
func (g *generator) question() string {
	g.text = g.text[:0]
	if g.rng.IntN(3) > 0 {
		g.phrase(g.pick(g.openings))
		g.phrase(g.pick(g.actions))
	} else {
		g.phrase(g.pick(g.claims))
	}
	for goal := g.length - g.length/3 + g.rng.IntN(g.length/3); g.measure(g.text) < goal; {
		g.phrase(g.pick(g.endings))
	}
	return string(g.text) + g.pick(g.marks)
}

func (g *generator) pick(list []string) string { return list[g.rng.IntN(len(list))] }

// phrase appends a phrase with its slots filled.
func (g *generator) phrase(p string) {
	if len(g.text) > 0 {
		g.text = append(g.text, g.space...)
	}
	for {
		at := strings.IndexAny(p, slots)
		if at < 0 {
			g.text = append(g.text, p...)
			return
		}
		g.text = append(g.text, p[:at]...)
		kind := strings.IndexByte(slots, p[at]) % len(g.words)
		word := g.inflect(g.words[kind][g.zipf[kind].Uint64()], p[at])
		if bytes.HasSuffix(g.text, []byte(" a ")) && strings.IndexByte("aeio", word[0]) >= 0 {
			g.text = append(g.text[:len(g.text)-1], "n "...)
		}
		g.text = append(g.text, word...)
		p = p[at+1:]
	}
}
