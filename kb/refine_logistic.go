package kb

import "math"

// observation is one match of which it is known whether its first hit is right.
type observation struct {
	signals signals
	right   bool
	weight  float64
}

const newtonSteps = 25

// fitSignals returns the weights of a logistic function that fit observations
// best, held near given ones: moving a weight by d costs as much as strength·d²/2
// of log-likelihood. It is Newton's method.
func fitSignals(seen []observation, near, strength signals) signals {
	w := near
	for range newtonSteps {
		var gradient signals
		var hessian [numSignals]signals
		for i := range w {
			gradient[i] = -strength[i] * (w[i] - near[i])
			hessian[i][i] = strength[i] + 1e-9
		}
		for i := range seen {
			o := &seen[i]
			sum := 0.0
			for j, x := range o.signals {
				sum += w[j] * x
			}
			p := 1 / (1 + math.Exp(-sum))
			miss := -p
			if o.right {
				miss = 1 - p
			}
			for j, x := range o.signals {
				gradient[j] += o.weight * miss * x
				for k, y := range o.signals {
					hessian[j][k] += o.weight * p * (1 - p) * x * y
				}
			}
		}
		step := solve(hessian, gradient)
		largest := 0.0
		for i, d := range step {
			d = max(-1, min(1, d))
			w[i] += d
			largest = max(largest, math.Abs(d))
		}
		if largest < 1e-6 {
			break
		}
	}
	return w
}

// solve returns x with a·x = b, for a symmetric positive matrix, by elimination.
func solve(a [numSignals]signals, b signals) signals {
	for i := range a {
		for j := i + 1; j < len(a); j++ {
			factor := a[j][i] / a[i][i]
			for k := i; k < len(a); k++ {
				a[j][k] -= factor * a[i][k]
			}
			b[j] -= factor * b[i]
		}
	}
	for i := len(a) - 1; i >= 0; i-- {
		for k := i + 1; k < len(a); k++ {
			b[i] -= a[i][k] * b[k]
		}
		b[i] /= a[i][i]
	}
	return b
}
