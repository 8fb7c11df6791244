package routing

// memoryEvents is the history: events by their numbers, in pages, so that a long
// one never moves. The events of an item are a chain from the last one back.
type memoryEvents struct {
	last  int64 // the number of the last event
	first int64 // the number of the oldest that is kept
	keep  int64 // how many are kept; 0: all
	base  int64 // the number of the first page
	pages []*eventPage
	spare *eventPage // given up last, to be used again
}

// memoryEvent is an event and the number of the one before it of the same item.
// A forgotten one has no number.
type memoryEvent struct {
	Event
	before int64
}

type eventPage struct {
	events [eventPageSize]memoryEvent
	alive  int
}

const eventPageSize = 256

// at returns an event, or nil if it is not kept.
func (h *memoryEvents) at(seq int64) *memoryEvent {
	if seq < h.first || seq > h.last {
		return nil
	}
	p := h.pages[seq/eventPageSize-h.base]
	if p == nil {
		return nil
	}
	if e := &p.events[seq%eventPageSize]; e.Seq == seq {
		return e
	}
	return nil
}

// add numbers an event and keeps it. before is the number of the event before it
// of the same item.
func (h *memoryEvents) add(e *Event, before int64) int64 {
	h.last++
	if h.first == 0 {
		h.first = 1
	}
	at := h.last/eventPageSize - h.base
	if at == int64(len(h.pages)) {
		h.pages = append(h.pages, nil)
	}
	p := h.pages[at]
	if p == nil { // a new one, or all that was on it is forgotten
		if p, h.spare = h.spare, nil; p == nil {
			p = new(eventPage)
		}
		p.alive = 0
		h.pages[at] = p
	}
	p.alive++
	slot := &p.events[h.last%eventPageSize]
	slot.Event, slot.before = *e, before
	slot.Seq, slot.At = h.last, kept(e.At)
	if h.keep > 0 && h.last-h.first >= h.keep {
		h.first = h.last - h.keep + 1
		h.trim()
	}
	return h.last
}

// forget drops an event and returns the number of the one before it of the same
// item, or 0.
func (h *memoryEvents) forget(seq int64) (before int64) {
	e := h.at(seq)
	if e == nil {
		return 0
	}
	before = e.before
	*e = memoryEvent{}
	page := seq/eventPageSize - h.base
	p := h.pages[page]
	if p.alive--; p.alive > 0 {
		return before
	}
	h.pages[page], h.spare = nil, p
	h.trim()
	return before
}

// trim gives up pages in front that hold nothing any more.
func (h *memoryEvents) trim() {
	for len(h.pages) > 0 && (h.pages[0] == nil || (h.base+1)*eventPageSize <= h.first) {
		if h.base == h.last/eventPageSize {
			return // the next event goes there
		}
		if h.pages[0] != nil {
			h.spare = h.pages[0]
		}
		h.pages[0] = nil
		h.pages = h.pages[1:]
		h.base++
		h.first = max(h.first, h.base*eventPageSize)
	}
}

// read appends the events after one number and up to another, as many as fit in
// the capacity of page, and returns the number it got to.
func (h *memoryEvents) read(page []Event, after, end int64) ([]Event, int64) {
	after = max(after, h.first-1, 0)
	for after < end && len(page) < cap(page) {
		p := h.pages[(after+1)/eventPageSize-h.base]
		if p == nil {
			after = min(end, ((after+1)/eventPageSize+1)*eventPageSize-1)
			continue
		}
		after++
		if e := &p.events[after%eventPageSize]; e.Seq == after {
			page = append(page, e.Event)
		}
	}
	return page, after
}
