package assist

import (
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// sentencesOf cuts a text at the ends of sentences; the marks at their ends stay. A
// dot within a number or a name is no end.
func sentencesOf(s string) (list []string) {
	from := 0
	cut := func(to int) {
		if one := strings.TrimSpace(s[from:to]); text.Key(one) != "" {
			list = append(list, one)
		}
		from = to
	}
	for i, r := range s {
		switch r {
		case '\n', '!', '?', '。', '！', '？', ';', '；':
			next := i + utf8.RuneLen(r)
			if after, _ := utf8.DecodeRuneInString(s[next:]); !strings.ContainsRune("!?！？", after) || next == len(s) {
				cut(next)
			}
		case '.':
			if i+1 == len(s) || s[i+1] == ' ' {
				cut(i + 1)
			}
		}
	}
	cut(len(s))
	return list
}

// expects is what kind of thing answers a question.
type expects uint8

const (
	anything expects = iota
	aTime
	anAmount
	aReason
	yesOrNo
)

// question is one question of a customer.
type question struct {
	text   string // the sentence, or the clause where a sentence asks more than one thing
	asks   string // the clause
	wanted expects
	turn   int // the line that it is in
}

// askers are the words that questions have, with what they expect. Longer ones come
// first.
var askers = [...]struct {
	words  string // | stands between them
	wanted expects
}{
	{"how long|what time|when|how soon", aTime},
	{"多久|什么时候|啥时候|何时|几点|几天|几号|多长时间|哪天", aTime},
	{"how much|how many|what is the price|what does it cost|what's the price", anAmount},
	{"多少|几块|几元", anAmount},
	{"why|how come", aReason},
	{"为什么|为啥|为何|怎么回事", aReason},
	{"how|what|where|which|who|whose|what's|where's|who's", anything},
	{"怎么|怎样|如何|什么|啥|哪里|哪儿|哪个|哪家|谁|在哪|咋", anything},
	{"吗|么|能不能|可不可以|可以不|是不是|有没有|是否|能否|会不会|要不要|行不行|支不支持", yesOrNo},
}

// yesNoStarts begin English questions that want a yes or no, before one of yesNoAbout.
const (
	yesNoStarts = " can could do does did is are am was were will would should may have has isn't aren't doesn't don't can't won't "
	yesNoAbout  = " i you we they he she it there this that the my your our any anyone somebody someone "
)

// questionsOf returns the questions in a line. Clauses of one sentence that ask
// each by itself are questions each.
func questionsOf(line string, turn int) (list []question) {
	for _, sentence := range sentencesOf(line) {
		marked := strings.HasSuffix(sentence, "?") || strings.HasSuffix(sentence, "？")
		before := len(list)
		for _, clause := range clausesOf(sentence) {
			if wanted, ok := askedBy(clause); ok {
				list = append(list, question{clause, clause, wanted, turn})
			}
		}
		if len(list)-before == 1 { // the whole sentence says more than its clause
			list[before].text = sentence
		}
		if len(list) == before && marked {
			list = append(list, question{sentence, sentence, anything, turn})
		}
	}
	return list
}

// clausesOf cuts a sentence where another question may begin.
func clausesOf(s string) []string {
	var cut []string
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == '，' || r == ',' || r == '、' }) {
		rest := part
		for {
			at := strings.Index(strings.ToLower(rest), " and ")
			if at < 0 {
				break
			}
			if _, ok := askedBy(rest[at+5:]); !ok {
				break
			}
			cut, rest = append(cut, strings.TrimSpace(rest[:at])), rest[at+5:]
		}
		cut = append(cut, strings.TrimSpace(rest))
	}
	return cut
}

// askedBy tells what a clause asks for: in Chinese by what it holds, in English by how it begins.
func askedBy(clause string) (expects, bool) {
	folded := text.Key(clause)
	for _, greeting := range [...]string{"hi ", "hello ", "so ", "and ", "but ", "if so ", "also ", "please ", "ok ", "请问", "那", "另外", "还有"} {
		folded = strings.TrimPrefix(folded, greeting)
	}
	for _, a := range askers {
		for words := a.words; words != ""; {
			var one string
			one, words, _ = strings.Cut(words, "|")
			if one[0] < utf8.RuneSelf {
				if rest, ok := strings.CutPrefix(folded, one); ok && (rest == "" || rest[0] == ' ') {
					return a.wanted, true
				}
				continue
			}
			at := strings.Index(folded, one)
			if at < 0 || one == "么" && !strings.HasSuffix(folded, one) || strings.HasPrefix(folded[at:], "多少有") {
				continue
			}
			return a.wanted, true
		}
	}
	first, rest, _ := strings.Cut(folded, " ")
	second, _, _ := strings.Cut(rest, " ")
	if strings.Contains(yesNoStarts, " "+first+" ") && strings.Contains(yesNoAbout, " "+second+" ") {
		return yesOrNo, true
	}
	return anything, false
}
