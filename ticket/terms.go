package ticket

import (
	"maps"
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// Terms returns what a ticket is found by besides words: its tags, watchers and custom
// fields, in a form that stores keep in one index.
func (t *Ticket) Terms() []string { return terms(t.Tags, t.Watchers, t.Fields, nil) }

// Terms returns the terms that all tickets have that f describes, its words included.
func (f *Filter) Terms() []string { return terms(f.Tags, f.Watchers, f.Fields, f.Words) }

// terms are sorted, each once.
func terms(tags, watchers []string, fields map[string]string, words []string) []string {
	all := make([]string, 0, len(tags)+len(watchers)+len(fields)+len(words))
	for _, tag := range tags {
		all = append(all, tagTerm(tag))
	}
	for _, id := range watchers {
		all = append(all, watcherTerm(id))
	}
	for name, value := range fields {
		all = append(all, fieldTerm(name, value))
	}
	for _, w := range words {
		all = append(all, WordTerm(w))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// WordTerm is the term of a word.
func WordTerm(word string) string  { return "w:" + word }
func tagTerm(tag string) string    { return "t:" + tag }
func watcherTerm(id string) string { return "u:" + id }

// fieldTerm says how long the name is, so that no name and value read like others.
func fieldTerm(name, value string) string {
	return "f:" + strconv.Itoa(len(name)) + ":" + name + "=" + value
}

// MaxWords is how many words of one text are kept.
const MaxWords = 512

// Words returns what a text is found by: stems of its words, numbers, and pairs of
// Chinese characters, or the single one that stands alone; sorted, each once, at most
// [MaxWords]. A single character does not find the pairs that it is part of, and a text
// without any of these has no words: a [Filter] of none finds all tickets.
//
// A word has one stem, whatever stands beside it: of a product's English name in a
// Chinese sentence, or of the one word that is looked for, no language can be told. So
// words in Latin letters are stemmed as English ones, and Cyrillic ones as Russian.
func Words(s string) []string {
	var b text.Buffer
	stemmer := text.NewStemmer(64)
	tokens := b.Segment(s)
	seen := make(map[string]struct{}, len(tokens))
	for i, t := range tokens {
		word := b.Bytes(t)
		switch t.Kind {
		case text.Word:
			seen[stemmer.Stem(stemmedAs(word), word)] = struct{}{}
		case text.Number:
			seen[string(word)] = struct{}{}
		case text.Char:
			alone := true
			if i > 0 {
				if pair, ok := b.Bigram(tokens[i-1], t); ok {
					seen[string(pair)], alone = struct{}{}, false
				}
			}
			if i+1 < len(tokens) {
				_, next := b.Bigram(t, tokens[i+1])
				alone = alone && !next
			}
			if alone {
				seen[string(word)] = struct{}{}
			}
		}
		if len(seen) == MaxWords {
			break
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// stemmedAs returns the language by which a word is stemmed; empty: by none.
func stemmedAs(word []byte) string {
	switch r, _ := utf8.DecodeRune(word); {
	case unicode.Is(unicode.Latin, r):
		return "en"
	case unicode.Is(unicode.Cyrillic, r):
		return "ru"
	}
	return ""
}

// Late says whether a clock of the ticket that has not ended is breached.
func (t *Ticket) Late() bool {
	return slices.ContainsFunc(t.Clocks, func(c Clock) bool { return c.Breached && c.Ended.IsZero() })
}
