package routing

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// story is a plan whose one route has everything that time can bring.
func story() Plan {
	return Plan{
		Queues: []Queue{{ID: "a"}, {ID: "b"}},
		Default: []Target{
			{Queue: "a", Require: Require{Skills: []Need{{"x", 5}}}, Wait: sec(60), Relax: []Relaxation{
				{After: sec(20), Lower: 1, Priority: 1},
				{After: sec(40), Drop: []string{"x"}, Priority: 1},
			}},
			{Queue: "b", Wait: sec(30)},
			{Queue: "a"},
		},
	}
}

func TestStagesOfTime(t *testing.T) {
	tr := newTrial(t, story(), nil, Agent{ID: "ann", Skills: map[string]int{"x": 9}})
	s := tr.place().Stage
	var got []string
	for range 6 {
		if s.Until.IsZero() {
			break
		}
		tr.now = s.Until.Add(-time.Microsecond)
		require.Equal(t, placement{Stage: s}, tr.next(s), "too early")
		tr.now = s.Until
		pl := tr.next(s)
		s = pl.Stage
		got = append(got, fmt.Sprintf("%v %s %s%d.%d p%d %v", tr.now.Sub(noon), pl.Reason, s.Queue, s.Target, s.Step, s.Priority, len(s.Require.Skills)))
	}
	require.Equal(t, []string{"20s relaxed a0.1 p1 1", "40s relaxed a0.2 p2 0", "1m0s wait b1.0 p0 0", "1m30s wait a2.0 p0 0"}, got)

	tr.now = noon
	s = tr.place().Stage
	tr.now = at(50)
	require.Equal(t, 2, tr.next(s).Stage.Step, "late: both at once")
	require.Equal(t, at(60), tr.next(s).Stage.Until)
	tr.now = at(3600)
	require.Equal(t, at(3630), tr.next(s).Stage.Until, "later still: its time in the next target begins now")
}

func TestNothingAheadStays(t *testing.T) {
	plan := Plan{
		Queues: []Queue{{ID: "a", RetryAfter: sec(7)}, {ID: "b", MaxLen: 1}},
		Rules: []Rule{{Name: "r", Targets: []Target{
			{Queue: "a", Wait: sec(60), Relax: []Relaxation{{After: sec(59), Priority: 1}}},
			{Queue: "b", SkipIf: "peak", Require: Require{Seniority: 1}},
		}}},
	}
	for name, set := range map[string]func(*trial){
		"full":          func(tr *trial) { tr.waiting["b"] = 1 },
		"skipped":       func(tr *trial) { tr.peak = true },
		"unsatisfiable": func(tr *trial) { tr.agents[0].Seniority = 0 },
	} {
		t.Run(name, func(t *testing.T) {
			tr := newTrial(t, plan, nil, Agent{ID: "ann", Seniority: 1})
			s := tr.place().Stage
			tr.now = at(58)
			s = tr.next(s).Stage
			set(tr)
			tr.now = at(60)
			pl := tr.next(s)
			require.Equal(t, "relaxed", pl.Reason, "what else is due is done")
			s.Step, s.Priority, s.Until = 1, 1, at(67)
			require.Equal(t, s, pl.Stage)
			tr.now = at(67)
			again := tr.next(s)
			s.Until = at(74)
			require.Equal(t, placement{Stage: s}, again)
			tr.peak, tr.waiting["b"], tr.agents[0].Seniority, tr.now = false, 0, 1, at(74)
			require.Equal(t, "b", tr.next(s).Stage.Queue, "as soon as it can")
		})
	}
}

func TestLastAgentGoes(t *testing.T) {
	plan := Plan{
		Queues: []Queue{{ID: "a"}, {ID: "b", MaxLen: 1}, {ID: "rest"}},
		Rules: []Rule{{Name: "r", Targets: []Target{
			{Queue: "a", LastAgent: true, Wait: sec(60)},
			{Queue: "b", SkipIf: "peak", Require: Require{Seniority: 1}},
		}}},
		Default: []Target{{Queue: "rest"}},
	}
	for name, c := range map[string]struct {
		set   func(*trial)
		queue string
	}{
		"next target":           {func(*trial) {}, "b"},
		"it is full":            {func(tr *trial) { tr.waiting["b"] = 1 }, "b"},
		"nobody meets it":       {func(tr *trial) { tr.agents[0].Seniority = 0 }, "b"},
		"skipped, so to others": {func(tr *trial) { tr.peak = true }, "rest"},
	} {
		t.Run(name, func(t *testing.T) {
			tr := newTrial(t, plan, nil, Agent{ID: "ann", Seniority: 1})
			tr.online, tr.item.LastAgent = []string{"ann"}, "ann"
			s := tr.place().Stage
			require.Equal(t, 0, s.Target)
			tr.now = at(1)
			require.Equal(t, s, tr.next(s).Stage)
			tr.online = nil
			c.set(tr)
			pl := tr.next(s)
			require.Equal(t, c.queue, pl.Stage.Queue)
			require.Equal(t, "gone", pl.Reason)
		})
	}
}

