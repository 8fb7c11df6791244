package metrics

// These states of an agent are those in which he is there for customers.
var atWork = []string{"online", "busy", "wrap_up"}

// recipes are all metrics, in the order in which a person would read them.
var recipes = []recipe{
	countOf(Volume, 0, Talks),
	shareOf(BotResolutionRate, 1, sumOf(EndedByBot), sumOf(TalksEnded)),
	shareOf(HumanResolutionRate, 0, sumOf(EndedByHuman), sumOf(TalksEnded)),
	shareOf(HandedOffRate, -1, sumOf(EndedHandedOff), sumOf(TalksEnded)),
	shareOf(AbandonmentRate, -1, sumOf(EndedAbandoned), sumOf(TalksEnded)),
	shareOf(UnresolvedRate, -1, sumOf(EndedUnresolved), sumOf(TalksEnded)),
	shareOf(ResolutionRate, 1, term{m: TalksSettled}.less(TalksReopened), sumOf(TalksEnded)),
	shareOf(HandoffRate, -1, sumOf(TalksHandedOff), sumOf(TalksEnded)),
	shareOf(ContainmentRate, 1, sumOf(TalksContained), sumOf(TalksEnded)),
	shareOf(DeflectionRate, 1, sumOf(EndedByBot), sumOf(TalksWithBot)),
	shareOf(ConfirmedRate, 1, sumOf(ConfirmedByBot), sumOf(TalksEnded)),
	shareOf(ReopenRate, -1, sumOf(TalksReopened), sumOf(TalksSettled)),
	shareOf(FirstContact, 1, sumOf(MattersAtOnce), sumOf(MattersBegun)),
	shareOf(DurableResolution, 1, sumOf(ContactsDurable), sumOf(ContactsSettled)),

	meanOf(FirstReply, Seconds, -1, FirstReplyWall),
	meanOf(FirstReplyInHours, Seconds, -1, FirstReplyHours),
	meanOf(FirstHumanReply, Seconds, -1, FirstHumanWall),
	meanOf(FirstHumanReplyHours, Seconds, -1, FirstHumanHours),
	meanOf(HumanReply, Seconds, -1, HumanReplyWall),
	meanOf(HumanReplyInHours, Seconds, -1, HumanReplyHours),
	meanOf(BotReply, Seconds, -1, BotReplyWall),
	meanOf(ResolutionTime, Seconds, -1, ResolutionWall),
	meanOf(ResolutionInHours, Seconds, -1, ResolutionHours),
	meanOf(Duration, Seconds, 0, Durations),
	{metric: MessagesPerTalk, unit: Count, better: 0, kind: isRatio, top: sumOf(FromCustomers, FromBots, FromPeople), over: sumOf(Talks)},

	shareOf(CSAT, 1, sumOf(TalksTop2), sumOf(TalksRated)),
	meanOf(MeanRating, Stars, 1, Ratings),
	shareOf(RatingRate, 1, sumOf(TalksRated), sumOf(Talks)),
	shareOf(SurveyResponse, 1, sumOf(SurveysAnswered), sumOf(TalksSurveyed)),
	countOf(FeedbackTags, 0, TagsGiven),

	countOf(Questions, 0, QuestionsAsked),
	shareOf(Coverage, 1, sumOf(QuestionsAnswered, SuggestionsTaken), sumOf(QuestionsAsked)),
	shareOf(UnansweredRate, -1, sumOf(QuestionsUnanswered), sumOf(QuestionsAsked)),
	shareOf(Accuracy, 1, sumOf(AnswersRight), sumOf(AnswersJudged)),
	shareOf(Helpfulness, 1, sumOf(SaidHelpful), sumOf(SaidHelpful, SaidUnhelpful)),
	shareOf(IntentErrorRate, -1, term{m: IntentsJudged}.less(IntentsRight), sumOf(IntentsJudged)),

	shareOf(ServiceLevel, 1, sumOf(QueueAnsweredWithin), sumOf(QueueAnswered, QueueAbandoned)),
	shareOf(ServiceLevelLong, 1, sumOf(QueueAnsweredWithin), append(sumOf(QueueAnswered, QueueAbandoned), term{m: QueueAbandonedShort, minus: true})),
	shareOf(ServiceLevelAnswered, 1, sumOf(QueueAnsweredWithin), sumOf(QueueAnswered)),
	shareOf(QueueAbandonment, -1, sumOf(QueueAbandoned), sumOf(QueueAnswered, QueueAbandoned)),
	meanOf(SpeedOfAnswer, Seconds, -1, WaitAnswered),
	meanOf(AbandonedWait, Seconds, 0, WaitAbandoned),
	countOf(HandoffReasons, 0, TalksByReason),

	meanOf(HandleTime, Seconds, -1, StintHandle),
	meanOf(TalkTime, Seconds, 0, StintTalk),
	meanOf(WrapTime, Seconds, -1, StintWrap),
	shareOf(Occupancy, 0, []term{{m: PresenceTime, steps: atWork[1:]}}, []term{{m: PresenceTime, steps: atWork}}),
	{metric: OnlineTime, unit: Seconds, kind: isSum, top: []term{{m: PresenceTime, steps: atWork}}},

	meanOf(Mood, Scale, 1, Moods),
	{metric: MoodChange, unit: Scale, better: 1, kind: isRatio, top: term{m: MoodLast}.less(MoodFirst), over: []term{{m: MoodFirst, times: true}}},
	shareOf(WorsenedRate, -1, sumOf(TalksWorsened), []term{{m: MoodFirst, times: true}}),
	shareOf(ImprovedRate, 1, sumOf(TalksImproved), []term{{m: MoodFirst, times: true}}),
	shareOf(SoothedRate, 0, sumOf(TalksSoothed), sumOf(Talks)),
	shareOf(RepeatRate, -1, sumOf(TalksRepeated), sumOf(Talks)),
	shareOf(FailureRate, -1, sumOf(TalksFailed), sumOf(Talks)),

	countOf(Walks, 0, FlowsStarted),
	shareOf(FlowCompletion, 1, sumOf(FlowsCompleted), sumOf(FlowsCompleted, FlowsHandedOff, FlowsLeft)),
	shareOf(FlowDropOff, -1, sumOf(FlowsLeft), sumOf(FlowsCompleted, FlowsHandedOff, FlowsLeft)),

	countOf(Cases, 0, CasesOpened),
	meanOf(CaseFirstReply, Seconds, -1, CaseFirstWall),
	meanOf(CaseFirstReplyInHours, Seconds, -1, CaseFirstHours),
	meanOf(CaseResolution, Seconds, -1, CaseResolutionWall),
	meanOf(CaseResolutionInHours, Seconds, -1, CaseResolutionHours),
	shareOf(CaseReopenRate, -1, sumOf(CasesReopened), sumOf(CasesSolved)),
	shareOf(GoalsKept, 1, sumOf(GoalsMet), sumOf(GoalsMet, GoalsMissed)),
}
