package metrics

import (
	"fmt"
	"strconv"
)

// kindNames are the words for kinds, in JSON and in texts. They never change.
var kindNames = [...]string{
	CustomerSpoke: "customer_spoke", BotSpoke: "bot_spoke", AgentSpoke: "agent_spoke",
	Answered: "answered", Suggested: "suggested", Picked: "picked", Unanswered: "unanswered",
	Recommended: "recommended", Repeated: "repeated", Soothed: "soothed", Escalated: "escalated", Failed: "failed",
	HandoffRequested: "handoff_requested", HandoffFailed: "handoff_failed",
	Queued: "queued", Offered: "offered", Declined: "declined", Assigned: "assigned", LeftQueue: "left_queue",
	Diverted: "diverted", Wrapping: "wrapping", Completed: "completed",
	Resolved: "resolved", Denied: "denied", Ended: "ended",
	Rated: "rated", SurveySent: "survey_sent", SurveyRefused: "survey_refused",
	FlowStarted: "flow_started", FlowEnded: "flow_ended",
	StepAsked: "step_asked", StepFilled: "step_filled", StepRejected: "step_rejected",
	AnswerJudged: "answer_judged", IntentJudged: "intent_judged", Helpful: "helpful",
	TicketOpened: "ticket_opened", TicketReplied: "ticket_replied", TicketSolved: "ticket_solved",
	TicketReopened: "ticket_reopened", TicketClosed: "ticket_closed", GoalMet: "goal_met", GoalMissed: "goal_missed",
	SurveyTried: "survey_tried", OptedOut: "opted_out", OptedIn: "opted_in",
	Presence: "presence",
}

var (
	subjectNames = [...]string{Talk: "talk", Case: "case", Shift: "shift"}
	outcomeNames = [...]string{
		Open: "open", ByBot: "by_bot", ByHuman: "by_human",
		HandedOff: "handed_off", Abandoned: "abandoned", Unresolved: "unresolved",
	}
)

// name is the word for a value of one of these types, empty if there is none.
func name[T ~uint8](names []string, v T) string {
	if int(v) < len(names) {
		return names[v]
	}
	return ""
}

// parse is the opposite of name.
func parse[T ~uint8](names []string, what, s string) (T, error) {
	for i, n := range names {
		if n == s && n != "" {
			return T(i), nil
		}
	}
	return 0, fmt.Errorf("%w: unknown %s %q", ErrInvalid, what, clip(s))
}

// marshal is name for values that have one; the zero value of a field that is not there is empty.
func marshal[T ~uint8](names []string, what string, v T) ([]byte, error) {
	n := name(names, v)
	if n == "" && v != 0 {
		return nil, fmt.Errorf("%w: unknown %s %d", ErrInvalid, what, v)
	}
	return []byte(n), nil
}

func show[T ~uint8](names []string, what string, v T) string {
	if n := name(names, v); n != "" {
		return n
	}
	return what + "(" + strconv.Itoa(int(v)) + ")"
}

// clip shortens what a stranger wrote, for an error.
func clip(s string) string {
	if len(s) > 40 {
		return s[:40] + "..."
	}
	return s
}

// ParseKind is the kind with a name, such as "customer_spoke". An unknown one is [ErrInvalid].
func ParseKind(s string) (Kind, error) { return parse[Kind](kindNames[:], "kind", s) }

// String is the kind's name, such as "customer_spoke", or "kind(200)".
func (k Kind) String() string { return show(kindNames[:], "kind", k) }

// Known says whether there is such a kind.
func (k Kind) Known() bool { return name(kindNames[:], k) != "" }

// MarshalText writes the name; a kind that does not exist is [ErrInvalid], the zero one is empty.
func (k Kind) MarshalText() ([]byte, error) { return marshal(kindNames[:], "kind", k) }

// UnmarshalText reads what MarshalText writes.
func (k *Kind) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*k = 0
		return nil
	}
	v, err := ParseKind(string(text))
	if err == nil {
		*k = v
	}
	return err
}

// String is the subject's name: "talk", "case" or "shift".
func (s Subject) String() string { return show(subjectNames[:], "subject", s) }

// MarshalText writes the name; a subject that does not exist is [ErrInvalid], the zero one is empty.
func (s Subject) MarshalText() ([]byte, error) { return marshal(subjectNames[:], "subject", s) }

// UnmarshalText reads what MarshalText writes.
func (s *Subject) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*s = 0
		return nil
	}
	v, err := parse[Subject](subjectNames[:], "subject", string(text))
	if err == nil {
		*s = v
	}
	return err
}

// String is the outcome's name, such as "by_bot".
func (o Outcome) String() string { return show(outcomeNames[:], "outcome", o) }

// MarshalText writes the name; an outcome that does not exist is [ErrInvalid].
func (o Outcome) MarshalText() ([]byte, error) { return marshal(outcomeNames[:], "outcome", o) }

// UnmarshalText reads what MarshalText writes.
func (o *Outcome) UnmarshalText(text []byte) error {
	v, err := parse[Outcome](outcomeNames[:], "outcome", string(text))
	if err == nil {
		*o = v
	}
	return err
}
