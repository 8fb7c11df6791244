package ticket_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

// faultsOf are the fields that New complains about.
func policyFaults(t *testing.T, r ticket.Rules, hours map[string]ticket.Hours) (fields []string) {
	t.Helper()
	_, err := ticket.New(ticket.NewMemoryStore(), &ticket.Options{Rules: &r, Hours: hours})
	if err == nil {
		return nil
	}
	require.ErrorIs(t, err, ticket.ErrInvalid)
	var all interface{ Unwrap() []error }
	require.ErrorAs(t, err, &all)
	for _, one := range all.Unwrap() {
		var f *ticket.FieldError
		require.ErrorAs(t, one, &f)
		fields = append(fields, f.Field)
	}
	return fields
}

func TestPoliciesThatCannotBeMeant(t *testing.T) {
	first := func(change func(*ticket.Target)) ticket.Policy {
		target := ticket.Target{Metric: ticket.FirstResponse, Limit: ticket.Duration(time.Hour)}
		change(&target)
		return ticket.Policy{Name: "p", Targets: []ticket.Target{target}}
	}
	ladder := func(rungs ...ticket.Rung) ticket.Policy {
		p := first(func(*ticket.Target) {})
		for i := range rungs {
			rungs[i].Do = []ticket.Action{ticket.Raise(1)}
		}
		p.Ladder = rungs
		return p
	}
	milestone := func(change func(*ticket.Target)) ticket.Policy {
		return first(func(t *ticket.Target) {
			t.Metric, t.Name = ticket.Milestone, "m"
			t.Start, t.Stop = &ticket.Happening{Type: ticket.EventOpened}, &ticket.Happening{Type: ticket.EventMoved, State: "closed"}
			change(t)
		})
	}
	for what, c := range map[string]struct {
		policies []ticket.Policy
		faults   []string
	}{
		"nothing":                   {nil, nil},
		"no promise is one":         {[]ticket.Policy{{Name: "none"}}, nil},
		"a promise":                 {[]ticket.Policy{first(func(*ticket.Target) {})}, nil},
		"no name":                   {[]ticket.Policy{{}}, []string{"policies[0].name"}},
		"a name twice":              {[]ticket.Policy{{Name: "p"}, {Name: "p"}}, []string{"policies[1].name"}},
		"all faults at once":        {[]ticket.Policy{{Hours: "night"}, {Name: "b", Hours: "day"}}, []string{"policies[0].name", "policies[0].hours", "policies[1].hours"}},
		"a calendar":                {[]ticket.Policy{{Name: "p", Hours: "office"}}, nil},
		"around the clock":          {[]ticket.Policy{{Name: "p", Hours: ticket.Always}}, nil},
		"no calendar of a target":   {[]ticket.Policy{first(func(t *ticket.Target) { t.Hours = "night" })}, []string{"policies[0].targets[0].hours"}},
		"no metric":                 {[]ticket.Policy{first(func(t *ticket.Target) { t.Metric = "speed" })}, []string{"policies[0].targets[0].metric"}},
		"no limit":                  {[]ticket.Policy{first(func(t *ticket.Target) { t.Limit = 0 })}, []string{"policies[0].targets[0].limit"}},
		"a negative limit":          {[]ticket.Policy{first(func(t *ticket.Target) { t.Limit = -1 })}, []string{"policies[0].targets[0].limit"}},
		"limits only":               {[]ticket.Policy{first(func(t *ticket.Target) { t.Limit, t.Limits = 0, map[int]ticket.Duration{2: 1} })}, nil},
		"a limit of a priority":     {[]ticket.Policy{first(func(t *ticket.Target) { t.Limits = map[int]ticket.Duration{2: 0} })}, []string{"policies[0].targets[0].limits[2]"}},
		"no priority":               {[]ticket.Policy{first(func(t *ticket.Target) { t.Limits = map[int]ticket.Duration{-101: 1, 101: 1} })}, []string{"policies[0].targets[0].limits[-101]", "policies[0].targets[0].limits[101]"}},
		"warnings":                  {[]ticket.Policy{first(func(t *ticket.Target) { t.Warn = []int{1, 99} })}, nil},
		"warnings out of range":     {[]ticket.Policy{first(func(t *ticket.Target) { t.Warn = []int{0, 100} })}, []string{"policies[0].targets[0].warn[0]", "policies[0].targets[0].warn[1]"}},
		"warnings that do not rise": {[]ticket.Policy{first(func(t *ticket.Target) { t.Warn = []int{50, 50} })}, []string{"policies[0].targets[0].warn[1]"}},
		"a state and a kind":        {[]ticket.Policy{first(func(t *ticket.Target) { t.PauseIn = []string{"pending", "on_hold"} })}, nil},
		"no state":                  {[]ticket.Policy{first(func(t *ticket.Target) { t.PauseIn = []string{"pending", "lunch"} })}, []string{"policies[0].targets[0].pause_in[1]"}},
		"bots do not resolve":       {[]ticket.Policy{first(func(t *ticket.Target) { t.Metric, t.Bot = ticket.Resolution, true })}, []string{"policies[0].targets[0].bot"}},
		"ends of no milestone":      {[]ticket.Policy{first(func(t *ticket.Target) { t.Start, t.Stop = &ticket.Happening{}, &ticket.Happening{} })}, []string{"policies[0].targets[0].start", "policies[0].targets[0].stop"}},
		"a milestone":               {[]ticket.Policy{milestone(func(*ticket.Target) {})}, nil},
		"a milestone without ends":  {[]ticket.Policy{milestone(func(t *ticket.Target) { t.Start, t.Stop = nil, nil })}, []string{"policies[0].targets[0].start", "policies[0].targets[0].stop"}},
		"a milestone without name":  {[]ticket.Policy{milestone(func(t *ticket.Target) { t.Name = "" })}, []string{"policies[0].targets[0].name"}},
		"ends that never happen":    {[]ticket.Policy{milestone(func(t *ticket.Target) { t.Start.Type, t.Stop.State = "dawn", "lost" })}, []string{"policies[0].targets[0].start.type", "policies[0].targets[0].stop.state"}},
		"the name of a step":        {[]ticket.Policy{first(func(t *ticket.Target) { t.Name = "step:x" })}, []string{"policies[0].targets[0].name"}},
		"a name with a slash":       {[]ticket.Policy{first(func(t *ticket.Target) { t.Name = "ladder/x" })}, []string{"policies[0].targets[0].name"}},
		"one clock twice": {[]ticket.Policy{{Name: "p", Targets: []ticket.Target{
			{Metric: ticket.Resolution, Limit: 1}, {Metric: ticket.FirstResponse, Limit: 1, Name: "resolution"},
		}}}, []string{"policies[0].targets[1].name"}},
		"rungs":              {[]ticket.Policy{ladder(ticket.Rung{Clock: "first_response", Percent: 1}, ticket.Rung{Clock: "step:call", Percent: 10000})}, nil},
		"a rung of no clock": {[]ticket.Policy{ladder(ticket.Rung{Clock: "resolution", Percent: 100}, ticket.Rung{Clock: "step:rest", Percent: 1})}, []string{"policies[0].ladder[0].clock", "policies[0].ladder[1].clock"}},
		"rungs out of range": {[]ticket.Policy{ladder(ticket.Rung{Clock: "first_response"}, ticket.Rung{Clock: "first_response", Percent: 10001})}, []string{"policies[0].ladder[0].percent", "policies[0].ladder[1].percent"}},
		"a rung twice":       {[]ticket.Policy{ladder(ticket.Rung{Clock: "first_response", Percent: 90}, ticket.Rung{Clock: "first_response", Percent: 90})}, []string{"policies[0].ladder[1].percent"}},
	} {
		t.Run(what, func(t *testing.T) {
			steps := []ticket.StepRule{{Name: "call", Within: ticket.Duration(time.Hour)}, {Name: "rest"}}
			rules := ticket.Rules{Policies: c.policies, Templates: []ticket.Template{{Name: "t", Steps: steps}}}
			assert.Equal(t, c.faults, policyFaults(t, rules, map[string]ticket.Hours{"office": ticket.AroundTheClock{}}))
		})
	}
}