func TestMaxWait(t *testing.T) {
	plan := Plan{
		Queues: []Queue{
			{ID: "a", MaxWait: sec(60), Full: &Overflow{Queue: "full"}},
			{ID: "b"},
			{ID: "full", MaxLen: 1, MaxWait: sec(10), Full: &Overflow{To: "ticket"}},
		},
		Default: []Target{{Queue: "a", Wait: sec(20)}, {Queue: "a", Wait: sec(10)}, {Queue: "b", Wait: sec(5)}, {Queue: "a"}},
	}
	tr := newTrial(t, plan, nil, Agent{ID: "ann"})
	s := tr.place().Stage
	for _, want := range []string{"a1 30s", "b2 35s", "a3 1m5s"} {
		tr.now = s.Until
		s = tr.next(s).Stage
		require.Equal(t, want, fmt.Sprintf("%s%d %v", s.Queue, s.Target, s.Until.Sub(noon)))
	}
	require.Equal(t, []Visit{{"a", sec(30)}}, s.Earlier, "30 s are left of the 60")
	tr.now = s.Until
	pl := tr.next(s)
	require.Equal(t, "full", pl.Stage.Queue)
	require.Equal(t, "max_wait", pl.Reason)
	require.Equal(t, -1, pl.Stage.Target)
	require.Equal(t, at(75), pl.Stage.Until)
	require.Equal(t, []Visit{{"a", sec(60)}}, pl.Stage.Earlier)
	tr.now = at(75)
	require.Equal(t, "ticket", tr.next(pl.Stage).Divert)

	tr.now, s = at(65), s.resumed(10*time.Second)
	pl = tr.next(s)
	require.Empty(t, pl.Reason, "its clocks stood still while an agent had it")
	require.Equal(t, at(75), pl.Stage.Until)

	// Who is back in a queue in which he has waited his time does not wait there again.
	s.Earlier = []Visit{{"a", sec(60)}}
	s.Target, s.Queue, s.Entered, s.Queued = 2, "b", at(60), at(60)
	require.Equal(t, "full", tr.next(s).Stage.Queue)

	// Of MaxWait and Wait, what is over first counts.
	plan.Default = []Target{{Queue: "a", Wait: sec(61)}, {Queue: "b"}}
	tr = newTrial(t, plan, nil, Agent{ID: "ann"})
	s = tr.place().Stage
	tr.now = at(300)
	require.Equal(t, "full", tr.next(s).Stage.Queue)
	plan.Default[0].Wait = sec(60)
	tr.p = newTrial(t, plan, nil).p
	require.Equal(t, "b", tr.next(s).Stage.Queue, "the next target, if both are over")
	plan.Rules = []Rule{{Name: "r", Targets: []Target{plan.Default[0], {Queue: "b", SkipIf: "true"}}}}
	tr.p = newTrial(t, plan, nil).p
	s.Rule = "r"
	require.Equal(t, "full", tr.next(s).Stage.Queue, "the overflow, if no target can be had")
}

func TestNextTargetInTheSameFullQueue(t *testing.T) {
	tr := newTrial(t, Plan{Queues: []Queue{{ID: "a", MaxLen: 1}}, Default: []Target{{Queue: "a", Wait: sec(9)}, {Queue: "a"}}}, nil, Agent{ID: "ann"})
	s := tr.place().Stage
	tr.now, tr.waiting["a"] = at(9), 1 // the item itself
	require.Equal(t, 1, tr.next(s).Stage.Target)
}

func TestDeadlinesAreInWholeMicroseconds(t *testing.T) {
	tr := newTrial(t, Plan{Default: []Target{{Queue: "default", Wait: 1500}, {Queue: "default"}}}, nil, Agent{ID: "ann"})
	require.Equal(t, noon.Add(2*time.Microsecond), tr.place().Stage.Until, "stores keep no more, and it must not be too early")
}

