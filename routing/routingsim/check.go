package routingsim

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// monday is when a replication starts if the scenario does not say.
func monday() time.Time { return time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC) }

// ready fills in the defaults, or names every fault.
func (s Scenario) ready() (Scenario, error) {
	if s.Start.IsZero() {
		s.Start = monday()
	}
	s.Start = s.Start.Truncate(time.Microsecond)
	s.Replications = orElse(s.Replications, 10)
	s.Slices = orElse(s.Slices, 1)
	s.Parallel = orElse(s.Parallel, 1)
	s.Confidence = orElse(s.Confidence, 0.95)
	s.Within = orElse(s.Within, 20*time.Second)
	s.Agents = slices.Clone(s.Agents)
	for i := range s.Agents {
		s.Agents[i].Pace = orElse(s.Agents[i].Pace, 1)
	}
	return s, s.check()
}

func orElse[T comparable](x, otherwise T) T {
	var zero T
	if x == zero {
		return otherwise
	}
	return x
}

func (s *Scenario) check() error {
	var c checker
	c.fault(s.Horizon <= 0, "Horizon is not above 0")
	c.fault(s.WarmUp < 0 || s.WarmUp >= max(s.Horizon, 1), "WarmUp is not in [0, Horizon)")
	c.fault(s.Replications < 0, "Replications is negative")
	c.fault(s.Slices < 0, "Slices is negative")
	c.fault(s.Parallel < 0, "Parallel is negative")
	c.fault(!(s.Confidence > 0 && s.Confidence < 1), "Confidence is not in (0,1)")
	c.fault(s.Within < 0, "Within is negative")
	c.fault(len(s.Streams) == 0, "Streams is empty")
	names := map[string]bool{}
	for i, st := range s.Streams {
		at := "Streams[" + strconv.Itoa(i) + "]."
		c.fault(st.Name == "", at+"Name is empty")
		c.fault(st.Name != "" && names[st.Name], at+"Name is there twice")
		names[st.Name] = true
		c.fault(st.Arrivals == nil, at+"Arrivals is missing")
		c.fault(st.Handling == nil, at+"Handling is missing")
	}
	ids := map[string]bool{}
	for i, a := range s.Agents {
		at := "Agents[" + strconv.Itoa(i) + "]."
		c.fault(a.ID == "", at+"ID is empty")
		c.fault(a.ID != "" && ids[a.ID], at+"ID is there twice")
		ids[a.ID] = true
		c.fault(!(a.Pace > 0), at+"Pace is not above 0")
		c.fault(!(a.Declines >= 0 && a.Misses >= 0 && a.Declines+a.Misses <= 1), at+"Declines and Misses are no probabilities")
		c.shifts(at, a.Shifts)
	}
	return errors.Join(c.faults...)
}

// checker collects what is wrong.
type checker struct{ faults []error }

func (c *checker) fault(bad bool, what string) {
	if bad {
		c.faults = append(c.faults, fmt.Errorf("%w: %s", ErrInvalid, what))
	}
}

// shifts must be in order, each with its breaks in order within it.
func (c *checker) shifts(at string, shifts []Shift) {
	end := time.Duration(0)
	for i, s := range shifts {
		at := at + "Shifts[" + strconv.Itoa(i) + "]"
		c.fault(s.From < end, at+" begins before the one before it ends, or before the start")
		c.fault(s.To <= s.From, at+" ends before it begins")
		end = max(end, s.To)
		free := s.From
		for j, b := range s.Breaks {
			at := at + ".Breaks[" + strconv.Itoa(j) + "]"
			c.fault(b.From < free || b.To > s.To, at+" is not within its shift, or overlaps another")
			c.fault(b.To <= b.From, at+" ends before it begins")
			free = max(free, b.To)
		}
	}
}

// numbered is a name with a number of as many digits as the last one has.
func numbered(name string, i, of int) string {
	return fmt.Sprintf("%s%0*d", name, len(strconv.Itoa(of)), i)
}
