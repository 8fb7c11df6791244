package intent_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/intent"
)

// reference is what a registry has to do, in short.
type reference struct {
	live, before string
	published    []string
	corrections  []intent.Correction // in the order of their last change
}

func (r *reference) use(version string) {
	if version != r.live {
		r.live, r.before = version, r.live
	}
}

// right returns the label of the last correction of a text that holds.
func (r *reference) right(text string) (label string) {
	for _, c := range r.corrections {
		if c.Text == text && !c.Undone {
			label = c.Label
		}
	}
	return label
}

// Two nodes over one store publish, use, roll back, correct, undo and retrain in
// any order, and a third one starts at the end: each does on its own what the
// reference says, and in the end all answer the same, byte for byte.
func TestRegistriesAgree(t *testing.T) {
	var models []*intent.Model
	for n := range 3 {
		models = append(models, train(t, shop, &intent.TrainOptions{Seed: uint64(n), Categories: map[string]string{"refund": fmt.Sprint(n)}}))
	}
	texts := []string{"it is broken", "where is my parcel", "send another one", "我要投诉"}
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		store := intent.NewMemoryStore()
		var nodes []*intent.Registry
		for range 2 {
			r, err := intent.NewRegistry(store, nil)
			require.NoError(t, err)
			nodes = append(nodes, r)
		}
		var ref reference
		change := func(c intent.Correction) {
			at := slices.IndexFunc(ref.corrections, func(o intent.Correction) bool { return o.ID == c.ID })
			if at >= 0 {
				if ref.corrections[at].Undone == c.Undone {
					return
				}
				ref.corrections = slices.Delete(ref.corrections, at, at+1)
			}
			ref.corrections = append(ref.corrections, c)
		}
		correction := func(t *rapid.T) intent.Correction {
			i := rapid.IntRange(0, 5).Draw(t, "correction")
			return intent.Correction{ID: fmt.Sprint("c", i), Text: texts[i%len(texts)], Label: []string{"complaint", "refund"}[i%2]}
		}
		node := func(t *rapid.T) *intent.Registry { return nodes[rapid.IntRange(0, 1).Draw(t, "node")] }
		t.Repeat(map[string]func(*rapid.T){
			"publish": func(t *rapid.T) {
				stored, err := node(t).Publish(ctx, models[rapid.IntRange(0, len(models)-1).Draw(t, "model")], "")
				require.NoError(t, err)
				ref.use(stored.Version)
				ref.published = append(ref.published, stored.Version)
			},
			"use": func(t *rapid.T) {
				if len(ref.published) == 0 {
					t.Skip()
				}
				version := rapid.SampledFrom(ref.published).Draw(t, "version")
				require.NoError(t, node(t).Use(ctx, version))
				ref.use(version)
			},
			"rollback": func(t *rapid.T) {
				err := node(t).Rollback(ctx)
				require.Equal(t, ref.before == "", errors.Is(err, intent.ErrNotFound))
				if ref.before != "" {
					require.NoError(t, err)
					ref.use(ref.before)
				}
			},
			"correct": func(t *rapid.T) {
				c, r := correction(t), node(t)
				_, err := r.Correct(ctx, c)
				require.NoError(t, err)
				change(c)
				if want := ref.right(c.Text); ref.live != "" {
					result, err := r.Classify(ctx, intent.Input{Text: c.Text})
					require.NoError(t, err)
					require.Equal(t, want, result.Top().Label)
				}
			},
			"undo": func(t *rapid.T) {
				c := correction(t)
				err := node(t).Undo(ctx, c.ID)
				known := slices.ContainsFunc(ref.corrections, func(o intent.Correction) bool { return o.ID == c.ID })
				require.Equal(t, !known, errors.Is(err, intent.ErrNotFound))
				if c.Undone = true; known {
					require.NoError(t, err)
					change(c)
				}
			},
			"retrain": func(t *rapid.T) {
				if ref.live == "" || rapid.IntRange(0, 3).Draw(t, "rarely") > 0 {
					t.Skip()
				}
				stored, err := node(t).Retrain(ctx)
				require.NoError(t, err)
				ref.use(stored.Version)
				ref.published = append(ref.published, stored.Version)
			},
			"load": func(t *rapid.T) { require.NoError(t, node(t).Load(ctx)) },
		})
		fresh, err := intent.NewRegistry(store, nil)
		require.NoError(t, err)
		for _, r := range append([]*intent.Registry{fresh}, nodes...) {
			require.NoError(t, r.Load(ctx))
			require.Equal(t, []string{ref.live, ref.before}, []string{r.Live().Version, r.Live().Before})
			if ref.live == "" {
				continue
			}
			sameBytes(t, bytesOf(t, fresh.Model()), bytesOf(t, r.Model()))
			result, err := r.Classify(ctx, intent.Input{Text: texts[0]})
			require.NoError(t, err)
			want, err := fresh.Classify(ctx, intent.Input{Text: texts[0]})
			require.NoError(t, err)
			require.Equal(t, want, result)
		}
	})
}

// Everything at once; run with -race.
func TestRegistryRace(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	store := intent.NewMemoryStore()
	r, other := newRegistry(t, store, nil), newRegistry(t, store, &intent.RegistryOptions{Poll: 1})
	first, second := publish(t, r, train(t, shop, nil)), publish(t, r, train(t, otherShop(), nil))
	var follower, users sync.WaitGroup
	follower.Go(func() {
		if err := other.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	for g := range 4 {
		users.Go(func() {
			for i := range 40 {
				text := fmt.Sprint("words of ", g, " and ", i%7)
				_, err := r.Correct(ctx, intent.Correction{ID: text, Text: text, Label: "complaint"})
				if result, failed := other.Classify(ctx, intent.Input{Text: text}); failed == nil && len(result.Predictions) > 0 {
					result.Predictions[0].Label = "the caller's"
				}
				if i%5 == 0 {
					err = errors.Join(err, r.Undo(ctx, text))
				}
				switch i % 20 {
				case 3:
					err = errors.Join(err, r.Use(ctx, []string{first, second}[g%2]))
				case 9:
					if failed := r.Shadow(ctx, first); !errors.Is(failed, intent.ErrInvalid) && !errors.Is(failed, intent.ErrConflict) {
						err = errors.Join(err, failed)
					}
					r.Comparison()
				case 15:
					if failed := r.Promote(ctx); !errors.Is(failed, intent.ErrNotFound) && !errors.Is(failed, intent.ErrConflict) {
						err = errors.Join(err, failed)
					}
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	users.Wait()
	cancel()
	follower.Wait()
	require.NoError(t, r.Load(t.Context()))
	require.NoError(t, other.Load(t.Context()))
	sameBytes(t, bytesOf(t, r.Model()), bytesOf(t, other.Model()))
}
