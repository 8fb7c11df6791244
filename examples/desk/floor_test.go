package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/stretchr/testify/require"
)

func (b *browser) record(path string) (v recordView) {
	b.t.Helper()
	status, body := b.get(path + "/record")
	require.Equal(b.t, http.StatusOK, status)
	require.NoError(b.t, json.Unmarshal([]byte(body), &v))
	return v
}

// What the bot has collected, how the customer felt and what he came with before go along.
func TestHandoffRecord(t *testing.T) {
	s, _ := frozen(t)
	b := s.mia(t)
	b.goes("online")
	b.talks("How much does delivery cost?")
	require.Equal(t, http.StatusOK, b.json("/api/new", struct{}{}, nil))
	b.talks("I'd like to return the bath mat from order KF-100231", "it is broken", "This is annoying, I'm really angry about it!!")
	b.gets("offered")
	v := b.record("/agent/api/conversations/" + b.conversation())
	require.Equal(t, dialog.Upset, v.Reason)
	require.NotEmpty(t, v.Reasons)
	require.NotEmpty(t, v.Summary.Text)
	require.Equal(t, "the return", v.Flow["en"][0])
	require.Contains(t, v.Slots, slotView{dialog.In("item", "商品"), dialog.In("bath mat", "浴室地垫")})
	require.Greater(t, len(v.Course), 1)
	require.Less(t, v.Course[len(v.Course)-1], 0.0, "anger is below the middle")
	require.Len(t, v.Past, 1)
	require.Contains(t, v.Past[0].Summary, "How much does delivery cost?")
}

// team is a desk with two agents at their own browsers, and a supervisor at hers.
func team(t *testing.T, set settings) (s *testSite, mia, tom, ada *browser) {
	t.Helper()
	if set.now == nil {
		set.now = time.Now
	}
	set.rate = time.Hour
	s = newTestSiteWith(t, t.TempDir()+"/desk.db", set)
	list, err := s.accounts.begin(t.Context())
	require.NoError(t, err)
	require.NoError(t, s.register(t.Context()))
	for i, b := range []**browser{&mia, &tom, &ada} {
		*b = s.signIn(visit(t, s.server.URL), list[i].Name)
	}
	return s, mia, tom, ada
}

// The first agent declines, the second takes it; the customer is told who, and an answer of the
// first one comes too late.
func TestDeclinedOffersGoOn(t *testing.T) {
	s, mia, tom, _ := team(t, settings{})
	customer := visit(t, s.server.URL)
	mia.goes("online")
	page := customer.events("/api/events", "")
	customer.talks("talk to a person")
	offer := mia.gets("offered")
	require.Empty(t, tom.board().Work)
	tom.goes("online")
	require.Equal(t, http.StatusOK, mia.does("decline", offer, "reason", "busy"))
	require.Empty(t, mia.board().Work)
	w := tom.gets("offered")
	require.Equal(t, offer.Item, w.Item)
	require.Equal(t, []string{"Mia"}, w.Declined)
	require.Equal(t, http.StatusConflict, mia.does("accept", offer))
	require.Equal(t, http.StatusOK, tom.does("accept", w))
	require.Equal(t, http.StatusOK, tom.does("accept", w), "twice is once")
	page.nextTurn()
	told := page.nextTurn()
	require.Contains(t, told.Reply.Text, "Tom is here")
	require.Equal(t, []happening{{Type: dialog.EventHandoffAccepted, Agent: "Tom"}}, told.Events)
	require.Equal(t, dialog.Agent, told.Owner)
	var reasons []string
	for e, err := range s.bot.Router().Events(t.Context(), w.Item, 0) {
		require.NoError(t, err)
		reasons = append(reasons, fmt.Sprint(e.Type, " ", e.Agent, " ", e.Reason))
	}
	require.Contains(t, reasons, "rejected Mia busy")
}

