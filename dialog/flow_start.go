package dialog

import (
	"context"
	"slices"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// wanted finds the flow that a message starts: by a phrase that is the whole message, by
// a sure intent, or by the longest phrase in the message, with one letter wrong in longer words. Of several the first flow
// wins. What the message denies, tells of the past or only asks about starts nothing; a
// question that may be a request starts a flow if the knowledge base has nothing to say
// to it.
func (t *Talk) wanted(ctx context.Context) (*Flow, error) {
	best, how := t.wantedBy(t.text)
	if best == nil {
		if respelt, ok := t.engine.respelt(t.text); ok {
			best, how = t.wantedBy(respelt)
		}
	}
	if how == wishMaybe {
		found, err := t.search(ctx)
		if err != nil || found.Confidence != Nothing {
			return nil, err
		}
	}
	return best, nil
}

// wantedBy is the flow that words start by a phrase, or the message by its intent, and how
// much it is wanted.
func (t *Talk) wantedBy(words string) (best *Flow, how wish) {
	longest := 0
	t.phrased(words, func(f *Flow, phrase string, w wish, whole bool) {
		most, sure := len(phrase), w
		if whole {
			most = 1 << 20
		}
		if t.reading != nil && t.reading.Sure && w != wishDenied && slices.Contains(f.Intents, t.reading.Intent) {
			most, sure = max(most, len(text.Key(words))), wishSure
		}
		if most > longest && sure > wishDenied {
			best, longest, how = f, most, sure
		}
	})
	return best, how
}

// byPhrase is the flow that words start by a phrase.
func (t *Talk) byPhrase(words string) (best *Flow, how wish, by string) {
	t.phrased(words, func(f *Flow, phrase string, w wish, _ bool) {
		if w > wishDenied && len(phrase) > len(by) {
			best, how, by = f, w, phrase
		}
	})
	return best, how, by
}

// phrased tells of each flow the longest of its phrases in some words, how these have it, and
// whether they are nothing else. A phrase that is denied counts where no other is in them.
func (t *Talk) phrased(words string, tell func(f *Flow, phrase string, w wish, whole bool)) {
	key := text.Key(words)
	if key == "" {
		return
	}
	clauses := wishClauses(words)
	for _, f := range t.engine.opts.Flows {
		p := t.engine.plans[f.Name]
		if p == nil {
			continue
		}
		if slices.Contains(p.phrases, key) {
			tell(f, key, wishSure, true)
			continue
		}
		longest, how := "", wishNone
		for _, phrase := range p.phrases {
			if len(phrase) <= len(longest) || !contains(key, phrase) {
				continue
			}
			switch w := wishFor(clauses, phrase); w {
			case wishDenied:
				how = max(how, wishDenied)
			case wishMaybe, wishSure:
				longest, how = phrase, w
			}
		}
		tell(f, longest, how, false)
	}
}

// onlyWants reports whether the message is sure to ask for a flow and says nothing else,
// its values and politeness aside: what stands in a story begins nothing.
func (t *Talk) onlyWants(flow *Flow) bool {
	if t.reading != nil && t.reading.Sure && slices.Contains(flow.Intents, t.reading.Intent) {
		return true
	}
	words := []byte(t.text)
	if t.reading != nil && t.readText == t.text {
		for _, v := range t.reading.Values {
			for i := v.Start; i < v.End; i++ {
				words[i] = ' '
			}
		}
	}
	key := text.Key(string(words))
	for _, phrase := range t.engine.plans[flow.Name].phrases {
		if before, after, ok := strings.Cut(key, phrase); ok && contains(key, phrase) && empty(before) && empty(after) {
			return true
		}
	}
	return false
}

// empty reports whether words say nothing but politeness.
func empty(words string) bool {
	var p phraseText
	if !p.read(words) {
		return len(words) <= maxPhraseBytes && strings.TrimSpace(words) == ""
	}
	c := commandParse{p: &p, root: p.book.commands}
	said := false
	end := c.each(0, func(label uint8) {
		said = said || label != phraseFiller && label != uint8(commandGreeting) && label != uint8(commandThanks)
	})
	return end == len(p.tokens) && !said
}

// wish is how the words around a phrase have it.
type wish uint8

const (
	wishNone   wish = iota
	wishDenied      // "I don't want to return it", 取消退货, 我昨天退货了
	wishAsked       // "who pays when I return it?"
	wishMaybe       // a question that may ask for it: "is it too late to return it?"
	wishSure
)

// wishClauses cuts a text into the keys of its clauses. The last byte of one that asks
// is a question mark. What depends on a condition goes with it: "if I return it, who
// pays?".
func wishClauses(s string) (clauses []string) {
	from, at, cond := 0, 0, false
	for at < len(s) {
		r, n := rune(s[at]), 1
		for _, mark := range []string{"，", "。", "；", "！", "？", "、", "\n"} {
			if strings.HasPrefix(s[at:], mark) {
				r, n = []rune(mark)[0], len(mark)
			}
		}
		ends := strings.ContainsRune("，。；！？、\n", r) || strings.ContainsRune(",.;!?", r) && (at+n == len(s) || s[at+n] == ' ' || s[at+n] >= 0x80)
		if !ends {
			at += n
			continue
		}
		key := text.Key(s[from:at])
		if key != "" && !cond && strings.ContainsRune("，,", r) && wishBegins(key, wishConditions) {
			cond = true
			at += n
			continue
		}
		if key != "" {
			if r == '?' || r == '？' {
				key += "?"
			}
			clauses = append(clauses, key)
		}
		at += n
		from, cond = at, false
	}
	if key := text.Key(s[from:]); key != "" {
		clauses = append(clauses, key)
	}
	return clauses
}

// wishFor is the best of how the clauses have a phrase.
func wishFor(clauses []string, phrase string) wish {
	best := wishNone
	for _, clause := range clauses {
		rest, asked := strings.CutSuffix(clause, "?")
		for from := 0; from < len(rest); {
			at := strings.Index(rest[from:], phrase)
			if at < 0 || !contains(rest[from:], phrase) {
				break
			}
			before, after := rest[:from+at], rest[from+at+len(phrase):]
			best = max(best, wishIn(before, after, asked))
			from += at + len(phrase)
		}
	}
	if best == wishNone {
		return wishSure // it stands across clauses
	}
	return best
}

// wishIn tells how the words before and after a phrase in a clause have it.
func wishIn(before, after string, asked bool) wish {
	if wishRefused(before) || wishPast(before, after) {
		return wishDenied
	}
	before = strings.Replace(before, "what about", "", 1) // names it
	request := wishHas(before, wishRequests) && !wishHas(before, wishInquiries)
	asked = asked || strings.HasSuffix(after, "吗") || strings.HasSuffix(after, "么")
	opens := asked || wishBegins(before, wishFacts)
	led := opens && wishHas(before, wishFacts) || wishHas(before, wishFactsHan)
	informs := led || asked && wishHas(after, wishFacts) || wishHas(after, wishFactsHan)
	switch {
	case request && !led:
		return wishSure
	case informs && !request:
		return wishAsked
	case informs, asked, wishHas(before, wishInquiries), wishBegins(before, wishPlaces), wishHas(before+after, wishPlacesHan), wishBegins(before, wishConditions):
		return wishMaybe
	}
	return wishSure
}

// wishHas reports whether one of some words is in a key, wishBegins whether it is
// among the first.
func wishHas(key string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return contains(key, w) })
}

