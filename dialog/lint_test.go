package dialog_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/kefu-go/kefu/dialog"
)

// shownFindings states findings in a line each: kind, what is found, what more is
// said of it, ! if it blocks.
func shownFindings(draft string, found []dialog.Finding) []string {
	out := []string{}
	for _, f := range found {
		s := fmt.Sprintf("%s %q", f.Kind, draft[f.Start:f.End])
		if f.Detail != "" {
			s += " " + f.Detail
		}
		if f.Block {
			s += "!"
		}
		out = append(out, s)
	}
	return out
}

func TestLintReply(t *testing.T) {
	long := strings.Repeat("字", 1001)
	cases := []struct {
		name, draft string
		o           dialog.LintOptions
		want        []string
	}{
		{"nothing", "Your refund of $20 for order A-17 left us today; it takes 3-5 days.", dialog.LintOptions{Language: "en-GB"}, nil},
		{"nothing in Chinese", "您的订单A-17已经发货，预计3-5天送达，请留意短信。", dialog.LintOptions{Language: "ZH-Hans"}, nil},

		{"a word of the list", "We know Acme Corp's prices.", dialog.LintOptions{Sensitive: []string{"acme corp", "corp"}}, []string{`sensitive "Acme Corp's" acme corp!`}},
		{"not a part of a word", "The corporate classics", dialog.LintOptions{Sensitive: []string{"corp", "ass"}}, nil},
		{"in other characters", "這是內幕，ｖｉｐ", dialog.LintOptions{Sensitive: []string{"内幕", "VIP"}}, []string{`sensitive "內幕" 内幕!`, `sensitive "ｖｉｐ" VIP!`}},
		{"hidden behind blanks and points", "加 微.信 吧", dialog.LintOptions{Sensitive: []string{"加微信"}}, []string{`sensitive "加 微.信" 加微信!`}},
		{"not across a clause", "请加，微信可以。 Send a mail. Order here.", dialog.LintOptions{Sensitive: []string{"加微信", "mail order", ""}}, nil},
		{"the list cannot be allowed away", "内幕", dialog.LintOptions{Sensitive: []string{"内幕"}, Allowed: []string{"内幕"}}, []string{`sensitive "内幕" 内幕!`}},

		{"rude", "That's your problem, shut up.", dialog.LintOptions{}, []string{`rude "That's your problem" that's your problem!`, `rude "shut up" shut up!`}},
		{"rude in Chinese", "这个你自己看，不关我的事", dialog.LintOptions{}, []string{`rude "你自己看" 你自己看!`, `rude "不关我的事" 不关我的事!`}},
		{"only looks rude", "滚筒洗衣机需要病历吗？Press the dumbbell button.", dialog.LintOptions{}, nil},
		{"a promise", "It will definitely arrive, 100% safe.", dialog.LintOptions{}, []string{`promise "will definitely" will definitely`, `promise "100% safe" 100% safe`}},
		{"a promise in Chinese", "我們保證明天到，绝对不会再坏。", dialog.LintOptions{}, []string{`promise "我們保證" 我们保证`, `promise "绝对不会" 绝对不会`}},
		{"only looks like a promise", "保证金会在100%棉的订单完成后退回，绝对值不变。", dialog.LintOptions{}, nil},
		{"allowed", "We guarantee two years.", dialog.LintOptions{Allowed: []string{"We guarantee"}}, nil},

		{"gaps", "Dear {{name}}, order ${order_id} [date] %s <nil> XXX ___ {客户姓名}", dialog.LintOptions{}, []string{
			`placeholder "{{name}}" {{name}}!`, `placeholder "${order_id}" ${order_id}!`, `placeholder "[date]" [date]!`, `placeholder "%s" %s!`,
			`placeholder "<nil>" <nil>!`, `placeholder "XXX" XXX!`, `placeholder "___" ___!`, `placeholder "{客户姓名}" {客户姓名}!`,
		}},
		{"gaps in Chinese", "尊敬的【客户姓名】，XX先生，您的（订单号）已于××日发出【请填写时间】", dialog.LintOptions{}, []string{
			`placeholder "【客户姓名】" 【客户姓名】!`, `placeholder "XX先生" XX先生!`, `placeholder "（订单号）" （订单号）!`, `placeholder "××日" ××日!`, `placeholder "【请填写时间】" 【请填写时间】!`,
		}},
		{"no gaps", "【某某旗舰店】Size XXL, 20% sale, a<b, [1], 订单号（见下）, \"undefinedness\" {\"a\": 1}", dialog.LintOptions{}, nil},

		{"another language", "您好，您的包裹明天送到", dialog.LintOptions{Language: "en"}, []string{`language "您好，您的包裹明天送到" zh`}},
		{"too little to tell", "OK iPhone", dialog.LintOptions{Language: "zh"}, nil},
		{"a product name in it", "您的 iPhone 15 Pro Max 已经发货了", dialog.LintOptions{Language: "zh"}, nil},

		{"shouting", "PLEASE READ THE TERMS before you order", dialog.LintOptions{}, []string{`shouting "PLEASE READ THE TERMS"`}},
		{"short forms", "FAQ, PDF, USB and SMS FAQ", dialog.LintOptions{}, nil},
		{"exclamation marks", "Great!! 太好了！！！", dialog.LintOptions{}, []string{`shouting "！！！"`}},

		{"too long", long, dialog.LintOptions{}, []string{`long "字"`}},
		{"long enough", long, dialog.LintOptions{Max: 1001}, nil},
		{"no limit", long + long, dialog.LintOptions{Max: -1}, nil},
		{"empty", " \n", dialog.LintOptions{}, []string{`empty " \n"!`}},

		{"secrets", "Card 4111 1111 1111 1111, password: Secret1.", dialog.LintOptions{}, []string{`personal "4111 1111 1111 1111" card!`, `personal "Secret1" password!`}},
		{"a password that looks like a phone number", "password: 13812345678", dialog.LintOptions{}, []string{`personal "13812345678" password!`}},
		{"contacts of somebody", "Call 13812345678 or +44 20 7946 0958, mail bob@example.org", dialog.LintOptions{}, []string{
			`personal "13812345678" phone`, `personal "+44 20 7946 0958" phone`, `personal "bob@example.org" email`,
		}},
		{"contacts that are known", "Call +86 138 1234 5678, mail Help@Shop.example or you@mail.example", dialog.LintOptions{Own: []string{"13812345678", "@shop.example", "You@mail.example"}}, nil},
		{"another domain that ends alike", "mail a@myshop.example", dialog.LintOptions{Own: []string{"@shop.example"}}, []string{`personal "a@myshop.example" email`}},
		{"numbers that are no contacts", "order 202403010012345, A-13812345678, 2026-03-01 10:30, 4,999.00, 2024 0301 0001 234 and 12345678901", dialog.LintOptions{}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			want := c.want
			if want == nil {
				want = []string{}
			}
			assert.Equal(t, want, shownFindings(c.draft, dialog.LintReply(c.draft, c.o)))
		})
	}
}

