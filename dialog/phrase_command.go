package dialog

import (
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// command is what an utterance does to the conversation itself, not to its
// subject. Of several in one utterance the one that comes later here counts.
type command uint8

const (
	commandNone      command = iota
	commandGreeting          // hello, 你好
	commandThanks            // thank you, 谢谢
	commandSmallTalk         // are you a robot, 讲个笑话
	commandYes               // yes, 好的
	commandNo                // no, 不是
	commandUnsure            // I don't know, 忘了
	commandHold              // one moment, 等一下
	commandResume            // where were we, 继续
	commandGoodbye           // bye, that's all, 再见
	commandClarify           // what do you mean, 什么意思
	commandRepeat            // say that again, 再说一遍
	commandCorrect           // that's wrong, 我说错了
	commandSkip              // skip this one, 跳过
	commandBack              // go back, 上一步
	commandRestart           // start over, 重新开始
	commandCancel            // never mind, 算了
	commandOptIn             // subscribe me again, 重新订阅
	commandOptOut            // unsubscribe, 退订
	commandHuman             // a real person please, 转人工

	phraseUnwanted = 250 // a cancel that says how things are: I changed my mind, 不想要了
	phraseFiller   = 255 // politeness, hesitation and other words that say nothing
)

// commandReading is what readCommand found.
type commandReading struct {
	What command
	// Whole: the utterance says nothing else, politeness and fillers aside.
	Whole bool
	// Stated: a cancel that only says how things are, such as "I changed my mind".
	Stated bool
	// Rest is the part of the utterance that is left beside the command. Empty
	// if Whole.
	Rest string
}

// readCommand finds out whether an utterance, or its beginning or end, steers
// the conversation. It is made to miss a command rather than to find one in a
// request: "cancel my order" and 取消订单 are none. Pure; safe for concurrent use.
func readCommand(utterance string) commandReading {
	var p phraseText
	if !p.read(utterance) {
		return commandReading{}
	}
	return p.command()
}

// command is readCommand of an utterance that is cut already.
func (p *phraseText) command() commandReading {
	c := commandParse{p: p, root: p.book.commands}
	what, end := c.from(0)
	stated := what == commandCancel && !c.ordered
	if what <= commandUnsure && end < len(p.tokens) {
		if tail, start := c.tail(end); tail != commandNone {
			rest := strings.Trim(p.s[:p.tokens[start].Start], " ,;:，；、\n\t")
			return commandReading{What: tail, Rest: rest}
		}
	}
	switch {
	case what == commandNone:
		return commandReading{}
	case end < len(p.tokens):
		rest := p.behind(end)
		return commandReading{What: what, Rest: rest, Whole: rest == "", Stated: stated}
	case p.pauses[end] == phrasePauseAsks && (what == commandYes || what == commandNo):
		return commandReading{} // "right?" asks
	}
	return commandReading{What: what, Whole: true, Stated: stated}
}

// commandParse takes phrases off the beginning of an utterance. It remembers
// what it knows of each word, so that it takes linear time.
type commandParse struct {
	p            *phraseText
	root         int32
	begin        int  // the word that the parse begins with
	ordered      bool // a cancel was more than a statement
	taken, whole [maxPhraseTokens + 1]phraseVerdict
	hits         [maxPhraseTokens + 1]phraseHit // where taken
}

// phraseVerdict is what is known about the words from some place on.
type phraseVerdict uint8

const (
	phraseUnknown phraseVerdict = iota
	phraseRejected
	phraseAccepted
)

func phraseVerdictOf(ok bool) phraseVerdict {
	if ok {
		return phraseAccepted
	}
	return phraseRejected
}

// from takes commands and fillers from word i on as long as there are any, and
// returns the strongest command and where the rest begins.
func (c *commandParse) from(i int) (command, int) {
	what, assent := commandNone, false
	end := c.each(i, func(label uint8) {
		switch label {
		case phraseFiller:
		case phraseAssent:
			assent = true
		case phraseUnwanted:
			what = max(what, commandCancel)
		default:
			c.ordered = c.ordered || command(label) == commandCancel
			what = max(what, command(label))
		}
	})
	if what == commandNone && assent {
		what = commandYes
	}
	return what, end
}

// each calls f with the labels of the phrases from word i on, and returns where
// the rest begins. What only leads to the rest is of the rest: 那什么时候发货.
func (c *commandParse) each(i int, f func(label uint8)) (rest int) {
	for rest = i; i < len(c.p.tokens); {
		hit, ok := c.take(i)
		if !ok {
			return rest
		}
		f(hit.mark.label)
		i = hit.end
		if hit.mark.label != phraseFiller || c.p.pauses[i] != phrasePauseNone {
			rest = i
		}
	}
	return i
}

// take returns the longest phrase at word i that what follows allows.
func (c *commandParse) take(i int) (phraseHit, bool) {
	if c.taken[i] == phraseUnknown {
		hit, ok := c.seek(i)
		c.hits[i], c.taken[i] = hit, phraseVerdictOf(ok)
	}
	return c.hits[i], c.taken[i] == phraseAccepted
}

func (c *commandParse) seek(i int) (phraseHit, bool) {
	if c.p.mood(i) {
		return phraseHit{i + 1, phraseMark{label: phraseFiller}}, true
	}
	var found [maxPhraseHits]phraseHit
	hits := c.p.hits(c.root, i, &found)
	for k := len(hits) - 1; k >= 0; k-- {
		if hits[k].mark.label == phraseBlock {
			break
		}
		if c.allowed(hits[k]) {
			return hits[k], true
		}
	}
	return phraseHit{}, false
}

// allowed reports whether a phrase may end where it does.
func (c *commandParse) allowed(h phraseHit) bool {
	if h.mark.leads && c.begin > 0 || h.mark.label == uint8(commandNo) && c.goesOn(h) {
		return false
	}
	if h.mark.bound == boundWhole {
		return c.isWhole(h.end)
	}
	if c.isAfter(h.end) {
		return true
	}
	if h.mark.bound == boundPaused {
		return false
	}
	return c.p.longest(c.p.book.starts, h.end) > h.end ||
		h.answers() && c.p.longest(c.p.book.asides, h.end) > h.end
}

// goesOn reports whether what looks like a no is of the words behind it: "No. 5",
// 不取消, "I don't want to change that".
func (c *commandParse) goesOn(h phraseHit) bool {
	i := h.end
	switch {
	case i == len(c.p.tokens):
		return false
	case c.p.tokens[i].Kind == text.Number:
		return c.p.pauses[i] == phrasePauseNone || c.p.s[c.p.tokens[i-1].End] == '.'
	case h.mark.bound == boundOpen:
		return false
	}
	for i < len(c.p.tokens) && c.p.pauses[i] == phrasePauseNone {
		next, ok := c.take(i)
		if !ok || next.mark.label == uint8(commandThanks) {
			return false
		}
		if next.mark.label != phraseFiller {
			return true
		}
		i = next.end
	}
	return false
}

// answers reports whether a phrase is a yes or no.
func (h phraseHit) answers() bool {
	switch h.mark.label {
	case uint8(commandYes), uint8(commandNo), phraseAssent:
		return true
	}
	return false
}

// isAfter reports whether a phrase may end before word i: there is a pause, or
// another phrase begins.
func (c *commandParse) isAfter(i int) bool {
	if i == len(c.p.tokens) || c.p.pauses[i] != phrasePauseNone {
		return true
	}
	_, ok := c.take(i)
	return ok
}

// isWhole reports whether there is nothing but phrases from word i on.
func (c *commandParse) isWhole(i int) bool {
	if i == len(c.p.tokens) {
		return true
	}
	if c.whole[i] == phraseUnknown {
		hit, ok := c.take(i)
		c.whole[i] = phraseVerdictOf(ok && c.isWhole(hit.end))
	}
	return c.whole[i] == phraseAccepted
}

// tail finds a command that is all of the last clauses, behind word i, and
// returns where it begins. What is only polite there (thanks) does not count.
func (c *commandParse) tail(i int) (command, int) {
	for start := len(c.p.tokens) - 1; start > i; start-- {
		if c.p.pauses[start] == phrasePauseNone {
			continue
		}
		behind := commandParse{p: c.p, root: c.root, begin: start}
		what, end := behind.from(start)
		if end < len(c.p.tokens) {
			return commandNone, 0
		}
		switch what {
		case commandUnsure, commandGoodbye, commandSkip, commandBack, commandRestart, commandCancel, commandOptOut, commandHuman:
			return what, start
		}
	}
	return commandNone, 0
}
