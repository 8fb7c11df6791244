package kb

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/kefu-go/kefu/internal/text"
)

// suggestion returns what holds of a group whatever is proposed.
func (g *group) suggestion(kind SuggestionKind) Suggestion {
	s := Suggestion{Kind: kind, Base: g.members[0].base, Conversations: g.people}
	langs, locales := map[string]int{}, map[string]int{}
	for _, m := range g.members {
		s.Count += m.count
		s.Unanswered += m.unanswered
		s.Bad += m.bad
		s.HandedOff += m.handedOff
		if s.First.IsZero() || m.first.Before(s.First) {
			s.First = m.first
		}
		if m.last.After(s.Last) {
			s.Last = m.last
		}
		if m.lang != "" {
			langs[m.lang] += m.count
		}
		locales[m.locale] += m.count
		if len(s.Members) < maxMembers {
			s.Members = append(s.Members, memberID(m.key))
		}
	}
	s.Language, _ = favourite(langs)
	s.Locale, _ = favourite(locales)
	slices.Sort(s.Members)
	s.Nearest = g.nearest()
	s.Examples = g.examples()
	return s
}

// memberID names a question without telling it.
func memberID(key string) string { return shortHash(key)[:12] }

// nearest returns the three entries with the best mean score.
func (g *group) nearest() []Shown {
	var list []Shown
	for _, id := range slices.Sorted(maps.Keys(g.near)) {
		list = append(list, Shown{Entry: id, Score: g.near[id]})
	}
	slices.SortStableFunc(list, func(a, b Shown) int { return cmp.Compare(b.Score, a.Score) })
	return list[:min(3, len(list))]
}

// examples takes from each member in turn, the more frequent first, so that many
// wordings are seen.
func (g *group) examples() []Evidence {
	members := slices.Clone(g.members)
	slices.SortStableFunc(members, func(a, b *askedText) int { return cmp.Compare(b.count, a.count) })
	var list []Evidence
	for round := range maxExamples {
		for _, m := range members {
			if round < len(m.examples) && len(list) < maxExamples {
				list = append(list, m.examples[round])
			}
		}
	}
	return list
}

// category returns the category that most of what is near belongs to, or "".
func (g *group) category() string {
	scores := map[string]float64{}
	all := 0.0
	for _, m := range g.members {
		for _, h := range m.hits {
			scores[h.Entry.Category] += h.Score
			all += h.Score
		}
	}
	best := ""
	for category, score := range scores {
		if score > scores[best] || score == scores[best] && category < best {
			best = category
		}
	}
	if scores[best] < all/2 {
		return ""
	}
	return best
}

// finish completes a suggestion whose wordings are chosen.
func (g *suggester) finish(of *group, s Suggestion) Suggestion {
	s.ID = shortHash(string(s.Kind), s.Entry, s.Base, text.Key(s.Question))
	s.Reasons = append(s.Reasons, fmt.Sprintf("asked %d times in %d conversations, in %d wordings", s.Count, s.Conversations, len(of.members)))
	if s.Unanswered > 0 {
		s.Reasons = append(s.Reasons, fmt.Sprintf("%d times without an answer", s.Unanswered))
	}
	if s.Bad > 0 {
		s.Reasons = append(s.Reasons, fmt.Sprintf("%d times with a bad verdict", s.Bad))
	}
	if s.HandedOff > 0 {
		s.Reasons = append(s.Reasons, fmt.Sprintf("a person took over %d times", s.HandedOff))
	}
	if len(s.Conflicts) > 0 {
		s.Reasons = append(s.Reasons, fmt.Sprintf("%d wordings are answered by another entry now", len(s.Conflicts)))
		if len(s.Phrasings)+1 <= len(s.Conflicts) {
			s.Confidence /= 2
		}
	}
	return s
}
