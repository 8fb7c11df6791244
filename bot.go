package kefu

import (
	"context"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/intent/emotion"
	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/alert"
	"github.com/kefu-go/kefu/metrics/survey"
	"github.com/kefu-go/kefu/routing"
	"github.com/kefu-go/kefu/ticket"
)

// Bot is a customer service bot. It is safe for concurrent use, and several
// Bots over the same stores, on as many nodes, serve the same conversations.
type Bot struct {
	opts   Options
	kb     *kb.Library
	engine *dialog.Engine

	intents *intent.Registry
	triager *intent.Triager
	moods   *emotion.Tracker // of a conversation that begins
	assist  *Assistance
	router  *routing.Router    // nil: nobody is routed to
	metrics *metrics.Collector // nil: nothing is measured
	alerts  *alert.Engine      // nil: nobody is called
	surveys *survey.Scheduler  // nil: nobody is asked
	tickets *ticket.Desk       // nil: none are kept
	turned  chan struct{}      // a turn was committed here
}

// New returns a bot. Nil options are the defaults: everything in memory, nobody
// to hand over to. Contradictory options are one error that names each fault.
func New(opts *Options) (*Bot, error) {
	if opts == nil {
		opts = &Options{}
	}
	o, err := opts.withDefaults()
	if err != nil {
		return nil, err
	}
	library, err := kb.NewLibrary(o.Stores.KB, o.library())
	if err != nil {
		return nil, err
	}
	intents, err := intent.NewRegistry(o.Stores.Intent, o.registry())
	if err != nil {
		return nil, err
	}
	if o.Understanding.Classifier == nil {
		o.Understanding.Classifier = published{intents}
	}
	triager, err := intent.NewTriager(&intent.TriagerOptions{Classifier: o.Understanding.Classifier, Categories: o.Understanding.Categories})
	if err != nil {
		return nil, err
	}
	moods, err := emotion.NewTracker(o.Understanding.Emotions, o.Understanding.Tracker)
	if err != nil {
		return nil, err
	}
	b := &Bot{opts: o, kb: library, intents: intents, triager: triager, moods: moods, turned: make(chan struct{}, 1)}
	if o.Routing != nil {
		if b.router, err = routing.New(o.Stores.Routing, o.routing()); err != nil {
			return nil, err
		}
	}
	if o.Tickets != nil {
		if b.tickets, err = b.newTickets(); err != nil {
			return nil, err
		}
	}
	if o.Metrics != nil {
		if err = b.measured(); err != nil {
			return nil, err
		}
	}
	if b.assist, err = b.newAssistance(); err != nil {
		return nil, err
	}
	b.engine, err = dialog.NewEngine(o.Stores.Dialog, b.conversations())
	return b, err
}

// KB returns the bot's knowledge base.
func (b *Bot) KB() *kb.Library { return b.kb }

// Intents returns the models that tell what messages are about, with what they
// were taught since: train one with [intent.Train] and publish it there.
func (b *Bot) Intents() *intent.Registry { return b.intents }

// Engine returns the engine of the bot's conversations, for what it does beside
// answering: proactive messages, replay, watching.
func (b *Bot) Engine() *dialog.Engine { return b.engine }

// The bounds of a message; see package dialog.
const (
	MaxID   = dialog.MaxID
	MaxText = dialog.MaxText
	MaxSize = dialog.MaxSize
)

// Handle takes a message of a customer and returns the reply to it, which is
// stored before it is returned. A message whose ID was handled before gets the
// same reply again and changes nothing. The turns of one conversation take place
// one after the other.
//
// An error means that nothing was stored, except for errors of a database
// connection that was lost in the middle of a commit: calling Handle again with
// the same message is always safe. A message without usable ids is [ErrInvalid].
func (b *Bot) Handle(ctx context.Context, msg Message) (Reply, error) {
	return b.engine.Handle(ctx, msg)
}

// Say takes a message of an agent to the customer; see [dialog.Engine.Say].
func (b *Bot) Say(ctx context.Context, msg Message) (Reply, error) { return b.engine.Say(ctx, msg) }

// Release gives a conversation from its agent back to the bot, and tells the
// customer; see [dialog.Engine.Release].
func (b *Bot) Release(ctx context.Context, conversation, id string) (Reply, error) {
	return b.engine.Release(ctx, conversation, id)
}

// Deliver delivers what is due in the outbox now, for hosts that cannot keep Run
// going; see [dialog.Engine.Deliver].
func (b *Bot) Deliver(ctx context.Context) (delivered int, err error) { return b.engine.Deliver(ctx) }

// Sweep does what is due at a time: reminders, time-outs, what is said unasked; Run does it
// all the while. See [dialog.Engine.Sweep].
func (b *Bot) Sweep(ctx context.Context, now time.Time) (done int, err error) {
	return b.engine.Sweep(ctx, now)
}

func (b *Bot) now() time.Time { return b.opts.Now().UTC().Truncate(time.Microsecond) }

// contained turns a panic of a host's function into an error.
func contained(run func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("kefu: panic in a function of the host: %T", p)
		}
	}()
	return run()
}
