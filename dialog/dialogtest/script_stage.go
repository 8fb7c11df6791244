package dialogtest

import (
	"context"
	"strconv"
	"sync"
	"time"

	"github.com/kefu-go/kefu/dialog"
)

// Talker is what is tested: a [dialog.Engine], or a bot that is made around one.
type Talker interface {
	Handle(ctx context.Context, msg dialog.Message) (dialog.Reply, error)
	Say(ctx context.Context, msg dialog.Message) (dialog.Reply, error)
	Release(ctx context.Context, conversation, id string) (dialog.Reply, error)
	Sweep(ctx context.Context, now time.Time) (done int, err error)
	Deliver(ctx context.Context) (delivered int, err error)
}

// Build makes what is tested, anew for each script. It has to take its time from
// stage.Clock.Now and to keep its conversations in stage.Store; ids from stage.NewID
// make failures read the same each time.
type Build func(stage *Stage) (Talker, error)

// Stage is the world of one script or one customer: time, and a place to keep things.
type Stage struct {
	Clock *Clock
	Store *Watched
	// Settings and Files are those of the script; nil outside of one.
	Settings map[string]string
	Files    map[string]string

	ids int
	mu  sync.Mutex
}

// NewStage returns a stage with a memory store, at a Monday morning.
func NewStage() *Stage {
	return &Stage{Clock: NewClock(time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)), Store: Watch(dialog.NewMemoryStore())}
}

// NewID returns "id-1", "id-2" and so on. It is safe for concurrent use.
func (s *Stage) NewID() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ids++
	return "id-" + strconv.Itoa(s.ids)
}

// Clock is a clock that stands still until it is told otherwise. It is safe for
// concurrent use.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock returns a clock that shows a time.
func NewClock(at time.Time) *Clock { return &Clock{now: at.UTC()} }

// Now is what the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set makes the clock show a time, be it an earlier one.
func (c *Clock) Set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = at.UTC()
}

// Advance moves the clock.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Watched is a store whose commits can be looked at: the events and the outbox of
// every turn. It is as safe for concurrent use as the store is.
type Watched struct {
	dialog.Store
	mu    sync.Mutex
	turns []dialog.Turn
}

// Watch returns a store that keeps in mind what is committed through it, until
// [Watched.Turns] is called.
func Watch(store dialog.Store) *Watched { return &Watched{Store: store} }

// Commit implements [dialog.Store].
func (w *Watched) Commit(ctx context.Context, turn dialog.Turn) (int64, error) {
	version, err := w.Store.Commit(ctx, turn)
	if err == nil {
		turn.Conversation.Version = version
		w.mu.Lock()
		defer w.mu.Unlock()
		w.turns = append(w.turns, turn)
	}
	return version, err
}

// Turns returns the turns that were committed since it was called last, in order.
// The Version of their conversations is the one that the commit gave.
func (w *Watched) Turns() []dialog.Turn {
	w.mu.Lock()
	defer w.mu.Unlock()
	turns := w.turns
	w.turns = nil
	return turns
}
