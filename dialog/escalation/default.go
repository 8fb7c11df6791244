package escalation

import "time"

// Default returns a policy that works for most: the rules in the table of the
// package comment, the default scores and cool-downs, and one level of priority
// for customers of the tier "vip". It is the caller's own to change.
func Default() *Policy {
	return &Policy{
		Rules: []Rule{
			{Name: "danger", If: If{Topics: []string{TopicSafety, TopicInjury}}, Do: Supervisor, Priority: 5, Skills: []string{"safety"}, Always: true},
			{Name: "legal", If: If{Topics: []string{TopicLegal, TopicPress}}, Do: Supervisor, Priority: 3, Skills: []string{"complaints"}, Always: true},
			{Name: "fraud", If: If{Topics: []string{TopicFraud}}, Do: HandOff, Priority: 4, Skills: []string{"fraud"}, Always: true},
			{Name: "privacy", If: If{Topics: []string{TopicData}}, Do: HandOff, Priority: 2, Skills: []string{"privacy"}, Always: true},
			{Name: "stuck", If: If{Urgency: 3, Doubt: 0.5}, Do: HandOff, Priority: 2},
			{Name: "unresolved", If: If{Unresolved: 2}, Do: HandOff, Priority: 1},
			{Name: "failures", If: If{Failures: 2}, Do: HandOff, Priority: 1},
			{Name: "critical", If: If{Urgency: 3}, Do: Offer, Priority: 2},
			{Name: "repeats", If: If{Repeats: 2}, Do: Offer},
			{Name: "waiting", If: If{Waited: Span(defaultWaiting)}, Do: Offer, Priority: 1},
			{Name: "upset", If: If{Feelings: []string{"angry", "frustrated", "anxious"}, Intensity: 0.6}, Do: Soothe, Priority: 1},
			{Name: "confused", If: If{Feelings: []string{"confused"}, Intensity: 0.5}, Do: Soothe},
		},
		Tiers: map[string]int{"vip": 1},
	}
}

// defaultWaiting is how long a customer waits for what he wants before a person
// is offered.
const defaultWaiting = 15 * time.Minute
