package entity

import (
	"strings"
)

// cards finds the numbers of payment cards. With words that announce one it
// finds those that fail the Luhn check, too, behind such a word.
type cards struct {
	edges
	told *cue // or nil
}

// toldCards are the words that announce the number of a card.
func toldCards() *cue {
	return &cue{
		[]string{"card", "card number", "card no", "card num", "credit card", "debit card", "卡号", "银行卡", "信用卡", "储蓄卡", "借记卡"},
		[]string{"is", "was", "number", "no", "num", "my", "the", "是", "为", "号", "号码"},
	}
}

func (x cards) find(dst []found, in *input) []found {
	s := in.folded
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			continue
		}
		lo := i
		i = endOfDigits(s, i)
		if !x.startsAt(s, lo) {
			continue
		}
		num, hi := x.cardAt(s, lo, isCard)
		if hi == 0 && x.told != nil && x.told.before(s, lo) {
			num, hi = x.cardAt(s, lo, func(d []byte) bool { return len(d) >= 12 })
			for hi > 0 && len(num) < 19 && byteAt(s, hi) == ' ' && isDigit(byteAt(s, hi+1)) { // the last group
				end := endOfDigits(s, hi+1)
				num, hi = num+s[hi+1:end], end
			}
		}
		if hi > 0 {
			start, end := in.stretch(lo, hi)
			dst = append(dst, found{typ: Card, value: num, start: start, end: end, score: 1, priority: checked})
			i = hi
		}
	}
	return dst
}

// cardAt returns the card number that starts at s[lo], and its end: digits with
// single blanks or hyphens between groups of at least three.
func (x cards) cardAt(s string, lo int, isCard func([]byte) bool) (num string, hi int) {
	var d [19]byte
	n, last := 0, lo
	for i := lo; i < len(s); i++ {
		switch {
		case isDigit(s[i]):
			if n == len(d) {
				return "", 0
			}
			d[n] = s[i]
			n++
			continue
		case (s[i] == ' ' || s[i] == '-') && i-last >= 3 && isDigit(byteAt(s, i+1)):
			if s[i] == ' ' && n >= 13 && isCard(d[:n]) {
				return string(d[:n]), i // what follows is another number
			}
			last = i + 1
			continue
		}
		if x.endsAt(s, i) && isCard(d[:n]) {
			return string(d[:n]), i
		}
		return "", 0
	}
	if isCard(d[:n]) {
		return string(d[:n]), len(s)
	}
	return "", 0
}

// isCard reports whether digits have the length and the first digits of a card
// scheme (ISO/IEC 7812 and the published ranges of the schemes) and pass the
// Luhn check.
func isCard(d []byte) bool {
	n := len(d)
	if n < 13 {
		return false
	}
	head := int(d[0]-'0')*1000 + int(d[1]-'0')*100 + int(d[2]-'0')*10 + int(d[3]-'0')
	ok := false
	switch two := head / 100; {
	case d[0] == '4': // Visa
		ok = n == 13 || n == 16 || n == 19
	case two >= 51 && two <= 55 || head >= 2221 && head <= 2720: // Mastercard
		ok = n == 16
	case two == 34 || two == 37: // American Express
		ok = n == 15
	case two == 30 || two == 36 || two == 38 || two == 39: // Diners
		ok = n >= 14
	case two == 35: // JCB
		ok = n >= 16
	case two == 62 || two == 81 || two == 60 || two == 64 || two == 65: // UnionPay, Discover
		ok = n >= 16
	case two == 50 || two >= 56 && two <= 69: // Maestro
		ok = n >= 13
	}
	return ok && luhn(d)
}

