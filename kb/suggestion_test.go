package kb_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// giftSuggestion returns a shop that was asked for gift wrapping, and what it
// learned from that.
func giftSuggestion(t *testing.T, opts *kb.LibraryOptions) (*kb.Library, kb.Suggestion) {
	t.Helper()
	l := learningShop(t, opts)
	askAll(t, l, "gift", gift...)
	list := learn(t, l, kb.LearnOptions{})
	require.Len(t, list, 1)
	return l, list[0]
}

func TestAcceptNewEntry(t *testing.T) {
	l, s := giftSuggestion(t, nil)
	_, err := l.Accept(t.Context(), "ann", s, kb.AcceptOptions{Put: true})
	assertField(t, "answer", err)
	opts := kb.AcceptOptions{Answer: kb.TextAnswer("Yes, for two pounds."), Category: "services", Locale: "en"}
	draft, err := l.Accept(t.Context(), "ann", s, opts)
	require.NoError(t, err)
	assert.Equal(t, s.Question, draft.Question)
	assert.Equal(t, s.Phrasings, draft.Phrasings)
	assert.Equal(t, "services", draft.Category)
	assert.Equal(t, "ann", draft.Editor)
	assert.Zero(t, draft.Version, "not written")
	_, err = l.Get(t.Context(), draft.ID)
	require.ErrorIs(t, err, kb.ErrNotFound)
	assert.Empty(t, learn(t, l, kb.LearnOptions{}), "it does not come back while it is a draft")

	opts.Put = true
	e, err := l.Accept(t.Context(), "ann", s, opts)
	require.NoError(t, err)
	assert.Positive(t, e.Version)
	d, err := l.Decide(t.Context(), kb.Query{Text: gift[1]})
	require.NoError(t, err)
	assert.Equal(t, kb.Direct, d.Kind, "it takes effect at once")
	assert.Equal(t, e.ID, d.Hits[0].Entry.ID)

	// Accepting again neither undoes what an editor did since nor writes anew.
	e.Answer = kb.TextAnswer("Yes, for three pounds.")
	edited, err := l.Put(t.Context(), e)
	require.NoError(t, err)
	again, err := l.Accept(t.Context(), "ann", s, opts)
	require.NoError(t, err)
	assert.Equal(t, edited[0].Version, again.Version)
	assert.Equal(t, "Yes, for three pounds.", again.Answer.PlainText())
}

func TestAcceptNewPhrasing(t *testing.T) {
	l := learningShop(t, nil)
	s := kb.Suggestion{ID: "s", Kind: kb.NewPhrasing, Entry: "track", Question: "has it been sent", Phrasings: []string{"Where is my parcel", "is it on its way"}}
	e, err := l.Accept(t.Context(), "ann", s, kb.AcceptOptions{Put: true})
	require.NoError(t, err)
	assert.Equal(t, []string{"track my delivery", "has it been sent", "is it on its way"}, e.Phrasings, "what it has is left out")
	assert.Equal(t, "suggestion s", e.Reason)

	edited := kb.Suggestion{ID: "s2", Kind: kb.NewPhrasing, Entry: "track", Question: "bad wording"}
	e, err = l.Accept(t.Context(), "ann", edited, kb.AcceptOptions{Put: true, Wordings: []string{"good wording"}})
	require.NoError(t, err)
	assert.Contains(t, e.Phrasings, "good wording")
	assert.NotContains(t, e.Phrasings, "bad wording")

	for name, c := range map[string]struct {
		s    kb.Suggestion
		want error
	}{
		"no id":                  {kb.Suggestion{Kind: kb.NewPhrasing, Entry: "track", Question: "x y"}, kb.ErrInvalid},
		"no kind":                {kb.Suggestion{ID: "1", Question: "x y"}, kb.ErrInvalid},
		"the entry is gone":      {kb.Suggestion{ID: "2", Kind: kb.NewPhrasing, Entry: "gone", Question: "x y"}, kb.ErrNotFound},
		"wording of another one": {kb.Suggestion{ID: "3", Kind: kb.NewPhrasing, Entry: "track", Question: "can I get an invoice"}, kb.ErrInvalid},
		"no wording":             {kb.Suggestion{ID: "4", Kind: kb.NewPhrasing, Entry: "track"}, kb.ErrInvalid},
	} {
		_, err := l.Accept(t.Context(), "ann", c.s, kb.AcceptOptions{Put: true})
		require.ErrorIs(t, err, c.want, name)
		_, err = l.Decided(t.Context(), c.s.ID)
		require.Error(t, err, name+": nothing is remembered")
	}
}

