package ticket

import (
	"math"
	"slices"
	"time"
)

// stepClock begins the names of the clocks of steps.
const stepClock = "step:"

// track is a clock while the history is gone through, at its present round.
type track struct {
	number int // among the tracks
	name   string
	target *Target // nil: it is that of a step
	metric Metric  // empty: it is that of a step
	// answers says that it is one for answers.
	answers bool
	limit   Duration
	// limitedTo is the priority for which the limit was looked up, if it was.
	limitedTo int
	limited   bool
	hours     Hours
	percents  []int // of its marks, rising; 100 is one of them
	// marks are the working times after which they are reached, for the limit markedFor.
	marks     []time.Duration
	markedFor Duration
	pauses    []string
	wait      int  // which of the waits it measures
	inPause   bool // the state is one in which it pauses

	round    int
	since    int32 // the number of the event with which it began
	started  int64
	outcome  ClockState // Met or Dropped; empty: it goes on
	ended    int64
	priority int // that of the ticket when it ended
	// past are the parts that counted, now is the present one, which has no end yet.
	past []stretch
	now  stretch
	// segments are kept of each round if somebody asked for details.
	segments []Segment
}

// stretch is a part of a round: from one time to another, in microseconds.
type stretch struct {
	from, to int64
	stay     int32 // the number of the ticket's stay in a state; 0: none
	why      reason
}

// reason is a [Why] for machines.
type reason uint8

const (
	counts reason = iota
	paused
	quiet
	ended
)

// at is a time in microseconds as others want it.
func at(micro int64) time.Time { return time.UnixMicro(micro).UTC() }

// running says whether a round has begun and not ended.
func (t *track) running() bool { return t.round > 0 && t.outcome == "" }

func (t *track) pausesIn(state string, kind Kind) bool {
	return slices.Contains(t.pauses, state) || slices.Contains(t.pauses, string(kind))
}

// promise is the limit that holds for the present round, for which the marks are made
// ready; 0: there is none.
func (t *track) promise(v *evaluation) Duration {
	if t.target != nil {
		priority := v.priority
		if t.outcome != "" {
			priority = t.priority
		}
		if !t.limited || t.limitedTo != priority {
			t.limit, t.limitedTo, t.limited = t.target.limit(priority), priority, true
		}
	}
	if t.limit > 0 && t.limit != t.markedFor {
		t.markedFor = t.limit
		for i, percent := range t.percents {
			t.marks[i] = threshold(t.limit, percent)
		}
	}
	return t.limit
}

// begin starts a round, which may have begun earlier than now.
func (v *evaluation) begin(t *track, from int64) {
	if t.round > 0 {
		v.finish(t)
	}
	t.round++
	t.since = v.event
	t.started, t.outcome, t.past = from, "", t.past[:0]
	if from < v.at {
		t.now = stretch{from: from}
		v.turn(t)
		return
	}
	t.now = stretch{from: from, stay: v.stay, why: v.why(t)}
}

// why is the reason for which a round counts at present, or does not.
func (v *evaluation) why(t *track) reason {
	switch {
	case !v.active || t.outcome != "":
		return ended
	case t.answers && !v.waits[t.wait].on:
		return quiet
	case t.inPause:
		return paused
	}
	return counts
}

// turn goes on to the next part of a round if there is a reason to.
func (v *evaluation) turn(t *track) {
	if t.round == 0 {
		return
	}
	why := v.why(t)
	if why == t.now.why && v.stay == t.now.stay {
		return
	}
	t.cut(v.at, v.detail)
	t.now = stretch{from: v.at, stay: v.stay, why: why}
}

// cut ends the present part.
func (t *track) cut(at int64, all bool) {
	t.now.to = at
	if all || t.now.why == counts {
		t.past = append(t.past, t.now)
	}
}

// carry has a round begin earlier: since then all time counts, up to now.
func (v *evaluation) carry(t *track, since int64) {
	t.started = min(t.started, since)
	t.past = slices.DeleteFunc(t.past, func(s stretch) bool { return s.from >= since })
	if last := len(t.past) - 1; last >= 0 {
		t.past[last].to = min(t.past[last].to, since)
	}
	if t.now.from < since {
		t.cut(since, v.detail)
	}
	t.now = stretch{from: since}
	v.turn(t)
}

