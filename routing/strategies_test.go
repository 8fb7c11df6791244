package routing

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// choices scores agents of whom each one differs.
func choices(strategy Strategy, item Item, stage Stage, team *Team, seats ...Candidate) (scores []float64) {
	for i := range seats {
		c := seats[i]
		c.Item, c.Stage, c.Team, c.Now = &item, &stage, team, noon
		if c.Seat == nil {
			c.Seat = &Seat{Idle: noon}
		}
		scores = append(scores, strategy.Score(&c))
	}
	return scores
}

func named(t testing.TB, name string) Strategy {
	s, ok := Strategies()[name]
	require.True(t, ok)
	return s
}

func TestScores(t *testing.T) {
	seat := func(a Agent) *Seat { return &Seat{Agent: a, Idle: noon} }
	skilled := func(levels map[string]int) Candidate { return Candidate{Seat: seat(Agent{Skills: levels})} }
	stage := Stage{Require: Require{Skills: []Need{{"x", 3}, {"y", 0}}}, Prefer: []Need{{"x", 9}, {"z", 4}}}
	team := &Team{}
	team.learned("a", Experience{}, Experience{Done: 10, Seconds: 1000, Good: 5, Rated: 10})
	past := func(x Experience) Candidate { return Candidate{Past: map[string]Experience{"a": x}} }
	for name, c := range map[string]struct {
		seats []Candidate
		want  []float64
	}{
		"longest_idle": {[]Candidate{{Seat: &Seat{Idle: at(-90)}}, {Seat: &Seat{Idle: noon}}, {Seat: &Seat{Idle: at(5)}}}, []float64{90, 0, -5}},
		"least_loaded": {[]Candidate{
			{Seat: seat(Agent{Capacity: 10}), Used: 2, Items: 9},
			{Seat: seat(Agent{Capacity: 3}), Used: 1},
			{Seat: seat(Agent{Limits: map[string]int{"a": 3, "b": 5, "c": -1}}), Items: 2, Used: 7},
			{Seat: seat(Agent{})},
		}, []float64{0.8, 1 - 1.0/3, 0.75, 0}},
		"most_skilled": {[]Candidate{
			skilled(map[string]int{"x": 5, "y": 1}), skilled(map[string]int{"x": 3, "y": 10}),
			skilled(map[string]int{"x": 3, "y": 1, "z": 4}), skilled(map[string]int{"x": 3, "y": 1, "z": 3}),
		}, []float64{4, 11, 3, 2}},
		"fastest_first": {[]Candidate{past(Experience{Done: 10, Seconds: 500}), past(Experience{Done: 10, Seconds: 2000}), {}}, []float64{-75, -150, -100}},
		"best_outcome":  {[]Candidate{past(Experience{Done: 9, Rated: 20, Good: 20}), past(Experience{Rated: 20}), {}}, []float64{0.75, 0.25, 0.5}},
		"round_robin":   {[]Candidate{{Seat: &Seat{Turn: 7}}, {Seat: &Seat{}}}, []float64{-7, 0}},
	} {
		got := choices(named(t, name), Item{Category: "a"}, stage, team, c.seats...)
		require.InDeltaSlice(t, c.want, got, 1e-12, name)
	}
	require.Len(t, Strategies(), 7)
}

func TestWeightedParts(t *testing.T) {
	team := &Team{}
	team.learned("", Experience{}, Experience{Done: 10, Seconds: 1000, Good: 10, Rated: 10})
	best := Candidate{
		Seat: &Seat{Agent: Agent{ID: "ann", Capacity: 4, Skills: map[string]int{"x": 10, "z": 4}}, Idle: at(-60)}, Used: 1,
		Past: map[string]Experience{"": {Done: 10, Seconds: 0, Rated: 20}},
	}
	stage := Stage{Require: Require{Skills: []Need{{"x", 3}}}, Prefer: []Need{{"z", 5}}}
	item := Item{LastAgent: "ann"}
	team1 := 11.0 / 12
	for _, c := range []struct {
		weights Weighted
		want    float64
	}{
		{Weighted{Skill: 2}, 0.5},
		{Weighted{Load: 0.1}, 0.75},
		{Weighted{Idle: 5}, 0.5},
		{Weighted{Speed: 1}, 100.0 / 150},
		{Weighted{Outcome: 1}, team1 / 2},
		{Weighted{LastAgent: 1}, 1},
		{Weighted{LastAgent: 3, Load: 1}, 3.75 / 4},
		{Weighted{LastAgent: 1, Load: -9, Idle: math.NaN()}, 1},
		{Weighted{}, 0},
		{Weighted{Load: math.Inf(1)}, 0},
	} {
		require.InDelta(t, c.want, choices(c.weights, item, stage, team, best)[0], 1e-12, c.weights)
	}
	stranger := Candidate{Seat: &Seat{Idle: at(60)}}
	require.Equal(t, []float64{0}, choices(Weighted{LastAgent: 1, Idle: 1, Skill: 1, Load: 1}, Item{}, Stage{}, nil, stranger))
	require.Equal(t, []float64{0.5}, choices(Weighted{Speed: 1, Outcome: 1}, Item{}, Stage{}, nil, stranger), "nothing is known")
}

func TestWeightedIsAShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weight := rapid.OneOf(rapid.Float64Range(-1, 10), rapid.Just(math.NaN()))
		w := Weighted{weight.Draw(t, "skill"), weight.Draw(t, "load"), weight.Draw(t, "idle"), weight.Draw(t, "speed"), weight.Draw(t, "outcome"), weight.Draw(t, "last")}
		n := rapid.IntRange(-5, 30)
		x := rapid.Float64Range(0, 1e6)
		done := x.Draw(t, "done")
		c := Candidate{
			Seat: &Seat{Agent: Agent{ID: "a", Capacity: n.Draw(t, "capacity"), Skills: map[string]int{"x": n.Draw(t, "x")}}, Idle: noon.Add(time.Duration(n.Draw(t, "idle")) * time.Hour)},
			Used: n.Draw(t, "used"), Past: map[string]Experience{"": {Done: done, Seconds: x.Draw(t, "seconds"), Good: done / 2, Rated: done}},
		}
		score := choices(w, Item{}, Stage{Prefer: []Need{{"x", 2}}}, &Team{}, c)[0]
		require.True(t, score >= 0 && score <= 1, score)
	})
}

func BenchmarkWeighted(b *testing.B) {
	team := &Team{}
	team.learned("a/b/c", Experience{}, Experience{Done: 10, Seconds: 1000, Good: 5, Rated: 10})
	c := Candidate{
		Item: &Item{Category: "a/b/c"}, Stage: &Stage{Require: Require{Skills: []Need{{"x", 3}}}}, Team: team, Now: noon,
		Seat: &Seat{Agent: Agent{Capacity: 4, Skills: map[string]int{"x": 10}}, Idle: noon}, Past: map[string]Experience{"a/b/c": {Done: 3}},
	}
	w := named(b, "weighted")
	b.ReportAllocs()
	for b.Loop() {
		w.Score(&c)
	}
}
