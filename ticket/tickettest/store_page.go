package tickettest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

func orders() []ticket.Order {
	return []ticket.Order{ticket.BySerial, ticket.ByUpdated, ticket.ByPriority, ticket.ByDeadline}
}

var pageChecks = []check{
	{Name: "page/orders", Run: func(ctx context.Context, s ticket.Store) error {
		place := func(id string, minute, priority int, due time.Time) ticket.Change {
			return opened(id, func(t *ticket.Ticket) { t.Updated, t.Priority, t.Deadline = at(minute), priority, due })
		}
		_, err := commit(ctx, s,
			place("a", 5, 0, time.Time{}), place("b", 3, -2, at(1)), place("c", 5, 2, at(2)),
			place("d", 3, 2, at(1)), place("e", 4, 0, time.Time{}), place("f", -1, 10, at(-1)),
		)
		if err != nil {
			return err
		}
		for _, c := range []struct {
			by   ticket.Order
			desc bool
			want string
		}{
			{"", false, "abcdef"},
			{"", true, "fedcba"},
			{ticket.BySerial, false, "abcdef"},
			{ticket.BySerial, true, "fedcba"},
			{ticket.ByUpdated, false, "fbdeac"},
			{ticket.ByUpdated, true, "acebdf"},
			{ticket.ByPriority, false, "baecdf"},
			{ticket.ByPriority, true, "fcdaeb"},
			{ticket.ByDeadline, false, "fbdcae"},
			{ticket.ByDeadline, true, "cbdfae"},
		} {
			for _, limit := range []int{1, 2, 3, 6, 100} {
				ids, err := paged(ctx, s, ticket.Filter{}, ticket.Page{By: c.by, Desc: c.desc, Limit: limit})
				if err != nil {
					return err
				}
				got := ""
				for _, id := range ids {
					got += id
				}
				if got != c.want {
					return fmt.Errorf("pages of %d by %q, desc %t: got %s, want %s", limit, c.by, c.desc, got, c.want)
				}
			}
		}
		return nil
	}},
	{Name: "page/limits", Run: func(ctx context.Context, s ticket.Store) error {
		const n = 60
		var c ticket.Commit
		var all []string
		for i := range n {
			all = append(all, fmt.Sprint("t", i))
			c.Changes = append(c.Changes, opened(all[i]))
		}
		if _, err := write(ctx, s, c); err != nil {
			return err
		}
		for limit, want := range map[int]int{0: 50, 1: 1, 59: 59, n: n, 1000: n} {
			ids, next, err := find(ctx, s, ticket.Filter{}, ticket.Page{Limit: limit})
			if err == nil && (next == "") != (want == n) {
				err = fmt.Errorf("a page of %d of %d tickets has the Next %q", limit, n, next)
			}
			if err := storetest.First(err, storetest.Same(fmt.Sprint("a page of ", limit), all[:want], ids)); err != nil {
				return err
			}
		}
		for _, limit := range []int{-1, 1001} {
			_, err := s.Find(ctx, ticket.Filter{}, ticket.Page{Limit: limit})
			if err := storetest.WantErr(fmt.Sprint("a page of ", limit), err, ticket.ErrInvalid); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "page/invalid", Run: func(ctx context.Context, s ticket.Store) error {
		if _, err := commit(ctx, s, opened("a"), opened("b"), opened("c")); err != nil {
			return err
		}
		_, err := s.Find(ctx, ticket.Filter{}, ticket.Page{By: "color"})
		if err := storetest.WantErr("an order that there is not", err, ticket.ErrInvalid); err != nil {
			return err
		}
		for _, after := range []string{"x", "17", "-1", "a", "\x00", "\xff", "null", "{}", "'; --", "中文", " "} {
			_, err := s.Find(ctx, ticket.Filter{}, ticket.Page{After: after})
			if err := storetest.WantErr(fmt.Sprintf("a page after %q", after), err, ticket.ErrInvalid); err != nil {
				return err
			}
		}
		for _, by := range orders() {
			for _, desc := range []bool{false, true} {
				if err := strictCursor(ctx, s, by, desc); err != nil {
					return err
				}
			}
		}
		return nil
	}},
	{Name: "page/stable", Run: func(ctx context.Context, s ticket.Store) error {
		for i, by := range orders() {
			for j, desc := range []bool{false, true} {
				if err := stable(ctx, s, fmt.Sprintf("%d-%d-", i, j), by, desc); err != nil {
					return fmt.Errorf("pages by %q, desc %t: %w", by, desc, err)
				}
			}
		}
		return nil
	}},
}

// strictCursor returns an error unless a Next leads on in its own order only, and not at
// all when it was cut.
func strictCursor(ctx context.Context, s ticket.Store, by ticket.Order, desc bool) error {
	p := ticket.Page{By: by, Desc: desc, Limit: 1}
	_, next, err := find(ctx, s, ticket.Filter{}, p)
	if err != nil || next == "" {
		return storetest.First(err, errors.New("the first page of one of three tickets has no Next"))
	}
	for _, damaged := range []string{next[1:], next[:len(next)-1], next[:len(next)/2], next + "x", next + next} {
		p.After = damaged
		if _, err := s.Find(ctx, ticket.Filter{}, p); !errors.Is(err, ticket.ErrInvalid) {
			return fmt.Errorf("a page after %q, which was %q: got error %w, want ErrInvalid", damaged, next, err)
		}
	}
	for _, other := range orders() {
		for _, turned := range []bool{false, true} {
			if other == by && turned == desc {
				continue
			}
			_, err := s.Find(ctx, ticket.Filter{}, ticket.Page{By: other, Desc: turned, Limit: 1, After: next})
			if !errors.Is(err, ticket.ErrInvalid) {
				return fmt.Errorf("a page by %q, desc %t, after one by %q, desc %t: got error %w, want ErrInvalid", other, turned, by, desc, err)
			}
		}
	}
	return nil
}

// stable goes through pages while tickets are made and changed between them. Those that
// do not change must each be on one page, in order.
func stable(ctx context.Context, s ticket.Store, prefix string, by ticket.Order, desc bool) error {
	owner := "owner of " + prefix
	fresh := func(id string, i int) ticket.Change {
		return opened(prefix+id, func(t *ticket.Ticket) {
			t.Owner, t.Updated, t.Priority, t.Deadline = owner, at(i/3), i/3, at(i/4)
			if i%7 == 0 {
				t.Deadline = time.Time{}
			}
		})
	}
	var c ticket.Commit
	for i := range 24 {
		c.Changes = append(c.Changes, fresh(fmt.Sprint("t", i), i*5%24))
	}
	tickets, err := write(ctx, s, c)
	if err != nil {
		return err
	}
	var all []*known
	moving := map[string]*ticket.Ticket{}
	for i := range tickets {
		if i%4 == 0 {
			moving[tickets[i].ID] = &tickets[i]
			continue
		}
		all = append(all, &known{t: tickets[i]})
	}
	f := ticket.Filter{Owners: []string{owner}}
	p := ticket.Page{By: by, Desc: desc, Limit: 3}
	var got []string
	for n := 0; n == 0 || p.After != ""; n++ {
		if n > 100 {
			return errors.New("the pages do not end")
		}
		ids, next, err := find(ctx, s, f, p)
		if err != nil {
			return err
		}
		got, p.After = append(got, ids...), next
		// New ones at both ends and in between, and those that move go elsewhere.
		if n < 8 {
			if _, err := commit(ctx, s, fresh(fmt.Sprint("new", n), n*3), fresh(fmt.Sprint("low", n), -n), fresh(fmt.Sprint("high", n), 30+n)); err != nil {
				return err
			}
		}
		for id, t := range moving {
			c := changed(*t, fmt.Sprint("e", n))
			c.Ticket.Updated, c.Ticket.Priority, c.Ticket.Deadline = at(n*11%9), n*11%9, at(n*7%9)
			if *t, err = one(ctx, s, c); err != nil {
				return fmt.Errorf("a change of %q: %w", id, err)
			}
		}
	}
	still := map[string]bool{}
	for _, k := range all {
		still[k.t.ID] = true
	}
	got = slices.DeleteFunc(got, func(id string) bool { return !still[id] })
	return storetest.Same("the tickets that did not change", ordered(&ticket.Filter{}, p, all), got)
}
