package entity

import (
	"strings"
	"unicode/utf8"
)

// impossible returns the lexeme behind a date at lexeme i that no calendar has,
// i if there is none: "Feb 29 2027", "30 February", 2月30日. Nothing in it is a
// value.
func (r *reader) impossible(i int) int {
	l := r.at(i)
	switch {
	case l.kind == lexYear:
		return max(r.hanImpossible(r.today.Year()+l.n, i+1), i)
	case l.kind == lexNum && isYear(l.num) && r.is(i+1, "年") && r.near(i+1):
		return max(r.hanImpossible(int(l.num.val), i+2), i)
	case l.kind == lexNum && l.num.whole(1, 12) && r.isAny(i+1, "月 月份"):
		return max(r.hanImpossible(0, i), i)
	case l.kind == lexMonth:
		k := i + 1
		if r.is(k, "the") {
			k++
		}
		d, ok := r.dayNumber(k)
		if !ok || !r.near(k) && strings.Trim(r.gap(k), " .-") != "" || r.countsAt(k+1) {
			return i
		}
		return r.wrongDay(l.n, d, i, k+1)
	case l.kind == lexNth || l.kind == lexNum && l.num.digits > 0 && l.num.digits <= 2:
		k := i + 1
		if r.is(k, "of") {
			k++
		}
		d, ok := r.dayNumber(i)
		if m := r.at(k); ok && m.kind == lexMonth && !m.shaky && (r.near(k) || r.gap(k) == "-") {
			return r.wrongDay(m.n, d, i, k+1)
		}
	}
	return r.wrongNumbers(i)
}

// dayNumber returns the day of the month that lexeme k may be.
func (r *reader) dayNumber(k int) (int, bool) {
	l := r.at(k)
	switch {
	case l.kind == lexNth:
		return l.n, l.n > 28 && l.n <= 31
	case l.kind == lexNum && !l.num.point && l.num.digits <= 2:
		return int(l.num.val), l.num.whole(29, 31)
	}
	return 0, false
}

// wrongDay returns the lexeme behind a date that ends before lexeme k, and
// behind its year, if there is no such day; else i.
func (r *reader) wrongDay(m, d, i, k int) int {
	const leap = 2000
	y, next := r.yearBehind(k)
	if next == k {
		y = leap
	}
	if _, ok := date(y, m, d); ok {
		return i
	}
	return next
}

// hanImpossible returns the lexeme behind a month and a day in Chinese at
// lexeme i that year y (0: any) does not have, or 0.
func (r *reader) hanImpossible(y, i int) int {
	const leap = 2000
	m, d := r.at(i), r.at(i+2)
	if m.kind != lexNum || !m.num.whole(1, 12) || !r.isAny(i+1, "月 月份") || !r.near(i+1) ||
		d.kind != lexNum || !d.num.whole(1, 99) || d.num.point || !r.isAny(i+3, "日 号") || !r.near(i+2) || !r.near(i+3) {
		return 0
	}
	if y == 0 {
		y = leap
	}
	if _, ok := date(y, int(m.num.val), int(d.num.val)); ok {
		return 0
	}
	return i + 4
}

// wrongNumbers is impossible for 2026-02-30 and 02/30/2026.
func (r *reader) wrongNumbers(i int) int {
	a, b, c := r.at(i), r.at(i+1), r.at(i+2)
	sep := r.gap(i + 1)
	for _, l := range [...]*lexeme{a, b, c} {
		if l.kind != lexNum || l.num.point || l.num.digits == 0 || l.num.digits > 4 || l.hi != l.lo+1 {
			return i
		}
	}
	if sep != "-" && sep != "/" || r.gap(i+2) != sep || !r.alone(i, i+3) || b.num.digits > 2 {
		return i
	}
	y, m, d := int(a.num.val), int(b.num.val), int(c.num.val)
	switch {
	case isYear(a.num) && c.num.digits <= 2:
	case isYear(c.num) && a.num.digits <= 2:
		y, m, d = d, y, m
		if m > 12 {
			m, d = d, m
		}
	default:
		return i
	}
	if _, ok := date(y, m, d); ok || m < 1 || m > 12 || d < 1 || d > 31 {
		return i
	}
	return i + 3
}

