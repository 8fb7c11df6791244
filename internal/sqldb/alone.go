package sqldb

import (
	"context"
	"errors"
)

// GetAlone is [Tx.Get] for one statement that writes, on PostgreSQL without a transaction
// around it: the statement is one, and goes to the server and back once instead of
// three times. It is not repeated, whatever the error; an error that is
// [ErrUnknownOutcome] leaves open whether it took place.
func (f *Feature) GetAlone(ctx context.Context, dest []any, query string, args ...any) (found bool, err error) {
	d := f.db
	if err := f.check(ctx); err != nil {
		return false, err
	}
	get := func(tx *Tx) error {
		found, err = tx.Get(dest, query, args...)
		return err
	}
	if d.dialect != PostgreSQL {
		err = d.Write(ctx, get)
		return found, err
	}
	if err := ctx.Err(); err != nil {
		return false, err
	}
	err = call(get, &Tx{caller: ctx, ctx: ctx, dialect: d.dialect, session: d.sql})
	if err == nil || errors.Is(err, ErrPanic) || sqlState(err) != "" && !lostConnection(err) {
		return found, err // done, or not for a reason that the server gave
	}
	return false, unknownOutcome(err)
}

// IsRefused tells whether a statement failed by an error of the server with a code
// (SQLSTATE), or because of what others did at the same time: nothing of it is
// written, and Write would tell more or try again.
func IsRefused(err error, state string) bool {
	return sqlState(err) == state || isRetryable(err)
}
