package assist

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// secret is a stretch of a text that is somebody's.
type secret struct {
	kind       string // card, identity, phone, email
	start, end int
	value      string // digits, or the address in lower case
}

// blocks tells whether it must not be sent whoever's it is.
func (s *secret) blocks() bool { return s.kind == "card" || s.kind == "identity" }

// masked shows the last four digits.
func (s *secret) masked() string {
	if s.kind == "email" {
		return ""
	}
	return "****" + s.value[len(s.value)-4:]
}

// secretsOf finds numbers of cards and identity cards, phone numbers and e-mail
// addresses in a text that was segmented. Of groups of digits that stand beside each other, the most that make the number of a
// card are one, whatever is beside them; a phone number is all of them.
func secretsOf(s string, b *text.Buffer, tokens []text.Token) (list []secret) {
	var digits [64]byte
	inside := 0 // how many groups follow that stand beside those before
	for i := 0; i < len(tokens); {
		ends := digitGroups(s, b, tokens[i:], digits[:])
		found := false
		for groups := len(ends); groups > 0 && !found; groups-- {
			var one secret
			one, found = secretAt(s, b, tokens[i:], groups, digits[:ends[groups-1]])
			if found = found && (one.blocks() || inside == 0 && groups == len(ends)); found {
				list = append(list, one)
				i, inside = i+groups, len(ends)-groups
			}
		}
		if !found { // what follows may be one without this group
			i, inside = i+1, max(0, len(ends)-1)
		}
	}
	return append(list, addressesOf(s)...)
}

// digitGroups reads the groups of digits at the beginning of tokens that may be one number: how many digits there are with each
// group.
func digitGroups(s string, b *text.Buffer, tokens []text.Token, digits []byte) (ends []int) {
	n := 0
	for k := 0; k < len(tokens) && tokens[k].Kind == text.Number; k++ {
		if k > 0 && !oneGap(s[tokens[k-1].End:tokens[k].Start]) {
			break
		}
		group := b.Bytes(tokens[k])
		if !plainDigits(group) || n+len(group) > len(digits) {
			break
		}
		n += copy(digits[n:], group)
		ends = append(ends, n)
	}
	return ends
}

// secretAt says what so many groups of digits are, if they are anything.
func secretAt(s string, b *text.Buffer, tokens []text.Token, groups int, value []byte) (one secret, found bool) {
	one = secret{start: tokens[0].Start, end: tokens[groups-1].End}
	// The check digit of an identity card may be an X.
	if len(value) == 17 && groups == 1 && len(tokens) > 1 && tokens[1].Start == one.end && string(b.Bytes(tokens[1])) == "x" {
		value = append(value[:17:17], 'x')
		one.end = tokens[1].End
	}
	before, _ := utf8.DecodeLastRuneInString(s[:one.start])
	after, _ := utf8.DecodeRuneInString(s[one.end:])
	if latin(before) || latin(after) { // a part of a code
		return one, false
	}
	if one.kind = numberKind(value, groups, before); one.kind == "" {
		return one, false
	}
	one.value = string(value)
	if before == '+' {
		one.start--
	}
	return one, true
}

// oneGap says that what stands between two groups of digits leaves them one number: a dash, or white space, which a brief
// makes one blank.
func oneGap(s string) bool { return s == "-" || s != "" && strings.TrimSpace(s) == "" }

func plainDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) > 0
}

