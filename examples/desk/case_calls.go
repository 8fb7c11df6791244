package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/kefu-go/kefu/ticket"
)

// cases adds the page of tickets and its calls.
func (s *site) cases(agents *http.ServeMux) {
	agents.HandleFunc("GET /agent/tickets", s.page("tickets.html"))
	agents.HandleFunc("GET /agent/api/tickets", s.listCases)
	agents.HandleFunc("POST /agent/api/tickets", s.openCase)
	agents.HandleFunc("GET /agent/api/tickets/events", s.caseEvents)
	agents.HandleFunc("GET /agent/api/tickets/{id}", s.oneCase)
	agents.HandleFunc("GET /agent/api/tickets/{id}/similar", s.similarCases)
	agents.HandleFunc("POST /agent/api/tickets/{id}/do", s.doToCase)
	agents.HandleFunc("POST /agent/api/tickets/{id}/merge", s.mergeCase)
	agents.HandleFunc("GET /agent/api/conversations/{id}/tickets", s.casesOfCustomer)
}

// caseEvents tells a page that tickets have changed, or that there is something to read, and
// is silent otherwise.
func (s *site) caseEvents(w http.ResponseWriter, r *http.Request) {
	told := int64(-1)
	s.follow(w, r, caseTopic, func(out *stream) error {
		now := s.news.Load()
		if now == told {
			return nil
		}
		told = now
		return out.event("", "changed", struct{}{})
	})
}

// actorOf is whoever is signed in, as tickets know him.
func actorOf(who session) ticket.Actor {
	role := ticket.Agent
	if who.Role == supervisorRole {
		role = ticket.Supervisor
	}
	return ticket.Actor{Role: role, ID: who.Name, Name: who.Name}
}

// commandID is the id of a command of a page: whatever a page calls it, it is not that of
// somebody else's.
func commandID(who session, id string) string { return "page/" + keyOf(who.Name) + "/" + id }

// caseCall is what somebody wants done to a ticket. The ID comes from the page: the same one
// twice is done once.
type caseCall struct {
	ID      string
	Actions []ticket.Action
	Reason  string
	Into    string // the number of the ticket to merge into
}

// readCaseCall reads a call, or answers why not.
func readCaseCall(w http.ResponseWriter, r *http.Request) (in caseCall, ok bool) {
	if !readJSON(w, r, &in) {
		return in, false
	}
	if in.ID == "" {
		writeError(w, http.StatusBadRequest, "a command has an id")
		return in, false
	}
	return in, true
}

