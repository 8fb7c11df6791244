package metrics

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Which part of a conversation an event belongs to.

// unnamed tells the talks of a conversation apart by what begins and ends them.
func (f *folder) unnamed() {
	for i := range f.items {
		it := &f.items[i]
		f.lapse(it.at)
		n, going := f.place(it)
		waited := f.answer(it, n)
		it.talk, it.done = n, true
		if n != 0 {
			f.talks[n-1].waited = waited
			f.apply(&f.talks[n-1], it, going)
		}
	}
}

// answer ends the wait of an item that began in an earlier talk than the one in which an agent takes it, and says whether
// it did.
func (f *folder) answer(it *item, n int32) bool {
	if it.e.Kind != Assigned || it.e.Item == "" || n < 2 {
		return false
	}
	m := f.thing(it)
	if m == 0 || m == n || f.talks[m-1].visit(it.e, true) == nil {
		return false
	}
	f.talks[m-1].exit(it, visitAnswered, false)
	return true
}

// lapse ends the latest talk if nothing has happened in it for too long at a time.
func (f *folder) lapse(at int64) {
	if t := f.latest(); t != nil && !t.over && at >= plus(t.last, f.patience(t)) {
		t.lapse()
	}
}

func (f *folder) latest() *talk {
	if len(f.talks) == 0 {
		return nil
	}
	return &f.talks[len(f.talks)-1]
}

// patience is how long nothing has to happen for a talk to be over.
func (f *folder) patience(t *talk) time.Duration {
	if t.settled {
		return min(f.rules.Linger, f.rules.Quiet)
	}
	return f.rules.Quiet
}

// place is the number of the talk that an event is part of, 0 if it is part of none, and whether the
// talk goes on with it.
func (f *folder) place(it *item) (n int32, going bool) {
	e, t, n := it.e, f.latest(), int32(len(f.talks))
	switch {
	case t == nil:
		if begins(e) {
			return f.begin(it, ""), true
		}
		return 0, false
	case remarks(e.Kind):
		return f.about(it, n), false
	case ends(e.Kind) && f.about(it, n) != n:
		return f.about(it, n), false
	case !t.over:
		return n, true
	case takesOn(e.Kind) && e.Item != "" && f.thing(it) == n:
		return n, true
	case e.Kind == AgentSpoke:
		if t.waits() && it.at <= plus(t.seen, f.rules.Reopen) {
			return n, true
		}
		return 0, false
	case begins(e):
		if e.Kind != CustomerSpoke && e.Turn != "" {
			if m := f.turn(it); m != 0 {
				return m, false
			}
		}
		return f.begin(it, ""), true
	case proactive(e.Kind):
		return 0, false
	}
	return n, false
}

// named tells the talks of a conversation apart by their names.
func (f *folder) named() {
	numbers := map[string]int32{}
	i := slices.IndexFunc(f.items, func(it item) bool { return it.e.Episode != "" })
	current := f.items[i].e.Episode // what comes before all names belongs to the first one
	numbers[current] = 0
	for i := range f.items {
		it := &f.items[i]
		name := it.e.Episode
		if name == "" {
			name = current
			if of, ok := strings.CutPrefix(it.e.Item, f.key+"#"); ok && remarks(it.e.Kind) && numbers[of] != 0 {
				name = of
			}
		}
		n, known := numbers[name]
		if !known {
			current = name
		}
		if n == 0 {
			if begins(it.e) {
				n = f.begin(it, name)
			}
			numbers[name] = n
			if n == 0 {
				continue
			}
		}
		it.talk = n
		t, k := &f.talks[n-1], it.e.Kind
		f.apply(t, it, !t.over && !remarks(k) || t.over && (begins(it.e) || k == AgentSpoke))
	}
}

