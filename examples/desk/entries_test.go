package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
	"github.com/stretchr/testify/require"
)

const entryPath = "/agent/api/kb/entry"

func TestEntriesByPage(t *testing.T) {
	s := fresh(t)
	b := s.mia(t)
	type page struct {
		Entries []entryView
		Next    string
		Total   int
	}
	seen, after := map[string]bool{}, ""
	for {
		p := fetch[page](b, "/agent/api/kb/entries?after="+url.QueryEscape(after))
		require.LessOrEqual(t, len(p.Entries), entriesPage)
		for _, e := range p.Entries {
			require.False(t, seen[e.ID], "each entry is on one page")
			seen[e.ID] = true
		}
		if after = p.Next; after == "" {
			require.Len(t, seen, p.Total)
			break
		}
	}
	found := fetch[page](b, "/agent/api/kb/entries?locale=zh&text="+url.QueryEscape("運費誰出")).Entries
	require.Len(t, found, 1, "whatever the script")
	require.Equal(t, "zh-return-cost", found[0].ID)
}

func TestEntryIsMadeEditedAndDeleted(t *testing.T) {
	s := fresh(t)
	b := s.mia(t)
	edit := map[string]any{
		"id": "new/1 é", "question": " Have you got unicorns? ", "phrasings": []string{"unicorns please", ""},
		"answer": hostile, "mode": "exact", "locale": "en", "category": "presales",
	}
	var first, again entryView
	require.Equal(t, http.StatusOK, b.json(entryPath, edit, &first))
	require.Equal(t, http.StatusOK, b.json(entryPath, edit, &again))
	require.Equal(t, first, again, "a repeat finds what the first one did")
	require.Equal(t, []string{"unicorns please"}, first.Phrasings)
	require.Equal(t, "Mia", first.Editor)
	require.Equal(t, hostile, visit(t, s.server.URL).say("1", "unicorns please").Reply.Text)
	require.Equal(t, first, fetch[entryView](b, entryPath+"?id="+url.QueryEscape("new/1 é")))

	edit["answer"] = "Only on Mondays."
	require.Equal(t, http.StatusConflict, b.json(entryPath, edit, nil), "a new entry does not replace one")
	edit["version"] = first.Version
	require.Equal(t, http.StatusOK, b.json(entryPath, edit, &again))
	require.Equal(t, http.StatusOK, b.json(entryPath, edit, nil))
	edit["answer"] = "Never."
	require.Equal(t, http.StatusConflict, b.json(entryPath, edit, nil), "somebody else was faster")

	const path = entryPath + "/delete"
	require.Equal(t, http.StatusConflict, b.json(path, map[string]any{"id": first.ID, "version": first.Version}, nil))
	for range 2 {
		require.Equal(t, http.StatusOK, b.json(path, map[string]any{"id": first.ID, "version": again.Version}, nil))
	}
	edit["version"] = again.Version
	require.Equal(t, http.StatusConflict, b.json(entryPath, edit, nil), "an edit does not bring back what was deleted")
}

// The page edits the text of an entry; all else stays.
func TestEditKeepsWhatThePageDoesNotKnow(t *testing.T) {
	s := fresh(t)
	b := s.mia(t)
	for _, id := range []string{"en-x200", "en-guide-coffee", "order-number", "zh-offer", "en-return-how"} {
		before, err := s.bot.KB().Get(t.Context(), id)
		require.NoError(t, err)
		view := fetch[entryView](b, entryPath+"?id="+id)
		var same entryView
		require.Equal(t, http.StatusOK, b.json(entryPath, view, &same))
		require.Equal(t, before.Version, same.Version, "%s: saving what was loaded changes nothing", id)
		view.Answer = "Another answer."
		require.Equal(t, http.StatusOK, b.json(entryPath, view, nil))
		after, err := s.bot.KB().Get(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, "Another answer.", after.Answer.Parts[0].Text)
		require.Len(t, after.Answer.Parts, len(before.Answer.Parts))
		after.Answer.Parts[0].Text = before.Answer.Parts[0].Text
		after.Version, after.Updated, after.Editor, after.Reason = before.Version, before.Updated, before.Editor, before.Reason
		require.Equal(t, before, after, id)
	}
}

func TestWithText(t *testing.T) {
	image := kb.Part{Kind: kb.ImagePart, URL: "https://shop.example/i.png"}
	text := kb.Part{Kind: kb.MarkdownPart, Text: "old"}
	both := kb.Answer{Parts: []kb.Part{image, text}}
	require.Equal(t, []kb.Part{image, {Kind: kb.MarkdownPart, Text: "new"}}, withText(both, "new").Parts)
	require.Equal(t, []kb.Part{image}, withText(both, "").Parts)
	require.Equal(t, []kb.Part{image, text}, both.Parts, "the answer itself is not touched")
	require.Equal(t, []kb.Part{{Kind: kb.TextPart, Text: "new"}, image}, withText(kb.Answer{Parts: []kb.Part{image}}, "new").Parts)
}

