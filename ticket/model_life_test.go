package ticket_test

import (
	"cmp"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/ticket"
)

// life is what a ticket should be: a short account of the same rules.
type life struct {
	id, state, owner                                        string
	kind                                                    ticket.Kind
	tags                                                    []string
	links                                                   []ticket.Link
	words                                                   []words
	wake, waiting, replied, last, heard, resolved, closedAt time.Time
	reopened                                                int
}

// words are a comment: where it was written, or went to.
type words struct {
	text, home string
	at         time.Time
	by         ticket.Role
	internal   bool
}

// tale is what became of all tickets.
type tale struct {
	flow  ticket.Workflow
	now   time.Time
	lives map[string]*life
	order []string
}

func (w *tale) open(id, owner string, tags []string, waits bool) *life {
	l := &life{id: id, state: w.flow.Initial, kind: w.place(w.flow.Initial).Kind, owner: owner, tags: tags}
	if waits {
		l.waiting, l.heard = w.now, w.now
	}
	w.lives[id] = l
	w.order = append(w.order, id)
	return l
}

func (w *tale) place(state string) *ticket.State {
	for i := range w.flow.States {
		if w.flow.States[i].Name == state {
			return &w.flow.States[i]
		}
	}
	return nil
}

func (w *tale) firstOf(kind ticket.Kind) string {
	for _, s := range w.flow.States {
		if s.Kind == kind {
			return s.Name
		}
	}
	return ""
}

// move moves a ticket, if there is somewhere to go.
func (w *tale) move(l *life, to string) {
	if to == "" || to == l.state {
		return
	}
	was := l.kind
	l.state, l.kind = to, w.place(to).Kind
	switch {
	case l.kind == ticket.KindResolved:
		l.resolved = w.now
	case l.kind.Final():
		l.closedAt = w.now
	default:
		l.resolved = time.Time{}
		if was == ticket.KindResolved {
			l.reopened++
		}
	}
	if !l.kind.Active() {
		l.waiting, l.wake = time.Time{}, time.Time{}
	}
}

// settle closes those whose window is over, of the tickets that something happened to.
func (w *tale) settle(touched ...*life) {
	for _, l := range touched {
		if l.kind == ticket.KindResolved && !w.now.Before(l.resolved.Add(w.flow.Reopen.Std())) {
			w.move(l, w.firstOf(ticket.KindClosed))
		}
	}
}

func (w *tale) overdue(l *life) bool {
	return l.kind == ticket.KindResolved && w.now.After(l.resolved.Add(w.flow.Reopen.Std()))
}

// receiver returns who takes words for a ticket; nil: a follow-up of last.
func (w *tale) receiver(l *life, public bool, seen map[string]bool) (taker, last *life) {
	if seen[l.id] {
		return nil, nil
	}
	seen[l.id] = true
	var next []string
	switch {
	case l.kind == ticket.KindMerged:
		next = l.linked(ticket.MergedInto)
	case public && (l.kind.Final() || w.overdue(l)):
		next = l.linked(ticket.FollowUp)
		slices.Reverse(next)
	default:
		return l, nil
	}
	last = l
	for _, id := range next {
		taker, later := w.receiver(w.lives[id], public, seen)
		if taker != nil {
			return taker, nil
		}
		last = cmp.Or(later, last)
	}
	return nil, last
}

func (l *life) linked(kind ticket.LinkKind) (ids []string) {
	for _, k := range l.links {
		if k.Kind == kind {
			ids = append(ids, k.Ticket)
		}
	}
	return ids
}

func (l *life) link(kind ticket.LinkKind, to string) {
	if k := (ticket.Link{Kind: kind, Ticket: to}); !slices.Contains(l.links, k) {
		l.links = append(l.links, k)
		slices.SortFunc(l.links, func(a, b ticket.Link) int {
			return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Ticket, b.Ticket))
		})
	}
}

func (l *life) unlink(kind ticket.LinkKind, to string) bool {
	n := len(l.links)
	l.links = slices.DeleteFunc(l.links, func(k ticket.Link) bool { return k == ticket.Link{Kind: kind, Ticket: to} })
	return len(l.links) < n
}

func (l *life) tag(s string) {
	if !slices.Contains(l.tags, s) {
		l.tags = append(slices.Clone(l.tags), s)
		slices.Sort(l.tags)
	}
}

// spoken is who waits for whom after public words.
func (l *life) spoken(by ticket.Role, at time.Time) {
	switch {
	case by == ticket.Customer:
		l.heard = at
		if l.waiting.IsZero() && l.kind.Active() {
			l.waiting = at
		}
	case by.Staff():
		l.waiting, l.last = time.Time{}, at
		if l.replied.IsZero() {
			l.replied = at
		}
	}
}

