package dialog

import "time"

// Availability is whether people can be reached, as the host knows it at the
// moment of a hand-off. The zero value says that nothing is known, and counts
// as people who have time.
type Availability struct {
	// Closed: nobody works now. Opens is when somebody will; zero is unknown.
	Closed bool      `json:"closed,omitempty"`
	Opens  time.Time `json:"opens,omitzero"`
	// Busy: all of them are talking. Place is the place in the queue, from 1, and
	// Wait how long it is likely to take; zero is unknown.
	Busy  bool          `json:"busy,omitempty"`
	Place int           `json:"place,omitempty"`
	Wait  time.Duration `json:"wait,omitempty"`
}

// HandoffProgress is what the host reports of a hand-off: that it moved in the
// queue, that somebody took it, put it back or is done. Reports may come
// more than once.
type HandoffProgress struct {
	// ID is the one of the [Handoff].
	ID string `json:"id"`
	// State is what it is by now.
	State HandoffState `json:"state"`
	// At is when that happened, by the clock of whoever reports. A report that is
	// older than one before it is dropped; zero takes the order of arrival.
	At time.Time `json:"at,omitzero"`
	// Place and Wait are the place in the queue, from 1, and the time that it is
	// likely to take yet, while it is requested; zero is unknown.
	Place int           `json:"place,omitempty"`
	Wait  time.Duration `json:"wait,omitempty"`
	// Agent is who accepted, and Name how the customer is told of him; without a
	// name he is "a colleague".
	Agent string `json:"agent,omitempty"`
	Name  string `json:"name,omitempty"`
	// Reason says why it failed or is completed, for events and reports; customers
	// do not see it. Of one that failed because a "ticket" or a "callback" was made of it
	// they are told that ([TextTicketed], [TextCallBack]).
	Reason string `json:"reason,omitempty"`
}

// HandoffNotice is what the customer has to be told about a hand-off.
type HandoffNotice string

// The notices. Each change of who answers has one, so that no customer is
// handed to and fro in silence.
const (
	// NoNotice: nothing is new for the customer.
	NoNotice HandoffNotice = ""
	// NoticeRequested: a person was asked for and will answer here.
	NoticeRequested HandoffNotice = "requested"
	// NoticeBusy: everybody is busy; the bot goes on meanwhile. Place and Wait of
	// the [Pending] say how long it takes.
	NoticeBusy HandoffNotice = "busy"
	// NoticeClosed: nobody works now. The bot goes on, and takes a message.
	NoticeClosed HandoffNotice = "closed"
	// NoticeQueue: the wait has become clearly shorter.
	NoticeQueue HandoffNotice = "queue"
	// NoticeWaiting: nothing has happened for long, and the customer is not forgotten.
	NoticeWaiting HandoffNotice = "waiting"
	// NoticeAccepted: a person is there, or another one than before.
	NoticeAccepted HandoffNotice = "accepted"
	// NoticeRequeued: the person has left and another one is looked for.
	NoticeRequeued HandoffNotice = "requeued"
	// NoticeFailed: nobody takes it; the bot has the conversation.
	NoticeFailed HandoffNotice = "failed"
	// NoticeCompleted: the person is done and the bot has the conversation.
	NoticeCompleted HandoffNotice = "completed"
	// NoticeWithdrawn: the hand-off ended before anybody accepted, and the bot has
	// the conversation.
	NoticeWithdrawn HandoffNotice = "withdrawn"
)

// Pending is the hand-off of a conversation as its session keeps it. Its
// methods are pure; the zero value is "none was asked for". Exactly one party
// owns the conversation at any time, see [Pending.Owner].
type Pending struct {
	ID    string       `json:"id,omitempty"`
	State HandoffState `json:"state,omitempty"`
	// Serve says that the bot answers until somebody accepts. Otherwise it is
	// silent as soon as a person was asked for.
	Serve bool `json:"serve,omitempty"`
	// Agent is who accepted, and Name how the customer is told of him; without a
	// name he is "a colleague".
	Agent string `json:"agent,omitempty"`
	Name  string `json:"name,omitempty"`
	// Place and Wait are the latest that is known of the queue.
	Place int           `json:"place,omitempty"`
	Wait  time.Duration `json:"wait,omitempty"`
	// Told is the place in the queue that the customer was told last; 0 if none.
	Told int `json:"told,omitempty"`
	// Since is when the state began, Heard when the customer was last told
	// anything about it.
	Since time.Time `json:"since,omitzero"`
	Heard time.Time `json:"heard,omitzero"`
	// Reported is the latest [HandoffProgress.At].
	Reported time.Time `json:"reported,omitzero"`
}

