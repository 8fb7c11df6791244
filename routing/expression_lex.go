package routing

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// token is a piece of a condition.
type token struct {
	kind tokenKind
	at   int
	text string // the keyword or sign, the name, the content of the quotes, or the number as written
	num  float64
}

type tokenKind uint8

const (
	tokenEnd    tokenKind = iota
	tokenSign             // also keywords, in lower case
	tokenName             //
	tokenText             //
	tokenNumber           //
	tokenDuration
	tokenFaulty // a fault was told
)

// String is the token as errors name it.
func (t token) String() string {
	switch t.kind {
	case tokenEnd:
		return "the end"
	case tokenText:
		return "a text in quotes"
	case tokenNumber, tokenDuration:
		return "the number " + clip(t.text)
	}
	return strconv.Quote(clip(t.text))
}

var signs = [...]string{"==", "!=", "<=", ">=", "&&", "||", "<", ">", "(", ")", ",", "+", "-", "*", "/", "!"}

// keywordOf returns the word of the language that s is, in lower case, or "".
func keywordOf(s string) string {
	switch w := strings.ToLower(s); w {
	case "and", "or", "not", "in", "has", "contains", "starts_with", "ends_with", "under", "matches", "true", "false", "given":
		return w
	}
	return ""
}

// A lexer cuts a condition into tokens. It reads on behind faults.
type lexer struct {
	src    string
	pos    int
	faults *faults
}

// next returns the next token.
func (l *lexer) next() token {
	for l.pos < len(l.src) && strings.IndexByte(" \t\r\n", l.src[l.pos]) >= 0 {
		l.pos++
	}
	at, rest := l.pos, l.src[l.pos:]
	if rest == "" {
		return token{kind: tokenEnd, at: at}
	}
	if c := rest[0]; c == '\'' || c == '"' {
		return l.quoted(rune(c))
	} else if isDigit(c) || c == '.' && len(rest) > 1 && isDigit(rest[1]) {
		return l.number()
	}
	for _, sign := range signs {
		if strings.HasPrefix(rest, sign) {
			l.pos += len(sign)
			switch sign {
			case "&&":
				sign = "and"
			case "||":
				sign = "or"
			case "!":
				sign = "not"
			}
			return token{kind: tokenSign, at: at, text: sign}
		}
	}
	if n := nameLength(rest); n > 0 && rest[0] != '.' {
		l.pos += n
		if w := keywordOf(rest[:n]); w != "" {
			return token{kind: tokenSign, at: at, text: w}
		}
		return token{kind: tokenName, at: at, text: rest[:n]}
	}
	return l.unknown()
}

// unknown reads a character that means nothing, as what it seems to mean.
func (l *lexer) unknown() token {
	at := l.pos
	r, n := utf8.DecodeRuneInString(l.src[at:])
	t := token{kind: tokenFaulty, at: at, text: l.src[at : at+n]}
	meant := text.Fold(t.text)
	switch {
	case r == '=' || r == '&' || r == '|':
		meant = map[rune]string{'=': "==", '&': "and", '|': "or"}[r]
		t.kind, t.text = tokenSign, meant
	case meant == "'" || meant == `"`:
		if t = l.quoted(r); t.kind == tokenText {
			l.faults.add(at, "quotes are ' or %s, not %q", `"`, r)
		}
		return t
	case meant == "=":
		meant = "=="
		t.kind, t.text = tokenSign, meant
		if next, m := utf8.DecodeRuneInString(l.src[at+n:]); text.Fold(string(next)) == "=" {
			n += m
		}
	case meant != t.text && strings.Contains("()<>,+-*/%!", meant) && meant != "":
		t.kind, t.text = tokenSign, meant
		if meant == "!" {
			t.text = "not"
		}
	default:
		meant = ""
	}
	l.pos += n
	if meant == "" || t.kind == tokenFaulty {
		l.faults.add(at, "unexpected %q", r)
	} else {
		l.faults.add(at, "unexpected %q; write %s", r, meant)
	}
	return t
}

