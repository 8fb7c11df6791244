package entity

import (
	"strings"
	"unicode/utf8"
)

// emails finds e-mail addresses.
type emails struct{}

func (emails) find(dst []found, in *input) []found {
	s := in.folded
	for at := strings.IndexByte(s, '@'); at >= 0; {
		if lo, hi := mailbox(s, at), domain(in, at+1); lo < at && hi > at+1 {
			start, end := in.stretch(lo, hi)
			local := in.raw[start:]
			if n := at - lo; len(local) > n && local[n] == '@' && isASCII(local[:n]) {
				local = local[:n]
			} else {
				local = s[lo:at] // written in full width
			}
			dst = append(dst, found{
				typ: Email, value: local + s[at:hi], start: start, end: end, score: 1, priority: checked,
			})
		}
		next := strings.IndexByte(s[at+1:], '@')
		if next < 0 {
			break
		}
		at += 1 + next
	}
	return dst
}

// mailbox returns where the part before the @ starts.
func mailbox(s string, at int) int {
	lo := at
	for lo > 0 && at-lo < 64 && (isAlnum(s[lo-1]) || strings.IndexByte("._%+-'", s[lo-1]) >= 0) {
		lo--
	}
	for lo < at && strings.IndexByte(".-'%", s[lo]) >= 0 {
		lo++
	}
	if lo < at && s[at-1] == '.' {
		return at
	}
	return lo
}

// domain returns where the domain that starts at lo ends, or lo if there is
// none. A capital letter behind a point starts the next sentence: "a@b.com.Then",
// unless it may be the rest of a domain that is written like that: "B.Co.UK".
func domain(in *input, lo int) int {
	s := in.folded
	best, labels := lo, 0
	first := 0 // where it starts in the raw text
	for i := lo; i < len(s); i++ {
		from := i
		for i < len(s) && (isAlnum(s[i]) || s[i] == '-') {
			i++
		}
		label := strings.TrimRight(s[from:i], "-")
		if label == "" || label[0] == '-' {
			break
		}
		start, _ := in.stretch(from, i)
		if labels == 0 {
			first = start
		}
		if labels >= 2 && isUpper(in.raw[start]) && !isUpper(in.raw[start-2]) && (len(label) >= 4 || !isUpper(in.raw[first]) && (!isLoud(in, from, i) || len(label) != 2)) {
			break
		}
		labels++
		if labels >= 2 && isTop(label) {
			best = from + len(label)
		}
		if i == len(s) || s[i] != '.' || from+len(label) != i {
			break
		}
	}
	return best
}

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }

// isTop reports whether a label may be a top-level domain.
func isTop(label string) bool {
	if strings.HasPrefix(label, "xn--") {
		return true
	}
	for i := range len(label) {
		if !isLetter(label[i]) {
			return false
		}
	}
	return len(label) >= 2
}

// urls finds web addresses.
type urls struct{}

func (urls) find(dst []found, in *input) []found {
	s := in.folded
	for i := 0; i < len(s); {
		n := 0
		for _, p := range []string{"https://", "http://", "ftp://", "www."} {
			if strings.HasPrefix(s[i:], p) && !isAlnum(byteAt(s, i-1)) {
				n = len(p)
				break
			}
		}
		if n == 0 {
			// Every prefix starts with one of these.
			k := strings.IndexAny(s[i+1:], "hfw")
			if k < 0 {
				break
			}
			i += 1 + k
			continue
		}
		start, _ := in.stretch(i, i+n)
		end := start + addressLength(in.raw[start:])
		if host := in.raw[start+n : max(end, start+n)]; host != "" && isAlnum(host[0]) && (n > 4 || strings.Contains(host, ".")) {
			dst = append(dst, found{typ: URL, value: in.raw[start:end], start: start, end: end, score: 1, priority: checked})
		}
		i += n
		for i < len(s) && s[i] != ' ' && s[i] < utf8.RuneSelf {
			i++
		}
		if i >= len(s) {
			break
		}
	}
	return dst
}

// addressLength returns how long the web address is that raw begins with.
func addressLength(raw string) int {
	end, open := 0, 0
	for end < len(raw) && raw[end] > ' ' && raw[end] < 0x7F && strings.IndexByte("<>\"{}|\\^`", raw[end]) < 0 {
		switch raw[end] {
		case '(':
			open++
		case ')':
			open--
		}
		if open < 0 {
			break
		}
		end++
	}
	for end > 0 && strings.IndexByte(".,;:!?'*_", raw[end-1]) >= 0 {
		end--
	}
	return end
}