func TestEmptyListsOfATargetStayEmpty(t *testing.T) {
	for _, target := range []ticket.Target{{}, {Warn: []int{}, PauseIn: []string{}}} {
		text, err := json.Marshal(target)
		require.NoError(t, err)
		var back ticket.Target
		require.NoError(t, json.Unmarshal(text, &back))
		assert.Equal(t, target, back, "no list is the default, an empty one is nothing")
	}
}

func TestTheFirstPolicyThatFitsApplies(t *testing.T) {
	limit := func(d time.Duration) []ticket.Target {
		return []ticket.Target{{Metric: ticket.FirstResponse, Limit: ticket.Duration(d), Warn: []int{}}}
	}
	is := func(field, value string) ticket.Condition {
		return ticket.Condition{All: []ticket.Test{{Field: field, Value: value}}}
	}
	b := newBench(t, &ticket.Rules{Policies: []ticket.Policy{
		{Name: "vip", When: is("tag", "vip"), Targets: limit(time.Hour)},
		{Name: "question", When: is("type", "question"), Targets: limit(8 * time.Hour)},
		{Name: "late", When: is("tag", "vip"), Targets: limit(time.Minute)},
	}})
	c := b.open(ticket.Draft{ID: "a", Subject: "s", Customer: "carl"}, carl)
	assert.Empty(t, c.Policy)
	assert.Empty(t, c.Clocks, "nothing is promised")
	assert.Zero(t, c.Due)
	c = b.do("a", mia, ticket.Set("type", "question"))
	assert.Equal(t, "question", c.Policy)
	assert.Equal(t, c.Created.Add(8*time.Hour), c.Due)
	b.now = b.now.Add(2 * time.Hour)
	c = b.do("a", mia, ticket.Tag("vip"))
	assert.Equal(t, "vip", c.Policy)
	assert.True(t, c.Clocks[0].Breached, "as if it had been promised from the beginning")
	assert.Equal(t, c.Created.Add(time.Hour), c.Clocks[0].Due)
	assert.Contains(t, c.Fired, "first_response/1/100")
}

