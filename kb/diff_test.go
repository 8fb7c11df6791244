package kb_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

func asks(text string, want ...string) kb.Question {
	return kb.Question{Query: kb.Query{Text: text}, Want: want}
}

func TestDiff(t *testing.T) {
	ctx := t.Context()
	s := kb.NewMemoryStore()
	l := libraryOver(t, s, nil)
	_, err := l.Put(ctx, answered("pw", "How do I reset my password?", "Link."), answered("ship", "Where is my parcel?", "On its way."),
		answered("hours", "When are you open?", "9 to 5."), answered("old", "Do you sell fax machines?", "Yes."))
	require.NoError(t, err)
	nothing := asks("xyzzy plugh")
	nothing.Unanswerable = true
	report, err := l.Diff(ctx, []kb.Change{
		{Entry: kb.Entry{ID: "old"}, Deleted: true},
		{Entry: answered("hours", "When are you open?", "10 to 6.")},
		{Entry: answered("gift", "Gift vouchers", "All.")},
		{Entry: answered("song", "Xyzzy plugh", "La la.")},
	}, []kb.Question{
		asks("where is my parcel", "ship"),
		asks("gift vouchers", "gift"),
		asks("when are you open", "hours"),
		asks("do you sell fax machines", "old"),
		asks("how do i reset my password"),
		asks("do you sell fax machines?"),
		nothing,
	})
	require.NoError(t, err)
	assert.Equal(t, `7 questions, 5 changed: 2 worse, 1 different, 1 better, 1 even
before: 5 direct, 0 suggested, 2 none, 4 right
after:  5 direct, 0 suggested, 2 none, 3 right
worse: "do you sell fax machines": direct old (1.00) -> none
worse: "xyzzy plugh": none -> direct song (1.00)
different: "do you sell fax machines?": direct old (1.00) -> none
better: "gift vouchers": none -> direct gift (1.00)
even: "when are you open": direct hours (1.00) -> direct hours (1.00), rewritten
`, report.String())

	// Nobody has noticed.
	hits, err := l.Match(ctx, kb.Query{Text: "gift vouchers"})
	require.NoError(t, err)
	assert.NotContains(t, idsOf(hits), "gift")
	revision, err := s.Revision(ctx)
	require.NoError(t, err)
	assert.Equal(t, int64(1), revision)

	_, err = l.Diff(ctx, []kb.Change{{Entry: kb.Entry{ID: "x"}}}, nil)
	assertField(t, "question", err)
	_, err = l.Diff(ctx, []kb.Change{{Entry: kb.Entry{Question: "x"}}}, nil)
	assertField(t, "id", err)
}

// A preview is what another library would be that had the changes, and cannot be
// written to.
func TestPreview(t *testing.T) {
	ctx := t.Context()
	entries := shop()
	l := libraryOf(t, entries...)
	changed := answered(entries[0].ID, "a wholly new question", "new")
	p, err := l.Preview(ctx, kb.Change{Entry: changed}, kb.Change{Entry: kb.Entry{ID: entries[1].ID}, Deleted: true})
	require.NoError(t, err)
	fresh := libraryOf(t, append([]kb.Entry{changed}, entries[2:]...)...)
	for _, e := range append(entries, changed) {
		for _, question := range []string{e.Question, e.Question + " please", strings.ToUpper(e.Question)} {
			want, err := fresh.Match(ctx, kb.Query{Text: question})
			require.NoError(t, err)
			got, err := p.Match(ctx, kb.Query{Text: question})
			require.NoError(t, err)
			require.Equal(t, seenOf(want), seenOf(got))
		}
	}
	_, err = p.Put(ctx, changed)
	require.ErrorIs(t, err, kb.ErrForbidden)
	require.ErrorIs(t, p.Delete(ctx, changed.ID), kb.ErrForbidden)
	_, err = p.Import(ctx, strings.NewReader(`{"question":"x"}`), kb.ImportOptions{})
	require.ErrorIs(t, err, kb.ErrForbidden)
	history, err := storetest.Collect(p.History(ctx, entries[1].ID))
	require.NoError(t, err)
	assert.Len(t, history, 1)
	require.NoError(t, p.Refresh(ctx))
	n, err := p.Len(ctx)
	require.NoError(t, err)
	assert.Equal(t, len(entries)-1, n)
}
