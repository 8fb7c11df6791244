package ticketsql

import (
	"slices"

	"github.com/kefu-go/kefu/internal/sqldb"
)

// walk goes through tickets in the order of a page, by an index, until the page is full.
type walk struct {
	*search
	*paging
	tx *sqldb.Tx
	// lanes are the parts of the tickets that are walked through side by side, each by
	// an index of its own. One that says nothing is all tickets.
	lanes []clause
	by    string // the columns that lanes differ by, each after a _
	// settled are the conditions that hold for all tickets of the lanes.
	settled []int
	// along is the condition whose only term has the list that is walked along, in the
	// order of serials; -1: there are lanes.
	along int
	rows  []row
}

func (w *walk) page() ([]row, error) {
	var err error
	switch {
	case w.along >= 0:
		err = w.term()
	case w.column == "serial":
		err = w.serials()
	case w.desc:
		err = w.down()
	case w.after != nil:
		err = w.take(" AND (l."+w.column+", l.tie) > (?, ?)", " ORDER BY place, tie", w.after.key, w.after.serial)
	default:
		err = w.take("", " ORDER BY place, tie")
	}
	return w.rows, err
}

// promising tells whether a page is full, or all is seen, after the first few tickets of
// the order. If not, those that are asked for may all be at its end: to look at all of
// a list costs less then than to go there. It may be mistaken: a page is the same
// either way.
func (w *walk) promising() (bool, error) {
	open := slices.DeleteFunc(w.open(), func(i int) bool { return w.conditions[i].gathered })
	if w.column == "serial" || len(open) == 0 {
		return true, nil
	}
	order, part, args := "", "", []any(nil)
	if w.after != nil {
		part, args = " AND l."+w.column+" >= ?", []any{w.after.key}
	}
	if w.desc {
		order = " DESC"
		if w.after != nil {
			part = " AND l." + w.column + " <= ?"
		} else if w.column == "deadline" {
			part, args = " AND l.deadline < ?", []any{int64(never)}
		}
	}
	if w.confined && len(open) == 1 && open[0] == w.which {
		return w.likely(part, " ORDER BY place"+order+", tie"+order, args)
	}
	first := w.places(part, args, " ORDER BY place"+order+", tie"+order, few, false)
	sum := clause{sql: "SELECT COUNT(*), (SELECT COUNT(*) FROM p) FROM (SELECT 1 AS one FROM p"}
	w.look(&sum)
	w.hold(&sum, w.settled...)
	sum.add(" LIMIT ?) AS found"+w.own, w.limit+1)
	var found, seen int
	_, err := w.tx.Get([]any{&found, &seen}, "WITH p AS MATERIALIZED (SELECT place, tie AS serial FROM ("+first.sql+") AS f) "+sum.sql, append(first.args, sum.args...)...)
	return found > w.limit || seen < few, err
}

// likely is [walk.promising] where a ticket only has to be one of those that were
// gathered, which an index tells: of more tickets, because each costs little.
func (w *walk) likely(part, order string, args []any) (bool, error) {
	const most = 4 * few
	first := w.places(part, args, order, most, false)
	found, seen := clause{}, 0
	found.add("SELECT COUNT(*) FROM (SELECT 1 FROM ("+first.sql+") AS l WHERE TRUE", first.args...)
	w.hold(&found, w.settled...)
	found.add(" LIMIT ?)", w.limit+1)
	n := 0
	if _, err := w.tx.Get([]any{&n}, found.sql, found.args...); err != nil || n > w.limit {
		return true, err
	}
	_, err := w.tx.Get([]any{&seen}, "SELECT COUNT(*) FROM ("+first.sql+")", first.args...)
	return seen < most, err
}

// take adds the next tickets of a part of the order, as many as there is room for. All
// lanes are one statement: a database merges them as it reads, and sees a ticket that
// changes from one lane to another in one of them.
func (w *walk) take(part, order string, args ...any) error {
	room := w.limit + 1 - len(w.rows)
	if room <= 0 {
		return nil
	}
	return w.read(w.places(part, args, order, room, true))
}

