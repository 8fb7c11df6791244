package kb_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

// catalogue is a library with entries of every sort.
func catalogue(t *testing.T, log kb.LogStore) *kb.Library {
	t.Helper()
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	l := libraryOver(t, kb.NewMemoryStore(), &kb.LibraryOptions{Log: log, Now: func() time.Time { return now }})
	e := func(id, category string, priority int, change func(e *kb.Entry)) kb.Entry {
		e := answered(id, "question "+id, "answer "+id)
		e.Category, e.Priority = category, priority
		if change != nil {
			change(&e)
		}
		return e
	}
	_, err := l.Put(t.Context(),
		e("d", "orders/returns", 0, nil), e("c", "orders", 0, func(e *kb.Entry) { e.Locale = "en" }),
		e("b", "orders/returns/late", 5, func(e *kb.Entry) { e.Base = "shop"; e.Tags = []string{"x", "y"} }),
		e("a", "", 0, func(e *kb.Entry) { e.Kind = kb.ChitChat }),
		e("f", "delivery", 9, func(e *kb.Entry) { e.ValidTo = now }), e("e", "delivery", 0, func(e *kb.Entry) {
			e.Origin, e.Editor, e.Phrasings, e.Mode = &kb.Origin{Document: "doc"}, "ann", []string{"退貨"}, kb.Exact
		}),
	)
	require.NoError(t, err)
	return l
}

func TestList(t *testing.T) {
	l := catalogue(t, nil)
	for name, c := range map[string]struct {
		f    kb.Filter
		want string
	}{
		"all":       {kb.Filter{}, "abcdef"},
		"category":  {kb.Filter{Category: "orders/returns"}, "bd"},
		"base":      {kb.Filter{Scope: kb.Scope{Bases: []string{"shop"}}}, "b"},
		"public":    {kb.Filter{Scope: kb.Scope{Public: true}}, "acdef"},
		"locale":    {kb.Filter{Locale: "zh"}, "abdef"},
		"kind":      {kb.Filter{Kinds: []kb.Kind{kb.FAQ}}, "bcdef"},
		"mode":      {kb.Filter{Modes: []kb.Mode{kb.Exact}}, "e"},
		"tags":      {kb.Filter{Tags: []string{"y", "x"}}, "b"},
		"other tag": {kb.Filter{Tags: []string{"x", "z"}}, ""},
		"text":      {kb.Filter{Text: "ANSWER C"}, "c"},
		"Chinese":   {kb.Filter{Text: "退货"}, "e"},
		"document":  {kb.Filter{Document: "doc"}, "e"},
		"editor":    {kb.Filter{Editor: "ann"}, "e"},
		"valid":     {kb.Filter{ValidAt: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), Category: "delivery"}, "e"},
		"page":      {kb.Filter{After: "b", Limit: 2}, "cd"},
		"last page": {kb.Filter{After: "f", Limit: 2}, ""},
	} {
		list, err := storetest.Collect(l.List(t.Context(), c.f))
		require.NoError(t, err)
		got := ""
		for _, e := range list {
			got += e.ID
		}
		assert.Equal(t, c.want, got, name)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for _, err := range l.List(ctx, kb.Filter{}) {
		if err != nil {
			require.ErrorIs(t, err, context.Canceled)
			return
		}
		cancel()
	}
	t.Error("the loop did not end")
}

func TestHot(t *testing.T) {
	l := catalogue(t, counted{{Entry: "d", Picked: 2}, {Entry: "e", Answered: 1, Picked: 2}, {Entry: "a", Answered: 99}, {Entry: "f", Answered: 99}})
	hot := func(o kb.HotOptions) string {
		list, err := l.Hot(t.Context(), o)
		require.NoError(t, err)
		got := ""
		for _, e := range list {
			got += e.ID
		}
		return got
	}
	assert.Equal(t, "bedc", hot(kb.HotOptions{}), "priority, then hits, then id; no small talk, nothing expired")
	assert.Equal(t, "be", hot(kb.HotOptions{N: 2}))
	assert.Equal(t, "fb", hot(kb.HotOptions{N: 2, At: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)}))
	assert.Equal(t, "dc", hot(kb.HotOptions{Scope: kb.Scope{Public: true}, Category: "orders"}))
	assert.Equal(t, "bed", hot(kb.HotOptions{Locale: "zh-CN"}))
}

func TestCategoryTree(t *testing.T) {
	root, err := catalogue(t, nil).Categories(t.Context(), kb.Filter{Scope: kb.Scope{Public: true, Bases: []string{"shop"}}, Limit: 1, After: "c"})
	require.NoError(t, err)
	data, err := json.Marshal(root)
	require.NoError(t, err)
	assert.JSONEq(t, `{"path":"","name":"","entries":1,"total":6,"children":[
		{"path":"delivery","name":"delivery","entries":2,"total":2},
		{"path":"orders","name":"orders","entries":1,"total":3,"children":[
			{"path":"orders/returns","name":"returns","entries":1,"total":2,"children":[
				{"path":"orders/returns/late","name":"late","entries":1,"total":1}]}]}]}`, string(data))
}
