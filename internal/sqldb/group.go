package sqldb

import (
	"context"
	"errors"
	"slices"
	"sync"
)

// group combines the writes of one SQLite database. It has no goroutine of its
// own: a caller who finds nobody at work leads, runs everything that waits as
// one transaction, and passes the lead to one of those who came meanwhile.
type group struct {
	db    *DB
	mu    sync.Mutex
	queue []*write
	busy  bool // somebody leads; if he still waits himself, he is the first of the queue
}

// write is one call of Write.
type write struct {
	ctx    context.Context
	fn     func(*Tx) error
	single bool      // fn runs one statement
	leader bool      // told to lead; guarded by group.mu
	wake   chan bool // true: lead; false: err is the result
	done   bool      // err is the result; belongs to who leads
	err    error
}

var errAbandoned = errors.New("sqldb: the transaction was abandoned")

// write runs fn together with what others want to write.
func (g *group) write(ctx context.Context, fn func(*Tx) error, single bool) error {
	w := &write{ctx: ctx, fn: fn, single: single, wake: make(chan bool, 1)}
	if !g.join(w) {
		lead := false
		select {
		case lead = <-w.wake:
		case <-ctx.Done():
			if g.withdraw(w) {
				return ctx.Err()
			}
			lead = <-w.wake // too late to leave: it is being written, or has to lead
		}
		if !lead {
			return w.err
		}
	}
	g.lead(w)
	return w.err
}

// join puts w into the queue and tells whether it has to lead.
func (g *group) join(w *write) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.queue = append(g.queue, w)
	w.leader = !g.busy
	g.busy = true
	return w.leader
}

// withdraw takes w out of the queue, unless it has been taken or has to lead.
func (g *group) withdraw(w *write) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	i := slices.Index(g.queue, w)
	if i < 0 || w.leader {
		return false
	}
	g.queue = slices.Delete(g.queue, i, i+1)
	return true
}

// take removes the next batch from the queue. The leader is in it.
func (g *group) take() []*write {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := min(len(g.queue), g.db.opts.MaxBatch)
	batch := slices.Clone(g.queue[:n])
	g.queue = slices.Delete(g.queue, 0, n)
	return batch
}

// giveBack puts a batch, or what is left of it, in front of the queue.
func (g *group) giveBack(batch []*write) {
	if len(batch) == 0 {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.queue = slices.Concat(batch, g.queue)
}

// passOn makes the first who waits the next leader.
func (g *group) passOn() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.busy = len(g.queue) > 0; g.busy {
		next := g.queue[0]
		next.leader = true
		next.wake <- true
	}
}

// takeSingle removes the leader from the queue if it is one statement and waits alone.
func (g *group) takeSingle(w *write) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !w.single || len(g.queue) > 1 {
		return false
	}
	g.queue = nil
	return true
}

// single runs a write that is one statement as its own transaction. It reports false if
// another process held the lock for too long.
func (d *DB) single(w *write) bool {
	if err := w.ctx.Err(); err != nil {
		w.finish(err)
		return true
	}
	ended := false
	defer func() {
		if !ended { // as in [group.run]
			w.finish(errAbandoned)
		}
	}()
	err := call(w.fn, &Tx{caller: w.ctx, ctx: context.Background(), dialect: d.dialect, session: d.sql})
	ended = true
	if isBusy(err) {
		return false
	}
	switch sqliteCode(err) {
	case 0, sqliteError, sqliteConstraint:
	default:
		err = unknownOutcome(err) // what failed may have been the commit
	}
	w.finish(err)
	return true
}

// lead writes batches until w, which leads, has its result: mostly one.
func (g *group) lead(w *write) {
	defer g.passOn()
	if g.takeSingle(w) && !g.db.single(w) {
		g.giveBack([]*write{w})
	}
	for !w.done {
		conn, err := g.db.begin(w.ctx)
		batch := g.take()
		switch {
		case err == nil:
			g.giveBack(g.run(conn, batch))
		case w.ctx.Err() != nil: // it only was the leader who had no more time
			batch = slices.DeleteFunc(batch, func(o *write) bool { return o == w })
			g.giveBack(batch)
			w.finish(w.ctx.Err())
		default:
			finish(batch, err)
		}
	}
}

// run writes a batch as one transaction and hands out the results. If one of
// the writes breaks the whole transaction, that one gets its error and the
// others are returned, to be written without it.
func (g *group) run(conn *groupConn, batch []*write) (left []*write) {
	ended := false
	defer func() {
		if !ended { // a function ended the goroutine: runtime.Goexit
			conn.rollback()
			finish(batch, errAbandoned)
		}
	}()
	results := make([]error, len(batch))
	wrote := false
	for i, w := range batch {
		broken := false
		broken, results[i] = conn.runOne(w, len(batch) == 1)
		if broken {
			conn.rollback()
			ended = true
			w.finish(results[i])
			return slices.Delete(batch, i, i+1)
		}
		wrote = wrote || results[i] == nil
	}
	ended = true
	if !wrote {
		conn.rollback()
	} else if err := conn.commit(); err != nil {
		finish(batch, err)
		return nil
	}
	// Only now: even "somebody else was first" may be about a write of this
	// batch.
	for i, w := range batch {
		w.finish(results[i])
	}
	return nil
}

func finish(batch []*write, err error) {
	for _, w := range batch {
		w.finish(err)
	}
}

func (w *write) finish(err error) {
	if w.done {
		return
	}
	w.err, w.done = err, true
	w.wake <- false
}
