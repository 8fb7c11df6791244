package integration

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/dialog/dialogsql"
	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/stretchr/testify/require"
)

const (
	accountWriters = 8
	accountEvery   = 3 // words have an effect
)

// childAccounts lets many customers write to engines with flows, whose outbox is delivered
// meanwhile. It prints "sent c word", "told c word count" and "effect key".
func childAccounts(ctx context.Context, db *sql.DB, run string) error {
	shared, err := sqldb.Open(db, sqldb.SQLite, nil)
	if err != nil {
		return err
	}
	store, err := dialogsql.New(shared, nil)
	if err != nil {
		return err
	}
	errs := make(chan error)
	var nodes []*dialog.Engine
	for range 3 {
		e, err := dialog.NewEngine(store, &dialog.Options{Flows: []*dialog.Flow{accountFlow(accountEvery)}, TurnTimeout: time.Minute, Effects: map[string]dialog.EffectFunc{
			"book": func(_ context.Context, e dialog.Effect) error { fmt.Println("effect " + e.Key); return nil },
		}})
		if err != nil {
			return err
		}
		nodes = append(nodes, e)
		go func() { errs <- e.Run(ctx) }()
	}
	for w := range accountWriters {
		go func() {
			for i := 0; ; i++ {
				conversation, word := fmt.Sprint("c", i%5), fmt.Sprintf("r%s-w%d-%d", run, w, i)
				fmt.Println("sent", conversation, word)
				told, err := accountAdds(ctx, nodes[w%3], conversation, word)
				if err != nil {
					errs <- err
					return
				}
				fmt.Println("told", conversation, word, told.count)
			}
		}()
	}
	return <-errs
}

// A process is killed in the middle of many turns and deliveries, three times. The channel
// sends again what had no answer; then every word is there once, every effect was
// carried out, and no reply that somebody got has changed.
func TestKillWhileTalking(t *testing.T) {
	ctx := t.Context()
	path := t.TempDir() + "/talk.db"
	db := openSQLite(t, sqldb.SQLiteDSN(path))
	store, err := dialogsql.Open(db, dialogsql.SQLite, nil)
	require.NoError(t, err)
	require.NoError(t, store.Migrate(ctx))
	var book accountBook
	later := time.Now().Add(time.Hour) // what dead processes have claimed is free again
	e := accountEngine(t, store, dialog.Options{Flows: []*dialog.Flow{accountFlow(accountEvery)}, Effects: book.effects(), Now: func() time.Time { return later }})
	words := map[string]map[string]bool{}
	for c := range 5 {
		conversation := fmt.Sprint("c", c)
		words[conversation] = map[string]bool{}
		require.NoError(t, accountOpens(ctx, e, conversation))
	}
	repeated := 0
	for run := range 3 {
		open := map[string]string{}
		for _, line := range killChild(t, "accounts", path, fmt.Sprint(run), 400) {
			part := strings.Fields(line)
			switch {
			case part[0] == "effect" && len(part) == 2:
				book.note(part[1])
			case part[0] == "sent" && len(part) == 3:
				open[part[2]] = part[1]
			case part[0] == "told" && len(part) == 4:
				delete(open, part[2])
				words[part[1]][part[2]] = true
				r, err := store.Replied(ctx, part[1], part[2])
				require.NoError(t, err, "told and lost")
				told, err := accountTold(r.Reply.Text)
				require.NoError(t, err)
				require.Equal(t, part[3], fmt.Sprint(told.count), "another reply than the one told")
			}
		}
		require.Equal(t, "ok", integrity(t, db))
		for word, conversation := range open {
			_, err := accountAdds(ctx, e, conversation, word)
			require.NoError(t, err)
			words[conversation][word] = true
			repeated++
		}
	}
	require.Positive(t, repeated, "it was killed in the middle of turns")
	effects := 0
	for conversation, all := range words {
		require.NoError(t, accountRecords(ctx, store, conversation, all))
		effects += len(all) / accountEvery
	}
	_, err = e.Deliver(ctx)
	require.NoError(t, err)
	require.Len(t, book.done, effects)
	for key, n := range book.done {
		require.LessOrEqual(t, n, 4, key) // each death may leave one that was done and not noted
	}
}
