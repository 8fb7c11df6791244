// Package routingsim tries a [routing.Plan] before customers do: it drives the real
// router on a virtual clock with random or recorded customers, and agents with
// shifts, and reports waits, service levels, abandonment and occupancy with
// confidence intervals.
//
//	report, err := routingsim.Run(ctx, routingsim.Scenario{
//		Options: routing.Options{Plan: plan},
//		Streams: []routingsim.Stream{{
//			Name:     "refunds",
//			Arrivals: routingsim.Poisson(120),
//			Item:     routing.Item{Category: "after_sales/refund"},
//			Handling: routingsim.Lognormal(4*time.Minute, 3*time.Minute),
//			Patience: routingsim.Exponential(3 * time.Minute),
//		}},
//		Agents:  routingsim.Team(10, routingsim.Agent{Agent: routing.Agent{ID: "agent-", Capacity: 1}}),
//		Horizon: 8 * time.Hour,
//	})
//
// [Compare] runs two scenarios with the same customers: what would be otherwise if
// the rules were others, and how sure that is.
//
// # What is exact
//
// [Model] is solved, not simulated: Erlang's formulas and their relatives, for one
// queue of equal agents. [Model.Staff] says how many are needed; [PriorityWaits] and
// [AgeingWaits] what priorities do. The tests hold the simulation against them, and
// against exact results for agents of different speed and skills.
//
// # What is not simulated
//
// Customers do not come back who gave up, agents do not tire, and the time that an
// item takes does not depend on what else its agent has; a [DistributionFunc] may say
// otherwise of what it knows.
package routingsim
