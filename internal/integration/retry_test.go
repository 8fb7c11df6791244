package integration

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/stretchr/testify/require"
)

func raise(state string) string {
	return fmt.Sprintf("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '%s'; END $$", state)
}

func TestSerializationFailureIsTriedAgain(t *testing.T) {
	d := newPostgreSQL(t)
	ctx := t.Context()
	for _, c := range []struct {
		state    string
		failures int
		calls    int
		ok       bool
	}{
		{"40001", 2, 3, true},
		{"40P01", 2, 3, true},
		{"40001", 100, 4, false}, // bounded
		{"22012", 1, 1, false},   // division by zero stays what it is
	} {
		db, err := sqldb.Open(d.open(t), d.dialect, &sqldb.Options{MaxAttempts: 4})
		require.NoError(t, err)
		calls := 0
		err = db.Write(ctx, func(tx *sqldb.Tx) error {
			if calls++; calls <= c.failures {
				_, err := tx.Exec(raise(c.state))
				return err
			}
			return nil
		})
		require.Equal(t, c.ok, err == nil, "%s: %v", c.state, err)
		require.Equal(t, c.calls, calls, c.state)
	}
}

func TestDeadlockIsSolved(t *testing.T) {
	d := newPostgreSQL(t)
	ctx := t.Context()
	db := d.shared(t)
	require.NoError(t, db.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec("CREATE TABLE n (id INTEGER PRIMARY KEY, v INTEGER); INSERT INTO n VALUES (0, 0), (1, 0)")
		return err
	}))
	var (
		both, all sync.WaitGroup
		errs      [2]error
	)
	both.Add(2)
	for i := range 2 {
		all.Go(func() {
			var once sync.Once
			errs[i] = db.Write(ctx, func(tx *sqldb.Tx) error {
				for _, id := range []int{i, 1 - i} { // in opposite order
					if _, err := tx.Exec("UPDATE n SET v = v + 1 WHERE id = ?", id); err != nil {
						return err
					}
					once.Do(func() { both.Done(); both.Wait() })
				}
				return nil
			})
		})
	}
	all.Wait()
	require.NoError(t, errors.Join(errs[:]...))
	var sum int
	require.NoError(t, db.Read(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Get([]any{&sum}, "SELECT CAST(SUM(v) AS INTEGER) FROM n")
		return err
	}))
	require.Equal(t, 4, sum)
}
