package kb

import (
	"slices"
	"strings"
	"time"
)

// filter is what a query asks of an entry before anything is compared. What it
// keeps out takes no place among the candidates and has no part in their
// competition.
type filter struct {
	locale, category string
	scope            Scope
	kinds            []Kind
	at               time.Time // zero if no entry has bounds
	live             bool      // only entries with a live answer
	any              bool      // something is asked for
}

// filterOf returns the filter of a query; now is asked only if it matters.
func filterOf(q *Query, timed bool, now func() time.Time) filter {
	f := filter{locale: q.Locale, category: q.Category, scope: q.Scope, kinds: q.Kinds}
	if timed {
		if f.at = q.At; f.at.IsZero() {
			f.at = now()
		}
	}
	f.any = f.locale != "" || f.category != "" || !f.scope.all() || len(f.kinds) > 0 || timed
	return f
}

// passes reports whether an entry is what the query asks for.
func (f *filter) passes(e *Entry) bool { return f.reject(e) == "" }

// reject names what keeps an entry out, or is empty.
func (f *filter) reject(e *Entry) Obstacle {
	switch {
	case f.locale != "" && !serves(e.Locale, f.locale):
		return OtherLocale
	case f.category != "" && !within(e.Category, f.category):
		return OtherCategory
	case !f.scope.sees(e.Base):
		return OutOfScope
	case len(f.kinds) > 0 && !slices.Contains(f.kinds, e.kind()):
		return OtherKind
	case !f.at.IsZero() && !e.validAt(f.at):
		return NotValid
	case f.live && e.Answer.Action == nil:
		return NotLive
	}
	return ""
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

// kind is the kind of the entry, never empty.
func (e *Entry) kind() Kind {
	if e.Kind == "" {
		return FAQ
	}
	return e.Kind
}

// validAt reports whether the entry may be found at a time.
func (e *Entry) validAt(t time.Time) bool {
	return (e.ValidFrom.IsZero() || !t.Before(e.ValidFrom)) && (e.ValidTo.IsZero() || t.Before(e.ValidTo))
}

// timed reports whether the entry is valid for a time only.
func (e *Entry) timed() bool { return !e.ValidFrom.IsZero() || !e.ValidTo.IsZero() }

// admits reports whether a slot is in the view and passes the query's filter.
func (m *matcher) admits(s *slot) bool {
	return m.view.holds(s) && (!m.filter.any && !m.filter.live || m.filter.passes(s.entry))
}

// serves reports whether an entry of one locale may answer a query of another:
// its own, a parent, or none.
func serves(entry, query string) bool {
	if entry == "" {
		return true
	}
	return len(entry) <= len(query) && strings.EqualFold(query[:len(entry)], entry) &&
		(len(entry) == len(query) || query[len(entry)] == '-')
}

// within reports whether a category is another one or below it.
func within(category, parent string) bool {
	parent = strings.TrimSuffix(parent, "/")
	return strings.HasPrefix(category, parent) && (len(category) == len(parent) || category[len(parent)] == '/')
}
