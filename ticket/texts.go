package ticket

import (
	"maps"
	"strconv"
)

// customerText begins the keys of texts that go to customers.
const customerText = "customer."

// noticePlaceholders are those that texts of notices may have besides.
var noticePlaceholders = []string{"reason", "by", "clock", "percent"}

var usualTexts = map[string]map[string]string{
	"en": {
		"opened": "New ticket {number}: {subject}", "assigned": "{number} is yours: {subject}", "moved": "{number} is now {state} ({reason}): {subject}",
		"commented": "New comment on {number}: {subject}", "mention": "You are asked to look at {number}: {subject}",
		"warned": "{percent} % of the time for {clock} has passed: {number}, {subject}", "breached": "Too late for {clock}: {number}, {subject}",
		"escalated": "Help is needed with {number} ({reason}): {subject}", "verdict": "The customer has said what he thinks of the solution: {number}",
		"follow_up": "The customer has written again about a closed case: {number}, {subject}", "woken": "{number} is back: {subject}",
		"failed": "{number} needs a look, something could not be done ({reason}): {subject}",

		"customer.opened":    "We have received your request “{subject}”. Its number is {number}.",
		"customer.resolved":  "Your request {number} has been resolved: {reason}. If something is still wrong, just reply.",
		"customer.closed":    "Your request {number} has been closed: {reason}.",
		"customer.merged":    "Your request {number} is now handled together with another one of the same case.",
		"customer.closing":   "We are waiting for your reply about {number}. Without one we will consider it resolved in two days.",
		"customer.follow_up": "We have opened a new request, {number}, for what you wrote.",

		"reason.no reply": "we have not heard from you", "reason.window over": "the time to object is over", "reason.accepted": "you accepted the solution",
		"reason.merged": "it is about the same case", "reason.": "no reason given",
	},
	"zh": {
		"opened": "新工单 {number}:{subject}", "assigned": "{number} 已分派给您:{subject}", "moved": "{number} 状态变为“{state}”({reason}):{subject}",
		"commented": "{number} 有新留言:{subject}", "mention": "请您查看 {number}:{subject}",
		"warned": "{number} 的 {clock} 时限已用 {percent}%:{subject}", "breached": "{number} 的 {clock} 已超时:{subject}",
		"escalated": "{number} 需要支援({reason}):{subject}", "verdict": "客户对 {number} 的处理结果作出了评价",
		"follow_up": "客户就已结束的问题再次来信:{number},{subject}", "woken": "{number} 已到提醒时间:{subject}",
		"failed": "{number} 有操作未能完成,请查看({reason}):{subject}",

		"customer.opened":    "我们已收到您的请求“{subject}”,工单号为 {number}。",
		"customer.resolved":  "您的工单 {number} 已解决:{reason}。如仍有问题,请直接回复。",
		"customer.closed":    "您的工单 {number} 已关闭:{reason}。",
		"customer.merged":    "您的工单 {number} 已与同一问题的另一工单合并处理。",
		"customer.closing":   "我们正在等待您对工单 {number} 的回复。如两天内未收到回复,将视为已解决。",
		"customer.follow_up": "我们已为您的来信新建工单 {number}。",

		"reason.no reply": "未收到您的回复", "reason.window over": "异议期已过", "reason.accepted": "您已确认解决方案",
		"reason.merged": "属于同一问题", "reason.": "未说明原因",
	},
}

// DefaultTexts returns the texts of notices, in English ("en") and Chinese ("zh"), by
// kind: those to customers under "customer." and the kind, reasons that rules give under
// "reason." and the reason. Besides the placeholders of rules there are {reason}, {by}
// (who did it), {clock} and {percent}.
//
// The reason of whoever resolves or closes a ticket goes to the customer with {reason}: a
// text without it keeps it back.
//
// [Options.Texts] replaces single ones and adds locales: the text is that of the ticket's
// locale, else of a more general one ("zh" for "zh-CN"), else the English one. A notice
// to a customer whose text is empty is not sent; staff gets those without one too.
func DefaultTexts() map[string]map[string]string {
	texts := make(map[string]map[string]string, len(usualTexts))
	for locale, t := range usualTexts {
		texts[locale] = maps.Clone(t)
	}
	return texts
}

// localizedText returns a text for a locale: the host's for it, the usual one for it, and
// so on with more general locales.
func (o *Options) localizedText(locale, key string) string {
	for {
		for _, texts := range []map[string]map[string]string{o.Texts, usualTexts} {
			if s, ok := texts[locale][key]; ok {
				return s
			}
		}
		switch {
		case locale == "en":
			return ""
		case locale == "":
			locale = "en"
		default:
			locale = moreGeneral(locale)
		}
	}
}

// words returns a text with its placeholders filled in.
func (a *announcer) words(key string) string {
	return expand(a.desk.opts.localizedText(a.t.Locale, key), func(name string) (string, bool) {
		switch name {
		case "reason":
			return a.because(), true
		case "by":
			if a.e.Actor.Name != "" {
				return a.e.Actor.Name, true
			}
			return a.e.Actor.ID, true
		case "clock", "percent":
			if a.e.Mark == nil {
				return "", true
			}
			if name == "clock" {
				return a.e.Mark.Clock, true
			}
			return strconv.Itoa(a.e.Mark.Percent), true
		}
		return a.stands(name)
	})
}

// because is the reason of the event in the language of the ticket.
func (a *announcer) because() string {
	if s := a.desk.opts.localizedText(a.t.Locale, "reason."+a.e.Reason); s != "" {
		return s
	}
	return a.e.Reason
}
