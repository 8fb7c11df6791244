package routing

import (
	"context"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestForgetting(t *testing.T) {
	past := map[string]Experience{}
	take := func(seconds float64, good, rated bool) {
		for _, l := range learn("a", past, "c", seconds, good, rated) {
			past[l.Category] = l.Experience
		}
	}
	for range 5000 {
		take(100, true, true)
	}
	require.InDelta(t, 289, past["c"].Done, 0.1, "no more than 289 items")
	for range memory {
		take(300, false, true)
	}
	x := past["c"]
	require.InDelta(t, 200, x.Seconds/x.Done, 1e-4, "half the weight is on the last 200")
	require.InDelta(t, 0.5, x.Good/x.Rated, 1e-6)
	rated := past["c"].Rated
	take(math.NaN(), true, false)
	require.Less(t, past["c"].Rated, rated)
	require.False(t, math.IsNaN(past["c"].Seconds))
	take(-5, false, false)
	require.Less(t, past["c"].Seconds/past["c"].Done, 200.0)
}

func TestLeastUsedCategoryGoes(t *testing.T) {
	past := map[string]Experience{}
	for i := range maxCategories {
		past[fmt.Sprint("c", i)] = Experience{Done: 5}
	}
	past["c40"], past["c30"] = Experience{Done: 2}, Experience{Done: 2}
	before := maps.Clone(past)
	require.Len(t, learn("a", past, "c7", 1, false, false), 1, "one that is known takes no place")
	require.Equal(t, []Learned{
		{Agent: "a", Category: "", Experience: Experience{Done: 1, Seconds: 9}},
		{Agent: "a", Category: "c30"},
	}, learn("a", past, "", 9, false, false))
	require.Equal(t, before, past)
}

// team adds up what agents know, category by category.
func team(pasts ...map[string]Experience) *Team {
	var t Team
	for _, past := range pasts {
		for c, x := range past {
			t.learned(c, Experience{}, x)
		}
	}
	return &t
}

func TestTeamIsTheSumOfItsAgents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		category := rapid.SampledFrom([]string{"", "a", "a/b", "a/b/c", "a/d", "e", "/", "a//b"})
		pasts := []map[string]Experience{{}, {}}
		var grown Team
		for range rapid.IntRange(0, 50).Draw(t, "n") {
			p := pasts[rapid.IntRange(0, 1).Draw(t, "agent")]
			c := category.Draw(t, "category")
			var l Learned
			if rapid.IntRange(0, 4).Draw(t, "forget") == 0 {
				l.Category = c
			} else {
				l = learn("", p, c, rapid.Float64Range(0, 1e4).Draw(t, "seconds"), rapid.Bool().Draw(t, "good"), rapid.Bool().Draw(t, "rated"))[0]
			}
			grown.learned(c, p[c], l.Experience)
			p[c] = l.Experience
			if l.Experience.Done == 0 {
				delete(p, c)
			}
		}
		want := team(pasts...)
		require.Len(t, grown.Past, len(want.Past))
		all := Experience{}
		for c, x := range want.Past {
			require.InDelta(t, x.Done, grown.Past[c].Done, 1e-6, c)
			require.InDelta(t, x.Seconds, grown.Past[c].Seconds, 1e-6, c)
			require.InDelta(t, x.Good, grown.Past[c].Good, 1e-6, c)
			require.InDelta(t, x.Rated, grown.Past[c].Rated, 1e-6, c)
		}
		for _, p := range pasts {
			for _, x := range p {
				all.Done += x.Done
			}
		}
		require.InDelta(t, all.Done, grown.Past[""].Done, 1e-6, `"" is all of them`)
	})
}

func TestEstimateByHand(t *testing.T) {
	x := func(done, seconds, rated, good float64) Experience {
		return Experience{Done: done, Seconds: seconds, Rated: rated, Good: good}
	}
	mine := map[string]Experience{"a/b": x(10, 1000, 20, 20), "a": x(1, 1, 1, 0)}
	all := team(mine, map[string]Experience{"e": x(29, 1999, 57, 30)}) // together 40 items of 75 s, 50 of 78 good
	top, part := 50.0+1, 80.0
	success := top / part
	category := (20 + 20*(20+20*success)/(21+20)) / (20 + 20)
	for _, c := range []struct {
		past     map[string]Experience
		category string
		want     Estimate
	}{
		{nil, "", Estimate{Seconds: 75, Success: success}},
		{nil, "unknown/x", Estimate{Seconds: 75, Success: success}},
		{nil, "e/f", Estimate{Seconds: (1999 + 750) / 39.0, Success: (30 + 20*success) / 77}},
		{nil, "a/b/c", Estimate{Seconds: (1000 + 10*(1001+750)/21.0) / 20, Success: category}},
		{mine, "a/b/c", Estimate{Seconds: (1000 + 10*(1001+750)/21.0) / 20, Success: category}},
		{mine, "a/b", Estimate{Seconds: (1000 + 10*(1000+10*(1001+750)/21.0)/20) / 20, Success: (20 + 20*category) / 40, Done: 10, Rated: 20}},
	} {
		got := all.Estimate(c.past, c.category)
		require.InDelta(t, c.want.Seconds, got.Seconds, 1e-9, c.category)
		require.InDelta(t, c.want.Success, got.Success, 1e-9, c.category)
		require.Equal(t, [2]float64{c.want.Done, c.want.Rated}, [2]float64{got.Done, got.Rated})
	}
	var nobody *Team
	require.Equal(t, Estimate{Success: 0.5}, nobody.Estimate(nil, "a"))
	require.Zero(t, testing.AllocsPerRun(100, func() { all.Estimate(mine, "a/b/c") }))
}

