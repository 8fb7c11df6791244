package escalation

import "math"

// How much each signal adds to the log-odds of the score. The figures are round
// and set by hand: none is fitted. What the customer and the service say is read
// by whoever made NeedsHuman, and its log-odds count fully; the rest is what
// words do not show, and may not outweigh them.
const (
	weightFeeling    = 0.4 // displeasure times intensity of this message
	weightWorst      = 0.2 // the worst so far
	weightFall       = 0.2 // getting worse
	weightFailure    = 0.3 // each of at most three failures in a row
	weightUnresolved = 0.3 // each of at most three follow-ups
	weightRepeat     = 0.2 // each of at most three repetitions
	weightDoubt      = 0.2 // no answer
	weightUrgency    = 0.2 // each level above normal
	weightWaiting    = 0.3 // half an hour of waiting, or more
	weightTopic      = 0.5 // a sensitive topic
	weightWish       = 1.0 // a wish for a person
)

const (
	// calm is the log-odds where nothing speaks for or against it: a score of 0.17.
	calm = -1.6
	// sure bounds the log-odds of NeedsHuman, so that one estimate is never the
	// whole truth.
	sure = 6
	// keep is how much of the past the next turn leaves: half of it is gone after
	// two turns.
	keep = 0.7
	// present is the share of what the signals show now beside what was carried.
	present = 0.6
	// waitingFull is the waiting, in hours, that counts fully.
	waitingFull = 0.5
	counted     = 3
)

// evidence returns the log-odds above those of a calm customer that the signals
// show by themselves. It is never negative, and no worse signal lowers it.
func (s *Signals) evidence() float64 {
	sum := 0.0
	if p := s.NeedsHuman; p > 0 {
		odds := float64(sure)
		if p < 1 {
			odds = min(sure, math.Log(p/(1-p)))
		}
		sum = max(0, odds-calm)
	}
	few := func(n int) float64 { return float64(max(0, min(n, counted))) }
	sum += weightFeeling*s.displeasure()*within(s.Intensity, 0, 1) + weightWorst*s.worst() + weightFall*s.fall()
	sum += weightFailure*few(s.Failures) + weightUnresolved*few(s.Unresolved) + weightRepeat*few(s.Repeats)
	sum += weightDoubt*within(s.Doubt, 0, 1) + weightUrgency*few(s.Urgency-1)
	sum += weightWaiting * within(s.Waited.Hours()/waitingFull, 0, 1)
	if len(s.Topics) > 0 {
		sum += weightTopic
	}
	if s.WantsHuman {
		sum += weightWish
	}
	return sum
}

// Score says how much speaks for a person, in [0,1]: 0.17 where nothing does. It
// is the logistic function of what the signals show now and, with less weight, of
// what was carried over from earlier turns, half of which is gone after two turns.
// So one bad message is not yet a bad conversation, and one kind word does not
// make it a good one. It is a score that orders conversations and no calibrated
// probability. A worse signal never lowers it.
func (p *Policy) Score(s Signals, m Memory) float64 {
	score, _ := weigh(s.evidence(), m)
	return score
}

// weigh returns the score, and the past for the next turn.
func weigh(now float64, m Memory) (score float64, past int) {
	carried := keep*within(float64(m.Past)/100, 0, pastMost) + (1-keep)*now
	return 1 / (1 + math.Exp(-calm-present*now-(1-present)*carried)), int(math.Round(100 * carried))
}

// pastMost is more evidence than there can be.
const pastMost = 20
