package kefu

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/routing"
)

// meterWork tells what the router did, and what agents did with their time.
func (b *Bot) meterWork(ctx context.Context, at *cursor) iter.Seq2[metered, error] {
	return func(yield func(metered, error) bool) {
		if at.Agents == nil {
			at.Agents = map[string]*onDuty{}
		}
		for e, err := range b.opts.Stores.Routing.Events(ctx, "", at.At) {
			m := metered{cursor: e.Seq}
			if err == nil {
				m.events, err = b.workEvents(ctx, &e)
			}
			if err == nil {
				var person bool
				if person, err = b.isPerson(ctx, &e); person {
					m.events = append(m.events, at.presence(&e)...)
				}
			}
			if !yield(m, err) || err != nil {
				return
			}
		}
		if events := at.hours(b.now()); len(events) > 0 {
			yield(metered{at.At, events}, nil)
		}
	}
}

// isPerson says that the agent of an event is a person: a program is always there, and works for nothing.
func (b *Bot) isPerson(ctx context.Context, e *routing.Event) (bool, error) {
	switch e.Type {
	case routing.EventPresence, routing.EventAssigned, routing.EventWrapping:
		a, err := b.agent(ctx, e.Agent)
		return !a.Bot, err
	}
	return true, nil
}

// settled are the outcomes with which an agent says that a matter is settled, the router's word for a conversation that
// was given back included.
var settled = []string{"released", "resolved", "solved", "done"}

