package assist

import (
	"slices"
)

// facet is what a search asks of every reply, packed so that ten thousand of them are
// looked at in little time.
type facet struct {
	used     float32 // logarithm of the uses
	lang     uint32  // 0 serves every language
	scope    uint32  // 0 is shared
	category uint32
	alive    bool
}

// interned gives names small numbers. "" is 0.
type interned map[string]uint32

func (n interned) of(name string) uint32 {
	id, ok := n[name]
	if !ok {
		id = uint32(len(n))
		n[name] = id
	}
	return id
}

// The kinds of names.
const (
	langName     = "l "
	ownerName    = "o "
	teamName     = "t "
	categoryName = "c "
)

func (r *Replies) facetOf(c *Canned, used float32) facet {
	f := facet{used: used, alive: true}
	if lang := language(c.Locale); lang != "" {
		f.lang = r.names.of(langName + lang)
	}
	switch {
	case c.Owner != "":
		f.scope = r.names.of(ownerName + c.Owner)
	case c.Team != "":
		f.scope = r.names.of(teamName + c.Team)
	}
	if c.Category != "" {
		f.category = r.names.of(categoryName + c.Category)
	}
	return f
}

// asking is a query in the numbers of facets.
type asking struct {
	*Query
	lang   uint32 // 0 if all are wanted
	own    uint32 // scope of the agent, 0 for none
	scopes []uint32
	below  []bool // by number: a category below the wanted one
	akin   []bool // or above it
}

// unknownName is the number of a name that no reply has.
const unknownName = ^uint32(0)

// asking prepares a query. The reader holds mu.
func (r *Replies) asking(q *Query) *asking {
	a, ok := r.pool.Get().(*asking)
	if !ok {
		a = new(asking)
	}
	a.Query, a.lang, a.own, a.scopes = q, 0, 0, a.scopes[:0]
	if lang := language(q.Locale); lang != "" {
		if a.lang, ok = r.names[langName+lang]; !ok {
			a.lang = unknownName
		}
	}
	if id, ok := r.names[ownerName+q.Agent]; ok && q.Agent != "" {
		a.own = id
	}
	for _, team := range q.Teams {
		if id, ok := r.names[teamName+team]; ok {
			a.scopes = append(a.scopes, id)
		}
	}
	a.below, a.akin = a.below[:0], a.akin[:0]
	if q.Category == "" {
		return a
	}
	a.below = slices.Grow(a.below, len(r.names))[:len(r.names)]
	a.akin = slices.Grow(a.akin, len(r.names))[:len(r.names)]
	clear(a.below)
	clear(a.akin)
	for name, id := range r.names {
		if len(name) > len(categoryName) && name[:len(categoryName)] == categoryName {
			category := name[len(categoryName):]
			a.below[id] = underCategory(category, q.Category)
			a.akin[id] = a.below[id] || underCategory(q.Category, category)
		}
	}
	return a
}

// consider weighs a reply that was found.
func (r *Replies) consider(a *asking, place uint32, share float64, by FoundBy, t *top) {
	f := &r.facets[place]
	if !f.alive || a.lang != 0 && f.lang != 0 && f.lang != a.lang ||
		f.scope != 0 && f.scope != a.own && !slices.Contains(a.scopes, f.scope) {
		return
	}
	fit := fitFloor
	if f.used > 0 {
		fit += fitUse * float64(f.used/r.mostUsed)
	}
	if a.Category != "" {
		switch {
		case a.akin[f.category]:
			fit += fitCategory
			if a.Only && !a.below[f.category] {
				return
			}
		case a.Only:
			return
		}
	}
	if f.scope != 0 && f.scope == a.own {
		fit += fitOwn
	}
	score := share * fit
	if by == ByShortcut && share == exactScore {
		score = exactScore + (1-exactScore)*fit
	}
	if t.below(score) || a.Tag != "" && !slices.Contains(r.docs[place].Tags, a.Tag) {
		return
	}
	t.add(place, score, by)
}

// top keeps the best of what is found, each once, the best first.
type top struct {
	limit int
	docs  []*doc
	list  []ranked
}

type ranked struct {
	place uint32
	score float64
	by    FoundBy
}

// below tells whether a score is too low to be kept.
func (t *top) below(score float64) bool {
	return t.limit == 0 || len(t.list) == t.limit && score < t.list[t.limit-1].score
}

// better orders by score, and then by id, so that the order is always the same.
func (t *top) better(a, b *ranked) bool {
	return a.score > b.score || a.score == b.score && t.docs[a.place].ID < t.docs[b.place].ID
}

func (t *top) add(place uint32, score float64, by FoundBy) {
	one := ranked{place, score, by}
	full := len(t.list) == t.limit
	if full && !t.better(&one, &t.list[t.limit-1]) {
		return
	}
	for i := range t.list {
		if t.list[i].place != place {
			continue
		}
		if !t.better(&one, &t.list[i]) {
			return
		}
		t.list = slices.Delete(t.list, i, i+1)
		full = false
		break
	}
	if full {
		t.list = t.list[:t.limit-1]
	}
	at := len(t.list)
	for at > 0 && t.better(&one, &t.list[at-1]) {
		at--
	}
	t.list = slices.Insert(t.list, at, one)
}
