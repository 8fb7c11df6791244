package metrics

import (
	"context"
	"time"
)

// contact is a talk of a known customer.
type contact struct {
	start, end time.Time
	id         string
	cell       Cell
	ended      bool
	settled    bool
	wanted     bool // it began in the range of the query
}

// contacts measures what depends on the other talks of a customer.
func (c *Collector) contacts(ctx context.Context, from, to, now time.Time) (*Sheet, error) {
	sheet := NewSheet()
	err := c.eachContact(ctx, from, to, now, func(_ string, _ time.Time, measure func(func(*Cell, Measure, int64))) {
		measure(func(cell *Cell, m Measure, x int64) {
			if m != Talks { // the sheets of the store have them
				sheet.add(cell, m, x, 1)
			}
		})
	})
	return sheet, err
}

// eachContact hands on what talks that began in a range measure that depends on the other talks of their customers. A
// talk came back when another one of the customer began before it was Rules.Durable ago that it had ended. A talk
// begins a matter when it is not the return to one that began within twice Rules.Durable before.
func (c *Collector) eachContact(ctx context.Context, from, to, now time.Time, take func(id string, start time.Time, measure func(func(*Cell, Measure, int64)))) error {
	durable := c.opts.Rules.Durable
	customers := map[string][]contact{}
	horizon := to
	held := 0
	read := func(from, to time.Time, wanted bool) error {
		for e, err := range c.store.Episodes(ctx, from, to) {
			if err != nil {
				return err
			}
			if e.Subject != Talk || e.Customer == "" {
				continue
			}
			if held++; held > c.opts.MaxContacts {
				var fault QueryError
				fault.add("From", "to To, with the time around it that metrics of customers look at, has more than %d talks", c.opts.MaxContacts)
				return &fault
			}
			if wanted && e.Outcome != Open {
				horizon = maxTime(horizon, e.End.Add(durable))
			}
			customers[e.Customer] = append(customers[e.Customer], contactOf(&e, wanted))
		}
		return nil
	}
	if err := read(from.Add(-2*durable), from, false); err != nil {
		return err
	}
	if err := read(from, to, true); err != nil {
		return err
	}
	if err := read(to, horizon, false); err != nil {
		return err
	}
	for _, list := range customers {
		for i := range list {
			if x := &list[i]; x.wanted {
				take(x.id, x.start, func(to func(*Cell, Measure, int64)) { measureContact(list, i, durable, now, to) })
			}
		}
	}
	return nil
}

func contactOf(e *Episode, wanted bool) contact {
	c := contact{start: e.Start, end: e.End, id: e.ID, ended: e.Outcome != Open, settled: e.Outcome == ByBot || e.Outcome == ByHuman, wanted: wanted}
	if wanted {
		c.cell = e.cell()
	}
	return c
}

func maxTime(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// measureContact tells what one of the talks of a customer comes to; they are in the order of their starts.
func measureContact(list []contact, i int, durable time.Duration, now time.Time, to func(*Cell, Measure, int64)) {
	x := &list[i]
	m := emitter{cell: x.cell, to: to}
	m.one(true, Talks)
	if !x.ended || x.end.Add(durable).After(now) {
		return
	}
	back := i+1 < len(list) && list[i+1].start.Before(x.end.Add(durable))
	first := true
	for j := i - 1; j >= 0 && x.start.Sub(list[j].start) <= 2*durable; j-- {
		if p := &list[j]; !p.ended || x.start.Before(p.end.Add(durable)) {
			first = false
			break
		}
	}
	m.one(first, MattersBegun)
	m.one(first && x.settled && !back, MattersAtOnce)
	m.one(x.settled, ContactsSettled)
	m.one(x.settled && !back, ContactsDurable)
}
