package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/ticket"
	"github.com/kefu-go/kefu/ticket/bizhours"
	"github.com/stretchr/testify/require"
)

// complains has a customer make a complaint.
func (b *browser) complains() {
	b.t.Helper()
	done := b.talks("I want to complain", "the delivery", "skip", "The courier threw the parcel over the fence", "An apology")
	require.Equal(b.t, dialog.Completed, done.Reply.Kind)
}

// cases reads a list of tickets.
func (b *browser) cases(query string) caseList {
	b.t.Helper()
	return fetch[caseList](b, "/agent/api/tickets?"+query)
}

// acts does something to a ticket, under an id of its own, and reads the answer.
func (b *browser) acts(id, command string, actions ...ticket.Action) (v caseView, no refusal, status int) {
	b.t.Helper()
	body, err := json.Marshal(map[string]any{"id": command, "actions": actions})
	require.NoError(b.t, err)
	status, answer := b.post("/agent/api/tickets/"+url.PathEscape(id)+"/do", "application/json", string(body))
	into := any(&v)
	if status != http.StatusOK {
		into = &no
	}
	require.NoError(b.t, json.Unmarshal([]byte(answer), into), answer)
	return v, no, status
}

// caseCalls are the calls of the page of tickets that show or do something.
func caseCalls(id string) map[string][]string {
	id = url.PathEscape(id)
	return map[string][]string{
		http.MethodGet:  {"", "?view=open", "/events", "/" + id, "/" + id + "/similar"},
		http.MethodPost: {"", "/" + id + "/do", "/" + id + "/merge"},
	}
}

// Tickets are for who is signed in: customers, and other sites in the browser of an agent,
// neither see nor change one.
func TestTicketsAreForStaff(t *testing.T) {
	s, mia, _, _ := team(t, settings{})
	customer := visit(t, s.server.URL)
	customer.complains()
	id := mia.cases("view=open").Cases[0].ID
	for method, paths := range caseCalls(id) {
		for _, path := range paths {
			require.Equal(t, http.StatusUnauthorized, customer.status(method, "/agent/api/tickets"+path), "%s %s", method, path)
		}
	}
	status, page := customer.get("/agent/tickets")
	require.Contains(t, page, "signInTitle", "status %d", status)
	for _, path := range caseCalls(id)[http.MethodPost] {
		status, _ := mia.post("/agent/api/tickets"+path, "application/json", `{"id":"x","actions":[{"do":"tag","to":"x"}]}`, "Origin", "https://evil.example")
		require.Equal(t, http.StatusForbidden, status, path)
		status, _ = mia.post("/agent/api/tickets"+path, "text/plain", `{"id":"x","actions":[{"do":"tag","to":"x"}]}`)
		require.Equal(t, http.StatusUnsupportedMediaType, status, path)
	}
	require.NotContains(t, fetch[caseView](mia, "/agent/api/tickets/"+url.PathEscape(id)).Tags, "x")
}

// A command that comes twice is done once, also where two people chose the same id.
func TestTicketCommandsAreIdempotent(t *testing.T) {
	s, mia, tom, _ := team(t, settings{})
	visit(t, s.server.URL).complains()
	id := mia.cases("view=open").Cases[0].ID
	for range 2 {
		v, _, status := mia.acts(id, "1", ticket.Note("look at this"), ticket.Raise(1))
		require.Equal(t, http.StatusOK, status)
		require.Len(t, v.Remarks, 2)
		require.Equal(t, usualComplaint+1, v.Priority)
	}
	v, _, _ := tom.acts(id, "1", ticket.Note("I do"))
	require.Len(t, v.Remarks, 3)
	require.Equal(t, []string{"", "Mia", "Tom"}, []string{v.Remarks[0].Name, v.Remarks[1].Name, v.Remarks[2].Name})
	_, no, status := mia.acts(id, "", ticket.Raise(1))
	require.Equal(t, http.StatusBadRequest, status)
	require.Equal(t, "a command has an id", no.Error)
}

