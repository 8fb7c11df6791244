package ticketsql

import (
	"cmp"
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/ticket"
)

// Dialect is the kind of database.
type Dialect = sqldb.Dialect

// The dialects.
const (
	SQLite     = sqldb.SQLite
	PostgreSQL = sqldb.PostgreSQL
)

// SchemaError tells that the tables do not fit the program: Migrate was not
// called, or a newer program has migrated them.
type SchemaError = sqldb.SchemaError

// The errors of the database layer that a caller can act on. Test for them
// with [errors.Is].
var (
	// ErrSchema: the tables do not fit the program; see [SchemaError].
	ErrSchema = sqldb.ErrSchema
	// ErrSettings: the settings of the SQLite connections would lose
	// acknowledged writes; the text says what to set.
	ErrSettings = sqldb.ErrSettings
	// ErrUnknownOutcome: the connection was lost during a commit. Commit the same
	// again: it is written once, and where it was written before, that is a
	// [ticket.ErrConflict] or [ticket.ErrExists].
	ErrUnknownOutcome = sqldb.ErrUnknownOutcome
)

//go:embed migrations
var files embed.FS

// Options are the settings of a [Store].
type Options struct {
	// Tenant separates the rows of several tenants in the same tables. Any
	// text that is UTF-8 and holds no NUL. Default: "".
	Tenant string
}

// Store is a [ticket.Store] and a [ticket.Archive] on an SQL database, safe for
// concurrent use by any number of goroutines, and on PostgreSQL by any number of nodes.
// It starts no goroutines and needs no closing; a loop over History or Feed holds no
// connection while the caller's body runs.
//
// Changes of different tickets do not wait for each other on PostgreSQL. New tickets of
// one tenant do, because their serials have no gaps.
type Store struct {
	db     *sqldb.Feature
	tenant string
}

var (
	_ ticket.Store   = (*Store)(nil)
	_ ticket.Archive = (*Store)(nil)
	_ ticket.Outbox  = (*outbox)(nil)
)

// Open returns the store of one tenant in db, which stays the host's. It does
// no I/O. Nil options are the defaults. On SQLite the settings of the connections
// are checked before the first use; see [ErrSettings].
func Open(db *sql.DB, dialect Dialect, opts *Options) (*Store, error) {
	shared, err := sqldb.Open(db, dialect, nil)
	if err != nil {
		return nil, err
	}
	return New(shared, opts)
}

// New is [Open] for a program that keeps several stores in one database: they
// share the database's group commit.
func New(shared *sqldb.DB, opts *Options) (*Store, error) {
	if opts == nil {
		opts = &Options{}
	}
	if !text(opts.Tenant) {
		return nil, fmt.Errorf("%w: the tenant is not a usable text", ticket.ErrInvalid)
	}
	migrations, err := fs.Sub(files, "migrations")
	if err != nil {
		return nil, err
	}
	feature, err := shared.Feature(sqldb.Schema{Feature: "ticket", Files: migrations})
	if err != nil {
		return nil, err
	}
	return &Store{db: feature, tenant: opts.Tenant}, nil
}

// Migrate creates or updates the tables. Several nodes may call it at once. It
// leaves tables alone that a newer program has migrated, and returns a
// [*SchemaError].
func (s *Store) Migrate(ctx context.Context) error { return s.db.Migrate(ctx) }

// stored are the columns of a ticket that [decodeTicket] reads.
const stored = "t.id, t.serial, t.version, t.events, t.body"

// Load implements [ticket.Store].
func (s *Store) Load(ctx context.Context, id string) (t ticket.Ticket, err error) {
	if !usable(id) { // PostgreSQL would refuse the question
		return t, cmp.Or(ctx.Err(), ticket.ErrNotFound)
	}
	found := false
	err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
		return tx.Query(func(scan func(...any) error) error {
			found = true
			t, err = decodeTicket(scan)
			return err
		}, "SELECT "+stored+" FROM ticket_ticket t WHERE t.tenant = ? AND t.id = ?", s.tenant, id)
	})
	if err == nil && !found {
		err = ticket.ErrNotFound
	}
	return t, err
}

// Due implements [ticket.Store].
func (s *Store) Due(ctx context.Context, now time.Time, limit int) (ids []string, err error) {
	if limit <= 0 {
		return nil, ctx.Err()
	}
	err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
		return tx.Query(func(scan func(...any) error) error {
			var id string
			err := scan(&id)
			ids = append(ids, id)
			return err
		}, "SELECT id FROM ticket_listing WHERE tenant = ? AND due <= ? ORDER BY due, tie LIMIT ?",
			s.tenant, sqldb.Micros(now), limit)
	})
	return ids, err
}

// text tells whether every database can keep s as text.
func text(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

// usable tells whether s can be an id.
func usable(s string) bool { return s != "" && text(s) }
