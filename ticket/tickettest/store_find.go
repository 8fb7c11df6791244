package tickettest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

var findChecks = []check{
	{Name: "find/each field", Run: func(ctx context.Context, s ticket.Store) error {
		if _, err := commit(ctx, s, three()...); err != nil {
			return err
		}
		for _, c := range fieldCases() {
			if err := found(ctx, s, fmt.Sprintf("the filter %s: %+v", c.field, c.filter), c.filter, c.want...); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "find/fields together", Run: func(ctx context.Context, s ticket.Store) error {
		// Every two conditions: what both of them describe.
		if _, err := commit(ctx, s, three()...); err != nil {
			return err
		}
		all := []*known{}
		for i, c := range three() {
			c.Ticket.Serial = int64(i) + 1
			all = append(all, &known{t: c.Ticket, words: c.Words})
		}
		cases := fieldCases()
		for i, a := range cases {
			for _, b := range cases[i+1:] {
				if a.field == b.field {
					continue
				}
				f := both(a.filter, b.filter)
				if err := found(ctx, s, fmt.Sprintf("%s and %s: %+v", a.field, b.field, f), f, ordered(&f, ticket.Page{}, all)...); err != nil {
					return err
				}
			}
		}
		return nil
	}},
	{Name: "find/at random", Run: atRandom},
	{Name: "count/groups", Run: func(ctx context.Context, s ticket.Store) error {
		all := []*known{}
		for i, c := range three() {
			c.Ticket.Serial = int64(i) + 1
			all = append(all, &known{t: c.Ticket, words: c.Words})
		}
		for _, by := range groups() {
			counts, err := s.Count(ctx, ticket.Filter{}, by)
			if err := storetest.First(err, storetest.Same(fmt.Sprintf("an empty store, counted by %q", by), counted(&ticket.Filter{}, by, nil), counts)); err != nil {
				return err
			}
		}
		if _, err := commit(ctx, s, three()...); err != nil {
			return err
		}
		for _, by := range groups() {
			for _, f := range []ticket.Filter{{}, {Customers: []string{"ann"}}, {Owners: []string{"mia", "bob"}}, {Owners: []string{"nobody of this name"}}} {
				counts, err := s.Count(ctx, f, by)
				if err := storetest.First(err, storetest.Same(fmt.Sprintf("counted by %q: %+v", by, f), counted(&f, by, all), counts)); err != nil {
					return err
				}
			}
		}
		_, err := s.Count(ctx, ticket.Filter{}, "color")
		return storetest.WantErr("a count by what there is not", err, ticket.ErrInvalid)
	}},
}

// three returns changes that make three tickets: a and b, which differ in everything
// that a filter compares, and the bare c.
func three() []ticket.Change {
	kinds := ticket.Kinds()
	a := opened("a", func(t *ticket.Ticket) {
		t.Kind, t.State, t.Type, t.Owner, t.Group, t.Customer, t.Conversation, t.Source = kinds[1], "working", "question", "mia", "billing", "ann", "c1", "s1"
		t.Category, t.Priority, t.Tags, t.Watchers, t.Fields = "billing/refund", 2, []string{"vip", "加急"}, []string{"bob", "mia"}, map[string]string{"color": "red", "size": "xl"}
		t.Created, t.Updated, t.Deadline, t.Wake = at(0), at(10), at(20), at(30)
		t.Clocks = []ticket.Clock{{Name: "reply", Breached: true, Ended: at(1)}, {Name: "resolution", Breached: true}}
	})
	a.Words = []string{"hello", "both"}
	b := opened("b", func(t *ticket.Ticket) {
		t.Kind, t.State, t.Type, t.Owner, t.Group, t.Customer, t.Conversation, t.Source = kinds[2], "waiting", "complaint", "bob", "shipping", "eve", "c2", "s2"
		t.Category, t.Priority, t.Tags, t.Watchers, t.Fields = "billings", -1, []string{"vip"}, []string{"bob"}, map[string]string{"color": "blue"}
		t.Created, t.Updated, t.Deadline, t.Wake = at(1), at(11), at(21), at(31)
		t.Clocks = []ticket.Clock{{Name: "reply", Breached: true, Ended: at(1)}, {Name: "resolution"}}
	})
	b.Words = []string{"你好", "both"}
	c := opened("c", func(t *ticket.Ticket) {
		t.Kind, t.State, t.Customer = kinds[0], "fresh", "ann"
		t.Created, t.Updated = at(2), at(12)
	})
	return []ticket.Change{a, b, c}
}

// fieldCase is a filter with one condition, and what it describes of three.
type fieldCase struct {
	field  string
	filter ticket.Filter
	want   []string
}

func fieldCases() []fieldCase {
	kinds := ticket.Kinds()
	yes, no, two, low := true, false, 2, -1
	fine := 999 * time.Nanosecond
	list := func(ids ...string) []string { return ids }
	return []fieldCase{
		{"IDs", ticket.Filter{IDs: list("b", "nobody", "a", "b")}, list("a", "b")},
		{"Serials", ticket.Filter{Serials: []int64{3, 1, 99, -1, 0}}, list("a", "c")},
		{"Kinds", ticket.Filter{Kinds: kinds[1:3]}, list("a", "b")},
		{"Kinds", ticket.Filter{Kinds: kinds[7:]}, nil},
		{"States", ticket.Filter{States: list("working", "nowhere", "fresh")}, list("a", "c")},
		{"Types", ticket.Filter{Types: list("complaint", "")}, list("b", "c")},
		{"Owners", ticket.Filter{Owners: list("")}, list("c")},
		{"Owners", ticket.Filter{Owners: list("mia", "bob", "mia")}, list("a", "b")},
		{"Groups", ticket.Filter{Groups: list("", "billing")}, list("a", "c")},
		{"Customers", ticket.Filter{Customers: list("ann")}, list("a", "c")},
		{"Conversations", ticket.Filter{Conversations: list("c2", "c3")}, list("b")},
		{"Sources", ticket.Filter{Sources: list("s1")}, list("a")},
		{"Tags", ticket.Filter{Tags: list("vip")}, list("a", "b")},
		{"Tags", ticket.Filter{Tags: list("vip", "加急", "vip")}, list("a")},
		{"Watchers", ticket.Filter{Watchers: list("mia", "bob")}, list("a")},
		{"Fields", ticket.Filter{Fields: map[string]string{"color": "blue"}}, list("b")},
		{"Fields", ticket.Filter{Fields: map[string]string{"color": "red", "size": "xl"}}, list("a")},
		{"Fields", ticket.Filter{Fields: map[string]string{"color": ""}}, nil},
		{"Category", ticket.Filter{Category: "billing"}, list("a")},
		{"Category", ticket.Filter{Category: "billing/refund"}, list("a")},
		{"Category", ticket.Filter{Category: "billing/refund/late"}, nil},
		{"MinPriority", ticket.Filter{MinPriority: &two}, list("a")},
		{"MinPriority", ticket.Filter{MinPriority: new(int)}, list("a", "c")},
		{"MaxPriority", ticket.Filter{MaxPriority: &low}, list("b")},
		{"MaxPriority", ticket.Filter{MaxPriority: new(int)}, list("b", "c")},
		{"CreatedFrom", ticket.Filter{CreatedFrom: at(1).In(time.FixedZone("", 3600))}, list("b", "c")},
		{"CreatedFrom", ticket.Filter{CreatedFrom: at(1).Add(fine)}, list("b", "c")},
		{"CreatedTo", ticket.Filter{CreatedTo: at(1)}, list("a")},
		{"CreatedTo", ticket.Filter{CreatedTo: at(1).Add(fine)}, list("a")},
		{"UpdatedFrom", ticket.Filter{UpdatedFrom: at(12)}, list("c")},
		{"UpdatedFrom", ticket.Filter{UpdatedFrom: at(11).Add(time.Microsecond)}, list("c")},
		{"UpdatedTo", ticket.Filter{UpdatedTo: at(12).Add(time.Microsecond)}, list("a", "b", "c")},
		{"UpdatedTo", ticket.Filter{UpdatedTo: at(11)}, list("a")},
		{"DeadlineTo", ticket.Filter{DeadlineTo: at(21)}, list("a")},
		{"DeadlineTo", ticket.Filter{DeadlineTo: at(600)}, list("a", "b")},
		{"Breached", ticket.Filter{Breached: &yes}, list("a")},
		{"Breached", ticket.Filter{Breached: &no}, list("b", "c")},
		{"Awake", ticket.Filter{Awake: at(30)}, list("a", "c")},
		{"Awake", ticket.Filter{Awake: at(30).Add(-time.Microsecond)}, list("c")},
		{"Words", ticket.Filter{Words: list("both", "你好")}, list("b")},
		{"Words", ticket.Filter{Words: list("both", "both")}, list("a", "b")},
	}
}

// both returns the filter of both conditions, which are of different fields.
func both(a, b ticket.Filter) ticket.Filter {
	f := a
	f.IDs, f.Serials = slices.Concat(a.IDs, b.IDs), slices.Concat(a.Serials, b.Serials)
	f.Kinds, f.States, f.Types = slices.Concat(a.Kinds, b.Kinds), slices.Concat(a.States, b.States), slices.Concat(a.Types, b.Types)
	f.Owners, f.Groups, f.Customers = slices.Concat(a.Owners, b.Owners), slices.Concat(a.Groups, b.Groups), slices.Concat(a.Customers, b.Customers)
	f.Conversations, f.Sources = slices.Concat(a.Conversations, b.Conversations), slices.Concat(a.Sources, b.Sources)
	f.Tags, f.Watchers, f.Words = slices.Concat(a.Tags, b.Tags), slices.Concat(a.Watchers, b.Watchers), slices.Concat(a.Words, b.Words)
	if f.Fields == nil {
		f.Fields = b.Fields
	}
	f.Category += b.Category
	pick := func(at *time.Time, other time.Time) {
		if at.IsZero() {
			*at = other
		}
	}
	pick(&f.CreatedFrom, b.CreatedFrom)
	pick(&f.CreatedTo, b.CreatedTo)
	pick(&f.UpdatedFrom, b.UpdatedFrom)
	pick(&f.UpdatedTo, b.UpdatedTo)
	pick(&f.DeadlineTo, b.DeadlineTo)
	pick(&f.Awake, b.Awake)
	if f.MinPriority == nil {
		f.MinPriority = b.MinPriority
	}
	if f.MaxPriority == nil {
		f.MaxPriority = b.MaxPriority
	}
	if f.Breached == nil {
		f.Breached = b.Breached
	}
	return f
}
