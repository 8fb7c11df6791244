package main

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
	costs "github.com/kefu-go/kefu/metrics/cost"
	"github.com/kefu-go/kefu/metrics/survey"
	"github.com/kefu-go/kefu/routing"
	"github.com/kefu-go/kefu/ticket/bizhours"
	_ "modernc.org/sqlite"
)

// desk is the service behind the pages: the bot and what it keeps.
type desk struct {
	db      *sql.DB
	bot     *kefu.Bot
	editor  *kb.Editor
	dialog  dialog.Store
	tasks   *tasks
	routes  routing.Store
	ratings *ratings
	notices *notices
	news    atomic.Int64 // counts what happens to tickets
	hub     *hub
	log     *slog.Logger
	now     func() time.Time
	hours   *bizhours.Calendar
	prices  *costs.Model // nil: nothing is said of costs

	accounts *accounts
	sessions *sessions
	attempts *attempts
}

// settings are what tests change.
type settings struct {
	now func() time.Time
	// rate is how long after a task or an agent's work customers are asked for stars.
	rate time.Duration
	cost cost // of a password
	// offer is how long an agent has to accept.
	offer time.Duration
	// hours are when people work.
	hours *bizhours.Calendar
	// prices are what the service costs.
	prices *costs.Model
	// survey asks customers who were not asked yet; nil: nobody is.
	survey *survey.Options
}

// openDesk opens the file at path and wires the bot. Nothing runs yet.
func openDesk(ctx context.Context, path string, hours *bizhours.Calendar, prices *costs.Model, log *slog.Logger) (*desk, error) {
	return openDeskWith(ctx, path, log, settings{
		now: time.Now, rate: 3 * time.Second, cost: usualCost, offer: 30 * time.Second, hours: hours, prices: prices, survey: surveying(hours),
	})
}

func openDeskWith(ctx context.Context, path string, log *slog.Logger, set settings) (_ *desk, err error) {
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
	d := &desk{db: db, dialog: stores.Dialog, routes: stores.Routing, hub: newHub(), log: log, now: set.now, hours: set.hours, prices: set.prices}
	if d.ratings, err = openRatings(ctx, db); err != nil {
		return nil, err
	}
	if d.accounts, err = openAccounts(ctx, db, newHasher(set.cost), set.now); err != nil {
		return nil, err
	}
	if d.sessions, err = openSessions(ctx, db, set.now); err != nil {
		return nil, err
	}
	if d.notices, err = openNotices(ctx, db); err != nil {
		return nil, err
	}
	d.attempts = newAttempts(set.now)
	book, err := openOrders(ctx, db, set.now)
	if err != nil {
		return nil, err
	}
	requests, err := openRequests(ctx, db, set.now)
	if err != nil {
		return nil, err
	}
	d.tasks = newTasks(book, requests)
	named, err := d.tasks.values()
	if err != nil {
		return nil, err
	}
	d.bot, err = kefu.New(&kefu.Options{
		Stores: stores, Sender: dialog.SenderFunc(d.send), Logger: log, Now: set.now,
		KB: kb.LibraryOptions{Actions: map[string]kb.ActionFunc{"order_state": book.tell}},
		Routing: &kefu.Routing{Options: routing.Options{
			Plan: plan(set.offer), Hours: map[string]routing.Hours{shopHours: set.hours},
		}},
		Tickets:       d.ticketing(set.hours),
		Metrics:       d.measuring(set.hours, set.survey),
		Understanding: kefu.Understanding{Intents: intents(), Entities: named},
		Dialog: dialog.Options{
			Flows:    d.tasks.flows(),
			Effects:  map[string]dialog.EffectFunc{"mail": requests.mail},
			Profiles: dialog.ProfileFunc(d.tasks.profile),
			Rating:   dialog.Rating{Completed: true, Released: true, After: set.rate},
		},
	})
	if err != nil {
		return nil, err
	}
	d.tasks.tickets = d.bot.Tickets()
	if err := d.register(ctx); err != nil {
		return nil, err
	}
	// Whoever is signed in may change entries, and publish what he wrote himself.
	d.editor, err = kb.NewEditor(d.bot.KB(), &kb.EditorOptions{OwnReview: true})
	return d, err
}

// send takes what is said outside of a customer's turn to his page: the words are in the
// transcript already, and the streams that show it wake up. A page that is not
// open now reads them when it is opened.
func (d *desk) send(_ context.Context, out kefu.Outgoing) error {
	d.hub.wake(out.Conversation)
	return nil
}

// Close closes the file.
func (d *desk) Close() error { return d.db.Close() }
