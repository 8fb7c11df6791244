package kbsql

import (
	"cmp"
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/kb"
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
	// ErrUnknownOutcome: the connection was lost during a commit. Put the same
	// entries again: a conflict at the versions that were to be replaced, with
	// the same content stored, says that they were written.
	ErrUnknownOutcome = sqldb.ErrUnknownOutcome
)

//go:embed migrations
var files embed.FS

// Options are the settings of a [Store], of [Records] and of a [Log].
type Options struct {
	// Tenant separates the rows of several tenants in the same tables. Any
	// text that is UTF-8 and holds no NUL. Default: "".
	Tenant string
}

// tables are the tables of one tenant, which all stores of this package share.
type tables struct {
	db     *sqldb.Feature
	tenant string
}

func newTables(shared *sqldb.DB, opts *Options) (tables, error) {
	if opts == nil {
		opts = &Options{}
	}
	if !usable(opts.Tenant) {
		return tables{}, fmt.Errorf("%w: the tenant is not a usable text", kb.ErrInvalid)
	}
	migrations, err := fs.Sub(files, "migrations")
	if err != nil {
		return tables{}, err
	}
	feature, err := shared.Feature(sqldb.Schema{Feature: "kb", Files: migrations})
	return tables{db: feature, tenant: opts.Tenant}, err
}

// Migrate creates or updates the tables of all stores of this package. Several
// nodes may call it at once. It leaves tables alone that a newer program has
// migrated, and returns a [*SchemaError].
func (t tables) Migrate(ctx context.Context) error { return t.db.Migrate(ctx) }

// Store is a [kb.Store] on an SQL database, safe for concurrent use by any
// number of goroutines, and on PostgreSQL by any number of nodes. It starts no
// goroutines and needs no closing; a loop over Changes or History holds no
// connection while the caller's body runs.
type Store struct{ tables }

var _ kb.Store = (*Store)(nil)

// Open returns the store of one tenant in db, which stays the host's. It does
// no I/O. Nil options are the defaults. On SQLite the settings of the connections
// are checked before the first use; see [ErrSettings].
func Open(db *sql.DB, dialect Dialect, opts *Options) (*Store, error) {
	return open(db, dialect, opts, New)
}

// New is [Open] for a program that keeps several stores in one database: they
// share the database's group commit.
func New(shared *sqldb.DB, opts *Options) (*Store, error) {
	t, err := newTables(shared, opts)
	if err != nil {
		return nil, err
	}
	return &Store{t}, nil
}

// open makes a store that is alone in its database.
func open[S any](db *sql.DB, dialect Dialect, opts *Options, newStore func(*sqldb.DB, *Options) (S, error)) (S, error) {
	shared, err := sqldb.Open(db, dialect, nil)
	if err != nil {
		var none S
		return none, err
	}
	return newStore(shared, opts)
}

// Get implements [kb.Store].
func (s *Store) Get(ctx context.Context, id string) (kb.Entry, error) {
	if !usable(id) { // PostgreSQL would refuse the question
		return kb.Entry{}, cmp.Or(ctx.Err(), kb.ErrNotFound)
	}
	var (
		revision int64
		body     []byte
	)
	err := s.db.Read(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Get([]any{&revision, &body},
			"SELECT revision, body FROM kb_entry WHERE tenant = ? AND id = ?", s.tenant, id)
		return err
	})
	switch {
	case err != nil:
		return kb.Entry{}, err
	case body == nil:
		return kb.Entry{}, kb.ErrNotFound
	}
	return decodeEntry(id, revision, body)
}

// Revision implements [kb.Store].
func (s *Store) Revision(ctx context.Context) (revision int64, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Get([]any{&revision}, "SELECT revision FROM kb_store WHERE tenant = ?", s.tenant)
		return err
	})
	return revision, err
}

// usable tells whether every database can keep s as text.
func usable(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }
