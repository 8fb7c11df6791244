package text

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
)

func TestFold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in, want string }{
		{"empty", "", ""},
		{"lower case", "Where is MY Order", "where is my order"},
		{"full width", "ＡＢＣ１２３！？（ｘ）", "abc123!?(x)"},
		{"half-width katakana", "ｶﾞｷﾞ", "ガギ"},
		{"compatibility", "ﬁne ① ½ ℃ ™ …", "fine 1 1/2 °c tm ..."},
		{"composed and decomposed", "cafe\u0301 caf\u00e9", "café café"},
		{"marks in any order", "a\u0323\u0302 a\u0302\u0323", "ậ ậ"},
		{"accent behind an invisible rune", "e\u200d\u0301", "é"},
		{"accent behind Latin capital", "E\u0301", "é"},
		{"dotted capital I", "\u0130\u0301stanbul", "ístanbul"},
		{"eszett", "Straße STRASSE ẞ", "strasse strasse ss"},
		{"final sigma", "ΛΌΓΟΣ λόγος", "λόγοσ λόγοσ"},
		{"Cyrillic", "ГДЕ МОЙ ЗАКАЗ", "где мой заказ"},
		{"apostrophes", "don’t don`t don´t donʼt", "don't don't don't don't"},
		{"quotes", "“a” „b” «c» ‹d› ＂e＂", `"a" "b" "c" 'd' "e"`},
		{"hyphens", "e‐mail e‑mail 1–2 −5", "e-mail e-mail 1-2 -5"},
		{"white space", "a\tb\r\nc\u00a0d\u3000e\u2009f\u2028g\u0085h", "a b  c d e f g h"},
		{"control characters", "\x00a\x00b\x1bc\x7fd\u0081e", "abcde"},
		{"zero width and bidi", "re\u200bfu\u2060nd\ufeff \u202eabc\u202c\u2066d\u2069", "refund abcd"},
		{"soft hyphen", "ship\u00adping", "shipping"},
		{"emoji presentation", "❤️ 👍🏽 1️⃣", "❤ 👍 1"},
		{"joined emoji", "👨‍👩‍👧", "👨👩👧"},
		{"invalid bytes", "re\xfffu\xc3nd\xe4\xbd \ufffd!", "refund !"},
		{"doubled marks behind a jamo", "0\u1161" + strings.Repeat("\u0344", 5), "0\u1161" + strings.Repeat("\u0308\u0301", 4)},
		{"too many marks", "a" + strings.Repeat("\u0316", 40) + "b", "a" + strings.Repeat("\u0316", 8) + "b"},
		{"conjoining jamo", "\u1112\u1161\u11ab", "한"},
		{"accents stay", "où déjà Ñandú", "où déjà ñandú"},
		{"Chinese punctuation stays", "你好。「对」、吗？", "你好。「对」、吗?"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, Fold(c.in))
		})
	}
}

func TestFoldSimplifies(t *testing.T) {
	t.Parallel()
	for traditional, simplified := range map[string]string{
		"請問怎麼退貨？運費誰出？":     "请问怎么退货?运费谁出?",
		"發票開錯了，可以重開嗎":      "发票开错了,可以重开吗",
		"訂單編號和帳號在哪裡看":      "订单编号和账号在哪里看",
		"這張優惠券為什麼不能用":      "这张优惠券为什么不能用",
		"妳好，我想買麵條和髮夾":      "你好,我想买面条和发夹",
		"週末後臺還在營業嗎":        "周末后台还在营业吗",
		"衣服乾淨嗎，幹什麼用，若干件":   "衣服干净吗,干什么用,若干件",
		"幾個鐘頭可以到貨，隻有一隻":    "几个钟头可以到货,只有一只",
		"手機壞了要維修，聯繫客服，關係":  "手机坏了要维修,联系客服,关系",
		"密碼錯誤無法登錄":         "密码错误无法登录",
		"復查、重複、瞭解、摺疊、線、餘額": "复查、重复、了解、折叠、线、余额",
		"皇后在里面干着面发":        "皇后在里面干着面发", // simplified already
	} {
		assert.Equal(t, simplified, Fold(traditional))
	}
	assert.Equal(t, Fold("帐号"), Fold("賬號"), "customers write both")
	assert.Equal(t, Fold("著名"), Fold("着名"), "著 is the traditional 着")
}

func TestVariantTableIsItsOwnFixedPoint(t *testing.T) {
	t.Parallel()
	n := 0
	for r := rune(hanFirst); r <= hanLast; r++ {
		to := simplify(r)
		if to != r {
			n++
		}
		require.Equal(t, to, simplify(to), "%c", r)
	}
	assert.Greater(t, n, 2500)
	assert.Zero(t, utf8.RuneCountInString(variantPairs)%2)
}

// Every rune alone, before an accent and after a letter: no rune escapes the
// laws, which a fuzzer would take long to show.
func TestFoldOfEveryRune(t *testing.T) {
	t.Parallel()
	for r := rune(0); r <= utf8.MaxRune; r++ {
		switch r { // surrogates, empty planes and private use
		case 0xD800:
			r = 0xF900
		case 0x32400:
			r = 0xE0000
		case 0xE1000:
			return
		}
		for _, s := range [...]string{string(r), string(r) + "\u0301", "a" + string(r), "か" + string(r) + "\u0345"} {
			folded := Fold(s)
			if folded == s {
				continue
			}
			if !utf8.ValidString(folded) || Fold(folded) != folded || !norm.NFKC.IsNormalString(folded) {
				t.Fatalf("%+q: folded %+q, again %+q", s, folded, Fold(folded))
			}
		}
	}
}

func TestAppendFoldKeepsWhatIsThere(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"ABC", "e\u0301", "ﬁ", "退貨"} {
		assert.Equal(t, "x|"+Fold(s), string(AppendFold([]byte("x|"), s)))
		assert.Equal(t, "e"+Fold(s), string(AppendFold([]byte("e"), s)))
	}
	// A text that begins with an accent does not touch what stands before it.
	assert.Equal(t, "e\u0301", string(AppendFold([]byte("e"), "\u0301")))
}

func TestFoldReturnsFoldedTextAsItIs(t *testing.T) {
	s := "where is my order"
	assert.Zero(t, testing.AllocsPerRun(100, func() { Fold(s) }))
}

func FuzzFold(f *testing.F) {
	for _, c := range benchTexts {
		f.Add(c.text)
	}
	f.Add("e\u200d\u0301\u034f\u0301\xff")
	f.Add("\u1100\u1161\u11a8\u11a8 \u09c7\u09be \u0344\u0344\u0344\u0344\u0344\u0344")
	f.Fuzz(func(t *testing.T, s string) {
		folded := Fold(s)
		if !utf8.ValidString(folded) {
			t.Fatalf("invalid UTF-8: %+q", folded)
		}
		if again := Fold(folded); again != folded {
			t.Fatalf("%+q: folded %+q, again %+q", s, folded, again)
		}
	})
}
