package dialog

import (
	"slices"
	"time"
)

// Reading is what a bot read in a customer's message, beside its words: what it
// is about, what it names and how the customer feels. It is kept with the turn,
// so that people see why a conversation went as it did, and reports can be made
// of it later. The zero values mean "not known".
type Reading struct {
	// Language is the language of the message as a BCP 47 primary subtag.
	Language string `json:"language,omitempty"`
	// Intent is the likeliest intent and Confidence its probability, in [0,1];
	// Sure says that it can be acted on. Novelty is the probability that the
	// message has none of the known intents.
	Intent     string  `json:"intent,omitempty"`
	Confidence float64 `json:"confidence,omitempty"`
	Sure       bool    `json:"sure,omitempty"`
	Novelty    float64 `json:"novelty,omitempty"`
	// Intents are those of the parts of a message that has several.
	Intents []string `json:"intents,omitempty"`
	// Category is where the message belongs in the host's tree, as a path.
	Category string `json:"category,omitempty"`
	// Model is the version of the model, or the id of the rule, that told the intent.
	Model string `json:"model,omitempty"`
	// WantsHuman says that the customer asks for a person.
	WantsHuman bool `json:"wants_human,omitempty"`
	// Urgency is how urgent the message is: 0 low, 1 normal, 2 high, 3 critical.
	Urgency int `json:"urgency,omitempty"`
	// Complex says that the message is rather for a person than for a bot.
	Complex bool `json:"complex,omitempty"`
	// Keywords are its telling words, best first.
	Keywords []string `json:"keywords,omitempty"`
	// Values are what the message names: numbers, dates, products. Numbers of cards,
	// accounts and identity cards are masked but for their end.
	Values []Value `json:"values,omitempty"`
	// Emotion is how the customer feels in this message, such as "angry"; Valence
	// from -1 (bad) to 1 (good), Intensity from 0 to 1.
	Emotion   string  `json:"emotion,omitempty"`
	Valence   float64 `json:"valence,omitempty"`
	Intensity float64 `json:"intensity,omitempty"`
	// Tones are how it is said ("polite", "urgent", "rude", "threat"), Cues the words
	// that show the feeling best, at most three.
	Tones []string `json:"tones,omitempty"`
	Cues  []string `json:"cues,omitempty"`
	// Mood is how he feels over the conversation up to here.
	Mood Mood `json:"mood,omitzero"`
}

// Value is something that a message names.
type Value struct {
	// Type says what it is ("order", "time"), Value is its normal form, Role which
	// of several it is ("origin"). A Reader tells values of "card", "iban" and "chinese_id" as
	// they are, so that slots can take them; of those in a [Reply] the last four characters are left.
	Type  string `json:"type"`
	Value string `json:"value"`
	Role  string `json:"role,omitempty"`
	// Start and End are the stretch of the message's text, in bytes.
	Start int `json:"start"`
	End   int `json:"end"`
}

// Mood is how a customer feels over a conversation.
type Mood struct {
	// Label is the present feeling, Now the present valence, Trend its change with
	// each message, Peak the worst so far: valences are from -1 (bad) to 1 (good).
	Label string  `json:"label,omitempty"`
	Now   float64 `json:"now,omitempty"`
	Trend float64 `json:"trend,omitempty"`
	Peak  float64 `json:"peak,omitempty"`
	// Cause is what shows the feeling best, in the customer's words.
	Cause string `json:"cause,omitempty"`
	// NeedsHuman says how much the conversation looks as if a person should take over,
	// in [0,1]: an estimated probability if the tracker was trained on such
	// conversations, otherwise a score.
	NeedsHuman float64 `json:"needs_human,omitempty"`
	// Turns is how many messages of the customer it was read from.
	Turns int `json:"turns,omitempty"`
}

// Clone returns a copy that shares no memory with r; nil stays nil.
func (r *Reading) Clone() *Reading {
	if r == nil {
		return nil
	}
	c := *r
	c.Intents, c.Keywords, c.Values = slices.Clone(r.Intents), slices.Clone(r.Keywords), slices.Clone(r.Values)
	c.Tones, c.Cues = slices.Clone(r.Tones), slices.Clone(r.Cues)
	return &c
}

// Brief is what whoever takes over should know at a glance. It is computed from
// the readings of the conversation.
type Brief struct {
	// Category is what the conversation is about, Tags what else marks it: intents,
	// keywords, and values as "type:value", the most frequent first.
	Category string   `json:"category,omitempty"`
	Tags     []string `json:"tags,omitempty"`
	// Urgency is the highest one of the last messages, from 0 (low) to 3 (critical).
	Urgency int `json:"urgency,omitempty"`
	// Mood is how the customer feels by now, Since when the conversation goes on.
	Mood  Mood      `json:"mood,omitzero"`
	Since time.Time `json:"since,omitzero"`
}
