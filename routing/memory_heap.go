package routing

// stamped is something at a time, in microseconds since 1970.
type stamped struct {
	at, what int64
}

// timeHeap has the earliest on top. What is pushed in order costs nothing.
type timeHeap []stamped

func (h *timeHeap) push(s stamped) {
	*h = append(*h, s)
	h.up(len(*h) - 1)
}

func (h timeHeap) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if h[parent].at <= h[i].at {
			return
		}
		h[parent], h[i] = h[i], h[parent]
		i = parent
	}
}

// pop removes the top of a heap that is not empty.
func (h *timeHeap) pop() stamped {
	list := *h
	top, last := list[0], len(list)-1
	list[0] = list[last]
	*h = list[:last]
	h.down(0)
	return top
}

func (h timeHeap) down(i int) {
	for {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(h); child++ {
			if h[child].at < h[least].at {
				least = child
			}
		}
		if least == i {
			return
		}
		h[least], h[i] = h[i], h[least]
		i = least
	}
}

// retain keeps only what keep says.
func (h *timeHeap) retain(keep func(s stamped) bool) {
	list := (*h)[:0]
	for _, s := range *h {
		if keep(s) {
			list = append(list, s)
		}
	}
	*h = list
	for i := len(list)/2 - 1; i >= 0; i-- {
		list.down(i)
	}
}
