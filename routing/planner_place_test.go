package routing

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestRuleThatHoldsFirst(t *testing.T) {
	plan := Plan{
		Queues: []Queue{{ID: "general"}, {ID: "vip"}, {ID: "night"}, {ID: "panic"}},
		Rules: []Rule{
			{Name: "broken", When: func(*Facts) bool { panic("oh") }, Targets: []Target{{Queue: "panic"}}},
			{Name: "both", If: "vip", When: func(f *Facts) bool { return f.Item.Urgency > 1 }, Targets: []Target{{Queue: "night"}}},
			{Name: "vip", If: "vip", Targets: []Target{{Queue: "vip", Priority: 5}}},
		},
	}
	tr := newTrial(t, plan, nil, Agent{ID: "ann"})
	require.Equal(t, Stage{Queue: "general", Entered: noon, Queued: noon}, tr.place().Stage, "no rule: the first queue")
	require.Contains(t, tr.log.String(), "rule=broken")
	tr.item = Item{ID: "1", Tier: "VIP", Priority: 2}
	require.Equal(t, placement{Stage: Stage{Rule: "vip", Queue: "vip", Priority: 7, Entered: noon, Queued: noon}, Reason: "rule"}, tr.place())
	tr.item.Urgency = 2
	require.Equal(t, "both", tr.place().Stage.Rule, "If and When")
}

func TestEmptyPlan(t *testing.T) {
	tr := newTrial(t, Plan{}, nil, Agent{ID: "ann"})
	require.Equal(t, "default", tr.place().Stage.Queue)
	require.Nil(t, tr.p.queue("other"))
	name, s := tr.p.strategy("other")
	require.Equal(t, "least_loaded", name)
	require.NotNil(t, s)
}

func TestNamesAreResolved(t *testing.T) {
	mine := StrategyFunc(func(*Candidate) float64 { return 42 })
	tr := newTrial(t, Plan{Queues: []Queue{{ID: "a", Strategy: "mine"}, {ID: "b"}, {ID: "c", Strategy: "round_robin"}}},
		&Options{Strategies: map[string]Strategy{"mine": mine, "least_loaded": mine}})
	for queue, want := range map[string]string{"a": "mine", "b": "least_loaded", "c": "round_robin"} {
		name, s := tr.p.strategy(queue)
		require.Equal(t, want, name)
		require.Equal(t, queue != "c", s.Score(&Candidate{Seat: &Seat{}}) == 42, "the host's replace ours")
	}
}

func TestWeight(t *testing.T) {
	p := newTrial(t, Plan{Weights: map[string]int{"voice": 10, "": 2}}, nil).p
	require.Equal(t, 10, p.weight(&Item{Channel: "voice"}))
	require.Equal(t, 2, p.weight(&Item{Channel: "chat"}))
	require.Equal(t, 3, p.weight(&Item{Channel: "voice", Weight: 3}))
	require.Equal(t, 1, newTrial(t, Plan{}, nil).p.weight(&Item{}))
}

// passing is a trial with a rule of four targets, each of which can be passed over.
func passing(t *testing.T, agents ...Agent) *trial {
	return newTrial(t, Plan{
		Queues: []Queue{{ID: "a"}, {ID: "b"}, {ID: "c"}},
		Rules: []Rule{{Name: "r", If: "type == 'x'", Targets: []Target{
			{Queue: "a", LastAgent: true, Wait: sec(15)},
			{Queue: "a", Require: Require{Skills: []Need{{"deep", 5}}}, Wait: sec(60), SkipIf: "peak"},
			{Queue: "b"},
			{Queue: "c", SkipIf: "tier == 'low'"},
		}}},
		Default: []Target{{Queue: "b"}},
	}, nil, agents...)
}

