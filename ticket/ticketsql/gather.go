package ticketsql

import (
	"encoding/json"
	"iter"
	"math"
	"slices"

	"github.com/kefu-go/kefu/internal/sqldb"
)

// gather reads the tickets for which all conditions hold that are sets. Where an index
// begins with all that is asked for, there is no need.
func (s *search) gather(tx *sqldb.Tx) error {
	if s.dialect != sqldb.SQLite || s.ofOneLane() {
		return nil
	}
	if err := s.priorities(tx); err != nil {
		return err
	}
	for i := range s.conditions {
		c := &s.conditions[i]
		if len(c.sets) == 0 {
			continue
		}
		var one members
		for _, term := range c.sets {
			set, err := readSet(tx, s.tenant, term, s.members)
			if err != nil {
				return err
			}
			one = one.or(set)
		}
		if s.gathered {
			one = one.and(s.members)
		}
		s.members, s.gathered, c.gathered = one, true, true
		if len(one) == 0 {
			return nil
		}
	}
	return nil
}

// ofOneLane tells whether there is nothing but a kind and one of [leads].
func (s *search) ofOneLane() bool {
	others := 0
	for _, c := range s.conditions {
		switch c.column {
		case "":
			return false
		case "kind":
		default:
			others++
		}
	}
	return others <= 1
}

// mostPriorities is how many priorities that differ are looked at as sets.
const mostPriorities = 32

// priorities makes sets of bounds of the priority.
func (s *search) priorities(tx *sqldb.Tx) error {
	i := slices.IndexFunc(s.conditions, func(c condition) bool { return c.bounded == "priority" })
	if i < 0 {
		return nil
	}
	c := &s.conditions[i]
	low, high := c.bounds[0].(int64), c.bounds[1].(int64)
	var sets [][]byte
	for at, err := range s.eachPriority(tx, low, false) {
		switch {
		case err != nil:
			return err
		case at > high:
			c.sets = sets
			return nil
		case len(sets) == mostPriorities:
			return nil
		}
		sets = append(sets, columnTerm("priority", at))
	}
	c.sets = append(sets, columnTerm("priority", low)) // not none
	return nil
}

// manyPriorities tells whether there are too many to look at one by one.
func (s *search) manyPriorities(tx *sqldb.Tx) (bool, error) {
	n := 0
	for _, err := range s.eachPriority(tx, math.MinInt64, false) {
		if n++; err != nil || n > mostPriorities {
			return true, err
		}
	}
	return false, nil
}

// eachPriority yields the priorities that there are, from one on.
func (s *search) eachPriority(tx *sqldb.Tx, from int64, down bool) iter.Seq2[int64, error] {
	query, step := "SELECT MIN(priority) FROM ticket_listing WHERE tenant = ? AND priority >= ?", int64(1)
	if down {
		query, step = "SELECT MAX(priority) FROM ticket_listing WHERE tenant = ? AND priority <= ?", -1
	}
	return func(yield func(int64, error) bool) {
		for {
			var next *int64
			if _, err := tx.Get([]any{&next}, query, s.tenant, from); err != nil || next == nil {
				if err != nil {
					yield(0, err)
				}
				return
			}
			if !yield(*next, nil) || *next == math.MaxInt64 || *next == math.MinInt64 {
				return
			}
			from = *next + step
		}
	}
}

// confine adds the condition that a ticket is one of those that were gathered.
func (s *search) confine() {
	first, set := s.members.bytes()
	s.which, s.confined = len(s.conditions), true
	s.conditions = append(s.conditions, condition{row: clause{
		" AND +l.tie BETWEEN ? AND ? AND substr(?, +l.tie - ?, 1) = X'01'",
		[]any{first, first + int64(len(set)) - 1, set, first - 1},
	}})
}

