package kefu

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/routing"
)

// people tells the engine whether agents can be reached who may take a hand-off. It is asked
// in each message, so who served the customer last is not looked up.
func (b *Bot) people(ctx context.Context, h Handoff) (dialog.Availability, error) {
	item, err := itemFromHandoff(h)
	if err != nil {
		return dialog.Availability{}, err
	}
	p, err := b.router.Prospect(ctx, b.ownItem(ctx, h, item))
	switch {
	case errors.Is(err, routing.ErrQueueFull):
		return dialog.Availability{Busy: true}, nil
	case err != nil:
		return dialog.Availability{}, err
	case p.Free && p.After == 0:
		return dialog.Availability{}, nil
	case p.Free:
		return dialog.Availability{Busy: true, Place: p.Place.Place, Wait: p.After}, nil
	case p.Closed:
		return dialog.Availability{Closed: true, Opens: p.Opens}, nil
	}
	return dialog.Availability{Busy: true, Place: p.Place.Place, Wait: p.Place.Wait}, nil
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
