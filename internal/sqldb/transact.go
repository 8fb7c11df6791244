package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"time"
)

// transact is Write on PostgreSQL: a transaction of its own, again if the
// server says that it failed only because of others.
func (d *DB) transact(ctx context.Context, fn func(*Tx) error) error {
	for attempt := 1; ; attempt++ {
		err := d.attempt(ctx, fn)
		if err == nil || attempt >= d.opts.MaxAttempts || !isRetryable(err) {
			return err
		}
		if err := pause(ctx, attempt); err != nil {
			return err
		}
	}
}

func (d *DB) attempt(ctx context.Context, fn func(*Tx) error) error {
	// Read committed is enough: correctness rests on compare-and-set and on
	// unique keys, and after waiting for a lock a statement has to see what the
	// holder wrote.
	tx, err := d.sql.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	if err != nil {
		if e := ctx.Err(); e != nil {
			return e
		}
		return err
	}
	// After a commit this does nothing.
	defer tx.Rollback() //nolint:errcheck // a transaction that cannot be rolled back ends with its connection

	if err := call(fn, &Tx{caller: ctx, ctx: ctx, dialect: d.dialect, session: tx}); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	err = tx.Commit()
	if err == nil || sqlState(err) != "" && !lostConnection(err) {
		return err // committed, or rolled back by the server for a reason it gave
	}
	if e := ctx.Err(); e != nil && !errors.Is(err, e) {
		err = errors.Join(e, err)
	}
	return unknownOutcome(err)
}

// lostConnection tells whether the server's error is about the connection and
// not about the transaction: SQLSTATE classes 08 and 57P, and 40003.
func lostConnection(err error) bool {
	state := sqlState(err)
	return len(state) == 5 && (state[:2] == "08" || state[:3] == "57P" || state == "40003")
}

// pause waits before another attempt: longer each time, and not as long as
// the next one who waits.
func pause(ctx context.Context, attempt int) error {
	limit := time.Millisecond << min(attempt, 8)
	timer := time.NewTimer(rand.N(limit) + time.Millisecond)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
