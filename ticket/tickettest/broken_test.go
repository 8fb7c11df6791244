package tickettest

import (
	"context"
	"errors"
	"iter"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fault is a store that breaks one obligation, and the checks that must notice.
type fault struct {
	what   string
	checks []string
	breaks func(s *broken)
}

func TestEveryCheckNoticesAFault(t *testing.T) {
	var faults []storetest.Fault[ticket.Store]
	for _, f := range slices.Concat(commitFaults, refusalFaults, raceFaults, contentFaults, lossFaults(), feedFaults, findFaults, forgottenConditions(), outboxFaults, contextFaults, pruneFaults) {
		faults = append(faults, storetest.Fault[ticket.Store]{What: f.what, Checks: f.checks, New: func() ticket.Store {
			s := &broken{right: ticket.NewMemoryStore()}
			f.breaks(s)
			return s
		}})
	}
	storetest.Prove(t, slices.Concat(storeChecks(), pruneChecks), faults)
}

// storeWithout is a store that is no archive.
type storeWithout struct{ ticket.Store }

func TestStoresMayHaveNoArchive(t *testing.T) {
	RunStore(t, func(*testing.T) ticket.Store { return storeWithout{ticket.NewMemoryStore()} })
}

type events = iter.Seq2[ticket.Event, error]

// broken is a store that works, except for the methods that are replaced.
type broken struct {
	right   *ticket.MemoryStore
	commit  func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error)
	load    func(ctx context.Context, id string) (ticket.Ticket, error)
	history func(ctx context.Context, id string, after int64) events
	feed    func(ctx context.Context, after int64) events
	last    func(ctx context.Context) (int64, error)
	due     func(ctx context.Context, now time.Time, limit int) ([]string, error)
	find    func(ctx context.Context, f ticket.Filter, p ticket.Page) (ticket.Found, error)
	count   func(ctx context.Context, f ticket.Filter, by ticket.GroupBy) (map[string]int, error)
	claim   func(ctx context.Context, now, lease time.Time, limit int) ([]ticket.Outgoing, error)
	settle  func(ctx context.Context, id string, attempt int, retry time.Time) error
	prune   func(ctx context.Context, before time.Time, limit int) (int, error)
}

var errBusy = errors.New("the database is busy")

func (b *broken) Commit(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
	if b.commit != nil {
		return b.commit(ctx, c)
	}
	return b.right.Commit(ctx, c)
}

func (b *broken) Load(ctx context.Context, id string) (ticket.Ticket, error) {
	if b.load != nil {
		return b.load(ctx, id)
	}
	return b.right.Load(ctx, id)
}

func (b *broken) Last(ctx context.Context) (int64, error) {
	if b.last != nil {
		return b.last(ctx)
	}
	return b.right.Last(ctx)
}

func (b *broken) History(ctx context.Context, id string, after int64) events {
	if b.history != nil {
		return b.history(ctx, id, after)
	}
	return b.right.History(ctx, id, after)
}

func (b *broken) Feed(ctx context.Context, after int64) events {
	if b.feed != nil {
		return b.feed(ctx, after)
	}
	return b.right.Feed(ctx, after)
}

func (b *broken) Due(ctx context.Context, now time.Time, limit int) ([]string, error) {
	if b.due != nil {
		return b.due(ctx, now, limit)
	}
	return b.right.Due(ctx, now, limit)
}

func (b *broken) Find(ctx context.Context, f ticket.Filter, p ticket.Page) (ticket.Found, error) {
	if b.find != nil {
		return b.find(ctx, f, p)
	}
	return b.right.Find(ctx, f, p)
}

func (b *broken) Count(ctx context.Context, f ticket.Filter, by ticket.GroupBy) (map[string]int, error) {
	if b.count != nil {
		return b.count(ctx, f, by)
	}
	return b.right.Count(ctx, f, by)
}

func (b *broken) Prune(ctx context.Context, before time.Time, limit int) (int, error) {
	if b.prune != nil {
		return b.prune(ctx, before, limit)
	}
	return b.right.Prune(ctx, before, limit)
}

func (b *broken) Outbox() ticket.Outbox { return (*brokenOutbox)(b) }

type brokenOutbox broken

func (b *brokenOutbox) Claim(ctx context.Context, now, lease time.Time, limit int) ([]ticket.Outgoing, error) {
	if b.claim != nil {
		return b.claim(ctx, now, lease, limit)
	}
	return b.right.Outbox().Claim(ctx, now, lease, limit)
}

func (b *brokenOutbox) Settle(ctx context.Context, id string, attempt int, retry time.Time) error {
	if b.settle != nil {
		return b.settle(ctx, id, attempt, retry)
	}
	return b.right.Outbox().Settle(ctx, id, attempt, retry)
}

// onCommit changes what is committed, on a copy.
func onCommit(change func(c *ticket.Commit)) func(s *broken) {
	return func(s *broken) {
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			c.Changes, c.Outbox = slices.Clone(c.Changes), slices.Clone(c.Outbox)
			change(&c)
			return s.right.Commit(ctx, c)
		}
	}
}

// afterCommit changes what a commit returns.
func afterCommit(change func(s *broken, ctx context.Context, c ticket.Commit, tickets []ticket.Ticket, err error) ([]ticket.Ticket, error)) func(s *broken) {
	return func(s *broken) {
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			tickets, err := s.right.Commit(ctx, c)
			return change(s, ctx, c, tickets, err)
		}
	}
}
