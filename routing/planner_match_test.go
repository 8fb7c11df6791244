package routing

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestQualifies(t *testing.T) {
	p := newTrial(t, Plan{Queues: []Queue{{ID: "free"}, {ID: "sales", Department: "sales"}}}, nil).p
	full := Require{
		Skills: []Need{{"x", 5}, {"y", 0}}, Language: "en-GB", Seniority: 3, Department: "sales", Agent: "ann", People: true,
	}
	ann := Agent{ID: "ann", Department: "sales", Seniority: 3, Skills: map[string]int{"x": 5, "y": 1}, Languages: []string{"fr", "EN"}}
	require.Nil(t, p.qualifies(&ann, &full, "sales"))
	require.Equal(t, []Lack{
		{What: "queue", Want: "sales"},
		{What: "agent", Want: "ann"},
		{What: "person"},
		{What: "department", Want: "sales"},
		{What: "seniority", Min: 3, Have: 2},
		{What: "language", Want: "en-GB"},
		{What: "skill", Want: "x", Min: 5, Have: 4},
		{What: "skill", Want: "y", Min: 1},
	}, p.qualifies(&Agent{ID: "bot", Bot: true, Seniority: 2, Skills: map[string]int{"x": 4}, Languages: []string{"de"}}, &full, "sales"))
	require.Zero(t, testing.AllocsPerRun(100, func() { p.qualifies(&ann, &full, "sales") }))

	for _, c := range []struct {
		agent  Agent
		queue  string
		serves bool
	}{
		{Agent{}, "free", true},
		{Agent{Department: "sales"}, "free", true},
		{Agent{}, "sales", false},
		{Agent{Department: "sales"}, "sales", true},
		{Agent{Department: "sales", Queues: []string{"free"}}, "sales", false},
		{Agent{Department: "other", Queues: []string{"free", "sales"}}, "sales", true},
		{Agent{Queues: []string{"sales"}}, "gone", false},
		{Agent{}, "gone", true},
	} {
		require.Equal(t, c.serves, p.qualifies(&c.agent, &Require{}, c.queue) == nil, c)
	}
}

func TestLanguagesThatCover(t *testing.T) {
	for _, c := range []struct {
		agent, wanted string
		writes        bool
	}{
		{"en", "en-GB", true},
		{"en-GB", "en", true},
		{"en-GB", "en-gb", true},
		{"zh_hans", "zh-Hans-CN", true},
		{"en-GB", "en-US", false},
		{"en", "eng", false},
		{"eng", "en", false},
		{"e", "en", false},
		{"fr", "en", false},
	} {
		require.Equal(t, c.writes, writes(&Agent{Languages: []string{"xx", c.agent}}, c.wanted), c)
	}
	require.True(t, writes(&Agent{}, "tlh"), "who names none writes any")
}

func BenchmarkQualifies(b *testing.B) {
	p := newTrial(b, Plan{Queues: []Queue{{ID: "q"}}}, nil).p
	a := Agent{ID: "a", Skills: map[string]int{"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6}, Languages: []string{"en", "zh"}, Queues: []string{"p", "q"}}
	r := Require{Skills: []Need{{"b", 1}, {"f", 3}}, Language: "zh-CN"}
	b.ReportAllocs()
	for b.Loop() {
		if p.qualifies(&a, &r, "q") != nil {
			b.Fatal()
		}
	}
}

func BenchmarkPlace(b *testing.B) {
	plan := story()
	for range 10 {
		plan.Rules = append(plan.Rules, Rule{Name: string(rune('a' + len(plan.Rules))), If: "tier == 'gold' and waiting('a') > 3", Targets: plan.Default})
	}
	tr := newTrial(b, plan, nil, Agent{ID: "ann", Skills: map[string]int{"x": 9}})
	f := tr.facts()
	b.ReportAllocs()
	for b.Loop() {
		tr.p.place(f, 1)
	}
}
