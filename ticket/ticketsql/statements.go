package ticketsql

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/ticket"
)

// statements writes a commit one statement after the other.
type statements struct {
	*prepared
	tenant string
	tx     *sqldb.Tx
}

const nextSerial = "INSERT INTO ticket_serial (tenant, last) VALUES (?, 1)" +
	" ON CONFLICT (tenant) DO UPDATE SET last = ticket_serial.last + 1 RETURNING last"

// updateTicket writes the row of a ticket, and returns its serial.
func (w *statements) updateTicket(c *change, from expected) (u clause) {
	u.add("UPDATE ticket_ticket SET version = version + 1, events = ?, body = ?", c.ticket.Events, c.body)
	if from.listed == nil {
		u.add(", terms = ?, listed = ?", pack(c.terms), c.listed())
	}
	u.add(" WHERE tenant = ? AND id = ? AND version = ? AND events = ? AND terms = ?", w.tenant, c.ticket.ID, c.ticket.Version, c.had(), from.terms)
	if from.listed != nil {
		u.add(" AND listed = ?", from.listed)
	}
	u.add(" RETURNING serial")
	return u
}

func (w *statements) create(c *change) (serial int64, ok bool, err error) {
	if _, err := w.tx.Get([]any{&serial}, nextSerial, w.tenant); err != nil {
		return 0, false, err
	}
	n, err := w.tx.Exec("INSERT INTO ticket_ticket (tenant, id, serial, version, events, terms, listed, body) VALUES (?, ?, ?, 1, ?, ?, ?, ?)"+
		" ON CONFLICT DO NOTHING", w.tenant, c.ticket.ID, serial, c.ticket.Events, pack(c.terms), c.listed(), c.body)
	if err != nil || n == 0 {
		return 0, false, err
	}
	_, err = w.tx.Exec("INSERT INTO ticket_listing (tenant, serial, tie, "+listedNames+") VALUES (?, ?, ?, "+listedParams+")",
		append([]any{w.tenant, serial, serial}, c.listing...)...)
	if err != nil {
		return 0, false, err
	}
	return serial, true, w.list(c, serial, nil, append(columnTerms(c.listing), c.terms...))
}

func (w *statements) update(c *change, from expected) (serial int64, ok bool, err error) {
	u := w.updateTicket(c, from)
	ok, err = w.tx.Get([]any{&serial}, u.sql, u.args...)
	if err != nil || !ok {
		return 0, false, err
	}
	if from.listed != nil {
		return serial, true, w.list(c, serial, nil, nil)
	}
	gone, came, err := w.relist(c, serial)
	if err != nil {
		return 0, false, err
	}
	return serial, true, w.list(c, serial, append(gone, from.gone...), append(came, from.came...))
}

// relist writes the columns of ticket_listing that have changed, and returns what follows
// for the sets of columns. SQLite moves the entries of all indexes with a column that a
// statement sets, whatever it sets it to.
func (w *statements) relist(c *change, serial int64) (gone, came [][]byte, err error) {
	was, err := listingOf(w.tx, w.tenant, serial)
	if err != nil {
		return nil, nil, err
	}
	var (
		set  []string
		args []any
	)
	for i, value := range c.listing {
		if same(value, was[i]) {
			continue
		}
		set, args = append(set, listed[i].name+" = ?"), append(args, value)
		if term := columnTerm(listed[i].name, value); term != nil {
			gone, came = append(gone, columnTerm(listed[i].name, was[i])), append(came, term)
		}
	}
	if len(set) == 0 {
		return nil, nil, nil
	}
	_, err = w.tx.Exec("UPDATE ticket_listing SET "+strings.Join(set, ", ")+" WHERE tenant = ? AND serial = ?", append(args, w.tenant, serial)...)
	return gone, came, err
}

