package kb

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// The numbers that decide what a group of questions asks for, chosen on the
// development sets of TestLearnQuality.
const (
	nearEnough   = 0.45 // mean score of an entry that a group is taken to ask for, without any verdict
	sameTop      = 0.7  // part of such a group whose best hit is that entry
	nearMargin   = 0.25 // of that score, which no other entry may have
	refusedShare = 0.2  // of verdicts against, from which on it is not
	leastFor     = 0.65 // estimated share of people who mean the entry
	priorVotes   = 1.0  // how many verdicts the match itself is worth
	taughtVotes  = 4    // how many picks a verdict of somebody who knows is worth
	pickedShare  = 0.6  // of the best score, that an entry has which one customer picked
	longWording  = 160  // runes; a longer text tells a story and is no wording
	sameWording  = 0.95 // cosine from which on two wordings are as good as one
)

// suggester makes suggestions out of lessons.
type suggester struct {
	library *Library
	opts    LearnOptions
	lessons []*askedText
}

// group are questions that mean the same.
type group struct {
	members []*askedText
	sum     []feature
	people  int
	votes   map[string]int
	against map[string]int
	near    map[string]float64 // mean score of the entries that are found now
	top     map[string]int     // members whose best hit is the entry
}

func (g *suggester) suggest(ctx context.Context) ([]Suggestion, error) {
	if err := g.match(ctx); err != nil {
		return nil, err
	}
	var list []Suggestion
	rest := map[string][]*askedText{} // picked for an entry, by too few for a suggestion
	for _, members := range g.groups() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		group := newGroup(members)
		entry, confidence := group.entry()
		if enough := group.people >= g.opts.MinCount || group.taught(entry); !enough {
			if entry, n := favourite(group.votes); n > 0 {
				key := members[0].base + "\x00" + entry
				rest[key] = append(rest[key], members...)
			}
			continue
		}
		if entry != "" {
			list = append(list, g.phrasing(group, entry, confidence))
		} else {
			list = append(list, g.entry(group))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(rest)) {
		group := newGroup(rest[key])
		if entry, confidence := group.entry(); entry != "" && group.people >= g.opts.MinCount {
			list = append(list, g.phrasing(group, entry, confidence))
		}
	}
	list = slices.DeleteFunc(list, func(s Suggestion) bool {
		if s.Question == "" || s.Confidence < g.opts.MinConfidence {
			return true
		}
		e := g.library.index.latest(s.Entry)
		return e != nil && !e.learns()
	})
	slices.SortFunc(list, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(b.rank(), a.rank()), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

func (s *Suggestion) rank() float64 { return s.Confidence * float64(s.Conversations) }

// match asks the library again, and drops what it answers by now.
func (g *suggester) match(ctx context.Context) error {
	kept := g.lessons[:0]
	for _, s := range g.lessons {
		if err := ctx.Err(); err != nil {
			return err
		}
		q := Query{Text: s.text, Locale: s.locale}
		if s.base != "" {
			q.Scope = Scope{Bases: []string{s.base}}
		}
		hits, err := g.library.Match(ctx, q)
		if err != nil {
			return err
		}
		if s.solved(g.library.opts.Policy.Decide(hits)) {
			continue
		}
		s.hits = hits
		kept = append(kept, s)
	}
	g.lessons = kept
	return nil
}

// groups puts together what means the same. Words weigh by how rare they are
// among these questions.
func (g *suggester) groups() [][]*askedText {
	v := newVectors(text.NewStemmer(1 << 15))
	for _, s := range g.lessons {
		s.list = v.read(s.text, s.lang)
	}
	list := make([][]feature, len(g.lessons))
	for i, s := range g.lessons {
		s.vector = v.weigh(s.list)
		s.list = nil
		list[i] = s.vector
	}
	kin := func(i, j int) bool {
		a, b := g.lessons[i], g.lessons[j]
		if a.base != b.base || a.lang != b.lang && a.lang != "" && b.lang != "" {
			return false
		}
		x, n := favourite(a.picks)
		y, m := favourite(b.picks)
		return n == 0 || m == 0 || x == y
	}
	var groups [][]*askedText
	for _, numbers := range clusters(list, len(v.counts), kin) {
		members := make([]*askedText, len(numbers))
		for i, n := range numbers {
			members[i] = g.lessons[n]
		}
		groups = append(groups, members)
	}
	return groups
}

func newGroup(members []*askedText) *group {
	g := &group{members: members, votes: map[string]int{}, against: map[string]int{}, near: map[string]float64{}, top: map[string]int{}}
	people := map[uint64]struct{}{}
	for _, s := range members {
		maps.Copy(people, s.people)
		g.sum = plus(g.sum, s.vector)
		for id, n := range s.picks {
			g.votes[id] += n + (taughtVotes-1)*s.taught[id]
		}
		for id, n := range s.against {
			g.against[id] += n
		}
		for i, h := range s.hits {
			g.near[h.Entry.ID] += h.Score / float64(len(members))
			if i == 0 {
				g.top[h.Entry.ID]++
			}
		}
	}
	g.people = len(people)
	return g
}

// entry returns the entry that the group asks for and how sure that is, or "".
func (g *group) entry() (id string, confidence float64) {
	all := 0
	for _, n := range g.votes {
		all += n
	}
	if id, n := favourite(g.votes); n > 0 {
		// What people say, with the match as if it were one more opinion.
		confidence = (float64(n) + priorVotes*g.near[id]) / (float64(all+g.against[id]) + priorVotes)
		if confidence < leastFor {
			return "", 0
		}
		return id, confidence
	}
	best := 0.0
	for entry, score := range g.near {
		if score > best || score == best && entry < id {
			id, best = entry, score
		}
	}
	n := float64(len(g.members))
	for entry, score := range g.near {
		if entry != id && score > best*nearMargin {
			return "", 0
		}
	}
	if best < nearEnough || float64(g.top[id]) < sameTop*n || float64(g.against[id]) >= refusedShare*n {
		return "", 0
	}
	return id, best
}

// taught reports whether somebody who knows said that the entry is right.
func (g *group) taught(entry string) bool {
	return slices.ContainsFunc(g.members, func(s *askedText) bool { return s.taught[entry] > 0 })
}

// cohesion is the mean cosine of all pairs of members, 1 for a single one.
func (g *group) cohesion() float64 {
	n := float64(len(g.members))
	if n == 1 {
		return 1
	}
	return max(0, (dot(g.sum, g.sum)-n)/(n*(n-1)))
}

// supports reports whether a member may become a wording of the entry by itself:
// people picked the entry for it, or the entry is among the best that are found
// for it.
func (s *askedText) supports(entry string) bool {
	best, n := favourite(s.picks)
	if n > 0 && (best != entry || n <= s.against[entry]) {
		return false
	}
	if n > 1 || s.taught[entry] > 0 {
		return true
	}
	for i, h := range s.hits {
		if h.Entry.ID == entry {
			return i == 0 || n > 0 && h.Score >= pickedShare*s.hits[0].Score
		}
	}
	return false
}

// belongsElsewhere reports whether another entry answers a member now, and nobody
// complained about that.
func (s *askedText) belongsElsewhere(entry string, policy Policy) bool {
	d := policy.Decide(s.hits)
	return d.Kind == Direct && d.Hits[0].Entry.ID != entry && s.against[d.Hits[0].Entry.ID] == 0
}

// central returns the members that can be shown as wordings, the one in the
// middle of all first, then the more frequent.
func (g *group) central(fit func(s *askedText) bool) []*askedText {
	var list []*askedText
	weight := map[*askedText]float64{}
	for _, s := range g.members {
		if utf8.RuneCountInString(s.text) <= longWording && fit(s) {
			list = append(list, s)
			weight[s] = dot(s.vector, g.sum) + 0.1*float64(min(s.count, 20))
		}
	}
	slices.SortFunc(list, func(a, b *askedText) int {
		return cmp.Or(cmp.Compare(weight[b], weight[a]), cmp.Compare(a.key, b.key))
	})
	if len(list) > 1 {
		slices.SortStableFunc(list[1:], func(a, b *askedText) int { return cmp.Compare(b.count, a.count) })
	}
	return list
}

// wordings fills in what is proposed, and what cannot be because another entry
// answers it.
func (s *Suggestion) wordings(list []*askedText, policy Policy) {
	var taken []*askedText
	for _, m := range list {
		if m.belongsElsewhere(s.Entry, policy) {
			if len(s.Conflicts) < maxWordings {
				s.Conflicts = append(s.Conflicts, Clash{Phrasing: m.text, Entry: m.hits[0].Entry.ID, Score: m.hits[0].Score})
			}
			continue
		}
		alike := slices.ContainsFunc(taken, func(o *askedText) bool { return dot(o.vector, m.vector) >= sameWording })
		if alike || len(taken) == maxWordings {
			continue
		}
		taken = append(taken, m)
	}
	for i, m := range taken {
		if i == 0 {
			s.Question = m.text
		} else {
			s.Phrasings = append(s.Phrasings, m.text)
		}
	}
	if len(taken) == 0 && len(list) > 0 {
		s.Question = list[0].text
	}
}

func (g *suggester) phrasing(of *group, entry string, confidence float64) Suggestion {
	s := of.suggestion(NewPhrasing)
	s.Entry, s.Confidence, s.Picks, s.Against = entry, confidence, of.votes[entry], of.against[entry]
	s.wordings(of.central(func(m *askedText) bool { return m.supports(entry) }), g.library.opts.Policy)
	if s.Picks > 0 {
		s.Reasons = append(s.Reasons, fmt.Sprintf("%d of %d verdicts are for this entry", s.Picks, s.votes(of)))
	} else {
		s.Reasons = append(s.Reasons, fmt.Sprintf("the questions are near to this entry (%.2f on average)", of.near[entry]))
	}
	return g.finish(of, s)
}

func (s *Suggestion) votes(of *group) int {
	all := s.Against
	for _, n := range of.votes {
		all += n
	}
	return all
}

func (g *suggester) entry(of *group) Suggestion {
	s := of.suggestion(NewEntry)
	s.Category = of.category()
	s.wordings(of.central(func(*askedText) bool { return true }), g.library.opts.Policy)
	near := 0.0
	for _, score := range of.near {
		near = max(near, score)
	}
	// Sure are the questions that are alike, far from what there is, and many.
	many := float64(of.people) / float64(of.people+2)
	s.Confidence = min(1, 0.4+of.cohesion()) * (1 - near) * many
	for _, n := range of.against {
		s.Against = max(s.Against, n)
	}
	s.Reasons = append(s.Reasons, fmt.Sprintf("no entry is near (%.2f at best, on average)", near))
	if s.Against > 0 {
		s.Reasons = append(s.Reasons, fmt.Sprintf("what was offered was refused %d times", s.Against))
	}
	return g.finish(of, s)
}
