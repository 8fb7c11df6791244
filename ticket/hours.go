package ticket

import "time"

// Hours are when people work, such as a calendar of package ticket/bizhours. It must be
// safe for concurrent use, and pure: the same question has the same answer.
type Hours interface {
	// Open says whether people work at a time.
	Open(at time.Time) bool
	// Next returns when that changes next, after a time; ok is false if it never does.
	Next(after time.Time) (change time.Time, ok bool)
	// Add returns the earliest time by which d of working time has passed since from.
	// Work that ends exactly at closing time ends at closing time, not at the next
	// opening.
	Add(from time.Time, d time.Duration) time.Time
	// Between returns the working time from one time to a later one.
	Between(from, to time.Time) time.Duration
}

// AroundTheClock are hours that never end.
type AroundTheClock struct{}

// Open is always true.
func (AroundTheClock) Open(time.Time) bool { return true }

// Next has no answer.
func (AroundTheClock) Next(time.Time) (time.Time, bool) { return time.Time{}, false }

// Add is from.Add(d).
func (AroundTheClock) Add(from time.Time, d time.Duration) time.Time { return from.Add(d) }

// Between is to.Sub(from).
func (AroundTheClock) Between(from, to time.Time) time.Duration { return to.Sub(from) }