// heardOf has a customer's words bring a ticket back.
func (w *tale) heardOf(l *life) {
	if to := w.place(l.state).OnReply; to != "" && to != l.state {
		l.wake = time.Time{}
		w.move(l, to)
	}
}

func (w *tale) say(l *life, by ticket.Role, internal bool, text string) {
	was := w.place(l.state)
	if by == ticket.Customer && !internal {
		w.heardOf(l)
	}
	l.words = append(l.words, words{text: text, home: l.id, at: w.now, by: by, internal: internal})
	if internal {
		return
	}
	l.spoken(by, w.now)
	if by.Staff() {
		w.move(l, was.OnAnswer)
	}
}

// circle says whether a link would lead back to where it starts.
func (w *tale) circle(from *life, kind ticket.LinkKind, to string) bool {
	if kind != ticket.Parent && kind != ticket.Child && kind != ticket.Blocks && kind != ticket.BlockedBy {
		return false
	}
	if to == from.id {
		return true
	}
	return slices.ContainsFunc(w.lives[to].linked(kind), func(id string) bool { return w.circle(from, kind, id) })
}

func (w *tale) merge(from, into *life) {
	if !from.waiting.IsZero() {
		w.heardOf(into)
		if into.kind.Active() && (into.waiting.IsZero() || from.waiting.Before(into.waiting)) {
			into.waiting = from.waiting
		}
	}
	touched := []*life{into}
	stays := func(k ticket.LinkKind) bool {
		return k == ticket.MergedFrom || k == ticket.SplitFrom || k == ticket.SplitInto
	}
	moves := slices.DeleteFunc(slices.Clone(from.links), func(k ticket.Link) bool {
		return stays(k.Kind) || k.Ticket == into.id || w.circle(into, k.Kind, k.Ticket)
	})
	for _, k := range from.links {
		if stays(k.Kind) || !w.lives[k.Ticket].unlink(k.Kind.Counterpart(), from.id) {
			continue
		}
		if slices.Contains(moves, k) {
			w.lives[k.Ticket].link(k.Kind.Counterpart(), into.id)
		}
		touched = append(touched, w.lives[k.Ticket])
	}
	for _, k := range moves {
		into.link(k.Kind, k.Ticket)
	}
	into.link(ticket.MergedFrom, from.id)
	from.link(ticket.MergedInto, into.id)
	for _, s := range from.tags {
		into.tag(s)
	}
	into.words = append(into.words, from.words...)
	slices.SortStableFunc(into.words, func(a, b words) int { return a.at.Compare(b.at) })
	into.owner = cmp.Or(into.owner, from.owner)
	w.move(from, w.firstOf(ticket.KindMerged))
	w.settle(touched...)
}

// anyWorkflow draws a life cycle that a desk takes.
func anyWorkflow(t *rapid.T) ticket.Workflow {
	initial := rapid.SampledFrom([]ticket.Kind{ticket.KindNew, ticket.KindOpen}).Draw(t, "initial")
	kinds := []ticket.Kind{initial, ticket.KindOpen, ticket.KindResolved, ticket.KindClosed, ticket.KindMerged}
	more := []ticket.Kind{ticket.KindOpen, ticket.KindPending, ticket.KindOnHold, ticket.KindResolved, ticket.KindClosed, ticket.KindSpam, ticket.KindMerged}
	kinds = append(kinds, rapid.SliceOfN(rapid.SampledFrom(more), 0, 4).Draw(t, "kinds")...)
	w := ticket.Workflow{Reopen: ticket.Duration(time.Duration(rapid.IntRange(1, 100).Draw(t, "reopen")) * time.Hour)}
	var to []string // where one can go
	for i, k := range kinds {
		name := string(k) + string(rune('a'+i))
		w.States = append(w.States, ticket.State{Name: name, Kind: k})
		if i > 0 && k != ticket.KindMerged {
			to = append(to, name)
		}
	}
	w.Initial = w.States[0].Name
	for i := range w.States {
		s := &w.States[i]
		if s.Kind.Final() {
			continue
		}
		s.To = slices.Clone(to)
		if i > 0 {
			s.To = rapid.SliceOfDistinct(rapid.SampledFrom(to), rapid.ID[string]).Draw(t, "to "+s.Name)
			if !slices.Contains(s.To, w.States[3].Name) { // a way to the end
				s.To = append(s.To, w.States[3].Name)
			}
		}
		anywhere := rapid.SampledFrom(append([]string{""}, to...))
		s.OnReply, s.OnAnswer, s.OnWake = anywhere.Draw(t, "on reply"), anywhere.Draw(t, "on answer"), anywhere.Draw(t, "on wake")
	}
	return w
}
