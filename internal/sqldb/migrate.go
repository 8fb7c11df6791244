package sqldb

import (
	"context"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync/atomic"
)

// Schema is the tables of one feature as numbered migrations.
type Schema struct {
	// Feature is the prefix of the feature's tables, in lower case letters.
	Feature string
	// Files holds a directory for each dialect ("sqlite", "postgresql") with
	// files that are named 0001_what.sql, 0002_what.sql and so on. A file that
	// was released never changes.
	Files fs.FS
}

// Feature is the part of a database that belongs to one feature. It is safe
// for concurrent use.
type Feature struct {
	db         *DB
	name       string
	migrations []string // the SQL of version i+1 at i
	ready      atomic.Bool
}

// Feature returns the part of d that the schema describes. It does no I/O on
// the database.
func (d *DB) Feature(s Schema) (*Feature, error) {
	migrations, err := readMigrations(s, d.dialect)
	if err != nil {
		return nil, err
	}
	return &Feature{db: d, name: s.Feature, migrations: migrations}, nil
}

func readMigrations(s Schema, dialect Dialect) ([]string, error) {
	entries, err := fs.ReadDir(s.Files, dialect.String()) // sorted by name
	if err != nil {
		return nil, fmt.Errorf("sqldb: migrations of %s: %w", s.Feature, err)
	}
	var all []string
	for i, e := range entries {
		number, _, _ := strings.Cut(e.Name(), "_")
		if n, err := strconv.Atoi(number); err != nil || n != i+1 {
			return nil, fmt.Errorf("sqldb: migrations of %s: %s is not number %d", s.Feature, e.Name(), i+1)
		}
		text, err := fs.ReadFile(s.Files, dialect.String()+"/"+e.Name())
		if err != nil {
			return nil, fmt.Errorf("sqldb: migrations of %s: %w", s.Feature, err)
		}
		all = append(all, string(text))
	}
	return all, nil
}

// DB returns the database that the feature is part of.
func (f *Feature) DB() *DB { return f.db }

// Write is [DB.Write] on tables that fit: before the first use it returns a
// [*SchemaError] unless the version in the database is the program's.
func (f *Feature) Write(ctx context.Context, fn func(tx *Tx) error) error {
	if err := f.check(ctx); err != nil {
		return err
	}
	return f.db.Write(ctx, fn)
}

// Read is [DB.Read] under the same condition as [Feature.Write].
func (f *Feature) Read(ctx context.Context, fn func(tx *Tx) error) error {
	if err := f.check(ctx); err != nil {
		return err
	}
	return f.db.Read(ctx, fn)
}

func (f *Feature) check(ctx context.Context) error {
	if f.ready.Load() {
		return nil
	}
	have, err := f.version(ctx)
	if err != nil {
		return err
	}
	if have != len(f.migrations) {
		return &SchemaError{Feature: f.name, Have: have, Want: len(f.migrations)}
	}
	f.ready.Store(true)
	return nil
}

// Migrate creates or updates the feature's tables. Each migration is one
// transaction. Several nodes may call it at once. A database that a newer
// program has migrated is left alone, with a [*SchemaError].
func (f *Feature) Migrate(ctx context.Context) error {
	for attempt := 1; ; attempt++ {
		err := f.migrate(ctx)
		if attempt >= f.db.opts.MaxAttempts || !isExists(err) {
			return err
		}
		if err := pause(ctx, attempt); err != nil {
			return err
		}
	}
}

func (f *Feature) migrate(ctx context.Context) error {
	have, err := f.version(ctx)
	if err != nil {
		return err
	}
	if have > len(f.migrations) {
		return &SchemaError{Feature: f.name, Have: have, Want: len(f.migrations)}
	}
	if have == 0 {
		if err := f.db.Write(ctx, func(tx *Tx) error {
			_, err := tx.Exec("CREATE TABLE IF NOT EXISTS " + f.table() + " (version INTEGER PRIMARY KEY)")
			return err
		}); err != nil {
			return fmt.Errorf("sqldb: migrate %s: %w", f.name, err)
		}
	}
	for ; have < len(f.migrations); have++ {
		if err := f.db.Write(ctx, func(tx *Tx) error { return f.step(tx, have) }); err != nil {
			return fmt.Errorf("sqldb: migrate %s to version %d: %w", f.name, have+1, err)
		}
	}
	return nil
}

// step runs one migration. Its row comes first: a node that comes second waits
// for the first one's commit there, and then has nothing to do.
func (f *Feature) step(tx *Tx, have int) error {
	n, err := tx.Exec("INSERT INTO "+f.table()+" (version) VALUES (?) ON CONFLICT DO NOTHING", have+1)
	if err != nil || n == 0 {
		return err
	}
	_, err = tx.Exec(f.migrations[have])
	return err
}

// version returns the version of the tables in the database.
func (f *Feature) version(ctx context.Context) (int, error) {
	have := 0
	err := f.db.Read(ctx, func(tx *Tx) error {
		_, err := tx.Get([]any{&have}, "SELECT COALESCE(MAX(version), 0) FROM "+f.table())
		return err
	})
	if err != nil && isNoTable(err) {
		return 0, nil
	}
	return have, err
}

func (f *Feature) table() string { return f.name + "_schema" }
