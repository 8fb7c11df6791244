package entity

import (
	"math"
	"strconv"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// numeral is a number as it stands in a text.
type numeral struct {
	val    float64
	digits int  // how many digits its integer part has, if it is written in digits only
	zero   bool // it begins with a zero that a number would not have: "007"
	point  bool // it has a decimal point
	small  bool // it is one Chinese numeral or English word: "one", 三
}

// whole reports whether the numeral is an integer in [lo, hi].
func (n numeral) whole(lo, hi int) bool {
	return n.val >= float64(lo) && n.val <= float64(hi) && n.val == math.Trunc(n.val)
}

// formatNumber returns the normal form of a number: decimal digits without
// exponent, grouping or trailing zeros, rounded to 15 significant digits.
func formatNumber(v float64) string {
	if r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64); err == nil {
		v = r
	}
	if v == 0 {
		v = 0 // no "-0"
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// number reads the number that starts at token i, in digits, in English words
// or in Chinese numerals, and returns the token behind it. It reads what the
// number is and not whether it counts something: "one" and 一 are numbers here.
func (in *input) number(i int) (n numeral, next int, ok bool) {
	switch in.kind(i) {
	case text.Number:
		n, ok = parseDigits(in.word(i))
		if !ok {
			return numeral{}, i, false
		}
		next = i + 1
		if in.gap(next) == "" && in.kind(next) == text.Char {
			if m, to, ok := in.hanNumber(i); ok && to > next {
				return m, to, true
			}
		}
		n, next, _ = in.scaled(n, next)
		if in.word(next) == "and" {
			return in.andPart(n, next)
		}
		return n, next, true
	case text.Word:
		return in.wordNumber(i)
	case text.Char:
		return in.hanNumber(i)
	}
	return numeral{}, i, false
}

// parseDigits reads "12", "3.50", "1,234.56" and "007".
func parseDigits(s string) (n numeral, ok bool) {
	whole, fraction, point := strings.Cut(s, ".")
	if point && (fraction == "" || !isDigits(fraction)) {
		return n, false
	}
	if strings.Contains(whole, ",") {
		first := true
		for g := range strings.SplitSeq(whole, ",") {
			if !first && len(g) != 3 || first && (g == "" || len(g) > 3 || g[0] == '0') || !isDigits(g) {
				return n, false
			}
			first = false
		}
		s = strings.ReplaceAll(s, ",", "")
		whole, _, _ = strings.Cut(s, ".")
	}
	if !isDigits(whole) || len(s) > 32 {
		return n, false
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return n, false
	}
	n = numeral{val: v, point: point, digits: len(whole)}
	n.zero = n.digits > 1 && s[0] == '0'
	return n, true
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// maxScaled is where words no longer multiply: "million million million ...".
const maxScaled = 1e12

// scaled multiplies a number in digits by the word behind it: "1.5k", "2
// million".
func (in *input) scaled(n numeral, next int) (numeral, int, bool) {
	switch w := in.word(next); {
	case w == "k" && in.gap(next) == "":
		return numeral{val: n.val * 1000}, next + 1, true
	case in.gap(next) == " ":
		if m := wordNumbers()[w]; m.kind == multiplier && n.val < maxScaled {
			return in.scaled(numeral{val: n.val * m.val}, next+1)
		}
	}
	return n, next, true
}

// The kinds of number words.
type wordKind uint8

const (
	unitWord   wordKind = iota + 1 // zero to nine
	teenWord                       // ten to nineteen
	tenWord                        // twenty to ninety
	hundred                        // multiplies what stands before it
	multiplier                     // thousand, million, dozen
)

type wordValue struct {
	kind wordKind
	val  float64
}

// wordNumber reads English number words: "twenty-five", "a dozen", "two
// thousand and six", "one and a half", "three point five".
func (in *input) wordNumber(i int) (numeral, int, bool) {
	words := wordNumbers()
	var total, group float64 // of finished thousands, of the present one
	const none = -1.0        // no group has begun
	group = none
	var last wordKind
	k := i
	if w := in.word(i); w == "a" || w == "an" || w == "half" {
		article := w != "half"
		m := words[in.word(i+1)]
		if m.kind != hundred && m.kind != multiplier || in.gap(i+1) != " " {
			if next := in.word(i + 1); w == "half" && (next == "a" || next == "an") {
				if m := words[in.word(i+2)]; m.kind == multiplier {
					return numeral{val: m.val / 2}, i + 3, true
				}
			}
			return numeral{}, i, false
		}
		if !article {
			return numeral{}, i, false
		}
		group, last, k = 1, unitWord, i+1
	}
	for ; k < len(in.toks); k++ {
		if k > i && !in.joins(k) {
			break
		}
		w, at := in.word(k), k
		if w == "and" && (last == hundred || last == multiplier) && in.gap(k+1) == " " {
			at = k + 1
			w = in.word(at)
			if words[w].kind > tenWord || total == 12 || total == 24 {
				break
			}
		}
		v := words[w]
		switch {
		case v.kind == 0:
		case group == none && v.kind <= tenWord:
			if total == 12 && last == multiplier { // "a dozen two"
				v.kind = 0
				break
			}
			group = v.val
		case v.kind == unitWord && (last == tenWord || last == hundred) && v.val > 0,
			(v.kind == teenWord || v.kind == tenWord) && last == hundred:
			group += v.val
		case v.kind == hundred && (last == unitWord || last == teenWord) && group > 0 && group < 20:
			group *= v.val
		case v.kind == multiplier && group > 0 && (total == 0 || total > group*v.val):
			total += group * v.val
			group = none
		case v.kind == multiplier && last == multiplier && v.val < 1e9: // "hundred thousand million" is none
			v.kind = 0
		default:
			v.kind = 0
		}
		if v.kind == 0 {
			break
		}
		last, k = v.kind, at
	}
	if last == 0 {
		return numeral{}, i, false
	}
	if group != none {
		total += group
	}
	n := numeral{val: total, small: k == i+1}
	return in.andPart(n, k)
}

// joins reports whether only a blank or a hyphen stands before token k.
func (in *input) joins(k int) bool {
	g := in.gap(k)
	return g == " " || g == "-"
}

// andPart reads what may follow a number in words: "and a half", "point five".
func (in *input) andPart(n numeral, k int) (numeral, int, bool) {
	switch in.word(k) {
	case "and":
		if in.word(k+1) == "a" && in.joins(k) && in.joins(k+1) && in.joins(k+2) {
			switch in.word(k + 2) {
			case "half":
				return numeral{val: n.val + .5, point: true}, k + 3, true
			case "quarter":
				return numeral{val: n.val + .25, point: true}, k + 3, true
			}
		}
	case "point":
		scale, to := .1, k+1
		for ; in.joins(to); to++ {
			v := wordNumbers()[in.word(to)]
			if v.kind != unitWord {
				break
			}
			n.val += v.val * scale
			scale /= 10
		}
		if to > k+1 {
			return numeral{val: n.val, point: true}, to, true
		}
	}
	return n, k, true
}
