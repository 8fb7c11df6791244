package dialog_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/dialog"
)

// spoken makes a transcript: lines that begin with > are the bot's, with # an
// agent's, with ! the system's, all others the customer's.
func spokenLines(said ...string) []dialog.Line {
	var out []dialog.Line
	for _, s := range said {
		l := dialog.Line{From: dialog.Customer, Text: s}
		for sign, role := range map[string]dialog.Role{">": dialog.Bot, "#": dialog.Agent, "!": dialog.System} {
			if rest, ok := strings.CutPrefix(s, sign); ok {
				l = dialog.Line{From: role, Text: rest}
			}
		}
		out = append(out, l)
	}
	return out
}

func TestSummarize(t *testing.T) {
	s := dialog.Summarize(spokenLines(
		"Hello there!", "> Hello! What can I do for you?",
		"The kettle I bought last week leaks at the handle, order KT-20931. It drips on the table and ruins the wood below it. Nice weather today.",
		"> I am sorry to hear that. Please check that the lid is closed tightly.",
		"I did, the kettle still leaks at the handle.",
		"> Descaling the kettle with vinegar often helps. Is there anything else?",
		"No thanks. Can I get my money back?", "! The shop closes at six.", "> One moment please.", "agent please",
	), dialog.SummaryOptions{Max: 290, Mood: dialog.Mood{Label: "frustrated", Trend: -0.2, Turns: 4}})
	assert.Equal(t, dialog.Summary{
		Language: "en",
		Problem:  "The kettle I bought last week leaks at the handle, order KT-20931. It drips on the table and ruins the wood below it.",
		Tried:    []string{"Please check that the lid is…", "Descaling the kettle with vinegar often…"},
		Open:     "Can I get my money back?",
		Details:  []string{"KT-20931"},
		Mood:     "dissatisfied, getting worse",
		Text: `Problem: The kettle I bought last week leaks at the handle, order KT-20931. It drips on the table and ruins the wood below it.
Details: KT-20931
Told: Please check that the lid is…; Descaling the kettle with vinegar often…
Open: Can I get my money back?
Mood: dissatisfied, getting worse`,
	}, s)
}

func TestSummarizeChinese(t *testing.T) {
	s := dialog.Summarize(spokenLines(
		"在吗", ">您好，请问有什么可以帮您？",
		"我上周买的电热水壶漏水，订单号 KT20931，从把手那里漏出来。", ">很抱歉给您带来不便。请检查壶盖是否盖紧。",
		"盖紧了，水壶还是漏水！", ">可以用白醋除垢后再试。", "转人工", ">正在为您转接。", "那运费谁出呢？",
	), dialog.SummaryOptions{Mood: dialog.Mood{Label: "angry", Trend: 0.3, Turns: 3}, Max: 120})
	assert.Equal(t, `问题：我上周买的电热水壶漏水，订单号 KT20931，从把手那里漏出来。
信息：KT20931
已答复：请检查壶盖是否盖紧。；可以用白醋除垢后再试。
待解决：那运费谁出呢？
情绪：生气，有所好转`, s.Text)
}

// TestSummaryLanguage: labels are in the customer's language, whoever else speaks.
func TestSummaryLanguage(t *testing.T) {
	for _, c := range []struct{ name, line, tag, want string }{
		{"Chinese", "我的快递还没到", "", "zh"},
		{"English beside a Chinese bot", "my parcel has not arrived", "", "en"},
		{"both", "我的 order 还没到，please 查一下物流", "", "zh"},
		{"told", "A-17", "zh-Hant-TW", "zh"},
		{"another language", "mein Paket ist noch nicht da", "", "en"},
		{"a tag that only begins alike", "A-17", "zha", "en"},
	} {
		s := dialog.Summarize(spokenLines(c.line, ">您好，很高兴为您服务，请稍等，正在查询您的物流信息"), dialog.SummaryOptions{Language: c.tag})
		assert.Equal(t, c.want, s.Language, c.name)
	}
}

