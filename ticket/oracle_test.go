package ticket_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

// simulated is a clock of the oracle, which lives through a history tick by tick and
// writes down each tick that counts.
type simulated struct {
	w        *world
	name     string
	target   *ticket.Target
	open     []bool // nil: around the clock
	limit    ticket.Duration
	percents []int

	kind            ticket.Kind
	state           string
	priority        int
	waits, answered bool
	since           int

	round, started, ended int
	ran                   int // the last tick up to which it ran in this round
	over                  ticket.ClockState
	overPriority          int
	counted               []int
	reached               []ticket.Reached
}

func (s *simulated) is(m ticket.Metric) bool { return s.target != nil && s.target.Metric == m }
func (s *simulated) answers() bool           { return s.is(ticket.FirstResponse) || s.is(ticket.NextResponse) }
func (s *simulated) on() bool                { return s.round > 0 && s.over == "" }
func (s *simulated) works(tick int) bool     { return s.open == nil || s.open[tick] }

// runs says whether the next tick is one of the clock's.
func (s *simulated) runs() bool {
	if !s.on() || !s.kind.Active() || s.answers() && !s.waits {
		return false
	}
	if s.target == nil {
		return true
	}
	if s.target.PauseIn == nil {
		return !s.is(ticket.Resolution) || s.kind != ticket.KindPending
	}
	return !slices.Contains(s.target.PauseIn, s.state) && !slices.Contains(s.target.PauseIn, string(s.kind))
}

// promise is the limit, found by going from the priority to 0.
func (s *simulated) promise() ticket.Duration {
	p := s.priority
	if s.over != "" {
		p = s.overPriority
	}
	if s.target == nil {
		return s.limit
	}
	if l, ok := s.target.Limits[p]; ok {
		return l
	}
	for p != 0 {
		if p > 0 {
			p--
		} else {
			p++
		}
		if l, ok := s.target.Limits[p]; ok && p != 0 {
			return l
		}
	}
	return s.target.Limit
}

func (s *simulated) start(tick, from int) {
	s.leave()
	s.round++
	s.started, s.over, s.counted, s.ran = from, "", nil, -1
	if from < tick || s.runs() {
		s.ran = tick
	}
	for i := from; i < tick; i++ {
		if s.works(i) {
			s.counted = append(s.counted, i)
		}
	}
}

func (s *simulated) stop(tick int, how ticket.ClockState) {
	if s.on() {
		s.over, s.ended, s.overPriority = how, tick, s.priority
	}
}

// crossing is when so much was used, after the ticks that were counted.
func (s *simulated) crossing(ticks []int, d time.Duration) (time.Time, bool) {
	n := int((d + s.w.unit - 1) / s.w.unit)
	if n > len(ticks) {
		return time.Time{}, false
	}
	return s.w.at(ticks[n-1]).Add(d - time.Duration(n-1)*s.w.unit).UTC(), true
}

func mark(limit ticket.Duration, percent int) time.Duration {
	return max((limit.Std() * time.Duration(percent) / 100).Truncate(time.Microsecond), time.Microsecond)
}

// leave writes down the marks of a round.
func (s *simulated) leave() {
	limit := s.promise()
	if s.round == 0 || limit <= 0 {
		return
	}
	for _, p := range s.percents {
		if at, ok := s.crossing(s.counted, mark(limit, p)); ok {
			s.reached = append(s.reached, ticket.Reached{Mark: ticket.Mark{Clock: s.name, Round: s.round, Percent: p}, At: at})
		}
	}
}

