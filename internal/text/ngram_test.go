package text

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNGrams(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		word string
		n    int
		want string
	}{
		{"cat", 3, "^ca cat at$"},
		{"cat", 2, "^c ca at t$"},
		{"a", 3, "^a$"},
		{"a", 4, "^a$"}, // shorter than n: whole
		{"ñé", 3, "^ñé ñé$"},
		{"ab", 1, "^ a b $"},
		{"", 3, ""},
		{"cat", 0, ""},
		{strings.Repeat("é", 60), 62, "^" + strings.Repeat("é", 60) + "$"},
	} {
		var got []string
		for g := range NGrams([]byte(c.word), c.n) {
			got = append(got, strings.NewReplacer("\x02", "^", "\x03", "$").Replace(string(g)))
		}
		assert.Equal(t, c.want, strings.Join(got, " "), "%q %d", c.word, c.n)
	}
}

func TestNGramsStopWhenAsked(t *testing.T) {
	t.Parallel()
	n := 0
	for range NGrams([]byte("order"), 2) {
		n++
		break
	}
	assert.Equal(t, 1, n)
}

func TestWordMarksAreNeverInFoldedText(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "ab", Fold("a"+string(rune(WordStart))+string(rune(WordEnd))+"b"))
}
