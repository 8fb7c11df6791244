package metrics

// carried is what the sums of a measure can be grouped by.
type carried uint16

const (
	byAgent carried = 1 << iota
	byQueue
	// byCustomer stands for what an episode knows of the customer and the matter: channel, category, tier,
	// language, region, base and labels.
	byCustomer
	byFlow
	byStep
	byReason
	// byHour stands for hours, byQuarter for what is finer than an hour.
	byHour
	byQuarter

	byClock = byHour | byQuarter
	ofTalk  = byAgent | byCustomer | byClock
)

// measureInfo describes a measure: its name in formulas, what it can be grouped by, and what it counts.
type measureInfo struct {
	name   string
	by     carried
	en, zh string
}

// String is the name of the measure in formulas, such as "talks_ended".
func (m Measure) String() string { return m.info().name }

func (m Measure) info() measureInfo {
	if int(m) < len(measureInfos) && measureInfos[m].name != "" {
		return measureInfos[m]
	}
	return measureInfo{name: "unknown"}
}

// scale is what one is in the sums of the measure.
func (m Measure) scale() float64 {
	if m.isTime() {
		return 1e6
	}
	switch m {
	case Ratings, Moods, MoodFirst, MoodLast, AnswersRight:
		return 1e6
	}
	return 1
}

// subject is what episodes have the measure.
func (m Measure) subject() Subject {
	switch {
	case m >= CasesOpened && m <= GoalsMissed:
		return Case
	case m == PresenceTime:
		return Shift
	}
	return Talk
}

