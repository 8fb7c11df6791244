package bizhours

import "time"

// maxOffset bounds how far a zone may be from UTC, in seconds: more than any is.
const maxOffset = 26 * 60 * 60

// wall is a clock on a wall. It tells when it first shows a time, for times that are
// asked in order; clock times are seconds as if the clock were in UTC.
type wall struct {
	zone       *time.Location
	begin, end int64 // of the present rule of the zone; end is 0 if it has none
	bounded    bool
	offset     int64 // what the clock shows is the instant plus this
}

// start makes the clock ready for clock times from one on.
func (w *wall) start(clock int64) { w.rule(clock - 2*maxOffset) }

// rule takes the zone's rule at an instant, from there on.
func (w *wall) rule(at int64) {
	t := time.Unix(at, 0).In(w.zone)
	_, offset := t.Zone()
	_, end := t.ZoneBounds()
	w.begin, w.offset, w.bounded = at, int64(offset), !end.IsZero()
	if w.bounded {
		w.end = end.Unix()
		if w.end <= at {
			// For the last day of leap years after the last transition that the zone
			// lists, package time says that the rule ended the day before.
			w.end = (floorDiv(at, secondsPerDay) + 1) * secondsPerDay
		}
	}
}

// first returns the first instant at which the clock shows a time, or a later one where
// it skips that time.
func (w *wall) first(clock int64) int64 {
	for w.bounded && w.end+w.offset <= clock {
		w.rule(w.end)
	}
	return max(w.begin, clock-w.offset)
}
