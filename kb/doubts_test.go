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

// What a reviewer got answered directly: pairs that differ in what turns the meaning,
// asked both ways.
func TestTurnsAreNeverDirect(t *testing.T) {
	for _, p := range [][2]string{
		{"What is the battery life of the X200", "What is the battery life of the X300"},
		{"How do I reset my iPhone 14", "How do I reset my iPhone 15"},
		{"How do I reset my iPhone 14 Pro", "How do I reset my iPhone 14 Pro Max"},
		{"How do I reset my iPhone 14 Pro", "How do I reset my iPhone 14"},
		{"Can I return within 7 days", "Can I return within 30 days"},
		{"Can I return within 7 days", "Can I return within 7 weeks"},
		{"Can I return within seven days", "Can I return within thirty days"},
		{"Can I return opened items", "Can I not return opened items"},
		{"Why can I log in", "Why can't I log in"},
		{"My card works abroad", "My card doesn't work abroad"},
		{"Do you ship with DHL", "Do you ship without DHL"},
		{"Is the tablet waterproof", "Is the tablet not waterproof"},
		{"How to cancel subscription", "How to uncancel subscription"},
		{"Is delivery free over 50 dollars", "Is delivery free over 50 euros"},
		{"Is delivery free over $50", "Is delivery free over $500"},
		{"How heavy is the 2 kg bag", "How heavy is the 2 lb bag"},
		{"Does it support 5G", "Does it support 4G"},
		{"Does it support USB 3.0", "Does it support USB 2.0"},
		{"What changed in version 2.1.3", "What changed in version 2.1.4"},
		{"What is the tax deadline for 2014", "What is the tax deadline for 2018"},
		{"What is the price of the Galaxy S22", "What is the price of the Galaxy S22 Ultra"},
		{"What is the price of the Galaxy S22 Ultra", "What is the price of the Galaxy S22 Plus"},
		{"What is the price of model A", "What is the price of model B"},
		{"Does the Mavic Mini have a warranty", "Does the Mavic Air have a warranty"},
		{"Is the ThinkPad T14 in stock", "Is the ThinkPad X1 in stock"},
		{"What are the fees of the Gold plan", "What are the fees of the Silver plan"},
		{"Are you open on the first floor", "Are you open on the second floor"},
		{"Can I pay in 3 instalments", "Can I pay in twelve instalments"},
		{"Are you open at 9 am", "Are you open at 9 pm"},
		{"I have received my refund", "I have not received my refund"},
		{"I have received my refund", "I never received my refund"},
		{"I have received my refund", "I haven't received my refund yet"},
		{"Can I fly with a battery over 100 Wh", "Can I fly with a battery under 100 Wh"},
		{"Which accounts are enabled", "Which accounts are disabled"},
		{"Is it legal to resell tickets", "Is it illegal to resell tickets"},
		{"How to enter room 101", "How to enter room 102"},
		{"Can I use the app on Windows 10", "Can I use the app on Windows 11"},
		{"Is the iPad Air compatible with the pencil", "Is the iPad Pro compatible with the pencil"},
		{"How do I connect the printer HP-1020", "How do I connect the printer HP-1022"},
		{"Is 10% discount available", "Is 20% discount available"},
		{"X200的电池能用多久", "X300的电池能用多久"},
		{"怎么重置苹果14", "怎么重置苹果15"},
		{"怎么重置iPhone14", "怎么重置iPhone 14 Pro"},
		{"7天内可以退货吗", "15天内可以退货吗"},
		{"七天内可以退货吗", "十五天内可以退货吗"},
		{"七天内可以退货吗", "七个月内可以退货吗"},
		{"可以退货吗", "不可以退货吗"},
		{"为什么能登录", "为什么不能登录"},
		{"包装拆了可以退吗", "包装没拆可以退吗"},
		{"已经收到退款", "没有收到退款"},
		{"已经收到退款", "还没收到退款"},
		{"订单满50元包邮吗", "订单满500元包邮吗"},
		{"订单满50元包邮吗", "订单满50美元包邮吗"},
		{"两公斤的包裹多少钱", "两斤的包裹多少钱"},
		{"支持5G吗", "支持4G吗"},
		{"小米13多少钱", "小米14多少钱"},
		{"小米13多少钱", "小米13 Ultra多少钱"},
		{"华为P60什么时候发货", "华为Mate60什么时候发货"},
		{"黄金会员有什么权益", "白金会员有什么权益"},
		{"一年保修怎么算", "两年保修怎么算"},
		{"第一次下单有优惠吗", "第二次下单有优惠吗"},
		{"上午9点能送货吗", "下午9点能送货吗"},
		{"周一能送货吗", "周日能送货吗"},
		{"未成年人可以注册吗", "成年人可以注册吗"},
		{"会员可以退款吗", "非会员可以退款吗"},
		{"需要身份证吗", "不需要身份证吗"},
		{"256G的手机有货吗", "512G的手机有货吗"},
		{"A款洗衣机怎么用", "B款洗衣机怎么用"},
		{"打九折可以吗", "打八折可以吗"},
		{"分三期付款手续费多少", "分十二期付款手续费多少"},
		{"二〇二四年的发票还能开吗", "二〇二五年的发票还能开吗"},
		{"2024年的发票还能开吗", "2023年的发票还能开吗"},
		{"二手商品能退吗", "一手商品能退吗"},
		{"花呗可以用吗", "花呗无法用吗"},
		{"1.5升水壶有吗", "15升水壶有吗"},
		{"一千元以下的手机", "一万元以下的手机"},
		{"Can I withdraw 1000 dollars per visit", "Can I withdraw 1 euro per visit"},
		{"Can I withdraw 1000 euros per visit", "Can I withdraw 1 pound per visit"},
		{"Can I withdraw 1000 euros per visit", "Can I withdraw 1 £ per visit"},
		{"订单满1000元包邮吗", "订单满1美元包邮吗"},
		{"订单满100元包邮吗", "订单满10 cents包邮吗"},
		{"does the charger take 1000 mAh", "does the charger take 1 volt"},
		{"is 1 euro the fee", "is 1000 dollars the fee"},
		{"I did get my parcel", "I never got my parcel"},
		{"Can I pay at 9 am", "Can I pay at 9 pm"},
		{"is the first month free", "is the third month free"},
		{"can I order on Monday", "can I order on Sunday"},
		{"rules for adults flying", "rules for minors flying"},
		{"is it available in size M", "is it available in size XL"},
		{"is the blue coat in stock", "is the red coat in stock"},
		{"is it refundable", "is it nonrefundable"},
		{"is it refundable now", "is it non-refundable now"},
		{"can members return shoes", "can non-members return shoes"},
		{"is the service available", "is the service unavailable"},
		{"shipping is included", "shipping is excluded"},
		{"Can I return a parcel within seven days", "Can I return a parcel within five days"},
		{"Can I return a parcel within seven days", "Can I return a parcel within thirty days"},
		{"Can I return a parcel within thirty days", "Can I return a parcel within seven days"},
		{"Can I return a parcel within twenty days", "Can I return a parcel within thirty days"},
		{"Can I return a parcel within twelve days", "Can I return a parcel within six days"},
		{"Can I return a parcel within six days", "Can I return a parcel within twelve days"},
		{"Can I return a parcel within seven days", "Can I return a parcel within 12 days"},
		{"Can I return a parcel within 3 days", "Can I return a parcel within twelve days"},
		{"Can I return a parcel within fifty days", "Can I return a parcel within hundred days"},
		{"Can I return a parcel within half days", "Can I return a parcel within two days"},
		{"Can I return a parcel within a dozen days", "Can I return a parcel within two days"},
		{"Can I return a parcel within two hundred days", "Can I return a parcel within three hundred days"},
		{"Can I return a parcel within nine days", "Can I return a parcel within ninety days"},
		{"怎么开通自动续费", "怎么关闭自动续费"},
		{"怎么增加额度", "怎么减少额度"},
		{"快递收到了", "快递没收到"},
		{"快递收到了", "快递未收到"},
		{"M码有货吗", "L码有货吗"},
		{"星期三送货吗", "星期一送货吗"},
		{"Is the shop open in May", "Is the shop open in June"},
		{"how to activate my card", "how to deactivate my card"},
		{"refund before shipping", "refund after shipping"},
		{"open my account", "close my account"},
		{"打得开网页", "打不开网页"},
		{"能打开网页", "打不开网页"},
		{"怎么取消订单", "别取消订单"},
		{"able to add a card", "unable to add a card"},
		{"what if I exceed my limit by 50 pounds", "what if I exceed my limit by 50 dollars"},
	} {
		for range 2 {
			p[0], p[1] = p[1], p[0]
			x := indexOf(t, smart("a", p[0]), smart("b", "opening hours on holidays"), smart("c", "营业时间"))
			hits := x.Match(kb.Query{Text: p[1]})
			require.NotEmpty(t, hits)
			assert.NotZero(t, hits[0].Doubts&(kb.DoubtNumber|kb.DoubtUnit|kb.DoubtModel|kb.DoubtNegation), "%s / %s", p[0], p[1])
			assert.NotEqual(t, kb.Direct, kb.Policy{}.Decide(hits).Kind)
		}
	}
}

