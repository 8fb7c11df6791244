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

func newRegistry(t testing.TB, store intent.Store, opts *intent.RegistryOptions) *intent.Registry {
	t.Helper()
	r, err := intent.NewRegistry(store, opts)
	require.NoError(t, err)
	return r
}

func publish(t testing.TB, r *intent.Registry, m *intent.Model) string {
	t.Helper()
	stored, err := r.Publish(t.Context(), m, "")
	require.NoError(t, err)
	require.Equal(t, m.Version(), stored.Version)
	return stored.Version
}

func correct(t testing.TB, r *intent.Registry, id, text, label string) {
	t.Helper()
	_, err := r.Correct(t.Context(), intent.Correction{ID: id, Text: text, Label: label})
	require.NoError(t, err)
}

func ask(t testing.TB, c intent.Classifier, text string) intent.Result {
	t.Helper()
	r, err := c.Classify(t.Context(), intent.Input{Text: text})
	require.NoError(t, err)
	return r
}

// otherShop knows one intent less than shop.
func otherShop() (examples []intent.Example) {
	for _, e := range shop {
		if e.Label != "invoice" {
			examples = append(examples, e)
		}
	}
	return examples
}

func TestRegistryPublishesAndRollsBack(t *testing.T) {
	ctx := t.Context()
	store := intent.NewMemoryStore()
	here, there := newRegistry(t, store, nil), newRegistry(t, store, nil)
	_, err := here.Classify(ctx, intent.Input{Text: "hello"})
	require.ErrorIs(t, err, intent.ErrNotFound, "no model yet")
	require.ErrorIs(t, here.Rollback(ctx), intent.ErrNotFound)
	require.Nil(t, here.Model())

	first := publish(t, here, train(t, otherShop(), nil))
	second := publish(t, here, train(t, shop, nil))
	r := ask(t, here, "can I get an invoice")
	require.Equal(t, "invoice", r.Label())
	require.Equal(t, second, r.Model)
	require.Equal(t, intent.Live{Version: second, Before: first, Revision: 2}, here.Live())
	require.Equal(t, "invoice", ask(t, there, "can I get an invoice").Label(), "the first Classify reads what is live")

	require.NoError(t, here.Rollback(ctx))
	require.Equal(t, first, ask(t, here, "can I get an invoice").Model)
	require.Equal(t, second, ask(t, there, "hello").Model, "the other node has not looked yet")
	require.NoError(t, there.Load(ctx))
	require.Equal(t, first, ask(t, there, "hello").Model)
	require.NoError(t, there.Rollback(ctx))
	require.Equal(t, second, there.Live().Version, "and back again")

	require.NoError(t, here.Use(ctx, first))
	require.Equal(t, first, here.Live().Version)
	require.NoError(t, here.Use(ctx, first))
	require.EqualValues(t, 5, here.Live().Revision, "what is live already is not written")
	require.ErrorIs(t, here.Use(ctx, "none"), intent.ErrNotFound)
	require.ErrorIs(t, here.Use(ctx, ""), intent.ErrNotFound)
	n := 0
	for m, err := range here.History(ctx) {
		require.NoError(t, err)
		require.Contains(t, []string{first, second}, m.Version)
		n++
	}
	require.Equal(t, 2, n)
}

func TestRegistryCorrectsAtOnce(t *testing.T) {
	ctx := t.Context()
	store := intent.NewMemoryStore()
	here, there := newRegistry(t, store, nil), newRegistry(t, store, nil)
	version := publish(t, here, train(t, shop, nil))
	require.NoError(t, there.Load(ctx))
	const text = "the parcel that you sent me is broken"

	correct(t, here, "c1", text, "complaint")
	require.Equal(t, "complaint", ask(t, here, text).Label())
	require.Equal(t, version+"+1", ask(t, here, text).Model)
	require.NotEqual(t, "complaint", ask(t, there, text).Label())
	require.NoError(t, there.Load(ctx))
	require.Equal(t, ask(t, here, text), ask(t, there, text))

	correct(t, here, "c1", text, "complaint")
	_, err := here.Correct(ctx, intent.Correction{ID: "c1", Text: text, Label: "refund"})
	require.ErrorIs(t, err, intent.ErrConflict)
	for _, c := range []intent.Correction{
		{Text: text, Label: "refund"}, {ID: "c2", Label: "refund"}, {ID: "c2", Text: text}, {ID: "c2", Text: "…", Label: "refund"},
	} {
		_, err := here.Correct(ctx, c)
		require.ErrorIs(t, err, intent.ErrInvalid)
	}
	require.EqualValues(t, 1, cursorOf(t, store), "what cannot be learned is not stored")

	require.NoError(t, there.Undo(ctx, "c1"))
	require.NotEqual(t, "complaint", ask(t, there, text).Label())
	require.NoError(t, here.Load(ctx))
	require.NotEqual(t, "complaint", ask(t, here, text).Label())
	require.ErrorIs(t, here.Undo(ctx, "nobody"), intent.ErrNotFound)
	correct(t, here, "c1", text, "complaint")
	require.Equal(t, "complaint", ask(t, here, text).Label(), "holds again")

	fresh := newRegistry(t, store, nil)
	require.Equal(t, "complaint", ask(t, fresh, text).Label(), "a node that starts learns what was corrected")
	publish(t, here, train(t, otherShop(), nil))
	require.Equal(t, "complaint", ask(t, here, text).Label(), "and so does a model that is published later")
}

