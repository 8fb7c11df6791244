package assist_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing/assist"
)

// shown states findings in a line each: code, stretch, detail, and ! if it blocks.
func shown(reply string, found []assist.Finding) []string {
	out := []string{}
	for _, f := range found {
		s := fmt.Sprintf("%s %q", f.Code, reply[f.Start:f.End])
		if f.Detail != "" && f.Detail != reply[f.Start:f.End] {
			s += " " + f.Detail
		}
		if f.Severity == assist.Block {
			s += "!"
		}
		out = append(out, s)
	}
	return out
}

func says(lines ...string) []assist.Line {
	var list []assist.Line
	for _, l := range lines {
		by, said, _ := strings.Cut(l, ": ")
		list = append(list, assist.Line{By: map[string]assist.Speaker{"C": assist.ByCustomer, "A": assist.ByAgent, "B": assist.ByBot}[by], Text: said})
	}
	return list
}

func TestLint(t *testing.T) {
	opts := &assist.LintOptions{
		Sensitive: []string{"加微信", "acme corp", "corp"}, Allowed: []string{"we guarantee two years"}, Cold: []string{"per my last email"},
		Own: []string{"400-800-1234", "@shop.example"}, Domains: []string{"shop.example"},
	}
	customer := assist.Situation{
		Attributes: map[string]string{"phone": "+86 138 1234 5678"}, Slots: map[string]string{"order_id": "4111111111111111", "card": "5555 5555 5555 4444"},
		Lines: says("C: mail me at Bob@mail.example"),
	}
	none := assist.Situation{}
	cases := []struct {
		name  string
		s     assist.Situation
		reply string
		want  []string
	}{
		{"nothing", none, "Your refund of $20 for order A-17 left us today; it takes 3-5 days.", nil},
		{"nothing in Chinese", none, "您的订单A-17已经发货，预计3-5天送达，请留意短信。", nil},
		{"empty", none, " \n", []string{`empty " \n"!`}},

		{"sensitive, hidden, the longest", none, "请加 微.信。 We know Acme Corp now", []string{`sensitive "加 微.信" 加微信!`, `sensitive "Acme Corp" acme corp!`}},
		{"not sensitive across clauses or in words", none, "请加，微信可以。The corporate plan", nil},
		{"rude", none, "That was stupid. 蠢貨！", []string{`rude "stupid"!`, `rude "蠢貨" 蠢货!`}},
		{"cold", none, "Calm down. 規定就是這樣，Per my last email", []string{`cold "Calm down" calm down`, `cold "規定就是這樣" 规定就是这样`, `cold "Per my last email" per my last email`}},
		{"a promise", none, "We guarantee it. 我们保证明天到", []string{`promise "guarantee"`, `promise "保证"`}},
		{"a promise that is denied", none, "We cannot really guarantee it. 我们无法保证，也不能担保。", nil},
		{"denied in another clause", none, "Why not? We guarantee it", []string{`promise "guarantee"`}},
		{"only looks like a promise", none, "保证金会退回，绝对值不变。 I definitely recommend it", nil},
		{"only looks cold", none, "您可以自己查看订单", nil},
		{"allowed", none, "We guarantee two years", nil},

		{"gaps", none, "Dear {{name}}, ${id} ___ [Name] XXX 【订单号】", []string{
			`placeholder "{{name}}"!`, `placeholder "${id}"!`, `placeholder "___"!`, `placeholder "[Name]"!`, `placeholder "XXX"!`, `placeholder "【订单号】"!`,
		}},
		{"no gaps", none, "see [1], size XXXL, snake___case and 【公告】", nil},

		{"capitals", none, "PLEASE READ OUR TERMS first", []string{`shouting "PLEASE READ OUR TERMS"`}},
		{"short forms", none, "FAQ, PDF and USB", nil},
		{"marks", none, "Great!! 好！！！", []string{`shouting "！！！"`}},

		{"a card", none, "paid with 4111-1111-1111-1111.", []string{`personal "4111-1111-1111-1111" card!`}},
		{"wide digits", none, "卡号４１１１ １１１１ １１１１ １１１１", []string{`personal "４１１１ １１１１ １１１１ １１１１" card!`}},
		{"not a card: its check digit", none, "order 4111 1111 1111 1112", nil},
		{"not a card: a slot", customer, "order 4111111111111111", nil},
		{"a card though it is a slot", customer, "card 5555 5555 5555 4444", []string{`personal "5555 5555 5555 4444" card!`}},
		{"an identity card", none, "身份证11010519491231002X", []string{`personal "11010519491231002X" identity!`}},
		{"not one: its check digit", none, "编号110105194912310021", nil},
		{"somebody's phone", none, "请打13987654321或+44 20 7946 0958", []string{`personal "13987654321" phone`, `personal "+44 20 7946 0958" phone`}},
		{"the customer's and the host's", customer, "我们会打13812345678，或拨 400-800-1234，mail bob@mail.example or help@shop.example", nil},
		{"somebody's address", none, "write to eve@evilshop.example.", []string{`personal "eve@evilshop.example" email`}},
		{"no phones", none, "A-13812345678, 2026-03-01 10:30, 4,999.00, 12345678901", nil},

		{"links", none, "see https://shop.example/a, www.other.example and shop.com/x。", []string{`link "www.other.example"`, `link "shop.com/x" shop.com`}},
		{"a domain below ours, in Chinese", none, "请看https://help.shop.example/退货。", nil},
		{"a domain that ends alike", none, "http://myshop.example", []string{`link "http://myshop.example" myshop.example`}},
		{"links that hide", none, "https://shop.example@evil.example/ http://10.0.0.1/a http://xn--80ak6aa92e.com", []string{
			`link "https://shop.example@evil.example/" evil.example!`, `link "http://10.0.0.1/a" 10.0.0.1!`, `link "http://xn--80ak6aa92e.com" xn--80ak6aa92e.com!`,
		}},
		{"no links", none, "version 1.2.3, e.g. this, file.txt, a@shop.example", nil},

		{"another language", assist.Situation{Locale: "en", Lines: says("C: 我要退货，怎么办理？")}, "You can return it within seven days.", []string{`language "You can return it within seven days." en`}},
		{"the locale's language", assist.Situation{Locale: "zh-CN"}, "You can return it within seven days.", []string{`language "You can return it within seven days." en`}},
		{"an ok is no language", assist.Situation{Lines: says("C: 我要退货，怎么办理？", "A: 好的", "C: ok")}, "请保持手机畅通。", nil},
		{"not clear which", assist.Situation{Locale: "en"}, "Booking completed ! Booked car type : black skoda", nil},
		{"too little to tell", assist.Situation{Locale: "zh-CN"}, "OK", nil},

		{"two questions, one answer", assist.Situation{Lines: says("C: When will my parcel arrive? How much is the shipping fee?")}, "It will arrive tomorrow.", []string{`unanswered "" How much is the shipping fee?`}},
		{"both answered by what they ask for", assist.Situation{Lines: says("C: When will it come and how much is it?")}, "Tomorrow, for $5.", nil},
		{"in one Chinese sentence", assist.Situation{Lines: says("C: 什么时候发货，能开发票吗？")}, "今天下午就会发货。", []string{`unanswered "" 能开发票吗？`}},
		{"on two lines", assist.Situation{Lines: says("C: 运费多少？", "C: 支持花呗吗？")}, "支持花呗付款的。", []string{`unanswered "" 运费多少？`}},
		{"answered before", assist.Situation{Lines: says("C: 运费多少？", "A: 10元", "C: 支持花呗吗？")}, "支持花呗付款的。", nil},
		{"about what its clause asks", assist.Situation{Lines: says("C: I don't need a room right now, but does the old hotel have wifi? And where is it?")}, "Yes, there is wifi. It is in Hill Street.", nil},
		{"a number that was asked for", assist.Situation{Lines: says("C: 北京天伦王朝酒店的电话是多少，周边有餐馆吗？")}, "01058168888，周边餐馆有很多。", nil},
		{"put off", assist.Situation{Lines: says("C: 运费多少？支持花呗吗？")}, "请稍等，我查一下花呗。", nil},
		{"asked back", assist.Situation{Lines: says("C: 运费多少？支持花呗吗？")}, "请问寄到哪里呢，用花呗吗？", nil},
		{"not understood at all", assist.Situation{Lines: says("C: 运费多少？支持花呗吗？")}, "这款是纯棉的。", nil},
	}
	linter, err := assist.NewLinter(opts)
	require.NoError(t, err)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			want := c.want
			if want == nil {
				want = []string{}
			}
			assert.Equal(t, want, shown(c.reply, linter.Check(&c.s, c.reply)))
		})
	}
}

