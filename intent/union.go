package intent

import "iter"

// union keeps disjoint sets of numbers from 0 (Tarjan 1975, with path halving).
type union struct{ parent []int }

func newUnion(n int) *union {
	u := &union{parent: make([]int, n)}
	for i := range u.parent {
		u.parent[i] = i
	}
	return u
}

// root returns the smallest member of the set of i.
func (u *union) root(i int) int {
	for u.parent[i] != i {
		u.parent[i] = u.parent[u.parent[i]]
		i = u.parent[i]
	}
	return i
}

// join makes the sets of a and b one, and returns its root.
func (u *union) join(a, b int) int {
	a, b = u.root(a), u.root(b)
	u.parent[max(a, b)] = min(a, b)
	return min(a, b)
}

// sets yields the sets of at least two members with their roots, in ascending
// order.
func (u *union) sets() iter.Seq2[int, []int] {
	return func(yield func(int, []int) bool) {
		members := map[int][]int{}
		for i := range u.parent {
			members[u.root(i)] = append(members[u.root(i)], i)
		}
		for i := range u.parent {
			if set := members[i]; len(set) > 1 && !yield(i, set) {
				return
			}
		}
	}
}
