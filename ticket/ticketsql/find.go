package ticketsql

import (
	"cmp"
	"context"
	"slices"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/ticket"
)

// Find implements [ticket.Store]. What it looks at is bounded by the rarest thing that
// the filter asks for, or by the page, where a good part of all tickets are asked for.
func (s *Store) Find(ctx context.Context, f ticket.Filter, p ticket.Page) (found ticket.Found, err error) {
	g, err := newPaging(p)
	if err != nil {
		return found, err
	}
	var rows []row
	err = s.db.Snapshot(ctx, func(tx *sqldb.Tx) error {
		search := newSearch(s.tenant, tx.Dialect(), &f)
		if search.own, err = s.planned(tx); err != nil {
			return err
		}
		if err := search.gather(tx); err != nil {
			return err
		}
		rows, err = search.page(tx, g)
		return err
	})
	if err != nil {
		return found, err
	}
	if len(rows) > g.limit {
		rows = rows[:g.limit]
		found.Next = g.cursor(rows[g.limit-1].place)
	}
	for _, r := range rows {
		found.Tickets = append(found.Tickets, r.ticket)
	}
	return found, nil
}

// row is a ticket of a page.
type row struct {
	place
	ticket ticket.Ticket
}

// page returns the tickets of a page, and one more if there is one.
func (s *search) page(tx *sqldb.Tx, g *paging) ([]row, error) {
	if s.gathered {
		if rows, ok, err := s.pageOfSets(tx, g); ok || err != nil {
			return rows, err
		}
	}
	list, ok, err := s.shortest(tx, few)
	if err != nil {
		return nil, err
	}
	if ok && s.conditions[list].column == "" {
		return s.pick(tx, g, list)
	}
	if !ok {
		list = -1
	}
	w := &walk{search: s, paging: g, tx: tx, along: -1}
	if err := w.split(list); err != nil {
		return nil, err
	}
	if ok && !slices.Contains(w.settled, list) {
		return s.pick(tx, g, list)
	}
	if promising, err := w.promising(); err != nil {
		return nil, err
	} else if !promising {
		if s.gathered && s.members.count() <= countFew {
			return s.pickOf(tx, g, s.members.all())
		}
		if list, ok, err := s.shortest(tx, countFew); err != nil || ok {
			if err != nil {
				return nil, err
			}
			return s.pick(tx, g, list)
		}
	}
	if g.column == "serial" && w.by == "" {
		w.along = slices.IndexFunc(s.conditions, func(c condition) bool { return c.term != nil && !c.gathered })
	}
	return w.page()
}

// pick looks at all tickets of a list.
func (s *search) pick(tx *sqldb.Tx, g *paging, list int) ([]row, error) {
	with, where := s.source(list)
	column, direction, beyond := "l."+g.column, "", " > ?"
	if g.desc {
		direction, beyond = " DESC", " < ?"
	}
	if g.desc && g.column == "deadline" { // the highest number is never, which is last
		column = "(CASE l.deadline WHEN 9223372036854775807 THEN -9223372036854775807 ELSE l.deadline END)"
	}
	if g.after != nil {
		at := *g.after
		if g.desc && g.column == "deadline" && at.key == never {
			at.key = -never
		}
		where.add(" AND ("+column+beyond+" OR "+column+" = ? AND l.tie > ?)", at.key, at.key, at.serial)
	}
	where.add(" ORDER BY "+column+direction+", l.tie LIMIT ?", g.limit+1)
	where.sql = "SELECT l." + g.column + " AS place, l.serial AS tie" + where.sql
	return s.read(tx, g, with, where)
}

// compare orders places.
func (g *paging) compare(a, b place) int {
	if a.key == b.key && (g.column != "serial" || !g.desc) {
		return cmp.Compare(a.serial, b.serial)
	}
	if !g.desc || g.column == "deadline" && (a.key == never || b.key == never) {
		return cmp.Compare(a.key, b.key)
	}
	return cmp.Compare(b.key, a.key)
}

// read returns the tickets of some places, in the order of the page. Only here are rows
// read whole: what an index has is enough for most places.
func (s *search) read(tx *sqldb.Tx, g *paging, with, places clause) (rows []row, err error) {
	with.add("SELECT i.place, " + stored + " FROM (SELECT place, (SELECT f.id FROM ticket_listing f WHERE f.tenant = ? AND f.serial = p.tie) AS id FROM (")
	with.add(places.sql, append([]any{s.tenant}, places.args...)...)
	with.add(") AS p) AS i CROSS JOIN ticket_ticket t WHERE t.tenant = ? AND t.id = i.id"+s.own, s.tenant)
	err = tx.Query(func(scan func(...any) error) error {
		var r row
		r.ticket, err = decodeTicket(func(dest ...any) error { return scan(append([]any{&r.key}, dest...)...) })
		r.serial = r.ticket.Serial
		rows = append(rows, r)
		return err
	}, with.sql, with.args...)
	slices.SortFunc(rows, func(a, b row) int { return g.compare(a.place, b.place) })
	return rows, err
}
