package ticket_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/kefu-go/kefu/ticket"
)

// A ticket from its opening to its end. What the life cycle does not allow is refused, and
// the error says what is allowed; the history says all that happened.
func Example() {
	ctx := context.Background()
	desk, err := ticket.New(ticket.NewMemoryStore(), &ticket.Options{Rules: &ticket.Rules{}}) // nil Rules: DefaultRules
	if err != nil {
		fmt.Println(err)
		return
	}
	carl, mia := ticket.ByCustomer("carl"), ticket.ByAgent("mia")
	t, err := desk.Open(ctx, ticket.Draft{ID: "order-7", Subject: "The lamp came broken"}, carl)
	fmt.Println(t.Number, t.State, err)
	do := func(by ticket.Actor, actions ...ticket.Action) {
		if t, err = desk.Do(ctx, "order-7", ticket.Command{Actor: by, Actions: actions}); err != nil {
			fmt.Println(err)
		}
	}
	do(mia, ticket.AssignTo("mia"), ticket.Reply("A new one is on its way."), ticket.Note("second one this week", "sue"))
	do(mia, ticket.MoveTo("merged", ""))
	if move, ok := errors.AsType[*ticket.MoveError](err); ok {
		fmt.Println("allowed:", move.Allowed)
	}
	do(mia, ticket.MoveTo("resolved", "replaced"))
	do(carl, ticket.Judge(true, 5, "Thanks!"))
	fmt.Println(t.State, t.Verdict.Score, t.Watchers)
	for e, err := range desk.History(ctx, "order-7") {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(e.N, e.Actor.Role, e.Type)
	}
	// Output:
	// T-1001 new <nil>
	// ticket: move not allowed: "order-7" from "open" to "merged"; allowed: pending, on_hold, resolved, closed, spam
	// allowed: [pending on_hold resolved closed spam]
	// closed 5 [sue]
	// 1 customer opened
	// 2 agent changed
	// 3 agent commented
	// 4 agent moved
	// 5 agent commented
	// 6 agent moved
	// 7 customer verdict
	// 8 customer moved
}
