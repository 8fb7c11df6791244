package emotion

import "github.com/kefu-go/kefu/internal/text"

// signals are what the rules saw in a message: what the label is estimated from.
type signals struct {
	// felt is the evidence for each label, in the order of Labels: the sum of
	// the weights of its cues without their signs.
	felt [6]float64
	// good and bad are the sums of positive and negative weights; bad is not
	// negative.
	good, bad float64
	counts    [kinds]float64
	inquired  bool // it asks for something that the shop knows, without anger
	inDanger  bool
	content   bool // it says thanks, and nothing that takes them back
}

// The things that are counted.
const (
	insulted = iota
	swore
	threatened
	repeated
	waited
	angrilyAsked
	mocked
	thanked
	askedForHuman
	polite
	hurried
	objected
	notGood // a negated good word
	notBad
	smiled
	frowned
	exclaimed
	asked
	shouted
	dragged // "sooo", rows of dots
	quoted
	wished
	supposed
	denied // no, not, 不, whatever they stand before
	contrasted
	refused // the message begins with no
	kinds
)

const (
	reach        = 4    // a negation reaches over so many units
	turned       = 0.5  // "not good" is as bad as half of good, and this
	turnedBad    = -0.3 // and of a bad one
	twice        = 0.8  // and what two negations leave
	quotedShare  = 0.25
	supposeShare = 0.2
	wishShare    = 0.2
	askShare     = 0.35 // of a good word in a question
	beforeBut    = 0.85
	afterBut     = 1.15
	factShare    = 0.15 // of a fact in a question about it
	looseShare   = 0.3  // of a single character within what may be another word
	mendedShare  = -0.2 // of what was bad and is over
	thanksShare  = 0.2  // of thanks that are taken back
	mendReach    = 5
)

// weigh applies the rules to the hits and fills the cues.
func (s *scan) weigh() signals {
	var g signals
	contrast := s.contrast()
	g.inquired = s.findInquiries()
	for i := range s.hits {
		h := &s.hits[i]
		s.count(&g, h)
		if h.valence == 0 || h.roles&blanks != 0 {
			continue
		}
		s.weighHit(&g, i, contrast)
	}
	s.findWaits(&g)
	s.findFaults(&g)
	s.findIrony(&g)
	s.weighThanks(&g, contrast)
	s.weighMarks(&g)
	return g
}

// contrast returns the hit of the last "but" that divides the message, or -1.
func (s *scan) contrast() int {
	if s.roles&contrasts == 0 {
		return -1
	}
	for i := len(s.hits) - 1; i > 0; i-- {
		if h := &s.hits[i]; h.roles&contrasts != 0 && h.to < len(s.units) {
			return i
		}
	}
	return -1
}

func (s *scan) count(g *signals, h *hit) {
	if h.roles == 0 {
		return
	}
	const counted = insults | swears | threatens | repeats | waits | asksInAnger | mocks | thanks | asksForHuman | begs | hurries | objects
	if h.roles&counted != 0 && !s.units[h.from].quoted && !s.inQuestion(h) {
		for i, r := range [...]role{insults, swears, threatens, repeats, waits, asksInAnger, mocks, thanks, asksForHuman, begs, hurries, objects} {
			if h.roles&r != 0 {
				g.counts[i]++
			}
		}
	}
	if h.roles&endangers != 0 && !s.units[h.from].quoted {
		g.inDanger = true
	}
	if h.roles&supposes != 0 {
		g.counts[supposed]++
	}
	if h.roles&wishes != 0 {
		g.counts[wished]++
	}
	if h.roles&contrasts != 0 {
		g.counts[contrasted]++
	}
	if h.roles&negates != 0 {
		g.counts[denied]++
		if h.from == 0 {
			g.counts[refused]++
		}
	}
}

