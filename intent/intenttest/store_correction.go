package intenttest

import (
	"context"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/internal/storetest"
)

var correctionChecks = []check{
	{Name: "correction/ids", Run: func(ctx context.Context, s intent.Store) error {
		for _, bad := range storetest.BadIDs() {
			if err := storetest.WantErr("an id that is no text", correct(ctx, s, correction(bad)), intent.ErrInvalid); err != nil {
				return err
			}
		}
		ids := storetest.IDs()
		for _, id := range ids {
			if err := correct(ctx, s, correction(id)); err != nil {
				return err
			}
		}
		return wantCorrections(ctx, s, 0, ids...)
	}},
	{Name: "correction/empty", Run: func(ctx context.Context, s intent.Store) error {
		noText, noLabel := correction("a"), correction("b")
		noText.Text, noLabel.Label = "", ""
		return storetest.First(
			storetest.WantErr("a correction without a text", correct(ctx, s, noText), intent.ErrInvalid),
			storetest.WantErr("a correction without a label", correct(ctx, s, noLabel), intent.ErrInvalid),
			wantCorrections(ctx, s, 0))
	}},
	{Name: "correction/content", Run: func(ctx context.Context, s intent.Store) error {
		cursor := int64(0)
		for i, text := range storetest.Texts() {
			c := intent.Correction{
				ID: fmt.Sprint("c", i), Text: text + ".", Label: text + "!", Wrong: text, Actor: text,
				At: storetest.Moment(), Undone: i%2 == 0, Cursor: 77,
			}
			if i == 0 {
				c.At = time.Time{}
			}
			put, err := s.PutCorrection(ctx, c)
			if err := storetest.First(err, sameCorrection("what PutCorrection returned", c, put)); err != nil {
				return err
			}
			if put.Cursor <= cursor {
				return fmt.Errorf("a correction has cursor %d behind %d", put.Cursor, cursor)
			}
			read, err := storetest.Collect(s.Corrections(ctx, cursor))
			if err != nil {
				return err
			}
			if len(read) != 1 || read[0].Cursor != put.Cursor {
				return fmt.Errorf("after the cursor %d there are %d corrections, or another cursor than PutCorrection returned", cursor, len(read))
			}
			if err := sameCorrection("a correction", c, read[0]); err != nil {
				return err
			}
			cursor = put.Cursor
		}
		return nil
	}},
	{Name: "correction/twice", Run: func(ctx context.Context, s intent.Store) error {
		first, err := s.PutCorrection(ctx, correction("a"))
		if err != nil {
			return err
		}
		again := correction("a")
		again.Wrong, again.Actor, again.At = "other", "bob", noon().Add(time.Hour)
		second, err := s.PutCorrection(ctx, again)
		return storetest.First(err,
			storetest.Same("what the second PutCorrection returned", first, second),
			wantCorrections(ctx, s, 0, "a"),
			wantCorrections(ctx, s, first.Cursor))
	}},
	{Name: "correction/conflict", Run: func(ctx context.Context, s intent.Store) error {
		text, label := correction("a"), correction("a")
		text.Text, label.Label = "another", "another"
		text.Undone = true
		first, err := s.PutCorrection(ctx, correction("a"))
		if err := storetest.First(err,
			storetest.WantErr("another text under the same id", correct(ctx, s, text), intent.ErrConflict),
			storetest.WantErr("another label under the same id", correct(ctx, s, label), intent.ErrConflict),
		); err != nil {
			return err
		}
		all, err := storetest.Collect(s.Corrections(ctx, 0))
		return storetest.First(err, storetest.Same("the corrections", []intent.Correction{first}, all))
	}},
	{Name: "correction/undo", Run: func(ctx context.Context, s intent.Store) error {
		if err := correct(ctx, s, correction("a"), correction("b"), correction("c")); err != nil {
			return err
		}
		last := int64(0)
		for i, undone := range []bool{true, false, true} {
			all, err := storetest.Collect(s.Corrections(ctx, 0))
			if err != nil {
				return err
			}
			last = all[len(all)-1].Cursor
			change := correction("b")
			change.Undone, change.Actor = undone, "who undoes"
			put, err := s.PutCorrection(ctx, change)
			want := correction("b")
			want.Undone = undone
			if err := storetest.First(err, sameCorrection("an undone correction", want, put)); err != nil {
				return err
			}
			if put.Cursor <= last {
				return fmt.Errorf("change %d of a correction has cursor %d, behind %d", i, put.Cursor, last)
			}
			if err := storetest.First(wantCorrections(ctx, s, last, "b"), wantCorrections(ctx, s, 0, "a", "c", "b")); err != nil {
				return err
			}
			again, err := s.PutCorrection(ctx, change)
			if err := storetest.First(err, storetest.Same("the same change again", put, again)); err != nil {
				return err
			}
		}
		read, err := storetest.Collect(s.Corrections(ctx, last))
		if err == nil && (len(read) != 1 || !read[0].Undone) {
			err = fmt.Errorf("a correction that was undone is read as one that holds")
		}
		return err
	}},
	{Name: "correction/many", Run: func(ctx context.Context, s intent.Store) error {
		const n = 1200
		var want []string
		for i := range n {
			c := correction(fmt.Sprint("c", (i*7)%n)) // ids that do not sort as they were put
			if err := correct(ctx, s, c); err != nil {
				return err
			}
			want = append(want, c.ID)
		}
		all, err := storetest.Collect(s.Corrections(ctx, 0))
		if err != nil {
			return err
		}
		if err := wantCorrections(ctx, s, 0, want...); err != nil {
			return err
		}
		for _, i := range []int{0, 499, 500, n - 2, n - 1} {
			if err := wantCorrections(ctx, s, all[i].Cursor, want[i+1:]...); err != nil {
				return err
			}
		}
		return wantCorrections(ctx, s, all[n-1].Cursor+5)
	}},
	{Name: "correction/leave early", Run: func(ctx context.Context, s intent.Store) error {
		return storetest.First(
			correct(ctx, s, correction("a"), correction("b"), correction("c")),
			storetest.StopsEarly("corrections", s.Corrections(ctx, 0)),
			correct(ctx, s, correction("d")))
	}},
	{Name: "correction/use the store", Run: func(ctx context.Context, s intent.Store) error {
		if err := correct(ctx, s, correction("a"), correction("b")); err != nil {
			return err
		}
		seen := map[string]bool{}
		for c, err := range s.Corrections(ctx, 0) {
			if err != nil || len(seen) == 2 {
				break
			}
			seen[c.ID] = true
			if err := storetest.First(correct(ctx, s, correction("more "+c.ID)), put(ctx, s, model(c.ID, 1))); err != nil {
				return fmt.Errorf("within a loop over corrections: %w", err)
			}
		}
		if !seen["a"] || !seen["b"] {
			return fmt.Errorf("a loop over corrections that puts more saw %d of 2", len(seen))
		}
		return nil
	}},
}

// wantCorrections returns an error unless exactly these corrections follow a
// cursor, in this order and with rising cursors.
func wantCorrections(ctx context.Context, s intent.Store, after int64, ids ...string) error {
	all, err := storetest.Collect(s.Corrections(ctx, after))
	if err != nil {
		return err
	}
	var got []string
	cursor := after
	for _, c := range all {
		if c.Cursor <= cursor {
			return fmt.Errorf("after cursor %d comes %d", cursor, c.Cursor)
		}
		cursor = c.Cursor
		got = append(got, c.ID)
	}
	return storetest.Same(fmt.Sprintf("the corrections after %d", after), append([]string(nil), ids...), got)
}
