package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
	"github.com/stretchr/testify/require"
)

// fetch reads JSON from a path that must be there.
func fetch[T any](b *browser, path string) (value T) {
	b.t.Helper()
	status, body := b.get(path)
	require.Equal(b.t, http.StatusOK, status, body)
	require.NoError(b.t, json.Unmarshal([]byte(body), &value))
	return value
}

// kbCalls are all calls of the knowledge page.
var kbCalls = map[string][]string{
	http.MethodGet: {"explain", "suggestions", "tasks", "check", "hot", "entries", "entry", "drafts"},
	http.MethodPost: {
		"suggestions/accept", "suggestions/reject", "tasks/fix", "tasks/dismiss",
		"entry", "entry/delete", "drafts/publish", "drafts/withdraw",
	},
}

func TestKnowledgeRefusesBadRequests(t *testing.T) {
	s := fresh(t)
	b := s.mia(t)
	const root = "/agent/api/kb/"
	for _, name := range kbCalls[http.MethodPost] {
		for body, status := range map[string]int{
			"no JSON": http.StatusBadRequest, `{"id":["x"]}`: http.StatusBadRequest,
			`{"id":"` + strings.Repeat("x", maxBody) + `"}`: http.StatusRequestEntityTooLarge,
		} {
			got, answer := b.post(root+name, "application/json", body)
			require.Equal(t, status, got, "%s %.40s: %s", name, body, answer)
		}
		got, _ := b.post(root+name, "text/plain", `{}`)
		require.Equal(t, http.StatusUnsupportedMediaType, got, name)
		got, _ = b.post(root+name, "application/json", `{"id":"x"}`, "Origin", "https://evil.example")
		require.Equal(t, http.StatusForbidden, got, name)
	}
	for _, name := range []string{"suggestions/accept", "suggestions/reject", "tasks/fix", "tasks/dismiss", "drafts/publish", "drafts/withdraw"} {
		got, answer := b.post(root+name, "application/json", `{"id":"none"}`)
		require.Equal(t, http.StatusNotFound, got, name)
		require.Contains(t, answer, `"error":`)
	}
	for body, says := range map[string]string{
		`{"question":"x"}`:                                          "id is empty",
		`{"id":"new","question":" "}`:                               "question is empty",
		`{"id":"new","question":"x","mode":"psychic"}`:              "JSON",
		`{"id":"new","question":"(","mode":"pattern"}`:              "question",
		`{"id":"` + strings.Repeat("x", 2000) + `","question":"x"}`: "id",
	} {
		got, answer := b.post(root+"entry", "application/json", body)
		require.Equal(t, http.StatusBadRequest, got, body)
		require.Contains(t, answer, says, body)
	}
	got, _ := b.get(root + "entry?id=none")
	require.Equal(t, http.StatusNotFound, got)
	for _, path := range []string{"explain?text=" + url.QueryEscape("\xff\x00"+hostile), "explain?text=&locale=%ff", "explain?entry=none", "entries?text=%ff%00&after=%ff&locale=x", "check?lang=%00", "drafts?lang=" + strings.Repeat("x", 1000)} {
		got, answer := b.get(root + path)
		require.Equal(t, http.StatusOK, got, "%s: %s", path, answer)
		require.NotContains(t, answer, "<script", "the JSON is safe inside of HTML, too")
	}
}

func TestExplain(t *testing.T) {
	s := fresh(t)
	b := s.mia(t)
	type explained struct {
		Line        string
		Explanation kb.Explanation
		Thresholds  map[string]float64
	}
	e := fetch[explained](b, "/agent/api/kb/explain?text="+url.QueryEscape("how can I send my parcel back")+"&entry=zh-hi&locale=en")
	require.Contains(t, e.Line, "smart: en-return-")
	require.Equal(t, 0.6, e.Thresholds["direct"])
	last := e.Explanation.Entries[len(e.Explanation.Entries)-1]
	require.Equal(t, "zh-hi", last.ID)
	require.Equal(t, kb.OtherLocale, last.Obstacle)
}

type suggestionList struct {
	Suggestions []kb.Suggestion
	Questions   map[string]string
}

