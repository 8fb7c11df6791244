//go:build unix

package kefu_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/kb"
)

// largeShop is a knowledge base of 10,000 questions, half of them Chinese.
var largeShop = sync.OnceValue(func() (entries []kb.Entry) {
	add := func(locale, question, answer string) {
		entries = append(entries, kb.Entry{ID: strconv.Itoa(len(entries)), Locale: locale, Question: question, Answer: kb.TextAnswer(answer)})
	}
	en := [4][]string{
		{"order", "parcel", "invoice", "voucher", "account", "phone", "laptop", "refund", "card", "address"},
		{"cancel", "change", "track", "find", "return", "print", "share", "delete", "renew", "pay for"},
		{"in the app", "on the web", "at the shop", "by mail", "abroad", "as a guest", "at night", "on Sundays", "twice", "for free"},
		{"this year", "during the sale", "with a discount", "for my parents", "before delivery"},
	}
	zh := [4][]string{
		{"订单", "包裹", "发票", "优惠券", "账户", "手机", "电脑", "退款", "会员卡", "地址"},
		{"取消", "修改", "跟踪", "查找", "退回", "打印", "分享", "删除", "续费", "支付"},
		{"在应用里", "在网页上", "在门店", "通过邮寄", "在国外", "作为游客", "在晚上", "在周日", "两次", "免费"},
		{"今年", "促销期间", "有折扣时", "替父母", "发货之前"},
	}
	for _, thing := range [2][4][]string{en, zh} {
		for i := range 5000 {
			a, b, c, d := thing[0][i%10], thing[1][i/10%10], thing[2][i/100%10], thing[3][i/1000]
			if len(entries) < 5000 {
				add("en", fmt.Sprintf("How do I %s my %s %s %s?", b, a, c, d), "Like this.")
			} else {
				add("zh", fmt.Sprintf("%s我怎么%s%s我的%s？", d, c, b, a), "这样做。")
			}
		}
	}
	return entries
})

// starter is a model of the intents that the library has examples for.
var starter = sync.OnceValues(func() (*intent.Model, error) {
	return intent.Train(context.Background(), append(intent.StarterExamples("en"), intent.StarterExamples("zh")...), nil)
})

// readyBot is a bot as a host would have it: 10,000 questions, a model of intents, flows,
// somebody to hand over to.
func readyBot(t testing.TB) *kefu.Bot {
	t.Helper()
	order := dialog.NumberSlot[int]("order", dialog.In("order", "订单"), dialog.In("Which order?", "哪个订单？"))
	complaint := dialog.TextSlot("words", dialog.In("complaint", "投诉"), dialog.In("What happened?", "怎么了？"))
	bot, err := kefu.New(&kefu.Options{Handoff: &takeOver{}, Dialog: dialog.Options{Flows: []*dialog.Flow{
		{Name: "trace", Phrases: []string{"trace my goods", "追踪货物"}, Steps: []dialog.Step{dialog.Ask(order), dialog.Say(dialog.In("It is on its way.", "在路上。"))}},
		{Name: "complain", Phrases: []string{"file a complaint", "我要投诉"}, Steps: []dialog.Step{dialog.Ask(complaint), dialog.Say(dialog.In("We are sorry.", "抱歉。"))}},
	}}})
	require.NoError(t, err)
	_, err = bot.KB().Put(t.Context(), largeShop()...)
	require.NoError(t, err)
	model, err := starter()
	require.NoError(t, err)
	_, err = bot.Intents().Publish(t.Context(), model, "")
	require.NoError(t, err)
	return bot
}

// spoken are conversations of seven turns: questions in the words of the knowledge base
// and in others, tasks with answers, small talk, what nobody knows.
var spoken = [][]string{
	{"hello", "How do I track my parcel at night this year?", "trace my goods", "4711", "at night, where can my parcel be tracked", "my laptop is as slow as an old donkey", "thanks"},
	{"你好", "今年我怎么在晚上跟踪我的包裹？", "追踪货物", "4711", "晚上在哪里可以查到包裹", "我的电脑慢得像老牛", "谢谢"},
}

func turnCPU() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkReadyTurn is a whole turn of a bot as a host would have it: the CPU time of all
// threads, the collector's included, and the turns in a second of two goroutines.
func BenchmarkReadyTurn(b *testing.B) {
	for _, lang := range []struct {
		name  string
		first int
		step  int
	}{{"en", 0, 0}, {"zh", 1, 0}, {"both", 0, 1}} {
		b.Run(lang.name, func(b *testing.B) {
			bot := readyBot(b)
			say := func(conversation, n int) {
				texts := spoken[lang.first+lang.step*(conversation&1)]
				if _, err := bot.Handle(context.Background(), kefu.Message{ID: strconv.Itoa(n), Conversation: strconv.Itoa(conversation), Text: texts[n]}); err != nil {
					b.Error(err)
				}
			}
			for n := range 7 * 50 {
				say(-1-n/7, n%7)
			}
			var next atomic.Int64
			b.ReportAllocs()
			b.SetParallelism(1)
			began, used := time.Now(), turnCPU()
			b.RunParallel(func(pb *testing.PB) {
				for {
					conversation := int(next.Add(1))
					for n := range 7 {
						if !pb.Next() {
							return
						}
						say(conversation, n)
					}
				}
			})
			b.ReportMetric(float64((turnCPU()-used).Nanoseconds())/1e3/float64(b.N), "cpu-us/turn")
			b.ReportMetric(float64(b.N)/time.Since(began).Seconds(), "turns/s")
		})
	}
}

// A whole turn (flows, decisions, the record, its trace, the commit, and a summary for who
// takes over in one turn of seven) costs a few times what reading the message and searching
// for its answer do: 3.2 to 3.8 times where this was written. They are measured in turns,
// so that what slows the machine down slows both.
func TestTurnsCostLittleBesideReading(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	bot := readyBot(t)
	conversation := 0
	turns := func() {
		for range 60 {
			conversation++
			for n, text := range spoken[conversation&1] {
				_, err := bot.Handle(t.Context(), kefu.Message{ID: strconv.Itoa(n), Conversation: strconv.Itoa(conversation), Text: text})
				require.NoError(t, err)
			}
		}
	}
	parts := func() {
		for i := range 60 {
			for _, text := range spoken[i&1] {
				_, err := bot.Read(t.Context(), kefu.Message{Text: text})
				require.NoError(t, err)
				_, err = bot.KB().Match(t.Context(), kb.Query{Text: text})
				require.NoError(t, err)
			}
		}
	}
	turns()
	parts()
	var ratios []float64
	for range 9 {
		began := turnCPU()
		turns()
		between := turnCPU()
		parts()
		ratios = append(ratios, float64(between-began)/float64(turnCPU()-between))
	}
	slices.Sort(ratios)
	t.Logf("a turn costs %.2f times what reading and searching do", ratios[len(ratios)/2])
	require.Less(t, ratios[len(ratios)/2], 6.0)
}
