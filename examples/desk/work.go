package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/routing"
)

// boardView is what an agent has before him.
type boardView struct {
	// Now is the clock of the server, for countdowns.
	Now time.Time `json:"now"`
	// Presence is online, away or offline; Note says why if it was not his own doing.
	Presence string `json:"presence"`
	Note     string `json:"note,omitempty"`
	// Work is what he is offered and what he has, offers first.
	Work []workView `json:"work"`
	// Waiting is how many customers wait for anybody.
	Waiting    int             `json:"waiting"`
	Colleagues []colleagueView `json:"colleagues"`
	Queues     []string        `json:"queues"`
}

// workView is a conversation that is with an agent, or waits for one.
type workView struct {
	Item         string `json:"item"`
	Epoch        int64  `json:"epoch"`
	Conversation string `json:"conversation"`
	Question     string `json:"question"`
	Reason       string `json:"reason"`
	// State is waiting, offered, active or wrapping.
	State    string    `json:"state"`
	Queue    string    `json:"queue"`
	Priority int       `json:"priority,omitempty"`
	Agent    string    `json:"agent,omitempty"`
	Since    time.Time `json:"since"` // the customer waits, or waited
	// Due is when an offer or a wrap-up ends.
	Due      time.Time `json:"due,omitzero"`
	Declined []string  `json:"declined,omitempty"`
}

type colleagueView struct {
	Name     string `json:"name"`
	Presence string `json:"presence"`
	Room     bool   `json:"room"`
}

func viewOfWork(w routing.Work) workView {
	h := handoffOf(w)
	st := w.Status
	v := workView{
		Item: w.Item.ID, Epoch: st.Epoch, Conversation: w.Item.Conversation, Question: h.Question, Reason: string(h.Reason),
		State: st.State.String(), Queue: st.Stage.Queue, Priority: w.Item.Priority, Since: st.Arrived, Declined: st.Declined,
	}
	if st.State.Held() {
		v.Agent = st.Agent
	}
	if st.State == routing.Offered || st.State == routing.Wrapping {
		v.Due = st.Due
	}
	return v
}

// handoffOf reads the hand-off of an item.
func handoffOf(w routing.Work) (h kefu.Handoff) {
	_ = json.Unmarshal(w.Item.Brief, &h) // it was written by the bot
	return h
}

// agentBoard shows an agent what is his. A page that asks for it is alive, and so is whoever
// sits before it: the streams of pages have them ask every few seconds.
func (s *site) agentBoard(w http.ResponseWriter, r *http.Request) {
	me, router := signedIn(r).Name, s.bot.Router()
	v := boardView{Now: s.now(), Presence: routing.Offline.String(), Work: []workView{}, Colleagues: []colleagueView{}}
	err := router.Heartbeat(r.Context(), me)
	if errors.Is(err, routing.ErrState) || errors.Is(err, routing.ErrNotFound) { // he is offline
		err = nil
	}
	var seats []routing.AgentState
	var open []routing.Work
	if err == nil {
		seats, err = router.Agents(r.Context())
	}
	if err == nil {
		open, err = router.Open(r.Context(), "")
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	for _, a := range seats {
		seat := a.Seat
		if seat.Agent.ID == me {
			v.Presence, v.Note = seat.Presence.String(), seat.Note
		} else {
			v.Colleagues = append(v.Colleagues, colleagueView{Name: seat.Agent.ID, Presence: seat.Presence.String(), Room: a.Room})
		}
	}
	for _, one := range open {
		switch st := one.Status; {
		case st.State.Held() && st.Agent == me:
			v.Work = append(v.Work, viewOfWork(one))
		case !st.State.Held():
			v.Waiting++
		}
	}
	order := map[string]int{"offered": 0, "active": 1, "wrapping": 2}
	slices.SortStableFunc(v.Work, func(a, b workView) int { return order[a.State] - order[b.State] })
	for _, q := range router.Plan().Queues {
		v.Queues = append(v.Queues, q.ID)
	}
	writeJSON(w, http.StatusOK, v)
}

// agentPresence goes online, away or offline.
func (s *site) agentPresence(w http.ResponseWriter, r *http.Request) {
	var in struct{ Presence string }
	if !readJSON(w, r, &in) {
		return
	}
	to, ok := map[string]routing.Presence{"online": routing.Online, "away": routing.Away, "offline": routing.Offline}[in.Presence]
	if !ok {
		writeError(w, http.StatusBadRequest, "presence is none of online, away, offline")
		return
	}
	me := signedIn(r).person
	err := s.bot.Router().Register(r.Context(), seatOf(me)) // who has got his account since the start
	if err == nil {
		err = s.bot.Router().SetPresence(r.Context(), me.Name, to, "")
	}
	s.done(w, r, everything, err)
}

// workCall is what an agent does with a conversation. The epoch says which hand-over to him
// he means: what comes too late is a conflict.
type workCall struct {
	Item           string
	Epoch          int64
	Reason         string // of a refusal or a transfer
	Agent, Queue   string // where it goes
	Outcome        string // how it ended
	routingRequest `json:"-"`
}

type routingRequest struct {
	me     string
	router *routing.Router
}

func (c *workCall) assignment() routing.Assignment {
	return routing.Assignment{Item: c.Item, Agent: c.me, Epoch: c.Epoch}
}

// work makes a handler of what an agent does.
func (s *site) work(do func(r *http.Request, c workCall) (routing.Work, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var c workCall
		if !readJSON(w, r, &c) {
			return
		}
		c.Reason = shortened(strings.TrimSpace(c.Reason), maxReason)
		c.routingRequest = routingRequest{signedIn(r).Name, s.bot.Router()}
		done, err := do(r, c)
		s.done(w, r, done.Item.Conversation, err)
	}
}

func accept(r *http.Request, c workCall) (routing.Work, error) {
	return c.router.Accept(r.Context(), c.assignment())
}

func decline(r *http.Request, c workCall) (routing.Work, error) {
	return c.router.Reject(r.Context(), c.assignment(), c.Reason)
}

func transfer(r *http.Request, c workCall) (routing.Work, error) {
	to := routing.Destination{Agent: c.Agent, Queue: c.Queue}
	return c.router.Transfer(r.Context(), c.assignment(), to, routing.Hand{By: c.me, Reason: c.Reason})
}

// finish gives the conversation back to the bot, which tells the customer; the agent has time
// to write up.
func finish(r *http.Request, c workCall) (routing.Work, error) {
	return c.router.Complete(r.Context(), c.assignment(), c.Outcome)
}

func ready(r *http.Request, c workCall) (routing.Work, error) {
	return c.router.Ready(r.Context(), c.assignment())
}

// handedOver returns the open item of the conversation that a request names, or answers that
// there is none: agents see what they are offered or have, supervisors see all.
func (s *site) handedOver(w http.ResponseWriter, r *http.Request) (routing.Work, bool) {
	me := signedIn(r)
	one, err := s.mayRead(r.Context(), me, r.PathValue("id"))
	if err != nil {
		s.fail(w, r, err)
	}
	return one, err == nil
}

// mayRead returns the open item of a conversation if somebody may read that, or
// dialog.ErrNotFound.
func (s *site) mayRead(ctx context.Context, who session, conversation string) (routing.Work, error) {
	works, err := s.bot.Router().Conversation(ctx, conversation)
	for _, one := range works {
		if who.Role == supervisorRole || one.Status.State.Held() && one.Status.Agent == who.Name {
			return one, nil
		}
	}
	return routing.Work{}, cmp.Or(err, error(dialog.ErrNotFound))
}
