package routing

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// faulty is a store whose commits fail on demand, before or after they are written.
type faulty struct {
	Store
	fail string // "before", "after", "panic" or ""
}

var errFaulty = errors.New("faulty")

func (f *faulty) Commit(ctx context.Context, c Commit) (int64, error) {
	fail := f.fail
	f.fail = ""
	switch fail {
	case "before":
		return 0, errFaulty
	case "panic":
		panic("faulty")
	}
	revision, err := f.Store.Commit(ctx, c)
	if err == nil && fail == "after" {
		return 0, errFaulty
	}
	return revision, err
}

// flicker are hours that change every minute.
type flicker struct{}

func (flicker) Open(at time.Time) bool { return at.Minute()%2 == 0 }

func (flicker) Next(after time.Time) (time.Time, bool) {
	return after.Truncate(time.Minute).Add(time.Minute), true
}

func seconds(n int) Duration { return Duration(time.Duration(n) * time.Second) }

// busyPlan has something of everything.
func busyPlan() Plan {
	aged := 2.0
	return Plan{
		Queues: []Queue{
			{
				ID: "q", OfferFor: seconds(20), AwayAfter: 2, WrapUp: seconds(10), Ageing: 0.5, RetryAfter: seconds(15),
				Strategy: "round_robin",
			},
			{ID: "lost", KeepLost: seconds(30), ReplyWithin: seconds(25), Strategy: "least_loaded", MaxWait: seconds(120), Full: &Overflow{To: "ticket"}},
			{ID: "small", MaxLen: 2, Full: &Overflow{Queue: "q"}, Hours: "flicker", Closed: &Overflow{Queue: "lost"}, Strategy: "weighted"},
			{ID: "tiny", MaxLen: 1},
		},
		Rules: []Rule{
			{Name: "vip", If: "tier == 'vip'", Targets: []Target{
				{Queue: "q", LastAgent: true, Wait: seconds(20)},
				{Queue: "lost", Priority: 2, Wait: seconds(40), Relax: []Relaxation{{After: seconds(10), Drop: []string{"x"}}, {After: seconds(20), Lower: 3, Priority: 1}}},
				{Queue: "q", Skills: SkillsPreferred, Ageing: &aged},
			}},
			{Name: "his", If: "tier == 'his'", Targets: []Target{{Queue: "q", LastAgent: true}}},
			{Name: "small", If: "channel == 'voice'", Targets: []Target{{Queue: "small"}}},
			{Name: "tiny", If: "channel == 'mail' and online('q') > 0", Targets: []Target{{Queue: "tiny", SkipIf: "peak"}}},
		},
		Weights: map[string]int{"voice": 2},
		Peak:    &Peak{Enter: 2, Leave: 1, For: seconds(10), PeakShare: 1},
	}
}

// machine drives two routers on one store.
type machine struct {
	now     time.Time
	store   *faulty
	routers []*Router
	lowered map[string]bool
	items   int
}

func newMachine(t tester) *machine {
	m := &machine{now: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC), store: &faulty{Store: NewMemoryStore()}, lowered: map[string]bool{}}
	for range 2 {
		r, err := New(m.store, &Options{
			Plan: busyPlan(), Hours: map[string]Hours{"flicker": flicker{}}, Lease: time.Minute, Now: func() time.Time { return m.now },
		})
		require.NoError(t, err)
		m.routers = append(m.routers, r)
	}
	return m
}

var agentIDs = []string{"ann", "ben", "cat"}

// step draws a command and carries it out with one of the routers.
func (m *machine) step(t *rapid.T) {
	ctx := context.Background()
	r := m.routers[rapid.IntRange(0, 1).Draw(t, "router")]
	m.store.fail = rapid.SampledFrom([]string{"", "", "", "", "", "", "", "", "before", "after", "panic"}).Draw(t, "fault")
	agent := rapid.SampledFrom(agentIDs).Draw(t, "agent")
	item := fmt.Sprint(rapid.IntRange(max(0, m.items-6), m.items).Draw(t, "item"))
	if open, _ := m.store.Changes(ctx, 0); len(open.Works) > 0 && rapid.IntRange(0, 5).Draw(t, "open") > 0 {
		item = rapid.SampledFrom(open.Works).Draw(t, "of").Item.ID
	}
	command := rapid.SampledFrom([]string{
		"submit", "submit", "submit", "accept", "accept", "reject", "return", "complete", "complete", "complete", "complete", "ready", "spoke", "customer",
		"online", "online", "online", "presence", "heartbeat", "register", "remove", "assign", "transfer", "cancel", "pass", "pass", "pass", "next", "plan",
	}).Draw(t, "command")
	w, _ := r.store.Work(ctx, item)
	a := w.Assignment()
	if rapid.IntRange(0, 9).Draw(t, "stale") == 0 {
		a.Epoch--
	}
	var err error
	switch command {
	case "submit":
		m.items++
		_, err = r.Submit(ctx, Item{
			ID: fmt.Sprint(m.items), Conversation: rapid.SampledFrom([]string{"", "c", "d"}).Draw(t, "conversation"),
			Channel: rapid.SampledFrom([]string{"chat", "voice", "mail"}).Draw(t, "channel"),
			Tier:    rapid.SampledFrom([]string{"", "vip", "his"}).Draw(t, "tier"), LastAgent: agent, Category: "a/b",
			Priority: rapid.IntRange(0, 2).Draw(t, "priority"), Class: rapid.SampledFrom([]string{"", "core"}).Draw(t, "class"),
			Skills: rapid.SampledFrom([][]Need{nil, {{Skill: "x", Min: 5}}, {{Skill: "latin"}}}).Draw(t, "skills"),
		})
	case "accept":
		_, err = r.Accept(ctx, a)
	case "reject":
		_, err = r.Reject(ctx, a, "why")
	case "return":
		_, err = r.Return(ctx, a, "why")
	case "complete":
		_, err = r.Complete(ctx, a, "resolved")
	case "ready":
		_, err = r.Ready(ctx, a)
	case "spoke":
		err = r.AgentSpoke(ctx, a)
	case "customer":
		err = r.CustomerSpoke(ctx, item)
	case "online":
		err = r.SetPresence(ctx, agent, Online, "")
	case "presence":
		err = r.SetPresence(ctx, agent, Presence(rapid.IntRange(0, 3).Draw(t, "presence")), rapid.SampledFrom([]string{"", "n"}).Draw(t, "note"))
	case "heartbeat":
		err = r.Heartbeat(ctx, agent)
	case "register":
		c := rapid.IntRange(0, 3).Draw(t, "capacity")
		m.lowered[agent] = true
		x := Agent{ID: agent, Capacity: c, Skills: map[string]int{"x": rapid.IntRange(1, 9).Draw(t, "level")}}
		if rapid.Bool().Draw(t, "limits") {
			x.Limits = map[string]int{"chat": 1}
		}
		if c > 1 {
			x.Reserved = map[string]int{"core": 1}
		}
		err = r.Register(ctx, x)
	case "remove":
		err = r.Remove(ctx, agent)
	case "assign":
		_, err = r.Assign(ctx, item, agent, Hand{By: "eve", Unqualified: true})
	case "transfer":
		to := rapid.SampledFrom([]Destination{{Agent: agent}, {Queue: "lost"}, {Queue: "small"}, {Queue: "tiny"}, {Route: true}}).Draw(t, "to")
		_, err = r.Transfer(ctx, a, to, Hand{})
	case "cancel":
		_, err = r.Cancel(ctx, item, "left")
	case "pass":
		m.now = m.now.Add(time.Duration(rapid.IntRange(1, 50_000).Draw(t, "ms")) * time.Millisecond)
		_, err = r.Sweep(ctx)
	case "next":
		if next := r.Next(); next.After(m.now) {
			m.now = next
		}
		_, err = r.Sweep(ctx)
	case "plan":
		p := busyPlan()
		if rapid.Bool().Draw(t, "fewer queues") {
			p.Queues, p.Rules = p.Queues[:2], p.Rules[:2]
		}
		for _, r := range m.routers {
			m.store.fail = ""
			require.NoError(t, r.SetPlan(ctx, p))
		}
	}
	for _, known := range []error{nil, errFaulty, ErrNotFound, ErrStale, ErrState, ErrNoRoom, ErrUnqualified, ErrQueueFull, ErrInvalid} {
		if errors.Is(err, known) {
			err = nil
		}
	}
	if m.store.fail == "" && err != nil && err.Error() == "routing: store panicked: faulty" {
		err = nil
	}
	require.NoError(t, err, command)
	m.store.fail = ""
	_, err = r.Sweep(ctx)
	require.NoError(t, err)
	require.NoError(t, r.catchUp(ctx))
	requireFresh(t, r)
	_, err = r.Sweep(ctx) // what the other's commits made due
	require.NoError(t, err)
	requireWorking(t, r, m.lowered)
}

// TestBoardIsWhatTheStoreHolds: whatever was done, failed, undone or came from
// another router, the board is the function of the records that it claims to be, and
// nobody waits for whom there is room.
func TestBoardIsWhatTheStoreHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newMachine(t)
		for _, id := range agentIDs {
			require.NoError(t, m.routers[0].Register(t.Context(), Agent{ID: id, Capacity: 2, Skills: map[string]int{"x": 5}}))
		}
		for range rapid.IntRange(1, 100).Draw(t, "steps") {
			m.step(t)
		}
	})
}
