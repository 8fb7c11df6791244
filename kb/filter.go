package kb

import (
	"slices"
	"time"
)

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

// validAt reports whether the entry may be found at a time.
func (e *Entry) validAt(t time.Time) bool {
	return (e.ValidFrom.IsZero() || !t.Before(e.ValidFrom)) && (e.ValidTo.IsZero() || t.Before(e.ValidTo))
}

// prepareFilter and prepareBoosts make a matcher ready for its query.
func (m *matcher) prepareFilter() { m.filter() }

func (m *matcher) prepareBoosts() {}
