package kb_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/kb"
)

// What is said about anything answers nothing by itself, whatever wording has the same
// words beside its own.
func TestEverydayWordsNeverCarry(t *testing.T) {
	english := strings.Split("tell me about|I need|when do you|I have a problem with|please help me with|how long does it take for|I want to know about|can you give me|what do you know about|where can I find", "|")
	chinese := strings.Split("多少钱|什么时候|在哪里|多久|为什么没有|需要多少|你们支持|怎么使用|有没有|几点|可以用什么|请问怎么办理", "|")
	things := strings.Split("运费 发票 押金 退货 会员 花呗 门店 保修", " ")
	rapid.Check(t, func(t *rapid.T) {
		starts, joined := english, " "
		thing, rest := rapid.SampledFrom(telling).Draw(t, "thing"), rapid.SampledFrom([]string{"", " it", " that", " now", " please"}).Draw(t, "rest")
		if rapid.Bool().Draw(t, "Chinese") {
			starts, joined = chinese, ""
			thing, rest = rapid.SampledFrom(things).Draw(t, "thing"), rapid.SampledFrom([]string{"", "呢", "吗", "啊", "现在"}).Draw(t, "rest")
		}
		start := rapid.SampledFrom(starts).Draw(t, "start")
		wording := start + joined + thing
		if rapid.Bool().Draw(t, "the thing comes first") {
			wording = thing + joined + start
		}
		x := kb.NewIndex(nil)
		require.NoError(t, x.Put(kb.Entry{ID: "a", Question: wording}, kb.Entry{ID: "b", Question: "opening hours"}, kb.Entry{ID: "c", Question: "营业时间"}))
		hits := x.Match(kb.Query{Text: start + rest})
		require.NotEqual(t, kb.Direct, kb.Policy{}.Decide(hits).Kind, "%q for %q: %v", wording, start+rest, hits)
	})
	x := indexOf(t, smart("a", "在哪里"), smart("b", "how can I get help"), smart("c", "opening hours"))
	for question, id := range map[string]string{"你们在哪里": "a", "请问在哪里呢": "a", "how can I get help now": "b"} {
		hits := x.Match(kb.Query{Text: question})
		require.NotEmpty(t, hits, question)
		assert.Equal(t, id, hits[0].Entry.ID)
		assert.Zero(t, hits[0].Doubts&kb.DoubtCommon, "all of a wording is enough: %s", question)
	}
}

// What has no word of its own goes on with nothing.
func TestRemarksAreNoFollowUps(t *testing.T) {
	x := indexOf(t,
		kb.Entry{ID: "ship", Question: "How much is shipping to Germany?", Category: "orders/shipping", Related: []string{"time"}}, kb.Entry{ID: "time", Question: "How long does shipping to Germany take?", Category: "orders/shipping"},
		kb.Entry{ID: "fee", Question: "寄到德国运费多少", Category: "订单/运费"}, kb.Entry{ID: "days", Question: "寄到德国要多久", Category: "订单/运费"},
		kb.Entry{ID: "back", Question: "怎么退货", Category: "订单/退货"}, kb.Entry{ID: "wait", Question: "退货要多久", Category: "订单/退货"})
	for last, remarks := range map[string]string{
		"ship": "that's it|that's not it|not that|but no|and you?|what about you|is that so?|or not|this|it|and then?|not this one|is it?|but that is not it",
		"fee":  "那我呢|你呢|那个|不是这个|这个不对|它|那你呢|不是那个",
		"back": "它|你呢|那个|这个不对|不是这个",
	} {
		for remark := range strings.SplitSeq(remarks, "|") {
			hits := x.Match(kb.Query{Text: remark, Context: kb.Context{LastEntry: last}})
			assert.NotEqual(t, kb.Direct, kb.Policy{}.Decide(hits).Kind, "%s after %s", remark, last)
		}
	}
	for last, c := range map[string][2]string{"ship": {"and how long?", "time"}, "fee": {"多久", "days"}} {
		hits := x.Match(kb.Query{Text: c[0], Context: kb.Context{LastEntry: last}})
		require.NotEmpty(t, hits)
		assert.Equal(t, c[1], hits[0].Entry.ID)
	}
}
