package routingtest

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/routing"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// broken is a store that works, except for the methods that are replaced.
type broken struct {
	right   *routing.MemoryStore
	commit  func(ctx context.Context, c routing.Commit) (int64, error)
	changes func(ctx context.Context, after int64) (routing.Changes, error)
	work    func(ctx context.Context, item string) (routing.Work, error)
	events  func(ctx context.Context, item string, after int64) iter.Seq2[routing.Event, error]
	prune   func(ctx context.Context, before time.Time, limit int) (int, error)
}

func newBroken() *broken {
	s := &broken{right: routing.NewMemoryStore()}
	s.commit, s.changes, s.work, s.events, s.prune = s.right.Commit, s.right.Changes, s.right.Work, s.right.Events, s.right.Prune
	return s
}

func (b *broken) Commit(ctx context.Context, c routing.Commit) (int64, error) {
	return b.commit(ctx, c)
}

func (b *broken) Changes(ctx context.Context, after int64) (routing.Changes, error) {
	return b.changes(ctx, after)
}

func (b *broken) Work(ctx context.Context, item string) (routing.Work, error) {
	return b.work(ctx, item)
}

func (b *broken) Events(ctx context.Context, item string, after int64) iter.Seq2[routing.Event, error] {
	return b.events(ctx, item, after)
}

func (b *broken) Prune(ctx context.Context, before time.Time, limit int) (int, error) {
	return b.prune(ctx, before, limit)
}

// fault is a store that breaks one obligation, and the checks that must notice.
type fault struct {
	what   string
	checks []string
	store  func(s *broken)
}

func TestEveryCheckNoticesAFault(t *testing.T) {
	var faults []storetest.Fault[routing.Store]
	for _, f := range slices.Concat(commitFaults, refusalFaults, contentFaults, changesFaults, eventFaults, pruneFaults, raceFaults, contextFaults) {
		faults = append(faults, storetest.Fault[routing.Store]{What: f.what, Checks: f.checks, New: func() routing.Store {
			s := newBroken()
			f.store(s)
			return s
		}})
	}
	storetest.Prove(t, storeChecks(), faults)
}

var errBusy = errors.New("the database is busy")

// onCommit changes what is committed.
func onCommit(change func(c *routing.Commit)) func(*broken) {
	return func(s *broken) {
		s.commit = func(ctx context.Context, c routing.Commit) (int64, error) {
			change(own(&c))
			return s.right.Commit(ctx, c)
		}
	}
}

// own makes the lists of a commit its own: the caller compares with his.
func own(c *routing.Commit) *routing.Commit {
	c.Items, c.Statuses, c.Seats = slices.Clone(c.Items), slices.Clone(c.Statuses), slices.Clone(c.Seats)
	c.Learned, c.Events = slices.Clone(c.Learned), slices.Clone(c.Events)
	return c
}

// onChanges changes what changed.
func onChanges(change func(after int64, c *routing.Changes)) func(*broken) {
	return func(s *broken) {
		s.changes = func(ctx context.Context, after int64) (routing.Changes, error) {
			c, err := s.right.Changes(ctx, after)
			change(after, &c)
			return c, err
		}
	}
}

// onEvents changes what a loop yields.
func onEvents(change func(after int64, all []routing.Event) []routing.Event) func(*broken) {
	return func(s *broken) {
		s.events = func(ctx context.Context, item string, after int64) iter.Seq2[routing.Event, error] {
			all, err := storetest.Collect(s.right.Events(ctx, item, after))
			return yieldAll(change(after, all), err)
		}
	}
}

// forgives takes an error for none.
func forgives(target error) func(*broken) {
	return func(s *broken) {
		s.commit = func(ctx context.Context, c routing.Commit) (int64, error) {
			revision, err := s.right.Commit(ctx, c)
			if errors.Is(err, target) {
				return c.After + 1, nil
			}
			return revision, err
		}
	}
}

// reports takes one error for another.
func reports(target, instead error) func(*broken) {
	return func(s *broken) {
		s.commit = func(ctx context.Context, c routing.Commit) (int64, error) {
			revision, err := s.right.Commit(ctx, c)
			if errors.Is(err, target) {
				err = instead
			}
			return revision, err
		}
	}
}

