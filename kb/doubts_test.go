package kb_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/kb"
)

// eager answers whatever it may.
var eager = kb.Policy{Direct: 0.01, Suggest: 0.01, Margin: -1}

func TestDoubts(t *testing.T) {
	for _, c := range []struct {
		wording, question string
		want              kb.Doubt
	}{
		{"what is covered by the 2014 plan", "what is covered by the 2018 plan", kb.DoubtNumber},
		{"can I return it after 30 days", "can I return it after 60 days", kb.DoubtNumber},
		{"can I return it after 30 days", "can I return it after thirty days", 0},
		{"can I return it after three days", "can I return it after 3 days", 0},
		{"can I return it after two days", "can I return it after five days", kb.DoubtNumber},
		{"warranty after 12 months of use", "warranty after 1 year of use", 0},
		{"shipping of a 5 kg parcel", "shipping of a 5 lb parcel", kb.DoubtUnit},
		{"shipping of a 5kg parcel", "shipping of a 5000 g parcel", 0},
		{"shipping of a 5kg parcel", "shipping of a 5 kilograms parcel", 0},
		{"voucher of 50 euros", "voucher of 50 dollars", kb.DoubtUnit},
		{"voucher of $50", "voucher of 50 dollars", 0},
		{"minimum of 1,000 pieces per order", "minimum of 1000 pieces per order", 0},
		{"does the X200 have bluetooth", "does the X300 have bluetooth", kb.DoubtModel},
		{"does the X200 have bluetooth", "does the x-200 have bluetooth", 0},
		{"price of the iPhone 14 case", "price of the iPhone 15 case", kb.DoubtModel},
		{"price of the iPhone 14 case", "price of the iphone14 case", 0},
		{"price of the iPhone 14 case", "price of the iPhone 14 case in 2 colours", 0},
		{"driver for the i7-8700k processor", "driver for the i7-9700k processor", kb.DoubtModel},
		{"part number SKU-4411B available", "part number SKU-4412B available", kb.DoubtModel},
		{"can I cancel my order", "can I not cancel my order", kb.DoubtNegation},
		{"I cannot cancel my order", "I can cancel my order", kb.DoubtNegation},
		{"I cannot cancel my order", "I am unable to cancel my order", 0},
		{"how to cancel my order", "I don't know how to cancel my order", 0},
		{"price of the phone case", "price of the phone case 2024", 0},
		{"return within 30 days", "can I return within the deadline", 0},
		{"支持7天退货吗", "支持15天退货吗", kb.DoubtNumber},
		{"支持7天退货吗", "支持七天退货吗", 0},
		{"第三个订单打折吗", "第3个订单打折吗", 0},
		{"第三个订单打折吗", "第五个订单打折吗", kb.DoubtNumber},
		{"满一千二百元包邮吗", "满1200元包邮吗", 0},
		{"满1万元有优惠吗", "满10000元有优惠吗", 0},
		{"满100元包邮吗", "满100美元包邮吗", kb.DoubtUnit},
		{"可以寄5公斤的包裹吗", "可以寄5斤的包裹吗", kb.DoubtUnit},
		{"X200支持蓝牙吗", "X300支持蓝牙吗", kb.DoubtModel},
		{"华为Mate60的价格", "华为Mate 50的价格", kb.DoubtModel},
		{"订单可以取消", "订单不可以取消", kb.DoubtNegation},
		{"能取消订单吗", "能不能取消订单", 0},
		{"退款到账了", "退款到账了没", 0},
		{"退款到账了", "退款到账了没有", 0},
		{"怎么取消订单", "不知道怎么取消订单", 0},
		{"怎么取消订单", "不好意思怎么取消订单", 0},
		{"怎么取消一下订单", "怎么取消三下订单", 0},
	} {
		x := indexOf(t, smart("a", c.wording), smart("b", "opening hours on sundays"), smart("c", "营业时间"))
		hits := x.Match(kb.Query{Text: c.question})
		if !assert.NotEmpty(t, hits, c.question) {
			continue
		}
		assert.Equal(t, "a", hits[0].Entry.ID)
		assert.Equal(t, c.want, hits[0].Doubts, "%s / %s", c.wording, c.question)
		if c.want != 0 {
			d := eager.Decide(hits)
			assert.Equal(t, kb.Suggest, d.Kind, c.question)
			assert.Equal(t, kb.Doubtful, d.Reason)
		}
	}
}

// An entry whose wordings have many numbers is about none of them.
func TestNumbersThatDoNotMatter(t *testing.T) {
	x := indexOf(t, smart("send", "send 20 dollars to Ann", "send 300 dollars to my mother", "send 45 dollars to the landlord"), smart("hours", "opening hours"))
	hits := x.Match(kb.Query{Text: "send 70 dollars to my mother"})
	require.NotEmpty(t, hits)
	assert.Zero(t, hits[0].Doubts)
}

// telling are words that say what a question is about; none is near another.
var telling = strings.Fields("refund parcel invoice warranty password address voucher delivery charger keyboard curtain bicycle umbrella blanket mattress teapot")

