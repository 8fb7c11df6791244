package kbsql_test

import (
	"context"
	"database/sql"
	"errors"
	"log"

	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/kb/kbsql"
)

// A library whose entries, records and log are in one database, each tenant apart.
// The program imports the driver: modernc.org/sqlite, or the stdlib adapter of pgx
// for PostgreSQL.
func Example() {
	ctx := context.Background()
	// kefu.SQLiteDSN("kb.db") says the same.
	db, err := sql.Open("sqlite", "file:kb.db?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)"+
		"&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_txlock=immediate")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	opts := &kbsql.Options{Tenant: "shop"}
	dialect := kbsql.SQLite // a kbsql.Dialect
	store, err := kbsql.Open(db, dialect, opts)
	if err != nil {
		log.Fatal(err)
	}
	records, err := kbsql.OpenRecords(db, dialect, opts)
	if err != nil {
		log.Fatal(err)
	}
	asked, err := kbsql.OpenLog(db, dialect, opts)
	if err != nil {
		log.Fatal(err)
	}
	err = store.Migrate(ctx) // the tables of all three
	if schema, ok := errors.AsType[*kbsql.SchemaError](err); ok {
		log.Fatal("a newer program has migrated the database: ", schema)
	} else if err != nil {
		log.Fatal(err)
	}
	library, err := kb.NewLibrary(store, &kb.LibraryOptions{Records: records, Log: asked})
	if err != nil {
		log.Fatal(err)
	}
	log.Print(library.Run(ctx))
}
