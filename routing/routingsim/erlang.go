package routingsim

import "math"

// ErlangB returns the fraction of arrivals that find all agents busy where nobody
// waits, M/M/n/n (Erlang 1917). The load is in Erlang: arrivals per mean handling
// time. It is computed by the recursion B(k) = aB(k-1) / (k + aB(k-1)), which neither
// overflows nor cancels. NaN for a negative load or number of agents.
func ErlangB(agents int, load float64) float64 {
	if agents < 0 || load < 0 || math.IsNaN(load) || math.IsInf(load, 0) {
		return math.NaN()
	}
	b := 1.0
	for k := 1; k <= agents; k++ {
		b = load * b / (float64(k) + load*b)
	}
	return b
}

// ErlangC returns the fraction of arrivals that have to wait where everybody waits
// as long as it takes, M/M/n (Erlang 1917): 1 if the load, in Erlang, reaches the
// number of agents. NaN for a negative load or number of agents.
func ErlangC(agents int, load float64) float64 {
	b, n := ErlangB(agents, load), float64(agents)
	if load >= n && !math.IsNaN(b) {
		return 1
	}
	return n * b / (n - load*(1-b))
}

// ErlangA returns the fraction of arrivals that give up where each waits an
// exponential time with this mean, M/M/n+M (Palm 1957; Garnett, Mandelbaum & Reiman
// 2002). The load is in Erlang and the patience in mean handling times, above 0;
// [Model] has the waits as well. NaN outside of these ranges.
func ErlangA(agents int, load, patience float64) float64 {
	if agents < 0 || !(load >= 0) || math.IsInf(load, 0) || !(patience > 0) || math.IsInf(patience, 0) {
		return math.NaN()
	}
	c := chain{agents: agents, arrive: load, serve: 1, leave: 1 / patience, room: -1}
	s, err := c.solve()
	if err != nil {
		return math.NaN()
	}
	return s.Abandoned
}
