package intenttest

import (
	"context"
	"fmt"

	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/internal/storetest"
)

var liveChecks = []check{
	{Name: "live/nothing yet", Run: func(ctx context.Context, s intent.Store) error {
		return wantLive(ctx, s, intent.Live{})
	}},
	{Name: "live/replace", Run: func(ctx context.Context, s intent.Store) error {
		if err := put(ctx, s, model("a", 1), model("b", 2), model("c", 3)); err != nil {
			return err
		}
		for i, live := range []intent.Live{
			{Version: "a"}, {Version: "b", Before: "a", Shadow: "c"}, {Version: "b", Before: "a"}, {},
		} {
			live.Revision = int64(i)
			got, err := s.SetLive(ctx, live)
			live.Revision++
			if err := storetest.First(err, storetest.Same("what SetLive returned", live, got), wantLive(ctx, s, live)); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "live/conflict", Run: func(ctx context.Context, s intent.Store) error {
		if err := storetest.First(
			put(ctx, s, model("a", 1), model("b", 2)),
			second(s.SetLive(ctx, intent.Live{Version: "a"})),
			second(s.SetLive(ctx, intent.Live{Version: "b", Before: "a", Revision: 1})),
		); err != nil {
			return err
		}
		for _, revision := range []int64{0, 1, 3, -1} {
			err := second(s.SetLive(ctx, intent.Live{Version: "a", Revision: revision}))
			if err := storetest.WantErr(fmt.Sprintf("a change of revision %d where 2 is stored", revision), err, intent.ErrConflict); err != nil {
				return err
			}
		}
		return wantLive(ctx, s, intent.Live{Version: "b", Before: "a", Revision: 2})
	}},
	{Name: "live/unknown version", Run: func(ctx context.Context, s intent.Store) error {
		if err := put(ctx, s, model("a", 1)); err != nil {
			return err
		}
		for what, live := range map[string]intent.Live{
			"version": {Version: "none"}, "before": {Version: "a", Before: "none"}, "shadow": {Version: "a", Shadow: "none"},
			"version that is no text": {Version: "nul\x00"},
		} {
			if err := storetest.WantErr("an unknown "+what, second(s.SetLive(ctx, live)), intent.ErrNotFound); err != nil {
				return err
			}
		}
		return wantLive(ctx, s, intent.Live{})
	}},
}

func wantLive(ctx context.Context, s intent.Store, want intent.Live) error {
	got, err := s.Live(ctx)
	return storetest.First(err, storetest.Same("what is live", want, got))
}