func TestTargetsThatArePassedOver(t *testing.T) {
	expert := Agent{ID: "eve", Skills: map[string]int{"deep": 5}}
	for _, c := range []struct {
		name       string
		set        func(*trial)
		target     int
		reason     string
		until      time.Time
		defaulting bool
	}{
		{name: "last agent is there", target: 0, reason: "rule", until: at(15), set: func(tr *trial) { tr.item.LastAgent = "eve" }},
		{name: "last agent is away", target: 1, reason: "skipped", until: at(60), set: func(tr *trial) { tr.item.LastAgent, tr.online = "eve", nil }},
		{name: "no last agent", target: 1, reason: "skipped", until: at(60)},
		{name: "skip_if, somebody has room", target: 2, reason: "skipped", until: noon, set: func(tr *trial) { tr.peak = true }},
		{name: "skip_if, nobody has room", target: 3, reason: "skipped", set: func(tr *trial) { tr.peak, tr.full = true, []string{"eve"} }},
		{name: "nobody meets it", target: 2, reason: "unsatisfiable", until: noon, set: func(tr *trial) { tr.agents[0].Skills = nil }},
		{name: "all are skipped", reason: "skipped", defaulting: true, set: func(tr *trial) {
			tr.peak, tr.full, tr.item.Tier = true, []string{"eve"}, "low"
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr := passing(t, expert)
			tr.item.Type, tr.online = "x", []string{"eve"}
			if c.set != nil {
				c.set(tr)
			}
			pl := tr.place()
			require.Equal(t, c.reason, pl.Reason)
			require.Nil(t, pl.Unsatisfiable)
			if c.defaulting {
				require.Equal(t, Stage{Queue: "b", Entered: noon, Queued: noon}, pl.Stage)
				return
			}
			require.Equal(t, "r", pl.Stage.Rule)
			require.Equal(t, c.target, pl.Stage.Target)
			require.Equal(t, c.until, pl.Stage.Until)
		})
	}
}

func TestLastAgentIsTheOnlyOne(t *testing.T) {
	tr := passing(t, Agent{ID: "eve"}, Agent{ID: "bob"})
	tr.item, tr.online = Item{ID: "1", Type: "x", LastAgent: "bob"}, []string{"bob"}
	require.Equal(t, "bob", tr.place().Stage.Require.Agent)
}

func TestUnsatisfiableGoesItsWay(t *testing.T) {
	plan := Plan{
		Queues: []Queue{{ID: "a"}, {ID: "b"}},
		Default: []Target{
			{Queue: "a", Require: Require{Skills: []Need{{"polish", 2}}}},
			{Queue: "a", Require: Require{Skills: []Need{{"polish", 2}}}, Wait: sec(10)},
			{Queue: "b", Require: Require{Skills: []Need{{"polish", 4}, {"tea", 1}}}, Relax: []Relaxation{{After: sec(5), Drop: []string{"tea"}, Lower: 1}}},
		},
	}
	tr := newTrial(t, plan, nil, Agent{ID: "ann", Skills: map[string]int{"polish": 1}})
	pl := tr.place()
	require.Equal(t, 1, pl.Stage.Target, "the first where it can wait")
	require.Equal(t, []Lack{{What: "skill", Want: "polish", Min: 3, Have: 1}}, pl.Unsatisfiable, "what the last resort lacks")
	require.Equal(t, "unsatisfiable", pl.Reason)

	tr.now = at(10)
	pl = tr.next(pl.Stage)
	require.Equal(t, 2, pl.Stage.Target)
	require.Equal(t, "wait", pl.Reason)
	require.NotNil(t, pl.Unsatisfiable)

	tr.agents[0].Skills["polish"] = 3
	pl = tr.place()
	require.Equal(t, 1, pl.Stage.Target, "target 1 asks for less than 3")
	require.Nil(t, pl.Unsatisfiable)

	tr.agents[0].Skills = map[string]int{"polish": 3}
	tr.p = newTrial(t, Plan{Queues: plan.Queues, Default: plan.Default[2:]}, nil).p
	pl = tr.place()
	require.Equal(t, 1, pl.Stage.Step, "a step that nobody meets is passed over at once")
	require.Nil(t, pl.Unsatisfiable)

	tr.agents = nil
	require.Equal(t, []Lack{{What: "queue", Want: "b"}}, tr.place().Unsatisfiable, "nobody is registered")
}

