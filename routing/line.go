package routing

import "slices"

// line is the items of a class that wait, in order: runs of them, one behind the
// other. Mostly the first one leaves and a last one comes, which touches one run each,
// however long the line is; a tree would touch as many items as it is deep. In the
// middle the right run is found by halving.
type line struct {
	runs  []*run
	sizes []int32 // of the runs, for counting
	size  int
	front *entry  // the first, or nil
	head  urgency // of the first
}

// run is a piece of a line: its items are those from lo up to hi. What they are
// ordered by lies beside them, so that the items need not be looked at.
type run struct {
	lo, hi int
	keys   [runSize]urgency
	items  [runSize]*entry
}

// runSize makes a run of what is cheap to move and to search; long lines have few.
const runSize = 64

func (l *line) len() int { return l.size }

func (l *line) insert(e *entry) {
	if l.front == nil || e.before(&l.head) {
		l.front, l.head = e, e.urgency
	}
	l.size++
	at := l.find(&e.urgency)
	if at < 0 {
		at = 0
		if len(l.runs) == 0 {
			l.add(0, new(run))
		}
	}
	r := l.runs[at]
	i := r.find(&e.urgency)
	switch {
	case at == len(l.runs)-1 && i == runSize && r.lo < runSize/2: // one more behind the last
		r, i, at = new(run), 0, at+1
		l.add(at, r)
	case r.hi-r.lo == runSize: // each has half
		after := new(run)
		after.hi = copy(after.keys[:], r.keys[runSize/2:])
		copy(after.items[:], r.items[runSize/2:])
		clear(r.items[runSize/2:])
		r.hi = runSize / 2
		l.add(at+1, after)
		l.sizes[at], l.sizes[at+1] = runSize/2, runSize/2
		if i > r.hi {
			r, i, at = after, i-r.hi, at+1
		}
	case i == runSize: // most of the room is in front
		copy(r.keys[:], r.keys[r.lo:])
		copy(r.items[:], r.items[r.lo:])
		clear(r.items[runSize-r.lo:])
		r.lo, r.hi, i = 0, runSize-r.lo, runSize-r.lo
	}
	r.insert(i, e)
	l.sizes[at]++
}

// insert puts an item at a place; the run has room.
func (r *run) insert(i int, e *entry) {
	if r.hi < runSize {
		copy(r.keys[i+1:r.hi+1], r.keys[i:r.hi])
		copy(r.items[i+1:r.hi+1], r.items[i:r.hi])
		r.hi++
	} else { // in front
		i--
		copy(r.keys[r.lo-1:i], r.keys[r.lo:i+1])
		copy(r.items[r.lo-1:i], r.items[r.lo:i+1])
		r.lo--
	}
	r.keys[i], r.items[i] = e.urgency, e
}

func (l *line) remove(e *entry) {
	at := 0
	if e != l.front {
		at = l.find(&e.urgency)
	}
	r := l.runs[at]
	i := r.find(&e.urgency) - 1
	if i-r.lo < r.hi-i {
		copy(r.keys[r.lo+1:i+1], r.keys[r.lo:i])
		copy(r.items[r.lo+1:i+1], r.items[r.lo:i])
		r.items[r.lo] = nil
		r.lo++
	} else {
		copy(r.keys[i:], r.keys[i+1:r.hi])
		copy(r.items[i:], r.items[i+1:r.hi])
		r.hi--
		r.items[r.hi] = nil
	}
	l.size--
	if l.sizes[at]--; r.lo == r.hi {
		l.drop(at)
	}
	if e != l.front {
		return
	}
	l.front = nil
	if len(l.runs) > 0 {
		r = l.runs[0]
		l.front, l.head = r.items[r.lo], r.keys[r.lo]
	}
}

func (l *line) add(at int, r *run) {
	l.runs, l.sizes = slices.Insert(l.runs, at, r), slices.Insert(l.sizes, at, 0)
}

// drop takes out an empty run: the first one without moving the others.
func (l *line) drop(at int) {
	if at == 0 {
		l.runs[0] = nil
		l.runs, l.sizes = l.runs[1:], l.sizes[1:]
		return
	}
	l.runs, l.sizes = slices.Delete(l.runs, at, at+1), slices.Delete(l.sizes, at, at+1)
}

// find returns the last run that begins with u or before it; -1: none does.
func (l *line) find(u *urgency) int {
	last := len(l.runs) - 1
	if last < 0 || l.runs[last].first().before(u) {
		return last
	}
	low, high := -1, last // low begins before u, high does not begin before it
	for high-low > 1 {
		if mid := (low + high) / 2; l.runs[mid].first().before(u) {
			low = mid
		} else {
			high = mid
		}
	}
	if !u.before(l.runs[high].first()) {
		return high
	}
	return low
}

func (r *run) first() *urgency { return &r.keys[r.lo] }

// find returns the place behind all that are not after u.
func (r *run) find(u *urgency) int {
	if r.hi > r.lo && !u.before(&r.keys[r.hi-1]) {
		return r.hi
	}
	low, high := r.lo, r.hi
	for low < high {
		if mid := (low + high) / 2; u.before(&r.keys[mid]) {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}

// ahead counts the items for which before holds; it must hold for all up to some place
// in the line and for none behind it.
func (l *line) ahead(before func(*urgency) bool) (n int) {
	low, high := 0, len(l.runs) // all runs up to low begin with one, none from high on
	for low < high {
		if mid := (low + high) / 2; before(l.runs[mid].first()) {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low == 0 {
		return 0
	}
	for _, size := range l.sizes[:low-1] {
		n += int(size)
	}
	r := l.runs[low-1]
	i, end := r.lo, r.hi
	for i < end {
		if mid := (i + end) / 2; before(&r.keys[mid]) {
			i = mid + 1
		} else {
			end = mid
		}
	}
	return n + i - r.lo
}

// each calls f for the entries in order, until it returns false.
func (l *line) each(f func(*entry) bool) {
	for _, r := range l.runs {
		for _, e := range r.items[r.lo:r.hi] {
			if !f(e) {
				return
			}
		}
	}
}
