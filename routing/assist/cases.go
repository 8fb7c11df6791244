package assist

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/kefu-go/kefu/internal/text"
)

// Case is an earlier conversation or ticket, and how it ended.
type Case struct {
	ID       string
	Problem  string
	Solution string
	Category string
	Locale   string
	Tags     []string
}

// Cases finds earlier cases by the words of their problems: a [Source] of similar
// cases, in memory. It is safe for concurrent use. The host fills it, with the latest
// few ten thousand cases that went well, for instance.
type Cases struct {
	mu    sync.RWMutex
	index *index
	docs  []*Case // by place
	byID  map[string]uint32
}

// NewCases returns a collection of these cases.
func NewCases(list ...Case) *Cases {
	c := &Cases{index: newIndex(), byID: map[string]uint32{}}
	c.Put(list...)
	return c
}

func (c *Case) fieldsOf() []field {
	fields := []field{{c.Problem, 1}, {c.Solution, 0.4}}
	for _, tag := range c.Tags {
		fields = append(fields, field{tag, 0.8})
	}
	return fields
}

// Put adds cases; one with the id of another takes its place. Those without an id or
// a problem are passed over.
func (c *Cases) Put(list ...Case) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, one := range list {
		if one.ID == "" || text.Key(one.Problem) == "" {
			continue
		}
		c.remove(one.ID)
		one.Tags = slices.Clone(one.Tags)
		place := c.index.add(language(one.Locale), one.fieldsOf()...)
		if int(place) == len(c.docs) {
			c.docs = append(c.docs, nil)
		}
		c.docs[place], c.byID[one.ID] = &one, place
	}
}

// Remove takes cases away.
func (c *Cases) Remove(ids ...string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, id := range ids {
		c.remove(id)
	}
}

func (c *Cases) remove(id string) {
	place, ok := c.byID[id]
	if !ok {
		return
	}
	d := c.docs[place]
	c.index.remove(place, language(d.Locale), d.fieldsOf()...)
	c.docs[place] = nil
	delete(c.byID, id)
}

// The numbers of similar cases, chosen by hand.
const (
	suggestCases = 5
	leastAlike   = 0.35 // share of the customer's words that a case needs
	otherCase    = 0.7  // of the score of a case in another category
)

// Suggest implements [Source]: it finds what is like what the customer has said
// since he was answered last, or in his first line if that is nothing.
func (c *Cases) Suggest(ctx context.Context, s *Situation) ([]Suggestion, error) {
	query := ""
	for _, line := range s.asked() {
		query += line.Text + "\n"
	}
	if text.Key(query) == "" {
		if i := slices.IndexFunc(s.Lines, func(l Line) bool { return l.By == ByCustomer }); i >= 0 {
			query = s.Lines[i].Text + "\n"
		}
	}
	var list []Suggestion
	c.mu.RLock()
	c.index.find(query, language(s.Locale), func(place uint32, share float64) {
		d := c.docs[place]
		if share < leastAlike || d.ID == s.Conversation || !fitsLocale(d.Locale, s.Locale) {
			return
		}
		if s.Category != "" && d.Category != "" && !underCategory(d.Category, s.Category) && !underCategory(s.Category, d.Category) {
			share *= otherCase
		}
		list = append(list, Suggestion{Kind: SimilarCase, ID: d.ID, Title: d.Problem, Text: d.Solution, Score: share})
	})
	c.mu.RUnlock()
	slices.SortFunc(list, func(a, b Suggestion) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID)) })
	return list[:min(len(list), suggestCases)], ctx.Err()
}
