package routing_test

import (
	"context"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/routing"
)

// A plan is data, which people can keep in a file and change while the router runs.
func ExampleParsePlan() {
	plan, err := routing.ParsePlan([]byte(`{
		"queues": [
			{"id": "billing", "offer_for": "20s", "max_wait": "10m", "full": {"to": "callback"}},
			{"id": "general", "strategy": "least_loaded"}
		],
		"rules": [{
			"name": "refunds",
			"if": "category under 'after_sales/refund' and (vip or urgency >= 2)",
			"targets": [
				{"queue": "billing", "require": {"skills": [{"skill": "refunds", "min": 5}]}, "priority": 10, "wait": "1m",
					"relax": [{"after": "30s", "lower": 2}]},
				{"queue": "billing"}
			]
		}],
		"default": [{"queue": "general"}]
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	r, err := routing.New(routing.NewMemoryStore(), &routing.Options{Plan: plan, Now: func() time.Time { return now }})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	if err := r.Register(ctx, routing.Agent{ID: "ann", Capacity: 1, Skills: map[string]int{"refunds": 3}}); err != nil {
		fmt.Println(err)
		return
	}
	w, err := r.Submit(ctx, routing.Item{ID: "1", Category: "after_sales/refund/late", Tier: "VIP"})
	if err != nil {
		fmt.Println(err)
		return
	}
	// Nobody has level 5, so the first step is passed over.
	s := w.Status.Stage
	fmt.Println(s.Rule, s.Queue, s.Require.Skills, s.Priority, s.Until.Sub(now))
	// Output: refunds billing [{refunds 3}] 10 1m0s
}

// Every fault of a plan is named, with its place.
func ExamplePlan_Check() {
	err := routing.Plan{
		Queues: []routing.Queue{{ID: "billing", MaxLen: 50, Full: &routing.Overflow{Queue: "reserve"}}, {ID: "reserve", MaxLen: 50, Full: &routing.Overflow{Queue: "billing"}}},
		Rules:  []routing.Rule{{Name: "vip", Targets: []routing.Target{{Queue: "biling"}}}},
	}.Check(nil)
	fmt.Println(err)
	// Output:
	// routing: invalid input: queues[1].full.queue closes a circle of overflow: billing -> reserve -> billing; let one of them divert instead
	// routing: invalid input: rules[0].targets[0].queue "biling" is no queue of the plan; did you mean "billing"?
}
