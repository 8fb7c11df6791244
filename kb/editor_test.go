package kb_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

// office is a library with an editor and a clock that goes on by a second with
// each look.
type office struct {
	*testing.T
	library *kb.Library
	store   *kb.MemoryStore
	records *kb.MemoryRecords
	editor  *kb.Editor
}

func openOffice(t *testing.T, opts *kb.EditorOptions, may kb.Authorizer) *office {
	t.Helper()
	o := &office{T: t, store: kb.NewMemoryStore(), records: kb.NewMemoryRecords()}
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	o.library = libraryOver(t, o.store, &kb.LibraryOptions{
		Records: o.records, Authorizer: may,
		Now: func() time.Time { now = now.Add(time.Second); return now },
	})
	var err error
	o.editor, err = kb.NewEditor(o.library, opts)
	require.NoError(t, err)
	return o
}

func answered(id, question, answer string) kb.Entry {
	return kb.Entry{ID: id, Question: question, Answer: kb.TextAnswer(answer)}
}

// approved takes a proposal of ann to the state Reviewed.
func (o *office) approved(p kb.Proposal) kb.Draft {
	o.Helper()
	ctx := o.Context()
	d, err := o.editor.Propose(ctx, "ann", p)
	require.NoError(o, err)
	d, err = o.editor.Check(ctx, "ann", d)
	require.NoError(o, err)
	require.Equal(o, kb.Checked, d.State, "%v", d.Findings)
	d, err = o.editor.Approve(ctx, "bob", d, "fine")
	require.NoError(o, err)
	return d
}

// published takes a proposal all the way.
func (o *office) published(p kb.Proposal) kb.Entry {
	o.Helper()
	d := o.approved(p)
	_, err := o.editor.Publish(o.Context(), "cat", d.ID)
	require.NoError(o, err)
	e, err := o.library.Get(o.Context(), d.Entry.ID)
	if !p.Delete {
		require.NoError(o, err)
	}
	return e
}

// says returns what a customer is told, or "".
func (o *office) says(question string) string {
	o.Helper()
	hits, err := o.library.Match(o.Context(), kb.Query{Text: question})
	require.NoError(o, err)
	if len(hits) == 0 {
		return ""
	}
	return hits[0].Entry.Answer.PlainText()
}

func (o *office) trail(id string) string {
	o.Helper()
	d, err := o.editor.Draft(o.Context(), id)
	require.NoError(o, err)
	var parts []string
	for _, e := range d.Events {
		parts = append(parts, e.Actor+" "+string(e.Action))
	}
	return strings.Join(parts, ", ") + ": " + string(d.State)
}

