// Package staffing says how many agents a forecast needs, and what customers
// get from the agents there are. It has the formulas of Erlang and Palm, and
// imports nothing but the standard library; the forecast comes as plain numbers:
//
//	plan, err := staffing.New(demand, &staffing.Options{
//		Target:    staffing.Target{Share: 0.8, Within: 20 * time.Second},
//		Patience:  2 * time.Minute,
//		Shrinkage: 0.3,
//	})
//	fmt.Println(plan.Summary().PaidHours)
//
// # Which formula
//
//   - Erlang B ([ErlangB], [Lines]): nobody waits. Who finds all lines busy goes
//     away.
//   - Erlang C ([ErlangC], [Queue] without patience): everybody waits as long as
//     it takes. With less than one agent per erlang the queue grows without end,
//     which is an [OverloadError].
//   - Erlang A ([Queue] with patience): who waits gives up after an exponential
//     time. There is no overload: what is too much gives up. Without patience as
//     a figure, Erlang C asks for too many agents when it is busy.
//
// All three take contacts that arrive at random (Poisson) and handling times
// that vary as the exponential distribution does.
//
// # What is assumed
//
// Each interval is taken for itself, in balance: what waits at its end is not
// carried into the next one. That is sound where handling is short against the
// interval and no interval is overloaded. All agents can take all contacts. An
// agent with several chats at once is so many places, and the handling time is
// the one that chats have at that concurrency.
//
// A plan for the mean of a forecast misses its target on about every other day.
// Put an upper quantile into [Demand.Contacts] to be safer.
//
// # Units
//
// A load is in erlangs: contacts that arrive in a mean handling time. Shares are
// in [0,1]. Figures hold 8 digits at any size that is accepted, shares below 1e-18 less.
package staffing
