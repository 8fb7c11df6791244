package metrics

// The numbers that other calls than [Collector.Query] compute. [Describe] knows them; [Definition].From says what computes them.
const (
	ChurnRate    Metric = "churn_rate"
	StepDropOff  Metric = "step_drop_off"
	CustomerRisk Metric = "customer_risk"

	CostPerInteraction Metric = "cost_per_interaction"
	CostPerResolution  Metric = "cost_per_resolution"
	CostOfBot          Metric = "cost_per_bot_episode"
	CostOfPeople       Metric = "cost_per_human_episode"
	HoursSaved         Metric = "hours_saved"
	Savings            Metric = "savings"
	ShareSaved         Metric = "share_saved"
)

// Derived returns the numbers that other calls than [Collector.Query] compute, in the order in which a person would read them.
func Derived() []Metric {
	list := make([]Metric, len(derived))
	for i := range derived {
		list[i] = derived[i].Metric
	}
	return list
}

// derivedNumber is the definition of such a number, without what is in a language.
type derivedNumber struct {
	Definition
	en, zh derivedWording
}

type derivedWording struct{ title, counts, excludes, source string }

const (
	costFrom      = "cost.Model.Assess"
	costSource    = "Package metrics/cost, with the prices of the host."
	costSourceZh  = "metrics/cost 包，按企业提供的单价计算。"
	costParts     = "total: bot + people + tickets + fixed costs; solved: talks that the bot ended with a solution; handed: talks of the bot that went to a person; lost: talks of the bot that ended without either; direct: talks of people without the bot"
	costPartsZh   = "total：机器人、客服工时、工单与固定成本之和；solved：机器人解决的会话；handed：由机器人转人工的会话；lost：机器人接待但既未解决也未转人工的会话；direct：未经机器人、由人工接待的会话"
	costExcludes  = "Talks that are not over. Talks in which neither bot nor people spoke."
	costExcludeZh = "未结束的会话；机器人与人工都没有发言的会话。"
)

func derivedOf(m Metric, unit Unit, better int, from, formula string, en, zh derivedWording) derivedNumber {
	return derivedNumber{Definition{Metric: m, Unit: unit, Better: better, From: from, Formula: formula}, en, zh}
}

