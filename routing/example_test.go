package routing_test

import (
	"context"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/routing"
)

// Two agents and three customers: the one who cannot wait comes first, each gets
// somebody who knows his subject, and who is freed has the next at once.
func ExampleRouter() {
	ctx, now := context.Background(), time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	r, err := routing.New(routing.NewMemoryStore(), &routing.Options{
		Now: func() time.Time { return now }, // without it, time.Now
		Plan: routing.Plan{
			Queues: []routing.Queue{{ID: "help", Ageing: 1}},
			Rules: []routing.Rule{{
				Name: "pressing", If: "urgency >= 2 or tier == 'vip'", Targets: []routing.Target{{Queue: "help", Priority: 10}},
			}},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	billing := []routing.Need{{Skill: "billing", Min: 3}}
	for _, item := range []routing.Item{{ID: "1", Skills: billing}, {ID: "2", Skills: billing, Tier: "vip"}, {ID: "3"}} {
		if _, err := r.Submit(ctx, item); err != nil {
			fmt.Println(err)
		}
	}
	for _, agent := range []routing.Agent{{ID: "ann", Skills: map[string]int{"billing": 5}, Capacity: 1}, {ID: "ben", Capacity: 1}} {
		if err := r.Register(ctx, agent); err != nil {
			fmt.Println(err)
		}
		if err := r.SetPresence(ctx, agent.ID, routing.Online, ""); err != nil {
			fmt.Println(err)
		}
	}
	vip, _ := r.Work(ctx, "2")
	if _, err := r.Complete(ctx, vip.Assignment(), "resolved"); err != nil {
		fmt.Println(err)
	}
	for e := range r.Events(ctx, "", 0) {
		if e.Type == routing.EventAssigned {
			fmt.Println(e.Item, "goes to", e.Agent)
		}
	}
	_, err = r.Complete(ctx, vip.Assignment(), "resolved")
	fmt.Println("once more:", err)
	_, err = r.Complete(ctx, routing.Assignment{Item: "1", Agent: "ben", Epoch: 1}, "resolved")
	fmt.Println("by somebody else:", err)
	// Output:
	// 2 goes to ann
	// 3 goes to ben
	// 1 goes to ann
	// once more: <nil>
	// by somebody else: routing: stale assignment: item "1" is not with agent "ben" in epoch 1; it is with agent "ann" in epoch 1: read it again with Router.Work
}
