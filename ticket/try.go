package ticket

import (
	"context"
	"slices"
)

// Try returns what [Desk.Do] would do now, and commits nothing: the events, those of
// other tickets and of rules included, and the ticket as it would be. Errors are those of
// Do. A command that the ticket has already has no events. Numbers that only a commit
// gives (Seq, Version, those of new tickets) are missing, and ids that the desk makes
// will be others.
func (d *Desk) Try(ctx context.Context, id string, c Command) (events []Event, after Ticket, err error) {
	if err := d.usable(&c); err != nil {
		return nil, Ticket{}, err
	}
	err = d.again(ctx, func() error {
		a := d.attempt(ctx, c.ID, c.Cause, c.Reason)
		w, done, err := a.command(id, &c)
		if err != nil {
			return err
		}
		if !done {
			if err := a.follow(); err != nil {
				return err
			}
		}
		events, after = a.news(), *w.t
		return nil
	})
	return events, after, err
}

// TryOpen returns what [Desk.Open] would do now, as [Desk.Try] does. A draft whose ID is
// there has no events.
func (d *Desk) TryOpen(ctx context.Context, draft Draft, by Actor) (events []Event, after Ticket, err error) {
	draft, err = d.drafted(ctx, draft, by)
	if err != nil {
		return nil, Ticket{}, err
	}
	err = d.again(ctx, func() error {
		a := d.attempt(ctx, "", "", "")
		old, w, err := a.openOnce(&draft, by)
		if err != nil {
			return err
		}
		if w == nil {
			events, after = nil, old
			return nil
		}
		if err := a.follow(); err != nil {
			return err
		}
		events, after = a.news(), *w.t
		return nil
	})
	return events, after, err
}

// news are the events of the attempt, by ticket.
func (a *attempt) news() (events []Event) {
	for _, w := range a.works {
		events = append(events, slices.Clone(w.history[len(w.history)-w.fresh:])...)
	}
	return events
}