// One draft through every state that there is.
func TestDraftThroughAllStates(t *testing.T) {
	o := openOffice(t, nil, nil)
	ctx := t.Context()
	d, err := o.editor.Propose(ctx, "ann", kb.Proposal{Entry: kb.Entry{ID: "refund", Question: "How do I get a refund?"}, Reason: "asked often"})
	require.NoError(t, err)
	assert.Equal(t, kb.Drafted, d.State)
	assert.Empty(t, o.says("How do I get a refund?"), "a draft is not found")

	// Nothing may be left out.
	for name, step := range map[string]func() error{
		"approve": func() error { _, err := o.editor.Approve(ctx, "bob", d, ""); return err },
		"publish": func() error { _, err := o.editor.Publish(ctx, "bob", d.ID); return err },
	} {
		var state *kb.DraftStateError
		require.ErrorAs(t, step(), &state, name)
		require.ErrorIs(t, state, kb.ErrConflict)
		assert.Equal(t, kb.Drafted, state.State)
	}

	// The machine finds that there is no answer.
	d, err = o.editor.Check(ctx, "ann", d)
	require.NoError(t, err)
	assert.Equal(t, kb.Drafted, d.State)
	require.Len(t, d.Findings, 1)
	assert.Equal(t, kb.NoAnswer, d.Findings[0].Rule)

	first := d
	d, err = o.editor.Revise(ctx, "ann", d, kb.Proposal{Entry: answered("refund", "How do I get a refund?", "Within 7 days.")})
	require.NoError(t, err)
	assert.Empty(t, d.Findings)
	d, err = o.editor.Check(ctx, "ann", d)
	require.NoError(t, err)
	assert.Equal(t, kb.Checked, d.State)

	_, err = o.editor.Approve(ctx, "ann", d, "mine is good")
	require.ErrorIs(t, err, kb.ErrForbidden, "four eyes")
	_, err = o.editor.Approve(ctx, "bob", first, "")
	require.ErrorIs(t, err, kb.ErrConflict, "bob has not seen this version")

	d, err = o.editor.Reject(ctx, "bob", d, "14 days by law")
	require.NoError(t, err)
	assert.Equal(t, kb.Rejected, d.State)
	d, err = o.editor.Revise(ctx, "bob", d, kb.Proposal{Entry: answered("", "How do I get a refund?", "Within 14 days."), Reason: "the law"})
	require.NoError(t, err)
	d, err = o.editor.Check(ctx, "bob", d)
	require.NoError(t, err)
	for _, author := range []string{"ann", "bob"} {
		_, err = o.editor.Approve(ctx, author, d, "")
		require.ErrorIs(t, err, kb.ErrForbidden, "both have written of it")
	}
	d, err = o.editor.Approve(ctx, "cat", d, "checked with legal")
	require.NoError(t, err)
	assert.Equal(t, kb.Reviewed, d.State)

	done, err := o.editor.Publish(ctx, "dan", d.ID)
	require.NoError(t, err)
	assert.Equal(t, kb.Published, done[0].State)
	assert.Equal(t, "Within 14 days.", o.says("How do I get a refund?"))
	e, err := o.library.Get(ctx, "refund")
	require.NoError(t, err)
	assert.Equal(t, []any{"bob", "the law", done[0].Revision}, []any{e.Editor, e.Reason, e.Version})
	assert.Equal(t, "ann proposed, ann check failed, ann revised, ann check passed, bob rejected, bob revised, bob check passed, "+
		"cat approved, dan publishing, dan published: published", o.trail(d.ID))
	kept, err := o.editor.Draft(ctx, d.ID)
	require.NoError(t, err)
	assert.Equal(t, "checked with legal", kept.Events[7].Note)

	// A published draft is done, and publishing it again writes nothing.
	again, err := o.editor.Publish(ctx, "dan", d.ID)
	require.NoError(t, err)
	assert.Equal(t, done[0].Version, again[0].Version)
	revision, err := o.store.Revision(ctx)
	require.NoError(t, err)
	assert.Equal(t, int64(1), revision)
	_, err = o.editor.Revise(ctx, "ann", again[0], kb.Proposal{Entry: answered("refund", "x", "y")})
	require.ErrorIs(t, err, kb.ErrConflict)

	// A deletion is a draft too.
	gone := o.approved(kb.Proposal{Entry: kb.Entry{ID: "refund"}, Delete: true, Reason: "no refunds any more"})
	done, err = o.editor.Publish(ctx, "dan", gone.ID)
	require.NoError(t, err)
	assert.Equal(t, kb.Retired, done[0].State)
	assert.Empty(t, o.says("How do I get a refund?"))
	history, err := storetest.Collect(o.library.History(ctx, "refund"))
	require.NoError(t, err)
	require.Len(t, history, 2)
	assert.True(t, history[0].Deleted)
	assert.Equal(t, []string{"ann", "no refunds any more"}, []string{history[0].Entry.Editor, history[0].Entry.Reason})

	w, err := o.editor.Propose(ctx, "ann", kb.Proposal{Entry: answered("x", "x", "y")})
	require.NoError(t, err)
	w, err = o.editor.Withdraw(ctx, "ann", w, "never mind")
	require.NoError(t, err)
	_, err = o.editor.Check(ctx, "ann", w)
	require.ErrorIs(t, err, kb.ErrConflict)
	for state, n := range map[kb.DraftState]int{kb.Published: 1, kb.Retired: 1, kb.Withdrawn: 1, kb.Drafted: 0, "": 3} {
		drafts, err := storetest.Collect(o.editor.Drafts(ctx, state))
		require.NoError(t, err)
		assert.Len(t, drafts, n, "%s", state)
	}
}

