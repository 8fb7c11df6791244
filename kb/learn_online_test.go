package kb_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

var listed = []kb.Shown{{Entry: "track"}, {Entry: "return"}}

// pick lets somebody pick an entry for a question.
func pick(t *testing.T, l *kb.Library, id, question, entry string) {
	t.Helper()
	ask(t, l, id, question, kb.Suggest, listed...)
	say(t, l, id, id, kb.Picked, entry)
}

func TestOnlinePicks(t *testing.T) {
	l := learningShop(t, &kb.LibraryOptions{Online: kb.OnlineOptions{Picks: 3}})
	decide := func(text string) kb.DecisionKind {
		d, err := l.Decide(t.Context(), kb.Query{Text: text})
		require.NoError(t, err)
		return d.Kind
	}
	pick(t, l, "1", "has my box left you", "track")
	pick(t, l, "2", "Has my box left you?", "track")
	require.NotEqual(t, kb.Direct, decide("has my box left you"))
	pick(t, l, "3", "has my box left you", "track")
	assert.Equal(t, kb.Direct, decide("has my box left you"), "at once")
	e, err := l.Get(t.Context(), "track")
	require.NoError(t, err)
	assert.Contains(t, e.Phrasings, "has my box left you")
	version := e.Version
	pick(t, l, "4", "has my box left you", "track")
	e, err = l.Get(t.Context(), "track")
	require.NoError(t, err)
	assert.Equal(t, version, e.Version, "once")

	for i, entry := range []string{"track", "return", "track", "track", "return", "track", "track"} { // 5 of 7 is not enough
		pick(t, l, fmt.Sprint("split ", i), "what about my other thing", entry)
	}
	assert.NotEqual(t, kb.Direct, decide("what about my other thing"))
	for i := range 5 {
		pick(t, l, fmt.Sprint("hello ", i), "hello", "track")
	}
	assert.NotEqual(t, kb.Direct, decide("hello"), "small talk is nothing to learn")
	for i := range 5 {
		a := kb.Asked{ID: fmt.Sprint("one ", i), Conversation: "one", Text: "the same customer asks", Decision: kb.Suggest, Shown: listed}
		require.NoError(t, l.Log(t.Context(), a))
		say(t, l, a.ID, a.ID, kb.Picked, "track")
	}
	assert.NotEqual(t, kb.Direct, decide("the same customer asks"))
}

func TestOnlineIsOffByDefault(t *testing.T) {
	l := learningShop(t, nil)
	for i := range 20 {
		pick(t, l, fmt.Sprint(i), "has my box left you", "track")
	}
	ask(t, l, "q", "has my box left you", kb.None)
	say(t, l, "f", "q", kb.Answers, "track")
	e, err := l.Get(t.Context(), "track")
	require.NoError(t, err)
	assert.NotContains(t, e.Phrasings, "has my box left you")
}

func TestOnlineAnswers(t *testing.T) {
	l := learningShop(t, &kb.LibraryOptions{Online: kb.OnlineOptions{Answers: true}})
	teach := func(id, question, entry string) {
		ask(t, l, id, question, kb.None)
		say(t, l, id, id, kb.Answers, entry)
	}
	teach("1", "has box 4711081512 left you", "track")
	e, err := l.Get(t.Context(), "track")
	require.NoError(t, err)
	assert.Contains(t, e.Phrasings, "has box left you", "without the number")
	teach("2", "can I get an invoice", "track")
	teach("3", "anything at all", "gone")
	again, err := l.Get(t.Context(), "track")
	require.NoError(t, err)
	assert.Equal(t, e.Version, again.Version, "the wording of another entry is not taken")
}

// Picks that come in on several nodes at once are all counted.
func TestOnlineOnManyNodes(t *testing.T) {
	store, log, records := kb.NewMemoryStore(), kb.NewMemoryLog(), kb.NewMemoryRecords()
	node := func() *kb.Library {
		return libraryOver(t, store, &kb.LibraryOptions{Log: log, Records: records, Online: kb.OnlineOptions{Picks: 8}})
	}
	first := node()
	_, err := first.Put(t.Context(), smart("track", "Where is my parcel?"))
	require.NoError(t, err)
	var nodes sync.WaitGroup
	for i := range 8 {
		id := fmt.Sprint(i)
		ask(t, first, id, "has my box left you", kb.Suggest, listed...)
		nodes.Go(func() {
			assert.NoError(t, node().Feedback(context.Background(), kb.Feedback{ID: id, Asked: id, Verdict: kb.Picked, Entry: "track"}))
		})
	}
	nodes.Wait()
	require.NoError(t, first.Refresh(t.Context()))
	e, err := first.Get(t.Context(), "track")
	require.NoError(t, err)
	assert.Equal(t, []string{"has my box left you"}, e.Phrasings)
}
