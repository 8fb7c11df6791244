package text

import "unicode/utf8"

// EditDistance returns how many insertions, deletions, replacements and swaps
// of neighbours turn a into b, counted in runes, where no stretch is changed
// twice (the optimal string alignment form of Damerau-Levenshtein). When the
// distance is above limit it returns limit+1, early. Words of up to 64 runes
// cost no allocation.
func EditDistance(a, b []byte, limit int) int {
	if limit < 0 {
		if string(a) == string(b) {
			return 0
		}
		return 1
	}
	// What both begin or end with changes nothing.
	for len(a) > 0 && len(b) > 0 {
		r, n := utf8.DecodeRune(a)
		q, m := utf8.DecodeRune(b)
		if r != q || a[0] != b[0] { // invalid bytes are all one rune
			break
		}
		a, b = a[n:], b[m:]
	}
	for len(a) > 0 && len(b) > 0 {
		r, n := utf8.DecodeLastRune(a)
		q, m := utf8.DecodeLastRune(b)
		if r != q || a[len(a)-1] != b[len(b)-1] {
			break
		}
		a, b = a[:len(a)-n], b[:len(b)-m]
	}
	var spaceA, spaceB [64]rune
	x, y := appendRunes(spaceA[:0], a), appendRunes(spaceB[:0], b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > limit {
		return limit + 1
	}
	if len(x) == 0 {
		return len(y)
	}
	return alignment(x, y, limit)
}

// alignment is EditDistance of x and y, with x the shorter.
func alignment(x, y []rune, limit int) int {
	// Rows by y, columns by x: the row before last, the last, this one.
	var s0, s1, s2 [65]int
	before, last, row := s0[:], s1[:], s2[:]
	if len(x) >= len(s0) {
		n := len(x) + 1
		before, last, row = make([]int, n), make([]int, n), make([]int, n)
	}
	for j := range len(x) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(y); i++ {
		row[0] = i
		best := i
		for j := 1; j <= len(x); j++ {
			cost := 1
			if y[i-1] == x[j-1] {
				cost = 0
			}
			d := min(last[j-1]+cost, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && y[i-1] == x[j-2] && y[i-2] == x[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			best = min(best, d)
		}
		if best > limit { // and so is every later row, swaps included
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(x)], limit+1)
}

func appendRunes(dst []rune, b []byte) []rune {
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			r = -1 - rune(b[0]) // an invalid byte equals only itself
		}
		dst = append(dst, r)
		b = b[n:]
	}
	return dst
}
