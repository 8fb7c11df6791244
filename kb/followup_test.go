package kb_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// bothShops is the example shop in both of its languages, as the example runs it.
func bothShops(t *testing.T) (*kb.Index, map[string][]kbCase) {
	x := kb.NewIndex(nil)
	asked := map[string][]kbCase{}
	for _, language := range []string{"en", "zh"} {
		entries, cases := qualitySet{entries: "shop/" + language, queries: "shop/questions_" + language}.load(t)
		require.NoError(t, x.Put(entries...))
		for _, c := range cases {
			asked[language] = append(asked[language], kbCase{c.Query, c.Relevant})
		}
	}
	return x, asked
}

type kbCase struct {
	text     string
	relevant []string
}

// arbitrary are entries shown last that have nothing to do with what is asked next.
var arbitrary = []string{
	"en-acc-password", "en-del-not-arrived", "en-return-how", "en-pre-stock", "en-fault-wifi", "en-shop-stores",
	"zh-pay-methods", "zh-return-how", "zh-del-cost", "zh-acc-delete", "zh-pre-size", "zh-fault-battery",
}

// What was shown last is nothing to a question of its own: it must not become the
// reason of a wrong answer, nor hide a right one.
func TestUnrelatedContext(t *testing.T) {
	x, asked := bothShops(t)
	for language, cases := range asked {
		n, rightAlone, wrongAlone, right, wrong := 0, 0, 0, 0, 0
		for _, c := range cases {
			judge := func(last string) (good, bad int) {
				d := kb.Policy{}.Decide(x.Match(kb.Query{Text: c.text, Context: kb.Context{LastEntry: last}}))
				switch {
				case d.Kind != kb.Direct:
				case slices.Contains(c.relevant, d.Hits[0].Entry.ID):
					good = 1
				default:
					bad = 1
				}
				return good, bad
			}
			good, bad := judge("")
			for _, last := range arbitrary {
				g, b := judge(last)
				n, right, wrong, rightAlone, wrongAlone = n+1, right+g, wrong+b, rightAlone+good, wrongAlone+bad
				if b > bad || g < good {
					hits := x.Match(kb.Query{Text: c.text, Context: kb.Context{LastEntry: last}})
					t.Logf("%q after %s: %s %.2f", c.text, last, hits[0].Entry.ID, hits[0].Score)
				}
			}
		}
		t.Logf("%s: of %d: right %d -> %d, wrong %d -> %d", language, n, rightAlone, right, wrongAlone, wrong)
		assert.GreaterOrEqual(t, right, rightAlone, language)
		assert.LessOrEqual(t, wrong-wrongAlone, 2*n/1000, language)
	}
}

// followUps are what customers ask on after an answer of the shop.
var followUps = []struct{ last, text, want string }{
	{"en-return-how", "and how long do I have?", "en-return-deadline"},
	{"en-return-how", "what does it cost?", "en-return-cost"},
	{"en-return-how", "is it free?", "en-return-cost"},
	{"en-return-refund", "and how long does that take?", "en-return-refund-time"},
	{"en-return-refund", "how long will it take?", "en-return-refund-time"},
	{"en-return-how", "what about opened ones?", "en-return-opened"},
	{"en-return-how", "and if I want to exchange it?", "en-return-exchange"},
	{"en-return-deadline", "what about sale items?", "en-return-sale"},
	{"en-return-how", "and presents?", "en-return-gift"},
	{"en-del-cost", "and how long does it take?", "en-del-time"},
	{"en-del-time", "how much is it?", "en-del-cost"},
	{"en-del-time", "what about abroad?", "en-del-abroad"},
	{"en-del-time", "can I choose the date?", "en-del-date"},
	{"en-del-time", "and what if I miss it?", "en-del-missed"},
	{"en-del-track", "what if it arrives damaged?", "en-del-damaged"},
	{"en-order-place", "and can I change it later?", "en-order-change"},
	{"en-order-place", "how do I cancel it?", "en-order-cancel"},
	{"en-order-change", "and cancel it?", "en-order-cancel"},
	{"en-acc-create", "and how do I delete it?", "en-acc-delete"},
	{"en-pay-methods", "what about instalments?", "en-pay-instalments"},
	{"en-pay-methods", "is that safe?", "en-pay-secure"},
	{"en-pre-specs", "and is it waterproof?", "en-pre-waterproof"},
	{"en-fault-battery", "and can I get it repaired?", "en-fault-repair"},
	{"en-shop-stores", "and when are they open?", "en-shop-hours"},
	{"zh-return-how", "那运费谁出？", "zh-return-cost"},
	{"zh-return-how", "运费呢", "zh-return-cost"},
	{"zh-return-refund", "那要多久？", "zh-return-refund-time"},
	{"zh-return-refund", "多久能到账", "zh-return-refund-time"},
	{"zh-return-how", "那拆封了呢？", "zh-return-opened"},
	{"zh-return-deadline", "特价的呢", "zh-return-sale"},
	{"zh-return-how", "那换尺码呢", "zh-return-exchange"},
	{"zh-del-cost", "那几天到？", "zh-del-time"},
	{"zh-del-time", "多少钱", "zh-del-cost"},
	{"zh-del-time", "海外呢", "zh-del-abroad"},
	{"zh-del-time", "那我不在家呢？", "zh-del-missed"},
	{"zh-del-time", "还有，可以指定时间吗", "zh-del-date"},
	{"zh-order-place", "那怎么修改呢", "zh-order-change"},
	{"zh-order-place", "怎么取消它", "zh-order-cancel"},
	{"zh-acc-create", "那注销呢", "zh-acc-delete"},
	{"zh-pay-methods", "那分期呢", "zh-pay-instalments"},
	{"zh-pay-methods", "这个安全吗", "zh-pay-secure"},
	{"zh-pre-specs", "它防水吗", "zh-pre-waterproof"},
	{"zh-fault-battery", "那怎么报修", "zh-fault-repair"},
}

func TestFollowUpsInShop(t *testing.T) {
	x, _ := bothShops(t)
	alone, first, direct, wrong := 0, 0, 0, 0
	var log strings.Builder
	for _, c := range followUps {
		hits := x.Match(kb.Query{Text: c.text})
		before := fmt.Sprint(seenOf(hits[:min(2, len(hits))]))
		if len(hits) > 0 && hits[0].Entry.ID == c.want {
			alone++
		}
		hits = x.Match(kb.Query{Text: c.text, Context: kb.Context{LastEntry: c.last}})
		if len(hits) > 0 && hits[0].Entry.ID == c.want {
			first++
		}
		fmt.Fprintln(&log, len(hits) > 0 && hits[0].Entry.ID == c.want, c, before, seenOf(hits[:min(2, len(hits))]))
		if d := (kb.Policy{}).Decide(hits); d.Kind == kb.Direct {
			if d.Hits[0].Entry.ID == c.want {
				direct++
			} else {
				wrong++
			}
		}
	}
	t.Logf("of %d: first alone %d, in context %d; direct %d, wrong %d\n%s", len(followUps), alone, first, direct, wrong, log.String())
}
