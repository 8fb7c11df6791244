package routingsim

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"time"
)

// Arrivals say when items come.
type Arrivals interface {
	// Times yields the times of the arrivals, counted from the start of the
	// replication, in ascending order. It depends on nothing but r, and may go on
	// for ever: it is read as far as the horizon.
	Times(r *rand.Rand) iter.Seq[time.Duration]
}

// ArrivalsFunc is a function that is [Arrivals].
type ArrivalsFunc func(r *rand.Rand) iter.Seq[time.Duration]

// Times calls f.
func (f ArrivalsFunc) Times(r *rand.Rand) iter.Seq[time.Duration] { return f(r) }

// Poisson returns arrivals of many customers who know nothing of each other, at a
// constant rate.
func Poisson(perHour float64) Arrivals {
	if !(perHour > 0) {
		return Trace(nil)
	}
	return Renewal(Exponential(seconds(3600 / perHour)))
}

// Renewal returns arrivals with independent times between them: more even than
// Poisson's with an even distribution, in bursts with a wild one. Times between
// arrivals must not be all 0.
func Renewal(between Distribution) Arrivals {
	return ArrivalsFunc(func(r *rand.Rand) iter.Seq[time.Duration] {
		return func(yield func(time.Duration) bool) {
			for at := time.Duration(0); ; {
				at += max(between.Draw(r), 0)
				if at < 0 || !yield(at) { // below 0: after 292 years
					return
				}
			}
		}
	})
}

// Trace returns arrivals at exactly these times, in every replication.
func Trace(times []time.Duration) Arrivals {
	times = slices.Sorted(slices.Values(times))
	return ArrivalsFunc(func(*rand.Rand) iter.Seq[time.Duration] { return slices.Values(times) })
}

// Counts are arrivals by the numbers that come in equal intervals, as in the
// half-hours of a day: Poisson at a rate that is constant within each.
type Counts struct {
	// Every is the length of an interval; Number is how many are expected in each,
	// from the start of the replication on. Nobody comes after the last.
	Every  time.Duration
	Number []float64
	// Begin is when the first interval begins.
	Begin time.Duration
	// Exact says that just so many come (rounded), at random times of the interval,
	// as on the day when they were counted.
	Exact bool
	// Sway is by how much whole days are busier or quieter than expected: the
	// standard deviation of a factor that each replication draws (gamma, mean 1).
	// Days of contact centres differ by more than Poisson's chance; 0.05 to 0.15 is
	// usual. Default: 0.
	Sway float64
}

// Times implements [Arrivals].
func (c Counts) Times(r *rand.Rand) iter.Seq[time.Duration] {
	return func(yield func(time.Duration) bool) {
		level := 1.0
		if c.Sway > 0 {
			shape := 1 / (c.Sway * c.Sway)
			level = gamma(r, shape) / shape
		}
		for i, n := range c.Number {
			begin := c.Begin + time.Duration(i)*c.Every
			for _, at := range c.interval(r, n*level) {
				if !yield(begin + at) {
					return
				}
			}
		}
	}
}

// Staff returns the least number of agents for each interval, as if each of them
// were in its own steady state with its own arrivals; PerHour and Agents of the model
// are ignored. That is how contact centres plan (Green, Kolesar & Soares 2001), and
// good enough where handling times are short beside the intervals; [Run] shows
// whether it is. Where nobody comes nobody is needed.
func (c Counts) Staff(m Model, goal Goal) ([]int, error) {
	if c.Every <= 0 {
		return nil, fmt.Errorf("%w: Every is not above 0", ErrInvalid)
	}
	agents := make([]int, len(c.Number))
	for i, n := range c.Number {
		if m.PerHour = n / c.Every.Hours(); m.PerHour == 0 {
			continue
		}
		var err error
		if agents[i], err = m.Staff(goal); err != nil {
			return nil, fmt.Errorf("interval %d: %w", i, err)
		}
	}
	return agents, nil
}

// interval draws the arrivals of one interval.
func (c Counts) interval(r *rand.Rand, n float64) (times []time.Duration) {
	if c.Exact {
		for range int(n + 0.5) {
			times = append(times, time.Duration(r.Float64()*float64(c.Every)))
		}
		slices.Sort(times)
		return times
	}
	if n <= 0 {
		return nil
	}
	for at := r.ExpFloat64(); at < n; at += r.ExpFloat64() {
		times = append(times, time.Duration(at/n*float64(c.Every)))
	}
	return times
}
