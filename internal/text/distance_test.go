package text

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestEditDistance(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b        string
		limit, want int
	}{
		{"", "", 0, 0},
		{"abc", "", 5, 3},
		{"kitten", "sitting", 5, 3},
		{"refnud", "refund", 2, 1}, // a swap is one
		{"ca", "abc", 5, 3},        // no stretch changes twice
		{"order", "order", -1, 0},
		{"order", "odrer", -1, 1},
		{"kitten", "sitting", 2, 3}, // gives up
		{"kitten", "sitting", 0, 1},
		{"退货", "退款", 2, 1}, // runes, not bytes
		{"café", "cafe", 2, 1},
		{"a\xff", "a\xfe", 2, 1}, // invalid bytes are themselves
		{"ab", strings.Repeat("x", 90), 10, 11},
	} {
		assert.Equal(t, c.want, EditDistance([]byte(c.a), []byte(c.b), c.limit), "%q %q %d", c.a, c.b, c.limit)
	}
}

func TestEditDistanceOfLongWords(t *testing.T) {
	t.Parallel()
	a, b := strings.Repeat("ab", 100), strings.Repeat("ba", 100)
	assert.Equal(t, 2, EditDistance([]byte(a), []byte(b), 10))
}

func TestEditDistanceDoesNotAllocate(t *testing.T) {
	a := []byte(strings.Repeat("货物", 32))
	b := []byte(strings.Repeat("物货", 32))
	assert.Zero(t, testing.AllocsPerRun(20, func() { EditDistance(a, b, 64) }))
}

// naiveDistance is the textbook recurrence on a full matrix.
func naiveDistance(a, b []rune) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 0
			if a[i-1] != b[j-1] {
				cost = 1
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

func FuzzEditDistance(f *testing.F) {
	f.Add("kitten", "sitting", 3)
	f.Add("abab", "baba", 1)
	f.Add("退货", "货退", 9)
	f.Fuzz(func(t *testing.T, a, b string, limit int) {
		limit = max(0, limit%100)
		if !utf8.ValidString(a) || !utf8.ValidString(b) || len(a) > 300 || len(b) > 300 {
			return
		}
		got := EditDistance([]byte(a), []byte(b), limit)
		if back := EditDistance([]byte(b), []byte(a), limit); back != got {
			t.Fatalf("%q %q %d: %d, back %d", a, b, limit, got, back)
		}
		if want := min(naiveDistance([]rune(a), []rune(b)), limit+1); got != want {
			t.Fatalf("%q %q %d: %d, not %d", a, b, limit, got, want)
		}
		if (got == 0) != (a == b) {
			t.Fatalf("%q %q: %d", a, b, got)
		}
	})
}
