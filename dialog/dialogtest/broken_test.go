package dialogtest

import (
	"context"
	"iter"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fault is a store that breaks one obligation, and the checks that must notice.
type fault struct {
	what   string
	checks []string
	store  func(s *broken)
}

func TestEveryCheckNoticesAFault(t *testing.T) {
	var faults []storetest.Fault[dialog.Store]
	for _, f := range slices.Concat(commitFaults, contentFaults, readFaults, outboxFaults, contextFaults) {
		faults = append(faults, storetest.Fault[dialog.Store]{What: f.what, Checks: f.checks, New: func() dialog.Store {
			s := &broken{right: dialog.NewMemoryStore()}
			f.store(s)
			return s
		}})
	}
	storetest.Prove(t, storeChecks(), faults)
}

// broken is a store that works, except for the methods that are replaced.
type broken struct {
	right      *dialog.MemoryStore
	load       func(ctx context.Context, id string) (dialog.Conversation, error)
	commit     func(ctx context.Context, t dialog.Turn) (int64, error)
	replied    func(ctx context.Context, conversation, message string) (dialog.Record, error)
	transcript func(ctx context.Context, conversation string, after int64) iter.Seq2[dialog.Record, error]
	feed       func(ctx context.Context, after int64) iter.Seq2[dialog.Record, error]
	due        func(ctx context.Context, now time.Time, limit int) ([]string, error)
	claim      func(ctx context.Context, now, lease time.Time, limit int) ([]dialog.Outgoing, error)
	settle     func(ctx context.Context, id string, attempt int, outcome dialog.Outcome) error
}

func (b *broken) Load(ctx context.Context, id string) (dialog.Conversation, error) {
	if b.load != nil {
		return b.load(ctx, id)
	}
	return b.right.Load(ctx, id)
}

func (b *broken) Commit(ctx context.Context, t dialog.Turn) (int64, error) {
	if b.commit != nil {
		return b.commit(ctx, t)
	}
	return b.right.Commit(ctx, t)
}

func (b *broken) Replied(ctx context.Context, conversation, message string) (dialog.Record, error) {
	if b.replied != nil {
		return b.replied(ctx, conversation, message)
	}
	return b.right.Replied(ctx, conversation, message)
}

func (b *broken) Transcript(ctx context.Context, conversation string, after int64) iter.Seq2[dialog.Record, error] {
	if b.transcript != nil {
		return b.transcript(ctx, conversation, after)
	}
	return b.right.Transcript(ctx, conversation, after)
}

func (b *broken) Feed(ctx context.Context, after int64) iter.Seq2[dialog.Record, error] {
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

func (b *broken) Outbox() dialog.Outbox { return (*brokenOutbox)(b) }

type brokenOutbox broken

func (b *brokenOutbox) Claim(ctx context.Context, now, lease time.Time, limit int) ([]dialog.Outgoing, error) {
	if b.claim != nil {
		return b.claim(ctx, now, lease, limit)
	}
	return b.right.Outbox().Claim(ctx, now, lease, limit)
}

func (b *brokenOutbox) Settle(ctx context.Context, id string, attempt int, outcome dialog.Outcome) error {
	if b.settle != nil {
		return b.settle(ctx, id, attempt, outcome)
	}
	return b.right.Outbox().Settle(ctx, id, attempt, outcome)
}
