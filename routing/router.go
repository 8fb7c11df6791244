package routing

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Router brings items to agents. It is safe for concurrent use, and any number of
// routers may share a store. Commands that come while one is being committed are
// committed together.
//
// What a command returns is committed. Deadlines that have passed are acted upon
// before each command, so that it does not matter when [Router.Run] gets to them.
// Reads answer from what this router knows: all that was done through it, and what
// others committed up to its last command or [Options.Poll] ago.
type Router struct {
	store Store
	opts  Options
	log   *slog.Logger

	queue   sync.Mutex
	calls   []*call
	batch   []*call // the leader's
	crowd   int     // how many were carried out last, or waited then
	pool    sync.Pool
	leading bool

	mu      sync.RWMutex // guards what follows
	board   *board
	tx      tx
	planner *planner
	loaded  bool // the board is what the store was at board.revision
	review  bool // all seats are to be looked at, after loading or a new plan

	wake     chan struct{} // the earliest deadline may have changed
	revision atomic.Int64  // of the board, for those who wait for it
	watchers watchers
}

// call is a command that waits for its batch.
type call struct {
	ctx   context.Context
	do    func(t *tx) error
	item  string // what it submits
	known bool   // the store has that item
	out   Work   // what became of it
	err   error
	done  chan struct{}
}

// New returns a router over a store. The error is [ErrInvalid] and names every
// fault of the options.
func New(store Store, opts *Options) (*Router, error) {
	if store == nil {
		return nil, &FieldError{Field: "store", Reason: "is missing"}
	}
	r := &Router{store: store, wake: make(chan struct{}, 1), pool: sync.Pool{New: func() any { return new(call) }}}
	if opts != nil {
		r.opts = *opts
	}
	r.opts.defaults()
	r.log = r.opts.Logger
	p, err := newPlanner(r.opts.Plan, &r.opts)
	if err != nil {
		return nil, err
	}
	r.planner = p
	r.reset()
	return r, nil
}

func (o *Options) defaults() {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Lease == 0 {
		o.Lease = time.Minute
	}
	if o.Poll <= 0 {
		o.Poll = time.Second
	}
	if o.CommitTimeout <= 0 {
		o.CommitTimeout = 10 * time.Second
	}
	if o.Success == nil {
		o.Success = success
	}
}

func success(outcome string) (good, ok bool) {
	switch outcome {
	case "resolved", "solved":
		return true, true
	case "unresolved", "escalated":
		return false, true
	}
	return false, false
}

// reset empties the board; the next command loads it.
func (r *Router) reset() {
	r.board = newBoard(r.planner)
	r.tx = tx{board: r.board, r: r}
	r.loaded, r.review = false, true
}

// now is the time, as the store keeps it.
func (r *Router) now() time.Time { return kept(r.opts.Now()) }

// SetPlan replaces the plan. Items keep the stage that they are in until they move
// on; if their queue is no more, they are routed anew, with their age. After an error
// the plan is the one it was.
func (r *Router) SetPlan(ctx context.Context, plan Plan) error {
	p, err := newPlanner(plan, &r.opts)
	if err != nil {
		return err
	}
	before := r.plan(p, nil)
	if err = r.do(ctx, func(*tx) error { return nil }); err != nil {
		r.plan(before, p)
	}
	return err
}

// plan takes another planner, if the one it has is still only, and returns that; nil is
// any.
func (r *Router) plan(p, only *planner) (before *planner) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if before = r.planner; only == nil || before == only {
		r.planner = p
		r.reset() // who qualifies for what may have changed
	}
	return before
}

// maxBatch bounds how many commands one commit carries.
const maxBatch = 128

// do carries a command out and commits it. Whoever comes first leads: he carries
// out what came meanwhile too.
func (r *Router) do(ctx context.Context, f func(t *tx) error) error {
	_, err := r.submit(ctx, f, nil)
	return err
}

// submit is do for a command that leaves an item in its call, for out; known says that
// the store had it already.
func (r *Router) submit(ctx context.Context, f func(t *tx) error, out *Work) (known bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	c := r.pool.Get().(*call)
	defer r.release(c)
	c.ctx, c.do = ctx, f
	r.queue.Lock()
	r.calls = append(r.calls, c)
	if r.leading {
		c.done = make(chan struct{})
		r.queue.Unlock()
		select {
		case <-c.done:
		case <-ctx.Done():
			if r.withdraw(c) {
				return false, ctx.Err()
			}
			<-c.done // it is being carried out, within CommitTimeout
		}
		if c.err == errLead {
			r.lead(c)
		}
	} else {
		r.leading = true
		r.queue.Unlock()
		r.lead(c)
	}
	if c.err == nil && out != nil {
		*out = c.out
	}
	return c.known, c.err
}

// release lets another command use a call.
func (r *Router) release(c *call) {
	*c = call{}
	r.pool.Put(c)
}

// withdraw takes a call back that is not yet being carried out.
func (r *Router) withdraw(c *call) bool {
	r.queue.Lock()
	defer r.queue.Unlock()
	i := slices.Index(r.calls, c)
	if i < 0 || c.err == errLead { // who is to lead must, for the others
		return false
	}
	r.calls = slices.Delete(r.calls, i, i+1)
	return true
}

// errUnproven: nothing shows that the board is what the store holds now.
var errUnproven = errors.New("routing: board not proven")

