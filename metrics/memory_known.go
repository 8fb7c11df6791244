package metrics

import "hash/maphash"

// Which ids a thread has is told by marks, that is 16 bits of each id's hash: those of a thread are beside what else is
// known of it, so that recording an event looks at nothing that is far away. Where a mark is found, the events are asked.
// Only threads with more events than marks have their ids in a table.

// knownMarks is how many events of a thread have marks.
const knownMarks = 40

// marks are four to a word; 0 is none.
type marks [knownMarks / 4]uint64

const (
	markOnes    = 0x0001000100010001
	markHighest = 0x8000800080008000
)

// markOf is the mark of an id with this hash.
func markOf(hash uint64) uint64 { return max(1, hash>>48) }

// has says that a mark is among the first n. What is in all four parts of a word is 0 where it is the same as the mark,
// and a number less 1 has its highest bit, without having had it, only if it was 0 (or beside one that was).
func (m *marks) has(mark uint64, n uint32) bool {
	for _, w := range m[:min((n+3)/4, uint32(len(m)))] {
		x := w ^ mark*markOnes
		if (x-markOnes)&^x&markHighest != 0 {
			return true
		}
	}
	return false
}

// set makes a mark the nth, counted from 0.
func (m *marks) set(mark uint64, n uint32) { m[n/4] |= mark << (n % 4 * 16) }

// known says whether a thread has an event with this id, of which this is the hash.
func (l *memoryLog) known(thread uint32, t *memoryThread, id string, hash uint64) bool {
	if t.version > knownMarks {
		_, ok := l.ids.find(inThread(hash, thread), func(place uint32) bool {
			p := l.pages[place/pageEvents]
			return p != nil && p.thread[place%pageEvents] == thread && string(packedID(p.record(place).data)) == id
		})
		return ok
	}
	return t.marks.has(markOf(hash), t.version) && l.walk(t, func(_ uint32, has []byte) bool { return string(has) == id })
}

// learn notes the id of the event that comes next, in a thread that does not have it.
func (l *memoryLog) learn(thread uint32, t *memoryThread, hash uint64) {
	if t.version < knownMarks {
		t.marks.set(markOf(hash), t.version)
		return
	}
	if t.version == knownMarks {
		l.walk(t, func(place uint32, id []byte) bool {
			l.ids.add(inThread(maphash.Bytes(l.seed, id), thread), place)
			return false
		})
	}
	l.ids.add(inThread(hash, thread), l.n)
}

// walk visits the events of a thread with their ids, the latest first, until visit returns true.
func (l *memoryLog) walk(t *memoryThread, visit func(place uint32, id []byte) bool) bool {
	for at := t.last; at != 0; {
		p := l.pages[(at-1)/pageEvents]
		if visit(at-1, packedID(p.record(at-1).data)) {
			return true
		}
		at = p.before[(at-1)%pageEvents]
	}
	return false
}

// inThread is the hash of an id, which has this one, in a thread.
func inThread(hash uint64, thread uint32) uint32 {
	hash += uint64(thread) * 0x9e3779b97f4a7c15
	hash ^= hash >> 32
	return uint32((hash * 0xd6e8feb86659fd93) >> 32)
}