// Several drafts, deletions among them, become visible as one revision or not
// at all.
func TestPublishAllOrNothing(t *testing.T) {
	o := openOffice(t, nil, nil)
	ctx := t.Context()
	_, err := o.library.Put(ctx, answered("a", "first question", "1"), answered("b", "second question", "2"))
	require.NoError(t, err)
	change := o.approved(kb.Proposal{Entry: answered("a", "first question", "one")})
	remove := o.approved(kb.Proposal{Entry: kb.Entry{ID: "b"}, Delete: true})
	create := o.approved(kb.Proposal{Entry: answered("c", "third question", "three")})

	// Somebody changes b in between.
	b, err := o.library.Put(ctx, answered("b", "second question", "two"))
	require.NoError(t, err)
	_, err = o.editor.Publish(ctx, "cat", change.ID, remove.ID, create.ID)
	var stale *kb.StaleError
	require.ErrorAs(t, err, &stale)
	require.ErrorIs(t, err, kb.ErrConflict)
	assert.Equal(t, []kb.StaleDraft{{Draft: remove.ID, Entry: "b", Base: 1, Live: 2}}, stale.Stale)
	assert.Equal(t, "1", o.says("first question"))
	for _, d := range []kb.Draft{change, remove, create} {
		d, err := o.editor.Draft(ctx, d.ID)
		require.NoError(t, err)
		assert.Equal(t, kb.Reviewed, d.State, "as before")
	}

	// The same entry twice in one revision means nothing.
	other := o.approved(kb.Proposal{Entry: answered("a", "first question", "uno")})
	_, err = o.editor.Publish(ctx, "cat", change.ID, other.ID)
	assertField(t, "drafts", err)

	// On top of the present version it works, with the others.
	remove, err = o.editor.Revise(ctx, "ann", remove, kb.Proposal{Entry: kb.Entry{ID: "b", Version: b[0].Version}, Delete: true})
	require.NoError(t, err)
	remove, err = o.editor.Check(ctx, "ann", remove)
	require.NoError(t, err)
	_, err = o.editor.Approve(ctx, "bob", remove, "")
	require.NoError(t, err)
	done, err := o.editor.Publish(ctx, "cat", change.ID, remove.ID, create.ID)
	require.NoError(t, err)
	for _, d := range done {
		assert.Equal(t, int64(3), d.Revision)
	}
	assert.Equal(t, []string{"one", "three"}, []string{o.says("first question"), o.says("third question")})
	_, err = o.library.Get(ctx, "b")
	require.ErrorIs(t, err, kb.ErrNotFound)
}

func TestProposeTwiceWithAKey(t *testing.T) {
	o := openOffice(t, nil, nil)
	p := kb.Proposal{Key: "ticket-7", Entry: answered("", "a question", "x")}
	first, err := o.editor.Propose(t.Context(), "ann", p)
	require.NoError(t, err)
	require.NotEmpty(t, first.Entry.ID)
	second, err := o.editor.Propose(t.Context(), "ann", p)
	require.NoError(t, err)
	assert.Equal(t, first, second)
	_, err = o.editor.Propose(t.Context(), "bob", p)
	require.ErrorIs(t, err, kb.ErrConflict, "the key is ann's")
}

func TestProposalsThatCannotBe(t *testing.T) {
	o := openOffice(t, nil, nil)
	ctx := t.Context()
	_, err := o.editor.Propose(ctx, "", kb.Proposal{Entry: answered("", "a", "b")})
	assertField(t, "actor", err)
	_, err = o.editor.Propose(ctx, "ann", kb.Proposal{})
	assertField(t, "question", err)
	_, err = o.editor.Propose(ctx, "ann", kb.Proposal{Entry: kb.Entry{ID: "none"}, Delete: true})
	require.ErrorIs(t, err, kb.ErrNotFound)
	d, err := o.editor.Propose(ctx, "ann", kb.Proposal{Entry: answered("a", "a", "b")})
	require.NoError(t, err)
	_, err = o.editor.Revise(ctx, "ann", d, kb.Proposal{Entry: answered("b", "a", "b")})
	assertField(t, "id", err)
	_, err = o.editor.Check(ctx, "ann", kb.Draft{ID: "none"})
	require.ErrorIs(t, err, kb.ErrNotFound)
	_, err = kb.NewEditor(nil, nil)
	assertField(t, "library", err)
}

