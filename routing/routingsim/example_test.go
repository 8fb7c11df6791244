package routingsim_test

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/kefu-go/kefu/routing"
	"github.com/kefu-go/kefu/routing/routingsim"
)

// How many agents answer 80 % within 20 seconds, if 200 calls an hour take 3 minutes
// each and callers give up after 2 minutes in the mean?
func ExampleModel_Staff() {
	model := routingsim.Model{PerHour: 200, Handling: 3 * time.Minute, Patience: 2 * time.Minute}
	agents, err := model.Staff(routingsim.Goal{Level: 0.8, Within: 20 * time.Second})
	if err != nil {
		fmt.Println(err)
		return
	}
	model.Agents = agents
	steady, err := model.Solve()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d agents: %.1f %% in time, %.1f %% give up, agents busy for %.0f %%\n",
		agents, 100*steady.Within(20*time.Second), 100*steady.Abandoned, 100*steady.Occupancy)
	// Output: 12 agents: 82.6 % in time, 6.2 % give up, agents busy for 78 %
}

// A morning with a shift that begins late and a break: the report is made to be read.
func ExampleRun() {
	early := routingsim.Agent{
		Agent:  routing.Agent{ID: "early-", Capacity: 1},
		Shifts: []routingsim.Shift{{From: 0, To: 4 * time.Hour, Breaks: []routingsim.Break{{From: 2 * time.Hour, To: 2*time.Hour + 15*time.Minute}}}},
	}
	late := routingsim.Agent{
		Agent:  routing.Agent{ID: "late-", Capacity: 1},
		Shifts: []routingsim.Shift{{From: time.Hour, To: 4 * time.Hour}},
	}
	report, err := routingsim.Run(context.Background(), routingsim.Scenario{
		Name: "a morning",
		Streams: []routingsim.Stream{{
			Name:     "calls",
			Arrivals: routingsim.Counts{Every: time.Hour, Number: []float64{20, 55, 60, 40}},
			Handling: routingsim.Lognormal(3*time.Minute, 2*time.Minute),
			Patience: routingsim.Exponential(4 * time.Minute),
		}},
		Agents:       append(routingsim.Team(2, early), routingsim.Team(2, late)...),
		Horizon:      4 * time.Hour,
		Replications: 50,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(report)
	// Output:
	// Simulation of a morning
	// 50 observations of 4h0m0s each; intervals of 95 % confidence; in time is within 20s.
	//
	//                all items
	// offered        177.0 (173.0 to 181.3)
	// service level  70.8 % (68.7 to 72.9)
	// wait           18.4 s (16.7 to 20.2)
	// wait p90       68.2 s (61.2 to 74.7)
	// wait p95       106.2 s (98.0 to 114.7)
	// wait of all    22.0 s (20.0 to 24.0)
	// waiting        0.270 (0.242 to 0.299)
	// served         90.98 % (90.25 to 91.72)
	// abandoned      9.02 % (8.28 to 9.75)
	//
	// Agents
	// Occupancy 59.7 % (58.4 to 61.0), standard deviation among agents 4.19 % (3.78 to 4.61).
	//
	// agent    hours                      items                occupancy
	// early-1  3.7657 (3.7603 to 3.7733)  43.2 (42.1 to 44.6)  56.9 % (55.5 to 58.4)
	// early-2  3.778 (3.768 to 3.802)     42.4 (41.3 to 43.7)  56.6 % (55.3 to 58.0)
	// late-1   3                          37.8 (36.8 to 38.8)  63.9 % (62.1 to 65.7)
	// late-2   3                          37.5 (36.3 to 38.9)  62.8 % (61.2 to 64.5)
}

// Two teams, each for its own customers: what if they helped each other?
func ExampleCompare() {
	plan := routing.Plan{
		Queues: []routing.Queue{{ID: "sales"}, {ID: "service"}},
		Rules: []routing.Rule{
			{Name: "sales", If: `type == "sales"`, Targets: []routing.Target{{Queue: "sales"}}},
			{Name: "service", Targets: []routing.Target{{Queue: "service"}}},
		},
	}
	agent := func(id string, queues ...string) routingsim.Agent {
		return routingsim.Agent{Agent: routing.Agent{ID: id, Capacity: 1, Queues: queues}}
	}
	apart := routingsim.Scenario{
		Name:    "apart",
		Options: routing.Options{Plan: plan},
		Streams: []routingsim.Stream{
			{
				Name: "sales", Item: routing.Item{Type: "sales"}, Arrivals: routingsim.Poisson(40),
				Handling: routingsim.Lognormal(4*time.Minute, 3*time.Minute), Patience: routingsim.Exponential(5 * time.Minute),
			},
			{
				Name: "service", Item: routing.Item{Type: "service"}, Arrivals: routingsim.Poisson(60),
				Handling: routingsim.Lognormal(4*time.Minute, 3*time.Minute), Patience: routingsim.Exponential(5 * time.Minute),
			},
		},
		Agents: append(
			routingsim.Team(4, agent("sales-", "sales")),
			routingsim.Team(4, agent("service-", "service"))...,
		),
		Horizon: 8 * time.Hour,
	}
	together := apart
	together.Name = "together"
	together.Agents = append(
		routingsim.Team(4, agent("sales-", "sales", "service")),
		routingsim.Team(4, agent("service-", "service", "sales"))...,
	)
	c, err := routingsim.Compare(context.Background(), apart, together)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range c.Changes {
		if d.Figure == "abandoned" && strings.HasPrefix(d.Part, "stream") {
			fmt.Printf("%s: %.1f %% gave up, now %.1f %%; clear: %t\n", d.Part, 100*d.Before.Mean, 100*d.After.Mean, d.Clear)
		}
	}
	// Output:
	// stream sales: 6.2 % gave up, now 5.4 %; clear: true
	// stream service: 15.5 % gave up, now 5.7 %; clear: true
}