// What a ticket does not take is refused in words that a page understands.
func TestTicketRefusals(t *testing.T) {
	s, mia, _, ada := team(t, settings{})
	visit(t, s.server.URL).complains()
	id := mia.cases("view=open").Cases[0].ID
	for name, c := range map[string]struct {
		action ticket.Action
		status int
		is     refusal
	}{
		"unknown state": {ticket.MoveTo("nowhere", "x"), http.StatusConflict, refusal{Code: "move", Allowed: []string{"open", "pending", "on_hold", "resolved", "closed", "spam"}}},
		"no reason":     {ticket.MoveTo("resolved", ""), http.StatusConflict, refusal{Code: "missing", Fields: []string{"reason"}}},
		"open steps":    {ticket.MoveTo("resolved", "x"), http.StatusConflict, refusal{Code: "missing", Steps: []string{"receive", "confirm", "investigate", "decide", "answer"}}},
		"no results":    {ticket.Complete("receive", nil), http.StatusConflict, refusal{Code: "missing", Fields: []string{"facts"}}},
		"nobody":        {ticket.AssignTo("Nobody"), http.StatusBadRequest, refusal{Code: "field", Fields: []string{"actions[0].to"}, Reason: "is nobody here"}},
		"verdict":       {ticket.Judge(true, 5, ""), http.StatusBadRequest, refusal{Code: "field", Fields: []string{"actions[0].do"}, Reason: "is not for pages"}},
		"notice":        {ticket.Notify("customer", "x", "y"), http.StatusBadRequest, refusal{Code: "field", Fields: []string{"actions[0].do"}, Reason: "is not for pages"}},
		"step":          {ticket.Skip("decide", "x"), http.StatusForbidden, refusal{Code: "denied"}},
	} {
		_, no, status := mia.acts(id, name, c.action)
		require.Equal(t, c.status, status, "%s: %+v", name, no)
		require.NotEmpty(t, no.Error, name)
		no.Error = ""
		if c.is.Reason == "" {
			no.Reason = ""
		}
		require.Equal(t, c.is, no, name)
	}
	v, _, status := ada.acts(id, "closed", ticket.MoveTo("closed", "nonsense"))
	require.Equal(t, http.StatusOK, status)
	require.Empty(t, v.Moves)
	_, no, status := mia.acts(id, "late", ticket.AssignTo("Mia"))
	require.Equal(t, []any{http.StatusConflict, "final"}, []any{status, no.Code})
	_, no, status = mia.acts("none", "1", ticket.AssignTo("Mia"))
	require.Equal(t, []any{http.StatusNotFound, "none"}, []any{status, no.Code})
}

// The same call of the task is one complaint, another one is another.
func TestComplaintOfTheSameCallIsOne(t *testing.T) {
	s, _ := frozen(t)
	slots := s.tasks.complaining().slots
	number := func(key string) string {
		call := dialog.Call{Key: key, Customer: "carl", Conversation: "c", Slots: dialog.ValuesOf(map[string]string{"about": "product", "details": "It leaks"}), Now: noon}
		made, err := s.bot.Tickets().Open(t.Context(), complaint(call, slots[0], slots[3]), ticket.ByBot("desk"))
		require.NoError(t, err)
		return made.Number
	}
	require.Equal(t, []string{"T-1001", "T-1001", "T-1002"}, []string{number("k"), number("k"), number("l")})
}

// A page says what is written, not who wrote it or when; names after an @ are asked to look.
func TestTicketCommentsAreOnesOwn(t *testing.T) {
	s, mia, tom, _ := team(t, settings{})
	visit(t, s.server.URL).complains()
	id := mia.cases("view=open").Cases[0].ID
	forged := ticket.BySupervisor("Ada")
	note := ticket.Note("@tom please look", "Ada")
	note.Comment.Author, note.Comment.At, note.Comment.Origin = &forged, noon, "elsewhere"
	v, _, status := mia.acts(id, "1", note)
	require.Equal(t, http.StatusOK, status)
	last := v.Remarks[len(v.Remarks)-1]
	require.Equal(t, []any{"Mia", true}, []any{last.Name, last.At.After(noon)})
	require.Contains(t, v.Watchers, "Tom")
	require.NotContains(t, v.Watchers, "Ada")
	require.Eventually(t, func() bool {
		news := tom.cases("view=mine").News
		return len(news) == 1 && news[0].Kind == "mention" && news[0].Number == "T-1001"
	}, patience, 5*time.Millisecond)
	require.Empty(t, mia.cases("view=mine").News, "who did it himself knows")
}

