package text

import (
	"unicode"
	"unicode/utf8"
)

// class is what a folded rune is to segmentation and to keys.
type class uint8

const (
	classSpace  class = iota // white space
	classPunct               // punctuation that ends, quotes or brackets
	classDot                 // . joins letters and digits
	classQuote               // ' joins letters and digits
	classComma               // , and : join digits
	classKeep                // a sign that keys keep but that is no token: / - _ = * < > ^
	classSymbol              // a sign that is a token: % $ + # & @ and emoji
	classLetter              // a letter of a script with word spaces
	classDigit               //
	classChar                // a character of a script without word spaces
	classHan                 // the same, where white space beside it means nothing: Han and kana
	classMark                // a combining mark, belongs to what stands before it
	classOther               // in byteClass: not printable ASCII
)

// asciiFold maps an ASCII byte to its folded form; zero drops it.
var asciiFold = func() (t [128]byte) {
	for c := range t {
		switch {
		case c >= 'A' && c <= 'Z':
			t[c] = byte(c) + 'a' - 'A'
		case c == '\t' || c == '\n' || c == '\v' || c == '\f' || c == '\r':
			t[c] = ' '
		case c == '`':
			t[c] = '\''
		case c >= ' ' && c < 0x7F:
			t[c] = byte(c)
		}
	}
	return t
}()

// asciiClass is classOf for folded ASCII.
var asciiClass = func() (t [128]class) {
	for c := range t {
		switch {
		case c <= ' ':
			t[c] = classSpace
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
			t[c] = classLetter
		case c >= '0' && c <= '9':
			t[c] = classDigit
		case c == '.':
			t[c] = classDot
		case c == '\'' || c == '`':
			t[c] = classQuote
		case c == ',' || c == ':':
			t[c] = classComma
		case c == '+' || c == '#' || c == '%' || c == '$' || c == '&' || c == '@':
			t[c] = classSymbol
		case c == '/' || c == '-' || c == '_' || c == '=' || c == '*' || c == '<' || c == '>' || c == '^':
			t[c] = classKeep
		default:
			t[c] = classPunct
		}
	}
	return t
}()

// byteClass is asciiClass for bytes before folding; control characters that
// folding drops and bytes beyond ASCII are classOther.
var byteClass = func() (t [256]class) {
	for c := range t {
		if c < utf8.RuneSelf && asciiFold[c] != 0 {
			t[c] = asciiClass[asciiFold[c]]
		} else {
			t[c] = classOther
		}
	}
	return t
}()

// classOf returns the class of a folded rune.
func classOf(r rune) class {
	switch {
	case r < utf8.RuneSelf:
		return asciiClass[r]
	case r >= 0x3400 && r <= 0x9FFF:
		return classHan
	case r == '、' || r == '。':
		return classPunct
	}
	return classOfOther(r)
}

func classOfOther(r rune) class {
	switch {
	case r < 0xC0:
		switch r {
		case '¢', '£', '¤', '¥', '§', '©', '®', '°':
			return classSymbol
		case '±', '¬', '×', '÷':
			return classKeep
		}
	case r < 0x300:
		if r == '×' || r == '÷' {
			return classKeep
		}
	case r >= 0x0400 && r <= 0x0481:
		return classLetter
	}
	switch {
	case unicode.In(r, unicode.Mn, unicode.Mc):
		return classMark
	case unicode.IsLetter(r) || unicode.Is(unicode.Nl, r):
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r == 'ー':
			return classHan
		case unicode.In(r, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
			return classChar
		}
		return classLetter
	case unicode.Is(unicode.Nd, r):
		return classDigit
	case r == '‰' || unicode.In(r, unicode.Sc, unicode.So):
		return classSymbol
	case unicode.IsPunct(r) || r == '〜':
		return classPunct
	case unicode.Is(unicode.Zs, r):
		return classSpace
	case unicode.Is(unicode.No, r):
		return classDigit
	}
	return classKeep
}
