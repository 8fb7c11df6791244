package dialog

import (
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// formatNumber writes a number as slots keep it; there is no "-0".
func formatNumber(n float64) string { return strconv.FormatFloat(n+0, 'f', -1, 64) }

// onlyNumber reads the number that a text means: in digits ("3", "-2.5", "1,200", "3k"), in
// English words ("twenty-five", "a hundred and three", "a dozen") or in Chinese numerals
// ("三", "两百零五", "一万二"). None, or several different ones, is false; see [meant].
func onlyNumber(s string) (n float64, ok bool) {
	found := numbersIn(s)
	stretches := make([]stretch, len(found))
	for i, f := range found {
		stretches[i] = f.stretch
	}
	keep := meant(s, stretches)
	keep = slices.DeleteFunc(keep, func(i int) bool { return found[i].no || found[i].bound })
	for _, i := range keep {
		if found[i].value != found[keep[0]].value {
			return 0, false
		}
	}
	if len(keep) == 0 {
		return 0, false
	}
	return found[keep[0]].value, true
}

// countedNumber is a number in a text. One that is no count of anything there, such as the
// digits of a code, or 一 in 一直, is no number.
type countedNumber struct {
	stretch
	value float64
	no    bool
	bound bool // "at least 2": what it has to be is another number
}

// numbersIn finds the numbers of a text, in order.
func numbersIn(s string) []countedNumber {
	a := align(s)
	w := numberWords{in: a.folded}
	for from, to := range numberTokens(a.folded) {
		w.add(from, to)
	}
	w.flush()
	for i := range w.found {
		f := &w.found[i]
		f.no, f.bound = f.no || notCounted(a.folded, f.stretch), bounds(a.folded, f.stretch)
		f.from, f.to = a.origin(f.from), a.origin(f.to)
	}
	return w.found
}

// numberTokens yields where runs of digits with their signs are, words of letters, and runs
// of Chinese numerals; everything else is a token too, and ends a number.
func numberTokens(s string) iter.Seq2[int, int] {
	class := func(r rune) int {
		switch {
		case r >= '0' && r <= '9':
			return 1
		case isNumeral(r):
			return 3
		case unicode.IsLetter(r) && !unicode.Is(unicode.Han, r) || r == '\'':
			return 2
		case unicode.IsSpace(r):
			return 0
		}
		return 4
	}
	return func(yield func(int, int) bool) {
		for i := 0; i < len(s); {
			r, size := utf8.DecodeRuneInString(s[i:])
			c := class(r)
			if c == 1 || (r == '-' || r == '.') && i+1 < len(s) && class(rune(s[i+1])) == 1 && (i == 0 || s[i-1] == ' ') {
				size = len(s[i:]) - len(strings.TrimLeft(s[i:], "-.,0123456789"))
				size = len(strings.TrimRight(s[i:i+size], "-.,"))
			} else {
				for i+size < len(s) && (c == 2 || c == 3) {
					next, m := utf8.DecodeRuneInString(s[i+size:])
					if class(next) != c {
						break
					}
					size += m
				}
			}
			if c != 0 && !yield(i, i+size) {
				return
			}
			i += max(size, 1)
		}
	}
}

// numberWords adds up the words of a number.
type numberWords struct {
	in           string
	found        []countedNumber
	total        float64
	part         float64
	from, to     int // of the words that are open
	open         bool
	less         bool // behind "minus"
	and          bool
	before, prev string // the last two tokens
}

func (w *numberWords) flush() {
	if w.open {
		n := w.total + w.part
		if w.less {
			n = -n
		}
		w.found = append(w.found, countedNumber{stretch: stretch{w.from, w.to}, value: n})
	}
	w.total, w.part, w.open, w.less, w.and = 0, 0, false, false, false
}

// begin opens a number.
func (w *numberWords) begin(from int, n float64) {
	w.open, w.from, w.part = true, from, n
	w.less = w.prev == "minus" || w.prev == "negative"
}

func (w *numberWords) add(from, to int) {
	token := w.in[from:to]
	before, prev := w.before, w.prev
	defer func() { w.before, w.prev = prev, token }()
	switch c := token[0]; {
	case c >= '0' && c <= '9' || c == '-' && len(token) > 1 || c == '.' && len(token) > 1:
		w.flush()
		w.digits(from, to)
		return
	case token == "-" || token == "and" || token == "a" || token == "an":
		w.and = w.and || token == "a" || token == "an"
		return
	case c >= utf8.RuneSelf:
		w.flush()
		if r, _ := utf8.DecodeRuneInString(token); isNumeral(r) {
			w.numerals(from, to)
		}
		return
	}
	a := w.and
	w.and = false
	if token == "one" && !w.open && prev != "" && !beforeOne[prev] && (prev != "the" || before != "just" && before != "only") {
		return // "the blue one" is no number
	}
	if n, ok := englishNumbers[token]; ok {
		if w.open && (n >= 20 && n < 100 && lastTwo(w.part) != 0 || n < 20 && lastTwo(w.part) != 0 && (n >= 10 || lastTwo(w.part) < 20 || int(w.part)%10 != 0)) {
			w.flush()
		}
		if !w.open {
			w.begin(from, 0)
		}
		w.part, w.to = w.part+n, to
		return
	}
	unit, ok := englishUnits[token]
	switch {
	case !ok:
		w.flush()
		return
	case !w.open && a:
		w.begin(from, 1)
	case !w.open && len(w.found) > 0 && w.found[len(w.found)-1].to == from-1: // "3 thousand"
		w.found[len(w.found)-1].value *= unit
		w.found[len(w.found)-1].to = to
		return
	case !w.open:
		return
	}
	w.to = to
	if unit < 1000 {
		w.part *= unit
	} else {
		w.total, w.part = w.total+w.part*unit, 0
	}
}

// digits takes a number in digits. What has commas has them between groups of three.
func (w *numberWords) digits(from, to int) {
	token := w.in[from:to]
	f := countedNumber{stretch: stretch{from, to}}
	if whole, _, _ := strings.Cut(strings.TrimPrefix(token, "-"), "."); strings.Contains(token, ",") {
		groups := strings.Split(whole, ",")
		for i, g := range groups {
			f.no = f.no || len(g) != 3 && i > 0 || len(g) > 3 || g == ""
		}
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(token, ",", ""), 64)
	if err != nil {
		return
	}
	if w.prev == "minus" || w.prev == "negative" || w.prev == "负" {
		n = -n
	}
	f.value = n
	if unit, size := unitBehind(w.in[to:]); unit > 0 {
		f.value, f.to = n*unit, to+size
	}
	w.found = append(w.found, f)
}

// unitBehind is what digits are multiplied by: 10,000 in "1万", 1,000 in "3k".
func unitBehind(after string) (unit float64, size int) {
	r, size := utf8.DecodeRuneInString(after)
	switch next, _ := utf8.DecodeRuneInString(after[size:]); {
	case hanUnit(r) >= 100:
		return float64(hanUnit(r)), size
	case r == 'k' && !unicode.IsLetter(next) && !unicode.IsDigit(next):
		return 1000, size
	}
	return 0, 0
}

// numerals takes Chinese numerals, which are a number only where something is counted.
func (w *numberWords) numerals(from, to int) {
	if len(w.found) > 0 && w.found[len(w.found)-1].to >= to {
		return // 万 of "1万"
	}
	n, ok := hanNumber(w.in[from:to])
	f := countedNumber{stretch: stretch{from, to}, value: n, no: !ok || !numeralCounts(w.in, from, to)}
	if w.prev == "负" {
		f.value = -n
	}
	w.found = append(w.found, f)
}

// beforeOne are the words behind which "one" is a number.
var beforeOne = map[string]bool{
	"just": true, "only": true, "exactly": true, "about": true, "it": true, "and": true, "is": true, "it's": true, "its": true,
	"want": true, "need": true, "like": true, "have": true, "take": true, "got": true, "make": true, "for": true, "of": true, "to": true,
	"or": true, "then": true, "ok": true, "okay": true, "yes": true, "number": true, "are": true, "i'm": true, "please": true,
}

// englishUnits are words that multiply what stands before them.
var englishUnits = map[string]float64{"dozen": 12, "hundred": 100, "thousand": 1000}

func lastTwo(n float64) int { return int(n) % 100 }

var englishNumbers = map[string]float64{
	"zero": 0, "none": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
	"single": 1, "couple": 2, "pair": 2, "once": 1, "twice": 2,
}
