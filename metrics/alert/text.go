package alert

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kefu-go/kefu/metrics"
)

// titles are what gauges and signs are called, in English and Chinese.
var titles = map[string][2]string{
	string(Open):        {"open talks", "进行中的会话"},
	string(BotTalks):    {"talks with the bot", "机器人接待的会话"},
	string(Waiting):     {"waiting for an agent", "排队等待数"},
	string(Served):      {"talks with agents", "人工接待的会话"},
	string(LongestWait): {"longest wait", "最长等待时间"},
	string(Online):      {"agents online", "在线客服"},
	string(Last5m):      {"talks of the last 5 minutes", "近 5 分钟新会话"},
	string(Last1h):      {"talks of the last hour", "近 1 小时新会话"},
	string(AgentTalks):  {"talks of one agent", "单个客服的会话数"},
	string(Repeats):     {"repetitions", "重复次数"},
	string(Unanswered):  {"questions without an answer", "未能回答的问题"},
	string(Failures):    {"failures", "故障次数"},
	string(Messages):    {"messages to the bot", "发给机器人的消息"},
	string(Mood):        {"the customer's mood", "客户情绪"},
	string(NoReply):     {"time without a reply", "无人回复的时间"},
	string(ServedFor):   {"time with the agent", "人工处理时长"},
	string(WaitsFor):    {"time of waiting", "等待时长"},
	string(OpenFor):     {"time since it began", "会话时长"},
}

// Text says what is the matter in one line, in Chinese where the BCP 47 tag is, else in English. It has the labels and notes, but no words of
// customers.
func (a *Alert) Text(locale string) string {
	zh := 0
	if strings.HasPrefix(strings.ToLower(locale), "zh") {
		zh = 1
	}
	title, unit := a.title(locale, zh)
	var b strings.Builder
	b.WriteString([...]string{a.Rule + ": ", a.Rule + "："}[zh])
	b.WriteString(title)
	if a.Known {
		b.WriteString(" " + number(a.Value, unit))
	}
	switch {
	case a.Phase == Resolved:
		b.WriteString([...]string{", over (limit ", "，已恢复（阈值 "}[zh])
	case a.Above:
		b.WriteString([...]string{", above the limit (", "，高于阈值（"}[zh])
	default:
		b.WriteString([...]string{", below the limit (", "，低于阈值（"}[zh])
	}
	b.WriteString(number(a.Limit, unit))
	b.WriteString([...]string{")", "）"}[zh])
	about := maps.Clone(a.Notes)
	if about == nil {
		about = map[string]string{}
	}
	maps.Copy(about, a.Labels)
	for _, name := range slices.Sorted(maps.Keys(about)) {
		b.WriteString([...]string{"; ", "；"}[zh] + name + " " + strconv.Quote(about[name]))
	}
	return b.String()
}

func (a *Alert) title(locale string, zh int) (string, metrics.Unit) {
	if t, ok := titles[a.What]; ok {
		switch a.What {
		case string(LongestWait), string(NoReply), string(ServedFor), string(WaitsFor), string(OpenFor):
			return t[zh], metrics.Seconds
		}
		return t[zh], metrics.Count
	}
	if d, ok := metrics.Describe(metrics.Metric(a.What), locale); ok {
		return d.Title, d.Unit
	}
	return [...]string{"the number", "数值"}[zh], metrics.Count
}

// number writes a value in its unit.
func number(x float64, unit metrics.Unit) string {
	switch unit {
	case metrics.Share, metrics.Ratio:
		return strconv.FormatFloat(x*100, 'f', 1, 64) + " %"
	case metrics.Seconds:
		return time.Duration(x * float64(time.Second)).Round(time.Second).String()
	}
	return strconv.FormatFloat(x, 'g', 4, 64)
}
