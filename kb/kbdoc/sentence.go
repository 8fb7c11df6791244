package kbdoc

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sentences cuts words into sentences.
func sentences(words []word) [][]word {
	var list [][]word
	from := 0
	for i := range words {
		if i+1 == len(words) || endsSentence(&words[i], &words[i+1]) {
			list = append(list, words[from:i+1])
			from = i + 1
		}
	}
	return list
}

// endsSentence reports whether a sentence ends between two words.
func endsSentence(w, next *word) bool {
	if w.held {
		return false
	}
	bare := strings.TrimRight(w.text, "\"'”’)]»*_")
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(w.text, "”’」』）》\"')"))
	if isFullStop(last) {
		return last != '…' && last != '；' || !unicode.IsLower(firstRune(next.text))
	}
	if bare == "" || next.glued || !strings.ContainsAny(bare[len(bare)-1:], ".!?") {
		return false
	}
	if bare[len(bare)-1] == '.' {
		word := strings.ToLower(strings.TrimLeft(bare[:len(bare)-1], "(\"'“["))
		if utf8.RuneCountInString(word) == 1 && unicode.IsLetter(firstRune(word)) || abbreviation(word) {
			return false
		}
	}
	return !unicode.IsLower(firstRune(strings.TrimLeft(next.text, "\"'“([*_")))
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// abbreviation reports whether a point behind a word does not end a sentence.
func abbreviation(word string) bool {
	switch word {
	case "e.g", "i.e", "mr", "mrs", "ms", "dr", "prof", "st", "no", "nr", "vs", "etc", "approx", "fig", "inc", "ltd", "co", "corp", "p", "pp", "tel", "ca", "cf", "vol", "art", "sec", "min", "max":
		return true
	}
	return false
}
