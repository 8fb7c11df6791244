package kbtest

import (
	"cmp"
	"math"
	"slices"

	"github.com/kefu-go/kefu/kb"
)

// auroc is the area under the receiver operating characteristic, by the rank
// sum (Mann and Whitney); equal scores share the mean of their ranks, which
// counts each pair of them half.
func auroc(seen []outcome) *float64 {
	sorted := slices.SortedFunc(slices.Values(seen), func(a, b outcome) int { return cmp.Compare(a.score(), b.score()) })
	var positive int
	var ranks float64
	for from := 0; from < len(sorted); {
		to, found := from, 0
		for to < len(sorted) && sorted[to].score() == sorted[from].score() {
			if sorted[to].answerable {
				found++
			}
			to++
		}
		ranks += float64(found) * float64(from+1+to) / 2
		positive += found
		from = to
	}
	negative := len(sorted) - positive
	if positive == 0 || negative == 0 {
		return nil
	}
	p := float64(positive)
	area := (ranks - p*(p+1)/2) / (p * float64(negative))
	return &area
}

const bins = 10

// calibration is the expected calibration error of the first hits.
func calibration(seen []outcome) *float64 {
	if len(seen) == 0 {
		return nil
	}
	var claimed, right [bins]float64
	for _, o := range seen {
		bin := min(bins-1, int(o.score()*bins))
		claimed[bin] += o.score()
		if o.place == 1 {
			right[bin]++
		}
	}
	var gap float64
	for i := range bins {
		gap += math.Abs(claimed[i] - right[i]) // the mean distance times the size of the bin
	}
	gap /= float64(len(seen))
	return &gap
}

const steps = 20

// sweep decides again with other thresholds.
func sweep(seen []outcome, policy kb.Policy) []Threshold {
	if len(seen) == 0 {
		return nil
	}
	points := make([]Threshold, 0, steps)
	for i := 1; i <= steps; i++ {
		p := policy
		p.Direct = float64(i) / steps
		if p.Suggest > p.Direct {
			p.Suggest = p.Direct
		}
		direct, right := answered(seen, func(o outcome) kb.DecisionKind { return p.Decide(o.top).Kind })
		points = append(points, Threshold{
			Direct: p.Direct, Rate: *share(direct, len(seen)), Precision: share(right, direct), Wrong: *share(direct-right, len(seen)),
		})
	}
	return points
}