// Owner is who answers the customer: the agent who accepted; the bot while
// nobody was asked, after a failure and after the end; and while somebody is
// looked for the bot if it serves, otherwise nobody but an agent.
func (p Pending) Owner() Role {
	if p.State == HandoffAccepted || p.State == HandoffRequested && !p.Serve {
		return Agent
	}
	return Bot
}

// Open says that the hand-off is neither failed nor completed.
func (p Pending) Open() bool { return p.State == HandoffRequested || p.State == HandoffAccepted }

// Begin asks for a person. If people are busy the bot serves meanwhile, as it
// does if serve is true; if nobody works the hand-off has failed at once and
// the conversation stays with the bot. A hand-off that is open already stays as it
// is, so that a customer who asks twice is in the queue once; he is told the
// state again.
func (p Pending) Begin(id string, a Availability, serve bool, now time.Time) (Pending, HandoffNotice) {
	switch {
	case p.State == HandoffAccepted:
		return p, NoNotice
	case p.State == HandoffRequested:
		p.Heard, p.Told = now, p.Place
		return p, NoticeWaiting
	case a.Closed:
		return Pending{ID: id, State: HandoffFailed, Since: now, Heard: now}, NoticeClosed
	}
	next := Pending{ID: id, State: HandoffRequested, Serve: serve || a.Busy, Since: now, Heard: now}
	if !a.Busy {
		return next, NoticeRequested
	}
	next.Place, next.Wait = max(a.Place, 0), max(a.Wait, 0)
	next.Told = next.Place
	return next, NoticeBusy
}

// Apply takes in what the host reports and says what the customer has to be
// told. A report of another hand-off than this one is a [*FieldError] and an
// impossible one a [*TransitionError]; p is returned unchanged with either. A
// report that says nothing new, or is overtaken, changes nothing.
func (p Pending) Apply(r HandoffProgress, now time.Time) (Pending, HandoffNotice, error) {
	if r.ID != p.ID || p.ID == "" {
		return p, NoNotice, &FieldError{Field: "id", Reason: "is not that of the hand-off in progress"}
	}
	if !r.At.IsZero() && r.At.Before(p.Reported) {
		return p, NoNotice, nil // overtaken by a later one
	}
	state, err := p.State.Next(r.State)
	if err != nil {
		return p, NoNotice, err
	}
	before := p
	if !r.At.IsZero() {
		p.Reported = r.At
	}
	if state != p.State {
		p = Pending{ID: p.ID, State: state, Serve: p.Serve, Since: now, Heard: p.Heard, Reported: p.Reported}
	}
	var notice HandoffNotice
	switch state {
	case HandoffRequested:
		p.Place, p.Wait = max(r.Place, 0), max(r.Wait, 0)
		notice = p.queueNotice(before)
	case HandoffAccepted:
		p.Agent, p.Name = r.Agent, r.Name
		if before.State != state || before.Agent != r.Agent {
			notice = NoticeAccepted
		}
	case HandoffFailed:
		if before.State != state {
			notice = NoticeFailed
		}
	case HandoffCompleted:
		switch before.State {
		case HandoffAccepted:
			notice = NoticeCompleted
		case HandoffRequested:
			notice = NoticeWithdrawn
		}
	}
	if notice != NoNotice {
		p.Heard = now
		if state == HandoffRequested {
			p.Told = p.Place
		}
	}
	return p, notice, nil
}

// queueNotice is what a place in the queue has to say. The customer hears of
// the first place that is known, of each one that halves what he was told, and
// of being the next; so that a queue of a thousand is at most a dozen notices.
func (p Pending) queueNotice(before Pending) HandoffNotice {
	switch {
	case before.State == HandoffAccepted:
		return NoticeRequeued
	case before.State == HandoffFailed && p.Serve:
		return NoticeBusy
	case before.State == HandoffFailed:
		return NoticeRequested
	case p.Place > 0 && (p.Told == 0 || 2*p.Place <= p.Told):
		return NoticeQueue
	}
	return NoNotice
}

// Due returns when a customer who waits for a person wants to hear again that
// he is not forgotten: so long after the last word, and at least as long as he had waited
// by then, so that the tenth reminder comes a thousand times as late as the first. It is
// zero when nobody is waited for, and if every is not positive.
func (p Pending) Due(every time.Duration) time.Time {
	if p.State != HandoffRequested || every <= 0 {
		return time.Time{}
	}
	return p.Heard.Add(max(every, p.Heard.Sub(p.Since)))
}

// Remind returns the state after the customer was told [NoticeWaiting], which
// is due at [Pending.Due].
func (p Pending) Remind(now time.Time) (Pending, HandoffNotice) {
	if p.State != HandoffRequested {
		return p, NoNotice
	}
	p.Heard, p.Told = now, p.Place
	return p, NoticeWaiting
}
