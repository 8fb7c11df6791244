package sqldb

import (
	"context"
	"database/sql"
	"fmt"
)

// Tx runs statements: those of one transaction inside Write, each on its own
// inside Read. It is good for one goroutine and until the function that got it
// returns. Parameters are written as question marks.
//
// Every method returns the context's error when the context of the call is
// done, and leaves no open rows behind.
type Tx struct {
	caller  context.Context // the call's context, asked before every statement
	ctx     context.Context // what the driver gets to see
	dialect Dialect
	session session
}

// session is what Tx needs of *sql.DB, *sql.Tx and a group's connection.
type session interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Dialect returns the dialect of the database.
func (t *Tx) Dialect() Dialect { return t.dialect }

// Exec runs a statement and returns how many rows it changed.
func (t *Tx) Exec(query string, args ...any) (int64, error) {
	if err := t.caller.Err(); err != nil {
		return 0, err
	}
	res, err := t.session.ExecContext(t.ctx, t.dialect.Rebind(query), args...)
	if err != nil {
		return 0, t.fault(err)
	}
	return res.RowsAffected()
}

// Query runs a statement and calls row for each row of its result. Row must not
// use the Tx. Its error ends the query and is returned.
func (t *Tx) Query(row func(scan func(dest ...any) error) error, query string, args ...any) (err error) {
	if err := t.caller.Err(); err != nil {
		return err
	}
	rows, err := t.session.QueryContext(t.ctx, t.dialect.Rebind(query), args...)
	if err != nil {
		return t.fault(err)
	}
	defer func() {
		if e := rows.Close(); err == nil && e != nil {
			err = t.fault(e)
		}
	}()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return t.fault(err)
	}
	return nil
}

// Get scans the first row of a result into dest. It reports false, and leaves
// dest alone, when there is none.
func (t *Tx) Get(dest []any, query string, args ...any) (found bool, err error) {
	err = t.Query(func(scan func(...any) error) error {
		if found {
			return nil
		}
		found = true
		return scan(dest...)
	}, query, args...)
	return found && err == nil, err
}

// fault prefers the context's error over what the driver makes of it.
func (t *Tx) fault(err error) error {
	if e := t.caller.Err(); e != nil {
		return e
	}
	return err
}

// call runs fn and turns a panic into an error, which holds the panic's type
// and not its value: that may be customer text.
func call(fn func(*Tx) error, t *Tx) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			if e, ok := fault.(error); ok {
				err = fmt.Errorf("%w: %w", ErrPanic, e)
				return
			}
			err = fmt.Errorf("%w: %T", ErrPanic, fault)
		}
	}()
	return fn(t)
}
