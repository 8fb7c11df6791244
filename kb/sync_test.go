package kb_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

// feed is a source whose changes are numbered, and whose checkpoints are those
// numbers. It ends with err after some changes, or panics.
type feed struct {
	changes []kb.SourceChange
	stop    int // number of the change before which it fails; 0 never
	err     error
	since   []string // what it was asked for
}

func (f *feed) Changes(_ context.Context, since string) iter.Seq2[kb.SourceChange, error] {
	f.since = append(f.since, since)
	return func(yield func(kb.SourceChange, error) bool) {
		from, _ := strconv.Atoi(since)
		for i, c := range f.changes[from:] {
			number := from + i + 1
			if number == f.stop {
				if f.err == nil {
					panic("the driver has a bug")
				}
				yield(kb.SourceChange{}, f.err)
				return
			}
			if c.Checkpoint == "" {
				c.Checkpoint = strconv.Itoa(number)
			}
			if !yield(c, nil) {
				return
			}
		}
	}
}

func told(entries ...kb.Entry) []kb.SourceChange {
	var list []kb.SourceChange
	for _, e := range entries {
		list = append(list, kb.SourceChange{Entry: e})
	}
	return list
}

func removed(id string) kb.SourceChange {
	return kb.SourceChange{Entry: kb.Entry{ID: id}, Deleted: true}
}

func syncCounts(r kb.SyncReport) []int {
	return []int{r.Added, r.Updated, r.Unchanged, r.Removed, r.Failed}
}

func TestSync(t *testing.T) {
	ctx := t.Context()
	s := kb.NewMemoryStore()
	l := libraryOver(t, s, nil)
	crm := &feed{changes: told(answered("p1", "first product", "1"), answered("p2", "second product", "2"))}
	r, err := l.Sync(ctx, "crm", crm, kb.SyncOptions{})
	require.NoError(t, err)
	assert.Equal(t, []int{2, 0, 0, 0, 0}, syncCounts(r))
	assert.Equal(t, "2", r.Checkpoint)
	e, err := l.Get(ctx, "p1")
	require.NoError(t, err)
	assert.Equal(t, []string{"crm", "crm"}, []string{e.Origin.Document, e.Editor})

	// What was told is not asked for again; of several changes of one entry the last
	// counts; a tombstone takes out.
	crm.changes = append(crm.changes, told(answered("p1", "first product", "one"), answered("p1", "first product", "uno"))...)
	crm.changes = append(crm.changes, removed("p2"), removed("p9"))
	r, err = l.Sync(ctx, "crm", crm, kb.SyncOptions{})
	require.NoError(t, err)
	assert.Equal(t, []int{0, 1, 1, 1, 0}, syncCounts(r))
	assert.Equal(t, []string{"", "2"}, crm.since)
	revision, err := s.Revision(ctx)
	require.NoError(t, err)
	assert.Equal(t, int64(2), revision, "one revision for the batch")

	// From the beginning, all of it is there; the deleted one comes and goes within
	// the batch.
	r, err = l.Sync(ctx, "crm", crm, kb.SyncOptions{Restart: true})
	require.NoError(t, err)
	assert.Equal(t, []int{0, 0, 3, 0, 0}, syncCounts(r))
	assert.Empty(t, crm.since[2])
	history, err := storetest.Collect(l.History(ctx, "p2"))
	require.NoError(t, err)
	assert.True(t, history[0].Deleted)
	assert.Equal(t, "crm", history[0].Entry.Editor)
}