// What two texts say the same way, and what only one of them says, is no doubt.
func TestNoDoubtWithoutTurn(t *testing.T) {
	for _, p := range [][2]string{
		{"can I order on Monday", "can I order"},
		{"is the coat in stock", "is the red coat in stock"},
		{"are you open at 9 in the morning", "are you open at 9 am"},
		{"周一能送货吗", "星期一能送货吗"},
		{"how do I reset my phone", "how do I reset my iPhone 14 Pro phone"},
		{"voucher of 50 pounds", "voucher of £50"},
		{"filter mails that are not labeled", "filter unlabeled mails"},
		{"a dozen roses delivered", "12 roses delivered"},
	} {
		x := indexOf(t, smart("a", p[0]), smart("b", "opening hours on holidays"), smart("c", "营业时间"))
		hits := x.Match(kb.Query{Text: p[1]})
		require.NotEmpty(t, hits)
		assert.Zero(t, hits[0].Doubts&^kb.DoubtForeign, "%s / %s", p[0], p[1])
	}
}

// A wording that has just the question's variant settles the doubt.
func TestVariantIsSettled(t *testing.T) {
	x := indexOf(t, kb.Entry{ID: "a", Question: "can I order on Monday", Phrasings: []string{"may I order things on Sunday"}}, smart("b", "opening hours"))
	hits := x.Match(kb.Query{Text: "can I order on Sunday"})
	require.NotEmpty(t, hits)
	assert.Zero(t, hits[0].Doubts)
}

