package ticket_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

// breaches counts the breaches of a clock that were reported.
func (b *bench) breaches(id, clock string) (n int) {
	b.Helper()
	for e, err := range b.History(context.Background(), id) {
		require.NoError(b, err)
		if e.Type == ticket.EventBreached && e.Mark.Clock == clock {
			n++
		}
	}
	return n
}

func (b *bench) sweep(later time.Duration) {
	b.Helper()
	b.now = b.now.Add(later)
	_, err := b.Sweep(context.Background())
	require.NoError(b, err)
}

// A policy with a first response begins its updates with the first answer, one without with
// the opening: the rounds have other numbers.
func TestARoundThatIsNumberedAnewIsReportedOnce(t *testing.T) {
	hour := ticket.Duration(time.Hour)
	update := ticket.Target{Metric: ticket.Update, Limit: hour, Warn: []int{}}
	rung := []ticket.Rung{{Clock: "update", Percent: 200, Do: []ticket.Action{ticket.Raise(1)}}}
	b := newBench(t, &ticket.Rules{Policies: []ticket.Policy{
		{
			Name: "vip", When: ticket.Condition{All: []ticket.Test{{Field: "tag", Value: "vip"}}}, Ladder: rung,
			Targets: []ticket.Target{{Metric: ticket.FirstResponse, Limit: 10 * hour, Warn: []int{}}, update},
		},
		{Name: "all", Targets: []ticket.Target{update}, Ladder: rung},
	}})
	b.open(ticket.Draft{ID: "a", Subject: "s", Customer: "carl"}, carl)
	b.sweep(2 * time.Hour)
	require.Equal(t, 1, b.breaches("a", "update"))
	b.do("a", mia, ticket.Reply("We look into it."), ticket.Tag("vip"))
	b.sweep(time.Hour)
	assert.Equal(t, 2, b.breaches("a", "update"), "the first round of the new policy is the second one of the old")
	b.sweep(time.Hour)
	assert.Equal(t, 2, b.load("a").Priority, "and has a ladder of its own")
	b.do("a", mia, ticket.Untag("vip"))
	b.sweep(time.Hour)
	assert.Equal(t, 2, b.breaches("a", "update"), "and was reported, whatever its number")
	assert.Equal(t, 2, b.load("a").Priority)
}

func TestALimitBelowAMicrosecondIsNoChange(t *testing.T) {
	b := newBench(t, &ticket.Rules{Policies: []ticket.Policy{{Name: "p", Targets: []ticket.Target{{Metric: ticket.Resolution, Limit: ticket.Duration(time.Hour + 700)}}}}})
	c := b.open(ticket.Draft{ID: "a", Subject: "s"}, mia)
	assert.Equal(t, c.Clocks[0].Due, c.Clocks[0].Due.Truncate(time.Microsecond), "times are kept to the microsecond")
	n, err := b.Recompute(context.Background())
	require.NoError(t, err)
	assert.Zero(t, n)
	for range 3 {
		b.sweep(40 * time.Minute)
		before := b.load("a").Version
		b.sweep(0)
		assert.Equal(t, before, b.load("a").Version)
	}
}

