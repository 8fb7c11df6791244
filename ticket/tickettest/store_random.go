package tickettest

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

// atRandom makes and changes tickets at random, and asks for them by random filters, in
// random orders and page by page. What comes must be what the plainest search finds.
func atRandom(ctx context.Context, s ticket.Store) error {
	const tickets, rounds, filters = 60, 3, 80
	d := dice{rand.New(rand.NewPCG(1, 2))}
	var all []*known
	for range tickets / 10 {
		c := ticket.Commit{}
		for range 10 {
			change := opened(fmt.Sprint("t", len(all)+len(c.Changes)))
			d.fill(&change)
			c.Changes = append(c.Changes, change)
		}
		got, err := write(ctx, s, c)
		if err != nil {
			return err
		}
		for i := range got {
			all = append(all, &known{got[i], c.Changes[i].Words})
		}
	}
	for round := range rounds {
		for range filters {
			if err := d.ask(ctx, s, all); err != nil {
				return err
			}
		}
		for _, k := range all {
			if d.IntN(2) == 0 {
				continue
			}
			c := changed(k.t, fmt.Sprint("round", round))
			d.fill(&c)
			got, err := one(ctx, s, c)
			if err != nil {
				return err
			}
			k.t, k.words = got, append(k.words, c.Words...)
		}
	}
	return nil
}

// dice makes random tickets and filters of a few values each, so that they meet.
type dice struct{ *rand.Rand }

func some[T any](d dice, list ...T) T { return list[d.IntN(len(list))] }

func (d dice) list(n int, of ...string) (list []string) {
	for range d.IntN(n + 1) {
		list = append(list, some(d, of...))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func (d dice) time() time.Time { return at(d.IntN(6)) }

func (d dice) maybe(t time.Time) time.Time {
	if d.IntN(2) == 0 {
		return time.Time{}
	}
	return t
}

func (d dice) fields() map[string]string {
	f := map[string]string{}
	for range d.IntN(3) {
		f[some(d, "color", "尺寸")] = some(d, "red", "blue", "大")
	}
	return f
}

// fill gives a ticket random values wherever a filter compares or an order looks.
func (d dice) fill(c *ticket.Change) {
	t := &c.Ticket
	t.Kind, t.State, t.Type = some(d, ticket.Kinds()...), some(d, "fresh", "working", "waiting"), some(d, "", "question", "complaint")
	t.Owner, t.Group, t.Customer = some(d, "", "mia", "bob"), some(d, "", "billing", "shipping"), some(d, "", "ann", "eve", "李雷")
	t.Conversation, t.Source = some(d, "", "c1", "c2"), some(d, "", "s1", "s2")
	t.Category = some(d, "", "billing", "billing/refund", "billing/refund/late", "billings", "shipping")
	t.Priority = d.IntN(4) - 1
	t.Tags, t.Watchers = d.list(3, "vip", "加急", "w:hello"), d.list(2, "mia", "bob", "vip")
	t.Fields = d.fields()
	t.Created, t.Updated, t.Deadline, t.Due, t.Wake = d.time(), d.time(), d.maybe(d.time()), d.maybe(d.time()), d.maybe(d.time())
	t.Clocks = nil
	for range d.IntN(3) {
		t.Clocks = append(t.Clocks, ticket.Clock{Name: "reply", Breached: d.IntN(2) == 0, Ended: d.maybe(d.time())})
	}
	c.Words = d.list(3, "hello", "你好", "order", "vip")
}

// filter returns a random filter with a few conditions.
func (d dice) filter(all []*known) (f ticket.Filter) {
	rare := func() bool { return d.IntN(9) == 0 }
	strings := func(list *[]string, values ...string) {
		if rare() {
			*list = d.list(3, values...)
		}
	}
	bound := func(t *time.Time) {
		if rare() {
			*t = d.time().Add(time.Duration(d.IntN(3)-1) * 700 * time.Nanosecond)
		}
	}
	for _, k := range all {
		if d.IntN(300) == 0 {
			f.IDs = append(f.IDs, k.t.ID)
		}
		if d.IntN(300) == 0 {
			f.Serials = append(f.Serials, k.t.Serial, k.t.Serial+1)
		}
	}
	if rare() {
		f.Kinds = []ticket.Kind{some(d, ticket.Kinds()...), some(d, ticket.Kinds()...), some(d, ticket.Kinds()...)}
	}
	strings(&f.States, "fresh", "working", "nowhere")
	strings(&f.Types, "", "question", "complaint")
	strings(&f.Owners, "", "mia", "bob")
	strings(&f.Groups, "", "billing", "shipping")
	strings(&f.Customers, "", "ann", "李雷")
	strings(&f.Conversations, "", "c1", "c2")
	strings(&f.Sources, "", "s1", "s2")
	strings(&f.Tags, "vip", "加急", "w:hello")
	strings(&f.Watchers, "mia", "bob", "vip")
	strings(&f.Words, "hello", "你好", "order", "vip")
	if rare() {
		f.Fields = d.fields()
	}
	if rare() {
		f.Category = some(d, "billing", "billing/refund", "bill", "shipping")
	}
	if rare() {
		f.MinPriority = new(int)
		*f.MinPriority = d.IntN(4) - 1
	}
	if rare() {
		f.MaxPriority = new(int)
		*f.MaxPriority = d.IntN(4) - 1
	}
	for _, t := range []*time.Time{&f.CreatedFrom, &f.CreatedTo, &f.UpdatedFrom, &f.UpdatedTo, &f.DeadlineTo, &f.Awake} {
		bound(t)
	}
	if rare() {
		f.Breached = new(bool)
		*f.Breached = d.IntN(2) == 0
	}
	return f
}

// ask asks for what a random filter describes, page by page, and how many there are.
func (d dice) ask(ctx context.Context, s ticket.Store, all []*known) error {
	f := d.filter(all)
	p := ticket.Page{By: some(d, orders()...), Desc: d.IntN(2) == 0, Limit: some(d, 1, 3, 7, 100)}
	text, err := json.Marshal(f)
	if err != nil {
		return err
	}
	what := fmt.Sprintf("pages of %d by %q, desc %t, of %s", p.Limit, p.By, p.Desc, text)
	got, err := paged(ctx, s, f, p)
	if err := storetest.First(storetest.NoErr(what, err), storetest.Same(what, ordered(&f, p, all), got)); err != nil {
		return err
	}
	by := some(d, groups()...)
	counts, err := s.Count(ctx, f, by)
	what = fmt.Sprintf("the count by %q of %s", by, text)
	return storetest.First(storetest.NoErr(what, err), storetest.Same(what, counted(&f, by, all), counts))
}

// paged returns the ids of all pages.
func paged(ctx context.Context, s ticket.Store, f ticket.Filter, p ticket.Page) (all []string, err error) {
	for range 10_000 {
		ids, next, err := find(ctx, s, f, p)
		if err != nil {
			return nil, err
		}
		if next != "" && len(ids) != p.Limit {
			return nil, fmt.Errorf("a page of %d that is not the last has %d tickets", p.Limit, len(ids))
		}
		if all = append(all, ids...); next == "" {
			return all, nil
		}
		p.After = next
	}
	return nil, fmt.Errorf("the pages do not end")
}
