package dialog

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func ratingDesk(t *testing.T, o RatingOptions, r Rating) *timedDesk {
	t.Helper()
	return newTimedDesk(t, Options{Flows: []*Flow{AskRating(o), timedFlow(nil)}, Rating: r})
}

// rating starts the flow, answers it and returns the event.
func (d *timedDesk) rating(answers ...string) (rated []Event) {
	d.Helper()
	d.start(Start{ID: "rate", Flow: RatingFlow})
	for _, a := range answers {
		d.say(a)
	}
	for _, r := range d.records() {
		for _, e := range r.Events {
			if e.Type == EventRated {
				rated = append(rated, e)
			}
		}
	}
	return rated
}

func TestRatingByAnyWords(t *testing.T) {
	for words, stars := range map[string]string{
		"5": "5", "1": "1", "five stars": "5", "4 stars": "4", "★★★": "3", "I'm very satisfied": "5", "very dissatisfied": "1",
		"not satisfied": "2", "ok": "3", "很满意": "5", "我很满意": "5", "满意": "4", "我不满意": "2", "非常不满意": "1", "一般": "3", "差评": "1", "五星好评": "5", "4分": "4", "两颗星": "2",
	} {
		d := ratingDesk(t, RatingOptions{NoComment: true}, Rating{})
		got := d.rating(words)
		require.Len(t, got, 1, words)
		require.Equal(t, stars, got[0].Value, words)
	}
	d := ratingDesk(t, RatingOptions{NoComment: true}, Rating{})
	require.Empty(t, d.rating("zebra"))
	require.Len(t, d.rating("blue"), 0)
	require.Nil(t, d.session().top(), "after two tries nobody is pressed")
}

func TestRatingAsksForReasons(t *testing.T) {
	o := RatingOptions{
		BadTags:  []Option{{Value: "slow", Label: In("Too slow", "太慢")}, {Value: "rude", Label: In("Rude", "态度差")}},
		GoodTags: []Option{{Value: "fast", Label: In("Fast", "很快")}},
	}
	d := ratingDesk(t, o, Rating{})
	got := d.rating("2 stars", "too slow", "I waited for an hour, stop asking")
	require.Equal(t, "2", got[0].Value)
	require.Equal(t, "slow", got[0].Detail)
	require.Len(t, d.events(EventFlowCompleted), 1)

	d = ratingDesk(t, o, Rating{})
	got = d.rating("5 stars", "fast", "skip")
	require.Equal(t, "fast", got[0].Detail)

	d = ratingDesk(t, o, Rating{})
	d.start(Start{ID: "rate", Flow: RatingFlow})
	require.Len(t, d.say("4").Choices, 1)
	require.Contains(t, d.say("zebra").Text, "add anything", "a reason that is none of them is left out")

	// Who says nothing more has rated all the same, once, and is not asked to go on.
	d = ratingDesk(t, o, Rating{})
	d.rating("4 stars")
	d.after(time.Hour)
	require.Equal(t, []EventType{EventRated, EventFlowExpired}, d.events(EventRated, EventFlowExpired))
	require.Empty(t, d.session().Left)
}

func TestRatingIsAskedOnce(t *testing.T) {
	d := ratingDesk(t, RatingOptions{NoComment: true}, Rating{Completed: true, Released: true, After: time.Minute})
	for range 2 {
		d.say("return it")
		d.say("A-77")
		require.Equal(t, Completed, d.say("too small").Kind)
	}
	require.Empty(t, d.after(time.Minute-time.Millisecond))
	require.Contains(t, d.after(time.Millisecond)[0], "How satisfied are you")
	d.say("5")
	_, err := d.e.Say(t.Context(), Message{ID: "1", Conversation: "c", Text: "Hi", Agent: "bo"})
	require.NoError(t, err)
	_, err = d.e.Release(t.Context(), "c", "1")
	require.NoError(t, err)
	require.Len(t, d.after(time.Hour), 2, "the agent's words and the bot's; no second survey in a session")

	d.after(48 * time.Hour)
	d.say("hello")
	_, err = d.e.Say(t.Context(), Message{ID: "2", Conversation: "c", Text: "Hi", Agent: "bo"})
	require.NoError(t, err)
	_, err = d.e.Release(t.Context(), "c", "2")
	require.NoError(t, err)
	d.say("return it")
	require.Len(t, d.after(2*time.Minute), 2, "not in the middle of something")
	d.say("cancel")
	require.Contains(t, d.after(time.Second)[0], "How satisfied are you")

	d = ratingDesk(t, RatingOptions{}, Rating{})
	d.say("return it")
	d.say("A-77")
	d.say("too small")
	require.Empty(t, d.after(time.Hour), "off unless it is asked for")
}
