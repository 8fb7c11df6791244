package emotion_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent/emotion"
)

// trackedExamples are conversations of a host where people gave up over things
// that no lexicon calls bad.
func trackedExamples() (list []emotion.TrackedExample) {
	for i := range 40 {
		list = append(list,
			emotion.TrackedExample{Turns: []emotion.Turn{
				{Text: fmt.Sprintf("item %d please", i)}, {Speaker: emotion.Bot, Text: "Did you mean the purple walrus leaflet?"}, {Text: fmt.Sprintf("zebra %d", i)},
			}, NeedsHuman: true},
			emotion.TrackedExample{Turns: []emotion.Turn{
				{Text: fmt.Sprintf("item %d please", i)}, {Speaker: emotion.Bot, Text: "Did you mean the green river postcard?"}, {Text: fmt.Sprintf("apple %d", i)},
			}})
	}
	return list
}

func TestTrainTracker(t *testing.T) {
	d := newDetector(t)
	o := &emotion.TrackerTrainOptions{Detector: d}
	m, err := emotion.TrainTracker(t.Context(), trackedExamples(), o)
	require.NoError(t, err)
	needs := func(m *emotion.TrackerModel, bot, customer string) float64 {
		tracker, err := emotion.NewTracker(d, &emotion.TrackerOptions{Model: m})
		require.NoError(t, err)
		tracker.Add(emotion.Turn{Text: "item 99 please"})
		tracker.Add(emotion.Turn{Speaker: emotion.Bot, Text: bot})
		return tracker.Add(emotion.Turn{Text: customer}).NeedsHuman
	}
	const bad, good = "Did you mean the purple walrus leaflet?", "Did you mean the green river postcard?"
	assert.Greater(t, needs(m, bad, "zebra"), 0.7)
	assert.Less(t, needs(m, good, "apple"), 0.3)
	assert.Greater(t, needs(m, bad, "what"), needs(m, good, "what")+0.05, "what the service said is learned too")
	assert.Greater(t, needs(m, good, "zebra"), needs(m, good, "apple")+0.05, "and what the customer says")

	data, err := m.MarshalBinary()
	require.NoError(t, err)
	var again emotion.TrackerModel
	require.NoError(t, again.UnmarshalBinary(data))
	assert.InDelta(t, needs(m, bad, "zebra"), needs(&again, bad, "zebra"), 1e-6)
	same, err := emotion.TrainTracker(t.Context(), trackedExamples(), o)
	require.NoError(t, err)
	other, err := same.MarshalBinary()
	require.NoError(t, err)
	assert.Equal(t, data, other, "the same examples give the same model")
}

func TestTrainTrackerRefuses(t *testing.T) {
	ok := trackedExamples()
	var example *emotion.ExampleError
	for name, turns := range map[string][]emotion.Turn{"no turns": nil, "ends with the bot": {{Text: "a"}, {Speaker: emotion.Bot, Text: "b"}}} {
		_, err := emotion.TrainTracker(t.Context(), append(ok[:2:2], emotion.TrackedExample{Turns: turns}), nil)
		require.ErrorAs(t, err, &example, name)
		assert.Equal(t, 2, example.Index)
	}
	var field *emotion.FieldError
	for name, o := range map[string]*emotion.TrackerTrainOptions{
		"MinTexts": {MinTexts: -1}, "HalfLife": {Tracker: &emotion.TrackerOptions{HalfLife: -1}},
		"Tracker.Model": {Tracker: &emotion.TrackerOptions{Model: &emotion.TrackerModel{}}},
	} {
		_, err := emotion.TrainTracker(t.Context(), ok, o)
		require.ErrorAs(t, err, &field, name)
		assert.Equal(t, name, field.Field)
	}
	_, err := emotion.TrainTracker(t.Context(), ok[:1], nil)
	require.ErrorAs(t, err, &field)
	assert.Equal(t, "examples", field.Field)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = emotion.TrainTracker(ctx, ok, nil)
	require.ErrorIs(t, err, context.Canceled)
}

func FuzzTrackerModel(f *testing.F) {
	m, err := emotion.TrainTracker(f.Context(), trackedExamples()[:6], nil)
	require.NoError(f, err)
	data, err := m.MarshalBinary()
	require.NoError(f, err)
	f.Add(data)
	f.Add(data[:len(data)-1])
	f.Fuzz(func(t *testing.T, data []byte) {
		var m emotion.TrackerModel
		if err := m.UnmarshalBinary(data); err != nil {
			require.True(t, errors.Is(err, emotion.ErrDamaged) || errors.Is(err, emotion.ErrNewer))
			return
		}
		tracker, err := emotion.NewTracker(nil, &emotion.TrackerOptions{Model: &m})
		require.NoError(t, err)
		c := tracker.Add(emotion.Turn{Text: "zebra 7"})
		require.True(t, c.NeedsHuman >= 0 && c.NeedsHuman <= 1, "%v", c.NeedsHuman)
	})
}