// Every numeral differs from every other one, in words and digits.
func TestNumeralsDiffer(t *testing.T) {
	words := strings.Fields("two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety")
	value := func(i int) int { return min(i, 18) + 2 + 10*max(0, i-18) }
	rapid.Check(t, func(t *rapid.T) {
		i, j := rapid.IntRange(0, len(words)-1).Draw(t, "i"), rapid.IntRange(0, len(words)-1).Draw(t, "j")
		form := func(i int, name string) string {
			if rapid.Bool().Draw(t, name) {
				return fmt.Sprint(value(i))
			}
			return words[i]
		}
		ask := "can I return a parcel within %s days"
		x := kb.NewIndex(nil)
		require.NoError(t, x.Put(kb.Entry{ID: "a", Question: fmt.Sprintf(ask, form(i, "a"))}))
		hits := x.Match(kb.Query{Text: fmt.Sprintf(ask, form(j, "b"))})
		require.NotEmpty(t, hits)
		require.Equal(t, i != j, hits[0].Doubts&kb.DoubtNumber != 0)
	})
}

// A denial before a contained phrase or an expression is asked back about.
func TestDenialBeforeContained(t *testing.T) {
	x := indexOf(t, contains("zh", "退款"), contains("en", "refund"), kb.Entry{ID: "order", Mode: kb.Pattern, Question: "order number", Phrasings: []string{`order\s+(?P<n>\d+)`}})
	for question, want := range map[string]kb.Doubt{
		"I do not want a refund today": kb.DoubtNegation, "不要退款": kb.DoubtNegation, "我想退款": 0,
		"I want a refund today": 0, "I don't know how a refund works": 0, "it does not fit, refund please": 0, "能不能退款": 0,
		"do not cancel order 12": kb.DoubtNegation, "cancel order 12": 0,
	} {
		hits := x.Match(kb.Query{Text: question})
		require.NotEmpty(t, hits, question)
		assert.Equal(t, want, hits[0].Doubts, question)
		kind := kb.Direct
		if want != 0 {
			kind = kb.Suggest
		}
		assert.Equal(t, kind, kb.Policy{}.Decide(hits).Kind, question)
	}
}