// The lists, their counts, pages, and what a search finds.
func TestTicketLists(t *testing.T) {
	s, mia, _, _ := team(t, settings{})
	for range casesOnPage + 1 {
		_, err := s.bot.Tickets().Open(t.Context(), ticket.Draft{Type: questionType, Subject: "Where is the manual of the kettle?"}, ticket.BySystem("test"))
		require.NoError(t, err)
	}
	visit(t, s.server.URL).complains()
	complaint := mia.cases("view=complaints").Cases
	require.Len(t, complaint, 1)
	counts := func() map[string]int {
		m := map[string]int{}
		for _, v := range mia.cases("view=open").Views {
			m[v.Name] = v.Count
		}
		return m
	}
	require.Equal(t, map[string]int{"mine": 0, "unassigned": 27, "open": 27, "waiting": 27, "late": 0, "complaints": 1, "done": 0}, counts())
	_, _, status := mia.acts(complaint[0].ID, "1", ticket.AssignTo("Mia"), ticket.MoveTo("pending", ""))
	require.Equal(t, http.StatusOK, status)
	_, _, status = mia.acts(mia.cases("q=T-1001").Cases[0].ID, "2", ticket.MoveTo("closed", "answered"))
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, map[string]int{"mine": 1, "unassigned": 25, "open": 26, "waiting": 25, "late": 0, "complaints": 1, "done": 1}, counts())

	first := mia.cases("view=open")
	require.Len(t, first.Cases, casesOnPage)
	rest := mia.cases("view=open&after=" + url.QueryEscape(first.Next))
	require.Len(t, rest.Cases, 1)
	require.Empty(t, rest.Next)
	seen := map[string]bool{}
	for _, c := range append(first.Cases, rest.Cases...) {
		seen[c.ID] = true
	}
	require.Len(t, seen, 26)

	require.Equal(t, complaint[0].ID, mia.cases("q=courier").Cases[0].ID, "by what the customer wrote")
	require.Len(t, mia.cases("q=1003").Cases, 1)
	require.Empty(t, mia.cases("q=!!").Cases)
	for _, bad := range []string{"", "view=all", "view=open&after=x"} {
		status, _ := mia.get("/agent/api/tickets?" + bad)
		require.Equal(t, http.StatusBadRequest, status, bad)
	}
}

// One ticket goes into another one, by its number.
func TestTicketsMerge(t *testing.T) {
	s, mia, _, _ := team(t, settings{})
	customer := visit(t, s.server.URL)
	customer.complains()
	customer.complains()
	var ids []string
	for _, number := range []string{"T-1001", "T-1002"} {
		ids = append(ids, mia.cases("q=" + number).Cases[0].ID)
	}
	merge := func(into string) (v caseView, status int) {
		status = mia.json("/agent/api/tickets/"+url.PathEscape(ids[1])+"/merge", map[string]string{"id": "m", "into": into, "reason": "the same"}, &v)
		return v, status
	}
	_, status := merge("T-9999")
	require.Equal(t, http.StatusNotFound, status)
	for range 2 {
		v, status := merge("t-1001")
		require.Equal(t, http.StatusOK, status)
		require.Equal(t, ids[0], v.ID)
		require.Len(t, v.Remarks, 2)
		require.Equal(t, "T-1002", v.Remarks[1].From)
		require.Equal(t, ticket.MergedFrom, v.Links[0].Kind)
	}
	v, _, status := mia.acts(ids[1], "note", ticket.Note("goes where it went"))
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, ids[0], v.ID)
}

