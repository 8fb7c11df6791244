package main

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kefu-go/kefu/ticket"
)

// caseList is a page of tickets as the page of tickets shows it.
type caseList struct {
	Now    time.Time        `json:"now"`
	Views  []caseViewCount  `json:"views"`
	Cases  []caseRow        `json:"cases"`
	Next   string           `json:"next,omitempty"`
	States map[string]title `json:"states"`
	News   []notice         `json:"news"`
	People []string         `json:"people"`
}

type caseViewCount struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// title is a name for people, by language.
type title map[string]string

// caseRow is a ticket in a list.
type caseRow struct {
	ID       string      `json:"id"`
	Number   string      `json:"number"`
	Subject  string      `json:"subject"`
	Type     string      `json:"type,omitempty"`
	State    string      `json:"state"`
	Kind     ticket.Kind `json:"kind"`
	Active   bool        `json:"active,omitempty"` // there is work left
	Priority int         `json:"priority,omitempty"`
	Owner    string      `json:"owner,omitempty"`
	Group    string      `json:"group,omitempty"`
	Tags     []string    `json:"tags,omitempty"`
	Waiting  time.Time   `json:"waiting,omitzero"`
	Wake     time.Time   `json:"wake,omitzero"`
	Updated  time.Time   `json:"updated"`
	Clocks   []caseClock `json:"clocks,omitempty"`
	Warned   bool        `json:"warned,omitempty"`
	Late     bool        `json:"late,omitempty"`
}

// caseClock is a promise that is not kept yet.
type caseClock struct {
	Name string `json:"name"`
	// Title is that of the step whose clock it is, if it is one.
	Title title             `json:"title,omitempty"`
	State ticket.ClockState `json:"state"`
	// Due is when it is, or was, too late; a paused one has the Left seconds of its limit.
	Due  time.Time `json:"due,omitzero"`
	Left int       `json:"left,omitempty"`
	Late bool      `json:"late,omitempty"`
}

func (s *site) rowOf(t *ticket.Ticket) caseRow {
	row := caseRow{
		ID: t.ID, Number: t.Number, Subject: t.Subject, Type: t.Type, State: t.State, Kind: t.Kind, Active: t.Kind.Active(), Priority: t.Priority, Owner: t.Owner,
		Group: t.Group, Tags: t.Tags, Waiting: t.Waiting, Wake: t.Wake, Updated: t.Updated, Late: t.Late(), Warned: warned(t),
	}
	for _, c := range t.Clocks {
		if c.State == ticket.Running || c.State == ticket.Paused {
			row.Clocks = append(row.Clocks, caseClock{
				Name: c.Name, Title: s.stepTitle(t, strings.TrimPrefix(c.Name, stepClock)), State: c.State, Due: c.Due, Left: int(c.Remaining().Seconds()), Late: c.Breached,
			})
		}
	}
	slices.SortStableFunc(row.Clocks, func(a, b caseClock) int { return compareDue(a.Due, b.Due) })
	return row
}

// stepClock begins the names of the clocks of steps.
const stepClock = "step:"

// stepTitle is the name of a step of a ticket; nil if it has no such step.
func (s *site) stepTitle(t *ticket.Ticket, name string) title {
	for _, template := range s.bot.Tickets().Rules().Templates {
		if template.Name != t.Template {
			continue
		}
		for _, step := range template.Steps {
			if step.Name == name {
				return step.Title
			}
		}
	}
	return nil
}

// compareDue puts the earlier time first, and what is never due last.
func compareDue(a, b time.Time) int {
	if a.IsZero() != b.IsZero() {
		return cmp.Compare(strconv.FormatBool(a.IsZero()), strconv.FormatBool(b.IsZero()))
	}
	return a.Compare(b)
}

// warned says whether a clock that still goes has given a warning.
func warned(t *ticket.Ticket) bool {
	return slices.ContainsFunc(t.Clocks, func(c ticket.Clock) bool {
		return c.Ended.IsZero() && slices.ContainsFunc(t.Fired, func(key string) bool {
			return strings.HasPrefix(key, c.Name+"/"+strconv.Itoa(c.Round)+"/")
		})
	})
}

