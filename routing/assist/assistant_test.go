package assist_test

import (
	"context"
	"errors"
	"math"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing/assist"
)

// fixed is a source that always suggests the same.
func fixed(list ...assist.Suggestion) assist.Source {
	return assist.SourceFunc(func(context.Context, *assist.Situation) ([]assist.Suggestion, error) { return list, nil })
}

func answer(text string, score float64) assist.Suggestion {
	return assist.Suggestion{Kind: assist.Answer, ID: text, Text: text, Score: score}
}

func assistant(t testing.TB, opts *assist.Options, sources ...assist.Source) *assist.Assistant {
	t.Helper()
	var origins []assist.Origin
	for i, s := range sources {
		origins = append(origins, assist.Origin{Name: string(rune('a' + i)), Source: s})
	}
	a, err := assist.New(origins, opts)
	require.NoError(t, err)
	return a
}

func texts(list []assist.Suggestion) (out []string) {
	for _, s := range list {
		out = append(out, s.Text)
	}
	return out
}

func suggest(t testing.TB, a *assist.Assistant, s assist.Situation) assist.Suggestions {
	t.Helper()
	got, err := a.Suggest(t.Context(), s)
	require.NoError(t, err)
	for _, one := range got.List {
		assert.True(t, one.Score >= 0 && one.Score <= 1)
	}
	return got
}

func TestSuggestMerges(t *testing.T) {
	a := assistant(t, nil,
		fixed(answer("Refunds take three days.", 0.5), answer("Ask your bank.", 0.9), answer("nothing", 0.01), assist.Suggestion{Kind: "mood", Text: "x", Score: 1}),
		fixed(
			assist.Suggestion{Kind: assist.CannedReply, ID: "c", Text: "refunds take THREE days", Score: 0.7},
			assist.Suggestion{Kind: assist.NextStep, Title: "Ask your bank.", Score: 0.6},
			answer("Refunds take three weeks.", 0.3), answer("not a number", math.NaN()), answer("beyond", 7), answer(" ", 1)))
	got := suggest(t, a, assist.Situation{})
	assert.Empty(t, got.Failed)
	assert.Equal(t, []string{"beyond", "Ask your bank.", "refunds take THREE days", "", "Refunds take three weeks."}, texts(got.List))
	assert.Equal(t, []string{"a", "b"}, got.List[2].Sources, "the same content is one suggestion, of both")
	assert.Equal(t, assist.CannedReply, got.List[2].Kind)
	assert.Equal(t, assist.NextStep, got.List[3].Kind, "what the agent does is not what he says")
	assert.Len(t, got.Of(assist.Answer), 3)
}

func TestSuggestBounds(t *testing.T) {
	list := []assist.Suggestion{
		answer("one", 0.9), answer("two", 0.8), answer("three", 0.7),
		{Kind: assist.Policy, Text: "four", Score: 0.6},
		{Kind: assist.HowTo, Text: "five", Score: 0.5},
	}
	assert.Equal(t, []string{"one", "two", "four"}, texts(suggest(t, assistant(t, &assist.Options{PerKind: 2, Limit: 3}, fixed(list...)), assist.Situation{}).List))
	assert.Equal(t, []string{"one", "two"}, texts(suggest(t, assistant(t, &assist.Options{MinScore: 0.75}, fixed(list...)), assist.Situation{}).List))
	weighed, err := assist.New([]assist.Origin{{Name: "w", Source: fixed(answer("heavy", 0.9)), Weight: 0.5}, {Name: "l", Source: fixed(answer("light", 0.6))}}, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"light", "heavy"}, texts(suggest(t, weighed, assist.Situation{}).List))
}

// What was said is sunk and marked, what is being typed lifts what begins like it and
// sinks what is there already.
func TestSuggestHeedsDraftAndTalk(t *testing.T) {
	a := assistant(t, nil, fixed(
		answer("Your refund takes three days.", 0.6), answer("Your parcel is in the depot now.", 0.7), answer("We are sorry for the delay.", 0.8)))
	got := suggest(t, a, assist.Situation{Lines: says("C: We are sorry for the delay", "B: we are sorry, for the delay!")})
	assert.Equal(t, []string{"Your parcel is in the depot now.", "Your refund takes three days.", "We are sorry for the delay."}, texts(got.List))
	assert.True(t, got.List[2].Said)
	assert.Less(t, got.List[2].Score, 0.4, "its score says so too")
	assert.False(t, suggest(t, a, assist.Situation{Lines: says("C: We are sorry for the delay")}).List[2].Said, "customers do not answer themselves")

	named := answer("The parcel left on Monday.", 0.6)
	named.ID = "parcel"
	worded := assistant(t, nil, fixed(named))
	for source, said := range map[string]bool{"": false, "other": false, "parcel": true} {
		lines := []assist.Line{{By: assist.ByBot, Text: "It went off at the start of the week", Source: source}}
		assert.Equal(t, said, suggest(t, worded, assist.Situation{Lines: lines}).List[0].Said, source)
	}

	got = suggest(t, a, assist.Situation{Draft: "your refund tak"})
	assert.True(t, got.List[0].Continues)
	assert.Greater(t, got.List[0].Score, 0.7)
	assert.Equal(t, []string{"Your refund takes three days.", "Your parcel is in the depot now.", "We are sorry for the delay."}, texts(got.List))

	got = suggest(t, a, assist.Situation{Draft: "Hello! We are very sorry for the delay. The parcel"})
	assert.Equal(t, "Your parcel is in the depot now.", got.List[0].Text, "words of the draft lift")
	assert.Equal(t, "We are sorry for the delay.", got.List[2].Text)
	assert.True(t, got.List[2].Typed)
}

