package routingsim

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/kefu-go/kefu/routing"
)

// worker is an agent of the simulation, and how he is.
type worker struct {
	*Agent
	random   *rand.Rand
	plan     []change // what his shifts still have for him
	present  bool     // he should be there
	rest     routing.Presence
	presence routing.Presence
	holding  int // items that he has, offers included
	used     int // units of what he has taken
}

// change is when an agent comes or goes.
type change struct {
	at   time.Duration
	come bool
	rest routing.Presence // what he is when he has gone
}

// hire registers an agent and puts his shifts on the agenda.
func (w *world) hire(ctx context.Context, i int) error {
	a := &w.Agents[i]
	k := worker{Agent: a, random: stream(w.Seed, w.replication, a.ID, "answers"), plan: a.changes()}
	w.byID[a.ID] = i
	w.agents = append(w.agents, k)
	if err := w.router.Register(ctx, a.Agent); err != nil {
		return err
	}
	for _, c := range k.plan {
		w.agenda.add(event{at: c.at, kind: changes, n: i})
	}
	return w.observe(ctx)
}

// changes are the times at which an agent comes and goes, in order.
func (a *Agent) changes() []change {
	if len(a.Shifts) == 0 {
		return []change{{come: true}}
	}
	var out []change
	for _, s := range a.Shifts {
		out = append(out, change{at: s.From, come: true})
		for _, b := range s.Breaks {
			out = append(out, change{b.From, false, routing.Away}, change{at: b.To, come: true})
		}
		out = append(out, change{s.To, false, routing.Offline})
	}
	return out
}

// change is the next of an agent's changes.
func (w *world) change(ctx context.Context, i int) error {
	k := &w.agents[i]
	c := k.plan[0]
	k.plan = k.plan[1:]
	k.present, k.rest = c.come, c.rest
	switch {
	case c.come:
		return w.presence(ctx, i, routing.Online)
	case k.holding > 0:
		return w.presence(ctx, i, routing.Busy)
	}
	return w.presence(ctx, i, k.rest)
}

// comeBack is the agent whom the router had set away.
func (w *world) comeBack(ctx context.Context, i int) error {
	if k := &w.agents[i]; k.present && k.presence != routing.Online {
		return w.presence(ctx, i, routing.Online)
	}
	return nil
}

// backAfter is when an agent notices that he was set away.
const backAfter = time.Minute

func (w *world) presence(ctx context.Context, i int, p routing.Presence) error {
	return w.router.SetPresence(ctx, w.agents[i].ID, p, "")
}

// answer is what an agent does about an offer.
func (w *world) answer(ctx context.Context, n int) error {
	it := &w.items[n]
	k := &w.agents[it.agent]
	a := w.assignment(it.agent, n)
	if k.random.Float64()*(1-k.Misses) < k.Declines {
		_, err := w.router.Reject(ctx, a, "declined")
		return err
	}
	_, err := w.router.Accept(ctx, a)
	return err
}

// offer is an agent's first look at an offer.
func (w *world) offer(n int) {
	it := &w.items[n]
	k := &w.agents[it.agent]
	after := time.Duration(0)
	if k.Answer != nil {
		after = max(k.Answer.Draw(k.random), 0).Truncate(time.Microsecond)
	}
	if k.random.Float64() >= k.Misses {
		w.agenda.add(event{at: w.now + after, kind: answers, n: n, epoch: it.epoch})
	}
}

// take is an agent's beginning to work on an item, or to write up.
func (w *world) take(n int, length time.Duration) {
	it := &w.items[n]
	length = time.Duration(float64(length) * w.agents[it.agent].Pace).Truncate(time.Microsecond)
	w.agenda.add(event{at: w.now + length, kind: finishes, n: n, epoch: it.epoch})
}

// greet is an agent's first word to a customer.
func (w *world) greet(ctx context.Context, n int) error {
	it := &w.items[n]
	return w.router.AgentSpoke(ctx, w.assignment(it.agent, n))
}

// assignment names what an agent has.
func (w *world) assignment(agent int32, n int) routing.Assignment {
	return routing.Assignment{Item: w.id(n), Agent: w.agents[agent].ID, Epoch: w.items[n].epoch}
}

// finish completes an item, or its wrap-up.
func (w *world) finish(ctx context.Context, e event) error {
	it := &w.items[e.n]
	if it.epoch != e.epoch || it.agent < 0 {
		return nil
	}
	a := w.assignment(it.agent, e.n)
	var err error
	switch it.state {
	case routing.Active:
		_, err = w.router.Complete(ctx, a, "")
	case routing.Wrapping:
		_, err = w.router.Ready(ctx, a)
	}
	if errors.Is(err, routing.ErrStale) {
		return nil // the router has taken it back at this very time
	}
	return err
}

// settle lets agents go who should not be there and have finished.
func (w *world) settle(ctx context.Context, i int) error {
	if k := &w.agents[i]; !k.present && k.holding == 0 && k.presence == routing.Busy {
		return w.presence(ctx, i, k.rest)
	}
	return nil
}
