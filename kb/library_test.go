package kb_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

func TestNewLibraryFaults(t *testing.T) {
	_, err := kb.NewLibrary(nil, nil)
	assertField(t, "store", err)
	_, err = kb.NewLibrary(kb.NewMemoryStore(), &kb.LibraryOptions{Policy: kb.Policy{Direct: 2}})
	assertField(t, "direct", err)
	_, err = kb.NewLibrary(kb.NewMemoryStore(), &kb.LibraryOptions{Poll: -1})
	assertField(t, "poll", err)
}

// Nothing is read before it is needed, and then once.
func TestLibraryLoadsOnFirstUse(t *testing.T) {
	s := &faultyStore{Store: kb.NewMemoryStore()}
	_, err := s.Put(t.Context(), smart("a", "track my order"))
	require.NoError(t, err)
	for name, use := range map[string]func(l *kb.Library) error{
		"match": func(l *kb.Library) error {
			hits, err := l.Match(t.Context(), kb.Query{Text: "track my order"})
			assert.Equal(t, []string{"a"}, idsOf(hits))
			return err
		},
		"decide": func(l *kb.Library) error {
			d, err := l.Decide(t.Context(), kb.Query{Text: "track my order"})
			assert.Equal(t, kb.Direct, d.Kind)
			return err
		},
		"len": func(l *kb.Library) error {
			n, err := l.Len(t.Context())
			assert.Equal(t, 1, n)
			return err
		},
		"get": func(l *kb.Library) error {
			_, err := l.Get(t.Context(), "a")
			return err
		},
	} {
		s.reads = 0
		l := libraryOver(t, s, nil)
		assert.Zero(t, s.reads, name)
		require.NoError(t, use(l), name)
		require.NoError(t, use(l), name)
		assert.Equal(t, 1, s.reads, name)
	}
}

// A load that fails half way shows nothing of it, and the next call loads.
func TestLibraryLoadsAgain(t *testing.T) {
	s := &faultyStore{Store: kb.NewMemoryStore()}
	_, err := s.Put(t.Context(), smart("a", "track my order"), smart("b", "cancel my order"))
	require.NoError(t, err)
	s.changes = failFrom(1)
	l := libraryOver(t, s, nil)
	_, err = l.Match(t.Context(), kb.Query{Text: "order"})
	require.ErrorIs(t, err, errDisk)
	_, err = l.Decide(t.Context(), kb.Query{Text: "order"})
	require.ErrorIs(t, err, errDisk)
	_, err = l.Get(t.Context(), "a")
	require.ErrorIs(t, err, errDisk)
	require.ErrorIs(t, l.Delete(t.Context(), "a"), errDisk)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = l.Match(ended, kb.Query{Text: "order"})
	require.ErrorIs(t, err, context.Canceled)
	s.changes = nil
	hits, err := l.Match(t.Context(), kb.Query{Text: "order"})
	require.NoError(t, err)
	assert.Len(t, hits, 2)
}

func TestLibraryPut(t *testing.T) {
	now := time.Date(2026, 3, 4, 5, 6, 7, 8999, time.FixedZone("", 3600))
	ids := 0
	l := libraryOver(t, kb.NewMemoryStore(), &kb.LibraryOptions{
		Now:   func() time.Time { return now },
		NewID: func() string { ids++; return fmt.Sprint("new ", ids) },
	})
	given := []kb.Entry{{Question: "first"}, {ID: "mine", Question: "second", Answer: kb.TextAnswer("x")}}
	put, err := l.Put(t.Context(), given...)
	require.NoError(t, err)
	assert.Equal(t, []string{"new 1", "mine"}, []string{put[0].ID, put[1].ID})
	assert.Empty(t, given[0].ID, "the caller's entries stay")
	for _, e := range put {
		assert.Equal(t, now.UTC().Truncate(time.Microsecond), e.Updated)
		got, err := l.Get(t.Context(), e.ID)
		require.NoError(t, err)
		assert.Equal(t, e.Version, got.Version)
		assert.Equal(t, e.Question, got.Question)
	}
	assert.Len(t, identicalIn(t, l, "first"), 1)

	_, err = l.Put(t.Context(), kb.Entry{ID: "mine", Question: "fine"}, kb.Entry{ID: "bad"})
	assertField(t, "question", err)
	_, err = l.Put(t.Context(), kb.Entry{ID: "twice", Question: "a"}, kb.Entry{ID: "twice", Question: "b"})
	assertField(t, "id", err)
	got, err := l.Get(t.Context(), "mine")
	require.NoError(t, err)
	assert.Equal(t, "second", got.Question, "nothing of a faulty Put is written")

	defaults := libraryOf(t, kb.Entry{Question: "which id"})
	require.Len(t, identicalIn(t, defaults, "which id"), 1)
	assert.Len(t, identicalIn(t, defaults, "which id")[0], 36)
}

