package intent_test

import (
	"context"
	"fmt"

	"github.com/kefu-go/kefu/intent"
)

// A model learns from a few examples of each intent, in any language.
func ExampleTrain() {
	ctx := context.Background()
	model, err := intent.Train(ctx, []intent.Example{
		{Text: "where is my parcel", Label: "track"},
		{Text: "has my order been shipped yet", Label: "track"},
		{Text: "我的快递到哪里了", Label: "track"},
		{Text: "I want my money back", Label: "refund"},
		{Text: "please refund my order", Label: "refund"},
		{Text: "我要退款", Label: "refund"},
		{Text: "tell me a joke", Label: intent.OutOfScope},
	}, &intent.TrainOptions{
		Categories: map[string]string{"refund": "after_sales/refund"},
		Terms:      map[string][]string{"parcel": {"package", "包裹"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, text := range []string{"Can I get a refund?", "包裹到哪了"} {
		r, err := model.Classify(ctx, intent.Input{Text: text})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(r.Top().Label, r.Top().Category)
	}
	// Output:
	// refund after_sales/refund
	// track
}

// The binary form of a model can be kept anywhere, and read again.
func ExampleUnmarshalModel() {
	model, err := intent.Train(context.Background(), []intent.Example{
		{Text: "where is my parcel", Label: "track"},
		{Text: "I want my money back", Label: "refund"},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	data, _ := model.MarshalBinary() // never fails
	again, err := intent.UnmarshalModel(data)
	fmt.Println(err, again.Version() == model.Version(), again.Labels())
	_, err = intent.UnmarshalModel(data[1:])
	fmt.Println(err)
	// Output:
	// <nil> true [refund track]
	// intent: damaged model
}
