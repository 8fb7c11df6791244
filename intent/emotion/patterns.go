package emotion

import "github.com/kefu-go/kefu/internal/text"

// findWaits finds waiting times and repetitions with a number: "waited two
// weeks", "for 3 hours", 等了三天, 3次.
func (s *scan) findWaits(g *signals) {
	if s.roles&(spans|minutes|times) == 0 {
		return
	}
	for i := range s.hits {
		h := &s.hits[i]
		if h.roles&(spans|minutes|times) == 0 || h.from == 0 {
			continue
		}
		number := s.numberBefore(h.from)
		if number < 0 {
			continue
		}
		if h.roles&times != 0 {
			if once := s.buffer.Bytes(s.units[number].Token); string(once) == "一" || string(once) == "1" {
				continue
			}
			if s.units[number].sentence == s.units[h.from].sentence && h.roles&repeats == 0 {
				g.counts[repeated]++
				s.add(g, RepeatCue, 2, -1, number, h.to)
			}
			continue
		}
		for j := max(0, i-4); j < min(len(s.hits), i+3); j++ {
			b := &s.hits[j]
			if j == i || b.roles&(lasts|waits) == 0 || s.units[b.from].sentence != s.units[h.from].sentence ||
				b.from >= number && b.to <= h.from {
				continue
			}
			if near(b, number, h.to) {
				weight := -1.6
				if h.roles&minutes != 0 {
					weight = -0.9
				}
				if b.roles&waits == 0 {
					weight *= 0.6 // "for two days" alone is weak
				}
				g.counts[waited]++
				s.add(g, WaitCue, 2, weight, min(b.from, number), max(b.to, h.to))
				break
			}
		}
	}
}

// findFaults finds what there is too much or nothing of, where no word of feeling
// says it already: "too thick", 太厚了, 没给勺子.
func (s *scan) findFaults(g *signals) {
	if s.roles&(exceeds|misses) == 0 {
		return
	}
	for i := range s.hits {
		h := &s.hits[i]
		if h.roles&(exceeds|misses) == 0 || h.to >= len(s.units) || h.valence != 0 || i > 0 && s.hits[i-1].roles&(negates|supposes) != 0 && s.hits[i-1].to == h.from {
			continue
		}
		next := &s.units[h.to]
		if next.clause != s.units[h.from].clause || s.feltNear(i+1, h.to) {
			continue
		}
		weight := -1.2
		if h.roles&misses != 0 {
			weight = -0.4
		}
		if t := &s.sentences[next.sentence]; t.asks > 0 || t.inquires {
			weight *= askShare
		}
		s.add(g, WordCue, 2, weight, h.from, h.to+1)
	}
}

// feltNear reports whether one of the hits from the given one on has a feeling, or
// is a phrase without any, and begins within three units.
func (s *scan) feltNear(hit, unit int) bool {
	for i := hit; i < len(s.hits) && s.hits[i].from < unit+3 && s.units[s.hits[i].from].clause == s.units[unit].clause; i++ {
		if s.hits[i].valence != 0 || s.hits[i].roles&blanks != 0 {
			return true
		}
	}
	return false
}

// numberBefore returns the unit of the number before a unit, or -1.
func (s *scan) numberBefore(at int) int {
	if s.units[at-1].Kind == text.Number {
		return at - 1
	}
	for i := range s.hits {
		if h := &s.hits[i]; h.to == at && h.roles&numbers != 0 {
			return h.from
		}
	}
	return -1
}

// near reports whether a hit stands at most two units beside a stretch.
func near(h *hit, from, to int) bool {
	return h.to <= from && from-h.to <= 2 || h.from >= to && h.from-to <= 1
}

// findIrony finds praise that is followed by nothing but trouble: "great, broken
// again". The praise must open the message and stand alone in its clause.
func (s *scan) findIrony(g *signals) {
	if len(s.cues) < 2 || g.felt[1]+g.felt[2] < 1.5 || g.counts[thanked] > 0 || g.counts[contrasted] > 0 {
		return
	}
	c := &s.cues[0]
	if s.units[0].Kind == text.Char || c.Weight < 1.5 || c.Kind != WordCue && c.Kind != StressedCue || g.good > c.Weight+0.01 {
		return
	}
	opening := 0
	for opening < len(s.units) && s.units[opening].End < c.End {
		opening++
	}
	if opening > 2 || opening+1 >= len(s.units) || s.units[opening].clause == s.units[opening+1].clause {
		return
	}
	g.good -= c.Weight
	g.felt[5] -= c.Weight
	c.Kind, c.Label, c.Weight = IronyCue, Frustrated, -0.5*c.Weight
	g.enter(2, c.Weight)
	g.counts[mocked]++
}

// weighMarks counts exclamation marks, question marks and capitals, and enters
// those that say something by themselves.
func (s *scan) weighMarks(g *signals) {
	for _, t := range s.sentences {
		g.counts[exclaimed] += float64(t.exclaims)
		g.counts[asked] += float64(t.asks)
		switch {
		case t.asks >= 2:
			s.addSpan(g, MarksCue, 2, -0.35*float64(min(t.asks, 4)), t.start, t.end)
		case t.exclaims >= 2:
			// They stress what is felt, whatever it is.
			s.cues = append(s.cues, Cue{Kind: MarksCue, Label: Neutral, Start: t.start, End: t.end})
		}
	}
	g.counts[shouted] = float64(s.capWords)
	g.counts[dragged] = float64(s.stretched + s.dots)
}
