package intent_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

func TestTriage(t *testing.T) {
	triager, err := intent.NewTriager(nil)
	require.NoError(t, err)
	for _, c := range []struct {
		in       intent.TriageInput
		language string
		category string
		urgency  intent.Level
		complex  bool
		wish     bool
		keyword  string
	}{
		{intent.TriageInput{Input: intent.Input{Text: "I want my money back"}}, "en", "after_sales/refund", intent.Normal, false, false, "money"},
		{intent.TriageInput{Input: intent.Input{Text: "退款什么时候到账"}}, "zh", "after_sales/refund", intent.Normal, false, false, "退款"},
		{intent.TriageInput{Input: intent.Input{Text: "my internet is down"}}, "en", "technical_fault/network", intent.High, false, false, "internet"},
		{intent.TriageInput{Input: intent.Input{Text: "转人工"}}, "zh", "", intent.Normal, false, true, ""},
		{intent.TriageInput{Input: intent.Input{Text: "怎么修改密码"}, Failures: 3}, "zh", "product_use/account", intent.Normal, true, false, "密码"},
		{intent.TriageInput{}, "", "", intent.Normal, false, false, ""},
	} {
		got, err := triager.Triage(t.Context(), c.in)
		require.NoError(t, err)
		assert.Equal(t, c.language, got.Language, c.in.Text)
		assert.Equal(t, c.category, got.Category, "%s %+v", c.in.Text, got.Intent)
		assert.Equal(t, c.urgency, got.Urgency.Level, c.in.Text)
		assert.Equal(t, c.complex, got.Complexity.Complex, "%s %+v", c.in.Text, got.Complexity)
		assert.Equal(t, c.wish, got.Wish, c.in.Text)
		if c.keyword != "" {
			assert.Equal(t, c.keyword, got.Keywords[0].Text)
		}
		assert.Len(t, got.Segments, 1)
	}
}

func TestTriageWithPartsOfTheHost(t *testing.T) {
	tree, err := intent.NewCategories([]intent.Category{{Path: "money"}, {Path: "papers"}}, map[string]string{"refund": "money", "invoice": "papers"})
	require.NoError(t, err)
	triager, err := intent.NewTriager(&intent.TriagerOptions{
		Classifier: byWord(map[string]string{"退": "refund", "发票": "invoice"}), Categories: tree, ByCategory: says(intent.Ambiguous, "papers", 0.6), Keywords: 1,
	})
	require.NoError(t, err)
	got, err := triager.Triage(t.Context(), intent.TriageInput{Input: intent.Input{Text: "我要退货,另外发票怎么开"}})
	require.NoError(t, err)
	require.Len(t, got.Segments, 2)
	assert.Equal(t, "money", got.Segments[0].Result.Top().Category)
	assert.True(t, got.Complexity.Complex, "two intents")
	assert.Len(t, got.Keywords, 1)
	got, err = triager.Triage(t.Context(), intent.TriageInput{Input: intent.Input{Text: "你好吗"}})
	require.NoError(t, err)
	assert.Equal(t, "papers", got.Category, "the intent has no category, so another one is asked")
	assert.InDelta(t, 0.6, got.CategoryConfidence, 1e-9)

	broken, err := intent.NewTriager(&intent.TriagerOptions{Classifier: fails(errors.New("offline"))})
	require.NoError(t, err)
	got, err = broken.Triage(t.Context(), intent.TriageInput{Input: intent.Input{Text: "急急急，转人工，充电器冒烟了"}})
	require.EqualError(t, err, "offline")
	assert.True(t, got.Wish)
	assert.Equal(t, intent.Critical, got.Urgency.Level)
	panics, err := intent.NewTriager(&intent.TriagerOptions{Classifier: intent.ClassifierFunc(func(context.Context, intent.Input) (intent.Result, error) { panic("x") })})
	require.NoError(t, err)
	_, err = panics.Triage(t.Context(), intent.TriageInput{})
	require.ErrorIs(t, err, intent.ErrClassifier)
	_, err = intent.NewTriager(&intent.TriagerOptions{Keywords: -1})
	require.ErrorIs(t, err, intent.ErrInvalid)
}
