package emotion

import "time"

// Speaker says whose turn it is.
type Speaker uint8

// The speakers.
const (
	Customer Speaker = iota
	Bot
	Agent
)

// Turn is one message of a conversation, as a [Tracker] takes it.
type Turn struct {
	Speaker Speaker
	Text    string
	// Emotion is what the text shows, where somebody has read it already (voice
	// mixed in, a model of the host's). Default: nil, the tracker reads it itself.
	Emotion *Emotion
	// At is when it was said. Zero times count as one minute after the turn before.
	At time.Time
}

// Course is how a customer's feelings went up to now.
type Course struct {
	// Now is the present valence, smoothed over the last turns, in [-1,1].
	Now float64 `json:"now"`
	// Trend is how the valence changes, per turn of the customer: negative is
	// getting worse.
	Trend float64 `json:"trend"`
	// Peak is the worst valence so far, at turn PeakTurn (counted from 1 over all
	// turns); 0 if it never was below 0.
	Peak     float64 `json:"peak"`
	PeakTurn int     `json:"peak_turn,omitempty"`
	// Label is the present feeling.
	Label Label `json:"label"`
	// Cause is the text of the strongest cue behind the present feeling, or the
	// worst one, as it was written, at most 64 runes; CauseTurn its turn.
	Cause     string `json:"cause,omitempty"`
	CauseTurn int    `json:"cause_turn,omitempty"`
	// NeedsHuman is the estimated probability that the customer is so
	// dissatisfied by now that a person should take over.
	NeedsHuman float64 `json:"needs_human"`
	// Turns counts the customer's turns.
	Turns int `json:"turns"`
}
