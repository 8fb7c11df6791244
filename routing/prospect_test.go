package routing

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// What was foretold of an item is what happens to it, wherever it goes at once: whatever else
// waits, whoever is there.
func TestProspectIsWhatSubmitDoes(t *testing.T) {
	told := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		m := newMachine(t)
		for _, id := range agentIDs {
			a := Agent{ID: id, Capacity: rapid.IntRange(1, 3).Draw(t, "capacity"), Skills: map[string]int{"x": rapid.IntRange(1, 9).Draw(t, "level")}}
			require.NoError(t, m.routers[0].Register(ctx, a))
			require.NoError(t, m.routers[0].SetPresence(ctx, id, rapid.SampledFrom([]Presence{Online, Online, Away, Offline}).Draw(t, "presence"), ""))
		}
		for range rapid.IntRange(0, 25).Draw(t, "steps") {
			m.step(t)
		}
		r := m.routers[0]
		_, err := r.Sweep(ctx)
		require.NoError(t, err)
		item := Item{
			ID: "new", Channel: rapid.SampledFrom([]string{"chat", "voice", "mail"}).Draw(t, "channel"),
			Tier: rapid.SampledFrom([]string{"", "vip", "his"}).Draw(t, "tier"), LastAgent: rapid.SampledFrom(agentIDs).Draw(t, "last"),
			Priority: rapid.IntRange(0, 2).Draw(t, "priority"), Class: rapid.SampledFrom([]string{"", "core"}).Draw(t, "class"),
			Skills: rapid.SampledFrom([][]Need{nil, {{Skill: "x", Min: 5}}, {{Skill: "latin"}}}).Draw(t, "skills"),
		}
		p, err := r.Prospect(ctx, item)
		_, unknown := r.Work(ctx, item.ID)
		require.ErrorIs(t, unknown, ErrNotFound, "nothing has happened")
		w, want := r.Submit(ctx, item)
		if want != nil {
			told["full"]++
			require.ErrorIs(t, want, ErrQueueFull)
			require.ErrorIs(t, err, ErrQueueFull)
			return
		}
		require.NoError(t, err)
		require.Equal(t, w.Status.State.Held(), p.Free && p.After == 0, "%+v %+v", p, w.Status)
		switch {
		case w.Status.State == Diverted:
			told["diverted"]++
			require.Equal(t, w.Status.Outcome, p.Outcome)
		case w.Status.State == Waiting:
			at, err := r.Place(ctx, item.ID)
			require.NoError(t, err)
			if p.Place.Known && !at.Known { // somebody is online, but further on
				told["moves on"]++
				break
			}
			told["waits"]++
			if p.Free { // further on
				require.Positive(t, p.After)
				break
			}
			require.Equal(t, at, p.Place)
		default:
			told["held"]++
		}
	})
	for _, what := range []string{"held", "waits", "moves on"} {
		require.Positive(t, told[what], what)
	}
}

