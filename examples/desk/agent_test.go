package main

import (
	"net/http"
	"testing"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/stretchr/testify/require"
)

// handedOver returns a customer whose conversation is offered to an agent, who sits at the
// same browser.
func handedOver(t testing.TB, s *testSite) (b *browser, path string) {
	t.Helper()
	b = s.mia(t)
	b.goes("online")
	b.say("1", "talk to a person")
	w := b.gets("offered")
	require.Equal(t, b.conversation(), w.Conversation)
	return b, "/agent/api/conversations/" + b.conversation()
}

// Words are as good as a click; the end of the work is told to the customer, and the agent has
// time to write up.
func TestAgentTakesAndFinishesAConversation(t *testing.T) {
	s := fresh(t)
	b, path := handedOver(t, s)
	mine := b.events("/api/events", "1")
	require.Equal(t, event{name: "queue", data: `{"place":0,"asking":true}`}, mine.next())
	require.Equal(t, "ready", mine.next().name)
	agents := b.events(path+"/events", "")
	require.Equal(t, dialog.HandedOff, agents.next().turn(t).Reply.Kind)

	reply := map[string]string{"id": "a1", "text": "How can I help?"}
	require.Equal(t, http.StatusOK, b.json(path+"/reply", reply, nil))
	require.Equal(t, http.StatusOK, b.json(path+"/reply", reply, nil), "a repeat is said once")
	said := mine.nextTurn()
	for said.Reply == nil || said.Reply.From != dialog.Agent { // that he is there comes before or after it
		said = mine.nextTurn()
	}
	require.Equal(t, "How can I help?", said.Reply.Text)
	require.Equal(t, "Mia", said.Reply.Agent)
	require.Nil(t, said.Message)
	w := b.gets("active")

	b.say("2", "hello")
	heard := mine.nextTurn()
	for heard.Message == nil {
		heard = mine.nextTurn()
	}
	require.Equal(t, "hello", heard.Message.Text)
	require.Equal(t, http.StatusOK, b.does("finish", w, "outcome", "resolved"))
	back := mine.nextTurn()
	for back.Owner != dialog.Bot {
		back = mine.nextTurn()
	}
	require.NotEmpty(t, back.Reply.Text)
	require.Equal(t, dialog.Answered, b.say("3", "hello").Reply.Kind)
	w = b.gets("wrapping")
	require.Greater(t, w.Due.Sub(b.board().Now), time.Minute)
	require.Equal(t, http.StatusConflict, b.json(path+"/reply", map[string]string{"id": "a2", "text": "still here?"}, nil),
		"an agent does not take a conversation back by accident")
	require.Equal(t, http.StatusOK, b.json(path+"/reply", reply, nil), "but what he said before is done")
	done, err := s.bot.Router().Work(t.Context(), w.Item)
	require.NoError(t, err)
	require.Equal(t, "resolved", done.Status.Outcome)

	require.Equal(t, http.StatusOK, b.does("ready", w))
	require.Empty(t, b.board().Work)
	require.True(t, agents.ended(), "what is not his any more he does not read")
	status, _ := b.get(path + "/events")
	require.Equal(t, http.StatusNotFound, status)

	b.say("4", "talk to a person")
	require.NotEqual(t, w.Item, b.gets("offered").Item)
}

func TestAgentRefusesBadRequests(t *testing.T) {
	s := fresh(t)
	b, path := handedOver(t, s)
	other := visit(t, s.server.URL)
	other.say("1", "hello")
	for name, c := range map[string]struct {
		path, body string
		status     int
	}{
		"unknown":         {"/agent/api/conversations/none/reply", `{"id":"a","text":"x"}`, http.StatusNotFound},
		"not handed over": {"/agent/api/conversations/" + other.conversation() + "/reply", `{"id":"a","text":"x"}`, http.StatusNotFound},
		"empty":           {path + "/reply", `{"id":"a","text":" "}`, http.StatusBadRequest},
		"no id":           {path + "/reply", `{"text":"x"}`, http.StatusBadRequest},
		"no JSON":         {path + "/reply", `id=1`, http.StatusBadRequest},
		"no item":         {"/agent/api/work/accept", `{"item":"none","epoch":1}`, http.StatusConflict},
		"nowhere":         {"/agent/api/work/transfer", `{}`, http.StatusBadRequest},
		"presence":        {"/agent/api/presence", `{"presence":"busy"}`, http.StatusBadRequest},
	} {
		status, answer := b.post(c.path, "application/json", c.body)
		require.Equal(t, c.status, status, "%s: %s", name, answer)
	}
	require.Equal(t, "offered", b.board().Work[0].State, "what was refused has done nothing")
	tom := s.signIn(visit(t, s.server.URL), "Tom")
	for _, call := range []string{"/events", "/advice", "/record"} {
		status, _ := tom.get(path + call)
		require.Equal(t, http.StatusNotFound, status, "agents see what was handed over to them")
	}
	for _, what := range []string{"accept", "decline", "finish", "ready"} {
		require.Equal(t, http.StatusConflict, tom.does(what, b.board().Work[0]), what)
	}
}

func TestAgentSeesWhyTheBotAnswered(t *testing.T) {
	s := fresh(t)
	b := s.mia(t)
	b.goes("online")
	b.say("1", "How do I return an item?")
	b.say("2", "talk to a person")
	b.gets("offered")
	turn := b.events("/agent/api/conversations/"+b.conversation()+"/events", "").next().turn(t)
	require.Equal(t, "en-return-how", turn.Reply.Source)
	require.InDelta(t, 1, turn.Reply.Score, 0)
}

func TestAgentPageHearsOfChanges(t *testing.T) {
	s := fresh(t)
	agent := s.mia(t)
	events := agent.events("/agent/api/events", "")
	require.Equal(t, "changed", events.next().name, "the first look")
	handedOver(t, s)
	require.Equal(t, "changed", events.next().name)
}
