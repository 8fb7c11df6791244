package text

import (
	"strings"

	"github.com/kljensen/snowball/english"
	"github.com/kljensen/snowball/french"
	"github.com/kljensen/snowball/hungarian"
	"github.com/kljensen/snowball/norwegian"
	"github.com/kljensen/snowball/russian"
	"github.com/kljensen/snowball/spanish"
	"github.com/kljensen/snowball/swedish"
)

// stemLang is a language with a stemmer.
type stemLang uint8

const (
	stemNone stemLang = iota
	stemEnglish
	stemSpanish
	stemFrench
	stemRussian
	stemSwedish
	stemNorwegian
	stemHungarian
)

func stemLangOf(lang string) stemLang {
	switch primary(lang) {
	case "en", "EN":
		return stemEnglish
	case "es", "ES":
		return stemSpanish
	case "fr", "FR":
		return stemFrench
	case "ru", "RU":
		return stemRussian
	case "sv", "SV":
		return stemSwedish
	case "no", "nb", "nn", "NO", "NB", "NN":
		return stemNorwegian
	case "hu", "HU":
		return stemHungarian
	}
	return stemNone
}

// stem is the corrected stemmer. A stemmer that panics on odd input leaves the
// word as it is, and so does one that leaves nothing of it.
func stem(lang stemLang, word string) (stem string) {
	defer func() {
		if recover() != nil || stem == "" {
			stem = word
		}
	}()
	switch lang {
	case stemEnglish:
		word = correctEnglish(word)
	case stemFrench:
		return stemOfFrench(elided(word))
	case stemRussian:
		word = strings.ReplaceAll(word, "ё", "е")
	}
	return rawStem(lang, word)
}

// stemOfFrench makes up for what the library leaves out of the French
// algorithm: ï and ë are a consonant and a vowel while it works. That
// consonant is ħ here, which French does not have. It protects the endings of
// verbs (haïr), but not those of nouns (héroïque).
func stemOfFrench(word string) string {
	if !strings.ContainsAny(word, "ïë") {
		return rawStem(stemFrench, word)
	}
	covered := strings.NewReplacer("ï", "ħi", "ë", "ħe").Replace(word)
	stem := rawStem(stemFrench, covered)
	if head, found := strings.CutSuffix(stem, "ħ"); found {
		if !nounEnding(strings.TrimPrefix(covered, stem)) {
			return rawStem(stemFrench, word)
		}
		stem = head
	}
	return strings.NewReplacer("ħi", "ï", "ħe", "ë", "ħ", "").Replace(stem)
}

func nounEnding(s string) bool {
	for _, e := range [...]string{"e", "iqu", "ism", "ist", "ité", "icité", "issement"} {
		if strings.HasPrefix(s, e) {
			return true
		}
	}
	return false
}

// correctEnglish takes the clitics off a word (we'll, I've) as the stemmer
// takes off the possessive 's, and writes the contractions with not as
// customers do who leave the apostrophe out (dont, cant).
func correctEnglish(word string) string {
	i := strings.LastIndexByte(word, '\'')
	if i <= 0 {
		return word
	}
	switch word[i+1:] {
	case "", "s", "ll", "re", "ve", "d", "m":
		return correctEnglish(word[:i])
	}
	return strings.ReplaceAll(word, "'", "")
}

// elided takes the elided article or pronoun off a French word (l'article).
func elided(word string) string {
	i := strings.IndexByte(word, '\'')
	if i <= 0 || i+1 == len(word) {
		return word
	}
	switch word[:i] {
	case "c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu":
		return word[i+1:]
	}
	return word
}

func rawStem(lang stemLang, word string) string {
	const stopWordsToo = true
	switch lang {
	case stemEnglish:
		return english.Stem(word, stopWordsToo)
	case stemSpanish:
		return spanish.Stem(word, stopWordsToo)
	case stemFrench:
		return french.Stem(word, stopWordsToo)
	case stemRussian:
		return russian.Stem(word, stopWordsToo)
	case stemSwedish:
		return swedish.Stem(word, stopWordsToo)
	case stemNorwegian:
		return norwegian.Stem(word, stopWordsToo)
	case stemHungarian:
		return hungarian.Stem(word, stopWordsToo)
	}
	return word
}
