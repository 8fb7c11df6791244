package kb

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// Recommendation is an entry that may interest a customer.
type Recommendation struct {
	// Entry must not be modified: it is shared with the index.
	Entry *Entry
	// Score is what orders recommendations: the sum of the reasons' weights, less
	// what was taken off for variety. It has no unit and compares only within one
	// list.
	Score float64
	// Reasons are what contributed, the strongest first.
	Reasons []RecommendReason
}

// RecommendReason is one contribution to a [Recommendation].
type RecommendReason struct {
	// Kind says what the contribution rests on.
	Kind ReasonKind
	// Detail is the tag, category or entry that it is about.
	Detail string
	// Weight is what it contributed; below 0 it speaks against.
	Weight float64
}

// ReasonKind says what a recommendation rests on.
type ReasonKind string

// The kinds of reason.
const (
	FitsAttribute ReasonKind = "attribute" // a tag fits the profile, or contradicts it
	FitsInterest  ReasonKind = "interest"  // an interest in the category
	FitsHistory   ReasonKind = "history"   // near to what was shown before
	IsRelated     ReasonKind = "related"   // an entry shown or looked at before names it
	WasVisited    ReasonKind = "visit"     // the category or the entry was looked at
	FitsPage      ReasonKind = "page"      // a page that was looked at is about it
	IsPopular     ReasonKind = "popular"   // others asked for it
	HasPriority   ReasonKind = "priority"  // the editors prefer it
	WasSeen       ReasonKind = "seen"      // the customer has seen it already
	SameAsAnother ReasonKind = "variety"   // another one of its category is above it
)

// Recommender recommends in the host's own way; see [LibraryOptions.Recommender]. It
// gets what [Library.Recommend] gets. It must be safe for concurrent use.
type Recommender interface {
	Recommend(ctx context.Context, p Profile, candidates []*Entry, n int) ([]Recommendation, error)
}

// RecommenderFunc is a function as [Recommender].
type RecommenderFunc func(ctx context.Context, p Profile, candidates []*Entry, n int) ([]Recommendation, error)

// Recommend calls f.
func (f RecommenderFunc) Recommend(ctx context.Context, p Profile, candidates []*Entry, n int) ([]Recommendation, error) {
	return f(ctx, p, candidates, n)
}

// The weights of recommendations, chosen by hand so that what the customer did lately
// beats what is known of him, and both beat what others like.
const (
	recommendTag      = 1.0  // each tag that fits; one that contradicts takes as much off
	recommendInterest = 1.0  // times the weight of the interest
	recommendHistory  = 0.5  // the category of the last entry shown, less for earlier ones
	recommendRelated  = 1.0  // named by an entry shown or visited
	recommendVisit    = 1.2  // the category of a visit, times its freshness
	recommendEntry    = 1.5  // the entry of a visit: not answered yet, only looked at
	recommendPage     = 1.2  // times freshness and the score of the match
	recommendPopular  = 0.6  // the most popular one, by the logarithm of hits
	recommendPriority = 0.3  // the highest priority among the candidates
	recommendSeen     = -2.0 // shown before: other things first
	varietyFactor     = 0.6  // of each further one of the same category
	historyReach      = 10   // entries of the history that count
	pageReach         = 5    // latest pages that are matched
)