// A node that reads late sees a correction that was undone and made again as one
// change, and answers as those that saw each.
func TestNodesAgreeWheneverTheyRead(t *testing.T) {
	store := intent.NewMemoryStore()
	here, late := newRegistry(t, store, nil), newRegistry(t, store, nil)
	publish(t, here, train(t, shop, nil))
	correct(t, here, "c1", "it is broken", "complaint")
	correct(t, here, "c2", "It is broken!", "refund")
	require.NoError(t, late.Load(t.Context()))
	require.NoError(t, here.Undo(t.Context(), "c1"))
	require.Equal(t, "refund", ask(t, here, "it is broken").Label())
	correct(t, here, "c1", "it is broken", "complaint")
	require.Equal(t, "complaint", ask(t, here, "it is broken").Label(), "what was corrected last counts")
	fresh := newRegistry(t, store, nil)
	for _, r := range []*intent.Registry{late, fresh} {
		require.NoError(t, r.Load(t.Context()))
		require.Equal(t, ask(t, here, "it is broken"), ask(t, r, "it is broken"))
		sameBytes(t, bytesOf(t, here.Model()), bytesOf(t, r.Model()))
	}
}

// contested is a store where somebody else is faster, a few times.
type contested struct {
	intent.Store
	times int
}

func (s *contested) SetLive(ctx context.Context, live intent.Live) (intent.Live, error) {
	if s.times--; s.times >= 0 {
		return intent.Live{}, intent.ErrConflict
	}
	return s.Store.SetLive(ctx, live)
}

func TestConflictsAreTriedAgainWhereThatIsSafe(t *testing.T) {
	ctx := t.Context()
	store := &contested{Store: intent.NewMemoryStore(), times: 2}
	r := newRegistry(t, store, nil)
	first := publish(t, r, train(t, shop, nil))
	publish(t, r, train(t, otherShop(), nil))
	store.times = 2
	require.NoError(t, r.Use(ctx, first))
	correct(t, r, "c1", "it is broken", "complaint")
	store.times = 2
	_, err := r.Retrain(ctx)
	require.NoError(t, err)
	store.times = 1
	require.ErrorIs(t, r.Rollback(ctx), intent.ErrConflict, "twice would be no rollback")
}

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

// cursorOf returns the cursor of the last correction.
func cursorOf(t testing.TB, store intent.Store) (cursor int64) {
	for c, err := range store.Corrections(t.Context(), 0) {
		require.NoError(t, err)
		cursor = c.Cursor
	}
	return cursor
}

func TestCorrectionsBeforeTheFirstModel(t *testing.T) {
	r := newRegistry(t, intent.NewMemoryStore(), nil)
	_, err := r.Correct(t.Context(), intent.Correction{ID: "c1", Text: "it is broken", Label: "complaint", Undone: true})
	require.NoError(t, err)
	_, err = r.Correct(t.Context(), intent.Correction{ID: "c2", Text: " ", Label: "x"})
	require.ErrorIs(t, err, intent.ErrInvalid)
	publish(t, r, train(t, shop, nil))
	require.Equal(t, "complaint", ask(t, r, "it is broken").Label())
}

