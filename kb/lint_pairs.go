package kb

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

const (
	// lintCandidates is how many neighbours of a wording are compared with it.
	lintCandidates = 6
	// mostLooked and mostOthers bound what is looked at and told of a wording that
	// thousands of entries have.
	mostLooked = 64
	mostOthers = 8
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
	best := map[string]likePair{}
	var others []*Entry
	consider := func(other *Entry, field, otherField string, likeness float64, nearness int) {
		if other.ID == e.ID || !report(other) || !together(e, other) {
			return
		}
		old, ok := best[other.ID]
		if ok && cmp.Or(cmp.Compare(old.nearness, nearness), cmp.Compare(old.Value, likeness)) >= 0 {
			return
		}
		if !ok {
			if len(others) == mostOthers {
				return
			}
			others = append(others, other)
		}
		best[other.ID] = likePair{Finding{Entry: e.ID, Field: field, Other: other.ID, OtherField: otherField, Value: likeness}, nearness}
	}
	similar := c.wants(NearDuplicate) || c.wants(Conflict)
	for i := -1; i < len(e.Phrasings); i++ {
		wording, field := e.wording(i), wordingField(i)
		looked := 0
		c.library.index.identical(wording, func(other *Entry, line int) bool {
			consider(other, field, wordingField(line), 1, identicalWording)
			looked++
			return looked < mostLooked
		})
		if !similar || e.Mode == Contains {
			continue
		}
		mine := c.profile(wording, e.Locale)
		for _, h := range c.library.index.similar(Query{Text: wording, Locale: e.Locale, Limit: lintCandidates}) {
			if h.Entry.ID == e.ID || h.Entry.Mode != Smart {
				continue
			}
			theirs := c.profile(h.Phrasing, h.Entry.Locale)
			if likeness := mine.like(theirs); likeness >= c.opts.Likeness {
				nearness := nearWording
				if mine.telling == theirs.telling {
					nearness = sameMeaning
				}
				consider(h.Entry, field, wordingField(slices.Index(h.Entry.Phrasings, h.Phrasing)), likeness, nearness)
			}
		}
	}
	for _, other := range others {
		pair := best[other.ID]
		f, same := pair.Finding, sayTheSame(e, other)
		switch {
		case pair.nearness == identicalWording && same:
			f.Rule, f.Severity = Duplicate, Warning
		case pair.nearness == identicalWording:
			f.Rule, f.Severity = Conflict, Blocking
		case pair.nearness == sameMeaning && !same:
			f.Rule, f.Severity = Conflict, Warning
		default:
			f.Rule, f.Severity = NearDuplicate, Info
		}
		c.add(f)
	}
}

// likePair is two entries that are alike, and how near their wordings are.
type likePair struct {
	Finding
	nearness int
}

const (
	nearWording = iota
	sameMeaning // they differ in nothing that tells
	identicalWording
)

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
	terms   map[string]float64 // weight
	total   float64
	exact   string // what must be the same: numbers, codes, denials
	telling string // all that is not common, in order
}

func (c *linter) profile(wording, locale string) profile {
	p := profile{terms: map[string]float64{}}
	var exact, telling []string
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
		if !s.common {
			telling = append(telling, name)
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
	p.exact, p.telling = strings.Join(exact, " "), strings.Join(telling, " ")
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
	return math.Round(2e4*shared/(p.total+o.total)) / 1e4 // the order of adding must not show
}
