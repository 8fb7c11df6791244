package dialog

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	timedWarn   = 5 * time.Minute
	timedExpire = 15 * time.Minute
)

func TestFlowWarnsExpiresAndGoesOn(t *testing.T) {
	for lang, c := range map[string]struct{ start, warn, expired, back, yes, resumed string }{
		"en": {"I want to return it", "Are you still there? I'm waiting to go on with the return.\nWhich order?", "I have put the return aside, as I have not heard from you. What you told me is kept; just write again to go on.", "hello", "yes please", "Why?"},
		"zh": {"我要退货", "请问您还在吗？退货还没有办完。\n哪个订单?", "由于长时间没有收到您的回复，退货已暂停。填写的内容会为您保留，随时回复即可继续。", "你好", "好的", "为什么?"},
	} {
		t.Run(lang, func(t *testing.T) {
			d := newTimedDesk(t, Options{Locale: lang, Flows: []*Flow{timedFlow(&Timeouts{Warn: timedWarn, Expire: timedExpire})}})
			require.Equal(t, Asked, d.say(c.start).Kind)
			require.Equal(t, timedStart.Add(timedWarn), d.due())
			require.Empty(t, d.after(timedWarn-time.Second))
			require.Equal(t, []string{c.warn}, d.after(time.Second))
			require.Empty(t, d.after(time.Minute), "one reminder for each silence")

			require.Equal(t, Asked, d.say("A-77").Kind)
			require.Empty(t, d.after(timedWarn-time.Second), "an answer begins a new silence")
			require.Len(t, d.after(time.Second), 1)
			require.Equal(t, []string{c.expired}, d.after(timedExpire-timedWarn))
			require.Equal(t, []Effect{{Name: "ended", Key: "c/m1/return/end/flow_expired", Args: map[string]string{
				"flow": "return", "run": "m1", "ended": "flow_expired", "slot.order": "A-77",
			}}}, d.effects())

			back := d.say(c.back)
			require.Equal(t, Chatted, back.Kind)
			require.Len(t, back.Choices, 2, "the customer is asked whether to go on")
			on := d.say(c.yes)
			require.Equal(t, Asked, on.Kind)
			require.Contains(t, on.Text, c.resumed, "the order is known already")
			require.Contains(t, d.say("too small").Text, "A-77")
			require.Equal(t, []EventType{EventFlowStarted, EventTimeoutWarned, EventTimeoutWarned, EventFlowExpired, EventFlowResumed, EventFlowCompleted},
				d.events(EventFlowStarted, EventTimeoutWarned, EventFlowExpired, EventFlowResumed, EventFlowCompleted))
			d.after(0)
			require.Equal(t, "c/m1/return/end/flow_completed", d.effects()[1].Key, "an end of its own")
		})
	}
}

// A slot may take longer than its flow.
func TestSlotTimeouts(t *testing.T) {
	d := newTimedDesk(t, Options{Flows: []*Flow{timedFlow(nil)}, Timeouts: Timeouts{Warn: timedWarn, Expire: timedExpire, Slots: map[string]Timeouts{"reason": {Warn: time.Hour}}}})
	d.say("return it")
	require.Equal(t, timedStart.Add(timedWarn), d.due(), "the engine's own are for flows that have none")
	d.say("A-77")
	require.Equal(t, timedStart.Add(time.Hour), d.due())
	require.Len(t, d.after(time.Hour), 1)
	require.Empty(t, d.after(22*time.Hour), "this slot never expires")

	d = newTimedDesk(t, Options{Flows: []*Flow{timedFlow(nil)}, SessionTimeout: -1, Timeouts: Timeouts{Keep: 48 * time.Hour, Slots: map[string]Timeouts{"order": {Expire: time.Hour}}}})
	d.say("return it")
	d.after(time.Hour)
	require.Equal(t, timedStart.Add(49*time.Hour), d.due(), "what is left is kept as long as any other")
}

// Whether anybody sweeps does not change how a conversation goes.
func TestLateWithoutSweep(t *testing.T) {
	d := newTimedDesk(t, Options{Flows: []*Flow{timedFlow(&Timeouts{Expire: timedExpire})}})
	d.say("return it")
	d.now = d.now.Add(timedExpire - time.Second)
	require.Equal(t, Asked, d.say("A-1").Kind)
	d.now = d.now.Add(timedExpire)
	r := d.say("B-2")
	require.Equal(t, Offered, r.Kind, "the flow has expired; what he says may belong to it")
	require.Equal(t, []EventType{EventFlowExpired}, d.events(EventFlowExpired, EventFlowResumed))
	r = d.handle(Message{Choice: choiceYes})
	require.Contains(t, r.Text, "Why?")
	require.Equal(t, "A-1", d.session().top().Slots["order"].Value, "a filled slot is not overwritten by it")
}

// The words that a customer comes back with are taken as the answer they are.
func TestComeBackWithTheAnswer(t *testing.T) {
	d := newTimedDesk(t, Options{Flows: []*Flow{timedFlow(&Timeouts{Expire: timedExpire})}})
	d.say("return it")
	d.after(timedExpire)
	require.Equal(t, Offered, d.say("A-77").Kind)
	require.Contains(t, d.say("1").Text, "Why?")
	require.Equal(t, "A-77", d.session().top().Slots["order"].Value)
}

