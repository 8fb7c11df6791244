package routing

import (
	"context"
	"errors"
	"slices"
	"sort"
	"time"
)

// Submit brings an item in, and returns where it is: often with an agent already.
// An id that was submitted before returns where that item is now, whatever else is
// said of it. The errors are [ErrInvalid] for an item that cannot be used and
// [ErrQueueFull] if its queue takes no more and passes nothing on.
//
// An item that no registered agent could ever take waits in the last target that is
// left to it, and an event of type [EventUnsatisfiable] says what is lacking.
func (r *Router) Submit(ctx context.Context, item Item) (w Work, err error) {
	if err := item.Check(); err != nil {
		return Work{}, err
	}
	e := &entry{item: cloneItem(&item)}
	e.item.Arrived = kept(e.item.Arrived)
	known, err := r.submit(ctx, func(t *tx) error {
		t.call.item = e.item.ID
		if there := t.board.work(e.item.ID); there != nil {
			there.work(&t.call.out)
			return nil
		}
		for _, there := range t.worked { // it may have ended in this very batch
			if there.item.ID == e.item.ID {
				there.work(&t.call.out)
				return nil
			}
		}
		if t.call.known {
			return nil
		}
		if err := t.arrive(e); err != nil {
			return err
		}
		t.settle()
		e.work(&t.call.out)
		return nil
	}, &w)
	if err == nil && known {
		return r.store.Work(ctx, item.ID)
	}
	return w, err
}

// arrival is when the wait of a new item began.
func (t *tx) arrival(item *Item) time.Time {
	if item.Arrived.IsZero() || item.Arrived.After(t.now) {
		return t.now
	}
	return item.Arrived
}

// arrive routes a new item.
func (t *tx) arrive(e *entry) error {
	st := Status{Arrived: t.arrival(&e.item), Since: t.now, Weight: t.planner.weight(&e.item)}
	p := t.planner.place(t.facts(&e.item, &st), st.Weight)
	if p.Err != nil {
		return p.Err
	}
	t.control.Order++
	st.Order = t.control.Order
	st.State, st.Stage, st.Due = Waiting, p.Stage, p.Stage.Until
	if p.Divert != "" {
		st.State, st.Outcome, st.Due = Diverted, p.Divert, time.Time{}
	}
	t.create(e, st)
	t.event(e, Event{Type: EventSubmitted, Reason: p.Reason, Detail: st.Stage.Rule})
	t.placed(e, p)
	return nil
}

// placed tells what is notable of where an item went.
func (t *tx) placed(e *entry, p placement) {
	if len(p.Unsatisfiable) > 0 {
		t.event(e, Event{Type: EventUnsatisfiable, Reason: p.Unsatisfiable[0].String()})
	}
	if p.Divert != "" {
		t.event(e, Event{Type: EventDiverted, Reason: p.Reason, Detail: p.Divert})
	}
}

// move takes a waiting item to where its route leads next.
func (t *tx) move(e *entry) {
	st := e.status
	p := t.planner.next(t.facts(&e.item, &e.status), st.Weight, st.Stage)
	if from := st.Stage; from.Rule != p.Stage.Rule || from.Target != p.Stage.Target || from.Queue != p.Stage.Queue {
		st.Declined = nil // a pass is through one target
	}
	t.settleIn(e, st, p)
}

// settleIn puts an item that waits, or comes back, where a placement says.
func (t *tx) settleIn(e *entry, st Status, p placement) {
	if p.Err != nil { // it stays where it is rather than be lost
		st.State, st.Stage.Until, st.Due = Waiting, time.Time{}, time.Time{}
		t.set(e, st)
		return
	}
	from := st.Stage
	if p.Divert != "" {
		st.State, st.Outcome, st.Since, st.Due = Diverted, p.Divert, t.now, time.Time{}
		t.set(e, st)
		t.placed(e, p)
		return
	}
	st.State, st.Stage, st.Due = Waiting, p.Stage, p.Stage.Until
	if len(st.Declined) > 0 {
		st.Due = earliest(st.Due, t.now.Add(retryAfter(t.planner.queue(st.Stage.Queue))))
	}
	t.set(e, st)
	if p.Reason == "" { // it stays, and only looks again later
		return
	}
	t.event(e, Event{Type: EventMoved, Reason: p.Reason, Detail: from.Queue})
	t.placed(e, p)
}