func TestDrafts(t *testing.T) {
	s := fresh(t)
	b := s.mia(t)
	edit := map[string]any{"id": "u", "question": "Have you got unicorns?", "answer": "No.", "locale": "en", "draft": true, "key": "k1"}
	for range 2 {
		require.Equal(t, http.StatusOK, b.json(entryPath, edit, nil))
	}
	drafts := fetch[[]draftView](b, "/agent/api/kb/drafts")
	require.Len(t, drafts, 1, "a repeat is the same draft")
	require.True(t, drafts[0].New)
	require.Equal(t, "Mia", drafts[0].Author)
	require.NotEqual(t, dialog.Answered, visit(t, s.server.URL).say("1", "Have you got unicorns?").Reply.Kind, "customers do not see a draft")

	var d draftView
	for range 2 {
		require.Equal(t, http.StatusOK, b.json("/agent/api/kb/drafts/publish", map[string]string{"id": "k1"}, &d))
		require.Equal(t, kb.Published, d.State)
	}
	require.Equal(t, "No.", visit(t, s.server.URL).say("1", "Have you got unicorns?").Reply.Text)
	require.Empty(t, fetch[[]draftView](b, "/agent/api/kb/drafts"))

	// What the check forbids stays a draft, and says why.
	edit["id"], edit["key"], edit["answer"] = "copy", "k2", "Yes!"
	require.Equal(t, http.StatusOK, b.json(entryPath, edit, nil))
	require.Equal(t, http.StatusOK, b.json("/agent/api/kb/drafts/publish", map[string]string{"id": "k2", "lang": "zh"}, &d))
	require.Equal(t, kb.Drafted, d.State)
	require.NotEmpty(t, d.Findings)
	for range 2 {
		require.Equal(t, http.StatusOK, b.json("/agent/api/kb/drafts/withdraw", map[string]string{"id": "k2"}, nil))
	}
	require.Empty(t, fetch[[]draftView](b, "/agent/api/kb/drafts"))

	// A draft of an entry that has changed since is not published.
	edit["id"], edit["key"], edit["question"], edit["version"] = "en-hi", "k3", "hi", must(s.bot.KB().Get(t.Context(), "en-hi")).Version
	require.Equal(t, http.StatusOK, b.json(entryPath, edit, nil))
	hi := must(s.bot.KB().Get(t.Context(), "en-hi"))
	hi.Answer = kb.TextAnswer("Hi!")
	_, err := s.bot.KB().Put(t.Context(), hi)
	require.NoError(t, err)
	require.Equal(t, http.StatusConflict, b.json("/agent/api/kb/drafts/publish", map[string]string{"id": "k3"}, nil))
}

func TestAdvice(t *testing.T) {
	s := fresh(t)
	b := s.mia(t)
	b.goes("online")
	b.say("0", "How heavy is the X200?")
	b.say("1", "How do I return an item?")
	b.say("2", "how long until I have my money back after the return")
	b.say("3", "talk to a person")
	b.gets("offered")
	path := "/agent/api/conversations/" + b.conversation() + "/advice"
	list := fetch[[]adviceView](b, path)
	require.NotEmpty(t, list)
	require.LessOrEqual(t, len(list), maxAdvice)
	seen := map[string]bool{}
	for _, a := range list {
		require.Positive(t, a.Score)
		require.NotEmpty(t, a.Text)
		seen[a.ID] = a.Said
	}
	require.Contains(t, seen, "en-return-refund-time")
	require.True(t, seen["en-return-how"], "he has seen this one")

	list = fetch[[]adviceView](b, path+"?q="+url.QueryEscape("how heavy is the X300"))
	require.Equal(t, "X300 – weight: 3.1 kg", list[0].Text, "what the agent searches for comes first")
	require.False(t, list[0].Said)
	for _, a := range fetch[[]adviceView](b, path+"?q=X200") {
		require.Equal(t, a.ID == "en-x200" || a.ID == "en-return-how", a.Said, a.ID)
	}
	list = fetch[[]adviceView](b, path+"?q="+url.QueryEscape("order KF-100235"))
	require.Contains(t, list[0].Text, "was delivered on", "live answers are live")

	status, _ := b.get(path + "?q=" + strings.Repeat("x", 20_000))
	require.Equal(t, http.StatusBadRequest, status)
	status, _ = b.get(path + "?q=%ff%00" + url.QueryEscape(hostile))
	require.Equal(t, http.StatusOK, status)
	other := visit(t, s.server.URL)
	other.say("1", "hello")
	status, _ = b.get("/agent/api/conversations/" + other.conversation() + "/advice")
	require.Equal(t, http.StatusNotFound, status, "agents see what was handed over to them")
}

// The wish for a person is no question: what is like it does not take the place of what the
// customer asked about last, which the agent may have to explain once more.
func TestAdviceIsWhatFitsBest(t *testing.T) {
	s := fresh(t)
	b := s.mia(t)
	b.goes("online")
	b.talks("咖啡机不出咖啡", "红色", "本周特惠是什么", "怎么申请退货", "退货运费谁出", "转人工客服")
	b.gets("offered")
	path := "/agent/api/conversations/" + b.conversation() + "/advice"
	for range 2 {
		list := fetch[[]adviceView](b, path)
		require.NotEmpty(t, list)
		require.Equal(t, "zh-return-cost", list[0].ID)
		require.True(t, list[0].Said)
		for _, a := range list {
			require.NotEqual(t, "转人工客服", a.Why)
		}
		require.NoError(t, s.bot.KB().Refine(t.Context()))
	}
}