func TestDemand(t *testing.T) {
	ageing := 0.0
	base := Target{
		Queue:   "q",
		Require: Require{Skills: []Need{{"b", 3}, {"q", 1}}, Department: "d", Seniority: 5},
		Prefer:  []Need{{"nice", 2}},
		Relax: []Relaxation{
			{After: sec(1), Lower: 2, Priority: 10},
			{After: sec(2), Drop: []string{"b"}, AnyLanguage: true},
			{After: sec(3), Drop: []string{"*"}, Lower: 9, AnyDepartment: true, Priority: 10},
		},
		Language: true, Ageing: &ageing, Priority: 1,
	}
	required := Require{Skills: []Need{{"q", 2}}, Seniority: 1, People: true}
	item := Item{ID: "1", Language: "zh-CN", Skills: []Need{{"b", 6}, {"i", 0}}, Priority: 100}
	steps := []struct {
		use    SkillUse
		step   int
		want   Require
		prefer []Need
	}{
		{SkillsRequired, 0, Require{Skills: []Need{{"b", 6}, {"i", 1}, {"q", 2}}, Language: "zh-CN", Seniority: 5, Department: "d", People: true}, []Need{{"nice", 2}}},
		{SkillsPreferred, 0, Require{Skills: []Need{{"b", 3}, {"q", 2}}, Language: "zh-CN", Seniority: 5, Department: "d", People: true}, []Need{{"b", 6}, {"i", 1}, {"nice", 2}}},
		{SkillsIgnored, 0, Require{Skills: []Need{{"b", 3}, {"q", 2}}, Language: "zh-CN", Seniority: 5, Department: "d", People: true}, []Need{{"nice", 2}}},
		{SkillsRequired, 1, Require{Skills: []Need{{"b", 4}, {"i", 1}, {"q", 2}}, Language: "zh-CN", Seniority: 3, Department: "d", People: true}, []Need{{"nice", 2}}},
		{SkillsRequired, 2, Require{Skills: []Need{{"i", 1}, {"q", 2}}, Seniority: 3, Department: "d", People: true}, []Need{{"b", 6}, {"nice", 2}}},
		{SkillsRequired, 3, required, []Need{{"b", 6}, {"i", 1}, {"nice", 2}, {"q", 1}}},
	}
	for _, s := range steps {
		target := base
		target.Skills = s.use
		tr := newTrial(t, Plan{Queues: []Queue{{ID: "q", Require: required, Ageing: 2}}, Default: []Target{target}}, nil)
		tr.item = item
		v := tr.p.visit(tr.facts(), 1)
		got, clash := v.stage(&tr.p.rest.targets[0], s.step)
		require.Equal(t, s.want, got.Require, "%q %d", s.use, s.step)
		require.Equal(t, s.prefer, got.Prefer, "%q %d", s.use, s.step)
		require.Equal(t, []int{101, 111, 111, 121}[s.step], got.Priority)
		require.Zero(t, got.Ageing, "the target's replaces the queue's")
		require.Empty(t, clash)
	}
}

func TestSkillsOfTheItemAlone(t *testing.T) {
	for use, want := range map[SkillUse]Stage{
		SkillsRequired:  {Require: Require{Skills: []Need{{"i", 4}}}},
		SkillsPreferred: {Prefer: []Need{{"i", 4}}},
		SkillsIgnored:   {},
	} {
		tr := newTrial(t, Plan{Default: []Target{{Queue: "default", Skills: use}}}, nil, Agent{ID: "ann", Skills: map[string]int{"i": 9}})
		tr.item.Skills = []Need{{"i", 4}}
		want.Queue, want.Entered, want.Queued = "default", noon, noon
		require.Equal(t, want, tr.place().Stage)
	}
}

func TestLastAgentWhereAnotherIsRequired(t *testing.T) {
	tr := newTrial(t, Plan{
		Queues:  []Queue{{ID: "a", Require: Require{Agent: "bob"}}, {ID: "b"}},
		Default: []Target{{Queue: "a", LastAgent: true, Wait: sec(9)}, {Queue: "b"}},
	}, nil, Agent{ID: "ann"}, Agent{ID: "bob"})
	tr.online, tr.item.LastAgent = []string{"ann", "bob"}, "ann"
	require.Equal(t, "b", tr.place().Stage.Queue)
	tr.item.LastAgent = "bob"
	require.Equal(t, "a", tr.place().Stage.Queue)
}

func TestHoursOfTheLocation(t *testing.T) {
	tr := newTrial(t, Plan{Queues: []Queue{{ID: "a"}, {ID: "b"}}, Rules: []Rule{{Name: "late", If: "hour == 20", Targets: []Target{{Queue: "b"}}}}},
		&Options{Location: time.FixedZone("east", 8*3600)}, Agent{ID: "ann"})
	require.Equal(t, "b", tr.place().Stage.Queue)
}

