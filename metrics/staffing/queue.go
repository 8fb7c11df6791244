package staffing

import (
	"fmt"
	"math"
	"time"
)

// Counting is how the service level treats contacts that gave up. Centres differ,
// and their figures cannot be compared without it. Without patience all of them
// are the same.
type Counting int

const (
	// OfOffered: answered within the time, of all that came. Who gave up counts
	// against it. The default, and the strictest.
	OfOffered Counting = iota
	// ShortExcluded: answered within the time, of all that came except those who
	// gave up within the time.
	ShortExcluded
	// OfAnswered: answered within the time, of all that were answered.
	OfAnswered
)

// String returns the name as it is written in Go.
func (c Counting) String() string {
	switch c {
	case OfOffered:
		return "OfOffered"
	case ShortExcluded:
		return "ShortExcluded"
	case OfAnswered:
		return "OfAnswered"
	}
	return fmt.Sprintf("Counting(%d)", int(c))
}

// Queue is a group of agents with one line before them, first come first served.
type Queue struct {
	// Agents are the places at which contacts are handled: agents times the
	// contacts that each has at once. 0 to [MaxAgents].
	Agents int
	// Load is in erlangs, 0 to [MaxLoad].
	Load float64
	// Handle is the mean time that a contact keeps its place, talk and wrap-up.
	// Above 0.
	Handle time.Duration
	// Patience is the mean time after which a waiting contact gives up; from a
	// millionth of Handle to 10,000 times Handle. 0: nobody gives up (Erlang C).
	// It is not the mean wait of those who gave up, which is shorter: measure it as
	// the sum of all waits over the number of those who gave up.
	Patience time.Duration
}

// Figures are what a queue gives in balance.
type Figures struct {
	// Waits is the share of contacts that are not answered at once; some of them
	// may give up.
	Waits float64
	// ServiceLevel is the share answered in time, by the [Counting] asked for.
	ServiceLevel float64
	// Abandoned is the share of all contacts that give up.
	Abandoned float64
	// ASA is the average speed of answer: the mean wait of those that are
	// answered, the ones answered at once included. 0 if nobody is answered.
	ASA time.Duration
	// MeanWait is the mean wait of all, until answered or given up.
	MeanWait time.Duration
	// InQueue is the mean number that wait.
	InQueue float64
	// Occupancy is the share of their time for which the places are busy. 0 without
	// agents.
	Occupancy float64
}

// Solve returns the figures, with the service level for answers within a time.
// Errors: [FieldError]s, and [OverloadError] without patience if the load reaches the
// number of agents.
//
// Sources: Erlang 1917 without patience; with it M/M/n+M (Palm 1957), by the density
// of the offered wait (Baccelli and Hebuterne 1981; Zeltyn and Mandelbaum 2005).
func (q Queue) Solve(within time.Duration, counting Counting) (Figures, error) {
	var f faults
	q.check(&f)
	f.add(within < 0, "within", "must not be negative")
	f.add(counting < OfOffered || counting > OfAnswered, "counting", "is none of the constants")
	if err := f.err(); err != nil {
		return Figures{}, err
	}
	return q.solve(within, counting)
}

func (q Queue) check(f *faults) {
	if err := checkLoad(q.Agents, q.Load); err != nil {
		*f = append(*f, err)
	}
	f.add(q.Handle <= 0, "handle", "must be above 0")
	checkPatience(f, "patience", q.Patience, q.Handle)
}

func checkPatience(f *faults, field string, patience, handle time.Duration) {
	if handle <= 0 || patience == 0 {
		return
	}
	ratio := float64(patience) / float64(handle)
	f.add(!(ratio >= 1e-6 && ratio <= 1e4), field, "must be 0 or from a millionth to 10,000 times the handling time")
}

// solve is Solve on checked input.
func (q Queue) solve(within time.Duration, counting Counting) (Figures, error) {
	switch {
	case q.Load == 0:
		return Figures{ServiceLevel: 1}, nil // nobody is kept waiting
	case q.Patience == 0 && q.Load >= float64(q.Agents):
		return Figures{}, &OverloadError{Agents: q.Agents, Load: q.Load}
	case q.Agents == 0:
		return q.deserted(), nil
	}
	handle := float64(q.Handle)
	limit := float64(within) / handle
	var w waits
	if q.Patience == 0 {
		w = patientWaits(q.Agents, q.Load, limit)
	} else {
		w = impatientWaits(q.Agents, q.Load, handle/float64(q.Patience), limit)
	}
	return Figures{
		Waits:        w.waits,
		ServiceLevel: w.level(counting),
		Abandoned:    w.abandoned,
		ASA:          duration(w.answerTime * handle),
		MeanWait:     duration(w.meanWait * handle),
		InQueue:      q.Load * w.meanWait,
		Occupancy:    min(1, q.Load*(1-w.abandoned)/float64(q.Agents)),
	}, nil
}

// deserted are the figures where nobody answers: all wait until they give up.
func (q Queue) deserted() Figures {
	return Figures{
		Waits:     1,
		Abandoned: 1,
		MeanWait:  q.Patience,
		InQueue:   q.Load * float64(q.Patience) / float64(q.Handle),
	}
}

// duration rounds nanoseconds, and stops at the longest duration.
func duration(ns float64) time.Duration {
	if ns >= math.MaxInt64 {
		return math.MaxInt64
	}
	return time.Duration(math.Round(ns))
}

// waits is the distribution of waits in balance; times are in mean handling times
// and shares are of all contacts.
type waits struct {
	waits      float64 // not answered at once
	early      float64 // answered within the limit
	late       float64 // answered after it
	notEarly   float64 // neither answered nor gone by the limit
	abandoned  float64
	answerTime float64 // mean, of the answered
	meanWait   float64 // mean, of all
}

func (w waits) level(counting Counting) float64 {
	rest := 0.0
	switch counting {
	case ShortExcluded:
		rest = w.notEarly
	case OfAnswered:
		rest = w.late
	default:
		return min(1, w.early)
	}
	if w.early == 0 {
		return 0
	}
	return w.early / (w.early + rest)
}

// patientWaits is M/M/n below one erlang per agent: who waits does so for an
// exponential time.
func patientWaits(agents int, load, limit float64) waits {
	free := float64(agents) - load
	c := erlangC(agents, load)
	late := c * math.Exp(-free*limit)
	return waits{
		waits: c, early: 1 - late, late: late, notEarly: late,
		answerTime: c / free, meanWait: c / free,
	}
}
