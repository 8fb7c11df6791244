package dialog_test

import (
	"encoding/json"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/dialog"
)

var handoffStates = []dialog.HandoffState{
	"", dialog.HandoffRequested, dialog.HandoffAccepted, dialog.HandoffFailed, dialog.HandoffCompleted,
}

// TestHandoffStates is the whole table: rows are what it is, columns what is
// reported, in the order of handoffStates and "nonsense" last.
func TestHandoffStates(t *testing.T) {
	table := []string{
		"-R----",
		"-RAFC-",
		"-RAFC-",
		"-RAFC-",
		"----C-",
	}
	for i, row := range table {
		from := handoffStates[i]
		for k, to := range append(slices.Clone(handoffStates), "nonsense") {
			got, err := from.Next(to)
			if row[k] != '-' {
				require.NoError(t, err, "%q to %q", from, to)
				assert.Equal(t, to, got)
				continue
			}
			var wrong *dialog.TransitionError
			require.ErrorAs(t, err, &wrong, "%q to %q", from, to)
			require.ErrorIs(t, err, dialog.ErrInvalid)
			assert.Equal(t, from, got, "nothing changes")
			assert.Equal(t, [2]dialog.HandoffState{from, to}, [2]dialog.HandoffState{wrong.From, wrong.To})
		}
	}
	_, err := dialog.HandoffCompleted.Next(dialog.HandoffAccepted)
	assert.EqualError(t, err, "dialog: invalid input: a hand-off that is completed cannot become accepted, but completed")
	_, err = dialog.HandoffState("").Next(dialog.HandoffAccepted)
	assert.EqualError(t, err, "dialog: invalid input: a hand-off that is not requested cannot become accepted, but requested")
	_, err = dialog.HandoffState("lost").Next(dialog.HandoffAccepted)
	assert.EqualError(t, err, "dialog: invalid input: a hand-off that is lost cannot become accepted, but nothing")
}

// handoffStep is one thing that happens to a hand-off, and what must come of it.
type handoffStep struct {
	report dialog.HandoffProgress
	owner  dialog.Role
	notice dialog.HandoffNotice
}

