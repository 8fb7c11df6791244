package staffing_test

import (
	"fmt"
	"time"

	"github.com/kefu-go/kefu/metrics/staffing"
)

// Half an hour with 100 calls of three minutes.
func Example() {
	plan, err := staffing.New([]staffing.Demand{
		{Contacts: 100, Handle: 3 * time.Minute},
		{Contacts: 40, Handle: 3 * time.Minute},
	}, &staffing.Options{
		Target:     staffing.Target{Share: 0.8, Within: 20 * time.Second},
		Shrinkage:  0.3,
		HourlyCost: 30,
	})
	if err != nil {
		panic(err)
	}
	for _, n := range plan.Needs {
		fmt.Printf("%.0f erlangs: %d agents, %d on the roster, %.1f %% in time, ASA %v, busy %.0f %%\n",
			n.Load, n.Agents, n.Roster, 100*n.Figures.ServiceLevel, n.Figures.ASA.Round(time.Second), 100*n.Figures.Occupancy)
	}
	s := plan.Summary()
	fmt.Printf("%d at the peak, %.1f paid hours, cost %.0f\n", s.Peak.Agents, s.PaidHours, s.Cost)
	// Output:
	// 10 erlangs: 14 agents, 20 on the roster, 88.8 % in time, ASA 8s, busy 71 %
	// 4 erlangs: 7 agents, 10 on the roster, 90.3 % in time, ASA 8s, busy 57 %
	// 14 at the peak, 15.0 paid hours, cost 450
}

// What do customers get if two of the 14 agents are ill, and some give up?
func ExampleQueue_Solve() {
	q := staffing.Queue{Agents: 12, Load: 10, Handle: 3 * time.Minute, Patience: 2 * time.Minute}
	f, err := q.Solve(20*time.Second, staffing.OfOffered)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%.0f %% in time, %.1f %% give up, ASA %v\n", 100*f.ServiceLevel, 100*f.Abandoned, f.ASA.Round(time.Second))
	// Output:
	// 83 % in time, 6.2 % give up, ASA 6s
}

// How many chats can five agents take, with three at once each?
func ExampleCapacity() {
	n, err := staffing.Capacity(5, 10*time.Minute, &staffing.Options{
		Concurrency: 3,
		Target:      staffing.Target{Share: 0.9, Within: time.Minute, MaxOccupancy: 0.85},
	})
	if err != nil {
		panic(err)
	}
	fmt.Printf("%.1f chats in half an hour, busy %.0f %%\n", n.Demand.Contacts, 100*n.Figures.Occupancy)
	// Output:
	// 31.9 chats in half an hour, busy 71 %
}