// An entry most of whose wordings have another number is about none of them, unless
// its answer has one.
func TestNumbersThatDoNotMatter(t *testing.T) {
	x := indexOf(t, smart("send", "send 20 dollars to Ann", "send 300 dollars to my mother", "send 45 dollars to the landlord", "send 80 dollars to my sister"), smart("hours", "opening hours"))
	hits := x.Match(kb.Query{Text: "send 70 dollars to my grandmother"})
	require.NotEmpty(t, hits)
	assert.Zero(t, hits[0].Doubts&^kb.DoubtForeign)
	hits = x.Match(kb.Query{Text: "send 70 dollars to my mother"})
	require.NotEmpty(t, hits)
	assert.Equal(t, kb.DoubtNumber, hits[0].Doubts, "it differs from a wording in nothing but the number")
}

// However many numbers an entry has, a question that has another one and otherwise the
// words of a wording is asked back about.
func TestAnyNumberIsNeverDirect(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := strings.Join(anyQuestion().Draw(t, "question"), " ")
		numbers := rapid.SliceOfNDistinct(rapid.IntRange(2, 5000), 5, 12, rapid.ID).Draw(t, "numbers")
		e := kb.Entry{ID: "a", Question: fmt.Sprint(words, " ", numbers[1], " days"), Answer: kb.TextAnswer("As you like.")}
		for _, n := range numbers[2:] {
			e.Phrasings = append(e.Phrasings, fmt.Sprint(words, " ", n, " days"))
		}
		x := kb.NewIndex(nil)
		require.NoError(t, x.Put(e, kb.Entry{ID: "b", Question: "opening hours"}))
		require.NotEqual(t, kb.Direct, eager.Decide(x.Match(kb.Query{Text: fmt.Sprint(words, " ", numbers[0], " days")})).Kind)
	})
}

// What one can and cannot do, in all its forms.
func TestAbilityIsNeverDirect(t *testing.T) {
	for _, verb := range []string{"登录", "下载", "取消", "打开", "注册", "付款", "绑定", "提现", "发货"} {
		can := []string{"能" + verb, "可以" + verb, verb + "了"}
		cannot := []string{verb + "不了", "无法" + verb, "不能" + verb, "没有" + verb, "不可以" + verb, "别" + verb}
		for _, yes := range can {
			for _, no := range cannot {
				for _, more := range []string{"", "怎么办", "订单"} {
					for _, p := range [][2]string{{yes + more, no + more}, {no + more, yes + more}} {
						x := indexOf(t, smart("a", p[0]), smart("b", "opening hours on holidays"), smart("c", "营业时间"))
						assert.NotEqual(t, kb.Direct, eager.Decide(x.Match(kb.Query{Text: p[1]})).Kind, "%s / %s", p[0], p[1])
					}
				}
			}
		}
	}
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
