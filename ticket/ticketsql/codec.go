package ticketsql

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/ticket"
)

// What has no column of its own is kept as JSON. Times in it are cut to the
// microsecond before; columns win over what the JSON says.

func encode(v any) ([]byte, error) {
	body, err := json.Marshal(v)
	if err != nil { // a time in the year 10000
		return nil, fmt.Errorf("%w: %w", ticket.ErrInvalid, err)
	}
	return body, nil
}

func decode(body []byte, v any) error {
	if err := json.Unmarshal(body, v); err != nil {
		// The text of the error may quote what was stored.
		return fmt.Errorf("ticketsql: a stored row is damaged: %T", err)
	}
	return nil
}

// keep cuts times to what is stored.
func keep(times ...*time.Time) {
	for _, t := range times {
		*t = sqldb.Keep(*t)
	}
}

// keepTicket returns a ticket as it comes back from the store, but for what the store
// gives it. It shares no memory with t.
func keepTicket(t *ticket.Ticket) ticket.Ticket {
	k := *t.Clone()
	keep(&k.Entered, &k.Wake, &k.Waiting, &k.Replied, &k.LastReply, &k.Heard, &k.Created, &k.Updated, &k.Resolved, &k.Closed, &k.Deadline, &k.Due)
	if k.Verdict != nil {
		keep(&k.Verdict.At)
	}
	keepSteps(k.Steps)
	for i := range k.Clocks {
		keep(&k.Clocks[i].Started, &k.Clocks[i].Due, &k.Clocks[i].Ended)
	}
	k.Number = ""
	return k
}

func keepSteps(steps []ticket.Step) {
	for i := range steps {
		keep(&steps[i].Started, &steps[i].Due, &steps[i].Done, &steps[i].Since)
	}
}

func encodeTicket(t ticket.Ticket) ([]byte, error) {
	t.ID, t.Serial, t.Version, t.Events = "", 0, 0, 0
	return encode(&t)
}

// decodeTicket reads the columns of [stored].
func decodeTicket(scan func(...any) error) (t ticket.Ticket, err error) {
	var (
		id                      string
		serial, version, events int64
		body                    []byte
	)
	if err := scan(&id, &serial, &version, &events, &body); err != nil {
		return t, err
	}
	err = decode(body, &t)
	t.ID, t.Serial, t.Version, t.Events = id, serial, version, events
	return t, err
}

func encodeEvent(e ticket.Event) ([]byte, error) {
	keep(&e.At, &e.Until)
	if e.Opened != nil {
		d := *e.Opened
		keep(&d.Created)
		d.Comments = slices.Clone(d.Comments)
		for i := range d.Comments {
			keep(&d.Comments[i].At)
		}
		e.Opened = &d
	}
	e.Comment = keepComment(e.Comment)
	if e.Absorbed != nil {
		a := *e.Absorbed
		keep(&a.Waiting)
		e.Absorbed = &a
	}
	e.Steps = slices.Clone(e.Steps)
	keepSteps(e.Steps)
	if e.Verdict != nil {
		v := *e.Verdict
		keep(&v.At)
		e.Verdict = &v
	}
	if e.Notice != nil {
		n := keepNotice(*e.Notice)
		e.Notice = &n
	}
	e.Seq, e.N, e.ID, e.Ticket = 0, 0, "", ""
	return encode(&e)
}

func decodeEvent(seq, n int64, id, of string, body []byte) (ticket.Event, error) {
	var e ticket.Event
	err := decode(body, &e)
	e.Seq, e.N, e.ID, e.Ticket = seq, n, id, of
	return e, err
}

func keepComment(c *ticket.Comment) *ticket.Comment {
	if c == nil {
		return nil
	}
	k := *c
	keep(&k.At)
	return &k
}

func keepNotice(n ticket.Notice) ticket.Notice {
	keep(&n.At)
	n.Comment = keepComment(n.Comment)
	return n
}

func encodeNotice(n ticket.Notice) ([]byte, error) {
	n = keepNotice(n)
	n.ID, n.Ticket = "", ""
	return encode(&n)
}
