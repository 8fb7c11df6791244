package kb

import (
	"context"
	"time"
)

// LearnOptions are the choices of [Library.Learn].
type LearnOptions struct {
	// Since and Until bound the time in which the questions were asked: from Since
	// on and before Until. Zero is without bound.
	Since, Until time.Time
	// MinCount is the least number of different conversations behind a suggestion.
	// A verdict of [Answers] is enough by itself. Default: 3.
	MinCount int
	// Max is how many suggestions are wanted at most. Default: 100.
	Max int
	// Locale keeps to questions of this language, such as "zh"; the language of
	// one that was logged without a locale is guessed. Default: all.
	Locale string
	// Base keeps to questions that this independent base was asked. Default: all.
	Base string
	// MaxQuestions bounds the memory: at most this many different questions are
	// looked at, those that were asked first. Default: 100,000.
	MaxQuestions int
	// MinConfidence leaves out suggestions of less confidence. Default: 0.
	MinConfidence float64
}

func (o LearnOptions) withDefaults() LearnOptions {
	if o.MinCount <= 0 {
		o.MinCount = 3
	}
	if o.Max <= 0 {
		o.Max = 100
	}
	if o.MaxQuestions <= 0 {
		o.MaxQuestions = 100_000
	}
	return o
}

// SuggestionKind is what a [Suggestion] proposes.
type SuggestionKind string

// The kinds of suggestions.
const (
	// NewPhrasing: an entry should have more wordings.
	NewPhrasing SuggestionKind = "new phrasing"
	// NewEntry: people ask for something that no entry answers.
	NewEntry SuggestionKind = "new entry"
)

// Suggestion is something that the knowledge base could learn, with its evidence.
// It can be kept as JSON.
type Suggestion struct {
	// ID stays the same while the same questions stand behind the suggestion.
	ID string `json:"id"`
	// Kind says what is proposed.
	Kind SuggestionKind `json:"kind"`
	// Entry is the id of the entry that should learn, of a [NewPhrasing].
	Entry string `json:"entry,omitempty"`
	// Question is the wording in the middle of all: the proposed phrasing, or the
	// question of the new entry. Phrasings are further ones, the more frequent
	// first. Personal data is left out of both.
	Question  string   `json:"question"`
	Phrasings []string `json:"phrasings,omitempty"`
	// Language is that of the questions, such as "zh", Locale what was logged most
	// often as their locale, Base the independent base that they were put to, and
	// Category, of a [NewEntry], that of the nearest entries; each empty where it is
	// not clear.
	Language string `json:"language,omitempty"`
	Locale   string `json:"locale,omitempty"`
	Base     string `json:"base,omitempty"`
	Category string `json:"category,omitempty"`
	// Nearest are the entries that the questions are nearest to, for an editor to
	// look at.
	Nearest []Shown `json:"nearest,omitempty"`
	// Count is how often it was asked, Conversations in how many different ones.
	Count         int `json:"count"`
	Conversations int `json:"conversations"`
	// Picks are verdicts for the entry ([Picked], [Answers]), Against those that
	// something else, or none of what was offered, was right.
	Picks   int `json:"picks,omitempty"`
	Against int `json:"against,omitempty"`
	// Unanswered, Bad and HandedOff are how many of the Count got no answer, a bad
	// verdict, or a person in the end.
	Unanswered int `json:"unanswered,omitempty"`
	Bad        int `json:"bad,omitempty"`
	HandedOff  int `json:"handed_off,omitempty"`
	// First and Last are when it was asked first and last.
	First time.Time `json:"first"`
	Last  time.Time `json:"last"`
	// Examples are some of the questions, with personal data masked.
	Examples []Evidence `json:"examples"`
	// Confidence, in [0,1], estimates that an editor would accept this.
	Confidence float64 `json:"confidence"`
	// Reasons say in words why, for people.
	Reasons []string `json:"reasons"`
	// Conflicts are wordings that are not proposed, because another entry answers
	// them now and nobody complained. If there are no others, Question is one of
	// them, and Confidence is halved.
	Conflicts []Clash `json:"conflicts,omitempty"`

	// Members names the different questions behind the suggestion, at most 200 of
	// them, so that it is known again when it has grown.
	Members []string `json:"members"`
}

// Evidence is one question behind a [Suggestion].
type Evidence struct {
	// Asked is the ID of the question in the log.
	Asked string `json:"asked"`
	// Text is what the customer wrote, with personal data masked.
	Text string `json:"text"`
	// Offered are the ids of the entries that the customer saw, the best first:
	// what he picked from. Verdict is what was said of them, and Entry about which
	// one.
	Offered []string `json:"offered,omitempty"`
	Verdict Verdict  `json:"verdict,omitempty"`
	Entry   string   `json:"entry,omitempty"`
}

// Clash is a wording that would be taken from another entry.
type Clash struct {
	// Phrasing is the wording, Entry the id of the entry that answers it now, and
	// Score that entry's score, in [0,1].
	Phrasing string  `json:"phrasing"`
	Entry    string  `json:"entry"`
	Score    float64 `json:"score"`
}

// HandOffRate is the part of the questions behind the suggestion for which a person had
// to take over, in [0,1].
func (s *Suggestion) HandOffRate() float64 {
	return float64(s.HandedOff) / float64(max(1, s.Count))
}

const (
	maxMembers  = 200
	maxExamples = 8
	maxWordings = 10 // that are proposed at once
)

// Learn reads the log and suggests what the knowledge base could learn from it:
// wordings that an entry should have, because people picked it for them or it is
// near to them, and questions that no entry answers. It looks at questions that
// got no answer, a bad verdict, a person, none of what was offered, or a pick
// from a list; not at those that the library answers by now, nor at small talk,
// numbers and gibberish. Questions that mean the same are put together as far as
// their words tell.
//
// The better suggestions come first, by conversations times confidence. What was
// accepted or rejected comes back only when it has been asked twice as often as
// then. The same log and the same entries give the same result. The time grows
// nearly as the number of questions.
func (l *Library) Learn(ctx context.Context, opts LearnOptions) ([]Suggestion, error) {
	opts = opts.withDefaults()
	if err := l.load(ctx); err != nil {
		return nil, err
	}
	lessons, err := l.readLessons(ctx, opts)
	if err != nil {
		return nil, err
	}
	learner := suggester{library: l, opts: opts, lessons: lessons}
	list, err := learner.suggest(ctx)
	if err != nil {
		return nil, err
	}
	if list, err = l.leaveOutDecided(ctx, list); err != nil {
		return nil, err
	}
	return list[:min(len(list), opts.Max)], nil
}
