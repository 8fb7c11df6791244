package intent_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

// In a model that has seen how people put its words together, the same
// characters in an order that makes no sense are not believed, however telling
// some of them are.
func TestKnownCharactersInNoOrderAreNotConfident(t *testing.T) {
	var examples []intent.Example
	for _, start := range []string{"请问", "你好", "我想知道", "麻烦查一下"} {
		for _, who := range []string{"我的", "上周买的", "朋友订的"} {
			for _, end := range []string{"", "谢谢", "急"} {
				examples = append(examples, ex("tracking", start+who+"快递到哪里了"+end, start+who+"包裹什么时候送到"+end)...)
				examples = append(examples, ex("refund", start+who+"衣服怎么退款"+end, start+who+"鞋子能不能退货"+end)...)
			}
		}
	}
	m, err := intent.Train(t.Context(), examples, nil)
	require.NoError(t, err)
	for text, doubt := range map[string]intent.Doubt{
		"麻烦查一下我的鞋子能不能退货": "",
		"服么退上订朋怎款买能":     intent.TooOdd,
	} {
		e, err := m.Explain(t.Context(), intent.Input{Text: text})
		require.NoError(t, err)
		assert.Equal(t, "refund", e.Result.Top().Label)
		assert.Equal(t, doubt, e.Doubt, e)
		assert.Equal(t, doubt == "", e.Result.Decision == intent.Confident)
	}
	data, err := m.MarshalBinary()
	require.NoError(t, err)
	back, err := intent.UnmarshalModel(data)
	require.NoError(t, err)
	r, err := back.Classify(t.Context(), intent.Input{Text: "服么退上订朋怎款买能"})
	require.NoError(t, err)
	assert.Equal(t, intent.Ambiguous, r.Decision)
}
