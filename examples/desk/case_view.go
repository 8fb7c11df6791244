package main

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/kefu-go/kefu/ticket"
)

// caseView is a ticket as the page shows it: how it stands, what was said, what happened,
// and what can be done.
type caseView struct {
	caseRow
	Now      time.Time `json:"now"`
	Version  int64     `json:"version"`
	Title    title     `json:"title"` // of its state
	Reason   string    `json:"reason,omitempty"`
	Category string    `json:"category,omitempty"`
	Summary  string    `json:"summary,omitempty"`
	Channel  string    `json:"channel,omitempty"`
	Created  time.Time `json:"created"`
	Watchers []string  `json:"watchers,omitempty"`
	Fields   []field   `json:"fields,omitempty"`
	// Told says that the customer can be answered: in the conversation that it came from.
	Told    bool            `json:"told"`
	Verdict *ticket.Verdict `json:"verdict,omitempty"`
	Ended   []caseClock     `json:"ended,omitempty"` // promises that were kept or broken
	Remarks []remark        `json:"remarks"`
	History []incident      `json:"history"`
	Steps   []caseStep      `json:"steps,omitempty"`
	Links   []caseLink      `json:"links,omitempty"`
	Moves   []move          `json:"moves,omitempty"`
	Macros  []macro         `json:"macros,omitempty"`
	Similar []caseRow       `json:"similar,omitempty"`
}

type field struct {
	Title title  `json:"title"`
	Value string `json:"value"`
}

// remark is a comment.
type remark struct {
	ID       string      `json:"id"`
	At       time.Time   `json:"at"`
	Role     ticket.Role `json:"role"`
	Name     string      `json:"name,omitempty"`
	Text     string      `json:"text"`
	Internal bool        `json:"internal,omitempty"`
	// From is the number of the ticket that was merged into this one, if it was said there.
	From string `json:"from,omitempty"`
}

// incident is something that happened to the ticket. The page has the words for it.
type incident struct {
	N      int64            `json:"n"`
	Type   ticket.EventType `json:"type"`
	At     time.Time        `json:"at"`
	Role   ticket.Role      `json:"role"`
	Name   string           `json:"name,omitempty"`
	Rule   string           `json:"rule,omitempty"`
	Reason string           `json:"reason,omitempty"`
	Field  string           `json:"field,omitempty"`
	Old    string           `json:"old,omitempty"`
	New    string           `json:"new,omitempty"`
	// Clock and Percent are of a warning or a breach, Until of a snooze, Link of a link.
	Clock    string          `json:"clock,omitempty"`
	Percent  int             `json:"percent,omitempty"`
	Until    time.Time       `json:"until,omitzero"`
	Link     ticket.LinkKind `json:"link,omitempty"`
	Number   string          `json:"number,omitempty"`
	Internal bool            `json:"internal,omitempty"`
}

// caseStep is a step of the procedure.
type caseStep struct {
	Name  string `json:"name"`
	Title title  `json:"title"`
	// State is "done", "skipped", "open" or "later", which waits for others.
	State    string    `json:"state"`
	Due      time.Time `json:"due,omitzero"`
	By       string    `json:"by,omitempty"`
	Done     time.Time `json:"done,omitzero"`
	Optional bool      `json:"optional,omitempty"`
	// Results are what has to be found, with what was.
	Results []result `json:"results,omitempty"`
}

type result struct {
	Name  string `json:"name"`
	Value string `json:"value,omitempty"`
}

type caseLink struct {
	Kind ticket.LinkKind `json:"link"`
	caseRow
}

// move is a state that the ticket may be moved to now, with what it asks for.
type move struct {
	To      string   `json:"to"`
	Title   title    `json:"title"`
	Require []string `json:"require,omitempty"`
}

type macro struct {
	Name  string `json:"name"`
	Title title  `json:"title"`
}

// oneCase shows a ticket.
func (s *site) oneCase(w http.ResponseWriter, r *http.Request) {
	t, err := s.bot.Tickets().Load(r.Context(), r.PathValue("id"))
	s.showCase(w, r, t, err)
}

// showCase answers with a ticket, or why not.
func (s *site) showCase(w http.ResponseWriter, r *http.Request, t ticket.Ticket, err error) {
	var v caseView
	if err == nil {
		v, err = s.viewOfCase(r.Context(), &t)
	}
	s.reply(w, r, v, err)
}

