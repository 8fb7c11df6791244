package intent_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

func TestShadowIsComparedAndPromoted(t *testing.T) {
	ctx := t.Context()
	clock := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	store := intent.NewMemoryStore()
	r := newRegistry(t, store, &intent.RegistryOptions{Now: func() time.Time {
		clock = clock.Add(time.Millisecond)
		return clock
	}})
	require.ErrorIs(t, r.Shadow(ctx, "any"), intent.ErrNotFound)
	require.ErrorIs(t, r.Promote(ctx), intent.ErrNotFound)
	full, less := train(t, shop, nil), train(t, otherShop(), nil)
	second, first := publish(t, r, full), publish(t, r, less)
	require.ErrorIs(t, r.Shadow(ctx, first), intent.ErrInvalid, "is live")
	_, ok := r.Comparison()
	require.False(t, ok)
	require.NoError(t, r.Shadow(ctx, second))

	const invoice = "how do I get an invoice"
	var confident [2]int
	for _, text := range []string{invoice, "Please refund my order", "How do I get an invoice?"} {
		result := ask(t, r, text)
		require.Equal(t, first, result.Model, "the live model still answers")
		result.Predictions[0].Label = "the caller's"
		for i, m := range []*intent.Model{less, full} {
			if classify(t, m, text).Decision == intent.Confident {
				confident[i]++
			}
		}
	}
	c, ok := r.Comparison()
	require.True(t, ok)
	require.Equal(t, []any{first, second, 3, 1}, []any{c.Live, c.Shadow, c.Messages, c.Agreed})
	require.InDelta(t, 1.0/3, c.Agreement(), 1e-9)
	require.Equal(t, []any{3 * time.Millisecond, 3 * time.Millisecond}, []any{c.LiveTime, c.ShadowTime})
	require.Equal(t, confident, [2]int{c.LiveConfident, c.ShadowConfident})
	require.Len(t, c.Disagreements, 2)
	require.Equal(t, invoice, c.Disagreements[0].Text)
	require.Equal(t, "invoice", c.Disagreements[0].Shadow.Label())
	require.Equal(t, classify(t, less, invoice).Predictions, c.Disagreements[0].Live.Predictions)

	ask(t, r, "退"+strings.Repeat("怎么开发票", 300))
	c, _ = r.Comparison()
	require.True(t, utf8.ValidString(c.Disagreements[len(c.Disagreements)-1].Text), "a long text is cut between characters")

	correct(t, r, "c1", "how do I get an invoice?", "invoice")
	correct(t, r, "c2", "please refund my order", "track")
	correct(t, r, "c3", "never asked", "track")
	c, _ = r.Comparison()
	require.Equal(t, []int{3, 0, 2}, []int{c.Corrected, c.LiveRight, c.ShadowRight}, "what both had said before")
	ask(t, r, invoice)
	require.NoError(t, r.Undo(ctx, "c1"))
	correct(t, r, "c1", "how do I get an invoice?", "invoice")
	c, _ = r.Comparison()
	require.Equal(t, []int{4, 1, 3}, []int{c.Corrected, c.LiveRight, c.ShadowRight}, "both learn")
	ask(t, r, "where is it")
	_, err := store.PutCorrection(ctx, intent.Correction{ID: "c4", Text: "where is it", Label: "track", Undone: true})
	require.NoError(t, err)
	require.NoError(t, r.Load(ctx))
	c, _ = r.Comparison()
	require.Equal(t, 4, c.Corrected, "what was undone tells nothing")

	require.NoError(t, r.Promote(ctx))
	require.Equal(t, intent.Live{Version: second, Before: first, Revision: 4}, r.Live())
	require.Equal(t, second+"+6", ask(t, r, invoice).Model)
	_, ok = r.Comparison()
	require.False(t, ok)

	require.NoError(t, r.Shadow(ctx, first))
	require.NoError(t, r.Shadow(ctx, ""))
	_, ok = r.Comparison()
	require.False(t, ok)
	require.Equal(t, 1.0, (&intent.Comparison{}).Agreement())
}

// However many messages come, a comparison remembers a few.
func TestComparisonIsBounded(t *testing.T) {
	r := newRegistry(t, intent.NewMemoryStore(), nil)
	second := publish(t, r, train(t, shop, nil))
	publish(t, r, train(t, otherShop(), nil))
	require.NoError(t, r.Shadow(t.Context(), second))
	text := func(i int) string { return fmt.Sprint("can I get an invoice ", i, strings.Repeat(" now", 300)) }
	for i := range 5000 {
		ask(t, r, text(i))
	}
	c, _ := r.Comparison()
	require.Equal(t, 5000, c.Messages)
	require.Len(t, c.Disagreements, 100)
	require.Equal(t, text(4999)[:1000], c.Disagreements[99].Text)
	correct(t, r, "old", text(0), "invoice")
	correct(t, r, "new", text(4999), "invoice")
	c, _ = r.Comparison()
	require.Equal(t, 1, c.Corrected, "the first messages are forgotten")
	c.Disagreements[0].Text = "changed"
	c.Disagreements[0].Live.Predictions[0].Label = "changed"
	again, _ := r.Comparison()
	require.NotEqual(t, c.Disagreements[0], again.Disagreements[0], "a comparison is the caller's")
}