// end ends a round.
func (v *evaluation) end(t *track, outcome ClockState) {
	if !t.running() {
		return
	}
	t.outcome, t.ended, t.priority = outcome, v.at, v.priority
	v.turn(t)
}

// finish takes down what a round that is followed by another one leaves behind.
func (v *evaluation) finish(t *track) {
	if v.detail {
		v.explain(t)
		return
	}
	if t.promise(v) <= 0 {
		return
	}
	var most int64
	for i := range t.past {
		most += t.past[i].to - t.past[i].from
	}
	if most >= t.marks[0].Microseconds() {
		v.count(t, false)
	}
}

// tally is how much a round has used.
type tally struct {
	used   time.Duration // in all
	before time.Duration // before the last part that counted
	last   stretch       // that part
	marks  int           // that were reached
	late   time.Time     // when 100 percent were
}

// count adds up the parts of a round and takes down the marks that it reached. Where
// nobody needs the sum, the last part is left out of it: most rounds have no other.
func (v *evaluation) count(t *track, sum bool) (n tally) {
	for i := 0; i <= len(t.past); i++ {
		s := t.now
		if i < len(t.past) {
			s = t.past[i]
		} else if s.to = v.now; s.why != counts || !t.running() {
			break
		}
		n.before, n.last = n.used, s
		if s.from >= s.to {
			continue
		}
		from, to := at(s.from), at(s.to)
		known := sum || i+1 < len(t.past)
		if known {
			n.used += max(t.hours.Between(from, to), 0)
		} else {
			n.used += to.Sub(from) // at most
		}
		for ; n.marks < len(t.percents); n.marks++ {
			percent, mark := t.percents[n.marks], t.marks[n.marks]
			if mark > n.used {
				break
			}
			reached := t.hours.Add(from, mark-n.before)
			if !known && reached.After(to) {
				break
			}
			if percent == 100 {
				n.late = reached.UTC()
			}
			v.hit(hit{reached.UnixMicro(), int32(t.number), int32(t.round), int32(percent), t.since})
		}
	}
	return n
}

// read returns how a clock stands, and when it will reach its next mark; ok is false if
// nothing is promised.
func (v *evaluation) read(t *track) (c Clock, next time.Time, ok bool) {
	limit := t.promise(v)
	if limit <= 0 {
		return Clock{}, time.Time{}, false
	}
	n := v.count(t, true)
	c = Clock{
		Name: t.name, Round: t.round, State: t.outcome, Started: at(t.started), Limit: limit, Elapsed: Duration(n.used),
		Due: n.late, Breached: !n.late.IsZero(),
	}
	runs := t.running() && t.now.why == counts
	switch {
	case runs:
		c.State = Running
		if n.marks < len(t.percents) {
			next = v.later(t.hours.Add(at(n.last.from), t.marks[n.marks]-n.before))
		}
	case t.running():
		c.State = Paused
	default:
		c.Ended = at(t.ended)
	}
	if !c.Breached && (runs || c.State == Met && n.last.to == t.ended) {
		c.Due = t.hours.Add(at(n.last.from), limit.Std()-n.before).UTC()
	}
	return c, next, true
}

// later keeps hours that contradict themselves from having a desk look at a ticket
// without end.
func (v *evaluation) later(next time.Time) time.Time {
	if now := at(v.now); !next.IsZero() && !next.After(now) {
		return now.Add(time.Minute)
	}
	return next.UTC()
}

// threshold is the working time after which a mark is reached.
func threshold(limit Duration, percent int) time.Duration {
	whole, rest := int64(limit)/100, int64(limit)%100
	if whole > math.MaxInt64/int64(percent)-1 {
		return math.MaxInt64
	}
	mark := time.Duration(whole*int64(percent) + rest*int64(percent)/100)
	return max(mark.Truncate(time.Microsecond), time.Microsecond)
}
