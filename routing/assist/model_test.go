package assist_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/routing/assist"
)

// A library that has followed any row of writes finds what one finds that reads the
// store afresh, with the same scores.
func TestIndexFollowsWrites(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		ctx := t.Context()
		store := assist.NewMemoryStore()
		live, err := assist.NewReplies(store, nil)
		require.NoError(rt, err)
		word := rapid.SampledFrom([]string{"parcel", "parcels", "refund", "late", "退款", "快递", "delayed", "ship"})
		texts := rapid.Custom(func(rt *rapid.T) string {
			return fmt.Sprint(word.Draw(rt, "w1"), " ", word.Draw(rt, "w2"))
		})
		for i := range rapid.IntRange(1, 30).Draw(rt, "writes") {
			id := rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(rt, "id")
			old, err := store.Canned(ctx, id)
			exists := err == nil
			switch what := rapid.IntRange(0, 9).Draw(rt, "what"); {
			case what < 2 && exists:
				require.NoError(rt, live.Delete(ctx, "ann", id, old.Version))
			case what < 4 && exists:
				_, err = live.Used(ctx, assist.Use{Key: fmt.Sprint(i), Reply: id})
				require.NoError(rt, err)
			case what < 5:
				require.NoError(rt, live.Refresh(ctx))
			default:
				_, err = live.Put(ctx, "ann", assist.Canned{
					ID: id, Version: old.Version, Title: texts.Draw(rt, "title"), Text: texts.Draw(rt, "text"),
					Locale: rapid.SampledFrom([]string{"", "en", "zh"}).Draw(rt, "locale"), Shortcut: "/" + id + word.Draw(rt, "s"),
					Category: word.Draw(rt, "category"),
				})
				require.NoError(rt, err)
			}
		}
		fresh, err := assist.NewReplies(store, nil)
		require.NoError(rt, err)
		for _, q := range []assist.Query{{Text: texts.Draw(rt, "q")}, {Text: "par"}, {Text: "/a"}, {Text: "refnud "}, {Category: "late", Locale: "en"}} {
			want, err := fresh.Search(ctx, q)
			require.NoError(rt, err)
			got, err := live.Search(ctx, q)
			require.NoError(rt, err)
			require.Equal(rt, want, got, q.Text)
		}
	})
}

// Whoever searches while others write sees replies as they were or are, and nothing
// else.
func TestSearchWhileWriting(t *testing.T) {
	r := library(t, nil)
	ctx := t.Context()
	require.NoError(t, storetest.Parallel(6, func(w int) error {
		for i := range 60 {
			id := fmt.Sprint(w)
			switch {
			case w >= 3:
				found, err := r.Search(ctx, assist.Query{Text: "parcel"})
				for _, f := range found {
					if f.Reply.Title != "parcel "+f.Reply.Text {
						return fmt.Errorf("a reply that nobody wrote: %+v", f.Reply)
					}
				}
				if err != nil {
					return err
				}
			case i%5 == 4:
				c, err := r.Get(ctx, "", nil, id)
				if err := storetest.First(err, r.Delete(ctx, "ann", id, c.Version)); err != nil {
					return err
				}
			default:
				version := int64(0)
				if c, err := r.Get(ctx, "", nil, id); err == nil {
					version = c.Version
				}
				text := fmt.Sprint("number ", i)
				if _, err := r.Put(ctx, "ann", assist.Canned{ID: id, Version: version, Title: "parcel " + text, Text: text}); err != nil {
					return err
				}
			}
		}
		return nil
	}))
}
