package sqldb_test

import (
	"testing"
	"time"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/stretchr/testify/require"
)

func TestRebind(t *testing.T) {
	const query = `SELECT '?', "a?b", x FROM t WHERE a = ? AND b IN (?,?) AND c = 'it''s ?'`
	require.Equal(t, query, sqldb.SQLite.Rebind(query))
	require.Equal(t, `SELECT '?', "a?b", x FROM t WHERE a = $1 AND b IN ($2,$3) AND c = 'it''s ?'`,
		sqldb.PostgreSQL.Rebind(query))
}

func TestRepeat(t *testing.T) {
	require.Empty(t, sqldb.Repeat("?", 0))
	require.Equal(t, "(?,0),(?,0)", sqldb.Repeat("(?,0)", 2))
}

func TestTimes(t *testing.T) {
	for _, at := range []time.Time{
		{},
		time.Date(1969, 12, 31, 23, 59, 59, 999999999, time.UTC),
		time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.FixedZone("", -3600)),
	} {
		kept := sqldb.Time(sqldb.Micros(at))
		require.Equal(t, sqldb.Keep(at), kept, "column and JSON agree")
		require.False(t, kept.After(at))
		require.Less(t, at.Sub(kept), time.Microsecond)
	}
}

func TestSQLiteDSN(t *testing.T) {
	const settings = "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=foreign_keys(1)&_pragma=temp_store(MEMORY)&_txlock=immediate"
	for path, want := range map[string]string{
		"desk.db":            "file:desk.db",
		"/var/lib/desk.db":   "file:/var/lib/desk.db",
		"//not/a/host":       "file:/not/a/host",
		"100% a?b#c&d 客服.db": "file:100%25%20a%3Fb%23c&d%20%E5%AE%A2%E6%9C%8D.db",
	} {
		require.Equal(t, want+settings, sqldb.SQLiteDSN(path))
	}
}
