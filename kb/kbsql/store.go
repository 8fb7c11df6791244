package kbsql

import (
	"cmp"
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"iter"
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

// Options are the settings of a [Store].
type Options struct {
	// Tenant separates the rows of several tenants in the same tables. Any
	// text that is UTF-8 and holds no NUL. Default: "".
	Tenant string
}

// Store is a [kb.Store] on an SQL database, safe for concurrent use by any
// number of goroutines, and on PostgreSQL by any number of nodes. It starts no
// goroutines and needs no closing; a loop over Changes holds no connection while
// the caller's body runs.
type Store struct {
	db     *sqldb.Feature
	tenant string
}

var _ kb.Store = (*Store)(nil)

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
		return nil, fmt.Errorf("%w: the tenant is not a usable text", kb.ErrInvalid)
	}
	migrations, err := fs.Sub(files, "migrations")
	if err != nil {
		return nil, err
	}
	feature, err := shared.Feature(sqldb.Schema{Feature: "kb", Files: migrations})
	if err != nil {
		return nil, err
	}
	return &Store{db: feature, tenant: opts.Tenant}, nil
}

// Migrate creates or updates the tables. Several nodes may call it at once. It
// leaves tables alone that a newer program has migrated, and returns a
// [*SchemaError].
func (s *Store) Migrate(ctx context.Context) error { return s.db.Migrate(ctx) }

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
	return decode(id, revision, body)
}

// History implements [kb.Store].
func (s *Store) History(ctx context.Context, id string) iter.Seq2[kb.Change, error] {
	return func(yield func(kb.Change, error) bool) {
		switch e, err := s.Get(ctx, id); {
		case errors.Is(err, kb.ErrNotFound):
		case err != nil:
			yield(kb.Change{}, err)
		default:
			yield(kb.Change{Revision: e.Version, Entry: e}, nil)
		}
	}
}

// Revision implements [kb.Store].
func (s *Store) Revision(ctx context.Context) (revision int64, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Get([]any{&revision}, "SELECT revision FROM kb_store WHERE tenant = ?", s.tenant)
		return err
	})
	return revision, err
}

// pageRows is how many changes a loop reads at a time.
const pageRows = 500

// Changes implements [kb.Store]. An entry that is written during the loop is
// yielded at its new revision.
func (s *Store) Changes(ctx context.Context, after int64) iter.Seq2[kb.Change, error] {
	return func(yield func(kb.Change, error) bool) {
		revision, id := after, ""
		first := true
		for {
			page, err := s.page(ctx, revision, id, first)
			if err != nil {
				yield(kb.Change{}, err)
				return
			}
			for _, c := range page {
				if !yield(c, nil) {
					return
				}
				if err := ctx.Err(); err != nil {
					yield(kb.Change{}, err)
					return
				}
			}
			if len(page) < pageRows {
				return
			}
			last := page[len(page)-1]
			revision, id, first = last.Revision, last.Entry.ID, false
		}
	}
}

// page reads the changes above a revision, or, if it is not the first page,
// those behind one entry of a revision.
func (s *Store) page(ctx context.Context, revision int64, id string, first bool) (page []kb.Change, err error) {
	where, args := "revision > ?", []any{s.tenant, revision, pageRows}
	if !first {
		where, args = "(revision, id) > (?, ?)", []any{s.tenant, revision, id, pageRows}
	}
	err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
		return tx.Query(func(scan func(...any) error) error {
			var (
				id       string
				revision int64
				body     []byte
			)
			if err := scan(&id, &revision, &body); err != nil {
				return err
			}
			c := kb.Change{Revision: revision, Entry: kb.Entry{ID: id, Version: revision}, Deleted: body == nil}
			if body != nil {
				var err error
				if c.Entry, err = decode(id, revision, body); err != nil {
					return err
				}
			}
			page = append(page, c)
			return nil
		}, "SELECT id, revision, body FROM kb_entry WHERE tenant = ? AND "+where+" ORDER BY revision, id LIMIT ?", args...)
	})
	return page, err
}

// usable tells whether every database can keep s as text.
func usable(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }
