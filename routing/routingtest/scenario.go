package routingtest

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/kefu-go/kefu/routing"
)

// Scenario is one behaviour of a router: what is given, what happens, what is then
// so. It is a text for people who do not program:
//
//	source: Twilio TaskRouter: a worker who lets a reservation pass is moved to an
//	  activity in which he gets no more
//	plan: {"queues": [{"id": "support", "offer_for": "30s", "away_after": 1}]}
//
//	given agent ann capacity 1
//	  and online ann
//	 when submit 1
//	  and after 30s
//	 then agent ann away "missed offers"
//	  and events 1: submitted offered missed
//
// A line whose first character is # is a comment. The head is lines of the form
// "name: value"; a line that begins with a blank goes on with the one before it:
//
//	source: what it is taken from; there must be one
//	plan: a plan as JSON; without one it is the host's
//	lease: how long an agent stays online without heartbeat; without it, for ever
//	start: when it begins, such as 2026-01-05 09:00 (a Monday, the default), in UTC
//	hours NAME: 09:00-17:00, every day, for queues that name them
//
// Then come steps, each beginning with given, when or then, or with and for the
// same as before. Given and when do something:
//
//	agent ann billing:5 capacity 3 limit chat=2 reserved vip=1 queues a,b
//	      languages en,zh department d seniority 2 bot
//	online ann "note", also busy, away, offline; heartbeat ann; remove ann
//	submit 1 channel=chat tier=vip skills=billing:3,en attr.plan=gold
//	      and the other fields of an item by their names in JSON
//	accept 1 ann, ready 1 ann; reject 1 ann "busy", return 1 ann "why";
//	      complete 1 ann resolved
//	agent-spoke 1 ann; customer-spoke 1; cancel 1 "left"
//	assign 1 ann by eve unqualified
//	transfer 1 ann to agent ben, to queue billing, or to route
//	after 30s, at 17:00    time passes, and what is due is done when it is due
//	jump 5m                time passes, and nothing ran meanwhile; -5m goes back
//	setplan {...}          the plan is another one
//
// What an agent does he does in the last assignment of the item that he heard of,
// so that one who comes too late is stale. Then says what must be so:
//
//	item 1 waiting in billing; offered to ann; active with ann; wrapping with ann;
//	      completed resolved; cancelled; diverted to ticket
//	item 1 priority=5 target=1 step=2 rule=vip returns=1 pass=1 weight=3
//	place 1 = 2            and wait 1 = 5m, the estimate
//	events 1: submitted offered missed offered assigned
//	event 1 returned agent=ann by=eve reason=reply detail=x waited=5m
//	queue billing waiting=2 held=1 online=1 available=0 longest=30s open=true
//	agent ann away "note"; agent ann has 1 2, or has nothing; agent ann used=3 room=true
//	open billing: 3 1 2    the order of service, then what agents have
//	suggest 1: ann ben     who could take it, the best first
//	why 1 ann: no_room     and lacks 1 ann: "skill billing 3 of 5", "" for nothing
//	peak on
//	next 30s               when something is due; never
//	error no_room          of the step before; also stale, state, not_found,
//	      unqualified, queue_full, invalid
//
// A step that fails, and is not followed by the error that it should have, fails the
// scenario. Values with blanks stand in double quotes.
type Scenario struct {
	// Name is the name of the file, Source what the behaviour is taken from.
	Name, Source string

	plan  *routing.Plan
	lease time.Duration
	start time.Time
	hours map[string]routing.Hours
	steps []step
}

// step is one line of a scenario.
type step struct {
	line  int
	then  bool // it says what must be so
	words []string
	rest  string // of the line, behind the first word
}

// NewRouter makes a router over a store that holds nothing. It is to use the
// options as they are; where a scenario has no plan it sets the host's.
type NewRouter func(o *routing.Options) (*routing.Router, error)

// InMemory is a [NewRouter] with a [routing.MemoryStore].
func InMemory(o *routing.Options) (*routing.Router, error) {
	return routing.New(routing.NewMemoryStore(), o)
}

// RunScenarios plays each scenario of a file system, the files that end in .txt in
// all folders, each as a subtest with a router of its own. There must be one.
func RunScenarios(t *testing.T, fsys fs.FS, newRouter NewRouter) {
	t.Helper()
	n := 0
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".txt") {
			return err
		}
		n++
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		t.Run(strings.TrimSuffix(name, ".txt"), func(t *testing.T) {
			s, err := ParseScenario(name, string(data))
			if err == nil {
				err = s.Check(t.Context(), newRouter)
			}
			if err != nil {
				t.Error(err)
			}
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n == 0 {
		t.Fatal("there are no scenarios")
	}
}

// ParseScenario reads a scenario. The error names file and line.
func ParseScenario(name, text string) (*Scenario, error) {
	s := &Scenario{
		Name: name, lease: -1, start: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC), hours: map[string]routing.Hours{},
	}
	p := parser{s: s}
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimRight(line, " \t\r")
		if line == "" || line[0] == '#' {
			continue
		}
		if err := p.line(i+1, line); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, p.at, err)
		}
	}
	if err := p.head(); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", name, p.at, err)
	}
	switch {
	case s.Source == "":
		return nil, fmt.Errorf("%s:1: there is no line \"source:\"", name)
	case len(s.steps) == 0 || !s.steps[len(s.steps)-1].then:
		return nil, fmt.Errorf("%s: nothing says what must be so in the end", name)
	}
	return s, nil
}

// Check plays the scenario. The error names file and line, what was to be so and
// what is.
func (s *Scenario) Check(ctx context.Context, newRouter NewRouter) error {
	p := &player{now: s.start, start: s.start}
	o := &routing.Options{Lease: s.lease, Hours: s.hours, Now: func() time.Time { return p.now }}
	if s.plan != nil {
		o.Plan = *s.plan
	}
	r, err := newRouter(o)
	if err != nil {
		return fmt.Errorf("%s: no router: %w", s.Name, err)
	}
	p.r = r
	var failed error // by the step before
	for i := range s.steps {
		st := &s.steps[i]
		if failed != nil && (!st.then || st.words[0] != "error") {
			return fmt.Errorf("%s:%d: %w", s.Name, s.steps[i-1].line, failed)
		}
		switch {
		case st.then && st.words[0] == "error":
			if err = wantError(failed, st.words[1:]); err == nil {
				failed = nil
			}
		case st.then:
			err = p.expect(ctx, st)
		default:
			err, failed = nil, p.do(ctx, st)
		}
		if err != nil {
			return fmt.Errorf("%s:%d: %w", s.Name, st.line, err)
		}
	}
	return nil
}
