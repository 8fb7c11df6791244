package kb

import (
	"bytes"
	"math"
	"slices"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

const (
	// sameMeaning is the likeness from which on two wordings differ in nothing that
	// tells, so that other answers contradict.
	sameMeaning = 0.95
	// lintCandidates is how many neighbours of a wording are compared with it.
	lintCandidates = 6
	// commonWeight is what a common word counts beside one that tells something.
	commonWeight = 0.2
)

// pairs applies the rules that look at two entries: e, which need not be in the
// index, and each other one that the index finds by the wordings of e. Of several
// places where two entries are alike, the most alike is reported.
func (c *linter) pairs(e *Entry, report func(other *Entry) bool) {
	if e.Mode == Pattern || !c.wants(Duplicate) && !c.wants(NearDuplicate) && !c.wants(Conflict) {
		return
	}
	best := map[string]Finding{}
	var others []*Entry
	consider := func(other *Entry, field, otherField string, likeness float64) {
		if other.ID == e.ID || !report(other) || !together(e, other) {
			return
		}
		if old, ok := best[other.ID]; ok && old.Value >= likeness {
			return
		} else if !ok {
			others = append(others, other)
		}
		best[other.ID] = Finding{Entry: e.ID, Field: field, Other: other.ID, OtherField: otherField, Value: likeness}
	}
	similar := c.wants(NearDuplicate) || c.wants(Conflict)
	for i := -1; i < len(e.Phrasings); i++ {
		wording, field := e.wording(i), wordingField(i)
		c.library.index.identical(wording, func(other *Entry, line int) { consider(other, field, wordingField(line), 1) })
		if !similar || e.Mode == Contains {
			continue
		}
		mine := c.profile(wording, e.Locale)
		for _, h := range c.library.index.similar(Query{Text: wording, Locale: e.Locale, Limit: lintCandidates}) {
			if h.Entry.ID == e.ID || h.Entry.Mode != Smart {
				continue
			}
			// A match of exactly the same words in another order is no duplicate for sure.
			if likeness := mine.like(c.profile(h.Phrasing, h.Entry.Locale)); likeness >= c.opts.Likeness {
				line := slices.Index(h.Entry.Phrasings, h.Phrasing)
				consider(h.Entry, field, wordingField(line), min(likeness, 0.99))
			}
		}
	}
	for _, other := range others {
		f := best[other.ID]
		same := sayTheSame(e, other)
		switch {
		case f.Value == 1 && same:
			f.Rule, f.Severity = Duplicate, Warning
		case f.Value == 1:
			f.Rule, f.Severity = Conflict, Blocking
		case f.Value >= sameMeaning && !same:
			f.Rule, f.Severity = Conflict, Warning
		default:
			f.Rule, f.Severity = NearDuplicate, Info
		}
		c.add(f)
	}
}

// together reports whether a customer may meet both entries: at the same time, in
// the same base, and in one language.
func together(a, b *Entry) bool {
	return a.Base == b.Base && (serves(a.Locale, b.Locale) || serves(b.Locale, a.Locale)) &&
		before(a.ValidFrom.UnixMicro(), b.ValidTo.UnixMicro(), b.ValidTo.IsZero()) &&
		before(b.ValidFrom.UnixMicro(), a.ValidTo.UnixMicro(), a.ValidTo.IsZero())
}

func before(from, to int64, open bool) bool { return open || from < to }

// sayTheSame reports whether two entries give the customer the same: the same
// content, and no column of a table with two values.
func sayTheSame(a, b *Entry) bool {
	if len(a.Facts) > 0 && len(b.Facts) > 0 {
		for _, f := range a.Facts {
			for _, g := range b.Facts {
				if len(f.Names) > 0 && len(g.Names) > 0 && text.Key(f.Names[0]) == text.Key(g.Names[0]) && text.Key(f.Value) != text.Key(g.Value) {
					return false
				}
			}
		}
		return true
	}
	x, y := a.content(), b.content()
	return sameAnswer(&x.Answer, &y.Answer) && (a.Guide == nil) == (b.Guide == nil) &&
		(a.Guide == nil || (&Entry{Guide: a.Guide}).sameContent(&Entry{Guide: b.Guide}))
}

// sameAnswer compares texts by their keys: another capital is no contradiction.
func sameAnswer(a, b *Answer) bool {
	one, two := Entry{Answer: a.clone()}, Entry{Answer: b.clone()}
	for _, e := range []*Entry{&one, &two} {
		for i := range e.Answer.Parts {
			p := &e.Answer.Parts[i]
			p.Text = text.Key(p.Text)
		}
	}
	return one.sameContent(&two)
}

// profile is what a wording is made of, for comparing two of them.
type profile struct {
	terms  map[string]float64 // weight
	total  float64
	exact  string // what must be the same: numbers, codes, denials
	runes  int
	source string
}

func (c *linter) profile(wording, locale string) profile {
	p := profile{terms: map[string]float64{}, source: wording}
	var exact []string
	c.lines.analyze(wording, locale, func(s sighting) {
		weight := 1.0
		if s.common {
			weight = commonWeight
		}
		name := string(s.name)
		if s.pair != nil { // the order of characters is what words are
			p.terms["p"+string(s.pair)] += 1
			p.total++
		}
		p.terms[name] += weight
		p.total += weight
		if s.denies {
			exact = append(exact, "not")
		}
		if s.kind == text.Number || bytes.ContainsAny(s.key, "0123456789") {
			exact = append(exact, name)
		}
	})
	slices.Sort(exact)
	p.exact = strings.Join(exact, " ")
	return p
}

// like returns how like two wordings are, from 0 to 1: twice the weight of what
// they share in proportion to all they have.
func (p profile) like(o profile) float64 {
	if p.exact != o.exact || p.total+o.total == 0 {
		return 0
	}
	shared := 0.0
	for name, weight := range p.terms {
		shared += math.Min(weight, o.terms[name])
	}
	return 2 * shared / (p.total + o.total)
}

// similar is smart matching alone, also of texts that are identical to a wording.
func (x *Index) similar(q Query) []Hit {
	m := x.pool.Get().(*matcher)
	m.view, m.query, m.segmented = x.current.Load(), q, false
	hits := m.findSmart(nil)
	m.view, m.query = nil, Query{}
	x.pool.Put(m)
	return hits
}