// An item goes along its route to where somebody who has what it needs is online, and what
// is foretold is the time until then.
func TestProspectFollowsTheRoute(t *testing.T) {
	start := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	plan := Plan{
		Queues: []Queue{
			{ID: "first"},
			{ID: "second"},
			{ID: "night", Hours: "night", Closed: &Overflow{To: "ticket"}},
			{ID: "late", Hours: "night"},
			{ID: "brief", MaxWait: seconds(60), Full: &Overflow{To: "callback"}},
		},
		Rules: []Rule{
			{Name: "night", If: "type == 'night'", Targets: []Target{{Queue: "night"}}},
			{Name: "late", If: "type == 'late'", Targets: []Target{{Queue: "late"}}},
			{Name: "brief", If: "type == 'brief'", Targets: []Target{{Queue: "brief"}}},
			{Name: "route", If: "type == 'route'", Targets: []Target{
				{Queue: "first", LastAgent: true, Wait: seconds(20)},
				{Queue: "first", Wait: seconds(30), Relax: []Relaxation{{After: seconds(10), Drop: []string{"tax"}}}},
				{Queue: "second"},
			}},
		},
	}
	tax := []Need{{Skill: "tax"}}
	expert := func(id string, queues ...string) Agent {
		return Agent{ID: id, Skills: map[string]int{"tax": 5}, Capacity: 1, Queues: queues}
	}
	plain := func(id string, queues ...string) Agent { return Agent{ID: id, Capacity: 1, Queues: queues} }
	for name, c := range map[string]struct {
		online, offline []Agent
		busy            []string
		item            Item
		want            Prospect
	}{
		"nobody is there": {
			offline: []Agent{expert("eve")}, item: Item{Skills: tax},
			want: Prospect{Place: Place{Queue: "first", Place: 1, Of: 1}},
		},
		"somebody has no such skill": {
			online: []Agent{plain("pat")}, offline: []Agent{expert("eve")}, item: Item{Skills: tax},
			want: Prospect{Place: Place{Queue: "first", Place: 1, Of: 1}},
		},
		"an expert is free": {
			online: []Agent{plain("pat"), expert("eve")}, item: Item{Skills: tax},
			want: Prospect{Free: true, Place: Place{Queue: "first", Place: 1, Of: 1, Known: true, Wait: 5 * time.Minute, High: 675 * time.Second}},
		},
		"the expert talks, the other is of no use": {
			online: []Agent{plain("pat"), expert("eve")}, busy: []string{"eve"}, item: Item{Skills: tax},
			want: Prospect{Place: Place{Queue: "first", Place: 1, Of: 1, Known: true, Wait: 5 * time.Minute, High: 675 * time.Second}},
		},
		"the skill is dropped on the way": {
			online: []Agent{plain("pat", "first")}, offline: []Agent{expert("eve")}, item: Item{Type: "route", Skills: tax},
			want: Prospect{Free: true, After: 10 * time.Second, Place: Place{Queue: "first", Place: 1, Of: 1, Known: true, Wait: 5 * time.Minute, High: 675 * time.Second}},
		},
		"his agent talks, the next queue has one": {
			online: []Agent{expert("eve", "first"), expert("ann", "second")}, busy: []string{"eve"}, item: Item{Type: "route", LastAgent: "eve"},
			want: Prospect{Free: true, After: 50 * time.Second, Place: Place{Queue: "second", Place: 1, Of: 1, Known: true, Wait: 5 * time.Minute, High: 675 * time.Second}},
		},
		"closed, and made a ticket": {
			online: []Agent{expert("eve")}, item: Item{Type: "night"},
			want: Prospect{Outcome: "ticket", Closed: true, Opens: start.Add(time.Hour)},
		},
		"closed, and waits": {
			offline: []Agent{expert("eve")}, item: Item{Type: "late"},
			want: Prospect{Closed: true, Opens: start.Add(time.Hour), Place: Place{Queue: "late", Place: 1, Of: 1}},
		},
		"called back where nobody comes": {
			offline: []Agent{expert("eve")}, item: Item{Type: "brief"},
			want: Prospect{Outcome: "callback", Place: Place{Queue: "brief", Place: 1, Of: 1}},
		},
		"no call back while somebody is there": {
			online: []Agent{expert("eve")}, busy: []string{"eve"}, item: Item{Type: "brief"},
			want: Prospect{Place: Place{Queue: "brief", Place: 1, Of: 1, Known: true, Wait: 5 * time.Minute, High: 675 * time.Second}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			now := start
			r, err := New(NewMemoryStore(), &Options{
				Plan: plan, Lease: -1, Now: func() time.Time { return now }, Hours: map[string]Hours{"night": shift{start.Add(time.Hour), start.Add(2 * time.Hour)}},
			})
			require.NoError(t, err)
			for _, a := range append(c.online, c.offline...) {
				require.NoError(t, r.Register(t.Context(), a))
			}
			for _, a := range c.online {
				require.NoError(t, r.SetPresence(t.Context(), a.ID, Online, ""))
			}
			for _, id := range c.busy {
				_, err := r.Submit(t.Context(), Item{ID: "of " + id})
				require.NoError(t, err)
				_, err = r.Assign(t.Context(), "of "+id, id, Hand{By: "boss"})
				require.NoError(t, err)
			}
			c.item.ID = "new"
			got, err := r.Prospect(t.Context(), c.item)
			require.NoError(t, err)
			require.Equal(t, c.want, got)
			w, err := r.Submit(t.Context(), c.item)
			require.NoError(t, err)
			for after := time.Duration(0); after <= c.want.After; after += time.Second { // no deadline is missed
				now = start.Add(after)
				_, err = r.Sweep(t.Context())
				require.NoError(t, err)
				w, err = r.Work(t.Context(), w.Item.ID)
				require.NoError(t, err)
				require.Equal(t, c.want.Free && after == c.want.After, w.Status.State.Held(), after)
			}
		})
	}
	r, err := New(NewMemoryStore(), nil)
	require.NoError(t, err)
	_, err = r.Prospect(t.Context(), Item{})
	require.ErrorIs(t, err, ErrInvalid)
}
