package intent_test

import (
	"context"
	"errors"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

// dying is a store for which the process ends at a call: before it, or after it
// was done, when nobody hears of it any more.
type dying struct {
	intent.Store
	left  int
	after bool
}

var errDead = errors.New("dead")

// call runs a call unless the process is dead.
func (d *dying) call(do func() error) error {
	d.left--
	switch {
	case d.left > 0:
		return do()
	case d.left == 0 && d.after:
		if err := do(); err != nil {
			return err
		}
	}
	return errDead
}

func (d *dying) PutModel(ctx context.Context, m intent.StoredModel) error {
	return d.call(func() error { return d.Store.PutModel(ctx, m) })
}

func (d *dying) Model(ctx context.Context, version string) (m intent.StoredModel, err error) {
	err = d.call(func() (err error) {
		m, err = d.Store.Model(ctx, version)
		return err
	})
	return m, err
}

func (d *dying) Live(ctx context.Context) (live intent.Live, err error) {
	err = d.call(func() (err error) {
		live, err = d.Store.Live(ctx)
		return err
	})
	return live, err
}

func (d *dying) SetLive(ctx context.Context, live intent.Live) (next intent.Live, err error) {
	err = d.call(func() (err error) {
		next, err = d.Store.SetLive(ctx, live)
		return err
	})
	return next, err
}

func (d *dying) PutCorrection(ctx context.Context, c intent.Correction) (stored intent.Correction, err error) {
	err = d.call(func() (err error) {
		stored, err = d.Store.PutCorrection(ctx, c)
		return err
	})
	return stored, err
}

func (d *dying) Corrections(ctx context.Context, after int64) iter.Seq2[intent.Correction, error] {
	if err := d.call(func() error { return nil }); err != nil {
		return func(yield func(intent.Correction, error) bool) { yield(intent.Correction{}, err) }
	}
	return d.Store.Corrections(ctx, after)
}

// The process ends at any call of the store, before or after it took place. The
// next process does what was not acknowledged again, and nothing is lost or doubled.
func TestCrashAnywhere(t *testing.T) {
	ctx := t.Context()
	first, second := train(t, shop, nil), train(t, otherShop(), nil)
	steps := []func(r *intent.Registry) error{
		func(r *intent.Registry) error { _, err := r.Publish(ctx, first, ""); return err },
		func(r *intent.Registry) error { _, err := r.Publish(ctx, second, ""); return err },
		func(r *intent.Registry) error {
			_, err := r.Correct(ctx, intent.Correction{ID: "a", Text: "it is broken", Label: "complaint"})
			return err
		},
		func(r *intent.Registry) error {
			_, err := r.Correct(ctx, intent.Correction{ID: "b", Text: "it is torn", Label: "complaint"})
			return err
		},
		func(r *intent.Registry) error { return r.Shadow(ctx, first.Version()) },
		func(r *intent.Registry) error { _, err := r.Retrain(ctx); return err },
		func(r *intent.Registry) error { return r.Undo(ctx, "a") },
		func(r *intent.Registry) error { return r.Load(ctx) },
	}
	run := func(n int, after bool) (model []byte, live intent.Live, died bool) {
		store := intent.NewMemoryStore()
		opts := &intent.RegistryOptions{Now: func() time.Time { return time.Unix(1, 0) }}
		r := newRegistry(t, &dying{Store: store, left: n, after: after}, opts)
		for _, step := range steps {
			err := step(r)
			if errors.Is(err, errDead) {
				died = true
				r = newRegistry(t, store, opts)
				err = step(r)
			}
			require.NoError(t, err)
		}
		live = r.Live()
		live.Revision = 0
		return bytesOf(t, r.Model()), live, died
	}
	want, wantLive, _ := run(1<<30, false)
	crashes := 0
	for n, died := 1, true; died; n++ {
		for _, after := range []bool{false, true} {
			var got []byte
			var live intent.Live
			got, live, died = run(n, after)
			require.Equal(t, wantLive.Version, live.Version, "crash at call %d", n)
			require.Equal(t, wantLive, live, "crash at call %d", n)
			sameBytes(t, want, got, "crash at call %d", n)
		}
		crashes++
	}
	require.Greater(t, crashes, 30)
}
