package ticket

import (
	"context"
	"errors"
	"slices"
)

// Open makes a ticket, with what the rules add to it. A draft whose ID is there already
// returns that ticket as it stands, and changes nothing; it is an [*ExistsError] if that
// was opened for another customer. What a customer opens is his.
//
// A draft is the host's: what sorts the ticket, such as its priority, takes no right, so
// that a customer's words can be triaged and opened in his name. Of what a customer sends
// a host takes the words, not a draft. Returned is the whole ticket, as a host needs it;
// [View.Open] returns what somebody may see.
func (d *Desk) Open(ctx context.Context, draft Draft, by Actor) (Ticket, error) {
	draft, err := d.drafted(ctx, draft, by)
	if err != nil {
		return Ticket{}, err
	}
	var made Ticket
	err = d.again(ctx, func() error {
		a := d.attempt(ctx, "", "", "")
		old, w, err := a.openOnce(&draft, by)
		if err != nil {
			return err
		}
		if w == nil {
			made = old
			return nil
		}
		if err := a.commit(); err != nil {
			return err
		}
		made = *w.t
		return nil
	})
	return made, err
}

// drafted returns the draft of somebody who may open a ticket, checked and with an id.
func (d *Desk) drafted(ctx context.Context, draft Draft, by Actor) (Draft, error) {
	draft, err := draft.clone()
	if err != nil {
		return Draft{}, err
	}
	if draft.ID == "" {
		draft.ID = d.opts.NewID()
	}
	if by.Role == Customer && draft.Customer == "" {
		draft.Customer = by.ID
	}
	return draft, d.permitsDraft(ctx, by, &draft)
}

// openOnce makes a ticket in the attempt, or returns the one that is there, and no work.
func (a *attempt) openOnce(draft *Draft, by Actor) (old Ticket, w *work, err error) {
	old, err = a.desk.store.Load(a.ctx, draft.ID)
	if err == nil { // a customer who guesses ids learns nothing
		if err := a.desk.authorize(a.ctx, by, RightOpen, &old); err != nil {
			return Ticket{}, nil, err
		}
		return a.desk.show(old), nil, a.anothers(&old, draft)
	}
	if !errors.Is(err, ErrNotFound) {
		return Ticket{}, nil, err
	}
	w, err = a.open(draft, doer{actor: by})
	return Ticket{}, w, err
}

// anothers refuses a draft with the id of a ticket that was opened for another customer.
func (a *attempt) anothers(old *Ticket, draft *Draft) error {
	if draft.Customer == "" || old.Customer == "" || draft.Customer == old.Customer {
		return nil
	}
	for e, err := range a.desk.store.History(a.ctx, old.ID, 0) {
		if err != nil {
			return err
		}
		if e.Opened != nil && (e.Opened.Customer == "" || e.Opened.Customer == draft.Customer) { // changed since
			return nil
		}
		break
	}
	return &ExistsError{Ticket: old.ID, anothers: true}
}

// clone returns a checked copy, with what lists hold in the form in which it is kept.
func (d Draft) clone() (Draft, error) {
	d.Comments = slices.Clone(d.Comments)
	if err := d.check(); err != nil {
		return Draft{}, err
	}
	d.Tags, d.Watchers = trimmed(d.Tags), trimmed(d.Watchers)
	d.Created = keepZero(d.Created)
	for i := range d.Comments {
		d.Comments[i].At = keepZero(d.Comments[i].At)
		d.Comments[i].Mentions = trimmed(d.Comments[i].Mentions)
	}
	return d, nil
}

// open makes a ticket in the attempt.
func (a *attempt) open(d *Draft, by doer) (*work, error) {
	kept := *d
	if kept.ID == "" {
		kept.ID = a.desk.opts.NewID()
	}
	if kept.Created.After(a.now) {
		return nil, fault("is later than now", "created")
	}
	links := kept.Links
	kept.Links = nil
	var err error
	if kept.Fields, err = a.book.values(kept.Fields); err != nil {
		return nil, err
	}
	initial := a.book.rules.Workflow.state(a.book.rules.Workflow.Initial)
	w := &work{attempt: a, t: &Ticket{}}
	e := by.event(EventOpened)
	e.ID, e.Ticket, e.New, e.Kind, e.Opened, e.At, e.N = a.nextID(), kept.ID, initial.Name, initial.Kind, &kept, a.now, 1
	if err := w.t.fold(&e); err != nil {
		return nil, err
	}
	w.history, w.fresh = append(w.history, e), 1
	a.works = append(a.works, w)
	w.words = Words(kept.Subject)
	for _, c := range kept.Comments {
		w.words = append(w.words, Words(c.Text)...)
	}
	for i := range links {
		if err := w.linkTo(by, &links[i], EventLinked); err != nil {
			return nil, err
		}
	}
	return w, w.begin(by)
}
