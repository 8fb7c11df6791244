package assist_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing/assist"
)

// manyReplies are n replies of words that differ in how frequent they are, half of them Chinese.
func manyReplies(b testing.TB, n int) *assist.Replies {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	en := strings.Fields("your order parcel refund invoice address delivery account password coupon return exchange warranty repair payment card bank courier depot tracking size colour stock price discount member points gift")
	zh := []rune("您的订单退款发票地址快递账户密码优惠券退货换货保修维修支付银行卡物流网点查询尺码颜色库存价格会员积分礼品预计工作日到账请耐心等待抱歉")
	store := assist.NewMemoryStore()
	for i := range n {
		c := assist.Canned{ID: fmt.Sprint("c", i), Shortcut: fmt.Sprintf("/r%05d", i), Category: fmt.Sprint("category ", i%40)}
		if i%2 == 0 {
			c.Locale = "en"
			words := make([]string, 24)
			for k := range words {
				if words[k] = en[r.IntN(len(en))]; k%6 == 5 {
					words[k] = fmt.Sprint("item", string(rune('a'+r.IntN(26))), string(rune('a'+r.IntN(26))))
				}
			}
			c.Title, c.Text = strings.Join(words[:4], " "), strings.Join(words, " ")
		} else {
			c.Locale = "zh"
			words := make([]rune, 40)
			for k := range words {
				words[k] = zh[r.IntN(len(zh))]
			}
			c.Title, c.Text = string(words[:6]), string(words)
		}
		_, err := store.PutCanned(b.Context(), c)
		require.NoError(b, err)
	}
	replies, err := assist.NewReplies(store, nil)
	require.NoError(b, err)
	require.NoError(b, replies.Refresh(b.Context()))
	return replies
}

func BenchmarkSearch(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		r := manyReplies(b, n)
		for _, q := range []struct{ name, text, locale string }{
			{"shortcut", "/r0012", "en"},
			{"words", "refund delivery addr", "en"},
			{"misspelt", "refnud of the itemaz", "en"},
			{"chinese", "退款预计到账", "zh"},
			{"nothing typed", "", "en"},
		} {
			b.Run(fmt.Sprintf("%d/%s", n, q.name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					found, err := r.Search(b.Context(), assist.Query{Text: q.text, Locale: q.locale})
					if err != nil || len(found) == 0 {
						b.Fatal(len(found), err)
					}
				}
			})
		}
	}
}

// A key stroke: all sources, 10,000 replies, merged.
func BenchmarkLive(b *testing.B) {
	r := manyReplies(b, 10_000)
	p, err := assist.ReadPlaybook(strings.NewReader(book))
	require.NoError(b, err)
	a, err := assist.New([]assist.Origin{
		{Name: "replies", Source: r},
		{Name: "playbook", Source: p},
		{Name: "answers", Source: fixed(answer("Refunds take three days.", 0.5), answer("Ask your bank.", 0.9))},
	}, nil)
	require.NoError(b, err)
	s := talk()
	s.Locale = "en"
	s.Draft = "We are sorry, your refund and the delivery addr"
	b.ReportAllocs()
	for b.Loop() {
		if got, err := a.Live(context.Background(), s); err != nil || len(got.List) < 4 {
			b.Fatal(len(got.List), err)
		}
	}
}

func BenchmarkLint(b *testing.B) {
	sensitive := make([]string, 5000)
	for i := range sensitive {
		sensitive[i] = fmt.Sprint("forbidden word ", i)
	}
	l, err := assist.NewLinter(&assist.LintOptions{Sensitive: sensitive})
	require.NoError(b, err)
	s := talk()
	reply := "Your refund of $20 for order A-17 left us today; it takes 3-5 days. The shipping fee comes back with it. Is there anything else?"
	b.ReportAllocs()
	for b.Loop() {
		l.Check(&s, reply)
	}
}

func BenchmarkBrief(b *testing.B) {
	s := talk()
	b.ReportAllocs()
	for b.Loop() {
		assist.BriefOf(&s, nil)
	}
}

func BenchmarkLoad(b *testing.B) {
	store := assist.NewMemoryStore()
	for i := range 10_000 {
		_, err := store.PutCanned(b.Context(), assist.Canned{ID: fmt.Sprint(i), Title: fmt.Sprint("title ", i), Text: "Your refund left us today, please allow three to five working days."})
		require.NoError(b, err)
	}
	for b.Loop() {
		r, err := assist.NewReplies(store, nil)
		require.NoError(b, err)
		require.NoError(b, r.Refresh(b.Context()))
	}
}
