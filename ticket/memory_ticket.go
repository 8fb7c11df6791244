package ticket

// memoryTicket is a ticket in a [MemoryStore]: packed, and with what it is searched by
// beside it. It is replaced when the ticket changes.
type memoryTicket struct {
	id     string
	body   string
	events []memoryEvent
	// terms are the numbers of what it is found by, sorted; groups those among them
	// that it is counted by.
	terms   []uint32
	groups  [len(memoryGroups)]uint32
	version int64
	// Times are in microseconds, of deadline, due, wake and ended never if there is none.
	created, updated, deadline, due, wake, ended int64
	priority                                     int64
	late                                         bool
}

// packTicket packs a change, but for what depends on the store.
func packTicket(c *Change) *memoryTicket {
	t := &c.Ticket
	m := &memoryTicket{
		id: t.ID, created: t.Created.UnixMicro(), updated: t.Updated.UnixMicro(), deadline: micros(t.Deadline), due: micros(t.Due), wake: micros(t.Wake),
		ended: never, priority: int64(t.Priority), late: t.Late(),
	}
	if t.Ended() {
		m.ended = t.Closed.UnixMicro()
	}
	body := *t
	body.ID, body.Serial, body.Number, body.Version, body.Events = "", 0, "", 0, 0
	m.body = pack(&body)
	for i := range c.Events {
		m.events = append(m.events, packEvent(&c.Events[i]))
	}
	return m
}

// ticket returns the ticket as it was committed.
func (m *memoryTicket) ticket(serial uint32) Ticket {
	t := unpack[Ticket](m.body)
	t.ID, t.Serial, t.Version, t.Events = m.id, int64(serial), m.version, int64(len(m.events))
	return t
}

// memoryEvent is a packed event.
type memoryEvent struct {
	seq  int64
	body string // the length of the id, the id, and the rest
}

func packEvent(e *Event) memoryEvent {
	rest := *e
	rest.Seq, rest.N, rest.Ticket, rest.ID = 0, 0, "", ""
	p := make(packing, 0, len(e.ID)+8)
	p.uint(uint64(len(e.ID)))
	return memoryEvent{body: string(p) + e.ID + pack(&rest)}
}

func (m *memoryEvent) id() string {
	u := unpacking(m.body)
	return u.take(int(u.uint()))
}

// event returns an event of a ticket, but for its Seq.
func (m *memoryEvent) event(ticket string, n int64) Event {
	u := unpacking(m.body)
	id := u.take(int(u.uint()))
	e := unpack[Event](string(u))
	e.ID, e.Ticket, e.N = id, ticket, n
	return e
}

// groupValue is what a ticket is counted by.
func groupValue(t *Ticket, by GroupBy) string {
	switch by {
	case CountKind:
		return string(t.Kind)
	case CountState:
		return t.State
	case CountOwner:
		return t.Owner
	case CountGroup:
		return t.Group
	default:
		return t.Type
	}
}