func wishBegins(key string, words []string) bool {
	const few, near = 3, 12 // words, bytes: "so ", "and then ", 那么
	first := strings.Fields(key)
	head := strings.Join(first[:min(len(first), few)], " ")
	return slices.ContainsFunc(words, func(w string) bool { return contains(head, w) && strings.Index(head, w) <= near })
}

var (
	wishRequests = []string{
		"can i", "could i", "may i", "can we", "could we", "can you", "could you", "would you", "will you", "i want", "we want", "i need", "we need",
		"i'd like", "i would like", "want to", "i have a", "i wish", "let me", "help", "please", "how do i", "how can i", "how do we", "how can we", "how to",
		"可以", "能", "可否", "想", "要", "帮", "给我", "怎么", "如何", "怎样", "麻烦", "申请", "办理", "办一下",
	}
	wishInquiries  = []string{"tell", "explain", "know", "wonder", "wondering", "告诉", "知道", "了解", "请问一下", "问一下", "问下"}
	wishFacts      = []string{"what", "what's", "which", "who", "whose", "who's", "why", "how much", "how many", "how long", "how often", "how soon"}
	wishFactsHan   = []string{"谁", "多少", "多久", "多长时间", "几天", "几号", "为什么", "为啥", "是什么", "什么条件", "什么政策", "什么规则", "什么要求", "哪些", "有什么", "需要什么", "要什么"}
	wishPlaces     = []string{"where", "when"}
	wishPlacesHan  = []string{"哪", "什么时候", "是否", "是不是"}
	wishConditions = []string{"if", "when", "after", "before", "in case", "suppose", "如果", "假如", "要是", "万一"}
)

