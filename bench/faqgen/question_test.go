package faqgen

import (
	"fmt"
	"hash/crc32"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestQuestionsHaveTheStatedLength(t *testing.T) {
	words, characters := 0, 0
	for _, q := range Questions(English, 2000) {
		words += len(strings.Fields(q))
	}
	for _, q := range Questions(Chinese, 2000) {
		characters += utf8.RuneCountInString(q)
	}
	assert.InDelta(t, 12, float64(words)/2000, 1)
	assert.InDelta(t, 20, float64(characters)/2000, 2)
}

func TestAnswersStayTheSameWhenQuestionsAreAdded(t *testing.T) {
	for _, l := range []Language{English, Chinese} {
		assert.Equal(t, Questions(l, 50), Questions(l, 500)[:50])
	}
}

// A change of words, grammar or noise changes every figure that was measured
// before it: this makes it a decision.
func TestQuestionsAndQueriesArePinned(t *testing.T) {
	got := map[string]uint32{}
	for _, l := range []Language{English, Chinese} {
		questions := Questions(l, 1000)
		got[l.String()] = crc32.ChecksumIEEE([]byte(strings.Join(questions, "\n")))
		for _, level := range []Noise{Noisy, Hard} {
			sum := crc32.NewIEEE()
			for _, q := range Queries(l, level, questions, 500) {
				fmt.Fprintln(sum, q.Answer, q.Text)
			}
			got[l.String()+" "+level.String()] = sum.Sum32()
		}
	}
	assert.Equal(t, map[string]uint32{
		"en": 0x48510995, "en noisy": 0x6bf9129b, "en hard": 0x370e53a4,
		"zh": 0xe06b499e, "zh noisy": 0xee099477, "zh hard": 0x3e1eb6e5,
	}, got)
}

func TestHardQueriesLackHalfOfTheWords(t *testing.T) {
	questions := Questions(English, 1000)
	share := func(level Noise) float64 {
		asked, left := 0, 0
		for _, q := range Queries(English, level, questions, 1000) {
			asked += len(strings.Fields(questions[q.Answer]))
			left += len(strings.Fields(q.Text))
		}
		return float64(left) / float64(asked)
	}
	assert.InDelta(t, 0.85, share(Noisy), 0.03)
	assert.InDelta(t, 0.5, share(Hard), 0.03)
}
