package metrics

import "time"

// Fold makes episodes of the events of one thread, in the order of their starts, and tells when it
// would come to something else though nothing happens (zero: never). It depends on the set of events only:
// neither on their order nor on how often each is there. Events after now count as those before.
func Fold(thread []Event, r *Rules, now time.Time) (episodes []Episode, due time.Time) {
	return nil, time.Time{}
}
