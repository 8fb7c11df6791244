package ticketsql

import (
	"context"
	"errors"

	"github.com/kefu-go/kefu/internal/sqldb"
)

// alone writes a commit as one statement and no more, if there is one for it. It reports
// false if that was not possible; why, a transaction tells.
func (s *Store) alone(ctx context.Context, statement func(*sqldb.Tx) (bool, error)) (done bool, err error) {
	if statement == nil {
		return false, nil
	}
	err = s.db.Alone(ctx, func(tx *sqldb.Tx) error {
		done, err = statement(tx)
		return err
	})
	if err == nil || ctx.Err() != nil || errors.Is(err, ErrUnknownOutcome) || errors.Is(err, sqldb.ErrPanic) {
		return done, err
	}
	return false, nil // the database has undone it
}

// bare changes what is in the row of a ticket, and nothing that it is found by. That the
// serial is what the caller says saves reading it back.
func (s *Store) bare(p *prepared) func(*sqldb.Tx) (bool, error) {
	if len(p.changes) != 1 || len(p.notices) > 0 {
		return nil
	}
	c := p.changes[0]
	if c.ticket.Version == 0 || len(c.events)+len(c.words) > 0 {
		return nil
	}
	return func(tx *sqldb.Tx) (bool, error) {
		n, err := tx.Exec("UPDATE ticket_ticket SET version = version + 1, body = ? WHERE tenant = ? AND id = ?"+
			" AND version = ? AND events = ? AND serial = ? AND terms = ? AND listed = ?",
			c.body, s.tenant, c.ticket.ID, c.ticket.Version, c.ticket.Events, c.ticket.Serial, pack(c.terms), c.listed())
		return n == 1, err
	}
}

// oneTicket writes a commit of one ticket on PostgreSQL, which costs one way to the server.
func (s *Store) oneTicket(p *prepared) func(*sqldb.Tx) (bool, error) {
	if s.db.DB().Dialect() != sqldb.PostgreSQL || len(p.changes) != 1 {
		return nil
	}
	return func(tx *sqldb.Tx) (done bool, err error) {
		w := &atOnce{statements: statements{prepared: p, tenant: s.tenant, tx: tx}, alone: true, left: 1}
		c := p.changes[0]
		if c.ticket.Version == 0 {
			c.ticket.Serial, done, err = w.create(c)
		} else {
			c.ticket.Serial, done, err = w.update(c, usual(c))
		}
		return done, err
	}
}
