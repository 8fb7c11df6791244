package intentsql_test

import (
	"context"
	"database/sql"
	"errors"
	"log"
	"time"

	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/intent/intentsql"
)

// Models and corrections in one database, each tenant apart. The program imports
// the driver: modernc.org/sqlite, or the stdlib adapter of pgx for PostgreSQL.
func Example() {
	ctx := context.Background()
	// kefu.SQLiteDSN("intent.db") says the same.
	db, err := sql.Open("sqlite", "file:intent.db?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)"+
		"&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_txlock=immediate")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	store, err := intentsql.Open(db, intentsql.SQLite, &intentsql.Options{Tenant: "shop"})
	if err != nil {
		log.Fatal(err)
	}
	err = store.Migrate(ctx)
	if schema, ok := errors.AsType[*intentsql.SchemaError](err); ok {
		log.Fatal("a newer program has migrated the database: ", schema)
	} else if err != nil {
		log.Fatal(err)
	}
	// Trained anew after 100 corrections, or when the first of them is a week old.
	registry, err := intent.NewRegistry(store, &intent.RegistryOptions{RetrainAfter: 100, RetrainAge: 7 * 24 * time.Hour})
	if err != nil {
		log.Fatal(err)
	}
	log.Print(registry.Run(ctx))
}
