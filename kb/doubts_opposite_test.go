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

// A single letter that differs, wherever names have one, is another model.
func TestOtherLetterIsNeverDirect(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := strings.Split("bcdefghjlmpqstvwxz", "") // k is a thousand, too
		a, b := rapid.SampledFrom(letters).Draw(t, "a"), rapid.SampledFrom(letters).Draw(t, "b")
		template := rapid.SampledFrom([]string{"usb-%s cable price", "price of plan %s", "tesla %s charger", "%s套餐多少钱", "套餐%s多少钱", "尺码%s有货吗", "mate %s价格"}).Draw(t, "template")
		if rapid.Bool().Draw(t, "capital") {
			a, b = strings.ToUpper(a), strings.ToUpper(b)
		}
		require.Equal(t, a != b, doubtsOf(t, fmt.Sprintf(template, a), fmt.Sprintf(template, b)) != 0, "%s: %s, %s", template, a, b)
	})
}

// A word of letters that is written in capitals is a name: one that is spelt otherwise is
// another one, not a slip.
func TestOtherCodeIsNeverDirect(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.StringMatching(`[BFGHJKPQSTWZ]{2,4}`).Draw(t, "code") // Roman numerals are figures
		at := rapid.IntRange(0, len(a)-1).Draw(t, "letter")
		b := a[:at] + rapid.SampledFrom(strings.Split("BFGHJKPQSTWZ", "")).Draw(t, "other") + a[at+1:]
		template := rapid.SampledFrom([]string{"is the coupon %s still valid", "which case fits the phone %s"}).Draw(t, "template")
		require.Equal(t, a != b, doubtsOf(t, fmt.Sprintf(template, a), fmt.Sprintf(template, b)) != 0, "%s, %s", a, b)
	})
}

// Whatever is done can be undone, forbidden and denied.
func TestUndoneIsNeverDirect(t *testing.T) {
	acts := strings.Fields("静音 关注店铺 收藏商品 置顶聊天 授权应用 屏蔽短信 绑定手机 自动续费 分享位置")
	rapid.Check(t, func(t *rapid.T) {
		act := rapid.SampledFrom(acts).Draw(t, "act")
		start := rapid.SampledFrom([]string{"怎么", "如何", "可以"}).Draw(t, "start")
		undo := rapid.SampledFrom([]string{"取消", "解除", "撤销", "禁止", "不"}).Draw(t, "undo")
		with, without := start+undo+act, start+act
		require.NotZero(t, doubtsOf(t, with, without), "%s / %s", with, without)
		require.NotZero(t, doubtsOf(t, without, with), "%s / %s", without, with)
	})
	rapid.Check(t, func(t *rapid.T) {
		thing := rapid.SampledFrom(telling).Draw(t, "thing")
		pair := rapid.SampledFrom([][2]string{
			{"I can pay for the %s", "I can no longer pay for the %s"},
			{"the %s works", "the %s hardly works"},
			{"the %s rarely arrives", "the %s arrives"},
			{"somebody took the %s", "nobody took the %s"},
			{"either %s fits", "neither %s fits"},
			{"the %s fails to arrive", "the %s arrives"},
			{"turn the %s on", "turn the %s off"},
			{"免%s费用吗", "要%s费用吗"},
		}).Draw(t, "pair")
		a, b := fmt.Sprintf(pair[0], thing), fmt.Sprintf(pair[1], thing)
		require.NotZero(t, doubtsOf(t, a, b), "%s / %s", a, b)
		require.NotZero(t, doubtsOf(t, b, a), "%s / %s", b, a)
	})
}

// A way is not the way back.
func TestWayBackIsNeverDirect(t *testing.T) {
	for _, c := range []struct {
		template string
		places   []string
	}{
		{"flights from %s to %s", strings.Fields("berlin paris madrid lisbon tokyo oslo")},
		{"从%s到%s多少钱", strings.Fields("北京 上海 广州 深圳 成都 杭州")},
	} {
		rapid.Check(t, func(t *rapid.T) {
			two := rapid.Permutation(c.places).Draw(t, "places")
			a, b := fmt.Sprintf(c.template, two[0], two[1]), fmt.Sprintf(c.template, two[1], two[0])
			require.NotZero(t, doubtsOf(t, a, b)&kb.DoubtNegation, "%s / %s", a, b)
		})
	}
	assert.Zero(t, doubtsOf(t, "flights from berlin to paris", "flights to paris from berlin"))
}
