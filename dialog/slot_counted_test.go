package dialog

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// countFlow asks for an order, how many pieces, and a note.
func countFlow() *Flow {
	return &Flow{Name: "return", Phrases: []string{"return", "退货"}, Steps: []Step{
		Ask(PatternSlot("order", `[A-Z]-\d{2,6}`, In("order number", "订单号"), In("Which order?", "订单号是多少？"))),
		Ask(NumberSlot[int]("qty", In("quantity", "数量"), In("How many?", "几件？"))),
		Ask(TextSlot("note", In("note", "备注"), In("Any note?", "有什么备注？"))),
		Confirm(nil),
	}}
}

// countTalk is at the question how many, with a reader that finds nothing.
func countTalk(t *testing.T) *flowTalk {
	f := talkWith(t, func(o *Options) { o.Reader = PlainReader{} }, countFlow())
	f.say("return A-12")
	return f
}

// Words with a numeral in them are no number, and what is not exactly one is asked for again.
func TestWhatCountsNothingIsNoNumber(t *testing.T) {
	for _, words := range []string{
		"上一步", "一直没收到货", "一会儿再说", "万一坏了呢", "一般吧", "不一定", "一样的", "我一个朋友买的", "一共多少钱", "十分着急", "千万别", "四川的", "第一次买", "看一看",
		"统一退", "一点都不好", "一看就是坏的", "八成新", "三月份买的", "双十一买的", "五一假期", "两个星期前买的", "买一送一", "三个半", // of other words
		"一件都不退", "不是1个", "不要两件", "not 2", "it isn't 2", "I don't have 2", // denied
		"十几件", "两三件", "三五个", "二三十个", "一百多", "两到三件", "2,3", "2 or 3", "two to three", "1-2", // about so many
		"at least 2", "more than 2", "up to 3", "no more than 2", "至少两件", "不超过3件", "三件以上", "3 or more", "3+", // a bound
		"3 days ago I bought it", "I am 45 years old", "3天前买的", // of something else
		"A-13", "no, b13", "it is A- 13", "$5", "5%", "12,00", // a code, money
	} {
		f := countTalk(t)
		f.say(words)
		assert.NotContains(t, f.slots(), "qty", words)
	}
}

func TestWhatCountsIsANumber(t *testing.T) {
	for words, want := range map[string]string{
		"三": "3", "要三": "3", "来仨": "3", "俩吧": "2", "两件": "2", "要三个": "3", "就一件": "1", "一共三件": "3", "一共4": "4", "三件都退": "3", "大概三件": "3", "我买了两个杯子": "2",
		"十五件": "15", "一百二十三件": "123", "一万": "10000", "1万": "10000", "3千": "3000", "两万五": "25000", "一万零三百": "10300", "十分": "10", "兩件": "2", "２件": "2",
		"3k": "3000", "3 thousand": "3000", "2 dozen": "24", "1,200": "1200", "x3": "3", "3pcs": "3", "-0": "0", "负两件": "-2", "minus two": "-2",
		"one, no two": "2", "2 pieces, no 3": "3", "2, sorry, 3": "3", "two I mean three": "3", "两件，不对，三件": "3", "两件，不，三件": "3", // taken back
		"not 2, 3": "3", "不是两件，是三件": "3", "3, not 2": "3", "不退两个，退一个": "1", "not 2 but 3": "3",
		"no, 2": "2", "no problem, 2": "2", "don't know, maybe 2": "2", "not sure, 2": "2",
	} {
		f := countTalk(t)
		f.say(words)
		assert.Equal(t, want, f.slots()["qty"], words)
	}
	f := talkWith(t, nil, &Flow{Name: "f", Phrases: []string{"go"}, Steps: []Step{Ask(NumberSlot[int]("n", In("budget", ""), In("How much may it cost?", "")))}})
	f.say("go")
	f.say("$500")
	assert.Contains(t, f.events(), "slot_filled n=500", "where money is asked for")
}