// TestHandoffOwnership: who answers, and what the customer is told, in whole courses.
func TestHandoffOwnership(t *testing.T) {
	requested, accepted, failed, completed := dialog.HandoffRequested, dialog.HandoffAccepted, dialog.HandoffFailed, dialog.HandoffCompleted
	cases := []struct {
		name  string
		there dialog.Availability
		serve bool
		owner dialog.Role
		first dialog.HandoffNotice
		steps []handoffStep
	}{
		{"people are free", dialog.Availability{}, false, dialog.Agent, dialog.NoticeRequested, []handoffStep{
			{dialog.HandoffProgress{State: accepted, Agent: "bob"}, dialog.Agent, dialog.NoticeAccepted},
			{dialog.HandoffProgress{State: accepted, Agent: "bob"}, dialog.Agent, dialog.NoNotice},
			{dialog.HandoffProgress{State: accepted, Agent: "eve"}, dialog.Agent, dialog.NoticeAccepted},
			{dialog.HandoffProgress{State: completed}, dialog.Bot, dialog.NoticeCompleted},
			{dialog.HandoffProgress{State: completed}, dialog.Bot, dialog.NoNotice},
		}},
		{"the bot serves by choice", dialog.Availability{}, true, dialog.Bot, dialog.NoticeRequested, []handoffStep{
			{dialog.HandoffProgress{State: accepted, Agent: "bob"}, dialog.Agent, dialog.NoticeAccepted},
			{dialog.HandoffProgress{State: failed}, dialog.Bot, dialog.NoticeFailed},
			{dialog.HandoffProgress{State: failed}, dialog.Bot, dialog.NoNotice},
			{dialog.HandoffProgress{State: requested, Place: 2}, dialog.Bot, dialog.NoticeBusy},
			{dialog.HandoffProgress{State: accepted, Agent: "eve"}, dialog.Agent, dialog.NoticeAccepted},
		}},
		{"people are busy", dialog.Availability{Busy: true, Place: 9, Wait: time.Minute}, false, dialog.Bot, dialog.NoticeBusy, []handoffStep{
			{dialog.HandoffProgress{State: requested, Place: 8}, dialog.Bot, dialog.NoNotice},
			{dialog.HandoffProgress{State: requested, Place: 5}, dialog.Bot, dialog.NoNotice},
			{dialog.HandoffProgress{State: requested, Place: 4}, dialog.Bot, dialog.NoticeQueue},
			{dialog.HandoffProgress{State: requested, Place: 6}, dialog.Bot, dialog.NoNotice},
			{dialog.HandoffProgress{State: requested, Place: 2}, dialog.Bot, dialog.NoticeQueue},
			{dialog.HandoffProgress{State: requested, Place: 1}, dialog.Bot, dialog.NoticeQueue},
			{dialog.HandoffProgress{State: requested, Place: 1}, dialog.Bot, dialog.NoNotice},
			{dialog.HandoffProgress{State: completed}, dialog.Bot, dialog.NoticeWithdrawn},
		}},
		{"a queue whose length becomes known later", dialog.Availability{Busy: true, Place: -3, Wait: -1}, false, dialog.Bot, dialog.NoticeBusy, []handoffStep{
			{dialog.HandoffProgress{State: requested, Wait: time.Minute}, dialog.Bot, dialog.NoNotice},
			{dialog.HandoffProgress{State: requested, Place: 300}, dialog.Bot, dialog.NoticeQueue},
		}},
		{"put back into the queue", dialog.Availability{}, false, dialog.Agent, dialog.NoticeRequested, []handoffStep{
			{dialog.HandoffProgress{State: accepted, Agent: "bob"}, dialog.Agent, dialog.NoticeAccepted},
			{dialog.HandoffProgress{State: requested}, dialog.Agent, dialog.NoticeRequeued},
			{dialog.HandoffProgress{State: failed}, dialog.Bot, dialog.NoticeFailed},
			{dialog.HandoffProgress{State: requested}, dialog.Agent, dialog.NoticeRequested},
		}},
		{"nobody works", dialog.Availability{Closed: true, Busy: true, Place: 3}, false, dialog.Bot, dialog.NoticeClosed, []handoffStep{
			{dialog.HandoffProgress{State: accepted, Agent: "early"}, dialog.Agent, dialog.NoticeAccepted},
		}},
	}
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p, notice := dialog.Pending{}.Begin("h", c.there, c.serve, at)
			assert.Equal(t, c.first, notice)
			assert.Equal(t, c.owner, p.Owner())
			for i, step := range c.steps {
				step.report.ID = "h"
				now := at.Add(time.Duration(i+1) * time.Minute)
				next, notice, err := p.Apply(step.report, now)
				require.NoError(t, err, "step %d", i)
				assert.Equal(t, step.notice, notice, "step %d", i)
				assert.Equal(t, step.owner, next.Owner(), "step %d", i)
				assert.Equal(t, step.report.Agent, next.Agent, "step %d", i)
				assert.Equal(t, notice != dialog.NoNotice, next.Heard.Equal(now), "step %d: when he heard", i)
				assert.Equal(t, next.State != p.State, next.Since.Equal(now), "step %d: since when", i)
				p = next
			}
		})
	}
}

func TestHandoffBeginsOnce(t *testing.T) {
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	p, _ := dialog.Pending{}.Begin("h1", dialog.Availability{Busy: true, Place: 7}, false, at)
	again, notice := p.Begin("h2", dialog.Availability{}, false, at.Add(time.Minute))
	assert.Equal(t, dialog.NoticeWaiting, notice, "he is told, not queued again")
	assert.Equal(t, "h1", again.ID)
	assert.Equal(t, 7, again.Place)
	assert.Equal(t, at, again.Since)

	p, _, err := p.Apply(dialog.HandoffProgress{ID: "h1", State: dialog.HandoffAccepted, Agent: "bob"}, at)
	require.NoError(t, err)
	again, notice = p.Begin("h2", dialog.Availability{}, false, at)
	assert.Equal(t, p, again)
	assert.Equal(t, dialog.NoNotice, notice)

	p, _, err = p.Apply(dialog.HandoffProgress{ID: "h1", State: dialog.HandoffCompleted}, at)
	require.NoError(t, err)
	again, notice = p.Begin("h2", dialog.Availability{}, false, at)
	assert.Equal(t, dialog.NoticeRequested, notice)
	assert.Equal(t, dialog.Pending{ID: "h2", State: dialog.HandoffRequested, Since: at, Heard: at}, again, "nothing is left of the one before")
}

