package dialog

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// MemoryProfiles keeps profiles and trails in memory: for tests, and for hosts that
// fill it from records of their own. It is a [ProfileProvider], a [ProfileSink] and
// a [TrailProvider], and safe for concurrent use. Nothing is evicted but the oldest
// events of a trail.
type MemoryProfiles struct {
	schema *ProfileSchema
	events int

	mu        sync.RWMutex
	customers map[string]*keptCustomer
}

type keptCustomer struct {
	profile Profile
	trail   Trail
}

// NewMemoryProfiles returns an empty store that takes what fits the schema (nil:
// everything) and keeps that many events of each customer (0: 100).
func NewMemoryProfiles(schema *ProfileSchema, events int) *MemoryProfiles {
	return &MemoryProfiles{schema: schema, events: events, customers: map[string]*keptCustomer{}}
}

// Profile returns what is known of a customer, or [ErrNotFound].
func (s *MemoryProfiles) Profile(ctx context.Context, customer string) (Profile, error) {
	kept, err := s.kept(ctx, customer)
	kept.profile.Attributes, kept.profile.Others = slices.Clone(kept.profile.Attributes), slices.Clone(kept.profile.Others)
	return kept.profile, err
}

// Trail returns what a customer did last, or [ErrNotFound].
func (s *MemoryProfiles) Trail(ctx context.Context, customer string) (Trail, error) {
	kept, err := s.kept(ctx, customer)
	return Trail{Events: slices.Clone(kept.trail.Events)}, err
}

func (s *MemoryProfiles) kept(ctx context.Context, customer string) (keptCustomer, error) {
	if err := ctx.Err(); err != nil {
		return keptCustomer{}, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if c := s.customers[customer]; c != nil {
		return *c, nil
	}
	return keptCustomer{}, ErrNotFound
}

// Put merges attributes into a customer's profile. Those that do not fit the schema
// are left out and named in the error, each as an [*AttributeError]; the others
// are kept.
func (s *MemoryProfiles) Put(ctx context.Context, customer string, attrs []Attribute) error {
	var faults []error
	err := s.change(ctx, customer, func(c *keptCustomer) {
		if s.schema == nil {
			c.profile = c.profile.Merge(attrs...)
			return
		}
		var rejected []Rejection
		c.profile, rejected = s.schema.Merge(c.profile, attrs...)
		for _, r := range rejected {
			faults = append(faults, r.Err)
		}
	})
	return errors.Join(append(faults, err)...)
}

// Observe adds to what a customer did. An event without an id or a customer is
// [ErrInvalid].
func (s *MemoryProfiles) Observe(ctx context.Context, e BehaviorEvent) error {
	if e.ID == "" {
		return &FieldError{Field: "id", Reason: "is empty"}
	}
	return s.change(ctx, e.Customer, func(c *keptCustomer) { c.trail = c.trail.With(e, s.events) })
}

// Join makes one customer of two, when a visitor turns out to be somebody known:
// what was kept of from is to's from now on, and from is unknown.
func (s *MemoryProfiles) Join(ctx context.Context, from, to string) error {
	if from == to {
		return ctx.Err()
	}
	return s.change(ctx, to, func(c *keptCustomer) {
		old := s.customers[from]
		if old == nil {
			return
		}
		delete(s.customers, from)
		c.profile = c.profile.Merge(slices.Concat(old.profile.Attributes, old.profile.Others)...)
		for _, e := range old.trail.Events {
			e.Customer = to
			c.trail = c.trail.With(e, s.events)
		}
	})
}

// Forget erases all that is kept of a customer, known or not.
func (s *MemoryProfiles) Forget(ctx context.Context, customer string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.customers, customer)
	return nil
}

func (s *MemoryProfiles) change(ctx context.Context, customer string, change func(c *keptCustomer)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if customer == "" {
		return &FieldError{Field: "customer", Reason: "is empty"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.customers[customer]
	if c == nil {
		c = &keptCustomer{profile: Profile{Customer: customer}}
		s.customers[customer] = c
	}
	change(c)
	return nil
}

// TrailProvider knows what customers did on the host's pages. It is safe for
// concurrent use. Who is not known is [ErrNotFound].
type TrailProvider interface {
	Trail(ctx context.Context, customer string) (Trail, error)
}

// TrailFunc is a function that is a [TrailProvider].
type TrailFunc func(ctx context.Context, customer string) (Trail, error)

// Trail calls f.
func (f TrailFunc) Trail(ctx context.Context, customer string) (Trail, error) {
	return f(ctx, customer)
}

// PastConversation is one conversation of a customer's history.
type PastConversation struct {
	ID      string    `json:"id"`
	Channel string    `json:"channel,omitempty"`
	Started time.Time `json:"started,omitzero"`
	Ended   time.Time `json:"ended,omitzero"` // zero: it goes on
	// Category is what it was about, Summary what was said, Outcome how it ended.
	Category string `json:"category,omitempty"`
	Summary  string `json:"summary,omitempty"`
	Outcome  string `json:"outcome,omitempty"`
}

// HistoryProvider knows the conversations that a customer had, on all channels:
// at most limit, the newest first. It is safe for concurrent use. A customer who
// had none is no error.
type HistoryProvider interface {
	History(ctx context.Context, customer string, limit int) ([]PastConversation, error)
}

// HistoryFunc is a function that is a [HistoryProvider].
type HistoryFunc func(ctx context.Context, customer string, limit int) ([]PastConversation, error)

// History calls f.
func (f HistoryFunc) History(ctx context.Context, customer string, limit int) ([]PastConversation, error) {
	return f(ctx, customer, limit)
}
