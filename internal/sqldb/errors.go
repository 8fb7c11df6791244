package sqldb

import (
	"errors"
	"fmt"
	"strings"
)

// The errors of this package, besides those of the driver, which are passed on.
var (
	// ErrUnknownOutcome: the connection was lost, or the context ended, while
	// the commit was under way. The transaction may be in the database or not.
	// Whoever writes idempotently simply writes again.
	ErrUnknownOutcome = errors.New("sqldb: commit with unknown outcome")
	// ErrSchema: the tables do not fit the program; see [SchemaError].
	ErrSchema = errors.New("sqldb: schema does not fit")
	// ErrSettings: the connection settings would lose writes; see
	// [SettingsError].
	ErrSettings = errors.New("sqldb: unsafe settings")
	// ErrPanic: a function that was given to Write or Read panicked.
	ErrPanic = errors.New("sqldb: panic in a transaction")
)

// SchemaError says how the tables of a feature differ from what the program
// expects. It unwraps to [ErrSchema].
type SchemaError struct {
	// Feature is the feature whose tables they are.
	Feature string
	// Have is the version found in the database, 0 for none.
	Have int
	// Want is the version that the program was written for.
	Want int
}

// Newer tells whether the database was migrated by a newer program. Such a
// database is never written to.
func (e *SchemaError) Newer() bool { return e.Have > e.Want }

// Error says what to do.
func (e *SchemaError) Error() string {
	switch {
	case e.Newer():
		return fmt.Sprintf("%v: the %s tables have version %d, this program knows only %d: use a newer program",
			ErrSchema, e.Feature, e.Have, e.Want)
	case e.Have == 0:
		return fmt.Sprintf("%v: the %s tables are missing: call Migrate first", ErrSchema, e.Feature)
	}
	return fmt.Sprintf("%v: the %s tables have version %d, this program needs %d: call Migrate first",
		ErrSchema, e.Feature, e.Have, e.Want)
}

// Unwrap returns [ErrSchema].
func (e *SchemaError) Unwrap() error { return ErrSchema }

// SettingsError names the settings of an SQLite connection that would lose
// acknowledged writes or fail without need. It unwraps to [ErrSettings].
type SettingsError struct {
	// Faults has one sentence for each setting, with the value to set.
	Faults []string
}

// Error names all faults.
func (e *SettingsError) Error() string {
	return ErrSettings.Error() + ": " + strings.Join(e.Faults, "; ") + "; SQLiteDSN returns a DSN that sets them"
}

// Unwrap returns [ErrSettings].
func (e *SettingsError) Unwrap() error { return ErrSettings }

// unknownOutcome marks the error of a commit.
func unknownOutcome(err error) error {
	return fmt.Errorf("%w: %w", ErrUnknownOutcome, err)
}

// SQLSTATE classes and SQLite codes that the package acts on.
const (
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
	undefinedTable       = "42P01"
	duplicateTable       = "42P07"
	duplicateObject      = "42710"
	uniqueViolation      = "23505"

	sqliteError      = 1
	sqliteBusy       = 5
	sqliteLocked     = 6
	sqliteConstraint = 19
)

// sqlState returns the SQLSTATE of a PostgreSQL error, else "".
func sqlState(err error) string {
	var e interface{ SQLState() string }
	if errors.As(err, &e) {
		return e.SQLState()
	}
	return ""
}

// sqliteCode returns the primary result code of an SQLite error, else 0.
func sqliteCode(err error) int {
	var e interface{ Code() int }
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// isBusy tells whether another connection held the lock that was needed.
func isBusy(err error) bool {
	code := sqliteCode(err)
	return code == sqliteBusy || code == sqliteLocked
}

// isRetryable tells whether the server rolled a transaction back only because
// of what others did at the same time.
func isRetryable(err error) bool {
	state := sqlState(err)
	return state == serializationFailure || state == deadlockDetected
}

// isExists tells whether somebody else created the same table at the same
// time: IF NOT EXISTS does not always help then.
func isExists(err error) bool {
	switch sqlState(err) {
	case uniqueViolation, duplicateTable, duplicateObject:
		return true
	}
	return false
}

// isNoTable tells whether a statement failed because a table is missing.
// SQLite has no code of its own for that.
func isNoTable(err error) bool {
	return sqlState(err) == undefinedTable ||
		sqliteCode(err) == sqliteError && strings.Contains(err.Error(), "no such table")
}
