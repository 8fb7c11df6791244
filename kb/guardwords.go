package kb

import (
	"context"
	"hash/maphash"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// GuardOptions are the choices of a [WordGuard].
type GuardOptions struct {
	// Block are words that block the whole text, beside those that are masked.
	Block []string
	// Mask stands for each character of a masked word. Default: '*'.
	Mask rune
	// Gaps is how many signs, such as spaces and points, may stand between the
	// characters or words of a sensitive word: "敏.感 词". Default: 2; negative means
	// none.
	Gaps int
}

// WordGuard is a [Guard] by lists of sensitive words, of any language and of several
// words each. Case, width and script (traditional or simplified) do not matter; words
// are found at word boundaries where the language has them, and anywhere in Chinese. The
// time of a check does not depend on the number of words; it grows with the text, at
// worst, where every character has marks to be composed, by 0.3 µs a byte. It never changes and is safe
// for concurrent use.
type WordGuard struct {
	seed    maphash.Seed
	words   map[uint64]guardWord // by the path of tokens that leads to them
	mask    rune
	gaps    int
	buffers sync.Pool // of *guardBuffer
}

type guardWord struct{ masked, blocked bool }

type guardBuffer struct {
	text.Buffer
}

const defaultGaps = 2

// NewGuard returns a guard that masks words, and blocks what has one of
// [GuardOptions.Block]. An empty word, or one of more than [MaxQuestion] bytes, is a
// [*FieldError].
func NewGuard(words []string, opts *GuardOptions) (*WordGuard, error) {
	g := &WordGuard{seed: maphash.MakeSeed(), words: map[uint64]guardWord{}, mask: '*', gaps: defaultGaps}
	var o GuardOptions
	if opts != nil {
		o = *opts
	}
	if o.Mask != 0 {
		g.mask = o.Mask
	}
	if o.Gaps != 0 {
		g.gaps = max(0, o.Gaps)
	}
	g.buffers.New = func() any { return &guardBuffer{} }
	for i, word := range words {
		if err := g.add(at("words", i), word, guardWord{masked: true}); err != nil {
			return nil, err
		}
	}
	for i, word := range o.Block {
		if err := g.add(at("block", i), word, guardWord{blocked: true}); err != nil {
			return nil, err
		}
	}
	return g, nil
}

func (g *WordGuard) add(field, word string, how guardWord) error {
	if len(word) > MaxQuestion {
		return tooLong(field, MaxQuestion)
	}
	b := guardBuffer{}
	tokens := b.Segment(word)
	if len(tokens) == 0 {
		return &FieldError{Field: field, Reason: "has no words"}
	}
	path := uint64(0)
	for _, t := range tokens {
		path = step(path, maphash.Bytes(g.seed, b.Bytes(t)))
		if _, known := g.words[path]; !known {
			g.words[path] = guardWord{} // a way that leads on
		}
	}
	last := g.words[path]
	g.words[path] = guardWord{masked: last.masked || how.masked, blocked: last.blocked || how.blocked}
	return nil
}

// Check implements [Guard].
func (g *WordGuard) Check(_ context.Context, _ Way, s string) (string, error) {
	found, blocked := g.find(s)
	if blocked {
		return "", ErrBlocked
	}
	if len(found) == 0 {
		return s, nil
	}
	return maskText(s, found, g.mask), nil
}

// Contains reports whether a text has any of the words.
func (g *WordGuard) Contains(s string) bool {
	found, blocked := g.find(s)
	return blocked || len(found) > 0
}

// find returns the stretches to mask, in the order of where they begin, and whether
// the text has a word that blocks.
func (g *WordGuard) find(s string) (found [][2]int, blocked bool) {
	b := g.buffers.Get().(*guardBuffer)
	defer g.buffers.Put(b)
	tokens := b.Segment(s)
	for i := range tokens {
		end, blocks := g.longestAt(b, s, tokens[i:])
		if blocks {
			return nil, true
		}
		if end > 0 {
			found = append(found, [2]int{tokens[i].Start, end})
		}
	}
	return found, false
}

// longestAt returns where the longest masked word that begins with the first token
// ends, or 0, and whether a word that blocks begins there.
func (g *WordGuard) longestAt(b *guardBuffer, s string, tokens []text.Token) (end int, blocks bool) {
	path, last := uint64(0), 0 // last is where the word ends so far
	for n, t := range tokens {
		if n > 0 && g.apart(s[last:t.Start]) {
			break
		}
		next := step(path, maphash.Bytes(g.seed, b.Bytes(t)))
		word, known := g.words[next]
		if !known {
			if n == 0 || t.Kind != text.Symbol {
				break
			}
			continue // a sign in between
		}
		path = next
		if word.blocked {
			return 0, true
		}
		last = t.End
		if word.masked {
			end = t.End
		}
	}
	return end, false
}

// apart reports whether what stands between two tokens keeps them from being one
// word: too much of it. One space always may.
func (g *WordGuard) apart(between string) bool {
	return strings.TrimSpace(between) != "" && utf8.RuneCountInString(between) > g.gaps ||
		utf8.RuneCountInString(between) > max(1, g.gaps)
}
