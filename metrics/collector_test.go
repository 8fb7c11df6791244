package metrics_test

import (
	"context"
	"errors"
	"iter"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

// spoke is a message of a customer.
func spoke(id, conversation string, at time.Time) metrics.Event {
	return metrics.Event{ID: id, Kind: metrics.CustomerSpoke, Conversation: conversation, At: at}
}

// shaky is a store that is no Rebuilder, and whose feed breaks after so many events while down.
type shaky struct {
	metrics.Store
	down bool
	most int
}

func (s *shaky) Feed(ctx context.Context, after int64) iter.Seq2[metrics.Event, error] {
	return func(yield func(metrics.Event, error) bool) {
		n := 0
		for e, err := range s.Store.Feed(ctx, after) {
			if n++; s.down && n > s.most {
				yield(metrics.Event{}, errors.New("down"))
				return
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

// While it runs, a collector folds what is recorded and shows it to the board and to the host: once, in the order of commits, beginning
// with what happened within twice Quiet. A hook that panics and a feed that breaks lose nothing.
func TestCollectorRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		store := &shaky{Store: metrics.NewMemoryStore()}
		var seen []string
		c, err := metrics.New(store, &metrics.Options{Now: time.Now, OnEvents: func(_ context.Context, events []metrics.Event) {
			for _, e := range events {
				seen = append(seen, e.ID)
			}
			panic("broken")
		}})
		require.NoError(t, err)
		began := time.Now()
		for i, age := range []time.Duration{90 * time.Hour, 60 * time.Hour, 40 * time.Hour, 2 * time.Hour, time.Minute} {
			id := string(rune('a' + i))
			require.NoError(t, c.Record(ctx, spoke(id, "c"+id, began.Add(-age))))
		}
		ended := make(chan error, 1)
		go func() { ended <- c.Run(ctx) }()
		synctest.Wait()
		require.ErrorIs(t, c.Run(ctx), metrics.ErrRunning)
		require.Equal(t, []string{"c", "d", "e"}, seen)
		require.Equal(t, 2, c.Live().Now().Open)

		store.down = true
		require.NoError(t, c.Record(ctx, spoke("f", "cf", began), spoke("g", "cg", began), spoke("f", "cf", began)))
		time.Sleep(3 * time.Second)
		synctest.Wait()
		store.most = 1
		time.Sleep(2 * time.Second)
		synctest.Wait()
		store.down = false
		time.Sleep(3 * time.Second)
		synctest.Wait()
		stale, err := store.Stale(ctx, time.Now(), 10)
		require.NoError(t, err)
		require.Empty(t, stale)
		require.Equal(t, []string{"c", "d", "e", "f", "g"}, seen)
		require.Equal(t, 4, c.Live().Now().Open)
		table, err := c.Query(ctx, metrics.Query{Metrics: []metrics.Metric{metrics.Volume, metrics.UnresolvedRate}, From: began.Add(-100 * time.Hour), To: began.Add(time.Hour)})
		require.NoError(t, err)
		require.Equal(t, 7., table.Rows[0].Values[0].X)

		cancel()
		require.ErrorIs(t, <-ended, context.Canceled)
	})
}

// Other rules count once everything is folded anew, also in a store that can only fold thread by thread.
func TestRebuildByOtherRules(t *testing.T) {
	for name, store := range map[string]metrics.Store{"whole": metrics.NewMemoryStore(), "by thread": &shaky{Store: metrics.NewMemoryStore()}} {
		t.Run(name, func(t *testing.T) {
			by := func(quiet time.Duration) *metrics.Collector {
				c, err := metrics.New(store, &metrics.Options{
					Rules: metrics.Rules{Quiet: quiet, Linger: time.Hour}, Now: func() time.Time { return wednesday.Add(30 * oneDay) },
				})
				require.NoError(t, err)
				return c
			}
			long := by(oneDay)
			const threads = 300 // more than are folded at a time
			for i := range threads {
				c := time.Duration(i).String()
				require.NoError(t, long.Record(t.Context(), spoke("1", c, wednesday), spoke("2", c, wednesday.Add(3*time.Hour))))
			}
			n, err := long.Roll(t.Context())
			require.NoError(t, err)
			require.Equal(t, threads, n)
			assert.Equal(t, known(threads, threads), one(t, long, metrics.Volume))
			short := by(2 * time.Hour)
			assert.Equal(t, known(threads, threads), one(t, short, metrics.Volume), "what is folded stays as it is")
			require.NoError(t, short.Rebuild(t.Context()))
			assert.Equal(t, known(2*threads, 2*threads), one(t, short, metrics.Volume))
		})
	}
}