func TestLibraryVersions(t *testing.T) {
	s := kb.NewMemoryStore()
	here, there := libraryOver(t, s, nil), libraryOver(t, s, nil)
	old, err := here.Put(t.Context(), smart("a", "first wording"))
	require.NoError(t, err)
	_, err = there.Put(t.Context(), smart("a", "second wording"))
	require.NoError(t, err)

	old[0].Question = "third wording"
	_, err = here.Put(t.Context(), old[0], smart("b", "new"))
	require.ErrorIs(t, err, kb.ErrConflict)
	conflict := (*kb.ConflictError)(nil)
	require.ErrorAs(t, err, &conflict)
	assert.Equal(t, []string{"a"}, conflict.IDs)
	_, err = here.Get(t.Context(), "b")
	require.ErrorIs(t, err, kb.ErrNotFound, "all or none")

	seen, err := there.Get(t.Context(), "a")
	require.NoError(t, err)
	seen.Question = "fourth wording"
	put, err := there.Put(t.Context(), seen)
	require.NoError(t, err)
	assert.Greater(t, put[0].Version, seen.Version)

	// Without a version, whatever is there is replaced, seen or not.
	_, err = here.Put(t.Context(), smart("a", "fifth wording"))
	require.NoError(t, err)
	require.NoError(t, there.Refresh(t.Context()))
	assert.Len(t, identicalIn(t, there, "fifth wording"), 1)
}

func TestLibraryDelete(t *testing.T) {
	s := kb.NewMemoryStore()
	here, there := libraryOver(t, s, nil), libraryOver(t, s, nil)
	_, err := here.Put(t.Context(), smart("a", "one"), smart("b", "two"))
	require.NoError(t, err)
	require.ErrorIs(t, here.Delete(t.Context(), "a", "unknown"), kb.ErrNotFound)
	assert.Len(t, identicalIn(t, here, "one"), 1, "all or none")

	require.NoError(t, there.Refresh(t.Context()))
	_, err = here.Put(t.Context(), smart("a", "one again"))
	require.NoError(t, err)
	require.NoError(t, there.Delete(t.Context(), "a"), "whatever its version")
	require.ErrorIs(t, here.Delete(t.Context(), "a"), kb.ErrNotFound, "gone behind its back")
	_, err = here.Get(t.Context(), "a")
	require.ErrorIs(t, err, kb.ErrNotFound)
	n, err := here.Len(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 1, n)
}

