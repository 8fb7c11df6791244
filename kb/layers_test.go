package kb_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

func live(e kb.Entry) kb.Entry {
	e.Answer.Action = &kb.Action{Name: "live"}
	return e
}

func TestPrecedence(t *testing.T) {
	entries := []kb.Entry{
		exact("exact", "order 4711"), pattern("pattern", `order \d+`), contains("contains", "order"),
		smart("smart", "where is order 4711 now"),
	}
	const text = "order 4711"
	for _, c := range []struct {
		order []kb.Mode
		want  string
	}{
		{nil, "exact"},
		{[]kb.Mode{kb.Pattern}, "pattern"},
		{[]kb.Mode{kb.Contains, kb.Exact}, "contains"},
		{[]kb.Mode{kb.Contains, kb.Contains, kb.Pattern, kb.Smart}, "contains"},
		{[]kb.Mode{kb.Smart}, "smart"},
	} {
		x := kb.NewIndex(&kb.IndexOptions{Precedence: c.order})
		require.NoError(t, x.Put(entries...))
		assert.Equal(t, []string{c.want}, idsOf(x.Match(kb.Query{Text: text})), c.order)
	}
	x := indexOf(t, entries[1:]...)
	assert.Equal(t, []string{"pattern"}, idsOf(x.Match(kb.Query{Text: text})), "pattern is above contains")
}

// Smart matching finds something nearly always. Put first, it must be sure to decide.
func TestSmartFirst(t *testing.T) {
	x := kb.NewIndex(&kb.IndexOptions{Precedence: []kb.Mode{kb.Smart}})
	require.NoError(t, x.Put(append(shop(), contains("contains", "order"))...))
	assert.Equal(t, "track", x.Match(kb.Query{Text: "where is my order now"})[0].Entry.ID)
	assert.Equal(t, []string{"contains"}, idsOf(x.Match(kb.Query{Text: "order something nice for my dog"})))
	assert.NotEmpty(t, x.Match(kb.Query{Text: "something about refunds for my dog"}), "unsure, and nobody else knows better")
	before := kb.Hit{Entry: &kb.Entry{ID: "mine"}}
	assert.Equal(t, []string{"mine", "contains"}, idsOf(x.AppendMatch([]kb.Hit{before}, kb.Query{Text: "order something nice for my dog"})))
}

// What an action says now beats what was written down, in any of the three layers.
func TestLiveAnswersFirst(t *testing.T) {
	x := indexOf(
		t,
		exact("exact", "weather in leeds"),
		contains("contains", "weather"),
		live(contains("live", "in leeds")),
		live(smart("smart", "weather tomorrow")),
	)
	assert.Equal(t, []string{"live"}, idsOf(x.Match(kb.Query{Text: "weather in leeds"})), "over an identical text")
	assert.Equal(t, []string{"live"}, idsOf(x.Match(kb.Query{Text: "the weather in leeds please"})), "over the same layer")
	assert.Equal(t, []string{"contains"}, idsOf(x.Match(kb.Query{Text: "what is the weather tomorrow like"})), "smart matching has no part in it")
	assert.Equal(t, []string{"smart"}, idsOf(x.Match(kb.Query{Text: "weather tomorrow"})), "an identical text is none of its mode")
}