func TestLintOptions(t *testing.T) {
	long := strings.Repeat("字", 12)
	check := func(o assist.LintOptions, reply string) []string {
		l, err := assist.NewLinter(&o)
		require.NoError(t, err)
		return shown(reply, l.Check(&assist.Situation{}, reply))
	}
	assert.Equal(t, []string{`long "字字"`}, check(assist.LintOptions{Max: 10}, long))
	assert.Empty(t, check(assist.LintOptions{Max: 12}, long))
	assert.Empty(t, check(assist.LintOptions{Max: -1}, strings.Repeat(long, 500)))
	assert.Empty(t, check(assist.LintOptions{Ignore: []assist.Code{assist.CodePromise}}, "绝对没问题"))
	assert.Empty(t, check(assist.LintOptions{}, "https://anywhere.example"), "without domains every open link is fine")
	assert.Equal(t, []string{`sensitive "内幕"!`}, check(assist.LintOptions{Sensitive: []string{"内幕"}, Allowed: []string{"内幕消息"}}, "内幕消息"), "nobody allows what must not be sent")
	assert.Len(t, check(assist.LintOptions{Sensitive: []string{"内幕"}, Allowed: []string{"公司内幕消息"}}, "公司内幕消息"), 1, "nor by more words around it")
	_, err := assist.NewLinter(&assist.LintOptions{Rude: []string{"，"}})
	assert.ErrorIs(t, err, assist.ErrInvalid)
}

