package metrics

import "time"

// Hours are business hours.
type Hours interface {
	// Between is the time within business hours from one instant to a later one.
	Between(from, to time.Time) time.Duration
}

// Rules are what the fold of events goes by. They are part of every definition: after a change of
// them, [Collector.Rebuild] folds all events anew, and until then both are in the numbers.
type Rules struct {
	// Quiet is how long nothing has to happen for an open talk to be over. Default: 24 hours.
	Quiet time.Duration
	// Linger is how long a talk goes on after its last event once somebody said that it is settled
	// ([Resolved]): words of thanks belong to it, and what comes later begins another one.
	// Default: 30 minutes, or Quiet where that is shorter.
	Linger time.Duration
	// Reopen is within which time of a settled talk another talk of the same conversation
	// reopens it. Default: 72 hours.
	Reopen time.Duration
	// Durable is how long nothing may come back for a talk to be durably resolved, and for a first
	// contact to have been enough. Default: 7 days.
	Durable time.Duration
	// Within is the promise of the service level: an item is answered within this time of
	// waiting. Default: 20 seconds, the usual one of call centres (80/20).
	Within time.Duration
	// Short is the wait up to which who gives up is not counted as having waited, where a
	// service level leaves short abandons out. Default: 5 seconds, or Within where that is shorter.
	Short time.Duration
	// Hours are business hours. Default: always.
	Hours Hours
}