// asked lets n customers ask a question.
func asked(t testing.TB, s *testSite, question string, n int) {
	t.Helper()
	for range n {
		require.Equal(t, dialog.Unanswered, visit(t, s.server.URL).say("1", question).Reply.Kind)
	}
	require.NoError(t, s.bot.KB().Refresh(t.Context()))
}

// suggested waits until what customers asked has become a suggestion.
func suggested(t testing.TB, b *browser, question string) (found kb.Suggestion) {
	t.Helper()
	require.Eventually(t, func() bool {
		for _, one := range fetch[suggestionList](b, "/agent/api/kb/suggestions").Suggestions {
			if one.Question == question {
				found = one
				return true
			}
		}
		return false
	}, patience, patience/200)
	return found
}

func TestSuggestionBecomesAnEntry(t *testing.T) {
	s := fresh(t)
	b := s.mia(t)
	const question, path = "Have you got garden gnomes?", "/agent/api/kb/suggestions/"
	asked(t, s, question, 2)
	one := suggested(t, b, question)
	require.Equal(t, kb.NewEntry, one.Kind)
	require.Equal(t, 2, one.Conversations)

	status, answer := b.post(path+"accept", "application/json", fmt.Sprintf(`{"id":%q}`, one.ID))
	require.Equal(t, http.StatusBadRequest, status)
	require.Contains(t, answer, "answer is empty")
	accept := map[string]any{
		"id": one.ID, "answer": "No, sorry.\r\nTry the shop next door. ",
		"wordings": []string{"Have you got garden gnomes?", " ", "do you have gnomes"}, "locale": "en", "category": "presales/stock",
	}
	var stored, again entryView
	require.Equal(t, http.StatusOK, b.json(path+"accept", accept, &stored))
	require.Equal(t, "Mia", stored.Editor)
	require.Equal(t, []string{"do you have gnomes"}, stored.Phrasings)
	require.Equal(t, http.StatusOK, b.json(path+"accept", accept, &again))
	require.Equal(t, stored, again, "a repeat changes nothing")
	require.Equal(t, "No, sorry.\nTry the shop next door.", visit(t, s.server.URL).say("1", "do you have gnomes").Reply.Text)
	require.Empty(t, fetch[suggestionList](b, "/agent/api/kb/suggestions").Suggestions)
	require.Equal(t, http.StatusConflict, b.json(path+"reject", map[string]string{"id": one.ID}, nil), "it was accepted")
}

func TestSuggestionRejected(t *testing.T) {
	s := fresh(t)
	b := s.mia(t)
	const question, path = "Who feeds the penguins?", "/agent/api/kb/suggestions/"
	asked(t, s, question, 2)
	one := suggested(t, b, question)
	for range 2 {
		require.Equal(t, http.StatusOK, b.json(path+"reject", map[string]string{"id": one.ID, "reason": "no zoo"}, nil))
	}
	require.Empty(t, fetch[suggestionList](b, "/agent/api/kb/suggestions").Suggestions, "it is remembered")
	require.Equal(t, http.StatusConflict, b.json(path+"accept", map[string]string{"id": one.ID, "answer": "The keeper."}, nil))
}

type taskView struct {
	kb.Task
	Text *entryView
}

// complained returns the task that three customers have opened.
func complained(t testing.TB, s *testSite, b *browser) taskView {
	t.Helper()
	for range 3 {
		c := visit(t, s.server.URL)
		c.say("1", "How do I return an item?")
		require.Equal(t, http.StatusOK, c.json("/api/ratings", map[string]any{"message": "1", "reason": "the link is gone"}, nil))
	}
	tasks := fetch[[]taskView](b, "/agent/api/kb/tasks")
	require.Len(t, tasks, 1)
	require.Equal(t, "en-return-how", tasks[0].Entry)
	require.Len(t, tasks[0].Evidence, 3)
	require.Equal(t, "the link is gone", tasks[0].Evidence[0].Reason)
	return tasks[0]
}