// luhn is the check of ISO/IEC 7812-1, annex B.
func luhn(d []byte) bool {
	sum := 0
	for i := range d {
		v := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0
}

// ibans finds international bank account numbers.
type ibans struct {
	edges
	lengths map[string]int
}

func newIBANs(e edges) *ibans {
	m := map[string]int{}
	// ISO 13616: country and length.
	for _, f := range strings.Fields(`AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28
		EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28
		LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22
		SA24 SC31 SD18 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20`) {
		m[strings.ToLower(f[:2])] = int(f[2]-'0')*10 + int(f[3]-'0')
	}
	return &ibans{e, m}
}

func (x *ibans) find(dst []found, in *input) []found {
	s := in.folded
	for i := 0; i+15 <= len(s); i++ {
		if !isDigit(s[i+2]) || !isDigit(s[i+3]) || !isLetter(s[i]) || !isLetter(s[i+1]) || !x.wide && isAlnum(byteAt(s, i-1)) {
			continue
		}
		want, ok := x.lengths[s[i:i+2]]
		if !ok {
			continue
		}
		var v [34]byte
		n, k := 0, i
		for ; k < len(s) && n < want; k++ {
			if c := s[k]; isAlnum(c) {
				v[n] = c
				n++
			} else if c != ' ' && c != '-' || !isAlnum(s[k-1]) {
				break
			}
		}
		if n < want || !x.wide && isAlnum(byteAt(s, k)) || !mod97(v[:n]) {
			continue
		}
		start, end := in.stretch(i, k)
		dst = append(dst, found{
			typ: IBAN, value: strings.ToUpper(string(v[:n])), start: start, end: end, score: 1, priority: checked,
		})
		i = k
	}
	return dst
}

// mod97 is the check of ISO 7064, MOD 97-10: the first four characters at the
// end, letters as 10 to 35, one number whose remainder is 1.
func mod97(v []byte) bool {
	rest := 0
	for i := range v {
		if c := v[(i+4)%len(v)]; isDigit(c) {
			rest = (rest*10 + int(c-'0')) % 97
		} else {
			rest = (rest*100 + int(c-'a') + 10) % 97
		}
	}
	return rest == 1
}

// chineseIDs finds resident identity numbers.
type chineseIDs struct{ edges }

func (x chineseIDs) find(dst []found, in *input) []found {
	s := in.folded
	for i := 0; i+18 <= len(s); i++ {
		if !isDigit(s[i]) {
			continue
		}
		lo := i
		i = endOfDigits(s, i)
		if !x.startsAt(s, lo) {
			continue
		}
		if value, hi := x.chineseIDAt(s, lo); hi > 0 {
			start, end := in.stretch(lo, hi)
			dst = append(dst, found{typ: ChineseID, value: value, start: start, end: end, score: 1, priority: checked})
			i = hi - 1
		}
	}
	return dst
}

// chineseIDAt returns the identity number (GB 11643-1999) that starts at s[lo],
// and its end. There may be blanks or hyphens around the date of birth.
func (x chineseIDs) chineseIDAt(s string, lo int) (value string, hi int) {
	var v [18]byte
	n, i := 0, lo
	for ; i < len(s) && n < 18; i++ {
		c := s[i]
		switch {
		case isDigit(c) || c == 'x' && n == 17:
			v[n] = c
			n++
		case (c == ' ' || c == '-') && (n == 6 || n == 14) && s[i-1] != c:
		default:
			return "", 0
		}
	}
	if n < 18 || isDigit(byteAt(s, i)) || !x.wide && isAlnum(byteAt(s, i)) {
		return "", 0
	}
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for k, w := range weights {
		sum += w * int(v[k]-'0')
	}
	province, year := int(v[0]-'0')*10+int(v[1]-'0'), string(v[6:10])
	month, day := int(v[10]-'0')*10+int(v[11]-'0'), int(v[12]-'0')*10+int(v[13]-'0')
	if "10x98765432"[sum%11] != v[17] || province < 11 || province > 91 || year < "1880" || year > "2199" ||
		month < 1 || month > 12 || day < 1 || day > 31 {
		return "", 0
	}
	return strings.ToUpper(string(v[:])), i
}
