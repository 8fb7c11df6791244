package ticketsql

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strings"
	"time"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/ticket"
)

// clause is a part of a statement with its parameters.
type clause struct {
	sql  string
	args []any
}

func (c *clause) add(sql string, args ...any) {
	c.sql += sql
	c.args = append(c.args, args...)
}

// search is a filter as the store answers it: each condition is checked on a row of
// ticket_listing, and most are also lists, by an index, of the tickets for which they
// hold.
type search struct {
	tenant  string
	dialect sqldb.Dialect
	own     string // ends each statement; see [Store.planned]
	single  int    // how many conditions there are without those of [search.together]; 0: all
	// conditions are about a row l, each beginning with AND.
	conditions []condition
	// members are the tickets for which all conditions hold that are sets; see [search.gather].
	members  members
	gathered bool // there is such a condition
	// which condition says that a ticket is one of members, if confined.
	which    int
	confined bool
	// anyTime says that tickets without a deadline are asked for too.
	anyTime bool
}

// condition is one thing that a filter says.
type condition struct {
	row clause
	// list selects the serials of the tickets for which it holds, each once; its
	// parameters come after the tenant's. Empty: there is no index for it.
	list clause
	// term is the only term whose list this is; nil if there are several, or none.
	term []byte
	// column is one of [leads] or kind, and has one of values; empty: it is neither.
	column string
	values []any
	// sets are terms of which the tickets have one; empty: it is no set. On SQLite only.
	sets [][]byte
	// gathered says that [search.members] holds no others than those for which it holds.
	gathered bool
	// bounded is the column of an order of lanes that lies within bounds; empty: none.
	bounded string
	bounds  []any
}

// newSearch reads a filter.
func newSearch(tenant string, dialect sqldb.Dialect, f *ticket.Filter) *search {
	s := &search{tenant: tenant, dialect: dialect, anyTime: f.DeadlineTo.IsZero()}
	s.named(f)
	for _, term := range keys(f.Terms()) {
		s.term(term)
	}
	if f.Category != "" {
		s.term(key(categoryTerm + f.Category))
	}
	s.termOf("conversation", conversationTerm, f.Conversations)
	s.termOf("source", sourceTerm, f.Sources)
	s.termOf("customer", customerTerm, f.Customers)
	s.oneOf("owner", f.Owners)
	s.oneOf("team", f.Groups)
	s.oneOf("state", f.States)
	s.oneOf("type", f.Types)
	kinds := make([]string, len(f.Kinds))
	for i, k := range f.Kinds {
		kinds[i] = string(k)
	}
	s.oneOf("kind", kinds)
	s.late(f.Breached)

	low, high := int64(math.MinInt64), int64(math.MaxInt64)
	if f.MinPriority != nil {
		low = int64(*f.MinPriority)
	}
	if f.MaxPriority != nil {
		high = int64(*f.MaxPriority)
	}
	if f.MinPriority != nil || f.MaxPriority != nil {
		s.within("priority", low, high)
	}
	s.between("created", f.CreatedFrom, f.CreatedTo)
	s.between("updated", f.UpdatedFrom, f.UpdatedTo)
	s.between("deadline", time.Time{}, f.DeadlineTo)
	if !f.Awake.IsZero() {
		s.conditions = append(s.conditions, condition{row: clause{" AND l.wake <= ?", []any{sqldb.Micros(f.Awake)}}})
	}
	return s
}