func TestTwoLanguages(t *testing.T) {
	tr := newTrial(t, Plan{
		Queues: []Queue{{ID: "en", Require: Require{Language: "en"}}, {ID: "all"}},
		Default: []Target{
			{Queue: "en", Language: true, Wait: sec(9), Relax: []Relaxation{{After: sec(5), AnyLanguage: true}}},
			{Queue: "all"},
		},
	}, nil, Agent{ID: "ann"})
	tr.item.Language = "en-GB"
	require.Equal(t, "en-GB", tr.place().Stage.Require.Language, "the narrower of two that agree")
	tr.item.Language = "zh"
	pl := tr.place()
	require.Equal(t, 1, pl.Stage.Step, "no agent is asked for both")
	require.Equal(t, "en", pl.Stage.Require.Language, "what the queue requires stands")
}

func TestQueueThatIsFull(t *testing.T) {
	plan := Plan{
		Queues: []Queue{
			{ID: "a", MaxLen: 2},
			{ID: "b", MaxLen: 2, Full: &Overflow{Queue: "c"}, Require: Require{Language: "de", People: true, Skills: []Need{{"x", 2}}, Department: "d", Seniority: 2}},
			{ID: "c", MaxLen: 2, Full: &Overflow{To: "ticket"}, Require: Require{Skills: []Need{{"y", 1}}}, Ageing: 3},
		},
		Rules: []Rule{
			{Name: "a", If: "type == 'a'", Targets: []Target{{Queue: "a", Wait: sec(1)}}},
			{Name: "ab", If: "type == 'ab'", Targets: []Target{{Queue: "a", Wait: sec(1)}, {Queue: "b"}}},
			{Name: "b", If: "type == 'b'", Targets: []Target{{Queue: "b", Wait: sec(1), Priority: 4, Prefer: []Need{{"z", 3}}}, {Queue: "a"}}},
		},
	}
	tr := newTrial(t, plan, nil, Agent{ID: "ann", Department: "d", Seniority: 9, Skills: map[string]int{"x": 9, "y": 9}})
	tr.waiting = map[string]int{"a": 2, "b": 1, "c": 1}
	tr.item.Type = "a"
	require.Equal(t, placement{Err: &QueueFullError{Queue: "a", MaxLen: 2}}, tr.place())
	tr.item.Type = "ab"
	require.Equal(t, 1, tr.place().Stage.Target, "the next target before an error")
	tr.waiting["b"] = 2
	require.Equal(t, "c", tr.place().Stage.Queue)
	tr.item.Type = "b"
	require.Equal(t, placement{
		Stage: Stage{
			Rule: "b", Target: -1, Queue: "c", Priority: 4, Ageing: 3, Entered: noon, Queued: noon,
			Require: Require{Skills: []Need{{"y", 1}}, Language: "de", People: true}, Prefer: []Need{{"x", 2}, {"z", 3}},
		},
		Reason: "full",
	}, tr.place(), "its overflow, although there is another target")
	tr.waiting["c"] = 2
	require.Equal(t, "ticket", tr.place().Divert)
	require.Equal(t, "full", tr.place().Reason)
	tr.online = []string{"ann"}
	require.Equal(t, "b", tr.place().Stage.Queue, "who can be served at once does not wait")
	tr.agents[0].Skills = map[string]int{"x": 9}
	tr.online, tr.waiting["c"] = nil, 0
	require.Equal(t, []Lack{{What: "skill", Want: "y", Min: 1}}, tr.place().Unsatisfiable, "nobody there")
}

func TestQueueThatIsClosed(t *testing.T) {
	opts := &Options{Hours: map[string]Hours{"day": shift{at(-3600), at(3600)}}}
	plan := Plan{Queues: []Queue{
		{ID: "waits", Hours: "day"},
		{ID: "goes", Hours: "day", Closed: &Overflow{Queue: "then"}},
		{ID: "then", Hours: "day", Closed: &Overflow{To: "callback"}},
	}, Rules: []Rule{{Name: "goes", If: "type == 'x'", Targets: []Target{{Queue: "goes", Wait: sec(9999)}, {Queue: "waits"}}}}}
	tr := newTrial(t, plan, opts, Agent{ID: "ann"})
	tr.item.Type = "x"
	open := tr.place().Stage
	require.Equal(t, at(3600), open.Until, "it closes before the wait is over")
	require.Zero(t, tr.p.place(&Facts{Item: &Item{ID: "1"}, Now: noon, view: tr.stand}, 1).Stage.Until, "without Closed nothing happens then")
	tr.now = at(3600)
	require.Equal(t, "callback", tr.next(open).Divert)
	require.Equal(t, "closed", tr.next(open).Reason)
	require.Equal(t, "callback", tr.place().Divert)
	tr.item.Type = ""
	require.Equal(t, Stage{Queue: "waits", Entered: tr.now, Queued: tr.now}, tr.place().Stage)
	require.False(t, tr.p.isOpen("waits", tr.now))
	require.False(t, tr.p.isOpen("unknown", noon))

	opens, ok := tr.p.opens("waits", at(-4000))
	require.True(t, ok)
	require.Equal(t, at(-3600), opens)
	for _, never := range []struct {
		queue string
		at    time.Time
	}{{"waits", noon}, {"waits", at(3600)}, {"unknown", noon}} {
		_, ok = tr.p.opens(never.queue, never.at)
		require.False(t, ok, never)
	}
}

