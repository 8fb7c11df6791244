package kefu

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/kb"
)

// Bot is a customer service bot. It is safe for concurrent use, and several
// Bots over the same stores, on as many nodes, serve the same conversations.
type Bot struct {
	opts  Options
	kb    *kb.Library
	turns *turnLocks
	wake  chan struct{} // tells Run that the outbox has something

	intents *intent.Registry
	triager *intent.Triager
	wish    *intent.HandoffWish
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
	return &Bot{
		opts: o, kb: library, turns: newTurnLocks(), wake: make(chan struct{}, 1),
		intents: intents, triager: triager, wish: intent.NewHandoffWish(),
	}, nil
}

// KB returns the bot's knowledge base.
func (b *Bot) KB() *kb.Library { return b.kb }

// Intents returns the models that tell what messages are about, with what they
// were taught since: train one with [intent.Train] and publish it there.
func (b *Bot) Intents() *intent.Registry { return b.intents }

// The bounds of a message.
const (
	MaxID    = 256      // bytes of an id
	MaxText  = 16 << 10 // bytes of text that the bot reads; it declines longer messages politely
	MaxSize  = 1 << 20  // bytes of a message's text and parts together; larger ones are refused
	maxParts = 64
)

// A turn starts over when another node was faster, which means that another
// turn of the conversation succeeded. It waits a little longer each time, up to
// the last, so that the nodes fall out of step.
const (
	commitAttempts = 100
	firstPause     = 100 * time.Microsecond
	lastPause      = 20 * time.Millisecond
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
	if msg.From != "" && msg.From != dialog.Customer {
		return Reply{}, &dialog.FieldError{Field: "from", Reason: "is not the customer; agents speak through Say"}
	}
	msg.From = dialog.Customer
	return b.turn(ctx, msg, b.answer)
}

// step computes what a turn does to a conversation: it changes turn.Conversation
// and fills in turn.Reply and turn.Outbox.
type step func(ctx context.Context, turn *dialog.Turn, state *state) error

// turn runs a step and commits it.
func (b *Bot) turn(ctx context.Context, msg Message, run step) (Reply, error) {
	if err := b.sanitize(&msg); err != nil {
		return Reply{}, err
	}
	unlock, err := b.turns.lock(ctx, msg.Conversation)
	if err != nil {
		return Reply{}, err
	}
	defer unlock()
	for attempt := 1; ; attempt++ {
		turn, err := b.attempt(ctx, msg, run)
		if err == nil {
			b.committed(turn)
			return turn.Reply, nil
		}
		var duplicate *dialog.DuplicateError
		if errors.As(err, &duplicate) {
			if duplicate.Record.Message.From != msg.From {
				return Reply{}, &dialog.FieldError{Field: "id", Reason: "is that of another party's message"}
			}
			return duplicate.Record.Reply, nil
		}
		if !errors.Is(err, dialog.ErrConflict) || attempt == commitAttempts {
			return Reply{}, fmt.Errorf("kefu: turn not stored: %w", err)
		}
		if err := pause(ctx, attempt); err != nil {
			return Reply{}, fmt.Errorf("kefu: turn not stored: %w", err)
		}
	}
}

