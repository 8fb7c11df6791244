package tickettest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/kefu-go/kefu/ticket"
)

// clerk is one of those who work in an office at once.
type clerk struct {
	*office
	name string
	n    int
	rng  *rand.Rand
}

var staff = ticket.BySupervisor("ada")

// next is the id of the clerk's next command.
func (c *clerk) next() string {
	c.n++
	return fmt.Sprintf("command %s %d", c.name, c.n)
}

// aTicket is one of those that are known, often one of the latest.
func (c *clerk) aTicket() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.rng.IntN(2) == 0 {
		return c.tickets[len(c.tickets)-1-c.rng.IntN(min(len(c.tickets), 24))]
	}
	return c.tickets[c.rng.IntN(len(c.tickets))]
}

func (c *clerk) know(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tickets = append(c.tickets, id)
}

// note takes down what became of a command. It is an error only if no desk may answer so.
func (c *clerk) note(d given, may ...error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.commands = append(c.commands, d)
	if d.err == nil {
		return nil
	}
	for _, e := range may {
		if errors.Is(d.err, e) {
			return nil
		}
	}
	return fmt.Errorf("%s (%s) on %q: %w", d.what, d.id, d.ticket, d.err)
}

// work does one thing.
func (c *clerk) work(ctx context.Context) error {
	d := c.desks[c.rng.IntN(len(c.desks))]
	id := c.aTicket()
	switch n := c.rng.IntN(100); {
	case n < 12:
		return c.open(ctx, d)
	case n < 32:
		return c.reply(ctx, d, id)
	case n < 37:
		return c.repeat(ctx)
	case n < 55:
		return c.move(ctx, d, id)
	case n < 65:
		return c.merge(ctx, d, id, c.aTicket())
	case n < 71:
		return c.split(ctx, d, id)
	case n < 75:
		c.clock.Add(int64(c.rng.IntN(40)))
		_, err := d.Sweep(ctx)
		return err
	default:
		return c.change(ctx, d, id)
	}
}

// open opens a ticket, and at times one that is there.
func (c *clerk) open(ctx context.Context, d *ticket.Desk) error {
	draft := ticket.Draft{ID: c.next(), Subject: "about " + c.name, Customer: "carl", Tags: []string{"new", c.name}}
	if c.rng.IntN(4) == 0 {
		draft.ID = c.aTicket()
		before, err := d.Load(ctx, draft.ID)
		if err != nil {
			return err
		}
		got, err := d.Open(ctx, draft, staff)
		if err == nil && got.Serial != before.Serial { // others may change the rest meanwhile
			err = fmt.Errorf("ticket %q was opened again and is another", draft.ID)
		}
		return err
	}
	got, err := d.Open(ctx, draft, ticket.ByCustomer("carl"))
	if err != nil {
		return err
	}
	c.know(got.ID)
	return nil
}

// reply writes what a customer says, which is never refused.
func (c *clerk) reply(ctx context.Context, d *ticket.Desk, id string) error {
	return c.say(ctx, d, given{id: c.next(), ticket: id, what: "reply", reply: true})
}

func (c *clerk) say(ctx context.Context, d *ticket.Desk, did given) error {
	got, err := d.Do(ctx, did.ticket, ticket.Command{
		ID: did.id, Cause: did.id, Actor: ticket.ByCustomer("carl"),
		Actions: []ticket.Action{{Do: ticket.DoComment, Comment: &ticket.Comment{Text: "Hello from " + did.id, Message: did.id}}},
	})
	did.taker, did.err = got.ID, err
	return c.note(did)
}

// repeat gives a customer's reply once more, on another desk.
func (c *clerk) repeat(ctx context.Context) error {
	c.mu.Lock()
	var replies []given
	for _, d := range c.commands {
		if d.reply {
			replies = append(replies, d)
		}
	}
	c.mu.Unlock()
	if len(replies) == 0 {
		return nil
	}
	return c.say(ctx, c.desks[c.rng.IntN(len(c.desks))], replies[c.rng.IntN(len(replies))])
}

