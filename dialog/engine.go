package dialog

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/kefu-go/kefu/internal/text"
)

// Engine holds conversations: it takes messages, runs flows, answers from the
// knowledge base, hands over to people. It keeps nothing between turns; several
// engines over one store, on as many nodes, serve the same conversations. It is
// safe for concurrent use.
type Engine struct {
	opts  Options
	store Store
	flows map[string]*Flow
	plans map[string]*plan
	// phraseWords are those of the phrases that start flows, which may be mistyped.
	phraseWords []string
	stemmer     *text.Stemmer
	texts       map[TextID]Words
	order       []orderedPattern
	turns       *turnLocks
	clock       func() time.Time // that of timers, whatever the host says that time is
	rooms       sync.Pool        // of *turnRoom
	wake        chan struct{}    // tells Run that the outbox has something

	handler  Handler // Handle with the middleware around it
	bursts   bursts
	watchers watchers
	running  running
}

// NewEngine returns an engine. Nil options are the defaults. Contradictory options,
// and flows that cannot work, are one error that names each fault.
func NewEngine(store Store, opts *Options) (*Engine, error) {
	if opts == nil {
		opts = &Options{}
	}
	o, err := opts.withDefaults()
	if err != nil {
		return nil, err
	}
	if store == nil {
		return nil, &FieldError{Field: "store", Reason: "is missing"}
	}
	e := &Engine{opts: o, store: store, flows: map[string]*Flow{}, texts: DefaultTexts(), order: o.Patterns.inOrder(), turns: newTurnLocks(), clock: time.Now, wake: make(chan struct{}, 1)}
	for _, f := range o.Flows {
		e.flows[f.Name] = f
	}
	if e.plans, err = plans(o.Flows, o.Effects); err != nil {
		return nil, err
	}
	// The tables that are read once and kept take some tenths of a second, seconds under the
	// race detector: no customer's turn pays for them.
	phrases()
	e.phraseWords, e.stemmer = phraseWords(e.plans), text.NewStemmer(1024)
	maps.Copy(e.texts, o.Texts)
	e.handler = around(e.handle, o.Middleware, o.TurnTimeout)
	return e, nil
}

// A turn starts over when another node was faster, which means that another turn
// of the conversation succeeded. It waits a little longer each time, up to the
// last, so that the nodes fall out of step.
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
// connection that was lost in the middle of a commit, and of middleware that fails or is
// late ([ErrLate]) behind the turn: calling Handle again with
// the same message is always safe. A message without usable ids is [ErrInvalid].
func (e *Engine) Handle(ctx context.Context, msg Message) (Reply, error) {
	if msg.From != "" && msg.From != Customer {
		return Reply{}, &FieldError{Field: "from", Reason: "is not the customer; agents speak through Say"}
	}
	msg.From = Customer
	return e.handler(ctx, msg)
}

// handle takes a message behind the middleware, which may have changed it.
func (e *Engine) handle(ctx context.Context, msg Message) (Reply, error) {
	msg.From = Customer
	if e.opts.Merge > 0 {
		return e.merge(ctx, msg)
	}
	return e.do(ctx, msg, work{name: converseWork})
}

// do works out a turn and commits it.
func (e *Engine) do(ctx context.Context, msg Message, w work) (Reply, error) {
	if err := e.sanitize(&msg); err != nil {
		return Reply{}, err
	}
	unlock, err := e.turns.lock(ctx, msg.Conversation)
	if err != nil {
		return Reply{}, err
	}
	defer unlock()
	made := &calls{}
	for attempt := 1; ; attempt++ {
		turn, err := e.attempt(ctx, msg, made, w)
		if err == nil {
			e.committed(turn)
			return turn.Reply, nil
		}
		var duplicate *DuplicateError
		if errors.As(err, &duplicate) {
			if duplicate.Record.Message.From != msg.From {
				return Reply{}, &FieldError{Field: "id", Reason: "is that of another party's message"}
			}
			return duplicate.Record.Reply, nil
		}
		if !errors.Is(err, ErrConflict) || attempt == commitAttempts {
			return Reply{}, fmt.Errorf("dialog: turn not stored: %w", err)
		}
		if err := pause(ctx, attempt); err != nil {
			return Reply{}, fmt.Errorf("dialog: turn not stored: %w", err)
		}
	}
}