func TestOverflowThatLeadsNowhere(t *testing.T) {
	tr := newTrial(t, Plan{Queues: []Queue{
		{ID: "a", MaxWait: sec(60), Full: &Overflow{Queue: "b"}},
		{ID: "b", MaxLen: 1},
	}}, nil, Agent{ID: "ann"})
	s := tr.place().Stage
	tr.now, tr.waiting["b"] = at(60), 1
	pl := tr.next(s)
	s.Until = at(90)
	require.Equal(t, placement{Stage: s}, pl, "it is never refused, and tries again")
}

func TestOtherPlan(t *testing.T) {
	tr := newTrial(t, story(), nil, Agent{ID: "ann", Skills: map[string]int{"x": 9}})
	s := tr.place().Stage
	for name, c := range map[string]struct {
		change func(*Plan)
		now    int
		want   string
	}{
		"longer wait":      {func(p *Plan) { p.Default[0].Wait, p.Default[0].Relax = sec(90), nil }, 60, "a 0  1m30s"},
		"shorter wait":     {func(p *Plan) { p.Default[0].Wait, p.Default[0].Relax = sec(9), nil }, 10, "b 1 wait 40s"},
		"other queue":      {func(p *Plan) { p.Default = p.Default[1:] }, 5, "b 0 rule 35s"},
		"fewer targets":    {func(p *Plan) { p.Default = p.Default[2:] }, 5, "a 0  "},
		"queue is no more": {func(p *Plan) { p.Queues, p.Default = p.Queues[1:], p.Default[1:2] }, 5, "b 0 rule "},
		"full":             {func(p *Plan) { p.Queues[1].MaxLen, p.Queues, p.Default = 1, p.Queues[1:], p.Default[1:2] }, 5, "b 0 rule "},
	} {
		t.Run(name, func(t *testing.T) {
			plan := story()
			c.change(&plan)
			other := newTrial(t, plan, nil, tr.agents...)
			other.now, other.waiting["b"] = at(c.now), 1
			pl := other.next(s)
			until := ""
			if !pl.Stage.Until.IsZero() {
				until = pl.Stage.Until.Sub(noon).String()
			}
			require.Equal(t, c.want, fmt.Sprintf("%s %d %s %s", pl.Stage.Queue, pl.Stage.Target, pl.Reason, until))
			require.NoError(t, pl.Err)
		})
	}
}

func TestClockJumpsBack(t *testing.T) {
	tr := newTrial(t, story(), nil, Agent{ID: "ann", Skills: map[string]int{"x": 9}})
	s := tr.place().Stage
	tr.now = at(-100000)
	s = tr.next(s).Stage
	require.Equal(t, at(-99980), s.Until, "a year's error of the clock is not a year's wait")
	require.Equal(t, tr.now, s.Queued)
}

// anyPlan draws a plan that passes Check.
func anyPlan(t *rapid.T) Plan {
	var p Plan
	n := rapid.IntRange(1, 4).Draw(t, "queues")
	skills := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"x", "y", "z"}), 0, 3, rapid.ID[string])
	needs := func() (all []Need) {
		for _, s := range skills.Draw(t, "skills") {
			all = append(all, Need{s, rapid.IntRange(0, 10).Draw(t, "min")})
		}
		return all
	}
	for i := range n {
		q := Queue{ID: fmt.Sprint("q", i), MaxLen: rapid.IntRange(0, 2).Draw(t, "max_len")}
		q.Require.Skills = needs()
		out := func(name string) *Overflow {
			switch to := rapid.IntRange(i, n+1).Draw(t, name); { // only forwards: no circles
			case to == n:
				return &Overflow{To: "ticket"}
			case to > i && to < n:
				return &Overflow{Queue: fmt.Sprint("q", to)}
			}
			return nil
		}
		q.Full, q.Closed = out("full"), out("closed")
		if q.Full != nil {
			q.MaxWait = sec(rapid.IntRange(0, 40).Draw(t, "max_wait"))
		}
		if rapid.Bool().Draw(t, "hours") {
			q.Hours = "day"
		}
		p.Queues = append(p.Queues, q)
	}
	targets := func(free bool) (all []Target) {
		for range rapid.IntRange(1, 4).Draw(t, "targets") {
			x := Target{
				Queue:     fmt.Sprint("q", rapid.IntRange(0, n-1).Draw(t, "queue")),
				Require:   Require{Skills: needs(), Seniority: rapid.IntRange(0, 3).Draw(t, "seniority")},
				LastAgent: rapid.IntRange(0, 3).Draw(t, "last") == 0,
				Language:  rapid.Bool().Draw(t, "language"),
				Wait:      sec(rapid.SampledFrom([]int{0, 1, 30, 60}).Draw(t, "wait")),
				Skills:    rapid.SampledFrom([]SkillUse{SkillsRequired, SkillsPreferred, SkillsIgnored}).Draw(t, "use"),
				SkipIf:    rapid.SampledFrom([]string{"", "peak", "lot < 50%"}).Draw(t, "skip_if"),
			}
			for at := sec(7); at < x.Wait && rapid.Bool().Draw(t, "relax"); at += sec(7) {
				x.Relax = append(x.Relax, Relaxation{After: at, Lower: rapid.IntRange(1, 5).Draw(t, "lower"), Drop: skills.Draw(t, "drop")})
			}
			all = append(all, x)
		}
		if !free {
			all[len(all)-1].SkipIf, all[len(all)-1].LastAgent = "", false
		}
		return all
	}
	p.Rules = []Rule{{Name: "r", If: "lot < 70%", Targets: targets(true)}}
	p.Default = targets(false)
	return p
}

