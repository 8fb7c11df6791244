package routing

// line is the items of a class that wait, in order: a treap, so that the first is
// at hand, and putting in, taking out and finding a place take logarithmic time.
// Its nodes are the entries themselves.
type line struct {
	root  *entry
	front *entry  // the first, or nil
	head  urgency // of the first
}

// node is an entry's part of a [line].
type node struct {
	left, right *entry
	size        int32
	heap        uint32 // random by the item's number: larger is nearer to the root
}

func (e *entry) count() int32 {
	if e == nil {
		return 0
	}
	return e.size
}

func (e *entry) recount() { e.size = 1 + e.left.count() + e.right.count() }

func (l *line) len() int { return int(l.root.count()) }

func (l *line) insert(e *entry) {
	e.left, e.right, e.size = nil, nil, 1
	// Fibonacci hashing spreads consecutive numbers.
	e.heap = uint32(uint64(e.number) * 0x9E3779B97F4A7C15 >> 32)
	if l.front == nil || e.before(&l.head) {
		l.front, l.head = e, e.urgency
	}
	at := &l.root
	for *at != nil && (*at).heap >= e.heap {
		(*at).size++
		if e.before(&(*at).urgency) {
			at = &(*at).left
		} else {
			at = &(*at).right
		}
	}
	e.left, e.right = split(*at, e)
	e.recount()
	*at = e
}

// split parts a tree into what comes before e and what does not.
func split(t, e *entry) (before, after *entry) {
	if t == nil {
		return nil, nil
	}
	if e.before(&t.urgency) {
		before, t.left = split(t.left, e)
		t.recount()
		return before, t
	}
	t.right, after = split(t.right, e)
	t.recount()
	return t, after
}

func (l *line) remove(e *entry) {
	at, parent := &l.root, (*entry)(nil)
	for *at != e {
		parent = *at
		parent.size--
		if e.before(&parent.urgency) {
			at = &parent.left
		} else {
			at = &parent.right
		}
	}
	*at = join(e.left, e.right)
	if l.front == e { // nothing is left of it: the next is the first on its right, or above
		if l.front = parent; *at != nil {
			l.front = first(*at)
		}
		if l.front != nil {
			l.head = l.front.urgency
		}
	}
	e.left, e.right = nil, nil
}

// join puts two trees together, all of a before all of b.
func join(a, b *entry) *entry {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	case a.heap >= b.heap:
		a.right = join(a.right, b)
		a.recount()
		return a
	}
	b.left = join(a, b.left)
	b.recount()
	return b
}

func first(t *entry) *entry {
	for t != nil && t.left != nil {
		t = t.left
	}
	return t
}

// ahead counts the entries for which before holds; it must hold for all up to
// some place in the line and for none behind it.
func (l *line) ahead(before func(*entry) bool) (n int) {
	for t := l.root; t != nil; {
		if before(t) {
			n += 1 + int(t.left.count())
			t = t.right
		} else {
			t = t.left
		}
	}
	return n
}

// each calls f for the entries in order, until it returns false.
func (l *line) each(f func(*entry) bool) bool { return walk(l.root, f) }

func walk(t *entry, f func(*entry) bool) bool {
	return t == nil || walk(t.left, f) && f(t) && walk(t.right, f)
}