func TestComeBackAndDecline(t *testing.T) {
	d := newTimedDesk(t, Options{
		Flows:     []*Flow{timedFlow(&Timeouts{Expire: timedExpire})},
		Knowledge: timedAnswers{"opening hours": {"hours"}},
	})
	d.say("return it")
	d.after(timedExpire)
	r := d.say("opening hours")
	require.Equal(t, Answered, r.Kind, "what he asks comes first")
	require.Contains(t, r.Text, "Shall we go on with the return, where you left?")
	r = d.say("no")
	require.Equal(t, Completed, r.Kind)
	require.Empty(t, d.session().Left)
	require.Equal(t, []EventType{EventFlowExpired, EventFlowCancelled}, d.events(EventFlowExpired, EventFlowCancelled, EventFlowResumed))
	require.NotContains(t, d.say("opening hours").Text, "Shall we")
}

// He is asked once, and what he left is kept for a time.
func TestLeftIsKeptForATime(t *testing.T) {
	opts := Options{Flows: []*Flow{timedFlow(&Timeouts{Expire: timedExpire, Keep: 48 * time.Hour})}, Knowledge: timedAnswers{"opening hours": {"hours"}, "your address": {"address"}}}
	d := newTimedDesk(t, opts)
	d.say("return it")
	d.after(timedExpire)
	require.Contains(t, d.say("opening hours").Text, "Shall we go on")
	require.NotContains(t, d.say("your address").Text, "Shall we go on")
	require.Contains(t, d.say("continue").Text, "Which order?", "he can still say so himself")

	d.after(timedExpire)
	require.Empty(t, d.after(48*time.Hour))
	require.Empty(t, d.session().Left, "nothing of it is kept any longer")
	require.True(t, d.due().IsZero(), "and nothing wakes the conversation again")

	d = newTimedDesk(t, opts)
	d.say("return it")
	d.after(timedExpire)
	d.now = d.now.Add(48 * time.Hour)
	require.NotContains(t, d.say("opening hours").Text, "Shall we go on", "also where nobody sweeps")
}

// Flows that were put aside for another one expire with it, and are taken up with it.
func TestAllOpenFlowsExpireTogether(t *testing.T) {
	second := &Flow{Name: "track", Phrases: []string{"track it"}, Steps: []Step{Ask(TextSlot("number", nil, In("Which parcel?", "哪个包裹?")))}}
	d := newTimedDesk(t, Options{Flows: []*Flow{timedFlow(nil), second}, Timeouts: Timeouts{Expire: timedExpire}})
	d.say("return it")
	require.Contains(t, d.say("track it").Text, "Which parcel?")
	d.after(timedExpire)
	require.Len(t, d.session().Left, 2)
	d.say("hello")
	require.Contains(t, d.say("yes").Text, "Which parcel?")
	require.Contains(t, d.say("P1").Text, "Which order?")
}

func TestSessionsEnd(t *testing.T) {
	d := newTimedDesk(t, Options{Knowledge: timedAnswers{"opening hours": {"hours"}, "delivery": {"a", "b"}}})
	d.say("opening hours")
	d.say("delivery")
	require.NotEmpty(t, d.session().Offered)
	require.Empty(t, d.after(24*time.Hour), "the end of a session is no message")
	s := d.session()
	require.Empty(t, s.Offered)
	require.Empty(t, s.Topic)
	require.True(t, d.due().IsZero())
	d.say("opening hours")
	require.Equal(t, []EventType{EventSessionStarted, EventSessionEnded, EventSessionStarted}, d.events(EventSessionStarted, EventSessionEnded))

	d.now = d.now.Add(24 * time.Hour)
	d.say("delivery")
	require.Len(t, d.events(EventSessionStarted, EventSessionEnded), 5, "also where nobody sweeps")

	d = newTimedDesk(t, Options{SessionTimeout: -1})
	d.say("hello")
	require.True(t, d.due().IsZero())
}

// A flow without time-outs expires with its session, and its answer is not taken from
// what the customer says the day after.
func TestFlowsEndWithTheirSession(t *testing.T) {
	d := newTimedDesk(t, Options{Flows: []*Flow{timedFlow(nil)}})
	d.say("return it")
	d.after(24 * time.Hour)
	require.Equal(t, []EventType{EventFlowExpired, EventSessionEnded}, d.events(EventFlowExpired, EventSessionEnded))
	require.Equal(t, Offered, d.say("A-77").Kind)
}

