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
	// along is the condition whose only term has the list that is walked along, in the
	// order of serials; -1: all tickets are.
	along int
	rows  []row
}

func (w *walk) page() ([]row, error) {
	var err error
	switch {
	case w.column == "serial":
		err = w.serials()
	case w.desc:
		err = w.down()
	case w.after != nil:
		err = w.take(" AND (l."+w.column+", l.tie) > (?, ?) ORDER BY l."+w.column+", l.tie", w.after.key, w.after.serial)
	default:
		err = w.take(" ORDER BY l." + w.column + ", l.tie")
	}
	return w.rows, err
}

// take adds the next tickets of a part of the order, as many as there is room for.
func (w *walk) take(part string, args ...any) error {
	room := w.limit + 1 - len(w.rows)
	if room <= 0 {
		return nil
	}
	_, where := w.source(-1)
	where.add(part+" LIMIT ?", append(args, room)...)
	return w.read(where)
}

func (w *walk) read(where clause) error {
	rows, err := w.search.read(w.tx, clause{}, w.column, where)
	slices.SortFunc(rows, func(a, b row) int { return w.compare(a.place, b.place) })
	w.rows = append(w.rows, rows...)
	return err
}

func (w *walk) serials() error {
	var where clause
	serial, order, beyond := "l.serial", "", " > ?"
	if w.desc {
		order, beyond = " DESC", " < ?"
	}
	if w.along >= 0 {
		serial = "p.serial"
		where.add(" FROM ticket_term p CROSS JOIN ticket_listing l WHERE l.tenant = ? AND l.serial = p.serial AND p.tenant = ? AND p.term = ?",
			w.tenant, w.tenant, w.conditions[w.along].term)
		w.hold(&where, w.along)
	} else {
		_, where = w.source(-1)
	}
	if w.after != nil {
		where.add(" AND "+serial+beyond, w.after.serial)
	}
	where.add(" ORDER BY "+serial+order+" LIMIT ?", w.limit+1)
	return w.read(where)
}

// down goes from the highest key downwards. An index that is read backwards has the
// youngest first of those with the same key, where the oldest should be: the last key
// of a full page is read once more, forwards.
func (w *walk) down() error {
	const same = " = ? AND l.tie > ? ORDER BY l.tie"
	column := " AND l." + w.column
	forever := w.column == "deadline" // those without one come last
	if w.after != nil {
		if err := w.take(column+same, w.after.key, w.after.serial); err != nil {
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
		if err := w.take(below+" ORDER BY l."+w.column+" DESC, l.tie DESC", args...); err != nil {
			return err
		}
		if err := w.mend(column + same); err != nil {
			return err
		}
		if forever && w.anyTime {
			return w.take(column+same, int64(never), int64(0))
		}
	}
	return nil
}

// mend reads the tickets with the last key of a full page in their order.
func (w *walk) mend(same string) error {
	if len(w.rows) <= w.limit {
		return nil
	}
	last := w.rows[w.limit].key
	if w.after != nil && last == w.after.key {
		return nil // they were read forwards
	}
	w.rows = slices.DeleteFunc(w.rows, func(r row) bool { return r.key == last })
	return w.take(same, last, int64(0))
}
