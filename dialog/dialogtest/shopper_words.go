package dialogtest

import (
	"math/rand/v2"
	"strings"
)

// wordsOf are what simulated customers say beside their values.
type wordsOf struct {
	yes, no []string
	quit    []string
	angry   []string
	vague   []string // what answers nothing
	person  []string
	// replaced and changed correct a value: of {old}, to {new}, of what is called
	// {label}.
	replaced, changed []string
	between           string // between two values in one message
}

func wordsIn(locale string) wordsOf {
	if strings.HasPrefix(locale, "zh") {
		return wordsOf{
			yes:      []string{"是", "是的", "对", "对的", "没错", "确认", "嗯", "好的", "可以", "没问题"},
			no:       []string{"不是", "不对", "否", "不是的", "错了"},
			quit:     []string{"算了", "不用了", "取消"},
			angry:    []string{"气死我了！", "什么破服务！", "太慢了！"},
			vague:    []string{"就是那个蓝色的", "忘了，您看着办"},
			person:   []string{"转人工", "我要找人工客服"},
			replaced: []string{"不是{old}，是{new}", "不是{old}是{new}"},
			changed:  []string{"{label}改成{new}", "把{label}改为{new}", "{label}错了，应该是{new}", "{label}换成{new}"},
			between:  "，",
		}
	}
	return wordsOf{
		yes:      []string{"yes", "yes please", "correct", "that's right", "ok", "sure", "yep", "right", "looks good"},
		no:       []string{"no", "nope", "that's wrong", "not quite", "that's not right"},
		quit:     []string{"forget it", "never mind", "cancel"},
		angry:    []string{"This is ridiculous! ", "What a joke. ", "So slow! "},
		vague:    []string{"the blue one", "whatever you think"},
		person:   []string{"I want to talk to a person", "agent please"},
		replaced: []string{"not {old}, {new}", "{new} instead of {old}", "not {old} but {new}"},
		changed:  []string{"change the {label} to {new}", "sorry, the {label} should be {new}", "the {label} is wrong, it should be {new}", "please change my {label} to {new}", "actually the {label} is {new}"},
		between:  ", ",
	}
}

// said fills the braces of a phrase.
func said(phrase, label, old, fresh string) string {
	return strings.NewReplacer("{label}", label, "{old}", old, "{new}", fresh).Replace(phrase)
}

// mistyped swaps two letters inside of a word, or says a character twice.
func mistyped(s string, r *rand.Rand) string {
	runes := []rune(s)
	if len(runes) < 4 {
		return s
	}
	letter := func(i int) bool { return runes[i] >= 'a' && runes[i] <= 'z' }
	at := 1 + r.IntN(len(runes)-3)
	for i := range runes {
		if i := (at + i) % (len(runes) - 2); i > 0 && letter(i-1) && letter(i) && letter(i+1) && letter(i+2) {
			runes[i], runes[i+1] = runes[i+1], runes[i]
			return string(runes)
		}
	}
	return string(runes[:at]) + string(runes[at-1]) + string(runes[at:])
}

func oneOf(list []string, r *rand.Rand) string { return list[r.IntN(len(list))] }