// One source that fails, panics or hangs costs only its own suggestions.
func TestSuggestContainsFaults(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		down := errors.New("down")
		release := make(chan struct{})
		var seen atomic.Int64
		a, err := assist.New([]assist.Origin{
			{Name: "fine", Source: fixed(answer("fine", 0.5))},
			{Name: "down", Source: assist.SourceFunc(func(context.Context, *assist.Situation) ([]assist.Suggestion, error) {
				return []assist.Suggestion{answer("half", 1)}, down
			})},
			{Name: "panics", Source: assist.SourceFunc(func(context.Context, *assist.Situation) ([]assist.Suggestion, error) {
				panic("customer's words")
			})},
			{Name: "hangs", Timeout: time.Second, Source: assist.SourceFunc(func(context.Context, *assist.Situation) ([]assist.Suggestion, error) {
				seen.Add(1)
				<-release
				return []assist.Suggestion{answer("late", 1)}, nil
			})},
		}, &assist.Options{MaxCalls: 2})
		require.NoError(t, err)
		ctx := t.Context()
		for i := range 3 {
			began := time.Now()
			got, err := a.Suggest(ctx, assist.Situation{})
			require.NoError(t, err)
			assert.Equal(t, []string{"fine"}, texts(got.List))
			require.Len(t, got.Failed, 3)
			require.ErrorIs(t, got.Failed[0], down)
			require.ErrorIs(t, got.Failed[1], assist.ErrPanic)
			assert.NotContains(t, got.Failed[1].Error(), "customer's words")
			assert.Equal(t, "hangs", got.Failed[2].Source)
			if i < 2 {
				require.ErrorIs(t, got.Failed[2], context.DeadlineExceeded)
				assert.Equal(t, time.Second, time.Since(began))
			} else {
				require.ErrorIs(t, got.Failed[2], assist.ErrBusy)
				assert.Zero(t, time.Since(began))
			}
		}
		assert.Equal(t, int64(2), seen.Load(), "calls that do not return are bounded")
		close(release)
		synctest.Wait()
		got, err := a.Suggest(ctx, assist.Situation{})
		require.NoError(t, err)
		assert.Len(t, got.List, 2, "it is asked again once its calls have returned")

		cancelled, cancel := context.WithCancel(ctx)
		cancel()
		_, err = a.Live(cancelled, assist.Situation{})
		require.ErrorIs(t, err, context.Canceled)
	})
}

func TestLiveLeavesOutWhatIsSlow(t *testing.T) {
	profiles := assist.ProfilesFunc(func(context.Context, string) (map[string]string, error) { panic("asked") })
	var at time.Time
	a, err := assist.New([]assist.Origin{
		{Name: "slow", Slow: true, Source: fixed(answer("slow", 0.5))},
		{Name: "quick", Source: assist.SourceFunc(func(_ context.Context, s *assist.Situation) ([]assist.Suggestion, error) {
			at = s.Now
			return []assist.Suggestion{answer("quick", 0.5)}, nil
		})},
	}, &assist.Options{Profiles: profiles, Now: noon})
	require.NoError(t, err)
	got, err := a.Live(t.Context(), assist.Situation{Customer: "c"})
	require.NoError(t, err)
	assert.Equal(t, []string{"quick"}, texts(got.List))
	assert.Empty(t, got.Failed)
	assert.Equal(t, noon(), at)
	all, err := a.Suggest(t.Context(), assist.Situation{Customer: "c"})
	require.NoError(t, err)
	assert.Len(t, all.List, 2)
	assert.Equal(t, "profiles", all.Failed[0].Source)
}

