package ticket

import (
	"cmp"
	"math"
	"strconv"
	"time"
)

// Evaluate returns how the promises of a policy stand at now: a pure function of the
// ticket's events, all of them from the first on, the policy, the calendars by name, and
// now. Events later than now are ignored. A nil policy promises nothing, except what the
// steps of a procedure do. A calendar that is missing is [AroundTheClock].
//
// Whatever the clocks said before does not matter: after a change of policy, priority
// or calendar they are as if it had been so from the beginning, and pauses stay. Only a
// clock that has ended keeps the priority that the ticket had then, so that nobody is
// late in hindsight because a case that was answered became urgent.
//
// # What begins, ends and pauses a clock
//
//   - What happened counts by the actor and the time of its event. A comment's Author
//     and At say what readers see, and comments with an Origin, or in a [Draft], begin
//     and end nothing: who opened the ticket decides whether a customer waits.
//     [Draft.Created] moves the opening to an earlier time.
//   - An answer is a public comment of staff. Those of rules and of the system are none;
//     those of bots are for targets that say so.
//   - No clock runs in a resolved state, and clocks for answers ([FirstResponse],
//     [NextResponse]) run while the customer waits only: from the opening, unless staff
//     opened it, or from his words, of which it is one to refuse the solution; until an
//     answer, or until the ticket is resolved. If it is opened again, a clock without its answer goes on with what it had used.
//   - Where a first response is promised, the [Update] clock begins with the first
//     answer, and so cannot be due before it.
//   - In a final state everything ends that has not: as [Met] the resolution, if it was
//     closed, and as [Dropped] what nobody can do any more.
//   - A ticket that is merged brings its customer's wait along: since then the time
//     counts as one wait, without pauses. Comments that are split off leave the clocks of
//     both tickets alone: the customer who waited still hears where he asked.
//   - Putting off a ticket pauses nothing; moving it to a state that pauses does.
//
// # Where a mark is
//
// Times count to the microsecond. Marks of p percent are at limit*p/100, truncated, and
// reached when so much has been used: an answer at the very instant of [Clock.Due] is too
// late. What ends with the working hours is due when they end, not when they begin again.
//
// It takes time in proportion to the events, and two or three calls of [Hours] for each
// stretch in which a clock ran.
func Evaluate(events []Event, p *Policy, hours map[string]Hours, now time.Time) Report {
	r, _ := evaluate(events, p, hours, now)
	return r
}

// evaluate also returns the hits that its marks are made of.
func evaluate(events []Event, p *Policy, hours map[string]Hours, now time.Time) (Report, []hit) {
	var v evaluation
	v.init(p, hours, now, len(events))
	v.pass(events)
	var r Report
	if p != nil {
		r.Policy = p.Name
	}
	if len(v.tracks) > 0 {
		r.Clocks = make([]Clock, 0, len(v.tracks))
	}
	for i := range v.tracks {
		t := &v.tracks[i]
		if t.round == 0 {
			continue
		}
		if c, next, ok := v.read(t); ok {
			r.Clocks = append(r.Clocks, c)
			r.Next = earliest(r.Next, next)
		}
	}
	r.Reached = v.reached()
	return r, v.hits
}

// evaluation goes through the history of a ticket and keeps its clocks.
type evaluation struct {
	policy  *Policy
	hours   map[string]Hours
	now     int64   // times are in microseconds
	tracks  []track // of the targets, then of the steps
	targets int
	parts   bool // there are milestones
	hits    []hit
	// detail keeps why each part of the time counted or did not.
	detail bool

	// How the ticket stands at a time. Waits are those for an answer of staff, and for
	// one of staff or of a bot.
	at            int64
	event         int32 // the number of the present event
	state         string
	kind          Kind
	active, final bool // as the kind is
	priority      int
	waits         [2]wait
	// stays are the states that it was in, and stay the number of the present one, from
	// 1; kept with details only.
	stays []stay
	stay  int32
}

// wait is a customer's wait for an answer.
type wait struct {
	on       bool
	since    int64
	answered bool // at least once
}

type stay struct {
	state string
	kind  Kind
}

