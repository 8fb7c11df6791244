package emotion_test

import (
	"bytes"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent/emotion"
)

// Whom an agent has answered, and who still asks, is not content; a bot is asked
// one thing after the other.
func TestAskingAnAgentAgain(t *testing.T) {
	d := newDetector(t)
	last := func(who emotion.Speaker, answer, message string) float64 {
		courses := play(t, d, []emotion.Turn{
			{Text: "我买的杯子颜色发错"}, {Speaker: who, Text: answer}, {Text: message},
		})
		return courses[2].NeedsHuman
	}
	for _, c := range []struct{ answer, asks, says string }{
		{"杯子随机发货的哦", "那可以换吗", "那可以换"},
		{"Colours are sent at random.", "Is it possible to send another one?", "It is possible to send another one."},
	} {
		agent, bot := last(emotion.Agent, c.answer, c.asks), last(emotion.Bot, c.answer, c.asks)
		assert.Greater(t, agent, bot+0.05, c.asks)
		assert.InDelta(t, last(emotion.Agent, c.answer, c.says), last(emotion.Bot, c.answer, c.says), 1e-9, "%s asks nothing", c.says)
	}
	quote := "客人评论说“垃圾，气死我了”，我怎么回复？"
	assert.InDelta(t, last(emotion.Agent, "您好", quote), last(emotion.Bot, "您好", quote), 1e-9, "it is another who asks")
	opening := play(t, d, []emotion.Turn{{Speaker: emotion.Agent, Text: "您好"}, {Text: "可以换吗"}})
	greeted := play(t, d, []emotion.Turn{{Speaker: emotion.Bot, Text: "您好"}, {Text: "可以换吗"}})
	assert.InDelta(t, greeted[1].NeedsHuman, opening[1].NeedsHuman, 1e-9, "nothing was answered yet")
}

// Many questions do not add up to anger: the tenth counts as much as the second.
func TestQuestionsDoNotAddUp(t *testing.T) {
	ask := func(who emotion.Speaker) (odds []float64) {
		turns := []emotion.Turn{{Text: "这个有蓝色吗"}}
		for _, message := range []string{"包邮吗", "尺码准吗", "有保修吗", "可以开票吗", "今天发货吗"} {
			turns = append(turns, emotion.Turn{Speaker: who, Text: "有的"}, emotion.Turn{Text: message})
		}
		for i, c := range play(t, newDetector(t), turns) {
			assert.Less(t, c.NeedsHuman, quietBelow)
			if i >= 2 && i%2 == 0 {
				odds = append(odds, math.Log(c.NeedsHuman/(1-c.NeedsHuman)))
			}
		}
		return odds
	}
	agent, bot := ask(emotion.Agent), ask(emotion.Bot)
	for i := range agent {
		assert.InDelta(t, agent[0]-bot[0], agent[i]-bot[i], 1e-9)
	}
}

// Who answered last is kept with the state; states of the first version, which did
// not have it, are read as if a bot had.
func TestTrackerStateKeepsWhoAnswered(t *testing.T) {
	d := newDetector(t)
	tracker, err := emotion.NewTracker(d, nil)
	require.NoError(t, err)
	tracker.Add(emotion.Turn{Text: "你好"})
	tracker.Add(emotion.Turn{Speaker: emotion.Agent, Text: "在的"})
	data, err := tracker.MarshalBinary()
	require.NoError(t, err)
	ask := func(tracker *emotion.Tracker) float64 {
		return tracker.Add(emotion.Turn{Text: "可以换吗"}).NeedsHuman
	}
	restored := func(data []byte) float64 {
		again, err := emotion.NewTracker(d, nil)
		require.NoError(t, err)
		require.NoError(t, again.UnmarshalBinary(data))
		return ask(again)
	}
	now := ask(tracker)
	assert.InDelta(t, now, restored(data), 1e-12)

	version, flag := len("kefu course"), len(data)-9 // eight empty sketches stand behind it
	require.Equal(t, []byte{2, 1}, []byte{data[version], data[flag]})
	old := append(bytes.Clone(data[:flag]), data[flag+1:]...)
	old[version] = 1
	assert.Less(t, restored(old), now-0.05)

	damaged := bytes.Clone(data)
	damaged[flag] = 2
	assert.ErrorIs(t, tracker.UnmarshalBinary(damaged), emotion.ErrDamaged)
}