func TestRejectIsRemembered(t *testing.T) {
	l, s := giftSuggestion(t, nil)
	require.NoError(t, l.Reject(t.Context(), "ann", s, "we never will"))
	require.NoError(t, l.Reject(t.Context(), "bob", s, "again"))
	d, err := l.Decided(t.Context(), s.ID)
	require.NoError(t, err)
	assert.Equal(t, "we never will", d.Reason)
	assert.Equal(t, "ann", d.Actor)
	_, err = l.Accept(t.Context(), "bob", s, kb.AcceptOptions{})
	require.ErrorIs(t, err, kb.ErrConflict)
	assert.Empty(t, learn(t, l, kb.LearnOptions{}))
	_, err = l.Effect(t.Context(), s.ID)
	require.ErrorIs(t, err, kb.ErrNotFound)

	// A few more questions do not bring it back, though another one is now in the
	// middle; twice as many do, under another id.
	askAll(t, l, "more", "gift wrap presents for me please", "gift wrap presents for her please", "gift wrap presents for him please")
	assert.Empty(t, learn(t, l, kb.LearnOptions{}))
	askAll(t, l, "most", "gift wrap presents for them please")
	list := learn(t, l, kb.LearnOptions{})
	require.Len(t, list, 1)
	assert.NotEqual(t, s.ID, list[0].ID)
	require.NoError(t, l.Reject(t.Context(), "ann", list[0], ""))
	assert.Empty(t, learn(t, l, kb.LearnOptions{}))

	require.NoError(t, l.Reconsider(t.Context(), "ann", s.ID))
	require.NoError(t, l.Reconsider(t.Context(), "ann", list[0].ID))
	require.ErrorIs(t, l.Reconsider(t.Context(), "ann", s.ID), kb.ErrNotFound)
	assert.Len(t, learn(t, l, kb.LearnOptions{}), 1)
}

// Two nodes decide at once: one decision stands. Editors who accept different
// suggestions for one entry at once lose none.
func TestDecideOnManyNodes(t *testing.T) {
	store, records := kb.NewMemoryStore(), kb.NewMemoryRecords()
	node := func() *kb.Library { return libraryOver(t, store, &kb.LibraryOptions{Records: records}) }
	_, err := node().Put(t.Context(), smart("track", "Where is my parcel?"))
	require.NoError(t, err)
	var nodes sync.WaitGroup
	var mu sync.Mutex
	var accepted, rejected int
	for i := range 8 {
		nodes.Go(func() {
			l, ctx := node(), context.Background()
			s := kb.Suggestion{ID: "same", Kind: kb.NewPhrasing, Entry: "track", Question: "the same wording"}
			var err error
			if i%2 == 0 {
				_, err = l.Accept(ctx, fmt.Sprint(i), s, kb.AcceptOptions{})
			} else {
				err = l.Reject(ctx, fmt.Sprint(i), s, "")
			}
			mu.Lock()
			switch {
			case err != nil:
				assert.ErrorIs(t, err, kb.ErrConflict)
			case i%2 == 0:
				accepted++
			default:
				rejected++
			}
			mu.Unlock()
			own := kb.Suggestion{ID: fmt.Sprint(i), Kind: kb.NewPhrasing, Entry: "track", Question: fmt.Sprint("wording number ", i)}
			_, err = l.Accept(ctx, "ann", own, kb.AcceptOptions{Put: true})
			assert.NoError(t, err)
		})
	}
	nodes.Wait()
	assert.True(t, (accepted == 4) != (rejected == 4), "%d accepted, %d rejected", accepted, rejected)
	e, err := node().Get(t.Context(), "track")
	require.NoError(t, err)
	assert.Len(t, e.Phrasings, 8)
	n := 0
	for d, err := range node().AllDecided(t.Context(), kb.SuggestionAccepted) {
		require.NoError(t, err)
		assert.Equal(t, "track", d.Entry)
		n++
	}
	assert.Equal(t, 8+accepted/4, n)
}

