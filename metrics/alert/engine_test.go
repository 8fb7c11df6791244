package alert

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

// source has numbers of the test's.
type source struct {
	board *metrics.Board
	query func(metrics.Query) (*metrics.Table, error)
}

func (s source) Live() *metrics.Board { return s.board }

func (s source) Query(_ context.Context, q metrics.Query) (*metrics.Table, error) { return s.query(q) }

// told keeps what was told.
type told struct {
	mu      sync.Mutex
	notices []Notice
	fails   func(n Notice) error
}

func (n *told) Notify(_ context.Context, notice Notice) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.notices = append(n.notices, notice)
	if n.fails != nil {
		return n.fails(notice)
	}
	return nil
}

func (n *told) take() []Notice {
	n.mu.Lock()
	defer n.mu.Unlock()
	defer func() { n.notices = nil }()
	return n.notices
}

// dial is a rule whose number the test turns.
func dial(x *float64) Rule {
	r := checked(10)
	r.Check = func(context.Context, time.Time, Source) ([]Value, error) { return []Value{{X: *x}}, nil }
	return r
}

func engine(t testing.TB, rules []Rule, n Notifier, opts *Options) *Engine {
	e, err := New(rules, source{}, n, opts)
	require.NoError(t, err)
	return e
}

func minute(n int) time.Time { return epoch.Add(time.Duration(n) * time.Minute) }

func TestNewNamesEveryFault(t *testing.T) {
	_, err := New([]Rule{{Name: "x"}}, nil, nil, &Options{Every: -1, Timeout: -1, Backoff: -1, GiveUp: time.Second})
	require.ErrorIs(t, err, ErrInvalid)
	for _, part := range []string{`"x"`, "no source", "no notifier", "Every", "Timeout", "Backoff", "GiveUp"} {
		require.ErrorContains(t, err, part)
	}
}

func TestRestartNeitherRepeatsNorForgets(t *testing.T) {
	ctx, store, x := context.Background(), new(MemoryStore), 11.
	var n told
	for i := range 3 { // each time another engine
		require.NoError(t, engine(t, []Rule{dial(&x)}, &n, &Options{Store: store}).Evaluate(ctx, minute(i)))
	}
	notices := n.take()
	require.Len(t, notices, 1)
	require.Equal(t, Firing, notices[0].Alerts[0].Phase)
	require.Equal(t, minute(0), notices[0].Alerts[0].Since)
	x = 1
	e := engine(t, []Rule{dial(&x)}, &n, &Options{Store: store})
	active, err := e.Active(ctx)
	require.NoError(t, err)
	require.Len(t, active, 1)
	require.NoError(t, e.Evaluate(ctx, minute(3)))
	require.Equal(t, Resolved, n.take()[0].Alerts[0].Phase)
	active, err = e.Active(ctx)
	require.NoError(t, err)
	require.Empty(t, active)
}

func TestDeliveryIsTriedAgain(t *testing.T) {
	ctx, x := context.Background(), 11.
	broken := true
	n := told{fails: func(Notice) error {
		if broken {
			return errors.New("no line")
		}
		return nil
	}}
	e := engine(t, []Rule{dial(&x)}, &n, &Options{Backoff: time.Minute})
	require.ErrorContains(t, e.Evaluate(ctx, minute(0)), "no line")
	x = 1 // it is over before anybody heard of it
	var tried []int
	for i := 1; i < 10; i++ {
		if err := e.Evaluate(ctx, minute(i)); err != nil {
			tried = append(tried, i)
		}
	}
	require.Equal(t, []int{1, 3, 7}, tried, "after one minute, two, four")
	broken = false
	require.NoError(t, e.Evaluate(ctx, minute(15)))
	notices := n.take()
	require.Len(t, notices, 6)
	for i, notice := range notices[:5] {
		require.Equal(t, notices[0].ID, notice.ID)
		require.Equal(t, i+1, notice.Attempt)
		require.Equal(t, Firing, notice.Alerts[0].Phase)
	}
	require.Equal(t, Resolved, notices[5].Alerts[0].Phase, "the end comes after the beginning")
	require.NotEqual(t, notices[0].ID, notices[5].ID)
	require.NoError(t, e.Evaluate(ctx, minute(16)))
	require.Empty(t, n.take())
}

func TestDeliveryGivesUp(t *testing.T) {
	ctx, x := context.Background(), 11.
	n := told{fails: func(Notice) error { return errors.New("no line") }}
	e := engine(t, []Rule{dial(&x)}, &n, &Options{GiveUp: time.Hour})
	require.Error(t, e.Evaluate(ctx, minute(0)))
	require.ErrorContains(t, e.Evaluate(ctx, minute(61)), "dropped")
	require.NoError(t, e.Evaluate(ctx, minute(62)))
}

func TestBackoffIsBounded(t *testing.T) {
	e := engine(t, nil, &told{}, nil)
	require.Equal(t, 10*time.Second, e.backoff(1))
	require.Equal(t, 40*time.Second, e.backoff(3))
	require.Equal(t, time.Hour, e.backoff(1000))
}

