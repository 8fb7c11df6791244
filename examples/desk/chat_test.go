package main

import (
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kefu-go/kefu/dialog"
	"github.com/stretchr/testify/require"
)

func TestChatRefusesBadRequests(t *testing.T) {
	s := fresh(t)
	b := visit(t, s.server.URL)
	const json = "application/json"
	for name, c := range map[string]struct {
		contentType, body string
		status            int
	}{
		"form":         {"application/x-www-form-urlencoded", "id=1&text=hello", http.StatusUnsupportedMediaType},
		"plain text":   {"text/plain", `{"id":"1","text":"hello"}`, http.StatusUnsupportedMediaType},
		"no JSON":      {json, "hello", http.StatusBadRequest},
		"two values":   {json, `{"id":"1","text":"hello"} {}`, http.StatusBadRequest},
		"wrong type":   {json, `{"id":1,"text":["hello"]}`, http.StatusBadRequest},
		"no id":        {json, `{"text":"hello"}`, http.StatusBadRequest},
		"endless id":   {json, `{"id":"` + strings.Repeat("x", 1000) + `","text":"hello"}`, http.StatusBadRequest},
		"1 MB":         {json, `{"id":"1","text":"` + strings.Repeat("x", 1<<20) + `"}`, http.StatusRequestEntityTooLarge},
		"nested a lot": {json, strings.Repeat("[", 100_000), http.StatusBadRequest},
	} {
		t.Run(name, func(t *testing.T) {
			status, answer := b.post("/api/messages", c.contentType, c.body)
			require.Equal(t, c.status, status, answer)
			require.Contains(t, answer, `"error":`)
		})
	}
	status, _ := b.get("/api/messages")
	require.Equal(t, http.StatusMethodNotAllowed, status)
	status, _ = b.get("/api/nothing")
	require.Equal(t, http.StatusNotFound, status)
	require.Equal(t, int64(1), b.say("1", "hello").Version, "none of these is in the transcript")
}

// Odd text is a message like any other: it is answered politely and comes back
// as text.
func TestChatTakesAnyText(t *testing.T) {
	s := fresh(t)
	for name, c := range map[string]struct {
		text, kept string
		kind       dialog.ReplyKind
	}{
		"empty":        {"", "", dialog.Invalid},
		"blank":        {" \t\n　", " \t\n　", dialog.Invalid},
		"too long":     {strings.Repeat("长", 20_000), "", dialog.Invalid},
		"control":      {"he\x00l\x1b[31mlo\x7f", "hel[31mlo", ""},
		"HTML":         {hostile, hostile, ""},
		"direction":    {"\u202eolleh\u200b", "\u202eolleh\u200b", ""},
		"only numbers": {"12345678901234567890", "12345678901234567890", ""},
	} {
		t.Run(name, func(t *testing.T) {
			turn := visit(t, s.server.URL).say("1", c.text)
			if c.kind != "" {
				require.Equal(t, c.kind, turn.Reply.Kind)
				require.NotEmpty(t, turn.Reply.Text)
			}
			if c.kept != "" {
				require.Equal(t, c.kept, turn.Message.Text)
			}
		})
	}
	status, answer := visit(t, s.server.URL).post("/api/messages", "application/json; charset=utf-8", "{\"id\":\"bytes\",\"text\":\"\xff\xfe hello \xc3\"}")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, answer, "\uFFFD hello \uFFFD")
	require.NotContains(t, answer, "<", "the JSON is safe inside of HTML, too")
}

func TestChatRepeatsAreOneTurn(t *testing.T) {
	s := fresh(t)
	b := visit(t, s.server.URL)
	first := b.say("same", "how do I return an item?")
	require.Equal(t, first, b.say("same", "something else"))
	require.Equal(t, int64(2), b.say("other", "thanks").Version)
}

