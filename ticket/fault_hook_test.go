package ticket_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

// another is one more desk on the store of a bench, whose clock is off by some time.
func (b *bench) another(o ticket.Options, off time.Duration) *ticket.Desk {
	b.Helper()
	var n atomic.Int64
	o.Now = func() time.Time { return b.now.Add(off) }
	o.NewID = func() string { return fmt.Sprintf("other %s %d", off, n.Add(1)) }
	d, err := ticket.New(b.store, &o)
	require.NoError(b, err)
	return d
}

// guarded are rules whose state open asks the guard "host".
func guarded() *ticket.Rules {
	r := ticket.Rules{Workflow: ticket.DefaultWorkflow()}
	r.Workflow.States[1].Guards = []string{"host"}
	return &r
}

func TestAGuardThatPanicsOrWaitsRefuses(t *testing.T) { synctest.Test(t, guardsRefuse) }

func guardsRefuse(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "Broken"}, mia)
	for name, c := range map[string]struct {
		guard ticket.Guard
		want  error
	}{
		"panics": {func(context.Context, *ticket.Ticket, string) error { panic("ouch") }, ticket.ErrMove},
		"waits":  {func(ctx context.Context, _ *ticket.Ticket, _ string) error { <-ctx.Done(); return ctx.Err() }, context.DeadlineExceeded},
		"writes": {func(_ context.Context, t *ticket.Ticket, _ string) error { t.Subject = "mine"; return errors.New("no") }, ticket.ErrMove},
	} {
		d := b.another(ticket.Options{Rules: guarded(), Guards: map[string]ticket.Guard{"host": c.guard}}, 0)
		before, err := b.Load(context.Background(), "a")
		require.NoError(t, err)
		_, err = d.Do(context.Background(), "a", ticket.Command{Actor: mia, Actions: []ticket.Action{ticket.Tag("x"), ticket.MoveTo("open", "")}})
		require.ErrorIs(t, err, c.want, name)
		after, err := b.Load(context.Background(), "a")
		require.NoError(t, err)
		assert.Equal(t, before, after, name)
	}
}

func TestAPanickingOnEventHearsAllEvents(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	var heard []ticket.EventType
	d := b.another(ticket.Options{Rules: &ticket.Rules{}, OnEvent: func(e ticket.Event) { heard = append(heard, e.Type); panic("ouch") }}, 0)
	_, err := d.Open(context.Background(), ticket.Draft{ID: "a", Subject: "Broken"}, mia)
	require.NoError(t, err)
	_, err = d.Do(context.Background(), "a", ticket.Command{Actor: mia, Actions: []ticket.Action{ticket.Tag("x"), ticket.Tag("y")}})
	require.NoError(t, err)
	assert.Equal(t, []ticket.EventType{ticket.EventOpened, ticket.EventTagged, ticket.EventTagged}, heard)
}

// A notice that is refused, by an error, a panic or a wait without end, comes again after
// pauses that double up to an hour, and holds up only those of its own ticket.
func TestNoticesComeAgainAfterGrowingPauses(t *testing.T) { synctest.Test(t, noticesComeAgain) }

func noticesComeAgain(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	var tried []time.Time
	var others []string
	works := false
	d := b.another(ticket.Options{
		Rules: &ticket.Rules{},
		Notifier: ticket.NotifierFunc(func(ctx context.Context, n ticket.Notice) error {
			if n.Ticket != "a" || works {
				others = append(others, n.Ticket+" "+n.Kind)
				return nil
			}
			tried = append(tried, b.now)
			switch len(tried) % 3 {
			case 0:
				panic("ouch")
			case 1:
				<-ctx.Done()
			}
			return errors.New("no")
		}),
	}, 0)
	for _, id := range []string{"a", "b"} {
		_, err := d.Open(context.Background(), ticket.Draft{ID: id, Subject: "Broken", Owner: "mia"}, ticket.BySupervisor("ada"))
		require.NoError(t, err)
		_, err = d.Do(context.Background(), id, ticket.Command{Actor: ticket.BySupervisor("ada"), Actions: []ticket.Action{ticket.Notify("agent:mia", "host", "Look.")}})
		require.NoError(t, err)
	}
	begin := b.now
	for b.now.Before(begin.Add(5 * time.Hour)) {
		_, err := d.Deliver(context.Background())
		require.NoError(t, err)
		b.now = b.now.Add(5 * time.Second)
	}
	var pauses []time.Duration
	for i := range tried[1:] {
		pauses = append(pauses, tried[i+1].Sub(tried[i]))
	}
	want := []time.Duration{5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600}
	for i := range want {
		want[i] *= time.Second
	}
	assert.Equal(t, want, pauses[:len(want)])
	assert.Equal(t, []string{"b assigned", "b host"}, others)
	works = true
	b.now = b.now.Add(time.Hour)
	_, err := d.Deliver(context.Background())
	require.NoError(t, err)
	assert.Equal(t, []string{"b assigned", "b host", "a assigned", "a host"}, others)
}

