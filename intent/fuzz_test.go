package intent_test

import (
	"bytes"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

// FuzzClassify gives a model any bytes: it answers, the same each time, with
// probabilities in descending order that leave room for novelty.
func FuzzClassify(f *testing.F) {
	m := train(f, shop, &intent.TrainOptions{Terms: map[string][]string{"parcel": {"包裹", "my package"}}})
	for _, text := range []string{"", "where is my parcel", "我要退款 refund", "\xff\xfe", "ａｂｃ\u200b", "a\u0301\u0301\u0301", strings.Repeat("退", 5000), strings.Repeat("a", 5000), "👍🏽 ok"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := classify(t, m, text)
		require.Equal(t, r, classify(t, m, text))
		last, sum := 1.0, r.Novelty
		for _, p := range r.Predictions {
			require.False(t, math.IsNaN(p.Confidence))
			require.LessOrEqual(t, p.Confidence, last)
			require.GreaterOrEqual(t, p.Confidence, 0.0)
			last = p.Confidence
			sum += p.Confidence
		}
		require.LessOrEqual(t, sum, 1.0001)
		require.GreaterOrEqual(t, r.Novelty, 0.0)
	})
}

// FuzzUnmarshalModel puts any contents, with the right sum, in the place of a
// model's: it is damaged, or a model that can be used.
func FuzzUnmarshalModel(f *testing.F) {
	data, err := train(f, shop[:6], nil).MarshalBinary()
	require.NoError(f, err)
	f.Add(data, true)
	f.Add(data[:len(data)/2], true)
	f.Add(data, false)
	f.Add([]byte("kefuint\n"), false)
	f.Fuzz(func(t *testing.T, data []byte, sum bool) {
		if sum {
			data = intent.Summed(data)
		}
		m, err := intent.UnmarshalModel(data)
		if err != nil {
			require.True(t, errors.Is(err, intent.ErrDamaged) || errors.Is(err, intent.ErrNewer) || errors.Is(err, intent.ErrOlder))
			return
		}
		classify(t, m, "where is my refund")
		again, err := m.MarshalBinary()
		require.NoError(t, err)
		if sum && bytes.Equal(again, data) {
			return
		}
		_, err = intent.UnmarshalModel(again)
		require.NoError(t, err, "what was read can be written and read again")
	})
}

// A model with any byte of its contents changed, and the sum made right again, is
// damaged or another model: never a panic.
func TestChangedContents(t *testing.T) {
	data, err := train(t, shop[:6], &intent.TrainOptions{Terms: map[string][]string{"parcel": {"包裹"}}}).MarshalBinary()
	require.NoError(t, err)
	refused := 0
	for i := 42; i < len(data); i += 1 + i/1000 {
		for _, flip := range []byte{0x01, 0x80, 0xff} {
			changed := bytes.Clone(data)
			changed[i] ^= flip
			m, err := intent.UnmarshalModel(intent.Summed(changed))
			if err != nil {
				require.ErrorIs(t, err, intent.ErrDamaged)
				refused++
				continue
			}
			classify(t, m, "where is my refund 包裹")
		}
	}
	require.Positive(t, refused)
	_, err = intent.UnmarshalModel(intent.Summed(append(bytes.Clone(data), 0)))
	require.ErrorIs(t, err, intent.ErrDamaged, "bytes behind the model")
}
