package main

import (
	"context"
	"net/http"
	"time"

	"github.com/kefu-go/kefu/routing"
	"github.com/kefu-go/kefu/ticket"
)

// teamView is what a supervisor sees: who is there, how much everybody has, who waits.
type teamView struct {
	Now    time.Time   `json:"now"`
	Agents []seatView  `json:"agents"`
	Work   []workView  `json:"work"` // those that wait first, in the order in which they are served
	Queues []queueView `json:"queues"`
	// Cases are the tickets that are late, and then those that are in danger.
	Cases  []caseRow        `json:"cases"`
	States map[string]title `json:"states"`
}

type seatView struct {
	Name     string    `json:"name"`
	Presence string    `json:"presence"`
	Note     string    `json:"note,omitempty"`
	Since    time.Time `json:"since,omitzero"`
	Capacity int       `json:"capacity"`
	Used     int       `json:"used"`
	Offered  int       `json:"offered"`
	Active   int       `json:"active"`
	Wrapping int       `json:"wrapping"`
	Missed   int       `json:"missed"`
}

type queueView struct {
	ID        string `json:"id"`
	Waiting   int    `json:"waiting"`
	Available int    `json:"available"`
	// Longest and Estimate are in seconds: the longest wait so far, and how long somebody
	// waits who comes now.
	Longest  int `json:"longest"`
	Estimate int `json:"estimate"`
}

// team adds the pages and calls of supervisors.
func (s *site) team(agents *http.ServeMux) {
	agents.HandleFunc("GET /agent/team", s.supervisors(s.page("team.html")))
	agents.HandleFunc("GET /agent/api/team", s.supervisors(s.teamNow))
	agents.HandleFunc("POST /agent/api/team/assign", s.supervisors(s.teamAssign))
}

// supervisors lets pass who is one.
func (s *site) supervisors(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if signedIn(r).Role != supervisorRole {
			writeError(w, http.StatusForbidden, "this is for supervisors")
			return
		}
		next(w, r)
	}
}

func (s *site) teamNow(w http.ResponseWriter, r *http.Request) {
	router := s.bot.Router()
	v := teamView{Now: s.now(), Agents: []seatView{}, Work: []workView{}, Cases: []caseRow{}, States: s.stateTitles()}
	seats, err := router.Agents(r.Context())
	for _, a := range seats {
		v.Agents = append(v.Agents, seatView{
			Name: a.Seat.Agent.ID, Presence: a.Seat.Presence.String(), Note: a.Seat.Note, Since: a.Seat.Since, Capacity: a.Seat.Agent.Capacity,
			Used: a.Used, Offered: a.Offered, Active: a.Active, Wrapping: a.Wrapping, Missed: a.Seat.Missed,
		})
	}
	var open []routing.Work
	if err == nil {
		open, err = router.Open(r.Context(), "")
	}
	for _, one := range open {
		v.Work = append(v.Work, viewOfWork(one))
	}
	for _, q := range router.Plan().Queues {
		if err != nil {
			break
		}
		var state routing.QueueState
		if state, err = router.Queue(r.Context(), q.ID); err == nil {
			v.Queues = append(v.Queues, queueView{
				ID: q.ID, Waiting: state.Waiting, Available: state.Available, Longest: int(state.Longest.Seconds()), Estimate: int(state.Estimate.Seconds()),
			})
		}
	}
	if err == nil {
		err = s.troubled(r.Context(), &v)
	}
	s.reply(w, r, v, err)
}

// mostTroubled is how many of the tickets with the nearest deadlines a supervisor looks at.
const mostTroubled = 100

// troubled adds the tickets that are late or have given a warning, the most urgent first.
func (s *site) troubled(ctx context.Context, v *teamView) error {
	found, err := s.bot.Tickets().Find(ctx, ticket.Filter{Kinds: activeKinds()}, ticket.Page{By: ticket.ByDeadline, Limit: mostTroubled})
	for i := range found.Tickets {
		if row := s.rowOf(&found.Tickets[i]); row.Late || row.Warned {
			v.Cases = append(v.Cases, row)
		}
	}
	return err
}

// teamAssign gives a conversation to an agent by hand, whoever has it now.
func (s *site) teamAssign(w http.ResponseWriter, r *http.Request) {
	var in struct{ Item, Agent string }
	if !readJSON(w, r, &in) {
		return
	}
	done, err := s.bot.Router().Assign(r.Context(), in.Item, in.Agent, routing.Hand{By: signedIn(r).Name, Reason: "by hand", Unqualified: true})
	s.done(w, r, done.Item.Conversation, err)
}
