package text

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tokens renders the tokens of s as kind:folded, with |original where that
// differs.
func tokens(s string) string {
	var b Buffer
	var out []string
	for _, t := range b.Segment(s) {
		x := t.Kind.String()[:1] + ":" + string(b.Bytes(t))
		if o := s[t.Start:t.End]; o != string(b.Bytes(t)) {
			x += "|" + o
		}
		out = append(out, x)
	}
	return strings.Join(out, " ")
}

func TestSegment(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in, want string }{
		{"nothing", " ,. \u200b", ""},
		{"words", "where is, MY order?", "w:where w:is w:my|MY w:order"},
		{"letters and digits", "iphone15pro", "w:iphone n:15 w:pro"},
		{"apostrophe inside", "don’t 'quote' dogs'", "w:don't|don’t w:quote w:dogs"},
		{"no word over two apostrophes", "a''b", "w:a w:b"},
		{"numbers", "3.5 1,000 10:30 v2.0.", "n:3.5 n:1,000 n:10:30 w:v n:2.0"},
		{"no number over a point and a space", "5. 6", "n:5 n:6"},
		{"apostrophe between word and digit", "o'5", "w:o n:5"},
		{"symbols", "$5 C++ 50% a@b #1 R&D", "s:$ n:5 w:c|C s:+ s:+ n:50 s:% w:a s:@ w:b s:# n:1 w:r|R s:& w:d|D"},
		{"signs that are none", "a/b-c_d = e", "w:a w:b w:c w:d w:e"},
		{"Chinese", "退貨，谢谢", "c:退 c:货|貨 c:谢 c:谢"},
		{"mixed", "我的iPhone坏了", "c:我 c:的 w:iphone|iPhone c:坏 c:了"},
		{"kana", "ｶﾞスで", "c:ガ|ｶﾞ c:ス c:で"},
		{"Korean", "환불 해", "c:환 c:불 c:해"},
		{"Thai marks stay with their consonant", "ดีที่", "c:ดี c:ที่"},
		{"accent in two runes", "cafe\u0301s", "w:cafés|cafe\u0301s"},
		{"emoji", "ok👍🏽!", "w:ok s:👍"},
		{"invisible rune inside a word", "re\u200bfund\u200b", "w:refund|re\u200bfund"},
		{"full width", "５０％ＯＦＦ", "n:50|５０ s:%|％ w:off|ＯＦＦ"},
		{"one character, two tokens", "5℃", "n:5 s:°|℃ w:c|"},
		{"one character, part of a word", "ﬁne", "w:fine|ﬁne"},
		{"Devanagari", "धन्यवाद जी", "w:धन्यवाद w:जी"},
		{"invalid bytes", "a\xffb \xff", "w:ab|a\xffb"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, tokens(c.in))
		})
	}
}

func TestBigram(t *testing.T) {
	t.Parallel()
	var b Buffer
	tokens := b.Segment("退貨 费ok")
	pair, ok := b.Bigram(tokens[0], tokens[1])
	require.True(t, ok)
	assert.Equal(t, "退货", string(pair))
	_, ok = b.Bigram(tokens[1], tokens[2])
	assert.False(t, ok, "white space between")
	_, ok = b.Bigram(tokens[2], tokens[3])
	assert.False(t, ok, "a word")
	assert.Equal(t, "退货 费ok", string(b.Folded()))
}

func TestKindString(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []string{"none", "word", "number", "char", "symbol"},
		[]string{Kind(0).String(), Word.String(), Number.String(), Char.String(), Symbol.String()})
}

func TestSegmentDoesNotAllocate(t *testing.T) {
	var b Buffer
	for _, s := range []string{english60, chinese20, traditional20, french60, "ดีที่ 환불 ½ ℃ …👍🏽"} {
		b.Segment(s)
		assert.Zero(t, testing.AllocsPerRun(100, func() { b.Segment(s) }), s)
	}
}

func FuzzSegment(f *testing.F) {
	for _, c := range benchTexts {
		f.Add(c.text)
	}
	f.Add("5℃ ½ cafe\u0301 a\xff'b 1.\u200b5 \u0301 ﷺ")
	var b Buffer
	f.Fuzz(func(t *testing.T, s string) {
		tokens := b.Segment(s)
		if string(b.Folded()) != Fold(s) {
			t.Fatalf("%+q: folded %+q, Fold %+q", s, b.Folded(), Fold(s))
		}
		end, hi := 0, 0
		for _, k := range tokens {
			if k.Start < end || k.End < k.Start || k.End > len(s) || k.Lo < hi || k.Hi <= k.Lo || k.Hi > len(b.Folded()) {
				t.Fatalf("%+q: %+v after %d, %d", s, k, end, hi)
			}
			end, hi = k.End, k.Hi
			if utf8.ValidString(s) && (!utf8.ValidString(s[k.Start:k.End]) || !utf8.ValidString(s[:k.Start])) {
				t.Fatalf("%+q: %+v cuts a rune", s, k)
			}
			if k.Kind < Word || k.Kind > Symbol || !utf8.Valid(b.Bytes(k)) {
				t.Fatalf("%+q: %+v is %+q", s, k, b.Bytes(k))
			}
		}
		// Segmenting what is folded already finds the same.
		folded := string(b.Folded())
		kinds := make([]Token, len(tokens))
		copy(kinds, tokens)
		for i, k := range b.Segment(folded) {
			if k.Kind != kinds[i].Kind || k.Lo != kinds[i].Lo || k.Hi != kinds[i].Hi {
				t.Fatalf("%+q: %+v, folded %+v", s, kinds[i], k)
			}
		}
	})
}
