package staffing

import "math"

// impatientWaits is M/M/n+M. The unit of time is the mean handling time, load is the
// arrival rate a, leave the rate at which one who waits gives up.
//
// The wait that a contact is offered, if it is patient enough, is 0 with a mass of
// 1/B(n-1,a), and has above 0 the density a·exp(H(x)), H(x) = a(1-exp(-leave·x))/leave
// - n·x, both up to the same factor. H is concave. All figures are integrals of positive
// functions with this density, so that nothing cancels, at any size.
func impatientWaits(agents int, load, leave, limit float64) waits {
	o := newOffered(agents, load, leave)
	early, late := o.integrate(limit)
	scale := load * erlangB(agents-1, load)
	atOnce := math.Exp(-o.top) // the mass at 0, times B
	z := atOnce + scale*(early.all+late.all)
	scale /= z
	w := waits{
		waits:     scale * (early.all + late.all),
		early:     atOnce/z + scale*early.served,
		late:      scale * late.served,
		notEarly:  scale * math.Exp(-leave*limit) * late.all,
		abandoned: scale * (early.gone + late.gone),
	}
	w.meanWait = w.abandoned / leave // Little's law for those who wait
	if answered := w.early + w.late; answered > 0 {
		w.answerTime = scale * (early.time + late.time) / answered
	}
	return w
}

// offered is the density of the offered wait, up to a factor.
type offered struct {
	n, load, leave float64
	steep          float64 // the smaller of load and agents
	peak           float64 // where the density is highest
	top            float64 // H(peak)
	from, to       float64 // outside of it the density is below exp(-depth) of the highest
}

const depth = 60

func newOffered(agents int, load, leave float64) *offered {
	o := &offered{n: float64(agents), load: load, leave: leave}
	o.steep = min(load, o.n)
	if over := (load - o.n) / o.n; over > 0 {
		o.peak = math.Log1p(over) / leave
		o.top = o.n / leave * (over - math.Log1p(over))
	}
	if o.top > depth {
		o.from = bisect(o.peak, 0, o.deep)
	}
	// H(x) - H(peak) is at most steep/leave - n(x-peak).
	o.to = bisect(o.peak, o.peak+depth/o.n+o.steep/(leave*o.n), o.deep)
	return o
}

// log returns H(x) - H(peak), without the difference of large numbers.
func (o *offered) log(x float64) float64 {
	s := o.leave * (x - o.peak)
	return -o.steep/o.leave*(math.Expm1(-s)+s) - (o.n-o.steep)*x
}

func (o *offered) deep(x float64) bool { return o.log(x) < -depth }

// bisect returns a place at which beyond holds, close behind the last one at which it
// does not, between in, where it does not, and out, where it does.
func bisect(in, out float64, beyond func(float64) bool) float64 {
	for range 40 {
		if mid := in + (out-in)/2; beyond(mid) {
			out = mid
		} else {
			in = mid
		}
	}
	return out
}

// sums are integrals over waits x, of the density times what the name says.
type sums struct {
	all    float64 // 1
	served float64 // exp(-leave·x): is still there when an agent is free
	gone   float64 // 1 - exp(-leave·x)
	time   float64 // x·exp(-leave·x)
}

// integrate returns the integrals up to the limit and beyond it.
func (o *offered) integrate(limit float64) (early, late sums) {
	const panels = 16
	add := func(a, b float64) {
		mid := min(max(limit, a), b)
		o.panel(&early, a, mid)
		o.panel(&late, mid, b)
	}
	for i := range panels {
		step := (o.peak - o.from) / panels
		add(o.from+float64(i)*step, o.from+float64(i+1)*step)
	}
	// Behind the peak there may be two scales, that of handling and that of patience,
	// which is resolved by halving the first panel.
	step := (o.to - o.peak) / panels
	for i := 1; i < panels; i++ {
		add(o.peak+float64(i)*step, o.peak+float64(i+1)*step)
	}
	for step*o.leave > 0.5 {
		add(o.peak+step/2, o.peak+step)
		step /= 2
	}
	add(o.peak, o.peak+step)
	return early, late
}

// panel adds the integrals over one panel, by the rule of Gauss and Legendre with 16
// points, which is exact for polynomials up to degree 31.
func (o *offered) panel(sum *sums, a, b float64) {
	half, mid := (b-a)/2, (a+b)/2
	if half <= 0 {
		return
	}
	for _, node := range gauss16 {
		for _, x := range [2]float64{mid - half*node[0], mid + half*node[0]} {
			p := half * node[1] * math.Exp(o.log(x))
			stays := p * math.Exp(-o.leave*x)
			sum.all += p
			sum.gone -= p * math.Expm1(-o.leave*x)
			sum.served += stays
			sum.time += stays * x
		}
	}
}

// gauss16 are the positive nodes of the rule on [-1,1], with their weights.
var gauss16 = [8][2]float64{
	{0.98940093499164993260, 0.02715245941175409485},
	{0.94457502307323257608, 0.06225352393864789286},
	{0.86563120238783174388, 0.09515851168249278481},
	{0.75540440835500303390, 0.12462897125553387205},
	{0.61787624440264374845, 0.14959598881657673208},
	{0.45801677765722738634, 0.16915651939500253819},
	{0.28160355077925891323, 0.18260341504492358887},
	{0.09501250983763744019, 0.18945061045506849629},
}