func latin(r rune) bool {
	return r == '_' || r == '-' || r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// numberKind says what a row of digits is, or "".
func numberKind(d []byte, groups int, before rune) string {
	n := len(d)
	switch {
	case n == 18 && identity(d):
		return "identity"
	case n >= 14 && n <= 19 && d[0] >= '3' && d[0] <= '6' && d[n-1] != 'x' && luhn(d):
		return "card"
	case before == '+' && n >= 8 && n <= 15,
		n == 11 && d[0] == '1' && d[1] >= '3',
		groups == 3 && n == 10 && d[0] != '0',            // 212 555 0123
		groups >= 2 && n >= 10 && n <= 12 && d[0] == '0': // 010-12345678
		return "phone"
	}
	return ""
}

// luhn checks the last digit of the number of a card (ISO/IEC 7812-1).
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

// identity checks the last character of a Chinese identity number (GB 11643-1999,
// ISO 7064 MOD 11-2) and that the date in it can be one.
func identity(d []byte) bool {
	sum := 0
	for i, weight := range [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += weight * int(d[i]-'0')
	}
	month, day := (d[10]-'0')*10+d[11]-'0', (d[12]-'0')*10+d[13]-'0'
	return "10x98765432"[sum%11] == d[17] && (d[6] == '1' && d[7] == '9' || d[6] == '2' && d[7] == '0') &&
		month >= 1 && month <= 12 && day >= 1 && day <= 31
}

// addressesOf finds e-mail addresses.
func addressesOf(s string) (list []secret) {
	for at := 0; ; at++ {
		i := strings.IndexByte(s[at:], '@')
		if i < 0 {
			return list
		}
		at += i
		from, to := at, at+1
		for from > 0 && (wordByte(s[from-1]) || strings.IndexByte(".+-", s[from-1]) >= 0) {
			from--
		}
		for to < len(s) && (wordByte(s[to]) || s[to] == '.' || s[to] == '-') {
			to++
		}
		for to > at && (s[to-1] == '.' || s[to-1] == '-') {
			to--
		}
		if dot := strings.LastIndexByte(s[at:to], '.'); from < at && dot > 1 && to-at-dot > 2 &&
			(from == 0 || s[from-1] != '/') { // that is the user of a link
			list = append(list, secret{"email", from, to, strings.ToLower(s[from:to])})
		}
	}
}

// personal finds what is nobody's business, or not this customer's.
func (c *linting) personal() {
	for _, s := range secretsOf(c.reply, &c.buffer, c.tokens) {
		switch {
		case s.blocks() && c.slotValue(s.value):
		case s.blocks():
			c.add(Finding{Code: CodePersonal, Severity: Block, Start: s.start, End: s.end, Detail: s.kind, Replace: s.masked()})
		case !c.own(&s) && !c.customers(&s):
			c.add(Finding{Code: CodePersonal, Severity: Warning, Start: s.start, End: s.end, Detail: s.kind, Replace: s.masked()})
		}
	}
}

// slotValue tells whether digits are a value that the conversation has found out,
// such as the number of an order: it only looks like the number of a card.
func (c *linting) slotValue(digits string) bool {
	for name, v := range c.s.Slots {
		if digitsOf(v) == digits && !strings.Contains(strings.ToLower(name), "card") && !strings.Contains(name, "卡") && !strings.Contains(name, "证") {
			return true
		}
	}
	return false
}

// own tells whether a contact is the host's.
func (c *linting) own(s *secret) bool {
	for _, o := range c.opts.Own {
		if sameContact(s, o) {
			return true
		}
	}
	return false
}

// customers tells whether a contact is the customer's: it is in his profile, in what
// the conversation has found out, or he wrote it himself.
func (c *linting) customers(s *secret) bool {
	for _, v := range c.s.Attributes {
		if sameContact(s, strings.ToLower(v)) {
			return true
		}
	}
	for _, v := range c.s.Slots {
		if sameContact(s, strings.ToLower(v)) {
			return true
		}
	}
	for _, line := range c.s.Lines {
		if line.By != ByCustomer {
			continue
		}
		var b text.Buffer
		for _, his := range secretsOf(line.Text, &b, b.Segment(line.Text)) {
			if sameContact(s, his.value) {
				return true
			}
		}
	}
	return false
}

// sameContact compares addresses, or by their domain if only that is known, and phone
// numbers by their digits, with or without the code of the country.
func sameContact(s *secret, known string) bool {
	if s.kind == "email" {
		return s.value == known || strings.HasPrefix(known, "@") && strings.HasSuffix(s.value, known)
	}
	a, b := strings.TrimLeft(s.value, "0"), strings.TrimLeft(digitsOf(known), "0")
	return len(a) >= 7 && len(b) >= 7 && (strings.HasSuffix(a, b) || strings.HasSuffix(b, a))
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