// The reason for drawing estimates towards the mean: they are nearer to the truth than
// means of few items are.
func TestEstimatesAreNearerThanMeans(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, items := range []int{3, 30} {
		var pasts []map[string]Experience
		var truth []float64
		for range 200 {
			mean := 300 * math.Exp(0.3*random.NormFloat64())
			x := Experience{Done: float64(items)}
			for range items {
				x.Seconds += mean * random.ExpFloat64()
			}
			pasts, truth = append(pasts, map[string]Experience{"c": x}), append(truth, mean)
		}
		all := team(pasts...)
		var raw, drawn float64
		for i, p := range pasts {
			raw += math.Pow(p["c"].Seconds/p["c"].Done-truth[i], 2)
			drawn += math.Pow(all.Estimate(p, "c").Seconds-truth[i], 2)
		}
		t.Logf("%d items: squared error %.2f of that of the mean", items, drawn/raw)
		require.Less(t, drawn, 0.9*raw)
	}
}

func TestLearnsFromCompletion(t *testing.T) {
	ctx, now := context.Background(), noon
	r, err := New(NewMemoryStore(), &Options{
		Lease: -1, Now: func() time.Time { return now },
		Success: func(outcome string) (bool, bool) {
			if outcome == "panic" {
				panic("oh")
			}
			return outcome == "good", outcome != ""
		},
	})
	require.NoError(t, err)
	require.NoError(t, r.Register(ctx, Agent{ID: "ann", Capacity: 1}))
	require.NoError(t, r.SetPresence(ctx, "ann", Online, ""))
	for i, outcome := range []string{"good", "panic", "bad", ""} {
		w, err := r.Submit(ctx, Item{ID: fmt.Sprint(i), Category: "a/b"})
		require.NoError(t, err)
		now = now.Add(time.Minute)
		_, err = r.Complete(ctx, w.Assignment(), outcome)
		require.NoError(t, err)
	}
	past, err := r.Learned(ctx, "ann")
	require.NoError(t, err)
	x := past["a/b"]
	require.InDelta(t, 4, x.Done, 0.03)
	require.InDelta(t, 60, x.Seconds/x.Done, 1e-9)
	require.InDelta(t, 2, x.Rated, 0.03)
	require.InDelta(t, 1, x.Good, 0.03)
	require.InDelta(t, x.Done, r.board.team.Past["a"].Done, 1e-9)
}

func TestTalkIsNoWaiting(t *testing.T) {
	ctx, now := context.Background(), noon
	plan := Plan{Queues: []Queue{{ID: "a", MaxWait: sec(60), Full: &Overflow{To: "ticket"}}}}
	r, err := New(NewMemoryStore(), &Options{Plan: plan, Lease: -1, Now: func() time.Time { return now }})
	require.NoError(t, err)
	require.NoError(t, r.Register(ctx, Agent{ID: "ann", Capacity: 1}))
	w, err := r.Submit(ctx, Item{ID: "1"})
	require.NoError(t, err)
	now = at(20)
	require.NoError(t, r.SetPresence(ctx, "ann", Online, ""))
	now = at(500)
	require.NoError(t, r.SetPresence(ctx, "ann", Offline, ""))
	w, err = r.Work(ctx, w.Item.ID)
	require.NoError(t, err)
	require.Equal(t, Waiting, w.Status.State, "it has waited for 20 s only")
	require.Equal(t, at(540), w.Status.Due)
	now = at(540)
	_, err = r.Sweep(ctx)
	require.NoError(t, err)
	w, err = r.Work(ctx, w.Item.ID)
	require.NoError(t, err)
	require.Equal(t, "ticket", w.Status.Outcome)
}
