package kb

import "slices"

// appendSmart appends the ranked entries with their confidence.
func (m *matcher) appendSmart(dst []Hit) []Hit {
	s, v := &m.smart, m.view
	s.hits = s.hits[:0]
	for _, f := range s.slots {
		e := v.slots[f.id].entry
		s.hits = append(s.hits, Hit{Entry: e, Mode: Smart, Phrasing: e.wording(int(f.best-v.slots[f.id].first) - 1), Score: f.score})
	}
	slices.SortFunc(s.hits, m.order)
	n := min(len(s.hits), m.query.Limit)
	dst = append(dst, s.hits[:n]...)
	clear(s.hits) // hold on to no entry
	return dst
}
