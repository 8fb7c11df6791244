package kb_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

func TestContains(t *testing.T) {
	for _, c := range []struct {
		phrase, text string
		found        bool
	}{
		{"art", "modern art for sale", true},
		{"art", "ART!", true},
		{"art", "(art)", true},
		{"art", "put it in the cart", false},
		{"art", "artist", false},
		{"arts", "art", false},
		{"gift card", "do you sell Gift  Cards or a gift\ncard?", true},
		{"gift card", "a card as a gift", false},
		{"gift card", "gift-card", true}, // the hyphen is between words
		{"3.5", "size 3.5 please", true},
		{"3.5", "size 3 or 5", false},
		{"退款", "我想申请退款谢谢", true},
		{"退款", "我要退 款", true},
		{"退款", "退货款", false},
		{"退款", "申請退款", true},
		{"iPhone手机", "我的ＩＰＨＯＮＥ手機坏了", true},
		{"iPhone手机", "我的iPhone和手机", false},
		{"iphone 15", "iPhone15有货吗", true},
		{"iphone 1", "iPhone15有货吗", false},
		{"vip", "我是VIP会员", true},
		{"50%", "is it 50% off", true},
		{"50%", "is it 50 off", false},
	} {
		hits := indexOf(t, contains("a", c.phrase)).Match(kb.Query{Text: c.text})
		if !assert.Equal(t, c.found, len(hits) == 1, "%q in %q", c.phrase, c.text) || !c.found {
			continue
		}
		assert.Equal(t, kb.Contains, hits[0].Mode)
		assert.GreaterOrEqual(t, hits[0].Score, 0.9)
		assert.LessOrEqual(t, hits[0].Score, 1.0)
	}
}

func TestLongestPhraseIsFirst(t *testing.T) {
	x := indexOf(
		t,
		contains("card", "card"),
		contains("gift card", "gift card"),
		contains("gift card balance", "gift card balance"),
		contains("卡", "礼品卡"),
	)
	hits := x.Match(kb.Query{Text: "what is my gift card balance"})
	require.Equal(t, []string{"gift card balance", "gift card", "card"}, idsOf(hits))
	assert.Greater(t, hits[0].Score, hits[1].Score)
	assert.Greater(t, hits[1].Score, hits[2].Score)
	assert.Equal(t, []string{"卡", "card"}, idsOf(x.Match(kb.Query{Text: "card 礼品卡"})), "in Chinese, a character counts for what it says")
}

// An entry is one hit, with its longest phrase, wherever the phrases stand.
func TestPhrasesOfOneEntry(t *testing.T) {
	e := contains("a", "order")
	e.Phrasings = []string{"cancel my order", "cancel"}
	hits := indexOf(t, e).Match(kb.Query{Text: "cancel or not cancel my order, that order"})
	require.Len(t, hits, 1)
	assert.Equal(t, "cancel my order", hits[0].Phrasing)
}

// The score is the share of the question that the phrase covers, so that the
// whole question is 1 and a word in an essay stays above the thresholds.
func TestContainsScore(t *testing.T) {
	x := indexOf(t, contains("a", "refund"))
	last := 2.0
	for _, text := range []string{"refund", "refund please", "a refund please, quickly", "a refund please, quickly, or there will be trouble"} {
		hits := x.Match(kb.Query{Text: text})
		require.Len(t, hits, 1)
		assert.Less(t, hits[0].Score, last)
		last = hits[0].Score
	}
	whole := x.Match(kb.Query{Text: "Refund!"})
	assert.Equal(t, 1.0, whole[0].Score) //nolint:testifylint // exactly 1
}

// A phrase without any word cannot be inside of a text, but can be all of it.
func TestPhraseOfPunctuation(t *testing.T) {
	x := indexOf(t, contains("a", "???"))
	assert.Empty(t, x.Match(kb.Query{Text: "what ???"}))
	assert.Equal(t, []string{"a"}, idsOf(x.Match(kb.Query{Text: "???"})))
}

// A deleted phrase must not leave its beginning behind as a phrase.
func TestPhraseGoes(t *testing.T) {
	x := indexOf(t, contains("a", "gift card"), contains("b", "gift"))
	require.Equal(t, 1, x.Delete("b"))
	assert.Empty(t, x.Match(kb.Query{Text: "a gift"}))
	assert.Equal(t, []string{"a"}, idsOf(x.Match(kb.Query{Text: "a gift card"})))
}
