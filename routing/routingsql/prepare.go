package routingsql

import (
	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/routing"
)

// prepared is a commit as columns, made before the transaction begins.
type prepared struct {
	revision                    int64 // that the commit makes
	control                     []byte
	item, status, seat, learned records
	brief                       [][]byte // of items
	ended                       []*int64 // of statuses
	category                    [][]byte // of what was learned
	event                       struct {
		item []*string
		at   []int64
		body [][]byte
	}
}

// records are ids, what is searched for, and the rest.
type records struct {
	id   []string
	flag []int64
	body [][]byte
}

func (r *records) add(id string, flag bool, body []byte, err error) error {
	r.id, r.body = append(r.id, id), append(r.body, body)
	if flag {
		r.flag = append(r.flag, 1)
	} else {
		r.flag = append(r.flag, 0)
	}
	return err
}

// fault is what is wrong with a part of a commit.
func fault(field, reason string) error { return &routing.FieldError{Field: field, Reason: reason} }

const (
	notText = "is not a usable text"
	twice   = "is there twice"
)

func prepare(c *routing.Commit) (*prepared, error) {
	p := &prepared{revision: c.After + 1}
	if c.Control != nil {
		var err error
		if p.control, err = encodeControl(*c.Control); err != nil {
			return nil, err
		}
	}
	for _, part := range []func(*routing.Commit) error{p.addItems, p.addSeats, p.addLearned, p.addEvents} {
		if err := part(c); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (p *prepared) addItems(c *routing.Commit) error {
	fresh := make(map[string]bool, len(c.Items)) // true: has a status
	for i := range c.Items {
		it := &c.Items[i]
		if !usable(it.ID) {
			return fault("items.id", notText)
		}
		if _, ok := fresh[it.ID]; ok {
			return fault("items.id", twice)
		}
		fresh[it.ID] = false
		body, err := encodeItem(*it)
		if err := p.item.add(it.ID, false, body, err); err != nil {
			return err
		}
		p.brief = append(p.brief, it.Brief)
	}
	seen := make(map[string]struct{}, len(c.Statuses))
	for i := range c.Statuses {
		st := &c.Statuses[i]
		if !usable(st.Item) {
			return fault("statuses.item", notText)
		}
		if _, ok := seen[st.Item]; ok {
			return fault("statuses.item", twice)
		}
		seen[st.Item] = struct{}{}
		if _, ok := fresh[st.Item]; ok {
			fresh[st.Item] = true
		}
		var ended *int64
		if st.Status.State.Ended() {
			at := sqldb.Micros(st.Status.Since)
			ended = &at
		}
		p.ended = append(p.ended, ended)
		body, err := encodeStatus(st.Status)
		if err := p.status.add(st.Item, false, body, err); err != nil {
			return err
		}
	}
	for _, ok := range fresh {
		if !ok {
			return fault("items", "are without a status")
		}
	}
	return nil
}

func (p *prepared) addSeats(c *routing.Commit) error {
	seen := make(map[string]struct{}, len(c.Seats))
	for i := range c.Seats {
		seat := &c.Seats[i]
		if !usable(seat.Agent.ID) {
			return fault("seats.agent.id", notText)
		}
		if _, ok := seen[seat.Agent.ID]; ok {
			return fault("seats.agent.id", twice)
		}
		seen[seat.Agent.ID] = struct{}{}
		body, err := encodeSeat(*seat)
		if err := p.seat.add(seat.Agent.ID, seat.Removed, body, err); err != nil {
			return err
		}
	}
	return nil
}

func (p *prepared) addLearned(c *routing.Commit) error {
	seen := make(map[[2]string]struct{}, len(c.Learned))
	for i := range c.Learned {
		l := &c.Learned[i]
		if !usable(l.Agent) {
			return fault("learned.agent", notText)
		}
		key := [2]string{l.Agent, l.Category}
		if _, ok := seen[key]; ok {
			return fault("learned", twice)
		}
		seen[key] = struct{}{}
		p.category = append(p.category, append([]byte{}, l.Category...)) // never NULL
		body, err := encode(&l.Experience)
		if err := p.learned.add(l.Agent, l.Experience.Done == 0, body, err); err != nil {
			return err
		}
	}
	return nil
}

func (p *prepared) addEvents(c *routing.Commit) error {
	for i := range c.Events {
		e := &c.Events[i]
		var item *string
		if e.Item != "" {
			if !usable(e.Item) {
				return fault("events.item", notText)
			}
			item = &e.Item
		}
		body, err := encodeEvent(*e)
		if err != nil {
			return err
		}
		p.event.item = append(p.event.item, item)
		p.event.at, p.event.body = append(p.event.at, sqldb.Micros(e.At)), append(p.event.body, body)
	}
	return nil
}
