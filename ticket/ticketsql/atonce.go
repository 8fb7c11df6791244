package ticketsql

// atOnce writes a ticket as one statement, on PostgreSQL. Everything hangs on the row of
// the ticket: where its update finds another version, also after it has waited for the
// one who made it, there is nothing to do for the rest.
type atOnce struct {
	statements
	// alone says that the statement is the whole transaction: what is there already
	// fails it then, so that nothing is written.
	alone bool
	// base is what the positions of the events are added to; nil: the next one.
	base *int64
	left int // how many tickets are to be written yet
}

// positions is how many events one commit has between its base and the next. With more
// the events of several commits mingle in the feed; those of a ticket stay in order.
const positions = "1000"

func newAtOnce(s statements) (*atOnce, error) {
	w := &atOnce{statements: s, left: len(s.changes)}
	if w.left < 2 {
		return w, nil
	}
	w.base = new(int64)
	_, err := s.tx.Get([]any{w.base}, "SELECT nextval('ticket_commit') * "+positions)
	return w, err
}

func (w *atOnce) create(c *change) (serial int64, ok bool, err error) {
	b := &parts{}
	b.add("WITH counter AS ("+nextSerial+"), head AS (INSERT INTO ticket_ticket (tenant, id, serial, version, events, terms, listed, body)"+
		" SELECT ?::text, ?::text, counter.last, 1, ?::bigint, ?::bytea, ?::bytea, ?::bytea FROM counter"+w.unlessThere()+" RETURNING serial)",
		w.tenant, w.tenant, c.ticket.ID, c.ticket.Events, pack(c.terms), c.listed(), c.body)
	w.list(b, c)
	return w.write(c, b, nil, c.terms)
}

func (w *atOnce) update(c *change, from expected) (serial int64, ok bool, err error) {
	update := w.updateTicket(c, from)
	if from.listed != nil && len(c.words)+len(c.events) == 0 && (w.left > 1 || len(w.notices) == 0) {
		w.left--
		ok, err = w.tx.Get([]any{&serial}, update.sql, update.args...)
		return serial, ok, err
	}
	b := &parts{}
	b.add("WITH head AS ("+update.sql+")", update.args...)
	if from.listed == nil {
		w.list(b, c)
	}
	return w.write(c, b, from.gone, from.came)
}

// list adds the row of ticket_listing. It is an upsert, which finds its row by the key
// whatever a planner knows of the table; of an update that is not certain.
func (w *atOnce) list(b *parts, c *change) {
	b.add(", listing AS (INSERT INTO ticket_listing (tenant, serial, tie, "+listedNames+") SELECT ?::text, head.serial, head.serial, "+listedCasts+" FROM head"+
		" ON CONFLICT (tenant, serial) DO UPDATE SET "+listedAnew+")", append([]any{w.tenant}, c.listing...)...)
}

// parts is a statement that is put together of what there is to do: what is left out
// costs nothing.
type parts struct{ clause }

// write adds what belongs to a ticket, and runs the statement.
func (w *atOnce) write(c *change, b *parts, gone, came [][]byte) (serial int64, ok bool, err error) {
	if len(gone) > 0 {
		b.add(", gone AS (DELETE FROM ticket_term WHERE tenant = ? AND serial = (SELECT serial FROM head) AND term = ANY(?::bytea[]))", w.tenant, gone)
	}
	if len(came)+len(c.words) > 0 {
		b.add(", came AS (INSERT INTO ticket_term (tenant, term, serial) SELECT ?::text, v.term, head.serial"+
			" FROM head, unnest(?::bytea[]) AS v (term) ON CONFLICT DO NOTHING)", w.tenant, append(came[:len(came):len(came)], c.words...))
	}
	if len(c.words) > 0 {
		b.add(", words AS (INSERT INTO ticket_words (tenant, serial, version, terms)"+
			" SELECT ?::text, serial, ?::bigint, ?::bytea FROM head)", w.tenant, c.ticket.Version+1, pack(c.words))
	}
	events := w.events(c, b)
	notices, last := "0", w.left == 1 && len(w.notices) > 0
	if last {
		notices = w.send(b)
	}
	b.add(" SELECT serial, " + events + ", " + notices + " FROM head")

	var written, sent int
	ok, err = w.tx.Get([]any{&serial, &written, &sent}, b.sql, b.args...)
	switch {
	case err != nil || !ok:
		return 0, false, err
	case written < len(c.events):
		return 0, false, w.doubled(c)
	case last && sent < len(w.notices):
		return 0, false, errNotice
	}
	w.left--
	return serial, true, nil
}

// events adds the events of a change, and returns what counts those that are written.
func (w *atOnce) events(c *change, b *parts) string {
	if len(c.events) == 0 {
		return "0"
	}
	var (
		ids     []string
		pos, ns []int64
		bodies  [][]byte
	)
	for _, e := range c.events {
		ids, pos, ns, bodies = append(ids, e.id), append(pos, e.pos), append(ns, e.n), append(bodies, e.body)
	}
	base, args := "(SELECT nextval('ticket_commit') * "+positions+")", []any{w.tenant, c.ticket.ID}
	if w.base != nil {
		base, args = "?::bigint", append(args, *w.base)
	}
	b.add(", events AS (INSERT INTO ticket_event (tenant, ticket, seq, nth, id, body)"+
		" SELECT ?::text, ?::text, "+base+" + v.pos, v.nth, v.id, v.body"+
		" FROM head, unnest(?::bigint[], ?::bigint[], ?::text[], ?::bytea[]) AS v (pos, nth, id, body)"+w.unlessThere()+" RETURNING 1)",
		append(args, pos, ns, ids, bodies)...)
	return "(SELECT COUNT(*) FROM events)"
}

// send adds the notices of the commit, and returns what counts those that are written.
func (w *atOnce) send(b *parts) string {
	var (
		ids, of []string
		ready   []int64
		bodies  [][]byte
	)
	for _, n := range w.notices {
		ids, of, ready, bodies = append(ids, n.id), append(of, n.ticket), append(ready, n.ready), append(bodies, n.body)
	}
	b.add(", notices AS (INSERT INTO ticket_notice (tenant, id, ticket, state, ready, since, attempt, body)"+
		" SELECT ?::text, v.id, v.ticket, 0, v.ready, v.ready, 0, v.body FROM head,"+
		" unnest(?::text[], ?::text[], ?::bigint[], ?::bytea[]) WITH ORDINALITY AS v (id, ticket, ready, body, pos) ORDER BY v.pos"+
		w.unlessThere()+" RETURNING 1)", w.tenant, ids, of, ready, bodies)
	return "(SELECT COUNT(*) FROM notices)"
}

func (w *atOnce) unlessThere() string {
	if w.alone {
		return ""
	}
	return " ON CONFLICT DO NOTHING"
}

// finish writes the notices of a commit that changes no ticket.
func (w *atOnce) finish() error {
	if len(w.changes) > 0 {
		return nil
	}
	return w.notify()
}
