package dialog

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

func offlineDesk(t *testing.T, flows ...*Flow) *timedDesk {
	t.Helper()
	return newTimedDesk(t, Options{Flows: flows, Available: func(context.Context, Handoff) (Availability, error) { return Availability{Closed: true}, nil }})
}

// A customer who wants a person while nobody is there leaves a message, which people get
// and answer.
func TestOfflineMessages(t *testing.T) {
	for lang, c := range map[string]struct{ human, closed, message, left string }{
		"en": {"talk to a human please", "Nobody is here at the moment. Leave a message, and we will come back to you.", "My parcel is lost, is that not your fault?", "Thank you, your message is kept. A colleague will answer you here."},
		"zh": {"转人工", "现在不在人工服务时间，您可以留言，我们会尽快回复。", "包裹丢了，请回电话", "您的留言已收到，人工客服上线后会在这里回复您。"},
	} {
		t.Run(lang, func(t *testing.T) {
			d := offlineDesk(t)
			r := d.say(c.human)
			require.Equal(t, c.closed, r.Text)
			require.Equal(t, Bot, r.Owner)
			r = d.say(c.message)
			require.Equal(t, Completed, r.Kind)
			require.Equal(t, c.left, r.Text)
			require.Equal(t, Bot, r.Owner)
			require.Equal(t, []EventType{EventHandoffFailed, EventOfflineMessage}, d.events(EventHandoffFailed, EventHandoffRequested, EventOfflineMessage))
			d.after(0)
			h := d.sent[0].Handoff
			require.True(t, h.Offline)
			require.Equal(t, c.message, h.Question)
			require.Equal(t, AskedForHuman, h.Reason)
			require.Equal(t, "handoff/c/m1", h.ID, "the host reports of it under the id of the hand-off that failed")

			require.NotEqual(t, Completed, d.say("zebra").Kind, "one message is one message")
			_, err := d.e.Say(t.Context(), Message{ID: "1", Conversation: "c", Text: "Found it.", Agent: "bo"})
			require.NoError(t, err)
			require.Equal(t, []string{"Found it."}, d.after(0))
		})
	}
}

func TestOfflineMessagesAreOffered(t *testing.T) {
	d := offlineDesk(t)
	d.say("talk to a human please")
	require.Equal(t, Chatted, d.say("no thanks").Kind)
	require.NotEqual(t, Completed, d.say("zebra").Kind)

	d.say("talk to a human please")
	require.Equal(t, "Please write your message.", d.say("yes").Text)
	require.Equal(t, Completed, d.say("I am not amused").Kind)

	d.say("talk to a human please")
	require.Contains(t, d.say("talk to a human please").Text, "Nobody is here", "asking again is no message")
	require.Equal(t, Completed, d.say("no, I want my money back").Kind, "a no with more behind it is one")
	require.Equal(t, []EventType{EventOfflineMessage, EventOfflineMessage}, d.events(EventOfflineMessage))
}

// In the middle of a flow, the message is not taken for an answer, and the flow goes on.
func TestOfflineMessageInAFlow(t *testing.T) {
	d := offlineDesk(t, timedFlow(nil))
	d.say("return it")
	d.say("talk to a human please")
	r := d.say("A-77 is what I want back")
	require.Contains(t, r.Text, "Thank you, your message is kept")
	require.Contains(t, r.Text, "Which order?")
	require.Empty(t, d.session().top().Slots)
	require.Contains(t, d.say("A-77").Text, "Why?")
}
