package routing_test

import (
	"fmt"
	"time"

	"github.com/kefu-go/kefu/routing"
)

// A condition is text that an administrator writes; mistakes are found when it is read.
func ExampleParseCondition() {
	_, err := routing.ParseCondition("teir == 'gold' and waited > 300")
	fmt.Println(err)

	c, err := routing.ParseCondition(`category under "after_sales/refund" && (tier in ("gold", "vip") || waited > 300s)`)
	if err != nil {
		panic(err)
	}
	fmt.Println(c)

	why, err := c.Why(routing.VariablesFunc(func(name, _ string) (routing.Value, bool) {
		switch name {
		case "category":
			return routing.TextValue("after_sales/refund/late"), true
		case "waited":
			return routing.DurationValue(7 * time.Minute), true
		}
		return routing.Value{}, false
	}))
	if err != nil {
		panic(err)
	}
	fmt.Println(why)
	// Output:
	// routing: invalid condition: column 1: there is no variable "teir"; did you mean "tier"?; column 20: waited is a duration, 300 is a number; write 300s for seconds
	// category under 'after_sales/refund' and (tier in ('gold', 'vip') or waited > 5m)
	// yes  category under 'after_sales/refund' and (tier in ('gold', 'vip') or waited > 5m)
	//   yes  category under 'after_sales/refund'  (category is 'after_sales/refund/late')
	//   yes  tier in ('gold', 'vip') or waited > 5m
	//     no   tier in ('gold', 'vip')  (tier is not given)
	//     yes  waited > 5m  (waited is 7m0s)
}

// A host that has queues and tiers of its own says so, and wrong ones are found too.
func ExampleSchema_With() {
	schema, err := routing.ItemSchema().With(
		routing.Variable{Name: "tier", Kind: routing.KindText, Values: []string{"bronze", "silver", "gold"}},
		routing.Variable{Name: "weight_kg", Kind: routing.KindNumber, About: "What the parcel weighs."},
	)
	if err != nil {
		panic(err)
	}
	schema = schema.WithArguments("queue", "billing", "sales")
	_, err = schema.Parse("tier == 'golden' or weight_kg > 30 and open('biling')")
	fmt.Println(err)
	// Output:
	// routing: invalid condition: column 9: tier is never 'golden'; did you mean 'gold'?; column 40: there is no queue "biling"; did you mean 'billing'?
}
