package kb

import "math"

// likeness says what a similarity tells: the log-odds that two texts mean the same are
// slope times how far their similarity is above middle.
type likeness struct {
	middle, slope float64
	// measured tells that the numbers are from this knowledge base.
	measured bool
}

// The likeness of an embedder of which nothing is known: only what is very near counts,
// and not much. Models differ too widely for more.
const (
	unknownMiddle = 0.8
	unknownSlope  = 8.0

	calibrationSample = 300 // wordings that are compared with all others
	calibrationLeast  = 20  // fewer measure nothing
	leastSlope        = 1.0
	mostSlope         = 40.0
)

// calibrate measures what similarities tell: it takes a wording out, finds the nearest
// other wording of its entry and the nearest one of any other entry, and fits a logistic
// curve that tells the two kinds apart. The nearest of the others is the hardest of many
// wrong answers, so the curve errs on the side of caution.
func (v *wordVectors) calibrate() likeness {
	var same, other []float64
	step := max(1, len(v.rows)/calibrationSample)
	for i := 0; i < len(v.rows); i += step {
		nearSame, nearOther := math.Inf(-1), math.Inf(-1)
		for j, r := range v.rows {
			if j == i || r.text == v.rows[i].text {
				continue
			}
			s := float64(dotProduct(v.rows[i].vector, r.vector))
			if r.entry == v.rows[i].entry {
				nearSame = max(nearSame, s)
			} else {
				nearOther = max(nearOther, s)
			}
		}
		if !math.IsInf(nearSame, 0) && !math.IsInf(nearOther, 0) {
			same, other = append(same, nearSame), append(other, nearOther)
		}
	}
	if len(same) < calibrationLeast {
		return likeness{middle: unknownMiddle, slope: unknownSlope}
	}
	return fitLikeness(same, other)
}

// fitLikeness fits the curve by Newton's method, with a weak pull of the slope towards
// that of an unknown embedder, so that separable samples have a solution.
func fitLikeness(same, other []float64) likeness {
	const pull = 0.01
	a, b := -unknownSlope*unknownMiddle, unknownSlope
	for range 50 {
		var ga, gb, haa, hab, hbb float64
		add := func(s, label float64) {
			p := 1 / (1 + math.Exp(-(a + b*s)))
			d, w := label-p, p*(1-p)+1e-9
			ga, gb = ga+d, gb+d*s
			haa, hab, hbb = haa+w, hab+w*s, hbb+w*s*s
		}
		for _, s := range same {
			add(s, 1)
		}
		for _, s := range other {
			add(s, 0)
		}
		gb -= pull * (b - unknownSlope)
		hbb += pull
		haa += 1e-6
		det := haa*hbb - hab*hab
		if det <= 0 {
			break
		}
		da, db := (ga*hbb-gb*hab)/det, (gb*haa-ga*hab)/det
		size := math.Abs(da) + math.Abs(db)
		shrink := min(1, 20/max(size, 1e-12))
		a, b = a+shrink*da, b+shrink*db
		if size < 1e-6 {
			break
		}
	}
	if !(b >= leastSlope) { // similarity tells nothing here, or the contrary
		return likeness{middle: 1, slope: leastSlope, measured: true}
	}
	return likeness{middle: -a / b, slope: min(b, mostSlope), measured: true}
}