// quoted reads a text in quotes; a backslash takes the next character as it is. A
// typographic quote ends at any that folds to the same.
func (l *lexer) quoted(quote rune) token {
	t := token{kind: tokenText, at: l.pos}
	folded := string(quote)
	if quote >= utf8.RuneSelf {
		folded = text.Fold(folded)
	}
	var out strings.Builder
	escaped := false
	for i, r := range l.src[l.pos:] {
		switch {
		case i == 0:
		case escaped:
			out.WriteRune(r)
			escaped = false
		case r == '\\':
			escaped = true
		case r == quote || quote >= utf8.RuneSelf && text.Fold(string(r)) == folded:
			l.pos += i + utf8.RuneLen(r)
			t.text = out.String()
			return t
		default:
			out.WriteRune(r)
		}
	}
	l.faults.add(t.at, "the quote is not closed")
	l.pos = len(l.src)
	t.kind = tokenFaulty
	return t
}

// maxNumber bounds the numbers of conditions, beyond which floats lose units.
const maxNumber = 1e15

// number reads a number, a share such as 25% or a duration such as 1h30m.
func (l *lexer) number() token {
	at, rest := l.pos, l.src[l.pos:]
	n := nameLength(rest)
	t := token{kind: tokenNumber, at: at, text: rest[:n]}
	l.pos += n
	ok := true
	if strings.Trim(t.text, "0123456789.") == "" {
		t.num, ok = parseDecimal(t.text)
		if strings.HasPrefix(l.src[l.pos:], "%") {
			l.pos++
			t.num /= 100
			t.text += "%"
		}
	} else {
		t.kind = tokenDuration
		t.num, ok = parseSpan(t.text)
	}
	switch {
	case !ok && t.kind == tokenDuration:
		l.faults.add(at, "%q is no duration; the units are ms, s, m, h and d", clip(t.text))
	case !ok:
		l.faults.add(at, "%q is no number", clip(t.text))
	case t.num > maxNumber:
		l.faults.add(at, "the number is too large")
	default:
		return t
	}
	t.kind = tokenFaulty
	return t
}

// parseDecimal reads digits with at most one dot.
func parseDecimal(s string) (float64, bool) {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil && math.IsInf(n, 1) {
		return n, true // told as too large
	}
	return n, err == nil
}

// parseSpan reads a duration, as seconds: decimals, each with its unit.
func parseSpan(s string) (seconds float64, ok bool) {
	for s != "" {
		digits := len(s) - len(strings.TrimLeft(s, "0123456789."))
		n, err := strconv.ParseFloat(s[:digits], 64)
		if err != nil {
			return 0, false
		}
		s = s[digits:]
		letters := strings.IndexAny(s, "0123456789.")
		if letters < 0 {
			letters = len(s)
		}
		switch s[:letters] {
		case "ms":
			seconds += n / 1000
		case "s":
			seconds += n
		case "m":
			seconds += n * 60
		case "h":
			seconds += n * 3600
		case "d":
			seconds += n * 86400
		default:
			return 0, false
		}
		s = s[letters:]
	}
	return seconds, true
}

// nameLength is how many bytes of s, from its beginning, are letters, digits, "_"
// and ".".
func nameLength(s string) int {
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '.' {
			return i
		}
	}
	return len(s)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// clip shortens what an error quotes.
func clip(s string) string {
	const limit = 40
	n := 0
	for i := range s {
		if n == limit {
			return s[:i] + "…"
		}
		n++
	}
	return s
}

// faults collects what is wrong, at most so much.
type faults struct {
	src   string
	found []ConditionFault
}

const maxFaults = 16

func (f *faults) add(at int, format string, args ...any) {
	for _, g := range f.found {
		if g.Offset == at {
			return // what follows from the first one
		}
	}
	if len(f.found) == maxFaults {
		return
	}
	before := f.src[:at]
	f.found = append(f.found, ConditionFault{
		Offset: at,
		Line:   1 + strings.Count(before, "\n"),
		Column: 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]),
		Reason: fmt.Sprintf(format, args...),
	})
}
