package metrics

// Measure is a number that episodes have and that can be added up. Metrics are made of
// measures.
type Measure uint8

// The measures of talks, under the agent of the episode. The first group adds 1 for each
// talk that is so.
const (
	Talks           Measure = iota + 1 // all that began
	TalksEnded                         // that have an outcome
	EndedByBot                         // outcome ByBot
	EndedByHuman                       // outcome ByHuman
	EndedHandedOff                     // outcome HandedOff
	EndedAbandoned                     // outcome Abandoned
	EndedUnresolved                    // outcome Unresolved
	ConfirmedByBot                     // outcome ByBot, and the customer said so
	TalksHandedOff                     // ended, with a hand-off asked for or a person taking part, whatever the outcome
	TalksContained                     // ended without that
	TalksWithBot                       // ended, and the bot spoke or settled it
	TalksReopened                      // settled and reopened within Rules.Reopen
	TalksSettled                       // outcome ByBot or ByHuman
	TalksRated
	TalksTop2 // rated 4 or 5
	TalksSurveyed
	SurveysAnswered // surveyed and rated
	TalksSoothed
	TalksRepeated
	TalksFailed
	TalksWorsened // the mood at the end is worse than at the beginning by .25 or more
	TalksImproved

	Ratings        // the sum of ratings in millionths
	Moods          // all known moods of customers, in millionths
	MoodFirst      // the first known mood of a talk
	MoodLast       // the last one
	FromCustomers  // messages
	FromBots       //
	FromPeople     //
	FirstReplyWall // times: of these measures the sums have a spread
	FirstReplyHours
	FirstHumanWall
	FirstHumanHours
	ResolutionWall
	ResolutionHours
	Durations // from start to end
)

// The measures of what happens within talks.
const (
	HumanReplyWall  Measure = iota + 64 // each reply of a person, under his name
	HumanReplyHours                     //
	BotReplyWall                        // each reply of the bot
	QuestionsAsked                      // put to the knowledge base
	QuestionsAnswered
	QuestionsSuggested
	SuggestionsTaken
	QuestionsUnanswered
	AnswersJudged
	AnswersRight // in millionths
	IntentsJudged
	IntentsRight
	SaidHelpful
	SaidUnhelpful

	QueueEntered // by queue, and by the agent who answered
	QueueAnswered
	QueueAnsweredWithin // Rules.Within
	QueueAbandoned
	QueueAbandonedShort  // Rules.Short
	QueueAbandonedWithin // Rules.Within, the short ones too
	QueueDiverted
	WaitAnswered // times
	WaitAbandoned

	StintTalk // times, under the agent, of stints that are over
	StintWrap
	StintHandle // talk and wrap

	FlowsStarted // by flow
	FlowsCompleted
	FlowsHandedOff
	FlowsLeft    // neither
	StepsReached // by flow and step: walks that reached it
	StepsFilled
	StepsRejected // rejections
	StepsLeft     // walks that were left here
	StepTime      // times
	StepOrder     // the place of the step in walks that reached it, from 1

	TalksByReason // by the reason of the hand-off
	TagsGiven     // by tag

	CasesOpened
	CasesSolved
	CasesReopened
	CaseFirstWall // times
	CaseFirstHours
	CaseResolutionWall
	CaseResolutionHours
	GoalsMet // by promise
	GoalsMissed

	PresenceTime // times, by agent and state
)

// The measures that need all talks of a customer; see [Collector.Query]. Sheets of a [Store] do not have them.
const (
	MattersBegun    Measure = iota + 160 // ended talks of known customers, Rules.Durable old, and none within it before
	MattersAtOnce                        // of these: settled, and nothing came back within Rules.Durable
	ContactsSettled                      // settled talks of known customers that are Rules.Durable old
	ContactsDurable                      // of these: nothing came back
)
