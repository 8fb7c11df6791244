package intent_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

// In small models small words of the examples, however they lean, and words beside
// what is unknown are not enough; nor is one thing said over and over.
func TestVagueMessagesAreNotConfident(t *testing.T) {
	six := append(ex("refund", "refund please", "I want a refund", "give me my money back, refund"),
		ex("track", "track my order", "where is my parcel", "has it been shipped")...)
	for _, set := range []struct {
		examples []intent.Example
		messages []string
	}{
		{smallShop("en"), []string{"please", "I", "back", "where is Paris", "is my dog late", "I would like to sleep", "i want", "what is it", "can you do that for me"}},
		{smallShop("zh"), []string{"我", "我想", "怎么", "什么时候", "我的", "订单订单订单", "能不能"}},
		{smallShop("en", "zh"), []string{"please", "where is Paris", "is my dog late", "我要", "订单订单订单", "什么时候能去"}},
		{six, []string{"me", "please", "i want", "has", "back", "where is Paris"}},
	} {
		m := train(t, set.examples, nil)
		for _, s := range set.messages {
			assert.NotEqual(t, intent.Confident, classify(t, m, s).Decision, s)
		}
	}
	m := train(t, six, nil)
	for s, doubt := range map[string]intent.Doubt{"please": intent.TooVague, "refund now": ""} {
		e, err := m.Explain(t.Context(), intent.Input{Text: s})
		require.NoError(t, err)
		assert.Equal(t, doubt, e.Doubt, e)
	}
	taught := with(t, m, intent.Example{ID: "1", Text: "please", Label: "track"})
	assert.Equal(t, "track", classify(t, taught, "please").Label(), "what was taught is known")
}

// Where small words are an example, they are understood, also from the binary form.
func TestSmallWordsThatAreAnExample(t *testing.T) {
	m := train(t, append(smallShop("en"), ex("greeting", "hello", "hi", "hello there", "who are you", "hey", "hello you", "hi there")...), nil)
	back, err := intent.UnmarshalModel(bytesOf(t, m))
	require.NoError(t, err)
	for _, m := range []*intent.Model{m, back} {
		assert.Equal(t, "greeting", classify(t, m, "Hello").Label())
		assert.Empty(t, classify(t, m, "you there").Label())
	}
}

func TestDeniedWishesAreNotConfident(t *testing.T) {
	m := train(t, smallShop("en", "zh"), nil)
	for _, s := range []string{
		"I don't want a refund", "I never asked for a refund", "I do not need an invoice", "please don't refund my order", "I no longer need the invoice", "no need for an invoice",
		"no refund please", "no more invoices, please", "I wouldn't like a refund", "I would not like an invoice",
		"不要给我退款", "别给我退款", "没必要开发票", "用不着退款",
		"我不要退款", "不用开发票", "没说要退款", "别退款", "请别退款", "我没申请退款", "不需要发票",
	} {
		e, err := m.Explain(t.Context(), intent.Input{Text: s})
		require.NoError(t, err)
		assert.Equal(t, intent.Denied, e.Doubt, "%s: %s", s, e)
		assert.Equal(t, intent.Ambiguous, e.Result.Decision, s)
	}
	for _, s := range []string{
		"I don't want it, please refund my order", "I can't download my invoice", "my refund is not here", "不想要了能退款吗", "我不要这个了，我要退款",
		"no refund yet", "no invoice in the parcel", "I'd rather have a refund than wait", "给我退款",
		"我没收到退款", "why don't you refund my order",
	} {
		e, err := m.Explain(t.Context(), intent.Input{Text: s})
		require.NoError(t, err)
		assert.NotEqual(t, intent.Denied, e.Doubt, "%s: %s", s, e)
	}
	// An intent whose examples deny is what they say.
	m = train(t, append(smallShop("en"), ex("no invoice", "I don't want an invoice", "I don't want the receipt", "I don't want a bill", "please, I don't want invoices")...), nil)
	e, err := m.Explain(t.Context(), intent.Input{Text: "I don't want your invoice"})
	require.NoError(t, err)
	assert.Equal(t, "no invoice", e.Result.Label(), e)
}
