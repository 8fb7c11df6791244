package dialog

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/internal/text/related"
)

// From how many letters on a word is taken for one of a flow's phrases although two
// neighbours are swapped, and although any one letter is wrong, missing or too many. Names
// are short: Tracy does not want to track.
const (
	swappedFrom = 5
	typoFrom    = 6
)

// phraseWords are the longer words of the phrases that start flows, sorted.
func phraseWords(plans map[string]*plan) (words []string) {
	for _, p := range plans {
		for _, phrase := range p.phrases {
			for w := range strings.FieldsSeq(phrase) {
				if len(w) >= swappedFrom && plainWord(w) {
					words = append(words, w)
				}
			}
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}

func plainWord(w string) bool { return !strings.ContainsFunc(w, notOfPlainWord) }

func notOfPlainWord(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
}

// respelt returns a text in which mistyped words of the phrases are put right, and whether
// there are any. What is a word of its own is none of them: who has a charge to pay does
// not want to change anything.
func (e *Engine) respelt(s string) (string, bool) {
	var out strings.Builder
	done := 0
	for at := 0; at < len(s); {
		r, n := utf8.DecodeRuneInString(s[at:])
		if notOfPlainWord(r) {
			at += n
			continue
		}
		end := at
		for end < len(s) && !notOfPlainWord(rune(s[end])) {
			end++
		}
		word := s[at:end]
		name := at > 0 && word[0] <= 'Z' && word[1:] == strings.ToLower(word[1:])
		if right := e.meant(strings.ToLower(word)); right != "" && !name {
			out.WriteString(s[done:at] + right)
			done = end
		}
		at = end
	}
	if done == 0 {
		return s, false
	}
	return out.String() + s[done:], true
}

// meant is the word of a phrase that a word is a mistyped form of; empty if it is none.
func (e *Engine) meant(word string) string {
	if _, is := slices.BinarySearch(e.phraseWords, word); is || len(word) < swappedFrom || len(word) > maxTyped {
		return ""
	}
	for _, w := range e.phraseWords {
		if text.EditDistance([]byte(word), []byte(w), 1) == 1 && (len(w) >= typoFrom && w[0] == word[0] || swapped(word, w)) {
			if e.known(word) {
				return ""
			}
			return w
		}
	}
	return ""
}

// maxTyped is how long a word may be at most.
const maxTyped = 40

// swapped reports whether two words differ by two neighbours that have changed places.
func swapped(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// known reports whether there is such an English word.
func (e *Engine) known(word string) bool {
	return related.Find([]byte(word)) != 0 || related.Find([]byte(e.stemmer.Stem("en", []byte(word)))) != 0
}
