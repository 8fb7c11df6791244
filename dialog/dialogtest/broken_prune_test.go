package dialogtest

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
)

// onPrune replaces what Prune is asked for.
func onPrune(change func(before time.Time, limit int) (time.Time, int)) func(s *brokenArchive) {
	return func(s *brokenArchive) {
		s.prune = func(ctx context.Context, before time.Time, limit int) (int, error) {
			before, limit = change(before, limit)
			return s.right.Prune(ctx, before, limit)
		}
	}
}

// onStub replaces what is left of a record that was pruned.
func onStub(change func(r *dialog.Record)) func(s *brokenArchive) {
	return func(s *brokenArchive) {
		onReplied(func(r *dialog.Record) {
			if r.Pruned {
				change(r)
			}
		})(&s.broken)
	}
}

// remembering keeps the turns that are committed, by message and conversation.
func remembering(s *brokenArchive) *sync.Map {
	var turns sync.Map
	s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
		version, err := s.right.Commit(ctx, t)
		if err == nil {
			turns.Store(t.Conversation.ID+"/"+t.Message.ID, t)
		}
		return version, err
	}
	return &turns
}

var pruneFaults = []archiveFault{
	{"nothing is pruned", []string{"prune/leaves a stub", "prune/never read", "prune/many"}, func(s *brokenArchive) {
		s.prune = func(ctx context.Context, _ time.Time, _ int) (int, error) { return 0, ctx.Err() }
	}},
	{"words stay in the ledger", []string{"prune/leaves a stub", "prune/many"}, func(s *brokenArchive) {
		turns := remembering(s)
		s.replied = func(ctx context.Context, conversation, message string) (dialog.Record, error) {
			r, err := s.right.Replied(ctx, conversation, message)
			if t, ok := turns.Load(conversation + "/" + message); ok && err == nil {
				r.Message.Text = t.(dialog.Turn).Message.Text
			}
			return r, err
		}
	}},
	{"stubs stay in the transcript", []string{"prune/leaves a stub"}, func(s *brokenArchive) {
		turns := remembering(s)
		s.transcript = func(ctx context.Context, conversation string, after int64) records {
			all, err := storetest.Collect(s.right.Transcript(ctx, conversation, after))
			if len(all) > 0 && all[0].Version > 1 {
				turns.Range(func(_, t any) bool {
					if t := t.(dialog.Turn); t.Conversation.ID == conversation && t.Conversation.Version == 0 {
						all = append([]dialog.Record{record(t, 1).Stub()}, all...)
					}
					return true
				})
			}
			return yieldAll(all, err)
		}
	}},
	{"the state goes as well", []string{"prune/leaves a stub"}, func(s *brokenArchive) {
		var done atomic.Bool
		s.prune = func(ctx context.Context, before time.Time, limit int) (int, error) {
			done.Store(true)
			return s.right.Prune(ctx, before, limit)
		}
		onLoad(func(c *dialog.Conversation) {
			if done.Load() {
				c.State = nil
			}
		})(&s.broken)
	}},
	{"a stub does not say that it is one", []string{"prune/leaves a stub"}, onStub(func(r *dialog.Record) { r.Pruned = false })},
	{"a stub does not say what the reply did", []string{"prune/leaves a stub"}, onStub(func(r *dialog.Record) { r.Reply.Kind = "" })},
	{"what was pruned is not known", []string{"prune/leaves a stub", "prune/many"}, func(s *brokenArchive) {
		s.replied = func(ctx context.Context, conversation, message string) (dialog.Record, error) {
			r, err := s.right.Replied(ctx, conversation, message)
			if r.Pruned {
				return dialog.Record{}, dialog.ErrNotFound
			}
			return r, err
		}
	}},
	{"what was pruned is no duplicate", []string{"prune/leaves a stub"}, func(s *brokenArchive) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			version, err := s.right.Commit(ctx, t)
			var dup *dialog.DuplicateError
			if errors.As(err, &dup) && dup.Record.Pruned {
				t.Message.ID += " again"
				return s.right.Commit(ctx, t)
			}
			return version, err
		}
	}},
	{"a stub names the conversation that holds it", []string{"prune/unlike the usual"}, onStub(func(r *dialog.Record) {
		if r.Message.ID == "m1" {
			r.Message.Conversation = "odd"
		}
	})},
	{"a stub is owned by who spoke", []string{"prune/unlike the usual"}, onStub(func(r *dialog.Record) { r.Reply.Owner = r.Reply.From })},
	{"a reply has the version of its turn", []string{"prune/unlike the usual"}, onStub(func(r *dialog.Record) { r.Reply.Version = r.Version })},
	{"an age is that of the message", []string{"prune/age"}, func(s *brokenArchive) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			t.Conversation.Updated = t.Message.At
			return s.right.Commit(ctx, t)
		}
	}},
	{"a turn is as old as its conversation", []string{"prune/age", "prune/while others write"}, func(s *brokenArchive) {
		// Prunes nothing that was committed after something young.
		var young atomic.Bool
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			if t.Conversation.Updated.Equal(noon()) {
				young.Store(true)
			}
			return s.right.Commit(ctx, t)
		}
		s.prune = func(ctx context.Context, before time.Time, limit int) (int, error) {
			if young.Load() {
				return 0, ctx.Err()
			}
			return s.right.Prune(ctx, before, limit)
		}
	}},
	{"what is as old is pruned", []string{"prune/age"}, onPrune(func(before time.Time, limit int) (time.Time, int) {
		return before.Add(time.Microsecond), limit
	})},
	{"an age is cut to the microsecond", []string{"prune/age"}, onPrune(func(before time.Time, limit int) (time.Time, int) {
		return before.Truncate(time.Microsecond), limit
	})},
	{"an age is what the clock on the wall shows", []string{"prune/age"}, onPrune(func(t time.Time, limit int) (time.Time, int) {
		return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC), limit
	})},
	{"there is no limit", []string{"prune/limit", "prune/many"}, onPrune(func(before time.Time, _ int) (time.Time, int) { return before, 1 << 30 })},
	{"no limit is all", []string{"prune/limit"}, onPrune(func(before time.Time, limit int) (time.Time, int) {
		if limit <= 0 {
			limit = 1 << 30
		}
		return before, limit
	})},
	{"one call takes one page", []string{"prune/many"}, onPrune(func(before time.Time, limit int) (time.Time, int) { return before, min(limit, 200) })},
	{"items that wait do not keep their turn", []string{"prune/not what has to leave"}, func(s *brokenArchive) {
		turns := remembering(s)
		s.replied = func(ctx context.Context, conversation, message string) (dialog.Record, error) {
			if t, ok := turns.Load(conversation + "/" + message); ok && len(t.(dialog.Turn).Outbox) > 0 {
				return record(t.(dialog.Turn), t.(dialog.Turn).Conversation.Version+1).Stub(), nil
			}
			return s.right.Replied(ctx, conversation, message)
		}
	}},
	{"items that wait go with their turn", []string{"prune/not what has to leave"}, func(s *brokenArchive) {
		s.prune = func(ctx context.Context, before time.Time, limit int) (int, error) {
			items, err := s.right.Outbox().Claim(ctx, noon(), noon().Add(time.Hour), 100)
			for _, out := range items {
				err = errors.Join(err, s.right.Outbox().Settle(ctx, out.ID, out.Attempt, dialog.Outcome{}))
			}
			n, pruneErr := s.right.Prune(ctx, before, limit)
			return n, errors.Join(err, pruneErr)
		}
	}},
	{"a failed item keeps its turn", []string{"prune/not what has to leave", "prune/ids of items come again"}, func(s *brokenArchive) {
		var failed atomic.Bool
		s.settle = func(ctx context.Context, id string, attempt int, outcome dialog.Outcome) error {
			if outcome.Failed {
				failed.Store(true)
			}
			return s.right.Outbox().Settle(ctx, id, attempt, outcome)
		}
		s.prune = func(ctx context.Context, before time.Time, limit int) (int, error) {
			if failed.Load() {
				return 0, ctx.Err()
			}
			return s.right.Prune(ctx, before, limit)
		}
	}},
	{"settled items stay", []string{"prune/ids of items come again"}, func(s *brokenArchive) {
		turns := remembering(s)
		s.settle = func(ctx context.Context, id string, attempt int, outcome dialog.Outcome) error {
			err := s.right.Outbox().Settle(ctx, id, attempt, outcome)
			if errors.Is(err, dialog.ErrNotFound) {
				turns.Range(func(_, t any) bool {
					for _, out := range t.(dialog.Turn).Outbox {
						if out.ID == id {
							err = dialog.ErrConflict
						}
					}
					return true
				})
			}
			return err
		}
	}},
	{"every settled item goes", []string{"prune/ids of items come again"}, func(s *brokenArchive) {
		var done atomic.Bool
		s.prune = func(ctx context.Context, before time.Time, limit int) (int, error) {
			done.Store(true)
			return s.right.Prune(ctx, before, limit)
		}
		s.settle = func(ctx context.Context, id string, attempt int, outcome dialog.Outcome) error {
			err := s.right.Outbox().Settle(ctx, id, attempt, outcome)
			if done.Load() && errors.Is(err, dialog.ErrConflict) {
				return dialog.ErrNotFound
			}
			return err
		}
	}},
	{"cursors begin again", []string{"prune/feed goes on", "prune/never read"}, func(s *brokenArchive) {
		onFeed(func(after int64, all []dialog.Record) []dialog.Record {
			for i := range all {
				all[i].Cursor = int64(i) + 1
			}
			return since(after, all)
		})(&s.broken)
	}},
	{"two prune the same", []string{"prune/while others write"}, func(s *brokenArchive) {
		s.prune = func(ctx context.Context, before time.Time, limit int) (int, error) {
			n, err := s.right.Prune(ctx, before, limit)
			return n + n/5, err
		}
	}},
	{"pruning does not ask the context", []string{"prune/contexts"}, func(s *brokenArchive) {
		s.prune = func(ctx context.Context, before time.Time, limit int) (int, error) {
			return s.right.Prune(context.WithoutCancel(ctx), before, limit)
		}
	}},
	{"a cancelled call has pruned", []string{"prune/contexts"}, func(s *brokenArchive) {
		s.prune = func(ctx context.Context, before time.Time, limit int) (int, error) {
			n, err := s.right.Prune(context.WithoutCancel(ctx), before, limit)
			return n, errors.Join(err, ctx.Err())
		}
	}},
}
