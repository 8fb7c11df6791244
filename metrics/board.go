package metrics

import (
	"context"
	"time"
)

// A Board has the numbers of this moment. It is a function of the events it observed, in whatever order.
// Safe for concurrent use; reading takes a time that does not depend on how much is going on.
type Board struct{}

// NewBoard returns an empty board.
func NewBoard(now func() time.Time) *Board { return &Board{} }

// Observe takes note of events.
func (b *Board) Observe(ctx context.Context, events []Event) {}

// Sweep forgets talks of which nothing was heard since a time.
func (b *Board) Sweep(before time.Time) {}

// Now is a snapshot.
func (b *Board) Now() Moment { return Moment{} }

// Moment is what a [Board] shows.
type Moment struct {
	At time.Time `json:"at"`
	// Open talks: with the bot, waiting for a person, with a person.
	Open    int `json:"open"`
	WithBot int `json:"with_bot"`
	Waiting int `json:"waiting"`
	Served  int `json:"served"`
	// LongestWait is that of the item that waits longest now.
	LongestWait time.Duration `json:"longest_wait"`
	// Agents by what they are doing.
	Online   int `json:"online"`
	Busy     int `json:"busy"`
	Away     int `json:"away"`
	Wrapping int `json:"wrapping"`
	// Inquiries that began in the last five minutes and in the last hour.
	Last5m int `json:"last_5m"`
	Last1h int `json:"last_1h"`
	// Queues by name.
	Queues []QueueMoment `json:"queues,omitempty"`
}

// QueueMoment is what a queue is like now.
type QueueMoment struct {
	Queue       string        `json:"queue"`
	Waiting     int           `json:"waiting"`
	LongestWait time.Duration `json:"longest_wait"`
}
