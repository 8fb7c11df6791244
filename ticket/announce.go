package ticket

import (
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// announcer makes the notices of the events of one commit on a ticket.
type announcer struct {
	*work
	e    *Event
	told map[string]bool // who knows of the event already
}

// announce makes the notices of what has happened: one for each event and recipient,
// none to whoever did it himself, and to customers none without a text.
func (w *work) announce() {
	if w.desk.opts.Notifier == nil {
		return
	}
	for i := len(w.history) - w.fresh; i < len(w.history); i++ {
		e := &w.history[i]
		a := announcer{work: w, e: e, told: map[string]bool{e.Actor.address(): true}}
		a.tell(i)
	}
}

// tell makes the notices of an event, the i-th of the history.
func (a *announcer) tell(i int) {
	e := a.e
	switch e.Type {
	case EventOpened:
		a.opened()
	case EventMoved:
		a.moved(i)
	case EventChanged:
		a.assigned(i)
	case EventCommented:
		a.commented()
	case EventLinked:
		if e.Link.Kind == FollowUpOf {
			a.toCustomer("follow_up", "")
			a.to(a.responsible(), "follow_up", "")
		}
	case EventWoken:
		if e.Actor.Role == System {
			a.to(a.responsible(), string(e.Type), "")
		}
	case EventVerdict:
		a.to(a.responsible(), string(e.Type), "")
		a.watchers(string(e.Type))
	case EventWarned, EventBreached:
		if !a.overtaken(i) {
			a.to(a.responsible(), string(e.Type), "")
			if e.Type == EventBreached {
				a.to(toSupervisor, string(e.Type), "")
			}
		}
	case EventFailed: // of what fails at a command, whoever gives it is there
		if e.Actor.ID == delivery || strings.HasPrefix(e.Rule, timerRule) {
			a.to(a.responsible(), string(e.Type), "")
			a.to(toSupervisor, string(e.Type), "")
		}
	case EventEscalated:
		if e.New != "" {
			for _, to := range a.reaches(e.New) {
				a.to(to, string(e.Type), "")
			}
		}
	case EventNotified:
		for _, to := range a.reaches(e.Notice.To) {
			if strings.HasPrefix(to, toCustomer) {
				a.toCustomer(e.Notice.Kind, e.Notice.Text)
			} else {
				a.to(to, e.Notice.Kind, e.Notice.Text)
			}
		}
	}
}

// opened tells the customer that his case is known, and staff that there is one.
func (a *announcer) opened() {
	for i := range a.e.Opened.Comments {
		a.mentioned(&a.e.Opened.Comments[i])
	}
	if len(a.t.Linked(FollowUpOf)) > 0 {
		return
	}
	if a.t.Owner != "" && a.e.Opened.Owner == a.t.Owner {
		a.to("agent:"+a.t.Owner, "assigned", "")
	} else {
		a.to(a.responsible(), string(EventOpened), "")
	}
	a.watchers(string(EventOpened))
	delete(a.told, a.customer()) // who did it himself, but does not know the number
	a.toCustomer(string(EventOpened), "")
}

// moved tells staff of a move, and the customer of the one that solves or ends his case.
func (a *announcer) moved(i int) {
	if a.e.Kind == KindResolved || a.e.Kind == KindClosed || a.e.Kind == KindMerged {
		if a.lastOf(i, func(e *Event) bool { return e.Type == EventMoved }) {
			a.toCustomer(string(a.e.Kind), "")
		}
	}
	if a.e.Kind.Active() && a.spoke() {
		return // the words that moved it are news enough
	}
	if a.t.Owner != "" {
		a.to("agent:"+a.t.Owner, string(EventMoved), "")
	}
	a.watchers(string(EventMoved))
}

// spoke says whether whoever did this also wrote something in public.
func (a *announcer) spoke() bool {
	return slices.ContainsFunc(a.history[len(a.history)-a.fresh:], func(e Event) bool {
		return e.Type == EventCommented && !e.Comment.Internal && e.Actor == a.e.Actor
	})
}

// assigned tells whoever answers for the ticket from now on.
func (a *announcer) assigned(i int) {
	e := a.e
	if e.New == "" || !a.lastOf(i, func(o *Event) bool { return o.Type == EventChanged && o.Field == e.Field }) {
		return
	}
	switch {
	case e.Field == "owner" && e.New != a.stored.Owner:
		a.to("agent:"+e.New, "assigned", "")
	case e.Field == "group" && e.New != a.stored.Group && a.t.Owner == "":
		a.to("group:"+e.New, "assigned", "")
	}
}

// commented tells whom a comment is for. What came from another ticket is not news.
func (a *announcer) commented() {
	c := a.e.Comment
	if c.Origin != "" {
		return
	}
	a.mentioned(c)
	if !c.Internal && a.e.Actor.Role != Customer {
		a.toCustomer("reply", c.Text)
	}
	if a.e.Actor.Role == Customer {
		a.to(a.responsible(), string(EventCommented), c.Text)
	} else if a.t.Owner != "" {
		a.to("agent:"+a.t.Owner, string(EventCommented), c.Text)
	}
	for _, to := range a.watching() {
		a.to(to, string(EventCommented), c.Text)
	}
}

func (a *announcer) mentioned(c *Comment) {
	for _, id := range c.Mentions {
		if to := a.colleague(id); to != "" {
			a.to(to, "mention", c.Text)
		}
	}
}

func (a *announcer) watchers(kind string) {
	for _, to := range a.watching() {
		a.to(to, kind, "")
	}
}

// lastOf says whether no later event of the commit is of the same sort.
func (a *announcer) lastOf(i int, same func(e *Event) bool) bool {
	for i++; i < len(a.history); i++ {
		if same(&a.history[i]) {
			return false
		}
	}
	return true
}

// overtaken says whether the same clock has reached a later mark in the same commit, as
// after a time in which no desk ran: nobody is warned of what is too late.
func (a *announcer) overtaken(i int) bool {
	m := a.e.Mark
	return !a.lastOf(i, func(e *Event) bool {
		return (e.Type == EventWarned || e.Type == EventBreached) && e.Mark.Clock == m.Clock && e.Mark.Round == m.Round && e.Mark.Percent > m.Percent
	})
}

// toCustomer tells the customer something, in the words given or those of the texts;
// without any, nothing.
func (a *announcer) toCustomer(kind, text string) {
	to := a.customer()
	if text == "" {
		text = a.words(customerText + kind)
	}
	if to != "" && (text != "" || kind == "reply") {
		a.to(to, kind, text)
	}
}

// to tells one of the staff, or the customer, something.
func (a *announcer) to(to, kind, text string) {
	if to == "" || a.told[to] {
		return
	}
	a.told[to] = true
	if text == "" {
		text = a.words(kind)
	}
	n := Notice{
		ID: noticeID(a.t.ID, a.e.ID, to), Ticket: a.t.ID, Number: a.t.Number, Kind: kind, To: to, Event: a.e.ID, Locale: a.t.Locale, Text: text,
		At: a.e.At, Conversation: a.t.Conversation, Customer: a.t.Customer,
	}
	if a.e.Comment != nil {
		c := *a.e.Comment
		n.Comment = &c
	}
	a.outbox = append(a.outbox, n)
}

// noticeID is the id of the notice of an event to somebody: always the same one.
func noticeID(ticket, event, to string) string {
	return uuid.NewSHA1(uuid.Nil, []byte(strconv.Quote(ticket)+strconv.Quote(event)+to)).String()
}

// notify tells somebody something: [work.announce] sends it.
func (w *work) notify(by doer, a *Action) error {
	if !addressable(a.To) {
		return fault("is nobody: "+addresses, "to")
	}
	if a.Field == "" {
		return fault("has to be the kind of the notice", "field")
	}
	for _, f := range []struct{ field, value string }{{"to", a.To}, {"id", a.Field}, {"reason", a.Reason}} {
		if err := usable(f.field, f.value); err != nil {
			return err
		}
	}
	e := by.event(EventNotified)
	e.Reason, e.Notice = "", &Notice{Ticket: w.t.ID, Kind: a.Field, To: a.To, Text: a.Reason, At: w.now}
	return w.add(e)
}
