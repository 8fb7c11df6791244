package tickettest

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"github.com/kefu-go/kefu/ticket"
)

// onFilter replaces the filter of a search.
func onFilter(change func(f *ticket.Filter)) func(s *broken) {
	return func(s *broken) {
		s.find = func(ctx context.Context, f ticket.Filter, p ticket.Page) (ticket.Found, error) {
			change(&f)
			return s.right.Find(ctx, f, p)
		}
	}
}

// onCount replaces the filter of a count, and what was counted.
func onCount(change func(f *ticket.Filter), counted func(by ticket.GroupBy, counts map[string]int)) func(s *broken) {
	return func(s *broken) {
		s.count = func(ctx context.Context, f ticket.Filter, by ticket.GroupBy) (map[string]int, error) {
			if change != nil {
				change(&f)
			}
			counts, err := s.right.Count(ctx, f, by)
			if counted != nil && err == nil {
				counted(by, counts)
			}
			return counts, err
		}
	}
}

// forgottenConditions are stores that each overlook one field of filters.
func forgottenConditions() (faults []fault) {
	for i := range reflect.TypeFor[ticket.Filter]().NumField() {
		name := reflect.TypeFor[ticket.Filter]().Field(i).Name
		forget := func(f *ticket.Filter) { reflect.ValueOf(f).Elem().Field(i).SetZero() }
		faults = append(faults,
			fault{"finding overlooks " + name, []string{"find/each field", "find/fields together", "find/at random"}, onFilter(forget)},
			fault{"counting overlooks " + name, []string{"find/each field"}, onCount(forget, nil)},
		)
	}
	return faults
}

// onPage replaces what is asked of a page, onFound the page.
func onPage(change func(p *ticket.Page)) func(s *broken) {
	return func(s *broken) {
		s.find = func(ctx context.Context, f ticket.Filter, p ticket.Page) (ticket.Found, error) {
			change(&p)
			return s.right.Find(ctx, f, p)
		}
	}
}

func onFound(change func(p ticket.Page, found *ticket.Found)) func(s *broken) {
	return func(s *broken) {
		s.find = func(ctx context.Context, f ticket.Filter, p ticket.Page) (ticket.Found, error) {
			found, err := s.right.Find(ctx, f, p)
			if err == nil {
				change(p, &found)
			}
			return found, err
		}
	}
}

// offsets makes pages by counting what came before, as SQL's OFFSET does.
func offsets(s *broken) {
	s.find = func(ctx context.Context, f ticket.Filter, p ticket.Page) (ticket.Found, error) {
		skip, limit := len(p.After), p.Limit
		p.After, p.Limit = "", 1000
		found, err := s.right.Find(ctx, f, p)
		if err != nil {
			return found, err
		}
		found.Tickets = found.Tickets[min(skip, len(found.Tickets)):]
		if limit == 0 {
			limit = 50
		}
		if len(found.Tickets) > limit {
			found.Tickets, found.Next = found.Tickets[:limit], strings.Repeat("x", skip+limit)
		}
		return found, nil
	}
}

// oldWords makes tickets lose the words of earlier commits, if they get new ones.
func oldWords(s *broken) {
	words := map[string][]string{}
	s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
		tickets, err := s.right.Commit(ctx, c)
		for _, change := range c.Changes {
			if err == nil {
				words[change.Ticket.ID] = change.Words
			}
		}
		return tickets, err
	}
	s.find = func(ctx context.Context, f ticket.Filter, p ticket.Page) (ticket.Found, error) {
		found, err := s.right.Find(ctx, f, p)
		found.Tickets = slices.DeleteFunc(found.Tickets, func(t ticket.Ticket) bool { return !allOf(f.Words, words[t.ID]) })
		return found, err
	}
}

// staleTerms makes tickets be found by what they were tagged with before.
func staleTerms(s *broken) {
	old := map[string][]string{}
	s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
		for i := range c.Changes {
			t := &c.Changes[i].Ticket
			old[t.ID] = append(old[t.ID], t.Tags...)
		}
		return s.right.Commit(ctx, c)
	}
	s.find = func(ctx context.Context, f ticket.Filter, p ticket.Page) (ticket.Found, error) {
		tags := f.Tags
		f.Tags = nil
		found, err := s.right.Find(ctx, f, p)
		found.Tickets = slices.DeleteFunc(found.Tickets, func(t ticket.Ticket) bool { return !allOf(tags, old[t.ID]) })
		return found, err
	}
}

