package main

import (
	"time"

	"github.com/kefu-go/kefu/ticket"
)

// caseRules are the rules of the shop: the usual ones, with promises in the hours in which
// it works, and what its people do by one click.
func caseRules() ticket.Rules {
	rules := ticket.DefaultRules()
	rules.Policies = []ticket.Policy{promises()}
	rules.Macros = macros()
	return rules
}

// workday is how long the shop works on a day.
const workday = 9 * time.Hour

// promises is what customers are promised, by the priority of their tickets. Who is late
// calls the supervisor.
func promises() ticket.Policy {
	limits := func(metric ticket.Metric, severe, high, usual time.Duration) ticket.Target {
		return ticket.Target{Metric: metric, Limit: ticket.Duration(usual), Limits: map[int]ticket.Duration{
			severeComplaint: ticket.Duration(severe), usualComplaint: ticket.Duration(high),
		}}
	}
	rung := func(metric ticket.Metric, reason string, more ...ticket.Action) ticket.Rung {
		return ticket.Rung{Clock: string(metric), Percent: 100, Do: append([]ticket.Action{ticket.Escalate("", reason)}, more...)}
	}
	return ticket.Policy{
		Name: "shop",
		Targets: []ticket.Target{
			limits(ticket.FirstResponse, 30*time.Minute, time.Hour, 4*time.Hour),
			limits(ticket.NextResponse, time.Hour, 2*time.Hour, workday),
			limits(ticket.Resolution, workday, 2*workday, 5*workday),
		},
		Ladder: []ticket.Rung{
			rung(ticket.FirstResponse, "the first answer is late", ticket.Raise(1)),
			rung(ticket.NextResponse, "an answer is late"),
			rung(ticket.Resolution, "the solution is late"),
		},
	}
}

// macros are what the shop's people often do: the first words to a complaint, and a
// question for pictures, in the language of the ticket.
func macros() (list []ticket.MacroRule) {
	chinese := ticket.Condition{Any: []ticket.Test{{Field: "locale", Value: "zh"}, {Field: "locale", Value: "zh-CN"}}}
	for _, lang := range []string{"en", "zh"} {
		when := chinese
		if lang == "en" {
			when = ticket.Condition{None: chinese.Any}
		}
		list = append(
			list,
			ticket.MacroRule{
				Name: "begin_" + lang, Title: map[string]string{"en": "Say that we look at it", "zh": "告知正在处理"}, When: when,
				Do: []ticket.Action{ticket.Reply(map[string]string{
					"en": "Thank you for writing. I am looking at {number} now and will tell you today what I find.",
					"zh": "感谢您的反馈，我正在处理 {number}，今天内会把结果告诉您。",
				}[lang])},
			},
			ticket.MacroRule{
				Name: "picture_" + lang, Title: map[string]string{"en": "Ask for a picture and wait", "zh": "请顾客提供照片"}, When: when,
				Do: []ticket.Action{ticket.Reply(map[string]string{
					"en": "Could you send us a picture of it? Just answer here.",
					"zh": "麻烦您提供一张照片，直接在这里回复即可。",
				}[lang]), ticket.MoveTo("pending", "")},
			},
		)
	}
	return list
}
