package ticket

import (
	"context"
	"io"
	"iter"
	"slices"
)

// View reads and changes tickets as somebody may see them: [Desk.As]. Whoever lacks
// [RightRead] reads nothing ([*DeniedError]); whoever lacks [RightNote], as customers do, reads what
// [Rules.Public] leaves, of his own tickets only if he is a customer. It is safe for
// concurrent use.
type View struct {
	desk *Desk
	who  Actor
}

// As returns what somebody may see.
func (d *Desk) As(who Actor) *View { return &View{desk: d, who: who} }

// may says whether he may read a ticket, and whether all of it.
func (v *View) may(ctx context.Context, t *Ticket) (all bool, err error) {
	if err := v.desk.authorize(ctx, v.who, RightRead, t); err != nil {
		return false, err
	}
	return v.who.Role != Customer && v.desk.authorize(ctx, v.who, RightNote, t) == nil, nil
}

// Load returns a ticket.
func (v *View) Load(ctx context.Context, id string) (Ticket, error) {
	t, _, err := v.load(ctx, id)
	return t, err
}

func (v *View) load(ctx context.Context, id string) (t Ticket, all bool, err error) {
	if t, err = v.desk.Load(ctx, id); err != nil {
		return Ticket{}, false, err
	}
	if all, err = v.may(ctx, &t); err != nil {
		return Ticket{}, false, err
	}
	return v.shown(t, all), all, nil
}

func (v *View) shown(t Ticket, all bool) Ticket {
	if all {
		return t
	}
	return v.desk.book.Load().rules.Public(t)
}

// ByNumber returns the ticket with a number that somebody typed.
func (v *View) ByNumber(ctx context.Context, number string) (Ticket, error) {
	t, err := v.desk.ByNumber(ctx, number)
	if err != nil {
		return Ticket{}, err
	}
	all, err := v.may(ctx, &t)
	if err != nil {
		return Ticket{}, err
	}
	return v.shown(t, all), nil
}

// Find returns a page of the tickets that f describes; those that he may not read are
// left out, so that a page may be short of its limit. A customer finds his own, and can
// ask for nothing that he cannot see. Whoever else lacks [RightNote] finds nothing by it.
func (v *View) Find(ctx context.Context, f Filter, p Page) (Found, error) {
	if v.who.Role == Customer {
		if len(f.Customers) > 0 && !slices.Contains(f.Customers, v.who.ID) {
			return Found{}, nil
		}
		if f.hidden() || p.By == ByPriority || p.By == ByDeadline {
			return Found{}, &DeniedError{Actor: v.who, Right: RightNote, Reason: "the filter is about what customers do not see"}
		}
		f.Customers = []string{v.who.ID}
	}
	found, err := v.desk.Find(ctx, f, p)
	if err != nil {
		return Found{}, err
	}
	hidden := f.hidden() || p.By == ByPriority || p.By == ByDeadline
	shown := Found{Next: found.Next}
	for _, t := range found.Tickets {
		if all, err := v.may(ctx, &t); err == nil {
			if all || !hidden {
				shown.Tickets = append(shown.Tickets, v.shown(t, all))
			}
		} else if ctx.Err() != nil {
			return Found{}, ctx.Err()
		}
	}
	return shown, nil
}

// hidden says whether the filter asks for what customers do not see.
func (f *Filter) hidden() bool {
	return len(f.Owners)+len(f.Groups)+len(f.Sources)+len(f.Tags)+len(f.Watchers)+len(f.Fields)+len(f.Words) > 0 ||
		f.MinPriority != nil || f.MaxPriority != nil || f.Breached != nil || !f.DeadlineTo.IsZero() || !f.Awake.IsZero()
}

