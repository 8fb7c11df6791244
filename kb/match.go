package kb

import (
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
	m.query, m.filter = Query{}, filter{}
	x.pool.Put(m)
	return dst
}

// matcher is the working memory of one match.
type matcher struct {
	opts      *IndexOptions
	view      *view
	query     Query
	filter    filter
	key       []byte
	lines     analyzer
	cut       []text.Token
	segmented bool
	path      []byte
	pattern   patternMatch
	boost     boosting
	smart     smartMatch
	trace     *Explanation // nil unless somebody wants to know
}

const defaultLimit = 5

func (m *matcher) match(dst []Hit, v *view, q Query) []Hit {
	if q.Limit <= 0 {
		q.Limit = defaultLimit
	}
	m.view, m.query, m.segmented = v, q, false
	m.filter = filterOf(&m.query, v.timed, m.opts.Now)
	m.key = m.key[:0]
	if len(q.Text) <= MaxQuestion {
		m.key = text.AppendKey(m.key, q.Text)
		if len(m.key) == 0 {
			return dst
		}
	} else {
		m.query.Text = strings.ToValidUTF8(q.Text[:MaxQuestion], "")
	}
	m.prepareBoosts()
	return m.layers(dst, m.opts.Precedence)
}
