package routing

import (
	"context"
	"iter"
	"slices"
	"strings"
	"time"
)

// AgentState is an agent and what he is doing.
type AgentState struct {
	Seat Seat `json:"seat"`
	// Used is how many units of his capacity are filled.
	Used int `json:"used"`
	// Offered, Active and Wrapping count his items.
	Offered  int `json:"offered,omitempty"`
	Active   int `json:"active,omitempty"`
	Wrapping int `json:"wrapping,omitempty"`
	// Items are the ids of his items, in the order in which they came, and
	// Assignments what he has to name when he does something with them.
	Items       []string     `json:"items,omitempty"`
	Assignments []Assignment `json:"assignments,omitempty"`
	// Room says that he would take something now.
	Room bool `json:"room,omitempty"`
}

// Work returns an item, ended or not, or [ErrNotFound].
func (r *Router) Work(ctx context.Context, item string) (Work, error) {
	if err := r.loadOnce(ctx); err != nil {
		return Work{}, err
	}
	r.mu.RLock()
	if e := r.board.work(item); e != nil {
		defer r.mu.RUnlock()
		var w Work
		e.work(&w)
		return w, nil
	}
	r.mu.RUnlock()
	return r.store.Work(ctx, item)
}

// loadOnce loads the board if no command has yet.
func (r *Router) loadOnce(ctx context.Context) error {
	r.mu.RLock()
	loaded := r.loaded
	r.mu.RUnlock()
	if loaded {
		return ctx.Err()
	}
	return r.do(ctx, func(*tx) error { return nil })
}

// Open returns the open items of a queue, or of all queues if it is empty: those
// that wait first, in the order in which they would be served, then the others in
// the order in which they came.
func (r *Router) Open(ctx context.Context, queue string) ([]Work, error) {
	if err := r.loadOnce(ctx); err != nil {
		return nil, err
	}
	now := r.now().UnixMicro()
	r.mu.RLock()
	defer r.mu.RUnlock()
	var found []*entry
	for e := range r.board.works.each {
		if queue == "" || e.status.Stage.Queue == queue {
			found = append(found, e)
		}
	}
	slices.SortFunc(found, func(a, b *entry) int {
		switch {
		case a.class != nil && b.class != nil && a.sooner(&b.urgency, now), a.class != nil && b.class == nil,
			a.class == nil && b.class == nil && a.status.Order < b.status.Order:
			return -1
		}
		return 1
	})
	out := make([]Work, len(found))
	for i, e := range found {
		e.work(&out[i])
	}
	return out, nil
}

// Conversation returns the open items of a conversation, in the order in which they
// came.
func (r *Router) Conversation(ctx context.Context, id string) ([]Work, error) {
	if err := r.loadOnce(ctx); err != nil {
		return nil, err
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	var out []Work
	for _, e := range r.board.talks[id] {
		out = append(out, Work{})
		e.work(&out[len(out)-1])
	}
	slices.SortFunc(out, func(a, b Work) int { return int(a.Status.Order - b.Status.Order) })
	return out, nil
}

// Agents returns the registered agents and what they are doing, in the order of
// their ids.
func (r *Router) Agents(ctx context.Context) ([]AgentState, error) {
	if err := r.loadOnce(ctx); err != nil {
		return nil, err
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	out := make([]AgentState, 0, len(r.board.seats))
	for _, s := range r.board.seats {
		out = append(out, r.board.state(s))
	}
	slices.SortFunc(out, func(a, b AgentState) int { return strings.Compare(a.Seat.Agent.ID, b.Seat.Agent.ID) })
	return out, nil
}

// Agent returns one of them, or [ErrNotFound].
func (r *Router) Agent(ctx context.Context, id string) (AgentState, error) {
	if err := r.loadOnce(ctx); err != nil {
		return AgentState{}, err
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	s := r.board.seats[id]
	if s == nil {
		return AgentState{}, &NotFoundError{What: "agent", ID: id}
	}
	return r.board.state(s), nil
}

func (b *board) state(s *seat) AgentState {
	a := AgentState{Seat: s.rec, Used: s.used, Room: b.open.has(s.index)}
	a.Seat.Agent = cloneAgent(&s.rec.Agent)
	for _, e := range s.items() {
		a.Items = append(a.Items, e.item.ID)
		a.Assignments = append(a.Assignments, e.assignment())
		switch e.status.State {
		case Offered:
			a.Offered++
		case Active:
			a.Active++
		case Wrapping:
			a.Wrapping++
		}
	}
	return a
}

// Learned returns what was learned of an agent, by category.
func (r *Router) Learned(ctx context.Context, agent string) (map[string]Experience, error) {
	if err := r.loadOnce(ctx); err != nil {
		return nil, err
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	s := r.board.seats[agent]
	if s == nil {
		return nil, &NotFoundError{What: "agent", ID: agent}
	}
	out := make(map[string]Experience, len(s.past))
	for category, x := range s.past {
		out[category] = x
	}
	return out, nil
}

// Queue returns how a queue is. A queue that is not in the plan is [ErrNotFound].
func (r *Router) Queue(ctx context.Context, id string) (QueueState, error) {
	if err := r.loadOnce(ctx); err != nil {
		return QueueState{}, err
	}
	r.mu.Lock() // classes may be made
	defer r.mu.Unlock()
	if r.planner.queue(id) == nil {
		return QueueState{}, &NotFoundError{What: "queue", ID: id}
	}
	return r.board.queue(id, r.now()), nil
}

// Load is how much there is to do for everybody together.
type Load struct {
	// Waiting is how many items wait, and People how many people are online.
	Waiting, People int
	// Peak says that the load counts as high since PeakSince.
	Peak      bool
	PeakSince time.Time
	// Revision is that of the store, as far as this router knows it.
	Revision int64
}

// Load returns how much there is to do.
func (r *Router) Load(ctx context.Context) (Load, error) {
	if err := r.loadOnce(ctx); err != nil {
		return Load{}, err
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	b := r.board
	return Load{Waiting: b.waiting, People: b.people, Peak: b.control.Peak, PeakSince: b.control.PeakSince, Revision: b.revision}, nil
}

// Events yields the events after a number, as [Store.Events] does; with an item's
// id only those of the item: its whole history.
func (r *Router) Events(ctx context.Context, item string, after int64) iter.Seq2[Event, error] {
	return r.store.Events(ctx, item, after)
}

// Prune forgets at most limit items that ended before a time, with their history; see
// [Store.Prune]. It returns how many. A router forgets nothing by itself.
func (r *Router) Prune(ctx context.Context, before time.Time, limit int) (int, error) {
	return r.store.Prune(ctx, before, limit)
}

// Plan returns the plan.
func (r *Router) Plan() Plan {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.planner.plan.clone()
}
