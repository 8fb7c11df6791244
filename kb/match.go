package kb

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// Match returns the entries that fit a query, the best first, as the package
// comment describes. No hit, and a query of nothing but white space, gives nil.
func (x *Index) Match(q Query) []Hit { return x.AppendMatch(nil, q) }

// AppendMatch appends the hits of [Index.Match] to dst. With room in dst, a hit of
// identical text costs no allocation.
func (x *Index) AppendMatch(dst []Hit, q Query) []Hit {
	m := x.pool.Get().(*matcher)
	m.refined = x.refined.Load()
	dst = m.match(dst, x.current.Load(), q)
	m.view, m.refined = nil, nil
	m.query = Query{}
	x.pool.Put(m)
	return dst
}

// matcher is the working memory of one match.
type matcher struct {
	view      *view
	query     Query
	key       []byte
	otherKey  []byte
	lines     analyzer
	cut       []text.Token
	segmented bool
	hashes    []uint64 // of the tokens
	finds     []find
	verdicts  []verdict // by facet
	numbers   []uint32
	smart     smartMatch
	facts     factMatch
	refined   *refined // or nil
	leave     leave
}

// leave says what a match does as if it were not there. Refining asks so what
// the index would say without it.
type leave struct {
	doc   uint32 // id + 1; 0 is none
	slots []bool // by index; nil is none
}

// find is an entry that a layer has found. It becomes a hit if it is among the
// best.
type find struct {
	slot  uint32
	line  uint32 // the wording that matched best
	score float64
	doubt Doubt
	fact  int // of a row, counted from 1; 0 is none
}

const defaultLimit = 5

func (m *matcher) match(dst []Hit, v *view, q Query) []Hit {
	if q.Limit <= 0 {
		q.Limit = defaultLimit
	}
	m.view, m.query, m.segmented, m.finds = v, q, false, m.finds[:0]
	m.lines.lexicon = v.core.analyzer.lexicon
	m.filter()
	if len(q.Text) <= MaxQuestion {
		m.key = text.AppendKey(m.key[:0], q.Text)
		if len(m.key) == 0 {
			return dst
		}
		m.exact()
	} else {
		m.query.Text = strings.ToValidUTF8(q.Text[:MaxQuestion], "")
	}
	if len(m.finds) == 0 {
		m.contains()
	}
	if len(m.finds) == 0 {
		m.findSmart()
	} else if len(m.finds) > 1 {
		slices.SortFunc(m.finds, m.order)
	}
	return m.appendHits(dst)
}

// appendHits turns the best finds into hits.
func (m *matcher) appendHits(dst []Hit) []Hit {
	for _, f := range m.finds[:min(len(m.finds), m.query.Limit)] {
		s := m.view.slots.at(f.slot)
		e := m.view.entry(f.slot)
		dst = append(dst, Hit{Entry: e, Mode: e.Mode, Phrasing: e.wording(int(f.line-s.first) - 1), Score: f.score, Doubts: f.doubt, Fact: e.fact(f.fact)})
	}
	return dst
}

// order is the order of finds within a layer.
func (m *matcher) order(a, b find) int {
	return cmp.Or(cmp.Compare(b.score, a.score), m.view.order(a.slot, b.slot))
}

// order is the order of two entries that match equally well.
func (v *view) order(a, b uint32) int {
	x, y := v.slots.at(a), v.slots.at(b)
	f, g := v.facet(x), v.facet(y)
	return cmp.Or(
		cmp.Compare(len(g.locale), len(f.locale)),
		cmp.Compare(g.priority, f.priority),
		cmp.Compare(v.id(x), v.id(y)),
	)
}

// verdict is whether entries with a facet pass the query's filters.
type verdict uint8

const (
	undecided verdict = iota
	passes
	fails
)

// filter prepares for the filters of the query.
func (m *matcher) filter() {
	m.verdicts = m.verdicts[:0]
	if m.query.Locale != "" || m.query.Category != "" {
		n := int(m.view.facets.n)
		m.verdicts = slices.Grow(m.verdicts, n)[:n]
		clear(m.verdicts)
	}
}

// filtered reports whether some entries of the view cannot be hits.
func (m *matcher) filtered() bool { return m.view.dead || len(m.verdicts) > 0 || m.leave.slots != nil }

// admits reports whether a slot of the view is alive in it and passes the query's
// filters.
func (m *matcher) admits(index uint32) bool {
	s := m.view.slots.at(index)
	if !m.view.alive(s) || m.leave.slots != nil && m.leave.slots[index] {
		return false
	}
	if len(m.verdicts) == 0 {
		return true
	}
	at := &m.verdicts[s.facet]
	if *at == undecided {
		*at = fails
		if m.passes(m.view.facet(s)) {
			*at = passes
		}
	}
	return *at == passes
}

// passes reports whether entries with a facet pass the filters.
func (m *matcher) passes(f *facet) bool {
	return (m.query.Locale == "" || serves(f.locale, m.query.Locale)) &&
		(m.query.Category == "" || within(f.category, m.query.Category))
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