// see has something happen.
func (s *simulated) see(h *happened, policy *ticket.Policy) {
	t := s.target
	switch h.Type {
	case ticket.EventOpened:
		s.state, s.kind, s.priority = h.New, h.Kind, h.Opened.Priority
		s.waits, s.since = h.Actor.Role != ticket.Agent && h.Actor.Role != ticket.Supervisor, h.since
		firsts := false
		for i := range policy.Targets {
			if policy.Targets[i].Metric == ticket.FirstResponse {
				other := simulated{target: &policy.Targets[i], priority: s.priority}
				firsts = other.promise() > 0
			}
		}
		if s.is(ticket.Resolution) || s.is(ticket.FirstResponse) && s.waits || s.is(ticket.Update) && !firsts {
			s.start(h.since, h.since)
		}
		for i := h.since; i < h.tick && s.runs(); i++ {
			if s.works(i) {
				s.counted = append(s.counted, i)
			}
		}
	case ticket.EventChanged:
		s.priority, _ = strconv.Atoi(h.New)
	case ticket.EventMoved:
		if t != nil && t.Name == "held" {
			s.stop(h.tick, ticket.Met)
		}
		s.state, s.kind = h.New, h.Kind
		s.waits = s.waits && s.kind.Active()
		switch {
		case s.is(ticket.Resolution) && (s.kind == ticket.KindResolved || s.kind == ticket.KindClosed):
			s.stop(h.tick, ticket.Met)
		case s.kind.Final():
			s.stop(h.tick, ticket.Dropped)
		case s.is(ticket.Resolution) && s.kind.Active():
			s.over = ""
		}
		if t != nil && t.Name == "held" && s.kind == ticket.KindOnHold {
			s.start(h.tick, h.tick)
		}
	case ticket.EventTagged:
		if t == nil || t.Name != "tagged" {
			return
		}
		if h.New == "stop" {
			s.stop(h.tick, ticket.Met)
		} else if !s.on() && !s.kind.Final() {
			s.start(h.tick, h.tick)
		}
	case ticket.EventAbsorbed:
		if !s.waits || h.since < s.since {
			s.waits, s.since = true, h.since
			if s.answers() && s.on() {
				s.started, s.ran = min(s.started, h.since), h.tick
				s.counted = slices.DeleteFunc(s.counted, func(tick int) bool { return tick >= h.since })
				for i := h.since; i < h.tick; i++ {
					if s.works(i) {
						s.counted = append(s.counted, i)
					}
				}
			}
		}
		s.await(h.tick)
	case ticket.EventCommented:
		s.talk(h)
	case ticket.EventVerdict:
		if !h.Verdict.Accepted && h.Actor.Role == ticket.Customer && s.target != nil {
			if s.kind.Active() && !s.waits {
				s.waits, s.since = true, h.tick
			}
			s.await(h.tick)
		}
	case ticket.EventStarted, ticket.EventStep:
		s.proceed(h)
	}
}

// await starts a clock for an answer that is waited for.
func (s *simulated) await(tick int) {
	if s.waits && (s.is(ticket.FirstResponse) && !s.answered && s.round == 0 || s.is(ticket.NextResponse) && s.answered && !s.on()) {
		s.start(tick, s.since)
	}
}

func (s *simulated) talk(h *happened) {
	if h.Comment.Internal || h.Comment.Origin != "" || s.target == nil {
		return
	}
	switch h.Actor.Role {
	case ticket.Customer:
		if s.kind.Active() && !s.waits {
			s.waits, s.since = true, h.tick
		}
		s.await(h.tick)
	case ticket.System:
	case ticket.Bot:
		if !s.target.Bot {
			return
		}
		fallthrough
	default:
		s.waits, s.answered = false, true
		if s.answers() || s.is(ticket.Update) {
			s.stop(h.tick, ticket.Met)
		}
		if s.is(ticket.Update) && !s.kind.Final() {
			s.start(h.tick, h.tick)
		}
	}
}

func (s *simulated) proceed(h *happened) {
	if s.target != nil {
		return
	}
	if h.Type == ticket.EventStarted {
		s.stop(h.tick, ticket.Dropped)
	}
	step := h.Steps[0]
	if "step:"+step.Name != s.name {
		return
	}
	over := step.Skipped || !step.Done.IsZero()
	if s.round == 0 || !s.on() && !over {
		s.limit, s.open = step.Limit, s.w.open[step.Hours]
		s.start(h.tick, h.since)
	}
	switch {
	case step.Skipped:
		s.stop(h.tick, ticket.Dropped)
	case over:
		s.stop(h.tick, ticket.Met)
	default:
		s.limit = step.Limit
	}
}

// live goes through a history up to a tick.
func (s *simulated) live(all []happened, policy *ticket.Policy, now int) {
	next := 0
	for tick := range now + 1 {
		for ; next < len(all) && all[next].tick <= tick; next++ {
			s.see(&all[next], policy)
			if s.runs() {
				s.ran = tick
			}
		}
		if tick == now || !s.runs() {
			continue
		}
		s.ran = tick + 1
		if s.works(tick) {
			s.counted = append(s.counted, tick)
		}
	}
}

// onward are the ticks that will have counted if nothing happens from a tick on.
func (s *simulated) onward(from int) []int {
	ticks := slices.Clone(s.counted)
	for i := from; i < ticksKnown; i++ {
		if s.works(i) {
			ticks = append(ticks, i)
		}
	}
	return ticks
}

