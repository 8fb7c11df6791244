package assist

import (
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// The built-in lists are small on purpose: they have what is hardly ever right to
// say. | stands between phrases.
const (
	rudeWords = `stupid|idiot|dumb|moron|shut up|get lost|are you blind|are you deaf|use your brain|stop whining|stop bothering|` +
		`what is wrong with you|what's wrong with you|whatever|` +
		`白痴|蠢货|笨蛋|傻瓜|脑残|神经病|有病吧|闭嘴|滚开|滚蛋|废话|吵什么|瞎了|没长眼|烦死了|爱要不要|爱买不买|随便你|你想怎样|关我什么事`
	coldWords = `as i already said|as i said before|as already stated|i already told you|i told you already|you should have|you failed to|you must have|` +
		`calm down|that is not our problem|that's not our problem|not our fault|your own fault|not my job|nothing i can do|there is nothing we can do|` +
		`read the terms|it is company policy|that is just how it is|take it or leave it|` +
		`我都说了|已经说过了|说过多少遍|跟你说过|您应该早点|你自己没|您自己没|自己去看|自己查|自己想办法|请您冷静|你冷静|不归我们管|不是我们的问题|不关我们的事|` +
		`规定就是这样|公司规定就是|我也没办法|没有办法就是没有办法|那是你的问题|那是您的问题`
	promiseWords = `guarantee|guaranteed|guarantees|i promise|we promise|i can promise|100% sure|100 percent|will definitely|definitely will|definitely be|certainly will|will certainly|for sure|without fail|never happen again|no risk|risk free|best price|lowest price|` +
		`保证|担保|承诺|绝对|肯定会|肯定能|一定会|一定能|必定|百分之百|百分百|100%会|100%能|永远不会|再也不会|零风险|稳赚|包过|全网最低`
	harmlessWords = `自己查看|保证金|保证书|保证人|担保人|担保费|承诺书|承诺时间|绝对值|质量保证期|guarantee period|guarantee card|money back guarantee`
)

// advices say what to do about findings, in English and in Chinese.
func advice(c Code, zh bool) string {
	both := [2]string{}
	switch c {
	case CodeEmpty:
		both = [2]string{"Write something.", "请填写回复内容。"}
	case CodeLong:
		both = [2]string{"Shorten it, or send it in two messages.", "请精简，或分两条发送。"}
	case CodePlaceholder:
		both = [2]string{"Fill in the value, or take the gap out.", "请填写内容，或删去此处。"}
	case CodeSensitive:
		both = [2]string{"Say it without this word.", "请换一种说法，不要使用该词。"}
	case CodeRude:
		both = [2]string{"Take this out; say what you can do.", "请删去，改为说明您能做什么。"}
	case CodeCold:
		both = [2]string{"Show understanding first, then say what happens next.", "请先表示理解，再说明下一步。"}
	case CodeShouting:
		both = [2]string{"Use small letters and one exclamation mark at most.", "请不要连用感叹号或大写。"}
	case CodePromise:
		both = [2]string{"Say what is usual or planned, such as “we expect”.", "请改用“预计”“我们会尽力”等说法。"}
	case CodePersonal:
		both = [2]string{"Leave it out, or show the last four digits only.", "请删去，或只显示后四位。"}
	case CodeLink:
		both = [2]string{"Check where the link leads.", "请核对链接去向。"}
	case CodeLanguage:
		both = [2]string{"Answer in the customer's language.", "请使用客户的语言回复。"}
	case CodeUnanswered:
		both = [2]string{"Answer this question too.", "客户的这个问题还没有回答。"}
	}
	if zh {
		return both[1]
	}
	return both[0]
}

// severityOf is how bad the phrases of a list are.
func severityOf(c Code) Severity {
	if c == CodeSensitive || c == CodeRude {
		return Block
	}
	return Warning
}

// phraseSet finds phrases in a text, as rows of tokens.
type phraseSet struct {
	byFirst map[string][]phrase
}

type phrase struct {
	code  Code // "" for phrases in which nothing is wrong
	text  string
	words []string
	kinds []text.Kind
}

// add reports whether the phrase has words.
func (p *phraseSet) add(code Code, s string) bool {
	var b text.Buffer
	one := phrase{code: code, text: s}
	for _, t := range b.Segment(s) {
		one.words = append(one.words, string(b.Bytes(t)))
		one.kinds = append(one.kinds, t.Kind)
	}
	if len(one.words) == 0 {
		return false
	}
	p.byFirst[one.words[0]] = append(p.byFirst[one.words[0]], one)
	return true
}

// span is the tokens from i that are the phrase; 0 if they are not.
func (c *linting) spans(p *phrase, i int) int {
	if i+len(p.words) > len(c.tokens) {
		return 0
	}
	for k, word := range p.words {
		t := c.tokens[i+k]
		if t.Kind != p.kinds[k] || string(c.buffer.Bytes(t)) != word || k > 0 && !c.together(c.tokens[i+k-1], t) {
			return 0
		}
	}
	return len(p.words)
}

// together tells whether two tokens can be of one phrase: between them is a blank or
// a few signs that hide words, and no end of a clause.
func (c *linting) together(a, b text.Token) bool {
	between := c.reply[a.End:b.Start]
	if a.Kind == text.Char && b.Kind == text.Char {
		return len(between) <= 4 && !strings.ContainsAny(between, ",;:!?\n") && !strings.ContainsAny(between, "，。；：！？、")
	}
	return len(between) <= 2 && !strings.ContainsAny(between, ".,;:!?\n，。；：！？、")
}

// findPhrases finds the phrases of all lists. Within a harmless phrase nothing but a
// sensitive one is found, and of those of one code that lie within each other the
// longest.
func (c *linting) findPhrases() {
	harmless, first := 0, len(c.found)
	for i, t := range c.tokens {
		for _, p := range c.phrases.byFirst[string(c.buffer.Bytes(t))] {
			n := c.spans(&p, i)
			if n == 0 {
				continue
			}
			end := c.tokens[i+n-1].End
			if p.code == "" {
				harmless = max(harmless, end)
				// It may be longer than what was found at its own beginning.
				for k := len(c.found) - 1; k >= first; k-- {
					if f := c.found[k]; f.Start >= t.Start && f.End <= end && f.Code != CodeSensitive {
						c.found = append(c.found[:k], c.found[k+1:]...)
					}
				}
				continue
			}
			if p.code != CodeSensitive && end <= harmless || p.code == CodePromise && c.denied(i) {
				continue
			}
			c.keepLongest(first, Finding{Code: p.code, Severity: severityOf(p.code), Start: t.Start, End: end, Detail: p.text})
		}
	}
}

// keepLongest adds a finding unless one of the same code covers it, and takes away
// those that it covers.
func (c *linting) keepLongest(first int, f Finding) {
	for k := len(c.found) - 1; k >= first; k-- {
		other := c.found[k]
		switch {
		case other.Code != f.Code || other.End <= f.Start || other.Start >= f.End:
		case other.Start <= f.Start && other.End >= f.End:
			return
		case f.Start <= other.Start && f.End >= other.End:
			c.found = append(c.found[:k], c.found[k+1:]...)
		}
	}
	c.add(f)
}

// denied tells whether a promise is not made: "we cannot guarantee", 无法保证.
func (c *linting) denied(i int) bool {
	for k := i - 1; k >= max(0, i-3); k-- {
		if !c.together(c.tokens[k], c.tokens[k+1]) {
			return false
		}
		switch string(c.buffer.Bytes(c.tokens[k])) {
		case "not", "no", "never", "cannot", "can't", "couldn't", "won't", "don't", "doesn't", "unable", "nobody",
			"不", "无", "没", "未", "难", "非", "别":
			return true
		}
	}
	return false
}

// gapName tells whether something in brackets is the name of what should stand there.
func gapName(s string) bool {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "name", "your name", "customer name", "customer", "order", "order number", "order id", "date", "time", "amount", "link",
		"phone", "email", "address", "product", "number", "todo", "tbd", "insert name", "agent name",
		"姓名", "客户姓名", "客户名", "称呼", "订单号", "日期", "时间", "金额", "链接", "电话", "地址", "商品", "商品名", "单号", "快递单号", "待填写", "待补充":
		return true
	}
	return strings.HasPrefix(s, "请填写") || strings.HasPrefix(s, "填写") || strings.HasPrefix(strings.ToLower(s), "insert ")
}
