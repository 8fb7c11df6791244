package intent_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kefu-go/kefu/intent"
)

func TestComplexity(t *testing.T) {
	for _, c := range []struct {
		name string
		in   intent.ComplexityInput
		want bool
		kind intent.ReasonKind
	}{
		{"one question", intent.ComplexityInput{Text: "How do I reset my password?"}, false, ""},
		{"one question", intent.ComplexityInput{Text: "怎么退货"}, false, ""},
		{"a short answer", intent.ComplexityInput{Text: "ok"}, false, ""},
		{"nothing", intent.ComplexityInput{}, false, ""},
		{"a failure", intent.ComplexityInput{Text: "How do I reset my password?", Failures: 1}, false, intent.FailureReason},
		{"two failures", intent.ComplexityInput{Text: "How do I reset my password?", Failures: 2}, true, intent.FailureReason},
		{"many failures", intent.ComplexityInput{Text: "不对", Failures: 9}, true, intent.FailureReason},
		{"two intents", intent.ComplexityInput{Text: "cancel it and send the invoice", Intents: 2}, true, intent.SeveralReason},
		{"one intent in two parts", intent.ComplexityInput{Text: "How do I return it? When is the refund?", Intents: 1}, false, intent.QuestionsReason},
		{"parts that are given", intent.ComplexityInput{Text: "x", Segments: make([]intent.Segment, 6)}, true, intent.SeveralReason},
		{"a condition", intent.ComplexityInput{Text: "如果取消订单，运费退吗"}, false, intent.ConditionReason},
		{"a condition in a dispute", intent.ComplexityInput{Text: "If I don't get compensation I will call my lawyer"}, true, intent.DisputeReason},
		{"a dispute", intent.ComplexityInput{Text: "我要你们赔偿误工费"}, true, intent.DisputeReason},
		{"history and questions", intent.ComplexityInput{Text: "I already called twice, your colleague promised a refund. Where is it? Who pays?"}, true, intent.HistoryReason},
		{"history", intent.ComplexityInput{Text: "之前说好上周退款的"}, false, intent.HistoryReason},
		{"history and an exception", intent.ComplexityInput{Text: "上次修完还是不行，已经过了保修期，能破例吗"}, true, intent.ExceptionReason},
		{"an exception", intent.ComplexityInput{Text: "can I return it without a receipt"}, false, intent.ExceptionReason},
		{"three questions", intent.ComplexityInput{Text: "多少钱？几天到？能开发票吗？"}, true, intent.QuestionsReason},
		{"several things", intent.ComplexityInput{Text: "两个问题，第一怎么退货，第二怎么开发票"}, true, intent.SeveralReason},
		{"two conditions", intent.ComplexityInput{Text: "if I am abroad, do I pay extra if I use my card"}, false, intent.ConditionReason},
		{"a danger", intent.ComplexityInput{Text: "my phone exploded and burned my hand"}, true, intent.CriticalReason},
		{"a few sentences", intent.ComplexityInput{Text: "Sounds good. I have a car. It is red. See you."}, false, intent.SeveralReason},
		{"many values", intent.ComplexityInput{Text: "orders 1001, 1002, 1003, 1004 and 1005 if possible", Entities: 5}, true, intent.EntitiesReason},
		{"two values", intent.ComplexityInput{Text: "order 1001 of Monday", Entities: 2}, false, ""},
		{"a long story", intent.ComplexityInput{Text: strings.Repeat("the box came and it was open on one side ", 13)}, true, intent.LengthReason},
		{"a long story", intent.ComplexityInput{Text: strings.Repeat("我们家里的冰箱声音有点大", 14)}, true, intent.LengthReason},
	} {
		got := intent.JudgeComplexity(c.in)
		assert.Equal(t, c.want, got.Complex, "%s: %s %+v", c.name, c.in.Text, got)
		if c.kind == "" {
			assert.Empty(t, got.Reasons, c.in.Text)
		} else {
			assert.True(t, slices.ContainsFunc(got.Reasons, func(r intent.Reason) bool { return r.Kind == c.kind }), "%s: %+v", c.in.Text, got)
		}
		for _, r := range got.Reasons {
			assert.Equal(t, c.in.Text[r.Start:r.End], string([]rune(c.in.Text)[r.RuneStart:r.RuneEnd]))
		}
	}
	worse := intent.JudgeComplexity(intent.ComplexityInput{Text: "where is it", Failures: 3}).Score
	assert.Greater(t, worse, intent.JudgeComplexity(intent.ComplexityInput{Text: "where is it", Failures: 2}).Score)
}
