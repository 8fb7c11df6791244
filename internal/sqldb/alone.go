package sqldb

import (
	"context"
	"errors"
)

// Alone is [Feature.Write] for a function that runs one statement, which is its own
// transaction: on PostgreSQL it goes to the server and back once instead of three times,
// and on SQLite it needs no BEGIN and no COMMIT, unless others write at the same time,
// whose commit it shares then. It is not repeated, but for a lock of SQLite that another
// process holds; an error that is [ErrUnknownOutcome] leaves open whether it took place.
func (f *Feature) Alone(ctx context.Context, fn func(tx *Tx) error) error {
	d := f.db
	if err := f.check(ctx); err != nil {
		return err
	}
	if err := d.ready(ctx); err != nil {
		return err
	}
	if d.dialect == SQLite {
		return d.group.write(ctx, fn, true)
	}
	err := call(fn, &Tx{caller: ctx, ctx: ctx, dialect: d.dialect, session: d.sql})
	if err == nil || errors.Is(err, ErrPanic) || sqlState(err) != "" && !lostConnection(err) {
		return err // done, or not for a reason that the server gave
	}
	return unknownOutcome(err)
}

// GetAlone is [Tx.Get] of one statement that writes, by [Feature.Alone].
func (f *Feature) GetAlone(ctx context.Context, dest []any, query string, args ...any) (found bool, err error) {
	err = f.Alone(ctx, func(tx *Tx) error {
		found, err = tx.Get(dest, query, args...)
		return err
	})
	return found && err == nil, err
}

// IsRefused tells whether a statement failed by an error of the server with a code
// (SQLSTATE), or because of what others did at the same time: nothing of it is
// written, and Write would tell more or try again.
func IsRefused(err error, state string) bool {
	return sqlState(err) == state || isRetryable(err)
}
