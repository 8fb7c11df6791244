package respell

import (
	"strings"
	"sync"

	"github.com/kefu-go/kefu/internal/text"
)

// traditionals has for each simplified character the last one of Unicode's basic
// block that folds to it.
var traditionals = sync.OnceValue(func() map[rune]rune {
	table := map[rune]rune{}
	for r := rune(0x4E00); r <= 0x9FFF; r++ {
		if folded := []rune(text.Fold(string(r))); len(folded) == 1 && folded[0] != r {
			table[folded[0]] = r
		}
	}
	return table
})

// Traditional writes simplified Chinese in traditional characters, as many as
// there were. Where several fold to a simplified one, it takes the same one
// everywhere, whatever the word. It is safe for concurrent use.
func Traditional(message string) string {
	table := traditionals()
	return strings.Map(func(r rune) rune {
		if other, ok := table[r]; ok {
			return other
		}
		return r
	}, message)
}

// FullWidth writes ASCII letters, digits and signs in full width. Blanks stay.
func FullWidth(message string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r <= '~' {
			return r - '!' + '！'
		}
		return r
	}, message)
}

// Mixed begins with the first half of the words of the English message and ends
// with the second half of the characters of the Chinese one, without a blank
// between them.
func Mixed(english, chinese string) string {
	words, characters := strings.Fields(english), []rune(chinese)
	return strings.Join(words[:(len(words)+1)/2], " ") + string(characters[len(characters)/2:])
}
