package dialogtest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
)

var feedChecks = []check{
	{Name: "transcript/order", Run: func(ctx context.Context, s dialog.Store) error {
		const n = 12
		var want []dialog.Record
		for i := range int64(n) {
			// Ids that do not sort as they were committed.
			t := turn("c", fmt.Sprint("m", (i*7)%n), i)
			if err := commit(ctx, s, t, turn("other", t.Message.ID, i)); err != nil {
				return err
			}
			want = append(want, record(t, i+1))
		}
		for _, after := range []int64{0, 1, 5, n - 1, n, n + 5} {
			got, err := storetest.Collect(s.Transcript(ctx, "c", after))
			if err != nil {
				return err
			}
			what := fmt.Sprintf("the transcript after %d of %d", after, n)
			if err := storetest.Same(what, append([]dialog.Record(nil), want[min(after, n):]...), got); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "feed/order", Run: func(ctx context.Context, s dialog.Store) error {
		conversations := []string{"z", "a", "m", "z", "z", "a", "b", "m"}
		versions := map[string]int64{}
		var want []dialog.Record
		for i, c := range conversations {
			t := turn(c, fmt.Sprint("m", 9-i), versions[c])
			if err := commit(ctx, s, t); err != nil {
				return err
			}
			versions[c]++
			want = append(want, record(t, versions[c]))
		}
		got, err := storetest.Collect(s.Feed(ctx, 0))
		if err != nil {
			return err
		}
		if err := rising(0, got); err != nil {
			return err
		}
		for i := range got {
			rest, err := storetest.Collect(s.Feed(ctx, got[i].Cursor))
			if err != nil {
				return err
			}
			if err := storetest.Same(fmt.Sprintf("the feed after record %d, and the end of the whole feed", i), append([]dialog.Record(nil), got[i+1:]...), rest); err != nil {
				return err
			}
		}
		for i := range got {
			got[i].Cursor = 0
		}
		return storetest.Same("the feed", want, got)
	}},
	{Name: "feed/concurrent", Run: concurrentFeed},
	{Name: "feed/many", Run: func(ctx context.Context, s dialog.Store) error {
		const conversations, each = 40, 15
		err := storetest.Spread(conversations, func(i int) error {
			for v := range int64(each) {
				if err := commit(ctx, s, turn(fmt.Sprint("c", i), fmt.Sprint("m", v), v)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		feed, err := storetest.Collect(s.Feed(ctx, 0))
		if err != nil {
			return err
		}
		reader := newReader()
		return storetest.First(reader.take(feed), reader.complete(conversations, each))
	}},
	{Name: "iterators/leave early", Run: func(ctx context.Context, s dialog.Store) error {
		for i := range int64(5) {
			if err := commit(ctx, s, turn("c", fmt.Sprint("m", i), i)); err != nil {
				return err
			}
		}
		return storetest.First(
			storetest.StopsEarly("transcript", s.Transcript(ctx, "c", 1)),
			storetest.StopsEarly("feed", s.Feed(ctx, 0)),
			commit(ctx, s, turn("c", "m5", 5)),
		)
	}},
	{Name: "iterators/use the store", Run: func(ctx context.Context, s dialog.Store) error {
		if err := commit(ctx, s, turn("c", "m0", 0), turn("c", "m1", 1), turn("c", "m2", 2)); err != nil {
			return err
		}
		seen, version := 0, int64(3)
		loop := func(r dialog.Record, err error) error {
			if err != nil || r.Version > 3 {
				return err
			}
			seen++
			version++
			_, loadErr := s.Load(ctx, "c")
			return storetest.First(loadErr, commit(ctx, s, turn("c", fmt.Sprint("m", version), version-1)))
		}
		for r, err := range s.Feed(ctx, 0) {
			if err := loop(r, err); err != nil {
				return fmt.Errorf("within a loop over the feed: %w", err)
			}
		}
		for r, err := range s.Transcript(ctx, "c", 0) {
			if err := loop(r, err); err != nil {
				return fmt.Errorf("within a loop over a transcript: %w", err)
			}
		}
		if seen != 6 {
			return fmt.Errorf("loops over 3 records each that commit as they go saw %d of them", seen)
		}
		return nil
	}},
}

// rising returns an error unless cursors rise above after.
func rising(after int64, records []dialog.Record) error {
	for i, r := range records {
		if r.Cursor <= after {
			return fmt.Errorf("record %d of the feed has cursor %d behind %d", i, r.Cursor, after)
		}
		after = r.Cursor
	}
	return nil
}

// concurrentFeed has writers commit, to conversations of their own and to one
// that they share, while readers follow the feed by their saved cursors. Each
// reader must get every record exactly once, in the order of versions.
func concurrentFeed(ctx context.Context, s dialog.Store) error {
	const writers, readers, times = 6, 2, 12
	var busy atomic.Int64
	busy.Store(writers)
	write := func(w int) error {
		defer busy.Add(-1)
		for i := range int64(times) {
			if err := commit(ctx, s, turn(fmt.Sprint("own", w), fmt.Sprint("m", i), i)); err != nil {
				return err
			}
			if err := commitAnywhere(ctx, s, "shared", fmt.Sprintf("m%d-%d", w, i)); err != nil {
				return err
			}
		}
		return nil
	}
	read := func() error {
		r := newReader()
		for last := false; ; {
			records, err := storetest.Collect(s.Feed(ctx, r.cursor))
			if err := storetest.First(err, r.take(records)); err != nil {
				return err
			}
			if last {
				break
			}
			last = busy.Load() == 0 // read once more after the last commit
			runtime.Gosched()
		}
		all, err := storetest.Collect(s.Feed(ctx, 0))
		if err != nil {
			return err
		}
		if len(all) != r.n {
			return fmt.Errorf("a reader that followed the feed by its cursor got %d records, the feed holds %d", r.n, len(all))
		}
		for _, record := range all {
			if got, want := r.cursors[key(record)], record.Cursor; got != want {
				return fmt.Errorf("the cursor of version %d of %q was %d and is now %d", record.Version, record.Message.Conversation, got, want)
			}
		}
		if r.n != 2*writers*times {
			return fmt.Errorf("the feed has %d records after %d commits", r.n, 2*writers*times)
		}
		return nil
	}
	return storetest.Parallel(writers+readers, func(i int) error {
		if i < writers {
			return write(i)
		}
		return read()
	})
}

// commitAnywhere commits a message on top of whatever version there is.
func commitAnywhere(ctx context.Context, s dialog.Store, conversation, message string) error {
	for {
		c, err := s.Load(ctx, conversation)
		if err != nil && !errors.Is(err, dialog.ErrNotFound) {
			return err
		}
		if _, err = s.Commit(ctx, turn(conversation, message, c.Version)); !errors.Is(err, dialog.ErrConflict) {
			return err
		}
	}
}

// reader follows a feed.
type reader struct {
	cursor   int64
	n        int
	versions map[string]int64 // the last version seen of each conversation
	cursors  map[string]int64
}

func newReader() *reader {
	return &reader{versions: map[string]int64{}, cursors: map[string]int64{}}
}

func key(r dialog.Record) string { return fmt.Sprint(r.Message.Conversation, "/", r.Version) }

func (r *reader) take(records []dialog.Record) error {
	if err := rising(r.cursor, records); err != nil {
		return err
	}
	for _, record := range records {
		c := record.Message.Conversation
		if record.Version != r.versions[c]+1 {
			return fmt.Errorf("the feed yields version %d of %q after version %d", record.Version, c, r.versions[c])
		}
		r.versions[c] = record.Version
		r.cursors[key(record)] = record.Cursor
		r.cursor = record.Cursor
		r.n++
	}
	return nil
}

func (r *reader) complete(conversations int, each int64) error {
	for i := range conversations {
		if got := r.versions[fmt.Sprint("c", i)]; got != each {
			return fmt.Errorf("the feed ends with version %d of conversation %d, want %d", got, i, each)
		}
	}
	return nil
}