func TestTieRules(t *testing.T) {
	entry := func(id string, change func(*kb.Entry)) kb.Entry {
		e := smart(id, "delivery")
		change(&e)
		return e
	}
	chat := entry("0 chat", func(e *kb.Entry) { e.Kind, e.Priority, e.Base, e.Locale = kb.ChitChat, 99, "shop", "en-GB" })
	base := entry("5 base", func(e *kb.Entry) { e.Base = "shop" })
	local := entry("4 local", func(e *kb.Entry) { e.Locale = "en-GB" })
	urgent := entry("3 urgent", func(e *kb.Entry) { e.Priority = 5 })
	plain := entry("1 plain", func(*kb.Entry) {})
	other := entry("2 plain", func(*kb.Entry) {})
	want := []string{"5 base", "4 local", "3 urgent", "1 plain", "2 plain", "0 chat"}
	for _, mode := range []kb.Mode{kb.Smart, kb.Exact, kb.Contains, kb.Pattern} {
		entries := []kb.Entry{chat, base, local, urgent, plain, other}
		for i := range entries {
			entries[i].Mode = mode
		}
		text := "delivery"
		if mode == kb.Smart {
			text = "what about delivery"
		}
		assert.Equal(t, want, idsOf(indexOf(t, entries...).Match(kb.Query{Text: text, Locale: "en-GB", Limit: 10})), mode)
	}
}

func TestFilters(t *testing.T) {
	noon := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	entries := []kb.Entry{
		{ID: "public", Kind: kb.FAQ},
		{ID: "a", Base: "shop-a"},
		{ID: "b", Base: "shop-b", Kind: kb.ChitChat},
		{ID: "soon", ValidFrom: noon.Add(time.Hour)},
		{ID: "over", ValidTo: noon},
		{ID: "now", ValidFrom: noon, ValidTo: noon.Add(time.Nanosecond), Kind: kb.Passage},
	}
	l := libraryOver(t, kb.NewMemoryStore(), &kb.LibraryOptions{Now: func() time.Time { return noon }})
	for mode, text := range map[kb.Mode]string{kb.Exact: "shared", kb.Contains: "it is shared by all", kb.Smart: "is it shared", kb.Pattern: "is it shared"} {
		x := kb.NewIndex(&kb.IndexOptions{Now: func() time.Time { return noon }})
		for _, e := range entries {
			e.Question, e.Mode = "shared", mode
			require.NoError(t, x.Put(e))
		}
		for _, c := range []struct {
			query kb.Query
			want  []string
		}{
			{kb.Query{}, []string{"a", "now", "public", "b"}},
			{kb.Query{Scope: kb.Scope{Public: true}}, []string{"now", "public"}},
			{kb.Query{Scope: kb.Scope{Bases: []string{"shop-a"}}}, []string{"a"}},
			{kb.Query{Scope: kb.Scope{Public: true, Bases: []string{"shop-b", "none"}}}, []string{"now", "public", "b"}},
			{kb.Query{Kinds: []kb.Kind{kb.FAQ}}, []string{"a", "public"}},
			{kb.Query{Kinds: []kb.Kind{kb.ChitChat, kb.Passage}}, []string{"now", "b"}},
			{kb.Query{At: noon.Add(2 * time.Hour)}, []string{"a", "public", "soon", "b"}},
			{kb.Query{At: noon.Add(-time.Second)}, []string{"a", "over", "public", "b"}},
		} {
			c.query.Text, c.query.Limit = text, 10
			assert.Equal(t, c.want, idsOf(x.Match(c.query)), "%s %+v", mode, c.query)
			visible := []string{}
			for _, e := range entries {
				if l.Visible(&e, c.query) {
					visible = append(visible, e.ID)
				}
			}
			assert.ElementsMatch(t, c.want, visible, "%+v", c.query)
		}
	}
}

// What is hidden has no part in the competition: a twin that nobody sees halves no
// score, and a crowd of them takes no places.
func TestHiddenEntriesDoNotCompete(t *testing.T) {
	x := indexOf(t, shop()...)
	public := kb.Query{Text: "how can I follow my parcel", Scope: kb.Scope{Public: true}}
	before := x.Match(public)[0]
	for i := range 60 {
		twin := smart("twin "+string(rune('A'+i)), "Where is my order?", "How can I track my parcel?", "When will my package arrive?")
		twin.Base = "shop"
		require.NoError(t, x.Put(twin))
	}
	after := x.Match(public)[0]
	assert.Equal(t, "track", after.Entry.ID)
	assert.Greater(t, after.Score, before.Score/2, "only the weights of words have changed")
	all := x.Match(kb.Query{Text: public.Text})
	assert.Less(t, all[0].Score, after.Score/3, "sixty equal entries share")
}