// What was found and what was promised goes on with the case.
func TestMergingKeepsFieldsAndTheProcedure(t *testing.T) {
	b := newBench(t, &ticket.Rules{
		Fields: []ticket.FieldRule{{Name: "order", Type: ticket.TextField}, {Name: "size", Type: ticket.TextField}},
		Templates: []ticket.Template{{Name: "p", Steps: []ticket.StepRule{
			{Name: "call", Within: ticket.Duration(time.Hour), Results: []string{"who"}},
			{Name: "fix", After: []string{"call"}, Within: ticket.Duration(2 * time.Hour)},
			{Name: "tell", After: []string{"fix"}},
		}}, {Name: "q", Steps: []ticket.StepRule{{Name: "ask"}}}},
	})
	b.openAll("b", "c")
	b.open(ticket.Draft{ID: "a", Subject: "a", Template: "p", Fields: map[string]string{"order": "77", "size": "L"}}, ada)
	b.do("a", ada, ticket.Action{Do: ticket.DoStep, To: "call", Results: map[string]string{"who": "carl"}})
	b.do("b", ada, ticket.Set("size", "M"))
	b.now = b.now.Add(90 * time.Minute)
	steps := b.load("a").Steps
	got := b.merge("a", "b")
	assert.Equal(t, map[string]string{"order": "77", "size": "M"}, got.Fields, "its own ones stay")
	assert.Equal(t, "p", got.Template)
	require.Len(t, got.Clocks, 1)
	assert.Equal(t, "step:fix", got.Clocks[0].Name, "what was done in time is not late now")
	assert.Equal(t, steps[1].Due, got.Clocks[0].Due, "the deadline stays")
	assert.Equal(t, map[string]string{"who": "carl"}, got.Steps[0].Results)
	got = b.do("b", ada, ticket.Action{Do: ticket.DoStep, To: "fix"})
	assert.False(t, got.Steps[2].Started.IsZero(), "it goes on")

	b.do("c", ada, ticket.Start("q"))
	got = b.merge("b", "c")
	assert.Equal(t, "q", got.Template, "its own one stays")
	assert.Equal(t, "L", b.load("a").Fields["size"], "and the merged one is as it was")
}

func TestAVerdictIsAboutTheSolutionThatStands(t *testing.T) {
	workflow := ticket.DefaultWorkflow()
	for i := range workflow.States {
		if workflow.States[i].Kind == ticket.KindResolved { // praise does not close
			workflow.States[i].To = slices.DeleteFunc(workflow.States[i].To, func(to string) bool { return to == "closed" })
		}
	}
	b := newBench(t, &ticket.Rules{Workflow: workflow, Timers: []ticket.Timer{}})
	b.open(ticket.Draft{ID: "a", Subject: "s", Customer: "carl"}, carl)
	b.do("a", mia, ticket.MoveTo("resolved", "done"))
	c := b.do("a", carl, ticket.Judge(true, 5, "Thanks"))
	require.NotNil(t, c.Verdict)
	require.Equal(t, ticket.KindResolved, c.Kind)
	c = b.do("a", carl, ticket.Reply("It is broken again."))
	assert.Equal(t, "open", c.State)
	assert.Nil(t, c.Verdict, "he praised what did not last")
	b.do("a", mia, ticket.MoveTo("resolved", "done"))
	c = b.do("a", carl, ticket.Judge(false, 1, "No"))
	assert.Equal(t, "open", c.State)
	assert.Equal(t, "No", c.Verdict.Text, "whoever works on it should know")
	c = b.do("a", mia, ticket.MoveTo("resolved", "done now"))
	assert.Nil(t, c.Verdict, "he has not said anything of this solution")
}

// sick are hours that fail from a moment on.
type sick struct {
	ticket.AroundTheClock
	ill   *atomic.Bool
	calls *atomic.Int64
}

func (s sick) Between(from, to time.Time) time.Duration {
	if s.ill.Load() {
		s.calls.Add(1)
		panic("sick")
	}
	return s.AroundTheClock.Between(from, to)
}

func TestATicketThatFailsIsLeftAloneForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		hours := sick{ill: &atomic.Bool{}, calls: &atomic.Int64{}}
		d, err := ticket.New(ticket.NewMemoryStore(), &ticket.Options{
			Rules: &ticket.Rules{Policies: []ticket.Policy{{Name: "p", Targets: []ticket.Target{{Metric: ticket.Resolution, Limit: ticket.Duration(time.Minute), Warn: []int{}}}}}},
			Hours: map[string]ticket.Hours{"": hours},
		})
		require.NoError(t, err)
		_, err = d.Open(ctx, ticket.Draft{ID: "a", Subject: "s"}, mia)
		require.NoError(t, err)
		hours.ill.Store(true)
		ended := make(chan error)
		go func() { ended <- d.Run(ctx) }()
		time.Sleep(time.Minute + 30*time.Second + time.Millisecond)
		assert.EqualValues(t, 3, hours.calls.Load(), "when it was due, and after 5 and 15 seconds")
		time.Sleep(10 * time.Minute)
		assert.EqualValues(t, 3+11, hours.calls.Load(), "and then each minute")
		hours.ill.Store(false)
		time.Sleep(time.Minute)
		c, err := d.Load(ctx, "a")
		require.NoError(t, err)
		assert.Equal(t, []string{"resolution/1/100"}, c.Fired)
		stop()
		require.ErrorIs(t, <-ended, context.Canceled)
	})
}

func TestBackdatingTakesTheRightToRelay(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	_, err := b.Open(context.Background(), ticket.Draft{Subject: "s", Created: b.now.Add(-time.Hour)}, carl)
	var denied *ticket.DeniedError
	require.ErrorAs(t, err, &denied)
	assert.Equal(t, ticket.RightRelay, denied.Right)
	assert.Equal(t, b.now.Add(-time.Hour), b.open(ticket.Draft{Subject: "s", Created: b.now.Add(-time.Hour)}, mia).Created)
}

// What a customer's page calls tells him no more than what he reads.
func TestWhoActsSeesWhatHeMay(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	ctx := context.Background()
	his := b.As(carl)
	c, err := his.Open(ctx, ticket.Draft{ID: "a", Subject: "s", Summary: "angry", Tags: []string{"vip"}, Group: "second level"})
	require.NoError(t, err)
	seen, err := his.Load(ctx, "a")
	require.NoError(t, err)
	assert.Equal(t, seen, c)
	assert.Empty(t, c.Summary)
	c, err = his.Do(ctx, "a", ticket.Command{Actor: mia, Actions: []ticket.Action{ticket.Reply("hello")}})
	require.NoError(t, err)
	seen, err = his.Load(ctx, "a")
	require.NoError(t, err)
	assert.Equal(t, seen, c)
	assert.NotZero(t, c.Waiting, "it was he who spoke")
	all, err := b.As(mia).Do(ctx, "a", ticket.Command{Actions: []ticket.Action{ticket.Note("he is angry")}})
	require.NoError(t, err)
	assert.Equal(t, "angry", all.Summary)

	b.open(ticket.Draft{ID: "b", Subject: "Dora's secret", Customer: "dora"}, mia)
	b.merge("a", "b")
	c, err = his.Do(ctx, "a", ticket.Command{Actions: []ticket.Action{ticket.Reply("hello?")}})
	require.NoError(t, err)
	assert.Equal(t, "a", c.ID, "it went to another customer's ticket")
	assert.Equal(t, "s", c.Subject)
	assert.Contains(t, b.comments("b"), "hello?")
	_, err = his.Do(ctx, "b", ticket.Command{Actions: []ticket.Action{ticket.Reply("hello?")}})
	require.ErrorIs(t, err, ticket.ErrDenied)
}

// The right to write is not the right to read.
func TestWhoMayNotReadLearnsOnlyThatItWasDone(t *testing.T) {
	store := ticket.NewMemoryStore()
	d, err := ticket.New(store, &ticket.Options{Authorizer: ticket.AuthorizerFunc(func(_ context.Context, _ ticket.Actor, right ticket.Right, _ *ticket.Ticket) error {
		if right == ticket.RightRead {
			return errors.New("no")
		}
		return nil
	})})
	require.NoError(t, err)
	c, err := d.As(carl).Open(t.Context(), ticket.Draft{ID: "a", Subject: "s"})
	require.NoError(t, err)
	assert.Equal(t, ticket.Ticket{ID: "a"}, c)
}