// doToCase carries out what somebody wants done, all of it or nothing.
func (s *site) doToCase(w http.ResponseWriter, r *http.Request) {
	in, ok := readCaseCall(w, r)
	if !ok {
		return
	}
	me := signedIn(r)
	people, err := s.names(r.Context())
	if err == nil {
		err = fromPage(in.Actions, people)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	t, err := s.bot.Tickets().Do(r.Context(), r.PathValue("id"), ticket.Command{
		ID: commandID(me, in.ID), Actor: actorOf(me), Reason: strings.TrimSpace(in.Reason), Actions: in.Actions,
	})
	s.showCase(w, r, t, err)
}

// fromPage checks actions that a page sends, and leaves of comments what a person writes: a
// page does not say who wrote them, or when. Names after an @ in a note are mentions.
func fromPage(actions []ticket.Action, people []string) error {
	for i := range actions {
		a := &actions[i]
		switch a.Do {
		case ticket.DoVerdict, ticket.DoNotify:
			return &ticket.FieldError{Field: fmt.Sprintf("actions[%d].do", i), Reason: "is not for pages"}
		case ticket.DoAssign:
			if a.To != "" && !slices.Contains(people, a.To) {
				return &ticket.FieldError{Field: fmt.Sprintf("actions[%d].to", i), Reason: "is nobody here"}
			}
		case ticket.DoComment:
			if a.Comment != nil {
				a.Comment = &ticket.Comment{Text: a.Comment.Text, Internal: a.Comment.Internal}
				if a.Comment.Internal {
					a.Comment.Mentions = mentioned(a.Comment.Text, people)
				}
			}
		}
	}
	return nil
}

// mentioned are the people whose names stand after an @ in a text.
func mentioned(text string, people []string) (names []string) {
	lower := strings.ToLower(text)
	for _, name := range people {
		if strings.Contains(lower, "@"+keyOf(name)) {
			names = append(names, name)
		}
	}
	return names
}

// mergeCase merges a ticket into another one, which is shown then.
func (s *site) mergeCase(w http.ResponseWriter, r *http.Request) {
	in, ok := readCaseCall(w, r)
	if !ok {
		return
	}
	me := signedIn(r)
	into, err := s.bot.Tickets().ByNumber(r.Context(), in.Into)
	if err == nil {
		into, err = s.bot.Tickets().Merge(r.Context(), r.PathValue("id"), into.ID, ticket.Command{
			ID: commandID(me, in.ID), Actor: actorOf(me), Reason: strings.TrimSpace(in.Reason),
		})
	}
	s.showCase(w, r, into, err)
}

// openCase makes a ticket of a conversation that an agent reads: a promise to call back at a
// time, above all. It is his, and comes back to him at that time.
func (s *site) openCase(w http.ResponseWriter, r *http.Request) {
	var in struct {
		ID, Conversation, Type, Subject, Note string
		Until                                 time.Time
	}
	if !readJSON(w, r, &in) {
		return
	}
	me := signedIn(r)
	one, err := s.mayRead(r.Context(), me, in.Conversation)
	switch {
	case err != nil:
		s.fail(w, r, err)
		return
	case in.ID == "":
		writeError(w, http.StatusBadRequest, "a command has an id")
		return
	case in.Type != callbackType && in.Type != complaintType && in.Type != questionType:
		writeError(w, http.StatusBadRequest, "type is none of callback, complaint, question")
		return
	}
	h := handoffOf(one)
	draft := ticket.Draft{
		ID: commandID(me, in.ID), Source: h.ID, Type: in.Type, Subject: in.Subject, Owner: me.Name, Customer: h.Customer, Conversation: h.Conversation,
		Channel: h.Channel, Locale: h.Locale, Category: h.Brief.Category, Summary: h.Summary.Text,
	}
	if note := strings.TrimSpace(in.Note); note != "" {
		people, err := s.names(r.Context())
		if err != nil {
			s.fail(w, r, err)
			return
		}
		draft.Comments = []ticket.Comment{{Text: note, Internal: true, Mentions: mentioned(note, people)}}
	}
	t, err := s.bot.Tickets().Open(r.Context(), draft, actorOf(me))
	if err == nil && !in.Until.IsZero() {
		t, err = s.bot.Tickets().Do(r.Context(), t.ID, ticket.Command{
			ID: commandID(me, in.ID) + "/until", Actor: actorOf(me), Actions: []ticket.Action{ticket.Snooze(in.Until)},
		})
	}
	s.showCase(w, r, t, err)
}

// casesOfCustomer lists the latest tickets of whoever talks in a conversation that an agent
// reads.
func (s *site) casesOfCustomer(w http.ResponseWriter, r *http.Request) {
	one, ok := s.handedOver(w, r)
	if !ok {
		return
	}
	v := caseList{Now: s.now(), States: s.stateTitles(), Cases: []caseRow{}}
	found, err := s.casesOf(r.Context(), handoffOf(one).Customer, append(activeKinds(), ticket.KindResolved), 10)
	for i := range found {
		v.Cases = append(v.Cases, s.rowOf(&found[i]))
	}
	s.reply(w, r, v, err)
}

// casesOf returns the latest tickets of a customer.
func (d *desk) casesOf(ctx context.Context, customer string, kinds []ticket.Kind, most int) ([]ticket.Ticket, error) {
	if customer == "" {
		return nil, nil
	}
	found, err := d.bot.Tickets().Find(ctx, ticket.Filter{Customers: []string{customer}, Kinds: kinds},
		ticket.Page{By: ticket.ByUpdated, Desc: true, Limit: most})
	return found.Tickets, err
}

// refusal is what a page is told when a ticket does not take a command: why, in a word that
// the page has a sentence for, and what would be possible.
type refusal struct {
	Error   string   `json:"error"`
	Code    string   `json:"code"`
	Allowed []string `json:"allowed,omitempty"`
	Fields  []string `json:"fields,omitempty"`
	Steps   []string `json:"steps,omitempty"`
	Reason  string   `json:"reason,omitempty"`
}

// refused answers an error of a ticket; false if it is none.
func refused(w http.ResponseWriter, err error) bool {
	var moved *ticket.MoveError
	var missing *ticket.MissingError
	var fault *ticket.FieldError
	switch {
	case errors.As(err, &moved):
		writeJSON(w, http.StatusConflict, refusal{Error: "this move is not allowed", Code: "move", Allowed: moved.Allowed, Reason: moved.Reason})
	case errors.As(err, &missing):
		writeJSON(w, http.StatusConflict, refusal{Error: "something is missing", Code: "missing", Fields: missing.Fields, Steps: missing.Steps})
	case errors.As(err, &fault):
		writeJSON(w, http.StatusBadRequest, refusal{Error: err.Error(), Code: "field", Fields: []string{fault.Field}, Reason: fault.Reason})
	case errors.Is(err, ticket.ErrFinal):
		writeJSON(w, http.StatusConflict, refusal{Error: "the ticket has ended", Code: "final"})
	case errors.Is(err, ticket.ErrDenied):
		writeJSON(w, http.StatusForbidden, refusal{Error: "this is not allowed", Code: "denied"})
	case errors.Is(err, ticket.ErrConflict):
		writeJSON(w, http.StatusConflict, refusal{Error: "somebody else was faster", Code: "late"})
	case errors.Is(err, ticket.ErrInvalid):
		writeJSON(w, http.StatusBadRequest, refusal{Error: err.Error(), Code: "field"})
	case errors.Is(err, ticket.ErrNotFound):
		writeJSON(w, http.StatusNotFound, refusal{Error: "there is no such ticket", Code: "none"})
	default:
		return false
	}
	return true
}