func TestIdle(t *testing.T) {
	d := newTimedDesk(t, Options{
		Knowledge: timedAnswers{"delivery": {"a", "b"}, "returns": {"c", "d"}, "opening hours": {"hours"}},
		Idle:      Idle{After: time.Minute, Words: []Words{In("Hello?", "在吗?"), In("Still there?", "还在吗?")}, Max: 3, End: true},
	})
	d.say("opening hours")
	require.Empty(t, d.after(time.Hour), "nobody waits for him")
	d.say("delivery")
	require.Equal(t, []string{"Hello?"}, d.after(time.Minute))
	require.Equal(t, []string{"Still there?"}, d.after(time.Minute))
	require.Equal(t, []string{"Still there?"}, d.after(time.Minute))
	require.Empty(t, d.after(time.Minute))
	require.Equal(t, []EventType{EventSessionEnded}, d.events(EventSessionEnded))
	d.say("delivery")
	require.Equal(t, []string{"Hello?"}, d.after(time.Minute), "the ladder begins anew")
	d.say("1")
	require.Empty(t, d.after(time.Minute))
	d.say("returns")
	require.Equal(t, []string{"Hello?"}, d.after(time.Minute), "and so it does after an answer")

	warned := Options{Flows: []*Flow{timedFlow(&Timeouts{Warn: time.Hour})}, Idle: Idle{After: time.Minute}}
	d = newTimedDesk(t, warned)
	d.say("return it")
	require.Empty(t, d.after(time.Minute), "a flow with a reminder has no second one")
	warned.Flows = []*Flow{timedFlow(nil)}
	d = newTimedDesk(t, warned)
	d.say("return it")
	require.Equal(t, []string{"Are you still there?\nWhich order?"}, d.after(time.Minute))
}

// While a person has the conversation, the bot minds no time.
func TestAgentsAreNotTimedOut(t *testing.T) {
	d := newTimedDesk(t, Options{Flows: []*Flow{timedFlow(&Timeouts{Warn: timedWarn})}})
	d.say("return it")
	_, err := d.e.Say(t.Context(), Message{ID: "1", Conversation: "c", Text: "Hi", Agent: "bo"})
	require.NoError(t, err)
	require.True(t, d.due().IsZero())
	d.say("hello")
	require.True(t, d.due().IsZero())
	_, err = d.e.Release(t.Context(), "c", "1")
	require.NoError(t, err)
	require.Equal(t, timedStart.Add(24*time.Hour), d.due(), "the session goes on")
}

func TestHandoffReminders(t *testing.T) {
	d := newTimedDesk(t, Options{HandoffReminder: 10 * time.Minute, SessionTimeout: -1})
	require.Equal(t, HandedOff, d.say("I want to talk to a human").Kind)
	d.after(0)
	waiting := []string{"You are still in the queue for a colleague, nothing is lost."}
	require.Equal(t, waiting, d.after(10*time.Minute))
	require.Equal(t, waiting, d.after(10*time.Minute))
	_, err := d.e.Say(t.Context(), Message{ID: "1", Conversation: "c", Text: "Hi", Agent: "bo"})
	require.NoError(t, err)
	require.Equal(t, []string{"Hi"}, d.after(10*time.Minute))
	require.True(t, d.due().IsZero())
}

// A clock that jumps loses nothing and says nothing twice.
func TestClockJumps(t *testing.T) {
	d := newTimedDesk(t, Options{Flows: []*Flow{timedFlow(&Timeouts{Warn: timedWarn, Expire: timedExpire})}})
	d.say("return it")
	require.Empty(t, d.after(-72*time.Hour))
	require.Equal(t, Asked, d.say("A-77").Kind, "the flow goes on")
	require.Len(t, d.after(timedWarn), 1)
	require.Empty(t, d.after(-timedWarn))
	require.Empty(t, d.after(timedWarn))
	require.Len(t, d.after(100*24*time.Hour), 0, "the session ended, which is no message")
	require.Equal(t, []EventType{EventTimeoutWarned, EventFlowExpired, EventSessionEnded}, d.events(EventTimeoutWarned, EventFlowExpired, EventSessionEnded))
	require.True(t, d.after(-200*24*time.Hour) == nil)
	require.Equal(t, Chatted, d.say("hello").Kind)
}

// After a reminder that came late there is still time to answer it.
func TestLateReminderLeavesTime(t *testing.T) {
	d := newTimedDesk(t, Options{Flows: []*Flow{timedFlow(&Timeouts{Warn: timedWarn, Expire: timedExpire})}})
	d.say("return it")
	require.Len(t, d.after(timedExpire-time.Second), 1)
	require.Empty(t, d.after(timedExpire-timedWarn-time.Second))
	require.Len(t, d.after(time.Second), 1)
}

func TestTimeOptionsAreChecked(t *testing.T) {
	_, err := NewEngine(NewMemoryStore(), &Options{
		Timeouts: Timeouts{Warn: 2, Expire: 1}, Idle: Idle{After: -1}, Merge: -1, TurnTimeout: -1, HandoffReminder: -1,
		Proactive: &ProactivePolicy{MinGap: -1}, Middleware: []Middleware{nil},
	})
	require.ErrorIs(t, err, ErrInvalid)
	for _, field := range []string{"timeouts", "idle", "merge", "turn_timeout", "handoff_reminder", "min_gap", "middleware"} {
		require.ErrorContains(t, err, ": "+field+" ")
	}
}