// Whatever the plan: an item is somewhere, moves on after finitely many questions, is
// asked about again only later, and comes to rest or leaves.
func TestRouteAlwaysLeadsOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := anyPlan(t)
		tr := &trial{now: noon, item: Item{ID: rapid.StringMatching(`[a-z]{1,3}`).Draw(t, "id"), Language: "fr", LastAgent: "a0", Skills: []Need{{"x", 2}}}}
		p, err := newPlanner(plan, &Options{Hours: map[string]Hours{"day": shift{at(-10), at(45)}}})
		require.NoError(t, err)
		tr.stand = &stand{p: p, waiting: map[string]int{}}
		for i := range rapid.IntRange(0, 3).Draw(t, "agents") {
			tr.agents = append(tr.agents, Agent{ID: fmt.Sprint("a", i), Capacity: 1, Seniority: i, Skills: map[string]int{"x": 3 * i, "y": 5}})
			if rapid.Bool().Draw(t, "online") {
				tr.online = append(tr.online, fmt.Sprint("a", i))
			}
		}
		upset := func() {
			tr.peak = rapid.Bool().Draw(t, "peak")
			for i := range plan.Queues {
				tr.waiting[fmt.Sprint("q", i)] = rapid.IntRange(0, 2).Draw(t, "waiting")
			}
			if rapid.IntRange(0, 3).Draw(t, "go") == 0 {
				tr.online = nil
			}
		}
		upset()
		pl := tr.place()
		if pl.Err != nil {
			require.ErrorIs(t, pl.Err, ErrQueueFull)
			return
		}
		for range 200 {
			if pl.Divert != "" || pl.Stage.Until.IsZero() {
				return
			}
			s := pl.Stage
			require.NotNil(t, p.queue(s.Queue))
			require.False(t, s.Until.Before(tr.now))
			tr.now = s.Until
			upset()
			for k := 0; ; k++ {
				require.Less(t, k, 12, "it goes round and round at one time: %+v", pl)
				pl = tr.next(pl.Stage)
				require.NoError(t, pl.Err)
				if pl.Divert != "" || !pl.Stage.Until.Equal(tr.now) {
					break
				}
			}
		}
	})
}

func TestRelaxedKeepsWhoMetItBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tr := &trial{item: Item{ID: "1", Language: rapid.SampledFrom([]string{"", "en", "fr"}).Draw(t, "language"), Skills: []Need{{"x", 2}, {"y", 7}}}}
		p, err := newPlanner(anyPlan(t), &Options{Hours: map[string]Hours{"day": shift{}}})
		require.NoError(t, err)
		tr.stand = &stand{p: p}
		a := Agent{ID: "a", Seniority: rapid.IntRange(0, 3).Draw(t, "seniority"), Skills: map[string]int{}}
		for _, s := range []string{"x", "y", "z"} {
			a.Skills[s] = rapid.IntRange(0, 10).Draw(t, s)
		}
		v := p.visit(tr.facts(), 1)
		for i := range p.rest.targets {
			target := &p.rest.targets[i]
			met := false
			for step := range len(target.Relax) + 1 {
				s, _ := v.stage(target, step)
				meets := p.qualifies(&a, &s.Require, s.Queue) == nil
				require.False(t, met && !meets, "step %d of %+v", step, target.Target)
				met = meets
				require.True(t, !meets || p.qualifies(&a, &target.queue.Require, s.Queue) == nil, "what the queue requires is not loosened")
			}
		}
	})
}
