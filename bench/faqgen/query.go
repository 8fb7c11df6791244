package faqgen

import (
	"math/rand/v2"
	"strings"
)

// Noise says how far a query is from the question that it asks.
type Noise uint8

// The levels of noise.
const (
	// Noisy queries have a few words (English) or characters (Chinese) dropped,
	// swapped or misspelt; English words are inflected too.
	Noisy Noise = iota
	// Hard queries have half of the words, or of the runs of one to three
	// characters, dropped, and more noise in what is left.
	Hard
)

// String returns "noisy" or "hard".
func (n Noise) String() string {
	if n == Hard {
		return "hard"
	}
	return "noisy"
}

// Query is a noisy copy of a question.
type Query struct {
	Text   string
	Answer int // index of the question
}

// rates are the probabilities of each kind of noise: for a word in English, for
// a character in Chinese.
type rates struct{ drop, swap, inflect, misspell float64 }

var noise = map[Language][2]rates{
	English: {{drop: 0.15, swap: 0.05, inflect: 0.15, misspell: 0.1}, {drop: 0.5, swap: 0.1, inflect: 0.2, misspell: 0.15}},
	Chinese: {{drop: 0.1, swap: 0.04, misspell: 0.08}, {drop: 0.5, swap: 0.06, misspell: 0.1}},
}

// Queries returns n noisy copies of questions that are drawn at random. The
// same arguments give the same queries.
func Queries(l Language, level Noise, questions []string, n int) []Query {
	rng := rand.New(rand.NewPCG(3+uint64(level), uint64(l)))
	list := make([]Query, 0, n)
	for len(list) < n {
		answer := rng.IntN(len(questions))
		var text string
		if l == Chinese {
			text = spoilChinese(rng, noise[l][level], level, questions[answer])
		} else {
			text = spoilEnglish(rng, noise[l][level], questions[answer])
		}
		if text != "" {
			list = append(list, Query{Text: text, Answer: answer})
		}
	}
	return list
}

func spoilEnglish(rng *rand.Rand, r rates, question string) string {
	var words []string
	for _, w := range strings.Fields(strings.TrimSuffix(question, "?")) {
		if rng.Float64() < r.drop {
			continue
		}
		if len(w) > 3 && rng.Float64() < r.inflect {
			w = reinflect(rng, w)
		}
		if len(w) > 3 && rng.Float64() < r.misspell {
			w = string(misspell(rng, []rune(w), func() rune { return 'a' + rune(rng.IntN(26)) }))
		}
		words = append(words, w)
	}
	swap(rng, r.swap, words)
	return strings.Join(words, " ")
}

// reinflect takes an ending off, or adds one.
func reinflect(rng *rand.Rand, w string) string {
	for _, ending := range []string{"ing", "ed", "s"} {
		if stem, ok := strings.CutSuffix(w, ending); ok && len(stem) > 2 && !strings.HasSuffix(stem, "s") {
			return stem
		}
	}
	return inflect(w, "PDG"[rng.IntN(3)])
}

// misspell makes one typing error: a letter missing, doubled, wrong, or in the
// place of its neighbour.
func misspell(rng *rand.Rand, w []rune, wrong func() rune) []rune {
	i := 1 + rng.IntN(len(w)-1)
	switch rng.IntN(4) {
	case 0:
		return append(w[:i], w[i+1:]...)
	case 1:
		return append(w[:i], w[i-1:]...)
	case 2:
		w[i] = wrong()
	default:
		w[i-1], w[i] = w[i], w[i-1]
	}
	return w
}

// swap exchanges neighbours.
func swap[T any](rng *rand.Rand, rate float64, list []T) {
	for i := 1; i < len(list); i++ {
		if rng.Float64() < rate {
			list[i-1], list[i] = list[i], list[i-1]
		}
	}
}

func spoilChinese(rng *rand.Rand, r rates, level Noise, question string) string {
	alphabet := []rune(strings.ReplaceAll(characters, "\n", ""))
	left := []rune(strings.TrimSuffix(question, "？"))
	var text []rune
	for len(left) > 0 {
		run := 1
		if level == Hard {
			run = min(1+rng.IntN(3), len(left))
		}
		if rng.Float64() >= r.drop {
			text = append(text, left[:run]...)
		}
		left = left[run:]
	}
	for i := range text {
		if rng.Float64() < r.misspell {
			text[i] = alphabet[rng.IntN(len(alphabet))]
		}
	}
	swap(rng, r.swap, text)
	return string(text)
}
