package ticketsql

import (
	"slices"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/ticket"
)

// leads are the columns of ticket_listing that, with the kind, begin an index for each
// order: so what has one value of them, and one kind, is a lane in which a page is
// found by reading no more than that. The first ones mostly have the shorter lists.
//
// The kind is in all of them, because most questions are about what is not over, and
// what is over piles up.
var leads = [...]string{"owner", "team", "state", "type"}

// mostLanes is how many lanes one page merges.
const mostLanes = 64

// split makes lanes of the condition whose list is known to be the shortest, or where
// that is -1 of the first of [leads] that is asked for.
func (w *walk) split(shortest int) (err error) {
	defer func() {
		if w.confined && !slices.ContainsFunc(w.open(), func(i int) bool { return w.conditions[i].gathered }) {
			w.settled = append(w.settled, w.which)
		}
	}()
	w.lanes = []clause{{}}
	kind, lead := w.of("kind"), shortest
	for i := 0; lead < 0 && i < len(leads); i++ {
		lead = w.of(leads[i])
	}
	var kinds []any
	switch {
	case kind >= 0:
		kinds = w.conditions[kind].values
	case lead >= 0:
		if kinds, err = w.kinds(w.tx); err != nil {
			return err
		}
	}
	if lead >= 0 && lead != kind && len(w.conditions[lead].values)*len(kinds) <= mostLanes {
		w.multiply(w.conditions[lead].column, w.conditions[lead].values)
		w.settled = append(w.settled, lead)
	} else if kind < 0 || len(kinds) > mostLanes {
		return nil
	}
	w.multiply("kind", kinds)
	if kind >= 0 {
		w.settled = append(w.settled, kind)
	}
	return nil
}

// open are the conditions that do not hold for all tickets of the lanes.
func (w *walk) open() (open []int) {
	for i := range w.conditions {
		if w.conditions[i].row.sql != "" && !slices.Contains(w.settled, i) {
			open = append(open, i)
		}
	}
	return open
}

// of returns the condition of a column, or -1.
func (s *search) of(column string) int {
	return slices.IndexFunc(s.conditions, func(c condition) bool { return c.column == column })
}

// together adds lists, without conditions of their own, of what has one of the values
// of a lead and lies within bounds: both may be common, and hold together nowhere.
func (s *search) together(tx *sqldb.Tx) error {
	var bounded []condition
	for _, c := range s.conditions {
		if c.bounded != "" {
			bounded = append(bounded, c)
		}
	}
	lead := -1
	for i := 0; lead < 0 && i < len(leads); i++ {
		lead = s.of(leads[i])
	}
	if lead < 0 || len(bounded) == 0 {
		return nil
	}
	var kinds []any
	if kind := s.of("kind"); kind >= 0 {
		kinds = s.conditions[kind].values
	} else {
		var err error
		if kinds, err = s.kinds(tx); err != nil {
			return err
		}
	}
	of := s.conditions[lead]
	s.single = len(s.conditions)
	for _, c := range bounded {
		list := clause{sql: "SELECT l.tie AS serial FROM " + s.through("_"+of.column+"_kind_"+c.bounded) + " WHERE l.tenant = ?"}
		list.add(of.row.sql, of.row.args...)
		list.add(" AND l.kind IN ("+parameters(len(kinds))+")", kinds...)
		list.add(c.row.sql, c.row.args...)
		s.conditions = append(s.conditions, condition{list: list})
	}
	return nil
}

// multiply makes a lane for each value of each lane.
func (w *walk) multiply(column string, values []any) {
	var lanes []clause
	for _, lane := range w.lanes {
		for _, v := range values {
			lanes = append(lanes, clause{lane.sql + " AND l." + column + " = ?", append(slices.Clone(lane.args), v)})
		}
	}
	w.lanes, w.by = lanes, w.by+"_"+column
}

// table is ticket_listing with the index that lanes are walked by. SQLite, which counts
// nothing by itself, would rather sort what other conditions leave.
func (w *walk) table() string {
	switch {
	case w.column != "serial":
		return w.through(w.by + "_" + w.column)
	case w.by != "":
		return w.through(w.by)
	case w.dialect == sqldb.SQLite:
		return "ticket_listing l INDEXED BY sqlite_autoindex_ticket_listing_1"
	}
	return "ticket_listing l"
}

// through is ticket_listing with one of its indexes.
func (s *search) through(index string) string {
	if s.dialect == sqldb.SQLite {
		return "ticket_listing l INDEXED BY ticket_listing" + index
	}
	return "ticket_listing l"
}

// kinds returns all kinds that tickets may have: the usual ones, and any others that
// the tenant has.
func (s *search) kinds(tx *sqldb.Tx) (kinds []any, err error) {
	for _, k := range ticket.Kinds() {
		kinds = append(kinds, blob(string(k)))
	}
	const next = "(SELECT l.kind FROM ticket_listing l WHERE l.tenant = ?"
	err = tx.Query(func(scan func(...any) error) error {
		var kind []byte
		err := scan(&kind)
		if !slices.Contains(ticket.Kinds(), ticket.Kind(kind)) {
			kinds = append(kinds, kind)
		}
		return err
	}, "WITH RECURSIVE k (kind) AS (SELECT "+next+" ORDER BY l.kind LIMIT 1)"+
		" UNION ALL SELECT "+next+" AND l.kind > k.kind ORDER BY l.kind LIMIT 1) FROM k WHERE k.kind IS NOT NULL)"+
		" SELECT kind FROM k WHERE kind IS NOT NULL"+s.own, s.tenant, s.tenant)
	return kinds, err
}
