package emotion_test

import (
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/intent/emotion"
	"github.com/kefu-go/kefu/internal/text/respell"
)

func newDetector(t testing.TB) *emotion.Detector {
	d, err := emotion.New(nil)
	require.NoError(t, err)
	return d
}

func TestDetectAllocates(t *testing.T) {
	if raceBuild {
		t.Skip("the race detector empties pools at random")
	}
	d := newDetector(t)
	for _, text := range []string{
		"@united I have been on hold for 2 hours and NOBODY answers, this is ridiculous!!! :(",
		"第三次了!我等了三天了,你们还是没人理我,再不处理我就投诉12315",
		"She said \"nice\" and “fine”",
		"ＴＨＩＳ ｉｓ ａｗｆｕｌ！！！ I don＇ｔ want it",
	} {
		assert.LessOrEqual(t, testing.AllocsPerRun(100, func() { d.Detect(text) }), 2.0, text)
	}
}

// check verifies what every emotion promises.
func check(t require.TestingT, text string, e emotion.Emotion) {
	sum := 0.0
	for i, p := range e.Shares {
		require.GreaterOrEqual(t, p, 0.0)
		require.LessOrEqual(t, p, e.Score)
		if e.Label == emotion.Labels()[i] {
			require.Equal(t, e.Score, p)
		}
		sum += p
	}
	require.InDelta(t, 1, sum, 1e-6)
	for _, x := range []float64{e.Intensity, e.NeedsHuman, e.Valence*0.5 + 0.5} {
		require.GreaterOrEqual(t, x, 0.0)
		require.LessOrEqual(t, x, 1.0)
	}
	require.LessOrEqual(t, len(e.Cues), 16)
	last := 0
	for _, c := range e.Cues {
		require.GreaterOrEqual(t, c.Start, last, "cues are in order")
		require.Greater(t, c.End, c.Start)
		require.LessOrEqual(t, c.End, len(text))
		require.Equal(t, utf8.RuneCountInString(text[:c.Start]), c.RuneStart)
		require.Equal(t, c.RuneStart+utf8.RuneCountInString(text[c.Start:c.End]), c.RuneEnd)
		last = c.Start
	}
}

// messages draws texts made of what the detector knows, and of noise.
func messages() *rapid.Generator[string] {
	pieces := []string{
		"good", "not", "very", "terrible", "thank you", "but", "if", "I", "waited", "two", "weeks", "idiot", "great", "sooo", "WHY",
		"不", "满意", "太", "慢", "了", "没有", "第三次", "等了", "三天", "投诉", "谢谢", "呵呵", "但是", "如果", "傻逼", "好好好",
		"!", "!!!", "?", "...", ",", "。", "“", "”", "\"", ":)", ":(", "😡", "👍🏽", "[微笑]", "[怒", "(╯°□°)╯︵┻━┻", " ", "\n", "12345", "\xff", "\u200d", "e\u0301", "ﬁ", "㎏",
	}
	return rapid.Map(rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(pieces), rapid.StringN(0, 5, 20)), 0, 30), func(list []string) string {
		return strings.Join(list, "")
	})
}

func TestDetectIsWellFormed(t *testing.T) {
	d := newDetector(t)
	rapid.Check(t, func(t *rapid.T) {
		text := messages().Draw(t, "text")
		check(t, text, d.Detect(text))
	})
}

// felt are messages with a clear feeling that ends in a plain word.
func felt() []string {
	return []string{
		"this is terrible", "I am happy", "the service is bad", "we are satisfied", "I love it", "you are idiots",
		"I am worried", "it was horrible", "I feel great", "服务很好", "太慢了", "我很失望", "非常满意", "气死我了", "我好担心", "你们是骗子",
	}
}