// TestMarksAreReportedOnce sweeps each minute of a day.
func TestMarksAreReportedOnce(t *testing.T) {
	b := newBench(t, &ticket.Rules{Policies: ticket.DefaultPolicies()})
	opened := b.now
	b.open(ticket.Draft{ID: "a", Subject: "s", Customer: "carl", Priority: 2}, carl)
	for range 24 * 60 {
		b.now = b.now.Add(time.Minute)
		_, err := b.Sweep(context.Background())
		require.NoError(t, err)
	}
	reported := map[string]time.Duration{}
	for e, err := range b.History(context.Background(), "a") {
		require.NoError(t, err)
		if e.Mark != nil && e.Type != ticket.EventEscalated {
			assert.NotContains(t, reported, e.Mark.Key())
			reported[e.Mark.Key()] = e.At.Sub(opened)
		}
	}
	assert.Equal(t, map[string]time.Duration{
		"first_response/1/50": 15 * time.Minute, "first_response/1/80": 24 * time.Minute, "first_response/1/100": 30 * time.Minute,
		"resolution/1/50": 4 * time.Hour, "resolution/1/80": 6*time.Hour + 24*time.Minute, "resolution/1/100": 8 * time.Hour,
	}, reported)
	c, err := b.Load(context.Background(), "a")
	require.NoError(t, err)
	assert.Contains(t, c.Fired, "ladder/resolution/1/200")
	assert.Zero(t, c.Due, "there is nothing more to report")
}

func TestDefaultPoliciesKeepTheirPromise(t *testing.T) {
	_, err := ticket.New(ticket.NewMemoryStore(), &ticket.Options{Rules: &ticket.Rules{Policies: ticket.DefaultPolicies()}})
	require.NoError(t, err)
	for priority, want := range map[int][3]time.Duration{
		3:  {30 * time.Minute, time.Hour, 8 * time.Hour},
		2:  {30 * time.Minute, time.Hour, 8 * time.Hour},
		1:  {2 * time.Hour, 4 * time.Hour, 24 * time.Hour},
		0:  {8 * time.Hour, 12 * time.Hour, 72 * time.Hour},
		-1: {24 * time.Hour, 24 * time.Hour, 168 * time.Hour},
	} {
		events := storyEvents(t, "mon 09:00 open; 09:01 answer; 09:02 say")
		events[0].Opened.Priority = priority
		clocks := ticket.Evaluate(events, &ticket.DefaultPolicies()[0], nil, events[2].At).Clocks
		require.Len(t, clocks, 3)
		for i := range want {
			assert.Equal(t, want[i], clocks[i].Limit.Std(), "%s at priority %d", clocks[i].Name, priority)
		}
	}
}

// lunatic is a calendar that panics.
type lunatic struct{ ticket.AroundTheClock }

func (lunatic) Between(time.Time, time.Time) time.Duration { panic("full moon") }

func TestACalendarThatPanicsIsAnError(t *testing.T) {
	d, err := ticket.New(ticket.NewMemoryStore(), &ticket.Options{
		Rules: &ticket.Rules{Policies: ticket.DefaultPolicies()}, Hours: map[string]ticket.Hours{"": lunatic{}},
	})
	require.NoError(t, err)
	_, err = d.Open(context.Background(), ticket.Draft{ID: "a", Subject: "s", Customer: "carl", Created: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}, mia)
	require.ErrorContains(t, err, "panicked")
	_, err = d.Load(context.Background(), "a")
	require.ErrorIs(t, err, ticket.ErrNotFound, "nothing was written")
}
