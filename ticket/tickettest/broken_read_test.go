package tickettest

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

// onFeed replaces what a feed yields.
func onFeed(change func(after int64, all []ticket.Event) []ticket.Event) func(s *broken) {
	return func(s *broken) {
		s.feed = func(ctx context.Context, after int64) events {
			all, err := storetest.Collect(s.right.Feed(ctx, 0))
			return yieldAll(change(after, all), err)
		}
	}
}

// onHistory replaces what a history yields.
func onHistory(change func(after int64, all []ticket.Event) []ticket.Event) func(s *broken) {
	return func(s *broken) {
		s.history = func(ctx context.Context, id string, after int64) events {
			all, err := storetest.Collect(s.right.History(ctx, id, 0))
			return yieldAll(change(after, all), err)
		}
	}
}

func since(after int64, all []ticket.Event) []ticket.Event {
	return slices.DeleteFunc(all, func(e ticket.Event) bool { return e.Seq <= after })
}

// onDue replaces the arguments of Due.
func onDue(change func(now *time.Time, limit *int)) func(s *broken) {
	return func(s *broken) {
		s.due = func(ctx context.Context, now time.Time, limit int) ([]string, error) {
			change(&now, &limit)
			return s.right.Due(ctx, now, limit)
		}
	}
}

var feedFaults = []fault{
	{"the last event is the one before it", []string{"feed/order", "commit/empty store"}, func(s *broken) {
		s.last = func(ctx context.Context) (int64, error) {
			last, err := s.right.Last(ctx)
			return last - 1, err
		}
	}},
	{"a history is in the order of ids", []string{"history/order"}, onHistory(func(after int64, all []ticket.Event) []ticket.Event {
		slices.SortFunc(all, func(a, b ticket.Event) int { return strings.Compare(a.ID, b.ID) })
		return all[min(max(after, 0), int64(len(all))):]
	})},
	{"a history repeats the event it starts from", []string{"history/order"}, onHistory(func(after int64, all []ticket.Event) []ticket.Event {
		return all[min(max(after-1, 0), int64(len(all))):]
	})},
	{"a history ends with a page", []string{"history/long", "context/within a loop"}, onHistory(func(after int64, all []ticket.Event) []ticket.Event {
		all = all[min(max(after, 0), int64(len(all))):]
		return all[:min(len(all), 256)]
	})},
	{"events of a commit are in any order", []string{"feed/order"}, onFeed(func(after int64, all []ticket.Event) []ticket.Event {
		for i := 1; i < len(all); i++ {
			if all[i].Ticket == all[i-1].Ticket && strings.HasPrefix(all[i].ID, "x") {
				all[i], all[i-1] = all[i-1], all[i]
				all[i].Seq, all[i-1].Seq = all[i-1].Seq, all[i].Seq
			}
		}
		return since(after, all)
	})},
	{"a feed repeats the event it starts from", []string{"feed/order", "feed/concurrent"}, onFeed(func(after int64, all []ticket.Event) []ticket.Event {
		return since(after-1, all)
	})},
	{"a feed ends with a page", []string{"feed/many"}, onFeed(func(after int64, all []ticket.Event) []ticket.Event {
		all = since(after, all)
		return all[:min(len(all), 256)]
	})},
	{"an event is seen late, below a number that was read", []string{"feed/concurrent"}, func(s *broken) {
		var mu sync.Mutex
		late := map[int64]int{}
		s.feed = func(ctx context.Context, after int64) events {
			all, err := storetest.Collect(s.right.Feed(ctx, 0))
			mu.Lock()
			defer mu.Unlock()
			return yieldAll(slices.DeleteFunc(since(after, all), func(e ticket.Event) bool {
				late[e.Seq]++
				return e.Seq%5 == 0 && late[e.Seq] < 3
			}), err)
		}
	}},
	{"a loop goes on after it was left", []string{"iterators/leave early"}, func(s *broken) {
		s.feed = func(ctx context.Context, after int64) events {
			return func(yield func(ticket.Event, error) bool) {
				for e, err := range s.right.Feed(ctx, after) {
					yield(e, err)
				}
			}
		}
	}},
	{"a loop holds the lock of the store", []string{"iterators/use the store"}, func(s *broken) {
		var looping sync.Mutex
		s.feed = func(ctx context.Context, after int64) events {
			return func(yield func(ticket.Event, error) bool) {
				looping.Lock()
				defer looping.Unlock()
				s.right.Feed(ctx, after)(yield)
			}
		}
		s.load = func(ctx context.Context, id string) (ticket.Ticket, error) {
			if !looping.TryLock() {
				return ticket.Ticket{}, errBusy
			}
			defer looping.Unlock()
			return s.right.Load(ctx, id)
		}
	}},
	{"what is due now is not due", []string{"due/order", "due/microseconds"}, onDue(func(now *time.Time, _ *int) { *now = now.Add(-time.Microsecond) })},
	{"due tickets are in the order of their ids", []string{"due/order", "due/moves"}, func(s *broken) {
		s.due = func(ctx context.Context, now time.Time, limit int) ([]string, error) {
			ids, err := s.right.Due(ctx, now, limit)
			slices.Sort(ids)
			return ids, err
		}
	}},
	{"the time is cut to the second", []string{"due/order", "due/microseconds"}, onDue(func(now *time.Time, _ *int) { *now = now.Truncate(time.Second) })},
	{"no limit is every ticket", []string{"due/limit"}, onDue(func(_ *time.Time, limit *int) {
		if *limit <= 0 {
			*limit = 1000
		}
	})},
	{"the limit cuts before it sorts", []string{"due/limit"}, func(s *broken) {
		s.due = func(ctx context.Context, now time.Time, limit int) ([]string, error) {
			ids, err := s.right.Due(ctx, now, 1000)
			slices.Sort(ids)
			return ids[:min(max(limit, 0), len(ids))], err
		}
	}},
}
