package kb_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/kb"
)

// shop is a small knowledge base as a shop would write it.
func shop() []kb.Entry {
	return []kb.Entry{
		smart("track", "Where is my order?", "How can I track my parcel?", "When will my package arrive?"),
		smart("return", "How do I return an item?", "I want to send something back", "What is your return policy?"),
		smart("refund", "When will I get my refund?", "How long does it take until the money is back?"),
		smart("cancel", "Can I cancel my order?", "I ordered by mistake"),
		smart("password", "I forgot my password", "How do I reset my password?", "I cannot log in"),
		smart("address", "How do I change my shipping address?", "I moved house"),
		smart("payment", "Which payment methods do you accept?", "Can I pay with PayPal or by credit card?"),
		smart("warranty", "How long is the warranty?", "My device broke after a year"),
		smart("invoice", "Where can I download my invoice?", "I need a receipt"),
		smart("hours", "What are your opening hours?", "Are you open on Sundays?"),
		smart("物流", "我的快递到哪里了", "怎么查询物流信息", "包裹什么时候到"),
		smart("退货", "怎么申请退货", "不想要了可以退吗", "退货流程是什么"),
		smart("退款", "退款多久到账", "钱什么时候退回来"),
		smart("取消", "怎么取消订单", "订单可以取消吗", "我拍错了"),
		smart("密码", "忘记登录密码怎么办", "如何重置密码"),
		smart("地址", "怎么修改收货地址", "地址填错了"),
		smart("支付", "支持哪些付款方式", "可以用微信支付吗"),
		smart("保修", "保修期是多长时间", "产品坏了可以修吗"),
		smart("发票", "怎么开发票", "可以开电子发票吗"),
		smart("尺码", "衣服尺码怎么选", "我应该穿多大码"),
	}
}

func TestSmart(t *testing.T) {
	x := indexOf(t, shop()...)
	for _, c := range []struct{ how, text, id string }{
		{"a typing error", "how do i reset my pasword", "password"},
		{"two letters swapped", "which paymnet methods", "payment"},
		{"a long word with two errors", "is there a waranttey", "warranty"},
		{"words in another order", "my order, where is it", "track"},
		{"inflection", "returning items", "return"},
		{"plural and tense", "cancelled orders", "cancel"},
		{"extra words", "hello there, I was just wondering if you could tell me what your opening hours are please", "hours"},
		{"one telling word", "invoice", "invoice"},
		{"an apostrophe that is missing", "wheres my order", "track"},
		{"full width", "ｈｏｗ　ｃａｎ　Ｉ　ｔｒａｃｋ", "track"},
		{"no spaces after punctuation", "refund?when?", "refund"},
		{"extra characters", "你好请问一下我的快递现在到哪里了呀", "物流"},
		{"characters in another order", "密码忘记了", "密码"},
		{"a character that is missing", "怎么改收货地址", "地址"},
		{"a wrong character", "怎么申请退贷", "退货"},
		{"traditional script", "退貨流程", "退货"},
		{"traditional script, other words", "發票怎麼開", "发票"},
		{"English in a Chinese question", "可以用PayPal吗", "payment"},
		{"Chinese in an English question", "please 取消 my 订单", "取消"},
		{"a phrasing, not the question", "我拍错东西了", "取消"},
	} {
		hits := x.Match(kb.Query{Text: c.text})
		if !assert.NotEmpty(t, hits, "%s: %s", c.how, c.text) {
			continue
		}
		assert.Equal(t, c.id, hits[0].Entry.ID, "%s: %s", c.how, c.text)
		assert.Equal(t, kb.Smart, hits[0].Mode)
		assert.Less(t, hits[0].Score, 1.0, "what is not identical is never certain")
		requireRanked(t, hits)
	}
}

// The phrasing of a hit is the wording that explains it.
func TestSmartPhrasing(t *testing.T) {
	x := indexOf(t, shop()...)
	for text, want := range map[string]string{
		"is a credit card ok to pay with": "Can I pay with PayPal or by credit card?",
		"accepted payment methods":        "Which payment methods do you accept?",
		"电子发票可以开吗":                        "可以开电子发票吗",
	} {
		hits := x.Match(kb.Query{Text: text})
		if assert.NotEmpty(t, hits, text) {
			assert.Equal(t, want, hits[0].Phrasing)
		}
	}
}

