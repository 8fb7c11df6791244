package metricssql_test

import (
	"context"
	"database/sql"
	"errors"
	"log"

	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/metricssql"
)

// Numbers in a database, each tenant's apart. The program imports the driver:
// modernc.org/sqlite, or the stdlib adapter of pgx for PostgreSQL.
func Example() {
	ctx := context.Background()
	// kefu.SQLiteDSN("metrics.db") says the same.
	db, err := sql.Open("sqlite", "file:metrics.db?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)"+
		"&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_txlock=immediate")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	store, err := metricssql.Open(db, metricssql.SQLite, &metricssql.Options{Tenant: "shop"})
	if err != nil {
		log.Fatal(err)
	}
	err = store.Migrate(ctx)
	if schema, ok := errors.AsType[*metricssql.SchemaError](err); ok {
		log.Fatal("a newer program has migrated the database: ", schema)
	} else if err != nil {
		log.Fatal(err)
	}
	collector, err := metrics.New(store, nil)
	if err != nil {
		log.Fatal(err)
	}
	log.Print(collector.Run(ctx)) // folds what is recorded
}
