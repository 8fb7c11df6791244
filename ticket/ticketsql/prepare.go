package ticketsql

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/ticket"
)

// prepared is a commit as it is written, made before the transaction begins.
type prepared struct {
	changes []*change // in the order of the commit
	// inOrder has the same in the order in which rows are locked: by id, and new
	// tickets at the end, because they lock the counter of the tenant.
	inOrder []*change
	notices []notice
}

// change is what is written of one ticket.
type change struct {
	ticket  ticket.Ticket // as it is returned; its Version is the one that was read
	body    []byte
	listing []any
	terms   [][]byte // what it is listed under, sorted
	words   [][]byte
	events  []event
}

type event struct {
	id   string
	pos  int64 // within the commit
	n    int64
	body []byte
}

type notice struct {
	id, ticket string
	ready      int64
	body       []byte
}

// had is how many events the ticket has to have before.
func (c *change) had() int64 { return c.ticket.Events - int64(len(c.events)) }

// listed is a digest of the columns of [listed].
func (c *change) listed() []byte {
	packed := make([]byte, 0, 512)
	for _, value := range c.listing {
		switch v := value.(type) {
		case string:
			packed = append(binary.AppendUvarint(packed, uint64(len(v))), v...)
		case []byte:
			packed = append(binary.AppendUvarint(packed, uint64(len(v))), v...)
		case int64:
			packed = binary.AppendVarint(append(packed, 1), v)
		default:
			packed = append(packed, 0)
		}
	}
	sum := sha256.Sum256(packed)
	return sum[:16]
}

// fault is what is wrong with a part of a commit.
func fault(field, reason string) error { return &ticket.FieldError{Field: field, Reason: reason} }

const (
	notText = "is not a usable text"
	twice   = "is there twice"
)

var errEvents = fault("changes.ticket.events", "does not count the events")

func prepare(c *ticket.Commit) (*prepared, error) {
	p := &prepared{}
	seen := make(map[string]struct{}, len(c.Changes))
	pos := int64(0)
	for i := range c.Changes {
		id := c.Changes[i].Ticket.ID
		if _, again := seen[id]; again {
			return nil, fault("changes.ticket.id", twice)
		}
		seen[id] = struct{}{}
		change, err := prepareChange(&c.Changes[i], &pos)
		if err != nil {
			return nil, err
		}
		p.changes = append(p.changes, change)
	}
	p.inOrder = slices.Clone(p.changes)
	slices.SortStableFunc(p.inOrder, func(a, b *change) int {
		switch fresh, other := a.ticket.Version == 0, b.ticket.Version == 0; {
		case fresh && other:
			return 0
		case fresh:
			return 1
		case other:
			return -1
		}
		return cmp.Compare(a.ticket.ID, b.ticket.ID)
	})
	return p, p.addNotices(c.Outbox)
}

func prepareChange(of *ticket.Change, pos *int64) (*change, error) {
	t := keepTicket(&of.Ticket)
	if !usable(t.ID) {
		return nil, fault("changes.ticket.id", notText)
	}
	if t.Version < 0 {
		return nil, fault("changes.ticket.version", "is negative")
	}
	if t.Events < int64(len(of.Events)) || t.Version == 0 && t.Events > int64(len(of.Events)) {
		return nil, errEvents
	}
	c := &change{ticket: t, listing: listing(&t), terms: termsOf(&t), words: wordTerms(of.Words)}
	var err error
	if c.body, err = encodeTicket(t); err != nil {
		return nil, err
	}
	c.events = make([]event, len(of.Events))
	seen := make(map[string]struct{}, len(of.Events))
	for i := range of.Events {
		id := of.Events[i].ID
		if !usable(id) {
			return nil, fault("changes.events.id", notText)
		}
		if _, again := seen[id]; again {
			return nil, &ticket.ExistsError{Ticket: t.ID, Event: id}
		}
		seen[id] = struct{}{}
		e := event{id: id, pos: *pos, n: t.Events - int64(len(of.Events)-i-1)}
		if e.body, err = encodeEvent(of.Events[i]); err != nil {
			return nil, err
		}
		c.events[i] = e
		*pos++
	}
	return c, nil
}

func (p *prepared) addNotices(outbox []ticket.Notice) error {
	seen := make(map[string]struct{}, len(outbox))
	for i := range outbox {
		n := &outbox[i]
		if !usable(n.ID) {
			return fault("outbox.id", notText)
		}
		if !usable(n.Ticket) {
			return fault("outbox.ticket", notText)
		}
		if _, again := seen[n.ID]; again {
			return fault("outbox.id", twice)
		}
		seen[n.ID] = struct{}{}
		body, err := encodeNotice(*n)
		if err != nil {
			return err
		}
		p.notices = append(p.notices, notice{n.ID, n.Ticket, sqldb.Micros(n.At), body})
	}
	return nil
}
