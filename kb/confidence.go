package kb

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// signals are what a match shows about an entry: the confidence is a logistic
// function of them.
type signals [numSignals]float64

const (
	always         = iota // 1
	docCovered            // share of the best wording that the question covers, by weight
	questionShared        // share of the question that the entry has
	tellingShared         // the same of the words that are not common
	evidenceFound         // see evidence
	nearestFound          // similarity of the best wordings
	competition           // logarithm of the share among the entries that compete
	modelFound            // log-odds by the model of Refine
	unknownWords          // share of words that no entry has
	numSignals
)

// confidence turns signals into a probability.
type confidence struct {
	weights signals
	// sharpness is that of the competition between entries.
	sharpness float64
}

// builtIn is the confidence of an index that was not refined. The numbers come
// from a fit on development questions of public data sets under CC BY (BANKING77,
// CLINC150, HWU64, with 1, 5, 10 and all wordings) and of our own: asked of all
// entries, of half of them and of an eighth, so that many questions had no
// answer, and together with questions of the other sets; a fifth of the weight
// was on questions without an answer. Two signals whose weight was next to nothing
// are left to the fit that Refine makes of an index. The constant, from -0.56, and the
// weight of the evidence, from 0.226, were lowered by hand afterwards, so that fewer
// foreign questions are answered.
var builtIn = confidence{
	weights: signals{
		always: -0.82, docCovered: 2.79, evidenceFound: 0.2, nearestFound: 0.18, competition: 2.08, unknownWords: -2.94,
	},
	sharpness: sharpness,
}

const (
	// What an entry competes with beside the others is a constant rival: as if there were
	// so many entries with nothing but the common words of the question. Those that there
	// are do not compete, so that it makes no difference how many join. Their score is
	// rivalCommon for the share of common words, less rivalBase, and rivalGrams more where
	// letters may agree by chance. Chosen by hand so that scores are about what they were
	// when such entries competed.
	rivals      = 6.0
	rivalCommon = 0.8
	rivalBase   = 0.1
	rivalGrams  = 0.45

	sharpness     = 4.0  // of the competition between entries
	mostConfident = 0.99 // what is not identical is never certain
	wholeWording  = 0.95 // the part of a wording that is as good as all of it
	leastDoubted  = 0.1  // nobody answers with less
	doubtfulScore = 0.5  // the most where there is a doubt
	storyWords    = 11   // from so many words on a question may have a story before it
)

// of returns the probability that the entry is right. Those of two entries that
// say the same may add up to more than 1: a person would accept either.
func (c *confidence) of(x *signals) float64 {
	sum := 0.0
	for i, w := range c.weights {
		sum += w * x[i]
	}
	return min(mostConfident, 1/(1+math.Exp(-sum)))
}

// signals returns what the match shows about a ranked entry. The competition is
// the logarithm of the sum over all ranked entries of exp(sharpness·score).
func (m *matcher) signals(f *foundSlot, sharpness, competitors float64) signals {
	s := &m.smart
	unknown := m.unknownWeight()
	x := signals{
		always:         1,
		docCovered:     m.covered(f.best),
		questionShared: f.shared / (s.termWeight + unknown),
		evidenceFound:  f.evidence,
		nearestFound:   f.nearest,
		competition:    sharpness*f.score - competitors,
		modelFound:     f.model,
		unknownWords:   float64(s.unknown) / float64(s.words()),
	}
	if telling := s.tellingWeight + unknown; telling > 0 {
		x[tellingShared] = f.telling / telling
	}
	return x
}

// unknownWeight is the weight of the words of the question that no entry has.
func (m *matcher) unknownWeight() float64 {
	return float64(m.smart.unknown) * idf(m.view.docs, 0.5)
}

// confidence returns the one that applies.
func (m *matcher) confidence() confidence {
	if m.refined != nil {
		return m.refined.confidence
	}
	return builtIn
}

// competitors sums up the ranked entries, which must be sorted. Those that have only
// common words of the question do not count where the first has others, but a constant
// rival does.
func (m *matcher) competitors(sharpness float64) float64 {
	s := &m.smart
	sum := 0.0
	for i := range s.slots {
		if s.slots[0].telling == 0 || s.slots[i].telling > 0 {
			sum += math.Exp(sharpness * (s.slots[i].score - s.slots[0].score))
		}
	}
	rival := rivalCommon*(s.termWeight-s.tellingWeight)/max(s.termWeight, leastWeight) - rivalBase
	if s.gramWeight > 0 {
		rival += rivalGrams
	}
	sum += rivals * math.Exp(sharpness*(rival-s.slots[0].score))
	return sharpness*s.slots[0].score + math.Log(sum)
}

// sortSlots brings the ranked entries into their order.
func (m *matcher) sortSlots() {
	slices.SortFunc(m.smart.slots, func(a, b foundSlot) int {
		if c := cmp.Compare(b.score, a.score); c != 0 {
			return c
		}
		return m.view.ties(a.id, b.id, 0, 0)
	})
}

// appendSmart appends the ranked entries with their confidence.
func (m *matcher) appendSmart() {
	s, c := &m.smart, m.confidence()
	if len(s.slots) == 0 {
		return
	}
	m.sortSlots()
	competitors := m.competitors(c.sharpness)
	least := mostConfident
	for i := range s.slots[:min(len(s.slots), m.query.Limit)] {
		f := &s.slots[i]
		x := m.signals(f, c.sharpness, competitors)
		score := c.of(&x)
		doubts := Doubt(0)
		if score >= leastDoubted {
			doubts = m.doubts(f, &x)
		}
		if doubts != 0 {
			score = min(score, doubtfulScore)
		}
		// People tell stories before they ask: who says a whole wording means it.
		if s.foreign > 0 && m.unknownWeight() >= f.telling && (x[docCovered] < wholeWording || m.addsForeign()) {
			doubts |= DoubtForeign
		}
		least = min(least, score) // never above a better match
		m.finds = append(m.finds, find{slot: f.id, line: f.best, score: least, doubt: doubts})
	}
}

// covered returns how much of a document the query covers, by weight.
func (m *matcher) covered(id uint32) float64 {
	tokens := m.tokensOf(id)
	have, want := 0.0, 0.0
	for i, id := range tokens {
		if holds(tokens[:i], id) {
			continue
		}
		memo := m.memo(id)
		want += memo.weight
		if memo.query >= 0 {
			have += memo.credit * memo.weight
		}
	}
	return have / want
}

// addsForeign reports whether a question is short, in one piece, and says something
// foreign after it has begun to say what it is about: "the size of the sun".
func (m *matcher) addsForeign() bool {
	s := &m.smart
	return s.after && s.words() < storyWords && !strings.ContainsAny(strings.TrimRight(m.query.Text, clauseEnds+" "), clauseEnds)
}

// words returns how many words, and characters of Chinese, the question has.
func (s *smartMatch) words() int { return len(s.sequence) + s.unknown }
