package forecast

import "math"

// Parameters of the profile: how the total of a day spreads over its slots.
const (
	priorShare   = 0.10 // of a slot's share and of a weekday's difference from it, relative
	priorShape   = 0.10 // of what gaps do to the share
	priorHeat    = 0.30 // of what busy days do to it, per 1 on the log scale
	shareDrift   = 0.004
	shareNoise   = 0.05 // relative, besides that of counting
	nothing      = 1e-6 // customers; fewer are none
	profileFirst = 10   // days that make the profile to begin with
)

// profile is a model of the shares of slots: each slot's own, how weekdays differ, and
// how days after a gap and busy days do. It says nothing of slots that are closed.
type profile struct {
	base  []float64
	slots []*filter
}

// shape is what the profile knows of a day.
type shape struct {
	x    []term
	open []bool
}

func newShape(wday int, gap, heat float64, open []bool) shape {
	return shape{[]term{{0, 1}, {1 + wday, 1}, {8, gap}, {9, heat}}, open}
}

// newProfile begins with the mean of some days.
func newProfile(slots int, days [][]float64) *profile {
	p := &profile{base: make([]float64, slots), slots: make([]*filter, slots)}
	sums, recent := shares(slots, days[:min(len(days), profileFirst)]), shares(slots, days)
	total, late := 0.0, 0.0
	for s := range slots {
		total += sums[s]
		late += recent[s]
	}
	for s := range slots {
		own := (sums[s] + 0.5) / (total + 0.5*float64(slots))
		// A slot that opened later on begins with what it has had since.
		if now := (recent[s] + 0.5) / (late + 0.5*float64(slots)); own < now/4 {
			own = now
		}
		p.base[s] = own
		prior, drift := make([]float64, 10), make([]float64, 10)
		for i := range 8 {
			prior[i] = priorShare * priorShare
			drift[i] = shareDrift * shareNoise * shareNoise
		}
		prior[0] += 1 / (sums[s] + 1)
		prior[8], prior[9] = priorShape*priorShape, priorHeat*priorHeat
		p.slots[s] = newFilter(prior, drift)
	}
	return p
}

// shares adds up what each slot had.
func shares(slots int, days [][]float64) []float64 {
	sums := make([]float64, slots)
	for _, y := range days {
		for s, v := range y {
			if !math.IsNaN(v) {
				sums[s] += v
			}
		}
	}
	return sums
}

// expect returns the share of each slot of a day, which add up to 1.
func (p *profile) expect(sh shape, into []float64) []float64 {
	sum := 0.0
	for s := range p.slots {
		into[s] = 0
		if sh.open[s] {
			rel, _ := p.slots[s].predict(sh.x, 0)
			into[s] = p.base[s] * max(1+rel, 0.02)
			sum += into[s]
		}
	}
	if sum > 0 {
		for s := range into {
			into[s] /= sum
		}
	}
	return into
}

// observe learns a day. Slots whose value is unknown learn nothing.
func (p *profile) observe(sh shape, y []float64) {
	sum, base := 0.0, 0.0
	for s, v := range y {
		if sh.open[s] && !math.IsNaN(v) {
			rel, _ := p.slots[s].predict(sh.x, 0)
			sum += v
			base += p.base[s] * max(1+rel, 0.02)
		}
	}
	for s, v := range y {
		if !sh.open[s] || math.IsNaN(v) {
			continue
		}
		f := p.slots[s]
		f.step()
		rel, _ := f.predict(sh.x, 0)
		mean := max(sum*p.base[s]/base, nothing)
		noise := max(1+rel, 0.02) / mean
		f.learn(sh.x, v/mean-1-rel, noise+shareNoise*shareNoise, outlier+skew/math.Sqrt(mean))
	}
}
