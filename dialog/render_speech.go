package dialog

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// spoken renders a reply for a channel that reads aloud. Sounds are played as
// what they are; whatever is looked at is left for another way.
func (w *renderer) spoken() Rendered {
	var shown []Part
	for _, p := range w.parts() {
		if p.Kind == AudioPart && w.a.Shows(p) {
			shown = append(w.say(shown, w.sayable(p.caption())), Part{Kind: AudioPart, URL: p.URL, MIME: p.MIME, Size: p.Size})
			continue
		}
		shown = w.say(shown, w.aloud(p))
	}
	shown = w.say(shown, w.spokenChoices())
	w.oneByOne(shown, Menu{})
	return w.done(nil)
}

// aloud is what can be said of a part.
func (w *renderer) aloud(p Part) string {
	switch p.Kind {
	case "", TextPart, MarkdownPart, HTMLPart:
		return w.sayable(p.Plain())
	case LocationPart:
		w.left = append(w.left, p)
		return w.sayable(p.place())
	case CardPart:
		if p.URL != "" || p.Image != "" {
			w.left = append(w.left, p)
		}
		lines := []string{p.Title, p.Text}
		for _, c := range p.Choices {
			lines = append(lines, w.words("Say "+fullStop(c.Label, "."), "请说"+fullStop(c.Label, "。")))
		}
		return w.sayable(joinLines(lines...))
	}
	w.left = append(w.left, p)
	return w.sayable(p.caption())
}

// sayable is a text without links. One in parentheses stands behind the words that
// lead to it, and nothing has to be said of it.
func (w *renderer) sayable(text string) string {
	for at := 0; ; {
		open := strings.IndexByte(text[at:], '(')
		if open < 0 {
			break
		}
		at += open + 1
		n := linkLength(text[at:])
		if n > 0 && strings.HasPrefix(text[at+n:], ")") {
			w.left = append(w.left, Part{Kind: LinkPart, URL: text[at : at+n]})
			before := strings.TrimRight(text[:at-1], " ")
			at, text = len(before), before+text[at+n+1:]
		}
	}
	return w.replaceLinks(text, func(string) bool { return true })
}

// spokenChoices says how to pick, in numbers that [Choice] promises to take.
func (w *renderer) spokenChoices() string {
	var lines []string
	for i, c := range w.r.Choices {
		label := strings.ToValidUTF8(c.Label, "\uFFFD")
		if c.URL != "" {
			w.left = append(w.left, Part{Kind: LinkPart, Text: c.Label, URL: c.URL})
		}
		lines = append(lines, w.words("Say "+spokenNumber(i+1, false)+" for: "+fullStop(label, "."), "请说"+spokenNumber(i+1, true)+"："+fullStop(label, "。")))
	}
	return w.sayable(joinLines(lines...))
}

// fullStop ends a sentence that has no end.
func fullStop(s, stop string) string {
	s = strings.TrimSpace(s)
	if last, _ := utf8.DecodeLastRuneInString(s); strings.ContainsRune(".!?。！？…", last) {
		return s
	}
	return s + stop
}

// spokenNumber is a number as it is said; above ten voices read digits as well.
func spokenNumber(n int, chinese bool) string {
	names := [...]string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
	if chinese {
		names = [...]string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}
	}
	if n <= len(names) {
		return names[n-1]
	}
	return strconv.Itoa(n)
}
