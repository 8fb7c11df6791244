package routingsim

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// Distribution is a random length of time: of handling, of patience, between
// arrivals.
type Distribution interface {
	// Draw returns a length, which depends on nothing but r. Below 0 counts as 0.
	Draw(r *rand.Rand) time.Duration
}

// DistributionFunc is a function that is a [Distribution].
type DistributionFunc func(r *rand.Rand) time.Duration

// Draw calls f.
func (f DistributionFunc) Draw(r *rand.Rand) time.Duration { return f(r) }

// Exponential returns the distribution without memory: what has lasted long is no
// nearer to its end. The models that can be solved exactly assume it.
func Exponential(mean time.Duration) Distribution {
	return DistributionFunc(func(r *rand.Rand) time.Duration {
		return seconds(r.ExpFloat64() * mean.Seconds())
	})
}

// Always returns the distribution of what always lasts the same.
func Always(d time.Duration) Distribution {
	return DistributionFunc(func(*rand.Rand) time.Duration { return d })
}

// Uniform returns the distribution of what lasts equally likely anything from least
// to most.
func Uniform(least, most time.Duration) Distribution {
	return DistributionFunc(func(r *rand.Rand) time.Duration {
		return least + time.Duration(r.Float64()*float64(most-least))
	})
}

// Lognormal returns the distribution of what is a product of many influences, with
// this mean and standard deviation. Handling times of calls have it nearly exactly
// (Brown et al. 2005).
func Lognormal(mean, deviation time.Duration) Distribution {
	m, d := mean.Seconds(), deviation.Seconds()
	variance := math.Log1p(d * d / (m * m))
	mu, sigma := math.Log(m)-variance/2, math.Sqrt(variance)
	return DistributionFunc(func(r *rand.Rand) time.Duration {
		return seconds(math.Exp(mu + sigma*r.NormFloat64()))
	})
}

// Gamma returns the gamma distribution with this mean and standard deviation: with a
// deviation below the mean a sum of steps (Erlang's distribution), above it, more
// often very short and very long than an exponential one.
func Gamma(mean, deviation time.Duration) Distribution {
	cv := deviation.Seconds() / mean.Seconds()
	shape := 1 / (cv * cv)
	return DistributionFunc(func(r *rand.Rand) time.Duration {
		return seconds(gamma(r, shape) / shape * mean.Seconds())
	})
}

// gamma draws from the gamma distribution of a shape and the scale 1 (Marsaglia &
// Tsang 2000).
func gamma(r *rand.Rand, shape float64) float64 {
	boost := 1.0
	if shape < 1 {
		boost = math.Pow(1-r.Float64(), 1/shape)
		shape++
	}
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := r.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		if math.Log(1-r.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v * boost
		}
	}
}

// Observed returns the distribution of what was measured: each draw is one of the
// values, equally likely. An error if there are none, or one is negative.
func Observed(values []time.Duration) (Distribution, error) {
	if len(values) == 0 {
		return nil, fmt.Errorf("%w: nothing was observed", ErrInvalid)
	}
	if slices.Min(values) < 0 {
		return nil, fmt.Errorf("%w: an observed time is negative", ErrInvalid)
	}
	values = slices.Clone(values)
	return DistributionFunc(func(r *rand.Rand) time.Duration {
		return values[r.IntN(len(values))]
	}), nil
}

// Mixture returns the distribution of what is one kind with the probability share,
// and otherwise another: most gives up never, some at once.
func Mixture(share float64, one, other Distribution) Distribution {
	return DistributionFunc(func(r *rand.Rand) time.Duration {
		// Both are drawn, so that what is drawn next does not depend on the choice.
		first, a, b := r.Float64() < share, one.Draw(r), other.Draw(r)
		if first {
			return a
		}
		return b
	})
}
