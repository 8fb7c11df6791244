package routingtest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/routing"
)

// worker is one of a crowd.
type worker struct {
	*crowd
	client int
	name   string
	did    string
	n      int
	rng    *rand.Rand
}

// assignmentCalls are the commands that name an assignment.
var assignmentCalls = map[string]func(ctx context.Context, r *routing.Router, a routing.Assignment, reason string) (routing.Work, error){
	"accept": func(ctx context.Context, r *routing.Router, a routing.Assignment, _ string) (routing.Work, error) {
		return r.Accept(ctx, a)
	},
	"reject": func(ctx context.Context, r *routing.Router, a routing.Assignment, reason string) (routing.Work, error) {
		return r.Reject(ctx, a, reason)
	},
	"return": func(ctx context.Context, r *routing.Router, a routing.Assignment, reason string) (routing.Work, error) {
		return r.Return(ctx, a, reason)
	},
	"complete": func(ctx context.Context, r *routing.Router, a routing.Assignment, reason string) (routing.Work, error) {
		return r.Complete(ctx, a, reason)
	},
	"ready": func(ctx context.Context, r *routing.Router, a routing.Assignment, _ string) (routing.Work, error) {
		return r.Ready(ctx, a)
	},
	"transfer": func(ctx context.Context, r *routing.Router, a routing.Assignment, reason string) (routing.Work, error) {
		return r.Transfer(ctx, a, routing.Destination{Queue: "given"}, routing.Hand{By: a.Agent, Reason: reason})
	},
}

// usual are the commands on assignments, as often as they are given.
var usual = [...]string{"accept", "accept", "accept", "complete", "complete", "complete", "complete", "reject", "return", "ready", "transfer"}

// work does one thing. What a router may refuse is no error.
func (w *worker) work(ctx context.Context) error {
	r := w.routers[w.rng.IntN(len(w.routers))]
	agent := w.rng.IntN(crowdAgents)
	switch n := w.rng.IntN(100); {
	case n < 30:
		w.n++
		return w.submit(ctx, r, fmt.Sprintf("item %s %d", w.name, w.n))
	case n < 34:
		if id := w.anItem(); id != "" {
			w.did = "submit again"
			got, err := r.Submit(ctx, routing.Item{ID: id, Customer: "another"})
			if err == nil && got.Item.Customer == "another" {
				err = fmt.Errorf("item %q was submitted again and is another", id)
			}
			return err
		}
		return nil
	case n < 78:
		return w.handle(ctx, r)
	case n < 82:
		if id := w.anItem(); id != "" {
			return w.command("assign", id, routing.Assignment{}, func() (routing.Work, error) {
				return r.Assign(ctx, id, agentName(agent), routing.Hand{By: "supervisor", Unqualified: n%2 == 0})
			})
		}
		return nil
	case n < 85:
		if id := w.anItem(); id != "" {
			return w.command("cancel", id, routing.Assignment{}, func() (routing.Work, error) { return r.Cancel(ctx, id, "left") })
		}
		return nil
	case n < 92:
		w.did = "presence"
		p := [...]routing.Presence{routing.Online, routing.Online, routing.Online, routing.Busy, routing.Away, routing.Offline}[w.rng.IntN(6)]
		return r.SetPresence(ctx, agentName(agent), p, "")
	case n < 94:
		w.did = "register"
		return w.register(ctx, r, agent, 1+w.rng.IntN(4))
	default:
		w.did = "sweep"
		w.clock.Add(int64(w.rng.IntN(8)))
		_, err := r.Sweep(ctx)
		return err
	}
}

func (w *worker) anItem() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.items) == 0 {
		return ""
	}
	return w.items[w.rng.IntN(len(w.items))]
}

