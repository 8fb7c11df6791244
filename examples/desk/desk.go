package main

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
	_ "modernc.org/sqlite"
)

// desk is the service behind the pages: the bot and what it keeps.
type desk struct {
	db      *sql.DB
	bot     *kefu.Bot
	editor  *kb.Editor
	dialog  dialog.Store
	cases   *cases
	ratings *ratings
	hub     *hub
	log     *slog.Logger
}

// openDesk opens the file at path and wires the bot. Nothing runs yet.
func openDesk(ctx context.Context, path string, log *slog.Logger) (_ *desk, err error) {
	db, err := sql.Open("sqlite", kefu.SQLiteDSN(path))
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, db.Close())
		}
	}()
	stores, err := kefu.SQLStores(db, kefu.SQLite, nil)
	if err != nil {
		return nil, err
	}
	if err := stores.Migrate(ctx); err != nil {
		return nil, err
	}
	d := &desk{db: db, dialog: stores.Dialog, hub: newHub(), log: log}
	if d.cases, err = openCases(ctx, db, d.hub); err != nil {
		return nil, err
	}
	if d.ratings, err = openRatings(ctx, db); err != nil {
		return nil, err
	}
	d.bot, err = kefu.New(&kefu.Options{
		Stores: stores, Handoff: d.cases, Sender: dialog.SenderFunc(d.send), Logger: log,
		KB:            kb.LibraryOptions{Actions: map[string]kb.ActionFunc{"order_state": orderState}},
		Understanding: kefu.Understanding{Intents: intents()},
	})
	if err != nil {
		return nil, err
	}
	// Whoever may open the agent page may change entries: the sample has no login
	// that could tell a second person from the first.
	d.editor, err = kb.NewEditor(d.bot.KB(), &kb.EditorOptions{OwnReview: true})
	return d, err
}

// send takes an agent's words to the customer's page: the words are in the
// transcript already, and the streams that show it wake up. A page that is not
// open now reads them when it is opened.
func (d *desk) send(_ context.Context, out kefu.Outgoing) error {
	d.hub.wake(out.Conversation)
	return nil
}

// Close closes the file.
func (d *desk) Close() error { return d.db.Close() }
