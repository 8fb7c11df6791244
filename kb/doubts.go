package kb

import (
	"math"
	"slices"
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
	// An entry that has less than this part of the telling words of the
	// question, by weight, is carried by common words, unless the question has
	// nearly all of one of its wordings.
	fewTelling = 0.08
	wholeDoc   = 0.9
	// leastAlike is the part of a wording, by weight, below which nothing is read.
	leastAlike = 0.25
	// A question whose other words, counted, are these parts of a wording and of the
	// question says the same, or the opposite.
	sameWords  = 0.6
	askedWords = 0.5
	// sameCounted is the part of both for denials.
	sameCounted = 0.75
	// An entry of which a third of the wordings have a number, this many different ones of a
	// kind, and whose answer has none, is about none of them: "send 20 dollars to
	// Ann", "send 300 to Bob". A question that differs from one of them in nothing but the
	// number is in doubt all the same.
	anyNumber = 4
	// manyFigured is how many wordings with numbers are enough, whatever the others.
	manyFigured = 8
	// mostWordings bounds how many of its wordings are read for that.
	mostWordings = 128
)

// numberedModel is another number after the same word: two models, as iPhone 14
// and iPhone 15 are, or only two numbers, as in "alarm 7" and "alarm 8".
const numberedModel Doubt = 1 << 7

// doubts returns the reasons why the entry must not be the answer without asking
// back.
func (m *matcher) doubts(f *foundSlot, x *signals) Doubt {
	s := &m.smart
	var found Doubt
	if x[docCovered] < wholeDoc && (x[tellingShared] < fewTelling && s.tellingWeight+m.unknownWeight() > 0 || !m.boost.expands && m.saysNothing()) {
		found |= DoubtCommon
	}
	denied := m.view.denies(f.best) != s.denies && !m.settled(f) && m.sameButDenied(f.best)
	figures, turned := m.outlineDoubts(f)
	var opposite classes
	opposite.add(prefixClass)
	switch {
	case denied && turned.has(prefixClass):
		turned = turned.without(opposite) // unlabeled mails are not labeled
	case denied:
		found |= DoubtNegation
	}
	return found | figures | turned.doubts()
}