// FuzzLintReply: offsets are always of whole characters, in order, and the same
// draft gives the same findings.
func FuzzLintReply(f *testing.F) {
	f.Add("Dear {{name}}, PLEASE CALL NOW!!! 4111 1111 1111 1111", "call now", "zh", 10)
	f.Add("\xff密码是abc1", "", "", 0)
	f.Fuzz(func(t *testing.T, draft, word, language string, limit int) {
		o := dialog.LintOptions{Sensitive: []string{word}, Language: language, Max: limit}
		found := dialog.LintReply(draft, o)
		for i, at := range found {
			if at.Start < 0 || at.End > len(draft) || at.Start > at.End || i > 0 && at.Start < found[i-1].Start {
				t.Fatalf("%+v of %d bytes", at, len(draft))
			}
			if utf8.ValidString(draft) && !utf8.ValidString(draft[at.Start:at.End]) {
				t.Fatalf("%+v is inside of a character", at)
			}
		}
		assert.Equal(t, found, dialog.LintReply(draft, o))
	})
}

func BenchmarkLintReply(b *testing.B) {
	draft := "Your refund of $20 for order A-17 left us today; it takes 3-5 days. 您的订单已经发货，预计3-5天送达。"
	b.ReportAllocs()
	for b.Loop() {
		dialog.LintReply(draft, dialog.LintOptions{Language: "en"})
	}
}
