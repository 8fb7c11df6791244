package ticket

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// doer is who does something, and what led to it.
type doer struct {
	actor  Actor
	rule   string
	cause  string
	reason string
	depth  int
}

// event is an event of the doer.
func (by *doer) event(what EventType) Event {
	return Event{Type: what, Actor: by.actor, Rule: by.rule, Cause: by.cause, Reason: by.reason, Depth: by.depth}
}

// act does one thing to the ticket. What changes nothing is no event.
func (w *work) act(by doer, a *Action) error {
	if err := a.check(); err != nil {
		return err
	}
	if a.Reason != "" {
		by.reason = a.Reason
	}
	if w.t.Kind == KindMerged || w.t.Kind.Final() && !a.Do.afterEnd() {
		return ErrFinal
	}
	switch a.Do {
	case DoMove:
		return w.move(by, a.To)
	case DoAssign:
		return w.change(by, "owner", a.To)
	case DoGroup:
		return w.change(by, "group", a.To)
	case DoPriority:
		if a.Priority < -MaxPriority || a.Priority > MaxPriority {
			return fault("is out of range", "priority")
		}
		return w.change(by, "priority", strconv.Itoa(a.Priority))
	case DoRaise:
		return w.change(by, "priority", strconv.Itoa(max(-MaxPriority, min(w.t.Priority+a.Priority, MaxPriority))))
	case DoSet:
		return w.set(by, a.Field, a.To)
	case DoTag:
		return w.list(by, EventTagged, w.t.Tags, a.To, false)
	case DoUntag:
		return w.list(by, EventUntagged, w.t.Tags, a.To, true)
	case DoWatch:
		return w.list(by, EventWatched, w.t.Watchers, a.To, false)
	case DoUnwatch:
		return w.list(by, EventUnwatched, w.t.Watchers, a.To, true)
	case DoComment:
		return w.comment(by, a.Comment)
	case DoLink:
		return w.linkTo(by, a.Link, EventLinked)
	case DoUnlink:
		return w.linkTo(by, a.Link, EventUnlinked)
	case DoSnooze:
		return w.snooze(by, a)
	case DoWake:
		return w.awake(by)
	case DoStart:
		return w.start(by, a.To)
	case DoStep, DoSkip:
		return w.endStep(by, a)
	case DoVerdict:
		return w.judge(by, a.Verdict)
	case DoEscalate:
		return w.escalate(by, a.To, nil)
	case DoNotify:
		return w.notify(by, a)
	case DoMacro:
		return w.macro(by, a.To)
	}
	return fault("is not "+strconv.Quote(string(a.Do)), "do")
}

// afterEnd says whether it can be tried on tickets that have ended: what does not change
// the case itself, moves, which are refused in words of their own, and macros, of which
// each action is asked.
func (k ActionKind) afterEnd() bool {
	switch k {
	case DoMove, DoComment, DoTag, DoUntag, DoWatch, DoUnwatch, DoLink, DoUnlink, DoNotify, DoVerdict, DoMacro:
		return true
	}
	return false
}

// change sets a field that is in the ticket itself.
func (w *work) change(by doer, field, value string) error {
	var old string
	if field == "priority" {
		old = strconv.Itoa(w.t.Priority)
	} else {
		old = *w.t.text(field)
	}
	value = strings.TrimSpace(value)
	if err := usable(field, value); err != nil || old == value {
		return err
	}
	if field == "subject" {
		if value == "" {
			return fault("is empty", "subject")
		}
		w.words = append(w.words, Words(value)...)
	}
	e := by.event(EventChanged)
	e.Field, e.Old, e.New = field, old, value
	return w.add(e)
}

// set sets a custom field, or one of those in the ticket that have no action of their
// own.
func (w *work) set(by doer, field, value string) error {
	switch field {
	case "type", "subject", "category", "summary", "customer", "conversation":
		return w.change(by, field, value)
	}
	name := strings.TrimPrefix(field, "fields.")
	value, err := w.book.value(name, value)
	if err != nil {
		return err
	}
	old := w.t.Fields[name]
	if old == value {
		return nil
	}
	e := by.event(EventChanged)
	e.Field, e.Old, e.New = "fields."+name, old, value
	return w.add(e)
}

// list puts something into a list, or takes it out.
func (w *work) list(by doer, what EventType, list []string, s string, out bool) error {
	s = strings.TrimSpace(s)
	if s == "" {
		return fault("is empty", "to")
	}
	if err := usable("to", s); err != nil {
		return err
	}
	if _, there := slices.BinarySearch(list, s); there != out {
		return nil
	}
	e := by.event(what)
	switch {
	case out:
		e.Old = s
	case len(list) >= MaxList:
		return fault("is one of too many", "to")
	default:
		e.New = s
	}
	return w.add(e)
}

