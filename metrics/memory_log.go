package metrics

import (
	"hash/maphash"
	"time"
)

// memoryLog has all events, packed, in the order of commits. An event's place in it is its Seq less 1.
type memoryLog struct {
	seed    maphash.Seed
	n       uint32        // how many events there were
	pages   []*memoryPage // nil: all its events were forgotten
	ids     memoryTable   // places of events of long threads, by thread and id
	threads memoryThreads
	stale   memoryQueue
	due     memoryHeap
	packed  []byte     // the events of a call, each behind the key of its thread
	ends    []callEnds // of each event in it
}

// callEnds is where the key of an event's thread ends, and where the event does.
type callEnds struct{ key, event int }

// memoryPage has a fixed number of events. What was written to it never changes; a page of which some is
// forgotten is replaced.
type memoryPage struct {
	data   []byte
	end    [pageEvents]int    // of each event in data
	before [pageEvents]uint32 // the place plus 1 of the event before it in its thread
	thread [pageEvents]uint32
}

const pageEvents = 1 << 10

// record is the packed form of an event, as it is in its page.
type record struct {
	data   []byte
	place  uint32
	thread uint32
}

func (p *memoryPage) record(place uint32) record {
	i := place % pageEvents
	from := 0
	if i > 0 {
		from = p.end[i-1]
	}
	return record{p.data[from:p.end[i]], place, p.thread[i]}
}

// pack packs the events of a call, or tells which of them cannot be kept and why. An event whose texts are all plain
// has not to be looked at text by text: those that were packed lie one behind the other.
func (l *memoryLog) pack(events []Event, validate bool) error {
	l.packed, l.ends = l.packed[:0], l.ends[:0]
	for i := range events {
		e := &events[i]
		from := len(l.packed)
		l.packed = appendThread(l.packed, e)
		key := len(l.packed)
		var texts int
		l.packed, texts = e.pack(l.packed, e.Kind.named())
		l.ends = append(l.ends, callEnds{key, len(l.packed)})
		plain := isPlain(l.packed[key+beforeID:texts]) && isPlain(l.packed[from:key]) && key-from <= MaxID
		if validate {
			if field, _ := e.fault(); field != "" || !plain {
				if err := e.Validate(); err != nil {
					return at(err, i)
				}
			}
			continue
		}
		if err := e.Storable(); err != nil {
			return at(err, i)
		}
	}
	return nil
}

// append adds an event to the thread with a key, unless it is known or its thread was forgotten.
func (l *memoryLog) append(e *Event, key, packed []byte) bool {
	number := l.threads.number(maphash.Bytes(l.seed, key), key)
	t := l.threads.at(number)
	if t.pruned {
		return false
	}
	hash := maphash.String(l.seed, e.ID)
	if l.known(number, t, e.ID, hash) {
		return false
	}
	l.learn(number, t, hash)
	p := l.page()
	i := l.n % pageEvents
	p.data = append(p.data, packed...)
	p.end[i], p.before[i], p.thread[i] = len(p.data), t.last, number
	l.n++
	t.last = l.n
	t.version++
	if at := e.At.UnixMicro(); at > t.at || t.version == 1 {
		t.at = at
	}
	if !t.listed {
		t.listed = true
		l.stale.push(number)
	}
	return true
}

// page returns the one for the next event.
func (l *memoryLog) page() *memoryPage {
	if l.n%pageEvents != 0 {
		return l.pages[len(l.pages)-1]
	}
	room := 64 << 10
	if len(l.pages) > 0 {
		if last := l.pages[len(l.pages)-1]; last != nil {
			room = len(last.data) + len(last.data)/16 // events to come are as large as those before
		}
	}
	p := &memoryPage{data: make([]byte, 0, room)}
	l.pages = append(l.pages, p)
	return p
}

// named is the part of an event of this kind that its thread tells as well.
func (k Kind) named() uint32 {
	switch {
	case k == Presence:
		return hasAgent
	case k.ofTicket():
		return hasTicket
	case k.ofCustomer():
		return hasCustomer
	}
	return hasConversation
}

// appendThread appends what [Event.Thread] returns.
func appendThread(b []byte, e *Event) []byte {
	switch {
	case e.Kind == Presence:
		b = append(append(b, "a/"...), e.Agent...)
		return e.At.UTC().AppendFormat(append(b, '/'), time.DateOnly)
	case e.Kind.ofTicket():
		return append(append(b, "t/"...), e.Ticket...)
	case e.Kind.ofCustomer():
		return append(append(b, "s/"...), e.Customer...)
	}
	return append(append(b, "c/"...), e.Conversation...)
}

// unpack returns an event of a thread.
func (r record) unpack(key string) (e Event, err error) {
	if !e.unpack(decoding(r.data)) {
		return Event{}, ErrDamaged
	}
	e.Seq = int64(r.place) + 1
	switch {
	case e.Kind == Presence:
		e.Agent = key[len("a/") : len(key)-len("/2006-01-02")]
	case e.Kind.ofTicket():
		e.Ticket = key[len("t/"):]
	case e.Kind.ofCustomer():
		e.Customer = key[len("s/"):]
	default:
		e.Conversation = key[len("c/"):]
	}
	return e, nil
}
