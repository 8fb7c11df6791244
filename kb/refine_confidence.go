package kb

import (
	"context"
	"math"
)

// The numbers of calibration.
const (
	calibrationParts = 5    // the index is cut into
	enoughSeen       = 1500 // observations of each kind; no more parts are tried
	unanswered       = 0.1  // weight of questions without an answer, in all
	// priorStrength, divided by the mean number of wordings of an entry, is what
	// holds the fit near the built-in one (see fitSignals). Where entries have few
	// wordings, one that is left out leaves a hole: an editor writes wordings that
	// differ, and customers ask near them.
	priorStrength = 100

	leastSharp = 1.5 // of what is tried as sharpness of the competition
	mostSharp  = 10
	sharpStep  = 1.15
)

// calibrate finds out how far the scores of this index can be trusted. A part of
// the entries is left out, so that their wordings have no right answer, and a
// part of the wordings of the others; a model is made of the rest, and asked for
// all that it has not seen.
func (l *learner) calibrate(ctx context.Context) (confidence, error) {
	c := builtIn
	var answered, others []trial
	for part := range calibrationParts {
		if len(answered) >= enoughSeen && len(others) >= enoughSeen {
			break
		}
		a, o, err := l.try(ctx, part)
		if err != nil {
			return c, err
		}
		answered, others = append(answered, a...), append(others, o...)
	}
	c.sharpness = fitCompetition(answered)
	var seen []observation
	for _, t := range answered {
		seen = append(seen, t.observe(&c, (1-unanswered)))
	}
	for _, t := range others {
		seen = append(seen, t.observe(&c, unanswered*float64(len(answered))/float64(len(others))))
	}
	near := builtIn.weights
	var strength signals
	for i := range strength {
		strength[i] = priorStrength * l.entries() / float64(len(l.lessons))
	}
	c.weights = fitSignals(seen, near, strength)
	return builtIn.towards(c, l.trust(answered)), nil
}

// Trials are believed from this many wordings of an entry on, and fully from that
// many. Where entries have few, one that is left out leaves a hole, for an editor
// writes wordings that differ: a trial is then harder than what customers ask. But
// where fewer trials than these parts find the right entry first, entries are hard
// to tell apart, and then they are believed all the same. Set by hand: the bases
// of the development sets with few wordings have .45 to .75, and .24 one whose
// entries are hardly told apart by questions either.
const (
	fewTried  = 5
	manyTried = 20
	fewFound  = 0.4
	leastTold = 0.2
)

// trust is how far the trials are believed, from 0 to 1.
func (l *learner) trust(answered []trial) float64 {
	found, c := 0.0, builtIn
	for _, t := range answered {
		if o := t.observe(&c, 1); o.right {
			found++
		}
	}
	byWordings := (float64(len(l.lessons))/l.entries() - fewTried) / (manyTried - fewTried)
	alike := (fewFound - found/max(1, float64(len(answered)))) / (fewFound - leastTold)
	return max(0, min(1, max(byWordings, alike)))
}

// towards returns the confidence that is this part of the way to another.
func (c confidence) towards(other confidence, part float64) confidence {
	for i := range c.weights {
		c.weights[i] += part * (other.weights[i] - c.weights[i])
	}
	c.sharpness += part * (other.sharpness - c.sharpness)
	return c
}

// entries returns how many entries are learned.
func (l *learner) entries() float64 {
	n := 0.0
	for _, learned := range l.learned {
		if learned {
			n++
		}
	}
	return n
}

// trial is a wording that was asked, with the entries that were found.
type trial struct {
	found []trialHit
	right int // place of the right entry, or -1
}

type trialHit struct {
	base    float64
	model   float64
	knows   bool // the model knows the entry
	signals signals
}

// try makes a model without a part and asks it for the part.
func (l *learner) try(ctx context.Context, part int) (answered, others []trial, err error) {
	without := make([]bool, len(l.learned))
	number := 0
	for i, learned := range l.learned {
		if learned {
			without[i] = number%calibrationParts == part
			number++
		}
	}
	var known, asked []*lesson
	for i, made := range l.lessons {
		switch {
		case without[made.slot] || (i*7+part)%calibrationParts == 0:
			asked = append(asked, made)
		default:
			known = append(known, made.withoutRivals(without))
		}
	}
	r, err := l.learn(ctx, known, without)
	if err != nil {
		return nil, nil, err
	}
	r.judges = false
	for i, made := range asked {
		if i%64 == 0 && ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		t := l.trial(made, r, without)
		if len(t.found) == 0 {
			continue
		}
		if without[made.slot] {
			others = append(others, t)
		} else {
			answered = append(answered, t)
		}
	}
	return answered, others, nil
}

// withoutRivals returns the lesson as it is when some entries are not there.
func (made *lesson) withoutRivals(without []bool) *lesson {
	less := *made
	less.rivals = nil
	for i, r := range made.rivals {
		if i == made.right {
			less.right = len(less.rivals)
		}
		if !without[r.slot] {
			less.rivals = append(less.rivals, r)
		}
	}
	return &less
}

func (l *learner) trial(made *lesson, r *refined, without []bool) trial {
	m := l.matcher
	m.leave = leave{doc: made.doc + 1, slots: without}
	defer func() { m.leave = leave{} }()
	l.ask(made.slot, made.doc, r)
	t := trial{right: -1}
	for i := range m.smart.slots {
		f := &m.smart.slots[i]
		if f.id == made.slot {
			t.right = i
		}
		t.found = append(t.found, trialHit{base: f.score, model: f.model, knows: l.learned[f.id], signals: m.signals(f, 0, 0)})
	}
	return t
}

// shares returns the logarithm of each entry's share in the competition.
func (t *trial) shares(dst []float64, sharpness float64) []float64 {
	dst = dst[:0]
	had, have, all := math.Inf(-1), math.Inf(-1), math.Inf(-1)
	for _, f := range t.found {
		s := sharpness * f.base
		all = addLogs(all, s)
		if f.knows {
			had = addLogs(had, s)
			s += sharpness * modelWeight * f.model
			have = addLogs(have, s)
		}
		dst = append(dst, s)
	}
	for i, f := range t.found {
		if f.knows {
			dst[i] += had - have
		}
		dst[i] -= all
	}
	return dst
}

func (t *trial) observe(c *confidence, weight float64) observation {
	shares := t.shares(nil, c.sharpness)
	best := 0
	for i, s := range shares {
		if s > shares[best] {
			best = i
		}
	}
	o := observation{signals: t.found[best].signals, right: best == t.right, weight: weight}
	o.signals[competition] = shares[best]
	return o
}

// fitCompetition returns the sharpness that makes the right entries likeliest.
func fitCompetition(answered []trial) float64 {
	fitted, best := builtIn.sharpness, math.Inf(-1)
	var shares []float64
	for k := leastSharp; k <= mostSharp; k *= sharpStep {
		sum := 0.0
		for i := range answered {
			if t := &answered[i]; t.right >= 0 {
				shares = t.shares(shares, k)
				sum += shares[t.right]
			}
		}
		if sum > best {
			fitted, best = k, sum
		}
	}
	return fitted
}
