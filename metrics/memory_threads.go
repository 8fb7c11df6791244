package metrics

import "math"

// memoryThreads numbers threads from 0, in the order in which they began. Nothing here moves once it is there, and
// the garbage collector has nothing to look at but the chunks.
type memoryThreads struct {
	n      uint32
	chunks []*[threadChunk]memoryThread
	byKey  memoryTable
	keys   [][]byte // chunks of keys, of their final length
	room   int      // where the next key begins in the last chunk
}

const (
	threadChunk = 1 << 9
	keyChunk    = 64 << 10
)

// memoryThread is what is known of a thread besides its events and episodes.
type memoryThread struct {
	keyIn, keyAt, keyLen uint32
	last                 uint32 // place of its last event plus 1; events lead to those before
	version              uint32 // how many events it has
	folded               uint32 // the version that its episodes are of, 0: none
	at                   int64  // when its latest event happened, in microseconds
	due                  int64  // in microseconds
	heap                 int32  // its place in the heap of what is due, plus 1
	listed               bool   // it is in the queue of what is stale
	pruned               bool
	marks                marks // of its events' ids
}

// notDue is when a thread is due that is not to be folded again.
const notDue = math.MaxInt64

func (t *memoryThread) stale() bool { return t.version != t.folded && !t.pruned }

func (ts *memoryThreads) at(n uint32) *memoryThread { return &ts.chunks[n/threadChunk][n%threadChunk] }

func (ts *memoryThreads) key(n uint32) []byte {
	t := ts.at(n)
	return ts.keys[t.keyIn][t.keyAt : t.keyAt+t.keyLen]
}

// find returns the number of a thread.
func (ts *memoryThreads) find(hash uint64, key []byte) (uint32, bool) {
	return ts.byKey.find(uint32(hash>>32), func(n uint32) bool { return string(ts.key(n)) == string(key) })
}

// number returns the number of a thread, a new one for a new key.
func (ts *memoryThreads) number(hash uint64, key []byte) uint32 {
	if n, ok := ts.find(hash, key); ok {
		return n
	}
	n := ts.n
	if n%threadChunk == 0 {
		ts.chunks = append(ts.chunks, new([threadChunk]memoryThread))
	}
	if len(ts.keys) == 0 || ts.room+len(key) > len(ts.keys[len(ts.keys)-1]) {
		ts.keys = append(ts.keys, make([]byte, max(keyChunk, len(key))))
		ts.room = 0
	}
	in := len(ts.keys) - 1
	copy(ts.keys[in][ts.room:], key)
	ts.n++
	*ts.at(n) = memoryThread{keyIn: uint32(in), keyAt: uint32(ts.room), keyLen: uint32(len(key)), due: notDue}
	ts.room += len(key)
	ts.byKey.add(uint32(hash>>32), n)
	return n
}

// memoryQueue is a queue of numbers, some of which need not be in it any more.
type memoryQueue struct {
	list []uint32
	head int
}

func (q *memoryQueue) push(n uint32) {
	if q.head > len(q.list)/2 && q.head > 1<<10 {
		q.list = q.list[:copy(q.list, q.list[q.head:])]
		q.head = 0
	}
	q.list = append(q.list, n)
}

// first calls visit for numbers from the oldest on until it returns stop, and takes those out that it does not keep.
func (q *memoryQueue) first(visit func(n uint32) (keep, stop bool)) {
	kept := 0
	at := q.head
	for stop := false; at < len(q.list) && !stop; {
		var keep bool
		if keep, stop = visit(q.list[at]); keep {
			q.list[q.head+kept] = q.list[at]
			kept++
		}
		at++
	}
	copy(q.list[at-kept:at], q.list[q.head:q.head+kept])
	q.head = at - kept
}

// memoryHeap has the threads that are due at a time, the earliest first.
type memoryHeap struct{ list []uint32 }

// set says when a thread is due.
func (h *memoryHeap) set(ts *memoryThreads, n uint32, due int64) {
	t := ts.at(n)
	was := t.due
	t.due = due
	switch {
	case due == was:
	case was == notDue:
		h.list = append(h.list, n)
		h.up(ts, len(h.list)-1)
	case due == notDue:
		at, last := int(t.heap)-1, len(h.list)-1
		moved := h.list[last]
		h.list = h.list[:last]
		t.heap = 0
		if at < last {
			h.list[at] = moved
			h.up(ts, at)
			h.down(ts, int(ts.at(moved).heap)-1)
		}
	default:
		h.up(ts, int(t.heap)-1)
		h.down(ts, int(t.heap)-1)
	}
}

// up and down move a thread to its place.
func (h *memoryHeap) up(ts *memoryThreads, at int) {
	n := h.list[at]
	due := ts.at(n).due
	for at > 0 {
		above := (at - 1) / 2
		if ts.at(h.list[above]).due <= due {
			break
		}
		h.put(ts, at, h.list[above])
		at = above
	}
	h.put(ts, at, n)
}

func (h *memoryHeap) down(ts *memoryThreads, at int) {
	n := h.list[at]
	due := ts.at(n).due
	for {
		below := 2*at + 1
		if below >= len(h.list) {
			break
		}
		if below+1 < len(h.list) && ts.at(h.list[below+1]).due < ts.at(h.list[below]).due {
			below++
		}
		if ts.at(h.list[below]).due >= due {
			break
		}
		h.put(ts, at, h.list[below])
		at = below
	}
	h.put(ts, at, n)
}

func (h *memoryHeap) put(ts *memoryThreads, at int, n uint32) {
	h.list[at] = n
	ts.at(n).heap = int32(at) + 1
}

// until calls visit for the threads that are due by a time, until it returns false.
func (h *memoryHeap) until(ts *memoryThreads, now int64, visit func(n uint32) bool) {
	for todo := []int{0}; len(todo) > 0; {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if at >= len(h.list) || ts.at(h.list[at]).due > now {
			continue
		}
		if !visit(h.list[at]) {
			return
		}
		todo = append(todo, 2*at+2, 2*at+1)
	}
}