// init makes the clocks of the targets, for a history of so many events.
func (v *evaluation) init(p *Policy, hours map[string]Hours, now time.Time, events int) {
	v.policy, v.hours, v.now, v.at = p, hours, now.UnixMicro(), math.MinInt64
	if p == nil {
		return
	}
	parts := 4 + events/8 // of a round, and more if need be
	v.targets = len(p.Targets)
	v.tracks = make([]track, v.targets)
	v.hits = make([]hit, 0, 4*v.targets+events/2)
	past := make([]stretch, parts*v.targets)
	percents := make([]int, 0, 4*v.targets+len(p.Ladder))
	for i := range v.tracks {
		target := &p.Targets[i]
		t := &v.tracks[i]
		t.number, t.name, t.target, t.pauses = i, target.clock(), target, target.pauses()
		t.metric, t.answers = target.Metric, target.Metric == FirstResponse || target.Metric == NextResponse
		t.past = past[parts*i : parts*i : parts*(i+1)]
		v.parts = v.parts || target.Metric == Milestone
		if target.Bot {
			t.wait = 1
		}
		t.hours = calendar(hours, cmp.Or(target.Hours, p.Hours))
		from := len(percents)
		percents = p.percents(percents, t.name, target.Warn)
		t.percents = percents[from:]
	}
	marks := make([]time.Duration, len(percents))
	for i := range v.tracks {
		n := len(v.tracks[i].percents)
		v.tracks[i].marks, marks = marks[:n:n], marks[n:]
	}
}

// pass goes through the events.
func (v *evaluation) pass(events []Event) {
	for i := range events {
		e := &events[i]
		at := e.At.UnixMicro()
		if at > v.now {
			return
		}
		v.event = int32(i + 1)
		v.at = max(v.at, at) // the clocks of two nodes may differ a little
		if v.parts {
			v.milestones(e, false)
		}
		switch e.Type {
		case EventOpened:
			v.open(e)
		case EventMoved:
			v.move(e)
		case EventCommented:
			v.comment(e)
		case EventVerdict:
			if e.Verdict != nil && !e.Verdict.Accepted && e.Actor.Role == Customer && v.active {
				v.hear(v.at)
				v.heed()
			}
		case EventAbsorbed:
			v.absorb(e.Absorbed)
		case EventChanged:
			if e.Field == "priority" {
				if p, err := strconv.Atoi(e.New); err == nil {
					v.priority = p
				}
			}
		case EventStarted:
			for i := v.targets; i < len(v.tracks); i++ {
				v.end(&v.tracks[i], Dropped)
			}
			fallthrough
		case EventStep:
			for i := range e.Steps {
				v.step(&e.Steps[i])
			}
		}
		if v.parts {
			v.milestones(e, true)
		}
	}
}

func (v *evaluation) open(e *Event) {
	v.enter(e)
	if d := e.Opened; d != nil {
		v.priority = d.Priority
		if !d.Created.IsZero() {
			v.at = min(v.at, d.Created.UnixMicro())
		}
	}
	if !e.Actor.Role.Staff() {
		v.hear(v.at)
	}
	first := v.promised(FirstResponse)
	for i := range v.tracks {
		t := &v.tracks[i]
		t.inPause = t.pausesIn(v.state, v.kind)
		if t.metric == Resolution || t.metric == Update && !first {
			v.begin(t, v.at)
		}
	}
	v.heed()
}

// enter takes down the state that an event leads to.
func (v *evaluation) enter(e *Event) {
	v.state, v.kind, v.active, v.final = e.New, e.Kind, e.Kind.Active(), e.Kind.Final()
	if v.detail {
		v.stays = append(v.stays, stay{e.New, e.Kind})
		v.stay = int32(len(v.stays))
	}
}

// hear has the customer wait, if he does not yet.
func (v *evaluation) hear(since int64) {
	for n := range v.waits {
		if w := &v.waits[n]; !w.on {
			w.on, w.since = true, since
		}
	}
}

// promised says whether the policy has a limit for a metric.
func (v *evaluation) promised(m Metric) bool {
	for i := range v.tracks {
		if t := v.tracks[i].target; t != nil && t.Metric == m && t.limit(v.priority) > 0 {
			return true
		}
	}
	return false
}

