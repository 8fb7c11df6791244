package dialogtest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
)

// visit returns a turn of a customer's conversation at a time.
func visit(customer, conversation string, version int64, at time.Time) dialog.Turn {
	t := turn(conversation, fmt.Sprint("m", version+1), version)
	t.Conversation.Customer, t.Conversation.Updated = customer, at
	return t
}

// visits returns an error unless these, in this order, are the conversations of
// a customer before a time.
func visits(ctx context.Context, s ArchiveStore, customer string, before time.Time, ids ...string) error {
	found, err := storetest.Collect(s.Conversations(ctx, customer, before))
	if err != nil {
		return err
	}
	got := []string{}
	for _, c := range found {
		got = append(got, c.ID)
	}
	what := fmt.Sprintf("the conversations of %.20q before %v", customer, before)
	return storetest.Same(what, append([]string{}, ids...), got)
}

var customerChecks = []archiveCheck{
	{Name: "conversations/newest first", Run: func(ctx context.Context, s ArchiveStore) error {
		at := func(minutes int) time.Time { return noon().Add(time.Duration(minutes) * time.Minute) }
		mail := visit("ann", "mail", 0, at(3))
		mail.Conversation.Channel = "email"
		return storetest.First(
			commit(ctx, s,
				visit("ann", "old", 0, at(0)), visit("ann", "tie-a", 0, at(2)), mail, visit("bob", "his", 0, at(4)),
				visit("ann", "tie-b", 0, at(2)), visit("ann", "early", 0, at(1)), visit("ann", "old", 1, at(5)),
				visit("an", "not hers", 0, at(1)), visit("ann ", "nor this", 0, at(1)), visit("Ann", "nor that", 0, at(1))),
			visits(ctx, s, "ann", time.Time{}, "old", "mail", "tie-b", "tie-a", "early"),
			visits(ctx, s, "bob", time.Time{}, "his"),
			visits(ctx, s, "ann", at(3), "tie-b", "tie-a", "early"),
			visits(ctx, s, "ann", at(2).Add(time.Nanosecond).In(time.FixedZone("", 3600)), "tie-b", "tie-a", "early"),
			visits(ctx, s, "ann", at(1)),
		)
	}},
	{Name: "conversations/whole", Run: func(ctx context.Context, s ArchiveStore) error {
		t := fullTurn("c", "m1", 0)
		if err := commit(ctx, s, t); err != nil {
			return err
		}
		t.Conversation.Version = 1
		want := []dialog.Conversation{t.Conversation}
		for range 2 { // the second time after the caller has changed what he was given
			got, err := storetest.Collect(s.Conversations(ctx, "ann", time.Time{}))
			if err := storetest.First(err, storetest.Same("the conversations", want, got), storetest.KeptTimes("conversations", got)); err != nil {
				return err
			}
			storetest.Scramble(got)
		}
		return nil
	}},
	{Name: "conversations/change hands", Run: func(ctx context.Context, s ArchiveStore) error {
		return storetest.First(
			// Somebody is known only after a while, or turns out to be another.
			commit(ctx, s, visit("", "a", 0, noon()), visit("guest", "b", 0, noon()), visit("guest", "c", 0, noon()), visit("guest", "d", 0, noon())),
			commit(ctx, s, visit("ann", "a", 1, noon()), visit("ann", "c", 1, noon())),
			visits(ctx, s, "ann", time.Time{}, "c", "a"),
			visits(ctx, s, "guest", time.Time{}, "d", "b"),
			commit(ctx, s, visit("ann", "d", 1, noon()), visit("", "a", 2, noon()), visit("guest", "c", 2, noon()), visit("ann", "b", 1, noon())),
			visits(ctx, s, "ann", time.Time{}, "d", "b"),
			visits(ctx, s, "guest", time.Time{}, "c"),
			visits(ctx, s, "", time.Time{}),
		)
	}},
	{Name: "conversations/of nobody", Run: func(ctx context.Context, s ArchiveStore) error {
		longest := strings.Repeat("客", dialog.MaxCustomer/3) + strings.Repeat("x", dialog.MaxCustomer%3)
		odd := []string{"", "a\x00b", "\xff", longest + "x", strings.Repeat("long ", 1<<16)}
		for i, customer := range append(odd, longest) {
			if err := commit(ctx, s, visit(customer, fmt.Sprint("c", i), 0, noon()), visit(customer, fmt.Sprint("c", i), 1, noon())); err != nil {
				return err
			}
		}
		for _, customer := range append(odd, "nobody", "\ufffd") {
			if err := visits(ctx, s, customer, time.Time{}); err != nil {
				return err
			}
		}
		return visits(ctx, s, longest, time.Time{}, fmt.Sprint("c", len(odd)))
	}},
	{Name: "conversations/ids", Run: func(ctx context.Context, s ArchiveStore) error {
		customers := storetest.IDs()
		customers = slices.DeleteFunc(customers, func(id string) bool { return len(id) > dialog.MaxCustomer })
		for i, customer := range customers {
			if err := commit(ctx, s, visit(customer, fmt.Sprint("c", i), 0, noon())); err != nil {
				return err
			}
		}
		for i, customer := range customers {
			if err := visits(ctx, s, customer, time.Time{}, fmt.Sprint("c", i)); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "conversations/many", Run: func(ctx context.Context, s ArchiveStore) error {
		const n = 450
		var want []string
		err := storetest.Spread(n, func(i int) error {
			at := noon().Add(time.Duration(i/3) * time.Microsecond) // three at a time
			return commit(ctx, s, visit("ann", fmt.Sprintf("c%03d", i), 0, at))
		})
		for i := range n {
			want = append(want, fmt.Sprintf("c%03d", n-1-i))
		}
		return storetest.First(err, visits(ctx, s, "ann", time.Time{}, want...))
	}},
	{Name: "conversations/loops", Run: func(ctx context.Context, s ArchiveStore) error {
		err := commit(ctx, s, visit("ann", "a", 0, noon()), visit("ann", "b", 0, noon()), visit("ann", "c", 0, noon()))
		if err := storetest.First(err, storetest.StopsEarly("conversations", s.Conversations(ctx, "ann", time.Time{}))); err != nil {
			return err
		}
		for c, err := range s.Conversations(ctx, "ann", time.Time{}) {
			if err := storetest.First(err, commit(ctx, s, visit("ann", c.ID, 1, noon()))); err != nil {
				return fmt.Errorf("within a loop over conversations: %w", err)
			}
		}
		list := func(customer string) func(ctx context.Context) error {
			return func(ctx context.Context) error {
				return second(storetest.Collect(s.Conversations(ctx, customer, time.Time{})))
			}
		}
		return storetest.First(
			storetest.DoneContexts(ctx, "conversations", list("ann")),
			storetest.DoneContexts(ctx, "conversations of nobody", list("")),
		)
	}},
}
