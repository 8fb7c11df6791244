package sqldb_test

import (
	"database/sql"
	"testing"
	"testing/fstest"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/stretchr/testify/require"
)

func TestOpenNamesEveryFault(t *testing.T) {
	_, err := sqldb.Open(nil, 7, &sqldb.Options{MaxBatch: -1, MaxAttempts: -1, MaxReads: -1})
	for _, fault := range []string{"no database", "dialect", "MaxBatch", "MaxAttempts", "MaxReads"} {
		require.ErrorContains(t, err, fault)
	}
}

func TestFeatureWantsNumbersInOrder(t *testing.T) {
	db, err := sqldb.Open(new(sql.DB), sqldb.SQLite, nil)
	require.NoError(t, err)
	for _, names := range [][]string{{"0002_a.sql"}, {"0001_a.sql", "0003_b.sql"}, {"0001_a.sql", "0001_b.sql"}, {"a.sql"}, {}} {
		files := fstest.MapFS{}
		for _, name := range names {
			files["sqlite/"+name] = &fstest.MapFile{Data: []byte("SELECT 1")}
		}
		_, err := db.Feature(sqldb.Schema{Feature: "letters", Files: files})
		require.ErrorContains(t, err, "letters", names)
	}
}
