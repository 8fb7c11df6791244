package assist

import (
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// What shows that a reply answers a question of a kind; | stands between.
const (
	timeWords = `today|tomorrow|tonight|soon|now|day|days|hour|hours|minute|minutes|week|weeks|month|months|monday|tuesday|wednesday|thursday|friday|saturday|sunday|morning|afternoon|immediately|` +
		`今天|明天|后天|今晚|马上|立即|小时|分钟|工作日|星期|周内|月内|天内|天左右|日前|上午|下午|点前|号前|当天|即刻`
	amountWords = `free|no charge|no fee|cost|costs|price|total|usd|eur|rmb|免费|包邮|不收|元|块钱|价格|费用|一共|总共|折`
	reasonWords = `because|due to|since|reason|因为|由于|原因|是这样`
	yesNoWords  = `yes|no|sure|of course|certainly|unfortunately|sorry|can|cannot|can't|we do|we don't|it is|it isn't|是的|不是|可以|不可以|不能|能的|支持|不支持|没有|有的|当然|抱歉|需要|不需要|会的|不会`
	// waitWords are those of replies that promise an answer for later.
	waitWords = `let me check|let me look|one moment|just a moment|bear with me|i will check|i'll check|looking into|please wait|get back to you|稍等|请等|帮您查|为您查|查一下|核实一下|看一下|转接`
)

// telling are the terms of a question that say what it is about: stems without words
// that hold sentences together, and pairs of characters.
func (l *Linter) telling(b *text.Buffer, s string) map[string]bool {
	terms := map[string]bool{}
	tokens := b.Segment(s)
	for i, t := range tokens {
		word := b.Bytes(t)
		switch t.Kind {
		case text.Word:
			if !text.IsFunctionWord("en", word) && !questionWord(string(word)) {
				terms[l.stemmer.Stem("en", word)] = true
			}
		case text.Char:
			if i > 0 {
				if pair, ok := b.Bigram(tokens[i-1], t); ok && !text.IsFunctionWord("zh", pair) && !questionPair(string(pair)) {
					terms[string(pair)] = true
				}
			}
		case text.Number:
			terms[string(word)] = true
		}
	}
	return terms
}

func questionWord(w string) bool {
	return strings.Contains(" what when where which who whose why how long much many soon come not no time day days ", " "+w+" ")
}

// questionPair tells whether a pair of characters is a part of what asks.
func questionPair(p string) bool {
	for _, a := range [...]string{"什么", "怎么", "多少", "多久", "时候", "哪里", "为什", "如何", "几天", "可以", "请问", "能不", "不能", "是不", "不是", "有没", "没有"} {
		if p == a {
			return true
		}
	}
	for _, c := range [...]string{"吗", "呢", "么", "啊", "的", "了", "我", "你", "您", "吧"} {
		if strings.Contains(p, c) {
			return true
		}
	}
	return false
}

// leastShared is the share of a question's terms that a reply needs to be about it.
const leastShared = 0.3

// unanswered finds the questions that a reply leaves open while it answers others that
// were asked with them. It goes by words: of the agents' turns of MultiWOZ 2.1 (dev) it
// finds fault with 0.7 %, and about half of these do answer, in other words. So it is no
// more than a hint. Where a reply answers none, nothing is said: then it is likelier
// that the words were not understood. Replies that put the customer off, or ask
// something themselves only, are left alone.
func (c *linting) unanswered() {
	var questions []question
	lines := c.s.asked()
	for i, line := range lines {
		questions = append(questions, questionsOf(line.Text, i)...)
	}
	if len(questions) < 2 {
		return
	}
	key := text.Key(c.reply)
	if hasAny(key, waitWords) || len(questionsOf(c.reply, 0)) >= len(sentencesOf(c.reply)) {
		return
	}
	var b text.Buffer
	reply := c.telling(&b, c.reply)
	number := false
	for _, t := range c.tokens {
		number = number || t.Kind == text.Number
	}
	var open []question
	for _, q := range questions {
		if !c.answers(&b, &q, reply, key, number) {
			open = append(open, q)
		}
	}
	if len(open) == len(questions) {
		return
	}
	for _, q := range open {
		c.add(Finding{Code: CodeUnanswered, Severity: Info, Start: len(c.reply), End: len(c.reply), Detail: q.text})
	}
}

// answers tells whether a reply has to do with a question.
func (c *linting) answers(b *text.Buffer, q *question, reply map[string]bool, key string, number bool) bool {
	terms := c.telling(b, q.asks)
	shared := 0
	for t := range terms {
		if reply[t] {
			shared++
		}
	}
	if len(terms) > 0 && float64(shared) >= leastShared*float64(len(terms)) {
		return true
	}
	switch q.wanted {
	case aTime:
		return hasAny(key, timeWords)
	case anAmount:
		return hasAny(key, amountWords) || number && (strings.ContainsAny(key, "$€£¥") || hasAny(text.Key(q.asks), "电话|号码|号"))
	case aReason:
		return hasAny(key, reasonWords)
	case yesOrNo:
		// One yes does not answer two questions: it needs some of the words, too.
		return len(terms) > 0 && shared > 0 || len(terms) == 0 && hasAny(key, yesNoWords)
	}
	return len(terms) == 0
}

// hasAny tells whether a key has one of the words: whole ones in English.
func hasAny(key, words string) bool {
	for words != "" {
		var one string
		one, words, _ = strings.Cut(words, "|")
		for from := 0; ; {
			at := strings.Index(key[from:], one)
			if at < 0 {
				break
			}
			at += from
			if one[0] >= 0x80 {
				return true
			}
			end := at + len(one)
			if (at == 0 || !wordByte(key[at-1])) && (end == len(key) || !wordByte(key[end])) {
				return true
			}
			from = end
		}
	}
	return false
}
