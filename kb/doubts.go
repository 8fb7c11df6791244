package kb

import (
	"math"
	"slices"

	"github.com/kefu-go/kefu/internal/text"
)

const (
	// A question that has this part of a wording, apart from figures, says
	// nearly the same; if it has another figure, it means something else.
	sameSaid = 0.5
	// The same for denials, where the wording must have this part of the question
	// too: in a long story something is always denied.
	sameButDenied = 0.7
	sameAsked     = 0.55
	// nearlyBest is the part of the best wording's similarity from which on
	// another wording of an entry may raise or settle a doubt.
	nearlyBest = 0.8
	// An entry whose wordings have this many different numbers is about none of
	// them: "send 20 dollars to Ann", "send 300 to Bob".
	anyNumber = 3
	// An entry that has less than this part of the telling words of the
	// question, by weight, is carried by common words, unless the question has
	// nearly all of one of its wordings.
	fewTelling = 0.08
	wholeDoc   = 0.9
)

// numberedModel is another number after the same word: two models, as iPhone 14
// and iPhone 15 are, or only two numbers, as in "alarm 7" and "alarm 8".
const numberedModel Doubt = 1 << 7

// doubts returns the reasons why the entry must not be the answer without asking
// back.
func (m *matcher) doubts(f *foundSlot, x *signals) Doubt {
	s := &m.smart
	var found Doubt
	if x[tellingShared] < fewTelling && x[docCovered] < wholeDoc && s.tellingWeight+m.unknownWeight() > 0 {
		found |= DoubtCommon
	}
	if m.view.denies(f.best) != s.denies && !m.settled(f) {
		if doc, question := m.sameness(f.best); doc >= sameButDenied && question >= sameAsked {
			found |= DoubtNegation
		}
	}
	if s.figured {
		found |= m.figureDoubts(f)
	}
	return found
}

// settled reports whether another wording of the entry is nearly as good as the
// best one and denies, or does not, as the question does.
func (m *matcher) settled(f *foundSlot) bool {
	s := &m.smart
	least := nearlyBest * f.similarity
	for _, d := range s.docs {
		if d.score >= least && d.slot == f.id && m.view.denies(d.id) == s.denies {
			return true
		}
	}
	return false
}

// figureDoubts compares the figures of the question with those of the best
// wording and of others of the entry that are nearly as good.
func (m *matcher) figureDoubts(f *foundSlot) Doubt {
	s := &m.smart
	if !s.figuresRead {
		s.figuresRead = true
		s.figures = s.reader.read(s.figures[:0], m.query.Text)
	}
	if len(s.figures) == 0 {
		return 0
	}
	least := nearlyBest * f.similarity
	var found Doubt
	for _, d := range s.docs {
		if d.score >= least && d.slot == f.id && m.hasFigures(d.id) {
			if said, _ := m.sameness(d.id); said >= sameSaid {
				s.others = s.reader.read(s.others[:0], m.view.wording(d.id))
				found |= compareFigures(s.figures, s.others)
			}
		}
	}
	if found&(DoubtNumber|numberedModel) != 0 && m.takesAnyNumber(f) {
		found &^= DoubtNumber | numberedModel
	}
	if found&numberedModel != 0 {
		found = found&^numberedModel | DoubtModel
	}
	return found
}

// takesAnyNumber reports whether an entry has wordings with different numbers.
func (m *matcher) takesAnyNumber(f *foundSlot) bool {
	var seen [anyNumber]uint32
	n := 0
	many := false
	m.view.eachCount(m.view.slots.at(f.id), &m.numbers, func(id uint32, _ int) {
		if !many && m.isFigure(id) && !holds(seen[:n], id) {
			seen[n] = id
			n++
			many = n == anyNumber
		}
	})
	return many
}

// hasFigures reports whether a document may have a figure.
func (m *matcher) hasFigures(line uint32) bool {
	return slices.ContainsFunc(m.tokensOf(line), m.isFigure)
}

func (m *matcher) isFigure(id uint32) bool {
	t := m.view.terms.at(id)
	return t.number || isNumeral(m.view.text(t))
}

func isNumeral(key []byte) bool {
	if _, ok := numerals[string(key)]; ok {
		return true
	}
	_, digit := hanDigits[string(key)]
	return digit || hanPlaces[string(key)] > 0
}

// sameness returns how much of a document the question has, and how much of the
// question the document, by weight, apart from numbers and denials.
func (m *matcher) sameness(line uint32) (said, asked float64) {
	s, v := &m.smart, m.view
	tokens := m.tokensOf(line)
	have, want := 0.0, 0.0
	for i, id := range tokens {
		t := v.terms.at(id)
		if t.number || isDenial(v.text(t)) || holds(tokens[:i], id) {
			continue
		}
		memo := m.memo(id)
		want += memo.weight
		if memo.query >= 0 {
			have += memo.weight
		}
	}
	whole := m.unknownWeight()
	for i := range s.terms {
		if t := s.terms[i].term; !s.terms[i].pair && !t.number && !isDenial(v.text(t)) {
			whole += s.terms[i].weight
		}
	}
	if want == 0 {
		return 1, 1
	}
	return have / want, have / max(whole, 1e-9)
}

// compareFigures returns what a question and a wording disagree about. A figure
// that only one of them has is no disagreement.
func compareFigures(question, wording []figure) Doubt {
	var found Doubt
	for _, w := range wording {
		if among, _ := agreeing(w, question); among {
			continue
		}
		for _, q := range question {
			if among, _ := agreeing(q, wording); !among {
				found |= disagreement(q, w)
			}
		}
	}
	return found
}

func agreeing(f figure, others []figure) (bool, int) {
	for i, other := range others {
		if f.agrees(other) {
			return true, i
		}
	}
	return false, 0
}

// agrees reports whether two figures mean the same: "X200" and "x 200", 三天 and
// "3 days", 1 kg and 1000 g.
func (f figure) agrees(other figure) bool {
	switch {
	case f.code != 0 && f.code == other.code:
		return true
	case f.whole || other.whole:
		return false
	case f.unit.dimension == noDimension || other.unit.dimension == noDimension || f.unit.dimension == counted || other.unit.dimension == counted:
		return f.value == other.value && (f.head == 0 || other.head == 0 || f.head == other.head)
	}
	a, b := f.value*f.unit.factor, other.value*other.unit.factor
	return f.unit.dimension == other.unit.dimension && math.Abs(a-b) <= 1e-6*math.Abs(a)
}

// disagreement says what kind two figures that do not agree differ in.
func disagreement(a, b figure) Doubt {
	switch {
	case a.whole || b.whole:
		return DoubtModel
	case a.head != 0 && a.head == b.head:
		return numberedModel
	case a.value == b.value && a.unit != b.unit && a.unit.dimension != noDimension && b.unit.dimension != noDimension:
		return DoubtUnit
	}
	return DoubtNumber
}

// noteFigure remembers that the question may have a figure.
func (s *smartMatch) noteFigure(found sighting) {
	s.figured = s.figured || found.kind == text.Number || isNumeral(found.key)
}
