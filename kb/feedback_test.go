package kb_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// ask logs a question that these entries were shown for.
func ask(t testing.TB, l *kb.Library, id, question string, kind kb.DecisionKind, shown ...kb.Shown) {
	t.Helper()
	a := kb.Asked{ID: id, Conversation: id, Text: question, Decision: kind, Shown: shown}
	require.NoError(t, l.Log(t.Context(), a))
}

// say gives a verdict about a question.
func say(t testing.TB, l *kb.Library, id, asked string, v kb.Verdict, entry string) {
	t.Helper()
	require.NoError(t, l.Feedback(t.Context(), kb.Feedback{ID: id, Asked: asked, Verdict: v, Entry: entry}))
}

func TestNewAsked(t *testing.T) {
	l := libraryOf(t, smart("a", "where is my parcel"), smart("b", "where is my refund"))
	q := kb.Query{Text: "where is my parcel", Locale: "en", Scope: kb.Scope{Bases: []string{"shop"}}}
	d := kb.Decision{Kind: kb.Suggest, Hits: []kb.Hit{
		{Entry: &kb.Entry{ID: "a", Version: 3}, Score: 0.5}, {Entry: &kb.Entry{ID: "b", Version: 4}, Score: 0.4},
	}}
	assert.Equal(t, kb.Asked{
		ID: "q", Text: "where is my parcel", Locale: "en", Base: "shop", Decision: kb.Suggest,
		Shown: []kb.Shown{{Entry: "a", Version: 3, Score: 0.5}, {Entry: "b", Version: 4, Score: 0.4}},
	}, kb.NewAsked("q", q, d))
	q.Scope.Public = true
	assert.Empty(t, kb.NewAsked("q", q, d).Base, "more than one base was asked")
	q.Text = strings.Repeat("界", kb.MaxQuestion)
	long := kb.NewAsked("q", q, d)
	assert.LessOrEqual(t, len(long.Text), kb.MaxQuestion)
	assert.NotContains(t, long.Text, "\uFFFD")
	require.NoError(t, l.Log(t.Context(), long))
	err := l.Log(t.Context(), kb.Asked{ID: "q2", Decision: 9})
	assertField(t, "decision", err)
	err = l.Log(t.Context(), kb.Asked{ID: "q3"}, kb.Asked{})
	assertField(t, "id", err)
	err = l.Feedback(t.Context(), kb.Feedback{ID: "f", Asked: "q3", Verdict: kb.Useful})
	require.ErrorIs(t, err, kb.ErrNotFound, "all or none are logged")
}

func TestFeedbackIsChecked(t *testing.T) {
	l := libraryOf(t, smart("a", "where is my parcel"))
	ask(t, l, "one", "parcel", kb.Direct, kb.Shown{Entry: "a"})
	ask(t, l, "two", "parcel", kb.Suggest, kb.Shown{Entry: "a"}, kb.Shown{Entry: "b"})
	ask(t, l, "none", "parcel", kb.None)
	for name, c := range map[string]struct {
		f     kb.Feedback
		field string // "" is fine
	}{
		"no id":                        {kb.Feedback{Asked: "one", Verdict: kb.Useful}, "id"},
		"no question":                  {kb.Feedback{ID: "1", Verdict: kb.Useful}, "asked"},
		"unknown verdict":              {kb.Feedback{ID: "2", Asked: "one", Verdict: "meh"}, "verdict"},
		"no verdict":                   {kb.Feedback{ID: "3", Asked: "one"}, "verdict"},
		"picked nothing of two":        {kb.Feedback{ID: "4", Asked: "two", Verdict: kb.Picked}, "entry"},
		"picked what was not shown":    {kb.Feedback{ID: "5", Asked: "two", Verdict: kb.Picked, Entry: "c"}, "entry"},
		"none of these, but one":       {kb.Feedback{ID: "6", Asked: "two", Verdict: kb.NoneOfThese, Entry: "a"}, "entry"},
		"taught nothing":               {kb.Feedback{ID: "7", Asked: "one", Verdict: kb.Answers}, "entry"},
		"taught what was not shown":    {kb.Feedback{ID: "8", Asked: "none", Verdict: kb.Answers, Entry: "c"}, ""},
		"picked the only one":          {kb.Feedback{ID: "9", Asked: "one", Verdict: kb.Picked}, ""},
		"handed off without an answer": {kb.Feedback{ID: "10", Asked: "none", Verdict: kb.HandedOff}, ""},
		"useful of two, but which":     {kb.Feedback{ID: "11", Asked: "two", Verdict: kb.Useful}, ""},
	} {
		err := l.Feedback(t.Context(), c.f)
		if c.field == "" {
			assert.NoError(t, err, name)
		} else {
			assert.ErrorIs(t, err, kb.ErrInvalid, name)
			assertField(t, c.field, err)
		}
	}
	// A verdict about a question that nobody logged is refused, so that it can be
	// given again once the question is there.
	late := kb.Feedback{ID: "late", Asked: "q", Verdict: kb.Useful}
	require.ErrorIs(t, l.Feedback(t.Context(), late), kb.ErrNotFound)
	ask(t, l, "q", "parcel", kb.Direct, kb.Shown{Entry: "b"})
	require.NoError(t, l.Feedback(t.Context(), late))
	usage, err := l.Usage(t.Context(), "b")
	require.NoError(t, err)
	assert.EqualValues(t, 1, usage[0].Useful, "the entry was filled in")
}

