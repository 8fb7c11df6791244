package routingsim

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// skilled is a service with kinds of customers and single agents, each of whom can
// serve some kinds and has a speed of his own. Customers are served in the order of
// arrival by whoever can; who finds several agents free gets the longest idle one.
//
// Its stationary distribution is known exactly: Adan & Weiss, "A skill based parallel
// service system under FCFS-ALIS", Stochastic Systems 4 (2014). A state is an order
// of the agents, of whom the first i are busy, with n_j customers who wait between
// the jth and the next: they can only be served by the first j. Its weight is the
// product of rate(customers of the first j alone)^n_j / rate(the first j)^(n_j+1)
// over the busy and of 1/rate(customers whom the jth or a later one could serve)
// over the idle ones; n_j are summed as geometric series.
type skilled struct {
	arrive []float64       // by kind
	serve  []float64       // by agent
	can    map[[2]int]bool // kind and agent
}

// solve returns the mean number waiting of each kind, and how busy each agent is.
func (k *skilled) solve() (waiting, busy []float64) {
	waiting, busy = make([]float64, len(k.arrive)), make([]float64, len(k.serve))
	total := 0.0
	order := make([]int, len(k.serve))
	for i := range order {
		order[i] = i
	}
	permutations(order, len(order), func(order []int) {
		for i := range len(order) + 1 {
			weight, long := 1.0, make([]float64, len(k.arrive))
			rate := 0.0
			for j := range i {
				rate += k.serve[order[j]]
				only := 0.0
				for kind := range k.arrive {
					if !k.anyOf(kind, order[j+1:]) {
						only += k.arrive[kind]
					}
				}
				for kind := range k.arrive {
					if !k.anyOf(kind, order[j+1:]) {
						long[kind] += k.arrive[kind] / (rate - only)
					}
				}
				weight /= rate - only
			}
			for j := i; j < len(order); j++ {
				some := 0.0
				for kind := range k.arrive {
					if k.anyOf(kind, order[j:]) {
						some += k.arrive[kind]
					}
				}
				weight /= some
			}
			total += weight
			for kind := range long {
				waiting[kind] += weight * long[kind]
			}
			for j := range i {
				busy[order[j]] += weight
			}
		}
	})
	for kind := range waiting {
		waiting[kind] /= total
	}
	for a := range busy {
		busy[a] /= total
	}
	return waiting, busy
}

func (k *skilled) anyOf(kind int, agents []int) bool {
	for _, a := range agents {
		if k.can[[2]int{kind, a}] {
			return true
		}
	}
	return false
}

// permutations calls f with each order of the first n.
func permutations(order []int, n int, f func([]int)) {
	if n <= 1 {
		f(order)
		return
	}
	for i := range n {
		order[i], order[n-1] = order[n-1], order[i]
		permutations(order, n-1, f)
		order[i], order[n-1] = order[n-1], order[i]
	}
}

// everybody says that each of so many agents can serve each of so many kinds.
func everybody(kinds, agents int) map[[2]int]bool {
	can := map[[2]int]bool{}
	for kind := range kinds {
		for a := range agents {
			can[[2]int{kind, a}] = true
		}
	}
	return can
}

// fastestFirst is a service of one kind of customers where who finds several agents
// free gets the fastest: the stationary distribution of the set of busy agents, by
// balance, with a geometric queue when all are. It returns the mean number waiting
// and how busy each agent is.
func fastestFirst(arrive float64, serve []float64) (waiting float64, busy []float64) {
	n := len(serve)
	full := 1<<n - 1
	all := 0.0
	for _, s := range serve {
		all += s
	}
	rates := func(state int, to func(state int, rate float64)) {
		fastest := -1
		for a := range serve {
			if state>>a&1 == 1 {
				to(state&^(1<<a), serve[a])
			} else if fastest < 0 || serve[a] > serve[fastest] {
				fastest = a
			}
		}
		if fastest >= 0 {
			to(state|1<<fastest, arrive)
		}
	}
	p := stationary(full+1, rates)
	rho := arrive / all
	p[full] /= 1 - rho // all states with a queue
	total := 0.0
	for _, x := range p {
		total += x
	}
	busy = make([]float64, n)
	for state, x := range p {
		for a := range serve {
			if state>>a&1 == 1 {
				busy[a] += x / total
			}
		}
	}
	return p[full] / total * rho / (1 - rho), busy
}

// stationary solves a Markov chain in continuous time by steps of its uniformised
// chain, until they change nothing.
func stationary(states int, rates func(state int, to func(state int, rate float64))) []float64 {
	type move struct {
		from, to int
		rate     float64
	}
	var moves []move
	out, most := make([]float64, states), 0.0
	for s := range states {
		rates(s, func(to int, rate float64) {
			moves = append(moves, move{s, to, rate})
			out[s] += rate
		})
		most = math.Max(most, out[s])
	}
	p, next := make([]float64, states), make([]float64, states)
	for s := range p {
		p[s] = 1 / float64(states)
	}
	for range 200000 {
		for s := range next {
			next[s] = p[s] * (1 - out[s]/most/1.01)
		}
		for _, m := range moves {
			next[m.to] += p[m.from] * m.rate / most / 1.01
		}
		change := 0.0
		for s := range p {
			change = math.Max(change, math.Abs(p[s]-next[s]))
		}
		p, next = next, p
		if change < 1e-14 {
			break
		}
	}
	return p
}

// The exact results know each other's special cases.
func TestExactResults(t *testing.T) {
	// Equal agents who can do everything are Erlang's.
	k := &skilled{arrive: []float64{1, 2}, serve: []float64{1, 1, 1, 1}, can: everybody(2, 4)}
	waiting, busy := k.solve()
	want := ErlangC(4, 3) * 3 / (4 - 3)
	assert.InDelta(t, want, waiting[0]+waiting[1], 1e-9)
	assert.InDelta(t, 2*waiting[0], waiting[1], 1e-9)
	assert.InDelta(t, 0.75, busy[2], 1e-9)
	one, same := fastestFirst(3, []float64{1, 1, 1, 1})
	assert.InDelta(t, want, one, 1e-9)
	assert.Greater(t, same[0], same[3], "the first one of equals")

	// Kinds that share nobody are separate queues.
	k = &skilled{arrive: []float64{0.5, 0.8}, serve: []float64{1, 1}, can: map[[2]int]bool{{0, 0}: true, {1, 1}: true}}
	waiting, busy = k.solve()
	assert.InDelta(t, 0.5, waiting[0], 1e-9)
	assert.InDelta(t, 0.8*0.8/0.2, waiting[1], 1e-9)
	assert.InDelta(t, 0.8, busy[1], 1e-9)

	// Two agents of different speed, fastest first, by hand.
	_, busy = fastestFirst(1, []float64{2, 1})
	p0, p1, p2, p12 := solveTwo(1, 2, 1)
	assert.InDelta(t, (p1+p12)/(p0+p1+p2+p12), busy[0], 1e-9)
}

// solveTwo are the weights of nobody busy, the first of two agents, the second one,
// and both with the queue, where the first is preferred. By the balance of "only the
// second" both are r times as likely, without the queue.
func solveTwo(arrive, first, second float64) (none, one, other, both float64) {
	r := (arrive + second) / first
	ratio := ((first+second)*r - arrive) / arrive // of one to other
	other = arrive / (first*ratio + second)
	return 1, ratio * other, other, r * other / (1 - arrive/(first+second))
}
