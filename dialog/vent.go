package dialog

import (
	"context"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// mostVents is how often in a row impatience is answered with kind words alone; from then on
// it counts like anything else that cannot be used.
const mostVents = 2

// vent answers words that only show impatience or annoyance with kind ones, and asks again for
// what is needed. They are no failed attempt, nor a question without an answer.
func vent(ctx context.Context, t *Talk) (bool, error) {
	if !t.worded() || t.vents >= mostVents || !t.onlyVents() {
		return false, nil
	}
	if found, err := t.search(ctx); err != nil || found.Confidence == Sure {
		return false, err // the host has an answer of its own
	}
	t.s.Vents, t.owes = t.vents+1, true
	if f := t.open(); f != nil {
		t.prompt(f)
		return true, nil
	}
	t.keepOffer()
	t.turn.Reply.Kind = Chatted
	if t.handsOver() {
		t.tell(strings.TrimSpace(t.own(TextAskPerson)))
	}
	return true, nil
}

// onlyVents reports whether the message says how the customer feels, and nothing else. Where
// any words are an answer it has to say so in so many words; elsewhere the reader
// may see it in a few words.
func (t *Talk) onlyVents() bool {
	f := t.open()
	if f != nil && (t.rawAsked(f) || t.namesOption(f)) {
		return false
	}
	said := false
	for _, c := range t.ventClauses() {
		is, other := ventIn(text.Key(c.of(t.text)))
		if other {
			said = false
			break
		}
		said = said || is
	}
	if said || f == nil || t.takesWords(f) || asks(t.text) {
		return said
	}
	if answer, _ := t.utterance().yesNo(); answer != 0 || t.command().What != commandNone {
		return false
	}
	r := t.reading
	return r != nil && (r.Emotion == "angry" || r.Emotion == "frustrated") && r.Valence <= ventValence && r.Intensity >= ventIntensity && len(r.Values) == 0 && few(t.text)
}

// ventClauses are the clauses of the text if any of them may show impatience.
func (t *Talk) ventClauses() []stretch {
	clauses := clausesOf(t.text, true)
	if len(clauses) == 1 && clauses[0] == (stretch{0, len(t.text)}) {
		if !mayVent(t.key()) {
			return nil
		}
		return clauses
	}
	for _, c := range clauses {
		if mayVent(text.Key(c.of(t.text))) {
			return clauses
		}
	}
	return nil
}

// mayVent reports whether a phrase of impatience may be in a key. That rules out nearly
// everything, at a fraction of the price of looking for each.
func mayVent(key string) bool {
	begins := ventBegins()
	for i, r := range key {
		if r < utf8.RuneSelf && i > 0 && key[i-1] != ' ' {
			continue
		}
		for _, w := range begins[r] {
			if strings.HasPrefix(key[i:], w) {
				return true
			}
		}
	}
	return false
}

// ventBegins are the phrases that show impatience by their first character.
var ventBegins = sync.OnceValue(func() map[rune][]string {
	begins := map[rune][]string{}
	for _, w := range slices.Concat(ventWords, ventWordsHan) {
		r, _ := utf8.DecodeRuneInString(w)
		begins[r] = append(begins[r], w)
	}
	return begins
})

// ventBeside finds the clauses before or behind the others of a message that only show
// impatience.
func (t *Talk) ventBeside(f *frame) (stretch, bool) {
	if !t.worded() || t.takesWords(f) || t.namesOption(f) {
		return stretch{}, false
	}
	clauses := clausesOf(t.text, true)
	vents := func(c stretch) bool { is, other := ventIn(text.Key(c.of(t.text))); return is && !other }
	n := len(clauses)
	first, last := 0, n
	for first < n && vents(clauses[first]) {
		first++
	}
	for last > first && vents(clauses[last-1]) {
		last--
	}
	switch {
	case first == n || first == 0 && last == n:
		return stretch{}, false
	case first > 0:
		return stretch{0, clauses[first].from}, true
	}
	return stretch{clauses[last].from, len(t.text)}, true
}

// From where on the reader's word counts.
const (
	ventValence   = -0.5
	ventIntensity = 0.5
)

// few reports whether a text has few words: six, or twelve characters without word spaces.
func few(s string) bool {
	if n := utf8.RuneCountInString(s); n != len(s) {
		return n <= 12
	}
	return len(strings.Fields(s)) <= 6 && !strings.ContainsAny(s, "0123456789")
}

// ventIn reports whether a clause shows impatience, and whether it says anything else.
func ventIn(key string) (is, other bool) {
	rest := key
	for _, words := range [][]string{ventWords, ventWordsHan} {
		for _, w := range words {
			if contains(rest, w) {
				rest, is = strings.Replace(rest, w, " ", 1), true
			}
		}
	}
	kept := strings.Fields(rest)
	kept = slices.DeleteFunc(kept, func(w string) bool { return slices.Contains(ventLight, w) })
	rest = strings.Join(kept, " ")
	for _, light := range ventLightHan {
		rest = strings.ReplaceAll(rest, light, "")
	}
	return is, !empty(rest)
}

// What people say who have no patience left, the longer ones first.
var (
	ventWords = []string{
		"how long is this going to take", "how long does this take", "how long will this take", "how much longer", "is taking forever", "takes forever", "taking forever", "taking too long", "takes too long", "taking so long", "takes so long", "takes ages", "taking ages",
		"waste of time", "wasting my time", "are you kidding me", "are you kidding", "you must be kidding", "you've got to be kidding", "hurry up", "come on", "for god's sake", "for heaven's sake", "for crying out loud",
		"i don't have all day", "i haven't got all day", "i'm losing my patience", "losing my patience", "i'm running out of patience", "sick of this", "tired of this", "fed up", "had enough", "enough already", "get on with it",
		"ridiculous", "annoying", "frustrating", "unbelievable", "unacceptable", "outrageous", "absurd", "insane", "a joke", "pathetic", "terrible service", "terrible", "horrible", "awful", "useless", "stupid", "hopeless", "so slow", "too slow", "seriously", "ugh", "argh", "grr", "wtf", "ffs", "omg", "jeez", "good grief",
		"too complicated", "so complicated", "too many questions", "so many questions", "stop asking",
	}
	ventWordsHan = []string{
		"要等到什么时候", "还要多久", "要多久啊", "等了半天", "等半天", "等了好久", "等太久", "等这么久", "等好久", "怎么这么慢", "这么慢", "太慢", "好慢", "真慢", "慢死", "能不能快点", "快一点行不行", "快点行不行", "快点", "快一点", "磨磨蹭蹭", "磨叽", "墨迹",
		"急死", "急人", "烦死", "烦人", "真烦", "好烦", "太烦", "很烦", "气死", "气人", "生气", "火大", "无语", "崩溃", "服了", "受够", "够了", "有完没完", "没完没了", "浪费时间", "浪费我时间", "浪费我的时间",
		"搞什么", "什么玩意", "什么破", "破服务", "破系统", "破机器人", "太差", "真差", "垃圾", "离谱", "太麻烦", "真麻烦", "麻烦死", "好麻烦", "这么麻烦", "问那么多", "问这么多", "别问了", "烦不烦", "没耐心",
	}
	ventLight = []string{
		"this", "that", "it", "it's", "that's", "is", "are", "you", "your", "you're", "i", "i'm", "am", "so", "very", "really", "just", "too", "what", "how", "a", "an", "the", "such", "of", "with", "all", "such", "oh", "my", "god", "man", "now",
		"already", "absolutely", "totally", "completely", "pretty", "quite", "getting", "bot", "thing", "service", "process", "form", "whole", "again", "please", "been", "have", "has", "i've", "here", "at",
	}
	ventLightHan = []string{"实在", "真是", "真的", "简直", "到底", "怎么", "你们", "客服", "系统", "机器人", "流程", "这个", "这", "那", "我", "你", "也", "都", "太", "真", "好", "了", "啊", "吧", "呢", "呀", "啦", "人", "的", "么", "吗", "死", "我都", "要", "嘛"}
)
