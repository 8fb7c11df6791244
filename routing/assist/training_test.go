package assist_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing/assist"
)

func TestTraining(t *testing.T) {
	ctx := t.Context()
	n := 0
	tr, err := assist.NewTraining(assist.NewMemoryStore(), &assist.TrainingOptions{
		Now:   noon,
		NewID: func() string { n++; return fmt.Sprint("id", n) },
		May: func(_ context.Context, actor string, topic assist.Topic) error {
			if actor != "eve" || topic.Count == 0 {
				return errors.New("no")
			}
			return nil
		},
	})
	require.NoError(t, err)
	s := assist.Situation{Conversation: "c", Agent: "ann", Locale: "zh", Lines: says("C: 怎么退货？", "B: 我不明白", "C: 怎么退货", "C: 换货呢")}
	s.Lines[0].ID = "m1"
	for range 2 { // the same line, the same agent, the same kind
		topic, err := tr.FlagLine(ctx, &s, 0, assist.WrongAnswer, "说不明白")
		require.NoError(t, err)
		assert.Equal(t, int64(1), topic.Count)
	}
	s.Agent = "bob"
	_, err = tr.FlagLine(ctx, &s, 0, assist.WrongAnswer, "")
	require.NoError(t, err)
	topic, err := tr.FlagLine(ctx, &s, 2, assist.WrongAnswer, "") // without an id each counts
	require.NoError(t, err)
	assert.Equal(t, int64(3), topic.Count)
	assert.Equal(t, []string{"ann", "bob"}, topic.Agents)
	other, err := tr.FlagLine(ctx, &s, 0, assist.FrequentAsked, "")
	require.NoError(t, err)
	assert.NotEqual(t, topic.ID, other.ID)
	for _, line := range []int{-1, 1, 4} {
		_, err = tr.FlagLine(ctx, &s, line, assist.WrongAnswer, "")
		require.ErrorIs(t, err, assist.ErrInvalid)
	}

	var marks []assist.Mark
	for m, err := range tr.Marks(ctx, "", 0) {
		require.NoError(t, err)
		marks = append(marks, m)
	}
	require.Len(t, marks, 4)
	assert.Equal(t, "我不明白", marks[0].Answer)
	assert.Equal(t, "说不明白", marks[0].Note)
	assert.Equal(t, noon(), marks[0].At)
	for m, err := range tr.Marks(ctx, "", marks[2].Cursor) {
		require.NoError(t, err)
		assert.Equal(t, marks[3], m)
	}
	of := func(kinds ...assist.MarkKind) (counts []int64) {
		for topic, err := range tr.Topics(ctx, "", kinds...) {
			require.NoError(t, err)
			counts = append(counts, topic.Count)
		}
		return counts
	}
	assert.Equal(t, []int64{3, 1}, of())
	assert.Equal(t, []int64{1}, of(assist.FrequentAsked, assist.WrongIntent))

	d := assist.Decision{Topic: topic.ID, Version: topic.Version, State: assist.TopicDone, By: "mallory"}
	_, err = tr.Decide(ctx, d)
	require.ErrorIs(t, err, assist.ErrForbidden)
	d.By = "eve"
	done, err := tr.Decide(ctx, d)
	require.NoError(t, err)
	assert.Equal(t, assist.TopicDone, done.State)
	assert.Equal(t, noon(), done.Decided)
	read, err := tr.Topic(ctx, topic.ID)
	require.NoError(t, err)
	assert.Equal(t, done, read)
}

// Marks in any order give the same topic, but for whose wording it has.
func TestTopicAddNamesAFewAgents(t *testing.T) {
	var topic assist.Topic
	for i := range 60 {
		topic = topic.Add(assist.Mark{Kind: assist.WrongAnswer, Question: "q", Agent: fmt.Sprintf("agent %02d", 59-i), At: noon().Add(-time.Duration(i) * time.Hour)})
	}
	assert.Equal(t, int64(60), topic.Count)
	assert.Len(t, topic.Agents, 50)
	assert.Equal(t, "agent 10", topic.Agents[0])
	assert.Equal(t, noon(), topic.Last)
	assert.Equal(t, noon().Add(-59*time.Hour), topic.First)
	rejected, err := topic.Decide(assist.Decision{Version: 1, State: assist.TopicRejected, Reason: "x", At: noon()})
	require.NoError(t, err)
	again := rejected.Add(assist.Mark{Question: "q", At: noon().Add(time.Hour)})
	assert.Equal(t, assist.TopicRejected, again.State, "a rejected topic only counts on")
	assert.Equal(t, int64(1), again.Since)
	accepted, err := again.Decide(assist.Decision{Version: again.Version, State: assist.TopicAccepted, At: noon()})
	require.NoError(t, err)
	assert.Zero(t, accepted.Since)
}