// named adds ids and serials.
func (s *search) named(f *ticket.Filter) {
	if len(f.IDs) > 0 {
		var ids []any
		for _, id := range f.IDs {
			if usable(id) { // PostgreSQL would refuse the question
				ids = append(ids, id)
			}
		}
		in := " AND id IN (" + parameters(len(ids)) + ")"
		s.conditions = append(s.conditions, condition{
			row:  clause{strings.Replace(in, "id", "l.id", 1), ids},
			list: clause{"SELECT serial FROM ticket_ticket WHERE tenant = ?" + in, ids},
		})
	}
	if len(f.Serials) > 0 {
		serials := make([]any, len(f.Serials))
		for i, n := range f.Serials {
			serials[i] = n
		}
		in := " AND serial IN (" + parameters(len(serials)) + ")"
		s.conditions = append(s.conditions, condition{
			row:  clause{strings.Replace(in, "serial", "l.serial", 1), serials},
			list: clause{"SELECT serial FROM ticket_listing WHERE tenant = ?" + in, serials},
		})
	}
}

// parameters are what is in an IN; none are in an empty one.
func parameters(n int) string {
	if n == 0 {
		return "NULL"
	}
	return sqldb.Repeat("?", n)
}

const listOfTerms = "SELECT serial FROM ticket_term WHERE tenant = ? AND term IN ("

// term adds one term that tickets have.
func (s *search) term(term []byte) {
	s.conditions = append(s.conditions, condition{
		row: clause{
			" AND (SELECT TRUE FROM ticket_term x WHERE x.tenant = ? AND x.term = ? AND x.serial = l.serial)", // not a join, as EXISTS may be
			[]any{s.tenant, term},
		},
		list: clause{listOfTerms + "?)", []any{term}},
		term: term,
		sets: [][]byte{term},
	})
}

// termOf adds the values that a column may have, which are terms too.
func (s *search) termOf(column, prefix string, values []string) {
	values = distinct(values)
	if len(values) == 0 {
		return
	}
	list, sets := make([]any, len(values)), make([][]byte, len(values))
	var one []byte
	for i, v := range values {
		one = key(prefix + v)
		list[i], sets[i] = one, one
	}
	if len(list) > 1 {
		one = nil
	}
	s.conditions = append(s.conditions, condition{
		row:  clause{" AND l." + column + " IN (" + parameters(len(values)) + ")", blobs(values)},
		list: clause{listOfTerms + parameters(len(list)) + ")", list},
		term: one,
		sets: sets,
	})
}

// oneOf adds the values that a column may have, which begins indexes.
func (s *search) oneOf(column string, values []string) {
	values = distinct(values)
	if len(values) == 0 {
		return
	}
	in := column + " IN (" + parameters(len(values)) + ")"
	sets := make([][]byte, len(values))
	for i, v := range values {
		sets[i] = columnTerm(column, []byte(v))
	}
	s.conditions = append(s.conditions, condition{
		row:    clause{" AND l." + in, blobs(values)},
		list:   clause{"SELECT tie AS serial FROM ticket_listing WHERE tenant = ? AND " + in, blobs(values)},
		column: column,
		values: blobs(values),
		sets:   sets,
	})
}

// distinct returns each of some texts once.
func distinct(texts []string) []string {
	texts = slices.Clone(texts)
	slices.Sort(texts)
	return slices.Compact(texts)
}

func blobs(values []string) []any {
	all := make([]any, len(values))
	for i, v := range values {
		all[i] = blob(v)
	}
	return all
}

func (s *search) late(breached *bool) {
	switch {
	case breached == nil:
	case *breached:
		late := key(lateTerm)
		s.conditions = append(s.conditions, condition{
			row: clause{sql: " AND l.late = 1"}, list: clause{listOfTerms + "?)", []any{late}}, term: late, sets: [][]byte{late},
		})
	default:
		s.conditions = append(s.conditions, condition{row: clause{sql: " AND l.late = 0"}})
	}
}

// between adds a time that lies within two bounds, the upper one not included.
func (s *search) between(column string, begin, end time.Time) {
	if begin.IsZero() && end.IsZero() {
		return
	}
	low, high := int64(math.MinInt64), int64(math.MaxInt64)
	if !begin.IsZero() {
		low = sqldb.Micros(begin)
	}
	if !end.IsZero() {
		high = sqldb.Micros(end) - 1
	}
	s.within(column, low, high)
}

