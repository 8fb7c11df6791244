package ticket

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// memoryQuery is a [Filter] as a [MemoryStore] answers it.
type memoryQuery struct {
	// clauses are lists of terms: a ticket has one of each. The first is the one that
	// the fewest tickets have a term of.
	clauses []memoryClause
	// serials are those that the filter names, sorted; anyone says that it names none.
	serials []uint32
	anyone  bool

	priority, created, updated, deadline extent
	breached                             *bool
	awake                                int64
}

// memoryClause has the numbers of terms, and how many tickets have one of them, where
// tickets that have two count twice.
type memoryClause struct {
	terms   []uint32
	tickets int
}

// extent is what numbers lie in, both bounds included.
type extent struct{ from, to int64 }

func (s extent) has(n int64) bool { return s.from <= n && n <= s.to }

// never is the time, in microseconds, of what does not happen.
const never = math.MaxInt64

// micros is a time as the indexes have it.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return never
	}
	return t.UnixMicro()
}

// query reads a filter.
func (s *MemoryStore) query(f *Filter) memoryQuery {
	q := memoryQuery{anyone: true, breached: f.Breached, awake: never}
	s.name(&q, f)
	for _, list := range []struct {
		field  string
		values []string
	}{
		{stateTerm, f.States},
		{typeTerm, f.Types},
		{ownerTerm, f.Owners},
		{groupTerm, f.Groups},
		{customerTerm, f.Customers},
		{conversationTerm, f.Conversations},
		{sourceTerm, f.Sources},
	} {
		s.oneOf(&q, list.field, list.values)
	}
	kinds := make([]string, len(f.Kinds))
	for i, k := range f.Kinds {
		kinds[i] = string(k)
	}
	s.oneOf(&q, kindTerm, kinds)
	if f.Category != "" {
		s.oneOf(&q, categoryTerm, []string{f.Category})
	}
	for _, term := range f.Terms() {
		s.oneOf(&q, "", []string{term})
	}
	slices.SortFunc(q.clauses, func(a, b memoryClause) int { return cmp.Compare(a.tickets, b.tickets) })

	q.priority = extent{math.MinInt64, math.MaxInt64}
	if f.MinPriority != nil {
		q.priority.from = int64(*f.MinPriority)
	}
	if f.MaxPriority != nil {
		q.priority.to = int64(*f.MaxPriority)
	}
	q.created, q.updated, q.deadline = between(f.CreatedFrom, f.CreatedTo), between(f.UpdatedFrom, f.UpdatedTo), between(time.Time{}, f.DeadlineTo)
	if !f.Awake.IsZero() {
		q.awake = f.Awake.UnixMicro()
	}
	return q
}

func between(from, to time.Time) extent {
	s := extent{math.MinInt64, math.MaxInt64}
	if !from.IsZero() {
		s.from = from.UnixMicro()
	}
	if !to.IsZero() {
		s.to = to.UnixMicro() - 1
	}
	return s
}

// name takes the ids and serials of a filter down.
func (s *MemoryStore) name(q *memoryQuery, f *Filter) {
	if len(f.IDs) == 0 && len(f.Serials) == 0 {
		return
	}
	q.anyone = false
	for _, id := range f.IDs {
		if serial, ok := s.byID[id]; ok && (len(f.Serials) == 0 || slices.Contains(f.Serials, int64(serial))) {
			q.serials = append(q.serials, serial)
		}
	}
	if len(f.IDs) == 0 {
		for _, serial := range f.Serials {
			if serial > 0 && serial <= int64(len(s.tickets)) && s.at(uint32(serial)) != nil {
				q.serials = append(q.serials, uint32(serial))
			}
		}
	}
	slices.Sort(q.serials)
	q.serials = slices.Compact(q.serials)
}

// oneOf adds a clause, unless there are no values.
func (s *MemoryStore) oneOf(q *memoryQuery, field string, values []string) {
	if len(values) == 0 {
		return
	}
	var c memoryClause
	for _, v := range values {
		if n, ok := s.terms.number[field+v]; ok && !slices.Contains(c.terms, n) {
			c.terms = append(c.terms, n)
			c.tickets += s.terms.terms[n].tickets()
		}
	}
	q.clauses = append(q.clauses, c)
}

// named says whether the filter names a ticket, if it names any.
func (q *memoryQuery) named(serial uint32) bool {
	if q.anyone {
		return true
	}
	_, ok := slices.BinarySearch(q.serials, serial)
	return ok
}

// describes says whether a ticket is what was asked for, but for its name.
func (q *memoryQuery) describes(t *memoryTicket) bool {
	if !q.priority.has(t.priority) || !q.created.has(t.created) || !q.updated.has(t.updated) {
		return false
	}
	if q.deadline.to != math.MaxInt64 && !q.deadline.has(t.deadline) {
		return false
	}
	if q.breached != nil && *q.breached != t.late || q.awake != never && t.wake != never && t.wake > q.awake {
		return false
	}
	for _, c := range q.clauses {
		if !slices.ContainsFunc(c.terms, func(n uint32) bool { _, has := slices.BinarySearch(t.terms, n); return has }) {
			return false
		}
	}
	return true
}
