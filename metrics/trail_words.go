package metrics

import (
	"fmt"
	"strings"
	"time"
)

var linkWords = map[Link][2]string{
	ModelLink: {"Model", "模型"}, EntryLink: {"Entry", "知识条目"}, KnowledgeLink: {"Knowledge gap", "知识缺口"}, SystemLink: {"System", "系统"},
	RuleLink: {"Rule", "规则"}, QueueLink: {"Queue", "队列"}, AgentLink: {"Agent", "客服"},
}

// trailDetails are the words for the details of causes; others are shown as they are.
var trailDetails = map[string][2]string{
	"judged": {"judged wrong or incomplete", "经评定有误或不完整"}, "not_helped": {"the customer says that it did not help", "客户表示没有帮助"},
	"rated": {"the talk was rated low", "会话评分低"}, "unsettled": {"the talk ended unsettled", "会话未解决即结束"},
	visitAbandoned: {"the customer left while he waited", "客户等待中离开"}, visitAnswered: {"the wait was too long", "等待过久"},
	visitDiverted: {"nobody took it", "无人接待"},
}

var outcomeWords = map[Outcome][2]string{
	Open: {"still open", "进行中"}, ByBot: {"resolved by the bot", "机器人解决"}, ByHuman: {"resolved by a person", "人工解决"},
	HandedOff: {"handed off, unresolved", "转人工未解决"}, Abandoned: {"abandoned", "客户放弃"}, Unresolved: {"unresolved", "未解决"},
}

// Text is the trail in lines that a person reads, in the language of a BCP 47 tag: Chinese, else English. Times are UTC. It has none of the
// customer's words, since events have none.
func (t *Trail) Text(locale string) string {
	w := trailWriter{zh: isChinese(locale)}
	w.line("Message", "消息", t.Turn, t.Conversation, t.At.Format(time.DateTime))
	if t.Intent != "" || t.Model != "" {
		s := t.Intent + w.pick(" by ", ",模型 ") + t.Model
		if t.Truth != "" {
			s += w.pick("; it means ", ";实为 ") + t.Truth
		}
		w.line("Understood as", "理解为", s)
	}
	for _, a := range t.Answers {
		s := fmt.Sprintf("%.2f", a.Score)
		for _, j := range a.Judged {
			s += w.pick("; judged ", ";评定 ") + fmt.Sprintf("%.2f", j.Score) + w.pick(" by ", ",评定人 ") + j.Judge
		}
		w.line("Answered from", "回答来自", fmt.Sprintf("%s v%d", a.Entry, a.Version), s)
	}
	if t.Suggested {
		w.line("Answer", "回答", w.pick("several were offered", "给出多个候选"))
	}
	if t.Unanswered {
		w.line("Answer", "回答", w.pick("none was known", "未找到答案"))
	}
	for _, r := range t.Rules {
		w.line("Rule", "规则", r.Rule+" ("+r.Reason+")")
	}
	for _, f := range t.Failures {
		w.line("Failure", "故障", f.Reason)
	}
	for _, v := range t.Visits {
		w.line("Queue", "队列", v.Queue, v.Wait.Round(time.Second).String())
	}
	for _, s := range t.Stints {
		w.line("Agent", "客服", s.Agent)
	}
	s := w.pick(outcomeWords[t.Episode.Outcome][0], outcomeWords[t.Episode.Outcome][1])
	if t.Episode.Rating > 0 {
		s += fmt.Sprintf(w.pick("; %.3g stars", ";%.3g 星"), t.Episode.Rating)
	}
	w.line("Outcome", "结果", s)
	for _, c := range t.Causes {
		words, ok := trailDetails[c.Detail]
		detail := c.Detail
		if ok {
			detail = w.pick(words[0], words[1])
		}
		name := c.Name
		if c.Version != 0 {
			name += fmt.Sprintf(" v%d", c.Version)
		}
		parts := []string{w.pick(linkWords[c.Link][0], linkWords[c.Link][1])}
		for _, p := range []string{name, detail} {
			if p != "" {
				parts = append(parts, p)
			}
		}
		w.line("Look at", "排查", parts...)
	}
	return w.String()
}

type trailWriter struct {
	strings.Builder
	zh bool
}

func (w *trailWriter) pick(en, zh string) string {
	if w.zh {
		return zh
	}
	return en
}

func (w *trailWriter) line(en, zh string, parts ...string) {
	w.WriteString(w.pick(en+": ", zh+":") + strings.Join(parts, w.pick(", ", ",")) + "\n")
}
