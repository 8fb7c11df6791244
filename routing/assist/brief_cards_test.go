package assist_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kefu-go/kefu/routing/assist"
)

// The number of a card is hidden whatever white space is in it, and whatever numbers are beside it.
func TestBriefHidesCardsAmongNumbers(t *testing.T) {
	for _, said := range []string{
		"My card is 4111\t1111 1111\f1111.",
		"My card is 4111  1111  1111  1111",
		"Room 5 4111 1111 1111 1111",
		"It is 4111 1111 1111 1111 1, I think",
	} {
		s := assist.Situation{Lines: []assist.Line{{By: assist.ByCustomer, Text: said}}}
		text := assist.BriefOf(&s, nil).Text
		assert.NotContains(t, text, "4111 1111", said)
		assert.Contains(t, text, "1111", said)
	}
	s := assist.Situation{Lines: []assist.Line{{By: assist.ByCustomer, Text: "My code is AB4111 1111 1111 1111"}}}
	assert.Contains(t, assist.BriefOf(&s, nil).Text, "AB4111", "a part of a code")
}
