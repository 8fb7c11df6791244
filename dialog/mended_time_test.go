package dialog

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The language of a Start stays that of the conversation until the customer shows another.
func TestStartKeepsItsLanguage(t *testing.T) {
	d := newTimedDesk(t, Options{Flows: []*Flow{timedFlow(&Timeouts{Warn: timedWarn})}})
	_, err := d.e.Start(t.Context(), Start{ID: "s", Conversation: "c", Locale: "zh", Flow: "return"})
	require.NoError(t, err)
	d.after(0)
	require.Equal(t, []string{"请问您还在吗？退货还没有办完。\n哪个订单?"}, d.after(timedWarn))

	d = newTimedDesk(t, Options{})
	_, err = d.e.Start(t.Context(), Start{ID: "s", Conversation: "c", Locale: "zh", Words: In("Hello", "您好"), NotBefore: d.now.Add(time.Hour)})
	require.NoError(t, err)
	require.Equal(t, []string{"您好"}, d.after(time.Hour))
}

// What a sweep says of a flow that is gone reaches the customer, once.
func TestGoneFlowIsToldBySweep(t *testing.T) {
	d := newTimedDesk(t, Options{Flows: []*Flow{timedFlow(&Timeouts{Warn: timedWarn}), leftGift()}, SessionTimeout: -1})
	d.say("return it")
	d.open(Options{SessionTimeout: -1, Flows: []*Flow{leftGift()}})
	words := d.after(timedWarn)
	require.Len(t, words, 1)
	records := d.records()
	require.Equal(t, records[1].Reply.Text, words[0])
	require.Equal(t, Spoken, records[1].Reply.Kind)
	require.Empty(t, d.after(timedWarn))
}

// Words that were held are answered, though nobody swept before their session was over.
func TestHeldWordsOutliveTheirSession(t *testing.T) {
	d := newTimedDesk(t, Options{Merge: time.Millisecond, Flows: []*Flow{timedFlow(nil)}})
	_, err := d.e.do(t.Context(), Message{ID: "a", Conversation: "c", Text: "return it", From: Customer}, work{name: holdWork})
	require.NoError(t, err)
	d.now = d.now.Add(usualSession + time.Hour)
	require.Contains(t, d.say("hello").Text, "Which order?")
	require.Empty(t, d.session().Held)
}

// A reply whose words were pruned cannot be repeated, which is said.
func TestRepeatOfPrunedWords(t *testing.T) {
	d := newTimedDesk(t, Options{SessionTimeout: -1})
	d.say("hello")
	d.now = d.now.Add(time.Hour)
	_, err := d.store.(*MemoryStore).Prune(t.Context(), d.now, 10)
	require.NoError(t, err)
	require.Contains(t, DefaultTexts()[TextNotRepeat]["en"], d.say("please repeat that").Text)
}
