package ticketsql

import (
	"context"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/ticket"
)

// Commit implements [ticket.Store]. An error that is [ErrUnknownOutcome] leaves open
// whether c was written.
func (s *Store) Commit(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	p, err := prepare(&c)
	if err != nil {
		return nil, err
	}
	if len(p.changes) == 0 && len(p.notices) == 0 {
		return nil, nil
	}
	if err := s.write(ctx, p); err != nil {
		return nil, err
	}
	tickets := make([]ticket.Ticket, len(p.changes))
	for i, c := range p.changes {
		c.ticket.Version++
		tickets[i] = c.ticket
	}
	return tickets, nil
}

func (s *Store) write(ctx context.Context, p *prepared) error {
	for _, alone := range [...]func(*prepared) func(*sqldb.Tx) (bool, error){s.bare, s.oneTicket} {
		done, err := s.alone(ctx, alone(p))
		if done || err != nil {
			return err
		}
	}
	return s.db.Write(ctx, func(tx *sqldb.Tx) error { return s.commit(tx, p) })
}

func (s *Store) commit(tx *sqldb.Tx, p *prepared) error {
	w, err := s.writer(tx, p)
	if err != nil {
		return err
	}
	for _, c := range p.inOrder {
		if c.ticket.Version == 0 {
			err = s.create(w, c)
		} else {
			err = s.update(w, c)
		}
		if err != nil {
			return err
		}
	}
	return w.finish()
}

// writer writes the parts of a commit: statement by statement on SQLite, and on
// PostgreSQL in one for each ticket, because there each costs a way to the server.
type writer interface {
	// create writes a ticket that is new and returns its serial; ok is false if its
	// id is there.
	create(c *change) (serial int64, ok bool, err error)
	// update changes a ticket, if its version and how many events it has are what the
	// change expects, and how it is listed is as expected.
	update(c *change, from expected) (serial int64, ok bool, err error)
	// look returns how a ticket stands, and locks it.
	look(id string) (now standing, found bool, err error)
	finish() error
}

// expected is how a ticket is thought to be listed, and what changes of that.
type expected struct {
	terms []byte // packed
	// listed is what [change.listed] was; nil: anything, and it is written anew.
	listed []byte
	// gone are the terms that it is no longer listed under, came those that are new.
	gone, came [][]byte
}

// usual is what is expected of most changes: the terms stay as they are, and where
// nothing happened, so does everything else that a ticket is listed by.
func usual(c *change) expected {
	from := expected{terms: pack(c.terms)}
	if len(c.events) == 0 {
		from.listed = c.listed()
	}
	return from
}

// standing is how a ticket stands that is to be changed.
type standing struct {
	version, events int64
	terms           []byte
}

func (s *Store) writer(tx *sqldb.Tx, p *prepared) (writer, error) {
	each := statements{tenant: s.tenant, tx: tx, prepared: p}
	if tx.Dialect() == sqldb.SQLite {
		return &each, nil
	}
	return newAtOnce(each)
}

func (s *Store) create(w writer, c *change) error {
	serial, ok, err := w.create(c)
	if err == nil && !ok {
		err = &ticket.ExistsError{Ticket: c.ticket.ID}
	}
	c.ticket.Serial = serial
	return err
}

func (s *Store) update(w writer, c *change) error {
	serial, ok, err := w.update(c, usual(c))
	if err == nil && !ok {
		serial, err = s.relist(w, c)
	}
	c.ticket.Serial = serial
	return err
}

// relist changes a ticket that is listed in another way than usual, or says why it
// cannot be changed.
func (s *Store) relist(w writer, c *change) (serial int64, err error) {
	now, found, err := w.look(c.ticket.ID)
	switch {
	case err != nil:
		return 0, err
	case !found:
		return 0, ticket.ErrNotFound
	case now.version != c.ticket.Version:
		return 0, ticket.ErrConflict
	case now.events != c.had():
		return 0, errEvents
	}
	old, err := unpack(now.terms)
	if err != nil {
		return 0, err
	}
	serial, ok, err := w.update(c, expected{terms: now.terms, gone: without(old, c.terms), came: without(c.terms, old)})
	if err == nil && !ok {
		err = ticket.ErrConflict
	}
	return serial, err
}