// brokenHours panic, or tell changes that are none.
type brokenHours struct {
	shift
	open, next func()
	steps      time.Duration
}

func (h brokenHours) Open(t time.Time) bool {
	if h.open != nil {
		h.open()
	}
	return h.shift.Open(t)
}

func (h brokenHours) Next(t time.Time) (time.Time, bool) {
	if h.next != nil {
		h.next()
	}
	return t.Add(h.steps), true
}

func TestBrokenHours(t *testing.T) {
	oh := func() { panic("oh") }
	for name, c := range map[string]struct {
		hours brokenHours
		open  bool
		until time.Time
		log   bool
	}{
		"open panics":        {brokenHours{open: oh}, true, time.Time{}, true},
		"next panics":        {brokenHours{shift: shift{noon, at(9)}, next: oh}, true, time.Time{}, true},
		"next stands still":  {brokenHours{shift: shift{noon, at(9)}}, true, time.Time{}, false},
		"next changes often": {brokenHours{shift: shift{noon, at(9)}, steps: time.Second}, true, at(9), false},
		"never changes":      {brokenHours{shift: shift{noon, at(9999)}, steps: time.Second}, true, time.Time{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			tr := newTrial(t, Plan{Queues: []Queue{{ID: "a", Hours: "h", Closed: &Overflow{To: "x"}}}},
				&Options{Hours: map[string]Hours{"h": c.hours}}, Agent{ID: "ann"})
			require.Equal(t, c.open, tr.p.isOpen("a", noon))
			require.Equal(t, c.until, tr.place().Stage.Until)
			require.Equal(t, c.log, tr.log.Len() > 0)
		})
	}
	tr := newTrial(t, Plan{Queues: []Queue{{ID: "a", Hours: "h"}}}, &Options{Hours: map[string]Hours{"h": brokenHours{next: oh}}})
	_, ok := tr.p.opens("a", noon)
	require.False(t, ok)
}

func TestTransfer(t *testing.T) {
	tr := newTrial(t, Plan{Queues: []Queue{
		{ID: "a", Require: Require{Skills: []Need{{"x", 2}}}, MaxWait: sec(60), Full: &Overflow{To: "ticket"}, Ageing: 2},
		{ID: "b", MaxLen: 1},
	}}, nil, Agent{ID: "ann", Skills: map[string]int{"x": 1}})
	tr.item = Item{ID: "1", Priority: 3, Language: "fr", Skills: []Need{{"s", 4}}}
	pl := tr.p.into(tr.facts(), 1, "a")
	require.Equal(t, Stage{
		Target: -1, Queue: "a", Require: Require{Skills: []Need{{"x", 2}}}, Prefer: []Need{{"s", 4}},
		Priority: 3, Ageing: 2, Until: at(60), Entered: noon, Queued: noon,
	}, pl.Stage)
	require.Equal(t, "transfer", pl.Reason)
	require.Equal(t, []Lack{{What: "skill", Want: "x", Min: 2, Have: 1}}, pl.Unsatisfiable)
	tr.now = at(60)
	require.Equal(t, placement{Stage: pl.Stage, Divert: "ticket", Reason: "max_wait"}, tr.next(pl.Stage))
	tr.waiting["b"] = 1
	require.Equal(t, &QueueFullError{Queue: "b", MaxLen: 1}, tr.p.into(tr.facts(), 1, "b").Err)
	require.ErrorIs(t, tr.p.into(tr.facts(), 1, "c").Err, ErrInvalid)
}
