package kb

import (
	"context"
	"iter"
	"time"
)

// Asked is a question that was put to the knowledge base, and what came of it.
type Asked struct {
	// ID is the caller's key: a second one with the same ID is ignored.
	ID string `json:"id"`
	// At is when it was asked, kept to the microsecond in UTC.
	At time.Time `json:"at"`
	// Text is what the customer wrote, and Locale its language as far as known.
	Text   string `json:"text"`
	Locale string `json:"locale,omitempty"`
	// Base is the independent knowledge base that was asked; empty is all.
	Base string `json:"base,omitempty"`
	// Conversation lets questions of one conversation count once.
	Conversation string `json:"conversation,omitempty"`
	// Decision is what was done, and Shown what the customer saw: the answer, or
	// what was offered to him, the best first.
	Decision DecisionKind `json:"decision"`
	Shown    []Shown      `json:"shown,omitempty"`
}

// Shown is one entry that a customer saw.
type Shown struct {
	// Entry is the id of the entry.
	Entry string `json:"entry"`
	// Version is the entry's version at that time.
	Version int64 `json:"version,omitempty"`
	// Score is that of the hit, in [0,1].
	Score float64 `json:"score"`
}

// Verdict is what somebody says of an answer.
type Verdict string

// The verdicts.
const (
	// Useful and NotUseful are the thumbs under an answer.
	Useful    Verdict = "useful"
	NotUseful Verdict = "not useful"
	// Picked: the customer chose this entry from what was offered.
	Picked Verdict = "picked"
	// NoneOfThese: the customer said that nothing offered was it. It has no entry.
	NoneOfThese Verdict = "none of these"
	// Wrong: the answer is false or outdated. Enough of these open a correction
	// task; see [Library.Feedback].
	Wrong Verdict = "wrong"
	// HandedOff: a person had to take over after this question.
	HandedOff Verdict = "handed off"
	// Answers: an agent or a trainer says that this entry is the right answer to
	// the question.
	Answers Verdict = "answers"
)

// Feedback is a verdict about a question that was asked.
type Feedback struct {
	// ID is the caller's key: a second one with the same ID is ignored.
	ID string `json:"id"`
	// Asked is the ID of the question.
	Asked string `json:"asked"`
	// Entry is the id of the entry that the verdict is about; empty where it is
	// about no entry, or about the only one shown.
	Entry string `json:"entry,omitempty"`
	// Verdict is what is said.
	Verdict Verdict `json:"verdict"`
	// At is when it was said, kept to the microsecond in UTC. Default of
	// [Library.Feedback]: now.
	At time.Time `json:"at"`
	// Actor is who says so; Reason and Tags are why.
	Actor  string   `json:"actor,omitempty"`
	Reason string   `json:"reason,omitempty"`
	Tags   []string `json:"tags,omitempty"`
}

// Logged is one item of a [LogStore]: a question or a verdict.
type Logged struct {
	// Cursor is the item's place.
	Cursor int64
	// Asked is the question, or Feedback the verdict; the other one is nil.
	Asked    *Asked
	Feedback *Feedback
}

// Usage is how often an entry was shown and what people said of it.
type Usage struct {
	// Entry is the id of the entry.
	Entry string
	// Answered counts direct answers, Offered how often it was in a list.
	Answered, Offered int64
	// Picked, Useful, NotUseful, Wrong and HandedOff count verdicts.
	Picked, Useful, NotUseful, Wrong, HandedOff int64
	// Last is when the entry was last shown; zero if never.
	Last time.Time
}

// Hits is how often the entry was the answer: directly, or picked from a list.
func (u Usage) Hits() int64 { return u.Answered + u.Picked }

// LogStore keeps what was asked and what was said of the answers. It serves one
// tenant, is safe for concurrent use and honours its contexts as a [Store] does.
// kbtest.RunLogStore checks all of this.
type LogStore interface {
	// Append writes items, all or none, in their order; Cursor is ignored and one
	// of Asked and Feedback must be set. An item whose ID the store has seen (IDs
	// of questions and of feedback are apart) is left out, also after Prune; of
	// two items with the same ID in one call the first one counts. What
	// [Logged.Validate] reports is [ErrInvalid]: an unusable ID, a verdict about
	// no question. That the question itself is stored is not required, for it may
	// come later.
	Append(ctx context.Context, items ...Logged) error

	// Question returns the question with this ID, or [ErrNotFound] if it was never
	// stored or has been pruned.
	Question(ctx context.Context, id string) (Asked, error)

	// Items yields the items behind a cursor (0: all) in the order of their
	// cursors. No item appears later at or below a cursor that was yielded.
	Items(ctx context.Context, after int64) iter.Seq2[Logged, error]

	// Usage returns the counts of these entries, each once and zero where there
	// are none, or of all entries that have any if no ids are given; in the order
	// of ids, byte for byte. Each item counts once. Verdicts without an entry
	// count for none.
	Usage(ctx context.Context, ids ...string) ([]Usage, error)

	// Prune forgets the items before a time, their texts included. Counts stay,
	// and so do the IDs of the items. It may commit in several steps; pruned is
	// how many items are gone, also beside an error.
	Prune(ctx context.Context, before time.Time) (pruned int, err error)
}
