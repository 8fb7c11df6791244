package routingtest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"

	"github.com/kefu-go/kefu/routing"
)

// Watched is a [routing.Store] that checks whatever is committed through it, before
// it is written, against what must hold of every router and every plan:
//
//   - An item ends once, and its events say how. Its version rises by one with each
//     commit; its arrival and its place in the order never change.
//   - At most one agent has it. He is registered, and was there to take it, and each
//     time that it is given to somebody its epoch rises by one and an event tells.
//   - Nobody is given more than his capacity, his limits and what is reserved allow.
//   - Among items that wait for the same, whoever came first is served first.
//   - The numbers of assignments and of items only rise.
//
// A commit is passed on whatever is found; [Watched.Err] tells. It is safe for
// concurrent use; the commits through one Watched come one after the other. Others
// may write to the store beside it: what they write is followed, and checked by a
// Watched of their own.
type Watched struct {
	store routing.Store

	mu     sync.Mutex
	known  picture
	faults []error
	found  int
	seen   int
}

// picture is what a store holds.
type picture struct {
	revision int64
	control  routing.Control
	works    map[string]routing.Work // that have not ended
	seats    map[string]routing.Seat // that are not removed
	held     map[string]map[string]struct{}
	lines    map[string]map[string]struct{} // the items that wait, by what they wait for
}

// maxFaults is how many faults are kept.
const maxFaults = 20

// Watch returns a store that checks what is committed to another one.
func Watch(store routing.Store) *Watched {
	w := &Watched{store: store}
	w.known.reset()
	return w
}

var _ routing.Store = (*Watched)(nil)

// Err returns what was found so far, the first twenty faults, or nil.
func (w *Watched) Err() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	err := errors.Join(w.faults...)
	if more := w.found - len(w.faults); more > 0 {
		err = fmt.Errorf("%w\n(and %d more)", err, more)
	}
	return err
}

// Commits returns how many commits were checked and written.
func (w *Watched) Commits() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.seen
}

// Commit implements [routing.Store].
func (w *Watched) Commit(ctx context.Context, c routing.Commit) (int64, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if c.After != w.known.revision {
		changes, err := w.store.Changes(ctx, w.known.revision)
		if err != nil {
			return 0, err
		}
		w.known.follow(&changes)
	}
	current := c.After == w.known.revision
	var faults []error
	if current {
		faults = w.known.check(&c)
	}
	revision, err := w.store.Commit(ctx, c)
	if err != nil {
		return revision, err
	}
	w.seen++
	if !current {
		faults = append(faults, fmt.Errorf("a commit after revision %d was taken at revision %d", c.After, w.known.revision))
	} else {
		w.known.apply(&c)
	}
	for _, f := range faults {
		if w.found++; len(w.faults) < maxFaults {
			w.faults = append(w.faults, fmt.Errorf("the commit of revision %d: %w", revision, f))
		}
	}
	return revision, nil
}

// Changes implements [routing.Store].
func (w *Watched) Changes(ctx context.Context, after int64) (routing.Changes, error) {
	return w.store.Changes(ctx, after)
}

// Work implements [routing.Store].
func (w *Watched) Work(ctx context.Context, item string) (routing.Work, error) {
	return w.store.Work(ctx, item)
}

// Events implements [routing.Store].
func (w *Watched) Events(ctx context.Context, item string, after int64) iter.Seq2[routing.Event, error] {
	return w.store.Events(ctx, item, after)
}

// Prune implements [routing.Store].
func (w *Watched) Prune(ctx context.Context, before time.Time, limit int) (int, error) {
	return w.store.Prune(ctx, before, limit)
}

func (p *picture) reset() {
	*p = picture{
		works: map[string]routing.Work{}, seats: map[string]routing.Seat{},
		held: map[string]map[string]struct{}{}, lines: map[string]map[string]struct{}{},
	}
}

// follow takes in what others wrote.
func (p *picture) follow(c *routing.Changes) {
	if c.Whole {
		p.reset()
	}
	for _, w := range c.Works {
		p.put(w)
	}
	for i := range c.Seats {
		p.sit(&c.Seats[i])
	}
	p.revision, p.control = c.Revision, c.Control
}

// apply takes in a commit that was written.
func (p *picture) apply(c *routing.Commit) {
	items := itemsOf(c)
	for i := range c.Statuses {
		st := &c.Statuses[i]
		w, ok := p.works[st.Item]
		if item := items[st.Item]; item != nil {
			w.Item = *item
		} else if !ok {
			w.Item.ID = st.Item // it had ended
		}
		w.Status = st.Status
		w.Status.Declined = append([]string(nil), st.Status.Declined...)
		p.put(w)
	}
	for i := range c.Seats {
		p.sit(&c.Seats[i])
	}
	if p.revision++; c.Control != nil {
		p.control = *c.Control
	}
}

func itemsOf(c *routing.Commit) map[string]*routing.Item {
	items := make(map[string]*routing.Item, len(c.Items))
	for i := range c.Items {
		items[c.Items[i].ID] = &c.Items[i]
	}
	return items
}

func (p *picture) put(w routing.Work) {
	id := w.Item.ID
	if old, ok := p.works[id]; ok {
		move(p.held, holder(&old.Status), id, false)
		move(p.lines, line(&old), id, false)
	}
	if w.Status.State.Ended() {
		delete(p.works, id)
		return
	}
	p.works[id] = w
	move(p.held, holder(&w.Status), id, true)
	move(p.lines, line(&w), id, true)
}

func (p *picture) sit(s *routing.Seat) {
	if s.Removed {
		delete(p.seats, s.Agent.ID)
		return
	}
	p.seats[s.Agent.ID] = *s
}

// move puts an id into a set, or takes it out; "" is no set.
func move(sets map[string]map[string]struct{}, key, id string, in bool) {
	switch set := sets[key]; {
	case key == "":
	case !in:
		if delete(set, id); len(set) == 0 {
			delete(sets, key)
		}
	case set == nil:
		sets[key] = map[string]struct{}{id: {}}
	default:
		set[id] = struct{}{}
	}
}

// holder is who has an item, or "".
func holder(s *routing.Status) string {
	if s.State.Held() {
		return s.Agent
	}
	return ""
}

// line tells what an item waits for: who waits for the same is served in the order
// of arrival. It is "" while the item does not wait.
func line(w *routing.Work) string {
	if w.Status.State != routing.Waiting {
		return ""
	}
	s := &w.Status.Stage
	return fmt.Sprintf("%q %q %q %v %v %d %d %g", s.Queue, w.Item.Channel, w.Item.Class, s.Require, s.Prefer, s.Priority, w.Status.Weight, s.Ageing)
}
