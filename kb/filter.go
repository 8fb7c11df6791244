package kb

import (
	"slices"
	"strings"
	"time"
)

// filter is what a query asks of an entry before anything is compared. What it
// keeps out takes no place among the candidates and has no part in their
// competition. All but the bounds of validity is the same for all entries with a
// facet, and is decided once for each.
type filter struct {
	on       bool
	live     bool // only entries with a live answer
	at       time.Time
	verdicts []verdict // by facet
}

// verdict is whether entries with a facet pass the query's filters.
type verdict uint8

const (
	undecided verdict = iota
	passes
	fails
	depends // on the bounds of validity
)

// facets is what some facet of an index has.
type facets struct {
	timed  bool // entries that are valid for a time only
	live   bool // entries with a live answer
	choosy bool // entries with a least score of their own
	// chitChat: small talk.
	chitChat bool
}

func (a *facets) note(f facet) {
	a.timed, a.live = a.timed || f.timed, a.live || f.live
	a.choosy, a.chitChat = a.choosy || f.minScore > 0, a.chitChat || f.kind == ChitChat
}

// prepareFilter prepares for the filters of the query. The clock is asked only if it
// matters.
func (m *matcher) prepareFilter() {
	f, q := &m.filter, &m.query
	f.live, f.verdicts = false, f.verdicts[:0]
	f.on = q.Locale != "" || q.Category != "" || !q.Scope.all() || len(q.Kinds) > 0 || m.view.any.timed
	if !f.on {
		return
	}
	n := int(m.view.facets.n)
	f.verdicts = slices.Grow(f.verdicts, n)[:n]
	clear(f.verdicts)
	if m.view.any.timed {
		f.at = q.at(m.opts.Now)
	}
}

// at is the time that the query is about.
func (q *Query) at(now func() time.Time) time.Time {
	if q.At.IsZero() {
		return now()
	}
	return q.At
}

// filtered reports whether some living entries of the view cannot be hits.
func (m *matcher) filtered() bool { return m.filter.on || m.filter.live || m.leave.slots != nil }

// admits reports whether a slot of the view is alive in it and passes the query's
// filters.
func (m *matcher) admits(index uint32) bool {
	s := m.view.slots.at(index)
	return (!m.view.dead || m.view.alive(s)) && (m.leave.slots == nil || !m.leave.slots[index]) && m.obstacle(s) == ""
}

// obstacle names what keeps an entry out, or is empty.
func (m *matcher) obstacle(s *slot) Obstacle {
	f := m.view.facet(s)
	if m.filter.live && !f.live {
		return NotLive
	}
	if !m.filter.on {
		return ""
	}
	at := &m.filter.verdicts[s.facet]
	if *at == undecided {
		switch {
		case m.query.refuses(f) != "":
			*at = fails
		case f.timed:
			*at = depends
		default:
			*at = passes
		}
	}
	switch *at {
	case fails:
		return m.query.refuses(f)
	case depends:
		if from, to := packedValidity(m.view.record(s)); !validAt(from, to, m.filter.at) {
			return NotValid
		}
	}
	return ""
}

// refuses names what keeps all entries with a facet from being hits, or is empty.
func (q *Query) refuses(f *facet) Obstacle {
	switch {
	case q.Locale != "" && !serves(f.locale, q.Locale):
		return OtherLocale
	case q.Category != "" && !within(f.category, q.Category):
		return OtherCategory
	case !q.Scope.sees(f.base):
		return OutOfScope
	case len(q.Kinds) > 0 && !slices.Contains(q.Kinds, f.kind.orFAQ()):
		return OtherKind
	}
	return ""
}

// passes reports whether an entry may be a hit at a time.
func (q *Query) passes(e *Entry, at time.Time) bool {
	f := e.facet()
	return q.refuses(&f) == "" && e.validAt(at)
}

func (s *Scope) all() bool { return !s.Public && len(s.Bases) == 0 }

// sees reports whether entries of a base are within the scope.
func (s *Scope) sees(base string) bool {
	if s.all() {
		return true
	}
	if base == "" {
		return s.Public
	}
	return slices.Contains(s.Bases, base)
}

// orFAQ is the kind, never empty.
func (k Kind) orFAQ() Kind {
	if k == "" {
		return FAQ
	}
	return k
}

// kind is the kind of the entry, never empty.
func (e *Entry) kind() Kind { return e.Kind.orFAQ() }

// validAt reports whether the entry may be found at a time.
func (e *Entry) validAt(t time.Time) bool { return validAt(e.ValidFrom, e.ValidTo, t) }

func validAt(from, to, t time.Time) bool {
	return (from.IsZero() || !t.Before(from)) && (to.IsZero() || t.Before(to))
}

// timed reports whether the entry is valid for a time only.
func (e *Entry) timed() bool { return !e.ValidFrom.IsZero() || !e.ValidTo.IsZero() }

// serves reports whether an entry of one locale may answer a query of another:
// its own, a parent, or none. Java, Android and WeChat write zh_CN for zh-CN.
func serves(entry, query string) bool {
	if entry == "" {
		return true
	}
	entry, query = strings.ReplaceAll(entry, "_", "-"), strings.ReplaceAll(query, "_", "-")
	return len(entry) <= len(query) && strings.EqualFold(query[:len(entry)], entry) &&
		(len(entry) == len(query) || query[len(entry)] == '-')
}

// within reports whether a category is another one or below it.
func within(category, parent string) bool {
	parent = strings.TrimSuffix(parent, "/")
	return strings.HasPrefix(category, parent) && (len(category) == len(parent) || category[len(parent)] == '/')
}