// A question of the shop is more likely answered than one of anything else.
func TestSmartConfidence(t *testing.T) {
	x := indexOf(t, shop()...)
	top := func(text string) float64 {
		hits := x.Match(kb.Query{Text: text, Limit: 1})
		if len(hits) == 0 {
			return 0
		}
		return hits[0].Score
	}
	for _, c := range [][2]string{
		{"can i change the shipping address", "can i change the colour of the sky"},
		{"how long is your warranty", "how long is a piece of string"},
		{"收货地址怎么修改", "怎么做红烧肉"},
		{"退款什么时候到账", "明天什么时候下雨"},
	} {
		assert.Greater(t, top(c[0]), top(c[1]), "%s, or %s", c[0], c[1])
	}
}

// What is said of scores holds for any knowledge base and any question.
func TestScoresProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := kb.NewIndex(nil)
		for _, e := range rapid.SliceOfN(anyEntry(), 0, 30).Draw(t, "entries") {
			require.NoError(t, x.Put(e))
		}
		q := kb.Query{
			Text:   anyText().Draw(t, "text"),
			Locale: rapid.SampledFrom([]string{"", "en", "zh-CN", "-", "x"}).Draw(t, "locale"),
			Limit:  rapid.IntRange(-1, 40).Draw(t, "limit"),
		}
		hits := x.Match(q)
		requireRanked(t, hits)
		for _, h := range hits {
			e, ok := x.Get(h.Entry.ID)
			require.True(t, ok)
			require.Contains(t, append(e.Phrasings, e.Question), h.Phrasing, "the wording is one of the entry's")
			require.Equal(t, e.Mode, h.Mode, "each layer has entries of its own mode")
			if h.Mode == kb.Smart && h.Score < 1 {
				require.LessOrEqual(t, h.Score, 0.99)
			}
		}
		require.Equal(t, seenOf(hits), seenOf(x.Match(q)), "asking again changes nothing")
	})
}

// words has what the drawn texts are made of: few enough to meet each other, in
// scripts with word spaces and without.
var words = []string{
	"order", "orders", "refund", "the", "how", "can", "cans", "的", "refnud", "parcel", "card", "gift", "shipping", "15", "3.5", "iphone15", "%", "ｏｒｄｅｒ", "Ünïcode", "заказ", "👍🏽",
	"退款", "退", "款", "订单", "訂單", "快递", "주문", "の", "𠮷", "𐅀",
}

func anyWording() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		sep := rapid.SampledFrom([]string{" ", "", ", ", "\n"}).Draw(t, "separator")
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 8).Draw(t, "words"), sep)
	})
}

// anyText is a wording, or what a hostile or broken client would send.
func anyText() *rapid.Generator[string] {
	return rapid.OneOf(
		anyWording(),
		rapid.String(),
		rapid.Map(anyWording(), func(s string) string { return "how can't i " + s + " 怎么的" }),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
		rapid.Custom(func(t *rapid.T) string {
			return strings.Repeat(anyWording().Draw(t, "repeated"), rapid.IntRange(1, 2000).Draw(t, "times"))
		}),
		rapid.Map(anyWording(), func(s string) string { return "\x00" + strings.ReplaceAll(s, " ", "\x1b[31m\u202e") + "\xc3" }),
	)
}

func anyEntry() *rapid.Generator[kb.Entry] {
	return rapid.Custom(func(t *rapid.T) kb.Entry {
		return kb.Entry{
			ID:        rapid.StringMatching("[a-h]").Draw(t, "id"),
			Question:  anyWording().Draw(t, "question"),
			Phrasings: rapid.SliceOfN(anyWording(), 0, 4).Draw(t, "phrasings"),
			Mode:      rapid.SampledFrom([]kb.Mode{kb.Smart, kb.Smart, kb.Exact, kb.Contains}).Draw(t, "mode"),
			Locale:    rapid.SampledFrom([]string{"", "", "en", "zh", "zh-CN"}).Draw(t, "locale"),
			Priority:  rapid.IntRange(0, 2).Draw(t, "priority"),
		}
	})
}
