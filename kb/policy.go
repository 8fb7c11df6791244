package kb

import "slices"

// DecisionKind is what to do with the hits of a query.
type DecisionKind uint8

// The kinds of decision.
const (
	// None: nothing fits well enough to be shown.
	None DecisionKind = iota
	// Suggest: the customer picks from a list.
	Suggest
	// Direct: the first hit is the answer.
	Direct
)

// String returns "none", "suggest" or "direct".
func (k DecisionKind) String() string {
	switch k {
	case None:
		return "none"
	case Suggest:
		return "suggest"
	case Direct:
		return "direct"
	}
	return "invalid"
}

// Reason says which rule of a [Policy] decided.
type Reason string

// The reasons of a decision.
const (
	// NoHit: there was nothing to choose from.
	NoHit Reason = "no hit"
	// BelowSuggest: the first hit is below Policy.Suggest.
	BelowSuggest Reason = "below suggest"
	// BelowDirect: the first hit is below Policy.Direct.
	BelowDirect Reason = "below direct"
	// WithinMargin: the second hit is too near to the first.
	WithinMargin Reason = "within margin"
	// AboveDirect: the first hit is good enough and clearly ahead.
	AboveDirect Reason = "above direct"
	// BelowChitChat: there was nothing but small talk, and not good enough.
	BelowChitChat Reason = "below chit-chat"
	// Blocked: a [Guard] kept the question from being answered.
	Blocked Reason = "blocked"
	// Doubtful: the first hit has doubts (see [Hit]).
	Doubtful Reason = "doubtful"
	// Identical: the first hit has the very text of the question.
	Identical Reason = "identical"
	// Ambiguous: several hits have the very text of the question and different
	// answers, and nothing but their ids would choose among them.
	Ambiguous Reason = "ambiguous"
	// Limited: the first hit has the tag [SuggestOnly].
	Limited Reason = "limited"
)

// Policy turns scores into a decision. The zero value is the default policy.
type Policy struct {
	// Direct is the least score, in (0,1], for which the first hit is the
	// answer. Default: 0.6.
	Direct float64
	// Suggest is the least score, in (0,Direct], for which the first hit is
	// offered, together with the others that are at least a quarter as good.
	// Default: 0.2.
	Suggest float64
	// Margin is how far the first hit must be ahead of the second one to be the
	// answer, in [0,1). Identical text needs none, unless it is the text of several
	// entries of equal rank whose answers differ. Default: 0.15; negative means none.
	Margin float64
	// MaxSuggest is how many hits are offered at most. Default: 3.
	MaxSuggest int
	// ChitChat is the least score, in [Direct,1], for which an entry of kind
	// [ChitChat] counts. Below it small talk is left out, and so it is never
	// offered in place of a question about the business. Default: Direct.
	ChitChat float64
}

const (
	defaultDirect     = 0.6
	defaultSuggest    = 0.2
	defaultMargin     = 0.15
	defaultMaxSuggest = 3
)

// Validate reports contradictory thresholds as a [*FieldError].
func (p Policy) Validate() error {
	d := p.WithDefaults()
	switch {
	case !(d.Direct > 0 && d.Direct <= 1):
		return &FieldError{Field: "direct", Reason: "is not in (0,1]"}
	case !(d.Suggest > 0 && d.Suggest <= d.Direct):
		return &FieldError{Field: "suggest", Reason: "is not in (0,direct]"}
	case !(d.Margin >= 0 && d.Margin < 1):
		return &FieldError{Field: "margin", Reason: "is not below 1"}
	case !(d.ChitChat >= d.Direct && d.ChitChat <= 1):
		return &FieldError{Field: "chit_chat", Reason: "is not in [direct,1]"}
	}
	return nil
}

// WithDefaults returns the policy with its defaults filled in.
func (p Policy) WithDefaults() Policy {
	if p.Direct == 0 {
		p.Direct = defaultDirect
	}
	if p.Suggest == 0 {
		p.Suggest = min(defaultSuggest, p.Direct)
	}
	if p.Margin == 0 {
		p.Margin = defaultMargin
	}
	p.Margin = max(0, p.Margin)
	if p.MaxSuggest <= 0 {
		p.MaxSuggest = defaultMaxSuggest
	}
	if p.ChitChat == 0 {
		p.ChitChat = p.Direct
	}
	return p
}

// Decision is the outcome of a policy.
type Decision struct {
	// Kind says what to do, and Reason which rule of the policy decided so.
	Kind   DecisionKind
	Reason Reason
	// Hits is the answer alone if Kind is [Direct], what to offer if it is
	// [Suggest], and nothing if it is [None].
	Hits []Hit
}

// Decide judges hits as [Index.Match] returns them, the best first.
func (p Policy) Decide(hits []Hit) Decision {
	p = p.WithDefaults()
	all := len(hits)
	hits = p.serious(hits)
	switch {
	case len(hits) == 0 && all > 0:
		return Decision{Kind: None, Reason: BelowChitChat}
	case len(hits) == 0:
		return Decision{Kind: None, Reason: NoHit}
	case hits[0].Score >= p.Suggest && hits[0].Entry.onlySuggested():
		return Decision{Kind: Suggest, Reason: Limited, Hits: p.offered(hits)}
	case hits[0].Score >= 1 && ambiguous(hits):
		return Decision{Kind: Suggest, Reason: Ambiguous, Hits: p.offered(hits)}
	case hits[0].Score >= 1:
		return Decision{Kind: Direct, Reason: Identical, Hits: hits[:1]}
	case hits[0].Score < p.Suggest:
		return Decision{Kind: None, Reason: BelowSuggest}
	case hits[0].Doubts != 0:
		return Decision{Kind: Suggest, Reason: Doubtful, Hits: p.offered(hits)}
	case hits[0].Score < p.Direct:
		return Decision{Kind: Suggest, Reason: BelowDirect, Hits: p.offered(hits)}
	case len(hits) > 1 && hits[0].Score-hits[1].Score < p.Margin:
		return Decision{Kind: Suggest, Reason: WithinMargin, Hits: p.offered(hits)}
	}
	return Decision{Kind: Direct, Reason: AboveDirect, Hits: hits[:1]}
}

// ambiguous reports whether another hit of identical text is as good as the first one
// by all that orders them (kind, boost, base, locale, priority) and says something else.
func ambiguous(hits []Hit) bool {
	first := &hits[0]
	for i := range hits[1:] {
		h := &hits[1+i]
		f, g := first.Entry.facet(), h.Entry.facet()
		if h.Score < 1 || tiedFacets(&f, &g, first.Boost, h.Boost) != 0 {
			return false
		}
		if !sayTheSame(first.Entry, h.Entry) {
			return true
		}
	}
	return false
}

// serious returns the hits without small talk that is not good enough.
func (p Policy) serious(hits []Hit) []Hit {
	idle := func(h Hit) bool { return h.Entry.Kind == ChitChat && h.Score < p.ChitChat }
	if !slices.ContainsFunc(hits, idle) {
		return hits
	}
	return slices.DeleteFunc(slices.Clone(hits), idle)
}

// offered returns the hits that are worth offering.
func (p Policy) offered(hits []Hit) []Hit {
	n := 1
	for n < len(hits) && n < p.MaxSuggest && hits[n].Score >= hits[0].Score/4 {
		n++
	}
	return hits[:n]
}
