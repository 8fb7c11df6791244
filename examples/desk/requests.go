package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/dialog"
)

// requests keeps the returns that the bot has taken down for customers, and the letters
// about them to the people who see to it. A service of yours has systems for both; what
// matters here is that the same key twice is one request. Complaints are tickets.
type requests struct {
	db  *sql.DB
	now func() time.Time
}

// returnRequest is a kind of request; its number begins with it.
const returnRequest = "R"

func openRequests(ctx context.Context, db *sql.DB, now func() time.Time) (*requests, error) {
	_, err := db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS desk_request (
		id           INTEGER PRIMARY KEY,
		key          TEXT NOT NULL UNIQUE,
		kind         TEXT NOT NULL,
		conversation TEXT NOT NULL,
		fields       TEXT NOT NULL, -- JSON
		at           INTEGER NOT NULL
	) STRICT;
	CREATE TABLE IF NOT EXISTS desk_letter (
		key    TEXT PRIMARY KEY,
		fields TEXT NOT NULL, -- JSON
		at     INTEGER NOT NULL
	) STRICT;`)
	return &requests{db, now}, err
}

// take writes a request down and returns its number; the same key gets the same number.
func (q *requests) take(ctx context.Context, kind string, c dialog.Call) (number string, err error) {
	fields := map[string]string{}
	for slot, value := range c.Slots.All() {
		fields[slot] = value
	}
	written, err := json.Marshal(fields)
	if err != nil {
		return "", err
	}
	_, err = q.db.ExecContext(ctx, `INSERT OR IGNORE INTO desk_request (key, kind, conversation, fields, at) VALUES (?, ?, ?, ?, ?)`,
		c.Key, kind, c.Conversation, string(written), q.now().UnixMicro())
	if err != nil {
		return "", err
	}
	var id int64
	err = q.db.QueryRowContext(ctx, `SELECT id FROM desk_request WHERE key = ?`, c.Key).Scan(&id)
	return fmt.Sprintf("%s-%06d", kind, 500000+id), err
}

// mail is the effect that writes to whoever sees to a request. It is called from the
// outbox, at least once for each letter.
func (q *requests) mail(ctx context.Context, e dialog.Effect) error {
	written, err := json.Marshal(e.Args)
	if err != nil {
		return err
	}
	_, err = q.db.ExecContext(ctx, `INSERT OR IGNORE INTO desk_letter (key, fields, at) VALUES (?, ?, ?)`, e.Key, string(written), q.now().UnixMicro())
	return err
}