// TestSummaryLeavesOut: what says nothing of the matter is no problem and nothing open.
func TestSummaryLeavesOut(t *testing.T) {
	for _, line := range []string{
		"hi", "Good morning!", "thanks a lot", "I want to talk to a human agent please", "yes", "That's all, thank you", "你好，在吗？", "谢谢亲", "转人工客服！", "好的好的", "是的", "...", "👍",
	} {
		s := dialog.Summarize(spokenLines("My router blinks red", line), dialog.SummaryOptions{})
		assert.Equal(t, "My router blinks red", s.Problem, line)
		assert.Empty(t, s.Open, line)
	}
	s := dialog.Summarize(spokenLines("hello", "thanks"), dialog.SummaryOptions{})
	assert.Empty(t, s.Text)
	s = dialog.Summarize(spokenLines("My router blinks red", "let me have a word with Dave"), dialog.SummaryOptions{Skip: func(l string) bool { return strings.Contains(l, "Dave") }})
	assert.Equal(t, "Problem: My router blinks red", s.Text, "the host knows more wishes")
	assert.Empty(t, dialog.Summarize(nil, dialog.SummaryOptions{}).Text)
	assert.Equal(t, "My router blinks…", dialog.Summarize(spokenLines("My router blinks red"), dialog.SummaryOptions{Max: 1}).Problem, "as with 40")
}

// TestSummaryOpen: the question of the last line that says anything is open, and
// what was said before it is not.
func TestSummaryOpen(t *testing.T) {
	s := dialog.Summarize(spokenLines(
		"My order A-1742 never arrived although the tracking page says it was delivered on Monday morning", "Which courier brings it?",
		"I waited at home all Tuesday with my neighbour Frederick. Who pays the rent?", "thanks",
	), dialog.SummaryOptions{Max: 150})
	assert.Equal(t, "Who pays the rent?", s.Open)
}

// TestSummaryHidesSecrets: nothing of a secret is in any part, and what only
// looks like one stays.
func TestSummaryHidesSecrets(t *testing.T) {
	for _, c := range []struct{ name, line, gone, stays string }{
		{"card", "My card 4111 1111 1111 1111 was charged twice", "4111 1111", "****1111"},
		{"card in hyphens", "please refund 5500-0000-0000-0004 today", "5500", "****0004"},
		{"UnionPay", "银行卡6222021234567890128被扣了两次款", "62220212", "****"},
		{"wrong sum", "the number 4111 1111 1111 1112 is not accepted", "****", "4111 1111 1111 1112"},
		{"order that passes the sum", "订单 1234567890123452 没有到", "****", "1234567890123452"},
		{"identity", "身份证11010519491231002X实名认证失败", "19491231", "****002X"},
		{"no identity", "单号110105194912310021一直没更新", "****", "110105194912310021"},
		{"IBAN", "send it to GB29 NWBK 6016 1331 9268 19 instead", "NWBK", "****"},
		{"no IBAN", "send it to GB28 NWBK 6016 1331 9268 19 instead", "****", "NWBK"},
		{"password", "my password is hunter2 and the login fails", "hunter2", "****"},
		{"password after a colon", "Password: correct-horse does not work", "correct-horse", "****"},
		{"no password", "my password is wrong every time", "****", "wrong"},
		{"Chinese password", "登录密码是abc123还是提示错误", "abc123", "****"},
		{"code that was sent", "验证码：884213 提示过期", "884213", "****"},
		{"security code", "the security code 4431 is refused", "4431", "****"},
		{"error code", "error code 4431 on the display", "****", "4431"},
	} {
		t.Run(c.name, func(t *testing.T) {
			all := dialog.Summarize(spokenLines(c.line, ">I see that "+c.line, c.line+"?"), dialog.SummaryOptions{})
			parts := strings.Join(append(append([]string{all.Problem, all.Open, all.Text}, all.Tried...), all.Details...), "\n")
			assert.NotContains(t, parts, c.gone)
			assert.Contains(t, all.Problem, c.stays)
		})
	}
}

