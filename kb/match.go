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
	m.refined = x.refined.Load()
	dst = m.match(dst, x.current.Load(), q)
	m.view, m.refined = nil, nil
	m.query = Query{}
	m.boost.clear()
	x.pool.Put(m)
	return dst
}

// matcher is the working memory of one match.
type matcher struct {
	opts      *IndexOptions
	view      *view
	query     Query
	key       []byte
	otherKey  []byte
	lines     analyzer
	cut       []text.Token
	segmented bool
	hashes    []uint64 // of the tokens
	denied    []bool   // by token, once somebody wants to know
	finds     []find
	filter    filter
	numbers   []uint32
	pattern   patternMatch
	boost     boosting
	smart     smartMatch
	facts     factMatch
	trace     *Explanation // nil unless somebody wants to know
	refined   *refined     // or nil
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
	boost float64
	args  map[string]string
	doubt Doubt
	fact  int // of a row, counted from 1; 0 is none
}

const defaultLimit = 5

func (m *matcher) match(dst []Hit, v *view, q Query) []Hit {
	if q.Limit <= 0 {
		q.Limit = defaultLimit
	}
	m.look(v)
	m.query, m.segmented, m.finds = q, false, m.finds[:0]
	m.prepareFilter()
	m.key = m.key[:0]
	if len(q.Text) <= MaxQuestion {
		if v.nodes.n > 0 { // whose layer wants the tokens too
			m.tokens()
			m.key = m.lines.buffer.AppendKey(m.key)
		} else {
			m.key = text.AppendKey(m.key, q.Text)
		}
		if len(m.key) == 0 {
			return dst
		}
	} else {
		m.query.Text = strings.ToValidUTF8(q.Text[:MaxQuestion], "")
	}
	m.prepareBoosts()
	m.layers(m.opts.Precedence)
	return m.appendHits(dst)
}

// look makes the matcher read texts as the entries of a view were read.
func (m *matcher) look(v *view) { m.view, m.lines.lexicon = v, v.core.analyzer.lexicon }

// appendHits turns the best finds into hits.
func (m *matcher) appendHits(dst []Hit) []Hit {
	var room []unpacked
	finds := m.finds[:min(len(m.finds), m.query.Limit)]
	for i, f := range finds {
		s := m.view.slots.at(f.slot)
		e := m.view.entryIn(f.slot, &room, len(finds)-i)
		dst = append(dst, Hit{
			Entry: e, Mode: e.Mode, Phrasing: e.wording(int(f.line-s.first) - 1), Score: f.score, Boost: f.boost, Args: f.args,
			Doubts: f.doubt, Fact: e.fact(f.fact),
		})
	}
	return dst
}
