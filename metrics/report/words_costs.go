package report

import "github.com/kefu-go/kefu/metrics"

func costWordsEnglish() map[metrics.Metric]costWord {
	const parts = "total: bot + people + tickets + fixed costs; solved: talks that the bot ended with a solution; handed: talks of the bot that went to a person; lost: talks of the bot that ended without either; direct: talks of people without the bot"
	const open = "Talks that are not over. Talks in which neither bot nor people spoke."
	return map[metrics.Metric]costWord{
		CostPerInteraction: {"Cost per interaction", parts + ".", open},
		CostPerResolution:  {"Cost per resolution", parts + "; solved_by_people: talks that people solved.", open + " What does not solve is paid by what does."},
		CostOfBot:          {"Bot's cost per talk", "bot: its turns and talks at their prices; fixed: what it costs by the month, for the part of a month that passed; solved, handed, lost: talks of the bot.", "The minutes of agents after a hand-off."},
		CostOfPeople:       {"Agents' cost per talk", "people: minutes from assignment to the end of the after-work, at the price of a minute; handed, direct: talks with people.", "Tickets, and the time between talks: the price of a minute is to have it in it."},
		HoursSaved:         {"Hours of agents saved", "moved: talks that people would have had without the bot; handed_minutes: the minutes that they had after hand-offs.", "Talks that people had without the bot: they are the same in both worlds."},
		Savings:            {"Savings", "hours_saved at the price of an agent's minute, less bot and fixed costs. Below 0 where the bot costs more than it saves.", "Tickets, and talks that people had without the bot: they are the same in both worlds."},
		ShareSaved:         {"Share saved", "cost_of_people_alone: all talks in minutes_per_episode, and tickets, without a bot.", "What is worth something besides money: nights, waiting, errors."},
	}
}

func costWordsChinese() map[metrics.Metric]costWord {
	const parts = "total：机器人、客服工时、工单与固定成本之和；solved：机器人解决的会话；handed：由机器人转人工的会话；lost：机器人接待但既未解决也未转人工的会话；direct：未经机器人、由人工接待的会话"
	const open = "未结束的会话；机器人与人工都没有发言的会话。"
	return map[metrics.Metric]costWord{
		CostPerInteraction: {"单次服务成本", parts + "。", open},
		CostPerResolution:  {"单次解决成本", parts + "；solved_by_people：人工解决的会话。", open + "未解决的会话的成本由已解决的分摊。"},
		CostOfBot:          {"机器人单会话成本", "bot：机器人的轮次与会话按单价计；fixed：按已过去的时间分摊的每月固定成本；solved、handed、lost：机器人接待的会话。", "转人工之后的客服工时。"},
		CostOfPeople:       {"人工单会话成本", "people：自分配至话后处理结束的分钟数，按每分钟单价计；handed、direct：人工接待的会话。", "工单，以及会话之间的空闲：应包含在每分钟单价中。"},
		HoursSaved:         {"节省客服工时(小时)", "moved：没有机器人时会由人工接待的会话；handed_minutes：转人工之后的客服分钟数。", "未经机器人、由人工接待的会话：有无机器人都一样。"},
		Savings:            {"节省金额", "hours_saved 按客服每分钟单价折算，减去机器人成本与固定成本。机器人成本高于节省时为负。", "工单，以及未经机器人、由人工接待的会话：有无机器人都一样。"},
		ShareSaved:         {"节省比例", "cost_of_people_alone：没有机器人时全部会话按 minutes_per_episode 由人工接待，加上工单的成本。", "金钱以外的价值：夜间服务、等待、差错。"},
	}
}
