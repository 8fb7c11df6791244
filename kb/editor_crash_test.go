package kb_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

// Publishing three drafts takes seven writes. Wherever the process ends, before a
// write or after it, all of them become visible or none, once, and the drafts
// know.
func TestPublishCrashesAnywhere(t *testing.T) {
	for n := 1; n <= 8; n++ {
		for _, after := range []bool{false, true} {
			for _, again := range []bool{false, true} {
				t.Run(fmt.Sprint(n, after, again), func(t *testing.T) { crashAt(t, &trouble{in: n, after: after}, again) })
			}
		}
	}
}

func crashAt(t *testing.T, planned *trouble, again bool) {
	ctx := t.Context()
	o := openOffice(t, nil, nil)
	old, err := o.library.Put(ctx, answered("old", "an old question", "old"))
	require.NoError(t, err)
	var ids []string
	for _, p := range []kb.Proposal{
		{Entry: answered("old", "an old question", "renewed")},
		{Entry: answered("one", "first question", "1")},
		{Entry: answered("two", "second question", "2"), Reason: "because"},
	} {
		ids = append(ids, o.approved(p).ID)
	}
	fault := *planned
	process := func() *kb.Editor {
		l := libraryOver(t, troubledStore{o.store, &fault}, &kb.LibraryOptions{Records: troubledRecords{o.records, &fault}})
		ed, err := kb.NewEditor(l, nil)
		require.NoError(t, err)
		return ed
	}
	_, err = process().Publish(ctx, "cat", ids...)
	if planned.in == 8 {
		require.NoError(t, err)
	} else {
		require.ErrorIs(t, err, errDisk)
	}
	fault = trouble{}
	ed := process()
	if again {
		_, err = ed.Publish(ctx, "cat", ids...)
	} else {
		_, err = ed.Recover(ctx)
	}
	require.NoError(t, err)

	// Before all drafts are marked nothing can have been written, so Recover takes
	// the marks back; from there on it goes forward.
	done := again || planned.in > 3 || planned.in == 3 && planned.after
	for _, id := range ids {
		d, err := ed.Draft(ctx, id)
		require.NoError(t, err)
		if done {
			assert.Equal(t, kb.Published, d.State)
			assert.Equal(t, old[0].Version+1, d.Revision)
		} else {
			assert.Equal(t, kb.Reviewed, d.State)
		}
	}
	revision, err := o.store.Revision(ctx)
	require.NoError(t, err)
	assert.Equal(t, done, revision == 2)
	_, err = ed.Publish(ctx, "cat", ids...)
	require.NoError(t, err)
	changes, err := storetest.Collect(o.store.Changes(ctx, 0))
	require.NoError(t, err)
	require.Len(t, changes, 3)
	for _, c := range changes {
		assert.Equal(t, int64(2), c.Revision)
	}
}

// raceStore lets somebody else be faster by one write.
type raceStore struct {
	kb.Store
	before *func()
}

func (s raceStore) Write(ctx context.Context, put []kb.Entry, gone []kb.Ref) (int64, error) {
	if f := *s.before; f != nil {
		*s.before = nil
		f()
	}
	return s.Store.Write(ctx, put, gone)
}

// Two nodes publish the same drafts: both succeed, and one write is made. If
// somebody else changes an entry in the last moment, nothing is published.
func TestPublishRaces(t *testing.T) {
	ctx := t.Context()
	o := openOffice(t, nil, nil)
	var before func()
	l := libraryOver(t, raceStore{o.store, &before}, &kb.LibraryOptions{Records: o.records})
	slow, err := kb.NewEditor(l, nil)
	require.NoError(t, err)

	both := o.approved(kb.Proposal{Entry: answered("a", "a question", "one")})
	before = func() {
		_, err := o.editor.Publish(ctx, "dan", both.ID)
		require.NoError(t, err)
	}
	done, err := slow.Publish(ctx, "cat", both.ID)
	require.NoError(t, err)
	assert.Equal(t, kb.Published, done[0].State)
	revision, err := o.store.Revision(ctx)
	require.NoError(t, err)
	assert.Equal(t, int64(1), revision)

	late := o.approved(kb.Proposal{Entry: answered("a", "a question", "two")})
	before = func() {
		_, err := o.library.Put(ctx, answered("a", "a question", "three"))
		require.NoError(t, err)
	}
	_, err = slow.Publish(ctx, "cat", late.ID)
	var stale *kb.StaleError
	require.ErrorAs(t, err, &stale)
	assert.Equal(t, "three", o.says("a question"))
	assert.Contains(t, o.trail(late.ID), "cat publishing, cat not published: reviewed")
}

// Many nodes act on the same drafts at once: each step is taken once.
func TestEditorsBesideEachOther(t *testing.T) {
	ctx := t.Context()
	o := openOffice(t, &kb.EditorOptions{OwnReview: true}, nil)
	o.library = nil // its clock is not for many
	editor := func() *kb.Editor {
		ed, err := kb.NewEditor(libraryOver(t, o.store, &kb.LibraryOptions{Records: o.records}), &kb.EditorOptions{OwnReview: true})
		require.NoError(t, err)
		return ed
	}
	first := editor()
	var ids []string
	for i := range 4 {
		d, err := first.Propose(ctx, "ann", kb.Proposal{Entry: answered(fmt.Sprint(i), fmt.Sprint("topic", i, " x"), "x")})
		require.NoError(t, err)
		ids = append(ids, d.ID)
	}
	var group sync.WaitGroup
	approved, published := make([]int, 6), make([]bool, 6)
	for n := range 6 {
		ed := editor()
		group.Go(func() {
			for _, id := range ids {
				_, _ = ed.Check(ctx, "ann", kb.Draft{ID: id})
				if _, err := ed.Approve(ctx, "bob", kb.Draft{ID: id}, ""); err == nil {
					approved[n]++
				} else {
					assert.ErrorIs(t, err, kb.ErrConflict)
				}
			}
		})
	}
	group.Wait()
	total := 0
	for _, n := range approved {
		total += n
	}
	assert.Equal(t, 4, total)
	for n := range 6 {
		ed := editor()
		group.Go(func() {
			_, err := ed.Publish(ctx, "cat", ids...)
			published[n] = err == nil
			if err != nil {
				assert.ErrorIs(t, err, kb.ErrConflict)
			}
		})
	}
	group.Wait()
	assert.Contains(t, published, true)
	_, err := first.Publish(ctx, "cat", ids...)
	require.NoError(t, err)
	revision, err := o.store.Revision(ctx)
	require.NoError(t, err)
	assert.Equal(t, int64(1), revision)
	for _, id := range ids {
		d, err := first.Draft(ctx, id)
		require.NoError(t, err)
		assert.Equal(t, []any{kb.Published, int64(1)}, []any{d.State, d.Revision})
	}
}
