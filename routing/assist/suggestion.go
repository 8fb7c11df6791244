package assist

import (
	"context"
	"time"
)

// Kind is what an agent can do with a suggestion.
type Kind string

// The kinds of suggestions, in the order in which two that are as good are shown.
const (
	// NextStep tells the agent what to do next.
	NextStep Kind = "next-step"
	// CannedReply is a reply that is ready to be sent.
	CannedReply Kind = "canned"
	// Answer can be told to the customer.
	Answer Kind = "answer"
	// Policy is what an answer rests on (政策依据).
	Policy Kind = "policy"
	// HowTo tells how something is done (操作指南).
	HowTo Kind = "how-to"
	// SimilarCase is an earlier conversation or ticket, and how it ended.
	SimilarCase Kind = "similar-case"
)

// kinds are all of them, in their order.
const kinds = " next-step canned answer policy how-to similar-case "

// Suggestion is something that may help an agent now.
type Suggestion struct {
	Kind Kind `json:"kind"`
	// ID is what it comes from: a canned reply, an entry of a knowledge base, a
	// ticket.
	ID    string `json:"id,omitempty"`
	Title string `json:"title,omitempty"`
	// Text is what the agent can send or read, without variables but for those in
	// Missing.
	Text string `json:"text,omitempty"`
	// Score is how well it fits, in [0,1]; NaN and what is below count as 0.
	Score float64 `json:"score"`
	// Why says why it is suggested, in words for the agent.
	Why string `json:"why,omitempty"`
	// Missing are the variables that the agent has to fill in before he sends it.
	Missing []string `json:"missing,omitempty"`
	// Start and End are the stretch of the draft, in bytes, that the text takes the place
	// of; both are 0 where it does not.
	Start int `json:"start,omitempty"`
	End   int `json:"end,omitempty"`

	// What follows is set by the [Assistant].

	// Sources are the names of all sources that have suggested it.
	Sources []string `json:"sources,omitempty"`
	// Said tells that an agent or bot has said it in this conversation, Typed that
	// the draft has it already, Continues that it begins like the draft.
	Said      bool `json:"said,omitempty"`
	Typed     bool `json:"typed,omitempty"`
	Continues bool `json:"continues,omitempty"`
}

// Source suggests something for a situation. It is safe for concurrent use,
// honours the context, and does not change the situation, which it must not keep
// either.
type Source interface {
	Suggest(ctx context.Context, s *Situation) ([]Suggestion, error)
}

// SourceFunc is a function that is a [Source].
type SourceFunc func(ctx context.Context, s *Situation) ([]Suggestion, error)

// Suggest calls f.
func (f SourceFunc) Suggest(ctx context.Context, s *Situation) ([]Suggestion, error) {
	return f(ctx, s)
}

// Profiles knows customers: a CRM, or what was learned in conversations. It is safe
// for concurrent use and honours the context. Of a customer who is not known it
// returns nothing, and no error.
type Profiles interface {
	Profile(ctx context.Context, customer string) (map[string]string, error)
}

// ProfilesFunc is a function that is a [Profiles].
type ProfilesFunc func(ctx context.Context, customer string) (map[string]string, error)

// Profile calls f.
func (f ProfilesFunc) Profile(ctx context.Context, customer string) (map[string]string, error) {
	return f(ctx, customer)
}

// Past is an earlier conversation of the customer.
type Past struct {
	Conversation string    `json:"conversation"`
	At           time.Time `json:"at"`
	Channel      string    `json:"channel,omitempty"`
	Category     string    `json:"category,omitempty"`
	// Summary is what it was about, Outcome how it ended.
	Summary string `json:"summary,omitempty"`
	Outcome string `json:"outcome,omitempty"`
}

// Histories knows earlier conversations. It is safe for concurrent use and honours
// the context.
type Histories interface {
	// History returns a customer's conversations, the latest first, at most limit.
	History(ctx context.Context, customer string, limit int) ([]Past, error)
}

// HistoriesFunc is a function that is a [Histories].
type HistoriesFunc func(ctx context.Context, customer string, limit int) ([]Past, error)

// History calls f.
func (f HistoriesFunc) History(ctx context.Context, customer string, limit int) ([]Past, error) {
	return f(ctx, customer, limit)
}

// Origin is a source with a name.
type Origin struct {
	// Name says in suggestions and errors what they come from. Required, and unique.
	Name   string
	Source Source
	// Timeout is how long a call may take. Default: Options.Timeout.
	Timeout time.Duration
	// Slow is not asked at each key stroke; see [Assistant.Live]. Default: false.
	Slow bool
	// Weight is what the scores of the source are multiplied with, in (0,1]. Default: 1.
	Weight float64
}

// Suggestions are what all sources have for a situation.
type Suggestions struct {
	// List has the best first; what was said or typed already comes last.
	List []Suggestion `json:"list"`
	// Failed are the sources that gave nothing, because they failed or took too long. The
	// name "profiles" is that of the [Profiles].
	Failed []*SourceError `json:"-"`
}

// Of returns the suggestions of a kind, the best first.
func (s *Suggestions) Of(kind Kind) (list []Suggestion) {
	for _, one := range s.List {
		if one.Kind == kind {
			list = append(list, one)
		}
	}
	return list
}