var derived = []derivedNumber{
	derivedOf(
		ChurnRate, Share, -1, "Collector.Churn", "churned / (churned + stayed)",
		derivedWording{"Churn", "churned: known customers with a talk in the range who did not come back within ChurnQuery.Window after their last one there; stayed: those who did. ChurnQuery.Left decides where the host knows better.", "Unknown customers; those whose window is not over and who did not come back yet.", "Our own: silence for a window of days (90). Who has no trouble does not ask either, so it is for comparisons."},
		derivedWording{"流失率", "churned：期内有会话、最后一次之后在 ChurnQuery.Window 内未再来的已知客户；stayed：再来的。企业另有判断时以 ChurnQuery.Left 为准。", "未知客户；窗口期未满且尚未再来的客户。", "自有定义：以一段时间(90 天)内未再来为准。没有问题的客户也不会来，故仅用于比较。"},
	),
	derivedOf(
		StepDropOff, Share, -1, "Collector.Funnel", "left / reached",
		derivedWording{"Drop-off at a step of a flow", "left: walks through the flow that ended at the step without completing or a hand-off; reached: walks that came to the step.", "Walks that never came to the step.", "Our own, as the steps of funnels of web analytics; flow_drop_off is of the whole flow."},
		derivedWording{"流程步骤流失率", "left：停在该步骤、既未完成也未转人工的流程；reached：到达该步骤的流程。", "未到达该步骤的流程。", "自有定义，类似网站分析的漏斗步骤；整个流程见 flow_drop_off。"},
	),
	derivedOf(
		CustomerRisk, Scale, -1, "Collector.Risks", "1 - product(1 - weight * signal * 2^(-age / half_life))",
		derivedWording{"Risk of a customer", "signal: from 0 to 1, how much a talk or ticket shows of a bad mood, of questions repeated, of a return and others (Signal); weight: RiskQuery.Weights; age: from the last event of the talk or ticket to the end of the range; half_life: RiskQuery.HalfLife. The value is from 0 to below 1.", "Unknown customers; customers without any signal.", "Our own, a noisy-or; no probability until a host has compared it with what became of his customers."},
		derivedWording{"客户风险", "signal：0 至 1，会话或工单表现出的负面情绪、重复提问、再次来访等(Signal)；weight：RiskQuery.Weights；age：会话或工单最后一个事件到期末的时间；half_life：RiskQuery.HalfLife。取值从 0 到不足 1。", "未知客户；没有任何信号的客户。", "自有定义(noisy-or)；未经企业以实际结果校验之前并非概率。"},
	),
	derivedOf(
		CostPerInteraction, Money, -1, costFrom, "total / (solved + handed + lost + direct)",
		derivedWording{"Cost per interaction", costParts + ".", costExcludes, costSource},
		derivedWording{"单次服务成本", costPartsZh + "。", costExcludeZh, costSourceZh},
	),
	derivedOf(
		CostPerResolution, Money, -1, costFrom, "total / (solved + solved_by_people)",
		derivedWording{"Cost per resolution", costParts + "; solved_by_people: talks that people solved.", costExcludes + " What does not solve is paid by what does.", costSource},
		derivedWording{"单次解决成本", costPartsZh + "；solved_by_people：人工解决的会话。", costExcludeZh + "未解决的会话的成本由已解决的分摊。", costSourceZh},
	),
	derivedOf(
		CostOfBot, Money, -1, costFrom, "(bot + fixed) / (solved + handed + lost)",
		derivedWording{"Bot's cost per talk", "bot: its turns and talks at their prices; fixed: what it costs by the month, for the part of a month that passed; solved, handed, lost: talks of the bot.", "The minutes of agents after a hand-off.", costSource},
		derivedWording{"机器人单会话成本", "bot：机器人的轮次与会话按单价计；fixed：按已过去的时间分摊的每月固定成本；solved、handed、lost：机器人接待的会话。", "转人工之后的客服工时。", costSourceZh},
	),
	derivedOf(
		CostOfPeople, Money, -1, costFrom, "people / (handed + direct)",
		derivedWording{"Agents' cost per talk", "people: minutes from assignment to the end of the after-work, at the price of a minute; handed, direct: talks with people.", "Tickets, and the time between talks: the price of a minute is to have it in it.", costSource},
		derivedWording{"人工单会话成本", "people：自分配至话后处理结束的分钟数，按每分钟单价计；handed、direct：人工接待的会话。", "工单，以及会话之间的空闲：应包含在每分钟单价中。", costSourceZh},
	),
	derivedOf(
		HoursSaved, Count, 1, costFrom, "(moved x minutes_per_episode - handed_minutes) / 60",
		derivedWording{"Hours of agents saved", "moved: talks that people would have had without the bot; handed_minutes: the minutes that they had after hand-offs.", "Talks that people had without the bot: they are the same in both worlds.", costSource},
		derivedWording{"节省客服工时(小时)", "moved：没有机器人时会由人工接待的会话；handed_minutes：转人工之后的客服分钟数。", "未经机器人、由人工接待的会话：有无机器人都一样。", costSourceZh},
	),
	derivedOf(
		Savings, Money, 1, costFrom, "hours_saved x 60 x agent_minute - bot - fixed",
		derivedWording{"Savings", "hours_saved at the price of an agent's minute, less bot and fixed costs. Below 0 where the bot costs more than it saves.", "Tickets, and talks that people had without the bot: they are the same in both worlds.", costSource},
		derivedWording{"节省金额", "hours_saved 按客服每分钟单价折算，减去机器人成本与固定成本。机器人成本高于节省时为负。", "工单，以及未经机器人、由人工接待的会话：有无机器人都一样。", costSourceZh},
	),
	derivedOf(
		ShareSaved, Ratio, 1, costFrom, "savings / cost_of_people_alone",
		derivedWording{"Share saved", "cost_of_people_alone: all talks in minutes_per_episode, and tickets, without a bot. Below 0 where the bot costs more than it saves.", "What is worth something besides money: nights, waiting, errors.", costSource},
		derivedWording{"节省比例", "cost_of_people_alone：没有机器人时全部会话按 minutes_per_episode 由人工接待，加上工单的成本。机器人成本高于节省时为负。", "金钱以外的价值：夜间服务、等待、差错。", costSourceZh},
	),
}

// describeDerived defines such a number.
func describeDerived(m Metric, chinese bool) (Definition, bool) {
	for i := range derived {
		if d := derived[i].Definition; d.Metric == m {
			text := derived[i].en
			if chinese {
				text = derived[i].zh
			}
			d.Title, d.Counts, d.Excludes, d.Source = text.title, text.counts, text.excludes, text.source
			return d, true
		}
	}
	return Definition{}, false
}
