package metrics

import (
	"context"
	"math"
)

// An Estimate is a share that was measured on a part.
type Estimate struct {
	// Share is the estimate, from Low to High with the confidence that was asked for; all 0 where Known is false: nothing was judged.
	Share float64 `json:"share"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	Known bool    `json:"known"`
	// Judged is of how many, out of Of.
	Judged int `json:"judged"`
	Of     int `json:"of"`
	// Stratum is which part, empty for all.
	Stratum []string `json:"stratum,omitempty"`
}

// Wilson is the score interval of Wilson for a share of which right out of n were counted: it stays in [0, 1], and holds for few cases and for
// shares near 0 or 1 (E. B. Wilson, Journal of the American Statistical Association 22, 1927). Right may be a fraction, where some
// were half right. Confidence is above 0 and below 1, such as 0.95. It is not ok where there is nothing to tell.
func Wilson(right, n, confidence float64) (low, high float64, ok bool) {
	if !(n > 0 && right >= 0 && right <= n && confidence > 0 && confidence < 1) || math.IsInf(n, 0) {
		return 0, 0, false
	}
	z := quantile(confidence)
	p, z2 := right/n, z*z
	mid := (p + z2/(2*n)) / (1 + z2/n)
	half := z / (1 + z2/n) * math.Sqrt(p*(1-p)/n+z2/(4*n*n))
	low, high = max(0, mid-half), min(1, mid+half)
	if right == 0 {
		low = 0
	}
	if right == n {
		high = 1
	}
	return low, high, true
}

// quantile is how many standard deviations a normal variable stays within, with some confidence.
func quantile(confidence float64) float64 { return math.Sqrt2 * math.Erfinv(confidence) }

// JudgementsNeeded is how many pieces, out of so many, have to be judged to know a share to within a margin, such as 0.05, with some
// confidence, such as 0.95, if it is near the expected one; 0.5 is the safe one. W. G. Cochran, Sampling Techniques, 4.4: z² p (1 - p) / d²,
// with the correction for a finite population. It is at most population, and 0 for arguments that make no sense.
func JudgementsNeeded(margin, confidence, expected float64, population int) int {
	if !(margin > 0 && margin < 1 && confidence > 0 && confidence < 1 && expected >= 0 && expected <= 1) || population <= 0 {
		return 0
	}
	z := quantile(confidence)
	n := z * z * expected * (1 - expected) / (margin * margin)
	n /= 1 + (n-1)/float64(population)
	return min(population, int(math.Ceil(max(n, 1)-1e-9)))
}

// AccuracyEstimates says how right answers are, by what was judged of a [Collector.Sample] with the same query: for each stratum, and then, as the last
// one, for all, where each stratum weighs what it is part of the whole, however many of it were judged (the interval is Wilson's for
// the effective number of judgements, L. Kish, Survey Sampling, 11.7). A piece that several people judged counts their mean. Strata of
// which nothing was judged are left out of the whole, which is Known only if they are less than half of it. Confidence is above 0 and below 1.
// Errors are those of [Collector.Sample].
func (c *Collector) AccuracyEstimates(ctx context.Context, q SampleQuery, confidence float64) ([]Estimate, error) {
	fault := &QueryError{}
	if !(confidence > 0 && confidence < 1) {
		fault.add("confidence", "is not above 0 and below 1")
		return nil, fault
	}
	if err := q.complete(); err != nil {
		return nil, err
	}
	strata, err := c.strata(ctx, &q)
	if err != nil {
		return nil, err
	}
	all := Estimate{}
	var covered, share, uneven float64
	list := make([]Estimate, 0, len(strata)+1)
	for _, s := range strata {
		e := Estimate{Judged: s.judged, Of: s.of, Stratum: s.key}
		e.Low, e.High, e.Known = Wilson(s.right, float64(s.judged), confidence)
		all.Judged += s.judged
		all.Of += s.of
		if e.Known {
			w := float64(s.of)
			e.Share = s.right / float64(s.judged)
			covered += w
			share += w * e.Share
			uneven += w * w / float64(s.judged)
		}
		list = append(list, e)
	}
	if covered*2 > float64(all.Of) {
		all.Share = min(1, share/covered)
		n := covered * covered / uneven
		all.Low, all.High, all.Known = Wilson(min(n, all.Share*n), n, confidence)
	}
	return append(list, all), nil
}
