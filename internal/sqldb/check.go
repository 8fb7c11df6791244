package sqldb

import (
	"context"
	"database/sql"
	"fmt"
)

// Check looks at the settings of an SQLite database, on two connections at once
// because the second one of a pool is where settings get lost that were not in
// the DSN. It returns a [*SettingsError] unless the journal is a write-ahead
// log, every commit is synced, and a lock is waited for. It is called before
// the first use of a [DB] and may be called to fail early. On PostgreSQL it does
// nothing.
func (d *DB) Check(ctx context.Context) error {
	if d.dialect != SQLite {
		return nil
	}
	for attempt := 1; ; attempt++ {
		err := d.check(ctx)
		// Two processes that turn the log of a new file on at once get in each
		// other's way, and SQLite does not wait there.
		if attempt >= d.opts.MaxAttempts || !isBusy(err) {
			return err
		}
		if err := pause(ctx, attempt); err != nil {
			return err
		}
	}
}

func (d *DB) check(ctx context.Context) error {
	n := 2
	if d.sql.Stats().MaxOpenConnections == 1 {
		n = 1
	}
	var faults []string
	for i := range n {
		conn, err := d.sql.Conn(ctx)
		if err != nil {
			return fmt.Errorf("sqldb: connect: %w", err)
		}
		defer conn.Close() // at the end: while the first is open, the pool has to open a second
		found, err := faultsOf(ctx, conn)
		if err != nil {
			return fmt.Errorf("sqldb: read settings: %w", err)
		}
		if i > 0 && len(faults) == 0 && len(found) > 0 {
			found = append(found, "only the first connection is set up: settings belong in the DSN")
		}
		if len(faults) == 0 {
			faults = found
		}
	}
	if len(faults) > 0 {
		return &SettingsError{Faults: faults}
	}
	return nil
}

func faultsOf(ctx context.Context, conn *sql.Conn) ([]string, error) {
	var (
		journal           string
		synchronous, busy int64
	)
	for _, p := range []struct {
		pragma string
		dest   any
	}{
		{"PRAGMA journal_mode", &journal},
		{"PRAGMA synchronous", &synchronous},
		{"PRAGMA busy_timeout", &busy},
	} {
		if err := conn.QueryRowContext(ctx, p.pragma).Scan(p.dest); err != nil {
			return nil, err
		}
	}
	var faults []string
	if journal != "wal" {
		faults = append(faults, fmt.Sprintf("journal_mode is %s, set it to WAL", journal))
	}
	if synchronous < 2 { // 2 is FULL, 3 EXTRA
		faults = append(faults, fmt.Sprintf("synchronous is %d, set it to FULL", synchronous))
	}
	if busy <= 0 {
		faults = append(faults, "busy_timeout is 0, set it to some thousand milliseconds")
	}
	return faults, nil
}