func TestUsage(t *testing.T) {
	at := time.Date(2026, 5, 6, 7, 8, 9, 0, time.UTC)
	l := libraryOver(t, kb.NewMemoryStore(), &kb.LibraryOptions{Now: func() time.Time { return at }})
	for range 2 { // whatever comes twice counts once
		ask(t, l, "1", "parcel", kb.Direct, kb.Shown{Entry: "a"})
		ask(t, l, "2", "parcel", kb.Suggest, kb.Shown{Entry: "b"}, kb.Shown{Entry: "a"})
		ask(t, l, "3", "parcel", kb.None, kb.Shown{Entry: "a"})
		say(t, l, "1", "1", kb.NotUseful, "")
		say(t, l, "2", "2", kb.Picked, "a")
		say(t, l, "3", "2", kb.Useful, "a")
		say(t, l, "4", "1", kb.HandedOff, "")
	}
	usage, err := l.Usage(t.Context())
	require.NoError(t, err)
	require.Len(t, usage, 2)
	assert.Equal(t, kb.Usage{Entry: "a", Answered: 1, Offered: 1, Picked: 1, Useful: 1, NotUseful: 1, HandedOff: 1, Last: at}, usage[0])
	assert.EqualValues(t, 2, usage[0].Hits())
	assert.Equal(t, kb.Usage{Entry: "b", Offered: 1, Last: at}, usage[1])
	usage, err = l.Usage(t.Context(), "never", "b")
	require.NoError(t, err)
	assert.Equal(t, []string{"b", "never"}, []string{usage[0].Entry, usage[1].Entry})
}

// The bounds are those of Wilson's interval as statistics packages give them.
func TestUsefulness(t *testing.T) {
	for _, c := range []struct {
		usage           kb.Usage
		votes           int64
		value, low, top float64
	}{
		{kb.Usage{Picked: 7}, 0, 0, 0, 1},
		{kb.Usage{Useful: 1}, 1, 1, 0.2065, 1},
		{kb.Usage{NotUseful: 1}, 1, 0, 0, 0.7935},
		{kb.Usage{Useful: 8, NotUseful: 1, Wrong: 1}, 10, 0.8, 0.4902, 0.9433},
		{kb.Usage{Useful: 500, NotUseful: 500}, 1000, 0.5, 0.4691, 0.5309},
	} {
		share := c.usage.Usefulness()
		assert.Equal(t, c.votes, share.Votes)
		assert.InDelta(t, c.value, share.Value, 1e-9)
		assert.InDelta(t, c.low, share.Low, 1e-4)
		assert.InDelta(t, c.top, share.High, 1e-4)
	}
}
