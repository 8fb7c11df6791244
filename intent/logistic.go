package intent

import "math"

// logistic is a model of a probability: 1/(1+exp(-(bias + weights·signals))).
type logistic struct {
	bias    float64
	weights signals
}

// logOdds returns the logarithm of the odds.
func (l *logistic) logOdds(s *signals) float64 {
	sum := l.bias
	for i, w := range l.weights {
		sum += w * s[i]
	}
	return sum
}

// probability returns the probability.
func (l *logistic) probability(s *signals) float64 { return sigmoid(l.logOdds(s)) }

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// observation is a message of which it is known whether it belongs to none of
// the intents.
type observation struct {
	signals signals
	kind    heldKind
	unknown bool
	weight  float64
	sure    float64 // the confidence of the model that saw it; for oddity only
}

// fitLogistic returns the probability that a message is unknown. Weights, in
// units of the deviation of their signal, are drawn to those of usual as if by
// strength observations, so that few observations do little harm.
//
// It minimises the log loss by Newton's method, halving steps that go too far.
func fitLogistic(seen []observation, usual *signals, strength float64) logistic {
	mean, spread := moments(seen)
	const size = signalCount + 1
	type point [size]float64
	scaled := make([]point, len(seen))
	positive, total := 0.0, 0.0
	for n, o := range seen {
		for i := range o.signals {
			scaled[n][i] = (o.signals[i] - mean[i]) / spread[i]
		}
		scaled[n][signalCount] = 1
		total += o.weight
		if o.unknown {
			positive += o.weight
		}
	}
	var start point
	copy(start[:], usual[:])
	if positive > 0 && positive < total {
		start[signalCount] = math.Log(positive / (total - positive))
	}
	loss := func(w *point) float64 {
		sum := 0.0
		for i := range usual {
			sum += strength / 2 * (w[i] - usual[i]) * (w[i] - usual[i])
		}
		for n, o := range seen {
			z := 0.0
			for i, x := range scaled[n] {
				z += w[i] * x
			}
			if o.unknown {
				z = -z
			}
			sum += o.weight * softplus(z)
		}
		return sum
	}
	w := start
	best := loss(&w)
	for range 50 {
		var gradient point
		var hessian [size][size]float64
		for i := range usual {
			gradient[i] = strength * (w[i] - usual[i])
			hessian[i][i] = strength
		}
		hessian[signalCount][signalCount] = 1e-6
		for n, o := range seen {
			z := 0.0
			for i, x := range scaled[n] {
				z += w[i] * x
			}
			p := sigmoid(z)
			g, h := o.weight*p, o.weight*p*(1-p)
			if o.unknown {
				g -= o.weight
			}
			for i, x := range scaled[n] {
				gradient[i] += g * x
				for j := 0; j <= i; j++ {
					hessian[i][j] += h * x * scaled[n][j]
				}
			}
		}
		step := solve(&hessian, gradient)
		next, found := w, false
		for factor := 1.0; factor > 1e-4; factor /= 2 {
			for i := range w {
				next[i] = w[i] - factor*step[i]
			}
			if l := loss(&next); l < best-1e-9*(1+math.Abs(best)) {
				w, best, found = next, l, true
				break
			}
		}
		if !found {
			break
		}
	}
	result := logistic{bias: w[signalCount]}
	for i := range result.weights {
		result.weights[i] = w[i] / spread[i]
		result.bias -= w[i] * mean[i] / spread[i]
	}
	return result
}

// noveltyOdds is a message with the logarithm of the odds that it is unknown, and
// whether it is.
type noveltyOdds struct {
	odds    float64
	unknown bool
}

// adjust makes the odds fit messages: their logarithm becomes slope·odds + shift
// with the least log loss (Platt 1999), where slope and shift are drawn to 1 and
// 0 as if by some messages.
func (l *logistic) adjust(seen []noveltyOdds) {
	const strength = 5
	slope, shift := 1.0, 0.0
	for range 30 {
		// Newton's method in two dimensions.
		g0, g1 := strength*(slope-1), strength*shift/10
		h00, h01, h11 := float64(strength), 0.0, strength/10.0
		for _, o := range seen {
			p := sigmoid(slope*o.odds + shift)
			d, h := p-float64(one(o.unknown)), p*(1-p)
			g0 += d * o.odds
			g1 += d
			h00 += h * o.odds * o.odds
			h01 += h * o.odds
			h11 += h
		}
		det := h00*h11 - h01*h01
		if det <= 0 {
			break
		}
		step0, step1 := (h11*g0-h01*g1)/det, (h00*g1-h01*g0)/det
		limit := min(1, 2/max(math.Abs(step0), math.Abs(step1), 1e-12))
		slope, shift = max(0.05, slope-limit*step0), shift-limit*step1
		if math.Abs(step0)+math.Abs(step1) < 1e-7 {
			break
		}
	}
	for i := range l.weights {
		l.weights[i] *= slope
	}
	l.bias = slope*l.bias + shift
}

// softplus is ln(1+exp(z)).
func softplus(z float64) float64 {
	if z > 30 {
		return z
	}
	return math.Log1p(math.Exp(z))
}

// moments returns the mean and the deviation of each signal, 1 where it is
// constant.
func moments(seen []observation) (mean, spread signals) {
	total := 0.0
	for _, o := range seen {
		total += o.weight
		for i, x := range o.signals {
			mean[i] += o.weight * x
		}
	}
	for i := range mean {
		mean[i] = part(mean[i], total)
	}
	for _, o := range seen {
		for i, x := range o.signals {
			spread[i] += o.weight * (x - mean[i]) * (x - mean[i])
		}
	}
	for i := range spread {
		if spread[i] = math.Sqrt(part(spread[i], total)); spread[i] < 1e-6 {
			spread[i] = 1
		}
	}
	return mean, spread
}

// solve returns the solution of a·x = b, where a is positive definite and only
// its lower half is filled in (Cholesky).
func solve(a *[signalCount + 1][signalCount + 1]float64, b [signalCount + 1]float64) [signalCount + 1]float64 {
	for i := range a {
		for j := 0; j <= i; j++ {
			sum := a[i][j]
			for k := range j {
				sum -= a[i][k] * a[j][k]
			}
			if i == j {
				a[i][i] = math.Sqrt(max(sum, 1e-12))
			} else {
				a[i][j] = sum / a[j][j]
			}
		}
	}
	for i := range b {
		for k := range i {
			b[i] -= a[i][k] * b[k]
		}
		b[i] /= a[i][i]
	}
	for i := len(b) - 1; i >= 0; i-- {
		for k := i + 1; k < len(b); k++ {
			b[i] -= a[k][i] * b[k]
		}
		b[i] /= a[i][i]
	}
	return b
}
