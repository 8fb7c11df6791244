package dialog

import (
	"context"
	"encoding/json"
	"math"
	"slices"
)

// Knowledge answers questions. An engine asks it for every message that no flow
// takes. It must honour the context, or is left alone when its time is over, and
// may be called again for the same message. What it fails with is the turn's error.
type Knowledge interface {
	// Search finds what could answer, the best first. An error fails the turn.
	Search(ctx context.Context, q Query) (Found, error)
	// Answer returns the answer of a hit: one that a search found, or, with nothing but
	// ID and a Score of 1, what the customer picked. [ErrNotFound] says that there is none,
	// or none that this customer may see.
	Answer(ctx context.Context, hit Hit, q Query) (Answer, error)
}

// Guides is a [Knowledge] whose answers may begin a guide: steps that the
// customer walks through by choosing.
type Guides interface {
	// Follow takes the way that the customer chose from a step of an entry's guide, by
	// the number or the wording of the choice. [ErrNotFound] says that it is none of
	// the ways on, or that there is no such guide any more.
	Follow(ctx context.Context, entry, step, said string, q Query) (Answer, error)
}

// Query is a question with what is known around it.
type Query struct {
	// Message is the customer's, Text what to search for: in a follow-up ("and for
	// two?") it has words of the question before.
	Message Message
	Text    string
	// Locale is the language that the text shows, empty where it shows none.
	Locale string
	// Topic is the entry that was the last answer; empty if there was none.
	Topic string
	// Offered is what the customer was offered before he wrote this.
	Offered []Choice
	// Category is where the message belongs.
	Category string
	// Reading is what was read in the message; nil for a picked choice.
	Reading      *Reading
	Profile      Profile
	Customer     string
	Conversation string
}

// Confidence says what a search found.
type Confidence string

// What a search may find.
const (
	Sure    Confidence = "sure"    // the first hit answers the question
	Unsure  Confidence = "unsure"  // one of the hits may; the customer should choose
	Nothing Confidence = "nothing" // no hit is good enough to be shown
	Blocked Confidence = "blocked" // the question may not be answered
)

// Found is what a search found.
type Found struct {
	Confidence Confidence `json:"confidence"`
	// Identical says that the customer asked in so many words what the first hit
	// answers.
	Identical bool `json:"identical,omitempty"`
	// Hits are the candidates, the best first: of an unsure search those to offer, of
	// one that found nothing those that came nearest.
	Hits []Hit `json:"hits,omitempty"`
	// More are hits of an unsure search that may be meant as well as those to offer.
	// Where they are many, the engine asks what tells all of them apart.
	More []Hit `json:"more,omitempty"`
}

// sound is what a turn can go by: a search that names no entry found nothing, and a
// score that is no number, or none in [0,1], is the nearest one that is.
func (f Found) sound() Found {
	if len(f.Hits) == 0 && (f.Confidence == Sure || f.Confidence == Unsure) {
		f.Confidence = Nothing
	}
	for _, hits := range []*[]Hit{&f.Hits, &f.More} {
		*hits = slices.Clone(*hits)
		for i := range *hits {
			h := &(*hits)[i]
			if h.Score = max(0, min(h.Score, 1)); math.IsNaN(h.Score) {
				h.Score = 0
			}
		}
	}
	return f
}

// Hit is an entry that may be the answer.
type Hit struct {
	ID string `json:"id"`
	// Question is how the entry is offered.
	Question string   `json:"question"`
	Locale   string   `json:"locale,omitempty"`
	Category string   `json:"category,omitempty"`
	Tags     []string `json:"tags,omitempty"`
	Score    float64  `json:"score"`
	// Near says that the customer was offered the hit before and means it now: it is good
	// enough, and clearly ahead of the others that were offered. Only the first has it.
	Near bool `json:"near,omitempty"`
	// Data is what the knowledge base wants to know of its own hit when it is asked for
	// the answer. The engine keeps it as it is.
	Data json.RawMessage `json:"data,omitempty"`
}

// Answer is what an entry, or a step of its guide, says.
type Answer struct {
	Entry    string `json:"entry"`
	Locale   string `json:"locale,omitempty"`
	Category string `json:"category,omitempty"`
	Text     string `json:"text,omitempty"`
	Parts    []Part `json:"parts,omitempty"`
	// Step is the step of a guide that waits for one of Options; empty if none does.
	Step    string   `json:"step,omitempty"`
	Options []string `json:"options,omitempty"`
	// HandOff says that the guide leads to a person.
	HandOff bool `json:"hand_off,omitempty"`
	// Withheld says that what the entry would say may not be said.
	Withheld bool `json:"withheld,omitempty"`
}
