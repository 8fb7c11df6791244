package routingtest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/routing"
)

// RunStore checks every obligation that [routing.Store] states, each as a subtest
// with a store of its own. newStore returns a store that holds nothing; what it
// opens it closes by t.Cleanup.
//
// Beyond the words of the interface the suite fixes these points:
//
//   - The ids that must be usable texts are those of items and agents, and the item
//     of an event unless it is empty. All other texts may hold anything; bytes that
//     are not UTF-8 may come back as U+FFFD, but the categories of what was learned
//     and the brief of an item come back byte for byte.
//   - A commit that names an item, an agent, or a pair of agent and category twice,
//     or a new item without a status, is refused with [routing.ErrInvalid].
//   - A commit with several faults may report any of them.
//   - A commit of 10,000 items works.
//   - An empty commit is one like any other.
//   - The time an item ended is the Since of its status.
//   - Loops may be left early. Whether one yields what is committed meanwhile is open.
func RunStore(t *testing.T, newStore func(t *testing.T) routing.Store) {
	t.Helper()
	storetest.Run(t, newStore, storeChecks())
}

type check = storetest.Check[routing.Store]

func storeChecks() []check {
	return slices.Concat(commitChecks, refusalChecks, contentChecks, changesChecks, eventChecks, pruneChecks, raceChecks, contextChecks)
}

func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// minute is n minutes after noon.
func minute(n int) time.Time { return noon().Add(time.Duration(n) * time.Minute) }

// item returns a small item.
func item(id string) routing.Item {
	return routing.Item{ID: id, Channel: "chat", Category: "refund", Arrived: noon()}
}

// status returns the status of an item; one that ended did so n minutes after noon.
func status(id string, state routing.State, version int64, n int) routing.StatusOf {
	return routing.StatusOf{Item: id, Status: routing.Status{
		State: state, Stage: routing.Stage{Queue: "q"}, Arrived: noon(), Since: minute(n), Weight: 1, Version: version,
	}}
}

// event returns an event n minutes after noon.
func event(id string, n int) routing.Event {
	return routing.Event{At: minute(n), Type: routing.EventMoved, Item: id, Reason: fmt.Sprint("minute ", n)}
}

func seat(id string, turn int64) routing.Seat {
	return routing.Seat{Agent: routing.Agent{ID: id, Capacity: 3}, Presence: routing.Online, Since: noon(), Turn: turn}
}

func learned(agent, category string, done float64) routing.Learned {
	return routing.Learned{Agent: agent, Category: category, Experience: routing.Experience{Done: done, Seconds: 60 * done}}
}

// submit is a commit of new items, each with an event.
func submit(after int64, ids ...string) routing.Commit {
	c := routing.Commit{After: after}
	for _, id := range ids {
		c.Items = append(c.Items, item(id))
		c.Statuses = append(c.Statuses, status(id, routing.Waiting, 1, 0))
		c.Events = append(c.Events, event(id, 0))
	}
	return c
}

// end is a commit that ends an item n minutes after noon.
func end(after int64, id string, n int) routing.Commit {
	return routing.Commit{
		After: after, Statuses: []routing.StatusOf{status(id, routing.Completed, 2, n)}, Events: []routing.Event{event(id, n)},
	}
}

// full is a commit that writes something of everything.
func full(after int64, id string) routing.Commit {
	c := submit(after, id)
	c.Seats = []routing.Seat{seat("agent of "+id, after)}
	c.Learned = []routing.Learned{learned("agent of "+id, "refund", 1)}
	c.Control = &routing.Control{Peak: true, PeakSince: noon(), Turn: after + 1}
	return c
}

// write commits one after the other and returns the last revision.
func write(ctx context.Context, s routing.Store, commits ...routing.Commit) error {
	for i, c := range commits {
		revision, err := s.Commit(ctx, c)
		if err != nil {
			return fmt.Errorf("commit %d: %w", i, err)
		}
		if revision != c.After+1 {
			return fmt.Errorf("a commit after revision %d returned %d", c.After, revision)
		}
	}
	return nil
}

// wantChanges compares what changed after a revision.
func wantChanges(ctx context.Context, s routing.Store, after int64, want routing.Changes) error {
	got, err := s.Changes(ctx, after)
	if err != nil {
		return err
	}
	return storetest.Same(fmt.Sprint("what changed after revision ", after), want, got)
}

// unchanged runs a call that must fail and must leave no trace.
func unchanged(ctx context.Context, s routing.Store, what string, target error, call func() error) error {
	before, err := everything(ctx, s)
	if err != nil {
		return err
	}
	if err := storetest.WantErr(what, call(), target); err != nil {
		return err
	}
	after, err := everything(ctx, s)
	return storetest.First(err, storetest.Same("the store after "+what, before, after))
}

// all is what a store tells of itself.
type all struct {
	Changes, Since routing.Changes
	Events         []routing.Event
}

func everything(ctx context.Context, s routing.Store) (a all, err error) {
	if a.Changes, err = s.Changes(ctx, 0); err != nil {
		return a, err
	}
	if a.Changes.Revision > 0 {
		if a.Since, err = s.Changes(ctx, 1); err != nil { // with what has ended
			return a, err
		}
	}
	a.Events, err = storetest.Collect(s.Events(ctx, "", 0))
	return a, err
}

// wantEvents compares the numbers of events.
func wantEvents(ctx context.Context, s routing.Store, id string, after int64, want ...int64) error {
	got, err := storetest.Collect(s.Events(ctx, id, after))
	if err != nil {
		return err
	}
	seqs := []int64{}
	for _, e := range got {
		seqs = append(seqs, e.Seq)
		if id != "" && e.Item != id {
			return fmt.Errorf("among the events of %q is one of %q", id, e.Item)
		}
	}
	if !slices.Equal(seqs, want) {
		return fmt.Errorf("the events of %q after %d are %v, want %v", id, after, seqs, want)
	}
	return nil
}

// works are the ids of items in changes.
func works(c routing.Changes) []string {
	ids := []string{}
	for _, w := range c.Works {
		ids = append(ids, w.Item.ID)
	}
	return ids
}

// wantWorks compares the ids of the items that changed.
func wantWorks(ctx context.Context, s routing.Store, after int64, want ...string) error {
	c, err := s.Changes(ctx, after)
	if err != nil {
		return err
	}
	if got := works(c); !slices.Equal(got, want) {
		return fmt.Errorf("the items that changed after revision %d are %q, want %q", after, got, want)
	}
	return nil
}

// second drops the first result of a call.
func second[T any](_ T, err error) error { return err }