// An offer that nobody answers goes to the next one, by the clock.
func TestMissedOffersGoOn(t *testing.T) {
	c := newClock(noon)
	s, mia, tom, _ := team(t, settings{now: c.now, offer: 20 * time.Second})
	mia.goes("online")
	c.pass(time.Second) // she is idle for longer
	tom.goes("online")
	visit(t, s.server.URL).talks("talk to a person")
	require.Equal(t, 20*time.Second, mia.gets("offered").Due.Sub(c.now()))
	c.pass(20 * time.Second)
	tom.gets("offered")
	require.Empty(t, mia.board().Work)
}

// Whoever goes offline, signs out or loses his connection has no work any more, after a while
// in which he may come back.
func TestWhoLeavesKeepsNothing(t *testing.T) {
	c := newClock(noon)
	s, mia, tom, _ := team(t, settings{now: c.now})
	customer := visit(t, s.server.URL)
	mia.goes("online")
	customer.talks("talk to a person")
	require.Equal(t, http.StatusOK, mia.does("accept", mia.gets("offered")))
	tom.goes("online")
	require.Equal(t, http.StatusOK, mia.status(http.MethodPost, "/agent/logout"))
	require.Empty(t, tom.board().Work, "she may come back")
	c.pass(30 * time.Second)
	require.Equal(t, "online", tom.board().Presence)
	c.pass(31 * time.Second)
	w := tom.gets("offered")
	require.Equal(t, http.StatusOK, tom.does("accept", w))

	c.pass(50 * time.Second)
	require.Equal(t, "online", tom.board().Presence, "looking at the board is a sign of life")
	c.pass(61 * time.Second)
	board := tom.board()
	require.Equal(t, "offline", board.Presence)
	require.Equal(t, "lease", board.Note)
}

// Those who wait see their place and are told when they move up; the bot serves them
// meanwhile.
func TestCustomersHaveAQueue(t *testing.T) {
	s, mia, _, _ := team(t, settings{})
	first, second := visit(t, s.server.URL), visit(t, s.server.URL)
	told := first.talks("talk to a person")
	require.Equal(t, dialog.Bot, told.Owner, "nobody is there, so the bot serves")
	require.Eventually(t, func() bool { return mia.board().Waiting == 1 }, time.Minute, 5*time.Millisecond)
	second.talks("talk to a person")
	require.Eventually(t, func() bool { return mia.board().Waiting == 2 }, time.Minute, 5*time.Millisecond)
	require.Equal(t, dialog.Answered, second.talks("How do I return an item?").Reply.Kind)

	page := second.events("/api/events", "2")
	require.Equal(t, event{name: "queue", data: `{"place":2}`}, page.next())
	require.Equal(t, "ready", page.next().name)
	works, err := s.bot.Router().Conversation(t.Context(), first.conversation())
	require.NoError(t, err)
	_, err = s.bot.Router().Cancel(t.Context(), works[0].Item.ID, "left")
	require.NoError(t, err)
	var events []string
	for len(events) < 2 {
		ev := page.next()
		if ev.name == "turn" {
			require.Contains(t, ev.turn(t).Reply.Text, "number 1 in the queue")
			events = append(events, "told")
		} else {
			require.Equal(t, event{name: "queue", data: `{"place":1}`}, ev)
			events = append(events, "seen")
		}
	}
	require.ElementsMatch(t, []string{"told", "seen"}, events)

	mia.goes("online")
	require.Equal(t, second.conversation(), mia.gets("offered").Conversation)
}

// To a colleague, who is asked, or to a queue; to nobody who has no room or is not there.
func TestTransfer(t *testing.T) {
	s, mia, tom, _ := team(t, settings{})
	customer := visit(t, s.server.URL)
	mia.goes("online")
	customer.talks("talk to a person")
	require.Equal(t, http.StatusOK, mia.does("accept", mia.gets("offered")))
	w := mia.gets("active")
	require.Equal(t, http.StatusConflict, mia.does("transfer", w, "agent", "Tom"), "he is not there")
	require.Equal(t, http.StatusConflict, mia.does("transfer", w, "agent", "Nobody"))
	require.Equal(t, http.StatusBadRequest, mia.does("transfer", w, "queue", "none"))
	tom.goes("online")
	require.Equal(t, http.StatusOK, mia.does("transfer", w, "agent", "Tom", "reason", "speaks better Chinese"))
	require.Empty(t, mia.board().Work)
	offer := tom.gets("offered")
	require.Equal(t, []moveView{{"Mia", "speaks better Chinese"}}, tom.record("/agent/api/conversations/"+offer.Conversation).Moves)
	require.Equal(t, http.StatusOK, tom.does("accept", offer))
	require.Equal(t, http.StatusOK, tom.does("transfer", tom.gets("active"), "queue", complaintQueue))
	again := mia.gets("offered")
	require.Equal(t, complaintQueue, again.Queue)
	require.Equal(t, w.Since, again.Since, "the customer keeps his age")
}

