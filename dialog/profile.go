package dialog

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"time"
)

// AttributeSource says how an attribute of a customer is known.
type AttributeSource string

// The sources of attributes.
const (
	Stated   AttributeSource = "stated"   // the customer said so
	OnRecord AttributeSource = "given"    // the host's records say so, such as a CRM
	Inferred AttributeSource = "inferred" // it was concluded from what he said and did
)

// Attribute is something that is known about a customer.
type Attribute struct {
	// Name is what it is ("phone", "interest"), Value what it is for him.
	Name  string `json:"name"`
	Value string `json:"value"`
	// Source is how it is known; empty means [Inferred].
	Source AttributeSource `json:"source"`
	// Confidence is the probability that it is so, in [0,1]. 0 means "not known", and
	// counts as 1 for what was stated or given and as 0.5 for what was inferred.
	Confidence float64 `json:"confidence,omitempty"`
	// At is when it was found out, to the microsecond.
	At time.Time `json:"at"`
	// Channel, Conversation and Message are where.
	Channel      string `json:"channel,omitempty"`
	Conversation string `json:"conversation,omitempty"`
	Message      string `json:"message,omitempty"`
}

// sureAttribute is the confidence below which an attribute is a guess.
const sureAttribute = 0.5

// keptValues is how many values of one attribute a profile keeps.
const keptValues = 4

// Profile is what is known about one customer.
type Profile struct {
	Customer string `json:"customer"`
	// Attributes are what is held to be true, by name, one value each.
	Attributes []Attribute `json:"attributes,omitempty"`
	// Others are further values of the same attributes, by name, the likelier first,
	// at most three each: what contradicts, and what was true before.
	Others []Attribute `json:"others,omitempty"`
}

// Get returns what is held to be true of an attribute; false if nothing is.
func (p *Profile) Get(name string) (Attribute, bool) {
	i := slices.IndexFunc(p.Attributes, func(a Attribute) bool { return a.Name == name })
	if i < 0 {
		return Attribute{}, false
	}
	return p.Attributes[i], true
}

// Conflicts returns the other values of an attribute that are as well founded as
// the one that is held to be true, and not merely guesses or conclusions beside a
// statement. Where there are some, it may be worth asking.
func (p *Profile) Conflicts(name string) (conflicts []Attribute) {
	held, ok := p.Get(name)
	if !ok {
		return nil
	}
	for _, other := range p.Others {
		if other.Name == name && other.class() == held.class() {
			conflicts = append(conflicts, other)
		}
	}
	return conflicts
}

// Merge returns the profile with more attributes; p stays as it is. What was
// stated or given beats what was inferred, and a guess (a confidence below 0.5)
// beats nothing; otherwise the newer value is held to be true, and of two at the
// same time the given one. Whatever loses stays among the others. A guess is held
// to be true where there is nothing else. Attributes without a name or a value are
// dropped: knowing nothing erases nothing. The order in which attributes come, and
// how often, makes no difference.
func (p Profile) Merge(attrs ...Attribute) Profile {
	all := make([]Attribute, 0, len(p.Attributes)+len(p.Others)+len(attrs))
	for _, a := range slices.Concat(p.Attributes, p.Others, attrs) {
		if a = a.normal(); a.Name != "" && a.Value != "" {
			all = append(all, a)
		}
	}
	slices.SortFunc(all, func(a, b Attribute) int { return cmp.Or(cmp.Compare(a.Name, b.Name), b.compare(a)) })
	merged := Profile{Customer: p.Customer}
	var values []string // of the present name
	for i, a := range all {
		if i == 0 || a.Name != all[i-1].Name {
			values = values[:0]
		}
		if len(values) == keptValues || slices.Contains(values, a.Value) {
			continue
		}
		if values = append(values, a.Value); len(values) == 1 {
			merged.Attributes = append(merged.Attributes, a)
		} else {
			merged.Others = append(merged.Others, a)
		}
	}
	return merged
}

// normal is the attribute as it is kept.
func (a Attribute) normal() Attribute {
	a.Name, a.Value, a.At = strings.TrimSpace(a.Name), strings.TrimSpace(a.Value), keep(a.At)
	if a.Source != Stated && a.Source != OnRecord {
		a.Source = Inferred
	}
	switch {
	case math.IsNaN(a.Confidence) || a.Confidence <= 0:
		a.Confidence = 1
		if a.Source == Inferred {
			a.Confidence = sureAttribute
		}
	case a.Confidence > 1:
		a.Confidence = 1
	}
	return a
}

// class is how well an attribute is founded: 2 by somebody's word, 1 by a
// conclusion, 0 not at all.
func (a *Attribute) class() int {
	switch {
	case a.Confidence < sureAttribute:
		return 0
	case a.Source == Inferred:
		return 1
	}
	return 2
}

// compare is positive if a is to be held true rather than b. It is a total order,
// which is why the order of merging makes no difference.
func (a Attribute) compare(b Attribute) int {
	return cmp.Or(
		cmp.Compare(a.class(), b.class()), a.At.Compare(b.At), cmp.Compare(sourceRank(a.Source), sourceRank(b.Source)),
		cmp.Compare(a.Confidence, b.Confidence), cmp.Compare(a.Value, b.Value), cmp.Compare(a.Channel, b.Channel),
		cmp.Compare(a.Conversation, b.Conversation), cmp.Compare(a.Message, b.Message),
	)
}

func sourceRank(s AttributeSource) int {
	return slices.Index([]AttributeSource{Inferred, Stated, OnRecord}, s)
}

// ProfileProvider knows customers: the host's CRM, or [MemoryProfiles]. It is safe
// for concurrent use. Who is not known is [ErrNotFound].
type ProfileProvider interface {
	Profile(ctx context.Context, customer string) (Profile, error)
}

// ProfileFunc is a function that is a [ProfileProvider].
type ProfileFunc func(ctx context.Context, customer string) (Profile, error)

// Profile calls f.
func (f ProfileFunc) Profile(ctx context.Context, customer string) (Profile, error) {
	return f(ctx, customer)
}

// ProfileSink takes what was learned about a customer. The same attributes may
// come again, and in another order: Put merges as [Profile.Merge] does. It keeps
// all that it can keep, also when it returns an error for the rest.
type ProfileSink interface {
	Put(ctx context.Context, customer string, attrs []Attribute) error
}

// ProfileSinkFunc is a function that is a [ProfileSink].
type ProfileSinkFunc func(ctx context.Context, customer string, attrs []Attribute) error

// Put calls f.
func (f ProfileSinkFunc) Put(ctx context.Context, customer string, attrs []Attribute) error {
	return f(ctx, customer, attrs)
}