// move moves a ticket somewhere, listed or not, now and then after something else.
func (c *clerk) move(ctx context.Context, d *ticket.Desk, id string) error {
	to := c.flow.States[c.rng.IntN(len(c.flow.States))].Name
	did := given{id: c.next(), ticket: id, what: "move", to: to}
	actions := []ticket.Action{ticket.MoveTo(to, "because")}
	if c.rng.IntN(3) == 0 {
		did.what, did.to = "tag and move", ""
		actions = append([]ticket.Action{ticket.Tag("moved " + did.id)}, actions...)
	}
	got, err := d.Do(ctx, id, ticket.Command{ID: did.id, Cause: did.id, Actor: staff, Actions: actions})
	did.taker, did.err = got.ID, err
	var move *ticket.MoveError
	if errors.As(err, &move) && move.Reason == "" {
		allowed := c.flow.Allowed(move.From)
		for _, s := range allowed {
			if s == to {
				return fmt.Errorf("the life cycle lists the move from %q to %q, and it is refused: %w", move.From, to, err)
			}
		}
		if len(allowed) != len(move.Allowed) {
			return fmt.Errorf("from %q to %q are allowed, and the error says %q", move.From, allowed, move.Allowed)
		}
	}
	return c.note(did, ticket.ErrMove, ticket.ErrFinal)
}

// merge merges two tickets.
func (c *clerk) merge(ctx context.Context, d *ticket.Desk, from, into string) error {
	did := given{id: c.next(), ticket: into, what: "merge"}
	got, err := d.Merge(ctx, from, into, ticket.Command{ID: did.id, Cause: did.id, Actor: staff})
	did.taker, did.err = got.ID, err
	if from == into {
		return c.note(did, ticket.ErrInvalid)
	}
	return c.note(did, ticket.ErrFinal)
}

// split takes some of a ticket's comments out, twice at times.
func (c *clerk) split(ctx context.Context, d *ticket.Desk, id string) error {
	var own []string
	for r, err := range d.Comments(ctx, id, false) {
		if err != nil {
			return err
		}
		if r.Ticket == id && c.rng.IntN(2) == 0 {
			own = append(own, r.ID)
		}
	}
	if len(own) == 0 {
		return nil
	}
	did := given{id: c.next(), ticket: id, what: "split"}
	draft := ticket.Draft{ID: did.id + " ticket", Subject: "split"}
	for range 1 + c.rng.IntN(2) {
		got, err := d.Split(ctx, id, own, draft, ticket.Command{ID: did.id, Cause: did.id, Actor: staff})
		if did.taker, did.err = got.ID, err; err != nil {
			break
		}
	}
	if did.err == nil {
		c.know(draft.ID)
	}
	return c.note(did, ticket.ErrFinal, ticket.ErrInvalid) // others may have taken them
}

// change does something else to a ticket, or more than one thing.
func (c *clerk) change(ctx context.Context, d *ticket.Desk, id string) error {
	other := c.aTicket()
	kinds := [...]ticket.LinkKind{ticket.Parent, ticket.Child, ticket.Blocks, ticket.BlockedBy, ticket.Related, ticket.DuplicateOf, ticket.FollowUp}
	kind := kinds[c.rng.IntN(len(kinds))]
	did := given{id: c.next(), ticket: id, what: "change"}
	all := [...]ticket.Action{
		ticket.Reply("An answer."), ticket.Note("Look at this", "bob"), ticket.AssignTo([...]string{"", "mia", "tom"}[c.rng.IntN(3)]),
		ticket.ToGroup("billing"), ticket.Tag("x"), ticket.Untag("x"), ticket.Watch("eve"), ticket.Unwatch("eve"), ticket.SetPriority(c.rng.IntN(5)),
		ticket.Set("subject", did.id), ticket.LinkTo(kind, other), ticket.LinkTo(kind, other), ticket.Unlink(kind, other),
		{Do: ticket.DoSnooze, For: ticket.Duration(time.Duration(1+c.rng.IntN(60)) * time.Second)},
		ticket.Wake(),
		ticket.Judge(c.rng.IntN(2) == 0, c.rng.IntN(6), "well"), ticket.Escalate("", "help"),
	}
	var actions []ticket.Action
	for range 1 + c.rng.IntN(3) {
		actions = append(actions, all[c.rng.IntN(len(all))])
	}
	got, err := d.Do(ctx, id, ticket.Command{ID: did.id, Cause: did.id, Actor: staff, Actions: actions})
	did.taker, did.err = got.ID, err
	return c.note(did, ticket.ErrFinal, ticket.ErrInvalid)
}
