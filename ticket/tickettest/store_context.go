package tickettest

import (
	"context"
	"fmt"
	"iter"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

var contextChecks = []check{
	{Name: "context/reads", Run: func(ctx context.Context, s ticket.Store) error {
		if _, err := one(ctx, s, opened("a", dueAt(noon()))); err != nil {
			return err
		}
		for what, read := range map[string]func(ctx context.Context) error{
			"load":                 func(ctx context.Context) error { return errOf(s.Load(ctx, "a")) },
			"last":                 func(ctx context.Context) error { return errOf(s.Last(ctx)) },
			"due":                  func(ctx context.Context) error { return errOf(s.Due(ctx, noon(), 10)) },
			"find":                 func(ctx context.Context) error { return errOf(s.Find(ctx, ticket.Filter{}, ticket.Page{})) },
			"count":                func(ctx context.Context) error { return errOf(s.Count(ctx, ticket.Filter{}, ticket.CountAll)) },
			"feed":                 func(ctx context.Context) error { return errOf(storetest.Collect(s.Feed(ctx, 0))) },
			"history":              func(ctx context.Context) error { return errOf(storetest.Collect(s.History(ctx, "a", 0))) },
			"history of no ticket": func(ctx context.Context) error { return errOf(storetest.Collect(s.History(ctx, "nobody", 0))) },
		} {
			if err := storetest.DoneContexts(ctx, what, read); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "context/within a loop", Run: func(ctx context.Context, s ticket.Store) error {
		ids := make([]string, 300)
		for i := range ids {
			ids[i] = fmt.Sprint("e", i)
		}
		a, err := one(ctx, s, opened("a"))
		if err != nil {
			return err
		}
		if _, err := one(ctx, s, changed(a, ids...)); err != nil {
			return err
		}
		for _, n := range []int{1, 2, 100, 300} {
			err := storetest.First(
				cancelledWithin(ctx, fmt.Sprintf("a feed that is cancelled at event %d", n), n, func(ctx context.Context) iter.Seq2[ticket.Event, error] { return s.Feed(ctx, 0) }),
				cancelledWithin(ctx, fmt.Sprintf("a history that is cancelled at event %d", n), n, func(ctx context.Context) iter.Seq2[ticket.Event, error] { return s.History(ctx, "a", 0) }),
			)
			if err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "context/commit", Run: func(ctx context.Context, s ticket.Store) error {
		a, err := one(ctx, s, opened("a"))
		if err != nil {
			return err
		}
		before, err := look(ctx, s)
		if err != nil {
			return err
		}
		c := ticket.Commit{Changes: []ticket.Change{opened("b", dueAt(noon())), changed(a, "e2")}, Outbox: []ticket.Notice{notice("a", "n")}}
		return storetest.First(
			storetest.DoneContexts(ctx, "commit", func(ctx context.Context) error { return errOf(s.Commit(ctx, c)) }),
			unchanged(ctx, s, "commits with a context that was done", before),
			errOf(write(ctx, s, c)),
		)
	}},
	{Name: "context/claim", Run: func(ctx context.Context, s ticket.Store) error {
		err := storetest.First(send(ctx, s, "a", "n"), storetest.DoneContexts(ctx, "claim", func(ctx context.Context) error {
			return errOf(claim(ctx, s, noon(), 10))
		}))
		if err != nil {
			return err
		}
		items, err := claim(ctx, s, noon(), 10)
		if err == nil && (len(items) != 1 || items[0].Attempt != 1) {
			err = fmt.Errorf("after claims with a context that was done, the first claim returned %d notices, or another attempt than 1", len(items))
		}
		return err
	}},
	{Name: "context/settle", Run: func(ctx context.Context, s ticket.Store) error {
		return storetest.First(
			send(ctx, s, "a", "n", "next"),
			claimed(ctx, s, "at first", noon(), "n"),
			storetest.DoneContexts(ctx, "settle", func(ctx context.Context) error { return s.Outbox().Settle(ctx, "n", 1, done()) }),
			claimed(ctx, s, "the next notice", noon()),
			settle(ctx, s, "n", 1, done()),
		)
	}},
}

// cancelledWithin returns an error unless a loop over more than n events, whose context
// is cancelled at the nth, ends with the context's error instead of looking complete.
func cancelledWithin(ctx context.Context, what string, n int, events func(ctx context.Context) iter.Seq2[ticket.Event, error]) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	seen := 0
	var last error
	for _, err := range events(ctx) {
		if last = err; err != nil {
			break
		}
		if seen++; seen == n {
			cancel()
		}
	}
	return storetest.WantErr(what, last, context.Canceled)
}