// A source may not touch what belongs to others, and its faults are told.
func TestSyncFaults(t *testing.T) {
	ctx := t.Context()
	l := libraryOf(t, answered("hand", "by hand", "mine"))
	var heard []int
	changes := told(answered("hand", "by hand", "theirs"), kb.Entry{ID: "bad"}, kb.Entry{}, answered("good", "good", "x"))
	changes = append(changes, removed("hand"))
	r, err := l.Sync(ctx, "crm", kb.SourceFunc(func(context.Context, string) iter.Seq2[kb.SourceChange, error] {
		return func(yield func(kb.SourceChange, error) bool) {
			if !yield(kb.SourceChange{}, &kb.RowError{Line: 1, Column: "name", Reason: "is not a text"}) {
				return
			}
			for _, c := range changes {
				if !yield(c, nil) {
					return
				}
			}
		}
	}), kb.SyncOptions{Batch: 1, OnFault: func(f kb.SyncFault) { heard = append(heard, f.Number); panic("ignored") }})
	require.NoError(t, err)
	assert.Equal(t, []int{1, 0, 0, 0, 5}, syncCounts(r))
	assert.Equal(t, []int{1, 2, 3, 4, 6}, heard)
	require.ErrorIs(t, r.Faults[1].Err, kb.ErrForbidden)
	assertField(t, "question", r.Faults[2].Err)
	e, err := l.Get(ctx, "hand")
	require.NoError(t, err)
	assert.Equal(t, "mine", e.Answer.PlainText())

	for field, c := range map[string]func() error{
		"source":      func() error { return second(l.Sync(ctx, "x", nil, kb.SyncOptions{})) },
		"id":          func() error { return second(l.Sync(ctx, "", &feed{}, kb.SyncOptions{})) },
		"max_removed": func() error { return second(l.Sync(ctx, "x", &feed{}, kb.SyncOptions{MaxRemoved: 2})) },
		"batch":       func() error { return second(l.Sync(ctx, "x", &feed{}, kb.SyncOptions{Batch: -1})) },
	} {
		assertField(t, field, c())
	}
}

// Wherever a synchronisation ends, the next one goes on, and the end is the same.
func TestSyncGoesOn(t *testing.T) {
	var changes []kb.SourceChange
	for i := range 10 {
		changes = append(changes, told(answered(fmt.Sprint(i%7), "question "+fmt.Sprint(i%7), fmt.Sprint(i)))...)
	}
	changes = append(changes, removed("6"))
	for n := 1; n <= 12; n++ {
		for name, broken := range map[string]func(f *feed, fault *trouble){
			"error":             func(f *feed, _ *trouble) { f.stop, f.err = n, errDisk },
			"panic":             func(f *feed, _ *trouble) { f.stop = n },
			"crash":             func(_ *feed, fault *trouble) { fault.in = n },
			"crash after write": func(_ *feed, fault *trouble) { fault.in, fault.after = n, true },
		} {
			t.Run(fmt.Sprint(name, n), func(t *testing.T) {
				ctx := t.Context()
				store, records, fault := kb.NewMemoryStore(), kb.NewMemoryRecords(), &trouble{}
				f := &feed{changes: changes}
				broken(f, fault)
				process := func() *kb.Library {
					return libraryOver(t, troubledStore{store, fault}, &kb.LibraryOptions{Records: troubledRecords{records, fault}})
				}
				opts := kb.SyncOptions{Batch: 3}
				if _, err := process().Sync(ctx, "erp", f, opts); n <= 8 {
					require.Error(t, err)
				}
				*fault, f.stop = trouble{}, 0
				l := process()
				r, err := l.Sync(ctx, "erp", f, opts)
				require.NoError(t, err)
				assert.Equal(t, "11", r.Checkpoint)
				got := map[string]string{}
				for e, err := range l.List(ctx, kb.Filter{Document: "erp"}) {
					require.NoError(t, err)
					got[e.ID] = e.Answer.PlainText()
				}
				assert.Equal(t, map[string]string{"0": "7", "1": "8", "2": "9", "3": "3", "4": "4", "5": "5"}, got)
				r, err = l.Sync(ctx, "erp", f, opts)
				require.NoError(t, err)
				assert.Equal(t, []int{0, 0, 0, 0, 0}, syncCounts(r))
			})
		}
	}
}

