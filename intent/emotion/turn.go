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
	// mixed in by [Merge], a model of the host's). Its cues must be those of Text.
	// Default: nil, the tracker reads it itself. Only read for the customer.
	Emotion *Emotion
	// At is when it was said. Zero times count as one minute after the turn
	// before, times before it as the same time.
	At time.Time
}

// Course is how a customer's feelings went up to now.
type Course struct {
	// Now is the present valence, smoothed over the last turns, in [-1,1].
	Now float64 `json:"now"`
	// Trend is how the valence changes, per turn of the customer: negative is
	// getting worse. It is the median of the slopes between any two of the last
	// eight turns (Theil-Sen), in [-2,2].
	Trend float64 `json:"trend"`
	// Peak is the worst valence so far, at turn PeakTurn (counted from 1 over all
	// turns); 0 if it never was below 0.
	Peak     float64 `json:"peak"`
	PeakTurn int     `json:"peak_turn,omitempty"`
	// Label is the present feeling, smoothed as Now is.
	Label Label `json:"label"`
	// Cause is the text of the worst cue, as it was written, at most 64 runes;
	// CauseTurn its turn. Old cues give way to weaker ones as feelings fade. Empty
	// if there was none.
	Cause     string `json:"cause,omitempty"`
	CauseTurn int    `json:"cause_turn,omitempty"`
	// NeedsHuman is a score from 0 to 1 that orders conversations by whether the
	// customer is so dissatisfied by now that a person should take over. It is no
	// calibrated probability unless the tracker was trained ([TrainTracker]).
	NeedsHuman float64 `json:"needs_human"`
	// Turns counts the customer's turns.
	Turns int `json:"turns"`
}
