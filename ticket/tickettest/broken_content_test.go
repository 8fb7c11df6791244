package tickettest

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

// lossFaults are stores that each lose one field, at any depth, of what they keep.
func lossFaults() (faults []fault) {
	lose := func(what string, paths [][]int, lossy func(path []int) func(s *broken)) {
		for _, path := range paths {
			faults = append(faults, fault{what + " " + fmt.Sprint(path) + " is lost", []string{"content/every field"}, lossy(path)})
		}
	}
	lose("field of a ticket", paths(reflect.TypeFor[ticket.Ticket](), "Number"), func(path []int) func(s *broken) {
		return func(s *broken) {
			s.load = func(ctx context.Context, id string) (ticket.Ticket, error) {
				t, err := s.right.Load(ctx, id)
				empty(reflect.ValueOf(&t), path)
				return t, err
			}
		}
	})
	lose("field of an event", paths(reflect.TypeFor[ticket.Event](), "Seq"), func(path []int) func(s *broken) {
		return func(s *broken) {
			s.history = func(ctx context.Context, id string, after int64) events {
				all, err := storetest.Collect(s.right.History(ctx, id, after))
				for i := range all {
					empty(reflect.ValueOf(&all[i]), path)
				}
				return yieldAll(all, err)
			}
		}
	})
	lose("field of a notice", paths(reflect.TypeFor[ticket.Notice]()), func(path []int) func(s *broken) {
		return onClaimed(func(out *ticket.Outgoing) { empty(reflect.ValueOf(&out.Notice), path) })
	})
	return faults
}

// paths are the indexes that lead to all fields of a type, at any depth, except for
// some of its own.
func paths(t reflect.Type, except ...string) (all [][]int) {
	switch {
	case t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice:
		return paths(t.Elem())
	case t.Kind() != reflect.Struct || t == reflect.TypeFor[time.Time]():
		return nil
	}
	for i := range t.NumField() {
		if slices.Contains(except, t.Field(i).Name) {
			continue
		}
		all = append(all, []int{i})
		for _, rest := range paths(t.Field(i).Type) {
			all = append(all, append([]int{i}, rest...))
		}
	}
	return all
}

// empty makes the field at a path zero.
func empty(v reflect.Value, path []int) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			empty(v.Elem(), path)
		}
	case reflect.Slice:
		for i := range v.Len() {
			empty(v.Index(i), path)
		}
	default:
		if len(path) > 1 {
			empty(v.Field(path[0]), path[1:])
			return
		}
		v.Field(path[0]).SetZero()
	}
}

func yieldAll(all []ticket.Event, err error) events {
	return func(yield func(ticket.Event, error) bool) {
		for _, e := range all {
			if !yield(e, nil) {
				return
			}
		}
		if err != nil {
			yield(ticket.Event{}, err)
		}
	}
}

// onLoad changes what a load returns.
func onLoad(change func(t *ticket.Ticket)) func(s *broken) {
	return func(s *broken) {
		s.load = func(ctx context.Context, id string) (ticket.Ticket, error) {
			t, err := s.right.Load(ctx, id)
			change(&t)
			return t, err
		}
	}
}

var contentFaults = []fault{
	{"a change keeps tags that were there", []string{"content/changes", "commit/change"}, func(s *broken) {
		onCommit(func(c *ticket.Commit) {
			for i := range c.Changes {
				t := &c.Changes[i].Ticket
				if old, err := s.right.Load(context.Background(), t.ID); err == nil && len(t.Tags) == 0 {
					t.Tags = old.Tags
				}
			}
		})(s)
	}},
	{"the store writes to what it is given", []string{"content/what is given stays as it is"}, func(s *broken) {
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			for i := range c.Changes {
				slices.Sort(c.Changes[i].Ticket.Fired)
				keep(reflect.ValueOf(&c.Changes[i].Events))
			}
			return s.right.Commit(ctx, c)
		}
	}},
	{"times are in local time", []string{"content/times"}, onLoad(func(t *ticket.Ticket) { t.Updated = t.Updated.In(time.FixedZone("", 3600)) })},
	{"times are kept to the second", []string{"content/times"}, onCommit(func(c *ticket.Commit) {
		for i := range c.Changes {
			c.Changes[i].Ticket.Entered = c.Changes[i].Ticket.Entered.Truncate(time.Second)
		}
	})},
	{"the zero time is the year 1970", []string{"content/times"}, onLoad(func(t *ticket.Ticket) {
		if t.Wake.IsZero() {
			t.Wake = time.Unix(0, 0).UTC()
		}
	})},
	{"texts are trimmed", []string{"content/texts"}, onCommit(func(c *ticket.Commit) {
		for i := range c.Changes {
			c.Changes[i].Ticket.Subject = strings.TrimSpace(c.Changes[i].Ticket.Subject)
		}
	})},
	{"NUL bytes are dropped", []string{"content/texts"}, onLoad(func(t *ticket.Ticket) { t.Summary = strings.ReplaceAll(t.Summary, "\x00", "") })},
	{"ids are compared without case", []string{"content/ids"}, func(s *broken) {
		s.find = func(ctx context.Context, f ticket.Filter, p ticket.Page) (ticket.Found, error) {
			for _, id := range f.IDs {
				f.IDs = append(f.IDs, strings.ToLower(id), strings.ToUpper(id))
			}
			return s.right.Find(ctx, f, p)
		}
	}},
	{"tags are compared without spaces", []string{"content/ids"}, onCommit(func(c *ticket.Commit) {
		for i := range c.Changes {
			for k, tag := range c.Changes[i].Ticket.Tags {
				c.Changes[i].Ticket.Tags[k] = strings.TrimSpace(tag)
			}
		}
	})},
	{"a load shares memory with the next one", []string{"content/no shared memory"}, func(s *broken) {
		var kept sync.Map
		s.load = func(ctx context.Context, id string) (ticket.Ticket, error) {
			t, err := s.right.Load(ctx, id)
			if err == nil {
				old, _ := kept.LoadOrStore(id, t)
				t = old.(ticket.Ticket)
			}
			return t, err
		}
	}},
	{"a commit keeps the memory of the caller", []string{"content/no shared memory"}, func(s *broken) {
		given := map[string][]ticket.Event{}
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			for _, change := range c.Changes {
				given[change.Ticket.ID] = change.Events
			}
			return s.right.Commit(ctx, c)
		}
		s.history = func(ctx context.Context, id string, after int64) events {
			all, err := storetest.Collect(s.right.History(ctx, id, after))
			for i := range all {
				all[i].Opened = given[id][i].Opened
			}
			return yieldAll(all, err)
		}
	}},
	{"a find shares memory with the next one", []string{"content/no shared memory"}, func(s *broken) {
		var page *ticket.Found
		s.find = func(ctx context.Context, f ticket.Filter, p ticket.Page) (ticket.Found, error) {
			if page == nil {
				found, err := s.right.Find(ctx, f, p)
				page = &found
				return found, err
			}
			return *page, nil
		}
	}},
}
