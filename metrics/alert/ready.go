package alert

import (
	"time"

	"github.com/kefu-go/kefu/metrics"
)

// The ready-made rules. They are values: change what does not fit.

// ComplexTooLong tells of a talk that an agent has had for longer than a limit without a break, so that a supervisor can step in. With categories
// it is for talks of these, and of what is below them, alone.
func ComplexTooLong(limit time.Duration, categories ...string) Rule {
	r := Rule{Name: "complex_too_long", Talk: ServedFor, Above: new(limit.Seconds())}
	if len(categories) > 0 {
		r.Where = map[metrics.Dimension][]string{metrics.ByCategory: categories}
	}
	return r
}

// LowCSAT tells when less than a share of the ratings of a day are 4 or 5, of at least 10, until it is 5 points better; for each value of the dimensions that are given.
func LowCSAT(share float64, by ...metrics.Dimension) Rule {
	return Rule{
		Name: "low_csat", Metric: metrics.CSAT, Below: new(share), Clear: new(min(share+.05, 1)), Window: 24 * time.Hour,
		MinCount: 10, GroupBy: by, Cooldown: 4 * time.Hour,
	}
}

// AbnormalTalk tells of talks that go wrong, in one group: one that turns in circles (more than 20 messages to the bot), one in which something was said
// again three times, an angry customer (a mood below -0.5), and one who has had no reply for five minutes.
func AbnormalTalk() []Rule {
	const group = "abnormal_talk"
	return []Rule{
		{Name: group + "/loop", Group: group, Talk: Messages, Above: new(20.)},
		{Name: group + "/repeat", Group: group, Talk: Repeats, Above: new(2.)},
		{Name: group + "/anger", Group: group, Talk: Mood, Below: new(-.5), Clear: new(-.2)},
		{Name: group + "/silence", Group: group, Talk: NoReply, Above: new((5 * time.Minute).Seconds())},
	}
}

// Traffic tells when more talks began within five minutes than a limit, until it is a fifth less.
func Traffic(limit int) Rule {
	return Rule{Name: "traffic", Gauge: Last5m, Above: new(float64(limit)), Clear: new(float64(limit) * .8), Cooldown: 15 * time.Minute}
}

// SLAAtRisk tells, in one group and for each queue, when somebody has waited for longer than a limit, and when less than a share of the items of the
// last hour, of at least 10, was answered within the promise of [metrics.Rules].
func SLAAtRisk(limit time.Duration, share float64) []Rule {
	const group = "sla_at_risk"
	queue := []metrics.Dimension{metrics.ByQueue}
	return []Rule{
		{Name: group + "/wait", Group: group, Gauge: LongestWait, Above: new(limit.Seconds()), GroupBy: queue},
		{
			Name: group + "/level", Group: group, Metric: metrics.ServiceLevel, Below: new(share), Clear: new(min(share+.05, 1)),
			MinCount: 10, GroupBy: queue, For: time.Minute, Cooldown: 30 * time.Minute,
		},
	}
}

// KnowledgeGap tells of categories in which the bot knew no answer to more than a share of the questions of a day, of at least 20.
func KnowledgeGap(share float64) Rule {
	return Rule{
		Name: "knowledge_gap", Metric: metrics.UnansweredRate, Above: new(share), Clear: new(share * .8), Window: 24 * time.Hour,
		MinCount: 20, GroupBy: []metrics.Dimension{metrics.ByCategory}, Cooldown: 24 * time.Hour,
	}
}
