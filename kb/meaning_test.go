package kb_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kefu-go/kefu/kb"
)

// Of entries that have the same words in common with a question, the one that is
// about the same thing is first.
func TestRelatedWords(t *testing.T) {
	x := indexOf(t,
		smart("flight", "I want to change my flight"), smart("password", "I want to change my password"), smart("dinner", "I want to change my dinner"),
		smart("weather", "What will the weather be?"), smart("hours", "What will the hours be?"))
	for text, id := range map[string]string{
		"i want to change my plane": "flight",
		"i want to change my meal":  "dinner",
		"i want to change my login": "password",
		"what will the rain be":     "weather",
	} {
		assert.Equal(t, id, best(x, text).Entry.ID, text)
	}
}

// A question of which only common words are known says nothing by its meaning.
func TestRelatedNeedsMeaning(t *testing.T) {
	x := indexOf(t, shop()...)
	assert.Equal(t, "warranty", best(x, "is there a waranttey").Entry.ID)
}

// The words of a lexicon's phrase mean what they mean alone.
func TestRelatedPhrases(t *testing.T) {
	entries := []kb.Entry{smart("z", "Where is the ticket machine?"), smart("b", "Where is the opera glass?"), smart("c", "Opening hours")}
	x := indexWith(t, kb.Words{Terms: []string{"ticket machine", "opera glass"}}, entries...)
	assert.Equal(t, "z", best(x, "where is the automat for the train ride").Entry.ID)
}
