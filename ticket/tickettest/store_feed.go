package tickettest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

var feedChecks = []check{
	{Name: "history/order", Run: func(ctx context.Context, s ticket.Store) error {
		tickets, err := commit(ctx, s, opened("a"), opened("b"))
		if err != nil {
			return err
		}
		a, b, want := tickets[0], tickets[1], []string{"opened"}
		for i := range 12 { // ids that do not sort as they were committed
			ids := []string{fmt.Sprint("e", i*7%12), fmt.Sprint("f", i*5%12)}
			want = append(want, ids...)
			if tickets, err = commit(ctx, s, changed(a, ids...), changed(b, ids...)); err != nil {
				return err
			}
			a, b = tickets[0], tickets[1]
		}
		n := int64(len(want))
		for _, after := range []int64{-1, 0, 1, 5, n - 1, n, n + 5} {
			events, err := storetest.Collect(s.History(ctx, "a", after))
			if err != nil {
				return err
			}
			var got []string
			for i, e := range events {
				if e.N != max(after, 0)+int64(i)+1 {
					return fmt.Errorf("the history after %d has an event with N %d at %d", after, e.N, i)
				}
				got = append(got, e.ID)
			}
			what := fmt.Sprintf("the history after %d of %d", after, n)
			if err := storetest.Same(what, append([]string(nil), want[min(max(after, 0), n):]...), got); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "history/long", Run: func(ctx context.Context, s ticket.Store) error {
		ids := make([]string, 700)
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
		events, err := storetest.Collect(s.History(ctx, "a", 1))
		if err != nil {
			return err
		}
		var got []string
		for _, e := range events {
			got = append(got, e.ID)
		}
		return storetest.Same("a long history", ids, got)
	}},
	{Name: "feed/order", Run: func(ctx context.Context, s ticket.Store) error {
		var want []string
		tickets := map[string]ticket.Ticket{}
		for i, ids := range [][]string{{"z", "a"}, {"m"}, {"a", "z"}, {"z"}, {"b", "m", "a"}} {
			var c ticket.Commit
			for _, id := range ids {
				if t, ok := tickets[id]; ok {
					c.Changes = append(c.Changes, changed(t, fmt.Sprint("y", i), fmt.Sprint("x", i)))
					want = append(want, fmt.Sprint(id, "/y", i), fmt.Sprint(id, "/x", i))
				} else {
					c.Changes = append(c.Changes, opened(id))
					want = append(want, id+"/opened")
				}
			}
			got, err := write(ctx, s, c)
			if err != nil {
				return err
			}
			for _, t := range got {
				tickets[t.ID] = t
			}
		}
		last, lastErr := s.Last(ctx)
		all, err := storetest.Collect(s.Feed(ctx, 0))
		if err := storetest.First(lastErr, err); err != nil {
			return err
		}
		if err := rising(0, all); err != nil {
			return err
		}
		if end := all[len(all)-1].Seq; last != end {
			return fmt.Errorf("the last event is said to be %d, and is %d", last, end)
		}
		var got []string
		for i, e := range all {
			got = append(got, e.Ticket+"/"+e.ID)
			rest, err := storetest.Collect(s.Feed(ctx, e.Seq))
			err = storetest.First(err, storetest.Same(fmt.Sprintf("the feed after event %d, and the end of the whole feed", i), append([]ticket.Event(nil), all[i+1:]...), rest))
			if err != nil {
				return err
			}
		}
		return storetest.Same("the feed", want, got)
	}},
	{Name: "feed/many", Run: func(ctx context.Context, s ticket.Store) error {
		const tickets, each = 20, 30
		err := storetest.Spread(tickets, func(i int) error {
			t, err := one(ctx, s, opened(fmt.Sprint("t", i)))
			for v := 1; err == nil && v < each; v++ {
				t, err = one(ctx, s, changed(t, fmt.Sprint("e", v)))
			}
			return err
		})
		if err != nil {
			return err
		}
		r := newReader()
		if err := r.follow(ctx, s); err != nil {
			return err
		}
		if r.n != tickets*each {
			return fmt.Errorf("the feed has %d of %d events", r.n, tickets*each)
		}
		return nil
	}},
	{Name: "feed/concurrent", Run: concurrentFeed},
	{Name: "iterators/leave early", Run: func(ctx context.Context, s ticket.Store) error {
		a, err := one(ctx, s, opened("a"))
		if err != nil {
			return err
		}
		if a, err = one(ctx, s, changed(a, "e2", "e3", "e4")); err != nil {
			return err
		}
		return storetest.First(
			storetest.StopsEarly("history", s.History(ctx, "a", 1)),
			storetest.StopsEarly("feed", s.Feed(ctx, 0)),
			errOf(one(ctx, s, changed(a, "e5"))),
		)
	}},
	{Name: "iterators/use the store", Run: func(ctx context.Context, s ticket.Store) error {
		a, err := one(ctx, s, opened("a"))
		if err != nil {
			return err
		}
		if a, err = one(ctx, s, changed(a, "e2", "e3")); err != nil {
			return err
		}
		seen := 0
		loop := func(e ticket.Event, err error) error {
			if err != nil || e.N > 3 {
				return err
			}
			seen++
			if _, err = s.Load(ctx, "a"); err != nil {
				return err
			}
			a, err = one(ctx, s, changed(a, fmt.Sprint("more", seen)))
			return err
		}
		for e, err := range s.Feed(ctx, 0) {
			if err := loop(e, err); err != nil {
				return fmt.Errorf("within a loop over the feed: %w", err)
			}
		}
		for e, err := range s.History(ctx, "a", 0) {
			if err := loop(e, err); err != nil {
				return fmt.Errorf("within a loop over a history: %w", err)
			}
		}
		if seen != 6 {
			return fmt.Errorf("loops over 3 events each that commit as they go saw %d of them", seen)
		}
		return nil
	}},
}

// rising returns an error unless numbers rise above after.
func rising(after int64, events []ticket.Event) error {
	for i, e := range events {
		if e.Seq <= after {
			return fmt.Errorf("event %d of the feed has the number %d behind %d", i, e.Seq, after)
		}
		after = e.Seq
	}
	return nil
}

// concurrentFeed has writers commit, to tickets of their own and to one that they
// share, while readers follow the feed by their saved numbers. Each reader must get
// every event exactly once, in the order of each ticket.
func concurrentFeed(ctx context.Context, s ticket.Store) error {
	const writers, readers, times = 6, 2, 12
	if _, err := one(ctx, s, opened("shared")); err != nil {
		return err
	}
	var busy atomic.Int64
	busy.Store(writers)
	work := func(w int) error {
		defer busy.Add(-1)
		own, err := one(ctx, s, opened(fmt.Sprint("own", w)))
		for i := 0; err == nil && i < times; i++ {
			id := fmt.Sprintf("e%d-%d", w, i)
			if own, err = one(ctx, s, changed(own, id)); err == nil {
				err = changeAnywhere(ctx, s, "shared", id)
			}
		}
		return err
	}
	read := func() error {
		r := newReader()
		for last := false; ; {
			if err := r.follow(ctx, s); err != nil {
				return err
			}
			if last {
				break
			}
			last = busy.Load() == 0 // read once more after the last commit
			runtime.Gosched()
		}
		all, err := storetest.Collect(s.Feed(ctx, 0))
		if err != nil {
			return err
		}
		if want := 1 + writers*(2*times+1); r.n != want || len(all) != want {
			return fmt.Errorf("a reader that followed the feed by its numbers got %d events, the feed has %d, want %d", r.n, len(all), want)
		}
		for _, e := range all {
			if seq := r.seqs[e.Ticket+"/"+e.ID]; seq != e.Seq {
				return fmt.Errorf("the number of event %q of %q was %d and is now %d", e.ID, e.Ticket, seq, e.Seq)
			}
		}
		return nil
	}
	return storetest.Parallel(writers+readers, func(i int) error {
		if i < writers {
			return work(i)
		}
		return read()
	})
}

// changeAnywhere commits an event on top of whatever version there is.
func changeAnywhere(ctx context.Context, s ticket.Store, id, event string) error {
	for {
		t, err := s.Load(ctx, id)
		if err != nil {
			return err
		}
		if _, err = s.Commit(ctx, commitOf(changed(t, event))); !errors.Is(err, ticket.ErrConflict) {
			return err
		}
	}
}

// reader follows a feed.
type reader struct {
	seq  int64
	n    int
	last map[string]int64 // the last N of each ticket
	seqs map[string]int64
}

func newReader() *reader { return &reader{last: map[string]int64{}, seqs: map[string]int64{}} }

// follow reads what has come since the last time.
func (r *reader) follow(ctx context.Context, s ticket.Store) error {
	events, err := storetest.Collect(s.Feed(ctx, r.seq))
	if err := storetest.First(err, rising(r.seq, events)); err != nil {
		return err
	}
	for _, e := range events {
		if e.N != r.last[e.Ticket]+1 {
			return fmt.Errorf("the feed yields event %d of %q after event %d", e.N, e.Ticket, r.last[e.Ticket])
		}
		r.last[e.Ticket], r.seqs[e.Ticket+"/"+e.ID], r.seq = e.N, e.Seq, e.Seq
		r.n++
	}
	return nil
}
