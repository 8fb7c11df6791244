package dialog

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog/escalation"
)

// The policy knows for how long a customer has waited for what he wants: since the first
// question in a row that had no answer, and since he is in the queue.
func TestSignalsOfWaiting(t *testing.T) {
	var waited time.Duration
	watch := escalation.Rule{Name: "watch", Priority: 1, When: func(s escalation.Signals, _ escalation.Memory) bool { waited = s.Waited; return false }}
	d := newTimedDesk(t, Options{
		Knowledge: timedAnswers{"opening hours": {"hours"}}, MaxUnanswered: -1, Escalation: &escalation.Policy{Rules: []escalation.Rule{watch}},
		Available: func(context.Context, Handoff) (Availability, error) { return Availability{Busy: true}, nil },
		Reader: ReaderFunc(func(_ context.Context, in ReadInput) (Understood, error) {
			return Understood{Reading: Reading{WantsHuman: in.Text == "a person"}}, nil
		}),
	})
	says := func(words string, after, want time.Duration) {
		t.Helper()
		d.after(after)
		d.say(words)
		require.Equal(t, want, waited, words)
	}
	says("where is my parcel", 0, 0)
	says("I mean the blue parcel", 5*time.Minute, 5*time.Minute)
	says("it has not come", 20*time.Minute, 25*time.Minute)
	says("opening hours", time.Minute, 0)
	says("where is my parcel", time.Hour, 0)
	d.say("a person")
	says("opening hours", 10*time.Minute, 10*time.Minute)
	says("opening hours", 10*time.Minute, 20*time.Minute)
	fail := func() {
		t.Helper()
		_, err := d.e.Progress(t.Context(), "c", d.now.String(), HandoffProgress{ID: d.session().Pending.ID, State: HandoffFailed})
		require.NoError(t, err)
	}
	fail()
	says("opening hours", time.Minute, 0)
	d.say("a person")
	d.after(30 * time.Minute)
	fail()
	says("my parcel", time.Minute, 31*time.Minute)
}

// Who waits in the queue is not asked whether he wants a person.
func TestNoOfferInTheQueue(t *testing.T) {
	d := newTimedDesk(t, Options{
		MaxUnanswered: -1, Escalation: &escalation.Policy{Rules: []escalation.Rule{{Name: "waiting", If: escalation.If{Waited: escalation.Span(15 * time.Minute)}, Do: escalation.Offer}}},
		Available: func(context.Context, Handoff) (Availability, error) { return Availability{Busy: true}, nil },
		Reader: ReaderFunc(func(_ context.Context, in ReadInput) (Understood, error) {
			return Understood{Reading: Reading{WantsHuman: in.Text == "a person"}}, nil
		}),
	})
	d.say("where is my parcel")
	d.after(20 * time.Minute)
	require.Contains(t, d.say("the blue one").Text, "Would you like me to pass you on")
	d.say("no")
	d.say("a person")
	d.after(time.Hour)
	r := d.say("the blue one, please")
	require.NotContains(t, r.Text, "pass you on")
	require.Empty(t, r.Choices)
}