// A supervisor sees everybody and everything, and gives work by hand; agents do not.
func TestSupervisorAssigns(t *testing.T) {
	s, mia, tom, ada := team(t, settings{})
	customer := visit(t, s.server.URL)
	customer.talks("talk to a person")
	require.Eventually(t, func() bool { return mia.board().Waiting == 1 }, time.Minute, 5*time.Millisecond)
	for _, b := range []*browser{mia, tom} {
		require.Equal(t, http.StatusForbidden, b.status(http.MethodGet, "/agent/api/team"))
		require.Equal(t, http.StatusForbidden, b.status(http.MethodGet, "/agent/team"))
		require.Equal(t, http.StatusForbidden, b.status(http.MethodPost, "/agent/api/team/assign"))
	}
	now := func() teamView { return fetch[teamView](ada, "/agent/api/team") }
	require.Len(t, now().Agents, 3)
	require.Equal(t, 1, now().Queues[0].Waiting)
	item := now().Work[0]
	require.Equal(t, "waiting", item.State)
	require.Empty(t, item.Agent)
	assign := func(agent string) int {
		return ada.json("/agent/api/team/assign", map[string]string{"item": item.Item, "agent": agent}, nil)
	}
	require.Equal(t, http.StatusConflict, assign("Tom"), "he is not there")
	status, _ := ada.get("/agent/api/conversations/" + customer.conversation() + "/record")
	require.Equal(t, http.StatusOK, status, "supervisors look on")
	mia.goes("online")
	tom.goes("online")
	mia.gets("offered")
	require.Equal(t, http.StatusOK, assign("Tom"))
	require.Equal(t, "Tom", now().Work[0].Agent)
	require.Equal(t, "active", tom.gets("active").State, "without being asked")
	require.Empty(t, mia.board().Work)
	seats := now().Agents
	require.Equal(t, []any{"Tom", "online", 1, 1}, []any{seats[2].Name, seats[2].Presence, seats[2].Used, seats[2].Active})
	status = ada.json("/agent/api/conversations/"+customer.conversation()+"/reply", map[string]string{"id": "x", "text": "hi"}, nil)
	require.Equal(t, http.StatusConflict, status, "who looks on does not speak")
}

// An account that is gone leaves the router at the next start.
func TestRemovedAccountsLeaveTheRouter(t *testing.T) {
	s, mia, _, ada := team(t, settings{})
	mia.goes("online")
	require.NoError(t, s.accounts.remove(t.Context(), "mia"))
	require.NoError(t, s.register(t.Context()))
	require.Len(t, fetch[teamView](ada, "/agent/api/team").Agents, 2)
}

// Who says that an answer did not help is not given it again, but offered a person; the
// second time he gets one.
func TestAnswersThatDoNotHelp(t *testing.T) {
	s, mia, _, _ := team(t, settings{})
	mia.goes("online")
	for _, c := range [][3]string{{"Are returns free?", "that does not help", "colleague?"}, {"退货运费谁出", "没用", "人工客服吗"}} {
		b := visit(t, s.server.URL)
		answer := b.talks(c[0]).Reply.Text
		offer := b.talks(c[1])
		require.Contains(t, offer.Reply.Text, c[2])
		require.NotContains(t, offer.Reply.Text, answer)
		require.Equal(t, dialog.HandedOff, b.talks(c[1]).Reply.Kind)
	}
}
