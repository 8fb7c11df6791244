package integration

import (
	"testing"
	"time"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/intent"
	"github.com/stretchr/testify/require"
)

// Models, corrections and moods are in the database: a second node has them, and
// so has the first after a restart.
func TestBotUnderstandsOnEachNode(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		examples := append(intent.StarterExamples("en"), intent.StarterExamples("zh")...)
		model, err := intent.Train(t.Context(), examples, nil)
		require.NoError(t, err)
		first, second := newNode(t, d, kefu.Options{}), newNode(t, d, kefu.Options{})
		_, err = first.Intents().Publish(t.Context(), model, "starter")
		require.NoError(t, err)
		asked := say(t, second, "1", "I demand my money back, you sold me rubbish and nobody answers!")
		require.NotEmpty(t, asked.Reading.Intent)
		require.Equal(t, model.Version(), asked.Reading.Model)
		require.Negative(t, asked.Reading.Mood.Now)

		_, err = first.Intents().Correct(t.Context(), intent.Correction{
			ID: "c1", Text: "my gizmo is kaput", Label: "technical_fault/breakdown", Actor: "mia", At: time.Now(),
		})
		require.NoError(t, err)
		require.NoError(t, second.Intents().Load(t.Context()), "Run does that each second")
		for _, node := range []*kefu.Bot{first, second, newNode(t, d, kefu.Options{})} {
			read, err := node.Read(t.Context(), kefu.Message{ID: "x", Conversation: "x", Text: "my gizmo is kaput"})
			require.NoError(t, err)
			require.Equal(t, "technical_fault/breakdown", read.Intent)
		}

		again := say(t, newNode(t, d, kefu.Options{}), "2", "hello?")
		require.Equal(t, 2, again.Reading.Mood.Turns, "the mood goes on on another node")
		require.Less(t, again.Reading.Mood.Peak, -0.1)
		require.NoError(t, first.Intents().Undo(t.Context(), "c1"))
		read, err := first.Read(t.Context(), kefu.Message{ID: "x", Conversation: "x", Text: "my gizmo is kaput"})
		require.NoError(t, err)
		require.NotEqual(t, "technical_fault/breakdown", read.Intent)
	})
}
