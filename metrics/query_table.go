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
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(t.keys[a][0], t.keys[b][0]), t.others(a)-t.others(b), cmp.Compare(volumes[b], volumes[a]), t.compareNames(a, b))
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

// others counts the values of a group that stand for others.
func (t *tally) others(g int) (n int) {
	for i, a := range t.axes {
		if a.names[t.keys[g][i+1]] == Other {
			n++
		}
	}
	return n
}

func (t *tally) compareNames(a, b int) int {
	for i, axis := range t.axes {
		if n := cmp.Compare(axis.names[t.keys[a][i+1]], axis.names[t.keys[b][i+1]]); n != 0 {
			return n
		}
	}
	return 0
}

// bound puts the values of a dimension together that are beyond the limit: those with the least volume, and of equal
// ones those that come later in the alphabet. Which these are depends on the sums only.
func (t *tally) bound(dimension int) {
	a := t.axes[dimension]
	if len(a.names) <= t.query.Limit || a.read == nil {
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