// leaves writes a part of a commit that is refused.
func leaves(target error, part func(c routing.Commit) routing.Commit) func(*broken) {
	return func(s *broken) {
		s.commit = func(ctx context.Context, c routing.Commit) (int64, error) {
			revision, err := s.right.Commit(ctx, c)
			if errors.Is(err, target) {
				now, e := s.right.Changes(ctx, 0)
				left := part(c)
				left.After = now.Revision
				if _, e2 := s.right.Commit(ctx, left); e != nil || e2 != nil {
					return 0, errors.Join(err, e, e2)
				}
			}
			return revision, err
		}
	}
}

func yieldAll[T any](all []T, err error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range all {
			if !yield(v, nil) {
				return
			}
		}
		if err != nil {
			var none T
			yield(none, err)
		}
	}
}

var commitFaults = []fault{
	{"a missing item is an empty one", []string{"commit/nothing yet"}, func(s *broken) {
		s.work = func(ctx context.Context, item string) (routing.Work, error) {
			w, err := s.right.Work(ctx, item)
			if errors.Is(err, routing.ErrNotFound) {
				err = nil
			}
			return w, err
		}
	}},
	{"an id that is no text is refused where it is looked for", []string{"commit/nothing yet"}, func(s *broken) {
		s.work = func(ctx context.Context, item string) (routing.Work, error) {
			if strings.Contains(item, "\x00") {
				return routing.Work{}, routing.ErrInvalid
			}
			return s.right.Work(ctx, item)
		}
	}},
	{"the revision that was is returned", []string{"commit/revisions", "race/one wins"}, func(s *broken) {
		s.commit = func(ctx context.Context, c routing.Commit) (int64, error) {
			_, err := s.right.Commit(ctx, c)
			return c.After, err
		}
	}},
	{"an empty commit is none", []string{"commit/revisions", "commit/control stays"}, func(s *broken) {
		s.commit = func(ctx context.Context, c routing.Commit) (int64, error) {
			if c.Items == nil && c.Statuses == nil && c.Seats == nil && c.Control == nil {
				return c.After + 1, nil
			}
			return s.right.Commit(ctx, c)
		}
	}},
	{"what was learned is not kept", []string{"commit/everything", "commit/learned"}, onCommit(func(c *routing.Commit) { c.Learned = nil })},
	{"the control is not kept", []string{"commit/everything", "commit/replace"}, onCommit(func(c *routing.Commit) { c.Control = nil })},
	{"seats are not kept", []string{"commit/everything", "commit/removed seat"}, onCommit(func(c *routing.Commit) { c.Seats = nil })},
	{"what is new is merged with what was", []string{"commit/replace"}, func(s *broken) {
		s.commit = func(ctx context.Context, c routing.Commit) (int64, error) {
			if len(c.Items) == 0 && len(c.Statuses) > 0 {
				if w, err := s.right.Work(ctx, c.Statuses[0].Item); err == nil {
					c.Statuses[0].Status.Declined = w.Status.Declined
				}
			}
			return s.right.Commit(ctx, c)
		}
	}},
	{"no control is an empty one", []string{"commit/control stays"}, onCommit(func(c *routing.Commit) {
		if c.Control == nil {
			c.Control = &routing.Control{}
		}
	})},
	{"what has ended is gone", []string{"commit/ended item"}, func(s *broken) {
		s.work = func(ctx context.Context, item string) (routing.Work, error) {
			w, err := s.right.Work(ctx, item)
			if w.Status.State.Ended() {
				return routing.Work{}, routing.ErrNotFound
			}
			return w, err
		}
	}},
	{"what ended is not shown as a change", []string{"commit/ended item", "changes/follow"}, onChanges(func(_ int64, c *routing.Changes) {
		c.Works = slices.DeleteFunc(c.Works, func(w routing.Work) bool { return w.Status.State.Ended() })
	})},
	{"a seat that is removed is not shown", []string{"commit/removed seat"}, onChanges(func(_ int64, c *routing.Changes) {
		c.Seats = slices.DeleteFunc(c.Seats, func(x routing.Seat) bool { return x.Removed })
	})},
	{"what was forgotten of an agent is not shown", []string{"commit/learned"}, onChanges(func(_ int64, c *routing.Changes) {
		c.Learned = slices.DeleteFunc(c.Learned, func(l routing.Learned) bool { return l.Experience.Done == 0 })
	})},
	{"a commit writes 5,000 statuses at most", []string{"commit/10,000 items"}, func(s *broken) {
		s.commit = func(ctx context.Context, c routing.Commit) (int64, error) {
			if len(c.Items) == 0 {
				c.Statuses = c.Statuses[:min(len(c.Statuses), 5000)]
			}
			return s.right.Commit(ctx, c)
		}
	}},
}

