package tickettest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

// books are all that a store holds, while nothing is under way.
type books struct {
	*office
	tickets   map[string]*ticket.Ticket
	histories map[string][]ticket.Event
	remarks   map[string][]ticket.Remark // as the desk shows them
}

// audit checks what must hold while nothing is under way.
func (o *office) audit(ctx context.Context) error {
	b := &books{office: o, tickets: map[string]*ticket.Ticket{}, histories: map[string][]ticket.Event{}, remarks: map[string][]ticket.Remark{}}
	if err := b.read(ctx); err != nil {
		return err
	}
	var faults []error
	for _, check := range []func() error{b.known, b.folded, b.counted, b.moves, b.ended, b.merged, b.linked, b.replies, b.done} {
		faults = append(faults, check())
	}
	return errors.Join(append(faults, b.feed(ctx))...)
}

// read reads everything, by serial: they go from 1 without gaps.
func (b *books) read(ctx context.Context) error {
	d := b.desks[0]
	p := ticket.Page{Limit: 100}
	for serial := int64(1); ; {
		found, err := d.Find(ctx, ticket.Filter{}, p)
		if err != nil {
			return err
		}
		for i := range found.Tickets {
			t := &found.Tickets[i]
			if t.Serial != serial {
				return fmt.Errorf("ticket %q has the serial %d, and the next is %d", t.ID, t.Serial, serial)
			}
			serial++
			b.tickets[t.ID] = t
			if b.histories[t.ID], err = storetest.Collect(d.History(ctx, t.ID)); err != nil {
				return err
			}
			if b.remarks[t.ID], err = storetest.Collect(d.Comments(ctx, t.ID, false)); err != nil {
				return err
			}
		}
		if p.After = found.Next; p.After == "" {
			return nil
		}
	}
}

// known says whether all tickets are there that somebody was told of.
func (b *books) known() error {
	for _, id := range b.office.tickets {
		if b.tickets[id] == nil {
			return fmt.Errorf("ticket %q is lost", id)
		}
	}
	return nil
}

// folded compares each ticket with the fold of its history.
func (b *books) folded() error {
	for id, t := range b.tickets {
		ids := map[string]bool{}
		for i, e := range b.histories[id] {
			switch {
			case e.N != int64(i)+1 || e.Ticket != id:
				return fmt.Errorf("event %d of %q is number %d of %q", i+1, id, e.N, e.Ticket)
			case ids[e.ID]:
				return fmt.Errorf("event %q of %q is there twice", e.ID, id)
			case i > 0 && e.At.Before(b.histories[id][i-1].At):
				return fmt.Errorf("event %q of %q, at %s, comes after one at %s", e.ID, id, e.At, b.histories[id][i-1].At)
			}
			ids[e.ID] = true
		}
		folded, err := ticket.Fold(func(yield func(ticket.Event, error) bool) {
			for _, e := range b.histories[id] {
				if !yield(e, nil) {
					return
				}
			}
		})
		if err != nil {
			return fmt.Errorf("the history of %q: %w", id, err)
		}
		folded.Serial, folded.Number, folded.Version, folded.Clocks, folded.Due = t.Serial, t.Number, t.Version, t.Clocks, t.Due
		if err := storetest.Same("ticket "+id+", folded", folded, t); err != nil {
			return err
		}
	}
	return nil
}

// counted compares the versions with the commits, and the number of comments with them.
func (b *books) counted() error {
	commits := map[string][]int64{}
	for _, s := range b.stores {
		for id, versions := range s.commits {
			commits[id] = append(commits[id], versions...)
		}
	}
	for id, t := range b.tickets {
		slices.Sort(commits[id])
		for i, v := range commits[id] {
			if v != int64(i)+1 {
				return fmt.Errorf("version %d of %q is there twice, or not at all", i+1, id)
			}
		}
		if t.Version != int64(len(commits[id])) {
			return fmt.Errorf("%q has version %d after %d commits", id, t.Version, len(commits[id]))
		}
		if t.Comments != len(b.remarks[id]) {
			return fmt.Errorf("%q counts %d comments and has %d", id, t.Comments, len(b.remarks[id]))
		}
	}
	return nil
}

// feed compares the feed with the histories.
func (b *books) feed(ctx context.Context) error {
	seen := map[string]int{}
	last := int64(0)
	for e, err := range b.office.stores[0].Feed(ctx, 0) {
		if err != nil {
			return err
		}
		if e.Seq <= last {
			return fmt.Errorf("the feed goes from %d to %d", last, e.Seq)
		}
		last, e.Seq = e.Seq, 0
		history := b.histories[e.Ticket]
		at := seen[e.Ticket]
		if at == len(history) {
			return fmt.Errorf("the feed has an event %q of %q that its history has not, or once more", e.ID, e.Ticket)
		}
		if err := storetest.Same(fmt.Sprintf("event %d of %q in the feed", at+1, e.Ticket), history[at], e); err != nil {
			return err
		}
		seen[e.Ticket]++
	}
	for id, history := range b.histories {
		if seen[id] != len(history) {
			return fmt.Errorf("the feed has %d of the %d events of %q", seen[id], len(history), id)
		}
	}
	return nil
}