// pause waits after the n-th conflict, for a random part of a growing time.
func pause(ctx context.Context, n int) error {
	longest := min(firstPause<<min(n, 10), lastPause)
	wait := time.NewTimer(rand.N(longest)) //nolint:gosec // no secret
	defer wait.Stop()
	select {
	case <-wait.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// attempt works out and commits a turn on the present state.
func (e *Engine) attempt(ctx context.Context, msg Message, made *calls, w work) (*Turn, error) {
	conversation, err := e.store.Load(ctx, msg.Conversation)
	if errors.Is(err, ErrNotFound) {
		conversation = Conversation{ID: msg.Conversation, Owner: Bot, Created: msg.At}
	} else if err != nil {
		return nil, err
	}
	turn, err := e.workOut(ctx, conversation, msg, made, w, e.now())
	if err != nil {
		return nil, err
	}
	_, err = e.store.Commit(ctx, *turn)
	return turn, err
}

// workOut works out a turn, up to what is committed. A customer's message that takes
// too long is answered by saying so, unless it has called an action.
func (e *Engine) workOut(ctx context.Context, before Conversation, msg Message, made *calls, w work, at time.Time) (*Turn, error) {
	within, cut := context.WithCancel(ctx)
	defer cut()
	made.limit(e.clock(), e.opts.TurnTimeout, cut)
	defer made.cut.Stop()
	defer made.dismiss()
	turn, err := e.turn(within, before, msg, made, w, at)
	if err == nil || within.Err() == nil || ctx.Err() != nil {
		return turn, err
	}
	e.opts.Logger.WarnContext(ctx, "dialog: a turn took too long", "error", err)
	if msg.From != Customer {
		return nil, context.DeadlineExceeded
	}
	return e.turn(ctx, before, msg, made, work{name: busyWork}, at)
}

// turn works out a turn and its trace.
func (e *Engine) turn(ctx context.Context, before Conversation, msg Message, made *calls, w work, at time.Time) (*Turn, error) {
	made.Made, made.next = nil, 0
	turn := &Turn{Conversation: before, Message: msg}
	t, err := e.talk(turn, at, made)
	if err != nil {
		return nil, err
	}
	// The patterns of the host run in it.
	if _, err := unpanicked(ctx, func(ctx context.Context) (struct{}, error) { return struct{}{}, t.run(ctx, w) }); err != nil {
		return nil, err
	}
	if e.opts.tracing() && t.secrecy.none() && !tellsAccounts(t.reading) {
		turn.Trace, err = traced(before, turn, made, w)
	}
	t.makeRoom()
	return turn, err
}

// talk begins a turn.
func (e *Engine) talk(turn *Turn, at time.Time, made *calls) (*Talk, error) {
	c, msg := &turn.Conversation, turn.Message
	if msg.Customer != "" {
		c.Customer = msg.Customer
	}
	if msg.Channel != "" {
		c.Channel = msg.Channel
	}
	room := e.room()
	s, err := unpackSession(c.State, room.seen[:0])
	if err != nil {
		return nil, err
	}
	room.said.of = msg.Text
	t := &Talk{engine: e, turn: turn, s: s, text: msg.Text, choice: msg.Choice, calls: made, room: room, size: len(c.State), uttered: &room.said}
	t.secrecy.values = t.secrets()
	turn.Reply = Reply{
		ID: replyID(msg.Conversation, msg.ID), Conversation: msg.Conversation, Message: msg.ID,
		Version: c.Version + 1, From: Bot, Locale: e.locale(msg, c.Locale, t.uttered), At: at,
	}
	return t, nil
}

// run works the turn out, up to what is committed.
func (t *Talk) run(ctx context.Context, w work) error {
	turn := t.turn
	if err := w.run(ctx, t); err != nil {
		return err
	}
	t.listen(ctx)
	turn.Reply.Owner = turn.Conversation.Owner
	if c := &turn.Conversation; turn.Message.From == Customer || c.Locale == "" && turn.Message.Locale != "" {
		c.Locale = turn.Reply.Locale
	}
	if turn.Reply.From == Bot && turn.Reply.Text != "" {
		t.s.Last = turn.Message.ID
	}
	turn.Conversation.Updated = turn.Reply.At
	t.planRating()
	turn.Conversation.Due = t.nextDue()
	t.conceal()
	turn.Conversation.State = t.s.pack(t.size, t.room.seen[:0])
	return nil
}

// replyID is the ID of the reply to a message.
func replyID(conversation, message string) string {
	return url.PathEscape(conversation) + "/" + url.PathEscape(message)
}

// committed tells whoever has to know of a turn.
func (e *Engine) committed(turn *Turn) {
	e.watchers.tell(turn.Conversation.ID)
	if len(turn.Outbox) > 0 {
		e.wakeDelivery()
	}
	if e.opts.OnTurn != nil {
		_, err := bounded(context.Background(), e.clock, e.opts.HookTimeout, func(context.Context) (struct{}, error) {
			e.opts.OnTurn(turn.Message, turn.Reply)
			return struct{}{}, nil
		})
		if err != nil {
			e.opts.Logger.Warn("dialog: OnTurn failed", "error", err)
		}
	}
}

func (e *Engine) now() time.Time { return e.opts.Now().UTC().Truncate(time.Microsecond) }

// locale is the language of the reply: that of the customer's message if it
// shows it, else what the message or the conversation says.
func (e *Engine) locale(msg Message, before string, said *utterance) string {
	if msg.From != Customer && before != "" {
		return before
	}
	stated := msg.Locale
	if stated == "" {
		stated = before
	}
	if !e.speaks(stated) {
		stated = e.opts.Locale
	}
	lang, sure := said.language()
	if sure >= sureLanguage && lang != primary(stated) && e.speaks(lang) && (before == "" || !oneWord(msg.Text)) {
		return lang
	}
	return stated
}

// oneWord reports whether a text is a single word of letters, such as "OK" or a brand,
// which people who write another language use as well.
func oneWord(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && len(s) <= 12 && !strings.ContainsFunc(s, func(r rune) bool { return r > 0x24F || r == ' ' })
}

// speaks reports whether the engine has words of its own in a language.
func (e *Engine) speaks(locale string) bool { return len(e.texts[TextUnknown][primary(locale)]) > 0 }

// sureLanguage is from where on the language that a text shows overrides what the
// channel says about the customer.
const sureLanguage = 0.5

// joined returns two texts with a line break between them.
func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return strings.TrimSuffix(a, "\n") + "\n" + b
}