// workEvents is an event of the router in the words of package metrics.
func (b *Bot) workEvents(ctx context.Context, e *routing.Event) ([]metrics.Event, error) {
	if e.Item == "" {
		return nil, nil
	}
	w, err := b.opts.Stores.Routing.Work(ctx, e.Item)
	if errors.Is(err, routing.ErrNotFound) { // pruned
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	i := &w.Item
	about := metrics.Event{
		ID: fmt.Sprintf("work/%d", e.Seq), At: e.At, Conversation: i.Conversation, Customer: i.Customer, Channel: i.Channel, Category: i.Category,
		Tier: i.Tier, Language: i.Language, Agent: e.Agent, Queue: e.Queue, Item: e.Item, Reason: e.Reason,
	}
	if about.Conversation == "" {
		about.Conversation = "item/" + i.ID // the host's own item is a talk of its own
	}
	var events []metrics.Event
	add := func(kind metrics.Kind, with func(*metrics.Event)) {
		m := about
		m.Kind = kind
		if len(events) > 0 {
			m.ID = fmt.Sprintf("%s/%d", about.ID, len(events))
		}
		if with != nil {
			with(&m)
		}
		events = append(events, m)
	}
	queued := func(m *metrics.Event) { m.Agent = "" }
	switch e.Type {
	case routing.EventSubmitted, routing.EventMoved:
		add(metrics.Queued, queued)
	case routing.EventOffered:
		add(metrics.Offered, nil)
	case routing.EventRejected, routing.EventMissed:
		add(metrics.Declined, func(m *metrics.Event) {
			if m.Reason == "" {
				m.Reason = string(e.Type)
			}
		})
	case routing.EventAssigned:
		if a, err := b.agent(ctx, e.Agent); err != nil || a.Bot { // a bot is no person who takes over
			return nil, err
		}
		add(metrics.Assigned, func(m *metrics.Event) { m.Took = e.Waited })
	case routing.EventReturned, routing.EventTransferred:
		add(metrics.Completed, func(m *metrics.Event) { m.Reason = string(e.Type) })
		add(metrics.Queued, queued)
	case routing.EventWrapping, routing.EventCompleted:
		kind := metrics.Completed
		if e.Type == routing.EventWrapping {
			kind = metrics.Wrapping
		}
		add(kind, func(m *metrics.Event) { m.Reason = e.Detail })
		if slices.Contains(settled, e.Detail) {
			add(metrics.Resolved, func(m *metrics.Event) {
				m.ID = fmt.Sprintf("settled/%.150s/%d", e.Item, e.Epoch) // once, by whichever comes first
			})
		}
	case routing.EventCancelled:
		switch {
		case withdrawn(e):
			add(metrics.Diverted, func(m *metrics.Event) { m.Reason = ticketOutcome })
		case e.Reason == takenOver || slices.Contains(settled, e.Reason):
			add(metrics.Diverted, nil)
		default:
			add(metrics.LeftQueue, func(m *metrics.Event) { m.Took = e.Waited })
		}
	case routing.EventDiverted:
		add(metrics.Diverted, func(m *metrics.Event) { m.Reason = e.Detail })
	}
	return events, nil
}

// onDuty is what an agent does, as far as the router's events were read.
type onDuty struct {
	// Presence is what he said, State what it comes to with the work that he has, since
	// Since.
	Presence string          `json:"presence"`
	State    string          `json:"state"`
	Since    time.Time       `json:"since"`
	Work     map[string]bool `json:"work,omitempty"` // true: he writes up
}

// state is online, busy, wrap_up, away or offline: who has work is at work, whatever he says.
func (d *onDuty) state() string {
	if len(d.Work) == 0 {
		return d.Presence
	}
	for _, wraps := range d.Work {
		if !wraps {
			return "busy"
		}
	}
	return "wrap_up"
}

// presence tells how long an agent was in the state that an event ends.
func (c *cursor) presence(e *routing.Event) []metrics.Event {
	if e.Agent == "" {
		return nil
	}
	d := c.Agents[e.Agent]
	if d == nil {
		d = &onDuty{Presence: "offline", State: "offline", Since: e.At}
		c.Agents[e.Agent] = d
	}
	if d.Work == nil {
		d.Work = map[string]bool{}
	}
	switch e.Type {
	case routing.EventPresence:
		d.Presence = e.Detail
	case routing.EventRemoved:
		d.Presence, d.Work = "offline", nil
	case routing.EventAssigned:
		d.Work[e.Item] = false
	case routing.EventWrapping:
		d.Work[e.Item] = true
	case routing.EventCompleted, routing.EventReturned, routing.EventTransferred, routing.EventCancelled, routing.EventDiverted:
		delete(d.Work, e.Item)
	}
	now := d.state()
	if now == d.State {
		return nil
	}
	events := d.until(e.At, e.Agent, now, fmt.Sprintf("presence/%d", e.Seq))
	d.State, d.Since = now, e.At
	if now == "offline" {
		delete(c.Agents, e.Agent)
	}
	return events
}

// until tells of the state that ends at a time: once for each day (UTC) that it lasted.
func (d *onDuty) until(end time.Time, agent, next, id string) (events []metrics.Event) {
	from := d.Since
	for n := 0; ; n++ {
		e := metrics.Event{ID: fmt.Sprintf("%s/%d", id, n), Kind: metrics.Presence, Agent: agent, Reason: d.State, Step: next, At: end}
		midnight := from.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
		last := !end.After(midnight)
		if !last {
			e.At, e.Step = midnight.Add(-time.Microsecond), d.State
		}
		e.Took = max(0, e.At.Sub(from))
		events = append(events, e)
		if last {
			return events
		}
		from = midnight
	}
}

// hours tells of states that go on, at each full hour: so a report of today knows of them.
func (c *cursor) hours(now time.Time) (events []metrics.Event) {
	full := now.Add(-time.Minute).Truncate(time.Hour) // what happened before is read by then
	for _, agent := range slices.Sorted(maps.Keys(c.Agents)) {
		d := c.Agents[agent]
		if d.State == "offline" || !d.Since.Before(full) {
			continue
		}
		events = append(events, d.until(full.Add(-time.Microsecond), agent, d.State, fmt.Sprintf("hour/%d", full.Unix()))...)
		d.Since = full
	}
	return events
}
