package emotion_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent/emotion"
)

// examples are messages whose feeling only somebody of the trade sees.
func examples() []emotion.Example {
	var list []emotion.Example
	for _, e := range []struct {
		label emotion.Label
		texts []string
	}{
		{emotion.Frustrated, []string{
			"the blue light blinks", "blue light is on", "why the blue light", "blue light since noon", "it shows the blue light",
			"蓝灯在闪", "蓝灯亮着", "今天蓝灯亮", "看到蓝灯", "蓝灯一闪一闪",
		}},
		{emotion.Satisfied, []string{
			"the green light blinks", "green light is on", "saw the green light", "green light since noon", "it shows the green light",
			"绿灯在闪", "绿灯亮着", "今天绿灯亮", "看到绿灯", "绿灯一闪一闪",
		}},
		{emotion.Neutral, []string{
			"my number is 5", "a box by mail", "the address is here", "order of noon", "ship it today",
			"订单在这里", "地址是这个", "今天发一箱", "中午的订单", "号码是5",
		}},
	} {
		for _, text := range e.texts {
			list = append(list, emotion.Example{Text: text, Label: e.label})
		}
	}
	return list
}

func TestTrain(t *testing.T) {
	d, err := emotion.Train(t.Context(), examples(), nil)
	require.NoError(t, err)
	_, err = emotion.Train(t.Context(), append(examples(), emotion.Example{Text: "蓝灯在闪", Label: emotion.Angry}), &emotion.TrainOptions{Disagreeing: true})
	require.NoError(t, err, "people may disagree")
	for text, want := range map[string]emotion.Label{
		"there is a blue light":   emotion.Frustrated,
		"there is a green light":  emotion.Satisfied,
		"现在蓝灯":                    emotion.Frustrated,
		"现在绿灯":                    emotion.Satisfied,
		"terrible, awful service": emotion.Frustrated, // never seen, but built in
	} {
		e := d.Detect(text)
		check(t, text, e)
		assert.Equal(t, want, e.Label, text)
		assert.Zero(t, e.Shares[1], "a label without examples is never given")
	}
	for _, c := range append(englishCases(), chineseCases()...) {
		check(t, c.text, d.Detect(c.text)) // whatever was not in the examples
	}
	assert.Negative(t, d.Detect("blue light").Valence)
	assert.Positive(t, d.Detect("green light").Valence)
	assert.Positive(t, d.Detect("非常满意").Valence, "not forgotten")
}

func TestTrainIsDeterministic(t *testing.T) {
	one, err := emotion.Train(t.Context(), examples(), &emotion.TrainOptions{Seed: 7})
	require.NoError(t, err)
	two, err := emotion.Train(t.Context(), examples(), &emotion.TrainOptions{Seed: 7})
	require.NoError(t, err)
	a, err := one.Marshal()
	require.NoError(t, err)
	b, err := two.Marshal()
	require.NoError(t, err)
	assert.Equal(t, a, b)
}

func TestTrainRefuses(t *testing.T) {
	trained, err := emotion.Train(t.Context(), examples(), nil)
	require.NoError(t, err)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	wrong := append(examples(), emotion.Example{Text: "secret", Label: "happy"})
	for _, c := range []struct {
		name     string
		ctx      context.Context
		examples []emotion.Example
		o        *emotion.TrainOptions
		want     error
		says     string
	}{
		{"label", t.Context(), wrong, nil, emotion.ErrInvalid, "emotion: example 30 has an unknown label"},
		{"empty", t.Context(), append(examples(), emotion.Example{Text: " \n", Label: emotion.Angry}), nil, emotion.ErrInvalid, "emotion: example 30 is empty"},
		{"long", t.Context(), append(examples(), emotion.Example{Text: strings.Repeat("no ", 1<<19), Label: emotion.Angry}), nil, emotion.ErrInvalid, "emotion: example 30 is longer than 16384 bytes"},
		{"contradiction", t.Context(), append(examples(), emotion.Example{Text: "蓝灯在闪", Label: emotion.Angry}), nil, emotion.ErrInvalid, "emotion: example 30 has another label than the same text before"},
		{"one label", t.Context(), examples()[:5], nil, emotion.ErrInvalid, "emotion: examples have fewer than two labels"},
		{"nothing", t.Context(), nil, nil, emotion.ErrInvalid, "emotion: examples have fewer than two labels"},
		{"texts", t.Context(), examples(), &emotion.TrainOptions{MinTexts: -1}, emotion.ErrInvalid, "emotion: MinTexts is negative"},
		{"base", t.Context(), examples(), &emotion.TrainOptions{Base: trained}, emotion.ErrInvalid, "emotion: Base is trained already"},
		{"progress", t.Context(), examples(), &emotion.TrainOptions{Progress: func(int, int) { panic("secret") }}, emotion.ErrPanicked, "emotion: the host's function panicked: Progress"},
		{"context", cancelled, examples(), nil, context.Canceled, "context canceled"},
	} {
		_, err := emotion.Train(c.ctx, c.examples, c.o)
		require.ErrorIs(t, err, c.want, c.name)
		assert.Equal(t, c.says, err.Error(), c.name)
	}
}