// Recommend returns at most n entries (default: 5) with the tag [Recommendable] that fit
// a customer, the best first, with reasons. What speaks for an entry are tags of the form
// "name:value" that fit the profile's attributes, interests, the categories and relations
// of what was shown before, the browsing trail (a visit counts half as much every 12
// hours), the text of the pages looked at, and, with a [LogStore], how often others asked
// for it. Entries shown before come last, and categories take turns. Entries of a value
// that contradicts the profile, and such as are not valid now, are left out. With nothing
// known of the customer the popular ones come first.
//
// A [Recommender] of the host takes the place of these rules; candidates, limits and
// validity stay.
func (l *Library) Recommend(ctx context.Context, p Profile, n int) ([]Recommendation, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := l.load(ctx); err != nil {
		return nil, err
	}
	if n <= 0 {
		n = defaultLimit
	}
	now := l.opts.Now()
	candidates := l.index.recommendable(now)
	if l.opts.Recommender != nil {
		list, err := l.askRecommender(ctx, p, candidates, n)
		return list[:min(n, len(list))], err
	}
	r := recommending{library: l, profile: &p, now: now, fresh: appendFreshness(nil, p.Trail, now)}
	if err := r.popularity(ctx, candidates); err != nil {
		return nil, err
	}
	r.pages()
	var list []Recommendation
	for _, e := range candidates {
		if one, ok := r.judge(e); ok {
			list = append(list, one)
		}
	}
	return varied(list, n), nil
}

func (l *Library) askRecommender(ctx context.Context, p Profile, candidates []*Entry, n int) (list []Recommendation, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			list, err = nil, fmt.Errorf("kb: recommender: panic of type %T", fault)
		}
	}()
	return l.opts.Recommender.Recommend(ctx, p, candidates, n)
}

