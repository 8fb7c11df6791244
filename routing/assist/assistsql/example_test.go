package assistsql_test

import (
	"context"
	"database/sql"
	"errors"
	"log"

	"github.com/kefu-go/kefu/routing/assist"
	"github.com/kefu-go/kefu/routing/assist/assistsql"
)

// Canned replies and marks in one database, each tenant apart. The program imports
// the driver: modernc.org/sqlite, or the stdlib adapter of pgx for PostgreSQL.
func Example() {
	ctx := context.Background()
	// kefu.SQLiteDSN("assist.db") says the same.
	db, err := sql.Open("sqlite", "file:assist.db?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)"+
		"&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_txlock=immediate")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	store, err := assistsql.Open(db, assistsql.SQLite, &assistsql.Options{Tenant: "shop"})
	if err != nil {
		log.Fatal(err)
	}
	err = store.Migrate(ctx)
	if schema, ok := errors.AsType[*assistsql.SchemaError](err); ok {
		log.Fatal("a newer program has migrated the database: ", schema)
	} else if err != nil {
		log.Fatal(err)
	}
	replies, err := assist.NewReplies(store, nil)
	if err != nil {
		log.Fatal(err)
	}
	log.Print(replies.Run(ctx)) // follows what other nodes write
}