func TestSummaryDetails(t *testing.T) {
	found := dialog.Summarize(spokenLines(
		"Order A-1742 of 2026-03-05 cost $1,299.50, write to ann@example.org or call +44 20 7946 0958",
		"订单 A-1742 花了 88 元，3月5日 14:30 下的单，iPhone 15 三台"), dialog.SummaryOptions{})
	assert.Equal(t, []string{"A-1742", "2026-03-05", "$1,299.50", "ann@example.org", "+44 20 7946 0958", "88 元", "3月5日", "14:30"}, found.Details)

	values := []dialog.Value{
		{Type: "order", Value: "A-1"},
		{Type: "order", Value: "A-1"},
		{Type: "card", Value: "4111111111111111"},
		{Type: "chinese_id", Value: "1101**********002X"},
		{Type: "model", Value: "X200"},
		{Type: "number", Value: "2"},
		{Type: "email", Value: ""},
	}
	given := dialog.Summarize(spokenLines("wo ist A-1, B-2345?"), dialog.SummaryOptions{Values: values})
	assert.Equal(t, []string{"order A-1", "card ****1111", "identity card 1101**********002X", "X200"}, given.Details)
	given = dialog.Summarize(spokenLines("A-1到哪了"), dialog.SummaryOptions{Values: values})
	assert.Equal(t, []string{"订单 A-1", "卡号 ****1111", "证件 1101**********002X", "X200"}, given.Details)
	assert.Empty(t, dialog.Summarize(spokenLines("where is A-1742?"), dialog.SummaryOptions{Values: []dialog.Value{}}).Details, "none were named")
}

func TestSummaryMood(t *testing.T) {
	for _, c := range []struct {
		mood   dialog.Mood
		en, zh string
	}{
		{dialog.Mood{Label: "neutral", Trend: -1, Turns: 5}, "", ""},
		{dialog.Mood{Label: "anxious", Trend: -0.5, Turns: 1}, "worried", "着急"},
		{dialog.Mood{Label: "confused", Trend: -0.1, Turns: 2}, "confused, getting worse", "困惑，越来越差"},
		{dialog.Mood{Label: "satisfied", Trend: 0.09, Turns: 2}, "satisfied", "满意"},
	} {
		assert.Equal(t, c.en, dialog.Summarize(nil, dialog.SummaryOptions{Mood: c.mood, Language: "en"}).Mood)
		assert.Equal(t, c.zh, dialog.Summarize(nil, dialog.SummaryOptions{Mood: c.mood, Language: "zh"}).Mood)
	}
}

// TestSummarySentences: where a line may be cut, seen by what is told of an answer.
func TestSummarySentences(t *testing.T) {
	for said, want := range map[string]string{
		"Hello. Version 2.5 of the app needs Android 9.1 or later. Bye.": "Version 2.5 of the app needs Android 9.1 or later.",
		"Hi! Dr. Miller repairs scanners at No. 5 Mill Street.":          "Dr. Miller repairs scanners at No. 5 Mill Street.",
		"您好！退款三到五个工作日到账。谢谢！":                                             "退款三到五个工作日到账。",
		"您好.退款三到五个工作日到账.谢谢":                                              "退款三到五个工作日到账.",
		"Restart the box!!! Thanks":                                      "Restart the box!!!",
		"Thanks\nUnplug the modem cable\nBye":                            "Unplug the modem cable",
	} {
		s := dialog.Summarize(spokenLines("it does not work", ">"+said), dialog.SummaryOptions{})
		assert.Equal(t, []string{want}, s.Tried, said)
	}
}

func TestSummaryTried(t *testing.T) {
	s := dialog.Summarize(spokenLines(
		"The printer jams on every second page",
		">What is your customer number?", "77123",
		">Open the rear flap of the printer and remove the paper.", "still jams",
		"#Open the rear flap of the printer and remove the paper!", "no",
		">Clean the paper rollers with a damp cloth.", "no",
		"#A technician replaces the rollers of the printer under warranty.", "fine",
		">Reset the page counter in the menu.",
	), dialog.SummaryOptions{Max: 1000})
	assert.Equal(t, []string{
		"Open the rear flap of the printer and remove the paper.",
		"Clean the paper rollers with a damp cloth.",
		"A technician replaces the rollers of the printer under warranty.",
	}, s.Tried, "the three that answer best, none twice, and no question")
}

// summaryLabels are all that a summary says in words of its own.
var summaryLabelWords = regexp.MustCompile(`(?m)^(Problem|Details|Told|Open|Mood): |^(问题|信息|已答复|待解决|情绪)：|\*+`)

