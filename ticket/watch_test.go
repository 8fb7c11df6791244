package ticket_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

// two returns two desks on one store, with the clock of the test.
func two(t *testing.T, rules *ticket.Rules, notify ticket.Notifier) (here, there *ticket.Desk) {
	t.Helper()
	store := ticket.NewMemoryStore()
	var desks []*ticket.Desk
	for _, name := range []string{"here", "there"} {
		n := 0
		d, err := ticket.New(store, &ticket.Options{
			Rules: rules, Notifier: notify, Poll: time.Second, NewID: func() string { n++; return fmt.Sprint(name, n) },
		})
		require.NoError(t, err)
		desks = append(desks, d)
	}
	return desks[0], desks[1]
}

// heard is what somebody hears who watches, and when.
type heard struct {
	list []string
	last int64
	done chan struct{}
}

func (h *heard) from(ctx context.Context, t *testing.T, d *ticket.Desk, after int64) *heard {
	t.Helper()
	begin := time.Now()
	h.done = make(chan struct{})
	go func() {
		defer close(h.done)
		for e, err := range d.Watch(ctx, after) {
			if !assert.NoError(t, err) {
				return
			}
			h.list, h.last = append(h.list, fmt.Sprint(e.Ticket, " ", e.Type, " ", time.Since(begin))), e.Seq
		}
	}()
	synctest.Wait()
	return h
}

// Who watches hears of each event once, in order: of those of his desk at once, of those
// of others when it looks; from a number on, from the beginning, or of what is new only.
func TestWatchHearsOfEachEventOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		here, there := two(t, &ticket.Rules{}, nil)
		ctx, stop := context.WithCancel(t.Context())
		open := func(d *ticket.Desk, id string) {
			_, err := d.Open(t.Context(), ticket.Draft{ID: id, Subject: id}, mia)
			require.NoError(t, err)
		}
		open(here, "old")
		all, news := new(heard).from(ctx, t, here, 0), new(heard).from(ctx, t, here, -1)
		time.Sleep(100 * time.Millisecond)
		open(here, "own")
		synctest.Wait()
		open(there, "other")
		time.Sleep(2 * time.Second)
		synctest.Wait()
		want := []string{"own opened 100ms", "other opened 1s"}
		assert.Equal(t, want, news.list)
		assert.Equal(t, append([]string{"old opened 0s"}, want...), all.list)
		stop()
		<-all.done
		<-news.done

		open(there, "later")
		ctx, stop = context.WithCancel(t.Context())
		rest := new(heard).from(ctx, t, there, all.last)
		synctest.Wait()
		assert.Equal(t, []string{"later opened 0s"}, rest.list)
		stop()
		<-rest.done
	})
}

// deaf is a store whose feed, or the number of whose last event, cannot be read.
type deaf struct{ ticket.Store }

func (deaf) Last(context.Context) (int64, error) { return 0, errStoreFaults }

func (deaf) Feed(context.Context, int64) iter.Seq2[ticket.Event, error] {
	return func(yield func(ticket.Event, error) bool) { yield(ticket.Event{}, errStoreFaults) }
}