var refusalFaults = []fault{
	{"the last one wins", []string{"refusal/conflict"}, func(s *broken) {
		s.commit = func(ctx context.Context, c routing.Commit) (int64, error) {
			now, err := s.right.Changes(ctx, 0)
			if err != nil {
				return 0, err
			}
			c.After = now.Revision
			return s.right.Commit(ctx, c)
		}
	}},
	{"a revision to come is taken", []string{"refusal/conflict", "refusal/conflict of the first"}, func(s *broken) {
		s.commit = func(ctx context.Context, c routing.Commit) (int64, error) {
			now, err := s.right.Changes(ctx, 0)
			if err == nil && c.After > now.Revision {
				c.After = now.Revision
			}
			return s.right.Commit(ctx, c)
		}
	}},
	{"a conflict has written its events", []string{"refusal/conflict"}, leaves(routing.ErrConflict, func(c routing.Commit) routing.Commit {
		return routing.Commit{Events: c.Events}
	})},
	{"an item that is there is a conflict", []string{"refusal/exists"}, reports(routing.ErrExists, routing.ErrConflict)},
	{"a conflict comes before an item that is there", []string{"refusal/exists"}, func(s *broken) {
		s.commit = func(ctx context.Context, c routing.Commit) (int64, error) {
			if now, err := s.right.Changes(ctx, 0); err == nil && now.Revision != c.After {
				return 0, routing.ErrConflict
			}
			return s.right.Commit(ctx, c)
		}
	}},
	{"another item is named", []string{"refusal/exists"}, reports(routing.ErrExists, &routing.ExistsError{Item: "before"})},
	{"of several items those are written that are new", []string{"refusal/exists"}, leaves(routing.ErrExists, func(c routing.Commit) routing.Commit {
		return routing.Commit{Items: c.Items[:1], Statuses: c.Statuses[:1]}
	})},
	{"a status of an unknown item is passed over", []string{"refusal/unknown item"}, forgives(routing.ErrNotFound)},
	{"what was before an unknown item is written", []string{"refusal/unknown item", "events/numbers"}, leaves(routing.ErrNotFound, func(c routing.Commit) routing.Commit {
		return routing.Commit{Events: c.Events}
	})},
	{"bad ids are mended", []string{"refusal/bad ids"}, onCommit(func(c *routing.Commit) {
		for i := range c.Events {
			c.Events[i].Item = strings.ReplaceAll(strings.ToValidUTF8(c.Events[i].Item, "?"), "\x00", "")
		}
	})},
	{"bad ids are not found", []string{"refusal/bad ids"}, reports(routing.ErrInvalid, routing.ErrNotFound)},
	{"of two of the same the last one counts", []string{"refusal/twice"}, onCommit(func(c *routing.Commit) {
		seen := map[string]bool{}
		c.Seats = slices.DeleteFunc(c.Seats, func(x routing.Seat) bool {
			twice := seen[x.Agent.ID]
			seen[x.Agent.ID] = true
			return twice
		})
	})},
	{"an item without a status waits", []string{"refusal/twice"}, onCommit(func(c *routing.Commit) {
		for _, it := range c.Items {
			if !slices.ContainsFunc(c.Statuses, func(st routing.StatusOf) bool { return st.Item == it.ID }) {
				c.Statuses = append(c.Statuses, status(it.ID, routing.Waiting, 1, 0))
			}
		}
	})},
	{"a commit that is invalid has written its items", []string{"refusal/all or nothing"}, leaves(routing.ErrInvalid, func(c routing.Commit) routing.Commit {
		return routing.Commit{Items: c.Items, Statuses: c.Statuses[:len(c.Items)]}
	})},
}
