package dialog

import (
	"cmp"
	"slices"
)

// The brief of a hand-off is made of the readings of its last turns.
const (
	briefTags    = 8 // that it has at most
	briefUrgency = 3 // readings whose highest urgency counts
)

// tagged reports whether values of a type mark a conversation: numbers of orders,
// and what the host has lists and patterns for. Names, addresses and accounts are
// nobody's tags. The names are those that package intent/entity gives its types.
func tagged(kind string) bool {
	switch kind {
	case "person", "phone", "email", "url", "address", "card", "iban", "chinese_id",
		"time", "duration", "money", "quantity", "percentage", "number", "ordinal":
		return false
	}
	return true
}

// briefOf sums up readings, which are in the order of the conversation.
func briefOf(readings []*Reading) Brief {
	var out Brief
	counts := map[string]int{}
	var tags []string
	count := func(tag string) {
		if counts[tag]++; counts[tag] == 1 {
			tags = append(tags, tag)
		}
	}
	for i, r := range readings {
		if r.Sure {
			count(r.Intent)
		}
		if r.Category != "" {
			out.Category = r.Category
		}
		for _, v := range r.Values {
			if tagged(v.Type) {
				count(v.Type + ":" + v.Value)
			}
		}
		if !r.WantsHuman { // its words are about the wish
			for _, k := range r.Keywords {
				count(k)
			}
		}
		if i >= len(readings)-briefUrgency {
			out.Urgency = max(out.Urgency, r.Urgency)
		}
		out.Mood = r.Mood
	}
	slices.SortStableFunc(tags, func(a, b string) int { return cmp.Compare(counts[b], counts[a]) })
	out.Tags = tags[:min(len(tags), briefTags)]
	return out
}
