package kb

import (
	"embed"
	"strings"
)

//go:embed starter/*.json
var starterFiles embed.FS

// StarterWords returns a small vocabulary of a field of customer service to begin
// a [Lexicon] with: some sixty groups of synonyms and the commonest slips of the
// keyboard. The fields are "shop", "banking", "telecom" and "travel"; the languages
// English and Chinese, by a BCP 47 tag. Anything else is [ErrNotFound]. Merge
// several, and words of your own, by [NewLexicon].
//
// The lists were written for this library; nothing was taken from evaluation
// data.
func StarterWords(field, locale string) (Words, error) {
	lang, _, _ := strings.Cut(locale, "-")
	file, err := starterFiles.Open("starter/" + field + "_" + strings.ToLower(lang) + ".json")
	if err != nil {
		return Words{}, ErrNotFound
	}
	defer file.Close()
	return readWords(file)
}
