package main

import (
	"context"
	"database/sql"
	"time"

	"github.com/kefu-go/kefu"
)

// cases is the list of conversations that were handed over to people. It is
// the bot's HandoffSink, in a table of its own beside those of the library.
// Who owns a conversation is not written here: the conversation says so.
type cases struct {
	db  *sql.DB
	hub *hub
}

// openCase is one conversation that waits for a person or is with one.
type openCase struct {
	Conversation string    `json:"conversation"`
	Reason       string    `json:"reason"`
	Question     string    `json:"question"`
	Locale       string    `json:"locale"`
	Since        time.Time `json:"since"`
	Agent        string    `json:"agent,omitempty"` // empty while nobody has said a word
	Taken        bool      `json:"taken"`
}

func openCases(ctx context.Context, db *sql.DB, hub *hub) (*cases, error) {
	_, err := db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS desk_case (
		conversation TEXT PRIMARY KEY,
		handoff      TEXT NOT NULL, -- the latest one
		reason       TEXT NOT NULL,
		question     TEXT NOT NULL,
		locale       TEXT NOT NULL,
		since        INTEGER NOT NULL, -- microseconds
		agent        TEXT NOT NULL DEFAULT '',
		state        TEXT NOT NULL DEFAULT 'waiting' -- waiting, taken, closed
	) STRICT;
	CREATE INDEX IF NOT EXISTS desk_case_open ON desk_case (since) WHERE state <> 'closed';`)
	return &cases{db: db, hub: hub}, err
}

// Offer takes a conversation over. The second offer of a hand-off changes
// nothing, and neither does one that comes after a later hand-off.
func (c *cases) Offer(ctx context.Context, h kefu.Handoff) error {
	_, err := c.db.ExecContext(ctx, `INSERT INTO desk_case (conversation, handoff, reason, question, locale, since)
		VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (conversation) DO UPDATE SET
		handoff = excluded.handoff, reason = excluded.reason, question = excluded.question,
		locale = excluded.locale, since = excluded.since, agent = '', state = 'waiting'
		WHERE excluded.handoff <> handoff AND excluded.since >= since`,
		h.Conversation, h.ID, string(h.Reason), h.Question, h.Locale, h.At.UnixMicro())
	if err == nil {
		c.hub.wake(h.Conversation)
	}
	return err
}

// open returns the cases that are not closed, those that wait longest first.
func (c *cases) open(ctx context.Context) ([]openCase, error) {
	rows, err := c.db.QueryContext(ctx, `SELECT conversation, reason, question, locale, since, agent, state = 'taken'
		FROM desk_case WHERE state <> 'closed' ORDER BY since LIMIT 500`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []openCase{}
	for rows.Next() {
		var h openCase
		var since int64
		if err := rows.Scan(&h.Conversation, &h.Reason, &h.Question, &h.Locale, &since, &h.Agent, &h.Taken); err != nil {
			return nil, err
		}
		h.Since = time.UnixMicro(since).UTC()
		list = append(list, h)
	}
	return list, rows.Err()
}

// known tells whether a conversation was ever handed over.
func (c *cases) known(ctx context.Context, conversation string) (bool, error) {
	var n int
	err := c.db.QueryRowContext(ctx, `SELECT count(*) FROM desk_case WHERE conversation = ?`, conversation).Scan(&n)
	return n > 0, err
}

// take notes who looks after a conversation.
func (c *cases) take(ctx context.Context, conversation, agent string) error {
	_, err := c.db.ExecContext(ctx, `UPDATE desk_case SET state = 'taken', agent = ? WHERE conversation = ?`, agent, conversation)
	return err
}

// finish takes a conversation from the list.
func (c *cases) finish(ctx context.Context, conversation string) error {
	_, err := c.db.ExecContext(ctx, `UPDATE desk_case SET state = 'closed' WHERE conversation = ?`, conversation)
	return err
}
