package emotion

import "math"

// squash is how fast Valence gets to 1: sum/sqrt(sum²+squash), the form that
// VADER (Hutto and Gilbert 2014) uses.
const squash = 12

// modesty brings the scores of the rules down to how often people agree with them.
const modesty = 0.75

// learnedShare is what the logarithm of a learned share counts for beside the
// rules. What was learned comes from talk about everything, and customers
// complain in fewer words of feeling.
const learnedShare = 0.5

// estimate estimates the feelings from what the rules saw, and what was learned.
func (d *Detector) estimate(s *scan, g *signals) Emotion {
	var e Emotion
	base := d.logits(s, g)
	if d.own != nil {
		e.Shares = d.own.shares(s, g, base)
	} else {
		e.Shares = shares(base)
	}
	best := 0
	for i, p := range e.Shares {
		if p > e.Shares[best] {
			best = i
		}
	}
	e.Label, e.Score = Labels()[best], e.Shares[best]
	e.Valence = d.valence(g, &e.Shares, s)
	e.Intensity = g.intensity()
	e.NeedsHuman = g.needsHuman(s)
	e.Tone = g.tone(s)
	return e
}

// logits are logarithms of the shares, but for a sum, without what was learned
// from a host's examples.
func (d *Detector) logits(s *scan, g *signals) [6]float64 {
	z := g.logits()
	english := s.english()
	if d.built != nil && english > 0 && g.counts[quoted] == 0 { // it does not know quotes
		for i, log := range d.built.logShares(s, g, z) {
			z[i] += learnedShare * english * log
		}
		z[0] -= learnedShare * english // those who wrote to nobody in particular had less to complain about
	}
	for i := range z {
		z[i] *= modesty
	}
	return z
}

// valence is that of the rules, and where something was learned also of that.
func (d *Detector) valence(g *signals, p *[6]float64, s *scan) float64 {
	sum := g.good - g.bad
	rules := sum / math.Sqrt(sum*sum+squash)
	if d.own == nil && (d.built == nil || s.english() < 0.5) {
		return rules
	}
	pleasant := p[5] - p[1] - 0.8*p[2] - 0.2*p[3] - 0.8*p[4]
	if d.own != nil {
		return 0.25*rules + 0.75*pleasant
	}
	return 0.7*rules + 0.3*pleasant
}

// logits are the shares before they are normalised, by rules alone.
func (g *signals) logits() (z [6]float64) {
	z[0] = 0.9 + 0.5*min(1, g.counts[supposed]+g.counts[wished]) + 1.2*min(1, g.counts[quoted])
	for i := 1; i < len(z); i++ {
		z[i] = 1.5 * log1p(g.felt[i])
	}
	c := &g.counts
	z[1] += 0.5*min(2, c[insulted]) + 0.5*min(2, c[swore])*min(1, g.bad) + 0.3*min(1, c[threatened])
	z[2] += 0.3 * min(2, c[repeated]+c[waited]+c[angrilyAsked])
	z[1] -= 0.8 * min(2, c[notBad])
	z[2] -= 0.3 * min(2, c[notBad])
	if c[thanked] == 0 && (c[asked] > 0 || g.inquired) {
		z[5]-- // "is it good?"
	}
	if c[thanked] > 0 && !g.content {
		z[5] -= 1.5
	}
	if g.inDanger {
		z[4] += 3
	}
	z[3] += (0.5+0.4*min(1, c[asked]))*min(1, g.felt[3]) + 0.3*min(2, c[asked])
	if g.bad > 1 {
		z[1] += 0.1 * min(4, c[exclaimed])
	}
	// What is mixed goes to the stronger side.
	z[5] -= 0.35 * g.bad
	z[2] -= 0.25 * g.good
	z[1] -= 0.25 * g.good
	return z
}

// shares is softmax.
func shares(z [6]float64) (p [6]float64) {
	top := z[0]
	for _, v := range z {
		top = max(top, v)
	}
	sum := 0.0
	for i, v := range z {
		p[i] = math.Exp(v - top)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}

// logShares returns the logarithms of shares, none below that of leastShare.
func logShares(z [6]float64) [6]float64 {
	top := z[0]
	for _, v := range z {
		top = max(top, v)
	}
	sum := 0.0
	for _, v := range z {
		sum += math.Exp(v - top)
	}
	top += math.Log(sum)
	for i := range z {
		z[i] = max(math.Log(leastShare), z[i]-top)
	}
	return z
}

func (g *signals) intensity() float64 {
	c := &g.counts
	strength := g.good + g.bad
	if strength == 0 {
		strength = 0.2 * min(4, c[exclaimed]+c[shouted])
	}
	strength *= 1 + 0.08*min(4, c[exclaimed]) + 0.05*min(4, c[shouted]) + 0.1*min(2, c[dragged])
	return strength / (strength + 3)
}

// needsHuman orders messages by how dissatisfied with the service somebody who
// writes this is. What asks for something else again weighs more here than it does for
// the feeling.
func (g *signals) needsHuman(s *scan) float64 {
	c := &g.counts
	length := math.Sqrt(1 + float64(len(s.units))/25) // long messages have more of everything
	z := -1.6 + (0.6*g.bad-0.45*g.good)/length +
		0.5*min(2, c[denied]) + 0.7*c[refused] + 0.4*min(2, c[repeated]) + 0.5*min(2, c[threatened]) +
		0.4*min(2, c[insulted]) + 0.7*min(1, c[askedForHuman]) + 0.3*min(1, c[mocked]+c[angrilyAsked]) -
		1.5*g.contentment() + 0.15*min(3, c[asked]) + 0.5*min(3, c[objected]) + 0.3*g.felt[3]
	if g.inDanger {
		z += 3
	}
	return 1 / (1 + math.Exp(-z))
}

// asks reports whether there is a question in the message, and no words of others.
func (g *signals) asks() bool { return (g.counts[asked] > 0 || g.inquired) && g.counts[quoted] == 0 }

// contentment is 1 for thanks that nothing takes back.
func (g *signals) contentment() float64 {
	switch {
	case g.content:
		return 1
	case g.counts[thanked] > 0: // "thanks, but ..."
		return -0.4
	}
	return 0
}

func (g *signals) tone(s *scan) (t Tone) {
	c := &g.counts
	for _, k := range [...]struct {
		on   bool
		tone Tone
	}{
		{c[polite]+c[thanked] > 0, Polite},
		{c[hurried] > 0, Urgent},
		{c[insulted]+c[swore] > 0, Rude},
		{s.shouts() || c[exclaimed] >= 3, Shouting},
		{c[mocked] > 0, Sarcastic},
		{c[threatened] > 0, Threat},
		{c[quoted] > 0, Quoted},
	} {
		if k.on {
			t |= k.tone
		}
	}
	return t
}

// shouts reports whether the message is mostly in capitals.
func (s *scan) shouts() bool {
	return s.capWords >= 2 && s.capitals >= 8 && 2*s.capitals > s.countLetters()
}
