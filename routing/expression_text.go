package routing

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// maxTextBytes is how much of a text conditions look at.
const maxTextBytes = 1 << 16

// scratch is where texts are folded that are not folded yet.
type scratch struct{ left, right []byte }

// plainly compares a text with a folded one, without folding it. It reports false
// for known if that needs folding.
func plainly(s string, folded []byte) (same, known bool) {
	if s == string(folded) {
		return true, true // folding what is folded changes nothing
	}
	for i := range len(s) {
		c := s[i]
		if !isPlain(c) || i+1 < len(s) && !isPlain(s[i+1]) {
			return false, false // a mark may follow, also behind what folding drops
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if i >= len(folded) || folded[i] != c {
			return false, true
		}
	}
	return len(s) == len(folded), true
}

// isPlain reports whether folding changes nothing but the case of a character.
func isPlain(c byte) bool { return c >= ' ' && c < 0x7F && c != '`' }

// foldInto returns a text folded, in the memory of the buffer.
func foldInto(buf *[]byte, s string) []byte {
	*buf = text.AppendFold((*buf)[:0], s)
	return *buf
}

// trimPath takes the slashes from both ends.
func trimPath(p []byte) []byte {
	for len(p) > 0 && p[0] == '/' {
		p = p[1:]
	}
	for len(p) > 0 && p[len(p)-1] == '/' {
		p = p[:len(p)-1]
	}
	return p
}

// isUnder reports whether a path is another one or goes on from it by whole
// segments. Nothing is under the empty path.
func isUnder(path, root []byte) bool {
	path, root = trimPath(path), trimPath(root)
	return len(root) > 0 && bytes.HasPrefix(path, root) && (len(path) == len(root) || path[len(root)] == '/')
}

// Patterns stand in compiled form as folded text, in which these bytes, which no
// UTF-8 has, mean any text and any one character.
const (
	globAny = 0xFF
	globOne = 0xFE

	maxGlobBytes = 256
)

// compileGlob folds what is between * and ?. A backslash takes the next character as
// it is.
func compileGlob(pattern string) []byte {
	var out, piece []byte
	flush := func() {
		out = append(out, text.Fold(string(piece))...)
		piece = piece[:0]
	}
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '*':
			flush()
			if len(out) == 0 || out[len(out)-1] != globAny {
				out = append(out, globAny)
			}
		case c == '?':
			flush()
			out = append(out, globOne)
		case c == '\\' && i+1 < len(pattern):
			i++
			piece = append(piece, pattern[i])
		default:
			piece = append(piece, c)
		}
	}
	flush()
	return out
}

// matchGlob reports whether a pattern matches all of a folded text. It takes at most
// the product of their lengths.
func matchGlob(pattern, s []byte) bool {
	p, i := 0, 0
	star, from := -1, 0 // the last * that was passed, and how far it reaches
	for i < len(s) {
		switch {
		case p < len(pattern) && pattern[p] == globAny:
			star, from = p, i
			p++
		case p < len(pattern) && pattern[p] == globOne:
			_, n := utf8.DecodeRune(s[i:])
			p, i = p+1, i+n
		case p < len(pattern) && pattern[p] == s[i]:
			p, i = p+1, i+1
		case star >= 0:
			_, n := utf8.DecodeRune(s[from:])
			from += n
			p, i = star+1, from
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == globAny {
		p++
	}
	return p == len(pattern)
}

// numberOf reads an attribute as a number, also "3 piece" and "CNY 99.5". It
// allocates nothing, whatever the text is.
func numberOf(s string) (float64, bool) {
	if len(s) > 4 && s[3] == ' ' && strings.Trim(s[:3], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		s = s[4:]
	}
	s, _, _ = strings.Cut(s, " ")
	digits, dots := 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case isDigit(c):
			digits++
		case c == '.':
			dots++
		case i > 0 || c != '-' && c != '+':
			return 0, false
		}
	}
	if digits == 0 || dots > 1 || digits > 300 {
		return 0, false // what the standard library would make an error of
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil
}

// isYes reports whether an attribute says yes: it is not empty, no, false or 0.
func isYes(s string) bool {
	if s == "" || strings.EqualFold(s, "no") || strings.EqualFold(s, "false") {
		return false
	}
	n, is := numberOf(s)
	return !is || n != 0
}

// compareNumbers is -1, 0 or 1.
func compareNumbers(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// operate does arithmetic. What has no value (0/0, ∞−∞) is 0, and what is divided by
// 0 is infinite.
func operate(op operator, a, b float64) float64 {
	switch op {
	case opAdd:
		a += b
	case opSub:
		a -= b
	case opMul:
		a *= b
	case opDiv:
		if b == 0 {
			b = 0 // also -0
		}
		a /= b
	}
	if math.IsNaN(a) {
		return 0
	}
	return a
}