// A finding says what to do, in the language of the reply, and what may stand there.
func TestLintSuggests(t *testing.T) {
	l, err := assist.NewLinter(nil)
	require.NoError(t, err)
	found := l.Check(&assist.Situation{}, "您的卡 4111 1111 1111 1111 绝对安全")
	require.Len(t, found, 2)
	assert.Equal(t, "****1111", found[0].Replace)
	assert.Contains(t, found[0].Suggestion, "后四位")
	assert.Contains(t, found[1].Suggestion, "预计")
	assert.Equal(t, assist.Block, assist.Worst(found))
	found = l.Check(&assist.Situation{}, "PLEASE READ THE RULES")
	assert.Equal(t, "please read the rules", found[0].Replace)
	assert.Contains(t, found[0].Suggestion, "small letters")
	assert.Equal(t, assist.Warning, assist.Worst(found))
	assert.Empty(t, assist.Worst(nil))
}

// Offsets are always of whole characters and in order, and the same reply gives the
// same findings, also when many check at once.
func FuzzLint(f *testing.F) {
	l, err := assist.NewLinter(&assist.LintOptions{Sensitive: []string{"call now"}, Max: 20, Domains: []string{"a.example"}})
	require.NoError(f, err)
	f.Add("Dear {{name}}, PLEASE CALL NOW!!! 4111 1111 1111 1111 http://b.example", "When? How much?")
	f.Add("\xff密码是 a@b.co 11010519491231002X", "多少钱，什么时候")
	f.Fuzz(func(t *testing.T, reply, asked string) {
		s := assist.Situation{Lines: []assist.Line{{By: assist.ByCustomer, Text: asked}}}
		found := l.Check(&s, reply)
		for i, at := range found {
			if at.Start < 0 || at.End > len(reply) || at.Start > at.End || i > 0 && at.Start < found[i-1].Start {
				t.Fatalf("%+v of %d bytes", at, len(reply))
			}
			if utf8.ValidString(reply) && !utf8.ValidString(reply[at.Start:at.End]) {
				t.Fatalf("%+v is inside of a character", at)
			}
		}
		assert.Equal(t, found, l.Check(&s, reply))
	})
}