// caseViews are the lists that somebody can look at.
func caseViews(me string, now time.Time) (names []string, filters map[string]ticket.Filter) {
	late := true
	return []string{"mine", "unassigned", "open", "waiting", "late", "complaints", "done"}, map[string]ticket.Filter{
		"mine":       {Owners: []string{me}, Kinds: activeKinds()},
		"unassigned": {Owners: []string{""}, Kinds: activeKinds()},
		"open":       {Kinds: activeKinds()},
		"waiting":    {Kinds: []ticket.Kind{ticket.KindNew, ticket.KindOpen}, Awake: now},
		"late":       {Kinds: activeKinds(), Breached: &late},
		"complaints": {Kinds: activeKinds(), Types: []string{complaintType}},
		"done":       {Kinds: []ticket.Kind{ticket.KindResolved, ticket.KindClosed}},
	}
}

// casesOnPage is how many tickets a page of the list has.
const casesOnPage = 25

// listCases shows a list, or what a search finds among all tickets: by number, or by words.
func (s *site) listCases(w http.ResponseWriter, r *http.Request) {
	me, query := signedIn(r), r.URL.Query()
	names, filters := caseViews(me.Name, s.now())
	filter, ok := filters[query.Get("view")]
	search := strings.TrimSpace(query.Get("q"))
	if !ok && search == "" {
		writeError(w, http.StatusBadRequest, "view is none of "+strings.Join(names, ", "))
		return
	}
	page := ticket.Page{By: ticket.ByDeadline, After: query.Get("after"), Limit: casesOnPage}
	if query.Get("view") == "done" || search != "" {
		page.By, page.Desc = ticket.ByUpdated, true
	}
	if search != "" {
		filter = ticket.Filter{Words: ticket.Words(search)}
	}
	v := caseList{Now: s.now(), States: s.stateTitles(), Cases: []caseRow{}, News: []notice{}}
	found, err := s.findCases(r.Context(), search, filter, page)
	for i := range found.Tickets {
		v.Cases = append(v.Cases, s.rowOf(&found.Tickets[i]))
	}
	v.Next = found.Next
	for _, name := range names {
		if err != nil {
			break
		}
		var count map[string]int
		count, err = s.bot.Tickets().Count(r.Context(), filters[name], ticket.CountAll)
		v.Views = append(v.Views, caseViewCount{name, count[""]})
	}
	if err == nil {
		v.People, err = s.names(r.Context())
	}
	if err == nil {
		var news []notice
		news, err = s.notices.of(r.Context(), me.person)
		v.News = append(v.News, news...)
	}
	s.reply(w, r, v, err)
}

// findCases finds the ticket whose number was typed, or what the filter describes.
func (s *site) findCases(ctx context.Context, number string, f ticket.Filter, p ticket.Page) (ticket.Found, error) {
	if number != "" {
		t, err := s.bot.Tickets().ByNumber(ctx, number)
		if err == nil {
			return ticket.Found{Tickets: []ticket.Ticket{t}}, nil
		}
		if !errors.Is(err, ticket.ErrNotFound) {
			return ticket.Found{}, err
		}
		if len(f.Words) == 0 {
			return ticket.Found{}, nil // there is nothing in it to look for
		}
	}
	return s.bot.Tickets().Find(ctx, f, p)
}

// stateTitles are the names of the states.
func (s *site) stateTitles() map[string]title {
	titles := map[string]title{}
	for _, state := range s.bot.Tickets().Rules().Workflow.States {
		titles[state.Name] = state.Title
	}
	return titles
}

// names are the people of the desk.
func (s *site) names(ctx context.Context) ([]string, error) {
	people, err := s.accounts.list(ctx)
	names := make([]string, 0, len(people))
	for _, p := range people {
		names = append(names, p.Name)
	}
	return names, err
}