// Nor do the words of a large base keep a small one from being read.
func TestHiddenWordsCostNoBudget(t *testing.T) {
	var entries []kb.Entry
	for i := range 3000 {
		e := smart(fmt.Sprint("a", i), "paper")
		if i%3 == 0 {
			e.Question = "glue paper"
		}
		e.Base = "a"
		entries = append(entries, e)
	}
	small := smart("small", "thin paper")
	small.Base = "b"
	x := indexOf(t, append(entries, small)...)
	assert.Equal(t, []string{"small"}, idsOf(x.Match(kb.Query{Text: "some glue or paper", Scope: kb.Scope{Bases: []string{"b"}}})))
}

func TestMinScore(t *testing.T) {
	x := indexOf(t, shop()...)
	q := kb.Query{Text: "my order", Limit: 2}
	hits := x.Match(q)
	require.Len(t, hits, 2)
	shy := *hits[0].Entry
	shy.MinScore = hits[0].Score + 0.01
	require.NoError(t, x.Put(shy))
	left := x.Match(q)
	require.Len(t, left, 2, "the next one takes the place")
	assert.Equal(t, hits[1].Entry.ID, left[0].Entry.ID)
	assert.InDelta(t, hits[1].Score, left[0].Score, 1e-9)
	shy.MinScore = hits[0].Score
	require.NoError(t, x.Put(shy))
	assert.Equal(t, seenOf(hits), seenOf(x.Match(q)))
	assert.Len(t, x.Match(kb.Query{Text: shy.Question}), 1, "identical text needs no score")
}

func TestChitChatPolicy(t *testing.T) {
	chat := &kb.Entry{ID: "chat", Kind: kb.ChitChat}
	faq := &kb.Entry{ID: "faq"}
	for _, c := range []struct {
		why    string
		policy kb.Policy
		hits   []kb.Hit
		kind   kb.DecisionKind
		reason kb.Reason
		ids    []string
	}{
		{"good small talk", kb.Policy{}, []kb.Hit{{Entry: chat, Score: 0.7}}, kb.Direct, kb.AboveDirect, []string{"chat"}},
		{"small talk is never only offered", kb.Policy{}, []kb.Hit{{Entry: chat, Score: 0.59}}, kb.None, kb.BelowChitChat, []string{}},
		{"a threshold of its own", kb.Policy{ChitChat: 0.9}, []kb.Hit{{Entry: chat, Score: 0.89}, {Entry: faq, Score: 0.3}}, kb.Suggest, kb.BelowDirect, []string{"faq"}},
		{"the business goes on without it", kb.Policy{ChitChat: 0.9}, []kb.Hit{{Entry: faq, Score: 0.7}, {Entry: chat, Score: 0.69}}, kb.Direct, kb.AboveDirect, []string{"faq"}},
		{"identical", kb.Policy{ChitChat: 1}, []kb.Hit{{Entry: chat, Score: 1}}, kb.Direct, kb.Identical, []string{"chat"}},
	} {
		require.NoError(t, c.policy.Validate())
		before := idsOf(c.hits)
		d := c.policy.Decide(c.hits)
		assert.Equal(t, c.kind, d.Kind, c.why)
		assert.Equal(t, c.reason, d.Reason, c.why)
		assert.Equal(t, c.ids, idsOf(d.Hits), c.why)
		assert.Equal(t, before, idsOf(c.hits), "%s: the caller's list stays", c.why)
	}
	assertField(t, "chit_chat", kb.Policy{ChitChat: 0.5}.Validate())
	assertField(t, "chit_chat", kb.Policy{ChitChat: 1.1}.Validate())
}
