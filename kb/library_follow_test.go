package kb_test

import (
	"context"
	"fmt"
	"iter"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// slowStore needs a while for each change that it yields of what there was when
// it was asked.
type slowStore struct {
	kb.Store
	each time.Duration
}

func (s *slowStore) Changes(ctx context.Context, after int64) iter.Seq2[kb.Change, error] {
	return func(yield func(kb.Change, error) bool) {
		var all []kb.Change
		for change, err := range s.Store.Changes(ctx, after) {
			if err != nil {
				yield(kb.Change{}, err)
				return
			}
			all = append(all, change)
		}
		for _, change := range all {
			select {
			case <-time.After(s.each):
			case <-ctx.Done():
				yield(kb.Change{}, ctx.Err())
				return
			}
			if !yield(change, nil) {
				return
			}
		}
	}
}

// within is a context that ends after some time of the fake clock.
func within(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

func TestWhoWaitsForALoadKeepsHisDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slowStore{Store: kb.NewMemoryStore(), each: time.Hour}
		_, err := s.Put(t.Context(), smart("a", "where is my parcel"))
		require.NoError(t, err)
		l := libraryOver(t, s, nil)
		loaded := make(chan error, 1)
		go func() { _, err := l.Len(t.Context()); loaded <- err }()
		synctest.Wait()

		from := time.Now()
		_, err = l.Match(within(t, 200*time.Millisecond), kb.Query{Text: "where is my parcel"})
		require.ErrorIs(t, err, context.DeadlineExceeded)
		_, err = l.Get(within(t, 200*time.Millisecond), "a")
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorIs(t, l.Refresh(within(t, 200*time.Millisecond)), context.DeadlineExceeded)
		_, err = l.Put(within(t, 200*time.Millisecond), smart("b", "who waits"))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 800*time.Millisecond, time.Since(from))

		require.NoError(t, <-loaded, "others' deadlines do not end a load")
		hits, err := l.Match(within(t, time.Millisecond), kb.Query{Text: "where is my parcel"})
		require.NoError(t, err)
		assert.Len(t, hits, 1)
	})
}

// Callers with little time each get a large knowledge base loaded together.
func TestAFirstLoadIsGoneOnWith(t *testing.T) {
	for name, c := range map[string]struct {
		puts  []int // entries of each revision
		tries int   // of ten changes each, of which the last revision is read again
		loads bool
	}{
		"one by one":         {puts: []int{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, tries: 3, loads: true},
		"in pairs":           {puts: []int{2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2}, tries: 3, loads: true},
		"a revision at once": {puts: []int{3, 30}, tries: 5, loads: false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &slowStore{Store: kb.NewMemoryStore(), each: 100 * time.Millisecond}
				n := 0
				for _, size := range c.puts {
					var put []kb.Entry
					for range size {
						put = append(put, smart(fmt.Sprint("e", n), fmt.Sprint("question number ", n)))
						n++
					}
					_, err := s.Put(t.Context(), put...)
					require.NoError(t, err)
				}
				l := libraryOver(t, s, nil)
				for try := 1; ; try++ {
					hits, err := l.Match(within(t, 1050*time.Millisecond), kb.Query{Text: "question number 0"})
					if err == nil {
						require.True(t, c.loads)
						assert.Equal(t, c.tries, try)
						assert.NotEmpty(t, hits)
						break
					}
					require.ErrorIs(t, err, context.DeadlineExceeded)
					require.Empty(t, hits)
					if try == c.tries && !c.loads { // nor does it ever show a part of it
						require.NoError(t, l.Refresh(within(t, time.Minute)))
						break
					}
					require.Less(t, try, c.tries)
				}
				got, err := l.Len(within(t, time.Millisecond))
				require.NoError(t, err)
				assert.Equal(t, n, got)
			})
		})
	}
}

// A write that its caller could not wait to see is there for the next one, even
// if a slow read that began before it ends in between.
func TestAWriteThatWasNotReadBackIsOwed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slowStore{Store: kb.NewMemoryStore(), each: time.Second}
		l, other := libraryOver(t, s, nil), libraryOver(t, s.Store, nil)
		_, err := l.Len(t.Context())
		require.NoError(t, err)
		_, err = other.Put(t.Context(), smart("slow", "somebody else's entry"))
		require.NoError(t, err)
		refreshed := make(chan error, 1)
		go func() { refreshed <- l.Refresh(t.Context()) }()
		synctest.Wait() // it has seen what there is, and takes a second over it

		put, err := l.Put(within(t, 100*time.Millisecond), smart("own", "where is my parcel"))
		require.NoError(t, err, "it is stored")
		require.Len(t, put, 1)
		require.NoError(t, <-refreshed)

		hits, err := l.Match(t.Context(), kb.Query{Text: "where is my parcel"})
		require.NoError(t, err)
		assert.Len(t, hits, 1)
		before := time.Now()
		_, err = l.Match(t.Context(), kb.Query{Text: "where is my parcel"})
		require.NoError(t, err)
		assert.Zero(t, time.Since(before), "what was owed is read once")
	})
}