func TestTwoDesksThatSweepAtOnceDoEverythingOnce(t *testing.T) {
	rules := &ticket.Rules{Policies: []ticket.Policy{{
		Name: "p", Targets: []ticket.Target{{Metric: ticket.Resolution, Limit: ticket.Duration(time.Hour)}},
		Ladder: []ticket.Rung{{Clock: "resolution", Percent: 100, Do: []ticket.Action{ticket.Raise(1)}}},
	}}}
	b := newBench(t, rules)
	desks := []*ticket.Desk{b.another(ticket.Options{Rules: rules}, 0), b.another(ticket.Options{Rules: rules}, time.Second), b.another(ticket.Options{Rules: rules}, -time.Second)}
	const tickets = 20
	for i := range tickets {
		id := fmt.Sprint("t", i)
		b.open(ticket.Draft{ID: id, Subject: id, Customer: "carl"}, carl)
		b.do(id, mia, ticket.Snooze(b.now.Add(2*time.Hour)))
	}
	b.now = b.now.Add(4 * time.Hour)
	require.NoError(t, storetest.Parallel(6, func(i int) error {
		_, err := desks[i%len(desks)].Sweep(context.Background())
		return err
	}))
	for i := range tickets {
		kinds := map[ticket.EventType]int{}
		for e, err := range b.History(context.Background(), fmt.Sprint("t", i)) {
			require.NoError(t, err)
			kinds[e.Type]++
		}
		assert.Equal(t, []int{1, 2, 1, 1}, []int{kinds[ticket.EventWoken], kinds[ticket.EventWarned], kinds[ticket.EventBreached], kinds[ticket.EventEscalated]})
		c, err := b.Load(context.Background(), fmt.Sprint("t", i))
		require.NoError(t, err)
		assert.Equal(t, 1, c.Priority)
	}
}

// A desk whose clock was set back, or is behind those of others, goes on where the
// history is: what comes later is never earlier, and events of one commit share their time.
func TestTimeDoesNotGoBackInAHistory(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	begin := b.now
	b.open(ticket.Draft{ID: "a", Subject: "Broken", Customer: "carl"}, carl)
	b.open(ticket.Draft{ID: "b", Subject: "Broken", Customer: "carl"}, carl)
	behind := b.another(ticket.Options{Rules: &ticket.Rules{}}, -time.Hour)
	b.do("b", mia, ticket.Tag("x"))
	later := b.now
	staff := ticket.BySupervisor("ada")
	c, err := behind.Do(context.Background(), "a", ticket.Command{Actor: staff, Actions: []ticket.Action{
		ticket.MoveTo("open", ""), ticket.LinkTo(ticket.Related, "b"), ticket.Reply("Hello"),
	}})
	require.NoError(t, err)
	assert.Equal(t, later, c.Entered)
	assert.Equal(t, later, c.Replied)
	var times []time.Time
	for e, err := range behind.History(context.Background(), "a") {
		require.NoError(t, err)
		times = append(times, e.At)
	}
	assert.Equal(t, []time.Time{begin, later, later, later}, times)
	_, err = behind.Do(context.Background(), "a", ticket.Command{Actor: staff, Actions: []ticket.Action{ticket.Snooze(later)}})
	require.ErrorIs(t, err, ticket.ErrInvalid)
}
