package staffing

import (
	"fmt"
	"sort"
	"time"
)

// Target is what customers are promised, and agents are spared. Each part that is
// set has to be met; the zero Target is 80 % within 20 seconds, which is a custom of
// call centres and no law of nature.
type Target struct {
	// Share of the contacts is answered Within the time, counted by Counting. Below
	// 1: no number of agents is enough for all. 0: no such promise.
	Share float64
	// Within is the time for Share; 0 is at once.
	Within time.Duration
	// Counting says how those who give up count. Default OfOffered.
	Counting Counting
	// MaxASA is the longest [Figures.ASA]. 0: no such promise.
	MaxASA time.Duration
	// MaxAbandoned is the highest share that gives up, below 1; it takes patience.
	// 0: no such promise.
	MaxAbandoned float64
	// MaxOccupancy is the highest share of their time for which agents are busy, at
	// most 1: nobody works well without a pause for hours. 0: no such promise.
	MaxOccupancy float64
}

func (t Target) orDefault() Target {
	if t == (Target{}) {
		return Target{Share: 0.8, Within: 20 * time.Second}
	}
	return t
}

func (t Target) check(f *faults, field string) {
	f.add(!(t.Share >= 0 && t.Share < 1), field+".share", "must be at least 0 and below 1")
	f.add(t.Within < 0, field+".within", "must not be negative")
	f.add(t.Counting < OfOffered || t.Counting > OfAnswered, field+".counting", "is none of the constants")
	f.add(t.MaxASA < 0, field+".maxASA", "must not be negative")
	f.add(!(t.MaxAbandoned >= 0 && t.MaxAbandoned < 1), field+".maxAbandoned", "must be at least 0 and below 1")
	f.add(!(t.MaxOccupancy >= 0 && t.MaxOccupancy <= 1), field+".maxOccupancy", "must be in 0 to 1")
	f.add(t.Share == 0 && t.MaxASA == 0 && t.MaxAbandoned == 0 && t.MaxOccupancy == 0, field, "promises nothing: set share, maxASA, maxAbandoned or maxOccupancy")
}

// met says whether the figures keep every promise.
func (t Target) met(f Figures) bool {
	return f.ServiceLevel >= t.Share &&
		(t.MaxASA == 0 || f.ASA <= t.MaxASA) &&
		(t.MaxAbandoned == 0 || f.Abandoned <= t.MaxAbandoned) &&
		(t.MaxOccupancy == 0 || f.Occupancy <= t.MaxOccupancy)
}

// holds solves a checked queue; an overloaded one keeps no promise.
func (t Target) holds(q Queue) (Figures, bool) {
	f, err := q.solve(t.Within, t.Counting)
	return f, err == nil && t.met(f)
}

// AgentsFor returns the fewest agents that meet the target, with what it then gives.
// Each has so many places as slots says: 1 on the phone, the number of chats at once in
// chat. The queue's own Agents is not looked at. The zero target is the default. It
// is at least 1 where there is a load, and 0 where there is none. Errors: [FieldError]s,
// and [ErrUnreachable] if it takes more than [MaxAgents] places.
//
// More agents never give worse figures, so that the search halves: about 20 solutions.
func (q Queue) AgentsFor(target Target, slots int) (int, Figures, error) {
	var f faults
	q.Agents = 0
	q.check(&f)
	target = target.orDefault()
	target.check(&f, "target")
	f.add(slots < 1 || slots > MaxAgents, "slots", "must be in 1 to 1,000,000")
	if err := f.err(); err != nil {
		return 0, Figures{}, err
	}
	return q.agentsFor(target, slots)
}

func (q Queue) agentsFor(target Target, slots int) (int, Figures, error) {
	enough := func(agents int) bool {
		q.Agents = agents * slots
		_, ok := target.holds(q)
		return ok
	}
	// Double from the load: far fewer steps of the recursion than from the top.
	low, high, most := 0, int(q.Load)/slots+1, MaxAgents/slots
	if q.Load == 0 {
		return 0, Figures{ServiceLevel: 1}, nil
	}
	for high = min(high, most); !enough(high); high = min(2*high, most) {
		if high == most {
			return 0, Figures{}, fmt.Errorf("%w: more than %d places for %g erlangs", ErrUnreachable, MaxAgents, q.Load)
		}
		low = high
	}
	agents := low + 1 + sort.Search(high-low-1, func(i int) bool { return enough(low + 1 + i) })
	q.Agents = agents * slots
	figures, _ := target.holds(q)
	return agents, figures, nil
}

// LoadFor returns the highest load, in erlangs, with which the queue's agents meet
// the target, to 9 digits, with what it then gives. The queue's own Load is not looked
// at. It is 0 if there are no agents, or if the promises cannot be kept at any load.
// Errors: [FieldError]s, and [ErrUnbounded] if the target is met even at [MaxLoad], which
// happens with impatient customers if nobody counts those who give up.
func (q Queue) LoadFor(target Target) (float64, Figures, error) {
	var f faults
	q.Load = 0
	q.check(&f)
	target = target.orDefault()
	target.check(&f, "target")
	if err := f.err(); err != nil {
		return 0, Figures{}, err
	}
	return q.loadFor(target)
}

func (q Queue) loadFor(target Target) (float64, Figures, error) {
	fits := func(load float64) bool {
		q.Load = load
		_, ok := target.holds(q)
		return ok
	}
	if q.Agents == 0 {
		return 0, Figures{ServiceLevel: 1}, nil
	}
	low, high := 0.0, 1.0
	for ; fits(high); high = min(2*high, MaxLoad) {
		if high == MaxLoad {
			return 0, Figures{}, ErrUnbounded
		}
		low = high
	}
	for high-low > 1e-10*high && high > 1e-12 {
		if mid := low + (high-low)/2; fits(mid) {
			low = mid
		} else {
			high = mid
		}
	}
	q.Load = low
	figures, _ := target.holds(q)
	return low, figures, nil
}