// pause waits after the n-th conflict, for a random part of a growing time.
func pause(ctx context.Context, n int) error {
	longest := min(firstPause<<min(n, 10), lastPause)
	wait := time.NewTimer(rand.N(longest))
	defer wait.Stop()
	select {
	case <-wait.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// attempt computes and commits a turn on the present state.
func (b *Bot) attempt(ctx context.Context, msg Message, run step) (*dialog.Turn, error) {
	store := b.opts.Stores.Dialog
	conversation, err := store.Load(ctx, msg.Conversation)
	if errors.Is(err, dialog.ErrNotFound) {
		conversation = dialog.Conversation{ID: msg.Conversation, Owner: dialog.Bot, Created: msg.At}
	} else if err != nil {
		return nil, err
	}
	b.describe(&conversation, msg)
	state, err := readState(conversation.State)
	if err != nil {
		return nil, err
	}
	turn := &dialog.Turn{Conversation: conversation, Message: msg}
	turn.Reply = Reply{
		ID: askedID(msg.Conversation, msg.ID), Conversation: msg.Conversation, Message: msg.ID,
		Version: conversation.Version + 1, From: dialog.Bot, Locale: b.locale(msg, conversation.Locale), At: b.now(),
	}
	if err := run(ctx, turn, state); err != nil {
		return nil, err
	}
	b.answered(turn, state)
	turn.Reply.Owner = turn.Conversation.Owner
	if msg.From == dialog.Customer {
		turn.Conversation.Locale = turn.Reply.Locale
	}
	turn.Conversation.Updated = turn.Reply.At
	if turn.Conversation.State, err = state.write(); err != nil {
		return nil, err
	}
	_, err = store.Commit(ctx, *turn)
	return turn, err
}

// committed tells whoever has to know of a turn.
func (b *Bot) committed(turn *dialog.Turn) {
	if len(turn.Outbox) > 0 {
		select {
		case b.wake <- struct{}{}:
		default: // Run has been told already
		}
	}
	if b.opts.OnTurn != nil {
		if err := contained(func() error { b.opts.OnTurn(turn.Message, turn.Reply); return nil }); err != nil {
			b.opts.Logger.Warn("kefu: OnTurn failed", "error", err)
		}
	}
}

// contained turns a panic of a host's function into an error.
func contained(run func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("kefu: panic in a function of the host: %T", p)
		}
	}()
	return run()
}

// sanitize checks the ids and the size of a message and makes its text
// storable.
func (b *Bot) sanitize(msg *Message) error {
	for _, id := range []struct{ field, value string }{
		{"id", msg.ID},
		{"conversation", msg.Conversation},
		{"customer", msg.Customer},
		{"agent", msg.Agent},
		{"channel", msg.Channel},
		{"locale", msg.Locale},
		{"choice", msg.Choice},
	} {
		switch {
		case id.value == "" && (id.field == "id" || id.field == "conversation"):
			return &dialog.FieldError{Field: id.field, Reason: "is empty"}
		case len(id.value) > MaxID:
			return &dialog.FieldError{Field: id.field, Reason: fmt.Sprintf("is longer than %d bytes", MaxID)}
		case !utf8.ValidString(id.value) || strings.ContainsRune(id.value, 0):
			return &dialog.FieldError{Field: id.field, Reason: "is not a text"}
		}
	}
	if len(msg.Parts) > maxParts {
		return &dialog.FieldError{Field: "parts", Reason: fmt.Sprintf("are more than %d", maxParts)}
	}
	var parts []Part // nil when there are none, as stores return it
	size := len(msg.Text)
	for _, p := range msg.Parts {
		size += len(p.Kind) + len(p.Text) + len(p.URL) + len(p.MIME)
		parts = append(parts, Part{Kind: dialog.PartKind(clean(string(p.Kind))), Text: clean(p.Text), URL: clean(p.URL), MIME: clean(p.MIME)})
	}
	msg.Parts = parts
	if size > MaxSize {
		return &dialog.FieldError{Field: "text", Reason: fmt.Sprintf("and parts are larger than %d bytes", MaxSize)}
	}
	msg.Text = clean(msg.Text)
	msg.Locale = hyphens(msg.Locale)
	if year := msg.At.Year(); msg.At.IsZero() || year < 1970 || year > 9999 { // a clock that nobody set
		msg.At = b.now()
	}
	msg.At = msg.At.UTC().Truncate(time.Microsecond)
	return nil
}

// clean makes a text valid UTF-8 without control characters other than line
// breaks and tabs. Marks of the direction of writing stay: Arabic needs them.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// describe takes over what a message tells about its conversation.
func (b *Bot) describe(c *dialog.Conversation, msg Message) {
	if msg.Customer != "" {
		c.Customer = msg.Customer
	}
	if msg.Channel != "" {
		c.Channel = msg.Channel
	}
}

func (b *Bot) now() time.Time { return b.opts.Now().UTC().Truncate(time.Microsecond) }

func (b *Bot) texts(locale string) Texts {
	if t, ok := b.opts.Texts[language(locale)]; ok {
		return t
	}
	return b.opts.Texts[language(b.opts.Locale)]
}