func TestEffect(t *testing.T) {
	l, s := giftSuggestion(t, nil)
	_, err := l.Accept(t.Context(), "ann", s, kb.AcceptOptions{Answer: kb.TextAnswer("Yes."), Wordings: []string{gift[0]}, Put: true})
	require.NoError(t, err)
	effect, err := l.Effect(t.Context(), s.ID)
	require.NoError(t, err)
	assert.Equal(t, 4, effect.Now.Questions)
	assert.GreaterOrEqual(t, effect.Now.Answered, 1)
	assert.Zero(t, effect.Since.Questions)
	for i := range 2 {
		d, err := l.Decide(t.Context(), kb.Query{Text: gift[0]})
		require.NoError(t, err)
		a := kb.NewAsked(fmt.Sprint("since", i), kb.Query{Text: gift[0] + "!"}, d)
		require.NoError(t, l.Log(t.Context(), a))
	}
	say(t, l, "bad", "since0", kb.NotUseful, "")
	effect, err = l.Effect(t.Context(), s.ID)
	require.NoError(t, err)
	assert.Equal(t, kb.EffectCounts{Questions: 2, Answered: 2}, effect.Since)
	assert.Equal(t, 1, effect.Bad)
}

func TestLearningIsForTrainers(t *testing.T) {
	l := learningShop(t, &kb.LibraryOptions{Authorizer: kb.AuthorizerFunc(func(_ context.Context, actor string, may kb.Permission, _ *kb.Entry) error {
		if may == kb.MayLearn && actor == "ann" {
			return nil
		}
		return kb.ErrForbidden
	})})
	s := kb.Suggestion{ID: "s", Kind: kb.NewPhrasing, Entry: "track", Question: "has it been sent"}
	_, err := l.Accept(t.Context(), "eve", s, kb.AcceptOptions{Put: true})
	require.ErrorIs(t, err, kb.ErrForbidden)
	require.ErrorIs(t, l.Reject(t.Context(), "eve", s, ""), kb.ErrForbidden)
	_, err = l.Accept(t.Context(), "ann", s, kb.AcceptOptions{Put: true})
	require.NoError(t, err)
	require.ErrorIs(t, l.Reconsider(t.Context(), "eve", "s"), kb.ErrForbidden)
}

// Only entries of mode smart learn: to the others a question would be an expression,
// a phrase or the name of a row.
func TestOnlySmartEntriesLearn(t *testing.T) {
	ctx := t.Context()
	const question = "has my package left the warehouse"
	for _, e := range []kb.Entry{
		{ID: "e", Mode: kb.Pattern, Question: `order (?P<no>\d{6})`, Answer: kb.TextAnswer("It is on its way.")},
		{ID: "e", Mode: kb.Contains, Question: "parcel 17", Answer: kb.TextAnswer("It is on its way.")},
		{ID: "e", Mode: kb.Contains, Question: "X200", Facts: []kb.Fact{{Names: []string{"weight"}, Value: "2 kg"}}},
		{ID: "e", Mode: kb.Exact, Question: "parcel", Answer: kb.TextAnswer("It is on its way.")},
		{ID: "e", Mode: kb.Smart, Question: "Where is it?", Answer: kb.TextAnswer("It is on its way.")},
	} {
		l := libraryOf(t, e)
		for i := range 4 {
			id := fmt.Sprint(i)
			require.NoError(t, l.Log(ctx, kb.Asked{ID: id, Text: question, Conversation: id}))
			require.NoError(t, l.Feedback(ctx, kb.Feedback{ID: id, Asked: id, Verdict: kb.Answers, Entry: "e"}))
		}
		suggested := 0
		for _, s := range learn(t, l, kb.LearnOptions{}) {
			if s.Kind == kb.NewPhrasing {
				suggested++
			}
		}
		_, err := l.Accept(ctx, "ann", kb.Suggestion{ID: "s", Kind: kb.NewPhrasing, Entry: "e", Question: question}, kb.AcceptOptions{Put: true})
		kept, getErr := l.Get(ctx, "e")
		require.NoError(t, getErr)
		if e.Mode == kb.Smart {
			require.NoError(t, err)
			assert.Equal(t, 1, suggested)
			assert.Equal(t, []string{question}, kept.Phrasings)
			continue
		}
		assertField(t, "entry", err)
		assert.Zero(t, suggested, e.Mode)
		assert.Empty(t, kept.Phrasings, e.Mode)
	}
}