// comment writes a comment. The first public answer of staff, and the customer's words,
// may move the ticket.
func (w *work) comment(by doer, c *Comment) error {
	if err := c.check(); err != nil {
		return err
	}
	mentions := trimmed(c.Mentions)
	if len(mentions) > 0 && len(sorted(slices.Concat(w.t.Watchers, mentions))) > MaxList {
		return fault("would be too many watchers", "comment.mentions")
	}
	state := w.place()
	if by.actor.Role == Customer && !c.Internal {
		if err := w.heard(by); err != nil {
			return err
		}
	}
	e := by.event(EventCommented)
	kept := *c
	kept.Text = strings.TrimSpace(c.Text)
	kept.Mentions = mentions
	kept.At = keepZero(c.At)
	e.Comment, e.Reason = &kept, ""
	if err := w.add(e); err != nil {
		return err
	}
	w.words = append(w.words, Words(kept.Text)...)
	if !c.Internal && by.actor.Role.Staff() {
		by.reason = "answered"
		return w.moveTo(by, state.OnAnswer)
	}
	return nil
}

// heard has a customer's words bring the ticket back to whoever works on it. Where they
// move it nowhere, it stays put off: the time to wake may have been promised to him.
func (w *work) heard(by doer) error {
	to := w.place().OnReply
	if to == "" || to == w.t.State {
		return nil
	}
	if err := w.rouse(by); err != nil {
		return err
	}
	by.reason = "reply"
	return w.moveTo(by, to)
}

// snooze puts the ticket off.
func (w *work) snooze(by doer, a *Action) error {
	until := keepZero(a.Until)
	if until.IsZero() {
		until = w.now.Add(a.For.Std())
	}
	if err := usableTime("until", until); err != nil {
		return err
	}
	if !until.After(w.now) {
		return fault("is not later than now", "until")
	}
	if !w.t.Kind.Active() {
		return ErrFinal
	}
	if w.t.Wake.Equal(until) {
		return nil
	}
	e := by.event(EventSnoozed)
	e.Until = until
	return w.add(e)
}

// awake ends that, and moves the ticket to where those go that wake.
func (w *work) awake(by doer) error {
	if w.t.Wake.IsZero() {
		return nil
	}
	if err := w.rouse(by); err != nil {
		return err
	}
	return w.moveTo(by, w.place().OnWake)
}

// rouse has the ticket not be put off any more.
func (w *work) rouse(by doer) error {
	if w.t.Wake.IsZero() {
		return nil
	}
	return w.add(by.event(EventWoken))
}

// judge takes down what the customer says of the solution. That he refuses it are words of
// his that ask for an answer.
func (w *work) judge(by doer, v *Verdict) error {
	if v == nil || v.Score < 0 || v.Score > 5 {
		return fault("needs a score of 1 to 5, or none", "verdict")
	}
	if w.t.Kind != KindResolved && w.t.Kind != KindClosed {
		return fault("is about a ticket that is not resolved", "verdict")
	}
	e := by.event(EventVerdict)
	kept := *v
	kept.Text, kept.At = strings.TrimSpace(v.Text), w.now
	e.Verdict = &kept
	w.words = append(w.words, Words(kept.Text)...)
	if !v.Accepted && w.t.Kind == KindResolved && !w.overdue() { // first of all, so that he waits from then on
		by.reason = "refused"
		if err := w.moveTo(by, w.place().OnReply); err != nil {
			return err
		}
	}
	if err := w.add(e); err != nil {
		return err
	}
	if w.t.Kind != KindResolved || !v.Accepted {
		return nil
	}
	state := w.place()
	by.reason = "accepted"
	for _, to := range state.To {
		if w.book.rules.Workflow.state(to).Kind == KindClosed {
			return w.moveTo(by, to)
		}
	}
	return nil
}

// escalate calls for help; mark is the rung of the ladder that does, if it is one.
func (w *work) escalate(by doer, to string, mark *Mark) error {
	if to == "" {
		to = "role:" + string(Supervisor)
	}
	e := by.event(EventEscalated)
	e.New, e.Mark = to, mark
	return w.add(e)
}

// all does one thing after the other.
func (w *work) all(by doer, actions []Action) error {
	for i := range actions {
		if err := w.act(by, &actions[i]); err != nil {
			return err
		}
	}
	return nil
}

func keepZero(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return keep(t)
}
