package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

// Options are the settings of a [DB].
type Options struct {
	// MaxBatch is how many writes one SQLite transaction takes at most.
	// Default: 256.
	MaxBatch int
	// MaxAttempts is how often a write is tried that PostgreSQL rolled back
	// because of a serialisation failure or a deadlock, and how often SQLite's
	// lock is asked for, each time for as long as busy_timeout says.
	// Default: 10.
	MaxAttempts int
	// MaxReads is how many calls of Read run at once on SQLite, where more
	// than there are processors gain nothing and each needs a connection.
	// Default: the value of GOMAXPROCS.
	MaxReads int
}

// DB wraps one *sql.DB. It is safe for concurrent use, starts no goroutines and
// needs no closing; the *sql.DB stays the host's. All stores of a process that
// use the same SQLite file should share one DB, so that their writes share
// commits; stores on several DBs stay correct and are slower.
//
// On SQLite it uses at most MaxReads+1 connections at once. The pool should keep
// as many idle (sql.DB.SetMaxIdleConns): opening one costs a quarter of a
// millisecond.
type DB struct {
	sql     *sql.DB
	dialect Dialect
	opts    Options
	group   group
	reads   chan struct{} // holds a token for each Read on SQLite

	checked  atomic.Bool
	checking sync.Mutex
}

// Open wraps db. It does no I/O: the settings of an SQLite database are checked
// before the first use, see [DB.Check]. Nil options are the defaults.
func Open(db *sql.DB, dialect Dialect, opts *Options) (*DB, error) {
	var faults []error
	if db == nil {
		faults = append(faults, errors.New("sqldb: no database"))
	}
	if !dialect.Valid() {
		faults = append(faults, fmt.Errorf("sqldb: unknown dialect %d", dialect))
	}
	d := &DB{sql: db, dialect: dialect, opts: Options{MaxBatch: 256, MaxAttempts: 10, MaxReads: runtime.GOMAXPROCS(0)}}
	if opts != nil {
		for _, o := range []struct {
			name string
			from int
			to   *int
		}{
			{"MaxBatch", opts.MaxBatch, &d.opts.MaxBatch},
			{"MaxAttempts", opts.MaxAttempts, &d.opts.MaxAttempts},
			{"MaxReads", opts.MaxReads, &d.opts.MaxReads},
		} {
			switch {
			case o.from < 0:
				faults = append(faults, fmt.Errorf("sqldb: %s is negative", o.name))
			case o.from > 0:
				*o.to = o.from
			}
		}
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	d.group.db = d
	d.reads = make(chan struct{}, d.opts.MaxReads)
	return d, nil
}

// Dialect returns the dialect of the database.
func (d *DB) Dialect() Dialect { return d.dialect }

// Write runs fn in a transaction and returns nil once that is committed. An
// error of fn rolls back what fn did, and nothing else, and is returned as it
// is. The transaction may be rolled back and fn called again, so it must do
// nothing but run statements and set variables of its own. A context that ends
// before the commit undoes everything and its error is returned. An error that
// is [ErrUnknownOutcome] leaves open whether the transaction took place. A
// panic of fn becomes [ErrPanic].
func (d *DB) Write(ctx context.Context, fn func(tx *Tx) error) error {
	if err := d.ready(ctx); err != nil {
		return err
	}
	if d.dialect == SQLite {
		return d.group.write(ctx, fn, false)
	}
	return d.transact(ctx, fn)
}

// Read runs fn outside of any transaction: each statement sees what was
// committed before it. fn must not call Read or Write.
func (d *DB) Read(ctx context.Context, fn func(tx *Tx) error) error {
	if err := d.ready(ctx); err != nil {
		return err
	}
	if d.dialect == SQLite {
		select {
		case d.reads <- struct{}{}:
			defer func() { <-d.reads }()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return call(fn, &Tx{caller: ctx, ctx: ctx, dialect: d.dialect, session: d.sql})
}

// ready checks the settings before the first use.
func (d *DB) ready(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if d.dialect != SQLite || d.checked.Load() {
		return nil
	}
	d.checking.Lock()
	defer d.checking.Unlock()
	if d.checked.Load() {
		return nil
	}
	if err := d.Check(ctx); err != nil {
		return err
	}
	d.checked.Store(true)
	return nil
}