func TestWatchEndsWithAnErrorOfTheStore(t *testing.T) {
	d, err := ticket.New(deaf{ticket.NewMemoryStore()}, nil)
	require.NoError(t, err)
	for _, after := range []int64{-1, 0} {
		var faults []error
		for _, err := range d.Watch(t.Context(), after) {
			faults = append(faults, err)
		}
		assert.Equal(t, []error{errStoreFaults}, faults)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range d.Watch(over, 0) {
		t.Error("who has gone hears nothing: ", err)
	}
}

// Run does what is due when it is, also on tickets that another desk opened, delivers what
// follows, and ends with its context.
func TestRunDoesWhatIsDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told []string
		begin := time.Now()
		here, there := two(t, &ticket.Rules{Policies: []ticket.Policy{{Name: "p", Targets: []ticket.Target{
			{Metric: ticket.Resolution, Limit: ticket.Duration(10 * time.Minute), Warn: []int{50}},
		}}}}, ticket.NotifierFunc(func(_ context.Context, n ticket.Notice) error {
			told = append(told, fmt.Sprint(n.Kind, " ", time.Since(begin).Truncate(time.Minute)))
			if len(told) == 2 {
				panic("once") // it comes again
			}
			return nil
		}))
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- here.Run(ctx) }()
		synctest.Wait()
		_, err := there.Open(t.Context(), ticket.Draft{ID: "a", Subject: "s", Owner: "mia"}, form)
		require.NoError(t, err)
		time.Sleep(20 * time.Minute)
		stop()
		require.ErrorIs(t, <-ended, context.Canceled)
		assert.Equal(t, []string{"assigned 0s", "warned 5m0s", "warned 5m0s", "breached 10m0s", "breached 10m0s"}, told, "the supervisor hears of what is late as well")
		var marks []string
		for e, err := range here.History(t.Context(), "a") {
			require.NoError(t, err)
			if e.Mark != nil {
				marks = append(marks, e.At.Sub(begin).Truncate(time.Minute).String())
			}
		}
		assert.Equal(t, []string{"5m0s", "10m0s"}, marks)
	})
}

// shifted are hours that end, every day, at one.
type shifted struct{ ticket.AroundTheClock }

func (shifted) Add(from time.Time, d time.Duration) time.Time { return from.Add(d + 7*time.Hour) }

// After a change of rules or calendars, Recompute gives open tickets the deadlines that
// they would have had: pauses count as before, and what was reported is not reported again.
func TestRecomputeAfterAChange(t *testing.T) {
	ctx := context.Background()
	rules := func(limit time.Duration) ticket.Rules {
		return ticket.Rules{Policies: []ticket.Policy{{Name: "p", Targets: []ticket.Target{{Metric: ticket.Resolution, Limit: ticket.Duration(limit), Warn: []int{50}}}}}}
	}
	before := rules(10 * time.Hour)
	b := newBench(t, &before)
	opened := b.now
	for _, id := range []string{"a", "done"} {
		b.open(ticket.Draft{ID: id, Subject: "s", Customer: "carl"}, carl)
	}
	b.do("done", mia, ticket.MoveTo("closed", "nothing"))
	paused := b.do("a", mia, ticket.MoveTo("pending", "")).Updated
	b.now = b.now.Add(3 * time.Hour)
	pause := b.do("a", mia, ticket.MoveTo("open", "")).Updated.Sub(paused)
	b.now = opened.Add(9 * time.Hour)
	_, err := b.Sweep(ctx)
	require.NoError(t, err)

	deadline := func() time.Duration {
		c, err := b.Load(ctx, "a")
		require.NoError(t, err)
		return c.Deadline.Sub(opened) - pause
	}
	require.Equal(t, 10*time.Hour, deadline())
	require.NoError(t, b.SetRules(rules(16*time.Hour)))
	require.Equal(t, 10*time.Hour, deadline(), "until it is worked out")
	for _, want := range []int{1, 0} {
		changed, err := b.Recompute(ctx)
		require.NoError(t, err)
		assert.Equal(t, want, changed)
	}
	assert.Equal(t, 16*time.Hour, deadline())

	after := rules(16 * time.Hour)
	other, err := ticket.New(b.store, &ticket.Options{Rules: &after, Hours: map[string]ticket.Hours{"": shifted{}}, Now: func() time.Time { return b.now }})
	require.NoError(t, err)
	_, err = other.Recompute(ctx)
	require.NoError(t, err)
	assert.Equal(t, 23*time.Hour, deadline())
	events := slices.Collect(func(yield func(ticket.EventType) bool) {
		for e, err := range b.History(ctx, "a") {
			if err != nil || e.Mark != nil && !yield(e.Type) {
				return
			}
		}
	})
	assert.Equal(t, []ticket.EventType{ticket.EventWarned}, events)
}
