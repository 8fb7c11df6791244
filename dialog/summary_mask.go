package dialog

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// secretKind is what a stretch of text gives away.
type secretKind string

const (
	secretCard     secretKind = "card"
	secretIdentity secretKind = "identity"
	secretAccount  secretKind = "account"
	secretPassword secretKind = "password"
)

// secretSpan is a stretch of text, in bytes, that not everybody should see.
type secretSpan struct {
	kind       secretKind
	start, end int
}

// findSecrets returns numbers of cards (by the Luhn sum), of Chinese identity
// cards (by their check digit and date), of accounts (IBAN, by its check digits)
// and what follows words such as "password", in order.
func findSecrets(s string) []secretSpan {
	var out []secretSpan
	for i := 0; i < len(s); {
		if !asciiAlnum(s[i]) {
			_, n := utf8.DecodeRuneInString(s[i:])
			i += n
			continue
		}
		kind, end := secretNumber(s, i)
		if kind != "" {
			out = append(out, secretSpan{kind, i, end})
			i = end
			continue
		}
		if i == 0 || !asciiAlnum(s[i-1]) {
			word := wordEnd(s, i)
			if p, q := passwordAfter(s, s[i:word], word); q > p {
				out = append(out, secretSpan{secretPassword, p, q})
				i = q
				continue
			}
		}
		i = pieceEnd(s, i)
	}
	for _, w := range [...]string{"密码", "密碼", "验证码", "驗證碼", "口令", "校验码", "安全码"} {
		for from := 0; ; {
			at := strings.Index(s[from:], w)
			if at < 0 {
				break
			}
			from += at + len(w)
			if p, q := passwordAfter(s, "password", from); q > p {
				out = append(out, secretSpan{secretPassword, p, q})
				from = q
			}
		}
	}
	return mergeSecrets(out)
}

// mergeSecrets puts spans in order and drops those that overlap one before.
func mergeSecrets(spans []secretSpan) []secretSpan {
	slices.SortStableFunc(spans, func(a, b secretSpan) int { return cmp.Compare(a.start, b.start) })
	out := spans[:0]
	for _, s := range spans {
		if len(out) == 0 || s.start >= out[len(out)-1].end {
			out = append(out, s)
		}
	}
	return out
}

