package integration

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/stretchr/testify/require"
)

// Conversations and turns from before there were archives are found by their
// customer and keep their words for as long again as the policy says.
func TestDialogArchiveOfOldTables(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		shared := d.shared(t)
		first := d.dialect.String() + "/0001_dialog.sql"
		text, err := os.ReadFile("../../dialog/dialogsql/migrations/" + first)
		require.NoError(t, err)
		old, err := shared.Feature(sqldb.Schema{Feature: "dialog", Files: fstest.MapFS{first: &fstest.MapFile{Data: text}}})
		require.NoError(t, err)
		require.NoError(t, old.Migrate(ctx))

		customers := []string{"ann", "ann", "安娜", "ann", "nul\x00", "", strings.Repeat("x", dialog.MaxCustomer+1), "ann", "ann"}
		updated := []time.Time{
			noon, noon.Add(-time.Microsecond), noon, noon.Add(100 * time.Millisecond), noon, noon, noon,
			{},
			time.Date(1969, 12, 31, 23, 59, 59, 5000, time.UTC),
		}
		for i, customer := range customers {
			turn := aTurn(fmt.Sprint("c", i), 0, "m")
			turn.Conversation.Customer, turn.Conversation.Updated = customer, updated[i]
			turn.Message.Text = `words \u0000 ` + customer
			body, err := json.Marshal(turn.Conversation)
			require.NoError(t, err)
			record, err := json.Marshal(map[string]any{"message": turn.Message, "reply": turn.Reply})
			require.NoError(t, err)
			require.NoError(t, old.Write(ctx, func(tx *sqldb.Tx) error {
				_, err := tx.Exec("INSERT INTO dialog_conversation (tenant, id, version, body) VALUES ('', ?, 1, ?)", turn.Conversation.ID, body)
				if err != nil {
					return err
				}
				_, err = tx.Exec("INSERT INTO dialog_turn (tenant, conversation, version, message, body) VALUES ('', ?, 1, 'm', ?)", turn.Conversation.ID, record)
				return err
			}))
		}

		s := newDialog(t, shared, "")
		for customer, want := range map[string]string{"ann": "c3 c0 c1 c8 c7 ", "安娜": "c2 ", "nul\x00": "", "": ""} {
			got := ""
			for c, err := range s.Conversations(ctx, customer, time.Time{}) {
				require.NoError(t, err)
				got += c.ID + " "
			}
			require.Equal(t, want, got)
		}
		now := time.Now()
		n, err := s.Prune(ctx, now.Add(-time.Hour), 100)
		require.NoError(t, err)
		require.Zero(t, n, "their time begins with the migration")
		feed, err := storetest.Collect(s.Feed(ctx, 0))
		require.NoError(t, err)
		require.Len(t, feed, len(customers))
		require.Contains(t, feed[0].Message.Text, "words")
		n, err = s.Prune(ctx, now.Add(time.Hour), 100)
		require.NoError(t, err)
		require.Equal(t, len(customers), n)
	})
}

// A pruning that is cancelled anywhere says how many turns it took, and they are
// gone; the next one takes the rest.
func TestPruneCancelledAnywhere(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		store := newDialog(t, d.shared(t), "")
		const turns = 3
		cancelled, done := 0, false
		for n := 1; !done; n++ {
			require.Less(t, n, 1000)
			for i := range int64(turns) {
				_, err := store.Commit(ctx, aTurn(fmt.Sprint("c", n), i, fmt.Sprint("m", i)))
				require.NoError(t, err)
			}
			limited := newCountdown(ctx, n)
			pruned, err := store.Prune(limited, noon.Add(time.Hour), 100)
			limited.cancel()
			if err == nil {
				done = true
				require.Equal(t, turns, pruned)
			} else {
				cancelled++
			}
			rest, err := store.Prune(ctx, noon.Add(time.Hour), 100)
			require.NoError(t, err)
			require.Contains(t, []int{0, turns}, pruned, "all of a transaction or nothing")
			require.GreaterOrEqual(t, turns, pruned+rest)
			left, err := storetest.Collect(store.Feed(ctx, 0))
			require.NoError(t, err)
			require.Empty(t, left)
		}
		require.Greater(t, cancelled, 3)
	})
}
