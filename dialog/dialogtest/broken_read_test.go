package dialogtest

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
)

type records = iter.Seq2[dialog.Record, error]

// onFeed replaces what a feed yields.
func onFeed(change func(after int64, all []dialog.Record) []dialog.Record) func(s *broken) {
	return func(s *broken) {
		s.feed = func(ctx context.Context, after int64) records {
			all, err := storetest.Collect(s.right.Feed(ctx, 0))
			return yieldAll(change(after, all), err)
		}
	}
}

func yieldAll(all []dialog.Record, err error) records {
	return func(yield func(dialog.Record, error) bool) {
		for _, r := range all {
			if !yield(r, nil) {
				return
			}
		}
		if err != nil {
			yield(dialog.Record{}, err)
		}
	}
}

func since(after int64, all []dialog.Record) []dialog.Record {
	return slices.DeleteFunc(all, func(r dialog.Record) bool { return r.Cursor <= after })
}

var errBusy = errors.New("the database is busy")

var readFaults = []fault{
	{"the transcript is in the order of message ids", []string{"transcript/order"}, func(s *broken) {
		s.transcript = func(ctx context.Context, conversation string, after int64) records {
			all, err := storetest.Collect(s.right.Transcript(ctx, conversation, after))
			slices.SortFunc(all, func(a, b dialog.Record) int { return strings.Compare(a.Message.ID, b.Message.ID) })
			return yieldAll(all, err)
		}
	}},
	{"the transcript repeats the record it starts from", []string{"transcript/order"}, func(s *broken) {
		s.transcript = func(ctx context.Context, conversation string, after int64) records {
			return s.right.Transcript(ctx, conversation, after-1)
		}
	}},
	{"the feed is in the order of conversations", []string{"feed/order"}, onFeed(func(after int64, all []dialog.Record) []dialog.Record {
		slices.SortStableFunc(all, func(a, b dialog.Record) int {
			return strings.Compare(a.Message.Conversation, b.Message.Conversation)
		})
		return since(after, all)
	})},
	{"cursors count what is yielded", []string{"feed/order"}, onFeed(func(after int64, all []dialog.Record) []dialog.Record {
		all = since(after, all)
		for i := range all {
			all[i].Cursor = int64(i) + 1
		}
		return all
	})},
	{"a commit appears late, below a cursor that was shown", []string{"feed/concurrent"}, func(s *broken) {
		// Each third record stays out of sight until one behind it has been read.
		var hidden sync.Map
		onFeed(func(after int64, all []dialog.Record) []dialog.Record {
			for i, r := range all {
				if r.Cursor%3 != 0 {
					continue
				}
				if _, seen := hidden.LoadOrStore(r.Cursor, true); !seen && i < len(all)-1 {
					all[i].Cursor = 0
				} else if !seen {
					hidden.Delete(r.Cursor)
				}
			}
			return since(max(after, 0), all)
		})(s)
	}},
	{"a record comes twice", []string{"feed/concurrent", "feed/order"}, onFeed(func(after int64, all []dialog.Record) []dialog.Record {
		return since(after-1, all)
	})},
	{"the feed ends with its first page", []string{"feed/many"}, onFeed(func(after int64, all []dialog.Record) []dialog.Record {
		all = since(after, all)
		return all[:min(len(all), 500)]
	})},
	{"a loop cannot be left", []string{"iterators/leave early"}, func(s *broken) {
		s.feed = func(ctx context.Context, after int64) records {
			return func(yield func(dialog.Record, error) bool) {
				for r, err := range s.right.Feed(ctx, after) {
					yield(r, err)
				}
			}
		}
	}},
	{"a loop goes on where the last one was left", []string{"iterators/leave early"}, func(s *broken) {
		s.transcript = func(ctx context.Context, conversation string, after int64) records {
			next := after
			return func(yield func(dialog.Record, error) bool) {
				for r, err := range s.right.Transcript(ctx, conversation, next) {
					next = r.Version
					if !yield(r, err) {
						return
					}
				}
			}
		}
	}},
	{"a loop keeps the store to itself", []string{"iterators/use the store"}, func(s *broken) {
		var reading atomic.Int64
		s.transcript = func(ctx context.Context, conversation string, after int64) records {
			return func(yield func(dialog.Record, error) bool) {
				reading.Add(1)
				defer reading.Add(-1)
				s.right.Transcript(ctx, conversation, after)(yield)
			}
		}
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			if reading.Load() > 0 {
				return 0, errBusy
			}
			return s.right.Commit(ctx, t)
		}
	}},
	{"what is due comes in the order of ids", []string{"due/order", "due/many"}, func(s *broken) {
		s.due = func(ctx context.Context, now time.Time, limit int) ([]string, error) {
			ids, err := s.right.Due(ctx, now, limit)
			slices.Sort(ids)
			return ids, err
		}
	}},
	{"what is due is so only afterwards", []string{"due/order", "due/any zone"}, func(s *broken) {
		s.due = func(ctx context.Context, now time.Time, limit int) ([]string, error) {
			return s.right.Due(ctx, now.Add(-time.Microsecond), limit)
		}
	}},
	{"never is long ago", []string{"due/order"}, func(s *broken) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			if t.Conversation.Due.IsZero() {
				t.Conversation.Due = time.Unix(0, 0)
			}
			return s.right.Commit(ctx, t)
		}
	}},
	{"due times are kept as the clock on the wall", []string{"due/any zone"}, onCommit(func(t *dialog.Turn) {
		if d := t.Conversation.Due; !d.IsZero() {
			t.Conversation.Due = time.Date(d.Year(), d.Month(), d.Day(), d.Hour(), d.Minute(), d.Second(), d.Nanosecond(), time.UTC)
		}
	})},
	{"a limit above one page is cut", []string{"due/many"}, func(s *broken) {
		s.due = func(ctx context.Context, now time.Time, limit int) ([]string, error) {
			return s.right.Due(ctx, now, min(limit, 100))
		}
	}},
	{"a due conversation is shown once", []string{"due/order"}, func(s *broken) {
		var shown sync.Map
		s.due = func(ctx context.Context, now time.Time, limit int) ([]string, error) {
			ids, err := s.right.Due(ctx, now, limit)
			return slices.DeleteFunc(ids, func(id string) bool { _, seen := shown.LoadOrStore(id, true); return seen }), err
		}
	}},
}