// listOf is a list of some tickets.
func listOf(serials []int64) clause {
	text, _ := json.Marshal(serials) // of numbers
	return clause{"SELECT value AS serial FROM (SELECT ? AS tenant) CROSS JOIN json_each(?)", []any{string(text)}}
}

// whole tells whether there is no condition besides those that were gathered.
func (s *search) whole() bool {
	return s.gathered && !slices.ContainsFunc(s.conditions, func(c condition) bool { return !c.gathered })
}

// pageOfSets finds a page of what was gathered. It reports false if a walk is to be tried.
func (s *search) pageOfSets(tx *sqldb.Tx, g *paging) (rows []row, ok bool, err error) {
	if len(s.members) == 0 {
		return nil, true, nil
	}
	switch g.column {
	case "serial":
		var beyond *int64
		if g.after != nil {
			beyond = &g.after.serial
		}
		rows, ok, err = s.inOrder(tx, g, func(yield func(int64, error) bool) {
			for serial := range s.members.from(beyond, g.desc) {
				if !yield(serial, nil) {
					return
				}
			}
		})
	case "priority":
		if many, err := s.manyPriorities(tx); err != nil || many {
			return nil, false, err
		}
		rows, ok, err = s.inOrder(tx, g, s.byPriority(tx, g))
	}
	if ok || err != nil {
		return rows, ok, err
	}
	if s.members.count() <= few {
		rows, err = s.pickOf(tx, g, s.members.all())
		return rows, true, err
	}
	s.confine()
	return nil, false, nil
}

// inOrder returns the first tickets of some that come in the order of the page. It
// reports false if the other conditions hold for few of them.
func (s *search) inOrder(tx *sqldb.Tx, g *paging, serials iter.Seq2[int64, error]) (rows []row, ok bool, err error) {
	const some, most = 1000, 10
	size, whole := some, s.whole()
	if whole {
		size = g.limit + 1
	}
	next, stop := iter.Pull2(serials)
	defer stop()
	for range most {
		chunk := make([]int64, 0, size)
		for more := true; more && len(chunk) < size; {
			var serial int64
			if serial, err, more = next(); err != nil {
				return nil, false, err
			}
			if more {
				chunk = append(chunk, serial)
			}
		}
		found, err := s.pickOf(tx, g, chunk)
		if err != nil {
			return nil, false, err
		}
		rows = append(rows, found...)
		if len(rows) > g.limit || len(chunk) < size {
			return rows[:min(len(rows), g.limit+1)], true, nil
		}
	}
	return nil, false, nil
}

// pickOf looks at some of the tickets that were gathered.
func (s *search) pickOf(tx *sqldb.Tx, g *paging, serials []int64) ([]row, error) {
	of := *s
	if s.confined { // which they are
		of.conditions = slices.Delete(slices.Clone(s.conditions), s.which, s.which+1)
	}
	return of.pick(tx, g, of.list(serials))
}

// list adds a list of gathered tickets as a condition, and returns which it is.
func (s *search) list(serials []int64) int {
	s.conditions = append(slices.Clone(s.conditions), condition{list: listOf(serials)})
	return len(s.conditions) - 1
}

// byPriority yields what was gathered in the order of priorities.
func (s *search) byPriority(tx *sqldb.Tx, g *paging) iter.Seq2[int64, error] {
	from := int64(math.MinInt64)
	if g.desc {
		from = math.MaxInt64
	}
	if g.after != nil {
		from = g.after.key
	}
	return func(yield func(int64, error) bool) {
		for priority, err := range s.eachPriority(tx, from, g.desc) {
			var set members
			if err == nil {
				set, err = readSet(tx, s.tenant, columnTerm("priority", priority), s.members)
			}
			if err != nil {
				yield(0, err)
				return
			}
			var beyond *int64
			if g.after != nil && priority == g.after.key {
				beyond = &g.after.serial
			}
			for serial := range set.and(s.members).from(beyond, false) {
				if !yield(serial, nil) {
					return
				}
			}
		}
	}
}
