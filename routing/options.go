package routing

import (
	"log/slog"
	"time"
)

// Hours are when a queue is open.
type Hours interface {
	// Open says whether it is open at a time.
	Open(at time.Time) bool
	// Next returns when that changes next, after a time; ok is false if it never
	// does.
	Next(after time.Time) (change time.Time, ok bool)
}

// Options are what a [Router] can be told. The zero value is the default.
type Options struct {
	// Plan is how work is routed. Default: one queue, "default".
	Plan Plan
	// Strategies are the host's, by name; they replace those of this package
	// ([LongestIdle] as "longest_idle" and so on, see [Strategies]).
	Strategies map[string]Strategy
	// Hours are the calendars that queues name.
	Hours map[string]Hours
	// Location is where hour and weekday of conditions are told. Default: UTC.
	Location *time.Location
	// Lease is how long a person stays online without a heartbeat.
	// Default: 1 minute; negative: for ever.
	Lease time.Duration
	// Success says whether an outcome is a success: ok is false for outcomes
	// that say nothing. It must be a pure function. Default: "resolved" and
	// "solved" are, "unresolved" and "escalated" are not, others say nothing.
	Success func(outcome string) (good, ok bool)
	// OnDecision is called with each choice of an agent by the rules, for logs
	// and tests. It runs inside the decision: it must be quick, and must not
	// call the router. A panic is logged.
	OnDecision func(d *Decision)
	// Poll is how often a router looks for what other routers committed.
	// Default: 1 s.
	Poll time.Duration
	// CommitTimeout bounds how long a command waits for its commit.
	// Default: 10 s.
	CommitTimeout time.Duration
	// Now is the clock. The clocks of routers that share a store have to agree to
	// well within Lease: one that is ahead takes agents for silent. Where a clock
	// jumps back, what was to happen by itself happens so much later.
	// Default: time.Now.
	Now func() time.Time
	// Logger takes what goes wrong in the background. Default: none.
	Logger *slog.Logger
}