// errLead tells a waiting call to lead the next batch.
var errLead = errors.New("lead")

// lead carries out the next batch, which own is part of, and passes the lead on.
func (r *Router) lead(own *call) {
	r.queue.Lock()
	r.gather()
	n := min(len(r.calls), maxBatch)
	batch := append(r.batch[:0], r.calls[:n]...)
	r.calls = slices.Delete(r.calls, 0, n)
	r.queue.Unlock()

	own.err = nil
	r.carry(batch)

	for _, c := range batch {
		if c != own {
			close(c.done)
		}
	}
	clear(batch)

	r.queue.Lock()
	r.batch, r.crowd = batch, len(batch)+len(r.calls)
	var next *call
	if len(r.calls) > 0 {
		next = r.calls[0]
		next.err = errLead
	} else {
		r.leading = false
	}
	r.queue.Unlock()
	if next != nil {
		close(next.done)
	}
}

// gather lets those come who were there for the last commits: whoever has just got his
// answer mostly has a next command, and would miss this batch by a moment and wait
// for all of its commit. Nobody waits for time to pass, and who is alone for nothing.
func (r *Router) gather() {
	for i := 0; i < 4 && len(r.calls) < min(r.crowd, maxBatch); i++ {
		r.queue.Unlock()
		runtime.Gosched()
		r.queue.Lock()
	}
}

// carry carries out a batch, until it is committed or cannot be.
func (r *Router) carry(batch []*call) {
	r.mu.Lock()
	defer r.mu.Unlock()
	first := batch[0].ctx
	for _, c := range batch {
		if c.ctx.Err() == nil {
			first = c.ctx
			break
		}
	}
	ctx := &deadline{values: first, after: r.opts.CommitTimeout}
	defer ctx.release()
	for {
		err := r.attempt(ctx, batch)
		switch {
		case err == nil:
			return
		case errors.Is(err, ErrConflict), errors.Is(err, errUnproven):
			r.loaded = false // go on with what the others wrote
		case r.tx.knowing(err, batch):
		default:
			r.loaded = false // whether it was written is not known
			for _, c := range batch {
				if c.err == nil {
					c.err = err
				}
			}
			return
		}
		if ctx.arm(); ctx.Err() != nil {
			for _, c := range batch {
				c.err = fmt.Errorf("routing: no commit in %v: %w", r.opts.CommitTimeout, ctx.Err())
			}
			return
		}
	}
}

// attempt carries a batch out once, on what the store holds as far as known. A panic
// of the store, or of what protect does not contain, is an error: nobody may wait for
// a leader who is gone.
func (r *Router) attempt(ctx context.Context, batch []*call) (err error) {
	defer func() {
		if p := recover(); p != nil {
			r.log.Error("routing: store panicked", "panic", p)
			r.reset() // whatever was half done
			err = fmt.Errorf("routing: store panicked: %v", p)
		}
	}()
	read := !r.loaded
	if read {
		if err := r.load(ctx); err != nil {
			return err
		}
	}
	t := &r.tx
	t.now = r.now()
	start := t.mark()
	if r.review {
		for _, s := range t.order {
			if s != nil {
				t.freed(s)
			}
		}
		t.replace()
		t.settle()
	}
	for _, c := range batch {
		c.err = nil
		if c.err = c.ctx.Err(); c.err != nil {
			continue
		}
		t.call = c
		t.advance()
		m := t.mark()
		if c.err = r.protect(c.do); c.err != nil {
			t.back(m)
			continue
		}
		t.settle()
	}
	t.peak()
	if t.changed() {
		revision, err := r.store.Commit(ctx, t.commit())
		if err != nil {
			t.back(start)
			return err
		}
		t.revision = revision
		r.revision.Store(revision)
		t.seq += int64(len(t.events))
	} else if !read {
		// A commit proves that this is how things were. What writes nothing, such as
		// a refusal, has to be true of what others wrote meanwhile.
		t.back(start)
		return errUnproven
	}
	r.review = false
	t.end()
	r.nudge()
	return nil
}

// protect contains a panic, so that the board can be put right.
func (r *Router) protect(f func(t *tx) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			r.log.Error("routing: command panicked", "panic", p)
			err = fmt.Errorf("routing: command panicked: %v", p)
		}
	}()
	return f(&r.tx)
}

// load brings the board up to what the store holds.
func (r *Router) load(ctx context.Context) error {
	ch, err := r.store.Changes(ctx, r.board.revision)
	if err != nil {
		return err
	}
	if ch.Whole && r.board.revision > 0 { // another store, or too much was forgotten
		r.reset()
	}
	b := r.board
	for i := range ch.Seats {
		rec := ch.Seats[i]
		old := b.seats[rec.Agent.ID]
		b.sit(rec, old == nil || !sameAgent(&old.rec.Agent, &rec.Agent))
	}
	for _, l := range ch.Learned {
		if s := b.seats[l.Agent]; s != nil {
			b.known(s, l)
		}
	}
	for i := range ch.Works {
		w := &ch.Works[i]
		e := b.work(w.Item.ID)
		if e == nil {
			if w.Status.State.Ended() {
				continue
			}
			e = &entry{item: w.Item}
		}
		b.put(e, &w.Status)
	}
	b.control, b.revision, b.seq = ch.Control, ch.Revision, ch.Seq
	r.tx.before = b.control
	r.loaded = true
	r.revision.Store(b.revision)
	return nil
}