// recommendable returns the entries that may be recommended now, in the order of ids.
func (x *Index) recommendable(now time.Time) []*Entry {
	var list []*Entry
	x.each(func(e *Entry) {
		if slices.Contains(e.Tags, Recommendable) && e.validAt(now) {
			list = append(list, e)
		}
	})
	slices.SortFunc(list, func(a, b *Entry) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// recommending is what one call of Recommend knows.
type recommending struct {
	library *Library
	profile *Profile
	now     time.Time
	fresh   []float64
	popular map[string]float64 // from 0 to 1
	about   map[string]float64 // by entry: how much a fresh page is about it
	urgent  int                // the highest priority
}

func (r *recommending) popularity(ctx context.Context, candidates []*Entry) error {
	r.popular = map[string]float64{}
	for _, e := range candidates {
		r.urgent = max(r.urgent, e.Priority)
	}
	if r.library.opts.Log == nil || len(candidates) == 0 {
		return nil
	}
	ids := make([]string, len(candidates))
	for i, e := range candidates {
		ids[i] = e.ID
	}
	usage, err := r.library.opts.Log.Usage(ctx, ids...)
	if err != nil {
		return fmt.Errorf("kb: reading usage: %w", err)
	}
	most := 0.0
	for _, u := range usage {
		r.popular[u.Entry] = math.Log1p(float64(u.Hits()))
		most = max(most, r.popular[u.Entry])
	}
	for id := range r.popular {
		r.popular[id] /= max(most, 1)
	}
	return nil
}

// pages matches the latest pages against the index.
func (r *recommending) pages() {
	r.about = map[string]float64{}
	read := 0
	for i, visit := range slices.Backward(r.profile.Trail) {
		if visit.Page == "" {
			continue
		}
		if read++; read > pageReach {
			break
		}
		for _, hit := range r.library.index.Match(Query{Text: visit.Page, At: r.now, Limit: 10}) {
			r.about[hit.Entry.ID] = max(r.about[hit.Entry.ID], hit.Score*r.fresh[i])
		}
	}
}

// judge adds up what speaks for an entry. An entry for other customers is refused.
func (r *recommending) judge(e *Entry) (Recommendation, bool) {
	one := Recommendation{Entry: e}
	add := func(kind ReasonKind, detail string, weight float64) {
		if weight != 0 {
			one.Score += weight
			one.Reasons = append(one.Reasons, RecommendReason{Kind: kind, Detail: detail, Weight: weight})
		}
	}
	p := r.profile
	for _, name := range sortedKeys(p.Attributes) {
		fit := tagFit(map[string]string{name: p.Attributes[name]}, e.Tags)
		if fit < 0 {
			return one, false
		}
		add(FitsAttribute, name+":"+p.Attributes[name], recommendTag*fit)
	}
	add(FitsInterest, e.Category, recommendInterest*interest(p.Interests, e.Category))
	r.fromHistory(e, add)
	r.fromTrail(e, add)
	add(FitsPage, "", recommendPage*r.about[e.ID])
	add(IsPopular, "", recommendPopular*r.popular[e.ID])
	if r.urgent > 0 {
		add(HasPriority, "", recommendPriority*float64(max(0, e.Priority))/float64(r.urgent))
	}
	if slices.Contains(p.History, e.ID) {
		add(WasSeen, "", recommendSeen)
	}
	one.sortReasons()
	return one, true
}

// fromHistory adds the strongest that an entry shown before says for this one.
func (r *recommending) fromHistory(e *Entry, add func(ReasonKind, string, float64)) {
	near, nearTo, related, by := 0.0, "", 0.0, ""
	step := 1.0
	history := r.profile.History
	for _, id := range slices.Backward(history[max(0, len(history)-historyReach):]) {
		if shown := r.library.index.latest(id); shown != nil && id != e.ID {
			if w := recommendHistory * step; shown.Category != "" && within(e.Category, shown.Category) && w > near {
				near, nearTo = w, shown.Category
			}
			if w := recommendRelated * step; relate(shown, e) && w > related {
				related, by = w, id
			}
		}
		step *= trailStep
	}
	add(FitsHistory, nearTo, near)
	add(IsRelated, by, related)
}

// relate reports whether one of two entries names the other.
func relate(a, b *Entry) bool {
	return slices.Contains(a.Related, b.ID) || slices.Contains(b.Related, a.ID)
}

// fromTrail adds the strongest that a visit says for an entry.
func (r *recommending) fromTrail(e *Entry, add func(ReasonKind, string, float64)) {
	most, what := 0.0, ""
	for i, visit := range r.profile.Trail {
		fresh := r.fresh[i]
		switch seen := r.library.index.latest(visit.Entry); {
		case visit.Entry == e.ID && recommendEntry*fresh > most:
			most, what = recommendEntry*fresh, visit.Entry
		case seen != nil && relate(seen, e) && recommendRelated*fresh > most:
			most, what = recommendRelated*fresh, visit.Entry
		}
		if visit.Category != "" && within(e.Category, visit.Category) && recommendVisit*fresh > most {
			most, what = recommendVisit*fresh, visit.Category
		}
	}
	add(WasVisited, what, most)
}

func (r *Recommendation) sortReasons() {
	slices.SortStableFunc(r.Reasons, func(a, b RecommendReason) int { return cmp.Compare(math.Abs(b.Weight), math.Abs(a.Weight)) })
}

// varied takes the best n, one after the other: each further one of a category is worth
// less.
func varied(list []Recommendation, n int) []Recommendation {
	chosen := make([]Recommendation, 0, min(n, len(list)))
	taken := map[string]int{}
	worth := func(r *Recommendation) float64 {
		if r.Score <= 0 {
			return r.Score - float64(taken[r.Entry.Category])*(1-varietyFactor)
		}
		return r.Score * math.Pow(varietyFactor, float64(taken[r.Entry.Category]))
	}
	for len(chosen) < n && len(list) > 0 {
		best := 0
		for i := range list {
			if c := cmp.Compare(worth(&list[i]), worth(&list[best])); c > 0 || c == 0 && list[i].Entry.Priority > list[best].Entry.Priority {
				best = i
			}
		}
		r := list[best]
		if w := worth(&r); w != r.Score {
			r.Reasons = append(r.Reasons, RecommendReason{Kind: SameAsAnother, Detail: r.Entry.Category, Weight: w - r.Score})
			r.Score = w
			r.sortReasons()
		}
		taken[r.Entry.Category]++
		chosen = append(chosen, r)
		list = slices.Delete(list, best, best+1)
	}
	return chosen
}