func TestTrainTellsItsProgress(t *testing.T) {
	last, end := 0, 0
	_, err := emotion.Train(t.Context(), examples(), &emotion.TrainOptions{Progress: func(done, of int) {
		assert.Greater(t, done, last)
		last, end = done, of
	}})
	require.NoError(t, err)
	assert.LessOrEqual(t, last, end)
	assert.Positive(t, last)
}

func TestMarshal(t *testing.T) {
	d, err := emotion.Train(t.Context(), examples(), nil)
	require.NoError(t, err)
	data, err := d.Marshal()
	require.NoError(t, err)
	back, err := emotion.Unmarshal(data, nil)
	require.NoError(t, err)
	for _, text := range append(felt(), "blue light", "绿灯") {
		assert.Equal(t, d.Detect(text), back.Detect(text), text)
	}
	again, err := back.Marshal()
	require.NoError(t, err)
	assert.Equal(t, data, again)

	_, err = newDetector(t).Marshal()
	require.ErrorIs(t, err, emotion.ErrInvalid, "what was not trained has nothing to keep")
}

func TestUnmarshalDamaged(t *testing.T) {
	d, err := emotion.Train(t.Context(), examples(), nil)
	require.NoError(t, err)
	data, err := d.Marshal()
	require.NoError(t, err)
	for n := range data {
		_, err := emotion.Unmarshal(data[:n], nil)
		require.ErrorIs(t, err, emotion.ErrDamaged, "the first %d bytes", n)
	}
	_, err = emotion.Unmarshal(append(slices.Clone(data), 0), nil)
	require.ErrorIs(t, err, emotion.ErrDamaged, "a byte too many")
	newer := slices.Clone(data)
	newer[len("kefu emotion")]++
	_, err = emotion.Unmarshal(newer, nil)
	require.ErrorIs(t, err, emotion.ErrNewer)
}

// A model goes with the base that it was trained on.
func TestUnmarshalBase(t *testing.T) {
	rules, err := emotion.New(&emotion.Options{RulesOnly: true})
	require.NoError(t, err)
	trained := map[*emotion.Detector][]byte{}
	for _, base := range []*emotion.Detector{rules, newDetector(t)} {
		d, err := emotion.Train(t.Context(), examples(), &emotion.TrainOptions{Base: base})
		require.NoError(t, err)
		trained[base], err = d.Marshal()
		require.NoError(t, err)
		_, err = emotion.Unmarshal(trained[base], d)
		require.EqualError(t, err, "emotion: base is trained already")
	}
	for on, data := range trained {
		for base := range trained {
			_, err := emotion.Unmarshal(data, base)
			if on == base {
				require.NoError(t, err)
				continue
			}
			require.ErrorIs(t, err, emotion.ErrInvalid)
			require.EqualError(t, err, "emotion: base is not what the detector was trained on")
		}
	}
}

func FuzzUnmarshal(f *testing.F) {
	d, err := emotion.Train(f.Context(), examples()[:15], &emotion.TrainOptions{Words: true, MinTexts: 3})
	require.NoError(f, err)
	data, err := d.Marshal()
	require.NoError(f, err)
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := emotion.Unmarshal(data, nil)
		if err != nil {
			return
		}
		check(t, "the blue light 蓝灯", d.Detect("the blue light 蓝灯"))
	})
}
