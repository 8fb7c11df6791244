package kbtest

import (
	"context"
	"iter"
	"slices"
	"testing"

	"go.uber.org/goleak"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fault is a store that breaks one obligation, and the checks that must notice.
type fault struct {
	what   string
	checks []string
	store  func(s *broken)
}

func TestEveryCheckNoticesAFault(t *testing.T) {
	var faults []storetest.Fault[kb.Store]
	for _, f := range slices.Concat(writeFaults, mixedFaults, changesFaults, historyFaults, contentFaults, contextFaults) {
		faults = append(faults, storetest.Fault[kb.Store]{What: f.what, Checks: f.checks, New: func() kb.Store {
			s := &broken{right: kb.NewMemoryStore()}
			f.store(s)
			return s
		}})
	}
	storetest.Prove(t, storeChecks(), faults)
}

// broken is a store that works, except for the methods that are replaced.
type broken struct {
	right    *kb.MemoryStore
	put      func(ctx context.Context, entries ...kb.Entry) (int64, error)
	del      func(ctx context.Context, refs ...kb.Ref) (int64, error)
	write    func(ctx context.Context, put []kb.Entry, gone []kb.Ref) (int64, error)
	get      func(ctx context.Context, id string) (kb.Entry, error)
	changes  func(ctx context.Context, after int64) iter.Seq2[kb.Change, error]
	history  func(ctx context.Context, id string) iter.Seq2[kb.Change, error]
	revision func(ctx context.Context) (int64, error)
}

func (b *broken) Put(ctx context.Context, entries ...kb.Entry) (int64, error) {
	if b.put != nil {
		return b.put(ctx, entries...)
	}
	return b.right.Put(ctx, entries...)
}

func (b *broken) Delete(ctx context.Context, refs ...kb.Ref) (int64, error) {
	if b.del != nil {
		return b.del(ctx, refs...)
	}
	return b.right.Delete(ctx, refs...)
}

func (b *broken) Write(ctx context.Context, put []kb.Entry, gone []kb.Ref) (int64, error) {
	if b.write != nil {
		return b.write(ctx, put, gone)
	}
	return b.right.Write(ctx, put, gone)
}

func (b *broken) Get(ctx context.Context, id string) (kb.Entry, error) {
	if b.get != nil {
		return b.get(ctx, id)
	}
	return b.right.Get(ctx, id)
}

func (b *broken) Changes(ctx context.Context, after int64) iter.Seq2[kb.Change, error] {
	if b.changes != nil {
		return b.changes(ctx, after)
	}
	return b.right.Changes(ctx, after)
}

func (b *broken) History(ctx context.Context, id string) iter.Seq2[kb.Change, error] {
	if b.history != nil {
		return b.history(ctx, id)
	}
	return b.right.History(ctx, id)
}

func (b *broken) Revision(ctx context.Context) (int64, error) {
	if b.revision != nil {
		return b.revision(ctx)
	}
	return b.right.Revision(ctx)
}
