package staffing_test

import (
	"math"
	"math/big"
)

// The oracle sums the states of the chain one by one, in numbers of 300 bits: another
// way to the same figures than that of the package, with nothing lost.
const bits = 300

func num(x float64) *big.Float { return new(big.Float).SetPrec(bits).SetFloat64(x) }

func zero() *big.Float { return num(0) }

func float(x *big.Float) float64 { f, _ := x.Float64(); return f }

func mul(x, y *big.Float) *big.Float { return zero().Mul(x, y) }
func quo(x, y *big.Float) *big.Float { return zero().Quo(x, y) }
func add(x, y *big.Float) *big.Float { return zero().Add(x, y) }
func sub(x, y *big.Float) *big.Float { return zero().Sub(x, y) }

// exp is the power series, after halving the argument until it is small.
func exp(x *big.Float) *big.Float {
	halved := 0
	y := add(x, zero())
	for y.Sign() != 0 && y.MantExp(nil) > -8 {
		y.Quo(y, num(2))
		halved++
	}
	sum, term := num(1), num(1)
	for k := 1; k < 60; k++ {
		term = quo(mul(term, y), num(float64(k)))
		sum = add(sum, term)
	}
	for range halved {
		sum = mul(sum, sum)
	}
	return sum
}

// bigB sums a^k/k!.
func bigB(n int, load float64) *big.Float {
	a, term, sum := num(load), num(1), num(1)
	for k := 1; k <= n; k++ {
		term = quo(mul(term, a), num(float64(k)))
		sum = add(sum, term)
	}
	return quo(term, sum)
}

// bigC sums the states up to n and the geometric row behind it.
func bigC(n int, load float64) *big.Float {
	a, term, sum := num(load), num(1), zero()
	for k := 1; k <= n; k++ {
		sum = add(sum, term)
		term = quo(mul(term, a), num(float64(k)))
	}
	waiting := quo(mul(term, num(float64(n))), sub(num(float64(n)), a))
	return quo(waiting, add(sum, waiting))
}

// chainFigures is what the oracle knows of M/M/n+M, as shares of all contacts.
type chainFigures struct {
	waits, abandoned, early, late, goneEarly, notEarly, answerTime, inQueue float64
}

// bigA sums the states of M/M/n+M. Who finds j waiting is offered a wait V with
// exp(-leave·V) distributed as Beta(n/leave, j+1), as the sum of exponential times at
// the rates n, n+leave, ..., n+j·leave.
func bigA(n int, load, leave, limit float64) chainFigures {
	a, th, nn := num(load), num(leave), num(float64(n))
	term, free := num(1), zero()
	for k := 1; k <= n; k++ {
		free = add(free, term)
		term = quo(mul(term, a), num(float64(k)))
	}
	c := quo(nn, th)
	gone := exp(sub(zero(), mul(th, num(limit)))) // exp(-leave·limit)
	stay := sub(num(1), gone)
	xc := exp(sub(zero(), mul(nn, num(limit)))) // gone^c
	// tail is the regularised beta function I(c, j+1) at gone, tail1 that of (c+1, j+1);
	// both are sums of negative binomial terms.
	step, step1 := xc, mul(xc, gone)
	tail, tail1 := step, step1
	waits, queue, served, early, late, over, answer := zero(), zero(), zero(), zero(), zero(), zero(), zero()
	for j := 0; ; j++ {
		fj := num(float64(j))
		waits = add(waits, term)
		queue = add(queue, mul(term, fj))
		// E exp(-leave·V) = c/(c+j+1); given that it is served, exp(-leave·V) is
		// Beta(c+1, j+1), and V the sum of times at the rates n+leave, ...
		s := mul(term, quo(c, add(c, num(float64(j+1)))))
		served = add(served, s)
		late = add(late, mul(s, tail1))
		early = add(early, mul(s, sub(num(1), tail1)))
		over = add(over, mul(term, tail))
		next := quo(mul(term, a), add(nn, mul(th, num(float64(j+1)))))
		step = quo(mul(mul(step, stay), add(c, fj)), num(float64(j+1)))
		step1 = quo(mul(mul(step1, stay), add(add(c, num(1)), fj)), num(float64(j+1)))
		tail, tail1 = add(tail, step), add(tail1, step1)
		if next.Cmp(term) < 0 && mul(next, num(1e40)).Cmp(waits) < 0 {
			break
		}
		term = next
	}
	// The mean wait of the served: sum over the states, E[V | served, j] is the sum of
	// 1/(n+i·leave) for i = 1..j+1; done in a second pass, with the same terms.
	term = num(1)
	for k := 1; k <= n; k++ {
		term = quo(mul(term, a), num(float64(k)))
	}
	mean := zero()
	for j := 0; ; j++ {
		rate := add(nn, mul(th, num(float64(j+1))))
		mean = add(mean, quo(num(1), rate))
		answer = add(answer, mul(mul(term, quo(c, add(c, num(float64(j+1))))), mean))
		next := quo(mul(term, a), rate)
		if next.Cmp(term) < 0 && mul(next, num(1e40)).Cmp(waits) < 0 {
			break
		}
		term = next
	}
	total := add(free, waits)
	notEarly := mul(over, gone)
	// Given up within the limit: all that wait but the served early and the rest.
	goneEarly := sub(sub(waits, early), notEarly)
	return chainFigures{
		waits:      float(quo(waits, total)),
		abandoned:  float(quo(mul(queue, th), mul(total, a))),
		early:      float(quo(add(free, early), total)),
		late:       float(quo(late, total)),
		goneEarly:  float(quo(goneEarly, total)),
		notEarly:   float(quo(notEarly, total)),
		answerTime: float(quo(answer, add(free, served))),
		inQueue:    float(quo(queue, total)),
	}
}

// off is the relative difference; what is beyond the range of floats counts as
// equal.
func off(got, want float64) float64 {
	if math.Abs(got) < 1e-290 && math.Abs(want) < 1e-290 {
		return 0
	}
	return math.Abs(got-want) / math.Abs(want)
}