// weighHit weighs one word by what stands around it.
func (s *scan) weighHit(g *signals, i, contrast int) {
	h := &s.hits[i]
	first, last := &s.units[h.from], &s.units[h.to-1]
	weight, label, kind := float64(h.valence), h.label, kindOf(h.roles)
	negations, stress, supposedHere, wishedHere, beyond := 0, 1.0, false, false, false
	picture := h.roles&pictures != 0
	for j := i - 1; j >= 0 && !picture; j-- {
		b := &s.hits[j]
		unit := &s.units[b.to-1]
		if unit.sentence != first.sentence {
			break
		}
		if b.roles&supposes != 0 {
			supposedHere = true
		}
		if b.roles&contrasts != 0 && b.roles&(negates|wishes) == 0 {
			beyond = true
		}
		if beyond || unit.clause != first.clause {
			continue
		}
		if b.roles&wishes != 0 {
			wishedHere = true
		}
		between := h.from - b.to
		if b.roles&negates != 0 && between < reach && (h.roles&negates == 0 || between <= 0) {
			negations++
		}
		if between == 0 || between == 1 && first.Kind == text.Char {
			if b.roles&boosts != 0 {
				stress *= 1.3
			}
			if b.roles&damps != 0 {
				stress *= 0.65
			}
		}
	}
	if first.Kind == text.Char && i+1 < len(s.hits) {
		if n := &s.hits[i+1]; n.from == h.to && n.roles&boosts != 0 && s.units[n.from].clause == first.clause {
			stress *= 1.25 // 慢死了
		}
	}
	if first.caps && s.capWords > 0 && s.lowWords() > 0 {
		stress *= 1.2
	}
	if last.stretched {
		stress *= 1.25
	}
	fixed := h.roles&(threatens|repeats|waits|asksInAnger|mocks|insults|pictures|endangers) != 0
	switch {
	case fixed:
	case negations%2 == 1:
		kind = NegatedCue
		if weight > 0 {
			weight = -turned - turned*weight // not even a weak word
			label = 2
			g.counts[notGood]++
		} else {
			weight *= turnedBad
			label = 5
			g.counts[notBad]++
		}
	case negations > 0:
		kind = NegatedCue
		weight *= twice
	}
	if stress > 1.05 && kind == WordCue {
		kind = StressedCue
	}
	weight *= min(stress, 2)
	if first.quoted {
		weight *= quotedShare
		g.counts[quoted]++
	}
	if supposedHere && h.roles&(threatens|insults|swears|pictures|thanks|endangers) == 0 {
		weight *= supposeShare
	}
	switch {
	case weight < 0 && s.inQuestion(h):
		weight *= factShare
	case s.loose(i):
		weight *= looseShare
	case weight < 0 && h.roles&(endangers|insults|swears) == 0 && s.isMended(i, contrast):
		weight *= mendedShare
		label = 5
		kind = NegatedCue
	}
	if weight > 0 && h.roles&(thanks|pictures) == 0 {
		switch {
		case wishedHere:
			weight *= wishShare
		case s.sentences[first.sentence].asks > 0 || s.sentences[first.sentence].inquires:
			weight *= askShare
		}
	}
	if contrast >= 0 && !picture {
		if i < contrast {
			weight *= beforeBut
		} else if i > contrast {
			weight *= afterBut
		}
	}
	if n := s.sentences[first.sentence].exclaims; n > 0 {
		weight *= 1 + 0.08*float64(min(n, 4))
	}
	if h.roles&pictures != 0 {
		if weight > 0 {
			g.counts[smiled]++
		} else {
			g.counts[frowned]++
		}
	}
	s.add(g, kind, label, weight, h.from, h.to)
}

// lowWords is how many words are not in capitals.
func (s *scan) lowWords() int { return s.words - s.capWords }

func kindOf(r role) CueKind {
	if r == 0 {
		return WordCue
	}
	for _, k := range [...]struct {
		role
		kind CueKind
	}{
		{insults | swears, InsultCue},
		{threatens, ThreatCue},
		{mocks, IronyCue},
		{asksInAnger, RhetoricCue},
		{waits, WaitCue},
		{repeats, RepeatCue},
		{thanks, ThanksCue},
		{pictures, EmojiCue},
	} {
		if r&k.role != 0 {
			return k.kind
		}
	}
	return WordCue
}

// add enters a cue on the units from, to.
func (s *scan) add(g *signals, kind CueKind, label uint8, weight float64, from, to int) {
	s.addSpan(g, kind, label, weight, s.units[from].Start, s.units[to-1].End)
}

func (s *scan) addSpan(g *signals, kind CueKind, label uint8, weight float64, start, end int) {
	g.enter(label, weight)
	s.cues = append(s.cues, Cue{Kind: kind, Label: Labels()[label], Weight: weight, Start: start, End: end})
}

func (g *signals) enter(label uint8, weight float64) {
	if weight > 0 {
		g.good += weight
		g.felt[label] += weight
	} else {
		g.bad -= weight
		g.felt[label] -= weight
	}
}