func asciiAlnum(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' || asciiDigit(b) }
func asciiDigit(b byte) bool { return b >= '0' && b <= '9' }

func wordEnd(s string, i int) int {
	for i < len(s) && asciiAlnum(s[i]) {
		i++
	}
	return i
}

// pieceEnd is the end of the run of letters, or of digits, at i.
func pieceEnd(s string, i int) int {
	end := i + 1
	for end < len(s) && asciiAlnum(s[end]) && asciiDigit(s[end]) == asciiDigit(s[i]) {
		end++
	}
	return end
}

// secretNumber returns what begins at i and where it ends: the longest row of
// runs of letters and of digits, with nothing or single blanks and hyphens
// between, that is a secret number.
func secretNumber(s string, i int) (kind secretKind, end int) {
	const longest = 34
	var b strings.Builder
	for b.Len() < longest {
		next := pieceEnd(s, i)
		b.WriteString(s[i:next])
		if b.Len() >= shortestSecret {
			if k := secretKindOf(strings.ToUpper(b.String())); k != "" {
				kind, end = k, next
			}
		}
		i = next
		if i < len(s) && (s[i] == ' ' || s[i] == '-') {
			i++
		}
		if i >= len(s) || !asciiAlnum(s[i]) {
			break
		}
	}
	return kind, end
}

// shortestSecret is how many characters a number of a card has at least.
const shortestSecret = 13

// secretKindOf says what a number without blanks is.
func secretKindOf(c string) secretKind {
	if len(c) < shortestSecret {
		return ""
	}
	digits := 0
	for i := range len(c) {
		if asciiDigit(c[i]) {
			digits++
		}
	}
	switch {
	case len(c) == 18 && digits >= 17 && chineseIdentity(c):
		return secretIdentity
	case digits == len(c) && len(c) <= 19 && cardIssuer(c) && luhn(c):
		return secretCard
	case len(c) >= 15 && len(c) <= 34 && digits >= 8 && iban(c):
		return secretAccount
	}
	return ""
}

// cardIssuer reports whether a number begins and is as long as those of the great
// card schemes, so that numbers of orders are not taken for cards.
func cardIssuer(c string) bool {
	n, two := len(c), c[:2]
	switch {
	case c[0] == '4':
		return n == 13 || n == 16 || n == 19 // Visa
	case two == "34" || two == "37":
		return n == 15 // American Express
	case two == "62":
		return n >= 16 // UnionPay
	case two >= "51" && two <= "55" || two >= "22" && two <= "27", two == "35", two == "60", two == "64", two == "65":
		return n == 16 // Mastercard, JCB, Discover
	case two == "30" || two == "36" || two == "38":
		return n == 14 // Diners
	}
	return false
}

// luhn checks the sum of a card number (ISO/IEC 7812-1).
func luhn(c string) bool {
	sum := 0
	for i := range len(c) {
		n := int(c[len(c)-1-i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0 && strings.Trim(c, c[:1]) != ""
}

// chineseIdentity checks a number of GB 11643: date and check digit.
func chineseIdentity(c string) bool {
	month, day := c[10:12], c[12:14]
	if c[6:8] < "18" || c[6:8] > "20" || month < "01" || month > "12" || day < "01" || day > "31" {
		return false
	}
	sum, weight := 0, 1
	for i := 16; i >= 0; i-- {
		weight = weight * 2 % 11
		if !asciiDigit(c[i]) {
			return false
		}
		sum += int(c[i]-'0') * weight
	}
	return c[17] == "10X98765432"[sum%11]
}

// iban checks the digits of an account number (ISO 13616).
func iban(c string) bool {
	if asciiDigit(c[0]) || asciiDigit(c[1]) || !asciiDigit(c[2]) || !asciiDigit(c[3]) {
		return false
	}
	rest := 0
	for _, b := range []byte(c[4:] + c[:4]) {
		if asciiDigit(b) {
			rest = (rest*10 + int(b-'0')) % 97
		} else {
			rest = (rest*100 + int(b-'A') + 10) % 97
		}
	}
	return rest == 1
}

// passwordAfter returns the stretch that gives away a secret, if word is one
// that announces it: what comes after a colon, or after "is" if it has a digit.
func passwordAfter(s, word string, i int) (start, end int) {
	switch strings.ToLower(word) {
	case "password", "passcode", "pwd", "pin", "cvv", "cvc", "otp":
	case "code": // codes of errors and of vouchers are no secrets
		before := strings.Fields(s[max(0, i-40) : i-len(word)])
		if len(before) == 0 {
			return 0, 0
		}
		switch strings.ToLower(before[len(before)-1]) {
		case "verification", "security", "access", "login", "sms":
		default:
			return 0, 0
		}
	default:
		return 0, 0
	}
	open := false // a colon came
	for i < len(s) {
		rest := s[i:]
		switch {
		case s[i] == ' ' || s[i] == '"' || s[i] == '\'':
			i++
		case s[i] == ':' || s[i] == '=':
			open = true
			i++
		case strings.HasPrefix(rest, "："):
			open = true
			i += len("：")
		case strings.HasPrefix(rest, "是"), strings.HasPrefix(rest, "为"), strings.HasPrefix(rest, "為"):
			i += len("是")
		case len(rest) > 3 && strings.EqualFold(rest[:3], "is "):
			i += 3
		default:
			end = i
			for end < len(s) && s[end] > ' ' && s[end] < utf8.RuneSelf && !strings.ContainsRune(`,;"'`, rune(s[end])) {
				end++
			}
			for end > i && strings.ContainsRune(".!?)", rune(s[end-1])) {
				end--
			}
			secret := s[i:end]
			if len(secret) < 3 || !open && !strings.ContainsAny(secret, "0123456789") {
				return 0, 0
			}
			return i, end
		}
	}
	return 0, 0
}

// maskSecrets hides what [findSecrets] finds: all but the last four of a
// number, and passwords altogether.
func maskSecrets(s string) string {
	spans := findSecrets(s)
	if len(spans) == 0 {
		return s
	}
	var b strings.Builder
	at := 0
	for _, f := range spans {
		b.WriteString(s[at:f.start])
		if f.kind == secretPassword {
			b.WriteString("****")
		} else {
			b.WriteString(maskTail(s[f.start:f.end]))
		}
		at = f.end
	}
	b.WriteString(s[at:])
	return b.String()
}

// maskTail hides a number but for its last four characters. One that is
// masked already stays as it is.
func maskTail(s string) string {
	if len(s) <= 4 || strings.ContainsAny(s, "*•") {
		return s
	}
	return "****" + s[len(s)-4:]
}
