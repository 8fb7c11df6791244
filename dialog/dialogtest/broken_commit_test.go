package dialogtest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/kefu-go/kefu/dialog"
)

// force commits on top of whatever version there is.
func force(ctx context.Context, s dialog.Store, t dialog.Turn) (int64, error) {
	for {
		c, err := s.Load(ctx, t.Conversation.ID)
		if err != nil && !errors.Is(err, dialog.ErrNotFound) {
			return 0, err
		}
		t.Conversation.Version = c.Version
		version, err := s.Commit(ctx, t)
		if !errors.Is(err, dialog.ErrConflict) {
			return version, err
		}
	}
}

var commitFaults = []fault{
	{"an unknown conversation is an empty one", []string{"commit/empty"}, func(s *broken) {
		s.load = func(ctx context.Context, id string) (dialog.Conversation, error) {
			c, err := s.right.Load(ctx, id)
			if errors.Is(err, dialog.ErrNotFound) {
				err = nil
			}
			return c, err
		}
	}},
	{"a new conversation loses its customer", []string{"commit/create", "content/every field"}, func(s *broken) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			if t.Conversation.Version == 0 {
				t.Conversation.Customer = ""
			}
			return s.right.Commit(ctx, t)
		}
	}},
	{"an update leaves what is empty as it was", []string{"commit/update", "due/moves"}, func(s *broken) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			if old, err := s.right.Load(ctx, t.Conversation.ID); err == nil && t.Conversation.Due.IsZero() {
				t.Conversation.Due = old.Due
			}
			return s.right.Commit(ctx, t)
		}
	}},
	{"the version is not compared", []string{"commit/conflict"}, func(s *broken) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) { return force(ctx, s.right, t) }
	}},
	{"an unknown conversation may have any version", []string{"commit/conflict"}, func(s *broken) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			if _, err := s.right.Load(ctx, t.Conversation.ID); errors.Is(err, dialog.ErrNotFound) {
				t.Conversation.Version = 0
			}
			return s.right.Commit(ctx, t)
		}
	}},
	{"a conflict wins over a duplicate", []string{"commit/duplicate"}, func(s *broken) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			c, err := s.right.Load(ctx, t.Conversation.ID)
			if err == nil && c.Version != t.Conversation.Version {
				return 0, dialog.ErrConflict
			}
			return s.right.Commit(ctx, t)
		}
	}},
	{"a duplicate is not told from success", []string{"commit/duplicate", "commit/atomic", "race/same message"}, func(s *broken) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			version, err := s.right.Commit(ctx, t)
			if errors.Is(err, dialog.ErrDuplicate) {
				err = nil
			}
			return version, err
		}
	}},
	{"a duplicate is not noticed", []string{"commit/duplicate", "race/same message"}, func(s *broken) {
		var n atomic.Int64
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			version, err := s.right.Commit(ctx, t)
			if errors.Is(err, dialog.ErrDuplicate) {
				t.Message.ID = fmt.Sprint(t.Message.ID, "#", n.Add(1))
				return force(ctx, s.right, t)
			}
			return version, err
		}
	}},
	{"a duplicate comes without the record", []string{"commit/duplicate"}, func(s *broken) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			version, err := s.right.Commit(ctx, t)
			if errors.Is(err, dialog.ErrDuplicate) {
				err = dialog.ErrDuplicate
			}
			return version, err
		}
	}},
	{"a duplicate comes with the reply of now", []string{"commit/duplicate", "race/same message"}, func(s *broken) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			version, err := s.right.Commit(ctx, t)
			var dup *dialog.DuplicateError
			if errors.As(err, &dup) {
				dup.Record.Reply = t.Reply
			}
			return version, err
		}
	}},
	{"message ids are unique in the store", []string{"commit/replied", "commit/duplicate"}, func(s *broken) {
		var seen sync.Map
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			if owner, _ := seen.LoadOrStore(t.Message.ID, t.Conversation.ID); owner != t.Conversation.ID {
				return 0, &dialog.DuplicateError{}
			}
			return s.right.Commit(ctx, t)
		}
	}},
	{"old messages are forgotten", []string{"commit/duplicate of many"}, func(s *broken) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			version, err := s.right.Commit(ctx, t)
			var dup *dialog.DuplicateError
			if errors.As(err, &dup) && dup.Record.Version < t.Conversation.Version-16 {
				t.Message.ID += "#again"
				return s.right.Commit(ctx, t)
			}
			return version, err
		}
	}},
	{"ids are cleaned, not refused", []string{"commit/invalid"}, func(s *broken) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			clean := func(id string) string { return strings.ToValidUTF8(strings.ReplaceAll(id, "\x00", ""), "?") }
			t.Conversation.ID, t.Message.ID = clean(t.Conversation.ID), clean(t.Message.ID)
			return s.right.Commit(ctx, t)
		}
	}},
	{"an item that is there already is left out", []string{"commit/outbox ids", "commit/atomic", "race/same outbox id"}, func(s *broken) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			version, err := s.right.Commit(ctx, t)
			if errors.Is(err, dialog.ErrInvalid) {
				t.Outbox = nil
				version, err = s.right.Commit(ctx, t)
			}
			return version, err
		}
	}},
	{"the outbox is a transaction of its own", []string{"commit/atomic"}, func(s *broken) {
		var n atomic.Int64
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			if len(t.Outbox) > 0 {
				side := turn(fmt.Sprint("side", n.Add(1)), "m", 0)
				side.Outbox = t.Outbox
				if _, err := s.right.Commit(ctx, side); err != nil {
					return 0, err
				}
				t.Outbox = nil
			}
			return s.right.Commit(ctx, t)
		}
	}},
	{"a conflict writes the record", []string{"commit/atomic", "commit/conflict"}, func(s *broken) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			version, err := s.right.Commit(ctx, t)
			if errors.Is(err, dialog.ErrConflict) {
				t.Outbox = nil
				_, _ = force(ctx, s.right, t)
			}
			return version, err
		}
	}},
	{"the version is compared before the transaction", []string{"race/no lost update"}, func(s *broken) {
		var arrived atomic.Int64
		both := make(chan struct{})
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			c, err := s.right.Load(ctx, t.Conversation.ID)
			if err == nil && c.Version != t.Conversation.Version {
				return 0, dialog.ErrConflict
			}
			switch arrived.Add(1) { // the first two have both seen version 0
			case 1:
				<-both
			case 2:
				close(both)
			}
			return force(ctx, s.right, t)
		}
	}},
	{"a load may be behind", []string{"race/linearizable"}, func(s *broken) {
		var n atomic.Int64
		var old sync.Map
		s.load = func(ctx context.Context, id string) (dialog.Conversation, error) {
			c, err := s.right.Load(ctx, id)
			if stale, ok := old.Swap(id, c); ok && err == nil && n.Add(1)%3 == 0 {
				return stale.(dialog.Conversation), nil
			}
			return c, err
		}
	}},
	{"a commit that is cancelled has done half", []string{"race/cancelled in flight"}, func(s *broken) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			t.Outbox = nil
			if _, err := s.right.Commit(context.WithoutCancel(ctx), t); err != nil {
				return 0, err
			}
			<-ctx.Done()
			return 0, ctx.Err()
		}
	}},
	{"a commit that is cancelled says that it was done", []string{"race/cancelled in flight"}, func(s *broken) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			<-ctx.Done()
			return t.Conversation.Version + 1, nil
		}
	}},
}
