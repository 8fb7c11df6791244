package escalation_test

import (
	"fmt"

	"github.com/kefu-go/kefu/dialog/escalation"
)

// A customer gets upset, declines a person, and is not asked again until things
// get worse.
func Example() {
	policy := escalation.Default()
	var memory escalation.Memory
	for _, turn := range []struct {
		needsHuman float64
		declines   bool
	}{{0.2, false}, {0.93, false}, {0.92, true}, {0.93, false}, {0.999, false}} {
		if turn.declines {
			memory = memory.Decline()
		}
		var d escalation.Decision
		d, memory = policy.Decide(escalation.Signals{NeedsHuman: turn.needsHuman, Feeling: "angry", Intensity: 0.4}, memory)
		fmt.Printf("%.2f %v", d.Score, d.Action)
		for _, reason := range d.Reasons {
			fmt.Print(" ", reason.Code)
		}
		fmt.Println()
	}
	// Output:
	// 0.19 stay
	// 0.81 offer score
	// 0.84 soothe score declined
	// 0.88 stay score declined cooling_down
	// 0.99 hand_off score
}

// Rules are data. Categories have their own.
func ExampleParse() {
	policy, err := escalation.Parse([]byte(`{
		"rules": [
			{"name": "big order", "if": {"value": 10000, "doubt": 0.3}, "do": "hand_off", "priority": 2, "skills": ["key accounts"]}
		],
		"categories": [
			{"path": "complaint", "least": "offer", "skills": ["complaints"], "rules": [
				{"name": "complaint not settled", "if": {"unresolved": 1}, "do": "supervisor"}
			]}
		],
		"patience": "5m"
	}`))
	if err != nil {
		panic(err)
	}
	for _, signals := range []escalation.Signals{
		{Category: "orders", Value: 25000, Doubt: 0.6},
		{Category: "complaint/delivery"},
		{Category: "complaint/delivery", Unresolved: 1},
	} {
		d, _ := policy.Decide(signals, escalation.Memory{})
		fmt.Println(d.Action, d.Rule, d.Priority, d.Skills)
	}
	// Output:
	// hand_off big order 2 [key accounts]
	// offer complaint 0 [complaints]
	// supervisor complaint not settled 0 [complaints]
}

func ExampleTopics() {
	fmt.Println(escalation.Topics("The charger caught fire. My lawyer will call you."))
	fmt.Println(escalation.Topics("再不处理我就去12315投诉，卡也被盗刷了"))
	fmt.Println(escalation.Topics("Nobody was hurt. Do I press the button now?"))
	// Output:
	// [safety legal]
	// [legal fraud]
	// []
}
