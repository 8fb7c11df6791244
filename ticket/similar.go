package ticket

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// Match is a ticket that is like another one, and why.
type Match struct {
	Ticket Ticket `json:"ticket"`
	// Score is how alike they are, in [0,1]: 0.7 of Text, 0.1 for the same customer, 0.05
	// for the same category, up to 0.1 for how lately it changed (half after 30 days), and
	// 0.05 if it is active.
	Score float64 `json:"score"`
	// Text is how alike the words are, in [0,1]: 1 for the same ones. Rare words count
	// more; Words are the weightiest that both have, as [Words] has them.
	Text  float64  `json:"text"`
	Words []string `json:"words,omitempty"`
	// Customer and Category say that they are the same.
	Customer bool `json:"customer,omitempty"`
	Category bool `json:"category,omitempty"`
	// Duplicate says that it is most likely the same case: an active ticket of the same
	// customer that changed within 7 days, with a Text of at least 0.5, and no number of
	// four digits or more (an order, for instance) where each has others.
	Duplicate bool `json:"duplicate,omitempty"`
}

// The bounds of the search for tickets that are alike, and what makes a duplicate.
const (
	similarWords     = 24 // looked for
	similarPage      = 30 // tickets looked at for each word, the youngest
	similarRead      = 24 // candidates whose words are read
	similarComments  = 20 // events of each that are read
	similarHalf      = 30 * 24 * time.Hour
	duplicateWindow  = 7 * 24 * time.Hour
	duplicateText    = 0.5
	similarLeastText = 0.15
)

// Similar returns at most n tickets (default 5) that are like a draft, the most alike
// first: by their words, and the customer's own. Merged tickets and spam are left out;
// so are tickets of other customers that share little. It asks the store for words and
// customers only, some 30 times at most, and reads the beginnings of some 24 histories.
func (d *Desk) Similar(ctx context.Context, draft Draft, n int) ([]Match, error) {
	s := similar{desk: d, now: d.now(), draft: &draft, weight: map[string]float64{}, found: map[string]*Ticket{}, shares: map[string]float64{}}
	s.has = draft.telling()
	if err := s.search(ctx); err != nil {
		return nil, err
	}
	matches, err := s.compare(ctx)
	if err != nil {
		return nil, err
	}
	if n <= 0 {
		n = 5
	}
	return matches[:min(n, len(matches))], nil
}

// SimilarTo is Similar for a ticket that is there, by what its customer wrote.
func (d *Desk) SimilarTo(ctx context.Context, id string, n int) ([]Match, error) {
	t, err := d.store.Load(ctx, id)
	if err != nil {
		return nil, err
	}
	draft := Draft{ID: id, Subject: t.Subject, Category: t.Category, Customer: t.Customer}
	if draft.Comments, err = d.wrote(ctx, &t); err != nil {
		return nil, err
	}
	return d.Similar(ctx, draft, n)
}

// similar is a search under way.
type similar struct {
	desk   *Desk
	now    time.Time
	draft  *Draft
	has    []string           // words of the draft that tell something, the ones to look for first
	weight map[string]float64 // of those that were looked for, by how rare they are
	usual  float64            // weight of all others
	found  map[string]*Ticket
	shares map[string]float64 // by ticket, what it shares as far as the search tells
}

// telling are the words of what the customer wrote, but those that only hold sentences
// together: those of the subject first, and long numbers and long words before others.
func (d *Draft) telling() (words []string) {
	texts := []string{d.Subject}
	for i := range d.Comments {
		if c := &d.Comments[i]; !c.Internal && (c.Author == nil || c.Author.Role == Customer) {
			texts = append(texts, clip(c.Text, MaxValue))
		}
	}
	seen := map[string]bool{}
	for _, t := range texts {
		found := slices.DeleteFunc(Words(t), func(w string) bool {
			return seen[w] || text.IsFunctionWord("en", []byte(w)) || text.IsFunctionWord("zh", []byte(w)) || politeWords[w] || w[0] < utf8.RuneSelf && len(w) == 1
		})
		slices.SortStableFunc(found, func(a, b string) int {
			return cmp.Or(one(isCode(b))-one(isCode(a)), cmp.Compare(utf8.RuneCountInString(b), utf8.RuneCountInString(a)))
		})
		for _, w := range found {
			seen[w] = true
		}
		words = append(words, found...)
	}
	return words[:min(len(words), MaxWords)]
}

// isCode says whether a word is a number that names something, such as an order.
func isCode(word string) bool { return len(word) >= 4 && strings.Trim(word, "0123456789") == "" }

