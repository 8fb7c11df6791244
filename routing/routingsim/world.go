package routingsim

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/kefu-go/kefu/routing"
)

// world is one replication: a router, and the customers and agents around it.
type world struct {
	*Scenario
	replication int
	router      *routing.Router
	journal     *journal
	now         time.Duration // since Start
	agenda      agenda
	streams     []source
	items       []item
	live        int // items that have not ended
	agents      []worker
	byID        map[string]int
	tally       *tally
	events      int64

	// What observe works on, kept to be used again.
	statuses []routing.StatusOf
	seats    []routing.Seat
	freed    []int32
	spoken   []int // items whose agent has to say something, lest they return
}

// item is a customer and how far he is.
type item struct {
	stream, agent int32
	queue, at     int32 // the queue where it came, and where it waits now; -1: none
	state         routing.State
	epoch         int64 // of its assignment
	weight        int
	arrived       time.Duration
	waited        time.Duration // until it was answered, or ended
	handling      time.Duration
	wrapUp        time.Duration // -1: as long as the queue says
	answered      bool
	overflowed    bool
}

// source is a stream with its random numbers, each purpose its own, so that one item
// more or less of one does not shift the others.
type source struct {
	*Stream
	next                              func() (time.Duration, bool)
	stop                              func()
	handling, wrapUp, patience, items *rand.Rand
}

// simulate runs one replication.
func (s *Scenario) simulate(ctx context.Context, replication int) (*tally, error) {
	w, err := s.world(ctx, replication)
	if err != nil {
		return nil, err
	}
	return w.tally, nil
}

// world returns a world that has come to its end.
func (s *Scenario) world(ctx context.Context, replication int) (*world, error) {
	w := &world{Scenario: s, replication: replication, byID: map[string]int{}, tally: newTally(s)}
	if err := w.open(ctx); err != nil {
		return nil, err
	}
	defer w.stop()
	err := w.begin(ctx)
	if err == nil {
		err = w.run(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("routingsim: replication %d, %s after the start: %w", replication, w.now, err)
	}
	w.tally.events = w.events
	for i := range w.items {
		if it := &w.items[i]; !it.state.Ended() {
			if !it.answered {
				it.waited = w.now - it.arrived
			}
			w.tally.item(it, leftOver)
		}
	}
	return w, nil
}

// open makes the router, on a store of its own.
func (w *world) open(ctx context.Context) error {
	// Nothing is asked about items that have ended.
	store, err := routing.NewBoundedMemoryStore(&routing.MemoryOptions{KeepEvents: 1, KeepEnded: 1})
	if err != nil {
		return err
	}
	w.journal = &journal{Store: store}
	o := w.Options
	o.Now, o.Lease = w.clock, -1
	router, err := routing.New(w.journal, &o)
	w.router = router
	return err
}

func (w *world) clock() time.Time { return w.Start.Add(w.now) }

// begin puts the first events on the agenda.
func (w *world) begin(ctx context.Context) error {
	// What happens at one time happens in the order in which it is put here.
	for i := range w.Slices {
		w.agenda.add(event{at: w.WarmUp + (w.Horizon-w.WarmUp)/time.Duration(w.Slices)*time.Duration(i), kind: cuts, n: i})
	}
	w.agenda.add(event{at: w.Horizon, kind: cuts, n: w.Slices})
	for i := range w.Agents { // who comes at the time of a customer comes before him
		if err := w.hire(ctx, i); err != nil {
			return err
		}
	}
	for i := range w.Streams {
		st := &w.Streams[i]
		random := func(purpose string) *rand.Rand { return stream(w.Seed, w.replication, st.Name, purpose) }
		next, end := iter.Pull(st.Arrivals.Times(random("arrivals")))
		w.streams = append(w.streams, source{st, next, end, random("handling"), random("wrap-up"), random("patience"), random("items")})
		w.expect(i)
	}
	return nil
}

// stop ends the iterators of the arrivals.
func (w *world) stop() {
	for i := range w.streams {
		w.streams[i].stop()
	}
}

// expect puts the next arrival of a stream on the agenda.
func (w *world) expect(i int) {
	if at, ok := w.streams[i].next(); ok && at < w.Horizon {
		w.agenda.add(event{at: max(at, w.now).Truncate(time.Microsecond), kind: arrives, n: i})
	}
}

// run lets the time pass, from one thing that happens to the next, until all that
// came have ended.
func (w *world) run(ctx context.Context) error {
	for len(w.agenda.heap) > 0 || w.live > 0 {
		if w.events++; w.events%1024 == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		due, waits := w.due()
		if len(w.agenda.heap) > 0 && (!waits || w.agenda.heap[0].at < due) {
			e := w.agenda.next()
			if w.now = e.at; w.now >= w.Horizon && w.live == 0 && e.kind != cuts {
				return nil
			}
			if err := w.happen(ctx, e); err != nil {
				return err
			}
		} else if waits {
			w.now = max(w.now, due)
			if _, err := w.router.Sweep(ctx); err != nil {
				return err
			}
		} else {
			return nil // what is left waits for nothing
		}
		if err := w.observe(ctx); err != nil {
			return err
		}
		if w.now > w.Horizon+24*time.Hour {
			return nil
		}
	}
	return nil
}

// due is when the router has something to do.
func (w *world) due() (time.Duration, bool) {
	at := w.router.Next()
	return at.Sub(w.Start), !at.IsZero()
}

// happen does what an event says.
func (w *world) happen(ctx context.Context, e event) error {
	switch e.kind {
	case arrives:
		return w.arrive(ctx, e.n)
	case givesUp:
		if it := &w.items[e.n]; it.state == routing.Waiting || it.state == routing.Offered {
			_, err := w.router.Cancel(ctx, w.id(e.n), "abandoned")
			return err
		}
	case answers:
		if it := &w.items[e.n]; it.state == routing.Offered && it.epoch == e.epoch {
			return w.answer(ctx, e.n)
		}
	case finishes:
		return w.finish(ctx, e)
	case changes:
		return w.change(ctx, e.n)
	case returns:
		return w.comeBack(ctx, e.n)
	case cuts:
		w.tally.cut(w.now, e.n)
	}
	return nil
}

// arrive submits an item.
func (w *world) arrive(ctx context.Context, stream int) error {
	src, n := &w.streams[stream], len(w.items)
	it := item{stream: int32(stream), queue: -1, at: -1, agent: -1, arrived: w.now, handling: max(src.Handling.Draw(src.handling), 0), wrapUp: -1}
	if src.WrapUp != nil {
		it.wrapUp = max(src.WrapUp.Draw(src.wrapUp), 0)
	}
	w.items = append(w.items, it)
	w.live++
	submitted := src.Item
	if src.Vary != nil {
		src.Vary(src.items, &submitted)
	}
	submitted.ID, submitted.Arrived = w.id(n), time.Time{}
	_, err := w.router.Submit(ctx, submitted)
	if errors.Is(err, routing.ErrQueueFull) {
		w.items[n].state = routing.Cancelled
		w.end(&w.items[n], refused)
		err = nil
	}
	if src.Patience != nil {
		w.agenda.add(event{at: w.now + max(src.Patience.Draw(src.patience), 0).Truncate(time.Microsecond), kind: givesUp, n: n})
	}
	w.expect(stream)
	return err
}

// id is the id of an item: other replications have other ids, because some rules go
// by what an item's id draws.
func (w *world) id(n int) string { return strconv.Itoa(w.replication) + "-" + strconv.Itoa(n) }

// number is the item of an id.
func number(id string) (int, error) {
	_, n, _ := strings.Cut(id, "-")
	return strconv.Atoi(n)
}
