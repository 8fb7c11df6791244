package entity

import (
	"strings"
	"unicode/utf8"
)

// cue is the words that announce a value: one of words, then any of fillers and
// punctuation, then the value. All are folded.
type cue struct {
	words, fillers []string
}

// before reports whether the cue announces what stands at s[lo].
func (c *cue) before(s string, lo int) bool {
	s = s[:lo]
	for range 6 {
		s = strings.TrimRight(s, " :#=-\"'([|.")
		if endsWithWord(s, c.words) > 0 {
			return true
		}
		n := endsWithWord(s, c.fillers)
		if n == 0 {
			return false
		}
		s = s[:len(s)-n]
	}
	return false
}

// endsWithWord returns the length of the longest of words that s ends with, at
// a word boundary where it is a word of Latin letters, or 0.
func endsWithWord(s string, words []string) int {
	best := 0
	last := byteAt(s, len(s)-1)
	for _, w := range words {
		if len(w) <= best || w[len(w)-1] != last || !strings.HasSuffix(s, w) {
			continue
		}
		if at := len(s) - len(w); at > 0 && isAlnum(w[0]) && isAlnum(s[at-1]) {
			continue
		}
		best = len(w)
	}
	return best
}

// startsWithWord is endsWithWord for what s begins with.
func startsWithWord(s string, words []string) int {
	best := 0
	first := byteAt(s, 0)
	for _, w := range words {
		if len(w) <= best || w[0] != first || !strings.HasPrefix(s, w) {
			continue
		}
		if n := len(w); n < len(s) && isAlnum(w[n-1]) && isAlnum(s[n]) {
			continue
		}
		best = len(w)
	}
	return best
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isAlnum(c byte) bool  { return isDigit(c) || isLetter(c) }

// byteAt returns s[i], and 0 outside of s.
func byteAt(s string, i int) byte {
	if i < 0 || i >= len(s) {
		return 0
	}
	return s[i]
}

// edges is where values may start and end.
type edges struct {
	// wide finds values that stand right beside letters, or look like a part of
	// something else too. Extraction is exact; redaction is wide.
	wide bool
}

// startsAt reports whether a value of digits may start at s[i].
func (e edges) startsAt(s string, i int) bool {
	if e.wide {
		return !isDigit(byteAt(s, i-1))
	}
	return startsAlone(s, i)
}

// endsAt reports whether a value of digits may end before s[i].
func (e edges) endsAt(s string, i int) bool {
	if e.wide {
		return !isDigit(byteAt(s, i))
	}
	return endsAlone(s, i)
}

// startsAlone reports whether a value may start at s[i]: not in the middle of a
// word, a number, a path or a sum.
func startsAlone(s string, i int) bool {
	switch c := byteAt(s, i-1); {
	case isAlnum(c), c == '$', c == '@', c == '_':
		return false
	case c == '-' || c == '.' || c == '/' || c == ':' || c == ',':
		return !isDigit(byteAt(s, i-2)) && (c == ':' || c == ',' || !isLetter(byteAt(s, i-2)))
	default:
		r, _ := utf8.DecodeLastRuneInString(s[:i])
		return r != '€' && r != '£' && r != '¥'
	}
}

// endsAlone reports whether a value may end before s[i].
func endsAlone(s string, i int) bool {
	switch c, next := byteAt(s, i), byteAt(s, i+1); {
	case isAlnum(c), c == '%', c == '_', c == '@':
		return false
	case c == '-' || c == '/':
		return !isAlnum(next)
	case c == ':' || c == '.':
		return !isDigit(next)
	}
	return true
}
