package metrics

// wordings are what people read about the metrics. What is said of other products is known of them without having looked
// it up again.
var wordings = map[Metric]struct{ en, zh wording }{
	Volume: {
		wording{"Inquiries", "", "Conversations created, as in Zendesk, Intercom and Chatwoot; a conversation that goes on after its end is another talk, as a Genesys interaction is."},
		wording{"咨询量", "", "与 Zendesk、Intercom、Chatwoot 的新建会话数一致;会话结束后再来算新的一次,同 Genesys 的交互。"},
	},
	BotResolutionRate: {
		wording{"Bot resolution rate", "Talks that are still open.", "One of the five outcomes, which add up to 1: a talk that is over has exactly one. Of all talks; Chatwoot's bot report and Intercom's rate for Fin are of the talks that the bot took part in: see deflection_rate. An agent who only closes a talk has taken part; in Chatwoot's bot report only one who writes has. Settled means confirmed by the customer, or that he left after an answer without asking for more (Intercom: assumed)."},
		wording{"机器人解决率", "尚未结束的会话。", "五种结局之一,合计为 1:已结束的会话有且只有一种结局。分母为全部会话;Chatwoot 机器人报表与 Intercom Fin 的解决率以机器人参与的会话为分母,见 deflection_rate。人工仅关闭会话也算参与;Chatwoot 机器人报表中人工发言才算。解决指客户确认,或得到回答后未再求助即离开(Intercom 称推定解决)。"},
	},
	HumanResolutionRate: {
		wording{"Human resolution rate", "Talks that are still open.", "One of the five outcomes, which add up to 1: a talk that is over has exactly one. Chatwoot and Zendesk count a closed conversation as resolved; here somebody has to have settled it."},
		wording{"人工解决率", "尚未结束的会话。", "五种结局之一,合计为 1:已结束的会话有且只有一种结局。Chatwoot 与 Zendesk 把关闭的会话视为已解决;此处须确有解决。"},
	},
	ResolutionRate: {
		wording{"Resolution rate", "Talks that are still open. A talk counts as resolved until the customer comes back within Rules.Reopen.", "Resolved and not reopened, as COPC's net resolution. Zendesk's solved tickets and Chatwoot's resolutions include those that are reopened later."},
		wording{"解决率", "尚未结束的会话。客户在 Rules.Reopen 内再来的,不再算已解决。", "解决且未重开,同 COPC 的净解决。Zendesk 的已解决工单与 Chatwoot 的解决数包含之后重开的。"},
	},
	HandoffRate: {
		wording{"Hand-off rate", "Talks that are still open.", "Of the same talks as the outcomes, whatever the outcome, so that with containment_rate it adds up to 1. Chatwoot's hand-off rate is of the bot's conversations."},
		wording{"转人工率", "尚未结束的会话。", "与结局同分母,不论结局如何;与 containment_rate 合计为 1。Chatwoot 的转人工率以机器人会话为分母。"},
	},
	HandedOffRate: {
		wording{"Handed off unresolved", "Talks that are still open.", "One of the five outcomes, which add up to 1: a talk that is over has exactly one. Products have no such number: they count these talks as resolved or as hand-offs."},
		wording{"转人工未解决率", "尚未结束的会话。", "五种结局之一,合计为 1:已结束的会话有且只有一种结局。其他产品无此项,多计入已解决或转人工。"},
	},
	AbandonmentRate: {
		wording{"Abandonment rate", "Talks that are still open.", "One of the five outcomes, which add up to 1: a talk that is over has exactly one. COPC and Genesys count abandoned waits only: see queue_abandonment. Here who leaves a flow halfway, or before anything was answered, counts too."},
		wording{"放弃率", "尚未结束的会话。", "五种结局之一,合计为 1:已结束的会话有且只有一种结局。COPC 与 Genesys 只计排队放弃,见 queue_abandonment;此处流程中途或未得到任何回答即离开也计入。"},
	},
	UnresolvedRate: {
		wording{"Unresolved rate", "Talks that are still open.", "One of the five outcomes, which add up to 1: a talk that is over has exactly one. Intercom's counterpart is what is neither resolved nor handed over."},
		wording{"未解决率", "尚未结束的会话。", "五种结局之一,合计为 1:已结束的会话有且只有一种结局。对应 Intercom 中既未解决也未转人工的会话。"},
	},
	ContainmentRate: {
		wording{"Containment", "Talks that are still open.", "What ended without a person, as containment in Genesys' bot reports. It includes who gave up on the bot, so it is no measure of quality: see bot_resolution_rate."},
		wording{"自助留存率", "尚未结束的会话。", "未经人工即结束的会话,同 Genesys 机器人报表的 containment。其中包含放弃的客户,不代表质量,见 bot_resolution_rate。"},
	},
	DeflectionRate: {
		wording{"Deflection (resolution of the bot's talks)", "Talks that are still open; talks in which the bot did not speak.", "Intercom's resolution rate of Fin: resolutions, confirmed and assumed, of the conversations that it took part in. Zendesk's automated resolutions are judged by a model, after 72 quiet hours."},
		wording{"机器人分流率", "尚未结束的会话;机器人未发言的会话。", "同 Intercom Fin 的解决率:确认与推定的解决 / 参与的会话。Zendesk 的自动解决由模型在静默 72 小时后判定。"},
	},
	ConfirmedRate: {
		wording{"Confirmed bot resolution", "Talks that are still open.", "Intercom's confirmed resolutions, of all talks; bot_resolution_rate less this is what is assumed."},
		wording{"机器人确认解决率", "尚未结束的会话。", "同 Intercom 的确认解决,分母为全部会话;bot_resolution_rate 减去本项即推定解决。"},
	},
	ReopenRate: {
		wording{"Reopen rate", "Talks that were not settled; a return later than Rules.Reopen.", "As Zendesk's reopened tickets of the solved ones: each counts once, however often it came back."},
		wording{"重开率", "未解决的会话;晚于 Rules.Reopen 的再次来访。", "同 Zendesk 已解决工单中重开的比例:无论重开几次只计一次。"},
	},
	FirstContact: {
		wording{"First contact resolution", "Talks of unknown customers; talks that ended less than Rules.Durable ago; returns within Rules.Durable, which are part of the matter that they return to.", "COPC-style: matters that were settled at the first contact, of all matters, by repeat contact within a window of days, whatever the second contact is about. Zendesk's one-touch tickets count a single agent's reply instead."},
		wording{"一次解决率", "未知客户的会话;结束未满 Rules.Durable 的会话;Rules.Durable 内的再次来访(属于原事项)。", "按 COPC 的做法:首次来访即解决的事项 / 全部事项,以窗口期内是否再来判断,不论再来为何事。Zendesk 的 one-touch 以只有一次人工回复计。"},
	},
	DurableResolution: {
		wording{"Durable resolution", "Talks of unknown customers; talks that ended less than Rules.Durable ago; unsettled talks.", "Our own: settled, and the customer stayed away for Rules.Durable (7 days). Chatwoot has none; Zendesk's reopens see only the same ticket."},
		wording{"持久解决率", "未知客户的会话;结束未满 Rules.Durable 的会话;未解决的会话。", "自有定义:已解决且客户在 Rules.Durable(7 天)内未再来。Chatwoot 无此项;Zendesk 的重开只看同一工单。"},
	},
	FirstReply: {
		wording{"First response time", "Talks without a reply.", "Whatever replied first, the bot included. Zendesk, Intercom and Chatwoot mean an agent's reply: see first_human_reply. A reopened talk is another talk, so days in between never count."},
		wording{"首次响应时间", "没有回复的会话。", "任一首次回复,包括机器人。Zendesk、Intercom、Chatwoot 指人工回复,见 first_human_reply。重开是新会话,间隔的天数不计。"},
	},
	FirstReplyInHours: {
		wording{"First response time in business hours", "Talks without a reply.", "As first_reply, by Rules.Hours."},
		wording{"首次响应时间(工作时间)", "没有回复的会话。", "同 first_reply,按 Rules.Hours 计。"},
	},
	FirstHumanReply: {
		wording{"First human response time", "Talks without an agent's words.", "A bot's words are no human reply, as in Chatwoot and Intercom. It begins when a person was asked for, as in Chatwoot where a bot handed over; Zendesk begins when the ticket was created."},
		wording{"人工首次响应时间", "没有人工发言的会话。", "机器人发言不算人工回复,同 Chatwoot 与 Intercom。从请求人工时起算,同 Chatwoot(机器人转人工时);Zendesk 从工单创建时起算。"},
	},
	FirstHumanReplyHours: {
		wording{"First human response time in business hours", "Talks without an agent's words.", "As first_human_reply, by Rules.Hours; Zendesk shows both values, too."},
		wording{"人工首次响应时间(工作时间)", "没有人工发言的会话。", "同 first_human_reply,按 Rules.Hours 计;Zendesk 亦同时给出两值。"},
	},
	HumanReply: {
		wording{"Response time of agents", "Messages that nobody replied to; words that an agent adds to his reply.", "Chatwoot's reply time: each wait of a customer, from its first message. The first reply of a talk is one of them."},
		wording{"人工平均响应时间", "无人回复的消息;人工回复后的追加发言。", "同 Chatwoot 的回复时间:客户每次等待,从其首条消息起算,含首次回复。"},
	},
	HumanReplyInHours: {
		wording{"Response time of agents in business hours", "Messages that nobody replied to; words that an agent adds to his reply.", "As human_reply, by Rules.Hours."},
		wording{"人工平均响应时间(工作时间)", "无人回复的消息;人工回复后的追加发言。", "同 human_reply,按 Rules.Hours 计。"},
	},
	BotReply: {
		wording{"Response time of the bot", "Messages that nobody replied to; words that nobody asked for.", "As human_reply, for the bot."},
		wording{"机器人平均响应时间", "无人回复的消息;主动发言。", "同 human_reply,针对机器人。"},
	},
	ResolutionTime: {
		wording{"Resolution time", "Talks that were not settled.", "Chatwoot's resolution time: from the start of the conversation. Zendesk's first resolution time; a return is a talk of its own, so there is no full one."},
		wording{"解决时间", "未解决的会话。", "同 Chatwoot 的解决时间,从会话开始起算;同 Zendesk 的首次解决时间。再来是新会话,故无完整解决时间。"},
	},
	ResolutionInHours: {
		wording{"Resolution time in business hours", "Talks that were not settled.", "As resolution_time, by Rules.Hours."},
		wording{"解决时间(工作时间)", "未解决的会话。", "同 resolution_time,按 Rules.Hours 计。"},
	},
	Duration: {
		wording{"Duration of talks", "Talks that are still open.", "Genesys' duration of an interaction. A talk that ended by silence ended with its last event."},
		wording{"会话时长", "尚未结束的会话。", "同 Genesys 的交互时长;因静默结束的会话以最后一个事件为结束时刻。"},
	},
	CSAT: {
		wording{"CSAT (4 or 5 of 5)", "Talks without a rating.", "Top-two box, as in COPC, Chatwoot and Intercom. Zendesk's score is good of good and bad, without a middle."},
		wording{"满意度(4 或 5 分)", "未评分的会话。", "前两档占比,同 COPC、Chatwoot、Intercom。Zendesk 为好评 /(好评 + 差评),无中间档。"},
	},
	MeanRating: {
		wording{"Mean rating", "Talks without a rating.", "The mean of ratings from 1 to 5; each talk has one, the last."},
		wording{"平均评分", "未评分的会话。", "1 至 5 分的均值;每个会话一个评分,以最后一次为准。"},
	},
	RatingRate: {
		wording{"Rated talks", "", "Ratings of all talks, asked for or not; Chatwoot's response rate is of the surveys: see survey_response_rate."},
		wording{"评分覆盖率", "", "全部会话中得到评分的比例,不论是否邀请;Chatwoot 的响应率以发出的问卷为分母,见 survey_response_rate。"},
	},
	SurveyResponse: {
		wording{"Survey response rate", "Talks where nobody was asked.", "Responses of surveys sent, as in Chatwoot and Zendesk; a talk counts once, however often it was asked."},
		wording{"评价响应率", "未发出邀请的会话。", "收到的评价 / 发出的邀请,同 Chatwoot 与 Zendesk;每个会话只计一次。"},
	},
	IntentErrorRate: {
		wording{"Intent error rate", "Messages that nobody looked at; those looked at because somebody complained.", "One less the accuracy on messages that a person labelled, as in Rasa's test reports."},
		wording{"意图错误率", "未经核对的消息;因投诉而核对的消息。", "1 减去人工标注消息上的准确率,同 Rasa 的测试报告。"},
	},
	Questions: {
		wording{"Questions to the knowledge base", "Messages that are no question to the knowledge base.", "Each question counts, not each talk."},
		wording{"知识库提问量", "并非向知识库提问的消息。", "按问题计,而非按会话。"},
	},
	Coverage: {
		wording{"Knowledge coverage", "Messages that are no question to the knowledge base.", "Answered, or a suggestion was taken, of what was asked. Intercom's answer rate of Fin is of conversations and does not ask whether a suggestion was taken."},
		wording{"知识覆盖率", "并非向知识库提问的消息。", "直接回答或候选被选用 / 全部提问。Intercom Fin 的回答率按会话计,且不看候选是否被选用。"},
	},
	UnansweredRate: {
		wording{"Unanswered questions", "Messages that are no question to the knowledge base.", "With knowledge_coverage and suggestions that nobody took it adds up to 1."},
		wording{"未回答率", "并非向知识库提问的消息。", "与 knowledge_coverage 及未被选用的候选合计为 1。"},
	},
	Accuracy: {
		wording{"Response accuracy", "Answers that nobody looked at; those looked at because somebody complained.", "Human judgement of a sample, COPC's critical error accuracy turned to answers; a partly right answer counts in part. Each judgement weighs the same: where strata were drawn from unevenly, Collector.AccuracyEstimates weighs them and says how sure that is."},
		wording{"响应准确率", "未经抽检的回答；因投诉而查看的回答。", "人工抽检,类似 COPC 的差错准确率;部分正确按比例计。每次评判权重相同;分层抽样比例不均时,见按层加权并给出区间的 Collector.AccuracyEstimates。"},
	},
	Helpfulness: {
		wording{"Helpful answers", "Answers of which the customer said nothing.", "Thumbs up of all thumbs, as in Zendesk's and Intercom's articles."},
		wording{"回答有用率", "客户未表态的回答。", "赞 /(赞 + 踩),同 Zendesk 与 Intercom 的文章反馈。"},
	},
	ServiceLevel: {
		wording{"Service level", "Waits that go on; waits that were diverted.", "Genesys' and COPC's usual form: answered within the promise, of answered and abandoned, short abandons included."},
		wording{"服务水平", "仍在排队的;被转往他处的。", "Genesys 与 COPC 的通常算法:时限内接起 /(接起 + 放弃),短时放弃计入。"},
	},
	ServiceLevelLong: {
		wording{"Service level without short abandons", "Waits that go on; waits that were diverted; abandons within Rules.Short.", "Genesys' setting that leaves out short abandons."},
		wording{"服务水平(不计短时放弃)", "仍在排队的;被转往他处的;Rules.Short 内的放弃。", "同 Genesys 排除短时放弃的设置。"},
	},
	ServiceLevelAnswered: {
		wording{"Service level of answered waits", "Waits that were not answered.", "Genesys' setting that leaves out all abandons; it hides who gave up."},
		wording{"服务水平(仅接起)", "未接起的排队。", "同 Genesys 排除全部放弃的设置;看不到放弃者。"},
	},
	QueueAbandonment: {
		wording{"Abandoned waits", "Waits that go on; waits that were diverted.", "COPC's and Genesys' abandon rate, of what was answered or abandoned; Genesys' is of all that was offered."},
		wording{"排队放弃率", "仍在排队的;被转往他处的。", "同 COPC 的放弃率,分母为接起与放弃;Genesys 以全部进线为分母。"},
	},
	SpeedOfAnswer: {
		wording{"Average speed of answer", "Waits that were not answered.", "ASA as in Genesys and COPC: the mean wait of what was answered."},
		wording{"平均接起速度", "未接起的排队。", "同 Genesys 与 COPC 的 ASA:被接起者的平均等待。"},
	},
	AbandonedWait: {
		wording{"Wait before giving up", "Waits that were not given up.", "Genesys' average abandon time."},
		wording{"放弃前等待时间", "未放弃的排队。", "同 Genesys 的平均放弃时间。"},
	},
	HandleTime: {
		wording{"Average handling time", "Stints that go on.", "AHT as in COPC and Genesys: talk and after-work of each agent's part; hold is part of talk. An agent may have several talks at once, so it is no measure of his work by itself."},
		wording{"平均处理时间", "仍在处理中的。", "同 COPC 与 Genesys 的 AHT:每段人工服务的通话加话后处理,等待计入通话。坐席可同时处理多个会话,故不能单独衡量工作量。"},
	},
	TalkTime: {
		wording{"Average talk time", "Stints that go on.", "As handle_time, without the after-work."},
		wording{"平均通话时间", "仍在处理中的。", "同 handle_time,不含话后处理。"},
	},
	WrapTime: {
		wording{"Average after-work", "Stints that go on.", "ACW as in Genesys, over all stints, those without after-work included: talk_time and wrap_time add up to handle_time."},
		wording{"平均话后处理时间", "仍在处理中的。", "同 Genesys 的 ACW,含没有话后处理的:talk_time 与 wrap_time 之和为 handle_time。"},
	},
	Occupancy: {
		wording{"Occupancy", "Time away or offline. Counted by the hour (UTC): of a state that goes on, what has passed since the last full hour is not known yet.", "COPC and Genesys: time busy of time busy or available, by the agent's states, so that it cannot exceed 1 where he has several talks at once."},
		wording{"占用率", "离开或离线的时间。按小时(UTC)计:仍在持续的状态,最近一个整点之后的时间尚未计入。", "同 COPC 与 Genesys:忙碌 /(忙碌 + 可用),按坐席状态计,同时处理多个会话也不会超过 1。"},
	},
	MessagesPerTalk: {
		wording{"Messages per talk", "", "Messages of all sides, as Intercom's conversation parts; notes among agents are none."},
		wording{"平均消息数", "", "各方消息之和,同 Intercom 的会话条目;内部备注不计。"},
	},
	Mood: {
		wording{"Mood of customers", "Messages whose mood is not known.", "The mean over messages; our own."},
		wording{"客户情绪", "情绪未知的消息。", "按消息平均;自有定义。"},
	},
	MoodChange: {
		wording{"Change of mood", "Talks without a known mood.", "The last mood less the first, a mean over talks, from -2 to 2; our own."},
		wording{"情绪变化", "没有已知情绪的会话。", "最后情绪减最初情绪,按会话平均,-2 至 2;自有定义。"},
	},
	WorsenedRate: {
		wording{"Talks that got worse", "Talks without a known mood.", "Our own."},
		wording{"情绪恶化率", "没有已知情绪的会话。", "自有定义。"},
	},
	ImprovedRate: {
		wording{"Talks that got better", "Talks without a known mood.", "Our own."},
		wording{"情绪好转率", "没有已知情绪的会话。", "自有定义。"},
	},
	SoothedRate: {
		wording{"Talks with kind words", "", "Our own."},
		wording{"安抚率", "", "自有定义。"},
	},
	RepeatRate: {
		wording{"Talks with repeats", "", "Our own; customers who repeat themselves were not understood."},
		wording{"重复率", "", "自有定义;客户重复提问说明未被理解。"},
	},
	FailureRate: {
		wording{"Talks with failures", "", "Our own."},
		wording{"故障率", "", "自有定义。"},
	},
	Walks: {
		wording{"Walks through flows", "", "Each time a flow took the floor."},
		wording{"流程进入量", "", "流程每开始一次计一次。"},
	},
	FlowCompletion: {
		wording{"Flow completion", "Walks that go on.", "Completed of ended, as in bot builders' funnels; flow_completion_rate, flow_drop_off_rate and walks that were handed off add up to 1."},
		wording{"流程完成率", "仍在进行的流程。", "完成 / 结束,同各机器人平台的漏斗;与 flow_drop_off_rate 及转人工的合计为 1。"},
	},
	FlowDropOff: {
		wording{"Flow drop-off", "Walks that go on.", "Left, cancelled, expired or failed, of ended. A hand-off is no drop-off."},
		wording{"流程中途跳出率", "仍在进行的流程。", "离开、取消、超时或失败 / 结束。转人工不算跳出。"},
	},
	Cases: {
		wording{"Tickets", "", "Zendesk's created tickets."},
		wording{"工单量", "", "同 Zendesk 的新建工单。"},
	},
	CaseFirstReply: {
		wording{"First reply time of tickets", "Tickets without an agent's reply.", "Zendesk: from the creation to the first public comment of an agent; its reports show the median: take the percentile 50."},
		wording{"工单首次回复时间", "没有人工回复的工单。", "同 Zendesk:从创建到人工首条公开评论;其报表为中位数,可取第 50 百分位。"},
	},
	CaseFirstReplyInHours: {
		wording{"First reply time of tickets in business hours", "Tickets without an agent's reply.", "As case_first_reply, by Rules.Hours."},
		wording{"工单首次回复时间(工作时间)", "没有人工回复的工单。", "同 case_first_reply,按 Rules.Hours 计。"},
	},
	CaseResolution: {
		wording{"Resolution time of tickets", "Tickets that are not solved.", "Zendesk's full resolution time: from the creation to when it was solved and stayed so."},
		wording{"工单解决时间", "未解决的工单。", "同 Zendesk 的完整解决时间:从创建到最终解决。"},
	},
	CaseResolutionInHours: {
		wording{"Resolution time of tickets in business hours", "Tickets that are not solved.", "As case_resolution_time, by Rules.Hours."},
		wording{"工单解决时间(工作时间)", "未解决的工单。", "同 case_resolution_time,按 Rules.Hours 计。"},
	},
	CaseReopenRate: {
		wording{"Reopened tickets", "Tickets that are not solved.", "Zendesk's reopens, by tickets: one that was reopened twice counts once."},
		wording{"工单重开率", "未解决的工单。", "同 Zendesk 的重开,按工单计:重开两次只计一次。"},
	},
	GoalsKept: {
		wording{"SLA attainment", "Promises that are still running.", "Zendesk's achieved SLA targets of achieved and breached; group by step for each promise."},
		wording{"SLA 达成率", "仍在计时的承诺。", "同 Zendesk 的 SLA 达成 /(达成 + 违反);按 step 分组可看各项承诺。"},
	},
	HandoffReasons: {
		wording{"Hand-offs by reason", "Talks where nobody asked for a person.", "Group by reason; a talk counts once, with its first reason."},
		wording{"转人工原因", "未请求人工的会话。", "按 reason 分组;每个会话以首个原因计一次。"},
	},
	FeedbackTags: {
		wording{"Feedback tags", "", "Group by reason for each tag; a rating may have several."},
		wording{"评价标签", "", "按 reason 分组可看各标签;一次评价可有多个。"},
	},
	OnlineTime: {
		wording{"Time at work", "Time away or offline. Counted by the hour (UTC): of a state that goes on, what has passed since the last full hour is not known yet.", "Genesys' logged-in time less breaks."},
		wording{"在岗时间", "离开或离线的时间。按小时(UTC)计:仍在持续的状态,最近一个整点之后的时间尚未计入。", "同 Genesys 的登录时间减去休息。"},
	},
}
