package metrics

import (
	"cmp"
	"slices"
	"time"
)

// table makes the answer of what was added up.
func (t *tally) table(through time.Time) (*Table, error) {
	for i := range t.axes {
		t.bound(i)
	}
	if t.full {
		fault := &QueryError{}
		fault.add("GroupBy", "makes more than %d rows", mostRows)
		return nil, fault
	}
	if len(t.axes) == 0 {
		for b := range t.cal.starts {
			t.group(groupKey{uint32(b)})
		}
	}
	order := make([]int, len(t.keys))
	volumes := make([]int64, len(t.keys))
	for g := range order {
		order[g], volumes[g] = g, t.volume(g)
	}
	ranks := t.ranks()
	slices.SortFunc(order, func(a, b int) int {
		x, y := &t.keys[a], &t.keys[b]
		if n := cmp.Compare(x[0], y[0]); n != 0 {
			return n
		}
		if n := others(ranks, x) - others(ranks, y); n != 0 {
			return n
		}
		if n := cmp.Compare(volumes[b], volumes[a]); n != 0 {
			return n
		}
		for i, r := range ranks {
			if n := cmp.Compare(r[x[i+1]], r[y[i+1]]); n != 0 {
				return n
			}
		}
		return 0
	})
	table := &Table{Query: t.query, Rows: make([]Row, len(order)), Through: through}
	for i, g := range order {
		table.Rows[i] = t.row(g)
	}
	return table, nil
}

func (t *tally) row(g int) Row {
	key := t.keys[g]
	row := Row{Start: t.cal.start(int(key[0])), Values: t.values(g)}
	if t.query.Bucket == Whole {
		row.Start = t.query.From.In(t.query.Zone)
	}
	for i, a := range t.axes {
		row.Group = append(row.Group, a.names[key[i+1]])
	}
	return row
}

// lastRank is that of [Other].
const lastRank = 1 << 30

// ranks are the places of the values of each dimension in the alphabet, by number.
func (t *tally) ranks() [][]int32 {
	list := make([][]int32, len(t.axes))
	for i, a := range t.axes {
		order := make([]int, len(a.names))
		for id := range order {
			order[id] = id
		}
		slices.SortFunc(order, func(x, y int) int { return cmp.Compare(a.names[x], a.names[y]) })
		list[i] = make([]int32, len(order))
		for rank, id := range order {
			list[i][id] = int32(rank)
		}
		if id, ok := a.ids[Other]; ok {
			list[i][id] = lastRank
		}
	}
	return list
}

// others counts the values of a group that stand for others.
func others(ranks [][]int32, key *groupKey) (n int) {
	for i, r := range ranks {
		if r[key[i+1]] == lastRank {
			n++
		}
	}
	return n
}

// bound puts the values of a dimension together that are beyond the limit: those with the least volume, and of equal
// ones those that come later in the alphabet. Which these are depends on the sums only.
func (t *tally) bound(dimension int) {
	a := t.axes[dimension]
	if len(a.names) <= t.query.Limit || a.field < 0 {
		return
	}
	volumes := make([]int64, len(a.names))
	for g, key := range t.keys {
		volumes[key[dimension+1]] += t.volume(g)
	}
	order := make([]uint32, len(a.names))
	for id := range order {
		order[id] = uint32(id)
	}
	slices.SortFunc(order, func(x, y uint32) int {
		return cmp.Or(cmp.Compare(volumes[y], volumes[x]), cmp.Compare(a.names[x], a.names[y]))
	})
	beyond := make([]bool, len(a.names), len(a.names)+1)
	for _, id := range order[t.query.Limit:] {
		beyond[id] = true
	}
	other := a.intern(Other)
	old, sums, hists := t.keys, t.sums, t.hists
	t.keys, t.sums, t.hists, t.groups = nil, nil, nil, make(map[groupKey]int32, len(old))
	for g, key := range old {
		if beyond[key[dimension+1]] {
			key[dimension+1] = other
		}
		to := int(t.group(key))
		for i, x := range sums[g*t.inputs : (g+1)*t.inputs] {
			t.sums[to*t.inputs+i] += x
		}
		for i := range t.spreads {
			t.hists[to*t.spreads+i].Merge(&hists[g*t.spreads+i], 1)
		}
	}
}
