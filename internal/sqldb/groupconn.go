package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
)

// groupConn is the connection of one batch, with the statements that it has
// prepared. No caller's context reaches it: SQLite rolls the whole transaction
// back when a statement that writes is interrupted.
type groupConn struct {
	conn     *sql.Conn
	dialect  Dialect
	prepared map[string]*sql.Stmt
}

// begin takes a connection and the lock for writing. A context that ends only
// ends the waiting in between.
func (d *DB) begin(ctx context.Context) (*groupConn, error) {
	for attempt := 1; ; attempt++ {
		c, err := d.tryBegin(ctx)
		if err == nil || attempt >= d.opts.MaxAttempts || !isBusy(err) {
			return c, err
		}
		if err := pause(ctx, attempt); err != nil {
			return nil, err
		}
	}
}

func (d *DB) tryBegin(ctx context.Context) (*groupConn, error) {
	conn, err := d.sql.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("sqldb: connect: %w", err)
	}
	c := &groupConn{conn: conn, dialect: d.dialect, prepared: make(map[string]*sql.Stmt)}
	if _, err := conn.ExecContext(context.Background(), "BEGIN IMMEDIATE"); err != nil {
		c.release()
		return nil, fmt.Errorf("sqldb: begin: %w", err)
	}
	return c, nil
}

// runOne runs one write behind a savepoint, unless it is alone: then a rollback of
// the transaction undoes no more than that of the savepoint would. Broken means that
// the transaction is gone and with it what the batch wrote so far.
func (c *groupConn) runOne(w *write, alone bool) (broken bool, err error) {
	if err := w.ctx.Err(); err != nil {
		return false, err
	}
	if !alone {
		if err := c.exec("SAVEPOINT one"); err != nil {
			return true, err
		}
	}
	err = call(w.fn, &Tx{caller: w.ctx, ctx: context.Background(), dialect: c.dialect, session: c})
	if err == nil {
		err = w.ctx.Err()
	}
	if alone {
		return err != nil, err
	}
	if err == nil {
		err = c.exec("RELEASE one")
		return err != nil, err
	}
	// On a full disk, for instance, SQLite has rolled everything back already
	// and knows no savepoint.
	if c.exec("ROLLBACK TO one") != nil || c.exec("RELEASE one") != nil {
		return true, err
	}
	return false, err
}

// commit ends the transaction. When it fails nothing was written, or so SQLite
// says; a failing disk may have kept it nevertheless.
func (c *groupConn) commit() error {
	if err := c.exec("COMMIT"); err != nil {
		c.rollback()
		return unknownOutcome(err)
	}
	c.release()
	return nil
}

// rollback ends the transaction without a trace.
func (c *groupConn) rollback() {
	if _, err := c.conn.ExecContext(context.Background(), "ROLLBACK"); err != nil && sqliteCode(err) != sqliteError {
		// Not "no transaction is active": do not give a connection in an
		// unknown state to the next user.
		_ = c.conn.Raw(func(any) error { return driver.ErrBadConn })
	}
	c.release()
}

func (c *groupConn) release() {
	for _, stmt := range c.prepared {
		_ = stmt.Close()
	}
	_ = c.conn.Close()
}

func (c *groupConn) exec(query string) error {
	_, err := c.ExecContext(context.Background(), query)
	return err
}

// ExecContext implements session.
func (c *groupConn) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	stmt, err := c.prepare(ctx, query) //nolint:sqlclosecheck // kept for the batch, closed with the connection
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, args...)
}

// QueryContext implements session.
func (c *groupConn) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	stmt, err := c.prepare(ctx, query) //nolint:sqlclosecheck // as above
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

// prepare keeps statements for the batch: in a large one each is used many
// times, and preparing costs more than running.
func (c *groupConn) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if stmt, ok := c.prepared[query]; ok {
		return stmt, nil
	}
	stmt, err := c.conn.PrepareContext(ctx, query)
	if err == nil {
		c.prepared[query] = stmt
	}
	return stmt, err
}
