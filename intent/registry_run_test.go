package intent_test

import (
	"context"
	"errors"
	"iter"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

// What a model was trained on does not count towards the next training, on nodes
// that did not train either.
func TestRunCountsWhatTheTrainingDidNotKnow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		store := intent.NewMemoryStore()
		trained := 0
		here := newRegistry(t, store, nil)
		there := newRegistry(t, store, &intent.RegistryOptions{RetrainAfter: 2, Gate: func(context.Context, *intent.Model, *intent.Model) error {
			trained++
			return nil
		}})
		publish(t, here, train(t, shop, nil))
		var running sync.WaitGroup
		running.Go(func() {
			if err := there.Run(ctx); err != nil {
				t.Error(err)
			}
		})
		for _, id := range []string{"c1", "c2", "c3"} {
			correct(t, here, id, "words of "+id, "complaint")
			time.Sleep(2 * time.Second)
			require.Zero(t, trained)
			_, err := here.Retrain(ctx)
			require.NoError(t, err)
			time.Sleep(2 * time.Second)
		}
		cancel()
		running.Wait()
		require.Zero(t, trained)
	})
}

func TestModelThatCannotBeRead(t *testing.T) {
	ctx := t.Context()
	store := &countingStore{Store: intent.NewMemoryStore()}
	r := newRegistry(t, store, nil)
	good := publish(t, r, train(t, shop, nil))
	require.NoError(t, store.PutModel(ctx, intent.StoredModel{Version: "bad", Data: []byte("no model")}))
	require.ErrorIs(t, r.Use(ctx, "bad"), intent.ErrDamaged)
	require.ErrorIs(t, r.Shadow(ctx, "bad"), intent.ErrDamaged)
	require.Equal(t, good, r.Live().Version)

	_, err := store.SetLive(ctx, intent.Live{Version: "bad", Before: good, Revision: 1})
	require.NoError(t, err)
	fresh := newRegistry(t, store, nil)
	for range 3 {
		require.ErrorIs(t, r.Load(ctx), intent.ErrDamaged)
		require.ErrorIs(t, fresh.Load(ctx), intent.ErrDamaged)
	}
	require.Equal(t, good, ask(t, r, "hello").Model, "what answered before goes on")
	require.EqualValues(t, 3, store.read.Load(), "the good one, and the bad one once by each node: it is not read again and again")
	publish(t, fresh, train(t, otherShop(), nil))
	require.NoError(t, r.Load(ctx))

	_, err = store.SetLive(ctx, intent.Live{Version: good, Shadow: "bad", Revision: 3})
	require.NoError(t, err)
	require.NoError(t, r.Load(ctx), "a shadow that cannot be read keeps nobody from answering")
	require.Equal(t, good, ask(t, r, "hello").Model)
}

// countingStore counts reads, and fails while told to.
type countingStore struct {
	intent.Store
	read, live, corrections atomic.Int64
	down                    atomic.Bool
}

var errDown = errors.New("down")

func (s *countingStore) Model(ctx context.Context, version string) (intent.StoredModel, error) {
	s.read.Add(1)
	return s.Store.Model(ctx, version)
}

func (s *countingStore) Live(ctx context.Context) (intent.Live, error) {
	s.live.Add(1)
	if s.down.Load() {
		return intent.Live{}, errDown
	}
	return s.Store.Live(ctx)
}

func (s *countingStore) Corrections(ctx context.Context, after int64) iter.Seq2[intent.Correction, error] {
	s.corrections.Add(1)
	return s.Store.Corrections(ctx, after)
}

func TestRunFollowsOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		store := &countingStore{Store: intent.NewMemoryStore()}
		var swaps atomic.Int64
		here := newRegistry(t, store.Store, nil)
		there := newRegistry(t, store, &intent.RegistryOptions{OnSwap: func(context.Context, intent.Live) {
			swaps.Add(1)
			panic("a hook")
		}})
		var running sync.WaitGroup
		running.Go(func() {
			if err := there.Run(ctx); err != nil {
				t.Error(err)
			}
		})
		version := publish(t, here, train(t, shop, nil))
		correct(t, here, "c1", "it is broken", "complaint")
		time.Sleep(1100 * time.Millisecond)
		require.Equal(t, version, there.Live().Version)
		require.Equal(t, "complaint", classify(t, there.Model(), "it is broken").Label())
		require.EqualValues(t, 1, swaps.Load())

		store.live.Store(0)
		store.corrections.Store(0)
		store.read.Store(0)
		time.Sleep(time.Minute)
		require.EqualValues(t, 60, store.live.Load(), "a poll is two small reads")
		require.EqualValues(t, 60, store.corrections.Load())
		require.EqualValues(t, 0, store.read.Load())

		store.down.Store(true)
		time.Sleep(5 * time.Second)
		require.Equal(t, "complaint", ask(t, there, "it is broken").Label(), "answers while the store is down")
		require.NoError(t, here.Undo(ctx, "c1"))
		store.down.Store(false)
		time.Sleep(2 * time.Second)
		require.NotEqual(t, "complaint", ask(t, there, "it is broken").Label())
		cancel()
		running.Wait()
	})
}

func TestRunRetrains(t *testing.T) {
	for name, c := range map[string]struct {
		opts  intent.RegistryOptions
		after time.Duration // when a model of 3 corrections has to be live
		again int           // attempts after 2 hours, and 3 corrections in the next 40 minutes
	}{
		"number": {intent.RegistryOptions{RetrainAfter: 3}, 2 * time.Second, 2},
		"age":    {intent.RegistryOptions{RetrainAge: time.Hour}, time.Hour + 2*time.Second, 3},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				refuse := false
				gates := 0
				c.opts.Gate = func(context.Context, *intent.Model, *intent.Model) error {
					if gates++; refuse {
						return errors.New("no")
					}
					return nil
				}
				r := newRegistry(t, intent.NewMemoryStore(), &c.opts)
				first := publish(t, r, train(t, shop, nil))
				var running sync.WaitGroup
				running.Go(func() {
					if err := r.Run(ctx); err != nil {
						t.Error(err)
					}
				})
				correct(t, r, "c1", "it is broken", "complaint")
				correct(t, r, "c2", "it is scratched", "complaint")
				time.Sleep(c.after - 4*time.Second)
				require.Equal(t, first, r.Live().Version)
				correct(t, r, "c3", "it is torn", "complaint")
				time.Sleep(6 * time.Second)
				synctest.Wait()
				require.NotEqual(t, first, r.Live().Version)
				require.Equal(t, r.Live().Version, ask(t, r, "it is torn").Model)

				refuse, gates = true, 0
				for _, id := range []string{"d1", "d2", "d3"} {
					correct(t, r, id, "words of "+id, "complaint")
				}
				time.Sleep(2 * time.Hour)
				require.Equal(t, 1, gates, "what was refused is not trained again and again")
				for _, id := range []string{"e1", "e2", "e3"} {
					correct(t, r, id, "words of "+id, "complaint")
					time.Sleep(20 * time.Minute)
				}
				time.Sleep(time.Hour)
				require.Equal(t, c.again, gates)
				cancel()
				running.Wait()
			})
		})
	}
}