func anyQuestion() *rapid.Generator[[]string] {
	return rapid.Custom(func(t *rapid.T) []string {
		list := rapid.Permutation(telling).Draw(t, "words")[:rapid.IntRange(2, 4).Draw(t, "n")]
		return append([]string{rapid.SampledFrom([]string{"what is the", "how about the", "where is the"}).Draw(t, "start")}, list...)
	})
}

// neverDirect checks that no policy answers a question with the one entry that
// it nearly equals.
func neverDirect(t *rapid.T, wording, question string) {
	x := kb.NewIndex(nil)
	require.NoError(t, x.Put(kb.Entry{ID: "a", Question: wording, Phrasings: []string{"something else entirely"}}, kb.Entry{ID: "b", Question: "opening hours"}))
	for range 2 {
		d := eager.Decide(x.Match(kb.Query{Text: question}))
		require.NotEqual(t, kb.Direct, d.Kind, "%q for %q", wording, question)
		require.NoError(t, x.Refine(t.Context()))
	}
}

func TestOtherNumberIsNeverDirect(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := anyQuestion().Draw(t, "question")
		at := rapid.IntRange(1, len(words)).Draw(t, "place")
		a, b := rapid.IntRange(2, 5000).Draw(t, "a"), rapid.IntRange(2, 5000).Draw(t, "b")
		if a == b {
			return
		}
		with := func(n int) string {
			return strings.Join(append(append(append([]string{}, words[:at]...), fmt.Sprint(n)), words[at:]...), " ")
		}
		neverDirect(t, with(a), with(b))
	})
}

func TestOtherUnitIsNeverDirect(t *testing.T) {
	pairs := [][2]string{{"kg", "lb"}, {"cm", "inches"}, {"dollars", "euros"}, {"days", "months"}, {"元", "美元"}, {"公斤", "斤"}, {"GB", "TB"}}
	rapid.Check(t, func(t *rapid.T) {
		words := strings.Join(anyQuestion().Draw(t, "question"), " ")
		n := rapid.IntRange(2, 500).Draw(t, "amount")
		units := rapid.SampledFrom(pairs).Draw(t, "units")
		neverDirect(t, fmt.Sprint(words, " ", n, " ", units[0]), fmt.Sprint(words, " ", n, " ", units[1]))
	})
}

func TestOtherModelIsNeverDirect(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := strings.Join(anyQuestion().Draw(t, "question"), " ")
		model := rapid.StringMatching(`[A-Z]{1,3}-?[1-9][0-9]{1,3}[A-Z]?`)
		a, b := model.Draw(t, "a"), model.Draw(t, "b")
		if strings.EqualFold(strings.ReplaceAll(a, "-", ""), strings.ReplaceAll(b, "-", "")) {
			return
		}
		neverDirect(t, words+" "+a, words+" "+b)
	})
}

func TestDenialIsNeverDirect(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := strings.Join(anyQuestion().Draw(t, "question")[1:], " ")
		pair := rapid.SampledFrom([][2]string{{"we deliver the %s", "we do not deliver the %s"}, {"I can use the %s", "I can't use the %s"}, {"可以用 %s 付款", "不可以用 %s 付款"}, {"%s 到货", "%s 没到货"}}).Draw(t, "pair")
		if rapid.Bool().Draw(t, "the wording denies") {
			pair[0], pair[1] = pair[1], pair[0]
		}
		neverDirect(t, fmt.Sprintf(pair[0], words), fmt.Sprintf(pair[1], words))
	})
}

// Words that every question has are never enough.
func TestCommonWordsNeverCarry(t *testing.T) {
	common := strings.Fields("what is the how can I do you my where are a to of for when please it")
	rapid.Check(t, func(t *rapid.T) {
		said := rapid.Permutation(common).Draw(t, "said")[:rapid.IntRange(3, 8).Draw(t, "n")]
		all := rapid.Permutation(telling).Draw(t, "telling")
		n := rapid.IntRange(1, 3).Draw(t, "telling words")
		neverDirect(t, strings.Join(append(said, all[:n]...), " "), strings.Join(append(said[:len(said):len(said)], all[n:n+rapid.IntRange(1, 3).Draw(t, "others")]...), " "))
	})
}

func TestIdenticalIsCertain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := kb.NewIndex(nil)
		text := rapid.SampledFrom([]string{"", "not ", "X200 ", "5 kg "}).Draw(t, "start") + strings.Join(anyQuestion().Draw(t, "question"), " ")
		require.NoError(t, x.Put(kb.Entry{ID: "a", Question: text, Phrasings: []string{"another one"}}))
		for range 2 {
			hits := x.Match(kb.Query{Text: strings.ToUpper(text) + "?"})
			require.NotEmpty(t, hits)
			require.Equal(t, 1.0, hits[0].Score)
			require.Zero(t, hits[0].Doubts)
			require.NoError(t, x.Refine(t.Context()))
		}
	})
}