func TestRegistryRetrains(t *testing.T) {
	ctx := t.Context()
	store := intent.NewMemoryStore()
	r := newRegistry(t, store, nil)
	_, err := r.Retrain(ctx)
	require.ErrorIs(t, err, intent.ErrNotFound)
	first := publish(t, r, train(t, shop, nil))
	correct(t, r, "c1", "it is broken", "complaint")
	correct(t, r, "c2", "everything is scratched", "complaint")
	stored, err := r.Retrain(ctx)
	require.NoError(t, err)
	require.EqualValues(t, 2, stored.Folded)
	require.Equal(t, len(shop)+2, stored.Examples)
	require.Equal(t, 4, stored.Labels)
	require.Equal(t, intent.Live{Version: stored.Version, Before: first, Revision: 2}, r.Live())
	require.Equal(t, stored.Version, ask(t, r, "it is broken").Model, "all corrections are part of the model")
	require.Equal(t, "complaint", ask(t, r, "it is broken").Top().Label)

	require.NoError(t, r.Undo(ctx, "c1"))
	require.Equal(t, stored.Version+"+3", ask(t, r, "it is broken").Model)
	again, err := r.Retrain(ctx)
	require.NoError(t, err)
	require.Equal(t, len(shop)+1, again.Examples, "what was undone is not learned again")
	require.NoError(t, r.Use(ctx, first))
	require.Equal(t, "complaint", ask(t, r, "everything is scratched").Label(), "an old model learns what was corrected since")
}

// Between training and swapping another node publishes: its model stays.
func TestRetrainDoesNotReplaceWhatIsNewer(t *testing.T) {
	ctx := t.Context()
	store := intent.NewMemoryStore()
	other := newRegistry(t, store, nil)
	newer := train(t, otherShop(), nil)
	r := newRegistry(t, store, &intent.RegistryOptions{Gate: func(_ context.Context, candidate, live *intent.Model) error {
		if live != nil && candidate.Version() != live.Version() {
			publish(t, other, newer)
		}
		return nil
	}})
	publish(t, r, train(t, shop, nil))
	correct(t, r, "c1", "it is broken", "complaint")
	_, err := r.Retrain(ctx)
	require.ErrorIs(t, err, intent.ErrConflict)
	require.NoError(t, r.Load(ctx))
	require.Equal(t, newer.Version(), r.Live().Version)
}

func TestGateRefuses(t *testing.T) {
	ctx := t.Context()
	worse := errors.New("worse on the kept examples")
	var gate func(candidate, live *intent.Model) error
	r := newRegistry(t, intent.NewMemoryStore(), &intent.RegistryOptions{
		Gate: func(_ context.Context, candidate, live *intent.Model) error { return gate(candidate, live) },
	})
	gate = func(_, live *intent.Model) error {
		require.Nil(t, live, "nothing is live")
		return nil
	}
	first := publish(t, r, train(t, shop, nil))
	correct(t, r, "c1", "it is broken", "complaint")

	gate = func(_, live *intent.Model) error {
		require.Equal(t, "complaint", classify(t, live, "it is broken").Label(), "with its corrections")
		return worse
	}
	refused, err := r.Publish(ctx, train(t, otherShop(), nil), "try")
	require.ErrorIs(t, err, intent.ErrRefused)
	require.ErrorIs(t, err, worse)
	var fault *intent.GateError
	require.ErrorAs(t, err, &fault)
	require.Equal(t, refused.Version, fault.Version)
	require.Equal(t, first, r.Live().Version)

	gate = func(_, _ *intent.Model) error { panic("customer words") }
	_, err = r.Retrain(ctx)
	require.ErrorIs(t, err, intent.ErrRefused)
	require.NotContains(t, err.Error(), "customer words")
	require.Equal(t, first, r.Live().Version)

	require.NoError(t, r.Use(ctx, refused.Version), "a refused model is kept, and can be used")
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
		again int           // attempts after 2 hours, and 3 corrections in the next 3
	}{
		"number": {intent.RegistryOptions{RetrainAfter: 3}, 2 * time.Second, 2},
		"age":    {intent.RegistryOptions{RetrainAge: time.Hour}, time.Hour + 2*time.Second, 4},
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
					time.Sleep(59 * time.Minute)
				}
				time.Sleep(time.Hour)
				require.Equal(t, c.again, gates)
				cancel()
				running.Wait()
			})
		})
	}
}

func TestNewRegistryRefuses(t *testing.T) {
	_, err := intent.NewRegistry(nil, &intent.RegistryOptions{Poll: -1, RetrainAfter: -1, RetrainAge: -1})
	require.ErrorIs(t, err, intent.ErrInvalid)
	for _, name := range []string{"store", "Poll", "RetrainAfter", "RetrainAge"} {
		require.ErrorContains(t, err, name)
	}
	_, err = newRegistry(t, intent.NewMemoryStore(), nil).Publish(t.Context(), nil, "")
	require.ErrorIs(t, err, intent.ErrInvalid)
}
