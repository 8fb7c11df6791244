package routingsim

import "time"

// kind is what happens in the world around the router.
type kind uint8

const (
	arrives  kind = iota // the next item of the stream n
	givesUp              // the customer of the item n, unless somebody has answered
	answers              // the agent of the item n, to an offer
	finishes             // the agent of the item n: handling, then wrap-up
	changes              // the agent n comes, goes, or takes a break
	returns              // the agent n, whom the router had set away
	cuts                 // a slice ends
)

// event is something that is going to happen.
type event struct {
	at    time.Duration // since the start of the replication
	order int64         // of events of one time
	kind  kind
	n     int
	epoch int64 // of the item's assignment, for answers and finishes
}

func (e event) before(f event) bool {
	return e.at < f.at || e.at == f.at && e.order < f.order
}

// agenda is a heap of events, the next one first. It is written out because
// container/heap allocates for each event.
type agenda struct {
	heap  []event
	count int64
}

func (a *agenda) add(e event) {
	a.count++
	e.order = a.count
	a.heap = append(a.heap, e)
	i := len(a.heap) - 1
	for i > 0 {
		up := (i - 1) / 2
		if !e.before(a.heap[up]) {
			break
		}
		a.heap[i] = a.heap[up]
		i = up
	}
	a.heap[i] = e
}

// next removes the next event; there must be one.
func (a *agenda) next() event {
	first, last := a.heap[0], a.heap[len(a.heap)-1]
	a.heap = a.heap[:len(a.heap)-1]
	n := len(a.heap)
	if n == 0 {
		return first
	}
	i := 0
	for {
		down := 2*i + 1
		if down >= n {
			break
		}
		if down+1 < n && a.heap[down+1].before(a.heap[down]) {
			down++
		}
		if !a.heap[down].before(last) {
			break
		}
		a.heap[i] = a.heap[down]
		i = down
	}
	a.heap[i] = last
	return first
}
