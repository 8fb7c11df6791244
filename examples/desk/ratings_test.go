package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
	"github.com/stretchr/testify/require"
)

// usage returns the counts of an entry.
func usage(t testing.TB, s *testSite, id string) kb.Usage {
	t.Helper()
	list, err := s.bot.KB().Usage(t.Context(), id)
	require.NoError(t, err)
	require.Len(t, list, 1)
	return list[0]
}

func TestRatingCountsOnce(t *testing.T) {
	s := fresh(t)
	b := visit(t, s.server.URL)
	turn := b.say("1", "How do I return an item?")
	require.Equal(t, "1", turn.Reply.Rate)
	require.Empty(t, turn.Reply.Rated)
	require.Equal(t, []string{"Are returns free?", "How many days do I have to return something?", "How long does a refund take?"}, turn.Reply.Related)

	var rated struct{ Rated kb.Verdict }
	require.Equal(t, http.StatusOK, b.json("/api/ratings", map[string]any{"message": "1", "useful": true}, &rated))
	require.Equal(t, kb.Useful, rated.Rated)
	require.Equal(t, http.StatusOK, b.json("/api/ratings", map[string]any{"message": "1", "useful": false}, &rated))
	require.Equal(t, kb.Useful, rated.Rated, "the first one counts, and a second window gets to know it")
	u := usage(t, s, "en-return-how")
	require.Equal(t, []int64{1, 1, 0}, []int64{u.Answered, u.Useful, u.NotUseful})
	require.Equal(t, kb.Useful, b.events("/api/events", "").next().turn(t).Reply.Rated, "a reload shows it")
}

// What was kept and not told to the knowledge base, because the process ended in
// between, is told when the customer tries again: what he said first.
func TestRatingIsToldAfterACrash(t *testing.T) {
	s := fresh(t)
	b := visit(t, s.server.URL)
	b.say("1", "How do I return an item?")
	_, err := s.ratings.keep(t.Context(), b.conversation(), "1", rating{Verdict: kb.NotUseful, Reason: "first"})
	require.NoError(t, err)
	require.Empty(t, b.events("/api/events", "").next().turn(t).Reply.Rated, "the page still offers the thumbs")
	require.Equal(t, http.StatusOK, b.json("/api/ratings", map[string]any{"message": "1", "useful": true}, nil))
	require.Equal(t, int64(1), usage(t, s, "en-return-how").NotUseful)
}

func TestRatingRefusesBadRequests(t *testing.T) {
	s := fresh(t)
	b := visit(t, s.server.URL)
	b.say("1", "How do I return an item?")
	b.say("2", "Have you got garden gnomes?")
	require.Empty(t, b.say("3", "hello").Reply.Rate, "greetings get no thumbs")
	stranger := visit(t, s.server.URL)
	for name, c := range map[string]struct {
		from   *browser
		body   string
		status int
	}{
		"unknown message":  {b, `{"message":"none","useful":true}`, http.StatusNotFound},
		"no message":       {b, `{"useful":true}`, http.StatusNotFound},
		"no answer":        {b, `{"message":"2","useful":true}`, http.StatusBadRequest},
		"somebody else's":  {stranger, `{"message":"1","useful":true}`, http.StatusNotFound},
		"no JSON":          {b, `message=1`, http.StatusBadRequest},
		"a path as an id":  {b, `{"message":"../../agent","useful":true}`, http.StatusNotFound},
		"an endless id":    {b, `{"message":"` + strings.Repeat("x", 2000) + `"}`, http.StatusNotFound},
		"verdict of a bot": {b, `{"message":"1","useful":"wrong"}`, http.StatusBadRequest},
	} {
		status, answer := c.from.post("/api/ratings", "application/json", c.body)
		require.Equal(t, c.status, status, "%s: %s", name, answer)
	}
	status, _ := b.post("/api/ratings", "application/json", `{"message":"1","useful":true}`, "Origin", "https://evil.example")
	require.Equal(t, http.StatusForbidden, status)
	response, err := http.Post(s.server.URL+"/api/ratings", "application/json", strings.NewReader(`{"message":"1"}`))
	require.NoError(t, err)
	status, _ = read(t, response)
	require.Equal(t, http.StatusForbidden, status, "without a conversation")

	// An endless reason is cut, between characters.
	require.Equal(t, http.StatusOK, b.json("/api/ratings", map[string]any{"message": "1", "reason": strings.Repeat("长", 5000) + hostile}, nil))
	var reason string
	for task, err := range s.bot.KB().Tasks(t.Context(), kb.TaskWatched) {
		require.NoError(t, err)
		reason = task.Evidence[0].Reason
	}
	require.Equal(t, strings.Repeat("长", maxReason/3), reason)
}

// What is written in a markup comes to the pages as text.
func TestMarkupIsShownAsText(t *testing.T) {
	s := fresh(t)
	_, err := s.bot.KB().Put(t.Context(), kb.Entry{ID: "m", Question: "markup please", Answer: kb.Answer{Parts: []kb.Part{
		{Kind: kb.MarkdownPart, Text: "**bold** [link](https://shop.example/a)\n\n- one"},
		{Kind: kb.HTMLPart, Text: `<p onclick="x()">para</p><script>window.ran=1</script>`},
		{Kind: kb.LinkPart, Text: "more", URL: "https://shop.example/b"},
	}}})
	require.NoError(t, err)
	b := visit(t, s.server.URL)
	require.Equal(t, []dialog.Part{
		{Kind: dialog.TextPart, Text: "bold link (https://shop.example/a)\n\n- one"},
		{Kind: dialog.TextPart, Text: "para"},
		{Kind: dialog.LinkPart, Text: "more", URL: "https://shop.example/b"},
	}, b.say("1", "markup please").Reply.Parts)
	require.Nil(t, b.say("2", "markup please").Reply.Related)
}

// The extras of the sample shop: a table, a live answer, guides.
func TestExtras(t *testing.T) {
	s := fresh(t)
	b := visit(t, s.server.URL)
	said := func(number string) dialog.Words {
		one, err := s.tasks.orders.find(t.Context(), sampleAccount, number)
		require.NoError(t, err)
		return one.sentence()
	}
	for i, c := range [][2]string{
		{"How heavy is the X200?", "X200 – weight: 2.6 kg"},
		{"X300多少钱", "X300 的价格：2399 元"},
		{"where is my order KF-100234?", said("KF-100234")["en"][0]},
		{"订单kf100235到哪了", said("kf100235")["zh"][0]},
		{"KF-100233", said("KF-100233")["en"][0] + "\n" + said("KF-100233")["zh"][0]},
	} {
		require.Equal(t, c[1], b.say("f"+string(rune('0'+i)), c[0]).Reply.Text)
	}
	for _, c := range [][]string{
		{"My coffee machine makes no coffee", "It is off", "no", "a colleague"},
		{"咖啡机不出咖啡", "红色", "出了", "祝您喝得开心"},
	} {
		b := visit(t, s.server.URL)
		b.say("1", c[0])
		require.Equal(t, dialog.Guided, b.say("2", c[1]).Reply.Kind, c[1])
		require.Contains(t, b.say("3", c[2]).Reply.Text, c[3])
	}
}
