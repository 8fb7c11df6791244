package routingsim

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// ErrUnstable says that a queue would grow for ever.
var ErrUnstable = errors.New("routingsim: the queue would grow for ever")

// Model is one queue with equal agents, Poisson arrivals and exponential handling
// times, first come first served: M/M/n, with Patience M/M/n+M (Erlang A), with
// Room M/M/n/K. It is solved exactly in microseconds, so it is what a simulation is
// compared with, and a first guess of how many agents are needed. It knows neither
// skills nor rules; for these there is [Run].
type Model struct {
	// PerHour is the number of arrivals in an hour, Handling the mean time that an
	// item keeps an agent. Required.
	PerHour  float64
	Handling time.Duration
	// Agents is how many there are.
	Agents int
	// Patience is the mean time after which somebody who waits gives up. Default:
	// nobody gives up.
	Patience time.Duration
	// Room is how many may wait; who comes to a full queue is lost. Negative: nobody
	// may wait. Default: any number.
	Room int
}

// Steady is what a [Model] settles to. Fractions are of all arrivals, so Served,
// Blocked and Abandoned add up to 1.
type Steady struct {
	// Served, Blocked and Abandoned are what becomes of arrivals, Waits is the
	// fraction that is let in and finds no free agent.
	Served, Blocked, Abandoned, Waits float64
	// Wait is the mean wait of all who are let in, whether they are served or give
	// up; ServedWait that of those served. Both count those who do not wait at all.
	Wait, ServedWait time.Duration
	// Queue is the mean number of those who wait, Occupancy the fraction of the
	// agents' time that is taken.
	Queue, Occupancy float64

	chain chain
	found []float64 // the probability that an arrival is let in and finds 0, 1, ... waiting and no free agent
}

// Solve computes the stationary state. [ErrUnstable] if there is none, because the
// load reaches the number of agents and neither Patience nor Room bounds the queue.
func (m Model) Solve() (Steady, error) {
	if err := m.check(); err != nil {
		return Steady{}, err
	}
	c := chain{agents: m.Agents, arrive: m.PerHour / 3600, serve: 1 / m.Handling.Seconds(), room: -1}
	if m.Patience > 0 {
		c.leave = 1 / m.Patience.Seconds()
	}
	if m.Room != 0 {
		c.room = max(m.Room, 0)
	}
	return c.solve()
}

// Load returns the offered load in Erlang: how many agents would be busy if there
// were always enough.
func (m Model) Load() float64 { return m.PerHour / 3600 * m.Handling.Seconds() }

func (m Model) check() error {
	var faults []error
	fault := func(bad bool, text string) {
		if bad {
			faults = append(faults, errors.New("routingsim: Model."+text))
		}
	}
	fault(!(m.PerHour >= 0) || math.IsInf(m.PerHour, 0), "PerHour is negative or no number")
	fault(m.Handling <= 0, "Handling is not above 0")
	fault(m.Patience < 0, "Patience is negative")
	fault(m.Agents < 0, "Agents is negative")
	return errors.Join(faults...)
}

// Within returns the service level: the fraction of all arrivals that are served
// after a wait of at most d.
func (s Steady) Within(d time.Duration) float64 {
	return min(max(s.served(max(d, 0).Seconds()), 0), 1)
}

// Beyond returns the fraction of those let in who still wait after d.
func (s Steady) Beyond(d time.Duration) float64 {
	return min(max(s.late(max(d, 0).Seconds()), 0), 1)
}

// Goal is what [Model.Staff] has to reach. Fields left out are no condition.
type Goal struct {
	// Level is the fraction of arrivals to be served within Within, such as 0.8 in 20
	// seconds.
	Level  float64
	Within time.Duration
	// Wait is the longest mean wait, Abandoned the largest fraction that gives up,
	// Occupancy the largest fraction of the agents' time that is taken.
	Wait      time.Duration
	Abandoned float64
	Occupancy float64
}

// Staff returns the least number of agents that reach the goal; the model's own
// number is ignored. They are agents at work: divide by the share of paid time that
// agents are (1 - shrinkage) to get how many to roster.
func (m Model) Staff(goal Goal) (int, error) {
	m.Agents = 0
	if err := errors.Join(m.check(), goal.check()); err != nil {
		return 0, err
	}
	enough := func(n int) bool {
		m.Agents = n
		s, err := m.Solve()
		return err == nil && goal.reached(s)
	}
	most := 1
	for !enough(most) {
		if most > longest {
			return 0, fmt.Errorf("%w: not even %d agents reach the goal", ErrUnstable, most)
		}
		most *= 2
	}
	least := 0
	for least < most {
		if mid := (least + most) / 2; enough(mid) {
			most = mid
		} else {
			least = mid + 1
		}
	}
	return most, nil
}

func (g Goal) check() error {
	for _, x := range []float64{g.Level, g.Abandoned, g.Occupancy} {
		if !(x >= 0 && x < 1) {
			return errors.New("routingsim: the fractions of a Goal are in [0,1)")
		}
	}
	if g.Within < 0 || g.Wait < 0 {
		return errors.New("routingsim: the times of a Goal are not negative")
	}
	return nil
}

func (g Goal) reached(s Steady) bool {
	return s.Within(g.Within) >= g.Level &&
		(g.Wait == 0 || s.Wait <= g.Wait) &&
		(g.Abandoned == 0 || s.Abandoned <= g.Abandoned) &&
		(g.Occupancy == 0 || s.Occupancy <= g.Occupancy)
}

// seconds is a time in seconds as a duration, at most the longest there is.
func seconds(s float64) time.Duration {
	const most = float64(math.MaxInt64)
	return time.Duration(min(s*float64(time.Second), most-1024))
}
