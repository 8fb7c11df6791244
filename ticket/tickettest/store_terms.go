package tickettest

import (
	"context"
	"fmt"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

var termChecks = []check{
	{Name: "terms/words", Run: func(ctx context.Context, s ticket.Store) error {
		english, chinese, mixed := opened("english"), opened("chinese"), opened("mixed")
		english.Words = ticket.Words("My parcels have not been delivered, order 4711")
		chinese.Words = ticket.Words("快递还没有送到,我要退款")
		mixed.Words = ticket.Words("退款 for order 4711 please")
		if _, err := commit(ctx, s, english, chinese, mixed, opened("none")); err != nil {
			return err
		}
		for text, want := range map[string][]string{
			"parcel": {"english"}, "Delivered PARCELS": {"english"}, "4711": {"english", "mixed"}, "order": {"english", "mixed"},
			"退款": {"chinese", "mixed"}, "送到": {"chinese"}, "退款 4711": {"mixed"}, "parcel 退款": nil, "refund": nil, "款退": nil,
		} {
			if err := found(ctx, s, fmt.Sprintf("the words of %q", text), ticket.Filter{Words: ticket.Words(text)}, want...); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "terms/words stay", Run: func(ctx context.Context, s ticket.Store) error {
		c := opened("a")
		c.Words = []string{"first", "both"}
		a, err := one(ctx, s, c)
		if err != nil {
			return err
		}
		c = changed(a, "e2")
		c.Words = []string{"second", "both", "second"}
		if a, err = one(ctx, s, c); err != nil {
			return err
		}
		if _, err = one(ctx, s, changed(a, "e3")); err != nil {
			return err
		}
		for _, w := range []string{"first", "second", "both"} {
			if err := found(ctx, s, "words of all commits", ticket.Filter{Words: []string{w}}, "a"); err != nil {
				return err
			}
		}
		return found(ctx, s, "words that it does not have", ticket.Filter{Words: []string{"first", "third"}})
	}},
	{Name: "terms/changes", Run: func(ctx context.Context, s ticket.Store) error {
		tickets, err := commit(ctx, s, opened("a", func(t *ticket.Ticket) {
			t.Tags, t.Watchers, t.Fields = []string{"vip", "x"}, []string{"bob", "mia"}, map[string]string{"color": "red", "size": "xl"}
		}), opened("b", func(t *ticket.Ticket) {
			t.Tags, t.Watchers, t.Fields = []string{"vip"}, []string{"bob"}, map[string]string{"color": "red"}
		}))
		if err != nil {
			return err
		}
		c := changed(tickets[0], "e2")
		c.Ticket.Tags, c.Ticket.Watchers, c.Ticket.Fields = []string{"x", "y"}, []string{"mia"}, map[string]string{"color": "blue"}
		if _, err := one(ctx, s, c); err != nil {
			return err
		}
		tags := func(tags ...string) ticket.Filter { return ticket.Filter{Tags: tags} }
		watchers := func(ids ...string) ticket.Filter { return ticket.Filter{Watchers: ids} }
		field := func(name, value string) ticket.Filter { return ticket.Filter{Fields: map[string]string{name: value}} }
		return storetest.First(
			found(ctx, s, "a tag that went", tags("vip"), "b"), found(ctx, s, "tags that came and stayed", tags("x", "y"), "a"),
			found(ctx, s, "a watcher who went", watchers("bob"), "b"), found(ctx, s, "a watcher who stayed", watchers("mia"), "a"),
			found(ctx, s, "the old value of a field", field("color", "red"), "b"), found(ctx, s, "the new value", field("color", "blue"), "a"),
			found(ctx, s, "a field that went", field("size", "xl")),
			found(ctx, s, "a tag as a word", ticket.Filter{Words: []string{"x"}}), found(ctx, s, "a watcher as a tag", tags("mia")),
		)
	}},
	{Name: "terms/columns change", Run: func(ctx context.Context, s ticket.Store) error {
		a, err := one(ctx, s, opened("a", func(t *ticket.Ticket) { t.Owner, t.Group, t.Category = "mia", "billing", "billing/refund" }))
		if err != nil {
			return err
		}
		c := changed(a, "e2")
		c.Ticket.Owner, c.Ticket.Group, c.Ticket.Category, c.Ticket.State, c.Ticket.Kind = "", "shipping", "shipping", "working", ticket.Kinds()[1]
		_, err = one(ctx, s, c)
		return storetest.First(err,
			found(ctx, s, "the old owner", ticket.Filter{Owners: []string{"mia"}}), found(ctx, s, "nobody", ticket.Filter{Owners: []string{""}}, "a"),
			found(ctx, s, "the old group", ticket.Filter{Groups: []string{"billing"}}), found(ctx, s, "the new one", ticket.Filter{Groups: []string{"shipping"}}, "a"),
			found(ctx, s, "above the old category", ticket.Filter{Category: "billing"}), found(ctx, s, "the new one", ticket.Filter{Category: "shipping"}, "a"),
			found(ctx, s, "the old state", ticket.Filter{States: []string{"fresh"}}), found(ctx, s, "the new kind", ticket.Filter{Kinds: ticket.Kinds()[1:2]}, "a"),
		)
	}},
}