func (f *folder) begin(it *item, name string) int32 {
	n := len(f.talks) + 1
	if name == "" {
		name = strconv.Itoa(n)
		if t := f.latest(); t != nil {
			t.until = it.at
		}
	}
	f.talks = append(f.talks, talk{
		Episode: Episode{ID: f.key + "#" + name, Subject: Talk, Conversation: it.e.Conversation, Start: instant(it.at)},
		start:   it.at, last: it.at, seen: it.at, end: never, until: math.MaxInt64,
		first: never, asked: never, unanswered: never, unserved: never, settledAt: never, matterAt: never,
	})
	return int32(n)
}

// begins says whether a talk can begin with an event: the customer did something, or somebody did something
// about what he had written.
func begins(e *Event) bool {
	switch e.Kind {
	case CustomerSpoke, Picked, StepFilled, StepRejected, HandoffRequested, Queued, Assigned, Answered, Suggested, Unanswered:
		return true
	case BotSpoke, Recommended, Repeated, Soothed, Escalated, Failed, FlowStarted, StepAsked:
		return e.Turn != ""
	}
	return false
}

// remarks says that an event of a kind is about a talk rather than part of it: the talk does not go on with it.
func remarks(k Kind) bool {
	switch k {
	case Rated, SurveySent, SurveyRefused, AnswerJudged, IntentJudged, Helpful, Wrapping, Completed:
		return true
	}
	return false
}

// ends says that with an event of a kind something ends that may have begun in an earlier talk.
func ends(k Kind) bool {
	switch k {
	case Resolved, Denied, Ended, LeftQueue, Diverted, HandoffFailed, Declined, FlowEnded:
		return true
	}
	return false
}

// takesOn says that with such an event somebody begins to care for an item.
func takesOn(k Kind) bool { return k == Queued || k == Offered || k == Assigned }

// proactive says that an event of a kind belongs to no talk if none goes on.
func proactive(k Kind) bool {
	switch k {
	case BotSpoke, Recommended, Soothed, Escalated, Repeated, Failed, FlowStarted, StepAsked:
		return true
	}
	return false
}

// about is the number of the talk that an event is about: the one in which its message or item was, whose id its item is,
// or in which its flow is still open, else the latest one.
func (f *folder) about(it *item, n int32) int32 {
	e := it.e
	if n < 2 || e.Turn == "" && e.Item == "" && e.Kind != FlowEnded {
		return n
	}
	if e.Kind == FlowEnded {
		if f.talks[n-1].open(e.Flow) < 0 && f.talks[n-2].open(e.Flow) >= 0 {
			return n - 1
		}
		return n
	}
	if e.Turn != "" {
		if m := f.turn(it); m != 0 {
			return m
		}
	}
	if e.Item != "" {
		if m := f.thing(it); m != 0 {
			return m
		}
		if name, ok := strings.CutPrefix(e.Item, f.key+"#"); ok {
			if m, err := strconv.Atoi(name); err == nil && m > 0 && m <= int(n) {
				return int32(m)
			}
		}
	}
	return n
}

// turn is the number of the talk in which the message of an event was, 0 if it was in none so far.
func (f *folder) turn(it *item) int32 { f.index(); return f.turns[it.e.Turn] }

// thing is the number of the talk in which an item was last, 0 if it was in none so far.
func (f *folder) thing(it *item) int32 { f.index(); return f.things[it.e.Item] }

// index reads the messages and items of the events that have got their talk.
func (f *folder) index() {
	if f.turns == nil {
		f.turns, f.things = map[string]int32{}, map[string]int32{}
	}
	for ; f.read < len(f.items) && f.items[f.read].done; f.read++ {
		it := &f.items[f.read]
		if it.talk == 0 {
			continue
		}
		if it.e.Kind == CustomerSpoke && it.e.Turn != "" {
			f.turns[it.e.Turn] = it.talk
		}
		if it.e.Item != "" && (takesOn(it.e.Kind) || it.e.Kind == HandoffRequested || it.e.Kind == Diverted) {
			f.things[it.e.Item] = it.talk
		}
	}
}
