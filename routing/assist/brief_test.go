package assist_test

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/kefu-go/kefu/routing/assist"
)

func talk() assist.Situation {
	lines := says(
		"C: Hello there",
		"B: Hello! How can I help you?",
		"C: My parcel A-17 has not arrived. I paid with card 4111 1111 1111 1111.",
		"B: Parcels take three to five days. Is there anything else?",
		"C: It is the tenth day! Where is the parcel?",
		"A: I am sorry. I have asked the depot about it, and I will call you within two hours.",
		"C: ok thanks. Can I get the shipping fee back?",
	)
	for i := range lines {
		lines[i].At = noon().Add(time.Duration(i) * time.Minute)
	}
	lines[2].Mood, lines[4].Mood, lines[6].Mood = -0.2, -0.8, 0.2
	return assist.Situation{
		Lines: lines, Slots: map[string]string{"order_id": "A-17", "gone": " "},
		Attributes: map[string]string{"name": "Zoe", "tier": "gold"},
	}
}

func TestBrief(t *testing.T) {
	s := talk()
	b := assist.BriefOf(&s, nil)
	assert.Equal(t, `Wants: My parcel A-17 has not arrived.
Known: order_id = A-17; name = Zoe; tier = gold
Told: Parcels take three to five days.; I have asked the depot about it, and I will call you within two hours.
Open question: Can I get the shipping fee back?
Promised: I have asked the depot about it, and I will call you within two hours.
Mood: content, was upset, is calmer now`, b.Text)
	assert.Equal(t, noon().Add(5*time.Minute), b.Promise.At)
	assert.Equal(t, assist.ByAgent, b.Promise.By)
	assert.InDelta(t, -0.8, b.Mood.Lowest, 1e-9)

	b = assist.BriefOf(&s, &assist.BriefOptions{Attributes: []string{"tier"}, Language: "zh-Hans"})
	assert.Equal(t, []assist.Known{{"order_id", "A-17"}, {"tier", "gold"}}, b.Known)
	assert.Contains(t, b.Text, "诉求：My parcel")
	assert.Contains(t, b.Text, "曾经不满，现已缓和")
}

func TestBriefInChinese(t *testing.T) {
	s := assist.Situation{Lines: says(
		"C: 在吗", "C: 我的快递三天没动了，能帮我催一下快递吗？", "A: 您好，已经帮您联系快递网点。", "A: 我会在24小时内给您回复。", "C: 运费可以退吗？", "A: 请稍等，我查一下运费")}
	b := assist.BriefOf(&s, nil)
	assert.Equal(t, "zh", b.Language)
	assert.Equal(t, "我的快递三天没动了，能帮我催一下快递吗？", b.Want)
	assert.Equal(t, "运费可以退吗？", b.Open, "who was put off has not been answered")
	assert.Equal(t, "我会在24小时内给您回复。", b.Promise.Text)
	assert.Nil(t, b.Mood)
	s.Lines = append(s.Lines, says("A: 运费可以退的，已经退到您的账户")...)
	assert.NotEqual(t, "运费可以退吗？", assist.BriefOf(&s, nil).Open)
}

func TestBriefMoods(t *testing.T) {
	course := func(moods ...float64) assist.Course {
		var s assist.Situation
		for _, m := range moods {
			s.Lines = append(s.Lines, assist.Line{By: assist.ByCustomer, Text: "x", Mood: m}, assist.Line{By: assist.ByAgent, Text: "y", Mood: -1})
		}
		return assist.BriefOf(&s, nil).Mood.Course
	}
	assert.Equal(t, assist.Better, course(-0.5, -0.2, 0.3))
	assert.Equal(t, assist.Worse, course(0.1, -0.1, -0.5))
	assert.Equal(t, assist.Steady, course(-0.5, -0.4, -0.5))
	assert.Equal(t, assist.Recovered, course(0, -0.9, 0))
}

// card is the number of a card, and cardAlone the same where it stands by itself: beside a letter or another digit it is
// part of a code.
const card = "4111 1111 1111 1111"

var cardAlone = regexp.MustCompile(`(?:^|[A-Za-z] )` + card + `(?:$|\.$|\. [A-Za-z])`)

// A brief keeps its length, whatever was said, and secrets stay hidden.
func FuzzBrief(f *testing.F) {
	f.Add("My card 4111 1111 1111 1111. Where is it?", "I will call within 2 hours", 60)
	f.Add("卡号6222020200112233445，退款呢？", "\xff稍后", 0)
	f.Fuzz(func(t *testing.T, asked, said string, limit int) {
		s := assist.Situation{Lines: []assist.Line{{By: assist.ByCustomer, Text: asked}, {By: assist.ByAgent, Text: said}}, Slots: map[string]string{"a": asked}}
		limit = min(max(limit, 0), 10_000)
		b := assist.BriefOf(&s, &assist.BriefOptions{Max: limit})
		want := max(limit, 60)
		if limit == 0 {
			want = 500
		}
		if n := utf8.RuneCountInString(b.Text); n > want {
			t.Fatalf("%d runes, at most %d", n, want)
		}
		if n := len(cardAlone.FindAllString(asked, -1)) + len(cardAlone.FindAllString(said, -1)); n == strings.Count(asked, card)+strings.Count(said, card) {
			assert.NotContains(t, b.Text, card)
		}
		assert.Equal(t, b, assist.BriefOf(&s, &assist.BriefOptions{Max: limit}))
	})
}

func TestBriefIsBounded(t *testing.T) {
	s := talk()
	b := assist.BriefOf(&s, &assist.BriefOptions{Max: 100})
	assert.LessOrEqual(t, utf8.RuneCountInString(b.Text), 100)
	assert.True(t, strings.HasPrefix(b.Text, "Wants: My parcel A-17 has not arrived."), "what he wants has the first claim")
	assert.Contains(t, b.Text, "Open question: ")
	s.Lines = nil
	assert.Empty(t, assist.BriefOf(&s, nil).Want)
}
