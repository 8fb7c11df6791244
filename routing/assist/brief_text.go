package assist

import (
	"strings"
	"unicode/utf8"
)

// briefLabels are the words of Text, by language.
type briefLabels struct {
	want, tried, known, mood, open, promise string
	colon, stop, equals, bar                string
	moods                                   map[Course]string
}

func briefLabelsOf(lang string) briefLabels {
	if lang == "zh" {
		return briefLabels{
			"诉求", "已答复", "已知信息", "情绪", "未答问题", "最近承诺", "：", "；", "＝", "，",
			map[Course]string{Steady: "平稳", Better: "好转", Worse: "变差", Recovered: "曾经不满，现已缓和"},
		}
	}
	return briefLabels{
		"Wants", "Told", "Known", "Mood", "Open question", "Promised", ": ", "; ", " = ", ", ",
		map[Course]string{Steady: "steady", Better: "getting better", Worse: "getting worse", Recovered: "was upset, is calmer now"},
	}
}

// feeling is a mood in a word.
func feeling(v float64, lang string) string {
	words := [...][2]string{{"angry", "愤怒"}, {"unhappy", "不满"}, {"calm", "平静"}, {"content", "满意"}, {"happy", "高兴"}}
	i := 2
	switch {
	case v <= -0.6:
		i = 0
	case v <= -0.2:
		i = 1
	case v >= 0.6:
		i = 4
	case v >= 0.2:
		i = 3
	}
	if lang == "zh" {
		return words[i][1]
	}
	return words[i][0]
}

// render writes the parts as lines. What the customer wants, what is open and what
// was promised have the first claim to room.
func (b *Brief) render(limit int) string {
	l := briefLabelsOf(b.Language)
	var known []string
	for _, k := range b.Known {
		known = append(known, k.Name+l.equals+k.Value)
	}
	mood, promise := "", ""
	if b.Mood != nil {
		mood = feeling(b.Mood.End, b.Language) + l.bar + l.moods[b.Mood.Course]
	}
	if b.Promise != nil {
		promise = b.Promise.Text
	}
	parts := [...]struct{ label, text string }{
		{l.want, b.Want},
		{l.known, strings.Join(known, l.stop)},
		{l.tried, strings.Join(b.Tried, l.stop)},
		{l.open, b.Open},
		{l.promise, promise},
		{l.mood, mood},
	}
	room := limit
	var kept [len(parts)]string
	for _, i := range [...]int{0, 3, 4, 5, 1, 2} {
		p := parts[i]
		head := p.label + l.colon
		left := room - utf8.RuneCountInString(head) - 1
		if p.text == "" || left < min(8, utf8.RuneCountInString(p.text)) {
			continue
		}
		kept[i] = head + clip(oneLine(p.text), left)
		room -= utf8.RuneCountInString(kept[i]) + 1
	}
	var out []string
	for _, line := range kept {
		if line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