// From a conversation an agent promises to call back: the ticket is his, once, and comes back
// to him at that time. He sees what else the customer has; others make none of it.
func TestPromiseToCallBack(t *testing.T) {
	clock := newClock(noon)
	s, mia, tom, _ := team(t, settings{now: clock.now})
	customer := visit(t, s.server.URL)
	customer.complains()
	mia.goes("online")
	customer.talks("talk to a person")
	require.Equal(t, http.StatusOK, mia.does("accept", mia.gets("offered")))
	path := "/agent/api/conversations/" + customer.conversation() + "/tickets"
	require.Equal(t, []string{"T-1001"}, numbers(fetch[caseList](mia, path)))
	promise := map[string]any{
		"id": "p", "conversation": customer.conversation(), "type": callbackType, "subject": "Call about the kettle", "note": "she works until six",
		"until": noon.Add(3 * time.Hour),
	}
	require.Equal(t, http.StatusNotFound, tom.json("/agent/api/tickets", promise, nil), "it is not his conversation")
	require.Equal(t, http.StatusNotFound, tom.status(http.MethodGet, path))
	for range 2 {
		var made caseView
		require.Equal(t, http.StatusOK, mia.json("/agent/api/tickets", promise, &made))
		require.Equal(t, []any{"T-1002", "Mia", callbackType, noon.Add(3 * time.Hour), true}, []any{made.Number, made.Owner, made.Type, made.Wake, made.Remarks[0].Internal})
	}
	require.ElementsMatch(t, []string{"T-1001", "T-1002"}, numbers(fetch[caseList](mia, path)))
	waiting := func() []string { return numbers(mia.cases("view=waiting")) }
	require.NotContains(t, waiting(), "T-1002")
	for _, bad := range []map[string]any{{"type": "party"}, {"subject": " "}, {"id": ""}} {
		call := map[string]any{"id": "q", "conversation": customer.conversation(), "type": callbackType, "subject": "x"}
		for k, v := range bad {
			call[k] = v
		}
		require.Equal(t, http.StatusBadRequest, mia.json("/agent/api/tickets", call, nil), "%v", bad)
	}
	for range 2 { // sessions do not stay idle for longer
		clock.pass(90 * time.Minute)
		waiting()
	}
	require.Eventually(t, func() bool {
		news := mia.cases("view=mine").News
		return len(news) > 0 && news[0].Kind == "woken"
	}, patience, 5*time.Millisecond)
	require.Contains(t, waiting(), "T-1002")
}

func numbers(list caseList) (all []string) {
	for _, c := range list.Cases {
		all = append(all, c.Number)
	}
	return all
}

// Supervisors see what is late or in danger, the most urgent first, and take it over.
func TestSupervisorSeesTrouble(t *testing.T) {
	clock := newClock(noon)
	s, mia, _, ada := team(t, settings{now: clock.now})
	visit(t, s.server.URL).complains()
	now := func() []caseRow { return fetch[teamView](ada, "/agent/api/team").Cases }
	require.Empty(t, now())
	clock.pass(30 * time.Minute)
	require.Eventually(t, func() bool { list := now(); return len(list) == 1 && list[0].Warned && !list[0].Late }, patience, 5*time.Millisecond)
	clock.pass(30 * time.Minute)
	require.Eventually(t, func() bool { list := now(); return len(list) == 1 && list[0].Late }, patience, 5*time.Millisecond)
	require.Equal(t, []string{"T-1001"}, numbers(mia.cases("view=late")))
	row := now()[0]
	require.Equal(t, usualComplaint+1, row.Priority, "who is late raises it")
	v, _, status := ada.acts(row.ID, "1", ticket.AssignTo("Ada"))
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, "Ada", v.Owner)
	last := v.History[len(v.History)-1]
	require.Equal(t, []any{ticket.Supervisor, "Ada", "owner", "", "Ada"}, []any{last.Role, last.Name, last.Field, last.Old, last.New})
}

