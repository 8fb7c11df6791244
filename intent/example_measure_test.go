package intent_test

import (
	"context"
	"fmt"

	"github.com/kefu-go/kefu/intent"
)

// parcels are examples of two intents.
func parcels() []intent.Example {
	return []intent.Example{
		{Text: "where is my order", Label: "tracking"},
		{Text: "track my parcel", Label: "tracking"},
		{Text: "has my package been shipped", Label: "tracking"},
		{Text: "when will the delivery arrive", Label: "tracking"},
		{Text: "I want my money back", Label: "refund"},
		{Text: "refund my order please", Label: "refund"},
		{Text: "how do I get a refund", Label: "refund"},
		{Text: "return this for a refund", Label: "refund"},
	}
}

func ExampleValidate() {
	examples := append(parcels(),
		intent.Example{Text: "Where is my order?", Label: "refund"},
		intent.Example{Text: "please send the invoice", Label: "invoice"})
	for _, f := range intent.Validate(examples, &intent.ValidateOptions{MinTexts: 3}) {
		fmt.Println(f)
	}
	// Output:
	// blocking: contradiction ["refund" "tracking"], examples [0 8]
	// warning: thin label ["invoice"] (1)
}

func ExampleEvaluate() {
	ctx := context.Background()
	model, err := intent.Train(ctx, parcels(), nil)
	if err != nil {
		panic(err)
	}
	e, err := intent.Evaluate(ctx, model, []intent.Example{
		{Text: "where is my parcel", Label: "tracking"},
		{Text: "a refund please", Label: "refund"},
		{Text: "xqzt wvvk", Label: intent.OutOfScope},
	})
	if err != nil {
		panic(err)
	}
	fmt.Printf("right %.2f, rejected of what is out of scope %.2f\n", e.Accuracy, e.OutOfScope.Recall)
	// Output: right 1.00, rejected of what is out of scope 1.00
}

func ExampleModel_Explain() {
	ctx := context.Background()
	model, err := intent.Train(ctx, parcels(), nil)
	if err != nil {
		panic(err)
	}
	e, err := model.Explain(ctx, intent.Input{Text: "zork my refund"})
	if err != nil {
		panic(err)
	}
	fmt.Println(e.Result.Top().Label, "because of", e.For[0].Text)
	fmt.Println("unknown:", e.Strange[0].Text)
	fmt.Println("nearest:", e.Nearest[0].Example.Label)
	// Output:
	// refund because of refund
	// unknown: zork
	// nearest: refund
}

func ExampleThresholds_Decide() {
	thresholds := intent.Thresholds{Labels: map[string]float64{"close_account": 0.95}}
	predictions := []intent.Prediction{{Label: "close_account", Confidence: 0.9}, {Label: "refund", Confidence: 0.05}}
	decision, doubt := thresholds.Decide(predictions, 0.02)
	fmt.Println(decision == intent.Ambiguous, doubt)
	// Output: true too unsure
}
