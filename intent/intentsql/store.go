package intentsql

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/internal/sqldb"
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
	// ErrUnknownOutcome: the connection was lost during a commit. Models and
	// corrections can be put again; after SetLive ask Live what holds.
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

// Store is an [intent.Store] on an SQL database, safe for concurrent use by any
// number of goroutines, and on PostgreSQL by any number of nodes. It starts no
// goroutines and needs no closing; a loop over Models or Corrections holds no
// connection while the caller's body runs.
type Store struct {
	db     *sqldb.Feature
	tenant string
}

var _ intent.Store = (*Store)(nil)

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
	if !usable(opts.Tenant) {
		return nil, fmt.Errorf("%w: the tenant is not a usable text", intent.ErrInvalid)
	}
	migrations, err := fs.Sub(files, "migrations")
	if err != nil {
		return nil, err
	}
	feature, err := shared.Feature(sqldb.Schema{Feature: "intent", Files: migrations})
	if err != nil {
		return nil, err
	}
	return &Store{db: feature, tenant: opts.Tenant}, nil
}

// Migrate creates or updates the tables. Several nodes may call it at once. It
// leaves tables alone that a newer program has migrated, and returns a
// [*SchemaError].
func (s *Store) Migrate(ctx context.Context) error { return s.db.Migrate(ctx) }

// usable tells whether every database can keep s as text.
func usable(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

// bytesOf is a text as it is kept: never NULL.
func bytesOf(s string) []byte { return append([]byte{}, s...) }
