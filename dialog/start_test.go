package dialog

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func (d *timedDesk) start(s Start) Reply {
	d.Helper()
	if s.Conversation == "" {
		s.Conversation = "c"
	}
	r, err := d.e.Start(d.Context(), s)
	require.NoError(d, err)
	return r
}

func TestStartSaysAndAsks(t *testing.T) {
	d := newTimedDesk(t, Options{Flows: []*Flow{timedFlow(&Timeouts{Warn: timedWarn})}})
	s := Start{ID: "1", Customer: "ann", Channel: "sms", Locale: "zh", Flow: "return", Args: map[string]string{"order": "A-1"}, Words: In("Your parcel is damaged.", "您的包裹破损了。"), Kind: "care"}
	r := d.start(s)
	require.Equal(t, Asked, r.Kind)
	require.Equal(t, "您的包裹破损了。\n为什么?", r.Text)
	require.Equal(t, r, d.start(s), "under the same id it is done once")
	require.Equal(t, []string{r.Text}, d.after(0))
	require.Equal(t, "ann", d.sent[0].Customer)
	require.Equal(t, "sms", d.sent[0].Channel)
	require.Len(t, d.after(timedWarn), 1, "the customer's silence begins there")
	require.Contains(t, d.say("坏了").Text, "A-1已退款")
	require.Equal(t, []EventType{EventSessionStarted, EventProactiveSent, EventFlowStarted, EventFlowCompleted},
		d.events(EventSessionStarted, EventProactiveSent, EventProactiveSuppressed, EventFlowStarted, EventFlowCompleted))
}

func TestStartWaitsForItsTime(t *testing.T) {
	d := newTimedDesk(t, Options{Proactive: &ProactivePolicy{QuietFrom: 22 * time.Hour, QuietTo: 8 * time.Hour}, SessionTimeout: -1})
	hello := In("Hello!", "您好!")
	r := d.start(Start{ID: "1", Words: hello, NotBefore: timedStart.Add(time.Hour)})
	require.Equal(t, Postponed, r.Kind)
	require.Empty(t, r.Text)
	require.Empty(t, d.after(time.Hour-time.Millisecond))
	require.Equal(t, []string{"Hello!"}, d.after(time.Millisecond))

	// 10 o'clock in London is 18:00 in Shanghai; five hours later it is night there.
	require.Equal(t, Postponed, d.start(Start{ID: "2", Words: hello, Zone: "Asia/Shanghai", NotBefore: d.now.Add(5 * time.Hour)}).Kind)
	require.Empty(t, d.after(5*time.Hour))
	require.Equal(t, time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC), d.due())
	require.Len(t, d.after(9*time.Hour), 1)

	// One that is of no use at that hour is never said.
	d.now = time.Date(2026, 3, 3, 23, 0, 0, 0, time.UTC)
	require.Equal(t, Suppressed, d.start(Start{ID: "3", Words: hello, Until: d.now.Add(time.Hour)}).Kind)
	require.Empty(t, d.after(24*time.Hour))
	require.Equal(t, []EventType{EventProactiveSent, EventProactiveSent, EventProactiveSuppressed}, d.events(EventProactiveSent, EventProactiveSuppressed))
}

// Several that are planned go out in the order of their times.
func TestStartsInOrder(t *testing.T) {
	d := newTimedDesk(t, Options{})
	for i, after := range []int{3, 1, 2} {
		d.start(Start{ID: fmt.Sprint(i), Words: In(fmt.Sprint(after), ""), NotBefore: timedStart.Add(time.Duration(after) * time.Hour)})
	}
	require.Empty(t, d.session().Sent)
	require.Equal(t, []string{"1", "2", "3"}, d.after(4*time.Hour))
}

// What the bot waits for, and people, are not interrupted.
func TestStartDoesNotInterrupt(t *testing.T) {
	d := newTimedDesk(t, Options{Flows: []*Flow{timedFlow(nil)}, Knowledge: timedAnswers{"delivery": {"a", "b"}}})
	offer := Start{Words: In("A sale!", "打折了!")}
	blocked := func(id string) {
		t.Helper()
		offer.ID = id
		require.Equal(t, Postponed, d.start(offer).Kind)
		require.Empty(t, d.after(time.Hour))
	}
	d.say("return it")
	blocked("1")
	d.say("A-77")
	d.say("too small")
	require.Equal(t, []string{"A sale!"}, d.after(time.Second), "the flow is done")

	d.say("delivery")
	blocked("2")
	d.say("1")
	require.Equal(t, []string{"A sale!"}, d.after(time.Second), "the customer has picked")

	_, err := d.e.Say(t.Context(), Message{ID: "1", Conversation: "c", Text: "Hi", Agent: "bo"})
	require.NoError(t, err)
	d.after(0)
	blocked("3")
	_, err = d.e.Release(t.Context(), "c", "1")
	require.NoError(t, err)
	require.Contains(t, d.after(time.Second), "A sale!", "the person is done")

	d.say("delivery")
	offer.Until = d.now.Add(time.Minute)
	blocked("4")
	d.say("1")
	require.Empty(t, d.after(time.Second), "it is of no use any more")
}