// The stream of the page speaks when something happens to tickets, and only then.
func TestTicketPageHearsOfChanges(t *testing.T) {
	s, mia, _, _ := team(t, settings{})
	events := mia.events("/agent/api/tickets/events", "")
	require.Equal(t, event{name: "changed", data: "{}"}, events.next(), "the first look")
	customer := visit(t, s.server.URL)
	customer.say("1", "hello")
	before := s.news.Load()
	customer.complains()
	require.Equal(t, event{name: "changed", data: "{}"}, events.next())
	require.Greater(t, s.news.Load(), before)
}

// A look that finds nothing new says nothing.
func TestTicketPageIsLeftInPeace(t *testing.T) {
	s, mia, _, _ := team(t, settings{})
	events := mia.events("/agent/api/tickets/events", "")
	events.next()
	looked := func() bool {
		s.hub.mu.Lock()
		defer s.hub.mu.Unlock()
		for woken := range s.hub.listeners[caseTopic] {
			return len(woken) == 0
		}
		return false
	}
	require.Eventually(t, looked, patience, time.Millisecond)
	s.hub.wake(caseTopic)
	require.Eventually(t, looked, patience, time.Millisecond)
	s.endStreams()
	for events.lines.Scan() {
		require.Empty(t, events.lines.Text())
	}
}

// Out of hours who wants a person leaves a message, which becomes a ticket with what he
// wrote; one that belongs to a complaint is a part of it.
func TestOutOfHours(t *testing.T) {
	hours, err := readHours("")
	require.NoError(t, err)
	clock := newClock(time.Date(2026, 11, 22, 12, 0, 0, 0, hours.Location())) // a Sunday
	s, mia, _, _ := team(t, settings{now: clock.now, hours: hours})
	mia.goes("online")
	customer := visit(t, s.server.URL)
	customer.complains()
	customer.talks("talk to a person")
	left := customer.talks("Please call me about the kettle, it is leaking")
	require.Equal(t, dialog.Completed, left.Reply.Kind)
	require.Eventually(t, func() bool { return len(mia.cases("view=open").Cases) == 2 }, patience, 5*time.Millisecond)
	found := mia.cases("q=kettle").Cases
	require.Len(t, found, 1)
	one := fetch[caseView](mia, "/agent/api/tickets/"+url.PathEscape(found[0].ID))
	require.Equal(t, []any{ticket.Parent, "T-1001"}, []any{one.Links[0].Kind, one.Links[0].Number})
	for _, c := range one.Clocks {
		if c.Name == string(ticket.FirstResponse) {
			require.True(t, hours.Open(c.Due), "promises are for hours in which people work: %s", c.Due)
			require.Equal(t, time.Monday, c.Due.In(hours.Location()).Weekday())
		}
	}
	_, err = readHours("shop/none.json")
	require.Error(t, err)
	require.True(t, bizhours.Always().Open(clock.now()))
}

// Customers hear how their own tickets stand, and nothing of others'.
func TestCustomersAskForTheirTickets(t *testing.T) {
	s, mia, _, _ := team(t, settings{})
	customer, other := visit(t, s.server.URL), visit(t, s.server.URL)
	require.Contains(t, customer.talks("what about my complaint").Reply.Text, "no open complaint")
	customer.complains()
	for _, c := range []struct {
		who        *browser
		says, hear string
	}{
		{customer, "what about my complaint", "T-1001 (Complaint: The delivery): we have it"},
		{customer, "what about T-1001", "T-1001 (Complaint: The delivery): we have it"},
		{customer, "status of ticket T-1002", "no ticket T-1002 of yours"},
		{customer, "我的投诉怎么样了", "T-1001（Complaint: The delivery）：已收到"},
		{customer, "工单T-1001什么状态", "T-1001（Complaint: The delivery）：已收到"},
		{other, "what about T-1001", "no ticket T-1001 of yours"},
		{other, "查一下工单", "没有处理中"},
	} {
		require.Contains(t, c.who.talks(c.says).Reply.Text, c.hear, c.says)
	}
	id := mia.cases("view=open").Cases[0].ID
	_, _, status := mia.acts(id, "1", ticket.MoveTo("pending", ""))
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, customer.talks("what about my complaint").Reply.Text, "we wait for your answer")
}
