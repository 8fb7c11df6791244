package routing

// memoryTable keeps records by number, each in one of two lists that are in
// the order of the last change: so what changed since a revision is found from the
// end, whatever else is kept, and a change costs the same however much that is.
type memoryTable[T any] struct {
	pages []*[memoryPage]T
	links []memoryLink
	free  []uint32
}

// memoryLink is a record's place in its list.
type memoryLink struct {
	revision   int64
	prev, next uint32
}

// memoryPage is how many records are allocated at once. They never move.
const memoryPage = 128

// The lists. Their numbers are those of the first two links, which are no records
// but the ends of the lists.
const (
	listLive = iota // items that have not ended, seats that are not removed, what is known
	listGone        // the others
	lists
)

func newMemoryTable[T any]() memoryTable[T] {
	t := memoryTable[T]{links: make([]memoryLink, lists)}
	t.links[listGone] = memoryLink{prev: listGone, next: listGone}
	t.pages = append(t.pages, new([memoryPage]T))
	return t
}

// at returns the record with a number that is one.
func (t *memoryTable[T]) at(n uint32) *T { return &t.pages[n/memoryPage][n%memoryPage] }

// add makes an empty record that is in no list yet.
func (t *memoryTable[T]) add() uint32 {
	var n uint32
	if last := len(t.free) - 1; last >= 0 {
		n, t.free = t.free[last], t.free[:last]
	} else {
		n = uint32(len(t.links)) //nolint:gosec // four thousand million records do not fit in memory
		t.links = append(t.links, memoryLink{})
		if int(n/memoryPage) == len(t.pages) {
			t.pages = append(t.pages, new([memoryPage]T))
		}
	}
	t.links[n] = memoryLink{prev: n, next: n}
	return n
}

// drop forgets a record.
func (t *memoryTable[T]) drop(n uint32) {
	t.unlink(n)
	var none T
	*t.at(n) = none
	t.free = append(t.free, n)
}

func (t *memoryTable[T]) unlink(n uint32) {
	l := t.links[n]
	t.links[l.prev].next, t.links[l.next].prev = l.next, l.prev
}

// changed puts a record at the end of a list.
func (t *memoryTable[T]) changed(n, list uint32, revision int64) {
	t.unlink(n)
	last := t.links[list].prev
	t.links[n] = memoryLink{revision: revision, prev: last, next: list}
	t.links[last].next = n
	t.links[list].prev = n
}

// since calls visit for the records of a list that were changed after a revision,
// the last one first.
func (t *memoryTable[T]) since(list uint32, revision int64, visit func(r *T)) {
	for n := t.links[list].prev; n != list && t.links[n].revision > revision; n = t.links[n].prev {
		visit(t.at(n))
	}
}
