package ticket

import (
	"context"
	"errors"
)

// Open is [Desk.Open] by him, and returns what he may see of the ticket.
func (v *View) Open(ctx context.Context, draft Draft) (Ticket, error) {
	t, err := v.desk.Open(ctx, draft, v.who)
	if err != nil {
		return Ticket{}, err
	}
	return v.after(ctx, t, t.ID)
}

// Do is [Desk.Do] by him, whoever the command names, and returns what he may see: of the
// ticket that took the command, or, where that is not for him to read, of the one that he
// named.
func (v *View) Do(ctx context.Context, id string, c Command) (Ticket, error) {
	c.Actor = v.who
	t, err := v.desk.Do(ctx, id, c)
	if err != nil {
		return Ticket{}, err
	}
	return v.after(ctx, t, id)
}

// after shows what became of a ticket. Whoever may write but not read, learns nothing but
// that it was done.
func (v *View) after(ctx context.Context, t Ticket, id string) (Ticket, error) {
	all, err := v.may(ctx, &t)
	if errors.Is(err, ErrDenied) && t.ID != id {
		t, _, err = v.load(ctx, id)
		if !errors.Is(err, ErrDenied) {
			return t, err
		}
	}
	switch {
	case errors.Is(err, ErrDenied):
		return Ticket{ID: id}, nil
	case err != nil:
		return Ticket{}, err
	}
	return v.shown(t, all), nil
}
