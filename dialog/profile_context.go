package dialog

import (
	"context"
	"errors"
	"slices"
	"time"
)

// CustomerContext is what is known about a customer when he turns up: for an
// agent's page, for a brief, for rules.
type CustomerContext struct {
	Customer string  `json:"customer"`
	Profile  Profile `json:"profile"`
	Trail    Trail   `json:"trail,omitzero"`
	// Interests are what the trail shows, the greatest first.
	Interests []Interest `json:"interests,omitempty"`
	// History are the conversations that he had, the newest first.
	History []PastConversation `json:"history,omitempty"`
	// Faults are the providers that failed; what they know is missing.
	Faults []Fault `json:"faults,omitempty"`
}

// Customers joins what different systems know about one customer. Providers that
// are nil know nothing. It is safe for concurrent use if they are; do not change
// it once it is used.
type Customers struct {
	Profiles ProfileProvider
	Trails   TrailProvider
	Past     HistoryProvider
	// Conversations is how many past conversations are asked for. Default: 10.
	Conversations int
	// HalfLife is the time after which an interest counts half. Default: 7 days.
	HalfLife time.Duration
	// Timeout bounds each provider; they are asked at the same time. Default: 3 s.
	Timeout time.Duration
}

// Context returns what is known about a customer. What the trail shows of interest
// is part of the profile, as inferred. A provider that fails, panics or takes too
// long is among the faults; the error is that of ctx when it is done, and nothing
// else.
func (c *Customers) Context(ctx context.Context, customer string, now time.Time) (CustomerContext, error) {
	out := CustomerContext{Customer: customer, Profile: Profile{Customer: customer}}
	limit := c.Conversations
	if limit <= 0 {
		limit = 10
	}
	asked := eachAtOnce(3, func(i int) hookResult[func()] {
		switch {
		case i == 0 && c.Profiles != nil:
			return askFor(ctx, c.Timeout, "profile", func(ctx context.Context) (Profile, error) {
				return c.Profiles.Profile(ctx, customer)
			}, func(p Profile) {
				p.Customer = customer
				out.Profile = p.Merge()
			})
		case i == 1 && c.Trails != nil:
			return askFor(ctx, c.Timeout, "trail", func(ctx context.Context) (Trail, error) {
				return c.Trails.Trail(ctx, customer)
			}, func(t Trail) {
				t.Events = slices.Clone(t.Events)
				slices.SortStableFunc(t.Events, func(a, b BehaviorEvent) int { return b.At.Compare(a.At) })
				out.Trail, out.Interests = t, t.Interests(now, c.HalfLife)
			})
		case i == 2 && c.Past != nil:
			return askFor(ctx, c.Timeout, "history", func(ctx context.Context) ([]PastConversation, error) {
				return c.Past.History(ctx, customer, limit)
			}, func(past []PastConversation) {
				past = slices.Clone(past)
				slices.SortStableFunc(past, func(a, b PastConversation) int { return b.Started.Compare(a.Started) })
				out.History = past[:min(len(past), limit)]
			})
		}
		return hookResult[func()]{value: func() {}}
	})
	if err := ctx.Err(); err != nil {
		return CustomerContext{}, err
	}
	for _, answer := range asked {
		if answer.fault != nil {
			out.Faults = append(out.Faults, *answer.fault)
			continue
		}
		answer.value()
	}
	out.Profile = out.Profile.Merge(out.Trail.Attributes(now, c.HalfLife)...)
	return out, nil
}

// askFor asks a provider; what it knows is used later, by whoever asked. Knowing
// nobody of that name is no fault.
func askFor[T any](ctx context.Context, timeout time.Duration, name string, ask func(context.Context) (T, error), use func(T)) hookResult[func()] {
	r := callHook(ctx, timeout, name, -1, func(ctx context.Context) (T, error) {
		known, err := ask(ctx)
		if errors.Is(err, ErrNotFound) {
			var nothing T
			return nothing, nil
		}
		return known, err
	})
	return hookResult[func()]{fault: r.fault, value: func() { use(r.value) }}
}
