package metrics

// ticket folds the life of a ticket. What is not recorded yet, as its opening, is taken to have been at the first event.
func (f *folder) ticket() []Episode {
	start := f.items[0].at
	for i := range f.items {
		if f.items[i].e.Kind == TicketOpened {
			start = f.items[i].at
			break
		}
	}
	e := f.items[0].e
	t := talk{Episode: Episode{ID: f.key + "#1", Subject: Case, Ticket: e.Ticket, Start: instant(start)}}
	c := caseState{solvedAt: never, closedAt: never}
	for i := range f.items {
		it := &f.items[i]
		first(&t.Conversation, it.e.Conversation)
		t.describe(it.e, true)
		c.note(f, &t, it, start)
	}
	t.Last = instant(f.items[len(f.items)-1].at)
	t.Agent = c.holder
	if c.closedAt != never {
		t.End = instant(max(c.closedAt, start))
		first(&t.EndReason, "closed")
		t.Outcome = Unresolved
	}
	if c.solvedAt != never {
		t.Resolution = f.span(start, c.solvedAt)
		t.Outcome = ByBot
		if c.solver != "" {
			t.Outcome, t.Agent = ByHuman, c.solver
		}
	}
	return []Episode{t.Episode}
}

// caseState is a ticket under way.
type caseState struct {
	solvedAt, closedAt int64
	solver, holder     string
}

func (c *caseState) note(f *folder, t *talk, it *item, start int64) {
	e := it.e
	switch e.Kind {
	case TicketReplied:
		if e.Agent == "" {
			t.FromBot++
			return
		}
		t.FromAgents++
		c.holder = e.Agent
		if !t.FirstHuman.Known {
			t.FirstHuman = f.span(start, it.at)
		}
	case TicketSolved:
		if c.solvedAt == never {
			c.solvedAt = it.at
		}
		last(&c.solver, e.Agent)
	case TicketReopened:
		if c.solvedAt == never && c.closedAt == never {
			return // it was open anyway
		}
		t.Reopened, t.EndReason = true, ""
		c.solvedAt, c.closedAt, c.solver = never, never, ""
	case TicketClosed:
		if c.closedAt == never {
			c.closedAt, t.EndReason = it.at, e.Reason
		}
	case GoalMet, GoalMissed:
		t.promise(Goal{Name: e.Step, Met: e.Kind == GoalMet, Took: took(e)})
	}
}

// promise notes what became of a promise; what was said of it last counts.
func (t *talk) promise(g Goal) {
	for i := len(t.Goals) - 1; i >= max(0, len(t.Goals)-near); i-- {
		if t.Goals[i].Name == g.Name {
			t.Goals[i] = g
			return
		}
	}
	t.Goals = append(t.Goals, g)
}
