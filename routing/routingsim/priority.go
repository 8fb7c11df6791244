package routingsim

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Class is one kind of items of a queue with priorities.
type Class struct {
	// PerHour is the number of its arrivals in an hour.
	PerHour float64
	// Ageing is by how much its priority grows with the wait, per any unit of time
	// that is the same for all classes; only ratios matter. It is for
	// [AgeingWaits] alone, and above 0 there.
	Ageing float64
}

// PriorityWaits returns the mean wait of each class of a queue with equal agents
// where whoever is of a higher class goes first, the first class being the highest,
// and nobody is interrupted: M/M/n with non-preemptive priorities and one mean
// handling time (Cobham 1954). A class whose wait grows for ever has the longest
// duration there is.
func PriorityWaits(agents int, handling time.Duration, classes []Class) ([]time.Duration, error) {
	m, err := together(agents, handling, classes)
	if err != nil {
		return nil, err
	}
	// With all agents busy one leaves every handling/agents, whatever the class.
	first := ErlangC(agents, m.Load()) * handling.Seconds() / float64(agents)
	waits, above := make([]time.Duration, len(classes)), 0.0
	for i, c := range classes {
		with := above + c.PerHour/3600*handling.Seconds()/float64(agents)
		if with >= 1 {
			waits[i] = seconds(1e300)
		} else {
			waits[i] = seconds(first / ((1 - above) * (1 - with)))
		}
		above = with
	}
	return waits, nil
}

// AgeingWaits returns the mean wait of each class where everybody begins with the
// priority 0 and gathers it while he waits, each class at its own rate: M/M/n with
// accumulating priorities and one mean handling time (Kleinrock 1964 for one agent;
// Stanford, Taylor & Ziedins 2014; Sharif, Stanford, Taylor & Ziedins 2014 for
// several). With equal rates it is first come first served. [ErrUnstable] if the
// load reaches the number of agents.
func AgeingWaits(agents int, handling time.Duration, classes []Class) ([]time.Duration, error) {
	m, err := together(agents, handling, classes)
	if err != nil {
		return nil, err
	}
	for i, c := range classes {
		if !(c.Ageing > 0) {
			return nil, fmt.Errorf("routingsim: the ageing of class %d is not above 0", i)
		}
	}
	steady, err := m.Solve()
	if err != nil {
		return nil, err
	}
	order := make([]int, len(classes)) // from the slowest to the fastest
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return int(sign(classes[a].Ageing - classes[b].Ageing))
	})
	rho := func(i int) float64 { return classes[i].PerHour / 3600 * handling.Seconds() / float64(agents) }
	waits := make([]float64, len(classes))
	for at, p := range order {
		wait, share := steady.Wait.Seconds(), 1.0
		for _, i := range order[:at] {
			wait -= rho(i) * waits[i] * (1 - classes[i].Ageing/classes[p].Ageing)
		}
		for _, i := range order[at+1:] {
			share -= rho(i) * (1 - classes[p].Ageing/classes[i].Ageing)
		}
		waits[p] = wait / share
	}
	out := make([]time.Duration, len(classes))
	for i, w := range waits {
		out[i] = seconds(w)
	}
	return out, nil
}

// together is the model of all classes as one.
func together(agents int, handling time.Duration, classes []Class) (Model, error) {
	m := Model{Agents: agents, Handling: handling}
	for i, c := range classes {
		if !(c.PerHour >= 0) {
			return m, fmt.Errorf("routingsim: the arrivals of class %d are negative or no number", i)
		}
		m.PerHour += c.PerHour
	}
	if agents == 0 {
		return m, errors.New("routingsim: there are no agents")
	}
	return m, m.check()
}

func sign(x float64) float64 {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}
