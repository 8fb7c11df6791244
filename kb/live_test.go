package kb_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

func TestLiveAnswer(t *testing.T) {
	written := kb.TextAnswer("See “My orders”.")
	boom := errors.New("boom")
	actions := map[string]kb.ActionFunc{
		"state": func(_ context.Context, call kb.ActionCall) (kb.Answer, error) {
			if call.Query.Text == "" || call.Entry.ID == "" {
				return kb.Answer{}, boom
			}
			answer := kb.TextAnswer(call.Args["system"] + " " + call.Args["customer"] + " " + call.Args["no"])
			answer.Action = &kb.Action{Name: "again"}
			return answer, nil
		},
		"error": func(context.Context, kb.ActionCall) (kb.Answer, error) { return kb.TextAnswer("half"), boom },
		"panic": func(context.Context, kb.ActionCall) (kb.Answer, error) { panic("host") },
		"empty": func(context.Context, kb.ActionCall) (kb.Answer, error) { return kb.TextAnswer(""), nil },
		"kinds": func(context.Context, kb.ActionCall) (kb.Answer, error) {
			return kb.Answer{Parts: []kb.Part{{Text: "x"}}}, nil
		},
		"slow": func(ctx context.Context, _ kb.ActionCall) (kb.Answer, error) {
			<-ctx.Done()
			return kb.Answer{}, ctx.Err()
		},
		"nil": nil,
	}
	entry := func(id, name string, timeout time.Duration) kb.Entry {
		e := pattern(id, id+` (?P<no>\d+)`)
		e.Answer = written
		e.Answer.Action = &kb.Action{Name: name, Args: map[string]string{"system": "crm", "customer": "nobody", "no": "0"}, Timeout: timeout}
		return e
	}
	l := libraryOver(t, kb.NewMemoryStore(), &kb.LibraryOptions{Actions: actions})
	plain := contains("plain", "plain")
	plain.Answer = written
	_, err := l.Put(t.Context(), entry("state", "state", 0), entry("error", "error", 0), entry("panic", "panic", 0), entry("empty", "empty", 0),
		entry("kinds", "kinds", 0), entry("slow", "slow", time.Millisecond), entry("nil", "nil", 0), entry("unknown", "nobody has it", 0), plain)
	require.NoError(t, err)
	ask := func(text string) (kb.Answer, error) {
		q := kb.Query{Text: text, Context: kb.Context{Slots: map[string]string{"customer": "ann", "no": "1"}}}
		hits, err := l.Match(t.Context(), q)
		require.NoError(t, err)
		require.Len(t, hits, 1, text)
		return l.Answer(t.Context(), hits[0], q)
	}
	answer, err := ask("state 4711")
	require.NoError(t, err)
	assert.Equal(t, "crm ann 4711", answer.PlainText(), "pattern over slots over action")
	assert.Nil(t, answer.Action, "a live answer is final")
	for text, cause := range map[string]error{
		"error 1": boom, "slow 1": context.DeadlineExceeded, "unknown 1": kb.ErrNotFound, "nil 1": kb.ErrNotFound,
		"panic 1": nil, "empty 1": nil, "kinds 1": kb.ErrInvalid,
	} {
		answer, err := ask(text)
		assert.Equal(t, written, answer, "%s: the written answer", text)
		fault := (*kb.ActionError)(nil)
		require.ErrorAs(t, err, &fault, text)
		assert.NotContains(t, err.Error(), "host")
		if cause != nil {
			assert.ErrorIs(t, err, cause)
		}
	}
	answer, err = ask("plain")
	require.NoError(t, err)
	assert.Equal(t, written, answer)
	answer.Parts[0].Text = "changed"
	again, _ := ask("plain")
	assert.Equal(t, written, again, "an answer is the caller's own")
	_, err = l.Answer(t.Context(), kb.Hit{}, kb.Query{})
	assertField(t, "hit", err)
}

func TestGuardInLibrary(t *testing.T) {
	guard, err := kb.NewGuard([]string{"darn"}, &kb.GuardOptions{Block: []string{"bomb"}})
	require.NoError(t, err)
	fault := false
	l := libraryOver(t, kb.NewMemoryStore(), &kb.LibraryOptions{Guard: kb.Guards(guard, kb.GuardFunc(func(_ context.Context, way kb.Way, text string) (string, error) {
		if fault {
			panic("host")
		}
		if way == kb.Out {
			text += "!"
		}
		return text, nil
	}))})
	darn, bomb := exact("darn", "where is the **** parcel"), exact("bomb", "how to")
	darn.Answer, bomb.Answer = kb.TextAnswer("In the darn van"), kb.TextAnswer("build a BOMB")
	_, err = l.Put(t.Context(), darn, bomb)
	require.NoError(t, err)

	q := kb.Query{Text: "where is the darn parcel"}
	hits, err := l.Match(t.Context(), q)
	require.NoError(t, err)
	require.Equal(t, []string{"darn"}, idsOf(hits), "the masked text is matched")
	answer, err := l.Answer(t.Context(), hits[0], q)
	require.NoError(t, err)
	assert.Equal(t, "In the **** van!", answer.PlainText())

	hits, err = l.Match(t.Context(), kb.Query{Text: "how to"})
	require.NoError(t, err)
	answer, err = l.Answer(t.Context(), hits[0], q)
	require.ErrorIs(t, err, kb.ErrBlocked)
	assert.Empty(t, answer.Parts)

	blocked := kb.Query{Text: "a bomb"}
	_, err = l.Match(t.Context(), blocked)
	require.ErrorIs(t, err, kb.ErrBlocked)
	decision, err := l.Decide(t.Context(), blocked)
	require.NoError(t, err)
	assert.Equal(t, kb.Decision{Kind: kb.None, Reason: kb.Blocked}, decision)
	e, err := l.Explain(t.Context(), blocked)
	require.NoError(t, err)
	assert.Equal(t, kb.Blocked, e.Decision.Reason)
	fault = true
	_, err = l.Match(t.Context(), q)
	assert.ErrorIs(t, err, kb.ErrBlocked, "what could not be checked is not used")
}

func TestRelated(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	l := libraryOver(t, kb.NewMemoryStore(), &kb.LibraryOptions{Now: func() time.Time { return now }})
	first := smart("first", "first")
	first.Related = []string{"second", "missing", "zh", "shop", "over", "third"}
	_, err := l.Put(t.Context(), first, smart("third", "third"), kb.Entry{ID: "second", Question: "second", Category: "b", Kind: kb.Passage},
		kb.Entry{ID: "zh", Question: "zh", Locale: "zh"}, kb.Entry{ID: "shop", Question: "shop", Base: "shop"}, kb.Entry{ID: "over", Question: "over", ValidTo: now})
	require.NoError(t, err)
	q := kb.Query{Text: "first", Locale: "en", Scope: kb.Scope{Public: true}, Kinds: []kb.Kind{kb.FAQ}}
	hits, err := l.Match(t.Context(), q)
	require.NoError(t, err)
	related, err := l.Related(t.Context(), hits[0], q)
	require.NoError(t, err)
	require.Len(t, related, 2)
	assert.Equal(t, "second", related[0].ID)
	assert.Equal(t, "third", related[1].ID)
	related, err = l.Related(t.Context(), kb.Hit{}, q)
	require.NoError(t, err)
	assert.Empty(t, related)
}
