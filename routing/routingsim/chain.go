package routingsim

import (
	"fmt"
	"math"
)

// chain is the birth-death process M/M/n/K+M. Rates are per second in [Model]; the
// chain itself does not care.
type chain struct {
	agents int
	arrive float64
	serve  float64 // by one agent
	leave  float64 // of one who waits; 0 if nobody gives up
	room   int     // places to wait; negative: any number
}

// longest is how many may wait at most in a computation: enough for every queue
// that a contact centre would survive.
const longest = 1 << 20

// solve computes the stationary distribution.
//
// The states up to n are summed by Erlang's recursion, those above are products of
// arrive/(n*serve+j*leave), kept as logarithms because they overflow where patience
// is long and agents are few.
func (c chain) solve() (Steady, error) {
	if c.arrive == 0 {
		return Steady{Served: 1, chain: c}, nil
	}
	all, load := float64(c.agents)*c.serve, c.arrive/c.serve
	if c.room < 0 && c.leave == 0 {
		return c.endless(all)
	}
	b := ErlangB(c.agents, load)
	if b == 0 { // below the smallest float64: nobody ever waits
		return Steady{Served: 1, Occupancy: load / float64(c.agents), chain: c}, nil
	}
	logs := []float64{0} // of the states n, n+1, ... relative to the state n
	top := math.Max(0, -math.Log(b))
	for j, l := 1, 0.0; c.room < 0 || j <= c.room; j++ {
		if j > longest {
			return Steady{}, fmt.Errorf("%w: more than %d would wait", ErrUnstable, longest)
		}
		ratio := c.arrive / (all + float64(j)*c.leave)
		l += math.Log(ratio)
		if ratio < 1 && l < top-45 { // e^-45 is below the precision of a float64
			break
		}
		logs, top = append(logs, l), math.Max(top, l)
	}
	sum := math.Exp(-math.Log(b) - top) // the states up to n
	for _, l := range logs[1:] {
		sum += math.Exp(l - top)
	}
	found := make([]float64, len(logs))
	for j, l := range logs {
		found[j] = math.Exp(l-top) / sum
	}
	return c.measures(found), nil
}

// measures are what the probabilities of the states n, n+1, ... tell. By PASTA they
// are also what arrivals find.
func (c chain) measures(found []float64) Steady {
	s := Steady{chain: c, found: found}
	if c.room >= 0 && len(found) > c.room {
		s.Blocked = found[c.room]
		s.found = found[:c.room]
	}
	var waitServed float64 // of those served, summed per arrival
	all, harmonic := float64(c.agents)*c.serve, 0.0
	for j, p := range found {
		s.Queue += float64(j) * p
		if j >= len(s.found) {
			continue
		}
		s.Waits += p
		// Who finds j waiting is served with probability nu/(nu+(j+1)theta), and then
		// has waited the sum of 1/(nu+i*theta) for i = 1..j+1.
		k := float64(j + 1)
		harmonic += 1 / (all + k*c.leave)
		if c.leave == 0 {
			harmonic = k / all
		}
		if all > 0 {
			waitServed += p * all / (all + k*c.leave) * harmonic
		}
	}
	s.Abandoned = c.leave * s.Queue / c.arrive
	s.Served = max(0, 1-s.Blocked-s.Abandoned)
	if in := 1 - s.Blocked; in > 0 {
		s.Wait = seconds(s.Queue / (c.arrive * in))
	}
	if s.Served > 0 {
		s.ServedWait = seconds(waitServed / s.Served)
	}
	if c.agents > 0 {
		s.Occupancy = c.arrive * s.Served / all
	}
	return s
}

// endless is M/M/n, where the queue is geometric.
func (c chain) endless(all float64) (Steady, error) {
	if c.arrive >= all {
		return Steady{}, fmt.Errorf("%w: the load of %.4g Erlang is too much for %d agents, and nobody gives up", ErrUnstable, c.arrive/c.serve, c.agents)
	}
	s := Steady{chain: c, Served: 1, Occupancy: c.arrive / all, Waits: ErlangC(c.agents, c.arrive/c.serve)}
	wait := s.Waits / (all - c.arrive)
	s.Queue, s.Wait, s.ServedWait = wait*c.arrive, seconds(wait), seconds(wait)
	return s, nil
}

// late is the probability that somebody who got in is neither served within t
// seconds nor has left: the wait of the patient given j before him is a sum of
// exponentials of the rates nu+i*theta, i = 0..j, which is -ln(X)/theta for X of
// the distribution Beta(nu/theta, j+1), and a gamma distribution where theta is 0.
func (s Steady) late(t float64) float64 {
	c := s.chain
	all := float64(c.agents) * c.serve
	if c.room < 0 && c.leave == 0 {
		return s.Waits * math.Exp(-(all-c.arrive)*t)
	}
	in, late := 1-s.Blocked, 0.0
	tails := c.tails(all, t)
	for _, p := range s.found {
		late += p * tails()
	}
	if in <= 0 {
		return 0
	}
	return late * math.Exp(-c.leave*t) / in
}

// served is the probability that an arrival is served within t seconds.
func (s Steady) served(t float64) float64 {
	c := s.chain
	all := float64(c.agents) * c.serve
	if c.room < 0 && c.leave == 0 {
		return 1 - s.late(t)
	}
	served := 1 - s.Blocked - s.Waits
	// E[X; X >= x] of a Beta(a, b) is a/(a+b) times the tail of a Beta(a+1, b).
	tails := c.tails(all+c.leave, t)
	for j, p := range s.found {
		if all > 0 {
			served += p * all / (all + float64(j+1)*c.leave) * (1 - tails())
		}
	}
	return served
}

// tails returns a function whose calls give, for j = 0, 1, ..., the probability that
// the sum of exponentials of the rates first+i*leave, i = 0..j, exceeds t.
func (c chain) tails(first, t float64) func() float64 {
	// x^a times the sum of (a)_i/i! (1-x)^i, a negative binomial distribution; a
	// Poisson distribution where theta is 0. Logarithms, because x^a underflows.
	term, sum, i := -first*t, 0.0, 0.0
	more := first * t
	gone := -math.Expm1(-c.leave * t)
	return func() float64 {
		sum += math.Exp(term)
		i++
		if c.leave > 0 {
			term += math.Log((first/c.leave + i - 1) / i * gone)
		} else {
			term += math.Log(more / i)
		}
		return math.Min(sum, 1)
	}
}
