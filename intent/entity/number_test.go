package entity

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// readNumber reads the number at the beginning of a text and what is left.
func readNumber(s string) (val float64, rest string, ok bool) {
	var in input
	in.reset(s, time.Time{}, nil)
	n, next, ok := in.number(0)
	if next < len(in.toks) {
		rest = in.folded[in.toks[next].Lo:]
	}
	return n.val, rest, ok
}

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		text string
		val  float64
		rest string
	}{
		{"12", 12, ""},
		{"1,234.56", 1234.56, ""},
		{"１２", 12, ""},
		{"1.5k views", 1500, "views"},
		{"2.5 million", 2.5e6, ""},
		{"2 dozen", 24, ""},
		{"twenty-five", 25, ""},
		{"twenty five chairs", 25, "chairs"},
		{"seven thirty", 7, "thirty"},
		{"one hundred and five", 105, ""},
		{"one hundred and", 100, "and"},
		{"two thousand and six", 2006, ""},
		{"two hundred thousand", 200000, ""},
		{"two million five hundred thousand and one", 2500001, ""},
		{"fifteen hundred", 1500, ""},
		{"a hundred", 100, ""},
		{"a dozen eggs", 12, "eggs"},
		{"half a dozen", 6, ""},
		{"two and a half hours", 2.5, "hours"},
		{"three point one four", 3.14, ""},
		{"三千五百", 3500, ""},
		{"两万三", 23000, ""},
		{"三百五", 350, ""},
		{"三百零五", 305, ""},
		{"一千零五十", 1050, ""},
		{"一千零五十六", 1056, ""},
		{"十", 10, ""},
		{"十五一共", 15, "一共"},
		{"一百一十", 110, ""},
		{"一万两千", 12000, ""},
		{"一亿三千万", 1.3e8, ""},
		{"一万亿", 1e12, ""},
		{"十二万三千四百五十六", 123456, ""},
		{"壹仟贰佰叁拾肆", 1234, ""},
		{"貳拾萬", 200000, ""},
		{"廿四", 24, ""},
		{"卅", 30, ""},
		{"二〇二六", 2026, ""},
		{"零", 0, ""},
		{"零五分", 5, "分"},
		{"5万", 50000, ""},
		{"1万5", 15000, ""},
		{"3.5亿", 3.5e8, ""},
		{"3千5百", 3500, ""},
		{"三点五", 3, "点五"},
	} {
		val, rest, ok := readNumber(c.text)
		assert.True(t, ok, c.text)
		assert.InDelta(t, c.val, val, 1e-9, c.text)
		assert.Equal(t, c.rest, rest, c.text)
	}
}

func TestNoNumber(t *testing.T) {
	for _, s := range []string{
		"10:30", "1.2.3", "12,34", "a", "an hour", "and", "hundred", "两三", "三五个", "七八百", "亿", "百", "一二三四五六七八九零一二三四五六",
		strings.Repeat("9", 40),
	} {
		val, _, ok := readNumber(s)
		assert.False(t, ok, "%s is %v", s, val)
	}
}

func TestFormatNumber(t *testing.T) {
	assert.Equal(t, "0.3", formatNumber(.1+.2))
	assert.Equal(t, "100000000000", formatNumber(1e11))
	assert.Equal(t, "0", formatNumber(-1/1e300/1e300))
}

// TestWrittenNumbers writes numbers in words and numerals and reads them back.
func TestWrittenNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.OneOf(rapid.IntRange(0, 120), rapid.IntRange(0, 99_999_999)).Draw(t, "n")
		for _, s := range []string{inWords(n), inHan(n), inHan(n) + "个", inWords(n) + " things"} {
			val, rest, ok := readNumber(s)
			assert.True(t, ok, s)
			assert.InDelta(t, float64(n), val, 0, s)
			assert.Contains(t, []string{"", "个", "things"}, rest, s)
		}
	})
}

// inWords writes n below a hundred millions in English.
func inWords(n int) string {
	below20 := strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	tens := strings.Fields("twenty thirty forty fifty sixty seventy eighty ninety")
	join := func(head string, rest int) string {
		switch {
		case rest == 0:
			return head
		case rest < 100:
			return head + " and " + inWords(rest)
		}
		return head + " " + inWords(rest)
	}
	switch {
	case n < 20:
		return below20[n]
	case n < 100:
		if n%10 == 0 {
			return tens[n/10-2]
		}
		return tens[n/10-2] + "-" + below20[n%10]
	case n < 1000:
		return join(below20[n/100]+" hundred", n%100)
	case n < 1_000_000:
		return join(inWords(n/1000)+" thousand", n%1000)
	}
	return join(inWords(n/1_000_000)+" million", n%1_000_000)
}

// inHan writes n below a hundred millions in Chinese.
func inHan(n int) string {
	if n == 0 {
		return "零"
	}
	digits := []rune("零一二三四五六七八九")
	var b strings.Builder
	if n >= 10000 {
		b.WriteString(inHan(n/10000) + "万")
		n %= 10000
	}
	zero := false
	for unit, names := 1000, []string{"千", "百", "十", ""}; unit > 0; unit, names = unit/10, names[1:] {
		d := n / unit % 10
		if d == 0 {
			zero = b.Len() > 0
			continue
		}
		if zero {
			b.WriteRune('零')
		}
		zero = false
		b.WriteRune(digits[d])
		b.WriteString(names[0])
	}
	return b.String()
}