// TestSummaryInventsNothing: whatever was said, a summary is within its length,
// the same each time, and all its words were said.
func TestSummaryInventsNothing(t *testing.T) {
	word := rapid.SampledFrom([]string{"router", "refund", "broken", "A-1742", "$5", "hello", "the", "not", "how", "漏水", "退款", "订单", "你好", "不", "吗", "88元", "/4111111111111111/", "!", "?", "。", ", ", ". ", "\n", "\xff", "é"})
	rapid.Check(t, func(t *rapid.T) {
		var lines []dialog.Line
		all := ""
		for range rapid.IntRange(0, 12).Draw(t, "lines") {
			text := strings.Join(rapid.SliceOfN(word, 0, 30).Draw(t, "words"), rapid.SampledFrom([]string{" ", ""}).Draw(t, "between"))
			lines = append(lines, dialog.Line{From: rapid.SampledFrom([]dialog.Role{dialog.Customer, dialog.Bot, dialog.Agent, dialog.System, ""}).Draw(t, "role"), Text: text})
			all += " " + text
		}
		o := dialog.SummaryOptions{Max: rapid.IntRange(0, 500).Draw(t, "max")}
		s := dialog.Summarize(lines, o)
		require.Equal(t, s, dialog.Summarize(lines, o))
		limit := max(o.Max, 40)
		if o.Max == 0 {
			limit = 400
		}
		require.LessOrEqual(t, utf8.RuneCountInString(s.Text), limit)
		own := summaryLabelWords.ReplaceAllString(s.Text, " ")
		for _, w := range strings.FieldsFunc(own, func(r rune) bool { return strings.ContainsRune(" \n…；;,.，。?!:", r) }) {
			require.Contains(t, all, w)
		}
		require.NotContains(t, s.Text, "4111111")
	})
}

// TestSummaryOfAnEndlessTalk: work is bounded, and the beginning and the end count.
func TestSummaryOfAnEndlessTalk(t *testing.T) {
	said := []string{"My scooter battery does not charge."}
	for range 3000 {
		said = append(said, "It beeps. It blinks.", ">Please wait.")
	}
	said = append(said, "Where is the nearest workshop?")
	s := dialog.Summarize(spokenLines(said...), dialog.SummaryOptions{})
	assert.Contains(t, s.Problem, "My scooter battery does not charge.")
	assert.Contains(t, s.Text, "Where is the nearest workshop?")
}

func TestSummarizerFunc(t *testing.T) {
	var s dialog.Summarizer = dialog.SummarizerFunc(func(_ context.Context, lines []dialog.Line, o dialog.SummaryOptions) (dialog.Summary, error) {
		return dialog.Summary{Text: lines[0].Text[:o.Max]}, nil
	})
	got, err := s.Summarize(t.Context(), spokenLines("abc"), dialog.SummaryOptions{Max: 2})
	require.NoError(t, err)
	assert.Equal(t, "ab", got.Text)
}

func FuzzSummarize(f *testing.F) {
	f.Add("My card 4111 1111 1111 1111. ", "验证码：884213", 60)
	f.Add("pin", "password is \xff1", 0)
	f.Fuzz(func(t *testing.T, a, b string, limit int) {
		limit %= 1000
		s := dialog.Summarize(spokenLines(a, ">"+b, b), dialog.SummaryOptions{Max: limit})
		if limit > 0 && utf8.RuneCountInString(s.Text) > max(limit, 40) {
			t.Fatalf("%d runes of %d", utf8.RuneCountInString(s.Text), limit)
		}
		if utf8.ValidString(a) && utf8.ValidString(b) && !utf8.ValidString(s.Text) {
			t.Fatalf("cut inside of a character: %q", s.Text)
		}
	})
}

func BenchmarkSummarize(b *testing.B) {
	var said []string
	for range 10 {
		said = append(said, "The kettle I bought last week leaks at the handle, order KT-20931.", ">Please check that the lid is closed tightly. Descaling helps.")
	}
	lines := spokenLines(said...)
	b.ReportAllocs()
	for b.Loop() {
		dialog.Summarize(lines, dialog.SummaryOptions{})
	}
}
