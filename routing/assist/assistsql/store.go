package assistsql

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/routing/assist"
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
	// ErrUnknownOutcome: the connection was lost during a commit. A use, a mark and
	// a decision can be sent again and count once; after PutCanned ask Canned what
	// holds.
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

// Store is an [assist.Store] on an SQL database, safe for concurrent use by any
// number of goroutines, and on PostgreSQL by any number of nodes. It starts no
// goroutines and needs no closing; a loop holds no
// connection while the caller's body runs.
type Store struct {
	db     *sqldb.Feature
	tenant string
}

var _ assist.Store = (*Store)(nil)

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
		return nil, fmt.Errorf("%w: the tenant is not a usable text", assist.ErrInvalid)
	}
	migrations, err := fs.Sub(files, "migrations")
	if err != nil {
		return nil, err
	}
	feature, err := shared.Feature(sqldb.Schema{Feature: "assist", Files: migrations})
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

// read is a Read that looks an id up. What cannot be an id is not asked for,
// because PostgreSQL would refuse the question.
func (s *Store) read(ctx context.Context, id string, fn func(*sqldb.Tx) error) error {
	if !usable(id) {
		return ctx.Err()
	}
	return s.db.Read(ctx, fn)
}

// next returns the next cursor. The lock on the tenant's row, held until the commit,
// makes the order of cursors that of commits, and of all writes of a tenant one after
// the other.
func (s *Store) next(tx *sqldb.Tx) (cursor int64, err error) {
	if _, err = tx.Exec("INSERT INTO assist_store (tenant) VALUES (?) ON CONFLICT DO NOTHING", s.tenant); err != nil {
		return 0, err
	}
	_, err = tx.Get([]any{&cursor}, "UPDATE assist_store SET cursor = cursor + 1 WHERE tenant = ? RETURNING cursor", s.tenant)
	return cursor, err
}

// Prune implements [assist.Store].
func (s *Store) Prune(ctx context.Context, before time.Time) (int, error) {
	n := int64(0)
	err := s.db.Write(ctx, func(tx *sqldb.Tx) error {
		n = 0
		for _, table := range []string{"assist_use", "assist_mark"} {
			gone, err := tx.Exec("DELETE FROM "+table+" WHERE tenant = ? AND at < ?", s.tenant, ceil(before))
			if err != nil {
				return err
			}
			n += gone
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return int(n), nil
}

// ceil is a time in whole microseconds, rounded up: of times that are cut to the
// microsecond the same ones are before it.
func ceil(t time.Time) int64 {
	if t.Nanosecond()%1000 != 0 {
		return sqldb.Micros(t) + 1
	}
	return sqldb.Micros(t)
}

func encode(v any) ([]byte, error) {
	body, err := json.Marshal(v)
	if err != nil { // a time in the year 10000
		return nil, fmt.Errorf("%w: %w", assist.ErrInvalid, err)
	}
	return body, nil
}

func decode(body []byte, v any) error {
	if err := json.Unmarshal(body, v); err != nil {
		// The text of the error may quote what was stored.
		return fmt.Errorf("assistsql: a stored row is damaged: %T", err)
	}
	return nil
}
