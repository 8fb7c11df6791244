package sqldb

import (
	"context"
	"fmt"
)

// Snapshot is [Feature.Read] whose statements all see the database as it was at the first
// of them, on SQLite; on PostgreSQL it is Read.
func (f *Feature) Snapshot(ctx context.Context, fn func(tx *Tx) error) error {
	if f.db.dialect != SQLite {
		return f.Read(ctx, fn)
	}
	return f.Read(ctx, func(tx *Tx) error {
		conn, err := f.db.sql.Conn(ctx)
		if err != nil {
			return tx.fault(fmt.Errorf("sqldb: connect: %w", err))
		}
		c := &groupConn{conn: conn, dialect: SQLite}
		// No caller's context: whoever is not sure that it began would have to end it.
		if _, err := conn.ExecContext(context.Background(), "BEGIN"); err != nil {
			c.release()
			return fmt.Errorf("sqldb: begin: %w", err)
		}
		defer c.rollback() // nothing is written
		return call(fn, &Tx{caller: ctx, ctx: ctx, dialect: SQLite, session: conn})
	})
}
