package metrics

// Who was asked for, who waited where, and who had the talk.

// Ends of visits.
const (
	visitAnswered  = "answered"
	visitAbandoned = "abandoned"
	visitDiverted  = "diverted"
)

// labour is what a stint does not tell.
type labour struct {
	from     int64
	wrapping int64 // since when the after-work goes on, never where it did not begin
}

// serve notes an event of hand-offs, queues and agents.
func (t *talk) serve(it *item) {
	e := it.e
	switch e.Kind {
	case HandoffRequested:
		t.Handoffs++
		first(&t.HandoffReason, e.Reason)
		t.askFor(it.at)
		t.withdraw()
	case Queued:
		t.askFor(it.at)
		t.withdraw()
		t.enter(it)
	case HandoffFailed:
		t.nobody = true
		t.exit(it, visitDiverted, false)
	case LeftQueue:
		t.left = true
		t.exit(it, visitAbandoned, true)
	case Diverted:
		if e.Reason == "" || e.Reason == "bot" {
			t.nobody = true
		} else {
			t.elsewhere = true
		}
		t.exit(it, visitDiverted, true)
	case Assigned:
		t.served, t.left, t.nobody = true, false, false
		if t.FromAgents == 0 && t.unserved == never {
			t.unserved = it.at
		}
		last(&t.holder, e.Agent)
		t.exit(it, visitAnswered, !t.waited)
		t.take(it)
	case Wrapping:
		if i := t.stint(e); i >= 0 {
			w := &t.labours[i]
			w.wrapping = max(it.at, w.from)
			t.Stints[i].Talk = passed(w.from, it.at)
		}
	case Completed:
		t.complete(it)
	}
	t.person = e.Kind == HandoffRequested || e.Kind == Queued || t.held()
}

// askFor notes that a person is to come.
func (t *talk) askFor(at int64) {
	if t.asked == never {
		t.asked = at
	}
	if t.unserved == never {
		t.unserved = at
	}
	t.nobody, t.left = false, false
}

// enter notes that an item began to wait.
func (t *talk) enter(it *item) {
	if v := t.visit(it.e, true); v != nil && v.Item == it.e.Item {
		if v.Queue == it.e.Queue {
			return
		}
		v.End, v.Wait = visitDiverted, passed(v.At.UnixMicro(), it.at)
	}
	t.Visits = append(t.Visits, Visit{Queue: it.e.Queue, Item: it.e.Item, At: instant(it.at)})
}

// exit notes that a wait ended. One of which nothing else is known is taken from what the event says, if wanted.
func (t *talk) exit(it *item, end string, wanted bool) {
	e := it.e
	v := t.visit(e, true)
	if v == nil {
		if !wanted || e.Queue == "" && e.Took <= 0 || t.visit(e, false) != nil {
			return
		}
		at := instant(it.at).Add(-took(e))
		t.Visits = append(t.Visits, Visit{Queue: e.Queue, Item: e.Item, At: at})
		v = &t.Visits[len(t.Visits)-1]
	}
	v.End, v.Wait = end, took(e)
	if since := passed(v.At.UnixMicro(), it.at); v.Wait == 0 || v.Wait > since && t.had(v.Item) {
		v.Wait = since
	}
}

// had says whether an agent has had an item.
func (t *talk) had(item string) bool {
	for i := len(t.Stints) - 1; i >= max(0, len(t.Stints)-near); i-- {
		if t.Stints[i].Item == item {
			return true
		}
	}
	return false
}

// visit is the latest wait that an event is about: one that goes on, or any.
func (t *talk) visit(e *Event, open bool) *Visit {
	for i := len(t.Visits) - 1; i >= max(0, len(t.Visits)-near); i-- {
		v := &t.Visits[i]
		if (!open || v.End == "") && (v.Item == e.Item || e.Item == "" || v.Item == "") {
			return v
		}
	}
	return nil
}

// take notes that an agent has the talk. An item that had another one has left him.
func (t *talk) take(it *item) {
	e := it.e
	for i := len(t.Stints) - 1; i >= max(0, len(t.Stints)-near); i-- {
		s, w := &t.Stints[i], &t.labours[i]
		if s.Over || w.wrapping != never || s.Item != e.Item {
			continue
		}
		if s.Agent == e.Agent {
			return
		}
		s.Talk, s.Over = passed(w.from, it.at), true
	}
	t.Stints = append(t.Stints, Stint{Agent: e.Agent, Queue: e.Queue, Item: e.Item, From: instant(it.at)})
	t.labours = append(t.labours, labour{from: it.at, wrapping: never})
}

// stint is the number of the latest stint that an event is about and that is not over, -1 if there is none.
func (t *talk) stint(e *Event) int {
	for i := len(t.Stints) - 1; i >= max(0, len(t.Stints)-near); i-- {
		s := &t.Stints[i]
		if !s.Over && (e.Agent == "" || s.Agent == e.Agent) && (s.Item == e.Item || e.Item == "" || s.Item == "") {
			return i
		}
	}
	return -1
}

// held says whether an agent has the talk.
func (t *talk) held() bool {
	for i := len(t.Stints) - 1; i >= max(0, len(t.Stints)-near); i-- {
		if !t.Stints[i].Over && t.labours[i].wrapping == never {
			return true
		}
	}
	return false
}

// complete notes that an agent is done. What he did after the talk was over, and before another one began, is
// after-work.
func (t *talk) complete(it *item) {
	if it.e.Reason == "resolved" {
		t.settle(it)
	}
	i := t.stint(it.e)
	if i < 0 {
		return
	}
	s, w := &t.Stints[i], &t.labours[i]
	s.Over = true
	switch {
	case w.wrapping != never:
		s.Wrap = passed(w.wrapping, it.at)
	case t.over && it.at > t.end:
		s.Talk, s.Wrap = passed(w.from, t.end), passed(max(t.end, w.from), min(it.at, t.until))
	default:
		s.Talk = passed(w.from, it.at)
	}
}

// leave ends the waits of a talk that is over: the customer gave up.
func (t *talk) leave() {
	for i := range t.Visits {
		if v := &t.Visits[i]; v.End == "" {
			v.End, v.Wait = visitAbandoned, passed(v.At.UnixMicro(), t.end)
		}
	}
}

// keep compares the waits that have ended with the promises of the rules.
func (t *talk) keep(r *Rules) {
	for i := range t.Visits {
		if v := &t.Visits[i]; v.End != "" {
			v.Within, v.Short = v.Wait <= r.Within, v.Wait <= r.Short
		}
	}
}

// release ends the stints of a talk that is over. After-work goes on until it is said to be done, for as long as
// nothing has to happen for a talk to be over; then it is not known how long it took.
func (f *folder) release(t *talk) {
	for i := range t.Stints {
		s, w := &t.Stints[i], &t.labours[i]
		switch {
		case s.Over:
		case w.wrapping == never:
			s.Talk, s.Over = passed(w.from, t.end), true
		default:
			if at := plus(w.wrapping, f.rules.Quiet); f.now < at {
				f.dueAt(at)
			} else {
				s.Over = true
			}
		}
	}
}
