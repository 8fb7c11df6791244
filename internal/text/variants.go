package text

import "sync"

const (
	hanFirst = 0x3400
	hanLast  = 0x9FFF
)

// variants is variantPairs laid out for lookup by code point, built on first
// use: 54 KB that a program with no Chinese in it never pays for.
var variants = sync.OnceValue(func() *[hanLast - hanFirst + 1]uint16 {
	table := new([hanLast - hanFirst + 1]uint16)
	from := rune(-1)
	for _, r := range variantPairs {
		switch {
		case from < 0:
			from = r
			continue
		case from >= hanFirst && from <= hanLast:
			table[from-hanFirst] = uint16(r)
		}
		from = -1
	}
	return table
})

// simplify returns the simplified form of a Chinese character, or the
// character itself.
func simplify(r rune) rune {
	if r < hanFirst || r > hanLast {
		return r
	}
	if to := variants()[r-hanFirst]; to != 0 {
		return rune(to)
	}
	return r
}