func TestStartHonoursTheCustomer(t *testing.T) {
	d := newTimedDesk(t, Options{Proactive: &ProactivePolicy{Caps: map[string]ProactiveCap{"push": {N: 1, Per: 24 * time.Hour}}, Windows: map[string]time.Duration{"wechat": 48 * time.Hour}}})
	offer := Start{ID: "1", Kind: "push", Words: In("A sale!", "打折了!")}
	d.say("hello")
	require.Equal(t, Spoken, d.start(offer).Kind)
	offer.ID = "2"
	_, err := d.e.Say(t.Context(), Message{ID: "1", Conversation: "c", Text: "Hi", Agent: "bo"})
	require.NoError(t, err)
	_, err = d.e.Release(t.Context(), "c", "1")
	require.NoError(t, err)
	require.Len(t, d.after(0), 3)
	require.Equal(t, Postponed, d.start(offer).Kind, "the cap")
	d.say("unsubscribe")
	require.Empty(t, d.after(24*time.Hour), "though it is due")
	require.Equal(t, []EventType{EventProactiveSent, EventProactiveSuppressed}, d.events(EventProactiveSent, EventProactiveSuppressed), "he does not want it any more")
	offer.ID = "3"
	require.Equal(t, Suppressed, d.start(offer).Kind)

	d = newTimedDesk(t, Options{Proactive: &ProactivePolicy{Windows: map[string]time.Duration{"wechat": 48 * time.Hour}}})
	d.handle(Message{Text: "hello", Channel: "wechat"})
	d.now = d.now.Add(47 * time.Hour)
	require.Equal(t, Spoken, d.start(offer).Kind)
	d.now = d.now.Add(2 * time.Hour)
	offer.ID = "4"
	require.Equal(t, Suppressed, d.start(offer).Kind, "the customer wrote 49 hours ago")
}

// What is planned has a bound, and survives agents and the end of the session.
func TestPlansAreBoundedAndLast(t *testing.T) {
	d := newTimedDesk(t, Options{})
	d.say("hello")
	offer := Start{Words: In("A sale!", "打折了!"), NotBefore: timedStart.Add(30 * 24 * time.Hour)}
	for i := range mostPlans {
		offer.ID = fmt.Sprint(i)
		require.Equal(t, Postponed, d.start(offer).Kind)
	}
	offer.ID = "more"
	require.Equal(t, Suppressed, d.start(offer).Kind)
	_, err := d.e.Say(t.Context(), Message{ID: "1", Conversation: "c", Text: "Hi", Agent: "bo"})
	require.NoError(t, err)
	_, err = d.e.Release(t.Context(), "c", "1")
	require.NoError(t, err)
	d.after(48 * time.Hour)
	require.Equal(t, offer.NotBefore, d.due())
	require.Len(t, d.after(40*24*time.Hour), mostPlans)
}

// A flow that another version of the bot had is not begun.
func TestPlannedFlowIsGone(t *testing.T) {
	d := newTimedDesk(t, Options{Flows: []*Flow{timedFlow(nil)}})
	d.start(Start{ID: "1", Flow: "return", NotBefore: timedStart.Add(time.Hour)})
	d.open(Options{})
	require.Empty(t, d.after(time.Hour))
	require.Equal(t, []EventType{EventProactiveSuppressed}, d.events(EventProactiveSuppressed))
}

func TestStartIsChecked(t *testing.T) {
	d := newTimedDesk(t, Options{})
	fine := Start{ID: "1", Conversation: "c", Words: In("a", "b")}
	for field, spoil := range map[string]func(*Start){
		"id":           func(s *Start) { s.ID = "" },
		"conversation": func(s *Start) { s.Conversation = "" },
		"flow":         func(s *Start) { s.Flow = "none" },
		"flow and":     func(s *Start) { s.Words = nil },
		"zone":         func(s *Start) { s.Zone = "Mars/Olympus" },
		"words":        func(s *Start) { s.Words = In(strings.Repeat("a", startSize), "") },
	} {
		s := fine
		spoil(&s)
		_, err := d.e.Start(t.Context(), s)
		require.ErrorIs(t, err, ErrInvalid, field)
		require.ErrorContains(t, err, ": "+field+" ")
	}
}

// What happened to a customer leads to one message, however often the host plans.
func TestCareStartsOnce(t *testing.T) {
	d := newTimedDesk(t, Options{Flows: []*Flow{timedFlow(nil)}})
	rules := CareRules{{Name: "damaged", Fact: "complaint_closed", After: time.Hour, Flow: "return"}}
	facts := []CareFact{{ID: "7", Type: "complaint_closed", At: timedStart, Attributes: map[string]string{"order": "A-7"}}}
	var said []string
	for range 5 {
		for _, p := range rules.Plan(d.now, facts) {
			d.start(p.Start("c", "ann"))
		}
		said = append(said, d.after(30*time.Minute)...)
	}
	require.Equal(t, []string{"Why?"}, said, "the order is known")
}