func TestExclamationMarksNeverCalm(t *testing.T) {
	d := newDetector(t)
	for _, text := range append(felt(), "hello", "我的订单", "ok", "") {
		before := d.Detect(text)
		for _, marks := range []string{"!", "!!!", "！！！"} {
			after := d.Detect(text + marks)
			assert.GreaterOrEqual(t, after.Intensity, before.Intensity, text+marks)
			assert.GreaterOrEqual(t, after.Valence*before.Valence, 0.0, text+marks)
		}
	}
}

func TestNegationTurnsTheSign(t *testing.T) {
	d, err := emotion.New(&emotion.Options{RulesOnly: true})
	require.NoError(t, err)
	for _, word := range strings.Fields("happy satisfied good helpful great pleasant excellent bad angry terrible disappointed rude") {
		with, without := d.Detect("I am not "+word).Valence, d.Detect("I am "+word).Valence
		assert.Negative(t, with*without, word)
	}
	for _, word := range strings.Fields("满意 开心 高兴 喜欢 好用 专业 靠谱 失望 生气 难过 担心") {
		with, without := d.Detect("我没觉得"+word).Valence, d.Detect("我觉得"+word).Valence
		assert.Negative(t, with*without, word)
	}
}

// What was learned about English is there, and says nothing of Chinese.
func TestRulesOnly(t *testing.T) {
	rules, err := emotion.New(&emotion.Options{RulesOnly: true})
	require.NoError(t, err)
	d := newDetector(t)
	assert.NotEqual(t, rules.Detect("it rains here").Shares, d.Detect("it rains here").Shares)
	assert.Equal(t, rules.Detect("这里下雨").Shares, d.Detect("这里下雨").Shares)
}

// What is in traditional characters, full width or another case is the same.
func TestSpelling(t *testing.T) {
	d := newDetector(t)
	for _, pair := range [][2]string{
		{"態度惡劣，氣死我了", "态度恶劣，气死我了"},
		{"ＴＨＩＳ ｉｓ ａｗｆｕｌ", "THIS is awful"},
		{"i don’t like it", "i don't like it"},
		{"i dont like it", "i don't like it"},
		{"This Is Terrible", "this is terrible"},
	} {
		assert.InDelta(t, d.Detect(pair[1]).Valence, d.Detect(pair[0]).Valence, 0.02, pair[0])
	}
}

// A message in full width is read like one in half width, and its cues lie where
// they were written.
func TestFullWidth(t *testing.T) {
	d := newDetector(t)
	for _, text := range []string{
		"THIS is awful :( I don't want it. Really???",
		"@air #fail, \"great\" service... broken AGAIN!!",
		"http://x.y sooo slow [angry] 你们的APP太差了，don't use",
		"can't wait; it isn't bad (at all) ~ e\xe4\xef!",
	} {
		wide := respell.FullWidth(text)
		want, got := d.Detect(text), d.Detect(wide)
		check(t, wide, got)
		require.Len(t, got.Cues, len(want.Cues), text)
		require.NotEmpty(t, got.Cues, text)
		for i, c := range got.Cues {
			assert.Equal(t, respell.FullWidth(text[want.Cues[i].Start:want.Cues[i].End]), wide[c.Start:c.End], text)
			c.Start, c.End = want.Cues[i].Start, want.Cues[i].End
			got.Cues[i] = c
		}
		assert.Equal(t, want, got, text)
	}
	assert.Greater(t, len(d.Detect("太差了:(还行").Cues), len(d.Detect("太差了：（还行").Cues), "signs among Chinese words are no emoticon")
}

func TestStress(t *testing.T) {
	d := newDetector(t)
	weight := func(text string) float64 {
		e := d.Detect(text)
		require.NotEmpty(t, e.Cues, text)
		return e.Cues[0].Weight
	}
	for _, list := range [][]string{ // ever worse
		{"it is a bit slow", "it is slow", "it is very slow", "it is very slow!!!"},
		{"the bad phone", "the BAD phone"},
		{"awful", "awfuuul"},
		{"有点失望", "失望", "非常失望", "非常失望！！！"},
	} {
		for i := 1; i < len(list); i++ {
			assert.Less(t, weight(list[i]), weight(list[i-1]), list[i])
		}
	}
}