// listingOf reads the columns of [listed].
func listingOf(tx *sqldb.Tx, tenant string, serial int64) ([]any, error) {
	values := make([]any, len(listed))
	dest := make([]any, len(listed))
	for i := range values {
		dest[i] = &values[i]
	}
	_, err := tx.Get(dest, "SELECT "+listedNames+" FROM ticket_listing WHERE tenant = ? AND serial = ?", tenant, serial)
	return values, err
}

// same compares values of columns.
func same(a, b any) bool {
	x, ok := a.([]byte)
	y, too := b.([]byte)
	if ok || too {
		return ok == too && bytes.Equal(x, y)
	}
	return a == b
}

// list writes what a ticket is found by.
func (w *statements) list(c *change, serial int64, gone, came [][]byte) error {
	if err := enlist(w.tx, w.tenant, serial, gone, append(came[:len(came):len(came)], c.words...)); err != nil {
		return err
	}
	if len(c.words) == 0 {
		return nil
	}
	_, err := w.tx.Exec("INSERT INTO ticket_words (tenant, serial, version, terms) VALUES (?, ?, ?, ?)",
		w.tenant, serial, c.ticket.Version+1, pack(c.words))
	return err
}

func (w *statements) look(id string) (now standing, found bool, err error) {
	found, err = w.tx.Get([]any{&now.version, &now.events, &now.terms}, "SELECT version, events, terms FROM ticket_ticket"+
		" WHERE tenant = ? AND id = ?"+w.tx.Dialect().ForUpdate(), w.tenant, id)
	return now, found, err
}

// finish writes the events, in the order of the commit, and the notices.
func (w *statements) finish() error {
	for _, c := range w.changes {
		rows := make([][]any, len(c.events))
		for i, e := range c.events {
			rows[i] = []any{w.tenant, c.ticket.ID, e.n, e.id, e.body}
		}
		n, err := insert(w.tx, "ticket_event (tenant, ticket, nth, id, body)", rows)
		if err != nil {
			return err
		}
		if n < len(rows) {
			return w.doubled(c)
		}
	}
	return w.notify()
}

func (w *statements) notify() error {
	rows := make([][]any, len(w.notices))
	for i, n := range w.notices {
		rows[i] = []any{w.tenant, n.id, n.ticket, 0, n.ready, n.ready, 0, n.body}
	}
	n, err := insert(w.tx, "ticket_notice (tenant, id, ticket, state, ready, since, attempt, body)", rows)
	if err == nil && n < len(rows) {
		err = errNotice
	}
	return err
}

var errNotice = fmt.Errorf("%w: a notice is in the store already", ticket.ErrInvalid)

// doubled says which event of a change the ticket has already.
func (w *statements) doubled(c *change) error {
	for _, e := range c.events {
		n := int64(0)
		found, err := w.tx.Get([]any{&n}, "SELECT nth FROM ticket_event WHERE tenant = ? AND ticket = ? AND id = ?", w.tenant, c.ticket.ID, e.id)
		if err != nil {
			return err
		}
		if found && n != e.n { // not the one that was just written
			return &ticket.ExistsError{Ticket: c.ticket.ID, Event: e.id}
		}
	}
	return ticket.ErrConflict
}

// insertRows is how many rows one statement writes.
const insertRows = 50

// insert writes rows that are not there yet, and returns how many.
func insert(tx *sqldb.Tx, into string, rows [][]any) (written int, err error) {
	for len(rows) > 0 {
		n := min(len(rows), insertRows)
		row := "(?" + strings.Repeat(",?", len(rows[0])-1) + ")"
		args := make([]any, 0, n*len(rows[0]))
		for _, r := range rows[:n] {
			args = append(args, r...)
		}
		some, err := tx.Exec("INSERT INTO "+into+" VALUES "+sqldb.Repeat(row, n)+" ON CONFLICT DO NOTHING", args...)
		if err != nil {
			return 0, err
		}
		written += int(some)
		rows = rows[n:]
	}
	return written, nil
}
