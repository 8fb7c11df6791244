package integration

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/kefu-go/kefu/dialog/dialogsql"
	"github.com/stretchr/testify/require"
)

func TestSettingsThatLoseWritesAreRefused(t *testing.T) {
	for _, c := range []struct {
		name, settings, says string
	}{
		{"journal", "?_pragma=busy_timeout(100)&_pragma=synchronous(FULL)", "WAL"},
		{"synchronous", "?_pragma=busy_timeout(100)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)", "FULL"},
		{"busy", "?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)", "busy_timeout"},
	} {
		t.Run(c.name, func(t *testing.T) {
			db := openSQLite(t, "file:"+filepath.Join(t.TempDir(), "a.db")+c.settings)
			store, err := dialogsql.Open(db, dialogsql.SQLite, nil)
			require.NoError(t, err)
			err = store.Migrate(t.Context())
			require.ErrorIs(t, err, dialogsql.ErrSettings)
			require.ErrorContains(t, err, "set it to")
			require.ErrorContains(t, err, c.says)
			_, err = store.Load(t.Context(), "c")
			require.ErrorIs(t, err, dialogsql.ErrSettings, "it stays refused")
		})
	}
}

func TestSettingsOfTheSecondConnection(t *testing.T) {
	ctx := t.Context()
	db := openSQLite(t, "file:"+filepath.Join(t.TempDir(), "a.db"))
	for _, pragma := range []string{"journal_mode = WAL", "synchronous = FULL", "busy_timeout = 1000"} {
		_, err := db.ExecContext(ctx, "PRAGMA "+pragma)
		require.NoError(t, err)
	}
	store, err := dialogsql.Open(db, dialogsql.SQLite, nil)
	require.NoError(t, err)
	require.ErrorContains(t, store.Migrate(ctx), "DSN")
}

// A host may allow one connection only; a loop that calls the store must not
// wait for itself then.
func TestOneConnectionIsEnough(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		one := d
		one.open = func(t testing.TB) *sql.DB {
			db := d.open(t)
			db.SetMaxOpenConns(1)
			return db
		}
		store := newDialog(t, one.shared(t), "")
		require.NoError(t, oneTurn(ctx, store, "c", 1))
		for _, err := range store.Feed(ctx, 0) {
			require.NoError(t, err)
			require.NoError(t, oneTurn(ctx, store, "c", 2))
		}
	})
}
