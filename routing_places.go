package kefu

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/routing"
)

// people tells the engine whether agents can be reached.
func (b *Bot) people(ctx context.Context) (dialog.Availability, error) {
	load, err := b.router.Load(ctx)
	if err != nil {
		return dialog.Availability{}, err
	}
	agents, err := b.router.Agents(ctx)
	if err != nil {
		return dialog.Availability{}, err
	}
	out := dialog.Availability{Closed: true}
	now := b.now()
	for _, q := range b.router.Plan().Queues {
		st, err := b.router.Queue(ctx, q.ID)
		if err != nil {
			return dialog.Availability{}, err
		}
		switch {
		case !st.Open:
			if at, ok := b.router.Opens(q.ID, now); ok && (out.Opens.IsZero() || at.Before(out.Opens)) {
				out.Opens = at
			}
			continue
		case st.Free > 0:
			return dialog.Availability{}, nil
		case st.People == 0 && (st.Online > 0 || onlyBots(agents, q)): // a bot's
			continue
		}
		if out.Closed || st.Estimate < out.Wait {
			out = dialog.Availability{Busy: true, Place: load.Waiting + 1, Wait: st.Estimate}
		}
	}
	return out, nil
}

// onlyBots says that a queue is for agents that are bots, online or not.
func onlyBots(agents []routing.AgentState, q routing.Queue) bool {
	bots := false
	for _, a := range agents {
		one := &a.Seat.Agent
		serves := q.Department == "" || q.Department == one.Department
		if len(one.Queues) > 0 {
			serves = slices.Contains(one.Queues, q.ID)
		}
		if serves && !one.Bot {
			return false
		}
		bots = bots || serves
	}
	return bots
}

// followPlaces tells those who wait how far they have come, until ctx is done.
func (b *Bot) followPlaces(ctx context.Context) {
	every := b.opts.Routing.Notice
	if every < 0 {
		return
	}
	if every == 0 {
		every = placeNotice
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	told := map[string]int{} // places, by item
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := b.tellPlaces(ctx, told); err != nil && ctx.Err() == nil {
			b.opts.Logger.WarnContext(ctx, "kefu: who waits is not told of his place", "error", err)
		}
	}
}

// placeNotice is the default of [Routing.Notice].
const placeNotice = 30 * time.Second

// tellPlaces reports the places that have become better. Reports are known by item
// and place, so that nodes that tell the same tell it once.
func (b *Bot) tellPlaces(ctx context.Context, told map[string]int) error {
	open, err := b.router.Open(ctx, "")
	if err != nil {
		return err
	}
	waiting := map[string]bool{}
	for _, w := range open {
		if w.Status.State != routing.Waiting || w.Item.Conversation == "" {
			continue
		}
		id := w.Item.ID
		waiting[id] = true
		place, err := b.router.Place(ctx, id)
		if err != nil || told[id] != 0 && place.Place >= told[id] {
			continue // it waits no more, or has not come forward
		}
		told[id] = place.Place
		_, err = b.engine.Progress(ctx, w.Item.Conversation, fmt.Sprintf(routingReports+"%s/place/%d/%d", id, w.Status.Returns, place.Place), dialog.HandoffProgress{
			ID: id, State: dialog.HandoffRequested, Place: place.Place, Wait: place.Wait,
			At: w.Status.Since, // so that whoever was accepted since is not put back
		})
		if err := ignoreGone(err); err != nil {
			return err
		}
	}
	for id := range told {
		if !waiting[id] {
			delete(told, id)
		}
	}
	return nil
}