// A process that dies after it told and before it could say so is the reason for "at least once": the notice comes again, with its id.
func TestDeathAfterDelivery(t *testing.T) {
	ctx, x := context.Background(), 11.
	store := &dying{MemoryStore: new(MemoryStore)}
	var n told
	e := engine(t, []Rule{dial(&x)}, &n, &Options{Store: store})
	store.after = 2 // the state, the claim, and then no more
	require.ErrorIs(t, e.Evaluate(ctx, minute(0)), errDead)
	store.after = math.MaxInt
	e = engine(t, []Rule{dial(&x)}, &n, &Options{Store: store})
	require.NoError(t, e.Evaluate(ctx, epoch.Add(19*time.Second)))
	require.Len(t, n.take(), 1, "somebody may still be at it")
	require.NoError(t, e.Evaluate(ctx, epoch.Add(20*time.Second)))
	again := n.take()
	require.Len(t, again, 1)
	require.Equal(t, 2, again[0].Attempt)
	require.NoError(t, e.Evaluate(ctx, minute(9)))
	require.Empty(t, n.take())
}

// Nothing is told that was not saved before.
func TestDeathBeforeSaving(t *testing.T) {
	x := 11.
	store := &dying{MemoryStore: new(MemoryStore)}
	var n told
	require.ErrorIs(t, engine(t, []Rule{dial(&x)}, &n, &Options{Store: store}).Evaluate(context.Background(), minute(0)), errDead)
	require.Empty(t, n.take())
}

var errDead = errors.New("dead")

// dying is a store that takes so many writes.
type dying struct {
	*MemoryStore
	after int
}

func (d *dying) Save(ctx context.Context, key string, data []byte, version int64) error {
	if d.after--; d.after < 0 {
		return errDead
	}
	return d.MemoryStore.Save(ctx, key, data, version)
}

func TestManyNodesTellOnce(t *testing.T) {
	ctx, store := context.Background(), new(MemoryStore)
	var n told
	for i := range 50 {
		x := []float64{11, 1}[i%2]
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				mine := x
				err := engine(t, []Rule{dial(&mine)}, &n, &Options{Store: store}).Evaluate(ctx, minute(i))
				if err != nil && !errors.Is(err, ErrConflict) {
					t.Error(err)
				}
			})
		}
		all.Wait()
	}
	// What a node left to others that had it, the next evaluation finds.
	require.NoError(t, engine(t, []Rule{dial(new(1.))}, &n, &Options{Store: store}).Evaluate(ctx, minute(60)))
	notices, seen := n.take(), map[string]bool{}
	require.Len(t, notices, 50)
	for i, notice := range notices {
		require.False(t, seen[notice.ID], "told twice")
		seen[notice.ID] = true
		require.Len(t, notice.Alerts, 1)
		require.Equal(t, []Phase{Firing, Resolved}[i%2], notice.Alerts[0].Phase)
	}
}

// Who loses a race does it again, on top of what the other one did.
func TestConflictIsTriedAgain(t *testing.T) {
	store := &racing{MemoryStore: new(MemoryStore), lost: 2}
	var n told
	e := engine(t, []Rule{dial(new(11.))}, &n, &Options{Store: store})
	require.NoError(t, e.Evaluate(context.Background(), minute(0)))
	require.Len(t, n.take(), 1)
	store.lost = 1000
	require.ErrorIs(t, engine(t, []Rule{dial(new(1.))}, &n, &Options{Store: store}).Evaluate(context.Background(), minute(1)), ErrConflict)
}

// racing is a store in which others are faster for so many writes.
type racing struct {
	*MemoryStore
	lost int
}

func (r *racing) Save(ctx context.Context, key string, data []byte, version int64) error {
	if r.lost--; r.lost >= 0 {
		return ErrConflict
	}
	return r.MemoryStore.Save(ctx, key, data, version)
}

func TestHooksAreContained(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx := context.Background()
		hold := make(chan struct{})
		panics, hangs, sound := checked(1), checked(1), dial(new(11.))
		panics.Name, panics.Check = "panics", func(context.Context, time.Time, Source) ([]Value, error) { panic("boo") }
		hangs.Name, hangs.Check = "hangs", func(context.Context, time.Time, Source) ([]Value, error) { <-hold; return nil, nil }
		nan := checked(1)
		nan.Name, nan.MinCount = "nan", 5
		nan.Check = func(context.Context, time.Time, Source) ([]Value, error) {
			return []Value{{X: math.NaN()}, {X: math.Inf(1), Labels: map[string]string{"a": "b"}}, {X: 2, Of: 4, Labels: map[string]string{"few": ""}}}, nil
		}
		var calls atomic.Int64
		e := engine(t, []Rule{panics, hangs, sound, nan}, NotifierFunc(func(_ context.Context, n Notice) error {
			require.Equal(t, "r", n.Alerts[0].Rule)
			switch calls.Add(1) {
			case 1:
				panic("no")
			case 2:
				<-hold
			}
			return nil
		}), nil)
		began := time.Now()
		err := e.Evaluate(ctx, minute(0))
		require.ErrorContains(t, err, "boo")
		require.ErrorContains(t, err, `"hangs": context deadline exceeded`)
		require.ErrorContains(t, err, "panic: no")
		require.Equal(t, 10*time.Second, time.Since(began))
		require.ErrorIs(t, e.Evaluate(ctx, minute(1)), context.DeadlineExceeded)
		_ = e.Evaluate(ctx, minute(2))
		require.Equal(t, int64(3), calls.Load())
		close(hold)
	})
}

