package entity

import (
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// The value of Chinese numerals: up to 9 digits, above that multipliers.
// Folding has made the traditional forms simplified (貳 is 贰, 萬 is 万).
func hanDigit(r rune) (v int, ok bool) {
	switch r {
	case '零', '〇':
		return 0, true
	case '一', '壹':
		return 1, true
	case '二', '贰', '两':
		return 2, true
	case '三', '叁':
		return 3, true
	case '四', '肆':
		return 4, true
	case '五', '伍':
		return 5, true
	case '六', '陆':
		return 6, true
	case '七', '柒':
		return 7, true
	case '八', '捌':
		return 8, true
	case '九', '玖':
		return 9, true
	}
	return 0, false
}

func hanMultiplier(r rune) float64 {
	switch r {
	case '十', '拾':
		return 10
	case '百', '佰':
		return 100
	case '千', '仟':
		return 1000
	case '万':
		return 1e4
	case '亿':
		return 1e8
	}
	return 0
}

// rune returns the only rune of token i, or zero.
func (in *input) rune(i int) rune {
	w := in.word(i)
	r, n := utf8.DecodeRuneInString(w)
	if n != len(w) || n == 0 {
		return 0
	}
	return r
}

// hanReader reads a Chinese numeral.
type hanReader struct {
	total   float64 // finished 亿 and 万
	section float64 // below 万
	digit   float64 // one that no multiplier followed yet, or zero
	last    float64 // the last multiplier
	top     float64 // the last one of 万 and 亿
	zero    bool    // 零 stands before the digit: 三百零五 is not 三百五
}

// hanNumber reads the Chinese numeral at token i: 三千五百, 两万三, 十五, 廿四,
// 二〇二六, 1万5, 3.5亿. Digits in a row are read one by one, if there are three of
// them or they do not follow each other: 两三 is about two or three and no number.
// A decimal point (一点五) is not read: 三点五十 is a time.
func (in *input) hanNumber(i int) (numeral, int, bool) {
	if in.kind(i) == text.Char {
		r := in.rune(i)
		if _, ok := hanDigit(r); !ok && hanMultiplier(r) == 0 && r != '廿' && r != '卅' {
			return numeral{}, i, false
		}
	}
	if n, next, ok := in.hanDigits(i); ok || next > i {
		return n, next, ok
	}
	if before := in.rune(i - 1); i > 0 && in.gap(i) == "" && (before == '几' || before == '数') && hanMultiplier(in.rune(i)) > 0 {
		return numeral{}, i, false // some tens
	}
	var h hanReader
	k := i
	for ; k < len(in.toks) && (k == i || in.gap(k) == "") && h.take(in, k, k == i); k++ {
	}
	if k == i {
		return numeral{}, i, false
	}
	n := numeral{val: h.value(), small: k == i+1 && in.kind(i) == text.Char}
	if k == i+1 && in.kind(i) == text.Number {
		n, _ = parseDigits(in.word(i))
	}
	return n, k, true
}

// take reads token k, if the numeral can go on with it.
func (h *hanReader) take(in *input, k int, first bool) bool {
	if in.kind(k) == text.Number {
		n, ok := parseDigits(in.word(k))
		if !ok || h.digit > 0 || n.val == 0 || !first && (n.point || n.digits > 1) {
			return false
		}
		h.digit = n.val
		return true
	}
	if in.kind(k) != text.Char {
		return false
	}
	r := in.rune(k)
	if d, ok := hanDigit(r); ok {
		switch {
		case h.digit > 0 || h.last == 0 && !first:
			return false
		case d == 0:
			d, ok := hanDigit(in.rune(k + 1))
			h.zero = first || h.last > 10 && (ok && d > 0 || hanMultiplier(in.rune(k+1)) == 10)
			return h.zero
		}
		h.digit = float64(d)
		return true
	}
	if first && (r == '廿' || r == '卅') {
		h.section, h.last = 20, 10
		if r == '卅' {
			h.section = 30
		}
		return true
	}
	return h.multiply(hanMultiplier(r), first)
}

// multiply takes 十, 百, 千, 万 or 亿.
func (h *hanReader) multiply(m float64, first bool) bool {
	switch {
	case m == 0:
		return false
	case m >= 1e4:
		if h.top == m || h.top > 0 && m == 1e4 && h.top != 1e8 || h.total+h.section+h.digit == 0 {
			return false
		}
		h.section += h.digit
		if m == 1e8 {
			h.total = (h.total + h.section) * m
		} else {
			h.total += h.section * m
		}
		h.section, h.digit, h.last, h.top, h.zero = 0, 0, m, m, false
		return true
	case h.last > 0 && m >= h.last:
		return false
	case h.digit == 0:
		if m != 10 || !first && !h.zero { // 十 alone may stand for 一十
			return false
		}
		h.digit = 1
	}
	h.section += h.digit * m
	h.digit, h.last, h.zero = 0, m, false
	return true
}

// value is what was read. A last digit right behind a multiplier counts the
// next smaller one: 两万三 is 23000, 三百五 is 350.
func (h *hanReader) value() float64 {
	if h.last >= 100 && !h.zero {
		return h.total + h.section + h.digit*h.last/10
	}
	return h.total + h.section + h.digit
}

// hanDigits reads digits in a row: 二零二六. Without ok, next behind i is the end
// of what is only about a number: 两三, 七八.
func (in *input) hanDigits(i int) (n numeral, next int, ok bool) {
	k, val, follows := i, 0.0, true
	prev := -1
	for ; in.kind(k) == text.Char && (k == i || in.gap(k) == "") && k-i < 64; k++ {
		d, ok := hanDigit(in.rune(k))
		if !ok {
			break
		}
		if prev >= 0 && d != prev+1 {
			follows = false
		}
		prev = d
		val = val*10 + float64(d)
	}
	switch count := k - i; {
	case count < 2:
		return n, i, false
	case count > 15: // a code
		return n, k, false
	case count == 2 && val > 9 && (follows || val > 20) && in.rune(k) != '折' && in.rune(k) != '年' && in.gap(k) == "" && k < len(in.toks), count == 2 && follows && val > 9 && in.rune(k) != '折':
		for in.kind(k) == text.Char && in.gap(k) == "" && hanMultiplier(in.rune(k)) > 0 {
			k++
		}
		return n, k, false
	case hanMultiplier(in.rune(k)) > 0 && in.gap(k) == "" && count == 2:
		return n, i, false // 零三百 and the like
	default:
		return numeral{val: val, digits: count, zero: in.rune(i) == '零' || in.rune(i) == '〇'}, k, true
	}
}
