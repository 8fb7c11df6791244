package intenttest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/internal/storetest"
)

// largest is the size of the largest model that a store must take.
const largest = 20 << 20

var modelChecks = []check{
	{Name: "model/nothing yet", Run: func(ctx context.Context, s intent.Store) error {
		all, err := storetest.Collect(s.Models(ctx))
		if err == nil && len(all) > 0 {
			err = fmt.Errorf("an empty store yields %d models", len(all))
		}
		return storetest.First(err,
			storetest.WantErr("a model that nobody put", second(s.Model(ctx, "none")), intent.ErrNotFound),
			storetest.WantErr("a model by no version", second(s.Model(ctx, "")), intent.ErrNotFound),
			storetest.WantErr("a model by what is no version", second(s.Model(ctx, "nul\x00")), intent.ErrNotFound))
	}},
	{Name: "model/versions", Run: func(ctx context.Context, s intent.Store) error {
		for _, bad := range storetest.BadIDs() {
			if err := storetest.WantErr("a version that is no text", s.PutModel(ctx, model(bad, 0)), intent.ErrInvalid); err != nil {
				return err
			}
		}
		ids := storetest.IDs()
		for _, id := range ids {
			if err := put(ctx, s, model(id, 0)); err != nil {
				return err
			}
		}
		for _, id := range ids {
			got, err := s.Model(ctx, id)
			if err := storetest.First(err, sameModel("a model", model(id, 0), got)); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "model/content", Run: func(ctx context.Context, s intent.Store) error {
		for i, text := range storetest.Texts() {
			m := model(fmt.Sprint("v", i), i)
			m.Note, m.Data, m.Created = text, []byte(text), storetest.Moment()
			if err := put(ctx, s, m); err != nil {
				return err
			}
			got, err := s.Model(ctx, m.Version)
			if err := storetest.First(err, sameModel("a model", m, got)); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "model/20 MB", Run: func(ctx context.Context, s intent.Store) error {
		m := model("large", 0)
		m.Data = make([]byte, largest)
		random := rand.New(rand.NewPCG(1, 2))
		for i := range m.Data {
			m.Data[i] = byte(random.Uint32())
		}
		if err := put(ctx, s, m, m); err != nil {
			return err
		}
		got, err := s.Model(ctx, m.Version)
		if err := storetest.First(err, sameModel("a large model", m, got)); err != nil {
			return err
		}
		m.Data[largest-1]++
		return storetest.WantErr("a model whose last byte is another", s.PutModel(ctx, m), intent.ErrConflict)
	}},
	{Name: "model/twice", Run: func(ctx context.Context, s intent.Store) error {
		first := model("v", 1)
		again := first
		again.Note, again.Created, again.Folded = "another", noon(), 99
		other := first
		other.Data = []byte("other data")
		if err := storetest.First(
			put(ctx, s, first, again),
			storetest.WantErr("other bytes under the same version", s.PutModel(ctx, other), intent.ErrConflict),
		); err != nil {
			return err
		}
		got, err := s.Model(ctx, "v")
		return storetest.First(err, sameModel("the first model", first, got))
	}},
	{Name: "model/list", Run: func(ctx context.Context, s intent.Store) error {
		models := []intent.StoredModel{model("b", 3), model("z", 1), model("a", 3), model("m", 7), model("c", 0)}
		if err := put(ctx, s, models...); err != nil {
			return err
		}
		slices.SortFunc(models, func(a, b intent.StoredModel) int {
			if c := b.Created.Compare(a.Created); c != 0 {
				return c
			}
			return strings.Compare(b.Version, a.Version)
		})
		got, err := storetest.Collect(s.Models(ctx))
		if err != nil {
			return err
		}
		if len(got) != len(models) {
			return fmt.Errorf("%d models put, %d listed", len(models), len(got))
		}
		for i := range got {
			if got[i].Data != nil {
				return fmt.Errorf("model %d of the list has its data with it", i)
			}
			models[i].Data = nil
			if err := sameModel(fmt.Sprintf("model %d of the list", i), models[i], got[i]); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "model/many", Run: func(ctx context.Context, s intent.Store) error {
		const n = 450
		err := storetest.Spread(n, func(i int) error { return put(ctx, s, model(fmt.Sprintf("v%03d", i), i/2)) })
		if err != nil {
			return err
		}
		i := n
		for m, err := range s.Models(ctx) {
			if i--; err != nil || m.Version != fmt.Sprintf("v%03d", i) {
				return fmt.Errorf("model %d from the end is %q (error %w)", i, m.Version, err)
			}
		}
		if i != 0 {
			return fmt.Errorf("the list of %d models stops %d before the oldest", n, i)
		}
		return nil
	}},
	{Name: "model/no shared memory", Run: func(ctx context.Context, s intent.Store) error {
		m, want := model("v", 1), model("v", 1)
		if err := put(ctx, s, m); err != nil {
			return err
		}
		storetest.Scramble(m.Data)
		got, err := s.Model(ctx, "v")
		if err := storetest.First(err, sameModel("a model whose putter overwrote his", want, got)); err != nil {
			return err
		}
		storetest.Scramble(got.Data)
		got, err = s.Model(ctx, "v")
		return storetest.First(err, sameModel("a model whose reader overwrote his", want, got))
	}},
	{Name: "model/leave early", Run: func(ctx context.Context, s intent.Store) error {
		return storetest.First(
			put(ctx, s, model("a", 1), model("b", 2), model("c", 3)),
			storetest.StopsEarly("models", s.Models(ctx)),
			put(ctx, s, model("d", 4)))
	}},
	{Name: "model/use the store", Run: func(ctx context.Context, s intent.Store) error {
		if err := put(ctx, s, model("a", 1), model("b", 2), model("c", 3)); err != nil {
			return err
		}
		n := 0
		for m, err := range s.Models(ctx) {
			if n++; err != nil || n > 3 {
				return fmt.Errorf("a loop over 3 models that puts older ones is at number %d (error %w)", n, err)
			}
			if err := put(ctx, s, model("newer "+m.Version, 10)); err != nil {
				return fmt.Errorf("within a loop over models: %w", err)
			}
		}
		return nil
	}},
}
