package ticket

import (
	"context"
	"strconv"
)

// memoryGroups are the fields of terms that tickets are counted by.
var memoryGroups = [...]struct {
	by    GroupBy
	field string
}{
	{CountKind, kindTerm},
	{CountState, stateTerm},
	{CountOwner, ownerTerm},
	{CountGroup, groupTerm},
	{CountType, typeTerm},
}

// groupOf is the index of a way to count among memoryGroups, or -1.
func groupOf(by GroupBy) int {
	for i := range memoryGroups {
		if memoryGroups[i].by == by {
			return i
		}
	}
	return -1
}

// Count implements [Store].
func (s *MemoryStore) Count(ctx context.Context, f Filter, by GroupBy) (map[string]int, error) {
	group := groupOf(by)
	if group < 0 && by != CountAll && by != CountPriority {
		return nil, &FieldError{Field: "by", Reason: "is no way to count"}
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var all int
	terms, priorities := map[uint32]int{}, map[int64]int{}
	q := s.query(&f)
	looked := 0
	for serial := range s.candidates(&q) {
		if looked++; looked%lookEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		t := s.at(serial)
		if !q.describes(t) {
			continue
		}
		switch by {
		case CountAll:
			all++
		case CountPriority:
			priorities[t.priority]++
		default:
			terms[t.groups[group]]++
		}
	}
	counts := make(map[string]int, len(terms)+len(priorities))
	if by == CountAll {
		counts[""] = all
	}
	for n, tickets := range terms {
		counts[s.terms.terms[n].text[len(memoryGroups[group].field):]] = tickets
	}
	for p, tickets := range priorities {
		counts[strconv.FormatInt(p, 10)] = tickets
	}
	return counts, nil
}
