package main

import (
	"net/http"
	"testing"
	"time"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/stretchr/testify/require"
)

// handedOver returns a customer whose conversation is on the agent's list.
func handedOver(t testing.TB, s *testSite) (b *browser, path string) {
	t.Helper()
	b = visit(t, s.server.URL)
	b.say("1", "talk to a person")
	list := b.waiting()
	require.Equal(t, b.conversation(), list[0].Conversation)
	require.False(t, list[0].Taken)
	return b, "/agent/api/conversations/" + b.conversation()
}

func TestAgentTakesAndReturnsAConversation(t *testing.T) {
	s := fresh(t)
	b, path := handedOver(t, s)
	mine := b.events("/api/events", "1")
	require.Equal(t, "ready", mine.next().name)
	agents := b.events(path+"/events", "")
	require.Equal(t, dialog.HandedOff, agents.next().turn(t).Reply.Kind)

	reply := map[string]string{"id": "a1", "text": "How can I help?", "agent": "Mia"}
	require.Equal(t, http.StatusOK, b.json(path+"/reply", reply, nil))
	require.Equal(t, http.StatusOK, b.json(path+"/reply", reply, nil), "a repeat is said once")
	said := mine.next().turn(t)
	require.Equal(t, "How can I help?", said.Reply.Text)
	require.Equal(t, "Mia", said.Reply.Agent)
	require.Nil(t, said.Message)
	list := b.cases()
	require.True(t, list[0].Taken)
	require.Equal(t, "Mia", list[0].Agent)

	b.say("2", "hello")
	require.Equal(t, "hello", mine.next().turn(t).Message.Text)
	require.Equal(t, http.StatusOK, b.json(path+"/release", map[string]string{"id": "r1"}, nil))
	back := mine.next().turn(t)
	require.Equal(t, dialog.Bot, back.Owner)
	require.NotEmpty(t, back.Reply.Text)
	require.Empty(t, b.cases())
	require.Equal(t, dialog.Answered, b.say("3", "hello").Reply.Kind)
	require.Equal(t, http.StatusConflict, b.json(path+"/reply", map[string]string{"id": "a2", "text": "still here?"}, nil),
		"an agent does not take a conversation back by accident")
	require.Equal(t, http.StatusOK, b.json(path+"/reply", reply, nil), "but what he said before is done")

	b.say("4", "talk to a person")
	require.Eventually(t, func() bool { list = b.cases(); return len(list) == 1 && !list[0].Taken && list[0].Agent == "" }, 5*time.Second, 5*time.Millisecond)
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
		"not released":    {"/agent/api/conversations/" + other.conversation() + "/release", `{"id":"a"}`, http.StatusNotFound},
		"empty":           {path + "/reply", `{"id":"a","text":" "}`, http.StatusBadRequest},
		"no id":           {path + "/reply", `{"text":"x"}`, http.StatusBadRequest},
		"no JSON":         {path + "/release", `id=1`, http.StatusBadRequest},
	} {
		status, answer := b.post(c.path, "application/json", c.body)
		require.Equal(t, c.status, status, "%s: %s", name, answer)
	}
	status, _ := b.get("/agent/api/conversations/" + other.conversation() + "/events")
	require.Equal(t, http.StatusNotFound, status, "agents see what was handed over to them")
}

func TestAgentSeesWhyTheBotAnswered(t *testing.T) {
	s := fresh(t)
	b := visit(t, s.server.URL)
	b.say("1", "How do I return an item?")
	b.say("2", "talk to a person")
	b.waiting()
	turn := b.events("/agent/api/conversations/"+b.conversation()+"/events", "").next().turn(t)
	require.Equal(t, "en-return-how", turn.Reply.Source)
	require.InDelta(t, 1, turn.Reply.Score, 0)
}

func TestAgentListTellsOfChanges(t *testing.T) {
	s := fresh(t)
	agent := visit(t, s.server.URL)
	events := agent.events("/agent/api/events", "")
	require.Equal(t, "changed", events.next().name, "the first look")
	handedOver(t, s)
	require.Equal(t, "changed", events.next().name)
}

func TestCasesAreIdempotent(t *testing.T) {
	s := fresh(t)
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	first := kefu.Handoff{ID: "h1", Conversation: "c", Reason: dialog.NotAnswered, Question: "one", At: at}
	later := kefu.Handoff{ID: "h2", Conversation: "c", Reason: dialog.NotAnswered, Question: "two", At: at.Add(time.Hour)}
	list := func() []openCase {
		open, err := s.cases.open(t.Context())
		require.NoError(t, err)
		return open
	}
	require.NoError(t, s.cases.Offer(t.Context(), first))
	require.NoError(t, s.cases.take(t.Context(), "c", "Mia"))
	require.NoError(t, s.cases.Offer(t.Context(), first))
	require.Equal(t, []openCase{{Conversation: "c", Reason: "unanswered", Question: "one", Since: at, Agent: "Mia", Taken: true}}, list())

	require.NoError(t, s.cases.finish(t.Context(), "c"))
	require.NoError(t, s.cases.Offer(t.Context(), first), "a stalled delivery does not open it again")
	require.Empty(t, list())
	require.NoError(t, s.cases.Offer(t.Context(), later))
	require.NoError(t, s.cases.Offer(t.Context(), first))
	require.Equal(t, []openCase{{Conversation: "c", Reason: "unanswered", Question: "two", Since: later.At}}, list())
}
