package ticket

import "slices"

// clock is the name of the target's clock.
func (t *Target) clock() string {
	if t.Name != "" {
		return t.Name
	}
	return string(t.Metric)
}

// pauses are the kinds and names of states in which time does not count.
func (t *Target) pauses() []string {
	if t.PauseIn == nil && t.Metric == Resolution {
		return []string{string(KindPending)}
	}
	return t.PauseIn
}

// limit is the promise for a priority; 0: there is none.
func (t *Target) limit(priority int) Duration {
	limit, at := t.Limit, 0
	if own, ok := t.Limits[0]; ok && priority == 0 {
		return own
	}
	for p, l := range t.Limits {
		if at < p && p <= priority || priority <= p && p < at {
			limit, at = l, p
		}
	}
	return limit
}

// percents appends the marks of a clock, rising: what it warns at, the breach, and the
// rungs of the ladder.
func (p *Policy) percents(list []int, clock string, warn []int) []int {
	from := len(list)
	if warn == nil {
		list = append(list, 50, 80)
	}
	list = append(append(list, warn...), 100)
	if p != nil {
		for i := range p.Ladder {
			if p.Ladder[i].Clock == clock {
				list = append(list, p.Ladder[i].Percent)
			}
		}
	}
	slices.Sort(list[from:])
	return list[:from+len(slices.Compact(list[from:]))]
}
