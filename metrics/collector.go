package metrics

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sort"
	"sync/atomic"
	"time"
)

// Options are the choices of a [Collector].
type Options struct {
	// Rules are what events are folded by.
	Rules Rules
	// Now is the clock. Default: time.Now.
	Now func() time.Time
	// Every is how often Run reads and folds what is new. Default: 2 seconds, at least 10 milliseconds.
	Every time.Duration
	// OnEvents sees what Run reads from the store's feed, in the order of commits. When Run starts it
	// begins with the events of the last two [Rules.Quiet], so that what it feeds knows how things
	// stand. A panic is contained.
	OnEvents func(ctx context.Context, events []Event)
	// Tags are all that ratings can have, by [Collector.Rate]. Default: any.
	Tags []string
	// MaxContacts is how many talks of known customers a query holds in memory, about 300 bytes each, for [FirstContact] and
	// [DurableResolution]; one that needs more is a [QueryError]. Default: 2,000,000.
	MaxContacts int
	// Logger hears of what goes wrong in Run. Default: nobody.
	Logger *slog.Logger
}

// A Collector records events and answers queries about them. It is safe for concurrent use.
type Collector struct {
	store   Store
	opts    Options
	board   *Board
	running atomic.Bool
}

// New returns a collector over a store. Nil options are the defaults. It starts nothing.
func New(store Store, opts *Options) (*Collector, error) {
	var o Options
	if opts != nil {
		o = *opts
	}
	var faults []error
	if store == nil {
		faults = append(faults, fmt.Errorf("%w: no store", ErrInvalid))
	}
	if err := o.Rules.Validate(); err != nil {
		faults = append(faults, err)
	}
	o.Rules = o.Rules.filled()
	switch {
	case o.Every == 0:
		o.Every = 2 * time.Second
	case o.Every < 10*time.Millisecond:
		faults = append(faults, fmt.Errorf("%w: Every is below 10 milliseconds", ErrInvalid))
	}
	switch {
	case o.MaxContacts == 0:
		o.MaxContacts = 2_000_000
	case o.MaxContacts < 0:
		faults = append(faults, fmt.Errorf("%w: MaxContacts is negative", ErrInvalid))
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	board, err := NewBoard(&BoardOptions{Quiet: o.Rules.Quiet, Linger: o.Rules.Linger, Now: o.Now})
	if err != nil {
		return nil, err
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Collector{store: store, opts: o, board: board}, nil
}

// Store returns what the collector was made over.
func (c *Collector) Store() Store { return c.store }

// Rules returns what events are folded by, with the defaults filled in.
func (c *Collector) Rules() Rules { return c.opts.Rules }

// Record writes events; it may be repeated, events that are known are left out. An unusable event is an
// [EventError] that names it, and nothing is written.
func (c *Collector) Record(ctx context.Context, events ...Event) error {
	if s, ok := c.store.(*MemoryStore); ok {
		_, err := s.write(ctx, events, true)
		return err
	}
	for i := range events {
		if err := events[i].Validate(); err != nil {
			return at(err, i)
		}
	}
	// A copy, so that what a caller names one by one need not be on the heap for a store in memory.
	_, err := c.store.Append(ctx, slices.Clone(events)...)
	return err
}

// at says which of several events an error is about.
func at(err error, index int) error {
	var fault *EventError
	if errors.As(err, &fault) {
		fault.Index = index
	}
	return err
}

// rollBatch is how many threads are folded in one commit.
const rollBatch = 256

// Roll folds everything that was recorded before it began, and returns how many threads that were, each as often as it was
// folded. A thread is folded whole, in about a microsecond for each event that it has. What others fold at the same time is theirs. It folds what there was to fold when it began, whatever others go on
// recording: that is left to the next one. Only where more than 65,536 threads wait does it look again. A thread that gets an event
// during each of eight folds is given up until the next roll, without an error: the numbers have it as it was at its last fold that held.
func (c *Collector) Roll(ctx context.Context) (threads int, err error) {
	now := c.opts.Now()
	for range maxPortions {
		n, all, err := c.rollPortion(ctx, now)
		if threads += n; all || err != nil {
			return threads, err
		}
	}
	return threads, nil
}

// What a roll does is bounded: a portion is folded from one list of its threads, those that change faster than they are
// folded are given up after rollTries, and ever new portions after maxPortions. The next roll goes on.
const (
	portion     = 1 << 16
	maxPortions = 1 << 8
	rollTries   = 8
)

// rollPortion folds up to a portion of what is stale now. All says that this was everything.
func (c *Collector) rollPortion(ctx context.Context, now time.Time) (threads int, all bool, err error) {
	keys, err := c.store.Stale(ctx, now, rollBatch)
	if err == nil && len(keys) == rollBatch {
		keys, err = c.store.Stale(ctx, now, portion)
	}
	all = len(keys) < portion
	for range rollTries {
		if len(keys) == 0 || err != nil {
			break
		}
		for some := range slices.Chunk(keys, rollBatch) {
			n, err := c.rollSome(ctx, some, now)
			if threads += n; err != nil {
				return threads, false, err
			}
		}
		// Only what got an event while it was folded is still to be done: that fold did not count.
		var still []string
		if still, err = c.store.Stale(ctx, now, portion); len(still) == portion {
			return threads, false, err
		}
		left := make(map[string]bool, len(still))
		for _, key := range still {
			left[key] = true
		}
		keys = slices.DeleteFunc(keys, func(key string) bool { return !left[key] })
	}
	return threads, all, err
}

func (c *Collector) rollSome(ctx context.Context, keys []string, now time.Time) (threads int, err error) {
	folded := make([]Folded, 0, len(keys))
	for t, err := range c.store.Threads(ctx, keys...) {
		if err != nil {
			return 0, err
		}
		folded = append(folded, c.fold(t, now))
	}
	if err := c.store.Fold(ctx, folded...); err != nil {
		return 0, err
	}
	return len(folded), nil
}

func (c *Collector) fold(t Thread, now time.Time) Folded {
	episodes, due := Fold(t.Events, &c.opts.Rules, now)
	return Folded{Key: t.Key, Version: t.Version, Due: due, Episodes: episodes}
}

// Rebuild folds all events anew, after a change of [Rules] for example. Where the store is no [Rebuilder] it folds
// thread by thread, and readers see some of the new and some of the old until it is done.
func (c *Collector) Rebuild(ctx context.Context) error {
	now := c.opts.Now()
	if r, ok := c.store.(Rebuilder); ok {
		return r.Rebuild(ctx, func(t Thread) Folded { return c.fold(t, now) })
	}
	var folded []Folded
	for t, err := range c.store.Threads(ctx) {
		if err != nil {
			return err
		}
		if folded = append(folded, c.fold(t, now)); len(folded) == rollBatch {
			if err := c.store.Fold(ctx, folded...); err != nil {
				return err
			}
			folded = folded[:0]
		}
	}
	return c.store.Fold(ctx, folded...)
}

// ErrRunning is what Run returns where it runs already.
var ErrRunning = errors.New("metrics: the collector runs already")

// Run folds what changes and keeps the board up to date, until ctx is done, whose error it returns. A fault of the
// store is logged, and tried again.
func (c *Collector) Run(ctx context.Context) error {
	if !c.running.CompareAndSwap(false, true) {
		return ErrRunning
	}
	defer c.running.Store(false)
	cursor, known := int64(0), false
	tick := time.NewTicker(c.opts.Every)
	defer tick.Stop()
	for {
		var err error
		if !known {
			cursor, err = c.since(ctx, c.opts.Now().Add(-2*c.opts.Rules.Quiet-time.Hour))
			known = err == nil
		}
		if known {
			cursor, err = c.follow(ctx, cursor)
			c.board.Sweep(c.opts.Now())
		}
		_, rolled := c.Roll(ctx)
		if err = errors.Join(err, rolled); err != nil && ctx.Err() == nil {
			c.opts.Logger.WarnContext(ctx, "metrics: the numbers are behind", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// follow shows what is new in the feed to the board and to the host.
func (c *Collector) follow(ctx context.Context, from int64) (cursor int64, err error) {
	cursor = from
	batch := make([]Event, 0, rollBatch)
	show := func() {
		if len(batch) == 0 {
			return
		}
		c.board.Observe(ctx, batch)
		if c.opts.OnEvents != nil {
			if err := contained(func() { c.opts.OnEvents(ctx, batch) }); err != nil {
				c.opts.Logger.ErrorContext(ctx, "metrics: OnEvents broke", "error", err)
			}
		}
		cursor = batch[len(batch)-1].Seq
		batch = make([]Event, 0, rollBatch) // the host may keep what it got
	}
	defer show() // what came before a fault, too
	for e, err := range c.store.Feed(ctx, cursor) {
		if err != nil {
			return cursor, err
		}
		if batch = append(batch, e); len(batch) == rollBatch {
			show()
		}
	}
	return cursor, nil
}

// since finds a place in the feed behind which all events are that happened from a time on, but for those
// that were recorded before others that happened earlier: the order of commits is nearly that of time.
func (c *Collector) since(ctx context.Context, from time.Time) (int64, error) {
	var fault error
	// late says that the first event behind a cursor, if any, is from that time on.
	late := func(after int64) bool {
		for e, err := range c.store.Feed(ctx, after) {
			if err != nil {
				fault = err
				return true
			}
			return !e.At.Before(from)
		}
		return true
	}
	most := 1
	for !late(int64(most)) && most < 1<<52 {
		most *= 2
	}
	n := sort.Search(most, func(i int) bool { return fault != nil || late(int64(i)) })
	return int64(n), fault
}

// contained calls a hook of the host's.
func contained(f func()) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	f()
	return nil
}

// Live is the board of what happens now, which Run keeps.
func (c *Collector) Live() *Board { return c.board }