var measureInfos = [...]measureInfo{
	Talks:           {"talks", ofTalk, "talks that began", "开始的会话"},
	TalksEnded:      {"talks_ended", ofTalk, "talks that are over", "已结束的会话"},
	EndedByBot:      {"ended_by_bot", ofTalk, "talks that the bot settled and no person took part in", "由机器人解决、无人工参与的会话"},
	EndedByHuman:    {"ended_by_human", ofTalk, "talks that a person settled", "由人工解决的会话"},
	EndedHandedOff:  {"ended_handed_off", ofTalk, "talks that ended unsettled after a person took over or a ticket was opened", "转人工或建工单后未解决即结束的会话"},
	EndedAbandoned:  {"ended_abandoned", ofTalk, "talks that the customer left before anybody served him", "客户在得到服务前离开的会话"},
	EndedUnresolved: {"ended_unresolved", ofTalk, "talks that were served and did not help", "得到服务但未解决的会话"},
	ConfirmedByBot:  {"confirmed_by_bot", ofTalk, "talks that the bot settled, and the customer said so", "由机器人解决且客户确认的会话"},
	TalksHandedOff:  {"talks_handed_off", ofTalk, "ended talks where a person was asked for or took part", "请求过人工或有人工参与的已结束会话"},
	TalksContained:  {"talks_contained", ofTalk, "ended talks where no person was asked for or took part", "未请求人工且无人工参与的已结束会话"},
	TalksWithBot:    {"talks_with_bot", ofTalk, "ended talks where the bot spoke, or that it settled", "机器人发过言或由其解决的已结束会话"},
	TalksReopened:   {"talks_reopened", ofTalk, "settled talks to which the customer came back within Rules.Reopen", "解决后客户在 Rules.Reopen 内重新发起的会话"},
	TalksSettled:    {"talks_settled", ofTalk, "talks that the bot or a person settled", "由机器人或人工解决的会话"},
	TalksRated:      {"talks_rated", ofTalk, "talks that were rated", "得到评分的会话"},
	TalksTop2:       {"talks_rated_4_or_5", ofTalk, "talks that were rated 4 or 5 of 5", "评分为 4 或 5 的会话"},
	TalksSurveyed:   {"talks_surveyed", ofTalk, "talks whose customer was asked to rate", "发出过评价邀请的会话"},
	SurveysAnswered: {"surveys_answered", ofTalk, "talks whose customer was asked to rate, and did", "邀请后给出评分的会话"},
	TalksSoothed:    {"talks_soothed", ofTalk, "talks where the bot answered a feeling", "机器人做过安抚的会话"},
	TalksRepeated:   {"talks_repeated", ofTalk, "talks where something was asked or said again", "出现重复提问或重复回答的会话"},
	TalksFailed:     {"talks_failed", ofTalk, "talks where a hook, an action or the bot broke", "出现故障的会话"},
	TalksWorsened:   {"talks_worsened", ofTalk, "talks at whose end the customer's mood was worse by 0.25 or more", "结束时客户情绪比开始时差 0.25 以上的会话"},
	TalksImproved:   {"talks_improved", ofTalk, "talks at whose end the customer's mood was better by 0.25 or more", "结束时客户情绪比开始时好 0.25 以上的会话"},

	Ratings:         {"rating", ofTalk, "ratings of talks, from 1 to 5", "会话评分(1 至 5)"},
	Moods:           {"mood", ofTalk, "moods of customers in their messages, from -1 to 1", "客户消息中的情绪(-1 至 1)"},
	MoodFirst:       {"first_mood", ofTalk, "the first known mood of each talk", "每个会话最初的已知情绪"},
	MoodLast:        {"last_mood", ofTalk, "the last known mood of each talk", "每个会话最后的已知情绪"},
	FromCustomers:   {"messages_of_customers", ofTalk, "messages of customers", "客户消息"},
	FromBots:        {"messages_of_bot", ofTalk, "messages of the bot", "机器人消息"},
	FromPeople:      {"messages_of_people", ofTalk, "messages of agents", "人工消息"},
	FirstReplyWall:  {"first_reply_wall", ofTalk, "time from the customer's first message to whatever replied first", "从客户首条消息到任一首次回复的时间"},
	FirstReplyHours: {"first_reply_hours", ofTalk, "the same within business hours", "同上,仅计工作时间"},
	FirstHumanWall:  {"first_human_wall", ofTalk, "time from when a person was asked for (the first message where nobody was) to an agent's first words", "从请求人工(未请求则从首条消息)到人工首次回复的时间"},
	FirstHumanHours: {"first_human_hours", ofTalk, "time within business hours from when a person was asked for (the first message where nobody was) to an agent's first words", "从请求人工(未请求则从首条消息)到人工首次回复的工作时间"},
	ResolutionWall:  {"resolution_wall", ofTalk, "time from the start of a talk to when it was settled", "从会话开始到解决的时间"},
	ResolutionHours: {"resolution_hours", ofTalk, "time within business hours from the start of a talk to when it was settled", "从会话开始到解决的工作时间"},
	Durations:       {"duration", ofTalk, "time from the start of a talk to its end", "会话从开始到结束的时间"},

	HumanReplyWall:      {"human_reply_wall", ofTalk, "time from the first message that nobody had replied to until an agent's reply, each under the agent who gave it", "从首条未回复的消息到人工回复的时间,计入回复者名下"},
	HumanReplyHours:     {"human_reply_hours", ofTalk, "time within business hours from the first message that nobody had replied to until an agent's reply, each under the agent who gave it", "从首条未回复的消息到人工回复的工作时间,计入回复者名下"},
	BotReplyWall:        {"bot_reply_wall", byCustomer | byClock, "time from the first message that nobody had replied to until the bot's reply", "从首条未回复的消息到机器人回复的时间"},
	QuestionsAsked:      {"questions_asked", ofTalk, "questions that were put to the knowledge base", "向知识库提出的问题"},
	QuestionsAnswered:   {"questions_answered", ofTalk, "questions that it answered", "直接得到回答的问题"},
	QuestionsSuggested:  {"questions_suggested", ofTalk, "questions to which it offered several answers", "给出多个候选答案的问题"},
	SuggestionsTaken:    {"suggestions_taken", ofTalk, "questions where the customer took one of the answers that were offered", "客户选用了候选答案的问题"},
	QuestionsUnanswered: {"questions_unanswered", ofTalk, "questions that it did not know", "未能回答的问题"},
	AnswersJudged:       {"answers_judged", ofTalk, "answers that a person looked at", "经人工抽检的回答"},
	AnswersRight:        {"answers_right", ofTalk, "answers that he found right, partly right ones in part", "抽检判为正确的回答(部分正确按比例计)"},
	IntentsJudged:       {"intents_judged", ofTalk, "messages whose intent a person looked at, but those picked because they seemed bad", "经人工核对意图的消息,因似有问题而挑出的除外"},
	IntentsRight:        {"intents_right", ofTalk, "messages whose intent he found right", "意图判为正确的消息"},
	SaidHelpful:         {"said_helpful", ofTalk, "answers of which the customer said that they helped", "客户表示有帮助的回答"},
	SaidUnhelpful:       {"said_unhelpful", ofTalk, "answers of which the customer said that they did not help", "客户表示没有帮助的回答"},

	QueueEntered:         {"queue_entered", byQueue | byCustomer | byClock, "waits that began", "进入排队的次数"},
	QueueAnswered:        {"queue_answered", ofTalk | byQueue, "waits that ended with an agent", "排队后被接起的次数"},
	QueueAnsweredWithin:  {"queue_answered_within", ofTalk | byQueue, "waits that ended with an agent within Rules.Within", "在 Rules.Within 内被接起的次数"},
	QueueAbandoned:       {"queue_abandoned", byQueue | byCustomer | byClock, "waits that the customer gave up", "客户放弃排队的次数"},
	QueueAbandonedShort:  {"queue_abandoned_short", byQueue | byCustomer | byClock, "waits that the customer gave up within Rules.Short", "客户在 Rules.Short 内放弃排队的次数"},
	QueueAbandonedWithin: {"queue_abandoned_within", byQueue | byCustomer | byClock, "waits that the customer gave up within Rules.Within", "客户在 Rules.Within 内放弃排队的次数"},
	QueueDiverted:        {"queue_diverted", byQueue | byCustomer | byClock, "waits that ended with neither", "被转往他处的排队次数"},
	WaitAnswered:         {"wait_answered", ofTalk | byQueue, "how long waits were that ended with an agent", "被接起前的排队时间"},
	WaitAbandoned:        {"wait_abandoned", byQueue | byCustomer | byClock, "how long waits were that the customer gave up", "放弃前的排队时间"},

	StintTalk:   {"stint_talk", ofTalk | byQueue, "time from when an agent got a talk to its end or to the after-work", "人工从接入到结束或进入话后处理的时间"},
	StintWrap:   {"stint_wrap", ofTalk | byQueue, "after-work", "话后处理时间"},
	StintHandle: {"stint_handle", ofTalk | byQueue, "time that an agent had a talk, with the after-work", "人工处理时间(含话后处理)"},

	FlowsStarted:   {"flows_started", ofTalk | byFlow, "walks through a flow that began", "开始的流程"},
	FlowsCompleted: {"flows_completed", ofTalk | byFlow, "walks that completed the flow", "走完的流程"},
	FlowsHandedOff: {"flows_handed_off", ofTalk | byFlow, "walks that ended in a hand-off", "转人工的流程"},
	FlowsLeft:      {"flows_left", ofTalk | byFlow, "walks that ended otherwise: cancelled, expired, failed or left", "中途结束(取消、超时、失败、离开)的流程"},
	StepsReached:   {"steps_reached", ofTalk | byFlow | byStep, "walks that reached a step", "到达某步骤的流程"},
	StepsFilled:    {"steps_filled", ofTalk | byFlow | byStep, "walks in which the step was filled", "该步骤填写成功的流程"},
	StepsRejected:  {"steps_rejected", ofTalk | byFlow | byStep, "what customers said at a step and was not taken", "在某步骤未被接受的输入"},
	StepsLeft:      {"steps_left", ofTalk | byFlow | byStep, "walks that were left at a step", "在某步骤中途离开的流程"},
	StepTime:       {"step_time", ofTalk | byFlow | byStep, "time that a step took until it was filled", "步骤填写成功所用时间"},
	StepOrder:      {"step_order", ofTalk | byFlow | byStep, "the places of a step in walks that reached it", "步骤在流程中的次序"},

	TalksByReason: {"talks_by_reason", ofTalk | byReason, "talks where a person was asked for, by why", "请求人工的会话(按原因)"},
	TagsGiven:     {"tags_given", ofTalk | byReason, "tags that customers gave with their ratings", "客户评价时选择的标签"},

	CasesOpened:         {"cases_opened", ofTalk, "tickets that were opened", "创建的工单"},
	CasesSolved:         {"cases_solved", ofTalk, "tickets that are solved", "已解决的工单"},
	CasesReopened:       {"cases_reopened", ofTalk, "solved tickets that had been reopened", "曾重新打开的已解决工单"},
	CaseFirstWall:       {"case_first_wall", ofTalk, "time from when a ticket was opened to an agent's first reply", "从工单创建到人工首次回复的时间"},
	CaseFirstHours:      {"case_first_hours", ofTalk, "time within business hours from when a ticket was opened to an agent's first reply", "从工单创建到人工首次回复的工作时间"},
	CaseResolutionWall:  {"case_resolution_wall", ofTalk, "time from when a ticket was opened to when it was solved for the last time", "从工单创建到最后一次解决的时间"},
	CaseResolutionHours: {"case_resolution_hours", ofTalk, "time within business hours from when a ticket was opened to when it was solved for the last time", "从工单创建到最后一次解决的工作时间"},
	GoalsMet:            {"goals_met", ofTalk | byStep, "promises of tickets that were kept", "达成的工单时限承诺"},
	GoalsMissed:         {"goals_missed", ofTalk | byStep, "promises of tickets that were not kept", "未达成的工单时限承诺"},

	PresenceTime: {"presence_time", byAgent | byStep | byHour, "time of agents in their states", "坐席处于各状态的时间"},

	MattersBegun:    {"matters_begun", ofTalk, "ended talks of known customers before which they had not been here for Rules.Durable, and that are Rules.Durable old", "已知客户在此前 Rules.Durable 内未来访、且已满 Rules.Durable 的已结束会话"},
	MattersAtOnce:   {"matters_settled_at_once", ofTalk, "of these, talks that were settled and after which the customer did not come back within Rules.Durable", "其中已解决且客户在 Rules.Durable 内未再来的会话"},
	ContactsSettled: {"contacts_settled", ofTalk, "settled talks of known customers that are Rules.Durable old", "已知客户的、已满 Rules.Durable 的已解决会话"},
	ContactsDurable: {"contacts_durable", ofTalk, "of these, talks after which the customer did not come back within Rules.Durable", "其中客户在 Rules.Durable 内未再来的会话"},
}
