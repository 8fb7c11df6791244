package integration

import (
	"errors"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/kefu-go/kefu/dialog/dialogsql"
	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/intent/intentsql"
	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/kb/kbsql"
	"github.com/kefu-go/kefu/metrics/metricssql"
	"github.com/kefu-go/kefu/routing/routingsql"
	"github.com/kefu-go/kefu/ticket/ticketsql"
	"github.com/stretchr/testify/require"
)

// letters is a feature whose first n versions each add a column.
func letters(t *testing.T, d database, n int) *sqldb.Feature {
	t.Helper()
	files := fstest.MapFS{}
	for i, text := range []string{
		"CREATE TABLE letters_item (id INTEGER PRIMARY KEY);\nINSERT INTO letters_item VALUES (1);\n",
		"ALTER TABLE letters_item ADD COLUMN b TEXT;\nUPDATE letters_item SET b = 'b';\n",
		"ALTER TABLE letters_item ADD COLUMN c TEXT;\nCREATE TABLE no good;\n",
	}[:n] {
		name := d.dialect.String() + "/000" + string(rune('1'+i)) + "_letters.sql"
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	f, err := d.shared(t).Feature(sqldb.Schema{Feature: "letters", Files: files})
	require.NoError(t, err)
	return f
}

func readB(t *testing.T, f *sqldb.Feature) (b string, err error) {
	t.Helper()
	err = f.Read(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Get([]any{&b}, "SELECT b FROM letters_item WHERE id = 1")
		return err
	})
	return b, err
}

func TestSchemaSteps(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		old := letters(t, d, 1)
		_, err := readB(t, old)
		var schema *sqldb.SchemaError
		require.ErrorAs(t, err, &schema)
		require.Equal(t, sqldb.SchemaError{Feature: "letters", Have: 0, Want: 1}, *schema)
		require.NoError(t, old.Migrate(ctx))

		current := letters(t, d, 2)
		_, err = readB(t, current)
		require.ErrorAs(t, err, &schema, "tables that are too old")
		require.Equal(t, 1, schema.Have)
		require.False(t, schema.Newer())
		require.NoError(t, current.Migrate(ctx))
		require.NoError(t, current.Migrate(ctx), "again does nothing")
		b, err := readB(t, current)
		require.NoError(t, err)
		require.Equal(t, "b", b)

		require.Error(t, letters(t, d, 3).Migrate(ctx), "a migration that fails")
		b, err = readB(t, letters(t, d, 2))
		require.NoError(t, err, "changes nothing")
		require.Equal(t, "b", b)
	})
}

func TestNewerSchemaIsRefused(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		shared := d.shared(t)
		newDialog(t, shared, "")
		newKB(t, shared, "")
		newIntent(t, shared, "")
		newRouting(t, shared, "")
		newTickets(t, shared, "")
		newMetrics(t, shared, "")
		for _, table := range []string{"dialog_schema", "kb_schema", "intent_schema", "routing_schema", "ticket_schema", "metrics_schema"} {
			require.NoError(t, shared.Write(ctx, func(tx *sqldb.Tx) error {
				_, err := tx.Exec("INSERT INTO " + table + " (version) VALUES (1000)")
				return err
			}))
		}
		conversations, err := dialogsql.New(shared, nil)
		require.NoError(t, err)
		entries, err := kbsql.New(shared, nil)
		require.NoError(t, err)
		models, err := intentsql.New(shared, nil)
		require.NoError(t, err)
		routes, err := routingsql.New(shared, nil)
		require.NoError(t, err)
		tickets, err := ticketsql.New(shared, nil)
		require.NoError(t, err)
		numbers, err := metricssql.New(shared, nil)
		require.NoError(t, err)
		_, put := entries.Put(ctx, someEntries(1)...)
		_, commit := routes.Commit(ctx, aRouting(0, "a"))
		_, open := tickets.Commit(ctx, aTicket("a"))
		_, record := numbers.Append(ctx, aSpoken("a", "e", noon))
		for _, err := range []error{
			conversations.Migrate(ctx), oneTurn(ctx, conversations, "c", 1),
			entries.Migrate(ctx), put,
			models.Migrate(ctx), models.PutModel(ctx, intent.StoredModel{Version: "v"}),
			routes.Migrate(ctx), commit,
			tickets.Migrate(ctx), open,
			numbers.Migrate(ctx), record,
		} {
			require.ErrorIs(t, err, dialogsql.ErrSchema)
			var schema *dialogsql.SchemaError
			require.ErrorAs(t, err, &schema)
			require.True(t, schema.Newer())
			require.Equal(t, 1000, schema.Have)
		}
	})
}

func TestMigrateAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		const nodes = 6
		var all sync.WaitGroup
		errs := make([]error, nodes)
		for i := range nodes {
			store, err := dialogsql.Open(d.open(t), d.dialect, nil)
			require.NoError(t, err)
			all.Go(func() {
				errs[i] = store.Migrate(t.Context())
				if errs[i] == nil {
					errs[i] = oneTurn(t.Context(), store, "c"+string(rune('0'+i)), 1)
				}
			})
		}
		all.Wait()
		require.NoError(t, errors.Join(errs...))
	})
}