// mayBeLunar reports whether a text may hold a date of the Chinese calendar.
func mayBeLunar(s string) bool {
	return strings.Contains(s, "历") || strings.Contains(s, "初") || strings.Contains(s, "正月") || strings.Contains(s, "腊月") ||
		strings.Contains(s, "冬月") || strings.Contains(s, "大年") || strings.Contains(s, "月廿")
}

// lunar returns the lexeme behind a date of the Chinese calendar at lexeme i, i
// if there is none: 农历八月十五, 明年正月初一. It is no other day, and which one it
// is takes tables that are not here.
func (r *reader) lunar(i int) int {
	if !r.moons || !r.at(i).han && r.at(i).kind != lexNum {
		return i
	}
	lo := r.in.toks[r.lx[i].lo].Lo
	n := lunarLength(r.in.folded[lo:])
	if n == 0 {
		return i
	}
	for i < len(r.lx) && r.in.toks[r.lx[i].lo].Lo < lo+n {
		i++
	}
	return i
}

// lunarLength returns how many bytes at the start of s are a date of the Chinese
// calendar.
func lunarLength(s string) int {
	rest, marked := s, false
	year := func() {
		for _, w := range [...]string{"今年", "明年", "去年", "后年", "前年"} {
			rest = strings.TrimPrefix(rest, w)
		}
		if n := hanDigitsLength(rest, 4); n > 0 && strings.HasPrefix(rest[n:], "年") {
			rest = rest[n+len("年"):]
		}
		rest = strings.TrimPrefix(rest, "的")
	}
	year()
	for _, w := range [...]string{"农历", "阴历", "旧历"} {
		if t, ok := strings.CutPrefix(rest, w); ok {
			rest, marked = t, true
			year()
		}
	}
	if marked {
		rest = strings.TrimPrefix(rest, "闰")
		for _, w := range [...]string{"新年", "年初", "年底", "年末", "月底", "月初"} {
			if t, ok := strings.CutPrefix(rest, w); ok && !strings.HasPrefix(t, "一") {
				return len(s) - len(t)
			}
		}
	}
	told, first := false, false // a month; one that only this calendar has
	for _, w := range [...]string{"正月", "腊月", "冬月", "大年"} {
		if t, ok := strings.CutPrefix(rest, w); ok {
			rest, told, first = t, true, true
			break
		}
	}
	if n := hanDigitsLength(rest, 3); !told && n > 0 {
		t, ok := strings.CutPrefix(rest[n:], "月")
		if !ok {
			return 0
		}
		rest, told = t, true
	}
	if !told {
		return 0
	}
	marked = marked || first
	for _, w := range [...]string{"初", "廿"} {
		t, ok := strings.CutPrefix(rest, w)
		n := hanDigitsLength(t, 1)
		if !ok || n == 0 {
			continue
		}
		next, _ := utf8.DecodeRuneInString(t[n:])
		if !marked && strings.ContainsRune("般直个些起定样下次天周切只共手点年月位件", next) {
			return 0 // 8月初一般发货, 8月初三天
		}
		return len(s) - len(t) + n
	}
	if !marked {
		return 0
	}
	if n := hanDigitsLength(rest, 3); n > 0 {
		rest = rest[n:]
		for _, w := range [...]string{"日", "号"} {
			rest = strings.TrimPrefix(rest, w)
		}
	}
	return len(s) - len(rest)
}

// hanDigitsLength returns how many bytes at the start of s are digits or
// Chinese numerals, of up to limit characters.
func hanDigitsLength(s string, limit int) (n int) {
	for range limit {
		c, size := utf8.DecodeRuneInString(s[n:])
		if _, ok := hanDigit(c); !ok && c != '十' && !isDigitRune(c) {
			break
		}
		n += size
	}
	return n
}
