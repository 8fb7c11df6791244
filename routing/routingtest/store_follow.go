package routingtest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/kefu-go/kefu/routing"
)

// follower keeps what a store holds by reading what changed, as a router does.
type follower struct {
	step    int64
	last    routing.Changes
	works   map[string]routing.Work
	seats   map[string]routing.Seat
	learned map[[2]string]routing.Learned
}

// read takes in what changed since the last time.
func (f *follower) read(ctx context.Context, s routing.Store) error {
	c, err := s.Changes(ctx, f.last.Revision)
	if err != nil {
		return err
	}
	return f.take(c)
}

func (f *follower) take(c routing.Changes) error {
	if c.Revision < f.last.Revision || c.Seq < f.last.Seq {
		return fmt.Errorf("revision %d with %d events came after revision %d with %d", c.Revision, c.Seq, f.last.Revision, f.last.Seq)
	}
	if c.Whole {
		f.works, f.seats, f.learned = map[string]routing.Work{}, map[string]routing.Seat{}, map[[2]string]routing.Learned{}
	}
	for _, w := range c.Works {
		if f.works[w.Item.ID] = w; w.Status.State.Ended() {
			delete(f.works, w.Item.ID)
		}
	}
	for _, x := range c.Seats {
		if f.seats[x.Agent.ID] = x; x.Removed {
			delete(f.seats, x.Agent.ID)
		}
	}
	for _, l := range c.Learned {
		key := [2]string{l.Agent, l.Category}
		if f.learned[key] = l; l.Experience.Done == 0 {
			delete(f.learned, key)
		}
	}
	f.last = c
	return nil
}

// whole is what the follower knows, as the store would tell it.
func (f *follower) whole() routing.Changes {
	c := routing.Changes{Revision: f.last.Revision, Whole: true, Control: f.last.Control, Seq: f.last.Seq}
	c.Works = slices.SortedFunc(maps.Values(f.works), func(a, b routing.Work) int { return cmp.Compare(a.Item.ID, b.Item.ID) })
	c.Seats = slices.SortedFunc(maps.Values(f.seats), func(a, b routing.Seat) int { return cmp.Compare(a.Agent.ID, b.Agent.ID) })
	c.Learned = slices.SortedFunc(maps.Values(f.learned), func(a, b routing.Learned) int {
		return cmp.Or(cmp.Compare(a.Agent, b.Agent), cmp.Compare(a.Category, b.Category))
	})
	return c
}
