package kb

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/kefu-go/kefu/internal/text"
)

// choose returns the option that somebody means: first by its very words, then by
// its number, then by words within what was said, then by a part of a label. A yes or
// no within what was said counts only if nothing else is said that tells: "no idea" is
// no no, and who says that needs help.
func (s *Step) choose(said string) (int, error) {
	if len(said) > MaxQuestion {
		said = strings.ToValidUTF8(said[:MaxQuestion], "")
	}
	key := text.Key(said)
	if key == "" {
		return 0, &ChoiceError{Step: s.ID}
	}
	for i, o := range s.Options {
		for _, w := range o.all() {
			if text.Key(w) == key {
				return i, nil
			}
		}
	}
	if n := choiceNumber(key); n != 0 {
		if n < 0 {
			n = len(s.Options)
		}
		if n <= len(s.Options) {
			return n - 1, nil
		}
		return 0, &ChoiceError{Step: s.ID}
	}
	words := wordsOf(said)
	fits, parts := []int(nil), make([]optionWords, len(s.Options))
	for i, o := range s.Options {
		for _, w := range o.all() {
			part := wordsOf(w)
			if part.denies == words.denies && words.has(part) && len(part.keys) > len(parts[i].keys) && (!isYesNo(w) || s.onlySays(words, w)) {
				parts[i] = part
			}
		}
	}
	for i, part := range parts { // "lamp" says nothing beside "red lamp"
		if len(part.keys) > 0 && !slices.ContainsFunc(parts, func(o optionWords) bool { return len(o.keys) > len(part.keys) && o.has(part) }) {
			fits = append(fits, i)
		}
	}
	if said := words.told(); len(fits) == 0 && len(said.keys) > 0 {
		for i, o := range s.Options {
			if slices.ContainsFunc(o.all(), func(w string) bool {
				return !isYesNo(w) && wordsOf(w).told().hasAll(said) // "red" is a part of "not red" too
			}) {
				fits = append(fits, i)
			}
		}
	}
	if len(fits) != 1 {
		return 0, &ChoiceError{Step: s.ID, Fits: fits}
	}
	return fits[0], nil
}

// all returns what names an option, with what else people say for yes and no.
func (o *Option) all() []string {
	all := append([]string{o.Label}, o.Wordings...)
	for _, group := range [...]string{yesWords, noWords} {
		if words := splitComma(group); slices.Contains(words, text.Key(o.Label)) {
			all = append(all, words...)
		}
	}
	return all
}

const (
	yesWords = "yes, yeah, yep, yup, sure, correct, right, it does, it is, 是, 是的, 对, 对的, 嗯, 好, 好的, 没错, 可以"
	noWords  = "no, nope, nah, not really, it does not, it doesn't, it is not, it isn't, 不, 不是, 否, 不对, 没有, 不行"
)

// isYesNo reports whether a wording is nothing but a yes or a no.
func isYesNo(wording string) bool {
	key := text.Key(wording)
	return slices.Contains(splitComma(yesWords), key) || slices.Contains(splitComma(noWords), key)
}

// onlySays reports whether nothing tells in what was said beside a yes or no: words
// that hold sentences together, those that the step has said itself, and the same
// answer once more do not.
func (s *Step) onlySays(said optionWords, answer string) bool {
	same, other := splitComma(yesWords), splitComma(noWords)
	part, step := wordsOf(answer), wordsOf(s.Say.PlainText())
	no := slices.Contains(other, text.Key(answer))
	if no {
		same, other = other, same
	}
	at := said.find(part)
	for i, key := range said.keys {
		switch {
		case i >= at && i < at+len(part.keys), slices.Contains(same, key), no && denials[key]:
		case slices.Contains(other, key), denials[key]:
			return false
		case !said.common[i] && !slices.Contains(step.keys, key) && !isPolite(key):
			return false
		}
	}
	return true
}

// isPolite reports whether a word or character adds nothing to a yes or no.
func isPolite(key string) bool { return slices.Contains(splitComma(politeWords), key) }

const politeWords = "thank, thanks, sir, madam, ok, okay, oh, um, hi, hello, 谢, 嗯, 哦, 噢, 啊, 呀, 呢, 哈, 亲, 您, 好"

// optionWords are the words of what was said, in their order.
type optionWords struct {
	keys   []string
	common []bool
	denies bool
}

func wordsOf(s string) optionWords {
	var buffer text.Buffer
	var w optionWords
	tokens := buffer.Segment(s)
	for _, t := range tokens {
		b := buffer.Bytes(t)
		key := strings.ReplaceAll(string(b), "'", "")
		common := text.IsFunctionWord("en", b) || key == "one" || t.Kind == text.Char && text.IsFunctionWord("zh", b)
		w.keys, w.common = append(w.keys, key), append(w.common, common)
		w.denies = w.denies || denials[key]
	}
	return w
}

// told returns the words without those that only hold sentences together.
func (w optionWords) told() optionWords {
	told := optionWords{denies: w.denies}
	for i, key := range w.keys {
		if !w.common[i] {
			told.keys, told.common = append(told.keys, key), append(told.common, false)
		}
	}
	return told
}

// has reports whether the words contain others, one behind the other.
func (w optionWords) has(part optionWords) bool { return w.find(part) >= 0 }

// find returns where the words contain others, one behind the other, or -1.
func (w optionWords) find(part optionWords) int {
	n := len(part.keys)
	for at := 0; n > 0 && at+n <= len(w.keys); at++ {
		if slices.Equal(w.keys[at:at+n], part.keys) {
			return at
		}
	}
	return -1
}

// hasAll reports whether the words contain others: in any order, unless these deny
// something.
func (w optionWords) hasAll(part optionWords) bool {
	if part.denies {
		return w.has(part)
	}
	return !slices.ContainsFunc(part.keys, func(key string) bool { return !slices.Contains(w.keys, key) })
}

// choiceNumber reads "2", "2.", "(2)", "option 2", "number two", "the second one",
// 第二个, 选2, ②; 0 is no number and -1 the last one. Everything that was said must
// be about the number.
func choiceNumber(key string) int {
	key = strings.Trim(key, ".)(:# ")
	for _, prefix := range []string{"option", "number", "no.", "answer", "choice", "the", "i choose", "i take", "我选", "选择", "选项", "选", "第"} {
		if rest, ok := strings.CutPrefix(key, prefix); ok {
			key = strings.Trim(rest, ".)(:# ")
		}
	}
	for _, suffix := range []string{"one", "option", "个", "项", "种", "条", "号"} {
		if rest, ok := strings.CutSuffix(key, suffix); ok && rest != "" {
			key = strings.TrimSpace(rest)
		}
	}
	if n, err := strconv.Atoi(key); err == nil && n > 0 {
		return n
	}
	return numberWords()[key]
}

var numberWords = sync.OnceValue(func() map[string]int {
	words := map[string]int{"last": -1, "最后": -1, "最后一": -1, "两": 2}
	for _, list := range []string{
		"one two three four five six seven eight nine ten", "first second third fourth fifth sixth seventh eighth ninth tenth",
		"1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th", "一 二 三 四 五 六 七 八 九 十",
	} {
		for i, word := range strings.Fields(list) {
			words[word] = i + 1
		}
	}
	return words
})
