package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/routing"
)

// The queues of the desk.
const (
	helpQueue      = "help"
	complaintQueue = "complaints"
)

// queueNames are what people call them.
var queueNames = map[string]dialog.Words{
	helpQueue: dialog.In("Help", "咨询"), complaintQueue: dialog.In("Complaints", "投诉"),
}

// shopHours are when people work, by the name that queues have for them.
const shopHours = "shop"

// What the queues do not take: a call back is promised when too many wait, or for too long,
// and who comes when nobody works gets a ticket.
const (
	mostWaiting = 20
	longestWait = 45 * time.Minute
)

// atOnce is how many customers an agent serves at a time.
const atOnce = 3

// plan is how conversations come to agents: complaints have a queue of their own, and
// everybody serves both. The skills that a hand-off names speak for an agent, but nobody
// waits because nobody has them.
func plan(offer time.Duration) routing.Plan {
	queue := routing.Queue{
		OfferFor: routing.Duration(offer), RetryAfter: routing.Duration(15 * time.Second), AwayAfter: 3,
		WrapUp: routing.Duration(2 * time.Minute), KeepLost: routing.Duration(time.Minute), Ageing: 0.1,
		Hours: shopHours, Closed: &routing.Overflow{To: "ticket"},
		MaxLen: mostWaiting, MaxWait: routing.Duration(longestWait), Full: &routing.Overflow{To: callbackType},
	}
	help, complaints := queue, queue
	help.ID, complaints.ID = helpQueue, complaintQueue
	return routing.Plan{
		Queues: []routing.Queue{help, complaints},
		Rules: []routing.Rule{{
			Name: "complaints", If: `attributes.flow == 'complain'`,
			Targets: []routing.Target{{Queue: complaintQueue, Skills: routing.SkillsPreferred, Priority: 1}},
		}},
		Default: []routing.Target{{Queue: helpQueue, Skills: routing.SkillsPreferred}},
	}
}

// register makes the people of the desk known to the router. The name of an account is the
// agent's id, and what customers are told.
func (d *desk) register(ctx context.Context) error {
	people, err := d.accounts.list(ctx)
	if err != nil {
		return err
	}
	here := map[string]bool{}
	for _, p := range people {
		here[p.Name] = true
		if err := d.bot.Router().Register(ctx, seatOf(p)); err != nil {
			return err
		}
	}
	seats, err := d.bot.Router().Agents(ctx)
	for _, one := range seats {
		if id := one.Seat.Agent.ID; !here[id] {
			err = errors.Join(err, d.bot.Router().Remove(ctx, id))
		}
	}
	return err
}

func seatOf(p person) routing.Agent {
	return routing.Agent{ID: p.Name, Name: p.Name, Capacity: atOnce}
}

// run runs the bot and what is behind the pages until ctx is done.
func (d *desk) run(ctx context.Context) error {
	following, stop := context.WithCancel(ctx)
	followed := make(chan struct{})
	go func() {
		defer close(followed)
		d.follow(following)
	}()
	ticketed := make(chan struct{})
	go func() {
		defer close(ticketed)
		d.followTickets(following)
	}()
	err := d.bot.Run(ctx)
	stop()
	<-followed
	<-ticketed
	return err
}

// follow tells pages and customers what the router does. What happened before is in the
// pages anyway when they are opened.
func (d *desk) follow(ctx context.Context) {
	places := map[string]int{} // where those who wait stood last
	for ctx.Err() == nil {
		changes, err := d.routes.Changes(ctx, 0)
		for e, failed := range d.bot.Router().Watch(ctx, changes.Seq) {
			if err = failed; err != nil {
				break
			}
			d.moved(ctx, e, places)
		}
		if err != nil && ctx.Err() == nil {
			d.log.WarnContext(ctx, "the pages do not follow the router", "error", err)
			select {
			case <-ctx.Done():
			case <-time.After(time.Second):
			}
		}
	}
}

// moved wakes the pages that an event changes, and tells those who wait of a better place
// than before; the bot decides whether the news is worth a word. Where somebody stands when
// he comes, the bot has told him already.
func (d *desk) moved(ctx context.Context, e routing.Event, places map[string]int) {
	d.hub.wake(everything)
	if e.Item == "" {
		return
	}
	if w, err := d.bot.Router().Work(ctx, e.Item); err == nil {
		d.hub.wake(w.Item.Conversation)
	}
	open, err := d.bot.Router().Open(ctx, "")
	waiting := map[string]int{}
	for _, w := range open {
		place, gone := d.bot.Router().Place(ctx, w.Item.ID)
		if gone != nil {
			continue // somebody has it
		}
		waiting[w.Item.ID] = place.Place
		if place.Place != places[w.Item.ID] {
			d.hub.wake(w.Item.Conversation)
		}
		if place.Place >= places[w.Item.ID] {
			continue
		}
		_, failure := d.bot.Engine().Progress(ctx, w.Item.Conversation, fmt.Sprintf("place/%s/%d/%d", w.Item.ID, w.Status.Returns, place.Place), dialog.HandoffProgress{
			ID: w.Item.ID, State: dialog.HandoffRequested, Place: place.Place, Wait: place.Wait,
			At: e.At, // so that whoever was accepted since is not told that he waits
		})
		if !errors.Is(failure, dialog.ErrInvalid) && !errors.Is(failure, dialog.ErrNotFound) {
			err = errors.Join(err, failure)
		}
	}
	clear(places)
	maps.Copy(places, waiting)
	if err != nil && ctx.Err() == nil {
		d.log.WarnContext(ctx, "not everybody knows his place", "error", err)
	}
}

// placeView is where a customer who waits stands. The zero value is of one who does not.
type placeView struct {
	Place int `json:"place"`
	// Minutes is about how long he still waits, if that is known.
	Minutes int `json:"minutes,omitempty"`
	// Asking says that an agent is being asked to take him.
	Asking bool `json:"asking,omitempty"`
}

// place returns where the customer of a conversation stands.
func (d *desk) place(ctx context.Context, conversation string) (v placeView, err error) {
	works, err := d.bot.Router().Conversation(ctx, conversation)
	for _, w := range works {
		switch w.Status.State {
		case routing.Offered:
			v = placeView{Asking: true}
		case routing.Waiting:
			p, gone := d.bot.Router().Place(ctx, w.Item.ID)
			if gone == nil {
				v = placeView{Place: p.Place}
				if p.Known {
					v.Minutes = int((p.Wait + time.Minute - 1) / time.Minute)
				}
			}
		}
	}
	return v, err
}