func TestCheckers(t *testing.T) {
	ok := true
	o := openOffice(t, &kb.EditorOptions{OwnReview: true, Checkers: []kb.Checker{kb.CheckerFunc(func(_ context.Context, d *kb.Draft, _ *kb.Library) ([]kb.Finding, error) {
		switch d.Entry.Question {
		case "panic":
			panic("a bug")
		case "fail":
			return nil, errors.New("no dictionary")
		}
		d.Entry.Question = "changed"
		if ok {
			return []kb.Finding{{Rule: "spelling", Severity: kb.Warning, Entry: d.Entry.ID}}, nil
		}
		return []kb.Finding{{Rule: "banned word", Severity: kb.Blocking}}, nil
	})}}, nil)
	ctx := t.Context()
	for _, question := range []string{"panic", "fail"} {
		d, err := o.editor.Propose(ctx, "ann", kb.Proposal{Entry: answered("", question, "x")})
		require.NoError(t, err)
		_, err = o.editor.Check(ctx, "ann", d)
		require.Error(t, err)
		after, err := o.editor.Draft(ctx, d.ID)
		require.NoError(t, err)
		assert.Equal(t, d, after)
	}
	d, err := o.editor.Propose(ctx, "ann", kb.Proposal{Entry: answered("e", "good", "x")})
	require.NoError(t, err)
	d, err = o.editor.Check(ctx, "ann", d)
	require.NoError(t, err)
	assert.Equal(t, kb.Checked, d.State)
	assert.Equal(t, "good", d.Entry.Question, "a checker only looks")
	assert.Equal(t, "e: spelling", d.Findings[0].String())
	ok = false
	d, err = o.editor.Check(ctx, "ann", d)
	require.NoError(t, err)
	assert.Equal(t, kb.Drafted, d.State)
	ok = true
	d, err = o.editor.Check(ctx, "ann", d)
	require.NoError(t, err)
	_, err = o.editor.Approve(ctx, "ann", d, "")
	require.NoError(t, err, "OwnReview")
}

// A draft that makes the library forget what it knew does not pass.
func TestAnswerChecker(t *testing.T) {
	questions := []kb.Question{{Query: kb.Query{Text: "how do I reset my password"}, Want: []string{"password"}}}
	o := openOffice(t, &kb.EditorOptions{Checkers: []kb.Checker{kb.AnswerChecker{Questions: questions}}}, nil)
	ctx := t.Context()
	_, err := o.library.Put(ctx, answered("password", "How do I reset my password?", "Press the link."), answered("ship", "Where is my parcel?", "On its way."))
	require.NoError(t, err)
	for _, c := range []struct {
		p    kb.Proposal
		want kb.DraftState
	}{
		{kb.Proposal{Entry: kb.Entry{ID: "password"}, Delete: true}, kb.Drafted},
		{kb.Proposal{Entry: answered("password", "Where can I park?", "Behind the house.")}, kb.Drafted},
		{kb.Proposal{Entry: kb.Entry{ID: "ship"}, Delete: true}, kb.Checked},
	} {
		d, err := o.editor.Propose(ctx, "ann", c.p)
		require.NoError(t, err)
		d, err = o.editor.Check(ctx, "ann", d)
		require.NoError(t, err)
		assert.Equal(t, c.want, d.State)
		if c.want == kb.Drafted {
			assert.Equal(t, kb.LostAnswer, d.Findings[0].Rule)
		}
	}
}

func TestRollback(t *testing.T) {
	o := openOffice(t, nil, nil)
	ctx := t.Context()
	first := o.published(kb.Proposal{Entry: answered("a", "a question", "one")})
	second := o.published(kb.Proposal{Entry: answered("a", "a question", "two")})
	e, err := o.editor.Rollback(ctx, "cat", "a", first.Version, "two was wrong")
	require.NoError(t, err)
	assert.Equal(t, "one", o.says("a question"))
	assert.Equal(t, []string{"cat", "two was wrong"}, []string{e.Editor, e.Reason})
	again, err := o.editor.Rollback(ctx, "cat", "a", first.Version, "two was wrong")
	require.NoError(t, err)
	assert.Equal(t, e, again, "nothing is written a second time")

	require.NoError(t, o.editor.Delete(ctx, "cat", "closing", "a"))
	assert.Empty(t, o.says("a question"))
	_, err = o.editor.Rollback(ctx, "cat", "a", second.Version, "open again")
	require.NoError(t, err)
	assert.Equal(t, "two", o.says("a question"))

	for _, version := range []int64{0, 4, 99} { // before it, its deletion, and none
		_, err = o.editor.Rollback(ctx, "cat", "a", version, "")
		require.ErrorIs(t, err, kb.ErrNotFound, fmt.Sprint(version))
	}
	_, err = o.editor.Rollback(ctx, "cat", "never", 1, "")
	require.ErrorIs(t, err, kb.ErrNotFound)
}
