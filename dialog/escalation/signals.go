package escalation

import (
	"time"
)

// Hours is whether people are there to take a conversation.
type Hours uint8

// The states of the desk.
const (
	// Open: somebody takes over soon.
	Open Hours = iota
	// Busy: there is a queue; [Signals.Wait] says for how long.
	Busy
	// Closed: nobody is there now, but a message or a wish to be called back can
	// be left.
	Closed
)

var hoursNames = [...]string{"open", "busy", "closed"}

// String returns the name of the state as it stands in JSON, "unknown" for what
// is none.
func (h Hours) String() string {
	if int(h) >= len(hoursNames) {
		return "unknown"
	}
	return hoursNames[h]
}

// MarshalText returns the name of the state, and a [FieldError] for what is
// none.
func (h Hours) MarshalText() ([]byte, error) {
	if int(h) >= len(hoursNames) {
		return nil, &FieldError{Field: "hours", Reason: "is unknown"}
	}
	return []byte(h.String()), nil
}

// UnmarshalText reads the name of a state. It returns a [FieldError] for
// anything else.
func (h *Hours) UnmarshalText(name []byte) error {
	for i, n := range hoursNames {
		if n == string(name) {
			*h = Hours(i)
			return nil
		}
	}
	return &FieldError{Field: "hours", Reason: "is none of open, busy, closed"}
}

// Signals are what is known about a conversation when a message of the customer
// has come and the answer is about to be given. The zero value is a calm
// customer at an open desk. Every field may be left out: what is zero speaks for
// nothing. Numbers outside of their range count as its nearest end, NaN as 0.
type Signals struct {
	// Feeling is the customer's feeling in this message, such as "angry"; Valence
	// how pleasant it is, from -1 (bad) to 1 (good), Intensity how strong, from 0 to 1.
	Feeling   string  `json:"feeling,omitempty"`
	Valence   float64 `json:"valence,omitempty"`
	Intensity float64 `json:"intensity,omitempty"`
	// Trend is how the valence changes with each message, from -2 to 2: negative is
	// getting worse. Peak is the worst valence so far, from -1 to 0.
	Trend float64 `json:"trend,omitempty"`
	Peak  float64 `json:"peak,omitempty"`
	// NeedsHuman says how much the conversation up to here looks as if a person
	// should take over, in [0,1]. What is below 0.17, where nothing speaks for or
	// against it, counts as that.
	NeedsHuman float64 `json:"needs_human,omitempty"`
	// Failures is how many answers in a row failed, up to this one: nothing was
	// found, nothing was understood, an action did not succeed.
	Failures int `json:"failures,omitempty"`
	// Unresolved is how often the customer came back to this topic after an answer
	// that should have settled it.
	Unresolved int `json:"unresolved,omitempty"`
	// Repeats is how often he asked what he asks now before.
	Repeats int `json:"repeats,omitempty"`
	// WantsHuman says that he asks for a person.
	WantsHuman bool `json:"wants_human,omitempty"`
	// Topics are the sensitive things that this message speaks of: see [Topics]. A
	// host may add its own.
	Topics []string `json:"topics,omitempty"`
	// Intent is what the message is about, Category where that belongs in the host's
	// tree, as a path with slashes.
	Intent   string `json:"intent,omitempty"`
	Category string `json:"category,omitempty"`
	// Tier is what the customer is to the host, such as "vip".
	Tier string `json:"tier,omitempty"`
	// Doubt is how unsure the best answer to this message is, in [0,1]: 1 minus its
	// confidence, 1 if there is none. 0 where nothing was asked.
	Doubt float64 `json:"doubt,omitempty"`
	// Elapsed is the time since the conversation began, Waited since the customer
	// began to wait for what he wants, 0 if he does not.
	Elapsed time.Duration `json:"elapsed,omitempty"`
	Waited  time.Duration `json:"waited,omitempty"`
	// Urgency is how urgent the message is: 0 low, 1 normal, 2 high, 3 critical.
	Urgency int `json:"urgency,omitempty"`
	// Turns is how many messages the customer has sent, with this one.
	Turns int `json:"turns,omitempty"`
	// Hours says whether people are there, Wait how long a customer who is handed
	// over now will wait for them, 0 if that is not known.
	Hours Hours         `json:"hours,omitempty"`
	Wait  time.Duration `json:"wait,omitempty"`
	// Unreachable says that there are no people at all who could take over, not
	// even later.
	Unreachable bool `json:"unreachable,omitempty"`
	// Value is what is at stake, in the host's currency.
	Value float64 `json:"value,omitempty"`
	// Locale is the customer's language, as a BCP 47 tag.
	Locale string `json:"locale,omitempty"`
}

// The signals in the direction in which more is worse, within their ranges.

func (s *Signals) displeasure() float64 { return within(-s.Valence, 0, 1) }
func (s *Signals) fall() float64        { return within(-s.Trend, 0, 2) }
func (s *Signals) worst() float64       { return within(-s.Peak, 0, 1) }

// within limits a number to a range; NaN becomes its lower end.
func within(x, lo, hi float64) float64 {
	if !(x > lo) {
		return lo
	}
	return min(x, hi)
}