var findFaults = []fault{
	{"words are any of", []string{"terms/words", "find/each field"}, onFilter(func(f *ticket.Filter) { f.Words = f.Words[:min(1, len(f.Words))] })},
	{"words are forgotten with the next ones", []string{"terms/words stay"}, oldWords},
	{"tags that went are still found", []string{"terms/changes", "find/at random"}, staleTerms},
	{"tags are words", []string{"terms/changes"}, func(s *broken) {
		onCommit(func(c *ticket.Commit) {
			for i := range c.Changes {
				c.Changes[i].Words = append(slices.Clone(c.Changes[i].Words), c.Changes[i].Ticket.Tags...)
			}
		})(s)
	}},
	{"tickets are found by their first owner", []string{"terms/columns change"}, func(s *broken) {
		first := map[string]string{}
		onCommit(func(c *ticket.Commit) {
			for i := range c.Changes {
				t := &c.Changes[i].Ticket
				if owner, ok := first[t.ID]; ok && t.Owner == "" {
					t.Owner = owner
				}
				first[t.ID] = t.Owner
			}
		})(s)
	}},
	{"a category is a prefix", []string{"find/each field"}, func(s *broken) {
		s.find = func(ctx context.Context, f ticket.Filter, p ticket.Page) (ticket.Found, error) {
			category := f.Category
			f.Category = ""
			found, err := s.right.Find(ctx, f, p)
			found.Tickets = slices.DeleteFunc(found.Tickets, func(t ticket.Ticket) bool { return !strings.HasPrefix(t.Category, category) })
			return found, err
		}
	}},
	{"every way to count will do", []string{"count/groups"}, func(s *broken) {
		s.count = func(ctx context.Context, f ticket.Filter, by ticket.GroupBy) (map[string]int, error) {
			if !slices.Contains(groups(), by) {
				by = ticket.CountAll
			}
			return s.right.Count(ctx, f, by)
		}
	}},
	{"who has nobody is not counted", []string{"count/groups"}, onCount(nil, func(by ticket.GroupBy, counts map[string]int) {
		if by != ticket.CountAll {
			delete(counts, "")
		}
	})},
	{"nothing is counted as nothing", []string{"count/groups", "find/each field"}, onCount(nil, func(_ ticket.GroupBy, counts map[string]int) {
		for key, n := range counts {
			if n == 0 {
				delete(counts, key)
			}
		}
	})},
	{"ties are turned round too", []string{"page/orders", "page/stable"}, func(s *broken) {
		s.find = func(ctx context.Context, f ticket.Filter, p ticket.Page) (ticket.Found, error) {
			found, err := s.right.Find(ctx, f, p)
			if p.By == ticket.ByPriority && p.Desc {
				slices.SortStableFunc(found.Tickets, func(a, b ticket.Ticket) int {
					if a.Priority != b.Priority {
						return b.Priority - a.Priority
					}
					return int(b.Serial - a.Serial)
				})
			}
			return found, err
		}
	}},
	{"what has no deadline comes first", []string{"page/orders"}, onFound(func(p ticket.Page, found *ticket.Found) {
		if p.By == ticket.ByDeadline {
			slices.SortStableFunc(found.Tickets, func(a, b ticket.Ticket) int {
				switch {
				case a.Deadline.IsZero() && !b.Deadline.IsZero():
					return -1
				case b.Deadline.IsZero() && !a.Deadline.IsZero():
					return 1
				}
				return 0
			})
		}
	})},
	{"every page is in the order of serials", []string{"page/orders", "find/at random"}, onFound(func(_ ticket.Page, found *ticket.Found) {
		slices.SortFunc(found.Tickets, func(a, b ticket.Ticket) int { return int(a.Serial - b.Serial) })
	})},
	{"the usual limit is another", []string{"page/limits"}, onPage(func(p *ticket.Page) {
		if p.Limit == 0 {
			p.Limit = 20
		}
	})},
	{"limits are brought into range", []string{"page/limits"}, onPage(func(p *ticket.Page) { p.Limit = min(max(p.Limit, 0), 1000) })},
	{"the last page has a Next", []string{"page/limits"}, onFound(func(p ticket.Page, found *ticket.Found) {
		if len(found.Tickets) == p.Limit && found.Next == "" {
			found.Next = "more"
		}
	})},
	{"an unknown order is that of serials", []string{"page/invalid"}, onPage(func(p *ticket.Page) {
		if !slices.Contains(orders(), p.By) {
			p.By = ""
		}
	})},
	{"a damaged After is the first page", []string{"page/invalid"}, func(s *broken) {
		s.find = func(ctx context.Context, f ticket.Filter, p ticket.Page) (ticket.Found, error) {
			found, err := s.right.Find(ctx, f, p)
			if err != nil && p.After != "" {
				p.After = ""
				return s.right.Find(ctx, f, p)
			}
			return found, err
		}
	}},
	{"pages are counted from the first", []string{"page/stable", "page/invalid"}, offsets},
}
