package kb

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Masked stands in for personal data in what [Mask] returns.
const Masked = "***"

// Mask replaces what identifies a person or a purchase by [Masked]: e-mail
// addresses, and telephone, card, identity, tracking and order numbers, which
// means every run of 6 or more digits, also with spaces, dots, dashes,
// slashes or brackets between them, together with the letters that it is attached
// to. Dates go too; amounts with decimals stay, and so do names and streets, which
// no rule tells apart from other words.
func Mask(s string) string {
	var b strings.Builder
	from := 0
	for i := 0; i < len(s); {
		end := personalAt(s, i)
		if end == i {
			_, n := utf8.DecodeRuneInString(s[i:])
			i += n
			continue
		}
		b.WriteString(s[from:i])
		b.WriteString(Masked)
		from, i = end, end
	}
	if from == 0 {
		return s
	}
	b.WriteString(s[from:])
	return b.String()
}

// leastDigits is how many digits a run has that may identify somebody. Amounts,
// years, postcodes of most countries and model numbers are shorter.
const leastDigits = 6

// personalAt returns the end of the personal data that begins at i, or i.
func personalAt(s string, i int) int {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	if isCodeRune(before) && i > 0 {
		return i // inside of a word that was looked at
	}
	if i == 0 || strings.IndexByte(emailSigns, s[i-1]) < 0 {
		if end := emailAt(s, i); end > i {
			return end
		}
	}
	// A code: letters, digits and separators with enough digits.
	end, at, digits, gap := i, i, 0, 0
	for at < len(s) {
		r, n := utf8.DecodeRuneInString(s[at:])
		switch {
		case isDigit(r):
			digits++
			gap = 0
			at += n
			end = at
			continue
		case r < utf8.RuneSelf && unicode.IsLetter(r) && gap == 0:
			at += n
			if digits >= leastDigits {
				end = at
			}
			continue
		case r == '.' && digitsAt(s[at+1:]) < 3: // the end of a sentence, or an amount
		case strings.ContainsRune(" -.()+/", r) && gap < 2 && (digits > 0 || r == '+' || r == '(' || r == '-' && digitsAt(s[at+1:]) > 0):
			gap++
			at += n
			continue
		}
		break
	}
	if digits < leastDigits {
		return i
	}
	return end
}

// emailSigns may stand in the name of an e-mail address, beside letters and digits.
const emailSigns = ".-+%_"

// digitsAt counts the digits that a text begins with.
func digitsAt(s string) int {
	n := 0
	for _, r := range s {
		if !isDigit(r) {
			break
		}
		n++
	}
	return n
}

// emailAt returns the end of the e-mail address that begins at i, or i.
func emailAt(s string, i int) int {
	at := i
	for at < len(s) && (isASCIIWord(s[at]) || strings.IndexByte(emailSigns, s[at]) >= 0) {
		at++
	}
	if at == i || at == len(s) || s[at] != '@' {
		return i
	}
	host := at + 1
	end := host
	for end < len(s) && (isASCIIWord(s[end]) || s[end] == '.' || s[end] == '-') {
		end++
	}
	for end > host && (s[end-1] == '.' || s[end-1] == '-') {
		end--
	}
	if !strings.Contains(s[host:end], ".") {
		return i
	}
	return end
}

func isASCIIWord(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// isDigit accepts full-width digits too.
func isDigit(r rune) bool { return '0' <= r && r <= '9' || '０' <= r && r <= '９' }

func isCodeRune(r rune) bool { return isDigit(r) || r < utf8.RuneSelf && unicode.IsLetter(r) }