// Two nodes write the same entries at once: each write that was acknowledged
// stands or was replaced by a later one, and both see the same in the end.
func TestLibraryWritersOnTwoNodes(t *testing.T) {
	s := kb.NewMemoryStore()
	nodes := []*kb.Library{libraryOver(t, s, nil), libraryOver(t, s, nil)}
	const rounds = 60
	var mu sync.Mutex
	latest := map[string]kb.Entry{}
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() {
			l := nodes[w%2]
			for i := range rounds {
				e := smart(fmt.Sprint("shared ", i%3), fmt.Sprintf("wording of %d in round %d", w, i))
				put, err := l.Put(t.Context(), e, smart(fmt.Sprintf("own %d %d", w, i), "own wording"))
				if err != nil { // others were faster, ten times
					assert.ErrorIs(t, err, kb.ErrConflict)
					continue
				}
				mu.Lock()
				for _, e := range put {
					if e.Version > latest[e.ID].Version {
						latest[e.ID] = e
					}
				}
				mu.Unlock()
			}
		})
	}
	writers.Wait()
	assert.Greater(t, len(latest), 2*rounds)
	for _, l := range nodes {
		require.NoError(t, l.Refresh(t.Context()))
		n, err := l.Len(t.Context())
		require.NoError(t, err)
		assert.Len(t, latest, n)
		for id, want := range latest {
			got, err := l.Get(t.Context(), id)
			require.NoError(t, err)
			assert.Equal(t, want.Question, got.Question)
			assert.Equal(t, want.Version, got.Version)
		}
	}
}

// An entry that another program has written, with other limits, is left out;
// the log names it and none of its text.
func TestLibraryLeavesOutWhatItCannotUse(t *testing.T) {
	s := kb.NewMemoryStore()
	l := libraryOver(t, s, nil)
	put, err := l.Put(t.Context(), smart("a", "fine"), smart("b", "fine too"))
	require.NoError(t, err)
	secret := strings.Repeat("my secret ", 1000)
	_, err = s.Put(t.Context(), kb.Entry{ID: "b", Version: put[1].Version, Question: secret}, kb.Entry{ID: "c", Question: secret}, smart("d", "also fine"))
	require.NoError(t, err)

	var log bytes.Buffer
	fresh := libraryOver(t, s, &kb.LibraryOptions{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	for _, l := range []*kb.Library{l, fresh} {
		require.NoError(t, l.Refresh(t.Context()))
		n, err := l.Len(t.Context())
		require.NoError(t, err)
		assert.Equal(t, 2, n)
		assert.Empty(t, identicalIn(t, l, "fine too"), "its old wording is gone too")
	}
	assert.Equal(t, 2, strings.Count(log.String(), "level=WARN"))
	assert.Contains(t, log.String(), "id=c")
	assert.NotContains(t, log.String(), "secret")
}

// Decide looks at enough entries for what its policy offers.
func TestLibraryDecide(t *testing.T) {
	s := kb.NewMemoryStore()
	l := libraryOver(t, s, &kb.LibraryOptions{Policy: kb.Policy{Direct: 0.999, Suggest: 0.9, MaxSuggest: 8}})
	for i := range 9 {
		_, err := l.Put(t.Context(), contains(fmt.Sprint(i), "refund"))
		require.NoError(t, err)
	}
	d, err := l.Decide(t.Context(), kb.Query{Text: "the refund of last week"})
	require.NoError(t, err)
	assert.Equal(t, kb.Suggest, d.Kind)
	assert.Len(t, d.Hits, 8)
	d, err = l.Decide(t.Context(), kb.Query{Text: "the refund of last week", Limit: 2})
	require.NoError(t, err)
	assert.Len(t, d.Hits, 2)
}

// Who no longer waits gets the error of his context and no hits.
func TestEndedContext(t *testing.T) {
	l := libraryOf(t, smart("a", "a question"))
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	hits, err := l.Match(ended, kb.Query{Text: "a question"})
	require.ErrorIs(t, err, context.Canceled)
	assert.Empty(t, hits)
	d, err := l.Decide(ended, kb.Query{Text: "a question"})
	require.ErrorIs(t, err, context.Canceled)
	assert.Empty(t, d.Hits)
	_, err = l.Explain(ended, kb.Query{Text: "a question"})
	require.ErrorIs(t, err, context.Canceled)
	_, err = l.Recommend(ended, kb.Profile{}, 3)
	require.ErrorIs(t, err, context.Canceled)
}