// Comments yields the comments on a ticket. Without [RightNote], the words of other
// customers are left out, as well as internal ones: those of tickets that were merged into
// it, and those in it by somebody whose ticket it never was.
func (v *View) Comments(ctx context.Context, id string) iter.Seq2[Remark, error] {
	return func(yield func(Remark, error) bool) {
		t, all, err := v.load(ctx, id)
		if err != nil {
			yield(Remark{}, err)
			return
		}
		his := map[string]bool{id: true}
		strange := map[string]bool{}
		if !all {
			if err := v.desk.strange(ctx, id, strange); err != nil {
				yield(Remark{}, err)
				return
			}
		}
		for r, err := range v.desk.Comments(ctx, id, !all) {
			if err == nil && !all {
				if _, known := his[r.Ticket]; !known {
					from, err := v.desk.store.Load(ctx, r.Ticket)
					his[r.Ticket] = err == nil && from.Customer == t.Customer
					if err := v.desk.strange(ctx, r.Ticket, strange); err != nil {
						yield(Remark{}, err)
						return
					}
				}
				if !his[r.Ticket] || strange[r.Ticket+"/"+r.ID] {
					continue
				}
				r.Comment = r.Comment.public()
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// History yields what happened to a ticket. Without [RightNote] that is how it was
// opened, its states, public words, the verdict, and changes of what can be seen.
func (v *View) History(ctx context.Context, id string) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		_, all, err := v.load(ctx, id)
		if err != nil {
			yield(Event{}, err)
			return
		}
		rules := v.desk.Rules()
		strange := map[string]bool{}
		if !all {
			if err := v.desk.strange(ctx, id, strange); err != nil {
				yield(Event{}, err)
				return
			}
		}
		for e, err := range v.desk.History(ctx, id) {
			if err == nil && !all {
				if e.Type == EventOpened {
					e.Opened = e.Opened.without(id, e.ID, strange)
				}
				public, ok := rules.publicEvent(&e)
				if strange[id+"/"+e.ID] {
					ok = ok && e.Type != EventCommented
					public.Actor = Actor{Role: Customer}
				}
				if !ok {
					continue
				}
				e = public
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

// Export is [Desk.Export] for somebody who has [RightExport] for each of the tickets; the
// first one for which he does not ends it.
func (v *View) Export(ctx context.Context, f Filter, w io.Writer) (n int, err error) {
	return v.desk.export(ctx, f, w, v.mayExport(ctx))
}

// ExportCSV is [Desk.ExportCSV] under the same condition.
func (v *View) ExportCSV(ctx context.Context, f Filter, w io.Writer, o CSVOptions) (n int, err error) {
	return v.desk.exportCSV(ctx, f, w, o, v.mayExport(ctx))
}

func (v *View) mayExport(ctx context.Context) func(t *Ticket) error {
	return func(t *Ticket) error { return v.desk.authorize(ctx, v.who, RightExport, t) }
}

// Import is [Desk.Import] for somebody who has [RightImport].
func (v *View) Import(ctx context.Context, r io.Reader) (ImportReport, error) {
	if err := v.desk.authorize(ctx, v.who, RightImport, &Ticket{}); err != nil {
		return ImportReport{}, err
	}
	return v.desk.Import(ctx, r)
}

// Public returns what a customer may see of his ticket: what it is about and how it
// stands, custom fields that have a rule and are not internal, and the way to the
// tickets that go on with it. Owner, group, priority, summary, tags, reasons, clocks
// and counts are staff's.
func (r *Rules) Public(t Ticket) Ticket {
	p := Ticket{
		ID: t.ID, Serial: t.Serial, Number: t.Number, Version: t.Version, Type: t.Type, Subject: t.Subject, Category: t.Category,
		State: t.State, Kind: t.Kind, Entered: t.Entered, Customer: t.Customer, Conversation: t.Conversation, Channel: t.Channel, Locale: t.Locale,
		Waiting: t.Waiting, Replied: t.Replied, LastReply: t.LastReply, Heard: t.Heard,
		Created: t.Created, Updated: t.Updated, Resolved: t.Resolved, Closed: t.Closed, Reopened: t.Reopened,
	}
	p.Fields = r.publicFields(t.Fields)
	for _, l := range t.Links {
		if l.Kind == MergedInto || l.Kind == FollowUp || l.Kind == FollowUpOf {
			p.Links = append(p.Links, l)
		}
	}
	if t.Verdict != nil {
		v := *t.Verdict
		p.Verdict = &v
	}
	return p
}

func (r *Rules) publicFields(fields map[string]string) map[string]string {
	var shown map[string]string
	for _, f := range r.Fields {
		if value, ok := fields[f.Name]; ok && !f.Internal {
			if shown == nil {
				shown = map[string]string{}
			}
			shown[f.Name] = value
		}
	}
	return shown
}

// publicEvent returns what a customer may see of an event; ok is false if nothing.
func (r *Rules) publicEvent(e *Event) (p Event, ok bool) {
	p = Event{N: e.N, ID: e.ID, Ticket: e.Ticket, Type: e.Type, At: e.At, Actor: e.Actor}
	switch e.Type {
	case EventOpened:
		d := e.Opened
		p.New, p.Kind = e.New, e.Kind
		p.Opened = &Draft{
			ID: d.ID, Type: d.Type, Subject: d.Subject, Category: d.Category, Customer: d.Customer, Conversation: d.Conversation,
			Channel: d.Channel, Locale: d.Locale, Fields: r.publicFields(d.Fields), Created: d.Created,
		}
		for _, c := range d.Comments {
			if !c.Internal {
				p.Opened.Comments = append(p.Opened.Comments, c.public())
			}
		}
	case EventMoved:
		p.Old, p.New, p.Kind = e.Old, e.New, e.Kind
	case EventCommented:
		if e.Comment.Internal {
			return Event{}, false
		}
		c := e.Comment.public()
		p.Comment = &c
	case EventVerdict:
		v := *e.Verdict
		p.Verdict = &v
	case EventChanged:
		if !r.seen(e.Field) {
			return Event{}, false
		}
		p.Field, p.Old, p.New = e.Field, e.Old, e.New
	default:
		return Event{}, false
	}
	return p, true
}

// seen says whether customers see a field.
func (r *Rules) seen(field string) bool {
	switch field {
	case "type", "subject", "category":
		return true
	}
	return slices.ContainsFunc(r.Fields, func(f FieldRule) bool { return "fields."+f.Name == field && !f.Internal })
}

// public returns a comment without what is staff's.
func (c Comment) public() Comment {
	c.Mentions, c.Origin = nil, ""
	return c
}
