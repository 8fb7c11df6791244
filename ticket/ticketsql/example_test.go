package ticketsql_test

import (
	"context"
	"database/sql"
	"errors"
	"log"

	"github.com/kefu-go/kefu/ticket"
	"github.com/kefu-go/kefu/ticket/ticketsql"
)

// Tickets in a database, each tenant apart. The program imports the driver:
// modernc.org/sqlite, or the stdlib adapter of pgx for PostgreSQL.
func Example() {
	ctx := context.Background()
	// kefu.SQLiteDSN("tickets.db") says the same.
	db, err := sql.Open("sqlite", "file:tickets.db?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)"+
		"&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_txlock=immediate")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	store, err := ticketsql.Open(db, ticketsql.SQLite, &ticketsql.Options{Tenant: "shop"})
	if err != nil {
		log.Fatal(err)
	}
	err = store.Migrate(ctx)
	if schema, ok := errors.AsType[*ticketsql.SchemaError](err); ok {
		log.Fatal("a newer program has migrated the database: ", schema)
	} else if err != nil {
		log.Fatal(err)
	}
	desk, err := ticket.New(store, nil)
	if err != nil {
		log.Fatal(err)
	}
	log.Print(desk.Run(ctx)) // warnings, ladders, timers, notices
}