// An agent who opens a conversation gets the profile, the past, a brief and what to
// say, and the sources see the profile.
func TestOpen(t *testing.T) {
	past := []assist.Past{{Conversation: "3"}, {Conversation: "2"}, {Conversation: "1"}}
	var limit int
	opts := assist.Options{
		Past: 2,
		Profiles: assist.ProfilesFunc(func(_ context.Context, customer string) (map[string]string, error) {
			return map[string]string{"name": customer}, nil
		}),
		Histories: assist.HistoriesFunc(func(_ context.Context, _ string, n int) ([]assist.Past, error) {
			limit = n
			return past, nil
		}),
	}
	greet := assist.SourceFunc(func(_ context.Context, s *assist.Situation) ([]assist.Suggestion, error) {
		return []assist.Suggestion{answer("Hi "+s.Attributes["name"], 0.5)}, nil
	})
	s := assist.Situation{Customer: "zoe", Lines: says("C: Where is my parcel?")}
	b, err := assistant(t, &opts, greet).Open(t.Context(), s)
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"name": "zoe"}, b.Attributes)
	assert.Equal(t, past[:2], b.Past, "a host that returns too much is cut")
	assert.Equal(t, 2, limit)
	assert.Equal(t, []string{"Hi zoe"}, texts(b.Suggestions.List))
	assert.Equal(t, "Where is my parcel?", b.Brief.Want)
	assert.Contains(t, b.Brief.Text, "zoe")

	opts.Histories = assist.HistoriesFunc(func(context.Context, string, int) ([]assist.Past, error) { panic(1) })
	b, err = assistant(t, &opts, greet).Open(t.Context(), s)
	require.NoError(t, err)
	require.Len(t, b.Suggestions.Failed, 1)
	assert.Equal(t, "histories", b.Suggestions.Failed[0].Source)
	s.Attributes = map[string]string{"name": "known"}
	b, err = assistant(t, &opts, greet).Open(t.Context(), s)
	require.NoError(t, err)
	assert.Equal(t, []string{"Hi known"}, texts(b.Suggestions.List), "what the host knows is not asked again")
}

func TestNewNamesEveryFault(t *testing.T) {
	_, err := assist.New([]assist.Origin{
		{Name: "a", Source: fixed()},
		{Name: "a", Source: fixed()},
		{Name: "histories", Source: fixed()},
		{Name: "c"},
		{Name: "d", Source: fixed(), Weight: 2},
		{Name: "e", Source: fixed(), Timeout: -1},
	}, &assist.Options{Limit: -1, MinScore: math.NaN()})
	require.ErrorIs(t, err, assist.ErrInvalid)
	for _, part := range []string{"source 1", "source 2", "source 3", "source 4", "source 5", "Limit", "MinScore"} {
		assert.ErrorContains(t, err, part)
	}
	assert.NotContains(t, err.Error(), "source 0")
}

// Canned replies as a source: by the shortcut at the end of the draft, by its words, and
// by what the customer asked where there are none.
func TestRepliesSuggest(t *testing.T) {
	r := library(t, nil, stock()...)
	a := assistant(t, nil, r)
	s := assist.Situation{Locale: "en", Lines: says("C: my parcel is delayed again")}
	ids := func(draft string) (out []string) {
		s.Draft = draft
		got := suggest(t, a, s)
		for _, one := range got.List {
			out = append(out, one.ID)
		}
		return out
	}
	assert.Equal(t, "delay", ids("")[0])
	s.Lines = says("C: my refund?", "A: Done.", "C: my parcel is delayed again")
	assert.NotContains(t, ids(""), "refund", "what was answered is not asked any more")
	assert.Equal(t, []string{"refund"}, ids("Dear Zoe, /refund"))
	got := suggest(t, a, s)
	assert.Equal(t, "/refund", s.Draft[got.List[0].Start:got.List[0].End], "it takes the place of the shortcut")
	assert.Equal(t, []string{"refund-zh"}, func() []string { s.Locale = "zh"; return ids("您好，/refund") }())
	s.Locale = "en"
	for _, draft := range []string{"and/refund", "https://refund", "您好、refund", "/"} {
		for _, one := range func() []assist.Suggestion { ids(draft); return suggest(t, a, s).List }() {
			assert.Zero(t, one.End, draft)
		}
	}
	assert.Equal(t, "refuse", ids("you may ref")[0])
	s.Agent, s.Draft = "ann", "/delay"
	assert.Equal(t, "ann-delay", suggest(t, a, s).List[0].ID)

	r = library(t, nil, assist.Canned{ID: "g", Shortcut: "/g", Text: "Dear {{customer.name}}"})
	got = suggest(t, assistant(t, nil, r), assist.Situation{Draft: "/g"})
	assert.Equal(t, []string{"customer.name"}, got.List[0].Missing, "what is half filled says so")
}