func (s *site) viewOfCase(ctx context.Context, t *ticket.Ticket) (v caseView, err error) {
	titles := s.stateTitles()
	v = caseView{
		caseRow: s.rowOf(t), Now: s.now(), Version: t.Version, Title: titles[t.State], Reason: t.Reason, Category: t.Category, Summary: t.Summary,
		Channel: t.Channel, Created: t.Created, Watchers: t.Watchers, Told: t.Conversation != "", Verdict: t.Verdict,
		Remarks: []remark{}, History: []incident{}, Steps: s.stepsOf(t),
	}
	for _, c := range t.Clocks {
		if c.State == ticket.Met {
			v.Ended = append(v.Ended, caseClock{Name: c.Name, Title: s.stepTitle(t, strings.TrimPrefix(c.Name, stepClock)), State: c.State, Due: c.Ended, Late: c.Breached})
		}
	}
	rules := s.bot.Tickets().Rules()
	for _, f := range rules.Fields {
		if value := t.Fields[f.Name]; value != "" {
			v.Fields = append(v.Fields, field{f.Title, value})
		}
	}
	for _, to := range rules.Workflow.Allowed(t.State) {
		for _, state := range rules.Workflow.States {
			if state.Name == to {
				v.Moves = append(v.Moves, move{to, state.Title, state.Require})
			}
		}
	}
	offered, err := s.bot.Tickets().Macros(ctx, t.ID)
	if err != nil {
		return v, err
	}
	for _, m := range offered {
		v.Macros = append(v.Macros, macro{m.Name, m.Title})
	}
	numbers := map[string]string{} // by id, each looked up once
	if err = s.linksOf(ctx, t, &v, numbers); err != nil {
		return v, err
	}
	for said, err := range s.bot.Tickets().Comments(ctx, t.ID, false) {
		if err != nil {
			return v, err
		}
		one := remark{
			ID: said.ID, At: said.At, Role: said.Actor.Role, Name: nameOf(said.Actor), Text: said.Comment.Text, Internal: said.Comment.Internal,
		}
		if said.Ticket != t.ID {
			one.From = s.numberOf(ctx, said.Ticket, numbers)
		}
		v.Remarks = append(v.Remarks, one)
	}
	for e, err := range s.bot.Tickets().History(ctx, t.ID) {
		if err != nil {
			return v, err
		}
		v.History = append(v.History, s.incidentOf(ctx, &e, numbers))
	}
	return v, nil
}

// nameOf is how somebody is called; customers, who are ids here, have no name.
func nameOf(a ticket.Actor) string {
	switch {
	case a.Name != "":
		return a.Name
	case a.Role == ticket.Customer || a.Role == ticket.Bot:
		return ""
	}
	return a.ID
}

func (s *site) incidentOf(ctx context.Context, e *ticket.Event, numbers map[string]string) incident {
	one := incident{
		N: e.N, Type: e.Type, At: e.At, Role: e.Actor.Role, Name: nameOf(e.Actor), Rule: e.Rule, Reason: e.Reason, Field: e.Field,
		Old: e.Old, New: e.New, Until: e.Until,
	}
	if e.Mark != nil {
		one.Clock, one.Percent = e.Mark.Clock, e.Mark.Percent
	}
	if e.Link != nil {
		one.Link, one.Number = e.Link.Kind, s.numberOf(ctx, e.Link.Ticket, numbers)
	}
	if e.Absorbed != nil {
		one.Number = s.numberOf(ctx, e.Absorbed.Ticket, numbers)
	}
	if e.Comment != nil {
		one.Internal = e.Comment.Internal
	}
	if e.Notice != nil {
		one.New = e.Notice.To
	}
	return one
}

// numberOf is the number of a ticket, as people read it.
func (s *site) numberOf(ctx context.Context, id string, known map[string]string) string {
	if number, ok := known[id]; ok {
		return number
	}
	t, err := s.bot.Tickets().Load(ctx, id)
	if err != nil { // it is gone since
		return ""
	}
	known[id] = t.Number
	return t.Number
}

// linksOf shows what a ticket is linked to.
func (s *site) linksOf(ctx context.Context, t *ticket.Ticket, v *caseView, numbers map[string]string) error {
	for _, l := range t.Links {
		other, err := s.bot.Tickets().Load(ctx, l.Ticket)
		if errors.Is(err, ticket.ErrNotFound) {
			continue // pruned
		}
		if err != nil {
			return err
		}
		numbers[other.ID] = other.Number
		v.Links = append(v.Links, caseLink{l.Kind, s.rowOf(&other)})
	}
	return nil
}

// stepsOf shows how far the procedure is.
func (s *site) stepsOf(t *ticket.Ticket) (steps []caseStep) {
	rules := map[string]ticket.StepRule{}
	for _, template := range s.bot.Tickets().Rules().Templates {
		if template.Name == t.Template {
			for _, rule := range template.Steps {
				rules[rule.Name] = rule
			}
		}
	}
	for _, one := range t.Steps {
		rule := rules[one.Name]
		step := caseStep{Name: one.Name, Title: rule.Title, Due: one.Due, By: one.By, Done: one.Done, Optional: rule.Optional, State: "open"}
		switch {
		case one.Skipped:
			step.State = "skipped"
		case !one.Done.IsZero():
			step.State = "done"
		case one.Started.IsZero():
			step.State = "later"
		}
		for _, name := range rule.Results {
			step.Results = append(step.Results, result{name, one.Results[name]})
		}
		steps = append(steps, step)
	}
	return steps
}

// similarCases lists what is like a ticket: it may have been solved before.
func (s *site) similarCases(w http.ResponseWriter, r *http.Request) {
	v := caseList{Now: s.now(), States: s.stateTitles(), Cases: []caseRow{}}
	matches, err := s.bot.Tickets().SimilarTo(r.Context(), r.PathValue("id"), 4)
	for i := range matches {
		v.Cases = append(v.Cases, s.rowOf(&matches[i].Ticket))
	}
	s.reply(w, r, v, err)
}