// clock is how it stands; ok is false if nothing is promised, or the grid is too short.
func (s *simulated) clock(now int) (c ticket.Clock, next time.Time, ok bool) {
	limit := s.promise()
	if s.round == 0 || limit <= 0 {
		return c, next, false
	}
	used := time.Duration(len(s.counted)) * s.w.unit
	c = ticket.Clock{Name: s.name, Round: s.round, State: s.over, Started: s.w.at(s.started).UTC(), Limit: limit, Elapsed: ticket.Duration(used)}
	if s.over != "" {
		c.Ended = s.w.at(s.ended).UTC()
	}
	due, breached := s.crossing(s.counted, mark(limit, 100))
	c.Breached = breached
	switch {
	case s.runs():
		c.State = ticket.Running
		ticks := s.onward(now)
		for _, p := range s.percents {
			if mark(limit, p) > used {
				next, _ = s.crossing(ticks, mark(limit, p))
				break
			}
		}
		if !breached {
			due, _ = s.crossing(ticks, limit.Std())
		}
	case s.over == "":
		c.State = ticket.Paused
	case !breached && s.over == ticket.Met && s.ran == s.ended:
		due, _ = s.crossing(s.onward(s.ended), limit.Std())
	}
	c.Due = due
	return c, next, true
}

// simulate is what Evaluate should return.
func simulate(w *world, all []happened, policy *ticket.Policy, now int) (r ticket.Report) {
	r.Policy = policy.Name
	var clocks []*simulated
	for i := range policy.Targets {
		t := &policy.Targets[i]
		s := &simulated{w: w, target: t, name: cmp.Or(t.Name, string(t.Metric)), open: w.open[cmp.Or(t.Hours, policy.Hours)]}
		s.percents = append(slices.Clone(t.Warn), 100)
		if t.Warn == nil {
			s.percents = []int{50, 80, 100}
		}
		clocks = append(clocks, s)
	}
	for i := range all {
		for _, step := range all[i].Steps {
			name := "step:" + step.Name
			if !slices.ContainsFunc(clocks, func(s *simulated) bool { return s.name == name }) && all[i].tick <= now {
				clocks = append(clocks, &simulated{w: w, name: name, percents: []int{50, 80, 100}})
			}
		}
	}
	for _, s := range clocks {
		for _, rung := range policy.Ladder {
			if rung.Clock == s.name && !slices.Contains(s.percents, rung.Percent) {
				s.percents = append(s.percents, rung.Percent)
			}
		}
		slices.Sort(s.percents)
		s.live(all, policy, now)
		s.leave()
		r.Reached = append(r.Reached, s.reached...)
		c, next, ok := s.clock(now)
		if !ok {
			continue
		}
		r.Clocks = append(r.Clocks, c)
		if !next.IsZero() && (r.Next.IsZero() || next.Before(r.Next)) {
			r.Next = next
		}
	}
	return r
}

func history(all []happened) (events []ticket.Event) {
	for i := range all {
		events = append(events, all[i].Event)
	}
	return events
}

// sortReached brings marks that were reached at one time into one order.
func sortReached(list []ticket.Reached) []ticket.Reached {
	slices.SortFunc(list, func(a, b ticket.Reached) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Mark.Key(), b.Mark.Key()))
	})
	return list
}

// TestEvaluateIsWhatASimulationSays compares Evaluate with a simulation that lives through
// each history tick by tick, at two times each. What the simulation covers: all metrics,
// milestones and steps; pauses, priorities, merges; hours that open and close at ticks of
// a second to an hour, and real calendars on days on which clocks are changed; marks
// anywhere between ticks. What it does not: events between ticks.
func TestEvaluateIsWhatASimulationSays(t *testing.T) {
	seed := uint64(20261121)
	grids := worlds(rand.New(rand.NewPCG(seed, 0)))
	cases := 100_000
	if testing.Short() || raceBuild {
		cases = 10_000
	}
	for i := range cases {
		r := rand.New(rand.NewPCG(seed, uint64(i+1)))
		w := grids[r.IntN(len(grids))]
		all, policy := timeline(r, w), promises(r, w)
		events := history(all)
		for _, now := range []int{r.IntN(ticksLived + 40), ticksLived + 40} {
			want, got := simulate(w, all, policy, now), ticket.Evaluate(events, policy, w.hours, w.at(now))
			if all[0].tick > now {
				want = ticket.Report{Policy: policy.Name}
			}
			require.True(t, slices.IsSortedFunc(got.Reached, func(a, b ticket.Reached) int { return a.At.Compare(b.At) }), "case %d", i)
			if !slices.Equal(want.Clocks, got.Clocks) || !slices.Equal(sortReached(want.Reached), sortReached(got.Reached)) || !want.Next.Equal(got.Next) {
				require.Equal(t, want, got, "case %d, %s, now %s: %+v", i, w.name, w.at(now), policy)
			}
		}
	}
}
