package metrics

import "strconv"

// Metric is the name of a number that people ask for, such as "bot_resolution_rate".
type Metric string

// The metrics. [Describe] tells what each means.
const (
	Volume                Metric = "volume"
	BotResolutionRate     Metric = "bot_resolution_rate"
	HumanResolutionRate   Metric = "human_resolution_rate"
	ResolutionRate        Metric = "resolution_rate"
	HandoffRate           Metric = "handoff_rate"
	HandedOffRate         Metric = "handed_off_unresolved_rate"
	AbandonmentRate       Metric = "abandonment_rate"
	UnresolvedRate        Metric = "unresolved_rate"
	ContainmentRate       Metric = "containment_rate"
	DeflectionRate        Metric = "deflection_rate"
	ConfirmedRate         Metric = "confirmed_resolution_rate"
	ReopenRate            Metric = "reopen_rate"
	FirstContact          Metric = "first_contact_resolution"
	DurableResolution     Metric = "durable_resolution"
	FirstReply            Metric = "first_reply" // times are means; [Metric.P] gives percentiles
	FirstReplyInHours     Metric = "first_reply_hours"
	FirstHumanReply       Metric = "first_human_reply"
	FirstHumanReplyHours  Metric = "first_human_reply_hours"
	HumanReply            Metric = "human_reply"
	HumanReplyInHours     Metric = "human_reply_hours"
	BotReply              Metric = "bot_reply"
	ResolutionTime        Metric = "resolution_time"
	ResolutionInHours     Metric = "resolution_time_hours"
	Duration              Metric = "duration"
	CSAT                  Metric = "csat"
	MeanRating            Metric = "mean_rating"
	RatingRate            Metric = "rating_rate"
	SurveyResponse        Metric = "survey_response_rate"
	IntentErrorRate       Metric = "intent_error_rate"
	Questions             Metric = "questions"
	Coverage              Metric = "knowledge_coverage"
	UnansweredRate        Metric = "unanswered_rate"
	Accuracy              Metric = "response_accuracy"
	Helpfulness           Metric = "helpfulness"
	ServiceLevel          Metric = "service_level"
	ServiceLevelLong      Metric = "service_level_without_short"
	ServiceLevelAnswered  Metric = "service_level_of_answered"
	QueueAbandonment      Metric = "queue_abandonment"
	SpeedOfAnswer         Metric = "speed_of_answer"
	AbandonedWait         Metric = "abandoned_wait"
	HandleTime            Metric = "handle_time"
	TalkTime              Metric = "talk_time"
	WrapTime              Metric = "wrap_time"
	Occupancy             Metric = "occupancy"
	MessagesPerTalk       Metric = "messages_per_talk"
	Mood                  Metric = "mood"
	MoodChange            Metric = "mood_change"
	WorsenedRate          Metric = "worsened_rate"
	ImprovedRate          Metric = "improved_rate"
	SoothedRate           Metric = "soothed_rate"
	RepeatRate            Metric = "repeat_rate"
	FailureRate           Metric = "failure_rate"
	Walks                 Metric = "flow_walks"
	FlowCompletion        Metric = "flow_completion_rate"
	FlowDropOff           Metric = "flow_drop_off_rate"
	Cases                 Metric = "cases"
	CaseFirstReply        Metric = "case_first_reply"
	CaseFirstReplyInHours Metric = "case_first_reply_hours"
	CaseResolution        Metric = "case_resolution_time"
	CaseResolutionInHours Metric = "case_resolution_time_hours"
	CaseReopenRate        Metric = "case_reopen_rate"
	GoalsKept             Metric = "sla_attainment"
	HandoffReasons        Metric = "handoff_reasons"
	FeedbackTags          Metric = "feedback_tags"
	OnlineTime            Metric = "online_time"
)

// Unit is what a value of a metric is.
type Unit string

// The units.
const (
	Count   Unit = "count"
	Share   Unit = "share" // from 0 to 1
	Seconds Unit = "seconds"
	Stars   Unit = "stars" // from 1 to 5
	Scale   Unit = "scale" // from -1 to 1; a change of it from -2 to 2
	Ratio   Unit = "ratio" // a part of a whole that may be below 0, as a loss, and without bounds
	Money   Unit = "money" // in the currency of the prices
)

// P is the metric's percentile, from 0 to 100: FirstReply.P(90). It exists for metrics of
// times, whose mean the metric itself is; values are within 1 % of exact. Its name is that of the
// metric, ".p" and the number: "first_reply.p90".
func (m Metric) P(percent float64) Metric {
	return m + percentMark + Metric(strconv.FormatFloat(percent, 'f', -1, 64))
}

// All returns all metrics but percentiles, in the order in which a person would read them.
func All() []Metric {
	all := make([]Metric, len(recipes))
	for i, r := range recipes {
		all[i] = r.metric
	}
	return all
}
