package forecast

import (
	"math"
	"slices"
)

const (
	keepDays   = 130 // latest periods whose errors make the intervals
	normalDays = 10  // what the normal distribution counts for beside them
	caution    = 1.15
)

// record holds what forecasts made on the way through the history were wrong by, in units of
// the deviation that the model expects (split conformal prediction, with scores normalised by slot: Vovk et al.
// 2005, Lei et al. 2018). How fast the level drifts was chosen over the whole history; all else a forecast used came before
// what it foretold.
type record struct {
	slots  int
	errors [][]slotErrors // by horizon, a row per period
	scale  []float64      // by slot: how far errors go, compared with what the model expects
	sorted [][]float64    // by horizon
	days   []int
}

type slotErrors []float64 // NaN where there is no value

func newRecord(slots int) *record {
	return &record{
		slots: slots, errors: make([][]slotErrors, len(horizons)), scale: make([]float64, slots),
		sorted: make([][]float64, len(horizons)), days: make([]int, len(horizons)),
	}
}

// deviation is what the model expects an error to be: counting (Poisson), and an unsure total.
func deviation(mu, variance float64) float64 {
	return math.Sqrt(math.Max(mu, 0.05) + mu*mu*min(variance, 4))
}

func (r *record) add(k int, y, share []float64, total, variance float64) {
	row := make(slotErrors, r.slots)
	for s, v := range y {
		mu := total * share[s]
		row[s] = math.NaN()
		if share[s] > 0 && !math.IsNaN(v) {
			row[s] = (v - mu) / deviation(mu, variance)
		}
	}
	if len(r.errors[k]) == keepDays {
		r.errors[k] = r.errors[k][1:]
	}
	r.errors[k] = append(r.errors[k], row)
}

// settle turns the errors into what interval needs.
func (r *record) settle() {
	sum, count := make([]float64, r.slots), make([]float64, r.slots)
	all, n := 0.0, 0.0
	for _, row := range r.errors[0] {
		for s, e := range row {
			if !math.IsNaN(e) {
				e = min(math.Abs(e), 6)
				sum[s], count[s], all, n = sum[s]+e, count[s]+1, all+e, n+1
			}
		}
	}
	for s := range r.scale {
		// Neighbours count half, the mean of all slots as ten days do.
		a, c := 10*all/max(n, 1), 10.0
		for d := -1; d <= 1; d++ {
			if i := s + d; i >= 0 && i < r.slots {
				w := 1 / float64(1+d*d)
				a, c = a+w*sum[i], c+w*count[i]
			}
		}
		r.scale[s] = max(a/c, 0.1)
	}
	for k, rows := range r.errors {
		for _, row := range rows {
			r.days[k]++
			for s, e := range row {
				if !math.IsNaN(e) {
					r.sorted[k] = append(r.sorted[k], e/r.scale[s])
				}
			}
		}
		slices.Sort(r.sorted[k])
	}
	r.errors = nil
}

// interval returns the bounds for a value whose mean is mu.
func (r *record) interval(level, mu, variance float64, ahead, slot int) (low, high float64) {
	k := 0
	for k+1 < len(horizons) && horizons[k+1] <= ahead {
		k++
	}
	for k > 0 && r.days[k] < normalDays {
		k--
	}
	tail := (1 - level) / 2
	days := float64(r.days[k])
	unit := deviation(mu, variance)
	bound := func(p float64) float64 {
		normal := caution * math.Sqrt2 * math.Erfinv(2*p-1)
		if days == 0 {
			return normal
		}
		// The quantile of n scores that holds for the one after them is a little further out.
		q := quantile(r.sorted[k], 0.5+(p-0.5)*min((days+1)/days, 0.5/math.Abs(p-0.5))) * r.scale[slot]
		return (days*q + normalDays*normal) / (days + normalDays)
	}
	low, high = mu+unit*bound(tail), mu+unit*bound(1-tail)
	return min(max(low, 0), mu), max(high, mu)
}

// quantile interpolates in a sorted list.
func quantile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	at := p * float64(len(sorted)-1)
	i := min(int(at), len(sorted)-2)
	if i < 0 {
		return sorted[0]
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}
