package metrics

// A boardNode is something that is waited for: an entry of a [boardHeap]. It is in one heap at
// most, at the place pos-1.
type boardNode struct {
	key   int64
	pos   int
	talk  *boardTalk
	agent *boardAgent
}

// A boardHeap has the node with the smallest key at its front.
type boardHeap []*boardNode

func (h *boardHeap) push(n *boardNode) {
	*h = append(*h, n)
	n.pos = len(*h)
	h.up(len(*h) - 1)
}

// remove takes a node out from wherever it is; one that is in no heap stays so.
func (h *boardHeap) remove(n *boardNode) {
	if n.pos == 0 {
		return
	}
	i, last := n.pos-1, len(*h)-1
	h.swap(i, last)
	(*h)[last] = nil
	*h = (*h)[:last]
	n.pos = 0
	if i < last {
		h.down(i)
		h.up(i)
	}
}

// due takes the front out if its key is not above a limit.
func (h *boardHeap) due(limit int64) *boardNode {
	if len(*h) == 0 || (*h)[0].key > limit {
		return nil
	}
	n := (*h)[0]
	h.remove(n)
	return n
}

func (h *boardHeap) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if (*h)[parent].key <= (*h)[i].key {
			return
		}
		h.swap(i, parent)
		i = parent
	}
}

func (h *boardHeap) down(i int) {
	for {
		child := 2*i + 1
		if child >= len(*h) {
			return
		}
		if child+1 < len(*h) && (*h)[child+1].key < (*h)[child].key {
			child++
		}
		if (*h)[i].key <= (*h)[child].key {
			return
		}
		h.swap(i, child)
		i = child
	}
}

func (h *boardHeap) swap(i, j int) {
	s := *h
	s[i], s[j] = s[j], s[i]
	s[i].pos, s[j].pos = i+1, j+1
}

// boardInflow counts what began in the last five minutes and in the last hour, by the second.
type boardInflow struct {
	seconds    map[int64]int
	five, hour int // the sums
	from5      int64
	from60     int64 // seconds up to these do not count any more
}

const (
	fiveMinutes = 5 * 60
	oneHour     = 60 * 60
)

// add counts n beginnings at a second, or takes them back.
func (f *boardInflow) add(second int64, n int) {
	if second <= f.from60 {
		return
	}
	if f.seconds[second] += n; f.seconds[second] == 0 {
		delete(f.seconds, second)
	}
	f.hour += n
	if second > f.from5 {
		f.five += n
	}
}

// advance moves the windows to a second.
func (f *boardInflow) advance(now int64) {
	f.five -= f.leave(&f.from5, now-fiveMinutes, false)
	f.hour -= f.leave(&f.from60, now-oneHour, true)
}

// leave moves the lower end of a window and returns how many fell out.
func (f *boardInflow) leave(from *int64, to int64, forget bool) (n int) {
	if to <= *from {
		return 0
	}
	gone := func(second int64) {
		n += f.seconds[second]
		if forget {
			delete(f.seconds, second)
		}
	}
	if to-*from > int64(len(f.seconds)) {
		for second := range f.seconds {
			if second > *from && second <= to {
				gone(second)
			}
		}
	} else {
		for second := *from + 1; second <= to; second++ {
			gone(second)
		}
	}
	*from = to
	return n
}
