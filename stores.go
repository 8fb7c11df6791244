package kefu

import (
	"context"
	"database/sql"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/dialog/dialogsql"
	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/intent/intentsql"
	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/kb/kbsql"
	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/metricssql"
	"github.com/kefu-go/kefu/routing"
	"github.com/kefu-go/kefu/routing/assist"
	"github.com/kefu-go/kefu/routing/assist/assistsql"
	"github.com/kefu-go/kefu/routing/routingsql"
	"github.com/kefu-go/kefu/ticket"
	"github.com/kefu-go/kefu/ticket/ticketsql"
)

// Stores are where a [Bot] keeps things. Each may be of another make.
type Stores struct {
	// KB keeps the entries of the knowledge base, and Dialog the conversations.
	KB     kb.Store
	Dialog dialog.Store
	// KBRecords keeps what is beside the entries: drafts, tasks, checkpoints.
	// Default: in memory.
	KBRecords kb.RecordStore
	// KBLog keeps what was asked and what was said of the answers. Default: in
	// memory.
	KBLog kb.LogStore
	// Intent keeps the models that tell intents, and what they were taught.
	// Default: in memory.
	Intent intent.Store
	// Routing keeps the items and agents of [Options.Routing]. Default: in memory.
	Routing routing.Store
	// Assist keeps canned replies and marks for training. Default: in memory.
	Assist assist.Store
	// Ticket keeps the tickets of [Options.Tickets]. Default: in memory.
	Ticket ticket.Store
	// Metrics keeps what [Options.Metrics] measures. Default: in memory.
	Metrics metrics.Store

	migrate []func(context.Context) error
}

// MemoryStores keep everything in the memory of the process: for tests, and
// for bots whose conversations may end with the process.
func MemoryStores() Stores {
	return Stores{
		KB: kb.NewMemoryStore(), KBRecords: kb.NewMemoryRecords(), KBLog: kb.NewMemoryLog(),
		Dialog: dialog.NewMemoryStore(), Intent: intent.NewMemoryStore(),
		Routing: routing.NewMemoryStore(), Assist: assist.NewMemoryStore(),
		Ticket: ticket.NewMemoryStore(), Metrics: metrics.NewMemoryStore(),
	}
}

// Dialect is the kind of a database.
type Dialect = sqldb.Dialect

// The databases that [SQLStores] knows.
const (
	SQLite     = sqldb.SQLite
	PostgreSQL = sqldb.PostgreSQL
)

// SQLOptions are the choices of [SQLStores].
type SQLOptions struct {
	// Tenant separates several bots in one database. Default: "".
	Tenant string
}

// SQLStores keep everything in one database, which the host opens with the
// driver of its choice: modernc.org/sqlite with [SQLiteDSN], or pgx. They share
// one queue of writes, so that turns of many conversations are committed
// together. Call [Stores.Migrate] before the first use of a database and after
// an upgrade of this module.
func SQLStores(db *sql.DB, dialect Dialect, opts *SQLOptions) (Stores, error) {
	if opts == nil {
		opts = &SQLOptions{}
	}
	shared, err := sqldb.Open(db, dialect, nil)
	if err != nil {
		return Stores{}, err
	}
	tenant := &kbsql.Options{Tenant: opts.Tenant}
	entries, err := kbsql.New(shared, tenant)
	if err != nil {
		return Stores{}, err
	}
	records, err := kbsql.NewRecords(shared, tenant)
	if err != nil {
		return Stores{}, err
	}
	asked, err := kbsql.NewLog(shared, tenant)
	if err != nil {
		return Stores{}, err
	}
	conversations, err := dialogsql.New(shared, &dialogsql.Options{Tenant: opts.Tenant})
	if err != nil {
		return Stores{}, err
	}
	models, err := intentsql.New(shared, &intentsql.Options{Tenant: opts.Tenant})
	if err != nil {
		return Stores{}, err
	}
	routes, err := routingsql.New(shared, &routingsql.Options{Tenant: opts.Tenant})
	if err != nil {
		return Stores{}, err
	}
	replies, err := assistsql.New(shared, &assistsql.Options{Tenant: opts.Tenant})
	if err != nil {
		return Stores{}, err
	}
	cases, err := ticketsql.New(shared, &ticketsql.Options{Tenant: opts.Tenant})
	if err != nil {
		return Stores{}, err
	}
	measured, err := metricssql.New(shared, &metricssql.Options{Tenant: opts.Tenant})
	if err != nil {
		return Stores{}, err
	}
	return Stores{
		KB: entries, KBRecords: records, KBLog: asked, Dialog: conversations, Intent: models, Routing: routes, Assist: replies,
		Ticket: cases, Metrics: measured,
		// The stores of package kbsql share their tables.
		migrate: []func(context.Context) error{entries.Migrate, conversations.Migrate, models.Migrate, routes.Migrate, replies.Migrate, cases.Migrate, measured.Migrate},
	}, nil
}

// SQLiteDSN returns the data source name that opens a file with the settings
// under which no acknowledged write is lost, for the driver modernc.org/sqlite.
func SQLiteDSN(path string) string { return sqldb.SQLiteDSN(path) }

// Migrate creates or upgrades the tables of stores made by [SQLStores]; for
// others it does nothing. It is safe to call at every start and on several nodes
// at once. Tables of a newer version are refused.
func (s Stores) Migrate(ctx context.Context) error {
	for _, migrate := range s.migrate {
		if err := migrate(ctx); err != nil {
			return err
		}
	}
	return nil
}
