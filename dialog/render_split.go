package dialog

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// splitText divides a text into pieces within a limit, without blanks around
// them: behind a sentence or a line where one ends in the last three quarters of
// what has room, else behind a clause or a word, and only where there is none of
// these between two characters. Clusters of characters and links stay whole; an
// atom that is longer than the limit by itself is divided between runes.
func splitText(s string, limit Limit) (pieces []string) {
	for s = strings.TrimSpace(s); s != ""; {
		n := roomFor(s, limit)
		if piece := strings.TrimSpace(s[:n]); piece != "" {
			pieces = append(pieces, piece)
		}
		s = strings.TrimSpace(s[n:])
	}
	return pieces
}

// border says how well a text can be divided behind an atom.
type border uint8

const (
	noBorder     border = iota // inside of a word
	wordBorder                 // between words or Chinese characters
	clauseBorder               // behind a comma
	sentenceBorder
)

// roomFor returns how many bytes of s go into one piece. It is above 0 unless s
// is empty.
func roomFor(s string, limit Limit) int {
	if limit.Max <= 0 {
		return len(s)
	}
	var best [sentenceBorder + 1]int // the last place of each border
	m := textMeter{unit: limit.Unit}
	end := 0
	for end < len(s) {
		n := atom(s[end:])
		if m.add(s[end : end+n]); m.length() > limit.Max {
			break
		}
		end += n
		best[borderAt(s, end, n)] = end
	}
	switch {
	case end == 0 && s != "":
		return runesFor(s, limit)
	case end == len(s):
		return end
	case best[sentenceBorder] > end/4:
		return best[sentenceBorder]
	case best[clauseBorder] > end/2:
		return best[clauseBorder]
	}
	for _, at := range []int{max(best[wordBorder], best[clauseBorder], best[sentenceBorder]), end} {
		if at > 0 {
			return at
		}
	}
	return end
}

// runesFor is how much of an atom that is too long has room; at least a rune.
func runesFor(s string, limit Limit) int {
	m := textMeter{unit: limit.Unit}
	end := 0
	for end < len(s) {
		_, n := utf8.DecodeRuneInString(s[end:])
		if m.add(s[end : end+n]); m.length() > limit.Max && end > 0 {
			break
		}
		end += n
	}
	return end
}

// textMeter counts a text that grows.
type textMeter struct {
	unit Unit
	n    int
	sms  smsMeter
}

func (m *textMeter) add(s string) {
	if m.unit != Segments {
		m.n += Limit{Unit: m.unit}.length(s)
		return
	}
	for _, r := range s {
		m.sms.add(r)
	}
}

func (m *textMeter) length() int {
	if m.unit == Segments {
		return m.sms.segments()
	}
	return m.n
}

// atom is the length of what begins a text and must not be divided: a link, or
// what a reader takes for one character.
func atom(s string) int {
	if n := linkLength(s); n > 0 {
		return n
	}
	return cluster(s)
}

// cluster is the length of the first character as a reader sees it: a rune with
// its marks, an emoji with what modifies and joins it, a flag. It follows the rules
// of UAX #29 (Unicode 15) that matter in chat; of conjoining jamo and prepended
// marks it knows nothing.
func cluster(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	if r < ' ' {
		return n
	}
	flag := regional(r)
	for n < len(s) {
		next, k := utf8.DecodeRuneInString(s[n:])
		switch {
		case next == '\u200d': // joins what comes next, too
			n += k
			if after, j := utf8.DecodeRuneInString(s[n:]); n < len(s) && pictograph(after) {
				n += j
			}
		case unicode.In(next, unicode.Mn, unicode.Me, unicode.Mc), next >= 0x1F3FB && next <= 0x1F3FF, next >= 0xE0020 && next <= 0xE007F, next == '\u200c':
			n += k
		case flag && regional(next):
			n += k
			flag = false
		default:
			return n
		}
	}
	return n
}

func regional(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }

// pictograph reports whether a rune can be joined to an emoji.
func pictograph(r rune) bool { return r >= 0x1F000 && r <= 0x1FAFF || r >= 0x2190 && r <= 0x2BFF }

// linkLength is the length of the web address that a text begins with, without
// the punctuation behind it; 0 if there is none.
func linkLength(s string) int {
	head := 0
	for _, scheme := range [...]string{"https://", "http://", "www."} {
		if len(s) > len(scheme) && strings.EqualFold(s[:len(scheme)], scheme) {
			head = len(scheme)
			break
		}
	}
	if head == 0 {
		return 0
	}
	end := head + hostLength(s[head:])
	for end < len(s) && s[end] > ' ' && s[end] < 0x7F && !strings.ContainsRune("<>\"`{}|\\^", rune(s[end])) {
		end++
	}
	for end > head {
		last := s[end-1]
		if strings.IndexByte(".,;:!?'*_~", last) < 0 && (last != ')' || strings.Count(s[:end], "(") >= strings.Count(s[:end], ")")) &&
			(last != ']' || strings.Count(s[:end], "[") >= strings.Count(s[:end], "]")) {
			break
		}
		end--
	}
	if end == head {
		return 0
	}
	return end
}

// hostLength is the length of a host name that begins with a letter that is not
// ASCII. Behind others such letters are not taken for a part of a link: Chinese
// text goes on without a blank.
func hostLength(s string) int {
	if first, _ := utf8.DecodeRuneInString(s); first < utf8.RuneSelf || !unicode.IsLetter(first) {
		return 0
	}
	n := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '-' })
	if n < 0 {
		n = len(s)
	}
	return n
}

// borderAt says how well s can be divided at end, behind an atom of n bytes.
func borderAt(s string, end, n int) border {
	r, _ := utf8.DecodeRuneInString(s[end-n:])
	next, _ := utf8.DecodeRuneInString(s[end:])
	switch {
	case !unicode.IsSpace(r) && strings.ContainsRune("。！？!?…｡.；;，,、：:”’」』）)\"'", next): // belongs to what goes before
		return noBorder
	case r == '\n' || r == '\r':
		return sentenceBorder
	}
	open := unicode.IsSpace(r) || unicode.IsSpace(next) || ideograph(next)
	head := strings.TrimRight(s[:end], "”’」』）)\"' \t")
	before, _ := utf8.DecodeLastRuneInString(head)
	switch {
	case before == '.' && endsWithNumber(head[:len(head)-1]): // 2. belongs to what comes next
		return noBorder
	case strings.ContainsRune("。！？｡…；", before), open && strings.ContainsRune(".!?", before):
		if unicode.IsSpace(next) { // the blank goes with the sentence
			return noBorder
		}
		return sentenceBorder
	case strings.ContainsRune("，、：", before), open && strings.ContainsRune(",;:", before):
		return clauseBorder
	case open && !strings.ContainsRune("“‘「『（(", r), ideograph(r):
		return wordBorder
	}
	return noBorder
}

// endsWithNumber reports whether the last line of a text is a number so far.
func endsWithNumber(s string) bool {
	line := strings.TrimSpace(s[strings.LastIndexByte(s, '\n')+1:])
	return line != "" && strings.Trim(line, "0123456789") == ""
}

func ideograph(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}
