package main

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"github.com/kefu-go/kefu/ticket"
)

// notices are what tickets have told the people of the desk. They read it on their pages; a
// service of yours may send it by mail as well.
type notices struct{ db *sql.DB }

// notice is one of them as a page gets it.
type notice struct {
	ID     string    `json:"id"`
	Ticket string    `json:"ticket"`
	Number string    `json:"number"`
	Kind   string    `json:"kind"`
	Text   string    `json:"text"`
	At     time.Time `json:"at"`
}

// keptNotices is how many are kept, and shownNotices how many of them a page shows.
const (
	keptNotices  = 1000
	shownNotices = 15
)

func openNotices(ctx context.Context, db *sql.DB) (*notices, error) {
	_, err := db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS desk_notice (
		number INTEGER PRIMARY KEY,
		id     TEXT NOT NULL UNIQUE,
		whom   TEXT NOT NULL,
		ticket TEXT NOT NULL,
		shown  TEXT NOT NULL, -- the number of the ticket
		kind   TEXT NOT NULL,
		text   TEXT NOT NULL,
		at     INTEGER NOT NULL -- microseconds
	) STRICT;
	CREATE INDEX IF NOT EXISTS desk_notice_whom ON desk_notice (whom, number);`)
	return &notices{db}, err
}

// keep keeps a notice for staff; one that is there already, or is for a customer, is left.
func (s *notices) keep(ctx context.Context, n ticket.Notice) error {
	if strings.HasPrefix(n.To, string(ticket.Customer)+":") {
		return nil // his conversation is gone
	}
	_, err := s.db.ExecContext(ctx, `INSERT INTO desk_notice (id, whom, ticket, shown, kind, text, at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		n.ID, n.To, n.Ticket, n.Number, n.Kind, n.Text, n.At.UnixMicro())
	if err == nil {
		_, err = s.db.ExecContext(ctx, `DELETE FROM desk_notice WHERE number <= (SELECT MAX(number) FROM desk_notice) - ?`, keptNotices)
	}
	return err
}

// of returns the latest notices for somebody: his own, those for all who have his role, and
// those for groups, since everybody here is in all of them.
func (s *notices) of(ctx context.Context, who person) (list []notice, err error) {
	rows, err := s.db.QueryContext(ctx, `SELECT id, ticket, shown, kind, text, at FROM desk_notice
		WHERE whom IN (?, ?) OR whom >= 'group:' AND whom < 'group;' ORDER BY number DESC LIMIT ?`,
		string(ticket.Agent)+":"+who.Name, "role:"+string(who.Role), shownNotices)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var n notice
		var at int64
		if err := rows.Scan(&n.ID, &n.Ticket, &n.Number, &n.Kind, &n.Text, &at); err != nil {
			return nil, err
		}
		n.At = time.UnixMicro(at).UTC()
		list = append(list, n)
	}
	return list, rows.Err()
}
