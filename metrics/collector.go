package metrics

import (
	"context"
	"log/slog"
	"time"
)

// Options are the choices of a [Collector].
type Options struct {
	// Rules are what events are folded by.
	Rules Rules
	// Now is the clock. Default: time.Now.
	Now func() time.Time
	// Every is how often Run folds what changed. Default: 5 seconds.
	Every time.Duration
	// OnEvents sees what Run reads from the store's feed, in the order of commits, each event once in
	// the life of the collector: [Board.Observe], an exporter. A panic is contained.
	OnEvents func(ctx context.Context, events []Event)
	// Logger hears of what goes wrong in Run. Default: nobody.
	Logger *slog.Logger
}

// A Collector records events and answers queries about them. It is safe for concurrent use.
type Collector struct {
	store Store
	opts  Options
	board *Board
}

// New returns a collector over a store. Nil options are the defaults. It starts nothing.
func New(store Store, opts *Options) (*Collector, error) { return nil, nil }

// Record writes events; it may be repeated, events that are known are left out. An unusable event is an
// [EventError] that names it and nothing is written.
func (c *Collector) Record(ctx context.Context, events ...Event) error { return nil }

// Roll folds everything that changed, and returns how many threads that were.
func (c *Collector) Roll(ctx context.Context) (threads int, err error) { return 0, nil }

// Rebuild folds all events anew, after a change of [Rules] for example.
func (c *Collector) Rebuild(ctx context.Context) error { return nil }

// Run folds what changes and keeps the board up to date, until ctx is done.
func (c *Collector) Run(ctx context.Context) error { return nil }

// Live is what happens now: the board that Run keeps.
func (c *Collector) Live() *Board { return c.board }