func TestChatChoiceByButton(t *testing.T) {
	s := fresh(t)
	b := visit(t, s.server.URL)
	offer := b.say("1", questionWithSuggestions(t, s, "en-US"))
	choice := offer.Reply.Choices[1]
	var turn turnView
	require.Equal(t, http.StatusOK, b.json("/api/messages", map[string]string{"id": "2", "text": choice.Label, "choice": choice.ID}, &turn))
	require.Equal(t, dialog.Answered, turn.Reply.Kind)
	entry, err := s.bot.KB().Get(t.Context(), choice.ID)
	require.NoError(t, err)
	require.Equal(t, entry.Answer.PlainText(), turn.Reply.Text)
	require.Empty(t, turn.Reply.Source, "customers do not see where an answer comes from")
}

func TestChatNewConversation(t *testing.T) {
	s := fresh(t)
	b := visit(t, s.server.URL)
	before := b.conversation()
	b.say("1", "hello")
	require.Equal(t, before, func() string { b.get("/"); return b.conversation() }(), "a reload keeps the conversation")
	require.Equal(t, http.StatusOK, b.json("/api/new", struct{}{}, nil))
	require.NotEqual(t, before, b.conversation())
	require.Equal(t, int64(1), b.say("1", "hello").Version)
}

// The cookie is the only key to a conversation.
func TestChatCookie(t *testing.T) {
	s := fresh(t)
	request, err := http.NewRequest(http.MethodGet, s.server.URL, nil)
	require.NoError(t, err)
	request.Header.Set("Cookie", conversationCookie+"=guessable")
	response, err := s.server.Client().Do(request)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Len(t, response.Cookies(), 2, "an id that is not ours is replaced; the other is the customer's")
	cookie := response.Cookies()[0]
	require.True(t, cookie.HttpOnly)
	require.Equal(t, http.SameSiteLaxMode, cookie.SameSite)
	require.Greater(t, cookie.MaxAge, 30*24*3600, "a restart of the browser keeps it")
}

func TestStarters(t *testing.T) {
	s := fresh(t)
	b := visit(t, s.server.URL)
	_, english := b.get("/api/starters?lang=en")
	require.Contains(t, english, "How do I return an item?")
	_, chinese := b.get("/api/starters?lang=zh")
	require.Contains(t, chinese, "怎么申请退货")
	require.Contains(t, chinese, "本周特惠是什么", "what the shop recommends")
	require.NotContains(t, chinese, "offer of the week")
	require.NoError(t, s.bot.KB().Delete(t.Context(), append([]string{"en-offer"}, starterIDs["en"]...)...))
	_, none := b.get("/api/starters?lang=en")
	require.Contains(t, none, `"questions":[]`, "a knowledge base of one's own has none of them")
	require.Contains(t, none, "I want to return an item", "what the bot can do is no matter of knowledge")
}

func TestRestartKeepsEverything(t *testing.T) {
	path := filepath.Join(t.TempDir(), "desk.db")
	first := newTestSite(t, path)
	b := first.mia(t)
	b.goes("online")
	b.say("1", "hello")
	require.Equal(t, dialog.Agent, b.say("2", "talk to a person").Owner)
	b.gets("offered")
	require.NoError(t, first.bot.KB().Delete(t.Context(), "en-hi"))
	first.stop()

	second := newTestSite(t, path)
	u, err := url.Parse(first.server.URL)
	require.NoError(t, err)
	cookies := b.http.Jar.Cookies(u)
	again := visit(t, second.server.URL)
	again.http.Jar.SetCookies(must(url.Parse(second.server.URL)), cookies)
	events := again.events("/api/events", "")
	require.Equal(t, "hello", events.next().turn(t).Message.Text)
	require.Equal(t, dialog.HandedOff, events.next().turn(t).Reply.Kind)
	require.Equal(t, "queue", events.next().name)
	require.Equal(t, "ready", events.next().name)
	require.Equal(t, "hello", again.gets("offered").Question, "what was said before the wish for a person")
	require.Nil(t, again.say("3", "hi").Reply, "the conversation still belongs to a person")
	_, err = second.bot.KB().Get(t.Context(), "en-hi")
	require.Error(t, err, "the sample is not imported into a knowledge base that has entries")
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
