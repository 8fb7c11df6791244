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

// doubtsOf returns the doubts of the one entry with a wording.
func doubtsOf(t require.TestingT, wording, question string) kb.Doubt {
	x := kb.NewIndex(nil)
	require.NoError(t, x.Put(kb.Entry{ID: "a", Question: wording}, kb.Entry{ID: "b", Question: "opening hours"}, kb.Entry{ID: "c", Question: "营业时间"}))
	hits := x.Match(kb.Query{Text: question})
	require.NotEmpty(t, hits, question)
	require.Equal(t, "a", hits[0].Entry.ID)
	return hits[0].Doubts
}

// What is counted, numbered and measured, from none on, in every way of writing it: another
// number is a doubt, the same one is none.
func TestAnyFigureDiffers(t *testing.T) {
	english := []string{"can I buy %s tickets", "is %s license enough for us", "room %s price", "does platform %s have a lift", "is it safe at %s degrees"}
	chinese := []string{"买%s件包邮吗", "%s楼有厕所吗", "%s个人可以买吗", "买%s送四", "%s号线几点开", "%s期工程完工了吗", "套餐%s包含什么", "年费%s元可以退吗"}
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.IntRange(0, 12).Draw(t, "a"), rapid.IntRange(0, 12).Draw(t, "b")
		forms, templates := []func(int) string{func(n int) string { return fmt.Sprint(n) }}, english
		if rapid.Bool().Draw(t, "Chinese") {
			templates = chinese
			forms = append(forms, func(n int) string {
				return strings.Fields("零 一 二 三 四 五 六 七 八 九 十 十一 十二")[n]
			})
		} else {
			forms = append(forms, func(n int) string {
				return strings.Fields("zero one two three four five six seven eight nine ten eleven twelve")[n]
			})
		}
		template := rapid.SampledFrom(templates).Draw(t, "template")
		wording := fmt.Sprintf(template, rapid.SampledFrom(forms).Draw(t, "form")(a))
		question := fmt.Sprintf(template, rapid.SampledFrom(forms).Draw(t, "form")(b))
		require.Equal(t, a != b, doubtsOf(t, wording, question)&(kb.DoubtNumber|kb.DoubtModel) != 0, "%s / %s", wording, question)
	})
}

// A number below zero is another one, however it is written.
func TestSignDiffers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 99).Draw(t, "n")
		template, below := "can I store it at %s degrees", []string{"-%d", "minus %d", "negative %d"}
		if rapid.Bool().Draw(t, "Chinese") {
			template, below = "%s度能用吗", []string{"零下%d", "负%d"}
		}
		less := fmt.Sprintf(template, fmt.Sprintf(rapid.SampledFrom(below).Draw(t, "below"), n))
		again := fmt.Sprintf(template, fmt.Sprintf(rapid.SampledFrom(below).Draw(t, "again"), n))
		more := fmt.Sprintf(template, fmt.Sprint(n))
		require.NotZero(t, doubtsOf(t, less, more)&kb.DoubtNumber)
		require.NotZero(t, doubtsOf(t, more, less)&kb.DoubtNumber)
		require.Zero(t, doubtsOf(t, less, again)&kb.DoubtNumber)
	})
}

// Chinese numerals are the digits that people mean by them: 两千五 is 2500.
func TestHanNumerals(t *testing.T) {
	digits := strings.Fields("零 一 二 三 四 五 六 七 八 九")
	places := strings.Fields("千 百 十")
	write := func(n int, short bool) string {
		out, gap, last := "", false, 0
		for i, place := range []int{1000, 100, 10, 1} {
			d := n / place % 10
			switch {
			case d == 0:
				gap = gap || out != ""
				continue
			case gap:
				out += "零"
			}
			if place == 1 && short && !gap && last >= 100 || place > 1 && short && !gap && last == 10*place && n%place == 0 && place < 1000 {
				return out + digits[d]
			}
			gap, last = false, place
			out += digits[d]
			if place > 1 {
				out += places[i]
			}
		}
		return out
	}
	rapid.Check(t, func(t *rapid.T) {
		n, other := rapid.IntRange(100, 9999).Draw(t, "n"), rapid.IntRange(100, 9999).Draw(t, "other")
		han := write(n, rapid.Bool().Draw(t, "short"))
		template := rapid.SampledFrom([]string{"满%v减九九吗", "满%v元包邮吗", "预算%v块够吗"}).Draw(t, "template")
		wording := fmt.Sprintf(template, han)
		require.Zero(t, doubtsOf(t, wording, fmt.Sprintf(template, n))&kb.DoubtNumber, "%s is %d", han, n)
		require.Equal(t, n != other, doubtsOf(t, wording, fmt.Sprintf(template, other))&kb.DoubtNumber != 0, "%s / %d", han, other)
	})
}

// Forms of numbers that the properties do not draw, and what is no number.
func TestFigureForms(t *testing.T) {
	const figures = kb.DoubtNumber | kb.DoubtModel | kb.DoubtUnit
	for _, p := range [][2]string{
		{"半年会员多少钱", "一年会员多少钱"},
		{"三成首付可以吗", "零首付可以吗"},
		{"一年半保修吗", "一年保修吗"},
		{"买一送一", "买二送一"},
		{"满100减10", "满10减100"},
		{"押金一万二退吗", "押金一万零二退吗"},
		{"一万两千元够吗", "一万元够吗"},
		{"Louis XIV chair price", "Louis XV chair price"},
		{"Windows Server II setup", "Windows Server III setup"},
		{"can I keep it for a day", "can I keep it for a month"},
		{"price per week", "price per month"},
		{"lease for half a year", "lease for a year"},
		{"lease of one and a half years", "lease of one year"},
	} {
		assert.NotZero(t, doubtsOf(t, p[0], p[1])&figures, "%s / %s", p[0], p[1])
		assert.NotZero(t, doubtsOf(t, p[1], p[0])&figures, "%s / %s", p[1], p[0])
	}
	for _, p := range [][2]string{
		{"can I return this one", "can I return this"},
		{"怎么取消一下订单", "怎么取消订单"},
		{"我要退一件衣服", "我要退衣服"},
		{"一起买可以吗", "可以一起买吗"},
		{"半年会员多少钱", "6个月会员多少钱"},
		{"三成首付", "30%首付"},
		{"Louis XIV chair", "Louis 14 chair"},
		{"half an hour massage", "30 minutes massage"},
		{"a week rental", "one week rental"},
		{"3-5 days delivery", "delivery 3 to 5 days"},
		{"5度到10度可以吗", "5-10度可以吗"},
	} {
		assert.Zero(t, doubtsOf(t, p[0], p[1])&figures, "%s / %s", p[0], p[1])
		assert.Zero(t, doubtsOf(t, p[1], p[0])&figures, "%s / %s", p[1], p[0])
	}
}