// sameButDenied reports whether a wording and the question say the same, apart from
// denials.
func (m *matcher) sameButDenied(line uint32) bool {
	if doc, question := m.sameness(line); doc >= sameButDenied && question >= sameAsked {
		return true
	}
	m.readOutlines(line)
	q, w := &m.smart.asked, &m.smart.worded
	return len(w.words)+len(w.turns) > 0 && w.withTurns(q) >= sameCounted && q.withTurns(w) >= sameCounted
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

// outlineDoubts compares the question with the best wording and with others of the
// entry that are nearly as good. What one of them has just as the question does is
// no doubt.
func (m *matcher) outlineDoubts(f *foundSlot) (Doubt, classes) {
	s := &m.smart
	least := nearlyBest * f.similarity
	var found Doubt
	var differ, agree classes
	figured, only := false, false
	for _, d := range s.docs {
		if d.score < least || d.slot != f.id {
			continue
		}
		weighed, _ := m.sameness(d.id)
		if weighed < leastAlike {
			continue
		}
		m.readOutlines(d.id)
		q, w := &s.asked, &s.worded
		said, asked := w.within(q), q.within(w)
		if weighed >= sameSaid || said >= sameWords && asked >= askedWords {
			other := compareFigures(q.figures, w.figures)
			found |= other
			only = only || other != 0 && said == 1 && asked == 1
			figured = figured || other == 0 && agreeAll(q.figures, w.figures)
		}
		if said >= sameWords && asked >= askedWords {
			other, same := compareTurns(q, w)
			differ, agree = differ.with(other), agree.with(same)
		}
	}
	if figured {
		found = 0
	} else if found&(DoubtNumber|numberedModel) != 0 && !only && m.takesAnyNumber(f) {
		found &^= DoubtNumber | numberedModel
	}
	if found&numberedModel != 0 {
		found = found&^numberedModel | DoubtModel
	}
	if differ = differ.without(agree); differ != (classes{}) {
		differ = m.unsaid(f, differ)
	}
	return found, differ
}

// unsaid returns the classes of which no wording of the entry at all has what the
// question has. An entry that speaks of Monday in one wording and of Friday in
// another is about both. A word and its opposite are left as they are.
func (m *matcher) unsaid(f *foundSlot, differ classes) classes {
	s, slot := &m.smart, m.view.slots.at(f.id)
	for i := range min(uint32(slot.lines), mostWordings) {
		s.reader.read(&s.worded, m.view.wording(slot.first+i))
		_, agree := compareTurns(&s.asked, &s.worded)
		var settled classes
		for c := range letterClass + 1 {
			if agree.has(c) && c.doubt() != DoubtNegation {
				settled.add(c)
			}
		}
		differ = differ.without(settled)
	}
	return differ
}

// takesAnyNumber reports whether the numbers of an entry are examples. Models are
// none.
func (m *matcher) takesAnyNumber(f *foundSlot) bool {
	s := &m.smart
	slot := m.view.slots.at(f.id)
	var seen [anyNumber]float64
	n, figured, read := 0, 0, 0
	for line := slot.first; read < min(int(slot.lines), mostWordings); line++ {
		read++
		s.reader.read(&s.worded, m.view.wording(line))
		any := false
		for _, w := range s.worded.figures {
			if w.whole || w.weak || !slices.ContainsFunc(s.asked.figures, w.alike) {
				continue
			}
			any = true
			if n < len(seen) && !slices.Contains(seen[:n], w.value) {
				seen[n] = w.value
				n++
			}
		}
		if any {
			figured++
		}
	}
	if n < len(seen) || 3*figured < read && figured < manyFigured {
		return false
	}
	var room []unpacked
	e := m.view.entryIn(f.id, &room, 1)
	s.reader.read(&s.worded, e.Answer.PlainText())
	return !s.worded.figured()
}

// alike reports whether two figures are numbers of the same kind of thing.
func (f figure) alike(other figure) bool {
	a, b := f.unit.dimension, other.unit.dimension
	return !other.whole && (a == b || a.plain() && b.plain())
}

// readOutlines reads the question, once, and a wording.
func (m *matcher) readOutlines(line uint32) {
	s := &m.smart
	s.reader.stemmer = m.lines.stemmer
	if !s.askedRead {
		s.askedRead = true
		s.reader.read(&s.asked, m.query.Text)
	}
	s.reader.read(&s.worded, m.view.wording(line))
}

// agreeAll reports whether there are figures, and a wording has all of them.
func agreeAll(question, wording []figure) bool {
	any := false
	for _, f := range question {
		if agreeing(f, wording) {
			any = true
		} else if !f.weak {
			return false
		}
	}
	return any
}

// figured reports whether the text has a figure that is one for certain.
func (o *outline) figured() bool {
	return slices.ContainsFunc(o.figures, func(f figure) bool { return !f.weak })
}

func isNumeral(key []byte) bool {
	if numeralStems[string(key)] {
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
// that only one of them has is no disagreement, but another one in the same place is one
// even if it occurs elsewhere: 买一送一 and 买二送一.
func compareFigures(question, wording []figure) Doubt {
	var found Doubt
	for _, w := range wording {
		known := agreeing(w, question)
		for _, q := range question {
			switch {
			case q.agrees(w), !q.inPlaceOf(w) && (known || agreeing(q, wording)):
			case (q.weak || w.weak) && !q.besideSame(w):
			default:
				found |= disagreement(q, w)
			}
		}
	}
	return found
}

// inPlaceOf reports whether the same stands around two figures.
func (f figure) inPlaceOf(other figure) bool {
	return f.before == other.before && f.after == other.after && f.before|f.after != 0
}

// besideSame reports whether two figures count the same, or number it.
func (f figure) besideSame(other figure) bool {
	same := func(a, b uint32) bool { return a == b && a&1 != 0 }
	return f.inPlaceOf(other) || same(f.after, other.after) || same(f.behind, other.behind) || same(f.before, other.before) ||
		f.behind == 0 && other.behind == 0 && f.before == other.before && f.before != 0
}

func agreeing(f figure, others []figure) bool {
	return slices.ContainsFunc(others, f.agrees)
}

// agrees reports whether two figures mean the same: "X200" and "x 200", 三天 and
// "3 days", 1 kg and 1000 g.
func (f figure) agrees(other figure) bool {
	switch {
	case f.code != 0 && f.code == other.code:
		return true
	case f.whole || other.whole:
		return false
	case f.unit.dimension.plain() || other.unit.dimension.plain():
		return f.value == other.value && (f.head == 0 || other.head == 0 || f.head == other.head)
	}
	x, y := f.unit.beside(other.unit), other.unit.beside(f.unit)
	a, b := f.value*x.factor, other.value*y.factor
	return x.dimension == y.dimension && math.Abs(a-b) <= 1e-6*math.Abs(a)
}

// disagreement says what kind two figures that do not agree differ in.
func disagreement(a, b figure) Doubt {
	switch {
	case a.whole || b.whole:
		return DoubtModel
	case (a.unit.dimension == ordinal) != (b.unit.dimension == ordinal):
		return 0 // the first of two
	case a.head != 0 && a.head == b.head:
		return numberedModel
	case a.value == b.value && a.unit != b.unit && a.unit.dimension != noDimension && b.unit.dimension != noDimension:
		return DoubtUnit
	}
	return DoubtNumber
}
