package intent_test

import (
	"context"
	"fmt"

	"github.com/kefu-go/kefu/intent"
)

func ExampleHandoffWish() {
	wish := intent.NewHandoffWish()
	for _, text := range []string{"can I talk to a human", "are you a human?", "帮我转 agent", "人工智能"} {
		asks, _ := wish.Detect(text)
		fmt.Println(asks, text)
	}
	// Output:
	// true can I talk to a human
	// false are you a human?
	// true 帮我转 agent
	// false 人工智能
}

func ExampleReadUrgency() {
	text := "My flight leaves in 2 hours and my card was stolen"
	urgency := intent.ReadUrgency(text)
	fmt.Println(urgency.Level)
	for _, reason := range urgency.Reasons {
		fmt.Println(reason.Kind, text[reason.Start:reason.End])
	}
	fmt.Println(intent.ReadUrgency("不急，有空再帮我查一下").Level)
	// Output:
	// critical
	// deadline 2 hours
	// money card was stolen
	// low
}

func ExampleSegments() {
	for _, part := range intent.Segments("我要退货,另外发票怎么开") {
		fmt.Println(part.RuneStart, part.Text)
	}
	// Output:
	// 0 我要退货
	// 7 发票怎么开
}

func ExampleKeywords() {
	for _, keyword := range intent.Keywords("Where is the refund for order A-10293? 我的蓝牙耳机坏了", 4) {
		fmt.Println(keyword.Text)
	}
	// Output:
	// 蓝牙耳机
	// refund
	// order
	// A-10293
}

func ExampleJudgeComplexity() {
	for _, failures := range []int{0, 2} {
		got := intent.JudgeComplexity(intent.ComplexityInput{Text: "How do I reset my password?", Failures: failures})
		fmt.Println(got.Complex)
	}
	// Output:
	// false
	// true
}

// Rules go before the model, and a model of the host's may fail.
func ExampleChain() {
	ctx := context.Background()
	rules, err := intent.NewRules([]intent.Rule{{ID: "recall", Label: "recall", All: []string{"recall", "battery"}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	offline := intent.ClassifierFunc(func(context.Context, intent.Input) (intent.Result, error) {
		return intent.Result{}, fmt.Errorf("the service is offline")
	})
	model, err := intent.StarterModel()
	if err != nil {
		fmt.Println(err)
		return
	}
	chain, err := intent.NewChain([]intent.Classifier{rules, offline, model}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, text := range []string{"Is my battery part of the recall?", "I want my money back"} {
		result, err := chain.Classify(ctx, intent.Input{Text: text})
		fmt.Println(result.Top().Label, result.Rule, err)
	}
	// Output:
	// recall recall <nil>
	// after_sales/refund  <nil>
}

// The category is sure although the intent is not.
func ExampleCategories_Settle() {
	tree := intent.DefaultCategories()
	path, confidence := tree.Settle([]intent.Prediction{
		{Label: "after_sales/refund", Confidence: 0.45}, {Label: "after_sales/return", Confidence: 0.4}, {Label: "complaint/delay", Confidence: 0.1},
	})
	fmt.Printf("%s %.2f %s\n", path, confidence, tree.Title(path, "zh"))
	// Output: after_sales 0.85 售后维权
}

func ExampleTriager() {
	triager, err := intent.NewTriager(nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	got, err := triager.Triage(context.Background(), intent.TriageInput{Input: intent.Input{Text: "退款什么时候到账？很急"}})
	fmt.Println(got.Category, got.Urgency.Level, got.Complexity.Complex, got.Wish, got.Keywords[0].Text, err)
	// Output: after_sales/refund high false false 退款 <nil>
}
