package intent_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
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
// change, and one that starts does not see what was undone. They answer as those
// that saw each.
func TestNodesAgreeWheneverTheyRead(t *testing.T) {
	ctx := t.Context()
	store := intent.NewMemoryStore()
	here, late := newRegistry(t, store, nil), newRegistry(t, store, nil)
	publish(t, here, train(t, shop, nil))
	correct(t, here, "c1", "it is broken", "complaint")
	correct(t, here, "c2", "It is broken!", "refund")
	correct(t, here, "c3", "is it torn", "complaint")
	require.NoError(t, late.Load(ctx))
	agree := func() {
		t.Helper()
		fresh := newRegistry(t, store, nil)
		for _, r := range []*intent.Registry{late, fresh} {
			require.NoError(t, r.Load(ctx))
			require.Equal(t, ask(t, here, "it is broken"), ask(t, r, "it is broken"))
			sameBytes(t, bytesOf(t, here.Model()), bytesOf(t, r.Model()))
		}
	}
	require.NoError(t, here.Undo(ctx, "c2"))
	correct(t, here, "c2", "It is broken!", "refund")
	agree()
	require.NoError(t, here.Undo(ctx, "c1"))
	require.Equal(t, "refund", ask(t, here, "it is broken").Label())
	correct(t, here, "c1", "it is broken", "complaint")
	require.Equal(t, "complaint", ask(t, here, "it is broken").Label(), "what was corrected last counts")
	agree()

	_, err := here.Retrain(ctx)
	require.NoError(t, err)
	correct(t, here, "c4", "it is broken", "track")
	require.NoError(t, here.Undo(ctx, "c1"))
	correct(t, here, "c1", "it is broken", "complaint")
	agree()
	require.NoError(t, here.Undo(ctx, "c4"))
	agree()
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

func TestNewRegistryRefuses(t *testing.T) {
	_, err := intent.NewRegistry(nil, &intent.RegistryOptions{Poll: -1, RetrainAfter: -1, RetrainAge: -1})
	require.ErrorIs(t, err, intent.ErrInvalid)
	for _, name := range []string{"store", "Poll", "RetrainAfter", "RetrainAge"} {
		require.ErrorContains(t, err, name)
	}
	_, err = newRegistry(t, intent.NewMemoryStore(), nil).Publish(t.Context(), nil, "")
	require.ErrorIs(t, err, intent.ErrInvalid)
}

// A host numbers its corrections and its examples by themselves.
func TestCorrectionsAndExamplesHaveNamesOfTheirOwn(t *testing.T) {
	examples := slices.Clone(shop)
	for i := range examples {
		examples[i].ID = strconv.Itoa(i)
	}
	store := intent.NewMemoryStore()
	r := newRegistry(t, store, nil)
	publish(t, r, train(t, examples, nil))
	before := ask(t, r, examples[0].Text)
	correct(t, r, "0", "the gadget hums at night", "complaint")
	require.Equal(t, before.Predictions, ask(t, r, examples[0].Text).Predictions, "example 0 is still there")
	require.NoError(t, r.Undo(t.Context(), "0"))
	require.Equal(t, before.Predictions, ask(t, r, examples[0].Text).Predictions)
	require.Len(t, slices.Collect(r.Model().Examples()), len(examples))
}

// slowModels is a store that takes its time over models.
type slowModels struct {
	intent.Store
	each time.Duration
}

func (s *slowModels) Model(ctx context.Context, version string) (intent.StoredModel, error) {
	select {
	case <-time.After(s.each):
	case <-ctx.Done():
		return intent.StoredModel{}, ctx.Err()
	}
	return s.Store.Model(ctx, version)
}

func TestWhoWaitsForAModelKeepsHisDeadline(t *testing.T) {
	store := intent.NewMemoryStore()
	publish(t, newRegistry(t, store, nil), train(t, shop, nil))
	synctest.Test(t, func(t *testing.T) {
		r := newRegistry(t, &slowModels{store, time.Hour}, nil)
		loaded := make(chan error, 1)
		go func() { loaded <- r.Load(t.Context()) }()
		synctest.Wait()
		from := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		_, err := r.Classify(ctx, intent.Input{Text: "where is my parcel"})
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, 200*time.Millisecond, time.Since(from))
		require.NoError(t, <-loaded)
		ask(t, r, "where is my parcel")
	})
}
