package entity

import "unicode/utf8"

// durationRange reads a length between two at lexeme i: "2-3 business days", "2
// or 3 hours", 2到3天, 两三天.
func (r *reader) durationRange(dst []found, i int) ([]found, int) {
	l := r.at(i)
	if l.han && l.kind == lexOther {
		lo, hi, ok := roughly(l.txt)
		if !ok {
			return dst, i
		}
		return r.lengths(dst, i, i, lo, hi)
	}
	if l.kind != lexNum || l.num.zero || i > 0 && l.gap == "" && !r.at(i-1).han || l.gap == "-" || l.gap == "/" || l.gap == "." {
		return dst, i
	}
	paired := ""
	if r.is(i-1, "between") {
		paired = "and"
	}
	to := r.connector(i+1, paired)
	if to < 0 && r.isAny(i+1, "or 或 或者") && r.near(i+1) && r.near(i+2) {
		to = i + 2
	}
	if to < 0 { // the unit may be told twice: "1 hour to 2 hours"
		if unit, per, next := r.unitOf(i); next > i {
			if again := r.connector(next, paired); again >= 0 && r.at(again).kind == lexNum {
				if same, as, _ := r.unitOf(again); same == unit && as == per {
					to = again
				}
			}
		}
	}
	if to < 0 || r.at(to).kind != lexNum || r.at(to).num.zero {
		return dst, i
	}
	return r.lengths(dst, i, to, l.num.val, r.at(to).num.val)
}

// lengths appends the length from lo to hi of the unit behind lexeme k. It
// starts at lexeme i.
func (r *reader) lengths(dst []found, i, k int, lo, hi float64) ([]found, int) {
	if lo >= hi {
		return dst, i
	}
	unit, per, next := r.unitOf(k)
	if next == k {
		return dst, i
	}
	var a, b span
	a.add(lo*per, unit)
	b.add(hi*per, unit)
	f := r.found(Duration, i, next)
	f.value = a.iso() + "/" + b.iso()
	return append(dst, f), next
}

// unitOf reads the unit behind the number at lexeme k, and how much of it the
// word is.
func (r *reader) unitOf(k int) (unit int, per float64, next int) {
	if l := r.at(k); l.kind == lexNum {
		n, unit, next := r.amount(k)
		if next == k || n == 0 || l.num.val == 0 {
			return 0, 0, k
		}
		return unit, n / l.num.val, next
	}
	next, half, counted := r.classifier(k+1, 0, false)
	u, m := r.unit(next)
	if u == 0 || half > 0 || !r.tight(next) || !r.unitFits(k, next, counted) {
		return 0, 0, k
	}
	return u, m, next + 1
}

// roughly reads two Chinese digits in a row that are about as many, and what
// multiplies both: 两三, 三五, 二三十.
func roughly(s string) (lo, hi float64, ok bool) {
	a, n := utf8.DecodeRuneInString(s)
	b, m := utf8.DecodeRuneInString(s[n:])
	x, ok1 := hanDigit(a)
	y, ok2 := hanDigit(b)
	if !ok1 || !ok2 || x == 0 || x >= y || y > x+2 {
		return 0, 0, false
	}
	scale := 1.
	if rest := s[n+m:]; rest != "" {
		c, size := utf8.DecodeRuneInString(rest)
		if scale = hanMultiplier(c); scale == 0 || size != len(rest) {
			return 0, 0, false
		}
	}
	return scale * float64(x), scale * float64(y), true
}
