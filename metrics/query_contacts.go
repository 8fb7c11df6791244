package metrics

import (
	"context"
	"slices"
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

// contacts measures what depends on the other talks of a customer. A talk came back when another one of the customer
// began before it was Rules.Durable ago that it had ended. A talk begins a matter when it is not the return to one
// that began within twice Rules.Durable before.
func (c *Collector) contacts(ctx context.Context, from, to, now time.Time) (*Sheet, error) {
	durable := c.opts.Rules.Durable
	customers := map[string][]contact{}
	horizon := to
	read := func(from, to time.Time, wanted bool) error {
		if !to.After(from) {
			return nil
		}
		for e, err := range c.store.Episodes(ctx, from, to) {
			if err != nil {
				return err
			}
			if e.Subject != Talk || e.Customer == "" {
				continue
			}
			if wanted && e.Outcome != Open {
				horizon = later(horizon, e.End.Add(durable))
			}
			customers[e.Customer] = append(customers[e.Customer], contactOf(&e, wanted))
		}
		return nil
	}
	if err := read(from.Add(-2*durable), from, false); err != nil {
		return nil, err
	}
	if err := read(from, to, true); err != nil {
		return nil, err
	}
	if err := read(to, horizon, false); err != nil {
		return nil, err
	}
	sheet := NewSheet()
	for _, list := range customers {
		measureContacts(sheet, list, durable, now)
	}
	return sheet, nil
}

func contactOf(e *Episode, wanted bool) contact {
	c := contact{start: e.Start, end: e.End, id: e.ID, ended: e.Outcome != Open, settled: e.Outcome == ByBot || e.Outcome == ByHuman, wanted: wanted}
	if wanted {
		c.cell = e.cell()
	}
	return c
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// measureContacts adds what the talks of one customer come to; they are in the order of their starts.
func measureContacts(sheet *Sheet, list []contact, durable time.Duration, now time.Time) {
	for i := range list {
		x := &list[i]
		if !x.wanted || !x.ended || x.end.Add(durable).After(now) {
			continue
		}
		back := i+1 < len(list) && list[i+1].start.Before(x.end.Add(durable))
		first := !slices.ContainsFunc(list[:i], func(p contact) bool {
			return x.start.Sub(p.start) <= 2*durable && (!p.ended || x.start.Before(p.end.Add(durable)))
		})
		add := func(so bool, m Measure) {
			if so {
				sheet.add(&x.cell, m, 1, 1)
			}
		}
		add(first, MattersBegun)
		add(first && x.settled && !back, MattersAtOnce)
		add(x.settled, ContactsSettled)
		add(x.settled && !back, ContactsDurable)
	}
}