func TestQuotedWordsCountLittle(t *testing.T) {
	d := newDetector(t)
	for plain, quoted := range map[string]string{
		"he wrote terrible awful service":  "he wrote “terrible awful service”",
		"客服跟我说了垃圾这个词":                      "客服跟我说了「垃圾」这个词",
		"the review says worst phone ever": "the review says \"worst phone\" ever",
	} {
		assert.Greater(t, d.Detect(quoted).Valence, d.Detect(plain).Valence, quoted)
		assert.NotZero(t, d.Detect(quoted).Tone&emotion.Quoted, quoted)
	}
	assert.Zero(t, d.Detect(`"terrible service"`).Tone&emotion.Quoted, "all in quotes is no quote")
	assert.Zero(t, d.Detect(`a 5" screen, terrible`).Tone&emotion.Quoted, "nor is what is never closed")
}

// Who asks for something else or says no is less content than who says thanks.
func TestNeedsHuman(t *testing.T) {
	d := newDetector(t)
	for _, list := range [][]string{
		{"thank you, that is perfect", "I'd like to book a table", "No, I want something else", "that is wrong, I already told you twice", "useless! get me a manager, idiots"},
		{"谢谢,非常满意", "我想订一个房间", "不对,我问的是发票", "还是没解决,说了多少遍了", "垃圾客服,我要投诉你们"},
	} {
		for i := 1; i < len(list); i++ {
			assert.Greater(t, d.Detect(list[i]).NeedsHuman, d.Detect(list[i-1]).NeedsHuman, list[i])
		}
	}
}

// Of a long message 16384 bytes are read, and cues stay within 16.
func TestLongMessages(t *testing.T) {
	d := newDetector(t)
	facts := strings.Repeat("The order was placed on Monday and the parcel has the usual label. ", 70)
	angry := d.Detect(facts + "I am furious and I will sue you, you idiots!!!")
	assert.Equal(t, emotion.Angry, angry.Label, "the end of a letter of %d bytes", len(facts))
	assert.NotZero(t, angry.Tone&emotion.Threat)
	broken := "\xff\xfe 太差了 terrible " + strings.Repeat("\xff\xfe. ", 6000) // bytes that are no UTF-8 keep their places
	check(t, broken, d.Detect(broken))
	second := d.Detect(broken).Cues[1]
	assert.Equal(t, "terrible", broken[second.Start:second.End])
	long := strings.Repeat("太差了。", 100_000)
	e := d.Detect(long)
	check(t, long, e)
	assert.Len(t, e.Cues, 16)
	assert.Equal(t, e, d.Detect(long[:16383]), "16384 bytes are read, but no half character")
}

func TestDetectConcurrently(t *testing.T) {
	d := newDetector(t)
	var all sync.WaitGroup
	for _, text := range felt() {
		want := d.Detect(text)
		all.Go(func() {
			for range 100 {
				assert.Equal(t, want, d.Detect(text))
			}
		})
	}
	all.Wait()
}

func FuzzDetect(f *testing.F) {
	d := newDetector(f)
	for _, c := range append(englishCases(), chineseCases()...) {
		f.Add(c.text)
	}
	f.Add("ｔｅｒｒｉｂｌｅ！！\xef\xbc太慢了\xef")
	f.Add("太差了\xff " + strings.Repeat("\xfe terrible 很慢。", 2000)) // more than is read, and no UTF-8
	f.Fuzz(func(t *testing.T, text string) {
		check(t, text, d.Detect(text))
	})
}

func BenchmarkDetect(b *testing.B) {
	d := newDetector(b)
	for name, text := range map[string]string{
		"en": "@united I have been on hold for 2 hours and NOBODY answers, this is ridiculous!!! :(",
		"zh": "第三次了!我等了三天了,你们还是没人理我,再不处理我就投诉12315",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				d.Detect(text)
			}
		})
	}
}
