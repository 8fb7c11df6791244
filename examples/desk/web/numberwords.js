// The words of the page of numbers, in both languages.

export const numberWords = {
	en: {
		numbers: 'Numbers', numbersTitle: 'Numbers', liveNow: 'Now', alerts: 'Alerts', figures: 'How well it goes', period: 'Time', period_day: 'Today', period_week: '7 days', period_month: '4 weeks',
		openTalks: 'Open conversations', withBot: '{} with the assistant', waitingFor: 'Waiting', servedBy: 'With people', agentsOnline: 'People here', agentsBusy: '{} busy', agentsAway: '{} away', agentsWrapping: '{} writing up', longestWait: 'longest {}', inflow: 'New in the last hour', inflow5: '{} in 5 minutes', liveAt: 'as of {}',
		lineFacts: '{} waiting', lineServed: '{} served',
		noAlerts: 'Nothing needs you.', since: 'since {}', toConversation: 'Look at it',
		comparedWith: 'Compared with {}.', few: 'few', fewHint: 'Of so few cases this says little.', ofCases: 'of {}', noValue: 'nothing to measure yet', valueBefore: 'before {}', points: '{} points', target: 'goal {}', targetMet: 'reached', targetMissed: 'not reached',
		verdict_better: 'better', verdict_worse: 'worse', verdict_changed: 'changed', verdict_steady: 'as before', verdict_unclear: 'may be chance', verdict_: '',
		meaning: 'What it means', formula: 'Formula', countsWhat: 'Counts', leftOut: 'Leaves out', sourceOf: 'Source',
		findings: 'What stands out', noFindings: 'Nothing stands out.', inquiriesChart: 'Inquiries now and before', costs: 'Costs and savings', byAgent: 'By agent', byTopic: 'By topic', nothingBy: 'Nothing yet.', name_: 'Name', otherRows: 'others',
		risks: 'Customers at risk', risksHint: 'Whose mood was bad, who came again or left without help.', noRisks: 'Nobody stands out.', riskCustomer: 'Customer', riskScore: 'Risk', riskWhy: 'Why', riskTalks: 'conversations: {}', comma: ', ', lastSeen: 'last seen', risk_bad_mood: 'in a bad mood', risk_souring: 'mood got worse', risk_said_again: 'had to ask again', risk_came_back: 'came back about the same', risk_low_rating: 'low rating', risk_left_unsettled: 'left without a solution', risk_walked_away: 'left before anybody served', risk_not_helped: 'answers did not help', risk_broken_promise: 'a promise was missed',
		gaps: 'What customers ask and nobody answers', gapsLink: 'Open the knowledge base',
		outlook: 'Tomorrow', outlookShort: 'Days with customers so far: {}. It takes 14 to look ahead.', outlookClosed: 'Closed.', expected: 'Inquiries expected', between: 'most likely {}', peakPeople: 'People at the peak', peakAt: 'at {}', personHours: 'Hours of work', outlookBasis: 'From {} and how long people needed in the last four weeks, so that 80 % wait less than a minute.', handedShare: '{} of inquiries that go to people', noStaffing: 'How many people that takes is known when some conversations were handed over.', timeOfDay: 'Time', talksForPeople: 'For people', peopleNeeded: 'People', seating: 'Half hour by half hour',
		reports: 'Reports', reportsHint: 'A page to read and to print; it holds the week or the month of the date.', reportKind: 'Report', reportDate: 'Date', openReport: 'Open', downloadCSV: 'CSV', downloadJSON: 'JSON',
		kind_week: 'Quality of the week', kind_day: 'Quality of the day', kind_agents: 'Work of the people', kind_satisfaction: 'Satisfaction', kind_gaps: 'Gaps in the knowledge', kind_needs: 'What customers need', kind_bottlenecks: 'Bottlenecks', kind_trends: 'Trends',
	},
	zh: {
		numbers: '数据', numbersTitle: '服务数据', liveNow: '实时', alerts: '告警', figures: '服务指标', period: '时间', period_day: '今天', period_week: '近 7 天', period_month: '近 4 周',
		openTalks: '进行中的会话', withBot: '{} 个由智能助手接待', waitingFor: '排队', servedBy: '人工接待', agentsOnline: '在岗客服', agentsBusy: '{} 人忙碌', agentsAway: '{} 人离开', agentsWrapping: '{} 人话后处理', longestWait: '最长 {}', inflow: '近 1 小时新增', inflow5: '近 5 分钟 {} 个', liveAt: '截至 {}',
		lineFacts: '{} 人排队', lineServed: '{} 人接待中',
		noAlerts: '没有需要处理的告警。', since: '自 {} 起', toConversation: '查看',
		comparedWith: '与 {} 相比。', few: '样本少', fewHint: '样本太少，仅供参考。', ofCases: '样本 {}', noValue: '暂无数据', valueBefore: '上期 {}', points: '{} 个百分点', target: '目标 {}', targetMet: '已达到', targetMissed: '未达到',
		verdict_better: '变好', verdict_worse: '变差', verdict_changed: '有变化', verdict_steady: '持平', verdict_unclear: '可能是偶然', verdict_: '',
		meaning: '指标说明', formula: '公式', countsWhat: '统计内容', leftOut: '不计入', sourceOf: '来源',
		findings: '值得注意', noFindings: '没有特别值得注意的。', inquiriesChart: '本期与上期咨询量', costs: '成本与节省', byAgent: '按客服', byTopic: '按主题', nothingBy: '暂无数据。', name_: '名称', otherRows: '其他',
		risks: '有流失风险的顾客', risksHint: '情绪较差、反复来访或未得到解决就离开的顾客。', noRisks: '没有特别需要关注的顾客。', riskCustomer: '顾客', riskScore: '风险', riskWhy: '原因', riskTalks: '{} 个会话', comma: '、', lastSeen: '最近一次', risk_bad_mood: '情绪差', risk_souring: '情绪变差', risk_said_again: '反复提问', risk_came_back: '同一问题再次来访', risk_low_rating: '评分低', risk_left_unsettled: '未解决就结束', risk_walked_away: '未得到接待就离开', risk_not_helped: '回答没有帮助', risk_broken_promise: '承诺未兑现',
		gaps: '顾客问而无人解答的', gapsLink: '打开知识库',
		outlook: '明天', outlookShort: '目前有 {} 天的数据，满 14 天后可以预测。', outlookClosed: '休息。', expected: '预计咨询量', between: '很可能在 {}', peakPeople: '高峰所需客服', peakAt: '{}', personHours: '工时', outlookBasis: '依据{}及近 4 周人工处理时长，使 80 % 的顾客等待不超过 1 分钟。', handedShare: '转人工比例 {}', noStaffing: '有会话转人工之后，才能计算所需人数。', timeOfDay: '时间', talksForPeople: '人工会话', peopleNeeded: '客服人数', seating: '每半小时',
		reports: '报告', reportsHint: '可以阅读和打印的页面，内容为所选日期所在的周或月。', reportKind: '报告', reportDate: '日期', openReport: '打开', downloadCSV: 'CSV', downloadJSON: 'JSON',
		kind_week: '服务质量周报', kind_day: '服务质量日报', kind_agents: '客服效率', kind_satisfaction: '满意度', kind_gaps: '知识缺口', kind_needs: '顾客需求', kind_bottlenecks: '协作瓶颈', kind_trends: '服务趋势',
	},
};