// places are the first ones that the lanes have of a part of the order, all or those
// for which the conditions hold. PostgreSQL would rather sort all lanes than merge them,
// and so gets the first ones of each.
func (w *walk) places(part string, args []any, order string, limit int, hold bool) (places clause) {
	begin, end := "", clause{}
	if w.dialect == sqldb.PostgreSQL && len(w.lanes) > 1 {
		begin = "("
		end.add(order+" LIMIT ?)", limit)
	}
	column, serial, table := w.column, "l.tie", w.table()
	switch {
	case column != "serial":
	case w.by != "":
		column = "tie" // which is the same, and in the indexes of lanes
	default:
		serial = "l.serial"
	}
	for i, lane := range w.lanes {
		if i > 0 {
			places.add(" UNION ALL ")
		}
		places.add(begin+"SELECT l."+column+" AS place, "+serial+" AS tie FROM "+table+" WHERE l.tenant = ?", w.tenant)
		places.add(lane.sql, lane.args...)
		if hold {
			w.hold(&places, w.settled...)
		}
		places.add(part, args...)
		places.add(end.sql, end.args...)
	}
	places.add(order+" LIMIT ?", limit)
	return places
}

func (w *walk) read(places clause) error {
	rows, err := w.search.read(w.tx, w.paging, clause{}, places)
	w.rows = append(w.rows, rows...)
	return err
}

// serials goes through the lanes in the order of serials.
func (w *walk) serials() error {
	part, args := "", []any(nil)
	if w.after != nil {
		part, args = " AND l.tie"+w.beyond(), []any{w.after.serial}
		if w.by == "" {
			part = " AND l.serial" + w.beyond()
		}
	}
	return w.take(part, " ORDER BY place"+w.direction(), args...)
}

func (g *paging) direction() string {
	if g.desc {
		return " DESC"
	}
	return ""
}

func (g *paging) beyond() string {
	if g.desc {
		return " < ?"
	}
	return " > ?"
}

// term goes through the tickets that have a term, in the order of serials.
func (w *walk) term() error {
	places := clause{sql: "SELECT p.serial AS place, p.serial AS tie FROM ticket_term p"}
	w.look(&places)
	places.add(" AND p.tenant = ? AND p.term = ?", w.tenant, w.conditions[w.along].term)
	w.hold(&places, w.along)
	if w.after != nil {
		places.add(" AND p.serial"+w.beyond(), w.after.serial)
	}
	places.add(" ORDER BY p.serial"+w.direction()+" LIMIT ?", w.limit+1)
	return w.read(places)
}

// down goes from the highest key downwards. An index that is read backwards has the
// youngest first of those with the same key, where the oldest should be: the last key
// of a full page is read once more, forwards.
func (w *walk) down() error {
	const same, forwards, backwards = " = ? AND l.tie > ?", " ORDER BY tie", " ORDER BY place DESC, tie DESC"
	column := " AND l." + w.column
	forever := w.column == "deadline" // those without one come last
	if w.after != nil {
		if err := w.take(column+same, forwards, w.after.key, w.after.serial); err != nil {
			return err
		}
	}
	if w.after == nil || !forever || w.after.key != never {
		below, args := "", []any(nil)
		switch {
		case w.after != nil:
			below, args = column+" < ?", []any{w.after.key}
		case forever:
			below, args = column+" < ?", []any{int64(never)}
		}
		if err := w.take(below, backwards, args...); err != nil {
			return err
		}
		if err := w.mend(column+same, forwards); err != nil {
			return err
		}
		if forever && w.anyTime {
			return w.take(column+same, forwards, int64(never), int64(0))
		}
	}
	return nil
}

// mend reads the tickets with the last key of a full page in their order.
func (w *walk) mend(same, forwards string) error {
	if len(w.rows) <= w.limit {
		return nil
	}
	last := w.rows[w.limit].key
	if w.after != nil && last == w.after.key {
		return nil // they were read forwards
	}
	w.rows = slices.DeleteFunc(w.rows, func(r row) bool { return r.key == last })
	return w.take(same, forwards, last, int64(0))
}
