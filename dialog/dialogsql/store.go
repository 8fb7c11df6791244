package dialogsql

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/dialog"
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
	// ErrUnknownOutcome: the connection was lost during a commit. Commit the
	// same turn again: it is written once.
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

// Store is a [dialog.Store] and a [dialog.Archive] on an SQL database, safe for concurrent use by any
// number of goroutines, and on PostgreSQL by any number of nodes. It starts no
// goroutines and needs no closing; a loop over Transcript or Feed holds no
// connection while the caller's body runs.
type Store struct {
	db     *sqldb.Feature
	tenant string
}

var (
	_ dialog.Store   = (*Store)(nil)
	_ dialog.Archive = (*Store)(nil)
	_ dialog.Outbox  = (*outbox)(nil)
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
	if !usable(opts.Tenant) {
		return nil, fmt.Errorf("%w: the tenant is not a usable text", dialog.ErrInvalid)
	}
	migrations, err := fs.Sub(files, "migrations")
	if err != nil {
		return nil, err
	}
	feature, err := shared.Feature(sqldb.Schema{Feature: "dialog", Files: migrations})
	if err != nil {
		return nil, err
	}
	return &Store{db: feature, tenant: opts.Tenant}, nil
}

// Migrate creates or updates the tables. Several nodes may call it at once. It
// leaves tables alone that a newer program has migrated, and returns a
// [*SchemaError].
func (s *Store) Migrate(ctx context.Context) error { return s.db.Migrate(ctx) }

// Load implements [dialog.Store].
func (s *Store) Load(ctx context.Context, conversation string) (dialog.Conversation, error) {
	var (
		c     dialog.Conversation
		body  []byte
		state []byte
		found bool
	)
	err := s.read(ctx, conversation, func(tx *sqldb.Tx) (err error) {
		found, err = tx.Get([]any{&c.Version, &body, &state},
			"SELECT version, body, state FROM dialog_conversation WHERE tenant = ? AND id = ?",
			s.tenant, conversation)
		return err
	})
	switch {
	case err != nil:
		return dialog.Conversation{}, err
	case !found:
		return dialog.Conversation{}, dialog.ErrNotFound
	}
	return decodeConversation(conversation, c.Version, body, state)
}

// Replied implements [dialog.Store].
func (s *Store) Replied(ctx context.Context, conversation, message string) (r dialog.Record, err error) {
	found := false
	err = s.read(ctx, conversation+message, func(tx *sqldb.Tx) (err error) {
		r, found, err = s.replied(tx, conversation, message)
		return err
	})
	if err == nil && !found {
		err = dialog.ErrNotFound
	}
	return r, err
}

func (s *Store) replied(tx *sqldb.Tx, conversation, message string) (r dialog.Record, found bool, err error) {
	var row recordRow
	found, err = tx.Get([]any{&row.version, &row.body, &row.events, &row.trace, &row.written},
		"SELECT version, body, events, trace, written FROM dialog_turn WHERE tenant = ? AND conversation = ? AND message = ?",
		s.tenant, conversation, message)
	if err != nil || !found {
		return r, false, err
	}
	r, err = row.decode()
	return r, err == nil, err
}

// read is a Read that looks an id up. What cannot be an id is not asked for,
// because PostgreSQL would refuse the question.
func (s *Store) read(ctx context.Context, id string, fn func(*sqldb.Tx) error) error {
	if !usable(id) {
		return ctx.Err()
	}
	return s.db.Read(ctx, fn)
}

// usable tells whether every database can keep s as text.
func usable(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

// usableID is usable for what must not be empty.
func usableID(s string) bool { return s != "" && usable(s) }