// replace routes the items anew whose queues are no more.
func (t *tx) replace() {
	var lost []*entry
	for e := range t.works.each {
		if e.status.State == Waiting && t.planner.queue(e.status.Stage.Queue) == nil {
			lost = append(lost, e)
		}
	}
	sort.Slice(lost, func(i, j int) bool { return lost[i].status.Order < lost[j].status.Order })
	for _, e := range lost {
		t.move(e)
	}
}

// facts are what rules see of an item; they hold until the next ones.
func (t *tx) facts(item *Item, st *Status) *Facts {
	f := &t.asking
	*f = Facts{
		Item: item, Now: t.now, Waited: max(0, t.now.Sub(st.Arrived)), Returns: st.Returns,
		Peak: t.control.Peak, view: t.board,
	}
	if p := t.planner.plan.Peak; p != nil {
		f.Share = p.Share
		if f.Peak {
			f.Share = p.PeakShare
		}
	}
	return f
}

// Cancel withdraws an item, in whatever state: the customer left. To cancel it
// again changes nothing, nor to cancel one that is being wrapped up: its customer was
// served. An item that ended otherwise is a [*StateError].
func (r *Router) Cancel(ctx context.Context, item, reason string) (w Work, err error) {
	err = r.change(ctx, &w, item, func(t *tx, e *entry) error {
		st := e.status
		switch st.State {
		case Wrapping:
			return nil
		case Offered:
			t.event(e, Event{Type: EventRescinded, Agent: st.Agent, Reason: "cancelled"})
		}
		holder := st.Agent
		if !st.State.Held() {
			holder = ""
		}
		if st.State != Offered {
			t.idle(e)
		}
		st.State, st.Since, st.Due, st.Reply, st.Outcome = Cancelled, t.now, time.Time{}, time.Time{}, reason
		t.set(e, st)
		t.event(e, Event{Type: EventCancelled, Agent: holder, Reason: reason})
		return nil
	}, Cancelled)
	return w, err
}

// change carries out a command on an open item, which is w then. One that has ended in
// the given state is what it is; one that has ended otherwise is a [*StateError].
func (r *Router) change(ctx context.Context, w *Work, item string, f func(t *tx, e *entry) error, ended ...State) error {
	err := r.onBoard(ctx, w, Assignment{Item: item}, false, f)
	if !errors.Is(err, errEnded) {
		return err
	}
	is, err := r.store.Work(ctx, item)
	if err != nil {
		return err
	}
	return endedIn(w, &is, ended)
}

// onBoard carries out a command on an open item; there is errEnded if it is none. If
// named, a has to be its present assignment, else only the item counts.
func (r *Router) onBoard(ctx context.Context, w *Work, a Assignment, named bool, f func(t *tx, e *entry) error) error {
	_, err := r.submit(ctx, func(t *tx) error {
		e := t.board.work(a.Item)
		if e == nil {
			return errEnded
		}
		if now := e.assignment(); named && (now != a || a.Agent == "") { // nobody's is nobody's to use
			return &StaleError{Named: a, Now: now}
		}
		if err := f(t, e); err != nil {
			return err
		}
		t.settle()
		e.work(&t.call.out)
		return nil
	}, w)
	return err
}

// endedIn makes w what an item is that has ended in one of some states.
func endedIn(w, is *Work, ended []State) error {
	if !slices.Contains(ended, is.Status.State) {
		return &StateError{Subject: "item " + is.Item.ID, State: is.Status.State.String(), Wanted: []string{"open"}}
	}
	*w = *is
	return nil
}

// errEnded: the item is not on the board.
var errEnded = errors.New("routing: item has ended")

// work makes w a copy for the caller.
func (e *entry) work(w *Work) {
	w.Item, w.Status = cloneItem(&e.item), cloneStatus(&e.status)
}