func TestComplaintIsFixed(t *testing.T) {
	s := fresh(t)
	b := s.mia(t)
	one := complained(t, s, b)
	const path = "/agent/api/kb/tasks/fix"
	fix := map[string]any{"id": one.ID, "answer": one.Text.Answer, "version": one.Text.Version}
	status, answer := b.post(path, "application/json", string(must(json.Marshal(fix))))
	require.Equal(t, http.StatusBadRequest, status, "the answer that was complained about is no better one: %s", answer)

	fix["answer"], fix["version"] = "A better answer.", one.Text.Version+1000
	require.Equal(t, http.StatusConflict, b.json(path, fix, nil), "it was made on another version")
	fix["version"] = one.Text.Version
	var task kb.Task
	for range 2 {
		require.Equal(t, http.StatusOK, b.json(path, fix, &task))
		require.Equal(t, kb.TaskVerified, task.State)
	}
	entry, err := s.bot.KB().Get(t.Context(), "en-return-how")
	require.NoError(t, err)
	require.Equal(t, "A better answer.", entry.Answer.Parts[0].Text)
	require.Len(t, entry.Answer.Parts, 2, "the link stays")
	require.Equal(t, "Mia", entry.Editor)
	require.Empty(t, fetch[[]taskView](b, "/agent/api/kb/tasks"))
}

// A process may end between writing the answer and ending the task: the page tries
// again with the same request.
func TestComplaintIsFixedAfterACrash(t *testing.T) {
	s := fresh(t)
	b := s.mia(t)
	one := complained(t, s, b)
	entry, err := s.bot.KB().Get(t.Context(), one.Entry)
	require.NoError(t, err)
	entry.Answer = withText(entry.Answer, "A better answer.")
	_, err = s.editor.Put(t.Context(), "Mia", "", entry)
	require.NoError(t, err)
	var task kb.Task
	require.Equal(t, http.StatusOK, b.json("/agent/api/kb/tasks/fix", map[string]any{"id": one.ID, "answer": "A better answer.", "version": one.Text.Version}, &task))
	require.Equal(t, kb.TaskVerified, task.State)
}

func TestComplaintIsDismissed(t *testing.T) {
	s := fresh(t)
	b := s.mia(t)
	one := complained(t, s, b)
	for range 2 {
		require.Equal(t, http.StatusOK, b.json("/agent/api/kb/tasks/dismiss", map[string]string{"id": one.ID, "reason": "it works"}, nil))
	}
	require.Empty(t, fetch[[]taskView](b, "/agent/api/kb/tasks"))
	require.Equal(t, http.StatusConflict, b.json("/agent/api/kb/tasks/fix", map[string]any{"id": one.ID, "answer": "late", "version": one.Text.Version}, nil))
}

func TestCheckAndHot(t *testing.T) {
	s := fresh(t)
	b := s.mia(t)
	type check struct {
		Findings []struct{ Rule, Entry, Message, Question string }
		Total    int
	}
	_, err := s.bot.KB().Put(t.Context(), kb.Entry{ID: "lost", Question: "Where am I lost?", Answer: kb.TextAnswer("x"), Related: []string{"nowhere"}})
	require.NoError(t, err)
	english, chinese := fetch[check](b, "/agent/api/kb/check?lang=en"), fetch[check](b, "/agent/api/kb/check?lang=zh")
	require.Equal(t, english.Total, chinese.Total)
	require.NotEqual(t, english.Findings[0].Message, chinese.Findings[0].Message)
	lost := false
	for _, f := range english.Findings {
		lost = lost || f.Entry == "lost" && f.Question == "Where am I lost?" && strings.Contains(f.Message, "nowhere")
	}
	require.True(t, lost)

	type hot struct {
		Entry        string
		Hits, Votes  int64
		Useful, High float64
	}
	require.Empty(t, fetch[[]hot](b, "/agent/api/kb/hot"))
	b.say("1", "How do I return an item?")
	b.say("2", "How long does a refund take?")
	b.say("3", "How long does a refund take?")
	require.Equal(t, http.StatusOK, b.json("/api/ratings", map[string]any{"message": "3", "useful": true}, nil))
	list := fetch[[]hot](b, "/agent/api/kb/hot")
	require.Len(t, list, 2)
	require.Equal(t, hot{Entry: "en-return-refund-time", Hits: 2, Votes: 1, Useful: 1, High: 1}, list[0])
}