func TestSyncSnapshot(t *testing.T) {
	ctx := t.Context()
	l := libraryOf(t, answered("hand", "by hand", "mine"))
	var all []kb.Entry
	for i := range 10 {
		all = append(all, answered(fmt.Sprint(i), "question "+fmt.Sprint(i), "x"))
	}
	opts := kb.SyncOptions{Snapshot: true, Prefix: "erp:"}
	sync := func(entries ...kb.Entry) (kb.SyncReport, error) {
		return l.Sync(ctx, "erp", &feed{changes: told(entries...)}, opts)
	}
	r, err := sync(all...)
	require.NoError(t, err)
	assert.Equal(t, []int{10, 0, 0, 0, 0}, syncCounts(r))
	r, err = sync(all[:8]...)
	require.NoError(t, err)
	assert.Equal(t, []int{0, 0, 8, 2, 0}, syncCounts(r))

	// A source that has lost its data removes nothing, but what it tells is taken.
	r, err = sync(answered("new", "something new", "x"), all[0])
	var guard *kb.RemovalError
	require.ErrorAs(t, err, &guard)
	require.ErrorIs(t, err, kb.ErrConflict)
	assert.Equal(t, kb.RemovalError{Missing: 7, Owned: 9}, *guard)
	assert.Equal(t, []int{1, 0, 1, 0, 0}, syncCounts(r))
	opts.MaxRemoved = 1
	r, err = sync()
	require.NoError(t, err)
	assert.Equal(t, 9, r.Removed)
	n, err := l.Len(ctx)
	require.NoError(t, err)
	assert.Equal(t, 1, n, "what is by hand stays")

	// A row that is faulty is not a row that is missing.
	_, err = sync(all[:3]...)
	require.NoError(t, err)
	r, err = sync(all[0], kb.Entry{ID: "1"}, kb.Entry{})
	require.NoError(t, err)
	assert.Equal(t, []int{0, 0, 1, 0, 2}, syncCounts(r))
	r, err = sync(all[0], kb.Entry{ID: "1"})
	require.NoError(t, err)
	assert.Equal(t, []int{0, 0, 1, 1, 1}, syncCounts(r))

	// A snapshot that ends in the middle removes nothing.
	_, err = l.Sync(ctx, "erp", &feed{changes: told(all...), stop: 1, err: errDisk}, opts)
	require.ErrorIs(t, err, errDisk)
	n, err = l.Len(ctx)
	require.NoError(t, err)
	assert.Equal(t, 3, n)
}

// Sources whose prefixes begin alike leave each other's entries alone, and an empty
// snapshot removes not even a single one.
func TestSyncPrefixes(t *testing.T) {
	ctx := t.Context()
	l := libraryOf(t)
	sync := func(name string, entries ...kb.Entry) (kb.SyncReport, error) {
		return l.Sync(ctx, name, &feed{changes: told(entries...)}, kb.SyncOptions{Snapshot: true, Prefix: name + "-"})
	}
	_, err := sync("shop-eu", answered("x", "a question", "of Europe"))
	require.NoError(t, err)
	_, err = sync("shop", answered("1", "one", "x"))
	require.NoError(t, err)
	r, err := sync("shop", answered("1", "one", "x"), answered("eu-x", "not mine", "x"))
	require.NoError(t, err)
	assert.Equal(t, []int{0, 0, 1, 0, 1}, syncCounts(r))
	e, err := l.Get(ctx, "shop-eu-x")
	require.NoError(t, err)
	assert.Equal(t, "of Europe", e.Answer.PlainText())

	_, err = sync("shop")
	require.ErrorIs(t, err, kb.ErrConflict, "it has lost its data")
	r, err = sync("shop", answered("2", "two", "x"))
	require.NoError(t, err)
	assert.Equal(t, []int{1, 0, 0, 1, 0}, syncCounts(r))
}

// Somebody edits the same entry at the same time: the source looks again.
func TestSyncRaces(t *testing.T) {
	ctx := t.Context()
	store := kb.NewMemoryStore()
	before := func() {
		e := answered("p", "a product", "by hand")
		e.Origin = &kb.Origin{Document: "crm"}
		_, err := store.Put(ctx, e)
		require.NoError(t, err)
	}
	l := libraryOver(t, raceStore{store, &before}, nil)
	r, err := l.Sync(ctx, "crm", &feed{changes: told(answered("p", "a product", "1"))}, kb.SyncOptions{})
	require.NoError(t, err)
	assert.Equal(t, []int{0, 1, 0, 0, 0}, syncCounts(r))
	may := staff(t, kb.RolesConfig{Grants: []kb.Grant{{Actor: "robot", Role: kb.BaseAdmin, Bases: []string{"shop"}}}})
	l = libraryOver(t, store, &kb.LibraryOptions{Authorizer: may})
	_, err = l.Sync(ctx, "crm", &feed{}, kb.SyncOptions{Actor: "nobody"})
	require.ErrorIs(t, err, kb.ErrForbidden)
	mine := answered("q", "shop product", "1")
	mine.Base = "shop"
	r, err = l.Sync(ctx, "other", &feed{changes: told(mine, answered("r", "public product", "1"))}, kb.SyncOptions{Actor: "robot"})
	require.NoError(t, err)
	assert.Equal(t, []int{1, 0, 0, 0, 1}, syncCounts(r))
	require.True(t, errors.Is(r.Faults[0].Err, kb.ErrForbidden))
}