// wishRefused reports whether the end of a text turns down what comes next: "I do not
// want to", 取消我的. What is between counts for nothing.
func wishRefused(before string) bool {
	words := strings.Fields(before)
	for i := len(words) - 1; i >= 0; i-- {
		switch w := words[i]; w {
		case "not", "don't", "dont", "didn't", "didnt", "won't", "wont", "wouldn't", "never", "no", "without", "isn't", "wasn't", "aren't", "nor", "cancel", "canceling", "cancelling", "undo", "withdraw", "revoke":
			return i == 0 || words[i-1] != "why" && words[i-1] != "if"
		case "of":
			if i > 0 && words[i-1] == "instead" {
				return true
			}
			return false
		case "i", "we":
			if i == 0 || words[i-1] != "think" && words[i-1] != "believe" {
				i = -1
			}
		case "want", "need", "to", "like", "wish", "plan", "planning", "intend", "going", "trying", "looking", "really", "actually", "even", "think", "believe", "have", "do", "make", "file",
			"a", "an", "any", "the", "my", "this", "that", "our", "further", "more", "asking", "ask", "say", "said", "asked", "wanted", "wanting":
		default:
			i = -1
		}
	}
	rest := before
	for cut := true; cut; {
		cut = false
		for _, light := range wishLightHan {
			if s, ok := strings.CutSuffix(rest, light); ok {
				rest, cut = s, true
				break
			}
		}
		for _, not := range []string{"不", "不用", "不必", "没", "没有", "别", "无需", "取消", "取消掉", "撤销"} {
			head, ok := strings.CutSuffix(rest, not)
			if !ok {
				continue
			}
			light := before[len(rest):]
			last := lastRune(head)
			switch {
			case not == "不" && (last == "要" && light == "" || last != "" && strings.HasPrefix(light, last)): // 要不, 要不要
				return false
			case strings.HasPrefix(light, "想要"), not[:3] != "取" && not[:3] != "撤" && strings.ContainsAny(light, "这那的"): // 不想要[了],退货
				return false
			case not == "别" && (last == "特" || last == "区" || last == "分" || last == "级"):
				return false
			}
			return true
		}
	}
	return false
}

var wishLightHan = []string{"想要", "需要", "打算", "准备", "想", "要", "是", "再", "去", "来", "说", "办", "申请", "任何", "什么", "我的", "这个", "那个", "这次的", "之前的", "刚才的"}

// lastRune is the last character of a text.
func lastRune(s string) string {
	if s == "" {
		return ""
	}
	r := []rune(s)
	return string(r[len(r)-1])
}

// wishPast reports whether what a phrase names has happened already.
func wishPast(before, after string) bool {
	if words := strings.Fields(before); slices.Contains(words[max(0, len(words)-3):], "already") {
		return true
	}
	done := strings.HasPrefix(after, "了") || strings.HasPrefix(after, "过")
	return done && slices.ContainsFunc([]string{"之前", "已经", "刚才", "刚刚", "昨天", "前天", "上次", "上周", "早就", "前几天", "上个月"}, func(w string) bool { return strings.Contains(before, w) })
}