func (s *search) within(column string, low, high int64) {
	bounds := []any{low, high}
	c := condition{
		row:  clause{" AND l." + column + " BETWEEN ? AND ?", bounds},
		list: clause{"SELECT serial FROM ticket_listing WHERE tenant = ? AND " + column + " BETWEEN ? AND ?", bounds},
	}
	if column != "created" {
		c.bounded, c.bounds = column, bounds
	}
	s.conditions = append(s.conditions, c)
}

// few is how many tickets of a list are looked at one by one. Where all lists are
// longer, a page is found by walking through the tickets in its order: of a million
// tickets, some ten thousand have to be looked at then until fifty are found.
const few = 5000

// shortest returns the condition whose list is the shortest, if that has at most some
// entries.
func (s *search) shortest(tx *sqldb.Tx, most int) (at int, ok bool, err error) {
	at, ok, err = s.shorter(tx, 0, most)
	if err != nil || ok || s.single > 0 {
		return at, ok, err
	}
	if err := s.together(tx); err != nil {
		return 0, false, err
	}
	return s.shorter(tx, s.single, most)
}

// shorter is [search.shortest] of the conditions from one on.
func (s *search) shorter(tx *sqldb.Tx, from, most int) (at int, ok bool, err error) {
	best := most + 1
	for i, c := range s.conditions[from:] {
		if c.list.sql == "" || c.gathered {
			continue
		}
		var n int
		args := append(append([]any{s.tenant}, c.list.args...), best)
		if _, err := tx.Get([]any{&n}, "SELECT COUNT(*) FROM ("+c.list.sql+" LIMIT ?) AS listed"+s.own, args...); err != nil {
			return 0, false, err
		}
		if n < best {
			at, best, ok = from+i, n, true
		}
		if best == 0 {
			break
		}
	}
	return at, ok, nil
}

// planned returns what ends a statement that may be about many rows. With a text of its
// own for each magnitude of the tables, it gets a plan of its own, on PostgreSQL: one
// that was kept from when the tables were small would read all of them.
func (s *Store) planned(tx *sqldb.Tx) (own string, err error) {
	if tx.Dialect() != sqldb.PostgreSQL {
		return "", nil
	}
	var last int64
	_, err = tx.Get([]any{&last}, "SELECT last FROM ticket_serial WHERE tenant = ?", s.tenant)
	return fmt.Sprintf(" /* %d */", bits.Len64(uint64(last))), err //nolint:gosec // a serial
}

// hold adds all conditions but some.
func (s *search) hold(where *clause, but ...int) {
	for i, c := range s.conditions {
		if !c.gathered && !slices.Contains(but, i) {
			where.add(c.row.sql, c.row.args...)
		}
	}
}

// look adds, for each row p, the row l of its serial, before any conditions. PostgreSQL
// needs to be kept from trying these first, by their indexes, as it would before it has
// counted what is in the tables.
func (s *search) look(where *clause) {
	if s.dialect == sqldb.PostgreSQL {
		where.add(" CROSS JOIN LATERAL (SELECT * FROM ticket_listing x WHERE x.tenant = ? AND x.serial = p.serial OFFSET 0) AS l WHERE TRUE", s.tenant)
	} else {
		where.add(" CROSS JOIN ticket_listing l WHERE l.tenant = ? AND l.serial = p.serial", s.tenant)
	}
}

// source returns what rows are taken from, with all conditions: those of a list, or
// where that is -1 all of the tenant.
func (s *search) source(list int) (with, where clause) {
	if list >= 0 {
		with.add("WITH p AS MATERIALIZED ("+s.conditions[list].list.sql+") ", s.tenant)
		with.add("", s.conditions[list].list.args...)
		where.add(" FROM p")
		s.look(&where)
	} else {
		where.add(" FROM ticket_listing l WHERE l.tenant = ?", s.tenant)
	}
	s.hold(&where, list)
	return with, where
}
