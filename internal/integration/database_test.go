package integration

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"
)

// database is a fresh database (a file, or a schema on the server) and as many
// handles on it as a test wants.
type database struct {
	dialect sqldb.Dialect
	schema  string // on PostgreSQL
	// open returns a new handle, as another process or node would have it.
	open func(t testing.TB) *sql.DB
}

// onEach runs a test on each kind of database.
func onEach(t *testing.T, test func(t *testing.T, d database)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, newSQLite(t)) })
	t.Run("postgresql", func(t *testing.T) { test(t, newPostgreSQL(t)) })
}

// benchEach is onEach for benchmarks.
func benchEach(b *testing.B, bench func(b *testing.B, d database)) {
	b.Helper()
	b.Run("sqlite", func(b *testing.B) { bench(b, newSQLite(b)) })
	b.Run("postgresql", func(b *testing.B) { bench(b, newPostgreSQL(b)) })
}

// shared returns a new handle behind a new [sqldb.DB].
func (d database) shared(t testing.TB) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open(d.open(t), d.dialect, nil)
	require.NoError(t, err)
	return db
}

func newSQLite(t testing.TB) database {
	t.Helper()
	path := filepath.Join(t.TempDir(), "100% 客服 ?#&.db")
	return database{dialect: sqldb.SQLite, open: func(t testing.TB) *sql.DB {
		t.Helper()
		return openSQLite(t, sqldb.SQLiteDSN(path))
	}}
}

func openSQLite(t testing.TB, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", dsn)
	require.NoError(t, err)
	db.SetMaxIdleConns(16)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

var schemas atomic.Int64

func newPostgreSQL(t testing.TB) database {
	t.Helper()
	config := postgres(t)
	schema := fmt.Sprintf("kefu_%d_%d", os.Getpid(), schemas.Add(1))
	admin := stdlib.OpenDB(*config)
	t.Cleanup(func() { require.NoError(t, admin.Close()) })
	_, err := admin.ExecContext(t.Context(), "CREATE SCHEMA "+schema)
	require.NoError(t, err)
	t.Cleanup(func() {
		_, err := admin.ExecContext(context.Background(), "DROP SCHEMA "+schema+" CASCADE")
		require.NoError(t, err)
	})
	return database{dialect: sqldb.PostgreSQL, schema: schema, open: func(t testing.TB) *sql.DB {
		t.Helper()
		own := config.Copy()
		own.RuntimeParams["search_path"] = schema
		db := stdlib.OpenDB(*own)
		db.SetMaxOpenConns(20)
		db.SetMaxIdleConns(20)
		t.Cleanup(func() { require.NoError(t, db.Close()) })
		return db
	}}
}

// postgres returns the configuration of a server that answers, or skips the
// test.
func postgres(t testing.TB) *pgx.ConnConfig {
	t.Helper()
	config, err := findPostgres()
	if err == nil {
		return config
	}
	const how = "no PostgreSQL: set KEFU_POSTGRES_DSN, or start a server on the usual socket or port, to run this test"
	if slices.Contains(strings.Split(os.Getenv("KEFU_REQUIRE"), ","), "postgres") {
		t.Fatalf("%s: %v", how, err)
	}
	t.Skip(how)
	return nil
}

// findPostgres looks for a server once.
var findPostgres = sync.OnceValues(func() (*pgx.ConnConfig, error) {
	if dsn := os.Getenv("KEFU_POSTGRES_DSN"); dsn != "" {
		return tryPostgres(dsn)
	}
	me := "postgres"
	if u, err := user.Current(); err == nil {
		me = u.Username
	}
	var last error
	for _, host := range []string{"/var/run/postgresql", "/tmp", "127.0.0.1"} {
		for _, login := range [][2]string{{me, "test"}, {me, me}, {"postgres", "postgres"}} {
			config, err := tryPostgres(fmt.Sprintf("host=%s user=%s dbname=%s sslmode=disable", host, login[0], login[1]))
			if err == nil {
				return config, nil
			}
			last = err
		}
	}
	return nil, last
})

func tryPostgres(dsn string) (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	return config, conn.Close(ctx)
}
