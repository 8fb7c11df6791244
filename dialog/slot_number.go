package dialog

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

func formatNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// onlyNumber reads the only number of a text: in digits ("3", "-2.5", "1,200"), in
// English words ("twenty-five", "a hundred and three", "a dozen") or in Chinese numerals
// ("三", "两百零五"), up to 9999 in words. None, or several different ones, is false.
func onlyNumber(s string) (n float64, ok bool) {
	var words numberWords
	for token := range numberTokens(text.Fold(s)) {
		words.add(token)
	}
	words.flush()
	for i, m := range words.found {
		if i > 0 && m != words.found[0] {
			return 0, false
		}
	}
	if len(words.found) == 0 {
		return 0, false
	}
	return words.found[0], true
}

// numberTokens yields runs of digits with their signs, words of letters, and runs of
// Chinese numerals; everything else is a token too, and ends a number.
func numberTokens(s string) func(yield func(string) bool) {
	class := func(r rune) int {
		switch {
		case r >= '0' && r <= '9':
			return 1
		case hanDigit(r) >= 0 || hanUnit(r) > 0:
			return 3
		case unicode.IsLetter(r) && !unicode.Is(unicode.Han, r) || r == '\'':
			return 2
		case unicode.IsSpace(r):
			return 0
		}
		return 4
	}
	return func(yield func(string) bool) {
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
			if c != 0 && !yield(s[i:i+size]) {
				return
			}
			i += max(size, 1)
		}
	}
}

// numberWords adds up the words of a number.
type numberWords struct {
	found        []float64
	total        float64
	part         float64
	open         bool
	and          bool
	before, prev string // the last two tokens
}

func (w *numberWords) flush() {
	if w.open {
		w.found = append(w.found, w.total+w.part)
	}
	*w = numberWords{found: w.found, before: w.before, prev: w.prev}
}

func (w *numberWords) add(token string) {
	before, prev := w.before, w.prev
	w.before, w.prev = prev, token
	switch c := token[0]; {
	case c >= '0' && c <= '9' || c == '-' && len(token) > 1 || c == '.' && len(token) > 1:
		w.flush()
		if n, err := strconv.ParseFloat(strings.ReplaceAll(token, ",", ""), 64); err == nil {
			w.found = append(w.found, n)
		}
		return
	case token == "-" || token == "and" || token == "a" || token == "an":
		w.and = w.and || token == "a" || token == "an"
		return
	case c >= utf8.RuneSelf:
		w.flush()
		if n, ok := hanNumber(token); ok {
			w.found = append(w.found, n)
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
		w.open, w.part = true, w.part+n
		return
	}
	switch token {
	case "hundred", "dozen":
		unit := map[string]float64{"hundred": 100, "dozen": 12}[token]
		if !w.open && a {
			w.open, w.part = true, 1
		}
		if w.open {
			w.part *= unit
		}
	case "thousand":
		if !w.open && a {
			w.open, w.part = true, 1
		}
		if w.open {
			w.total, w.part = w.total+w.part*1000, 0
		}
	default:
		w.flush()
	}
}

// beforeOne are the words behind which "one" is a number.
var beforeOne = map[string]bool{
	"just": true, "only": true, "exactly": true, "about": true, "it": true, "and": true, "is": true, "it's": true, "its": true,
	"want": true, "need": true, "like": true, "have": true, "take": true, "got": true, "make": true, "for": true, "of": true, "to": true,
	"or": true, "then": true, "ok": true, "okay": true, "yes": true, "number": true, "are": true, "i'm": true, "please": true,
}

func lastTwo(n float64) int { return int(n) % 100 }

var englishNumbers = map[string]float64{
	"zero": 0, "none": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
	"single": 1, "couple": 2, "pair": 2, "once": 1, "twice": 2,
}

func hanDigit(r rune) int {
	switch r {
	case '零', '〇':
		return 0
	case '一', '壹':
		return 1
	case '二', '两', '俩', '贰':
		return 2
	case '三', '仨', '叁':
		return 3
	case '四', '肆':
		return 4
	case '五', '伍':
		return 5
	case '六', '陆':
		return 6
	case '七', '柒':
		return 7
	case '八', '捌':
		return 8
	case '九', '玖':
		return 9
	}
	return -1
}

func hanUnit(r rune) int {
	switch r {
	case '十', '拾':
		return 10
	case '百', '佰':
		return 100
	case '千', '仟':
		return 1000
	}
	return 0
}

// hanNumber reads Chinese numerals: 十五, 两百零五, 三千, 一百二 (120), or digit by digit: 二〇六.
func hanNumber(s string) (float64, bool) {
	total, digit, last := 0, -1, 0
	byDigit, units := 0, false
	n := 0
	for _, r := range s {
		n++
		if unit := hanUnit(r); unit > 0 {
			if digit < 0 {
				digit = 1
			}
			if last > 0 && unit >= last {
				return 0, false
			}
			total, digit, last, units = total+digit*unit, -1, unit, true
			continue
		}
		d := hanDigit(r)
		if d < 0 {
			return 0, false
		}
		if digit > 0 && units {
			return 0, false
		}
		byDigit = byDigit*10 + d
		digit = d
		if d == 0 {
			if units {
				digit = -1
			}
		}
	}
	switch {
	case n > 9:
		return 0, false
	case !units:
		return float64(byDigit), true
	case digit < 0:
		return float64(total), true
	case last > 10 && !strings.ContainsAny(s, "零〇"):
		return float64(total + digit*last/10), true
	}
	return float64(total + digit), true
}
