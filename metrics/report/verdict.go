package report

import (
	"math"

	"github.com/kefu-go/kefu/metrics"
)

// sure is how many standard errors a difference has to have to be called one: chance makes it once in a
// hundred times (two sides). Where many are looked at, see sureOf.
const sure = 2.5758

// sureOf is sure for the largest of n differences: the hundredth is shared by all (Bonferroni).
func sureOf(n int) float64 {
	return math.Sqrt2 * math.Erfinv(1-.01/float64(max(n, 1)))
}

// judge compares a number with what it was: the difference, what it means, and its size in standard errors.
func judge(u metrics.Unit, better int, now, before Number, threshold float64) (delta Number, v Verdict, strength float64) {
	return judgeBy(standardError(u, now, before), u, better, now, before, threshold)
}

// judgeBy does so with a standard error that is known otherwise.
func judgeBy(e float64, u metrics.Unit, better int, now, before Number, threshold float64) (delta Number, v Verdict, strength float64) {
	if !now.Known || !before.Known {
		return none, Unknown, 0
	}
	d := now.X - before.X
	switch u {
	case metrics.Share, metrics.Ratio, metrics.Stars, metrics.Scale:
		delta = Some(d, min(now.Of, before.Of))
	default:
		if delta = growth(now, before); !delta.Known {
			if d == 0 {
				return none, Steady, 0
			}
			return none, Unclear, 0
		}
	}
	all := u != metrics.Count && now.Of == 0 && before.Of == 0 // no sample, but all there was: a share of time
	if all && math.Abs(delta.X) >= least(u) {
		strength, threshold = sure, 0
	} else if !all && u != metrics.Count && (now.Of < Few || before.Of < Few) {
		return delta, Unclear, 0
	} else if e > 0 {
		strength = math.Abs(d) / e
	}
	switch {
	case math.Abs(delta.X) < least(u):
		return delta, Steady, 0
	case strength < threshold:
		return delta, Unclear, strength
	case better == 0:
		return delta, Changed, strength
	case d*float64(better) > 0:
		return delta, Better, strength
	}
	return delta, Worse, strength
}

// least is the smallest difference that matters.
func least(u metrics.Unit) float64 {
	switch u {
	case metrics.Share, metrics.Ratio:
		return .01
	case metrics.Stars:
		return .1
	}
	return .05
}

// standardError is that of the difference of two numbers, from what they are of:
//   - shares by the pooled share (the test of two proportions);
//   - counts as twice what independent arrivals have, for troubles come together;
//   - means of times of one kind, such as handling times in one category, as if they were one and a half times as
//     spread as the exponential distribution; see timeErrors for all others;
//   - stars and scales by the most that their mean allows: sqrt((max - mean)(mean - min)), Bhatia and Davis 2000.
func standardError(u metrics.Unit, a, b Number) float64 {
	na, nb := float64(a.Of), float64(b.Of)
	part := 1/max(na, 1) + 1/max(nb, 1)
	switch u {
	case metrics.Share:
		p := (a.X*na + b.X*nb) / max(na+nb, 1)
		return math.Sqrt(max(p*(1-p), 0) * part)
	case metrics.Seconds:
		return 1.5 * (a.X*na + b.X*nb) / max(na+nb, 1) * math.Sqrt(part)
	case metrics.Stars, metrics.Scale:
		lo, hi := 1.0, 5.0
		if u == metrics.Scale {
			lo, hi = -1, 1
		}
		m := (a.X*na + b.X*nb) / max(na+nb, 1)
		return math.Sqrt(max((hi-m)*(m-lo), 0) * part)
	}
	return math.Sqrt(2 * (math.Abs(a.X) + math.Abs(b.X)))
}

// rest is what all but a part have: a mean or share of the whole without that of the part.
func rest(whole, part Number) Number {
	n := whole.Of - part.Of
	if !whole.Known || n <= 0 {
		return none
	}
	if !part.Known {
		return whole
	}
	return Some((whole.X*float64(whole.Of)-part.X*float64(part.Of))/float64(n), n)
}
