package kb

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// phraseMark begins the names of words of a lexicon that have several tokens,
// tokenEnd stands after each token of a path, and touchMark joins typed tokens with
// nothing between them. None can occur in folded text.
const (
	tokenEnd   = 0x1f
	phraseMark = 0x1d
	touchMark  = 0x1c
)

// appendStep appends a token to a path of stems. A lexicon knows words by their
// English stems, whatever the language of the text around them: both sides
// are read the same way.
func (a *analyzer) appendStep(path []byte, t text.Token) []byte {
	word := a.buffer.Bytes(t)
	if t.Kind == text.Word {
		word = a.stem("en", word)
	}
	return append(append(path, word...), tokenEnd)
}

// phraseAt returns the longest phrase that the tokens begin with, or nil.
func (l *Lexicon) phraseAt(a *analyzer, tokens []text.Token) *lexPhrase {
	path := a.path[:0]
	var found *lexPhrase
	for _, t := range tokens[:min(len(tokens), MaxWordTokens)] {
		path = a.appendStep(path, t)
		at, ok := l.steps[string(path)]
		if !ok {
			break
		}
		if at > 0 && !l.phrases[at-1].loose() {
			found = l.phrases[at-1]
		}
	}
	a.path = path
	return found
}

// typedPath is how typed forms are told apart: by letters, not by stems, and by
// where there is space.
func (a *analyzer) typedPath(tokens []text.Token) []byte {
	path := a.path[:0]
	for i, t := range tokens {
		switch {
		case i == 0:
		case tokens[i-1].Hi == t.Lo:
			path = append(path, touchMark)
		default:
			path = append(path, tokenEnd)
		}
		path = append(path, a.buffer.Bytes(t)...)
	}
	a.path = path
	return path
}

// typedAt returns how many tokens the longest typed form at the beginning has, and
// what it means.
func (l *Lexicon) typedAt(a *analyzer, tokens []text.Token) (n int, means string) {
	for n := min(len(tokens), l.longest); n > 0; n-- {
		if means, ok := l.typed[string(a.typedPath(tokens[:n]))]; ok {
			return n, means
		}
	}
	return 0, ""
}

// rewrite returns a text with typed forms replaced by what they mean, and
// whether there were any.
func (l *Lexicon) rewrite(a *analyzer, s string, tokens []text.Token) (string, bool) {
	if len(l.typed) == 0 {
		return s, false
	}
	var out strings.Builder
	kept, changed := 0, false
	for i := 0; i < len(tokens); {
		n, means := l.typedAt(a, tokens[i:])
		if n == 0 {
			i++
			continue
		}
		changed = true
		out.WriteString(s[kept:tokens[i].Start])
		apart(&out, means)
		kept = tokens[i+n-1].End
		if last, _ := utf8.DecodeLastRuneInString(means); !unicode.Is(unicode.Han, last) {
			out.WriteByte(' ')
		}
		i += n
	}
	if !changed {
		return s, false
	}
	out.WriteString(s[kept:])
	return out.String(), true
}

// apart writes what a typed form means so that it does not grow together with what
// stands before it; Chinese characters are to stay neighbours.
func apart(out *strings.Builder, means string) {
	if first, _ := utf8.DecodeRuneInString(means); !unicode.Is(unicode.Han, first) {
		out.WriteByte(' ')
	}
	out.WriteString(means)
}

// sight returns a phrase of the lexicon as a sighting. What it denies is what a
// single word denies: in a phrase it is part of the meaning.
func (p *lexPhrase) sight() sighting {
	kind := p.kind
	if p.stop {
		kind = text.Symbol // which has no n-grams
	}
	return sighting{kind: kind, key: p.key, name: p.name, denies: p.tokens == 1 && denials[string(p.key)], phrase: p}
}

// loose reports whether the words of a phrase stay apart.
func (p *lexPhrase) loose() bool { return p.signs && p.tokens > 1 && len(p.groups) == 0 }
