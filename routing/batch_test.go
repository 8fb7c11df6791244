package routing

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// gate is a store whose commits wait until it is opened.
type gate struct {
	Store
	mu     sync.Mutex
	closed chan struct{}
	err    error
	panics bool
	count  int
}

func (g *gate) Commit(ctx context.Context, c Commit) (int64, error) {
	g.mu.Lock()
	closed, err, panics := g.closed, g.err, g.panics
	g.count++
	g.mu.Unlock()
	if closed != nil {
		<-closed
	}
	if panics {
		panic("broken")
	}
	if err != nil {
		return 0, err
	}
	seen := map[string]bool{}
	for _, s := range c.Statuses { // as any store may refuse
		if seen[s.Item] {
			return 0, &FieldError{Field: "statuses.item", Reason: "is there twice"}
		}
		seen[s.Item] = true
	}
	return g.Store.Commit(ctx, c)
}

// set changes the gate.
func (g *gate) set(change func(g *gate)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	change(g)
}

// commits is how many commits came.
func (g *gate) commits() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.count
}

// inOneBatch has commands carried out in one batch: while another one is committed,
// they come in this order.
func inOneBatch(t *testing.T, r *Router, commands ...func()) {
	t.Helper()
	g := r.store.(*gate)
	closed := make(chan struct{})
	g.set(func(g *gate) { g.closed = closed })
	var all sync.WaitGroup
	all.Go(func() {
		require.NoError(t, r.Register(context.Background(), Agent{ID: "the first", Seniority: g.commits() + 1}))
	})
	synctest.Wait()
	for _, c := range commands {
		all.Go(c)
		synctest.Wait()
	}
	before := g.commits()
	g.set(func(g *gate) { g.closed = nil })
	close(closed)
	all.Wait()
	require.LessOrEqual(t, g.commits(), before+2, "they were one batch, tried again at most once")
	requireFresh(t, r)
}

func newGated(t *testing.T, plan Plan) *Router {
	t.Helper()
	r, err := New(&gate{Store: NewMemoryStore()}, &Options{Plan: plan, Lease: -1, Hours: map[string]Hours{"never": never{}}})
	require.NoError(t, err)
	return r
}

// TestBatches pins what commands of one commit make of each other.
func TestBatches(t *testing.T) {
	ctx := context.Background()
	for name, test := range map[string]func(t *testing.T, r *Router){
		"one id that ends at once": func(t *testing.T, r *Router) {
			submit := func() {
				w, err := r.Submit(ctx, Item{ID: "1", Channel: "mail"})
				require.NoError(t, err)
				require.Equal(t, Diverted, w.Status.State)
				require.Equal(t, int64(1), w.Status.Order)
			}
			inOneBatch(t, r, submit, submit)
		},
		"one id that is cancelled in between": func(t *testing.T, r *Router) {
			submit := func() { _, err := r.Submit(ctx, Item{ID: "1"}); require.NoError(t, err) }
			inOneBatch(t, r, submit, func() { _, err := r.Cancel(ctx, "1", "left"); require.NoError(t, err) }, func() {
				w, err := r.Submit(ctx, Item{ID: "1"})
				require.NoError(t, err)
				require.Equal(t, Cancelled, w.Status.State)
			})
		},
		"one that fails between two": func(t *testing.T, r *Router) {
			require.NoError(t, r.Register(ctx, Agent{ID: "ann", Capacity: 1}))
			inOneBatch(t, r,
				func() { _, err := r.Submit(ctx, Item{ID: "1"}); require.NoError(t, err) },
				func() { require.ErrorIs(t, r.SetPresence(ctx, "nobody", Online, ""), ErrNotFound) },
				func() { require.NoError(t, r.SetPresence(ctx, "ann", Online, "")) })
			w, err := r.Work(ctx, "1")
			require.NoError(t, err)
			require.Equal(t, "ann", w.Status.Agent)
			require.Equal(t, int64(1), w.Status.Version, "submitted and given in one commit")
		},
		"an agent who is removed and registered again": func(t *testing.T, r *Router) {
			require.NoError(t, r.Register(ctx, Agent{ID: "ann", Capacity: 1}))
			inOneBatch(t, r, func() { require.NoError(t, r.Remove(ctx, "ann")) },
				func() { require.NoError(t, r.Register(ctx, Agent{ID: "ann", Capacity: 2})) })
			a, err := r.Agent(ctx, "ann")
			require.NoError(t, err)
			require.Equal(t, 2, a.Seat.Agent.Capacity)
		},
		"one that ends and comes again": func(t *testing.T, r *Router) {
			_, err := r.Submit(ctx, Item{ID: "1"})
			require.NoError(t, err)
			inOneBatch(t, r, func() {
				_, err := r.Cancel(ctx, "1", "gone")
				require.NoError(t, err)
			}, func() {
				w, err := r.Submit(ctx, Item{ID: "1"})
				require.NoError(t, err)
				require.Equal(t, Cancelled, w.Status.State)
			})
		},
		"completed twice": func(t *testing.T, r *Router) {
			require.NoError(t, r.Register(ctx, Agent{ID: "ann", Capacity: 1}))
			require.NoError(t, r.SetPresence(ctx, "ann", Online, ""))
			w, err := r.Submit(ctx, Item{ID: "1"})
			require.NoError(t, err)
			complete := func() {
				w, err := r.Complete(ctx, w.Assignment(), "solved")
				require.NoError(t, err)
				require.Equal(t, "solved", w.Status.Outcome)
			}
			inOneBatch(t, r, complete, complete)
			x, err := r.Learned(ctx, "ann")
			require.NoError(t, err)
			require.InDelta(t, 1, x[""].Done, 0)
		},
		"who stops waiting is not carried out": func(t *testing.T, r *Router) {
			mine, cancel := context.WithCancel(ctx)
			inOneBatch(t, r, func() {
				_, err := r.Submit(mine, Item{ID: "1"})
				require.ErrorIs(t, err, context.Canceled)
			}, func() { cancel() })
			_, err := r.Work(ctx, "1")
			require.ErrorIs(t, err, ErrNotFound)
		},
		"the store is out of order": func(t *testing.T, r *Router) {
			g := r.store.(*gate)
			down := errors.New("down")
			require.NoError(t, r.Register(ctx, Agent{ID: "ann", Capacity: 1}))
			require.NoError(t, r.SetPresence(ctx, "ann", Online, ""))
			g.set(func(g *gate) { g.err = down })
			_, err := r.Submit(ctx, Item{ID: "1"})
			require.ErrorIs(t, err, down)
			require.ErrorIs(t, r.SetPresence(ctx, "nobody", Online, ""), ErrNotFound, "what writes nothing still works")
			g.set(func(g *gate) { g.err, g.panics = nil, true })
			_, err = r.Submit(ctx, Item{ID: "1"})
			require.ErrorContains(t, err, "panicked")
			g.set(func(g *gate) { g.panics = false })
			w, err := r.Submit(ctx, Item{ID: "1"})
			require.NoError(t, err)
			require.Equal(t, Active, w.Status.State)
			require.Equal(t, int64(1), w.Status.Order)
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				test(t, newGated(t, Plan{
					Queues: []Queue{{ID: "q"}, {ID: "shut", Hours: "never", Closed: &Overflow{To: "ticket"}}},
					Rules:  []Rule{{Name: "mail", If: "channel == 'mail'", Targets: []Target{{Queue: "shut"}}}},
				}))
			})
		})
	}
}

type never struct{}

func (never) Open(time.Time) bool              { return false }
func (never) Next(time.Time) (time.Time, bool) { return time.Time{}, false }
