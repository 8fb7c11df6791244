package dialog

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// longSentence is how many bytes a sentence has that is cut at its commas, too:
// people who write without full stops say several things in one.
const longSentence = 100

// summarySentences cuts a line into sentences, which keep their punctuation.
func summarySentences(line string) []string {
	var out []string
	tight := false // nothing is between the last sentence and the next
	emit := func(raw string) {
		s := strings.TrimSpace(raw)
		joined := tight && raw != "" && strings.HasPrefix(raw, s)
		tight = raw != "" && strings.HasSuffix(raw, s)
		switch {
		case strings.ContainsFunc(s, isWordRune):
			out = append(out, s)
		case joined && len(out) > 0: // a row of marks belongs to what it follows
			out[len(out)-1] += s
		default:
			tight = false
		}
	}
	start, clause := 0, -1
	for i, r := range line {
		end := i + utf8.RuneLen(r)
		if r == utf8.RuneError {
			end = i + 1
		}
		switch {
		case r == '\n', strings.ContainsRune("。！？!?；;…", r), r == '.' && endsSentence(line, i):
			emit(line[start:end])
			start, clause = end, -1
		case strings.ContainsRune("，,、", r):
			if end-start > longSentence && clause < 0 {
				clause = end
			}
			if clause >= 0 && end-start > longSentence {
				emit(line[start:end])
				start, clause = end, -1
			}
		}
	}
	emit(line[start:])
	return out
}

// endsSentence reports whether the point at i is none of a number, an address
// or a short form: blank or a Chinese character comes next.
func endsSentence(s string, i int) bool {
	next, _ := utf8.DecodeRuneInString(s[i+1:])
	if i+1 < len(s) && !unicode.IsSpace(next) && next < 0x2E80 {
		return false
	}
	before := s[max(0, i-8):i]
	word := before[strings.LastIndexAny(before, " \n")+1:]
	switch strings.ToLower(word) {
	case "mr", "mrs", "ms", "dr", "no", "nr", "st", "vs", "e.g", "i.e", "approx", "tel":
		return i+1 == len(s)
	}
	return true
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// politePhrases are what people say without saying anything, folded; the longer
// of two that begin alike comes first.
const politePhrases = `早上好 上午好 中午好 下午好 晚上好 您好 你好 在不在 在吗 在么 有人吗 有人在吗 谢谢 多谢 感谢 不客气 不用谢 再见 拜拜 好的 好吧 嗯嗯 是的 对的
	没有了 没了 不用了 转人工客服 转人工 人工客服 找人工 要人工 人工 客服 辛苦了 麻烦了 打扰了 不好意思 亲亲 知道了 明白了 可以的 没事 行吧 请稍等 稍等 收到`

// politeWords are the English ones beside the function words.
const politeWords = ` good morning afternoon evening day greetings yes yeah yep no nope sure fine great perfect bye goodbye welcome cheers ta
	appreciate alright right sorry human agent person operator representative speak talk someone anybody need want connect transfer assistant help
	helped all now today everything anything else nothing
	lot much moment minute wait hold one `

// wordsIn returns the words of a list.
func wordsIn(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// saysNothing reports whether a sentence is only polite: a greeting, thanks, a
// yes or no, or the wish for a person.
func (d *digest) saysNothing(sentence string) bool {
	rest := text.Fold(sentence)
	if strings.ContainsFunc(rest, func(r rune) bool { return r >= utf8.RuneSelf }) { // all of the phrases are Chinese
		for _, p := range d.politePhrases {
			rest = strings.ReplaceAll(rest, p, " ")
		}
	}
	tokens := d.buffer.Segment(rest)
	han := 0
	for _, t := range tokens {
		w := d.buffer.Bytes(t)
		switch t.Kind {
		case text.Number:
			return false
		case text.Word:
			if !text.IsFunctionWord("en", w) && !d.politeWords[string(w)] {
				return false
			}
		case text.Char:
			if !text.IsFunctionWord("zh", w) && !strings.Contains("好嗯谢哦是对不用行喂来说", string(w)) {
				if han++; han == 2 {
					return false
				}
			}
		}
	}
	return true
}
