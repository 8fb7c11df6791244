package dialog

import (
	"context"
	"iter"
	"sync"
	"time"
)

// faultStore fails at its n-th call, from 1, counted over all methods; 0 is never.
type faultStore struct {
	Store
	mu sync.Mutex
	n  int
	at int
	// cancel is called at that point instead of failing; after says that the call has been
	// made all the same, and only its result is lost.
	cancel context.CancelFunc
	after  bool
	made   []string
}

// call counts a call and says whether it fails.
func (s *faultStore) call(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n++
	s.made = append(s.made, name)
	return s.at > 0 && s.n == s.at
}

func faulty[T any](s *faultStore, name string, run func() (T, error)) (T, error) {
	fails := s.call(name)
	if fails && s.cancel != nil {
		s.cancel()
		return run()
	}
	if fails && !s.after {
		return *new(T), errTimed
	}
	result, err := run()
	if fails && err == nil {
		return *new(T), errTimed
	}
	return result, err
}

func (s *faultStore) Load(ctx context.Context, c string) (Conversation, error) {
	return faulty(s, "load", func() (Conversation, error) { return s.Store.Load(ctx, c) })
}

func (s *faultStore) Commit(ctx context.Context, t Turn) (int64, error) {
	return faulty(s, "commit", func() (int64, error) { return s.Store.Commit(ctx, t) })
}

func (s *faultStore) Replied(ctx context.Context, c, m string) (Record, error) {
	return faulty(s, "replied", func() (Record, error) { return s.Store.Replied(ctx, c, m) })
}

func (s *faultStore) Due(ctx context.Context, now time.Time, limit int) ([]string, error) {
	return faulty(s, "due", func() ([]string, error) { return s.Store.Due(ctx, now, limit) })
}

func (s *faultStore) Transcript(ctx context.Context, c string, after int64) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		if s.call("transcript") {
			if s.cancel == nil {
				yield(Record{}, errTimed)
				return
			}
			s.cancel()
		}
		s.Store.Transcript(ctx, c, after)(yield)
	}
}

func (s *faultStore) Outbox() Outbox { return faultOutbox{s, s.Store.Outbox()} }

type faultOutbox struct {
	s *faultStore
	Outbox
}

func (o faultOutbox) Claim(ctx context.Context, now, lease time.Time, limit int) ([]Outgoing, error) {
	return faulty(o.s, "claim", func() ([]Outgoing, error) { return o.Outbox.Claim(ctx, now, lease, limit) })
}

func (o faultOutbox) Settle(ctx context.Context, id string, attempt int, out Outcome) error {
	_, err := faulty(o.s, "settle", func() (struct{}, error) { return struct{}{}, o.Outbox.Settle(ctx, id, attempt, out) })
	return err
}