func (w *worker) submit(ctx context.Context, r *routing.Router, id string) error {
	item := routing.Item{
		ID: id, Category: crowdQueues[w.rng.IntN(len(crowdQueues))].ID, Channel: [...]string{"chat", "chat", "voice"}[w.rng.IntN(3)],
		Priority: w.rng.IntN(2), Class: [...]string{"", "", "vip"}[w.rng.IntN(3)],
	}
	if w.rng.IntN(2) == 0 {
		item.Skills = []routing.Need{{Skill: [...]string{"x", "y"}[w.rng.IntN(2)], Min: 1 + w.rng.IntN(4)}}
	}
	err := w.command("submit", id, routing.Assignment{}, func() (routing.Work, error) { return r.Submit(ctx, item) })
	if err == nil {
		w.mu.Lock()
		w.items = append(w.items, id)
		w.mu.Unlock()
	}
	return err
}

// handle does something with an assignment: mostly one of the last.
func (w *worker) handle(ctx context.Context, r *routing.Router) error {
	w.mu.Lock()
	if len(w.last) == 0 {
		w.mu.Unlock()
		return nil
	}
	at := w.rng.IntN(len(w.last))
	if w.rng.IntN(8) > 0 {
		at = len(w.last) - 1 - w.rng.IntN(min(len(w.last), 30))
	}
	a := w.last[at]
	w.mu.Unlock()
	what := usual[w.rng.IntN(len(usual))]
	return w.command(what, a.Item, a, func() (routing.Work, error) { return assignmentCalls[what](ctx, r, a, "x") })
}

// ordered is a command on an item.
type ordered struct {
	what, item string
	named      routing.Assignment // empty if it names none
}

// seen is what came of it.
type seen struct {
	refused bool // because of another assignment
	now     routing.Assignment
	epoch   int64
	version int64 // if it was not refused
	ended   bool
}

// command does something with an item and remembers what was seen of it.
func (w *worker) command(what, id string, a routing.Assignment, do func() (routing.Work, error)) (err error) {
	w.did = what
	w.history.Do(w.client, ordered{what: what, item: id, named: a}, func() (any, bool) {
		var got routing.Work
		got, err = do()
		var stale *routing.StaleError
		switch {
		case err == nil:
			w.tell(got.Assignment())
			st := got.Status
			return seen{epoch: st.Epoch, version: st.Version, ended: st.State.Ended()}, true
		case errors.As(err, &stale):
			w.tell(stale.Now)
			err = nil
			return seen{refused: true, now: stale.Now, epoch: stale.Now.Epoch}, true
		case endedWrongly(err):
		case errors.Is(err, routing.ErrState), errors.Is(err, routing.ErrNoRoom), errors.Is(err, routing.ErrUnqualified):
			err = nil
		}
		return nil, false
	})
	return err
}

// endedWrongly tells a refusal because an item has ended, of one that has not.
func endedWrongly(err error) bool {
	var state *routing.StateError
	return errors.As(err, &state) && slices.Equal(state.Wanted, []string{"open"}) &&
		!slices.Contains([]string{routing.Completed.String(), routing.Cancelled.String(), routing.Diverted.String()}, state.State)
}

// tell has everybody know of an assignment.
func (w *worker) tell(a routing.Assignment) {
	if a.Agent == "" {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last = append(w.last, a)
}

// known is what must hold of an item from some moment on.
type known struct {
	epoch, version int64
	ended          bool
}

// explained checks what was seen of each item. A router gives items to agents
// between the commands, so what is checked is that versions and epochs, and the end,
// never go back from one command to a later one; that a command took place in the
// epoch that it named; and that it was refused only where that was another.
func (c *crowd) explained() error {
	return storetest.Explained(&c.history, storetest.Register[known, ordered, seen]{
		Key: func(in ordered) string { return in.item },
		Step: func(s known, in ordered, out seen) (bool, known) {
			if out.epoch < s.epoch {
				return false, s
			}
			if out.refused {
				s.epoch = out.epoch
				return out.now != in.named, s
			}
			next := known{epoch: out.epoch, version: out.version, ended: out.ended}
			inTime := in.named.Epoch == 0 || s.epoch <= in.named.Epoch
			return inTime && out.version >= s.version && (!s.ended || next == s), next
		},
	})
}