// TestHandoffReportsOutOfPlace: what must change nothing.
func TestHandoffReportsOutOfPlace(t *testing.T) {
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	p, _ := dialog.Pending{}.Begin("h2", dialog.Availability{}, false, at)
	same, notice, err := p.Apply(dialog.HandoffProgress{ID: "h1", State: dialog.HandoffAccepted}, at)
	var field *dialog.FieldError
	require.ErrorAs(t, err, &field)
	assert.Equal(t, "id", field.Field)
	assert.Equal(t, p, same)
	assert.Empty(t, notice)
	_, _, err = dialog.Pending{}.Apply(dialog.HandoffProgress{State: dialog.HandoffRequested}, at)
	require.ErrorAs(t, err, &field, "nothing is in progress")

	p, _, err = p.Apply(dialog.HandoffProgress{ID: "h2", State: dialog.HandoffAccepted, Agent: "bob", At: at.Add(5 * time.Second)}, at)
	require.NoError(t, err)
	same, notice, err = p.Apply(dialog.HandoffProgress{ID: "h2", State: dialog.HandoffRequested, Place: 1, At: at.Add(4 * time.Second)}, at.Add(time.Minute))
	require.NoError(t, err, "overtaken on the way")
	assert.Equal(t, p, same)
	assert.Empty(t, notice)
	p, _, err = p.Apply(dialog.HandoffProgress{ID: "h2", State: dialog.HandoffCompleted, At: at.Add(6 * time.Second)}, at)
	require.NoError(t, err)
	same, _, err = p.Apply(dialog.HandoffProgress{ID: "h2", State: dialog.HandoffAccepted, At: at.Add(7 * time.Second)}, at)
	require.ErrorIs(t, err, dialog.ErrInvalid)
	assert.Equal(t, p, same)
}

func TestHandoffReminder(t *testing.T) {
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	p, _ := dialog.Pending{}.Begin("h", dialog.Availability{Busy: true}, false, at)
	assert.Equal(t, at.Add(time.Minute), p.Due(time.Minute))
	assert.Zero(t, p.Due(0))
	p, notice := p.Remind(at.Add(time.Hour))
	assert.Equal(t, dialog.NoticeWaiting, notice)
	assert.Equal(t, at.Add(2*time.Hour), p.Due(time.Minute), "as long again as he has waited")
	assert.Equal(t, at.Add(3*time.Hour), p.Due(2*time.Hour))
	assert.Equal(t, at, p.Since)
	p, _, err := p.Apply(dialog.HandoffProgress{ID: "h", State: dialog.HandoffFailed}, at)
	require.NoError(t, err)
	assert.Zero(t, p.Due(time.Minute), "nobody is waited for")
	same, notice := p.Remind(at)
	assert.Equal(t, p, same)
	assert.Empty(t, notice)
}

// TestHandoffNeverSilent: whatever is reported, the customer hears of every change
// of who answers, of every place that halves and not of many more, and the state
// survives its own JSON.
func TestHandoffNeverSilent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
		there := dialog.Availability{Closed: rapid.Bool().Draw(t, "closed"), Busy: rapid.Bool().Draw(t, "busy"), Place: rapid.IntRange(0, 50).Draw(t, "place")}
		p, notice := dialog.Pending{}.Begin("h", there, rapid.Bool().Draw(t, "serve"), at)
		require.NotEmpty(t, notice)
		queue, longest := 0, there.Place
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			at = at.Add(time.Second)
			r := dialog.HandoffProgress{
				ID: "h", State: rapid.SampledFrom(handoffStates).Draw(t, "state"), Place: rapid.IntRange(-2, 50).Draw(t, "place"),
				Agent: rapid.SampledFrom([]string{"bob", "eve"}).Draw(t, "agent"),
			}
			next, notice, err := p.Apply(r, at)
			if err != nil {
				require.Equal(t, p, next)
				continue
			}
			if next.Owner() != p.Owner() || next.Agent != "" && next.Agent != p.Agent {
				require.NotEmpty(t, notice, "%+v to %+v", p, next)
			}
			if next.State != p.State {
				queue, longest = 0, next.Place
			} else if notice == dialog.NoticeQueue {
				queue++
			}
			require.GreaterOrEqual(t, next.Place, 0)
			longest = max(longest, next.Place)
			require.LessOrEqual(t, float64(queue), math.Log2(float64(max(longest, 1)))+2)
			require.Contains(t, []dialog.Role{dialog.Bot, dialog.Agent}, next.Owner())
			require.Equal(t, next.Open(), next.State == dialog.HandoffRequested || next.State == dialog.HandoffAccepted)

			data, err := json.Marshal(next)
			require.NoError(t, err)
			var back dialog.Pending
			require.NoError(t, json.Unmarshal(data, &back))
			require.Equal(t, next, back)
			p = next
		}
	})
}
