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
	dst = m.match(dst, x.current.Load(), q)
	m.view = nil
	m.query = Query{}
	x.pool.Put(m)
	return dst
}

// matcher is the working memory of one match.
type matcher struct {
	view      *view
	query     Query
	key       []byte
	lines     analyzer
	cut       []text.Token
	segmented bool
	path      []byte
	smart     smartMatch
}

const defaultLimit = 5

func (m *matcher) match(dst []Hit, v *view, q Query) []Hit {
	if q.Limit <= 0 {
		q.Limit = defaultLimit
	}
	m.view, m.query, m.segmented = v, q, false
	m.lines.lexicon = v.core.lines.lexicon
	from := len(dst)
	if len(q.Text) <= MaxQuestion {
		m.key = text.AppendKey(m.key[:0], q.Text)
		if len(m.key) == 0 {
			return dst
		}
		dst = m.exact(dst)
	} else {
		m.query.Text = strings.ToValidUTF8(q.Text[:MaxQuestion], "")
	}
	if len(dst) == from {
		dst = m.contains(dst)
	}
	if len(dst) == from {
		return m.findSmart(dst)
	}
	if len(dst)-from > 1 {
		slices.SortFunc(dst[from:], m.order)
	}
	return dst[:min(len(dst), from+q.Limit)]
}

// order is the order of hits within a layer.
func (m *matcher) order(a, b Hit) int {
	return cmp.Or(
		cmp.Compare(b.Score, a.Score),
		cmp.Compare(len(b.Entry.Locale), len(a.Entry.Locale)),
		cmp.Compare(b.Entry.Priority, a.Entry.Priority),
		cmp.Compare(a.Entry.ID, b.Entry.ID),
	)
}

// admits reports whether a slot is in the view and passes the query's filters.
func (m *matcher) admits(s *slot) bool {
	return m.view.holds(s) &&
		(m.query.Locale == "" || serves(s.entry.Locale, m.query.Locale)) &&
		(m.query.Category == "" || within(s.entry.Category, m.query.Category))
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