// What the reader took for a number counts no more than the same words without it.
func TestNumbersOfTheReaderHaveToCount(t *testing.T) {
	reads := func(words, number string) ReaderFunc {
		return func(ctx context.Context, in ReadInput) (Understood, error) {
			u, err := PlainReader{}.Read(ctx, in)
			if at := strings.Index(in.Text, words); at >= 0 {
				u.Reading.Values = append(u.Reading.Values, Value{Type: "number", Value: number, Start: at, End: at + len(words)})
			}
			return u, err
		}
	}
	for _, c := range []struct{ words, number, text, want string }{
		{"13", "13", "my order is A- 13", ""},
		{"一", "1", "一直没收到货", ""},
		{"2", "2", "at least 2", ""},
		{"两件", "2", "负两件", "-2"},
		{"a few", "3", "a few", "3"}, // the reader knows better
	} {
		f := talkWith(t, func(o *Options) { o.Reader = reads(c.words, c.number) }, countFlow())
		f.say("return A-12")
		f.say(c.text)
		assert.Equal(t, c.want, f.slots()["qty"], c.text)
	}
	f := talkWith(t, func(o *Options) { o.Reader = reads("13", "13") }, countFlow())
	f.say("return")
	f.say("my order is A- 13")
	assert.Empty(t, f.slots(), "unasked")
}

func TestPatternOfSeveral(t *testing.T) {
	for words, want := range map[string]string{
		"A-12": "A-12", "A-12, no, A-13": "A-13", "A-12 sorry I mean A-13": "A-13", "A-12，不对，A-13": "A-13", "是A-12，说错了，是A-13": "A-13",
		"not A-12 but A-13": "A-13", "A-13, not A-12": "A-13", "不是A-12，是A-13": "A-13", "A-12 and again A-12": "A-12",
		"A-12 or A-13": "", "A-12还是A-13": "", "not A-12": "", "不是A-12": "", "neither A-12 nor A-13": "",
	} {
		f := talkWith(t, func(o *Options) { o.Reader = PlainReader{} }, countFlow())
		f.say("return it")
		f.say(words)
		assert.Equal(t, want, f.slots()["order"], words)
	}
}

// A new value goes to the slot of which it is one as a whole.
func TestCorrectionGoesWhereItFits(t *testing.T) {
	at := map[string]string{"order": "A-12", "qty": "2", "note": "careful"}
	for words, changed := range map[string][2]string{
		"no, it should be B-13": {"order", "B-13"}, "不对，应该退B-13": {"order", "B-13"}, "no, it should be 3": {"qty", "3"}, "不对，应该是三件": {"qty", "3"},
	} {
		f := countTalk(t)
		f.say("2")
		f.say("careful")
		f.say(words)
		want := map[string]string{changed[0]: changed[1]}
		for name, v := range at {
			if name != changed[0] {
				want[name] = v
			}
		}
		assert.Equal(t, want, f.slots(), words)
	}
}

// "No" and nothing but another value takes back what was told, whatever is asked for now.
func TestNoAndAnotherValue(t *testing.T) {
	for words, want := range map[string]map[string]string{
		"no, A-13": {"order": "A-13"}, "不对，B-14": {"order": "B-14"},
		"no, 3": {"order": "A-12", "qty": "3"}, "不，三件": {"order": "A-12", "qty": "3"}, // what was asked for
	} {
		f := countTalk(t)
		f.say(words)
		assert.Equal(t, want, f.slots(), words)
	}
	for words, want := range map[string]string{"不对，两件": "2", "错了，两件": "2", "no, two": "2", "wait, two": "2", "不对，A-13": "5"} {
		f := countTalk(t)
		f.say("5")
		f.say(words)
		assert.Equal(t, want, f.slots()["qty"], words)
		assert.NotContains(t, f.slots(), "note", words)
	}
	for _, note := range []string{"no, thanks", "不，两个都碎了", "no, two of the cups are broken", "不是，放门口"} {
		f := countTalk(t)
		f.say("5")
		f.say(note)
		assert.Equal(t, map[string]string{"order": "A-12", "qty": "5", "note": note}, f.slots())
	}
}
