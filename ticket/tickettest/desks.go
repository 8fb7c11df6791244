package tickettest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

// RunDesks has desks that share what they keep do random commands from 32 goroutines,
// each desk with a clock that goes wrong by some seconds and with ids of its own, and
// checks that
//
//   - every ticket is the fold of its history, whose numbers have no gaps, and nor have
//     the versions and the serials;
//   - a command that was refused left nothing, one that was accepted happened once, in
//     one commit, however often it was repeated; a move that the life cycle lists wrote
//     one event, and only those that it does not list were refused;
//   - every customer's reply that was accepted is found once, on one ticket that was not
//     merged, to which the one that it was meant for leads;
//   - of tickets that were merged into one another at once one is left, and all that
//     were merged lead to it;
//   - links are there on both sides, except where one side was merged: what still names
//     such a ticket is where it came from or went to;
//   - a ticket that has ended stays in its state, and a merged one as it is;
//   - the feed has every event once, those of a ticket in the order of its history.
//
// open returns a store for each desk, all over the same data, which are empty; what it
// opens it closes by t.Cleanup. The number of commands is fixed, and smaller with -short;
// no time limit is set.
func RunDesks(t *testing.T, open func(t *testing.T) []ticket.Store) {
	t.Helper()
	seed := rand.Uint64() //nolint:gosec // a test
	t.Logf("seed %d", seed)
	o, err := newOffice(open(t), seed)
	if err != nil {
		t.Fatal(err)
	}
	rounds, times := 4, 12
	if testing.Short() {
		rounds, times = 2, 6
	}
	if err := o.run(t.Context(), rounds, 32, times); err != nil {
		t.Error(err)
	}
}

// office is some desks, who works there, and what they did.
type office struct {
	stores []*ledger
	desks  []*ticket.Desk
	flow   ticket.Workflow
	clock  atomic.Int64 // seconds after the beginning
	seed   uint64

	mu       sync.Mutex
	tickets  []string // that are known to be there
	commands []given
}

// given is a command, and what became of it.
type given struct {
	id, ticket, what string
	reply            bool   // of a customer
	to               string // of a move
	taker            string // the ticket that took it
	err              error
}

// officeReopen is shorter than what the clock advances: there are follow-ups.
const officeReopen = 2 * time.Minute

// officeBegin is when the desks open; their clocks differ by skew from one to the next.
func officeBegin() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }

const skew = 7 * time.Second

func newOffice(stores []ticket.Store, seed uint64) (*office, error) {
	o := &office{flow: ticket.DefaultWorkflow(), seed: seed}
	o.flow.Reopen = ticket.Duration(officeReopen)
	for node, s := range stores {
		c := &ledger{Store: s, commits: map[string][]int64{}}
		var ids atomic.Int64
		d, err := ticket.New(c, &ticket.Options{
			Rules:      &ticket.Rules{Workflow: o.flow},
			Authorizer: ticket.AuthorizerFunc(func(context.Context, ticket.Actor, ticket.Right, *ticket.Ticket) error { return nil }),
			NewID:      func() string { return fmt.Sprintf("node%d-%06d", node, ids.Add(1)) },
			Now: func() time.Time {
				return officeBegin().Add(time.Duration(o.clock.Load())*time.Second + time.Duration(node)*skew)
			},
			HookTimeout: time.Hour,
		})
		if err != nil {
			return nil, err
		}
		o.stores, o.desks = append(o.stores, c), append(o.desks, d)
	}
	return o, nil
}

// run works in rounds; after each one nothing is under way.
func (o *office) run(ctx context.Context, rounds, clerks, times int) error {
	for i := range 8 {
		id := fmt.Sprint("first ", i)
		if _, err := o.desks[0].Open(ctx, ticket.Draft{ID: id, Subject: id, Customer: "carl"}, ticket.ByCustomer("carl")); err != nil {
			return err
		}
		o.tickets = append(o.tickets, id)
	}
	for round := range rounds {
		err := storetest.Parallel(clerks, func(i int) error {
			c := &clerk{office: o, name: fmt.Sprintf("%d-%d", round, i), rng: rand.New(rand.NewPCG(o.seed, uint64(round*clerks+i)))} //nolint:gosec // a test
			for range times {
				if err := c.work(ctx); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("round %d: %w", round, err)
		}
		if err := o.opposites(ctx, round); err != nil {
			return fmt.Errorf("round %d: %w", round, err)
		}
		if err := o.audit(ctx); err != nil {
			return fmt.Errorf("after round %d: %w", round, err)
		}
	}
	return nil
}

// opposites merges four tickets into one another in all directions at once, while their
// customers write.
func (o *office) opposites(ctx context.Context, round int) error {
	const n = 4
	var ids []string
	for i := range n {
		id := fmt.Sprintf("opposite %d %d", round, i)
		if _, err := o.desks[0].Open(ctx, ticket.Draft{ID: id, Subject: id, Customer: "carl"}, ticket.ByCustomer("carl")); err != nil {
			return err
		}
		ids = append(ids, id)
	}
	o.mu.Lock()
	o.tickets = append(o.tickets, ids...)
	o.mu.Unlock()
	err := storetest.Parallel(n*n, func(i int) error {
		c := &clerk{office: o, name: fmt.Sprintf("opposite %d-%d", round, i)}
		from, into := ids[i/n], ids[i%n]
		if from == into {
			return c.reply(ctx, o.desks[i%len(o.desks)], from)
		}
		return c.merge(ctx, o.desks[i%len(o.desks)], from, into)
	})
	if err != nil {
		return err
	}
	var left []string
	for _, id := range ids {
		t, err := o.stores[0].Load(ctx, id)
		if err != nil {
			return err
		}
		if t.Kind != ticket.KindMerged {
			left = append(left, id)
		}
	}
	if len(left) != 1 {
		return fmt.Errorf("of %q, merged into one another in all directions at once, %q are left", ids, left)
	}
	return nil
}

// ledger is a store that remembers which versions were written.
type ledger struct {
	ticket.Store
	mu      sync.Mutex
	commits map[string][]int64
}

func (s *ledger) Commit(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
	tickets, err := s.Store.Commit(ctx, c)
	if err != nil {
		return tickets, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range tickets {
		s.commits[tickets[i].ID] = append(s.commits[tickets[i].ID], tickets[i].Version)
		if tickets[i].Version != c.Changes[i].Ticket.Version+1 {
			err = errors.Join(err, fmt.Errorf("a commit on version %d of %q made version %d",
				c.Changes[i].Ticket.Version, tickets[i].ID, tickets[i].Version))
		}
	}
	return tickets, err
}
