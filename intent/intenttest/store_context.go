package intenttest

import (
	"context"
	"fmt"
	"iter"

	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/internal/storetest"
)

var contextChecks = []check{
	{Name: "context/reads", Run: func(ctx context.Context, s intent.Store) error {
		return storetest.First(
			put(ctx, s, model("v", 1)),
			correct(ctx, s, correction("a")),
			storetest.DoneContexts(ctx, "model", func(ctx context.Context) error { return second(s.Model(ctx, "v")) }),
			storetest.DoneContexts(ctx, "models", func(ctx context.Context) error { return second(storetest.Collect(s.Models(ctx))) }),
			storetest.DoneContexts(ctx, "live", func(ctx context.Context) error { return second(s.Live(ctx)) }),
			storetest.DoneContexts(ctx, "corrections", func(ctx context.Context) error {
				return second(storetest.Collect(s.Corrections(ctx, 0)))
			}),
		)
	}},
	{Name: "context/writes", Run: func(ctx context.Context, s intent.Store) error {
		n := 0
		err := storetest.First(
			put(ctx, s, model("v", 1)),
			storetest.DoneContexts(ctx, "put model", func(ctx context.Context) error {
				n++
				return put(ctx, s, model(fmt.Sprint("late", n), 1))
			}),
			storetest.DoneContexts(ctx, "set live", func(ctx context.Context) error {
				return second(s.SetLive(ctx, intent.Live{Version: "v"}))
			}),
			storetest.DoneContexts(ctx, "put correction", func(ctx context.Context) error {
				n++
				return correct(ctx, s, correction(fmt.Sprint("late", n)))
			}),
			wantLive(ctx, s, intent.Live{}),
			wantCorrections(ctx, s, 0),
		)
		if err != nil {
			return err
		}
		models, err := storetest.Collect(s.Models(ctx))
		if err == nil && len(models) != 1 {
			err = fmt.Errorf("puts with a context that was done kept %d models", len(models)-1)
		}
		return err
	}},
	{Name: "context/loops", Run: func(ctx context.Context, s intent.Store) error {
		if err := storetest.First(put(ctx, s, model("a", 1), model("b", 2)), correct(ctx, s, correction("a"), correction("b"))); err != nil {
			return err
		}
		return storetest.First(
			endsDuring(ctx, "models", s.Models),
			endsDuring(ctx, "corrections", func(ctx context.Context) iter.Seq2[intent.Correction, error] { return s.Corrections(ctx, 0) }))
	}},
}

// endsDuring returns an error unless a loop whose context ends at the first
// element ends with the context's error.
func endsDuring[T any](ctx context.Context, what string, loop func(context.Context) iter.Seq2[T, error]) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var err error
	for _, err = range loop(ctx) {
		cancel()
	}
	return storetest.WantErr("a loop over "+what+" during which the context ends", err, context.Canceled)
}
