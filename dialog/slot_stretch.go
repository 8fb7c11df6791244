package dialog

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// The roles of two slots that a stretch of time fills: "from Dec 24 to Dec 27".
const (
	startRole = "start"
	endRole   = "end"
)

// stretched reports whether a slot is one end of a stretch of time for which the flow has two.
func (p *plan) stretched(s *slot) bool {
	switch s.Role {
	case startRole:
		return p.claimed(s.Kind, endRole)
	case endRole:
		return p.claimed(s.Kind, startRole)
	}
	return false
}

// stretches gives the two ends of the first stretch of time to the slots for them.
func (h *heard) stretches(p *plan, slots []*slot, give func(foundValue, bool)) {
	for i, v := range h.values {
		from, to, ok := strings.Cut(v.Value, "/")
		if v.Type != "time" || v.Role == "old" || !ok || h.taken[i] {
			continue
		}
		given := false
		for _, s := range slots {
			if !p.stretched(s) {
				continue
			}
			start, ok := partOf(s.Kind, Value{Type: v.Type, Value: from})
			end, both := partOf(s.Kind, Value{Type: v.Type, Value: to})
			if !ok || !both || start == end || !h.spans(i, from, to) {
				continue
			}
			f := foundValue{s, start, h.raw(i)}
			if s.Role == endRole {
				f.value = end
			}
			give(f, true)
			given = true
		}
		if given {
			h.taken[i] = true
			return
		}
	}
}

// spans reports whether a stretch goes from one thing to another: "tomorrow afternoon" is
// one time, though it has an end.
func (h *heard) spans(i int, from, to string) bool {
	a, _ := dateAndClockAt(from)
	b, _ := dateAndClockAt(to)
	if a != b {
		return true
	}
	v := h.values[i]
	raw := text.Fold(h.text[v.Start:v.End])
	for _, joint := range []string{" to ", " till ", " until ", "-", "–", "—", "~", "到", "至"} {
		if strings.Contains(raw, joint) {
			return true
		}
	}
	return false
}

// ofOtherThings reports whether a number counts what a slot is not about: "3 nights" are no
// three guests, unless the slot is for the nights.
func (h *heard) ofOtherThings(s *slot, i int) bool {
	v := h.values[i]
	counted := text.Key(h.text[v.Start:v.End]) + "\n" + text.Key(v.Value) + "\n" + nextWord(h.text[v.End:])
	for _, unit := range units {
		if !unit.in(counted) {
			continue
		}
		for _, name := range s.names() {
			if unit.in(text.Key(name)) {
				return false
			}
		}
		return true
	}
	return false
}

// nextWord is the word that a text begins with, or two characters of one without word
// spaces; none behind a comma.
func nextWord(after string) string {
	after = text.Fold(strings.TrimLeft(after, " -"))
	end := strings.IndexFunc(after, func(r rune) bool { return !unicode.IsLetter(r) })
	if end >= 0 {
		after = after[:end]
	}
	if runes := []rune(after); len(runes) > 2 && runes[0] >= utf8.RuneSelf {
		after = string(runes[:2])
	}
	return after
}

// unitWords are the words for one thing that is counted.
type unitWords []string

// units are what is counted beside what most flows ask to count: time, space and measures.
// Words of characters count where they stand, others as whole words.
var units = []unitWords{
	{"night", "nights", "晚"},
	{"day", "days", "天", "日"},
	{"week", "weeks", "周", "星期"},
	{"month", "months", "月"},
	{"year", "years", "年", "岁"},
	{"hour", "hours", "小时", "钟头"},
	{"minute", "minutes", "分钟"},
	{"room", "rooms", "间", "房"},
	{"bed", "beds", "床"},
	{"star", "stars", "星级"},
	{"floor", "floors", "楼", "层"},
	{"km", "kilometer", "kilometers", "kilometre", "kilometres", "mile", "miles", "公里"},
	{"kg", "kilo", "kilos", "公斤", "斤"},
}

// priceWords say that a slot is about money or a share.
var priceWords = unitWords{
	"price", "prices", "cost", "costs", "money", "budget", "amount", "pay", "paid", "spend", "fee", "value", "sum", "total", "discount", "rate", "percent", "percentage", "share", "deposit", "refund",
	"价", "钱", "费", "金额", "预算", "元", "款", "折", "率", "百分", "比例",
}

func (u unitWords) in(key string) bool {
	for _, word := range u {
		if len(word) > 0 && word[0] >= utf8.RuneSelf {
			if strings.Contains(key, word) {
				return true
			}
			continue
		}
		for _, field := range strings.Fields(key) {
			if field == word {
				return true
			}
		}
	}
	return false
}