// What is wrong with one group is not wrong with the others, and a dead line does not take all the time.
func TestGroupsDoNotHoldUpEachOther(t *testing.T) {
	var rules []Rule
	for i := range 6 {
		r := dial(new(11.))
		r.Name = fmt.Sprint(i)
		rules = append(rules, r)
	}
	n := told{fails: func(n Notice) error {
		if n.Group != "1" {
			return errors.New("no line")
		}
		return nil
	}}
	require.Error(t, engine(t, rules, &n, nil).Evaluate(context.Background(), minute(0)))
	require.Len(t, n.take(), 4, "three failures and group 1")
}

func TestSilences(t *testing.T) {
	ctx, x := context.Background(), 11.
	var n told
	e := engine(t, []Rule{dial(&x)}, &n, nil)
	require.ErrorIs(t, e.Silence(ctx, Silence{From: minute(0), Until: minute(1)}), ErrInvalid)
	require.ErrorIs(t, e.Silence(ctx, Silence{ID: "s", From: minute(1), Until: minute(1)}), ErrInvalid)
	require.NoError(t, e.Silence(ctx, Silence{ID: "s", Rule: "r", From: minute(0), Until: minute(2)}))
	require.NoError(t, e.Silence(ctx, Silence{ID: "other", Rule: "x", From: minute(0), Until: minute(100)}))
	require.NoError(t, e.Silence(ctx, Silence{ID: "labels", Labels: map[string]string{"a": ""}, From: minute(0), Until: minute(100)}))
	for i, want := range []int{0, 0, 1} {
		require.NoError(t, e.Evaluate(ctx, minute(i)))
		require.Len(t, n.take(), want)
	}
	all, err := e.Silences(ctx)
	require.NoError(t, err)
	require.Len(t, all, 3)
	require.NoError(t, e.Silence(ctx, Silence{ID: "other", From: minute(2), Until: minute(3)}), "replaces; one that is over goes")
	require.NoError(t, e.Unsilence(ctx, "labels"))
	require.NoError(t, e.Unsilence(ctx, "nobody"))
	all, err = e.Silences(ctx)
	require.NoError(t, err)
	require.Len(t, all, 1)
	require.Equal(t, "other", all[0].ID)
}

func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		x := 1.
		var mu sync.Mutex
		r := checked(10)
		r.Check = func(context.Context, time.Time, Source) ([]Value, error) {
			mu.Lock()
			defer mu.Unlock()
			return []Value{{X: x}}, nil
		}
		var n told
		e := engine(t, []Rule{r}, &n, nil)
		done := make(chan error)
		go func() { done <- e.Run(ctx) }()
		synctest.Wait()
		require.ErrorIs(t, e.Run(ctx), ErrInvalid, "it runs already")
		require.Empty(t, n.take())
		mu.Lock()
		x = 11
		mu.Unlock()
		time.Sleep(14 * time.Second)
		require.Empty(t, n.take())
		time.Sleep(2 * time.Second)
		require.Len(t, n.take(), 1)
		cancel()
		require.ErrorIs(t, <-done, context.Canceled)
	})
}

func TestMemoryStore(t *testing.T) {
	ctx, s := context.Background(), new(MemoryStore)
	require.NoError(t, s.Save(ctx, "k", []byte("1"), 0))
	require.ErrorIs(t, s.Save(ctx, "k", []byte("2"), 0), ErrConflict)
	data, version, err := s.Load(ctx, "k")
	require.NoError(t, err)
	data[0] = 'x'
	data, _, _ = s.Load(ctx, "k")
	require.Equal(t, "1", string(data), "what is returned is not shared")
	require.NoError(t, s.Save(ctx, "k", []byte("2"), version))
	gone, cancel := context.WithCancel(ctx)
	cancel()
	require.ErrorIs(t, s.Save(gone, "j", nil, 0), context.Canceled)
	_, _, err = s.Load(gone, "k")
	require.ErrorIs(t, err, context.Canceled)
}

func TestDamagedRecordsAreErrors(t *testing.T) {
	ctx, store, x := context.Background(), new(MemoryStore), 11.
	require.NoError(t, store.Save(ctx, groupKey("r"), []byte("{"), 0))
	require.NoError(t, store.Save(ctx, silencesKey, []byte("{"), 0))
	var n told
	e := engine(t, []Rule{dial(&x)}, &n, &Options{Store: store})
	err := e.Evaluate(ctx, minute(0))
	require.ErrorContains(t, err, "silences cannot be read")
	require.ErrorContains(t, err, `group "r" cannot be read`)
	require.Empty(t, n.take())
}