func (v *evaluation) move(e *Event) {
	v.enter(e)
	if !v.active {
		v.waits[0].on, v.waits[1].on = false, false
	}
	for i := range v.tracks {
		t := &v.tracks[i]
		t.inPause = t.pausesIn(v.state, v.kind)
		switch {
		case t.metric == Resolution && (v.kind == KindResolved || v.kind == KindClosed):
			v.end(t, Met)
		case v.final:
			v.end(t, Dropped)
		case t.metric == Resolution && v.active && t.outcome == Met:
			t.outcome = ""
		}
		v.turn(t)
	}
}

func (v *evaluation) comment(e *Event) {
	if e.Comment == nil || e.Comment.Internal || e.Comment.Origin != "" {
		return
	}
	role := e.Actor.Role
	switch {
	case role == Customer && v.active:
		v.hear(v.at)
		v.heed()
	case role == Bot:
		v.answer(1)
	case role.Staff():
		v.answer(0)
		v.answer(1)
	}
}

// answer ends a wait, and the clocks that measure it.
func (v *evaluation) answer(n int) {
	v.waits[n] = wait{answered: true}
	for i := range v.tracks {
		t := &v.tracks[i]
		if t.wait != n {
			continue
		}
		switch t.metric {
		case FirstResponse, NextResponse:
			v.end(t, Met)
		case Update:
			v.end(t, Met)
			if !v.final {
				v.begin(t, v.at)
			}
		}
	}
}

// absorb takes over the wait of a ticket that was merged into this one.
func (v *evaluation) absorb(a *Absorbed) {
	if a == nil || a.Waiting.IsZero() {
		return
	}
	since := min(a.Waiting.UnixMicro(), v.at)
	var older [2]bool
	for n := range v.waits {
		if w := &v.waits[n]; !w.on || since < w.since {
			w.on, w.since, older[n] = true, since, true
		}
	}
	for i := range v.tracks {
		if t := &v.tracks[i]; t.answers && t.running() && older[t.wait] {
			v.carry(t, since)
		}
	}
	v.heed()
}

// heed begins the clocks for answers that the customer waits for, and has those go on
// that had stopped when he did not wait.
func (v *evaluation) heed() {
	for i := range v.tracks {
		t := &v.tracks[i]
		if !t.answers {
			continue
		}
		w := v.waits[t.wait]
		first := t.metric == FirstResponse && !w.answered && t.round == 0
		next := t.metric == NextResponse && w.answered && !t.running()
		if w.on && (first || next) {
			v.begin(t, w.since)
		}
		v.turn(t)
	}
}

// milestones ends those that an event ends, or begins those that it begins.
func (v *evaluation) milestones(e *Event, start bool) {
	for i := range v.targets {
		t := &v.tracks[i]
		if t.target.Metric != Milestone {
			continue
		}
		switch {
		case !start && t.target.Stop != nil && t.target.Stop.matches(e):
			v.end(t, Met)
		case start && t.target.Start != nil && !t.running() && !v.final && t.target.Start.matches(e):
			v.begin(t, v.at)
		}
	}
}

// step keeps the clock of a step of a procedure.
func (v *evaluation) step(s *Step) {
	t := v.stepTrack(s.Name)
	over := s.Skipped || !s.Done.IsZero()
	if s.Limit > 0 && !s.Since.IsZero() && (t == nil || !t.running() && !over) {
		if t == nil {
			v.tracks = append(v.tracks, track{number: len(v.tracks), name: stepClock + s.Name})
			t = &v.tracks[len(v.tracks)-1]
			t.percents = v.policy.percents(nil, t.name, nil)
			t.marks = make([]time.Duration, len(t.percents))
		}
		t.limit, t.hours = s.Limit, calendar(v.hours, s.Hours)
		v.begin(t, s.Since.UnixMicro())
	}
	switch {
	case t == nil:
	case s.Skipped:
		v.end(t, Dropped)
	case over:
		v.end(t, Met)
	case t.running():
		t.limit, t.hours = s.Limit, calendar(v.hours, s.Hours)
	}
}

func (v *evaluation) stepTrack(name string) *track {
	for i := v.targets; i < len(v.tracks); i++ {
		if v.tracks[i].name[len(stepClock):] == name {
			return &v.tracks[i]
		}
	}
	return nil
}
