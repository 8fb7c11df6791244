package routing

import (
	"context"
	"slices"
	"strings"
)

// Suggestion is an agent for an item, with the reasons.
type Suggestion = Verdict

// Suggest says which agents could take an item, the best first, at most n of them,
// and changes nothing. Whoever is not online or has no room comes after those who
// could take it at once, with the reason in Why. An item that has ended is
// [ErrNotFound].
func (r *Router) Suggest(ctx context.Context, item string, n int) ([]Suggestion, error) {
	all, err := r.Explain(ctx, item)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(v Verdict) bool { return len(v.Lacks) > 0 })
	return all[:min(max(n, 0), len(all))], nil
}

// SuggestFor does the same for an item that has not been submitted: where it would
// go and to whom.
func (r *Router) SuggestFor(ctx context.Context, item Item, n int) (Stage, []Suggestion, error) {
	if err := item.Check(); err != nil {
		return Stage{}, nil, err
	}
	if err := r.loadOnce(ctx); err != nil {
		return Stage{}, nil, err
	}
	r.mu.Lock() // classes may be made
	defer r.mu.Unlock()
	t := tx{board: r.board, r: r, now: r.now()}
	e := &entry{item: cloneItem(&item), status: Status{State: Waiting, Arrived: t.arrival(&item), Weight: t.planner.weight(&item)}}
	p := t.planner.place(t.facts(&e.item, &e.status), e.status.Weight)
	if p.Err != nil || p.Divert != "" {
		return p.Stage, nil, p.Err
	}
	e.status.Stage = p.Stage
	all := slices.DeleteFunc(t.verdicts(e, ""), func(v Verdict) bool { return len(v.Lacks) > 0 })
	return p.Stage, all[:min(max(n, 0), len(all))], nil
}

// Explain says of each registered agent what speaks for or against giving him an
// open item now: who holds it first, then the best. An item that has ended is
// [ErrNotFound].
func (r *Router) Explain(ctx context.Context, item string) ([]Verdict, error) {
	if err := r.loadOnce(ctx); err != nil {
		return nil, err
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	e := r.board.work(item)
	if e == nil {
		return nil, &NotFoundError{What: "item", ID: item}
	}
	t := tx{board: r.board, r: r, now: r.now()}
	holder := ""
	if e.status.State.Held() {
		holder = e.status.Agent
	}
	return t.verdicts(e, holder), nil
}

// verdicts looks at all agents for an item.
func (t *tx) verdicts(e *entry, chosen string) []Verdict {
	_, strategy := t.planner.strategy(e.status.Stage.Queue)
	c := Candidate{Item: &e.item, Stage: &e.status.Stage, Now: t.now, Team: &t.team}
	out := make([]Verdict, 0, len(t.board.seats))
	by := make(map[string]*seat, len(t.board.seats))
	for id, s := range t.board.seats {
		by[id] = s
		v := Verdict{Agent: id, Lacks: t.planner.qualifies(&s.rec.Agent, &e.status.Stage.Require, e.status.Stage.Queue)}
		if id == chosen {
			v.Why = append(v.Why, "chosen")
		} else {
			v.Why = t.against(e, s)
		}
		if len(v.Lacks) == 0 {
			v.Score = t.r.score(strategy, c.of(s))
		} else {
			v.Why = append(v.Why, "unqualified")
		}
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b Verdict) int { return rankVerdicts(&a, &b, by, chosen) })
	rank := 0
	for i := range out {
		v := &out[i]
		if v.Agent != chosen && len(v.Why) > 0 {
			continue
		}
		rank++
		v.Rank = rank
		if v.Agent == chosen || rank == 1 {
			continue
		}
		switch first := &out[0]; {
		case v.Score != first.Score:
			v.Why = append(v.Why, "lower_score")
		case !by[v.Agent].rec.Idle.Equal(by[first.Agent].rec.Idle):
			v.Why = append(v.Why, "tie_idle")
		default:
			v.Why = append(v.Why, "tie_id")
		}
	}
	return out
}

// against says what keeps a seat from taking an item now, whatever he can do.
func (t *tx) against(e *entry, s *seat) (why []string) {
	if p := s.rec.Presence; p != Online {
		why = append(why, p.String())
	}
	if !s.takes(e.status.Weight, e.item.Channel, e.item.Class) {
		why = append(why, "no_room")
	}
	if e.declinedBy(s) {
		why = append(why, "declined")
	}
	return why
}

// rankVerdicts orders the chosen one first, then those who could take it, then
// those who could but not now, then the unqualified; within each by score, idle
// time and id, as the choice itself does.
func rankVerdicts(a, b *Verdict, by map[string]*seat, chosen string) int {
	if ga, gb := groupOf(a, chosen), groupOf(b, chosen); ga != gb {
		return ga - gb
	}
	if a.Score != b.Score {
		if a.Score > b.Score {
			return -1
		}
		return 1
	}
	if c := by[a.Agent].rec.Idle.Compare(by[b.Agent].rec.Idle); c != 0 {
		return c
	}
	return strings.Compare(a.Agent, b.Agent)
}

func groupOf(v *Verdict, chosen string) int {
	switch {
	case v.Agent == chosen:
		return 0
	case len(v.Lacks) > 0:
		return 3
	case len(v.Why) > 0:
		return 2
	}
	return 1
}

// decided tells the host of a choice.
func (t *tx) decided(e *entry, s *seat, strategy string) {
	defer func() {
		if p := recover(); p != nil {
			t.r.log.Error("routing: OnDecision panicked", "panic", p)
		}
	}()
	item, stage := cloneItem(&e.item), e.status.Stage
	d := &Decision{
		Item: &item, Stage: &stage, Chosen: s.rec.Agent.ID, Strategy: strategy,
		explain: func() []Verdict { return t.verdicts(e, s.rec.Agent.ID) },
	}
	defer func() { d.explain = func() []Verdict { return nil } }()
	t.r.opts.OnDecision(d)
}