// search finds tickets that share words, or the customer, and how rare the words are.
func (s *similar) search(ctx context.Context) error {
	newest, err := s.desk.store.Find(ctx, Filter{}, Page{Desc: true, Limit: 1})
	if err != nil || len(newest.Tickets) == 0 {
		return err
	}
	last := newest.Tickets[0].Serial
	if s.draft.Customer != "" {
		own, err := s.desk.store.Find(ctx, Filter{Customers: []string{s.draft.Customer}}, Page{Desc: true, Limit: similarPage})
		if err != nil {
			return err
		}
		for i := range own.Tickets {
			s.take(&own.Tickets[i], 0.5)
		}
	}
	sum := 0.0
	for _, w := range s.has[:min(len(s.has), similarWords)] {
		with, err := s.desk.store.Find(ctx, Filter{Words: []string{w}}, Page{Desc: true, Limit: similarPage})
		if err != nil {
			return err
		}
		n := float64(len(with.Tickets))
		if with.Next != "" { // as dense as among the youngest
			n *= float64(last) / float64(last-with.Tickets[len(with.Tickets)-1].Serial+1)
		}
		s.weight[w] = math.Log(1 + (float64(last)+1)/(n+0.5))
		sum += s.weight[w]
		for i := range with.Tickets {
			s.take(&with.Tickets[i], s.weight[w])
		}
	}
	s.usual = sum / float64(max(len(s.weight), 1))
	return nil
}

// take notes that a ticket shares something.
func (s *similar) take(t *Ticket, share float64) {
	if t.ID == s.draft.ID || t.Kind == KindMerged || t.Kind == KindSpam {
		return
	}
	if s.found[t.ID] == nil {
		s.found[t.ID] = t
	}
	s.shares[t.ID] += share
}

// compare reads what the customers of the most promising tickets wrote.
func (s *similar) compare(ctx context.Context) ([]Match, error) {
	ids := slices.SortedFunc(maps.Keys(s.found), func(a, b string) int {
		return cmp.Or(cmp.Compare(s.shares[b], s.shares[a]), cmp.Compare(s.found[b].Serial, s.found[a].Serial))
	})
	var matches []Match
	for _, id := range ids[:min(len(ids), similarRead)] {
		t := s.found[id]
		there := Draft{Subject: t.Subject}
		var err error
		if there.Comments, err = s.desk.wrote(ctx, t); err != nil {
			return nil, err
		}
		if m := s.match(t, there.telling()); m.Text >= similarLeastText || m.Customer {
			matches = append(matches, m)
		}
	}
	slices.SortStableFunc(matches, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Ticket.Serial, a.Ticket.Serial))
	})
	return matches, nil
}

// match says how alike the draft and a ticket with these words are.
func (s *similar) match(t *Ticket, words []string) Match {
	m := Match{
		Ticket: s.desk.show(*t), Customer: t.Customer != "" && t.Customer == s.draft.Customer,
		Category: t.Category != "" && t.Category == s.draft.Category,
	}
	m.Text, m.Words = s.alike(words)
	age := max(s.now.Sub(t.Updated), 0)
	lately := math.Exp2(-float64(age) / float64(similarHalf))
	m.Score = 0.7*m.Text + 0.1*float64(one(m.Customer)) + 0.05*float64(one(m.Category)) + 0.1*lately + 0.05*float64(one(t.Kind.Active()))
	m.Duplicate = m.Customer && t.Kind.Active() && age <= duplicateWindow && m.Text >= duplicateText && !otherCodes(s.has, words)
	return m
}

// alike is the cosine of two sets of words, weighed by how rare they are, and the
// weightiest words that both have.
func (s *similar) alike(words []string) (cosine float64, shared []string) {
	weigh := func(w string) float64 { return cmp.Or(s.weight[w], s.usual) }
	var here, there, both float64
	for _, w := range s.has {
		here += weigh(w) * weigh(w)
	}
	for _, w := range words {
		there += weigh(w) * weigh(w)
		if slices.Contains(s.has, w) {
			both += weigh(w) * weigh(w)
			shared = append(shared, w)
		}
	}
	if both == 0 {
		return 0, nil
	}
	slices.SortStableFunc(shared, func(a, b string) int { return cmp.Or(cmp.Compare(weigh(b), weigh(a)), cmp.Compare(a, b)) })
	return min(both/math.Sqrt(here*there), 1), shared[:min(len(shared), 8)]
}

// otherCodes says whether both texts have numbers that name something, and no common one.
func otherCodes(a, b []string) bool {
	codesA := slices.DeleteFunc(slices.Clone(a), func(w string) bool { return !isCode(w) })
	codesB := slices.DeleteFunc(slices.Clone(b), func(w string) bool { return !isCode(w) })
	return len(codesA) > 0 && len(codesB) > 0 && !slices.ContainsFunc(codesA, func(w string) bool { return slices.Contains(codesB, w) })
}

// wrote are the first words of the customer on a ticket.
func (d *Desk) wrote(ctx context.Context, t *Ticket) (comments []Comment, err error) {
	n := 0
	for e, err := range d.store.History(ctx, t.ID, 0) {
		if err != nil {
			return nil, err
		}
		for _, r := range ownComments([]Event{e}) {
			his := r.Actor.Role == Customer || e.Type == EventOpened && r.Comment.Author == nil
			if his && !r.Comment.Internal {
				comments = append(comments, r.Comment)
			}
		}
		if n++; n == similarComments {
			break
		}
	}
	return comments, nil
}
