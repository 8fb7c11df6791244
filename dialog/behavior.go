package dialog

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"
)

// BehaviorKind is what a customer did outside of the conversation. Hosts may have
// kinds of their own.
type BehaviorKind string

// The kinds of behaviour that tell of interests.
const (
	PageView  BehaviorKind = "page"
	SearchFor BehaviorKind = "search"
	CartAdd   BehaviorKind = "cart"
	Purchase  BehaviorKind = "purchase"
)

// BehaviorEvent is one thing that a customer did on the host's pages.
type BehaviorEvent struct {
	// ID is the host's id of the event; one that came before is not counted again.
	// Required.
	ID       string       `json:"id"`
	Customer string       `json:"customer"`
	Kind     BehaviorKind `json:"kind"`
	// URL and Title are the page, Query what was searched for.
	URL   string `json:"url,omitempty"`
	Title string `json:"title,omitempty"`
	Query string `json:"query,omitempty"`
	// Category is where the thing belongs in the host's tree, as a path; Item is
	// what it is.
	Category string `json:"category,omitempty"`
	Item     string `json:"item,omitempty"`
	// Dwell is how long the page was looked at, if the host knows; see [Trail.Dwell].
	Dwell time.Duration `json:"dwell,omitempty"`
	At    time.Time     `json:"at"`
}

// Trail is what a customer did last, the newest first.
type Trail struct {
	Events []BehaviorEvent `json:"events,omitempty"`
}

// defaultTrail is how many events a trail keeps where nothing else is said.
const defaultTrail = 100

// With returns the trail with one more event, of which the newest most are kept
// (0: 100); t stays as it is. Events may come late and twice: the order in which
// they come makes no difference.
func (t Trail) With(e BehaviorEvent, most int) Trail {
	if most <= 0 {
		most = defaultTrail
	}
	e.At = keep(e.At)
	if slices.ContainsFunc(t.Events, func(o BehaviorEvent) bool { return o.ID == e.ID }) {
		return t
	}
	at, _ := slices.BinarySearchFunc(t.Events, e, func(a, b BehaviorEvent) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID))
	})
	events := slices.Insert(slices.Clone(t.Events), at, e)
	return Trail{Events: events[:min(len(events), most)]}
}

// longestDwell is the time after which whoever left a page open has gone.
const longestDwell = 30 * time.Minute

// Dwell returns how long the page of event i was looked at: what the event says,
// else the time until the next one if that is at most half an hour; else 0, for
// "not known". Only page views have one.
func (t Trail) Dwell(i int) time.Duration {
	e := t.Events[i]
	switch {
	case e.Kind != PageView:
		return 0
	case e.Dwell > 0:
		return min(e.Dwell, longestDwell)
	case i == 0:
		return 0
	}
	if gap := t.Events[i-1].At.Sub(e.At); gap <= longestDwell {
		return gap
	}
	return 0
}

// Interest is how much a customer cares for a category, or for an item that has
// none.
type Interest struct {
	Category string `json:"category"`
	// Weight is its share of all interests, in [0,1]. Confidence is how much it was
	// seen, in [0,1).
	Weight     float64 `json:"weight"`
	Confidence float64 `json:"confidence"`
	// Last is when it was seen last.
	Last time.Time `json:"last"`
}

// Interests returns what a trail shows to be of interest, the most first. A page
// counts from a quarter to two by the time that it was looked at (one for 30
// seconds, or where that is not known), a search two, a cart four, a purchase
// eight, other kinds one; all of it half as much after each half-life (0: seven
// days). Events after now count as if they were now.
func (t Trail) Interests(now time.Time, halfLife time.Duration) []Interest {
	if halfLife <= 0 {
		halfLife = 7 * 24 * time.Hour
	}
	var interests []Interest
	total := 0.0
	for i, e := range t.Events {
		category := strings.TrimSpace(cmp.Or(e.Category, e.Item))
		if category == "" {
			continue
		}
		age := max(now.Sub(e.At), 0)
		mass := t.mass(i) * math.Exp2(-float64(age)/float64(halfLife))
		total += mass
		at := slices.IndexFunc(interests, func(o Interest) bool { return o.Category == category })
		if at < 0 {
			at = len(interests)
			interests = append(interests, Interest{Category: category, Last: e.At})
		}
		interests[at].Weight += mass
	}
	for i := range interests {
		mass := interests[i].Weight
		interests[i].Confidence = mass / (mass + 2) // a search alone is an even guess
		if total > 0 {
			interests[i].Weight = mass / total
		}
	}
	slices.SortStableFunc(interests, func(a, b Interest) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Category, b.Category))
	})
	return interests
}

// mass is how much event i tells while it is new.
func (t Trail) mass(i int) float64 {
	switch t.Events[i].Kind {
	case SearchFor:
		return 2
	case CartAdd:
		return 4
	case Purchase:
		return 8
	case PageView:
		if dwell := t.Dwell(i); dwell > 0 {
			return min(max(dwell.Seconds()/30, 0.25), 2)
		}
	}
	return 1
}

// Attributes returns the three greatest interests as inferred attributes of the
// name "interest", for a profile: found out now, the greatest the surest.
func (t Trail) Attributes(now time.Time, halfLife time.Duration) (attrs []Attribute) {
	interests := t.Interests(now, halfLife)
	for _, in := range interests[:min(len(interests), 3)] {
		attrs = append(attrs, Attribute{Name: "interest", Value: in.Category, Source: Inferred, Confidence: in.Confidence, At: now})
	}
	return attrs
}
