package metricstest

import (
	"context"
	"errors"
	"iter"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/metrics"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fault is a store that breaks one obligation, and the checks that must notice.
type fault struct {
	what   string
	checks []string
	breaks func(s *broken)
}

func TestEveryCheckNoticesAFault(t *testing.T) {
	var faults []storetest.Fault[metrics.Store]
	for _, f := range slices.Concat(appendFaults, contentFaults, readFaults, staleFaults, foldFaults, sheetFaults, contextFaults, raceFaults, rebuildFaults, pruneFaults) {
		faults = append(faults, storetest.Fault[metrics.Store]{What: f.what, Checks: f.checks, New: func() metrics.Store {
			s := &broken{right: metrics.NewMemoryStore()}
			f.breaks(s)
			return s
		}})
	}
	storetest.Prove(t, slices.Concat(storeChecks(), rebuildChecks, pruneChecks), faults)
}

// plain is a store that can neither be rebuilt at once nor pruned.
type plain struct{ metrics.Store }

func TestStoresMayBePlain(t *testing.T) {
	RunStore(t, func(*testing.T) metrics.Store { return plain{metrics.NewMemoryStore()} })
}

var errBusy = errors.New("the database is busy")

// broken is a store that works, except for the methods that are replaced.
type broken struct {
	right    *metrics.MemoryStore
	append   func(ctx context.Context, events []metrics.Event) (int, error)
	feed     func(ctx context.Context, after int64) iter.Seq2[metrics.Event, error]
	threads  func(ctx context.Context, keys []string) iter.Seq2[metrics.Thread, error]
	stale    func(ctx context.Context, now time.Time, limit int) ([]string, error)
	fold     func(ctx context.Context, folded []metrics.Folded) error
	sheets   func(ctx context.Context, from, to time.Time) iter.Seq2[*metrics.Sheet, error]
	episodes func(ctx context.Context, from, to time.Time) iter.Seq2[metrics.Episode, error]
	rebuild  func(ctx context.Context, fold func(metrics.Thread) metrics.Folded) error
	prune    func(ctx context.Context, before time.Time) (int, error)
}

func (b *broken) Append(ctx context.Context, events ...metrics.Event) (int, error) {
	if b.append != nil {
		return b.append(ctx, events)
	}
	return b.right.Append(ctx, events...)
}

func (b *broken) Feed(ctx context.Context, after int64) iter.Seq2[metrics.Event, error] {
	if b.feed != nil {
		return b.feed(ctx, after)
	}
	return b.right.Feed(ctx, after)
}

func (b *broken) Threads(ctx context.Context, keys ...string) iter.Seq2[metrics.Thread, error] {
	if b.threads != nil {
		return b.threads(ctx, keys)
	}
	return b.right.Threads(ctx, keys...)
}

func (b *broken) Stale(ctx context.Context, now time.Time, limit int) ([]string, error) {
	if b.stale != nil {
		return b.stale(ctx, now, limit)
	}
	return b.right.Stale(ctx, now, limit)
}

func (b *broken) Fold(ctx context.Context, folded ...metrics.Folded) error {
	if b.fold != nil {
		return b.fold(ctx, folded)
	}
	return b.right.Fold(ctx, folded...)
}

func (b *broken) Sheets(ctx context.Context, from, to time.Time) iter.Seq2[*metrics.Sheet, error] {
	if b.sheets != nil {
		return b.sheets(ctx, from, to)
	}
	return b.right.Sheets(ctx, from, to)
}

func (b *broken) Episodes(ctx context.Context, from, to time.Time) iter.Seq2[metrics.Episode, error] {
	if b.episodes != nil {
		return b.episodes(ctx, from, to)
	}
	return b.right.Episodes(ctx, from, to)
}

func (b *broken) Rebuild(ctx context.Context, fold func(metrics.Thread) metrics.Folded) error {
	if b.rebuild != nil {
		return b.rebuild(ctx, fold)
	}
	return b.right.Rebuild(ctx, fold)
}

func (b *broken) Prune(ctx context.Context, before time.Time) (int, error) {
	if b.prune != nil {
		return b.prune(ctx, before)
	}
	return b.right.Prune(ctx, before)
}

// onAppend changes what is appended, on a copy.
func onAppend(change func(events []metrics.Event) []metrics.Event) func(s *broken) {
	return func(s *broken) {
		s.append = func(ctx context.Context, events []metrics.Event) (int, error) {
			return s.right.Append(ctx, change(slices.Clone(events))...)
		}
	}
}

// onEach changes each event that is appended.
func onEach(change func(e *metrics.Event)) func(s *broken) {
	return onAppend(func(events []metrics.Event) []metrics.Event {
		for i := range events {
			change(&events[i])
		}
		return events
	})
}

// onFold changes what is folded, on a copy.
func onFold(change func(s *broken, folded []metrics.Folded) []metrics.Folded) func(s *broken) {
	return func(s *broken) {
		s.fold = func(ctx context.Context, folded []metrics.Folded) error {
			folded = slices.Clone(folded)
			for i := range folded {
				folded[i].Episodes = slices.Clone(folded[i].Episodes)
			}
			return s.right.Fold(ctx, change(s, folded)...)
		}
	}
}

// onEpisode changes each episode that is folded.
func onEpisode(change func(e *metrics.Episode)) func(s *broken) {
	return onFold(func(_ *broken, folded []metrics.Folded) []metrics.Folded {
		for i := range folded {
			for j := range folded[i].Episodes {
				change(&folded[i].Episodes[j])
			}
		}
		return folded
	})
}

// mapped yields what another iterator yields, changed; false leaves it out.
func mapped[T any](seq iter.Seq2[T, error], change func(v *T) bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for v, err := range seq {
			if err == nil && !change(&v) {
				continue
			}
			if !yield(v, err) {
				return
			}
		}
	}
}

// careless goes on after its loop was left.
func careless[T any](seq iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for v, err := range seq {
			yield(v, err)
		}
	}
}

// busyWhile makes appends fail while a loop is under way.
func busyWhile[T any](s *broken, seq iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		s.append = func(context.Context, []metrics.Event) (int, error) { return 0, errBusy }
		defer func() { s.append = nil }()
		seq(yield)
	}
}

// current returns what the thread with a key is now.
func (b *broken) current(key string) metrics.Thread {
	t, err := load(context.Background(), b.right, key)
	if err != nil {
		panic(err)
	}
	return t
}
