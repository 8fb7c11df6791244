package intent

import (
	"maps"
	"math"
	"slices"

	"github.com/kefu-go/kefu/internal/text/linear"
)

// calibration turns scores into probabilities and probabilities into decisions.
type calibration struct {
	// sharpness turns scores into logarithms of odds between labels. The signals
	// are made with contrast in its place: novelty was fitted to them.
	sharpness, contrast float64
	novelty             logistic
	// oddity is the probability that a message which looks confident is gibberish.
	oddity logistic
	// fitted says that all this was fitted by Calibrate.
	fitted bool
	// thresholds have their defaults filled in.
	thresholds Thresholds
}

// noveltyOf returns the probability that a message belongs to no intent. Learned
// novelty says it for messages like the examples; one of which hardly anything
// is known is novel whatever else its signals say.
func (c *calibration) noveltyOf(s *signals) float64 {
	return 1 - (1-c.novelty.probability(s))*(1-strangeness(s))
}

// What part of a message, by rarity, is known in messages that are read with
// ease, and in those that cannot be read.
const (
	readable   = 0.45
	unreadable = 0.1
)

// strangeness is 0 for a message that is readable, 1 for one that is not, and in
// between where it has some known words, or strange ones of known letters.
func strangeness(s *signals) float64 {
	known := max(s[signalUnits], s[signalLetters]/2)
	return min(1, max(0, (readable-known)/(readable-unreadable)))
}

// usualSharpness is that of scores that are meant to be 1 for the right label
// and -1 for others.
const usualSharpness = 6

// usualWeights are those of novelty where there is little to fit them to, in
// units of the deviation of each signal: an unlikely, unsupported label and
// unknown words are signs of something else. They are rounded from what several
// sets of examples had in common.
func usualWeights() *signals {
	return &signals{
		signalTop: -0.8, signalOdds: -0.6, signalMargin: -0.4, signalEnergy: -0.4,
		signalUnits: -0.3, signalPairs: -0.2, signalSkips: -0.1, signalLetters: -0.1,
		signalBacked: -0.7, signalTaught: 0.3,
	}
}

func usualCalibration(t Thresholds) calibration {
	t.fill()
	return calibration{sharpness: usualSharpness, contrast: usualSharpness, thresholds: t}
}

// fitSharpness returns the sharpness with the least log loss of messages of
// known labels, by golden section over its logarithm; usual if there are none.
func fitSharpness(seen []scored, usual float64) float64 {
	// A few made-up messages that usual fits keep few real ones from extremes.
	const strength = 5
	loss := func(x float64) float64 {
		sharp := math.Exp(x)
		off := x - math.Log(usual)
		sum, n := strength*off*off, 0
		for _, s := range seen {
			if s.label < 0 {
				continue
			}
			n++
			sum += s.loss(sharp)
		}
		return sum
	}
	ratio := (math.Sqrt(5) - 1) / 2
	low, high := math.Log(0.5), math.Log(100)
	a, b := high-ratio*(high-low), low+ratio*(high-low)
	lossA, lossB := loss(a), loss(b)
	for high-low > 0.01 {
		if lossA < lossB {
			high, b, lossB = b, a, lossA
			a = high - ratio*(high-low)
			lossA = loss(a)
		} else {
			low, a, lossA = a, b, lossB
			b = low + ratio*(high-low)
			lossB = loss(b)
		}
	}
	return math.Exp((low + high) / 2)
}

// scored is a message of known label with its scores.
type scored struct {
	scores []float32 // of the labels
	label  int       // -1 for none of them
	weight float64
}

// loss is the negative logarithm of the probability of the right label.
func (s *scored) loss(sharp float64) float64 {
	top := float64(slices.Max(s.scores))
	sum := 0.0
	for _, score := range s.scores {
		if d := sharp * (float64(score) - top); d > -30 {
			sum += math.Exp(d)
		}
	}
	return s.weight * (math.Log(sum) - sharp*(float64(s.scores[s.label])-top))
}

// logit is the logarithm of the odds of a probability.
func logit(p float64) float64 { return math.Log(p / (1 - p)) }

func (c *calibration) encode(e *linear.Encoder) {
	e.Float(float32(c.sharpness))
	e.Float(float32(c.contrast))
	e.Uint(uint64(one(c.fitted)))
	for _, l := range []*logistic{&c.novelty, &c.oddity} {
		e.Float(float32(l.bias))
		for _, w := range l.weights {
			e.Float(float32(w))
		}
	}
	t := &c.thresholds
	for _, f := range []float64{t.Confident, t.Margin, t.Novelty, t.Likely} {
		e.Float(float32(f))
	}
	e.Uint(uint64(len(t.Labels)))
	for _, label := range slices.Sorted(maps.Keys(t.Labels)) {
		e.String(label)
		e.Float(float32(t.Labels[label]))
	}
}

// round makes the numbers those that encode keeps, so that a model and its
// binary form answer the same.
func (c *calibration) round() {
	short := func(f *float64) { *f = float64(float32(*f)) }
	short(&c.sharpness)
	short(&c.contrast)
	for _, l := range []*logistic{&c.novelty, &c.oddity} {
		short(&l.bias)
		for i := range l.weights {
			short(&l.weights[i])
		}
	}
	t := &c.thresholds
	for _, f := range []*float64{&t.Confident, &t.Margin, &t.Novelty, &t.Likely} {
		short(f)
	}
	for label, f := range t.Labels {
		t.Labels[label] = float64(float32(f))
	}
}

func decodeCalibration(d *linear.Decoder) calibration {
	var c calibration
	long := func() float64 { return float64(d.Float()) }
	c.sharpness, c.contrast = long(), long()
	c.fitted = d.Uint() == 1
	for _, l := range []*logistic{&c.novelty, &c.oddity} {
		l.bias = long()
		for i := range l.weights {
			l.weights[i] = long()
		}
	}
	t := &c.thresholds
	t.Confident, t.Margin, t.Novelty, t.Likely = long(), long(), long(), long()
	if n := d.Count(5); n > 0 {
		t.Labels = make(map[string]float64, n)
		for range n {
			label := d.String()
			t.Labels[label] = long()
		}
	}
	if !(c.sharpness > 0 && c.contrast > 0) && d.Err == nil {
		d.Err = linear.ErrDamaged
	}
	return c
}
